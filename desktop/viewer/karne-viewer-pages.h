/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-renderer.h"
#include "karne-viewer-body.h"

G_BEGIN_DECLS

#define KARNE_TYPE_VIEWER_PAGES (karne_viewer_pages_get_type ())
G_DECLARE_FINAL_TYPE (KarneViewerPages, karne_viewer_pages, KARNE, VIEWER_PAGES, KarneViewerBody)

/* Emits “failed” (GError) when the renderer does not answer any more. */
GtkWidget *karne_viewer_pages_new (KarneRenderer *renderer);

G_END_DECLS
