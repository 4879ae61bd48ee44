/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks the service manager of the user to keep this process, and those that it starts from then on,
 * out of the swap. Where there is none, or it refuses, finish says so, and nothing else is changed.
 */
void karne_scope_enter_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean karne_scope_enter_finish (GAsyncResult *result, GError **error);

G_END_DECLS
