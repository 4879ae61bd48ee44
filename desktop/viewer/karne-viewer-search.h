/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-viewer-body.h"

G_BEGIN_DECLS

#define KARNE_TYPE_VIEWER_SEARCH (karne_viewer_search_get_type ())
G_DECLARE_FINAL_TYPE (KarneViewerSearch, karne_viewer_search, KARNE, VIEWER_SEARCH, AdwBin)

/* body: (nullable): what is searched. */
void karne_viewer_search_set_body (KarneViewerSearch *self, KarneViewerBody *body);
/* Opens it and puts the focus into it. */
void karne_viewer_search_open (KarneViewerSearch *self);
void karne_viewer_search_close (KarneViewerSearch *self);
/* To the next place, or the one before. */
void karne_viewer_search_step (KarneViewerSearch *self, gboolean forward);

G_END_DECLS
