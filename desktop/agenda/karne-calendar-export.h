/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

/* Reads what else there is to say of appointments and writes them as an iCalendar file.
 * appointments: of KarneResource; held. */
void karne_calendar_export_async (KarneView *view,
                                  GPtrArray *appointments,
                                  GFile *file,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean karne_calendar_export_finish (KarneView *view, GAsyncResult *result, GError **error);

G_END_DECLS
