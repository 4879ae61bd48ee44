/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#define KARNE_I18N_PREVENTION
#include "prevention/karne-due-list.h"
#include "prevention/karne-rules-private.h"
#include "words/karne-i18n.h"
#include "words/karne-voice-private.h"
#include "words/karne-words.h"

/* What a person reads of something due: whole sentences, that claim no more than the record and the
 * source do. A sentence that nobody confirmed in the language of the moment has the French one
 * above it; of what is no sentence there is the French alone. */

static const KarneRule *
find_rule (const KarneDue *self)
{
  KarneRules *rules = self->owners[0];
  int number = karne_rules_find (rules, "rule", self->rule);

  return number != KARNE_NO_INDEX ? rules->rules->pdata[number] : NULL;
}

/**
 * karne_due_title_to_words:
 * @self: something due
 *
 * Says what it is, in the language of this moment: its title is in that of when it was worked out.
 * Where nobody confirmed its translation, it is in French.
 *
 * Returns: the words
 */
const char *
karne_due_title_to_words (const KarneDue *self)
{
  const KarneRule *rule;

  g_return_val_if_fail (self != NULL, NULL);

  rule = find_rule (self);
  return rule != NULL ? karne_safe_gettext (rule->title) : self->title;
}

/**
 * karne_due_title_draft_to_words:
 * @self: something due
 *
 * Says what it is in a translation that nobody confirmed yet, to stand below the French title.
 *
 * Returns: (nullable): the words; `NULL` where the title itself is in the language of this moment
 */
const char *
karne_due_title_draft_to_words (const KarneDue *self)
{
  const KarneRule *rule;

  g_return_val_if_fail (self != NULL, NULL);

  rule = find_rule (self);
  return rule != NULL ? karne_voice_find_draft (rule->title) : NULL;
}

static char *
say_text (gconstpointer rule)
{
  return g_strdup (karne_gettext (((const KarneRule *) rule)->text));
}

/* What comes back of a function that hands out nothing to be freed is kept for good, as
 * translations are: there are as many as rules and languages. */
static const char *
keep (KarneSay say, gconstpointer self)
{
  g_autofree char *words = karne_voice_say (say, self);

  return g_intern_string (words);
}

/**
 * karne_due_text_to_words:
 * @self: something due
 *
 * Says what the rule says, in the language of this moment.
 *
 * Returns: the sentences
 */
const char *
karne_due_text_to_words (const KarneDue *self)
{
  const KarneRule *rule;

  g_return_val_if_fail (self != NULL, NULL);

  rule = find_rule (self);
  return rule != NULL ? keep (say_text, rule) : self->text;
}

static char *
say_date (const char *date)
{
  return karne_date_to_words (date, KARNE_DATE_STYLE_DATE);
}

static char *
say_done (const KarneDue *self)
{
  g_autofree char *from = NULL;

  if (self->from == NULL)
    /* Translators: of a thing of prevention. */
    return g_strdup (_ ("Done."));
  from = say_date (self->from);
  /* Translators: %s is a date, as in “Done. The next one from 3 March 2026 on.” */
  return g_strdup_printf (_ ("Done. The next one from %s on."), from);
}

/* What has a beginning that is over is spoken of by its end. Where there is none, only the
 * beginning of a further dose says something: that of the first is an age of long ago. */
static char *
say_now (const KarneDue *self)
{
  g_autofree char *words = NULL;

  if (self->to == NULL && self->dose < 2)
    return g_strdup (_ ("To be done; there is no latest date."));
  words = say_date (self->to != NULL ? self->to : self->from);
  if (self->to != NULL)
    /* Translators: %s is a date, as in “To be done until 3 March 2026.” */
    return g_strdup_printf (_ ("To be done until %s."), words);
  /* Translators: %s is a date, as in “To be done since 3 March 2026.” */
  return g_strdup_printf (_ ("To be done since %s."), words);
}

static char *
say_coming (const KarneDue *self)
{
  g_autofree char *from = say_date (self->from);
  g_autofree char *to = self->to != NULL ? say_date (self->to) : NULL;

  if (to == NULL)
    /* Translators: %s is a date, as in “To be done from 3 March 2026 on.” */
    return g_strdup_printf (_ ("To be done from %s on."), from);
  /* Translators: the dates are those of a window, as in “To be done from 3 March 2026 to 2 April
   * 2026.” */
  return g_strdup_printf (_ ("To be done from %s to %s."), from, to);
}

static char *
say_right (const KarneDue *self)
{
  g_autofree char *from = say_date (self->from);
  g_autofree char *to = say_date (self->to);

  /* Translators: of something that a person is entitled to, as in “From 3 March 2026 to 2 April
   * 2026.” */
  return g_strdup_printf (_ ("From %s to %s."), from, to);
}

static char *
say_overdue (const KarneDue *self)
{
  g_autofree char *to = say_date (self->to);

  /* What is advised for certain weeks is another thing, or none, after them. */
  if (self->kind == KARNE_RULE_PREGNANCY && self->level != KARNE_RULE_OBLIGATORY)
    /* Translators: of an examination of a pregnancy; %s is a date, as in “3 March 2026”. */
    return g_strdup_printf (_ ("It was to be done by %s, and was not found in the record: to be "
                               "talked over with a midwife or a doctor."),
                            to);
  /* Translators: %s is a date, as in “It was to be done by 3 March 2026, and still can be.” */
  return g_strdup_printf (_ ("It was to be done by %s, and still can be."), to);
}

static char *
say_window (gconstpointer data)
{
  const KarneDue *self = data;

  if (self->level == KARNE_RULE_RIGHT && self->from != NULL && self->to != NULL)
    return say_right (self);
  switch (self->state)
    {
    case KARNE_DUE_OVERDUE:
      return say_overdue (self);
    case KARNE_DUE_NOW:
      return say_now (self);
    case KARNE_DUE_COMING:
      return say_coming (self);
    case KARNE_DUE_ASK:
      return g_strdup (
          _ ("Another plan than that for everybody: to be talked over with a doctor."));
    case KARNE_DUE_UNKNOWN_DATES:
      return g_strdup (_ ("The dates of the campaign are not known."));
    case KARNE_DUE_DONE:
    default:
      return say_done (self);
    }
}

/**
 * karne_due_window_to_words:
 * @self: something due
 *
 * Says its window, in a sentence.
 *
 * Returns: (transfer full): the sentence
 */
char *
karne_due_window_to_words (const KarneDue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return karne_voice_say (say_window, self);
}

/* Facts */

static char *
say_what (const KarneDueFact *self)
{
  const char *title = self->title != NULL ? self->title : _ ("without a title");
  g_autofree char *date = self->date != NULL ? say_date (self->date) : NULL;

  if (date == NULL || *date == '\0')
    /* Translators: something in a record of which the date is not known; %s is its title. */
    return g_strdup_printf (_ ("%s, without a date"), title);
  /* Translators: something in a record, as in “Vaccin hexavalent, 3 March 2026”. */
  return g_strdup_printf (_ ("%s, %s"), title, date);
}

static char *
say_person (const KarneDueFact *self)
{
  g_autofree char *date = self->date != NULL ? say_date (self->date) : g_strdup ("");

  if (self->role == KARNE_DUE_FACT_BIRTH)
    /* Translators: %s is a date, a month or a year, as in “Date of birth: 3 March 1990.” */
    return g_strdup_printf (_ ("Date of birth: %s."), date);
  if (self->role == KARNE_DUE_FACT_PREGNANCY)
    /* Translators: %s is a date: that of the last period, or the expected date of birth. */
    return g_strdup_printf (_ ("The pregnancy is dated by %s: %s."),
                            self->title != NULL ? self->title : _ ("the record"), date);
  /* Translators: %s is a state of health, as in “In the record: diabetes.” */
  return g_strdup_printf (_ ("In the record: %s."),
                          self->title != NULL ? self->title : _ ("a state of health"));
}

static const char *
get_pattern (KarneDueFactRole role)
{
  switch (role)
    {
    case KARNE_DUE_FACT_COUNTED:
      /* Translators: %s is what was done and when, as in “Counts: Vaccin hexavalent, 3 March 2026.”
       */
      return _ ("Counts: %s.");
    case KARNE_DUE_FACT_EARLY:
      /* Translators: %s is what was done and when. */
      return _ (
          "Before its earliest age, or too soon after the one before: %s. To be checked with a "
          "professional.");
    case KARNE_DUE_FACT_UNSURE:
      /* Translators: %s is what was done and when, as far as is known. */
      return _ ("May count, and may not: %s. To be checked with a professional.");
    case KARNE_DUE_FACT_LAST:
      /* Translators: %s is what was done and when. */
      return _ ("The last one in the record: %s.");
    case KARNE_DUE_FACT_BIRTH:
    case KARNE_DUE_FACT_PREGNANCY:
    case KARNE_DUE_FACT_CONDITION:
    default:
      return NULL;
    }
}

static char *
say_fact (gconstpointer data)
{
  const KarneDueFact *self = data;
  const char *pattern = get_pattern (self->role);
  g_autoptr (GString) words = NULL;
  g_autofree char *what = NULL;

  if (pattern == NULL)
    return say_person (self);
  what = say_what (self);
  words = g_string_new (pattern);
  g_string_replace (words, "%s", what, 1);
  if (self->by_name)
    g_string_append_printf (words, " %s", _ ("Recognised by its title."));
  if (self->reported)
    g_string_append_printf (words, " %s", _ ("Reported, without the number of a lot."));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * karne_due_fact_to_words:
 * @self: a fact
 *
 * Says a fact and what it does, in sentences.
 *
 * Returns: (transfer full): the sentences
 */
char *
karne_due_fact_to_words (const KarneDueFact *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return karne_voice_say (say_fact, self);
}

/* All of it */

static void
add_line (GString *text, const char *line)
{
  if (line == NULL || *line == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static void
take_line (GString *text, char *line)
{
  add_line (text, line);
  g_free (line);
}

/**
 * karne_due_dose_to_words:
 * @self: something due
 *
 * Says which dose or examination of a series it is.
 *
 * Returns: (transfer full) (nullable): the words; `NULL` where there is no series
 */
char *
karne_due_dose_to_words (const KarneDue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->doses < 2)
    return NULL;
  /* Translators: which dose or examination of a series it is, as in “2 of 3”. */
  return g_strdup_printf (_ ("%u of %u"), self->dose, self->doses);
}

static const char *
get_flag_words (KarneDueFlags flag)
{
  switch (flag)
    {
    case KARNE_DUE_UNKNOWN:
      return _ ("Nothing of it was found in the record, which does not mean that it was not done.");
    case KARNE_DUE_CHECK:
      return _ ("The dates are uncertain until that was checked with a professional.");
    case KARNE_DUE_UNCONFIRMED:
      return _ ("To be confirmed with a professional.");
    case KARNE_DUE_NO_FLAGS:
    default:
      return NULL;
    }
}

static char *
say_flag (gconstpointer flag)
{
  return g_strdup (get_flag_words (GPOINTER_TO_UINT (flag)));
}

/**
 * karne_due_flags_to_words:
 * @flags: what is to be said along with something due
 *
 * Says it, each in a sentence that is a line.
 *
 * Returns: (transfer full) (nullable): the lines; `NULL` where there is nothing to say
 */
char *
karne_due_flags_to_words (KarneDueFlags flags)
{
  static const KarneDueFlags said[] = { KARNE_DUE_UNKNOWN, KARNE_DUE_CHECK, KARNE_DUE_UNCONFIRMED };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    if ((flags & said[i]) != 0)
      take_line (text, karne_voice_say (say_flag, GUINT_TO_POINTER (said[i])));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
say_source (gconstpointer data)
{
  const KarneDue *self = data;
  g_autofree char *date = say_date (self->source_date);

  /* Translators: who says so and when, as in “Source: Ministère de la santé (December 2025).” */
  return g_strdup_printf (_ ("Source: %s (%s)."), self->source_name, date);
}

/**
 * karne_due_source_to_words:
 * @self: something due
 *
 * Says whose rule it is, and of what date.
 *
 * Returns: (transfer full): the sentence
 */
char *
karne_due_source_to_words (const KarneDue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return karne_voice_say (say_source, self);
}

static char *
say_worked_out (gconstpointer data)
{
  g_autofree char *on = say_date (((const KarneDue *) data)->on);

  /* Translators: %s is a date. */
  return g_strdup_printf (_ ("Worked out for %s from what is in this record."), on);
}

/**
 * karne_due_worked_out_to_words:
 * @self: something due
 *
 * Says for what day it was worked out, and from what.
 *
 * Returns: (transfer full): the sentence
 */
char *
karne_due_worked_out_to_words (const KarneDue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return karne_voice_say (say_worked_out, self);
}

static const char *
get_disagreement_words (KarneDueDisagreement disagreement)
{
  switch (disagreement)
    {
    case KARNE_DUE_DISAGREED_DATES:
      return _ ("The health service gives other dates than the rules. The more urgent ones count "
                "here.");
    case KARNE_DUE_DISAGREED_DONE:
      return _ ("The health service and the rules do not agree on whether it is done. To be "
                "checked with a professional.");
    case KARNE_DUE_AGREED:
    default:
      return NULL;
    }
}

static char *
say_disagreement (gconstpointer disagreement)
{
  return g_strdup (get_disagreement_words (GPOINTER_TO_UINT (disagreement)));
}

/**
 * karne_due_disagreement_to_words:
 * @disagreement: how what is worked out stands to what servers say
 *
 * Says it in a sentence.
 *
 * Returns: (nullable): the sentence; `NULL` where nothing contradicts itself
 */
const char *
karne_due_disagreement_to_words (KarneDueDisagreement disagreement)
{
  return disagreement != KARNE_DUE_AGREED ? keep (say_disagreement, GUINT_TO_POINTER (disagreement))
                                          : NULL;
}

/**
 * karne_due_to_words:
 * @self: something due
 *
 * Says all of it: its window, what the rule asks for, the facts that it rests on, what is not sure,
 * and who says so. Each sentence or two is a line.
 *
 * Returns: (transfer full): the text
 */
char *
karne_due_to_words (const KarneDue *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  take_line (text, karne_due_window_to_words (self));
  take_line (text, karne_due_dose_to_words (self));
  add_line (text, karne_due_text_to_words (self));
  for (guint i = 0; i < self->why->len; i++)
    take_line (text, karne_due_fact_to_words (self->why->pdata[i]));
  take_line (text, karne_due_flags_to_words (self->flags));
  take_line (text, karne_due_source_to_words (self));
  take_line (text, karne_due_worked_out_to_words (self));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
