/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The language in which the window speaks, whatever that of the system is. */

/* Called once, first in main (). */
void karne_locale_init (void);
/* Called once, last in main (). */
void karne_locale_finish (void);
/* Loads a catalogue as translators write it (.po), and speaks its language. Fails as
 * karne_po_file_read () does. Before anything is said in any language. */
gboolean karne_locale_load (const char *path, GError **error);
/* Was that done? What is chosen then is not kept for the next time. */
gboolean karne_locale_is_loaded (void);
/* code: of a catalogue (`fr`, `rcf`); NULL, empty or of none for French. Windows built before keep
 * their language: rebuild them. */
void karne_locale_set_language (const char *code);
const char *karne_locale_get_language (void);
/* Whether French is to stand beside the language, where there is an explanation to read. */
void karne_locale_set_french_beside (gboolean beside);
gboolean karne_locale_wants_french_beside (void);

typedef struct
{
  const char *code;
  const char *name; /* in that language itself: never translated */
} KarneLanguage;

/* Ends with a code of NULL. */
const KarneLanguage *karne_locale_get_languages (void);
/* Appends each of them, to be chosen by the action `app.language`. */
void karne_locale_add_to_menu (GMenu *menu);

G_END_DECLS
