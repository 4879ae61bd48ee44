/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_VIEWER_NOTES (karne_viewer_notes_get_type ())
G_DECLARE_FINAL_TYPE (KarneViewerNotes, karne_viewer_notes, KARNE, VIEWER_NOTES, AdwBin)

/* What whoever reads a document has to know about it: each is a line with an icon, and where there
 * is none of them nothing is shown. */
void karne_viewer_notes_set_verified (KarneViewerNotes *self, gboolean verified);
void karne_viewer_notes_set_masked (KarneViewerNotes *self, gboolean masked);
void karne_viewer_notes_set_more_pages (KarneViewerNotes *self, gboolean more_pages);

G_END_DECLS
