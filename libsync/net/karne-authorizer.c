/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "net/karne-authorizer.h"

/**
 * KarneAuthorizer:
 *
 * What a request to a source is allowed with: it knows a bearer token that is good now, and gets
 * another one when it is not.
 */
G_DEFINE_INTERFACE (KarneAuthorizer, karne_authorizer, G_TYPE_OBJECT)

static void
karne_authorizer_default_init (KarneAuthorizerInterface *iface)
{
}

/**
 * karne_authorizer_get_token_async:
 * @self: an authorizer
 * @refused: (nullable): a token of this authorizer that the server does not take
 * @cancellable: (nullable): ends the waiting; a renewal that others wait for goes on
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Finds a token that is good now. One that was refused is renewed, unless it was renewed already:
 * whoever asks while a renewal is under way waits for it, and none is asked for twice.
 */
void
karne_authorizer_get_token_async (KarneAuthorizer *self,
                                  const char *refused,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (KARNE_IS_AUTHORIZER (self));

  KARNE_AUTHORIZER_GET_IFACE (self)->get_token_async (self, refused, cancellable, callback,
                                                      user_data);
}

/**
 * karne_authorizer_get_token_finish:
 * @self: an authorizer
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Authorizer.get_token_async].
 *
 * [error@Error.UNAUTHORIZED] when only a person can help, by signing in again.
 *
 * Returns: (transfer full): a bearer token; wipe it before you free it
 */
char *
karne_authorizer_get_token_finish (KarneAuthorizer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KARNE_IS_AUTHORIZER (self), NULL);

  return KARNE_AUTHORIZER_GET_IFACE (self)->get_token_finish (self, result, error);
}
