/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-history-read-private.h"

/* Pregnancies, from what a record says in many places: when the last period was, when the birth is
 * expected, that there is one, that it has ended. What ends one is believed wherever it stands. */

/* Two dates of one pregnancy are never further apart. */
#define SAME_DAYS 60
/* What says that there is one may be dated before its first day. */
#define BEFORE_DAYS 30
#define LAST_DAYS (44 * 7)
#define TERM_DAYS (41 * 7)

void
karne_pregnancy_reader_init (KarnePregnancyReader *self)
{
  self->starts = g_array_new (FALSE, TRUE, sizeof (KarnePregnancy));
  self->terms = g_array_new (FALSE, TRUE, sizeof (KarnePregnancy));
  self->ends = g_array_new (FALSE, TRUE, sizeof (KarnePregnancy));
  self->strings = g_string_chunk_new (256);
}

void
karne_pregnancy_reader_clear (KarnePregnancyReader *self)
{
  g_clear_pointer (&self->starts, g_array_unref);
  g_clear_pointer (&self->terms, g_array_unref);
  g_clear_pointer (&self->ends, g_array_unref);
  g_clear_pointer (&self->strings, g_string_chunk_free);
}

static gboolean
has_code (GHashTable *codes, const char *lines)
{
  GHashTableIter iter;
  gpointer code;

  g_hash_table_iter_init (&iter, codes);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    if (karne_codes_have (lines, code))
      return TRUE;
  return FALSE;
}

static gboolean
begins_so (GPtrArray *phrases, const char *title)
{
  g_auto (GStrv) words = karne_rules_fold (title != NULL ? title : "");

  for (guint i = 0; i < phrases->len; i++)
    if (karne_words_begin (words, phrases->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
add_end (KarnePregnancyReader *self, KarneDay start, KarneDay end, KarneOutcome outcome)
{
  KarnePregnancy pregnancy = { .start = start, .end = end, .outcome = outcome };

  g_array_append_val (self->ends, pregnancy);
}

static const char *
keep (KarnePregnancyReader *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert (self->strings, text) : NULL;
}

/* A date of an observation is its value; it is that of a day, or it says too little. */
static void
add_date (KarnePregnancyReader *self, GArray *to, const KarneLineRead *line, int days_earlier)
{
  const KarneTrace *trace = &line->trace;
  KarnePregnancy pregnancy = { .end = KARNE_DAY_NEVER };
  KarneDays days;

  if (!karne_days_parse (line->value, 0, &days) || days.first != days.last)
    return;
  pregnancy.start = karne_day_add_days (days.first, -days_earlier);
  pregnancy.trace = (KarneTrace){ trace->source, keep (self, trace->kind), keep (self, trace->id),
                                  keep (self, line->value), keep (self, trace->title) };
  g_array_append_val (to, pregnancy);
}

static gboolean
is_one_of (const char *text, const char *const *texts)
{
  return text != NULL && g_strv_contains (texts, text);
}

/* A pregnancy that is said to be over, or never to have been, is over: since when it says, else
 * from its first day on. */
static void
add_condition (KarnePregnancyReader *self, const KarneLineRead *line, const KarneDays *when)
{
  static const char *const over[] = { "inactive", "remission",        "resolved",
                                      "refuted",  "entered-in-error", NULL };
  KarneDays until;

  if (!karne_days_parse (line->until, 0, &until))
    until.first = is_one_of (line->status, over) ? when->first : KARNE_DAY_NONE;
  if (until.first != KARNE_DAY_NONE)
    add_end (self, when->first, until.first, KARNE_OUTCOME_OVER);
}

/* The follow-up of a pregnancy ends with it. */
static void
add_episode (KarnePregnancyReader *self, KarneRules *rules, const KarneLineRead *line)
{
  KarneDays until;

  if (g_strcmp0 (line->status, "finished") == 0 &&
      begins_so (rules->signs.followed, line->trace.title) &&
      karne_days_parse (line->until, 0, &until))
    add_end (self, KARNE_DAY_NONE, until.first, KARNE_OUTCOME_OVER);
}

static void
add_event (KarnePregnancyReader *self,
           KarneRules *rules,
           const KarneLineRead *line,
           const KarneDays *when)
{
  static const char *const not_so[] = { "entered-in-error", "not-done", "refuted", "preparation",
                                        NULL };

  if (is_one_of (line->status, not_so) || when->first == KARNE_DAY_NONE)
    return;
  if (begins_so (rules->signs.lost, line->trace.title))
    add_end (self, KARNE_DAY_NONE, when->first, KARNE_OUTCOME_LOST);
  else if (begins_so (rules->signs.born, line->trace.title))
    add_end (self, KARNE_DAY_NONE, when->first, KARNE_OUTCOME_BORN);
}

void
karne_pregnancy_reader_add (KarnePregnancyReader *self,
                            KarneRules *rules,
                            const KarneLineRead *line,
                            const KarneDays *when)
{
  const KarnePregnancySigns *signs = &rules->signs;
  const char *kind = line->trace.kind;

  if (g_str_equal (kind, "Observation"))
    {
      if (g_strcmp0 (line->status, "entered-in-error") == 0)
        return;
      if (has_code (signs->last_period, line->codes))
        add_date (self, self->starts, line, 0);
      else if (has_code (signs->expected, line->codes))
        add_date (self, self->terms, line, TERM_DAYS);
    }
  else if (g_str_equal (kind, "EpisodeOfCare"))
    add_episode (self, rules, line);
  else if (g_str_equal (kind, "Condition") && has_code (signs->is, line->codes))
    add_condition (self, line, when);
  else if (g_str_equal (kind, "Condition") || g_str_equal (kind, "Procedure"))
    add_event (self, rules, line, when);
}

/* Putting them together */

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  const KarnePregnancy *one = a;
  const KarnePregnancy *other = b;

  if (one->start != other->start)
    return one->start < other->start ? -1 : 1;
  return g_strcmp0 (one->trace.id, other->trace.id);
}

static KarnePregnancy *
find_known (GArray *pregnancies, KarneDay start)
{
  for (guint i = 0; i < pregnancies->len; i++)
    {
      KarnePregnancy *known = &g_array_index (pregnancies, KarnePregnancy, i);

      if (ABS (known->start - start) <= SAME_DAYS)
        return known;
    }
  return NULL;
}

/* Two dates of one pregnancy that do not agree are both remembered. */
static void
add_other (KarnePregnancy *self, KarneDay start)
{
  gboolean is_first = self->other.first == KARNE_DAY_NONE;

  self->other.first = is_first ? start : MIN (self->other.first, start);
  self->other.last = MAX (self->other.last, start);
}

static void
add_new (GArray *pregnancies, GArray *from)
{
  g_array_sort (from, compare_starts);
  for (guint i = 0; i < from->len; i++)
    {
      KarnePregnancy pregnancy = g_array_index (from, KarnePregnancy, i);
      KarnePregnancy *known = find_known (pregnancies, pregnancy.start);

      if (known != NULL)
        add_other (known, pregnancy.start);
      else
        g_array_append_val (pregnancies, pregnancy);
    }
}

/* What says of which pregnancy it speaks speaks of that one; else it is of the one that it falls
 * in. */
static gboolean
is_end_of (const KarnePregnancy *end, const KarnePregnancy *pregnancy)
{
  KarneDay day = end->start != KARNE_DAY_NONE ? end->start : end->end;

  return day >= pregnancy->start - BEFORE_DAYS && day <= pregnancy->start + LAST_DAYS &&
         end->end >= pregnancy->start - BEFORE_DAYS;
}

/* A loss before a birth before what does not say; of each, the first one. */
static gboolean
is_better_end (const KarnePregnancy *end, const KarnePregnancy *than)
{
  if (than->outcome == KARNE_OUTCOME_NONE)
    return TRUE;
  if (end->outcome != than->outcome)
    return end->outcome < than->outcome;
  return end->end < than->end;
}

static void
set_end (KarnePregnancy *pregnancy, GArray *ends)
{
  for (guint i = 0; i < ends->len; i++)
    {
      const KarnePregnancy *end = &g_array_index (ends, KarnePregnancy, i);

      if (!is_end_of (end, pregnancy) || !is_better_end (end, pregnancy))
        continue;
      pregnancy->outcome = end->outcome;
      pregnancy->end = MAX (end->end, pregnancy->start);
    }
}

void
karne_pregnancy_reader_finish (KarnePregnancyReader *self, KarneHistory *history)
{
  g_autoptr (GArray) pregnancies = g_array_new (FALSE, TRUE, sizeof (KarnePregnancy));

  add_new (pregnancies, self->starts);
  add_new (pregnancies, self->terms);
  for (guint i = 0; i < pregnancies->len; i++)
    {
      KarnePregnancy *pregnancy = &g_array_index (pregnancies, KarnePregnancy, i);

      set_end (pregnancy, self->ends);
      karne_history_add_pregnancy (history, pregnancy);
    }
}
