/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-measures-private.h"

/* HbA1c: IFCC mmol/mol = (NGSP % − 2.15) × 10.929. */
#define NGSP_OFFSET 2150 /* thousandths */
#define IFCC_FACTOR 10929
#define IFCC_DIGITS 3

/* People are neither taller nor smaller than that, in millimetres. */
#define LOWEST_HEIGHT 250
#define HIGHEST_HEIGHT 2750

/* In whole thousandths. */
static gboolean
parse_thousandths (const char *text, gint64 *thousandths)
{
  KarneDecimal value;

  if (!karne_decimal_parse (text, &value) || !karne_decimal_multiply (&value, 1000, 0))
    return FALSE;
  *thousandths = karne_decimal_round (value, 0).digits;
  return TRUE;
}

/**
 * karne_hba1c_to_ifcc:
 * @percent: HbA1c in % (NGSP)
 *
 * The same in mmol/mol (IFCC), a whole number as laboratories give it: (NGSP − 2.15) × 10.929.
 *
 * Returns: (transfer full) (nullable): the number; `NULL` where it is none, or less than nothing
 */
char *
karne_hba1c_to_ifcc (const char *percent)
{
  gint64 thousandths;
  KarneDecimal value;

  if (!parse_thousandths (percent, &thousandths) || thousandths < NGSP_OFFSET)
    return NULL;
  value = (KarneDecimal){ thousandths - NGSP_OFFSET, 3 };
  if (!karne_decimal_multiply (&value, IFCC_FACTOR, IFCC_DIGITS))
    return NULL;
  return karne_decimal_to_text (karne_decimal_round (value, 0));
}

/**
 * karne_hba1c_from_ifcc:
 * @mmol_mol: HbA1c in mmol/mol (IFCC)
 *
 * The same in % (NGSP), with one place: IFCC / 10.929 + 2.15.
 *
 * Returns: (transfer full) (nullable): the number; `NULL` where it is none, or less than nothing
 */
char *
karne_hba1c_from_ifcc (const char *mmol_mol)
{
  KarneDecimal value;

  if (!karne_decimal_parse (mmol_mol, &value) || value.digits < 0 ||
      !karne_decimal_divide (&value, IFCC_FACTOR, IFCC_DIGITS, 3))
    return NULL;
  value.digits += NGSP_OFFSET;
  return karne_decimal_to_text (karne_decimal_round (value, 1));
}

/**
 * karne_bmi_compute:
 * @weight: in kg
 * @height: in cm
 *
 * The body mass index: weight / height², in kg/m², with one place. What it means for a child
 * depends on the age, and is not said here.
 *
 * Returns: (transfer full) (nullable): the number; `NULL` where one of them is no measure of a
 *   person
 */
char *
karne_bmi_compute (const char *weight, const char *height)
{
  gint64 grams, thousandths, millimetres;
  KarneDecimal value;

  if (!parse_thousandths (weight, &grams) || !parse_thousandths (height, &thousandths))
    return NULL;
  millimetres = thousandths / 100;
  if (grams <= 0 || millimetres < LOWEST_HEIGHT || millimetres > HIGHEST_HEIGHT)
    return NULL;
  /* g × 1000 / mm² is kg/m². */
  value = (KarneDecimal){ grams * 1000, 0 };
  if (!karne_decimal_divide (&value, millimetres * millimetres, 0, 1))
    return NULL;
  return karne_decimal_to_text (value);
}
