/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-renderer.h"
#include "karne-viewer-content.h"

G_BEGIN_DECLS

/* Opens a document that is here: its bytes go to the helper, and what it says of them comes back.
 * Finish gives NULL for both where the document has pages; else blocks, and facts where it has a
 * head of its own. (element-type KarneBlock) (transfer full) */
void karne_viewer_open_async (KarneRenderer *renderer,
                              KarneViewerContent *content,
                              const char *content_type,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean karne_viewer_open_finish (KarneRenderer *renderer,
                                   GAsyncResult *result,
                                   GPtrArray **facts,
                                   GPtrArray **blocks,
                                   GError **error);

G_END_DECLS
