/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "prevention/karne-due-join-private.h"

/* What is worked out and what servers say meet, so that nothing is listed twice: by the id of the
 * rule, by the codes of a vaccine, by what a rule says that it is told by. */

/* Upper bounds of no meaning, as servers write them. */
#define ENDLESS "2099"
/* How long what was said holds, of what comes again: for a season, for a year. */
#define SEASON_MONTHS 6
#define YEAR_MONTHS 12

static gboolean
is_one_of (const char *text, const char *const *texts)
{
  return text != NULL && g_strv_contains (texts, text);
}

/* How a notice stands */

static gboolean
is_done (const char *status)
{
  static const char *const done[] = { "completed", "complete", "immune", NULL };

  return is_one_of (status, done);
}

static gboolean
is_declined (const char *status)
{
  static const char *const declined[] = { "rejected",         "cancelled",       "failed",
                                          "entered-in-error", "revoked",         "not-done",
                                          "stopped",          "contraindicated", NULL };

  return is_one_of (status, declined);
}

static KarneDay
find_end (const KarneDueNotice *self, const char *late)
{
  KarneDays days;

  if (karne_days_parse (late, 0, &days))
    return days.first - 1;
  return self->to != NULL && karne_days_parse (self->to, 0, &days) ? days.last : KARNE_DAY_NEVER;
}

void
karne_due_notice_judge (KarneDueNotice *self, const char *late, KarneDay on)
{
  char text[KARNE_DAY_SIZE];
  KarneDay end;
  KarneDays from;

  if (self->to != NULL && strncmp (self->to, ENDLESS, strlen (ENDLESS)) >= 0)
    g_clear_pointer (&self->to, g_free);
  end = find_end (self, late);
  if (late != NULL && end != KARNE_DAY_NEVER)
    {
      g_free (self->to);
      self->to = g_strdup (karne_day_to_text (end, text));
    }
  self->declined = self->declined || is_declined (self->status);
  if (is_done (self->status) || self->declined)
    self->state = KARNE_DUE_DONE;
  else if (on > end)
    self->state = KARNE_DUE_OVERDUE;
  else if (self->from != NULL && karne_days_parse (self->from, 0, &from) && on < from.first)
    self->state = KARNE_DUE_COMING;
  else
    self->state = KARNE_DUE_NOW;
}

/* Which of what is due a line speaks of */

static const KarneRule *
get_rule (KarneRules *rules, const KarneDueEntry *entry)
{
  return rules->rules->pdata[karne_rules_find (rules, "rule", entry->due->rule)];
}

static gboolean
has_thing (const KarneRule *rule, const KarneThings *things)
{
  for (guint i = 0; i < rule->done->len; i++)
    if (karne_things_have (things, g_array_index (rule->done, KarneRuleDone, i).thing))
      return TRUE;
  return FALSE;
}

static gboolean
is_told (const KarneRule *rule, char **words)
{
  for (guint i = 0; i < rule->told->len; i++)
    for (guint j = 0; words[j] != NULL; j++)
      if (karne_words_begin (words + j, rule->told->pdata[i]))
        return TRUE;
  return FALSE;
}

static KarneDueEntry *
find_by_rule (GPtrArray *entries, const KarneDueLine *line)
{
  for (guint i = 0; i < entries->len; i++)
    {
      KarneDueEntry *entry = entries->pdata[i];
      g_autofree char *code = NULL;

      if (entry->due == NULL)
        continue;
      code = g_strconcat (KARNE_RULE_SYSTEM "|", entry->due->rule, NULL);
      if (karne_codes_have (line->codes, code))
        return entry;
    }
  return NULL;
}

/* What the vaccine is comes before what it may stand for. */
static KarneDueEntry *
find_by_thing (KarneRules *rules, GPtrArray *entries, const KarneDueLine *line)
{
  KarneLineRead read = { .trace = { .kind = "Immunization", .title = line->notice->title },
                         .codes = line->codes,
                         .diseases = line->diseases };
  KarneAct act = { 0 };
  KarneThings wide = { 0 };

  if (line->notice->part == 0 || !karne_match_things (rules, &read, &act))
    return NULL;
  for (guint i = 0; i < rules->thing_ids->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (wide.words); j++)
      if (karne_things_have (&act.things, (int) i))
        wide.words[j] |= rules->also[i].words[j];
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < entries->len; i++)
      {
        KarneDueEntry *entry = entries->pdata[i];

        if (entry->due != NULL &&
            has_thing (get_rule (rules, entry), round == 0 ? &act.things : &wide))
          return entry;
      }
  return NULL;
}

static KarneDueEntry *
find_by_words (KarneRules *rules, GPtrArray *entries, const KarneDueLine *line)
{
  const char *title = line->notice->title;
  g_auto (GStrv) words = karne_rules_fold (title != NULL ? title : "");

  for (guint i = 0; i < entries->len; i++)
    {
      KarneDueEntry *entry = entries->pdata[i];

      if (entry->due != NULL && is_told (get_rule (rules, entry), words))
        return entry;
    }
  return NULL;
}

static KarneDueEntry *
find_entry (KarneRules *rules, GPtrArray *entries, const KarneDueLine *line)
{
  KarneDueEntry *entry = find_by_rule (entries, line);

  if (entry == NULL)
    entry = find_by_thing (rules, entries, line);
  return entry != NULL ? entry : find_by_words (rules, entries, line);
}

/* What servers go on saying of a pregnancy that has ended */

/* As long as it would have lasted, what is sent about a pregnancy is about that one. */
#define LASTS_DAYS (44 * 7)

static gboolean
is_rule_of_pregnancy (const KarneRule *rule, gboolean and_after)
{
  for (guint i = 0; i < rule->whos->len; i++)
    {
      KarnePregnant pregnant = g_array_index (rule->whos, KarneRuleWho, i).pregnant;

      if (pregnant != KARNE_PREGNANT_YES && !(and_after && pregnant == KARNE_PREGNANT_BORN))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_told_by_rule_of_pregnancy (KarneRules *rules, const KarneDueLine *line, gboolean and_after)
{
  const char *title = line->notice->title;
  g_auto (GStrv) words = karne_rules_fold (title != NULL ? title : "");

  for (guint i = 0; i < rules->rules->len; i++)
    {
      const KarneRule *rule = rules->rules->pdata[i];
      g_autofree char *code = g_strconcat (KARNE_RULE_SYSTEM "|", rule->id, NULL);

      if (is_rule_of_pregnancy (rule, and_after) &&
          (karne_codes_have (line->codes, code) || is_told (rule, words)))
        return TRUE;
    }
  return FALSE;
}

/* Words that speak of nothing else. */
static gboolean
speaks_of_pregnancy (const KarneDueLine *line)
{
  static const char *const only[] = { "grossesse",    "enceinte",  "prenatal",   "prenatale",
                                      "accouchement", "maternite", "amenorrhee", NULL };
  const char *title = line->notice->title;
  g_auto (GStrv) words = karne_rules_fold (title != NULL ? title : "");

  for (guint i = 0; words[i] != NULL; i++)
    if (is_one_of (words[i], only))
      return TRUE;
  return FALSE;
}

/* Nobody who lost a child is to be reminded of what it would have needed, whoever sent it. found:
 * (nullable): what the line speaks of besides. */
static gboolean
is_hushed (KarneRules *rules,
           const KarnePregnancy *ended,
           const KarneDueLine *line,
           const KarneDueEntry *found)
{
  KarneDays sent;

  if (ended == NULL || (karne_days_parse (line->authored, 0, &sent) &&
                        (sent.first < ended->start || sent.first > ended->start + LASTS_DAYS)))
    return FALSE;
  return speaks_of_pregnancy (line) ||
         (found == NULL &&
          is_told_by_rule_of_pregnancy (rules, line, ended->outcome == KARNE_OUTCOME_LOST));
}

/* Putting them together */

static KarneDueEntry *
entry_new (KarneDue *due)
{
  KarneDueEntry *entry = g_new0 (KarneDueEntry, 1);

  entry->notices = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_due_notice_free);
  entry->due = due != NULL ? karne_due_copy (due) : NULL;
  entry->title = due != NULL ? g_strdup (due->title) : NULL;
  return entry;
}

static void
add_notice (KarneRules *rules, const KarnePregnancy *ended, GPtrArray *entries, KarneDueLine *line)
{
  KarneDueEntry *entry = find_entry (rules, entries, line);

  if (is_hushed (rules, ended, line, entry))
    {
      entry = entry_new (NULL);
      entry->hushed = TRUE;
      g_ptr_array_add (entries, entry);
    }
  else if (entry == NULL)
    {
      entry = entry_new (NULL);
      entry->title = g_strdup (line->notice->title);
      g_ptr_array_add (entries, entry);
    }
  g_ptr_array_add (entry->notices, g_steal_pointer (&line->notice));
}

static KarneDueEntry *
find_by_focus (GPtrArray *entries, const char *focus)
{
  for (guint i = 0; focus != NULL && i < entries->len; i++)
    {
      KarneDueEntry *entry = entries->pdata[i];

      for (guint j = 0; j < entry->notices->len; j++)
        {
          const KarneDueNotice *notice = entry->notices->pdata[j];
          g_autofree char *reference = g_strconcat (notice->kind, "/", notice->id, NULL);

          if (g_str_equal (reference, focus))
            return entry;
        }
    }
  return NULL;
}

/* Acts come newest first: what the person said last holds. One whose reminder is no more is shown
 * by itself. */
static void
add_act (GPtrArray *entries, KarneDueLine *line)
{
  KarneDueEntry *entry = find_by_rule (entries, line);

  if (entry == NULL)
    entry = find_by_focus (entries, line->focus);
  if (entry == NULL)
    {
      entry = entry_new (NULL);
      entry->title = g_strdup (line->act->title);
      g_ptr_array_add (entries, entry);
    }
  if (entry->act != NULL)
    return;
  entry->own = line->own;
  entry->act = g_steal_pointer (&line->act);
}

/* What comes of an entry */

static void
take_window (KarneDueEntry *self, KarneDueState state, const char *from, const char *to)
{
  self->state = state;
  g_free (self->from);
  g_free (self->to);
  self->from = g_strdup (from);
  self->to = g_strdup (to);
}

static gboolean
is_more_urgent (const KarneDueEntry *self, const KarneDueNotice *notice)
{
  if (notice->state != self->state)
    return notice->state < self->state;
  return notice->to != NULL && (self->to == NULL || strcmp (notice->to, self->to) < 0);
}

static gboolean
is_known (const KarneDue *due)
{
  return due != NULL && due->state != KARNE_DUE_UNKNOWN_DATES && due->state != KARNE_DUE_ASK;
}

static gboolean
differ (const char *one, const char *other)
{
  return one != NULL && other != NULL && !g_str_has_prefix (one, other) &&
         !g_str_has_prefix (other, one);
}

/* What is done for now and comes again in years: a server speaks of the next time already. */
static gboolean
is_of_next_time (const KarneDue *due, const KarneDueNotice *notice)
{
  return due != NULL && due->state == KARNE_DUE_DONE && notice->state == KARNE_DUE_COMING;
}

static KarneDueDisagreement
compare_with (const KarneDue *due, const KarneDueNotice *notice)
{
  if (!is_known (due) || notice->declined || is_of_next_time (due, notice))
    return KARNE_DUE_AGREED;
  if ((due->state == KARNE_DUE_DONE) != (notice->state == KARNE_DUE_DONE))
    return KARNE_DUE_DISAGREED_DONE;
  if (due->state != KARNE_DUE_DONE &&
      (due->state != notice->state || differ (due->from, notice->from) ||
       differ (due->to, notice->to)))
    return KARNE_DUE_DISAGREED_DATES;
  return KARNE_DUE_AGREED;
}

/* Whether something said on a day may still be what holds, of what comes again each year. */
static gboolean
is_recent (const char *said, int months, KarneDay on)
{
  KarneDays days;

  return karne_days_parse (said, 0, &days) && days.last >= karne_day_add_months (on, -months) &&
         days.first <= on + 1;
}

/* A server that says that it is done knows more than a rule that knows no dates: of this season. */
static gboolean
is_settled_by (const KarneDueEntry *self, const KarneDueNotice *notice, KarneDay on)
{
  return self->due != NULL && self->due->state == KARNE_DUE_UNKNOWN_DATES &&
         notice->state == KARNE_DUE_DONE && !notice->declined &&
         is_recent (notice->updated, SEASON_MONTHS, on);
}

static gboolean
is_of_rule (const KarneItem *act)
{
  return act->code != NULL && g_str_has_prefix (act->code, KARNE_RULE_SYSTEM "|");
}

/* What the person says was done and is of a rule is in the history: the rule says then whether it
 * holds. Where only a notice was meant, nobody asks again for a year. */
static gboolean
is_held_by_act (KarneRules *rules, const KarneDueEntry *self, KarneDay on)
{
  const char *when;

  if (self->own != KARNE_OWN_DONE)
    return FALSE;
  if (self->due == NULL || self->due->state == KARNE_DUE_DONE)
    return TRUE;
  if (is_of_rule (self->act) && karne_rule_get_proof (get_rule (rules, self)) != KARNE_NO_INDEX)
    return FALSE;
  when = self->act->until != NULL ? self->act->until : self->act->date;
  return is_recent (when, YEAR_MONTHS, on);
}

static void
settle (KarneRules *rules, KarneDueEntry *self, KarneDay on)
{
  gboolean is_first = self->due == NULL;
  gboolean is_declined_by_all = self->due == NULL && self->notices->len > 0;

  if (self->due != NULL)
    take_window (self, self->due->state, self->due->from, self->due->to);
  else
    self->state = KARNE_DUE_DONE;
  for (guint i = 0; i < self->notices->len; i++)
    {
      const KarneDueNotice *notice = self->notices->pdata[i];

      self->disagreement = MAX (self->disagreement, compare_with (self->due, notice));
      is_declined_by_all = is_declined_by_all && notice->declined;
      if (is_of_next_time (self->due, notice))
        continue;
      if (is_first || is_settled_by (self, notice, on) || is_more_urgent (self, notice))
        take_window (self, notice->state, notice->from, notice->to);
      is_first = FALSE;
    }
  if (self->own == KARNE_OWN_STOP || is_declined_by_all)
    self->group = KARNE_DUE_GROUP_DECLINED;
  else if (self->state == KARNE_DUE_DONE || is_held_by_act (rules, self, on))
    self->group = KARNE_DUE_GROUP_DONE;
}

/* A person's own word alone, of nothing that is listed. */
static void
settle_act (KarneDueEntry *self)
{
  if (self->due != NULL || self->notices->len > 0)
    return;
  take_window (self,
               self->own == KARNE_OWN_DONE || self->own == KARNE_OWN_STOP ? KARNE_DUE_DONE
                                                                          : KARNE_DUE_NOW,
               self->act->date, self->act->until);
  if (self->own == KARNE_OWN_PLANNED || self->own == KARNE_OWN_NOT_NOW)
    self->group = KARNE_DUE_GROUP_TO_DO;
}

static const char *
or_else (const char *text, const char *otherwise)
{
  return text != NULL ? text : otherwise;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const KarneDueEntry *one = *(KarneDueEntry *const *) a;
  const KarneDueEntry *other = *(KarneDueEntry *const *) b;
  int order = (int) one->group - (int) other->group;

  if (order == 0)
    order = (int) one->state - (int) other->state;
  /* The last ones first, of what is over. */
  if (order == 0 && one->group != KARNE_DUE_GROUP_TO_DO)
    return strcmp (or_else (one->title, ""), or_else (other->title, ""));
  if (order == 0 && one->state == KARNE_DUE_COMING)
    order = strcmp (or_else (one->from, ""), or_else (other->from, ""));
  if (order == 0)
    order = strcmp (or_else (one->to, "~"), or_else (other->to, "~"));
  return order != 0 ? order : strcmp (or_else (one->title, ""), or_else (other->title, ""));
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const KarneDueLine *one = *(KarneDueLine *const *) a;
  const KarneDueLine *other = *(KarneDueLine *const *) b;
  int order = g_strcmp0 (other->authored, one->authored);

  if (order == 0)
    order = strcmp (one->notice->kind, other->notice->kind);
  if (order == 0)
    order = strcmp (one->notice->id, other->notice->id);
  return order != 0 ? order : (int) one->notice->part - (int) other->notice->part;
}

GPtrArray *
karne_due_join (KarneRules *rules,
                const KarnePregnancy *ended,
                GPtrArray *dues,
                GPtrArray *lines,
                KarneDay on)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_due_entry_free);

  for (guint i = 0; i < dues->len; i++)
    g_ptr_array_add (entries, entry_new (dues->pdata[i]));
  g_ptr_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    if (((KarneDueLine *) lines->pdata[i])->own == KARNE_OWN_NONE)
      add_notice (rules, ended, entries, lines->pdata[i]);
  for (guint i = 0; i < lines->len; i++)
    if (((KarneDueLine *) lines->pdata[i])->own != KARNE_OWN_NONE)
      add_act (entries, lines->pdata[i]);
  for (guint i = 0; i < entries->len; i++)
    {
      settle (rules, entries->pdata[i], on);
      settle_act (entries->pdata[i]);
    }
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}
