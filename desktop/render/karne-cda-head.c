/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-cda-parts.h"
#include "karne-cda-xml.h"

#include <string.h>

/* Many authors are a mistake, or a trick. */
#define MAX_AUTHORS 50

static void
add_fact (KarneCdaBlocks *blocks, KarneHeadFact fact, const char *text)
{
  if (text == NULL)
    return;

  karne_cda_blocks_add_text (blocks, KARNE_TEXT_PLAIN, text);
  karne_cda_blocks_add_block (blocks, KARNE_BLOCK_FACT, 0, fact);
}

static void
append_word (GString *words, const char *separator, const char *word)
{
  if (*word == '\0')
    return;
  if (words->len > 0)
    g_string_append (words, separator);
  g_string_append (words, word);
}

/* ---- Names --------------------------------------------------------------------------------- */

static void
append_parts (GString *words, const xmlNode *name, const char *part)
{
  for (const xmlNode *node = karne_cda_child (name, part); node != NULL;
       node = karne_cda_next (node, part))
    {
      g_autofree char *word = karne_cda_dup_text (node);

      append_word (words, " ", word);
    }
}

/* The parts come in any order in the document, and in one to be read by people; a name that is not
 * in parts is taken as it is. */
static char *
dup_name (const xmlNode *name)
{
  const char *const parts[] = { "prefix", "given", "family", "suffix" };
  g_autoptr (GString) words = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    append_parts (words, name, parts[i]);
  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE)
                        : karne_cda_dup_text (name);
}

static char *
dup_author (const xmlNode *assigned)
{
  const xmlNode *device = karne_cda_child (assigned, "assignedAuthoringDevice");
  const xmlNode *model = karne_cda_child (device, "manufacturerModelName");
  const xmlNode *name = karne_cda_descend (assigned, "assignedPerson/name");
  g_autofree char *person = dup_name (name);
  g_autofree char *software =
      karne_cda_dup_text (model != NULL ? model : karne_cda_child (device, "softwareName"));
  g_autofree char *house =
      karne_cda_dup_text (karne_cda_descend (assigned, "representedOrganization/name"));
  g_autoptr (GString) words = g_string_new (NULL);

  append_word (words, ", ", person);
  append_word (words, ", ", software);
  append_word (words, ", ", house);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
add_authors (KarneCdaBlocks *blocks, const xmlNode *document)
{
  const xmlNode *author = karne_cda_child (document, "author");

  for (guint n = 0; author != NULL && n < MAX_AUTHORS; n++)
    {
      g_autofree char *words = dup_author (karne_cda_child (author, "assignedAuthor"));

      add_fact (blocks, KARNE_HEAD_FACT_AUTHOR, words);
      author = karne_cda_next (author, "author");
    }
}

/* ---- Dates --------------------------------------------------------------------------------- */

static gboolean
are_digits (const char *text, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
    }
  return TRUE;
}

static void
append_zone (GString *date, const char *zone)
{
  if ((zone[0] == '+' || zone[0] == '-') && strlen (zone) == 5 && are_digits (zone + 1, 4))
    g_string_append_printf (date, "%.3s:%.2s", zone, zone + 3);
}

/* 20260303140200.000+0100 is 2026-03-03T14:02:00+01:00, with the precision that it has; hours alone
 * are no time in FHIR. What is none of this stays as it is. */
static char *
date_from_timestamp (const char *stamp)
{
  gsize digits = strspn (stamp, "0123456789");
  const char *zone = stamp + digits;
  g_autoptr (GString) date = g_string_new (NULL);

  if (digits < 4 || digits > 14 || digits % 2 != 0)
    return g_strdup (stamp);

  g_string_append_len (date, stamp, 4);
  for (gsize at = 4; at < MIN (digits, 8); at += 2)
    g_string_append_printf (date, "-%.2s", stamp + at);
  if (digits >= 12)
    {
      g_string_append_printf (date, "T%.2s:%.2s:%.2s", stamp + 8, stamp + 10,
                              digits == 14 ? stamp + 12 : "00");
      if (*zone == '.')
        zone += 1 + strspn (zone + 1, "0123456789");
      append_zone (date, zone);
    }
  return g_string_free (g_steal_pointer (&date), FALSE);
}

static void
add_date (KarneCdaBlocks *blocks, KarneHeadFact fact, const xmlNode *node)
{
  g_autofree char *stamp = karne_cda_dup_attribute (node, "value");
  g_autofree char *date = stamp == NULL ? NULL : date_from_timestamp (g_strstrip (stamp));

  add_fact (blocks, fact, date);
}

/* ---- The head ------------------------------------------------------------------------------ */

static void
add_text (KarneCdaBlocks *blocks, KarneHeadFact fact, const xmlNode *node)
{
  g_autofree char *text = karne_cda_dup_text (node);

  add_fact (blocks, fact, text);
}

static void
add_person (KarneCdaBlocks *blocks, const xmlNode *document)
{
  const xmlNode *person = karne_cda_descend (document, "recordTarget/patientRole/patient");
  g_autofree char *name = dup_name (karne_cda_child (person, "name"));

  add_fact (blocks, KARNE_HEAD_FACT_PERSON, name);
  add_date (blocks, KARNE_HEAD_FACT_BIRTH_DATE, karne_cda_child (person, "birthTime"));
}

/**
 * karne_cda_add_facts:
 * @blocks: where to add
 * @document: the root of a document
 *
 * Adds what the head says, in the order in which it is read.
 */
void
karne_cda_add_facts (KarneCdaBlocks *blocks, const xmlNode *document)
{
  const char *const custodian = "custodian/assignedCustodian/representedCustodianOrganization/name";
  g_autofree char *type =
      karne_cda_dup_attribute (karne_cda_child (document, "code"), "displayName");

  add_text (blocks, KARNE_HEAD_FACT_TITLE, karne_cda_child (document, "title"));
  add_fact (blocks, KARNE_HEAD_FACT_TYPE, type);
  add_date (blocks, KARNE_HEAD_FACT_DATE, karne_cda_child (document, "effectiveTime"));
  add_authors (blocks, document);
  add_text (blocks, KARNE_HEAD_FACT_CUSTODIAN, karne_cda_descend (document, custodian));
  add_person (blocks, document);
}
