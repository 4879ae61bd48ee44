/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "net/karne-transport.h"

/**
 * KarneTransport:
 *
 * How the engine reaches a server. It owns no socket: it is handed one of these.
 */
G_DEFINE_INTERFACE (KarneTransport, karne_transport, G_TYPE_OBJECT)

static void
karne_transport_default_init (KarneTransportInterface *iface)
{
}

/**
 * karne_transport_send_async:
 * @self: a transport
 * @request: what to ask
 * @cancellable: (nullable): ends it, until the answer has come
 * @callback: called when the head of the answer is there
 * @user_data: for @callback
 *
 * Sends a request.
 *
 * A status is no error here, see [method@Response.to_error]. Errors are
 * [error@Error.INSECURE] (nothing was sent), `CERTIFICATE`, `INVALID` for an address that cannot be
 * used, `PROTOCOL` for an answer that is not HTTP as it should be or a redirect to elsewhere, and
 * those of `G_IO_ERROR` and `G_RESOLVER_ERROR` for the network, where %G_IO_ERROR_TIMED_OUT says
 * that the server fell silent.
 *
 * A write is sent at most once. When the connection goes before the answer has come, the error is
 * [func@Error.is_transient], and whether the write took effect is not known: read before you send
 * again. An answer that was cut in its head may lack headers; its status is true.
 */
void
karne_transport_send_async (KarneTransport *self,
                            KarneRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (KARNE_IS_TRANSPORT (self));
  g_return_if_fail (KARNE_IS_REQUEST (request));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  KARNE_TRANSPORT_GET_IFACE (self)->send_async (self, request, cancellable, callback, user_data);
}

/**
 * karne_transport_send_finish:
 * @self: a transport
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Transport.send_async].
 *
 * Returns: (transfer full): the answer
 */
KarneResponse *
karne_transport_send_finish (KarneTransport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KARNE_IS_TRANSPORT (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return KARNE_TRANSPORT_GET_IFACE (self)->send_finish (self, result, error);
}

/**
 * karne_transport_get_bytes:
 * @self: a transport
 * @sent: (out) (optional): bytes sent so far
 * @received: (out) (optional): bytes received so far
 * @exchanges: (out) (optional): requests sent so far
 *
 * What went over the wire: heads and bodies, as they went (compressed, chunked), without what TLS
 * adds.
 */
void
karne_transport_get_bytes (KarneTransport *self, guint64 *sent, guint64 *received, guint *exchanges)
{
  g_return_if_fail (KARNE_IS_TRANSPORT (self));

  guint64 up = 0, down = 0;
  guint count = 0;

  KARNE_TRANSPORT_GET_IFACE (self)->get_bytes (self, &up, &down, &count);
  if (sent != NULL)
    *sent = up;
  if (received != NULL)
    *received = down;
  if (exchanges != NULL)
    *exchanges = count;
}
