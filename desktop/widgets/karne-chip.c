/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-chip.h"

#include "karne-line.h"
#include "karne-wrapped-label.h"

GtkWidget *
karne_chip_new (const char *icon_name, const char *words, const char *style)
{
  GtkWidget *chip = karne_line_new (4);

  gtk_widget_add_css_class (chip, "karne-chip");
  if (style != NULL)
    gtk_widget_add_css_class (chip, style);
  if (icon_name != NULL)
    karne_line_append (KARNE_LINE (chip),
                       g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                                     GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  karne_line_append (KARNE_LINE (chip), karne_wrapped_label_new (words));
  return chip;
}
