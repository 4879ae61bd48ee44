/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-block.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The widgets of the parts of a document. Each label that is made is added to `labels` (nullable):
 * what is searched. Nothing can be selected: what is selected with the mouse would be left in the
 * primary selection, for whoever comes next. */

GtkWidget *karne_block_widgets_new_heading (const char *text, guint level);
/* A fact of the head, other than the title. */
GtkWidget *karne_block_widgets_new_fact (const KarneBlock *fact);
GtkWidget *karne_block_widgets_new (const KarneBlock *block, GPtrArray *labels);

G_END_DECLS
