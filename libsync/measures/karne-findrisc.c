/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-findrisc.h"

#include <math.h>

/* FINDRISC, official form (Lindström and Tuomilehto 2003): points by answer. Fruit and vegetables
 * are 1 point, as in the original. */

#define ADULT 18

static int
count_age (int age)
{
  return age < 45 ? 0 : age < 55 ? 2 : age < 65 ? 3 : 4;
}

static int
count_bmi (double bmi)
{
  return bmi < 25 ? 0 : bmi <= 30 ? 1 : 3;
}

static int
count_waist (double waist, KarneRiskSex sex)
{
  double from = sex == KARNE_RISK_SEX_MALE ? 94 : 80;
  double beyond = sex == KARNE_RISK_SEX_MALE ? 102 : 88;

  return waist < from ? 0 : waist <= beyond ? 3 : 4;
}

/* The closest relative counts, not the sum. */
static int
count_family (KarneRiskFamily family)
{
  return family == KARNE_RISK_FAMILY_CLOSE ? 5 : family == KARNE_RISK_FAMILY_DISTANT ? 3 : 0;
}

static int
count_habits (const KarneFindriscAnswers *answers)
{
  return (answers->active == KARNE_RISK_ANSWER_NO ? 2 : 0) +
         (answers->greens == KARNE_RISK_ANSWER_NO ? 1 : 0) +
         (answers->pressure_medicine == KARNE_RISK_ANSWER_YES ? 2 : 0) +
         (answers->high_glucose == KARNE_RISK_ANSWER_YES ? 5 : 0);
}

static gboolean
is_whole (const KarneFindriscAnswers *answers)
{
  return answers->sex != KARNE_RISK_SEX_MISSING && answers->age >= 0 && answers->bmi > 0 &&
         isfinite (answers->bmi) && answers->waist > 0 && isfinite (answers->waist) &&
         answers->active != KARNE_RISK_ANSWER_MISSING &&
         answers->greens != KARNE_RISK_ANSWER_MISSING &&
         answers->pressure_medicine != KARNE_RISK_ANSWER_MISSING &&
         answers->high_glucose != KARNE_RISK_ANSWER_MISSING &&
         answers->family != KARNE_RISK_FAMILY_MISSING &&
         answers->diabetes != KARNE_RISK_ANSWER_MISSING &&
         (answers->sex == KARNE_RISK_SEX_MALE || answers->pregnant != KARNE_RISK_ANSWER_MISSING);
}

static KarneFindriscOutcome
find_band (int score)
{
  return score < 7     ? KARNE_FINDRISC_LOW
         : score < 12  ? KARNE_FINDRISC_SLIGHTLY_RAISED
         : score < 15  ? KARNE_FINDRISC_MODERATE
         : score <= 20 ? KARNE_FINDRISC_HIGH
                       : KARNE_FINDRISC_VERY_HIGH;
}

/**
 * karne_findrisc_compute:
 * @answers: what was answered
 * @score: (out) (optional): 0 to 26; -1 where there is none
 *
 * The risk of type 2 diabetes within 10 years ([const@FINDRISC_SOURCE]). A missing answer gives no
 * score, not a low one; there is none for who has diabetes, is under 18 or pregnant. It is no
 * diagnosis, and [func@FindriscOutcome.to_words] says so.
 *
 * Returns: the band of the score, or why there is none
 */
KarneFindriscOutcome
karne_findrisc_compute (const KarneFindriscAnswers *answers, int *score)
{
  int sum;

  if (score != NULL)
    *score = -1;
  if (answers->diabetes == KARNE_RISK_ANSWER_YES)
    return KARNE_FINDRISC_HAS_DIABETES;
  if (answers->age >= 0 && answers->age < ADULT)
    return KARNE_FINDRISC_UNDER_AGE;
  if (answers->pregnant == KARNE_RISK_ANSWER_YES)
    return KARNE_FINDRISC_PREGNANT;
  if (!is_whole (answers))
    return KARNE_FINDRISC_MISSING;
  sum = count_age (answers->age) + count_bmi (answers->bmi) +
        count_waist (answers->waist, answers->sex) + count_habits (answers) +
        count_family (answers->family);
  if (score != NULL)
    *score = sum;
  return find_band (sum);
}
