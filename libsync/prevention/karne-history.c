/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-history-private.h"

#include <string.h>

/* Weeks since the last period: at term in France, and when there is no pregnancy any more. */
#define TERM_WEEKS 41
#define LAST_WEEKS 44

/**
 * KarneHistory:
 *
 * What of a person's record the rules of prevention rest on: when the person was born, lives where,
 * what was done and when, what the person has.
 *
 * A plain value that does not change and touches neither disk nor network: read it with
 * [method@View.read_history].
 */

G_DEFINE_FINAL_TYPE (KarneHistory, karne_history, G_TYPE_OBJECT)

static void
karne_history_finalize (GObject *object)
{
  KarneHistory *self = KARNE_HISTORY (object);

  g_string_chunk_free (self->strings);
  g_array_unref (self->acts);
  g_array_unref (self->pregnancies);
  g_array_unref (self->conditions);
  g_free (self->order);

  G_OBJECT_CLASS (karne_history_parent_class)->finalize (object);
}

static void
karne_history_class_init (KarneHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_history_finalize;
}

static void
karne_history_init (KarneHistory *self)
{
  self->strings = g_string_chunk_new (1024);
  self->acts = g_array_new (FALSE, TRUE, sizeof (KarneAct));
  self->pregnancies = g_array_new (FALSE, TRUE, sizeof (KarnePregnancy));
  self->conditions = g_array_new (FALSE, TRUE, sizeof (KarneCondition));
}

KarneHistory *
karne_history_new (void)
{
  return g_object_new (KARNE_TYPE_HISTORY, NULL);
}

/* Filling it */

static const char *
keep (KarneHistory *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->strings, text) : NULL;
}

/* Ids and titles are all different: no use in looking for them among the others. */
static const char *
keep_once (KarneHistory *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert (self->strings, text) : NULL;
}

static KarneTrace
keep_trace (KarneHistory *self, const KarneTrace *trace)
{
  KarneTrace kept = { trace->source, keep (self, trace->kind), keep_once (self, trace->id),
                      keep_once (self, trace->date), keep_once (self, trace->title) };

  return kept;
}

void
karne_history_set_person (KarneHistory *self,
                          const char *birth_date,
                          KarneSex sex,
                          KarneTerritory territory,
                          const KarneTrace *trace)
{
  if (!karne_days_parse (birth_date, 0, &self->born))
    self->born.first = self->born.last = KARNE_DAY_NONE;
  self->sex = sex;
  self->territory = territory;
  self->birth = keep_trace (self, trace);
  self->birth.date = keep (self, birth_date);
}

void
karne_history_add_act (KarneHistory *self, KarneRules *rules, const KarneAct *act)
{
  KarneAct kept = *act;
  gboolean is_any = FALSE;

  for (guint i = 0; i < rules->thing_ids->len; i++)
    {
      gboolean is_named = karne_things_have (&act->by_name, (int) i);

      if (!karne_things_have (&act->things, (int) i) && !is_named)
        continue;
      is_any = TRUE;
      for (guint j = 0; j < G_N_ELEMENTS (kept.things.words); j++)
        {
          kept.things.words[j] |= rules->also[i].words[j];
          if (is_named)
            kept.by_name.words[j] |= rules->also[i].words[j];
        }
    }
  if (!is_any)
    return;
  kept.trace = keep_trace (self, &act->trace);
  g_array_append_val (self->acts, kept);
}

void
karne_history_add_condition (KarneHistory *self, const KarneCondition *condition)
{
  KarneCondition kept = *condition;

  kept.trace = keep_trace (self, &condition->trace);
  g_array_append_val (self->conditions, kept);
}

void
karne_history_add_pregnancy (KarneHistory *self, const KarnePregnancy *pregnancy)
{
  KarnePregnancy kept = *pregnancy;

  kept.trace = keep_trace (self, &pregnancy->trace);
  g_array_append_val (self->pregnancies, kept);
}

void
karne_history_add_as_of (KarneHistory *self, const char *updated)
{
  if (updated != NULL && g_strcmp0 (updated, self->as_of) > 0)
    self->as_of = keep_once (self, updated);
}

/* Sealing: an order that does not depend on that in which things came. */

static int
compare_traces (const KarneTrace *a, const KarneTrace *b)
{
  int order = g_strcmp0 (a->kind, b->kind);

  if (order == 0)
    order = g_strcmp0 (a->id, b->id);
  return order != 0 ? order : (a->source > b->source) - (a->source < b->source);
}

static int
compare_acts (gconstpointer a, gconstpointer b)
{
  const KarneAct *one = a;
  const KarneAct *other = b;

  if (one->when.first != other->when.first)
    return one->when.first < other->when.first ? -1 : 1;
  if (one->when.last != other->when.last)
    return one->when.last < other->when.last ? -1 : 1;
  return compare_traces (&one->trace, &other->trace);
}

static int
compare_pregnancies (gconstpointer a, gconstpointer b)
{
  const KarnePregnancy *one = a;
  const KarnePregnancy *other = b;

  if (one->start != other->start)
    return one->start < other->start ? -1 : 1;
  if (one->end != other->end)
    return one->end < other->end ? -1 : 1;
  return compare_traces (&one->trace, &other->trace);
}

static int
compare_conditions (gconstpointer a, gconstpointer b)
{
  const KarneCondition *one = a;
  const KarneCondition *other = b;

  if (one->condition != other->condition)
    return one->condition - other->condition;
  if (one->since != other->since)
    return one->since < other->since ? -1 : 1;
  return compare_traces (&one->trace, &other->trace);
}

static void
make_index (KarneHistory *self)
{
  guint at[KARNE_MAX_THINGS];

  memset (self->starts, 0, sizeof self->starts);
  for (guint i = 0; i < self->acts->len; i++)
    for (int thing = 0; thing < KARNE_MAX_THINGS; thing++)
      if (karne_things_have (&karne_history_get_act (self, i)->things, thing))
        self->starts[thing + 1]++;
  for (int thing = 0; thing < KARNE_MAX_THINGS; thing++)
    {
      self->starts[thing + 1] += self->starts[thing];
      at[thing] = self->starts[thing];
    }
  self->order = g_new (guint, self->starts[KARNE_MAX_THINGS]);
  for (guint i = 0; i < self->acts->len; i++)
    for (int thing = 0; thing < KARNE_MAX_THINGS; thing++)
      if (karne_things_have (&karne_history_get_act (self, i)->things, thing))
        self->order[at[thing]++] = i;
}

void
karne_history_seal (KarneHistory *self)
{
  g_array_sort (self->acts, compare_acts);
  g_array_sort (self->pregnancies, compare_pregnancies);
  g_array_sort (self->conditions, compare_conditions);
  make_index (self);
}

/* Pregnancies */

KarneDay
karne_pregnancy_get_expected (const KarnePregnancy *self)
{
  return karne_day_add_days (self->start, TERM_WEEKS * 7);
}

KarneOutcome
karne_pregnancy_get_outcome (const KarnePregnancy *self, KarneDay on)
{
  if (self->outcome != KARNE_OUTCOME_NONE && self->end <= on)
    return self->outcome;
  return on > self->start + LAST_WEEKS * 7 ? KARNE_OUTCOME_OVER : KARNE_OUTCOME_NONE;
}

KarneDay
karne_pregnancy_get_last_day (const KarnePregnancy *self, KarneDay on)
{
  KarneDay last = self->start + LAST_WEEKS * 7;

  return karne_pregnancy_get_outcome (self, on) == KARNE_OUTCOME_NONE ? last
         : self->outcome == KARNE_OUTCOME_NONE                        ? last
                                                                      : self->end - 1;
}

const KarnePregnancy *
karne_history_find_pregnancy (const KarneHistory *self, KarneDay on)
{
  const KarnePregnancy *found = NULL;

  for (guint i = 0; i < self->pregnancies->len; i++)
    {
      const KarnePregnancy *pregnancy = &g_array_index (self->pregnancies, KarnePregnancy, i);

      if (pregnancy->start <= on)
        found = pregnancy;
    }
  return found;
}

/* What it says */

/**
 * karne_history_get_territory:
 * @self: a history
 *
 * Where the person lives, by the address of the record.
 *
 * Returns: the territory
 */
KarneTerritory
karne_history_get_territory (KarneHistory *self)
{
  g_return_val_if_fail (KARNE_IS_HISTORY (self), KARNE_TERRITORY_UNKNOWN);

  return self->territory;
}

/**
 * karne_history_get_sex:
 * @self: a history
 *
 * The sex that is recorded for clinical use.
 *
 * Returns: the sex
 */
KarneSex
karne_history_get_sex (KarneHistory *self)
{
  g_return_val_if_fail (KARNE_IS_HISTORY (self), KARNE_SEX_UNKNOWN);

  return self->sex;
}

/**
 * karne_history_get_birth_date:
 * @self: a history
 *
 * When the person was born, as it was sent: a year, a month or a day.
 *
 * Returns: (nullable): the date
 */
const char *
karne_history_get_birth_date (KarneHistory *self)
{
  g_return_val_if_fail (KARNE_IS_HISTORY (self), NULL);

  return self->birth.date;
}

/**
 * karne_history_dup_pregnancy_start:
 * @self: a history
 * @on: a day (`2026-03-01`)
 *
 * The first day of the last period before the pregnancy that there is on a day: what weeks (SA) are
 * counted from.
 *
 * Returns: (transfer full) (nullable): the day; `NULL` where there is no pregnancy on that day
 */
char *
karne_history_dup_pregnancy_start (KarneHistory *self, const char *on)
{
  const KarnePregnancy *pregnancy;
  char text[KARNE_DAY_SIZE];
  KarneDay day;

  g_return_val_if_fail (KARNE_IS_HISTORY (self) && on != NULL, NULL);

  if (!karne_day_parse (on, &day))
    return NULL;
  pregnancy = karne_history_find_pregnancy (self, day);
  if (pregnancy == NULL || karne_pregnancy_get_outcome (pregnancy, day) != KARNE_OUTCOME_NONE)
    return NULL;
  return g_strdup (karne_day_to_text (pregnancy->start, text));
}
