/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-measures-private.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (KarneMeasurement,
                     karne_measurement,
                     karne_measurement_copy,
                     karne_measurement_free)

/**
 * karne_measurement_copy:
 * @self: a measure
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneMeasurement *
karne_measurement_copy (const KarneMeasurement *self)
{
  KarneMeasurement *copy = g_new0 (KarneMeasurement, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->code = g_strdup (self->code);
  copy->title = g_strdup (self->title);
  copy->date = g_strdup (self->date);
  copy->status = g_strdup (self->status);
  copy->comparator = g_strdup (self->comparator);
  copy->value = g_strdup (self->value);
  copy->second = g_strdup (self->second);
  copy->unit = g_strdup (self->unit);
  copy->written = g_strdup (self->written);
  copy->written_unit = g_strdup (self->written_unit);
  copy->low = g_strdup (self->low);
  copy->high = g_strdup (self->high);
  copy->target_unit = g_strdup (self->target_unit);
  return copy;
}

/**
 * karne_measurement_free:
 * @self: (nullable): a measure
 *
 * Frees it.
 */
void
karne_measurement_free (KarneMeasurement *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->code);
  g_free (self->title);
  g_free (self->date);
  g_free (self->status);
  g_free (self->comparator);
  g_free (self->value);
  g_free (self->second);
  g_free (self->unit);
  g_free (self->written);
  g_free (self->written_unit);
  g_free (self->low);
  g_free (self->high);
  g_free (self->target_unit);
  g_free (self);
}

/**
 * karne_measurement_get_written:
 * @self: a measure
 * @unit: (out) (optional) (nullable): its unit
 *
 * The number that was written, with its digits: before it was converted for the record, where it
 * was.
 *
 * Returns: (nullable): the number
 */
const char *
karne_measurement_get_written (const KarneMeasurement *self, const char **unit)
{
  gboolean converted = self->written != NULL && self->written_unit != NULL;

  if (unit != NULL)
    *unit = converted ? self->written_unit : self->unit;
  return converted ? self->written : self->value;
}

/**
 * karne_measurement_is_valid:
 * @self: a measure
 *
 * Whether it has a number that stands: it was not withdrawn, and is no order for later.
 *
 * Returns: whether it has
 */
gboolean
karne_measurement_is_valid (const KarneMeasurement *self)
{
  static const char *const none[] = { "entered-in-error", "cancelled", "registered", "unknown",
                                      NULL };
  KarneDecimal number;

  return (self->status == NULL || !g_strv_contains (none, self->status)) &&
         karne_decimal_parse (self->value, &number);
}

/**
 * karne_measurement_is_unlikely:
 * @self: a measure
 *
 * Whether it is to be shown as to be checked: a glucose that is not between 20 and 600 mg/dL.
 *
 * Returns: whether it is
 */
gboolean
karne_measurement_is_unlikely (const KarneMeasurement *self)
{
  const char *unit;
  const char *number = karne_measurement_get_written (self, &unit);
  KarneGlucoseUnit glucose;

  return karne_measure_kind_is_glucose (self->kind) && karne_measurement_is_valid (self) &&
         karne_glucose_parse_unit (unit, &glucose) && !karne_glucose_is_plausible (number, glucose);
}

/* Units of glucose become mg/dL; between all others there is nothing to convert. */
static gboolean
to_common (const char *number, const char *unit, KarneDecimal *value, gboolean *is_molar)
{
  KarneGlucoseUnit glucose;

  *is_molar = FALSE;
  if (!karne_glucose_parse_unit (unit, &glucose))
    return FALSE;
  *is_molar = glucose == KARNE_GLUCOSE_MMOL_L;
  return karne_glucose_to_mg_dl (number, glucose, value);
}

/**
 * karne_measurement_get_number:
 * @self: a measure
 * @unit: in which unit it is wanted
 * @number: (out): the number
 *
 * Its value as a number, to draw it.
 *
 * Returns: whether it has one in that unit
 */
gboolean
karne_measurement_get_number (const KarneMeasurement *self, const char *unit, double *number)
{
  const char *written_unit;
  const char *written = karne_measurement_get_written (self, &written_unit);
  KarneGlucoseUnit wanted;
  KarneDecimal value;
  gboolean is_molar;

  *number = 0;
  if (!karne_measurement_is_valid (self))
    return FALSE;
  if (g_strcmp0 (written_unit, unit) == 0 && karne_decimal_parse (written, &value))
    *number = karne_decimal_to_double (value);
  else if (g_strcmp0 (self->unit, unit) == 0 && karne_decimal_parse (self->value, &value))
    *number = karne_decimal_to_double (value);
  else if (to_common (written, written_unit, &value, &is_molar) &&
           karne_glucose_parse_unit (unit, &wanted))
    *number = karne_decimal_to_double (value) / (wanted == KARNE_GLUCOSE_G_L ? 100.0
                                                 : wanted == KARNE_GLUCOSE_MMOL_L
                                                     ? KARNE_GLUCOSE_FACTOR / 1000.0
                                                     : 1.0);
  else
    return FALSE;
  return TRUE;
}

/* Both as they were written, in one unit: exactly. */
static gboolean
compare_written (const char *number, const char *bound, int *order)
{
  KarneDecimal a, b;

  if (!karne_decimal_parse (number, &a) || !karne_decimal_parse (bound, &b))
    return FALSE;
  *order = karne_decimal_order (a, b);
  return TRUE;
}

gboolean
karne_measurement_compare (const KarneMeasurement *self,
                           const char *bound,
                           const char *unit,
                           int *order)
{
  const char *written_unit;
  const char *written = karne_measurement_get_written (self, &written_unit);
  KarneDecimal a, b;
  gboolean a_is_molar, b_is_molar;

  if (written_unit != NULL && unit != NULL && g_ascii_strcasecmp (written_unit, unit) == 0)
    return compare_written (written, bound, order);
  if (!to_common (written, written_unit, &a, &a_is_molar) ||
      !to_common (bound, unit, &b, &b_is_molar))
    return g_strcmp0 (self->unit, unit) == 0 && compare_written (self->value, bound, order);
  if (a_is_molar != b_is_molar)
    {
      a = karne_decimal_round (a, 0);
      b = karne_decimal_round (b, 0);
    }
  *order = karne_decimal_order (a, b);
  return TRUE;
}
