/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-history-read-private.h"

#include <string.h>

/* What a line of a record is to the rules: by its codes, by the diseases that a vaccine is against,
 * by the words of its title. */

gboolean
karne_codes_have (const char *codes, const char *code)
{
  gsize len = strlen (code);

  for (const char *at = codes; at != NULL && (at = strstr (at, code)) != NULL; at++)
    if ((at == codes || at[-1] == '\n') && (at[len] == '\0' || at[len] == '\n'))
      return TRUE;
  return FALSE;
}

gboolean
karne_words_begin (char **words, char **phrase)
{
  for (guint i = 0; phrase[i] != NULL; i++)
    if (g_strcmp0 (words[i], phrase[i]) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
words_have (char **words, char **phrase)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (karne_words_begin (words + i, phrase))
      return TRUE;
  return FALSE;
}

guint64
karne_match_diseases (KarneRules *rules, const char *codes)
{
  g_auto (GStrv) lines = g_strsplit (codes != NULL ? codes : "", "\n", -1);
  guint64 diseases = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (rules->diseases, lines[i]));

      if (number > 0)
        diseases |= G_GUINT64_CONSTANT (1) << (number - 1);
    }
  return diseases;
}

static KarneFoundIn
get_found_in (const char *kind)
{
  if (g_str_equal (kind, "Immunization"))
    return KARNE_FOUND_VACCINE;
  if (g_str_equal (kind, "Procedure"))
    return KARNE_FOUND_PROCEDURE;
  if (g_str_equal (kind, "Observation"))
    return KARNE_FOUND_OBSERVATION;
  return g_str_equal (kind, "DocumentReference") ? KARNE_FOUND_DOCUMENT : 0;
}

gboolean
karne_match_things (KarneRules *rules, const KarneLineRead *line, KarneAct *act)
{
  KarneFoundIn in = get_found_in (line->trace.kind);
  guint64 diseases = karne_match_diseases (rules, line->diseases);
  g_auto (GStrv) words = karne_rules_fold (line->trace.title != NULL ? line->trace.title : "");
  gboolean found = FALSE;

  for (guint i = 0; i < rules->matches->len; i++)
    {
      const KarneMatch *match = &g_array_index (rules->matches, KarneMatch, i);
      gboolean is_by_name = match->code == NULL && match->against == 0;

      if (match->in != in || (match->against & ~diseases) != 0 ||
          (match->without_code && line->codes != NULL) ||
          (match->code != NULL && !karne_codes_have (line->codes, match->code)) ||
          (match->phrase != NULL && !words_have (words, match->phrase)))
        continue;
      found = TRUE;
      karne_things_add (is_by_name ? &act->by_name : &act->things, match->thing);
    }
  /* What its codes say as well is not said by its title alone. */
  for (guint i = 0; i < G_N_ELEMENTS (act->things.words); i++)
    act->by_name.words[i] &= ~act->things.words[i];
  return found;
}

void
karne_match_conditions (KarneRules *rules,
                        const KarneLineRead *line,
                        KarneDay since,
                        KarneHistory *history)
{
  g_auto (GStrv) words = karne_rules_fold (line->trace.title != NULL ? line->trace.title : "");

  for (guint i = 0; i < rules->condition_matches->len; i++)
    {
      const KarneConditionMatch *match =
          &g_array_index (rules->condition_matches, KarneConditionMatch, i);
      KarneCondition condition = { match->condition, since, line->trace };

      if (match->code != NULL ? karne_codes_have (line->codes, match->code)
                              : words_have (words, match->phrase))
        {
          karne_history_add_condition (history, &condition);
          return;
        }
    }
}

/* Where a person lives */

KarneTerritory
karne_territory_from_postal_code (const char *code)
{
  static const struct
  {
    const char *prefix;
    KarneTerritory territory;
  } overseas[] = {
    { "971", KARNE_TERRITORY_GUADELOUPE }, { "972", KARNE_TERRITORY_MARTINIQUE },
    { "973", KARNE_TERRITORY_GUYANE },     { "974", KARNE_TERRITORY_REUNION },
    { "976", KARNE_TERRITORY_MAYOTTE },
  };

  if (code == NULL || strlen (code) != 5 || strspn (code, "0123456789") != 5)
    return KARNE_TERRITORY_UNKNOWN;
  for (guint i = 0; i < G_N_ELEMENTS (overseas); i++)
    if (g_str_has_prefix (code, overseas[i].prefix))
      return overseas[i].territory;
  /* 96 is nowhere; 97 and 98 are elsewhere overseas. */
  return strcmp (code, "01000") >= 0 && strcmp (code, "96000") < 0 ? KARNE_TERRITORY_FRANCE
                                                                   : KARNE_TERRITORY_UNKNOWN;
}

int
karne_territory_get_minutes_east (KarneTerritory self, const char *instant)
{
  gboolean is_summer;

  switch (self)
    {
    case KARNE_TERRITORY_REUNION:
      return 4 * 60;
    case KARNE_TERRITORY_MAYOTTE:
      return 3 * 60;
    case KARNE_TERRITORY_GUYANE:
      return -3 * 60;
    case KARNE_TERRITORY_GUADELOUPE:
    case KARNE_TERRITORY_MARTINIQUE:
      return -4 * 60;
    case KARNE_TERRITORY_FRANCE:
      /* By the month: at the ends of March and October a few evenings are told wrong by an hour. */
      is_summer = instant != NULL && strlen (instant) > 7 && strncmp (instant + 5, "04", 2) >= 0 &&
                  strncmp (instant + 5, "10", 2) <= 0;
      return is_summer ? 2 * 60 : 60;
    case KARNE_TERRITORY_UNKNOWN:
    default:
      return 0;
    }
}
