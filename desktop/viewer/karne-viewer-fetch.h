/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-viewer-content.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_VIEWER_FETCH (karne_viewer_fetch_get_type ())
G_DECLARE_FINAL_TYPE (KarneViewerFetch, karne_viewer_fetch, KARNE, VIEWER_FETCH, AdwBin)

/* content: (nullable): with NULL nothing of it is kept. state: what is known of it. offline:
 * whether the server could not be reached the last time. Emits “fetched” when all of it is here. */
void karne_viewer_fetch_set_content (KarneViewerFetch *self,
                                     KarneViewerContent *content,
                                     const KarneDocumentState *state,
                                     gboolean offline);

G_END_DECLS
