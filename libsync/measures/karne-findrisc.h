/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-macros.h"

G_BEGIN_DECLS

/**
 * KarneRiskSex:
 * @KARNE_RISK_SEX_MISSING: not answered
 * @KARNE_RISK_SEX_FEMALE: female
 * @KARNE_RISK_SEX_MALE: male
 *
 * By which waists are compared.
 */
typedef enum
{
  KARNE_RISK_SEX_MISSING,
  KARNE_RISK_SEX_FEMALE,
  KARNE_RISK_SEX_MALE,
} KarneRiskSex;

/**
 * KarneRiskAnswer:
 * @KARNE_RISK_ANSWER_MISSING: not answered
 * @KARNE_RISK_ANSWER_NO: no
 * @KARNE_RISK_ANSWER_YES: yes
 *
 * The answer to a question that is a yes or a no.
 */
typedef enum
{
  KARNE_RISK_ANSWER_MISSING,
  KARNE_RISK_ANSWER_NO,
  KARNE_RISK_ANSWER_YES,
} KarneRiskAnswer;

/**
 * KarneRiskFamily:
 * @KARNE_RISK_FAMILY_MISSING: not answered
 * @KARNE_RISK_FAMILY_NONE: nobody has diabetes
 * @KARNE_RISK_FAMILY_DISTANT: a grandparent, uncle, aunt or first cousin has
 * @KARNE_RISK_FAMILY_CLOSE: a parent, brother, sister or child has, whoever else
 *
 * Who in the family has diabetes.
 */
typedef enum
{
  KARNE_RISK_FAMILY_MISSING,
  KARNE_RISK_FAMILY_NONE,
  KARNE_RISK_FAMILY_DISTANT,
  KARNE_RISK_FAMILY_CLOSE,
} KarneRiskFamily;

/**
 * KarneFindriscAnswers:
 * @sex: sex
 * @age: in whole years; negative: not answered
 * @bmi: body mass index in kg/m²; 0 or less: not answered
 * @waist: in cm; 0 or less: not answered
 * @active: at least 30 minutes of physical activity a day
 * @greens: vegetables or fruit every day
 * @pressure_medicine: medicine against high blood pressure
 * @high_glucose: a high glucose was found, ever
 * @family: who in the family has diabetes
 * @diabetes: the person has diabetes
 * @pregnant: the person is pregnant; asked of nobody who is male
 *
 * What FINDRISC asks. All zero but the age, which is -1, is: nothing was answered.
 */
typedef struct
{
  KarneRiskSex sex;
  int age;
  double bmi;
  double waist;
  KarneRiskAnswer active;
  KarneRiskAnswer greens;
  KarneRiskAnswer pressure_medicine;
  KarneRiskAnswer high_glucose;
  KarneRiskFamily family;
  KarneRiskAnswer diabetes;
  KarneRiskAnswer pregnant;
} KarneFindriscAnswers;

/**
 * KarneFindriscOutcome:
 * @KARNE_FINDRISC_MISSING: an answer is missing: there is no score
 * @KARNE_FINDRISC_HAS_DIABETES: it is not for who has diabetes
 * @KARNE_FINDRISC_UNDER_AGE: it is not for who is under 18
 * @KARNE_FINDRISC_PREGNANT: it is not for who is pregnant
 * @KARNE_FINDRISC_LOW: less than 7: about 1 in 100
 * @KARNE_FINDRISC_SLIGHTLY_RAISED: 7 to 11: about 1 in 25
 * @KARNE_FINDRISC_MODERATE: 12 to 14: about 1 in 6
 * @KARNE_FINDRISC_HIGH: 15 to 20: about 1 in 3
 * @KARNE_FINDRISC_VERY_HIGH: more than 20: about 1 in 2
 *
 * What the answers come to: how many people with this score get type 2 diabetes within 10 years.
 */
typedef enum
{
  KARNE_FINDRISC_MISSING,
  KARNE_FINDRISC_HAS_DIABETES,
  KARNE_FINDRISC_UNDER_AGE,
  KARNE_FINDRISC_PREGNANT,
  KARNE_FINDRISC_LOW,
  KARNE_FINDRISC_SLIGHTLY_RAISED,
  KARNE_FINDRISC_MODERATE,
  KARNE_FINDRISC_HIGH,
  KARNE_FINDRISC_VERY_HIGH,
} KarneFindriscOutcome;

/**
 * KARNE_FINDRISC_SOURCE:
 *
 * Where the score comes from.
 */
#define KARNE_FINDRISC_SOURCE "Lindström, Tuomilehto, Diabetes Care 2003; 26: 725–731"

KARNE_API
KarneFindriscOutcome karne_findrisc_compute (const KarneFindriscAnswers *answers, int *score);

G_END_DECLS
