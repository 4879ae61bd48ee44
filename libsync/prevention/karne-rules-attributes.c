/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "prevention/karne-rules-read-private.h"

/* What stands in the attributes of a file of rules. Their form was checked by the schema. */

gboolean
karne_rules_get_day (KarneRulesReader *self,
                     xmlNode *node,
                     const char *name,
                     KarneDay *day,
                     GError **error)
{
  g_autofree char *text = karne_data_file_get (node, name);

  if (text == NULL || karne_day_parse (text, day))
    return TRUE;
  return karne_rules_refuse (self, node, error, "%s: there is no day %s", name, text);
}

/* Spans and moments */

static KarneCalendarSpan
parse_span (const char *text)
{
  char *unit;
  gint16 count = (gint16) strtol (text, &unit, 10);
  KarneCalendarSpan span = { 0 };

  switch (unit[1])
    {
    case 'd':
      span.days = count;
      break;
    case 'w':
      span.days = count * 7;
      break;
    case 'm':
      span.months = count;
      break;
    default:
      span.months = count * 12;
    }
  return span;
}

void
karne_rules_get_span (xmlNode *node, const char *name, KarneCalendarSpan *span)
{
  g_autofree char *text = karne_data_file_get (node, name);

  if (text != NULL)
    *span = parse_span (text);
}

static KarneMoment
parse_moment (const char *text)
{
  KarneMoment moment = { .anchor = KARNE_ANCHOR_AGE };

  if (g_str_has_prefix (text, "month "))
    {
      moment.anchor = KARNE_ANCHOR_MONTH;
      moment.span.months = (gint16) (atoi (text + strlen ("month ")) - 1);
    }
  else if (g_str_has_prefix (text, "birth"))
    {
      moment.anchor = KARNE_ANCHOR_BIRTH;
      if (strchr (text, '+') != NULL)
        moment.span = parse_span (strchr (text, '+') + 2);
    }
  else if (g_str_has_suffix (text, " SA"))
    {
      moment.anchor = KARNE_ANCHOR_PREGNANCY;
      moment.span.days = (gint16) (atoi (text) * 7);
    }
  else
    moment.span = parse_span (text);
  return moment;
}

void
karne_rules_get_moment (xmlNode *node, const char *name, KarneMoment *moment)
{
  g_autofree char *text = karne_data_file_get (node, name);

  if (text != NULL)
    *moment = parse_moment (text);
}

/* Names */

gboolean
karne_rules_get_index (KarneRulesReader *self,
                       xmlNode *node,
                       const char *name,
                       const char *kind,
                       int *index,
                       GError **error)
{
  g_autofree char *text = karne_data_file_get (node, name);

  if (text == NULL)
    return TRUE;
  *index = karne_rules_find (self->rules, kind, text);
  return *index != KARNE_NO_INDEX ||
         karne_rules_refuse (self, node, error, "there is no %s “%s”", kind, text);
}

gboolean
karne_rules_get_bits (KarneRulesReader *self,
                      xmlNode *node,
                      const char *name,
                      const char *kind,
                      guint64 *bits,
                      GError **error)
{
  g_autofree char *text = karne_data_file_get (node, name);
  g_auto (GStrv) names = g_strsplit (text != NULL ? text : "", " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      int number = karne_rules_find (self->rules, kind, names[i]);

      if (number == KARNE_NO_INDEX)
        return karne_rules_refuse (self, node, error, "there is no %s “%s”", kind, names[i]);
      *bits |= G_GUINT64_CONSTANT (1) << number;
    }
  return TRUE;
}

static const char *const territories[] = {
  [KARNE_TERRITORY_FRANCE] = "fr",      [KARNE_TERRITORY_GUADELOUPE] = "971",
  [KARNE_TERRITORY_MARTINIQUE] = "972", [KARNE_TERRITORY_GUYANE] = "973",
  [KARNE_TERRITORY_REUNION] = "974",    [KARNE_TERRITORY_MAYOTTE] = "976",
};

KarneTerritory
karne_territory_from_name (const char *name)
{
  for (guint i = 1; i < G_N_ELEMENTS (territories); i++)
    if (g_str_equal (territories[i], name))
      return (KarneTerritory) i;
  return KARNE_TERRITORY_UNKNOWN;
}

gboolean
karne_rules_get_territories (KarneRulesReader *self, xmlNode *node, guint *bits, GError **error)
{
  g_autofree char *text = karne_data_file_get (node, "territory");
  g_auto (GStrv) names = g_strsplit (text != NULL ? text : "", " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      KarneTerritory territory = karne_territory_from_name (names[i]);

      if (territory == KARNE_TERRITORY_UNKNOWN)
        return karne_rules_refuse (self, node, error, "there is no territory “%s”", names[i]);
      *bits |= 1u << territory;
    }
  return TRUE;
}

gboolean
karne_rules_get_code (KarneRulesReader *self, xmlNode *node, char **code, GError **error)
{
  g_autofree char *system = karne_data_file_get (node, "system");
  g_autofree char *text = karne_data_file_get (node, "code");
  const char *url;

  if (system == NULL)
    return TRUE;
  url = g_hash_table_lookup (self->rules->systems, system);
  if (url == NULL)
    return karne_rules_refuse (self, node, error, "there is no code system “%s”", system);
  *code = g_strconcat (url, "|", text, NULL);
  return TRUE;
}
