/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A folder of compiled catalogues, as gettext looks for them. */

/* Is there a catalogue of this language? */
gboolean karne_catalogue_folder_has (const char *folder, const char *language);
/* (transfer full) (nullable) Makes a folder of the user's own that has the catalogues of another
 * one, and this one. mo: a compiled catalogue. */
char *
karne_catalogue_folder_new (const char *other, const char *language, GBytes *mo, GError **error);
/* Takes away what the call above made. */
void karne_catalogue_folder_remove (const char *folder);

G_END_DECLS
