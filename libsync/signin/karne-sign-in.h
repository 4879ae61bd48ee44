/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "signin/karne-credentials.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SIGN_IN (karne_sign_in_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneSignIn, karne_sign_in, KARNE, SIGN_IN, GObject)

KARNE_API
KarneSignIn *karne_sign_in_new (KarneTransport *transport,
                                KarneClock *clock,
                                const char *base,
                                const char *client,
                                const char *scopes);

KARNE_API
void karne_sign_in_discover_async (KarneSignIn *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
KARNE_API
gboolean karne_sign_in_discover_finish (KarneSignIn *self, GAsyncResult *result, GError **error);
KARNE_API
gboolean karne_sign_in_has_device (KarneSignIn *self);
KARNE_API
gboolean karne_sign_in_has_browser (KarneSignIn *self);

KARNE_API
void karne_sign_in_run_device_async (KarneSignIn *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
KARNE_API
KarneCredentials *
karne_sign_in_run_device_finish (KarneSignIn *self, GAsyncResult *result, GError **error);
KARNE_API
const char *karne_sign_in_get_user_code (KarneSignIn *self);
KARNE_API
const char *karne_sign_in_get_address (KarneSignIn *self);
KARNE_API
const char *karne_sign_in_get_complete_address (KarneSignIn *self);
KARNE_API
gint64 karne_sign_in_get_expiry (KarneSignIn *self);

KARNE_API
void karne_sign_in_run_browser_async (KarneSignIn *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
KARNE_API
KarneCredentials *
karne_sign_in_run_browser_finish (KarneSignIn *self, GAsyncResult *result, GError **error);

G_END_DECLS
