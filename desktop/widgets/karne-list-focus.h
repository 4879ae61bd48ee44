/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* As gtk_list_box_bind_model (); and where the row that has the focus is replaced, the new one has
 * it, or where it goes, its neighbour: whoever reads by keyboard or by ear stays there. model:
 * (nullable) */
void karne_list_focus_bind_model (GtkListBox *box,
                                  GListModel *model,
                                  GtkListBoxCreateWidgetFunc func,
                                  gpointer data);

G_END_DECLS
