/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_LINE (karne_line_get_type ())
G_DECLARE_FINAL_TYPE (KarneLine, karne_line, KARNE, LINE, GtkWidget)

/* spacing: between neighbours. */
GtkWidget *karne_line_new (int spacing);
/* Adds a child at the end; one that is set to expand takes the width that the others leave. */
void karne_line_append (KarneLine *self, GtkWidget *child);

G_END_DECLS
