/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "words/karne-catalogue-private.h"
#include "words/karne-i18n.h"

/* What is said of a translation that nobody confirmed. */

/**
 * karne_unconfirmed_mark_to_words:
 * @draft: a sentence in a language in which nobody confirmed it yet
 *
 * Says that it is a draft; the French text has to stand beside it.
 *
 * Returns: (transfer full): the sentence with a remark
 */
char *
karne_unconfirmed_mark_to_words (const char *draft)
{
  g_return_val_if_fail (draft != NULL, NULL);

  /* Translators: %s is a sentence of which nobody who speaks the language has confirmed the
   * translation yet. */
  return g_strdup_printf (_ ("%s [translation in progress]"), draft);
}

/**
 * karne_unconfirmed_to_words:
 * @french: a sentence in French
 * @draft: the same in another language, which nobody confirmed yet
 *
 * Says both: the French one first, and that the other one is a draft.
 *
 * Returns: (transfer full): both, on a line of their own each
 */
char *
karne_unconfirmed_to_words (const char *french, const char *draft)
{
  g_autofree char *marked = NULL;

  g_return_val_if_fail (french != NULL && draft != NULL, NULL);

  marked = karne_unconfirmed_mark_to_words (draft);
  return g_strconcat (french, "\n", marked, NULL);
}

static void
take_line (GString *text, char *line)
{
  g_string_append_printf (text, "%s\n", line);
  g_free (line);
}

static const char *
say_in (KarneVoice voice, const char *message)
{
  const char *split = strstr (message, KARNE_CATALOGUE_CONTEXT);
  g_autofree char *context = split != NULL ? g_strndup (message, (gsize) (split - message)) : NULL;
  const char *text = split != NULL ? split + strlen (KARNE_CATALOGUE_CONTEXT) : message;
  const char *words;

  karne_voice_begin (voice);
  words = context != NULL ? karne_pgettext (context, text) : karne_gettext (text);
  g_strfreev (karne_voice_end ());
  return words;
}

static void
report_message (GString *text, const char *message)
{
  const char *split = strstr (message, KARNE_CATALOGUE_CONTEXT);

  g_string_append_c (text, '\n');
  /* Translators: in a report about translations; %s is the English text of a message. */
  take_line (text, g_strdup_printf (_ ("Message: %s"), split != NULL ? split + 1 : message));
  /* Translators: in a report about translations; %s is the French text of a message. */
  take_line (text, g_strdup_printf (_ ("In French: %s"), say_in (KARNE_VOICE_FRENCH, message)));
  /* Translators: in a report about translations; %s is a translation that is not confirmed. */
  take_line (text, g_strdup_printf (_ ("Draft: %s"), say_in (KARNE_VOICE_ALONE, message)));
  /* Translators: in a report about translations: whoever reads it writes a better translation
   * behind this, or “good”. */
  take_line (text, g_strdup (_ ("Better:")));
}

/**
 * karne_unconfirmed_report_to_words:
 * @language: the code of a language
 * @messages: messages, as [func@voice_end] has them
 *
 * Says what somebody who speaks the language may confirm or mend: nothing but messages of this
 * program, without what they were filled with.
 *
 * Returns: (transfer full): the text of a report
 */
char *
karne_unconfirmed_report_to_words (const char *language, const char *const *messages)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (language != NULL && messages != NULL, NULL);

  /* Translators: first line of a report about translations; the first %s is the version of the
   * program, the second the code of a language. */
  take_line (text,
             g_strdup_printf (_ ("Karné %s, translation into: %s"), PACKAGE_VERSION, language));
  for (guint i = 0; messages[i] != NULL; i++)
    report_message (text, messages[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
