/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-status-line.h"

#include "karne-a11y.h"

/**
 * KarneStatusLine:
 *
 * A sentence about how things stand, over what it is about.
 *
 * Its accessible role is that of a status: assistive technology hears of each change.
 */
struct _KarneStatusLine
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (KarneStatusLine, karne_status_line, ADW_TYPE_BIN)

static void
karne_status_line_class_init (KarneStatusLineClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
karne_status_line_init (KarneStatusLine *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             "valign", GTK_ALIGN_CENTER, NULL);
  self->spinner =
      g_object_new (GTK_TYPE_SPINNER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.f, "wrap", TRUE, "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "karne-status-line");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
karne_status_line_say (KarneStatusLine *self, const char *icon_name, const char *words)
{
  g_return_if_fail (KARNE_IS_STATUS_LINE (self));

  gtk_widget_set_visible (GTK_WIDGET (self), words != NULL);
  gtk_spinner_set_spinning (self->spinner, words != NULL && icon_name == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), icon_name == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon_name != NULL);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_label (self->label, words != NULL ? words : "");
  if (words != NULL)
    karne_a11y_name (self, words, NULL);
}
