/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "prevention/karne-rules-read-private.h"

/* One rule. */

static void
series_free (gpointer data)
{
  KarneRuleSeries *series = data;

  g_array_unref (series->doses);
  g_free (series);
}

/* An attribute whose values the schema limits, as a number: its place among them. */
static guint
get_choice (xmlNode *node, const char *name, const char *const *choices)
{
  g_autofree char *text = karne_data_file_get (node, name);

  for (guint i = 0; text != NULL && choices[i] != NULL; i++)
    if (g_str_equal (choices[i], text))
      return i;
  return 0;
}

static const char *const kinds[] = { "vaccination", "screening", "pregnancy", "child",
                                     "checkup",     "chronic",   NULL };
static const char *const levels[] = { "obligatory", "recommended", "proposed",
                                      "targeted",   "right",       NULL };
static const char *const confidences[] = { "high", "medium", NULL };
static const char *const sexes[] = { "", "female", "male", NULL };
static const char *const pregnants[] = { "", "yes", "no", "born", NULL };

static KarneRule *
rule_new (KarneRulesReader *self, xmlNode *node)
{
  KarneRule *rule = g_new0 (KarneRule, 1);

  rule->file = g_strdup (self->document->_private);
  rule->line = (int) xmlGetLineNo (node);
  rule->id = karne_data_file_get (node, "id");
  rule->kind = (KarneRuleKind) get_choice (node->parent, "kind", kinds);
  rule->level = (KarneRuleLevel) get_choice (node, "level", levels);
  rule->confidence = (KarneConfidence) get_choice (node, "confidence", confidences);
  rule->source = rule->follows = rule->campaign = rule->put_off_thing = KARNE_NO_INDEX;
  rule->valid_until = KARNE_DAY_NEVER;
  rule->whos = g_array_new (FALSE, TRUE, sizeof (KarneRuleWho));
  rule->series = g_ptr_array_new_with_free_func (series_free);
  rule->windows = g_array_new (FALSE, TRUE, sizeof (KarneRuleStep));
  rule->done = g_array_new (FALSE, TRUE, sizeof (KarneRuleDone));
  rule->told = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  return rule;
}

gboolean
karne_rules_name_rule (KarneRulesReader *self, xmlNode *node, GError **error)
{
  KarneRule *rule = rule_new (self, node);
  GPtrArray *rules = self->rules->rules;

  rule->number = rules->len;
  g_ptr_array_add (rules, rule);
  return karne_rules_add_name (self->rules, "rule", rule->id, (int) rule->number) ||
         karne_rules_refuse (self, node, error, "there are two rules “%s”", rule->id);
}

/* Who */

static gboolean
read_without (KarneRulesReader *self, xmlNode *node, KarneRuleWho *who, GError **error)
{
  karne_rules_get_span (node, "before", &who->without_before);
  return karne_rules_get_bits (self, node, "condition", "condition", &who->without, error) &&
         karne_rules_get_index (self, node, "thing", "thing", &who->without_thing, error);
}

static gboolean
read_who (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  KarneRuleWho who = { .born_before = KARNE_DAY_NEVER,
                       .valid_until = KARNE_DAY_NEVER,
                       .without_thing = KARNE_NO_INDEX };

  karne_rules_get_moment (node, "from", &who.from);
  karne_rules_get_moment (node, "before", &who.before);
  karne_rules_get_moment (node, "begun-before", &who.begun_before);
  who.sex = (KarneSex) get_choice (node, "sex", sexes);
  who.pregnant = (KarnePregnant) get_choice (node, "pregnant", pregnants);
  who.stays = karne_data_file_has (node, "stays");
  if (!karne_rules_get_day (self, node, "born-since", &who.born_since, error) ||
      !karne_rules_get_day (self, node, "born-before", &who.born_before, error) ||
      !karne_rules_get_day (self, node, "valid-from", &who.valid_from, error) ||
      !karne_rules_get_day (self, node, "valid-until", &who.valid_until, error) ||
      !karne_rules_get_territories (self, node, &who.territories, error) ||
      !karne_rules_get_bits (self, node, "condition", "condition", &who.conditions, error))
    return FALSE;
  KARNE_FOR_EACH_ELEMENT (child, node)
  if (!read_without (self, child, &who, error))
    return FALSE;
  g_array_append_val (rule->whos, who);
  return who.valid_from <= who.valid_until ||
         karne_rules_refuse (self, node, error, "valid-until is before valid-from");
}

/* When */

static gboolean
read_step (KarneRulesReader *self, xmlNode *node, KarneRuleStep *step, GError **error)
{
  step->line = (int) xmlGetLineNo (node);
  karne_rules_get_moment (node, "from", &step->from);
  karne_rules_get_moment (node, "before", &step->before);
  karne_rules_get_moment (node, "possible-from", &step->possible);
  karne_rules_get_moment (node, "open-before", &step->open_before);
  karne_rules_get_span (node, "after", &step->after);
  karne_rules_get_span (node, "within", &step->within);
  karne_rules_get_span (node, "only-if-before", &step->only_if_before);
  KARNE_FOR_EACH_ELEMENT (child, node)
  {
    karne_rules_get_span (child, "after", &step->sooner);
    if (!karne_rules_get_bits (self, child, "condition", "condition", &step->sooner_conditions,
                               error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_series (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  KarneRuleSeries *series = g_new0 (KarneRuleSeries, 1);

  series->doses = g_array_new (FALSE, TRUE, sizeof (KarneRuleStep));
  g_ptr_array_add (rule->series, series);
  rule->schedule = KARNE_SCHEDULE_SERIES;
  karne_rules_get_span (node, "none-before", &series->none_before);
  KARNE_FOR_EACH_ELEMENT (child, node)
  {
    g_autofree char *times = karne_data_file_get (child, "times");
    KarneRuleStep step = { 0 };

    if (!read_step (self, child, &step, error))
      return FALSE;
    for (int i = times != NULL ? atoi (times) : 1; i > 0; i--)
      g_array_append_val (series->doses, step);
  }
  return TRUE;
}

/* A window that is to be repeated becomes many. */
static void
add_windows (KarneRule *rule, const KarneRuleStep *step, KarneCalendarSpan every)
{
  KarneRuleStep window = *step;

  if (every.months <= 0)
    {
      g_array_append_val (rule->windows, window);
      return;
    }
  for (int from = step->from.span.months; from < step->before.span.months; from += every.months)
    {
      window.from.span.months = (gint16) from;
      window.before.span.months =
          (gint16) MIN (from + every.months, (int) step->before.span.months);
      g_array_append_val (rule->windows, window);
    }
}

static gboolean
read_windows (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  rule->schedule = KARNE_SCHEDULE_WINDOWS;
  rule->doses_unsaid = karne_data_file_has (node, "doses");
  KARNE_FOR_EACH_ELEMENT (child, node)
  {
    KarneRuleStep step = { 0 };
    KarneCalendarSpan every = { 0 };

    if (!read_step (self, child, &step, error))
      return FALSE;
    karne_rules_get_span (child, "every", &every);
    add_windows (rule, &step, every);
  }
  return TRUE;
}

static gboolean
read_repeat (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  rule->schedule = KARNE_SCHEDULE_REPEAT;
  karne_rules_get_moment (node, "from", &rule->repeat_from);
  return TRUE;
}

static gboolean
read_campaign (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  rule->schedule = KARNE_SCHEDULE_CAMPAIGN;
  rule->first_season = karne_data_file_has (node, "first-season");
  karne_rules_get_moment (node, "from", &rule->campaign_from);
  karne_rules_get_moment (node, "before", &rule->campaign_before);
  return karne_rules_get_index (self, node, "ref", "campaign", &rule->campaign, error);
}

/* What counts */

static gboolean
read_done (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  KarneRuleDone done = { .thing = KARNE_NO_INDEX };

  done.in_window = karne_data_file_has (node, "in-window");
  done.perhaps = karne_data_file_has (node, "perhaps");
  karne_rules_get_span (node, "holds", &done.holds);
  karne_rules_get_span (node, "first-holds", &done.first_holds);
  if (!karne_rules_get_index (self, node, "thing", "thing", &done.thing, error))
    return FALSE;
  g_array_append_val (rule->done, done);
  return TRUE;
}

static gboolean
read_put_off (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  karne_rules_get_span (node, "by", &rule->put_off_by);
  return karne_rules_get_index (self, node, "thing", "thing", &rule->put_off_thing, error);
}

static gboolean
read_ask (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  return karne_rules_get_bits (self, node, "condition", "condition", &rule->ask, error);
}

static gboolean
read_told (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  g_autofree char *named = karne_data_file_get (node, "named");
  char **words = karne_rules_fold (named);

  g_ptr_array_add (rule->told, words);
  return words[0] != NULL ||
         karne_rules_refuse (self, node, error, "there is no word in “%s”", named);
}

static gboolean
read_title (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  rule->title = karne_data_file_get_text (node);
  return *rule->title != '\0' || karne_rules_refuse (self, node, error, "the title is empty");
}

static gboolean
read_text (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  rule->text = karne_data_file_get_text (node);
  return *rule->text != '\0' || karne_rules_refuse (self, node, error, "the text is empty");
}

static gboolean
read_part (KarneRulesReader *self, xmlNode *node, KarneRule *rule, GError **error)
{
  static const struct
  {
    const char *name;
    gboolean (*read) (KarneRulesReader *, xmlNode *, KarneRule *, GError **);
  } parts[] = {
    { "title", read_title },       { "text", read_text },       { "who", read_who },
    { "series", read_series },     { "windows", read_windows }, { "repeat", read_repeat },
    { "campaign", read_campaign }, { "done", read_done },       { "put-off", read_put_off },
    { "ask", read_ask },           { "told", read_told },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (karne_data_file_is (node, parts[i].name))
      return parts[i].read (self, node, rule, error);
  return TRUE;
}

gboolean
karne_rules_read_rule (KarneRulesReader *self, xmlNode *node, GError **error)
{
  g_autofree char *id = karne_data_file_get (node, "id");
  KarneRule *rule = self->rules->rules->pdata[karne_rules_find (self->rules, "rule", id)];
  KarneRuleWho anybody = { .born_before = KARNE_DAY_NEVER,
                           .valid_until = KARNE_DAY_NEVER,
                           .without_thing = KARNE_NO_INDEX };

  if (!karne_rules_get_index (self, node, "source", "source", &rule->source, error) ||
      !karne_rules_get_index (self, node, "follows", "rule", &rule->follows, error) ||
      !karne_rules_get_day (self, node, "valid-from", &rule->valid_from, error) ||
      !karne_rules_get_day (self, node, "valid-until", &rule->valid_until, error))
    return FALSE;
  if (rule->valid_until < rule->valid_from)
    return karne_rules_refuse (self, node, error, "valid-until is before valid-from");
  KARNE_FOR_EACH_ELEMENT (child, node)
  if (!read_part (self, child, rule, error))
    return FALSE;
  if (rule->whos->len == 0)
    g_array_append_val (rule->whos, anybody);
  return TRUE;
}
