/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-due-work-private.h"

/* Again and again, as long after the last time as that one holds: screening. It never becomes
 * overdue by our own judgement. */

typedef struct
{
  const KarneCandidate *last;
  guint n;
} Times;

static Times
find_times (KarneWork *self, const KarneRuleDone *done)
{
  Times times = { 0 };

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const KarneCandidate *candidate = &g_array_index (self->candidates, KarneCandidate, i);

      if (candidate->done != done || !candidate->act->dated)
        continue;
      times.last = candidate;
      times.n++;
    }
  return times;
}

/* When what was done last no longer holds. */
static KarneDay
find_next (KarneWork *self, const KarneCandidate **last)
{
  KarneDay next = KARNE_DAY_NONE;

  for (guint i = 0; i < self->rule->done->len; i++)
    {
      const KarneRuleDone *done = &g_array_index (self->rule->done, KarneRuleDone, i);
      Times times = find_times (self, done);
      gboolean is_first = times.n == 1 && karne_span_is_set (done->first_holds);
      KarneDay day;

      if (times.last == NULL)
        continue;
      day = karne_day_add (times.last->act->when.first, is_first ? done->first_holds : done->holds);
      if (day > next)
        {
          next = day;
          *last = times.last;
        }
    }
  return next;
}

static void
add_undated (KarneWork *self)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const KarneCandidate *candidate = &g_array_index (self->candidates, KarneCandidate, i);

      if (!candidate->act->dated)
        karne_work_add_act (self, KARNE_DUE_FACT_UNSURE, candidate);
    }
}

gboolean
karne_work_repeat (KarneWork *self)
{
  const KarneCandidate *last = NULL;
  KarneDay next = find_next (self, &last);
  KarneDay close = self->spell.close;
  KarneDay from = self->spell.from;
  KarneDay first;

  if (karne_work_find_first (self, &self->rule->repeat_from, &first))
    from = MAX (from, first);
  add_undated (self);
  if (self->on >= from && self->on < next)
    {
      karne_work_add_act (self, KARNE_DUE_FACT_COUNTED, last);
      if (self->on > close)
        return FALSE;
      return karne_work_set_done (self, next <= close ? next : KARNE_DAY_NONE,
                                  next <= close ? close : KARNE_DAY_NONE);
    }
  if (last != NULL)
    karne_work_add_act (self, KARNE_DUE_FACT_LAST, last);
  return karne_work_set_window (self, MAX (from, next), close, close);
}
