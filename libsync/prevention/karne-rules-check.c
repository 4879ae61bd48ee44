/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-data-file-private.h"
#include "prevention/karne-rules-read-private.h"

/* What no schema can say of rules: that their windows follow one another, and that they can be
 * worked with. */

/* A place on the line of its anchor, for comparing alone. */
static int
get_place (const KarneMoment *moment)
{
  return moment->span.months * 31 + moment->span.days;
}

static gboolean
are_comparable (const KarneMoment *one, const KarneMoment *other)
{
  return one->anchor != KARNE_ANCHOR_NONE && one->anchor == other->anchor;
}

static gboolean
refuse (const KarneRule *rule, int line, GError **error, const char *reason)
{
  g_autofree char *whole = g_strdup_printf ("rule “%s”: %s", rule->id, reason);

  return karne_data_file_refuse (rule->file, line, error, whole);
}

static gboolean
check_step (const KarneRule *rule, const KarneRuleStep *step, GError **error)
{
  if (are_comparable (&step->from, &step->before) &&
      get_place (&step->before) <= get_place (&step->from))
    return refuse (rule, step->line, error, "a window ends before it begins");
  if (are_comparable (&step->before, &step->open_before) &&
      get_place (&step->open_before) < get_place (&step->before))
    return refuse (rule, step->line, error, "open-before is before the end of its window");
  return TRUE;
}

/* Doses that say how long after one another they are given may share a window. */
static gboolean
check_steps (const KarneRule *rule, GArray *steps, GError **error)
{
  for (guint i = 0; i < steps->len; i++)
    {
      const KarneRuleStep *step = &g_array_index (steps, KarneRuleStep, i);
      const KarneRuleStep *before = i > 0 ? step - 1 : NULL;

      if (!check_step (rule, step, error))
        return FALSE;
      if (before == NULL || karne_span_is_set (step->after) || step->line == before->line)
        continue;
      if (are_comparable (&before->before, &step->from) &&
          get_place (&step->from) < get_place (&before->before))
        return refuse (rule, step->line, error, "this window overlaps the one before");
    }
  return TRUE;
}

static gboolean
check_done (const KarneRule *rule, GError **error)
{
  if (rule->done->len == 0 && rule->level != KARNE_RULE_RIGHT)
    return refuse (rule, rule->line, error, "nothing says what counts as done");
  for (guint i = 0; i < rule->done->len && rule->schedule == KARNE_SCHEDULE_REPEAT; i++)
    if (!karne_span_is_set (g_array_index (rule->done, KarneRuleDone, i).holds))
      return refuse (rule, rule->line, error, "nothing says how long it holds");
  return TRUE;
}

static gboolean
check_follows (KarneRules *rules, const KarneRule *rule, GError **error)
{
  if (rule->follows != KARNE_NO_INDEX && (guint) rule->follows >= rule->number)
    return refuse (rule, rule->line, error, "it has to stand after the rule that it follows");
  return TRUE;
}

static gboolean
check_rule (KarneRules *rules, const KarneRule *rule, GError **error)
{
  for (guint i = 0; i < rule->series->len; i++)
    if (!check_steps (rule, ((KarneRuleSeries *) rule->series->pdata[i])->doses, error))
      return FALSE;
  return check_steps (rule, rule->windows, error) && check_done (rule, error) &&
         check_follows (rules, rule, error);
}

/* What is a thing by way of another thing is all that this is, too. */
static void
close_things (KarneRules *rules)
{
  for (guint round = 0; round < rules->thing_ids->len; round++)
    for (guint i = 0; i < rules->thing_ids->len; i++)
      for (guint j = 0; j < rules->thing_ids->len; j++)
        if (karne_things_have (&rules->also[i], (int) j))
          for (guint k = 0; k < G_N_ELEMENTS (rules->also[i].words); k++)
            rules->also[i].words[k] |= rules->also[j].words[k];
}

gboolean
karne_rules_check (KarneRulesReader *self, GError **error)
{
  KarneRules *rules = self->rules;

  close_things (rules);
  for (guint i = 0; i < rules->rules->len; i++)
    if (!check_rule (rules, rules->rules->pdata[i], error))
      return FALSE;
  return TRUE;
}
