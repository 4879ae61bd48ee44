/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-chip.h"

GtkWidget *
karne_chip_new (const char *icon_name, const char *words, const char *style)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_widget_add_css_class (chip, "karne-chip");
  if (style != NULL)
    gtk_widget_add_css_class (chip, style);
  if (icon_name != NULL)
    gtk_box_append (GTK_BOX (chip),
                    g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (chip),
                  g_object_new (GTK_TYPE_LABEL, "label", words, "xalign", 0.f, "wrap", TRUE,
                                "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL));
  return chip;
}
