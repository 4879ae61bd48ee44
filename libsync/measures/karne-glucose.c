/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-measures-private.h"

/* Beyond these, in mg/dL, a slip of the pen is likelier than the value. */
#define LOWEST 20
#define HIGHEST 600

/**
 * karne_glucose_parse_unit:
 * @text: (nullable): as people or servers write it, in any case
 * @unit: (out): the unit
 *
 * Reads a unit of glucose.
 *
 * Returns: whether it is one
 */
gboolean
karne_glucose_parse_unit (const char *text, KarneGlucoseUnit *unit)
{
  static const struct
  {
    const char *text;
    KarneGlucoseUnit unit;
  } units[] = {
    { "mg/dl", KARNE_GLUCOSE_MG_DL },
    { "g/l", KARNE_GLUCOSE_G_L },
    { "mmol/l", KARNE_GLUCOSE_MMOL_L },
  };
  g_autofree char *plain = g_strstrip (g_ascii_strdown (text != NULL ? text : "", -1));

  *unit = KARNE_GLUCOSE_MG_DL;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (units[i].text, plain))
      {
        *unit = units[i].unit;
        return TRUE;
      }
  return FALSE;
}

/**
 * karne_glucose_unit_to_text:
 * @unit: a unit
 *
 * Its code in UCUM, which is also how people write it.
 *
 * Returns: its name
 */
const char *
karne_glucose_unit_to_text (KarneGlucoseUnit unit)
{
  switch (unit)
    {
    case KARNE_GLUCOSE_G_L:
      return "g/L";
    case KARNE_GLUCOSE_MMOL_L:
      return "mmol/L";
    case KARNE_GLUCOSE_MG_DL:
    default:
      return "mg/dL";
    }
}

gboolean
karne_glucose_to_mg_dl (const char *number, KarneGlucoseUnit unit, KarneDecimal *value)
{
  if (!karne_decimal_parse (number, value))
    return FALSE;
  *value = karne_decimal_round (*value, 9); /* room to multiply */
  switch (unit)
    {
    case KARNE_GLUCOSE_G_L:
      return karne_decimal_multiply (value, 100, 0);
    case KARNE_GLUCOSE_MMOL_L:
      return karne_decimal_multiply (value, KARNE_GLUCOSE_FACTOR, KARNE_GLUCOSE_FACTOR_DIGITS);
    case KARNE_GLUCOSE_MG_DL:
    default:
      return TRUE;
    }
}

/* 1.10 g/L has no more places in mg/dL than it says. */
static KarneDecimal
from_grams (KarneDecimal value)
{
  while (value.behind > 0 && value.digits % 10 == 0)
    value = (KarneDecimal){ value.digits / 10, value.behind - 1 };
  return value;
}

static char *
convert_to_mmol (KarneDecimal value)
{
  if (!karne_decimal_divide (&value, KARNE_GLUCOSE_FACTOR, KARNE_GLUCOSE_FACTOR_DIGITS, 2))
    return NULL;
  return karne_decimal_to_text (value);
}

/**
 * karne_glucose_convert:
 * @number: a number with a point, as the record has it
 * @from: its unit
 * @to: the unit that is wanted
 *
 * Says a glucose in another unit: between mg/dL and g/L exactly, to mmol/L with two places, from it
 * with a tenth of a mg/dL. What was written is to be kept beside it.
 *
 * Returns: (transfer full) (nullable): the number; `NULL` where it is none
 */
char *
karne_glucose_convert (const char *number, KarneGlucoseUnit from, KarneGlucoseUnit to)
{
  KarneDecimal value;

  if (from == to)
    return karne_decimal_parse (number, &value) ? g_strdup (number) : NULL;
  if (!karne_glucose_to_mg_dl (number, from, &value))
    return NULL;
  if (to == KARNE_GLUCOSE_MMOL_L)
    return convert_to_mmol (value);
  value = from == KARNE_GLUCOSE_MMOL_L ? karne_decimal_round (value, 1) : from_grams (value);
  if (to == KARNE_GLUCOSE_G_L)
    value.behind += 2;
  return karne_decimal_to_text (value);
}

/**
 * karne_glucose_is_plausible:
 * @number: a number with a point
 * @unit: its unit
 *
 * Whether it is a glucose that somebody may have had: from 20 to 600 mg/dL. Others are kept, and
 * shown as to be checked.
 *
 * Returns: whether it is
 */
gboolean
karne_glucose_is_plausible (const char *number, KarneGlucoseUnit unit)
{
  KarneDecimal value;

  return karne_glucose_to_mg_dl (number, unit, &value) &&
         karne_decimal_order (value, (KarneDecimal){ LOWEST, 0 }) >= 0 &&
         karne_decimal_order (value, (KarneDecimal){ HIGHEST, 0 }) <= 0;
}
