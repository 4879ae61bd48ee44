/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-bin.h"

void
karne_bin_dispose_template (gpointer bin, GType type)
{
  adw_bin_set_child (ADW_BIN (bin), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (bin), type);
}
