/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-list-focus.h"

/* Which row has the focus, while rows are being changed; -1 for none. */
#define KEY "karne-focused-row"

static int
find_focused_row (GtkListBox *box)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (box));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;

  if (row == NULL || gtk_widget_get_parent (row) != GTK_WIDGET (box))
    return -1;
  return gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

static void
before_change_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  g_object_set_data (G_OBJECT (data), KEY, GINT_TO_POINTER (find_focused_row (data)));
}

static void
after_change_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  guint focused = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (data), KEY));
  guint n = g_list_model_get_n_items (model);
  guint last = added > 0 ? position + added - 1 : position;
  GtkListBoxRow *row;

  /* A row that was there before, or none at all, is not ours to move. */
  if (focused < position || focused >= position + removed || n == 0)
    return;
  row = gtk_list_box_get_row_at_index (data, (int) MIN (MIN (focused, last), n - 1));
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
karne_list_focus_bind_model (GtkListBox *box,
                             GListModel *model,
                             GtkListBoxCreateWidgetFunc func,
                             gpointer data)
{
  g_return_if_fail (GTK_IS_LIST_BOX (box));

  /* The list box changes its rows in between. */
  if (model != NULL)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (before_change_cb), box, 0);
  gtk_list_box_bind_model (box, model, func, data, NULL);
  if (model != NULL)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (after_change_cb), box, 0);
}
