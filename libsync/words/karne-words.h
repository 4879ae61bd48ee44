/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "karne-macros.h"

G_BEGIN_DECLS

/* What a person reads about errors and states: for the command line and the desktop alike. All
 * strings are in the language of the program's locale. */

/* Programs call it once in main (), after setlocale (). */
KARNE_API
void karne_words_init (void);

KARNE_API
char *karne_error_to_words (const GError *error);
/* nick: as a KarneQuarantined has it. */
KARNE_API
char *karne_flaw_to_words (const char *nick);

/* Microseconds since 1970, as the clock says them. */
KARNE_API
char *karne_age_to_words (gint64 then, gint64 now);
KARNE_API
char *karne_kind_to_words (const char *kind, guint n);
KARNE_API
char *karne_size_to_words (guint64 n_bytes);

G_END_DECLS
