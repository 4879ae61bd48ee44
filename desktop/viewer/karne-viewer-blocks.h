/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-block.h"
#include "karne-viewer-body.h"

G_BEGIN_DECLS

#define KARNE_TYPE_VIEWER_BLOCKS (karne_viewer_blocks_get_type ())
G_DECLARE_FINAL_TYPE (KarneViewerBlocks, karne_viewer_blocks, KARNE, VIEWER_BLOCKS, KarneViewerBody)

/* facts: (nullable) (element-type KarneBlock): the head. blocks: (element-type KarneBlock): the
 * rest. */
GtkWidget *karne_viewer_blocks_new (GPtrArray *facts, GPtrArray *blocks);

G_END_DECLS
