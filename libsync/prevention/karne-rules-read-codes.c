/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "prevention/karne-rules-read-private.h"

/* What the words of the rules are in a record: the sections of codes, sources and campaigns. */

static gboolean
refuse_twice (KarneRulesReader *self, xmlNode *node, const char *id, GError **error)
{
  return karne_rules_refuse (self, node, error, "“%s” stands twice", id);
}

gboolean
karne_rules_read_system (KarneRulesReader *self, xmlNode *node, GError **error)
{
  g_autofree char *id = karne_data_file_get (node, "id");

  if (g_hash_table_contains (self->rules->systems, id))
    return refuse_twice (self, node, id, error);
  g_hash_table_insert (self->rules->systems, g_steal_pointer (&id),
                       karne_data_file_get (node, "url"));
  return TRUE;
}

gboolean
karne_rules_read_source (KarneRulesReader *self, xmlNode *node, GError **error)
{
  GPtrArray *sources = self->rules->sources;
  KarneRuleSource *source = g_new0 (KarneRuleSource, 1);

  source->id = karne_data_file_get (node, "id");
  source->name = karne_data_file_get (node, "name");
  source->date = karne_data_file_get (node, "date");
  source->address = karne_data_file_get (node, "address");
  g_ptr_array_add (sources, source);
  return karne_rules_add_name (self->rules, "source", source->id, (int) sources->len - 1) ||
         refuse_twice (self, node, source->id, error);
}

/* Gives a number to what has an id, beside those of its sort. */
static gboolean
add_id (KarneRulesReader *self,
        xmlNode *node,
        const char *kind,
        GPtrArray *ids,
        guint most,
        GError **error)
{
  char *id = karne_data_file_get (node, "id");

  g_ptr_array_add (ids, id);
  if (!karne_rules_add_name (self->rules, kind, id, (int) ids->len - 1))
    return refuse_twice (self, node, id, error);
  return ids->len <= most || karne_rules_refuse (self, node, error, "too many of them");
}

gboolean
karne_rules_read_disease (KarneRulesReader *self, xmlNode *node, GError **error)
{
  GPtrArray *ids = self->rules->disease_ids;

  if (!add_id (self, node, "disease", ids, 64, error))
    return FALSE;
  KARNE_FOR_EACH_ELEMENT (child, node)
  {
    g_autofree char *code = NULL;

    if (!karne_rules_get_code (self, child, &code, error))
      return FALSE;
    g_hash_table_insert (self->rules->diseases, g_steal_pointer (&code),
                         GUINT_TO_POINTER (ids->len));
  }
  return TRUE;
}

gboolean
karne_rules_read_condition (KarneRulesReader *self, xmlNode *node, GError **error)
{
  GPtrArray *ids = self->rules->condition_ids;

  if (!add_id (self, node, "condition", ids, KARNE_MAX_CONDITIONS, error))
    return FALSE;
  KARNE_FOR_EACH_ELEMENT (child, node)
  {
    KarneConditionMatch match = { .condition = (int) ids->len - 1 };
    g_autofree char *text = karne_data_file_get_text (child);

    if (!karne_rules_get_code (self, child, &match.code, error))
      return FALSE;
    if (match.code == NULL)
      match.phrase = karne_rules_fold (text);
    g_array_append_val (self->rules->condition_matches, match);
  }
  return TRUE;
}

/* Things */

gboolean
karne_rules_name_thing (KarneRulesReader *self, xmlNode *node, GError **error)
{
  KarneRules *rules = self->rules;

  if (!add_id (self, node, "thing", rules->thing_ids, KARNE_MAX_THINGS, error))
    return FALSE;
  karne_things_add (&rules->also[rules->thing_ids->len - 1], (int) rules->thing_ids->len - 1);
  return TRUE;
}

static KarneFoundIn
get_found_in (xmlNode *node)
{
  if (karne_data_file_is (node, "vaccine"))
    return KARNE_FOUND_VACCINE;
  if (karne_data_file_is (node, "procedure"))
    return KARNE_FOUND_PROCEDURE;
  return karne_data_file_is (node, "observation") ? KARNE_FOUND_OBSERVATION : KARNE_FOUND_DOCUMENT;
}

static gboolean
read_match (KarneRulesReader *self, xmlNode *node, int thing, GError **error)
{
  KarneMatch match = { .thing = thing, .in = get_found_in (node) };
  g_autofree char *named = karne_data_file_get (node, "named");
  gboolean is_good = karne_rules_get_code (self, node, &match.code, error) &&
                     karne_rules_get_bits (self, node, "against", "disease", &match.against, error);

  if (named != NULL)
    match.phrase = karne_rules_fold (named);
  match.without_code = karne_data_file_has (node, "without-code");
  g_array_append_val (self->rules->matches, match);
  if (!is_good)
    return FALSE;
  if (match.code == NULL && match.phrase == NULL && match.against == 0)
    return karne_rules_refuse (self, node, error, "anything at all would be found by this");
  return match.phrase == NULL || match.phrase[0] != NULL ||
         karne_rules_refuse (self, node, error, "there is no word in “%s”", named);
}

gboolean
karne_rules_read_thing (KarneRulesReader *self, xmlNode *node, GError **error)
{
  g_autofree char *id = karne_data_file_get (node, "id");
  int thing = karne_rules_find (self->rules, "thing", id);

  KARNE_FOR_EACH_ELEMENT (child, node)
  {
    int other = KARNE_NO_INDEX;

    if (!karne_data_file_is (child, "also"))
      {
        if (!read_match (self, child, thing, error))
          return FALSE;
        continue;
      }
    if (!karne_rules_get_index (self, child, "thing", "thing", &other, error))
      return FALSE;
    karne_things_add (&self->rules->also[other], thing);
  }
  return TRUE;
}

gboolean
karne_rules_read_sign (KarneRulesReader *self, xmlNode *node, GError **error)
{
  KarnePregnancySigns *signs = &self->rules->signs;
  g_autofree char *begins = karne_data_file_get (node, "begins");
  g_autofree char *code = NULL;

  if (!karne_rules_get_code (self, node, &code, error))
    return FALSE;
  if (begins != NULL)
    g_ptr_array_add (karne_data_file_is (node, "lost")   ? signs->lost
                     : karne_data_file_is (node, "born") ? signs->born
                                                         : signs->followed,
                     karne_rules_fold (begins));
  else
    g_hash_table_add (karne_data_file_is (node, "is")            ? signs->is
                      : karne_data_file_is (node, "last-period") ? signs->last_period
                                                                 : signs->expected,
                      g_steal_pointer (&code));
  return TRUE;
}

/* Campaigns. Their dates may stand in several files: those of a new one are added to the others. */

static KarneCampaign *
get_campaign (KarneRules *rules, xmlNode *node)
{
  g_autofree char *id = karne_data_file_get (node, "id");
  int number = karne_rules_find (rules, "campaign", id);
  KarneCampaign *campaign;

  if (number != KARNE_NO_INDEX)
    return rules->campaigns->pdata[number];
  campaign = g_new0 (KarneCampaign, 1);
  campaign->dates = g_array_new (FALSE, TRUE, sizeof (KarneCampaignDates));
  g_ptr_array_add (rules->campaigns, campaign);
  karne_rules_add_name (rules, "campaign", id, (int) rules->campaigns->len - 1);
  campaign->id = g_steal_pointer (&id);
  return campaign;
}

static const KarneCampaignDates *
find_overlap (KarneCampaign *campaign, const KarneCampaignDates *dates)
{
  for (guint i = 0; i < campaign->dates->len; i++)
    {
      const KarneCampaignDates *other = &g_array_index (campaign->dates, KarneCampaignDates, i);

      if ((other->territories & dates->territories) != 0 && other->from <= dates->until &&
          dates->from <= other->until)
        return other;
    }
  return NULL;
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  return ((const KarneCampaignDates *) a)->from - ((const KarneCampaignDates *) b)->from;
}

static gboolean
read_dates (KarneRulesReader *self, xmlNode *node, KarneCampaign *campaign, GError **error)
{
  KarneCampaignDates dates = { .line = (int) xmlGetLineNo (node) };
  g_autofree char *confidence = karne_data_file_get (node, "confidence");
  int source = KARNE_NO_INDEX;

  dates.unsure = karne_data_file_has (node, "unsure-after");
  dates.confidence =
      g_str_equal (confidence, "high") ? KARNE_CONFIDENCE_HIGH : KARNE_CONFIDENCE_MEDIUM;
  if (!karne_rules_get_territories (self, node, &dates.territories, error) ||
      !karne_rules_get_day (self, node, "from", &dates.from, error) ||
      !karne_rules_get_day (self, node, dates.unsure ? "unsure-after" : "until", &dates.until,
                            error) ||
      !karne_rules_get_index (self, node, "source", "source", &source, error))
    return FALSE;
  if (dates.until < dates.from)
    return karne_rules_refuse (self, node, error, "the campaign ends before it begins");
  if (find_overlap (campaign, &dates) != NULL)
    return karne_rules_refuse (self, node, error,
                               "these dates overlap others of the same campaign and territory");
  g_array_append_val (campaign->dates, dates);
  g_array_sort (campaign->dates, compare_dates);
  return TRUE;
}

gboolean
karne_rules_read_campaign (KarneRulesReader *self, xmlNode *node, GError **error)
{
  KarneCampaign *campaign = get_campaign (self->rules, node);

  KARNE_FOR_EACH_ELEMENT (child, node)
  if (!read_dates (self, child, campaign, error))
    return FALSE;
  return TRUE;
}
