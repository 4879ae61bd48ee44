/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-due-work-private.h"
#include "words/karne-voice.h"

/* The engine: rules, a history and a day make what is due. No clock, no store, no chance. */

G_DEFINE_BOXED_TYPE (KarneDueFact, karne_due_fact, karne_due_fact_copy, karne_due_fact_free)
G_DEFINE_BOXED_TYPE (KarneDue, karne_due, karne_due_copy, karne_due_free)

/**
 * karne_due_fact_copy:
 * @self: a fact
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneDueFact *
karne_due_fact_copy (const KarneDueFact *self)
{
  KarneDueFact *copy = g_new (KarneDueFact, 1);

  *copy = *self;
  g_object_ref (copy->owner);
  return copy;
}

/**
 * karne_due_fact_free:
 * @self: (nullable): a fact
 *
 * Frees it.
 */
void
karne_due_fact_free (KarneDueFact *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->owner);
  g_free (self);
}

/**
 * karne_due_copy:
 * @self: something due
 *
 * Another reference to it: it does not change.
 *
 * Returns: (transfer full): the same
 */
KarneDue *
karne_due_copy (KarneDue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->count);
  return self;
}

/**
 * karne_due_free:
 * @self: (nullable): something due
 *
 * Lets go of it.
 */
void
karne_due_free (KarneDue *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->count))
    return;
  g_ptr_array_unref (self->why);
  g_object_unref (self->owners[0]);
  g_object_unref (self->owners[1]);
  g_free (self);
}

/* What is handed out */

static KarneDueFact *
fact_new (KarneHistory *history, const KarneFound *found)
{
  KarneDueFact *fact = g_new0 (KarneDueFact, 1);

  fact->role = found->role;
  fact->source = found->trace->source;
  fact->kind = found->trace->kind;
  fact->id = found->trace->id;
  fact->date = found->trace->date;
  fact->title = found->trace->title;
  fact->by_name = found->by_name;
  fact->reported = found->reported;
  fact->owner = g_object_ref (history);
  return fact;
}

static const char *
get_day_text (KarneDue *self, guint place, KarneDay day)
{
  karne_day_to_text (day, self->days[place]);
  return self->days[place][0] != '\0' ? self->days[place] : NULL;
}

static gboolean
is_of_pregnancy (KarneWork *work)
{
  KarnePregnant pregnant = work->spell.who->pregnant;

  return pregnant == KARNE_PREGNANT_YES || pregnant == KARNE_PREGNANT_BORN;
}

static void
set_rule (KarneDue *self, KarneWork *work)
{
  const KarneRule *rule = work->rule;
  const KarneRuleSource *source = work->rules->sources->pdata[rule->source];

  self->rule = rule->id;
  self->kind = rule->kind;
  self->level = rule->level;
  self->confidence = rule->confidence;
  self->title = karne_safe_gettext (rule->title);
  self->text = karne_safe_gettext (rule->text);
  self->source_name = source->name;
  self->source_date = source->date;
  self->source_address = source->address;
}

KarneDue *
karne_work_make_due (KarneWork *work)
{
  const KarneResult *result = &work->result;
  KarneDue *self = g_new0 (KarneDue, 1);

  self->count = 1;
  set_rule (self, work);
  self->state = result->state;
  self->flags = result->flags;
  self->from = get_day_text (self, 0, result->from);
  self->to = get_day_text (self, 1, result->to);
  self->on = get_day_text (self, 2, work->on);
  self->dose = result->dose;
  self->doses = result->doses;
  self->as_of = work->history->as_of;
  if (is_of_pregnancy (work) && work->outcome == KARNE_OUTCOME_NONE)
    self->weeks = (guint) (work->on - work->pregnancy->start) / 7;
  self->why = g_ptr_array_new_full (result->n_facts, (GDestroyNotify) karne_due_fact_free);
  for (guint i = 0; i < result->n_facts; i++)
    g_ptr_array_add (self->why, fact_new (work->history, &result->facts[i]));
  self->owners[0] = g_object_ref (work->rules);
  self->owners[1] = g_object_ref (work->history);
  return self;
}

/* One rule */

/* Who the person is comes before what was done. */
static void
add_person_facts (KarneWork *self)
{
  guint64 wanted = self->spell.who->conditions | self->rule->ask;

  if (is_of_pregnancy (self))
    karne_work_add_fact (self, KARNE_DUE_FACT_PREGNANCY, &self->pregnancy->trace);
  else if (self->history->born.first != KARNE_DAY_NONE)
    karne_work_add_fact (self, KARNE_DUE_FACT_BIRTH, &self->history->birth);
  for (guint i = 0; i < self->history->conditions->len; i++)
    {
      const KarneCondition *condition =
          &g_array_index (self->history->conditions, KarneCondition, i);

      if (condition->since <= self->on && ((wanted >> condition->condition) & 1) != 0)
        karne_work_add_fact (self, KARNE_DUE_FACT_CONDITION, &condition->trace);
    }
}

static gboolean
has_found_anything (const KarneResult *result)
{
  for (guint i = 0; i < result->n_facts; i++)
    switch (result->facts[i].role)
      {
      case KARNE_DUE_FACT_COUNTED:
      case KARNE_DUE_FACT_EARLY:
      case KARNE_DUE_FACT_UNSURE:
      case KARNE_DUE_FACT_LAST:
        return TRUE;
      case KARNE_DUE_FACT_BIRTH:
      case KARNE_DUE_FACT_PREGNANCY:
      case KARNE_DUE_FACT_CONDITION:
      default:
        break;
      }
  return FALSE;
}

static gboolean
set_ask (KarneWork *self)
{
  if (self->on < self->spell.from || self->on > self->spell.close)
    return FALSE;
  self->result.state = KARNE_DUE_ASK;
  self->result.from = self->spell.from;
  self->result.to = self->spell.close;
  return TRUE;
}

static gboolean
run_schedule (KarneWork *self)
{
  karne_work_find_candidates (self);
  switch (self->rule->schedule)
    {
    case KARNE_SCHEDULE_SERIES:
      return karne_work_series (self);
    case KARNE_SCHEDULE_WINDOWS:
      return karne_work_windows (self);
    case KARNE_SCHEDULE_REPEAT:
      return karne_work_repeat (self);
    case KARNE_SCHEDULE_CAMPAIGN:
    default:
      return karne_work_campaign (self);
    }
}

/* What was known of the rule before is forgotten, but for what counted last for it. */
static void
clear_result (KarneWork *self)
{
  self->result.flags = KARNE_DUE_NO_FLAGS;
  self->result.from = self->result.to = KARNE_DAY_NONE;
  self->result.dose = self->result.doses = self->result.n_facts = 0;
  self->result.over = FALSE;
  add_person_facts (self);
}

static void
add_flags (KarneWork *self, gboolean is_asked)
{
  if (self->rule->confidence == KARNE_CONFIDENCE_MEDIUM)
    self->result.flags |= KARNE_DUE_UNCONFIRMED;
  if (!is_asked && self->rule->level != KARNE_RULE_RIGHT && !has_found_anything (&self->result))
    self->result.flags |= KARNE_DUE_UNKNOWN;
}

gboolean
karne_work_begin (KarneWork *self, const KarneRule *rule)
{
  self->rule = rule;
  return self->on >= rule->valid_from && self->on <= rule->valid_until &&
         karne_work_find_spell (self);
}

gboolean
karne_work_run (KarneWork *self)
{
  gboolean is_asked = (self->rule->ask & self->conditions) != 0;

  clear_result (self);
  if (!(is_asked ? set_ask (self) : run_schedule (self)))
    return FALSE;
  add_flags (self, is_asked);
  return TRUE;
}

gboolean
karne_work_run_window (KarneWork *self, guint number, const KarneAct **last)
{
  clear_result (self);
  karne_work_find_candidates (self);
  if (!karne_work_window (self, number, last))
    return FALSE;
  add_flags (self, FALSE);
  return TRUE;
}

/* All of them */

static guint64
find_conditions (KarneHistory *history, KarneDay on)
{
  guint64 conditions = 0;

  for (guint i = 0; i < history->conditions->len; i++)
    {
      const KarneCondition *condition = &g_array_index (history->conditions, KarneCondition, i);

      if (condition->since <= on)
        conditions |= G_GUINT64_CONSTANT (1) << condition->condition;
    }
  return conditions;
}

static const char *
get_first_day (const KarneDue *due)
{
  return due->from != NULL ? due->from : "";
}

/* What has no end comes after what has one. */
static const char *
get_last_day (const KarneDue *due)
{
  return due->to != NULL ? due->to : "~";
}

/* What is more urgent comes first; for what is to come, that is what begins first. */
static int
compare_dues (gconstpointer a, gconstpointer b)
{
  const KarneDue *one = *(KarneDue *const *) a;
  const KarneDue *other = *(KarneDue *const *) b;
  int order = (int) one->state - (int) other->state;

  if (order == 0 && one->state == KARNE_DUE_COMING)
    order = g_strcmp0 (get_first_day (one), get_first_day (other));
  if (order == 0)
    order = g_strcmp0 (get_last_day (one), get_last_day (other));
  if (order == 0)
    order = (int) one->level - (int) other->level;
  return order != 0 ? order : g_strcmp0 (one->rule, other->rule);
}

gboolean
karne_work_init (KarneWork *self, KarneRules *rules, KarneHistory *history, const char *on)
{
  if (!karne_day_parse (on, &self->on))
    return FALSE;
  self->rules = rules;
  self->history = history;
  self->candidates = g_array_new (FALSE, FALSE, sizeof (KarneCandidate));
  self->used = g_new0 (KarneDays, rules->rules->len);
  self->conditions = find_conditions (history, self->on);
  self->pregnancy = karne_history_find_pregnancy (history, self->on);
  if (self->pregnancy != NULL)
    self->outcome = karne_pregnancy_get_outcome (self->pregnancy, self->on);
  return TRUE;
}

void
karne_work_clear (KarneWork *self)
{
  g_clear_pointer (&self->candidates, g_array_unref);
  g_clear_pointer (&self->used, g_free);
}

/**
 * karne_rules_evaluate:
 * @self: the rules
 * @history: what the record says of a person
 * @on: the day for which it is asked (`2026-03-01`)
 *
 * Works out what prevention asks for. The answer depends on these three alone: what the history
 * tells of later days than @on is not used. At most one line of each rule; what is more urgent
 * comes first.
 *
 * The windows are those of the source that each line names; none of it is a diagnosis.
 *
 * Returns: (transfer full) (element-type KarneSync.Due): what is due, is coming or is done; nothing
 *   where @on is no day
 */
GPtrArray *
karne_rules_evaluate (KarneRules *self, KarneHistory *history, const char *on)
{
  GPtrArray *dues = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_due_free);
  g_auto (KarneWork) work = { 0 };

  g_return_val_if_fail (KARNE_IS_RULES (self) && KARNE_IS_HISTORY (history), dues);

  if (!karne_work_init (&work, self, history, on))
    return dues;
  for (guint i = 0; i < self->rules->len; i++)
    if (karne_work_begin (&work, self->rules->pdata[i]) && karne_work_run (&work))
      g_ptr_array_add (dues, karne_work_make_due (&work));
  g_ptr_array_sort (dues, compare_dues);
  return dues;
}
