/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The language in which the window speaks, whatever that of the system is. */

/* Called once, first in main (). */
void karne_locale_init (void);
/* code: of a catalogue (`fr`, `en`); NULL or empty for French. Windows built before keep their
 * language: rebuild them. */
void karne_locale_set_language (const char *code);
const char *karne_locale_get_language (void);

typedef struct
{
  const char *code;
  const char *name; /* in that language itself: never translated */
} KarneLanguage;

/* Ends with a code of NULL. */
const KarneLanguage *karne_locale_get_languages (void);

G_END_DECLS
