/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-due-work-private.h"

/* Fixed windows: each asks for itself, whatever came of the one before: boosters at fixed ages, the
 * examinations of children, what is due each year or each month. */

typedef struct
{
  KarneDay from;
  KarneDay to;
  KarneDay close;
} Window;

/* What was given a short while before puts the window off, in all its length. */
static void
put_off (KarneWork *self, Window *window)
{
  const KarneHistory *history = self->history;
  int thing = self->rule->put_off_thing;

  if (thing == KARNE_NO_INDEX)
    return;
  for (guint i = history->starts[thing]; i < history->starts[thing + 1]; i++)
    {
      const KarneAct *act = karne_history_get_act (history, history->order[i]);
      KarneDay from = karne_day_add (act->when.first, self->rule->put_off_by);

      if (!act->dated || act->when.first >= window->from || from <= window->from ||
          act->when.first > self->on)
        continue;
      window->to = from + (window->to - window->from);
      window->from = from;
    }
}

static gboolean
find_window (KarneWork *self, guint number, Window *window)
{
  const KarneRuleStep *step = &g_array_index (self->rule->windows, KarneRuleStep, number);

  if (!karne_work_find_first (self, &step->from, &window->from) ||
      !karne_work_find_last (self, &step->before, &window->to))
    return FALSE;
  put_off (self, window);
  window->close = window->to;
  if (step->open_before.anchor != KARNE_ANCHOR_NONE)
    {
      karne_work_find_last (self, &step->open_before, &window->close);
      window->close = MAX (window->close, window->to);
    }
  window->from = MAX (window->from, self->spell.from);
  window->close = MIN (window->close, self->spell.close);
  window->to = MIN (window->to, window->close);
  return TRUE;
}

/* What counted for the rule before this one counts once. */
static gboolean
is_used (KarneWork *self, const KarneAct *act)
{
  const KarneDays *used;

  if (self->rule->follows == KARNE_NO_INDEX)
    return FALSE;
  used = &self->used[self->rule->follows];
  return used->first != KARNE_DAY_NONE && act->when.first >= used->first &&
         act->when.last <= used->last;
}

static gboolean
overlaps (const KarneDays *when, KarneDay from, KarneDay to)
{
  return when->last >= from && when->first <= to;
}

/* The first thing in the window that counts, and that is not `but`; what may count is noted on the
 * way. What counts by its date alone counts for as long as the window is asked for: a late one is
 * what was asked for then. */
static const KarneCandidate *
find_done (KarneWork *self, const Window *window, const KarneAct *but)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const KarneCandidate *candidate = &g_array_index (self->candidates, KarneCandidate, i);
      const KarneAct *act = candidate->act;

      if (!act->dated || act == but || !overlaps (&act->when, window->from, window->close) ||
          (candidate->done->in_window && is_used (self, act)))
        continue;
      if (!candidate->done->perhaps)
        return candidate;
      karne_work_add_act (self, KARNE_DUE_FACT_UNSURE, candidate);
    }
  return NULL;
}

/* What was done earlier, for who asks why it is due again; and what has no date. */
static void
add_earlier (KarneWork *self, const Window *window)
{
  const KarneCandidate *last = NULL;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const KarneCandidate *candidate = &g_array_index (self->candidates, KarneCandidate, i);

      if (candidate->done->in_window || candidate->done->perhaps)
        continue;
      if (!candidate->act->dated)
        karne_work_add_act (self, KARNE_DUE_FACT_UNSURE, candidate);
      else if (candidate->act->when.last < window->from)
        last = candidate;
    }
  if (last != NULL)
    karne_work_add_act (self, KARNE_DUE_FACT_LAST, last);
}

/* The window that a day is in, or that began last before it; -1 where none has begun. */
static int
find_current (KarneWork *self)
{
  int current = -1;
  Window window;

  for (guint i = 0; i < self->rule->windows->len; i++)
    if (find_window (self, i, &window) && window.from <= self->on && window.from <= window.close)
      current = (int) i;
  return current;
}

/* Months of a pregnancy are counted, and what is to be had once; ages are not. */
static void
count_windows (KarneWork *self, guint number)
{
  const KarneRuleStep *step = &g_array_index (self->rule->windows, KarneRuleStep, number);
  guint n = self->rule->windows->len;

  if (self->rule->doses_unsaid || self->rule->done->len == 0 ||
      (n > 1 && step->from.anchor == KARNE_ANCHOR_AGE))
    return;
  self->result.dose = number + 1;
  self->result.doses = n;
}

static gboolean
set_next (KarneWork *self, guint number)
{
  Window window;

  if (number >= self->rule->windows->len || !find_window (self, number, &window) ||
      window.from > window.close)
    return FALSE;
  count_windows (self, number);
  return karne_work_set_coming (self, window.from, window.to);
}

static gboolean
set_done (KarneWork *self, guint number, const Window *window, const KarneCandidate *done)
{
  Window next = { 0 };
  gboolean has_next = number + 1 < self->rule->windows->len &&
                      find_window (self, number + 1, &next) && next.from <= next.close;

  if (!karne_work_stays_done (self, window->close))
    return FALSE;
  karne_work_add_act (self, KARNE_DUE_FACT_COUNTED, done);
  if (self->rule->doses_unsaid)
    self->result.flags |= KARNE_DUE_CHECK;
  count_windows (self, number);
  return karne_work_set_done (self, has_next ? next.from : KARNE_DAY_NONE,
                              has_next ? next.to : KARNE_DAY_NONE);
}

gboolean
karne_work_windows (KarneWork *self)
{
  int current = find_current (self);
  const KarneCandidate *done;
  Window window;

  if (current < 0)
    return set_next (self, 0);
  find_window (self, (guint) current, &window);
  done = find_done (self, &window, NULL);
  if (done != NULL)
    {
      self->used[self->rule->number] = done->act->when;
      return set_done (self, (guint) current, &window, done);
    }
  if (self->on > window.close)
    return set_next (self, (guint) current + 1);
  add_earlier (self, &window);
  count_windows (self, (guint) current);
  return karne_work_set_window (self, window.from, window.to, window.close);
}

/* Of a whole each window stands for itself, and keeps its own days when it is done. */
gboolean
karne_work_window (KarneWork *self, guint number, const KarneAct **last)
{
  const KarneCandidate *done;
  Window window;

  if (!find_window (self, number, &window) || window.from > window.close)
    return FALSE;
  done = find_done (self, &window, *last);
  count_windows (self, number);
  *last = done != NULL ? done->act : *last;
  if (done == NULL)
    return karne_work_set_window (self, window.from, window.to, window.close);
  self->used[self->rule->number] = done->act->when;
  karne_work_add_act (self, KARNE_DUE_FACT_COUNTED, done);
  return karne_work_set_done (self, window.from, window.to);
}
