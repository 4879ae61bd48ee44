/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Writes what would be printed into a file, as PDF, which nobody but this user can read: it is made
 * in memory, and what was there before stays until all of it is written. */
void karne_print_save_async (GtkPrintOperation *operation,
                             GFile *file,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean
karne_print_save_finish (GtkPrintOperation *operation, GAsyncResult *result, GError **error);

G_END_DECLS
