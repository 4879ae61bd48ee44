/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-block.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* Blocks laid out on sheets of paper. */
typedef struct _KarnePaper KarnePaper;

/* In the units of the context. */
KarnePaper *karne_paper_new (PangoContext *context, double width, double height);
void karne_paper_free (KarnePaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarnePaper, karne_paper_free)

/* Adds a fact, or any other block, below what is there. */
void karne_paper_add (KarnePaper *self, const KarneBlock *block);
guint karne_paper_get_n_sheets (KarnePaper *self);
void karne_paper_draw (KarnePaper *self, guint sheet, cairo_t *cr);

G_END_DECLS
