/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "karne-macros.h"

G_BEGIN_DECLS

#define KARNE_TYPE_AUTHORIZER (karne_authorizer_get_type ())
KARNE_API
G_DECLARE_INTERFACE (KarneAuthorizer, karne_authorizer, KARNE, AUTHORIZER, GObject)

/**
 * KarneAuthorizerInterface:
 * @get_token_async: finds a token that is good now
 * @get_token_finish: finishes it
 *
 * What a request to a source is allowed with.
 */
struct _KarneAuthorizerInterface
{
  GTypeInterface parent_iface;

  void (*get_token_async) (KarneAuthorizer *self,
                           const char *refused,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
  char *(*get_token_finish) (KarneAuthorizer *self, GAsyncResult *result, GError **error);
};

KARNE_API
void karne_authorizer_get_token_async (KarneAuthorizer *self,
                                       const char *refused,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
KARNE_API
char *
karne_authorizer_get_token_finish (KarneAuthorizer *self, GAsyncResult *result, GError **error);

G_END_DECLS
