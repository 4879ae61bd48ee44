/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-clock.h"

G_BEGIN_DECLS

/* Waits until a time of the monotonic clock, or until it is cancelled. */
void karne_pause_async (KarneClock *clock,
                        gint64 until,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean karne_pause_finish (GAsyncResult *result, GError **error);

G_END_DECLS
