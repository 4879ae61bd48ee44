/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-sidebar-row.h"

#include "karne-a11y.h"

/**
 * KarneSidebarRow:
 *
 * A person or a page in the sidebar, with a number where there is something to see.
 */
struct _KarneSidebarRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *label;
  GtkLabel *count;
};

G_DEFINE_FINAL_TYPE (KarneSidebarRow, karne_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static void
karne_sidebar_row_class_init (KarneSidebarRowClass *klass)
{
}

static GtkLabel *
make_label (void)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
  return label;
}

static GtkLabel *
make_count (void)
{
  GtkWidget *count = gtk_label_new (NULL);

  gtk_widget_add_css_class (count, "karne-chip");
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (count, FALSE);
  return GTK_LABEL (count);
}

static void
karne_sidebar_row_init (KarneSidebarRow *self)
{
  self->label = make_label ();
  self->count = make_count ();
}

GtkWidget *
karne_sidebar_row_new (const char *icon_name, const char *text)
{
  KarneSidebarRow *self = g_object_new (KARNE_TYPE_SIDEBAR_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_label_set_label (self->label, text);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  karne_a11y_name (self, text, NULL);
  return GTK_WIDGET (self);
}

void
karne_sidebar_row_set_count (KarneSidebarRow *self, guint n, const char *words)
{
  g_autofree char *digits = g_strdup_printf ("%u", n);

  g_return_if_fail (KARNE_IS_SIDEBAR_ROW (self));

  gtk_label_set_label (self->count, digits);
  gtk_widget_set_visible (GTK_WIDGET (self->count), n > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), n > 0 ? words : NULL);
  karne_a11y_name (self, gtk_label_get_label (self->label), n > 0 ? words : NULL);
}
