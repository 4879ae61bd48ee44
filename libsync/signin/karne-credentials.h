/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-clock.h"
#include "net/karne-authorizer.h"
#include "net/karne-transport.h"
#include "store/karne-store.h"

G_BEGIN_DECLS

#define KARNE_TYPE_CREDENTIALS (karne_credentials_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneCredentials, karne_credentials, KARNE, CREDENTIALS, GObject)

KARNE_API
const char *karne_credentials_get_patient (KarneCredentials *self);
KARNE_API
const char *karne_credentials_get_scopes (KarneCredentials *self);
KARNE_API
char **karne_credentials_list_missing_scopes (KarneCredentials *self);
KARNE_API
gboolean karne_credentials_can_revoke (KarneCredentials *self);
KARNE_API
const char *karne_credentials_get_end_session_url (KarneCredentials *self);

KARNE_API
void karne_credentials_keep_async (KarneCredentials *self,
                                   KarneStore *store,
                                   gint64 source,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
KARNE_API
gboolean
karne_credentials_keep_finish (KarneCredentials *self, GAsyncResult *result, GError **error);

KARNE_API
void karne_credentials_load_async (KarneStore *store,
                                   gint64 source,
                                   KarneTransport *transport,
                                   KarneClock *clock,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
KARNE_API
KarneCredentials *karne_credentials_load_finish (GAsyncResult *result, GError **error);

KARNE_API
void karne_credentials_sign_out_async (KarneCredentials *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
KARNE_API
gboolean
karne_credentials_sign_out_finish (KarneCredentials *self, GAsyncResult *result, GError **error);

G_END_DECLS
