/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-agreement.h"

#include <glib.h>

G_BEGIN_DECLS

/* A text that a person agrees to, in the language of the window and, where that is another, in
 * French below it, which alone is binding. make: called for each; (transfer full). */
typedef char *(*KarneConsentMake) (gpointer data);
char *karne_consent_words_say (KarneConsentMake make, gpointer data);
/* The same for a text without a number in it: (transfer full). */
char *karne_consent_words_say_text (const char *msgid);

/* How long, as in “30 minutes” or “1 hour”. (transfer full) */
char *karne_consent_words_duration (guint minutes);
/* What is left, as in “28 min”, and the whole sentence. (transfer full) */
char *karne_consent_words_left (guint minutes);
char *karne_consent_words_left_whole (guint minutes);

G_END_DECLS
