/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_SPACE_ROW (karne_space_row_get_type ())
G_DECLARE_FINAL_TYPE (KarneSpaceRow, karne_space_row, KARNE, SPACE_ROW, AdwPreferencesRow)

/* name: of the space, which says nothing of the person. Signal `open` (passphrase). */
GtkWidget *karne_space_row_new (const char *name);
const char *karne_space_row_get_name (KarneSpaceRow *self);
/* Says why the space did not open; NULL takes it away. */
void karne_space_row_set_trouble (KarneSpaceRow *self, const char *words);
/* Says it to whoever typed the passphrase, and lets them type it anew. */
void karne_space_row_ask_again (KarneSpaceRow *self, const char *words);
/* Forgets what was typed. */
void karne_space_row_clear (KarneSpaceRow *self);

G_END_DECLS
