/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-measures-private.h"

G_DEFINE_BOXED_TYPE (KarneMeasureTarget,
                     karne_measure_target,
                     karne_measure_target_copy,
                     karne_measure_target_free)

/**
 * karne_measure_target_copy:
 * @self: a target
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneMeasureTarget *
karne_measure_target_copy (const KarneMeasureTarget *self)
{
  KarneMeasureTarget *copy = g_new0 (KarneMeasureTarget, 1);

  copy->low = g_strdup (self->low);
  copy->high = g_strdup (self->high);
  copy->unit = g_strdup (self->unit);
  return copy;
}

/**
 * karne_measure_target_free:
 * @self: (nullable): a target
 *
 * Frees it.
 */
void
karne_measure_target_free (KarneMeasureTarget *self)
{
  if (self == NULL)
    return;
  g_free (self->low);
  g_free (self->high);
  g_free (self->unit);
  g_free (self);
}

static gboolean
has_target (const KarneMeasurement *measure)
{
  KarneDecimal number;

  return measure->target_unit != NULL && (karne_decimal_parse (measure->low, &number) ||
                                          karne_decimal_parse (measure->high, &number));
}

/**
 * karne_measure_target_find:
 * @measures: (element-type KarneSync.Measurement): measures of one kind
 *
 * The person's own target: that of the newest measure with which the record gives one. Where it
 * gives none there is none: what is usual for others is no target of this person.
 *
 * Returns: (transfer full) (nullable): the target
 */
KarneMeasureTarget *
karne_measure_target_find (GPtrArray *measures)
{
  const KarneMeasurement *newest = NULL;

  for (guint i = 0; i < measures->len; i++)
    {
      const KarneMeasurement *measure = measures->pdata[i];

      if (has_target (measure) && (newest == NULL || measure->at > newest->at))
        newest = measure;
    }
  if (newest == NULL)
    return NULL;
  return karne_measure_target_copy (
      &(KarneMeasureTarget){ newest->low, newest->high, newest->target_unit });
}

static void
count_one (const KarneMeasureTarget *self,
           const KarneMeasurement *measure,
           KarneMeasureCounts *counts)
{
  int to_low = 0;
  int to_high = 0;

  if (!karne_measurement_is_valid (measure) ||
      (self->low != NULL && !karne_measurement_compare (measure, self->low, self->unit, &to_low)) ||
      (self->high != NULL &&
       !karne_measurement_compare (measure, self->high, self->unit, &to_high)))
    counts->unclear++;
  else if (to_low < 0)
    counts->below++;
  else if (to_high > 0)
    counts->above++;
  else
    counts->in++;
}

/**
 * karne_measure_target_count:
 * @self: the person's own target
 * @measures: (element-type KarneSync.Measurement): measures
 * @counts: (out caller-allocates): how many are where
 *
 * How many measures are below, in and above the target. Some readings a day say nothing about how
 * much of the time: there are no percentages. What was withdrawn is not counted.
 */
void
karne_measure_target_count (const KarneMeasureTarget *self,
                            GPtrArray *measures,
                            KarneMeasureCounts *counts)
{
  *counts = (KarneMeasureCounts){ 0 };
  for (guint i = 0; i < measures->len; i++)
    {
      const KarneMeasurement *measure = measures->pdata[i];

      if (g_strcmp0 (measure->status, "entered-in-error") == 0)
        continue;
      count_one (self, measure, counts);
      if (karne_measurement_is_unlikely (measure))
        counts->unlikely++;
    }
}
