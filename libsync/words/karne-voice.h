/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "karne-macros.h"

G_BEGIN_DECLS

/**
 * KarneVoice:
 * @KARNE_VOICE_BESIDE: in the language of the moment; what nobody confirmed of prevention never
 *   without the French text, which comes first
 * @KARNE_VOICE_ALONE: in the language of the moment, for whoever shows the French text beside it
 * @KARNE_VOICE_FRENCH: in French, which is the reference
 *
 * In what words the library speaks to a person.
 */
typedef enum
{
  KARNE_VOICE_BESIDE,
  KARNE_VOICE_ALONE,
  KARNE_VOICE_FRENCH,
} KarneVoice;

KARNE_API
void karne_voice_begin (KarneVoice voice);
KARNE_API
char **karne_voice_end (void);

/**
 * KarneSay:
 * @self: what is to be spoken of
 *
 * Says something in the voice of this moment.
 *
 * Returns: (transfer full) (nullable): the words
 */
typedef char *(*KarneSay) (gconstpointer self);

KARNE_API
char *karne_voice_say (KarneSay say_it, gconstpointer self);
KARNE_API
char *karne_voice_say_short (KarneSay say_it, gconstpointer self);

KARNE_API
char *karne_unconfirmed_mark_to_words (const char *draft);
KARNE_API
char *karne_unconfirmed_to_words (const char *french, const char *draft);
KARNE_API
char *karne_unconfirmed_report_to_words (const char *language, const char *const *messages);

/* For programs that load a catalogue of their own. */
KARNE_API
void karne_words_add_confirmed (const char *message, const char *translation);

/* What the macros of karne-i18n.h stand for. */
KARNE_API
const char *karne_gettext (const char *message) G_GNUC_FORMAT (1);
KARNE_API
const char *karne_pgettext (const char *context, const char *message) G_GNUC_FORMAT (2);
KARNE_API
const char *karne_ngettext (const char *singular, const char *plural, gulong n) G_GNUC_FORMAT (1)
    G_GNUC_FORMAT (2);
KARNE_API
const char *karne_safe_gettext (const char *message) G_GNUC_FORMAT (1);
KARNE_API
const char *karne_safe_pgettext (const char *context, const char *message) G_GNUC_FORMAT (2);
KARNE_API
const char *karne_whole_gettext (const char *message) G_GNUC_FORMAT (1);
KARNE_API
const char *karne_safe_ngettext (const char *singular, const char *plural, gulong n)
    G_GNUC_FORMAT (1) G_GNUC_FORMAT (2);

G_END_DECLS
