/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_WIDE_BOX (karne_wide_box_get_type ())
G_DECLARE_FINAL_TYPE (KarneWideBox, karne_wide_box, KARNE, WIDE_BOX, GtkWidget)

/* name and description (nullable): what those hear who stop at it. */
GtkWidget *karne_wide_box_new (GtkWidget *child, const char *name, const char *description);

G_END_DECLS
