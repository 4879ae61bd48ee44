/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-fact-words.h"

#include "karne-text.h"
#include "words/karne-i18n.h"

/* How a value is said; the other one (nullable) is what stands together with it. (transfer full) */
typedef char *(*SayFunc) (const char *value, const char *other);

static char *
say_text (const char *value, const char *other)
{
  return g_strdup (value);
}

static char *
say_date (const char *value, const char *other)
{
  return karne_date_to_words (value, KARNE_DATE_STYLE_LONG);
}

static char *
say_limit (const char *value, const char *other)
{
  /* Translators: in the place of a latest date, where there is none. */
  return karne_text_is_endless (value) ? g_strdup (_ ("No limit")) : say_date (value, NULL);
}

static char *
say_period (const char *value, const char *other)
{
  g_autofree char *words =
      karne_period_to_words (value, karne_text_is_endless (other) ? NULL : other);

  return karne_text_capitalize (words);
}

/* What is done at one time has a beginning only. */
static char *
say_care (const char *value, const char *other)
{
  return other != NULL ? say_period (value, other) : say_date (value, NULL);
}

static char *
say_end (const char *value, const char *other)
{
  g_autofree char *words =
      karne_text_is_endless (value) ? NULL : karne_period_to_words (NULL, value);

  return karne_text_capitalize (words);
}

static char *
say_level (const char *value, const char *other)
{
  return karne_level_to_words (value);
}

static char *
say_dose (const char *value, const char *other)
{
  if (other == NULL)
    return g_strdup (value);
  /* Translators: which dose of a vaccine, of how many, as in “2 of 3”. */
  return g_strdup_printf (C_ ("dose", "%s of %s"), value, other);
}

static char *
say_forecast (const char *value, const char *other)
{
  return karne_status_to_words ("ImmunizationRecommendation", value);
}

static char *
say_reported (const char *value, const char *other)
{
  return g_strdup (_ ("Reported later, not by whoever gave the vaccine"));
}

static char *
say_subpotent (const char *value, const char *other)
{
  /* Translators: of a dose of a vaccine. */
  return g_strdup (_ ("Weaker than a full dose"));
}

/* TRE_A08 and TRE_A07; any other is in the words of its sender. */
static char *
say_confidentiality (const char *value, const char *other)
{
  static const struct
  {
    const char *code;
    const char *words;
  } labels[] = {
    /* Translators: how confidential a document is. */
    { "N", NC_ ("confidentiality", "Normal") },
    { "R", NC_ ("confidentiality", "Restricted") },
    { "V", NC_ ("confidentiality", "Very restricted") },
    { "MASQUE_PS", NC_ ("confidentiality", "Hidden from professionals") },
    { "INVISIBLE_REPRESENTANTS_LEGAUX",
      NC_ ("confidentiality", "Not visible for legal representatives") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (value, labels[i].code))
      return g_strdup (g_dpgettext2 (NULL, "confidentiality", labels[i].words));
  return g_strdup (value);
}

static char *
say_archived (const char *value, const char *other)
{
  /* Translators: of a document that was put away by its author. */
  return g_strdup (_ ("Archived"));
}

typedef struct
{
  const char *name;
  const char *label;
  SayFunc say;
  const char *other; /* (nullable) name of what is said together with it */
} FactWords;

static const FactWords table[] = {
  /* Translators: label of a fact: whom an appointment is with. */
  { "with", NC_ ("fact", "With"), say_text, NULL },
  { "place", NC_ ("fact", "Place"), say_text, NULL },
  /* Translators: label of a fact: a medical specialty, as cardiology. */
  { "specialty", NC_ ("fact", "Specialty"), say_text, NULL },
  { "comment", NC_ ("fact", "Remark"), say_text, NULL },
  { "instruction", NC_ ("fact", "Instructions"), say_text, NULL },
  /* Translators: label of a fact: between which dates something is to be done. */
  { "from", NC_ ("fact", "Period"), say_period, "until" },
  { "until", NC_ ("fact", "Period"), say_end, NULL },
  /* Translators: label of a fact: when something was done. */
  { "done-from", NC_ ("fact", "Carried out"), say_period, "done-until" },
  { "done-until", NC_ ("fact", "Carried out"), say_end, NULL },
  /* Translators: label of a fact: whether something is compulsory or recommended. */
  { "level", NC_ ("fact", "Requirement"), say_level, NULL },
  /* Translators: label of a fact: the status in the words of the service that sent it. */
  { "business-status", NC_ ("fact", "Status given by the service"), say_text, NULL },
  /* Translators: label of a fact: why something was cancelled, declined or not done. */
  { "status-reason", NC_ ("fact", "Reason given"), say_text, NULL },
  /* Translators: label of a fact: why the person is asked to do something. */
  { "reason", NC_ ("fact", "Why"), say_text, NULL },
  { "note", NC_ ("fact", "Note"), say_text, NULL },
  /* Translators: label of a fact: the title of a file that came with a message. */
  { "attachment", NC_ ("fact", "Attached"), say_text, NULL },
  { "vaccine", NC_ ("fact", "Vaccine"), say_text, NULL },
  /* Translators: label of a fact: what a vaccine protects from. */
  { "disease", NC_ ("fact", "Disease"), say_text, NULL },
  /* Translators: label of a fact: how the person stands to a vaccine: due, overdue, complete… */
  { "status", NC_ ("fact", "Status"), say_forecast, NULL },
  /* Translators: label of a fact: the earliest date of a dose of a vaccine. */
  { "earliest", NC_ ("fact", "Not before"), say_date, NULL },
  /* Translators: label of a fact: the date at which a dose of a vaccine is due. */
  { "due", NC_ ("fact", "Recommended date"), say_date, NULL },
  /* Translators: label of a fact: the date after which a dose of a vaccine is not given. */
  { "latest", NC_ ("fact", "Latest date"), say_limit, NULL },
  /* Translators: label of a fact: the date from which a dose of a vaccine is overdue. */
  { "overdue", NC_ ("fact", "Overdue from"), say_date, NULL },
  { "dose", NC_ ("fact", "Dose"), say_dose, "doses" },
  /* Translators: label of a fact: the number of the batch of a vaccine. */
  { "lot", NC_ ("fact", "Batch"), say_text, NULL },
  /* Translators: label of a fact: until when a batch of a vaccine is good. */
  { "expires", NC_ ("fact", "Expiry date"), say_date, NULL },
  /* Translators: label of a fact: where on the body a vaccine was given. */
  { "site", NC_ ("fact", "Injection site"), say_text, NULL },
  /* Translators: label of a fact: how it is known that a vaccine was given. */
  { "reported", NC_ ("fact", "Origin"), say_reported, NULL },
  /* Translators: label of a fact: how strong a dose of a vaccine was. */
  { "subpotent", NC_ ("fact", "Strength"), say_subpotent, NULL },
  /* Translators: label of a fact: what a document is, as a report or a letter. */
  { "type", NC_ ("fact", "Type"), say_text, NULL },
  { "author", NC_ ("fact", "Author"), say_text, NULL },
  /* Translators: label of a fact: who answers for what a document says. */
  { "authenticator", NC_ ("fact", "Validated by"), say_text, NULL },
  /* Translators: label of a fact: when that was done which a document is about. */
  { "performed-from", NC_ ("fact", "Date of care"), say_care, "performed-until" },
  { "performed-until", NC_ ("fact", "Date of care"), say_end, NULL },
  /* Translators: label of a fact: what was done, which a document is about. */
  { "event", NC_ ("fact", "Care"), say_text, NULL },
  /* Translators: label of a fact: in what sort of practice it was, as in a hospital. */
  { "setting", NC_ ("fact", "Setting"), say_text, NULL },
  /* Translators: label of a fact: in what sort of place it was, as a group practice. */
  { "facility", NC_ ("fact", "Kind of place"), say_text, NULL },
  { "description", NC_ ("fact", "Description"), say_text, NULL },
  /* Translators: label of a fact: the older document in whose place a document is. */
  { "replaces", NC_ ("fact", "Replaces"), say_text, NULL },
  /* Translators: label of a fact: when a document came into the record. */
  { "registered", NC_ ("fact", "Added to the record"), say_date, NULL },
  /* Translators: label of a fact: which organization keeps a document. */
  { "custodian", NC_ ("fact", "Kept by"), say_text, NULL },
  { "label", NC_ ("fact", "Confidentiality"), say_confidentiality, NULL },
  { "archived", NC_ ("fact", "Status"), say_archived, NULL },
  /* Translators: label of a fact: when something was written down. */
  { "authored", NC_ ("fact", "Written on"), say_date, NULL },
};

static const FactWords *
find_words (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].name, name))
      return &table[i];
  return NULL;
}

const char *
karne_fact_words_find (GPtrArray *facts, guint part, const char *name)
{
  g_return_val_if_fail (facts != NULL && name != NULL, NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];

      if (fact->part == part && g_str_equal (fact->name, name))
        return fact->value;
    }
  return NULL;
}

/* The end of a period whose beginning is known was said with that. */
static gboolean
is_said_already (GPtrArray *facts, const KarneFact *fact)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (table[i].other, fact->name) == 0 && g_str_has_suffix (fact->name, "until"))
      return karne_fact_words_find (facts, fact->part, table[i].name) != NULL;
  return FALSE;
}

void
karne_fact_words_add_to (KarneFacts *to, GPtrArray *facts, guint part, const char *heading)
{
  g_return_if_fail (KARNE_IS_FACTS (to) && facts != NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];
      const FactWords *words = find_words (fact->name);
      g_autofree char *value = NULL;

      if (words == NULL || fact->part != part || is_said_already (facts, fact) ||
          g_strcmp0 (fact->value, heading) == 0)
        continue;
      value = words->say (fact->value, words->other != NULL
                                           ? karne_fact_words_find (facts, part, words->other)
                                           : NULL);
      karne_facts_add (to, g_dpgettext2 (NULL, "fact", words->label), value);
    }
}
