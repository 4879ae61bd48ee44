/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-block.h"

G_BEGIN_DECLS

typedef struct _KarneCdaBlocks KarneCdaBlocks;

KarneCdaBlocks *karne_cda_blocks_new (void);
void karne_cda_blocks_free (KarneCdaBlocks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneCdaBlocks, karne_cda_blocks_free)

/* Text collects until a block, or a cell, is made of it. */
void karne_cda_blocks_add_text (KarneCdaBlocks *self, KarneTextStyle style, const char *text);
void karne_cda_blocks_add_exact (KarneCdaBlocks *self, KarneTextStyle style, const char *text);
void karne_cda_blocks_break_line (KarneCdaBlocks *self);
void karne_cda_blocks_start_line (KarneCdaBlocks *self);
gboolean karne_cda_blocks_has_text (KarneCdaBlocks *self);
void
karne_cda_blocks_add_block (KarneCdaBlocks *self, KarneBlockKind kind, guint level, guint number);

void karne_cda_blocks_begin_table (KarneCdaBlocks *self);
void karne_cda_blocks_begin_row (KarneCdaBlocks *self);
void karne_cda_blocks_add_cell (KarneCdaBlocks *self, guint columns, guint rows, gboolean heading);
void karne_cda_blocks_end_row (KarneCdaBlocks *self);
void karne_cda_blocks_end_table (KarneCdaBlocks *self);

gboolean karne_cda_blocks_is_over (KarneCdaBlocks *self);
GVariant *karne_cda_blocks_end (KarneCdaBlocks *self);

G_END_DECLS
