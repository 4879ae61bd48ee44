/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-focus-place.h"

#include "karne-record-list.h"

struct _KarneFocusPlace
{
  GWeakRef widget;
  GWeakRef list;           /* of KarneRecordList */
  KarneResource *resource; /* (owned) (nullable) that of a row of the list */
  GWeakRef box;            /* of GtkListBox */
  int row;                 /* of the box */
};

KarneFocusPlace *
karne_focus_place_new (GtkWidget *widget)
{
  KarneFocusPlace *self = g_new0 (KarneFocusPlace, 1);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *list = focus != NULL ? gtk_widget_get_ancestor (focus, KARNE_TYPE_RECORD_LIST) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;

  g_weak_ref_init (&self->widget, focus);
  g_weak_ref_init (&self->list, list);
  g_weak_ref_init (&self->box, row != NULL ? gtk_widget_get_parent (row) : NULL);
  if (row != NULL)
    self->row = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  if (list != NULL)
    g_set_object (&self->resource,
                  karne_record_list_get_resource (KARNE_RECORD_LIST (list), focus));
  return self;
}

void
karne_focus_place_free (KarneFocusPlace *self)
{
  g_weak_ref_clear (&self->widget);
  g_weak_ref_clear (&self->list);
  g_weak_ref_clear (&self->box);
  g_clear_object (&self->resource);
  g_free (self);
}

static gboolean
focus_widget (GtkWidget *widget, GtkWidget *within)
{
  return widget != NULL && gtk_widget_is_ancestor (widget, within) &&
         gtk_widget_grab_focus (widget);
}

/* A line that changed meanwhile has another row. */
static gboolean
focus_resource (KarneFocusPlace *self, GtkWidget *within)
{
  g_autoptr (GtkWidget) list = g_weak_ref_get (&self->list);

  return self->resource != NULL && list != NULL && gtk_widget_is_ancestor (list, within) &&
         karne_record_list_focus (KARNE_RECORD_LIST (list), self->resource);
}

/* Of a short list, the row in the same place. */
static gboolean
focus_row (KarneFocusPlace *self, GtkWidget *within)
{
  g_autoptr (GtkWidget) box = g_weak_ref_get (&self->box);
  GtkListBoxRow *row = box != NULL && gtk_widget_is_ancestor (box, within)
                           ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (box), self->row)
                           : NULL;

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

gboolean
karne_focus_place_restore (KarneFocusPlace *self, GtkWidget *within)
{
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&self->widget);

  return focus_widget (widget, within) || focus_resource (self, within) || focus_row (self, within);
}
