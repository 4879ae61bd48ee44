/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-due-work-private.h"

/* What all schedules need: days of a life and of a pregnancy, whom a rule is for, what may count.
 */

/* After a birth, what belongs to it is spoken of for as long as its longest window. */
#define AFTER_BIRTH_MONTHS 6
/* How long before it begins something is announced. */
#define ANNOUNCED_MONTHS 12

/* Moments */

static gboolean
find_base (KarneWork *self, KarneAnchor anchor, gboolean is_last, KarneDay *day)
{
  const KarnePregnancy *pregnancy = self->pregnancy;

  switch (anchor)
    {
    case KARNE_ANCHOR_AGE:
      *day = is_last ? self->history->born.last : self->history->born.first;
      return *day != KARNE_DAY_NONE;
    case KARNE_ANCHOR_PREGNANCY:
      *day = pregnancy != NULL ? pregnancy->start : KARNE_DAY_NONE;
      return pregnancy != NULL;
    case KARNE_ANCHOR_MONTH:
      *day = pregnancy != NULL ? pregnancy->start + 14 : KARNE_DAY_NONE;
      return pregnancy != NULL;
    case KARNE_ANCHOR_BIRTH:
      /* Whose child is late is still to give birth. */
      if (pregnancy != NULL)
        *day = self->outcome == KARNE_OUTCOME_BORN
                   ? pregnancy->end
                   : MAX (karne_pregnancy_get_expected (pregnancy), self->on);
      return pregnancy != NULL;
    case KARNE_ANCHOR_NONE:
    default:
      return FALSE;
    }
}

gboolean
karne_work_find_first (KarneWork *self, const KarneMoment *moment, KarneDay *day)
{
  if (!find_base (self, moment->anchor, FALSE, day))
    return FALSE;
  *day = karne_day_add (*day, moment->span);
  return TRUE;
}

gboolean
karne_work_find_last (KarneWork *self, const KarneMoment *moment, KarneDay *day)
{
  *day = KARNE_DAY_NEVER;
  if (moment->anchor == KARNE_ANCHOR_NONE)
    return TRUE;
  if (!find_base (self, moment->anchor, TRUE, day))
    return FALSE;
  *day = karne_day_add (*day, moment->span);
  /* The day itself, too, for who has not given birth. */
  if (moment->anchor == KARNE_ANCHOR_BIRTH && !karne_span_is_set (moment->span) &&
      self->outcome != KARNE_OUTCOME_BORN)
    return TRUE;
  *day = karne_day_add_days (*day, -1);
  return TRUE;
}

KarneDay
karne_work_get_age_day (KarneWork *self, KarneCalendarSpan age, gboolean is_last)
{
  return karne_day_add (is_last ? self->history->born.last : self->history->born.first, age);
}

/* Who */

static gboolean
has_without_thing (KarneWork *self, const KarneRuleWho *who)
{
  const KarneHistory *history = self->history;
  KarneDay until;

  if (who->without_thing == KARNE_NO_INDEX)
    return FALSE;
  until = karne_work_get_age_day (self, who->without_before, TRUE);
  for (guint i = history->starts[who->without_thing]; i < history->starts[who->without_thing + 1];
       i++)
    {
      const KarneAct *act = karne_history_get_act (history, history->order[i]);

      if (act->dated && act->when.last < until && act->when.first <= self->on)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_among (KarneWork *self, const KarneRuleWho *who)
{
  const KarneHistory *history = self->history;

  if (self->on < who->valid_from || self->on > who->valid_until)
    return FALSE;
  if (who->sex != KARNE_SEX_UNKNOWN && who->sex != history->sex)
    return FALSE;
  if (who->territories != 0 && (who->territories & (1u << history->territory)) == 0)
    return FALSE;
  if (who->conditions != 0 && (who->conditions & self->conditions) == 0)
    return FALSE;
  if ((who->without & self->conditions) != 0 || has_without_thing (self, who))
    return FALSE;
  if (history->born.first == KARNE_DAY_NONE)
    return who->born_since == KARNE_DAY_NONE && who->born_before == KARNE_DAY_NEVER;
  return history->born.last >= who->born_since && history->born.first < who->born_before;
}

/* Days of the pregnancy, or after it, in which the rule is for her. */
static gboolean
limit_by_pregnancy (KarneWork *self, const KarneRuleWho *who, KarneSpell *spell)
{
  const KarnePregnancy *pregnancy = self->pregnancy;
  gboolean is_born = pregnancy != NULL && self->outcome == KARNE_OUTCOME_BORN;
  gboolean is_pregnant = pregnancy != NULL && self->outcome == KARNE_OUTCOME_NONE;

  switch (who->pregnant)
    {
    case KARNE_PREGNANT_NO:
      return !is_pregnant;
    case KARNE_PREGNANT_YES:
      if (!is_pregnant && !(is_born && who->stays))
        return FALSE;
      spell->from = MAX (spell->from, pregnancy->start);
      spell->close =
          MIN (spell->close,
               who->stays ? KARNE_DAY_NEVER : karne_pregnancy_get_last_day (pregnancy, self->on));
      break;
    case KARNE_PREGNANT_BORN:
      if (!is_born)
        return FALSE;
      spell->from = MAX (spell->from, pregnancy->end);
      break;
    case KARNE_PREGNANT_ANY:
    default:
      return TRUE;
    }
  if (is_born)
    spell->close =
        MIN (spell->close, karne_day_add_months (pregnancy->end, AFTER_BIRTH_MONTHS) - 1);
  return TRUE;
}

static gboolean
make_spell (KarneWork *self, const KarneRuleWho *who, KarneSpell *spell)
{
  spell->who = who;
  spell->from = self->history->born.first;
  if (!is_among (self, who) ||
      (who->from.anchor != KARNE_ANCHOR_NONE &&
       !karne_work_find_first (self, &who->from, &spell->from)) ||
      !karne_work_find_last (self, &who->before, &spell->close) ||
      !limit_by_pregnancy (self, who, spell))
    return FALSE;
  spell->close_begun = spell->close;
  return who->begun_before.anchor == KARNE_ANCHOR_NONE ||
         karne_work_find_last (self, &who->begun_before, &spell->close_begun);
}

/* What is still open comes before what is over; of these, what began first, and of those, what
 * ended last. */
static gboolean
is_better (KarneWork *self, const KarneSpell *spell, const KarneSpell *other)
{
  gboolean is_open = spell->close_begun >= self->on;

  if (is_open != (other->close_begun >= self->on))
    return is_open;
  return is_open ? spell->from < other->from : spell->close > other->close;
}

gboolean
karne_work_find_spell (KarneWork *self)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->rule->whos->len; i++)
    {
      KarneSpell spell;

      const KarneRuleWho *who = &g_array_index (self->rule->whos, KarneRuleWho, i);

      if (self->whole == KARNE_WHOLE_PREGNANCY && who->pregnant != KARNE_PREGNANT_YES)
        continue;
      if (!make_spell (self, who, &spell))
        continue;
      if (!found || is_better (self, &spell, &self->spell))
        self->spell = spell;
      found = TRUE;
    }
  return found;
}

/* What may count */

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const KarneAct *one = ((const KarneCandidate *) a)->act;
  const KarneAct *other = ((const KarneCandidate *) b)->act;

  /* They stand in one array, in their order. */
  return (one > other) - (one < other);
}

/* What counts for sure, before what counts by its date, before what may count. */
static int
get_rank (const KarneRuleDone *done)
{
  return done->perhaps ? 2 : done->in_window ? 1 : 0;
}

static gboolean
is_same (const KarneCandidate *one, const KarneCandidate *other)
{
  const KarneDays *a = &one->act->when;
  const KarneDays *b = &other->act->when;

  if (one->act == other->act)
    return TRUE;
  if (!one->act->dated || !other->act->dated)
    return FALSE;
  /* One day, or a day in the month or year of the other: two lines about one thing. */
  return (a->first <= b->first && b->last <= a->last) ||
         (b->first <= a->first && a->last <= b->last);
}

static gboolean
is_more_exact (const KarneCandidate *one, const KarneCandidate *other)
{
  int a = get_rank (one->done), b = get_rank (other->done);

  if (a != b)
    return a < b;
  return one->act->when.last - one->act->when.first <
         other->act->when.last - other->act->when.first;
}

/* The acts of a record come in their order: the same one comes after the other. */
static void
drop_doubles (GArray *candidates)
{
  guint n = 0;

  for (guint i = 0; i < candidates->len; i++)
    {
      KarneCandidate *next = &g_array_index (candidates, KarneCandidate, i);
      KarneCandidate *kept = n > 0 ? &g_array_index (candidates, KarneCandidate, n - 1) : NULL;

      if (kept == NULL || !is_same (kept, next))
        g_array_index (candidates, KarneCandidate, n++) = *next;
      else if (is_more_exact (next, kept))
        *kept = *next;
    }
  g_array_set_size (candidates, n);
}

static gboolean
may_count (KarneWork *self, const KarneAct *act)
{
  KarnePregnant pregnant = self->spell.who->pregnant;

  if (act->when.first > self->on)
    return FALSE;
  if (pregnant != KARNE_PREGNANT_YES && pregnant != KARNE_PREGNANT_BORN)
    return TRUE;
  /* A rule of a pregnancy begins anew with each; one by age that holds for the pregnant, too, is a
   * campaign. */
  return self->rule->schedule == KARNE_SCHEDULE_CAMPAIGN ||
         (act->dated && act->when.last >= self->pregnancy->start);
}

void
karne_work_find_candidates (KarneWork *self)
{
  const KarneHistory *history = self->history;

  g_array_set_size (self->candidates, 0);
  for (guint i = 0; i < self->rule->done->len; i++)
    {
      const KarneRuleDone *done = &g_array_index (self->rule->done, KarneRuleDone, i);

      for (guint j = history->starts[done->thing]; j < history->starts[done->thing + 1]; j++)
        {
          KarneCandidate candidate = { karne_history_get_act (history, history->order[j]), done };

          if (may_count (self, candidate.act))
            g_array_append_val (self->candidates, candidate);
        }
    }
  if (self->rule->done->len > 1)
    g_array_sort (self->candidates, compare_candidates);
  drop_doubles (self->candidates);
}

/* What comes of it */

void
karne_work_add_fact (KarneWork *self, KarneDueFactRole role, const KarneTrace *trace)
{
  KarneResult *result = &self->result;

  /* The latest are what matters. */
  if (result->n_facts == KARNE_MAX_FACTS)
    {
      for (guint i = 1; i < KARNE_MAX_FACTS; i++)
        result->facts[i - 1] = result->facts[i];
      result->n_facts--;
    }
  result->facts[result->n_facts++] = (KarneFound){ .role = role, .trace = trace };
}

void
karne_work_add_act (KarneWork *self, KarneDueFactRole role, const KarneCandidate *candidate)
{
  KarneFound *fact;

  karne_work_add_fact (self, role, &candidate->act->trace);
  fact = &self->result.facts[self->result.n_facts - 1];
  fact->by_name = karne_things_have (&candidate->act->by_name, candidate->done->thing);
  fact->reported = candidate->act->reported;
  if (role == KARNE_DUE_FACT_EARLY || role == KARNE_DUE_FACT_UNSURE)
    self->result.flags |= KARNE_DUE_CHECK;
}

gboolean
karne_work_set_coming (KarneWork *self, KarneDay from, KarneDay to)
{
  self->result.state = KARNE_DUE_COMING;
  self->result.from = from;
  self->result.to = to;
  /* Who has begun wants to know when it goes on. */
  return self->whole != KARNE_WHOLE_NONE || self->result.dose > 1 ||
         from <= karne_day_add_months (self->on, ANNOUNCED_MONTHS);
}

gboolean
karne_work_set_window (KarneWork *self, KarneDay from, KarneDay to, KarneDay close)
{
  if (from > close || (self->on > close && self->whole == KARNE_WHOLE_NONE))
    return FALSE;
  self->result.over = self->on > close;
  if (self->on < from)
    return karne_work_set_coming (self, from, to);
  self->result.state = self->on <= to ? KARNE_DUE_NOW : KARNE_DUE_OVERDUE;
  self->result.from = from;
  self->result.to = to;
  return TRUE;
}

gboolean
karne_work_set_done (KarneWork *self, KarneDay next_from, KarneDay next_to)
{
  self->result.state = KARNE_DUE_DONE;
  self->result.from = next_from;
  self->result.to = next_to;
  return TRUE;
}

gboolean
karne_work_stays_done (KarneWork *self, KarneDay close)
{
  KarneRuleKind kind = self->rule->kind;

  if (self->on <= close || self->whole != KARNE_WHOLE_NONE)
    return TRUE;
  return (kind == KARNE_RULE_VACCINATION || kind == KARNE_RULE_CHILD) &&
         self->spell.who->pregnant != KARNE_PREGNANT_YES;
}
