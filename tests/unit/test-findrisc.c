/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-findrisc.h"

#include <math.h>
#include <string.h>

/* FINDRISC by its official form: each answer at its edges, the bands at theirs. */

#define NO KARNE_RISK_ANSWER_NO
#define YES KARNE_RISK_ANSWER_YES

/* Nothing of it gives a point. */
static KarneFindriscAnswers
make_answers (void)
{
  return (KarneFindriscAnswers){ .sex = KARNE_RISK_SEX_FEMALE,
                                 .age = 30,
                                 .bmi = 22,
                                 .waist = 70,
                                 .active = YES,
                                 .greens = YES,
                                 .pressure_medicine = NO,
                                 .high_glucose = NO,
                                 .family = KARNE_RISK_FAMILY_NONE,
                                 .diabetes = NO,
                                 .pregnant = NO };
}

static int
score_of (const KarneFindriscAnswers *answers)
{
  int score;

  karne_findrisc_compute (answers, &score);
  return score;
}

static void
test_points (void)
{
  static const struct
  {
    const char *what;
    double value;
    int points;
  } cases[] = {
    { "age", 18, 0 },      { "age", 44, 0 },       { "age", 45, 2 },     { "age", 54, 2 },
    { "age", 55, 3 },      { "age", 64, 3 },       { "age", 65, 4 },     { "age", 99, 4 },
    { "bmi", 24.9, 0 },    { "bmi", 25, 1 },       { "bmi", 30, 1 },     { "bmi", 30.1, 3 },
    { "man", 93.9, 0 },    { "man", 94, 3 },       { "man", 102, 3 },    { "man", 102.1, 4 },
    { "woman", 79.9, 0 },  { "woman", 80, 3 },     { "woman", 88, 3 },   { "woman", 88.1, 4 },
    { "active", YES, 0 },  { "active", NO, 2 },    { "greens", YES, 0 }, { "greens", NO, 1 },
    { "medicine", NO, 0 }, { "medicine", YES, 2 }, { "glucose", NO, 0 }, { "glucose", YES, 5 },
    { "family", 1, 0 },    { "family", 2, 3 },     { "family", 3, 5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KarneFindriscAnswers answers = make_answers ();
      const char *what = cases[i].what;

      g_test_message ("%s %g", what, cases[i].value);
      if (g_str_equal (what, "age"))
        answers.age = (int) cases[i].value;
      else if (g_str_equal (what, "bmi"))
        answers.bmi = cases[i].value;
      else if (g_str_equal (what, "man") || g_str_equal (what, "woman"))
        answers.waist = cases[i].value;
      else if (g_str_equal (what, "active"))
        answers.active = (KarneRiskAnswer) cases[i].value;
      else if (g_str_equal (what, "greens"))
        answers.greens = (KarneRiskAnswer) cases[i].value;
      else if (g_str_equal (what, "medicine"))
        answers.pressure_medicine = (KarneRiskAnswer) cases[i].value;
      else if (g_str_equal (what, "glucose"))
        answers.high_glucose = (KarneRiskAnswer) cases[i].value;
      else
        answers.family = (KarneRiskFamily) cases[i].value;
      if (g_str_equal (what, "man"))
        answers.sex = KARNE_RISK_SEX_MALE;
      g_assert_cmpint (score_of (&answers), ==, cases[i].points);
    }
}

/* Sums on both sides of each edge between two bands. */
static void
test_bands (void)
{
  static const struct
  {
    int age;
    double bmi;
    double waist;
    KarneRiskAnswer active, greens, medicine, glucose;
    KarneRiskFamily family;
    int score;
    KarneFindriscOutcome outcome;
  } cases[] = {
    { 30, 22, 70, YES, YES, NO, NO, KARNE_RISK_FAMILY_NONE, 0, KARNE_FINDRISC_LOW },
    { 65, 22, 70, NO, YES, NO, NO, KARNE_RISK_FAMILY_NONE, 6, KARNE_FINDRISC_LOW },
    { 65, 22, 70, NO, NO, NO, NO, KARNE_RISK_FAMILY_NONE, 7, KARNE_FINDRISC_SLIGHTLY_RAISED },
    { 65, 22, 70, NO, YES, NO, NO, KARNE_RISK_FAMILY_CLOSE, 11, KARNE_FINDRISC_SLIGHTLY_RAISED },
    { 65, 22, 70, NO, NO, NO, NO, KARNE_RISK_FAMILY_CLOSE, 12, KARNE_FINDRISC_MODERATE },
    { 65, 22, 70, NO, NO, YES, NO, KARNE_RISK_FAMILY_CLOSE, 14, KARNE_FINDRISC_MODERATE },
    { 65, 25, 70, NO, NO, YES, NO, KARNE_RISK_FAMILY_CLOSE, 15, KARNE_FINDRISC_HIGH },
    { 65, 25, 70, NO, NO, YES, YES, KARNE_RISK_FAMILY_CLOSE, 20, KARNE_FINDRISC_HIGH },
    { 65, 31, 70, NO, YES, YES, YES, KARNE_RISK_FAMILY_CLOSE, 21, KARNE_FINDRISC_VERY_HIGH },
    { 65, 31, 90, NO, NO, YES, YES, KARNE_RISK_FAMILY_CLOSE, 26, KARNE_FINDRISC_VERY_HIGH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KarneFindriscAnswers answers = make_answers ();
      int score;

      answers.age = cases[i].age;
      answers.bmi = cases[i].bmi;
      answers.waist = cases[i].waist;
      answers.active = cases[i].active;
      answers.greens = cases[i].greens;
      answers.pressure_medicine = cases[i].medicine;
      answers.high_glucose = cases[i].glucose;
      answers.family = cases[i].family;
      g_assert_cmpint (karne_findrisc_compute (&answers, &score), ==, cases[i].outcome);
      g_assert_cmpint (score, ==, cases[i].score);
    }
}

static void
assert_none (const KarneFindriscAnswers *answers, KarneFindriscOutcome outcome)
{
  int score;

  g_assert_cmpint (karne_findrisc_compute (answers, &score), ==, outcome);
  g_assert_cmpint (score, ==, -1);
}

/* Whichever is missing, there is no score. */
static void
test_missing (void)
{
  KarneFindriscAnswers all[10];

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    all[i] = make_answers ();
  all[0].sex = KARNE_RISK_SEX_MISSING;
  all[1].age = -1;
  all[2].bmi = 0;
  all[3].waist = 0;
  all[4].active = KARNE_RISK_ANSWER_MISSING;
  all[5].greens = KARNE_RISK_ANSWER_MISSING;
  all[6].pressure_medicine = KARNE_RISK_ANSWER_MISSING;
  all[7].high_glucose = KARNE_RISK_ANSWER_MISSING;
  all[8].family = KARNE_RISK_FAMILY_MISSING;
  all[9].diabetes = KARNE_RISK_ANSWER_MISSING;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    assert_none (&all[i], KARNE_FINDRISC_MISSING);
  all[0] = make_answers ();
  all[0].pregnant = KARNE_RISK_ANSWER_MISSING;
  assert_none (&all[0], KARNE_FINDRISC_MISSING);
  all[0].sex = KARNE_RISK_SEX_MALE;
  g_assert_cmpint (score_of (&all[0]), ==, 0);
  all[0].bmi = NAN;
  assert_none (&all[0], KARNE_FINDRISC_MISSING);
}

static void
test_not_for (void)
{
  KarneFindriscAnswers answers = make_answers ();

  answers.age = 17;
  assert_none (&answers, KARNE_FINDRISC_UNDER_AGE);
  answers.age = 18;
  g_assert_cmpint (score_of (&answers), ==, 0);
  answers.pregnant = YES;
  assert_none (&answers, KARNE_FINDRISC_PREGNANT);
  answers.diabetes = YES;
  answers.bmi = 0;
  assert_none (&answers, KARNE_FINDRISC_HAS_DIABETES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findrisc/points", test_points);
  g_test_add_func ("/findrisc/bands", test_bands);
  g_test_add_func ("/findrisc/missing", test_missing);
  g_test_add_func ("/findrisc/not-for", test_not_for);
  return g_test_run ();
}
