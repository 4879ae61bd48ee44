/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A pregnancy and a childhood as a whole: what was done, what is over, what is to come. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "prevention/karne-course.h"
#include "prevention/karne-history-private.h"

#define PERIOD "2026-06-11"
/* 24 SA. */
#define TODAY "2026-11-26"

typedef struct
{
  KarneRules *rules;
  KarneHistory *history;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->rules = karne_rules_new (NULL, &error);
  g_assert_no_error (error);
  self->history = karne_history_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->history);
  g_clear_object (&self->rules);
}

static KarneDay
day_of (const char *text)
{
  KarneDay day = KARNE_DAY_NONE;

  g_assert_true (karne_day_parse (text, &day));
  return day;
}

static void
set_person (Fixture *self, const char *born)
{
  KarneTrace trace = { .kind = "Patient", .id = "p" };

  karne_history_set_person (self->history, born, KARNE_SEX_FEMALE, KARNE_TERRITORY_FRANCE, &trace);
}

static void
add_act (Fixture *self, const char *thing, const char *date)
{
  KarneAct act = { .trace = { 0, "Procedure", date, date, thing } };

  karne_things_add (&act.things, karne_rules_find (self->rules, "thing", thing));
  act.dated = karne_days_parse (date, 0, &act.when);
  karne_history_add_act (self->history, self->rules, &act);
}

static void
add_pregnancy (Fixture *self, const char *other, const char *end, KarneOutcome outcome)
{
  KarnePregnancy pregnancy = { .start = day_of (PERIOD),
                               .end = end != NULL ? day_of (end) : KARNE_DAY_NEVER,
                               .outcome = outcome,
                               .trace = { 0, "Observation", "o", PERIOD, "Last period" } };

  set_person (self, "1995-01-01");
  if (other != NULL)
    pregnancy.other.first = pregnancy.other.last = day_of (other);
  karne_history_add_pregnancy (self->history, &pregnancy);
}

static KarneCourse *
lay_out (Fixture *self, KarneCourseKind kind, const char *on)
{
  karne_history_seal (self->history);
  return kind == KARNE_COURSE_PREGNANCY
             ? karne_rules_lay_out_pregnancy (self->rules, self->history, on)
             : karne_rules_lay_out_childhood (self->rules, self->history, on);
}

/* number: which one of its rule, from 0. */
static KarneStep *
find (const KarneCourse *course, const char *rule, guint number)
{
  for (guint i = 0; i < course->steps->len; i++)
    {
      KarneStep *step = course->steps->pdata[i];

      if (g_str_equal (step->due->rule, rule) && number-- == 0)
        return step;
    }
  return NULL;
}

static void
assert_step (const KarneCourse *course,
             const char *rule,
             guint number,
             KarneStepState state,
             const char *from,
             const char *to)
{
  const KarneStep *step = find (course, rule, number);

  g_assert_nonnull (step);
  g_assert_cmpint (step->state, ==, state);
  g_assert_cmpstr (step->due->from, ==, from);
  g_assert_cmpstr (step->due->to, ==, to);
}

/* What is over stays, with what was found of it; each month of it stands for itself. */
static void
test_pregnancy (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneCourse) course = NULL;
  const KarneStep *step;

  add_pregnancy (self, NULL, NULL, KARNE_OUTCOME_NONE);
  add_act (self, "prenatal-exam", "2026-08-06");
  add_act (self, "prenatal-exam", "2026-10-02");
  add_act (self, "ultrasound-1", "2026-09-10");
  course = lay_out (self, KARNE_COURSE_PREGNANCY, TODAY);
  g_assert_nonnull (course);
  g_assert_cmpstr (course->start, ==, PERIOD);
  g_assert_cmpstr (course->end, ==, "2027-03-25");
  g_assert_cmpint (course->days, ==, 24 * 7);
  g_assert_cmpint (course->length, ==, 41 * 7);
  g_assert_cmpint (course->unsure_days, ==, 0);

  assert_step (course, "preg-exam-first", 0, KARNE_STEP_DONE, PERIOD, "2026-09-16");
  assert_step (course, "preg-ultrasound-1", 0, KARNE_STEP_DONE, "2026-08-27", "2026-09-16");
  step = find (course, "preg-ultrasound-1", 0);
  g_assert_cmpint (step->from, ==, 11 * 7);
  g_assert_cmpint (step->to, ==, 13 * 7 + 6);
  assert_step (course, "preg-ultrasound-2", 0, KARNE_STEP_TO_DO, "2026-10-29", "2026-12-09");
  assert_step (course, "preg-ultrasound-3", 0, KARNE_STEP_COMING, "2027-01-07", "2027-02-17");
  assert_step (course, "preg-exam-monthly", 0, KARNE_STEP_DONE, "2026-09-25", "2026-10-24");
  assert_step (course, "preg-exam-monthly", 1, KARNE_STEP_NOT_FOUND, "2026-10-25", "2026-11-24");
  assert_step (course, "preg-exam-monthly", 2, KARNE_STEP_TO_DO, "2026-11-25", "2026-12-24");
  assert_step (course, "preg-exam-monthly", 5, KARNE_STEP_COMING, "2027-02-25", "2027-03-25");
  g_assert_null (find (course, "preg-exam-monthly", 6));
  g_assert_cmpuint (find (course, "preg-exam-monthly", 1)->due->dose, ==, 2);
  g_assert_cmpuint (find (course, "preg-exam-monthly", 1)->due->doses, ==, 6);
  assert_step (course, "preg-bilan", 0, KARNE_STEP_NOT_FOUND, PERIOD, "2026-11-25");
  assert_step (course, "vacc-pertussis-pregnancy", 0, KARNE_STEP_TO_DO, "2026-10-29", "2027-02-24");
  g_assert_cmpint (find (course, "preg-full-cover", 0)->state, ==, KARNE_STEP_RIGHT);
  g_assert_cmpint (find (course, "vacc-flu", 0)->state, ==, KARNE_STEP_UNKNOWN_DATES);
  g_assert_cmpint (find (course, "vacc-flu", 0)->from, ==, -1);
  /* Nothing of after the birth, nor of any other age. */
  g_assert_null (find (course, "postnatal-exam", 0));
  g_assert_null (find (course, "vacc-booster-25y", 0));
  for (guint i = 1; i < course->steps->len; i++)
    {
      const KarneStep *before = course->steps->pdata[i - 1];

      step = course->steps->pdata[i];
      g_assert_true (step->from < 0 || (before->from >= 0 && before->from <= step->from));
    }
}

/* What was had in its time is still there at the end; what nobody found is not said to be missed.
 */
static void
test_pregnancy_late (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneCourse) course = NULL;

  add_pregnancy (self, NULL, NULL, KARNE_OUTCOME_NONE);
  add_act (self, "pertussis", "2026-12-01");
  add_act (self, "rsv", "2027-01-25");
  course = lay_out (self, KARNE_COURSE_PREGNANCY, "2027-03-10");
  assert_step (course, "vacc-pertussis-pregnancy", 0, KARNE_STEP_DONE, "2026-10-29", "2027-02-24");
  assert_step (course, "vacc-rsv-pregnancy", 0, KARNE_STEP_DONE, "2027-01-21", "2027-02-24");
  assert_step (course, "preg-ultrasound-3", 0, KARNE_STEP_NOT_FOUND, "2027-01-07", "2027-02-17");
  g_assert_cmpint (find (course, "preg-ultrasound-3", 0)->due->flags & KARNE_DUE_UNKNOWN, !=, 0);
}

/* One examination of which only the month is known is one. */
static void
test_pregnancy_once (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneCourse) course = NULL;

  add_pregnancy (self, NULL, NULL, KARNE_OUTCOME_NONE);
  add_act (self, "prenatal-exam", "2026-10");
  course = lay_out (self, KARNE_COURSE_PREGNANCY, TODAY);
  g_assert_cmpint (find (course, "preg-exam-monthly", 0)->state, ==, KARNE_STEP_DONE);
  g_assert_cmpint (find (course, "preg-exam-monthly", 1)->state, ==, KARNE_STEP_NOT_FOUND);
}

static const struct
{
  const char *name;
  const char *end;
  KarneOutcome outcome;
  const char *on;
  gboolean is_there;
} ends[] = {
  { "eve-of-a-loss", "2026-11-26", KARNE_OUTCOME_LOST, "2026-11-25", TRUE },
  { "loss", "2026-11-26", KARNE_OUTCOME_LOST, "2026-11-26", FALSE },
  { "after-a-loss", "2026-11-26", KARNE_OUTCOME_LOST, "2026-12-26", FALSE },
  { "birth", "2027-03-20", KARNE_OUTCOME_BORN, "2027-03-20", FALSE },
  { "over", "2026-11-01", KARNE_OUTCOME_OVER, "2026-11-26", FALSE },
  { "before", NULL, KARNE_OUTCOME_NONE, "2026-06-10", FALSE },
  { "first-day", NULL, KARNE_OUTCOME_NONE, PERIOD, TRUE },
  { "past-the-term", NULL, KARNE_OUTCOME_NONE, "2027-04-01", TRUE },
  { "too-long", NULL, KARNE_OUTCOME_NONE, "2027-04-16", FALSE },
  { "no-day", NULL, KARNE_OUTCOME_NONE, "2027-04-31", FALSE },
};

/* With a pregnancy ends all of its course, at once. */
static void
test_end (Fixture *self, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (KarneCourse) course = NULL;

  add_pregnancy (self, NULL, ends[i].end, ends[i].outcome);
  add_act (self, "prenatal-exam", "2026-08-06");
  course = lay_out (self, KARNE_COURSE_PREGNANCY, ends[i].on);
  g_assert_cmpint (course != NULL, ==, ends[i].is_there);
}

static const struct
{
  const char *other;
  int days;
} others[] = { { PERIOD, 0 }, { "2026-06-12", 0 }, { "2026-06-13", 2 }, { "2026-06-01", 10 } };

/* Dates that contradict each other are said to. */
static void
test_unsure (Fixture *self, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (KarneCourse) course = NULL;
  g_autofree char *words = NULL;

  add_pregnancy (self, others[i].other, NULL, KARNE_OUTCOME_NONE);
  course = lay_out (self, KARNE_COURSE_PREGNANCY, TODAY);
  g_assert_cmpint (course->unsure_days, ==, others[i].days);
  words = karne_course_unsure_to_words (course);
  g_assert_cmpint (words != NULL, ==, others[i].days > 0);
  if (words != NULL)
    g_assert_nonnull (strstr (words, "Last period"));
}

/* What the person says goes to the step of which the list speaks, and to no other one. */
static void
test_join (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneCourse) course = NULL;
  g_autoptr (GPtrArray) dues = NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  add_pregnancy (self, NULL, NULL, KARNE_OUTCOME_NONE);
  add_act (self, "ultrasound-2", "2026-11-12");
  course = lay_out (self, KARNE_COURSE_PREGNANCY, TODAY);
  dues = karne_rules_evaluate (self->rules, self->history, TODAY);
  for (guint i = 0; i < dues->len; i++)
    {
      KarneItem act = { .date = (char *) "2026-12-03" };
      KarneDueEntry entry = { .due = dues->pdata[i], .own = KARNE_OWN_PLANNED, .act = &act };

      g_ptr_array_set_size (entries, 0);
      g_ptr_array_add (entries, &entry);
      karne_course_join (course, entries);
    }
  for (guint i = 0; i < 6; i++)
    {
      const KarneStep *step = find (course, "preg-exam-monthly", i);

      g_assert_cmpint (step->is_current, ==, i == 2);
      g_assert_cmpint (step->own, ==, i == 2 ? KARNE_OWN_PLANNED : KARNE_OWN_NONE);
      g_assert_cmpstr (step->own_date, ==, i == 2 ? "2026-12-03" : NULL);
    }
  g_assert_true (find (course, "preg-ultrasound-2", 0)->is_current);
  g_assert_cmpint (find (course, "preg-ultrasound-2", 0)->own, ==, KARNE_OWN_NONE);
  g_assert_cmpstr (karne_step_state_to_words (find (course, "preg-exam-monthly", 2)), ==,
                   "Planned");
  g_assert_cmpstr (karne_step_state_to_words (find (course, "preg-exam-monthly", 1)), ==,
                   "Not found in the record");
}

/* Children */

static void
test_childhood (Fixture *self, gconstpointer data)
{
  static const KarneStepState states[20] = {
    KARNE_STEP_DONE,      KARNE_STEP_NOT_FOUND, KARNE_STEP_NOT_FOUND, KARNE_STEP_NOT_FOUND,
    KARNE_STEP_NOT_FOUND, KARNE_STEP_NOT_FOUND, KARNE_STEP_DONE,      KARNE_STEP_LATE,
  };
  g_autoptr (KarneCourse) course = NULL;

  set_person (self, "2025-01-20");
  add_act (self, "child-exam-01", "2025-01-21");
  /* Late, without a number. */
  add_act (self, "child-exam", "2025-08-10");
  course = lay_out (self, KARNE_COURSE_CHILDHOOD, "2025-11-01");
  g_assert_cmpstr (course->end, ==, "2043-01-19");
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *rule = g_strdup_printf ("child-exam-%02u", i + 1);
      const KarneStep *step = find (course, rule, 0);

      g_assert_nonnull (step);
      g_assert_cmpint (step->state, ==, i < 8 ? states[i] : KARNE_STEP_COMING);
    }
  assert_step (course, "child-exam-07", 0, KARNE_STEP_DONE, "2025-06-20", "2025-07-19");
  assert_step (course, "child-exam-20", 0, KARNE_STEP_COMING, "2040-01-20", "2042-01-19");
  /* Of what comes each year, the next one alone. */
  assert_step (course, "dental-yearly", 0, KARNE_STEP_COMING, "2028-01-20", "2029-01-19");
  g_assert_null (find (course, "dental-yearly", 1));
  g_assert_null (find (course, "vacc-hexavalent", 0));
  g_assert_cmpuint (course->steps->len, ==, 21);
}

static void
test_teeth (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneCourse) course = NULL;

  set_person (self, "2014-03-10");
  add_act (self, "dental-exam", "2024-05-02");
  course = lay_out (self, KARNE_COURSE_CHILDHOOD, TODAY);
  assert_step (course, "dental-yearly", 0, KARNE_STEP_DONE, "2024-03-10", "2025-03-09");
  assert_step (course, "dental-yearly", 1, KARNE_STEP_TO_DO, "2026-03-10", "2027-03-09");
  assert_step (course, "dental-yearly", 2, KARNE_STEP_COMING, "2027-03-10", "2028-03-09");
  g_assert_null (find (course, "dental-yearly", 3));
}

static const struct
{
  const char *born;
  const char *on;
  gboolean is_there;
} ages[] = {
  { "2008-11-27", TODAY, TRUE },  { "2008-11-26", TODAY, FALSE }, { "2026-11-26", TODAY, TRUE },
  { "2026-11-27", TODAY, FALSE }, { "2008-11", TODAY, TRUE },     { "2008-10", TODAY, FALSE },
  { NULL, TODAY, FALSE },         { "1974-01-01", TODAY, FALSE },
};

static void
test_age (Fixture *self, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (KarneCourse) course = NULL;

  if (ages[i].born != NULL)
    set_person (self, ages[i].born);
  course = lay_out (self, KARNE_COURSE_CHILDHOOD, ages[i].on);
  g_assert_cmpint (course != NULL, ==, ages[i].is_there);
}

/* Words */

static void
test_words (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneCourse) course = NULL;
  g_autofree char *weeks = karne_weeks_to_words (168);
  g_autofree char *days = karne_weeks_to_words (97);
  g_autofree char *said = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *after_birth = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *done = NULL;
  g_autofree char *counts = NULL;
  g_autofree char *now = NULL;

  g_assert_cmpstr (weeks, ==, "24 SA");
  g_assert_cmpstr (days, ==, "13 SA + 6 days");
  add_pregnancy (self, NULL, NULL, KARNE_OUTCOME_NONE);
  add_act (self, "ultrasound-1", "2026-09-10");
  course = lay_out (self, KARNE_COURSE_PREGNANCY, TODAY);
  said = karne_step_weeks_to_words (course, find (course, "preg-ultrasound-1", 0));
  g_assert_cmpstr (said, ==, "From 11 SA to 13 SA + 6 days");
  rest = karne_step_to_words (course, find (course, "preg-ultrasound-1", 0));
  g_assert_true (g_str_has_prefix (rest, "First ultrasound scan · Done · From 11 SA"));
  after_birth = karne_step_weeks_to_words (course, find (course, "preg-oral", 0));
  g_assert_cmpstr (after_birth, ==, "From 15 SA + 1 day on");
  unknown = karne_step_weeks_to_words (course, find (course, "vacc-flu", 0));
  g_assert_null (unknown);
  done = karne_step_done_to_words (find (course, "preg-ultrasound-1", 0));
  g_assert_nonnull (strstr (done, "ultrasound-1"));
  counts = karne_course_to_words (course);
  g_assert_true (g_str_has_prefix (counts, "Done: 1 · To do: "));
  now = karne_course_next_to_words (course);
  g_assert_true (g_str_has_prefix (now, "To do now: "));
  g_assert_nonnull (strstr (now, "Second ultrasound scan"));
  g_assert_null (strstr (now, "Third ultrasound scan"));
}

/* Where nothing is to be done now, what comes next; at the end, nothing. */
static void
test_next (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneCourse) course = NULL;
  g_autoptr (KarneCourse) grown_up = NULL;
  g_autofree char *next = NULL;
  g_autofree char *nothing = NULL;

  set_person (self, "2009-01-20");
  add_act (self, "dental-exam", "2026-03-02");
  course = lay_out (self, KARNE_COURSE_CHILDHOOD, "2026-11-26");
  next = karne_course_next_to_words (course);
  g_assert_cmpstr (
      next, ==, "Next: Dental examination of the year · From 20 January 2027 to 19 January 2028");
  grown_up = karne_rules_lay_out_childhood (self->rules, self->history, "2027-01-19");
  g_ptr_array_set_size (grown_up->steps, 0);
  nothing = karne_course_next_to_words (grown_up);
  g_assert_null (nothing);
}

#define ADD(name, data, function)                                                                  \
  g_test_add ("/course/" name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  ADD ("pregnancy", NULL, test_pregnancy);
  ADD ("pregnancy-late", NULL, test_pregnancy_late);
  ADD ("pregnancy-once", NULL, test_pregnancy_once);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/course/end/", ends[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_end, tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_strconcat ("/course/unsure/", others[i].other, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_unsure, tear_down);
    }
  ADD ("join", NULL, test_join);
  ADD ("childhood", NULL, test_childhood);
  ADD ("teeth", NULL, test_teeth);
  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/course/age/%u", i);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_age, tear_down);
    }
  ADD ("words", NULL, test_words);
  ADD ("next", NULL, test_next);

  return g_test_run ();
}
