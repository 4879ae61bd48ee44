/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full) (nullable) What stands over the first of a run of rows that have it in common. */
typedef char *(*KarneListHeadingFunc) (GtkListBoxRow *row, gpointer data);

/* Puts headings between the rows of a list; the rows under each look like one card. data: outlives
 * the list. */
void karne_list_cards_set_heading_func (GtkListBox *box, KarneListHeadingFunc func, gpointer data);
/* Ends the last card: to be called when the rows, of which there are so many, have changed. */
void karne_list_cards_end (GtkListBox *box, guint n_rows);

G_END_DECLS
