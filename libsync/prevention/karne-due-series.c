/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-due-work-private.h"

/* Doses one after the other: a missed one moves the next. */

typedef struct
{
  GArray *doses;
  guint n; /* that count */
  const KarneAct *last;
} Series;

static const KarneRuleStep *
get_dose (const Series *series, guint number)
{
  return &g_array_index (series->doses, KarneRuleStep, number);
}

static gboolean
has_dose_before (KarneWork *self, KarneCalendarSpan age)
{
  KarneDay day = karne_work_get_age_day (self, age, TRUE);

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const KarneCandidate *candidate = &g_array_index (self->candidates, KarneCandidate, i);

      if (!candidate->done->perhaps && candidate->act->when.first < day)
        return TRUE;
    }
  return FALSE;
}

/* The series that this person is in. */
static GArray *
choose_doses (KarneWork *self)
{
  KarneRuleSeries *first = self->rule->series->pdata[0];

  for (guint i = 1; i < self->rule->series->len; i++)
    {
      KarneRuleSeries *series = self->rule->series->pdata[i];

      if (self->history->born.first != KARNE_DAY_NONE &&
          self->on >= karne_work_get_age_day (self, series->none_before, TRUE) &&
          !has_dose_before (self, series->none_before))
        return series->doses;
    }
  return first->doses;
}

static KarneCalendarSpan
get_interval (KarneWork *self, const KarneRuleStep *dose)
{
  gboolean is_sooner = (dose->sooner_conditions & self->conditions) != 0;

  return is_sooner ? dose->sooner : dose->after;
}

/* First day of a dose by its age alone. */
static gboolean
find_age_day (KarneWork *self, const KarneMoment *moment, KarneDay *day)
{
  *day = self->spell.from;
  if (moment->anchor == KARNE_ANCHOR_NONE)
    return TRUE;
  if (!karne_work_find_first (self, moment, day))
    return FALSE;
  *day = MAX (*day, self->spell.from);
  return TRUE;
}

/* The earliest day on which the next dose counts: of what is known by month or year only, the day
 * that is best for the person. */
static gboolean
find_earliest (KarneWork *self, const Series *series, KarneDay *day)
{
  const KarneRuleStep *dose = get_dose (series, series->n);
  gboolean is_possible = dose->possible.anchor != KARNE_ANCHOR_NONE;

  if (!find_age_day (self, is_possible ? &dose->possible : &dose->from, day))
    return FALSE;
  if (series->last != NULL)
    *day = MAX (*day, karne_day_add (series->last->when.first, get_interval (self, dose)));
  return TRUE;
}

static gboolean
is_needed (KarneWork *self, const Series *series)
{
  const KarneRuleStep *dose = get_dose (series, series->n);

  return !karne_span_is_set (dose->only_if_before) ||
         series->last->when.first < karne_work_get_age_day (self, dose->only_if_before, FALSE);
}

static guint
count_doses (KarneWork *self, const Series *series)
{
  guint n = series->doses->len;

  /* A last dose that is only sometimes needed. */
  if (n > 1 && karne_span_is_set (get_dose (series, n - 1)->only_if_before) &&
      (series->n < n - 1 || (series->n == n - 1 && !is_needed (self, series))))
    n--;
  return n;
}

static gboolean
is_in_window (KarneWork *self, const KarneRuleStep *dose, const KarneDays *when)
{
  KarneDay from, to;

  return find_age_day (self, &dose->from, &from) &&
         karne_work_find_last (self, &dose->before, &to) && when->last >= from && when->first <= to;
}

/* One line of the record: it counts, or is said to be early or unsure, or has nothing to do with
 * this. */
static gboolean
take (KarneWork *self, Series *series, const KarneCandidate *candidate)
{
  const KarneAct *act = candidate->act;
  KarneDay earliest;

  if (!find_earliest (self, series, &earliest))
    return FALSE;
  if (candidate->done->in_window && !is_in_window (self, get_dose (series, series->n), &act->when))
    return TRUE;
  if (candidate->done->perhaps)
    {
      if (act->dated && act->when.last >= earliest)
        karne_work_add_act (self, KARNE_DUE_FACT_UNSURE, candidate);
      return TRUE;
    }
  if (!act->dated)
    karne_work_add_act (self, KARNE_DUE_FACT_UNSURE, candidate);
  else if (act->when.last < earliest)
    karne_work_add_act (self, KARNE_DUE_FACT_EARLY, candidate);
  else
    {
      karne_work_add_act (self, KARNE_DUE_FACT_COUNTED, candidate);
      series->last = act;
      series->n++;
    }
  return TRUE;
}

/* The window of the next dose */

/* As long as the window of its age, in the same units. */
static KarneDay
add_length (const KarneRuleStep *dose, KarneDay from)
{
  KarneCalendarSpan length = { (gint16) (dose->before.span.months - dose->from.span.months),
                               (gint16) (dose->before.span.days - dose->from.span.days) };

  return karne_day_add_days (karne_day_add (from, length), -1);
}

static gboolean
find_window (KarneWork *self, const Series *series, KarneDay *from, KarneDay *to)
{
  const KarneRuleStep *dose = get_dose (series, series->n);
  const KarneAct *last = series->last;
  KarneCalendarSpan interval = get_interval (self, dose);
  KarneDay moved;

  if (!find_age_day (self, &dose->from, from) || !karne_work_find_last (self, &dose->before, to))
    return FALSE;
  if (last == NULL)
    return TRUE;
  /* Not on the same day, whatever the rule leaves unsaid. */
  if (!karne_span_is_set (interval))
    interval.days = 1;
  moved = karne_day_add (last->when.last, interval);
  if (karne_span_is_set (dose->within))
    *to = karne_day_add (last->when.last, dose->within);
  else if (moved > *from && *to != KARNE_DAY_NEVER)
    *to = MAX (*to, add_length (dose, moved));
  *from = MAX (*from, karne_day_add (last->when.first, interval));
  return TRUE;
}

/* Of a whole, what is done keeps the days of its last dose. */
static gboolean
set_done (KarneWork *self, const Series *series)
{
  const KarneRuleStep *dose = get_dose (series, series->n - 1);
  KarneDay from, to;

  if (self->whole == KARNE_WHOLE_NONE || !find_age_day (self, &dose->from, &from) ||
      !karne_work_find_last (self, &dose->before, &to))
    return karne_work_set_done (self, KARNE_DAY_NONE, KARNE_DAY_NONE);
  return karne_work_set_done (self, from, MIN (to, self->spell.close));
}

gboolean
karne_work_series (KarneWork *self)
{
  Series series = { .doses = choose_doses (self) };
  KarneDay close = self->spell.close;
  KarneDay from, to;

  for (guint i = 0; i < self->candidates->len && series.n < count_doses (self, &series); i++)
    if (!take (self, &series, &g_array_index (self->candidates, KarneCandidate, i)))
      return FALSE;
  self->result.doses = count_doses (self, &series);
  self->result.dose = MIN (series.n + 1, self->result.doses);
  if (series.n > 0)
    close = self->spell.close_begun;
  if (series.last != NULL)
    self->used[self->rule->number] = series.last->when;
  if (series.n >= self->result.doses)
    return karne_work_stays_done (self, close) && set_done (self, &series);
  if (!find_window (self, &series, &from, &to))
    return FALSE;
  return karne_work_set_window (self, from, MIN (to, close), close);
}
