/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_WRAP_BOX (karne_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (KarneWrapBox, karne_wrap_box, KARNE, WRAP_BOX, GtkWidget)

/* spacing: between neighbours and between lines. */
GtkWidget *karne_wrap_box_new (int spacing);
void karne_wrap_box_append (KarneWrapBox *self, GtkWidget *child);

G_END_DECLS
