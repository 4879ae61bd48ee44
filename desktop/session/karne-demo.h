/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KARNE_TYPE_DEMO (karne_demo_get_type ())
G_DECLARE_FINAL_TYPE (KarneDemo, karne_demo, KARNE, DEMO, GObject)

KarneDemo *karne_demo_new (void);
/* One that lets nobody read who has not signed in as one of its people. */
KarneDemo *karne_demo_new_with_sign_in (void);

void karne_demo_start_async (KarneDemo *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean karne_demo_start_finish (KarneDemo *self, GAsyncResult *result, GError **error);
const char *karne_demo_get_address (KarneDemo *self);
void karne_demo_stop (KarneDemo *self);

G_END_DECLS
