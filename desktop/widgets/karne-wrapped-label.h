/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer floating) A label of plain text, which wraps between words; within one only where that
 * is long. */
GtkWidget *karne_wrapped_label_new (const char *text);

G_END_DECLS
