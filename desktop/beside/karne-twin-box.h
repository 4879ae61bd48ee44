/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_TWIN_BOX (karne_twin_box_get_type ())
G_DECLARE_FINAL_TYPE (KarneTwinBox, karne_twin_box, KARNE, TWIN_BOX, GtkWidget)

GtkWidget *karne_twin_box_new (GtkWidget *start, GtkWidget *end);

G_END_DECLS
