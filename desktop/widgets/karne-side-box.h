/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_SIDE_BOX (karne_side_box_get_type ())
G_DECLARE_FINAL_TYPE (KarneSideBox, karne_side_box, KARNE, SIDE_BOX, GtkWidget)

/* spacing: between the two where they are side by side. */
GtkWidget *karne_side_box_new (GtkWidget *start, GtkWidget *end, int spacing);

G_END_DECLS
