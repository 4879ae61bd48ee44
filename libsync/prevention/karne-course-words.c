/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#define KARNE_I18N_PREVENTION
#include "prevention/karne-course.h"
#include "words/karne-i18n.h"
#include "words/karne-voice-private.h"
#include "words/karne-words.h"

/* What a person reads of a course. What was not found is said to be that, never not done. */

static const char *
own_to_words (const KarneStep *self)
{
  return self->state != KARNE_STEP_DONE ? karne_own_act_to_words (self->own) : NULL;
}

/**
 * karne_step_state_to_words:
 * @self: a step
 *
 * Says how it stands: what the person says of it comes before what its dates say.
 *
 * Returns: the words
 */
const char *
karne_step_state_to_words (const KarneStep *self)
{
  g_return_val_if_fail (self != NULL, "");

  if (own_to_words (self) != NULL)
    return own_to_words (self);
  switch (self->state)
    {
    case KARNE_STEP_DONE:
      return C_ ("prevention", "Done");
    case KARNE_STEP_TO_DO:
      return C_ ("prevention", "To do now");
    case KARNE_STEP_LATE:
      /* Translators: of an examination of which the time is over, and that can still be had. */
      return C_ ("prevention", "Still possible");
    case KARNE_STEP_COMING:
      return C_ ("prevention", "Coming");
    case KARNE_STEP_NOT_FOUND:
      /* Translators: of an examination of which the time is over; it may well have been done. */
      return C_ ("prevention", "Not found in the record");
    case KARNE_STEP_UNKNOWN_DATES:
      return C_ ("prevention", "Dates of the campaign not known");
    case KARNE_STEP_RIGHT:
    default:
      return C_ ("prevention", "A right");
    }
}

/**
 * karne_weeks_to_words:
 * @days: days since the first day of the last period
 *
 * Says them in weeks (semaines d’aménorrhée, SA) and days, as a midwife does.
 *
 * Returns: (transfer full): the words, as “24 SA + 3 days”
 */
char *
karne_weeks_to_words (int days)
{
  int rest = days % 7;

  if (rest == 0)
    /* Translators: SA, “semaines d’aménorrhée”, are weeks since the last period. */
    return g_strdup_printf (_ ("%d SA"), days / 7);
  return g_strdup_printf (
      /* Translators: weeks since the last period and days, as in “24 SA + 3 days”. */
      ngettext ("%d SA + %d day", "%d SA + %d days", (gulong) rest), days / 7, rest);
}

/**
 * karne_step_weeks_to_words:
 * @course: a pregnancy
 * @self: a step of it
 *
 * Says its time in weeks. Past the expected birth weeks are not counted any more.
 *
 * Returns: (transfer full) (nullable): the words; `NULL` where it has no dates, and of a childhood
 */
char *
karne_step_weeks_to_words (const KarneCourse *course, const KarneStep *self)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  g_return_val_if_fail (course != NULL && self != NULL, NULL);

  if (course->kind != KARNE_COURSE_PREGNANCY || self->from < 0)
    return NULL;
  from = karne_weeks_to_words (self->from);
  if (self->to < 0 || self->to > course->length)
    /* Translators: weeks of a pregnancy, as in “From 24 SA + 3 days on”. */
    return g_strdup_printf (C_ ("weeks", "From %s on"), from);
  to = karne_weeks_to_words (self->to);
  /* Translators: weeks of a pregnancy, as in “From 11 SA to 13 SA + 6 days”. */
  return g_strdup_printf (C_ ("weeks", "From %s to %s"), from, to);
}

static char *
say_dates (gconstpointer data)
{
  const KarneDue *due = ((const KarneStep *) data)->due;
  g_autofree char *from = karne_date_to_words (due->from, KARNE_DATE_STYLE_DATE);
  g_autofree char *to = NULL;

  if (due->to == NULL)
    /* Translators: %s is a date, as in “From 3 March 2026 on”. */
    return g_strdup_printf (_ ("From %s on"), from);
  to = karne_date_to_words (due->to, KARNE_DATE_STYLE_DATE);
  return g_strdup_printf (_ ("From %s to %s"), from, to);
}

/**
 * karne_step_dates_to_words:
 * @self: a step
 *
 * Says its time in days of the calendar.
 *
 * Returns: (transfer full) (nullable): the words; `NULL` where it has no dates
 */
char *
karne_step_dates_to_words (const KarneStep *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->due->from != NULL ? karne_voice_say_short (say_dates, self) : NULL;
}

static char *
say_own (gconstpointer data)
{
  const KarneStep *self = data;
  g_autofree char *date =
      self->own_date != NULL ? karne_date_to_words (self->own_date, KARNE_DATE_STYLE_LONG) : NULL;

  if (date == NULL || own_to_words (self) == NULL)
    return NULL;
  /* Translators: what the person says of something to be done, and a date, as in “Planned: 3 March
   * 2026”. */
  return g_strdup_printf (_ ("%s: %s"), own_to_words (self), date);
}

static void
take_line (GString *text, char *line)
{
  if (line != NULL && *line != '\0')
    {
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }
  g_free (line);
}

/* What is done needs no dates that are to be confirmed. That nothing was found is its state. */
static KarneDueFlags
get_said_flags (const KarneStep *self)
{
  return self->state == KARNE_STEP_DONE ? KARNE_DUE_CHECK : KARNE_DUE_CHECK | KARNE_DUE_UNCONFIRMED;
}

/**
 * karne_step_done_to_words:
 * @self: a step
 *
 * Says what was found of it in the record, when the person means to do it, and what is not sure of
 * it. Each is a line.
 *
 * Returns: (transfer full) (nullable): the lines; `NULL` where there is nothing to say
 */
char *
karne_step_done_to_words (const KarneStep *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  take_line (text, karne_voice_say (say_own, self));
  for (guint i = 0; i < self->due->why->len; i++)
    {
      const KarneDueFact *fact = self->due->why->pdata[i];

      if (fact->role == KARNE_DUE_FACT_COUNTED || fact->role == KARNE_DUE_FACT_EARLY ||
          fact->role == KARNE_DUE_FACT_UNSURE)
        take_line (text, karne_due_fact_to_words (fact));
    }
  take_line (text, karne_due_flags_to_words (self->due->flags & get_said_flags (self)));
  if (self->disagreement == KARNE_DUE_DISAGREED_DONE)
    take_line (text, g_strdup (karne_due_disagreement_to_words (self->disagreement)));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/**
 * karne_step_to_words:
 * @course: a course
 * @self: a step of it
 *
 * Says in one line what it is, how it stands and when its time is.
 *
 * Returns: (transfer full): the line
 */
char *
karne_step_to_words (const KarneCourse *course, const KarneStep *self)
{
  g_autofree char *dose = NULL;
  g_autofree char *weeks = NULL;
  g_autofree char *dates = NULL;
  const char *parts[6] = { 0 };
  guint n = 0;

  g_return_val_if_fail (course != NULL && self != NULL, NULL);

  dose = karne_due_dose_to_words (self->due);
  weeks = karne_step_weeks_to_words (course, self);
  dates = karne_step_dates_to_words (self);
  parts[n++] = karne_due_title_to_words (self->due);
  if (dose != NULL)
    parts[n++] = dose;
  parts[n++] = karne_step_state_to_words (self);
  if (weeks != NULL)
    parts[n++] = weeks;
  if (dates != NULL)
    parts[n++] = dates;
  return g_strjoinv (" · ", (char **) parts);
}

/* All of it */

static char *
say_dating (gconstpointer data)
{
  const KarneCourse *self = data;
  g_autofree char *start = karne_date_to_words (self->start, KARNE_DATE_STYLE_DATE);
  g_autofree char *end = NULL;
  g_autofree char *weeks = NULL;

  if (self->kind == KARNE_COURSE_CHILDHOOD && self->unsure_days > 0)
    return g_strdup (_ ("The day of birth is not known: each time may begin and end later."));
  if (self->kind == KARNE_COURSE_CHILDHOOD)
    /* Translators: %s is a date. */
    return g_strdup_printf (_ ("Date of birth: %s."), start);
  end = karne_date_to_words (self->end, KARNE_DATE_STYLE_DATE);
  weeks = karne_weeks_to_words (self->days);
  /* Translators: about a pregnancy: weeks, as “24 SA + 3 days”, the first day of the last period,
   * and the day on which the birth is expected. */
  return g_strdup_printf (_ ("Today: %s, counted from %s. Birth expected about %s (41 SA)."), weeks,
                          start, end);
}

/**
 * karne_course_dating_to_words:
 * @self: a course
 *
 * Says on what its dates rest: for a pregnancy how far it is, and when the birth is expected; for a
 * childhood when the child was born.
 *
 * Returns: (transfer full): the sentences
 */
char *
karne_course_dating_to_words (const KarneCourse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return karne_voice_say (say_dating, self);
}

static char *
say_unsure (gconstpointer data)
{
  const KarneCourse *self = data;

  return g_strdup_printf (
      ngettext (
          /* Translators: the dates that a record has of a pregnancy differ by so many
           * days; %s is what the record calls the one that is used, as “Date of the last
           * period”. */
          "The dates are uncertain: the record has several for this pregnancy, up to %d "
          "day apart. Counted here by: %s. To be confirmed with a midwife or a doctor.",
          "The dates are uncertain: the record has several for this pregnancy, up to %d "
          "days apart. Counted here by: %s. To be confirmed with a midwife or a doctor.",
          (gulong) self->unsure_days),
      self->unsure_days, self->dated_by != NULL ? self->dated_by : _ ("the record"));
}

/**
 * karne_course_unsure_to_words:
 * @self: a course
 *
 * Says that the record dates a pregnancy in several ways.
 *
 * Returns: (transfer full) (nullable): the sentences; `NULL` where it does not
 */
char *
karne_course_unsure_to_words (const KarneCourse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind != KARNE_COURSE_PREGNANCY || self->unsure_days == 0)
    return NULL;
  return karne_voice_say (say_unsure, self);
}

static guint
count_steps (const KarneCourse *self, KarneStepState first, KarneStepState last)
{
  guint n = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      KarneStepState state = ((const KarneStep *) self->steps->pdata[i])->state;

      n += state >= first && state <= last;
    }
  return n;
}

static void
take_count (GString *text, guint n, char *words)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", words);
  g_free (words);
}

/**
 * karne_course_to_words:
 * @self: a course
 *
 * Says how many of its steps stand how.
 *
 * Returns: (transfer full): the words, as “Done: 5 · To do: 3 · Coming: 4”
 */
char *
karne_course_to_words (const KarneCourse *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n;

  g_return_val_if_fail (self != NULL, NULL);

  n = count_steps (self, KARNE_STEP_DONE, KARNE_STEP_DONE);
  /* Translators: how many things were found in the record, as “Done: 5”. */
  take_count (text, n, g_strdup_printf (_ ("Done: %u"), n));
  n = count_steps (self, KARNE_STEP_TO_DO, KARNE_STEP_LATE);
  /* Translators: how many things are to be done now, as “To do: 3”. */
  take_count (text, n, g_strdup_printf (_ ("To do: %u"), n));
  n = count_steps (self, KARNE_STEP_COMING, KARNE_STEP_COMING);
  /* Translators: how many things are to be done later, as “Coming: 4”. */
  take_count (text, n, g_strdup_printf (_ ("Coming: %u"), n));
  n = count_steps (self, KARNE_STEP_NOT_FOUND, KARNE_STEP_NOT_FOUND);
  /* Translators: how many things, of which the time is over, are not in the record. */
  take_count (text, n, g_strdup_printf (_ ("Not found in the record: %u"), n));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_open (const KarneStep *step)
{
  return (step->state == KARNE_STEP_TO_DO || step->state == KARNE_STEP_LATE) &&
         step->own != KARNE_OWN_DONE && step->own != KARNE_OWN_STOP;
}

static char *
say_next (const KarneCourse *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      const KarneStep *step = self->steps->pdata[i];
      g_autofree char *dates = karne_step_dates_to_words (step);

      if (step->state == KARNE_STEP_COMING && dates != NULL)
        /* Translators: what is to be done next, and its time, as in “Next: First ultrasound scan ·
         * From 3 March 2026 to 2 April 2026”. */
        return g_strdup_printf (_ ("Next: %s · %s"), karne_due_title_to_words (step->due), dates);
    }
  return NULL;
}

static char *
say_open_or_next (gconstpointer data)
{
  const KarneCourse *self = data;
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  g_autofree char *all = NULL;

  for (guint i = 0; i < self->steps->len; i++)
    if (is_open (self->steps->pdata[i]))
      g_ptr_array_add (titles, (char *) karne_due_title_to_words (
                                   ((const KarneStep *) self->steps->pdata[i])->due));
  if (titles->len == 0)
    return say_next (self);
  g_ptr_array_add (titles, NULL);
  all = g_strjoinv (" · ", (char **) titles->pdata);
  /* Translators: what is to be done now, as in “To do now: Third ultrasound scan”. */
  return g_strdup_printf (_ ("To do now: %s"), all);
}
/**
 * karne_course_next_to_words:
 * @self: a course
 *
 * Says what is to be done now; where that is nothing, what comes next.
 *
 * Returns: (transfer full) (nullable): the words; `NULL` where there is nothing more to come
 */
char *
karne_course_next_to_words (const KarneCourse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return karne_voice_say_short (say_open_or_next, self);
}
