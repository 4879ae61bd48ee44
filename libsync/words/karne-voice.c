/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-voice-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "words/karne-catalogue-private.h"
#include "words/karne-confirmed-private.h"

/* A translation is a draft until somebody who speaks the language confirmed it. French is the
 * reference; English is what the sources say. */

typedef struct _Frame Frame;
struct _Frame
{
  KarneVoice voice;
  GPtrArray *drafts; /* (owned) of char: the keys of what was said and is not confirmed */
  Frame *under;      /* (nullable) */
};

/* Each thread speaks for itself. */
static _Thread_local Frame *top = NULL;

static KarneVoice
get_voice (void)
{
  return top != NULL ? top->voice : KARNE_VOICE_BESIDE;
}

/* French */

/* (nullable) */
static const KarneCatalogue *
get_french (void)
{
  static gsize done = 0;
  static KarneCatalogue *french = NULL;

  if (g_once_init_enter (&done))
    {
      const char *folder = bindtextdomain (GETTEXT_PACKAGE, NULL);
      g_autofree char *path = g_build_filename (folder != NULL ? folder : LOCALE_DIR, "fr",
                                                "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);

      french = karne_catalogue_new (path, NULL);
      g_once_init_leave (&done, 1);
    }
  return french;
}

/* A message, and the form of it that a number asks for. */
typedef struct
{
  const char *key;
  const char *plural; /* (nullable) */
  gulong n;
} Message;

static const char *
get_text_of_key (const char *key)
{
  const char *context = strstr (key, KARNE_CATALOGUE_CONTEXT);

  return context != NULL ? context + strlen (KARNE_CATALOGUE_CONTEXT) : key;
}

/* English where there is no French catalogue. */
static const char *
say_in_french (const Message *message)
{
  const KarneCatalogue *french = get_french ();
  const char *words = NULL;

  if (french != NULL && message->plural != NULL)
    words = karne_catalogue_find_number (french, message->key, message->n);
  else if (french != NULL)
    words = karne_catalogue_find (french, message->key);
  if (words == NULL)
    words = message->plural != NULL && message->n != 1 ? message->plural
                                                       : get_text_of_key (message->key);
  return words;
}

/* Drafts */

/* What has no translation is what the sources say. */
static gboolean
is_draft (const Message *message, const char *words)
{
  return !g_str_equal (words, get_text_of_key (message->key)) &&
         g_strcmp0 (words, message->plural) != 0 && !g_str_equal (words, say_in_french (message)) &&
         !karne_confirmed_has (message->key, words);
}

static void
note_draft (const char *key)
{
  if (!g_ptr_array_find_with_equal_func (top->drafts, key, g_str_equal, NULL))
    g_ptr_array_add (top->drafts, g_strdup (key));
}

/* What is said of a message whose translation is `words`. */
static const char *
say (const Message *message, const char *words, gboolean is_safe)
{
  KarneVoice voice = get_voice ();

  if (voice == KARNE_VOICE_FRENCH)
    return say_in_french (message);
  if ((!is_safe && top == NULL) || !is_draft (message, words))
    return words;
  if (top != NULL)
    note_draft (message->key);
  return is_safe && voice == KARNE_VOICE_BESIDE ? say_in_french (message) : words;
}

static const char *
say_message (const char *text, gboolean is_safe)
{
  const Message message = { .key = text };

  return say (&message, g_dgettext (GETTEXT_PACKAGE, text), is_safe);
}

/* The key is made only where somebody listens. */
static const char *
say_in_context (const char *context, const char *text, gboolean is_safe)
{
  const char *words = g_dpgettext2 (GETTEXT_PACKAGE, context, text);
  g_autofree char *key = NULL;
  Message message = { 0 };

  if (top == NULL && !is_safe)
    return words;
  key = g_strconcat (context, KARNE_CATALOGUE_CONTEXT, text, NULL);
  message.key = key;
  words = say (&message, words, is_safe);
  /* Not what goes with the key: the English of a message without French. */
  return words == get_text_of_key (key) ? text : words;
}

static const char *
say_number (const char *singular, const char *plural, gulong n, gboolean is_safe)
{
  const Message message = { singular, plural, n };

  return say (&message, g_dngettext (GETTEXT_PACKAGE, singular, plural, n), is_safe);
}

/**
 * karne_gettext:
 * @message: a message of this program, in English
 *
 * Says it in the voice of this moment.
 *
 * Returns: its translation
 */
const char *
karne_gettext (const char *message)
{
  return say_message (message, FALSE);
}

/**
 * karne_pgettext:
 * @context: where the message stands
 * @message: a message of this program, in English
 *
 * Says it in the voice of this moment.
 *
 * Returns: its translation
 */
const char *
karne_pgettext (const char *context, const char *message)
{
  return say_in_context (context, message, FALSE);
}

/**
 * karne_ngettext:
 * @singular: a message of this program, in English
 * @plural: the same of several things
 * @n: of how many
 *
 * Says it in the voice of this moment.
 *
 * Returns: its translation
 */
const char *
karne_ngettext (const char *singular, const char *plural, gulong n)
{
  return say_number (singular, plural, n, FALSE);
}

/**
 * karne_safe_gettext:
 * @message: a message about prevention, in English
 *
 * Says it in the voice of this moment; in French where nobody confirmed its translation and none
 * stands beside it.
 *
 * Returns: its translation
 */
const char *
karne_safe_gettext (const char *message)
{
  return say_message (message, TRUE);
}

/**
 * karne_safe_pgettext:
 * @context: where the message stands
 * @message: a message about prevention, in English
 *
 * Says it as [func@safe_gettext] does.
 *
 * Returns: its translation
 */
const char *
karne_safe_pgettext (const char *context, const char *message)
{
  return say_in_context (context, message, TRUE);
}

/**
 * karne_safe_ngettext:
 * @singular: a message about prevention, in English
 * @plural: the same of several things
 * @n: of how many
 *
 * Says it as [func@safe_gettext] does.
 *
 * Returns: its translation
 */
const char *
karne_safe_ngettext (const char *singular, const char *plural, gulong n)
{
  return say_number (singular, plural, n, TRUE);
}

static char *
say_whole (gconstpointer message)
{
  return g_strdup (karne_gettext (message));
}

/**
 * karne_whole_gettext:
 * @message: a sentence about prevention, in English, with nothing to be filled in
 *
 * Says it in the voice of this moment; where nobody confirmed its translation and none stands
 * beside it, in French with the draft below.
 *
 * Returns: the words, which are kept for good as translations are
 */
const char *
karne_whole_gettext (const char *message)
{
  g_autofree char *words = karne_voice_say (say_whole, message);

  return g_intern_string (words);
}

const char *
karne_voice_find_draft (const char *message)
{
  const Message whole = { .key = message };
  const char *words = g_dgettext (GETTEXT_PACKAGE, message);

  return get_voice () == KARNE_VOICE_BESIDE && is_draft (&whole, words) ? words : NULL;
}

/* The voice */

/**
 * karne_voice_begin:
 * @voice: a voice
 *
 * Has all that is said in this thread be said in this voice, until the [func@voice_end] that
 * belongs to it.
 */
void
karne_voice_begin (KarneVoice voice)
{
  Frame *frame = g_new0 (Frame, 1);

  frame->voice = voice;
  frame->drafts = g_ptr_array_new_with_free_func (g_free);
  frame->under = top;
  top = frame;
}

/**
 * karne_voice_end:
 *
 * Ends what the last [func@voice_begin] of this thread began.
 *
 * Returns: (transfer full) (nullable): the messages that were said in a translation that nobody
 *   confirmed, as [func@words_add_confirmed] has them; `NULL` where there was none
 */
char **
karne_voice_end (void)
{
  Frame *frame = top;
  char **drafts = NULL;

  g_return_val_if_fail (frame != NULL, NULL);

  top = frame->under;
  for (guint i = 0; top != NULL && i < frame->drafts->len; i++)
    note_draft (frame->drafts->pdata[i]);
  if (frame->drafts->len > 0)
    {
      g_ptr_array_add (frame->drafts, NULL);
      drafts = (char **) g_ptr_array_steal (frame->drafts, NULL);
    }
  g_ptr_array_unref (frame->drafts);
  g_free (frame);
  return drafts;
}

/* What say_it says in the language of the moment; where that is a draft, in French, too. */
static void
say_both (KarneSay say_it, gconstpointer self, char **words, char **french)
{
  g_auto (GStrv) drafts = NULL;

  karne_voice_begin (KARNE_VOICE_ALONE);
  *words = say_it (self);
  drafts = karne_voice_end ();
  if (drafts == NULL || *words == NULL)
    return;
  karne_voice_begin (KARNE_VOICE_FRENCH);
  *french = say_it (self);
  g_strfreev (karne_voice_end ());
}

/**
 * karne_voice_say: (skip)
 * @say_it: says a sentence of prevention
 * @self: what it is about
 *
 * Says a sentence so that a draft never stands alone.
 *
 * Returns: (transfer full) (nullable): the sentence; where nobody confirmed one of its messages,
 * the French one and the draft, as [func@unconfirmed_to_words] puts them
 */
char *
karne_voice_say (KarneSay say_it, gconstpointer self)
{
  g_autofree char *words = NULL;
  g_autofree char *french = NULL;

  if (get_voice () != KARNE_VOICE_BESIDE)
    return say_it (self);
  say_both (say_it, self, &words, &french);
  return french != NULL ? karne_unconfirmed_to_words (french, words) : g_steal_pointer (&words);
}

/**
 * karne_voice_say_short: (skip)
 * @say_it: says something of prevention
 * @self: what it is about
 *
 * Says something where there is no room for two languages.
 *
 * Returns: (transfer full) (nullable): the words; where nobody confirmed one of their messages, the
 *   French ones
 */
char *
karne_voice_say_short (KarneSay say_it, gconstpointer self)
{
  g_autofree char *words = NULL;
  g_autofree char *french = NULL;

  if (get_voice () != KARNE_VOICE_BESIDE)
    return say_it (self);
  say_both (say_it, self, &words, &french);
  return french != NULL ? g_steal_pointer (&french) : g_steal_pointer (&words);
}
