/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-test-exchange.h"

void
karne_test_wait_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KarneTestWait *self = user_data;

  g_assert_null (self->result);
  self->result = g_object_ref (result);
}

GAsyncResult *
karne_test_wait_for (KarneTestWait *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&self->result);
}

void
karne_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

KarneResponse *
karne_test_send (KarneTransport *transport,
                 KarneRequest *request,
                 GCancellable *cancellable,
                 GError **error)
{
  KarneTestWait wait = { NULL };

  karne_transport_send_async (transport, request, cancellable, karne_test_wait_cb, &wait);
  g_autoptr (GAsyncResult) result = karne_test_wait_for (&wait);
  return karne_transport_send_finish (transport, result, error);
}

KarneResponse *
karne_test_get (KarneTransport *transport, const char *url, GError **error)
{
  g_autoptr (KarneRequest) request = karne_request_new ("GET", url);

  return karne_test_send (transport, request, NULL, error);
}

gssize
karne_test_read (GInputStream *stream, void *buffer, gsize count, GError **error)
{
  KarneTestWait wait = { NULL };

  g_input_stream_read_async (stream, buffer, count, G_PRIORITY_DEFAULT, NULL, karne_test_wait_cb,
                             &wait);
  g_autoptr (GAsyncResult) result = karne_test_wait_for (&wait);
  return g_input_stream_read_finish (stream, result, error);
}

GByteArray *
karne_test_read_all (GInputStream *stream, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 buffer[4096];
  gssize n;

  while ((n = karne_test_read (stream, buffer, sizeof buffer, error)) > 0)
    g_byte_array_append (bytes, buffer, n);
  return bytes;
}

void
karne_test_drain (GInputStream *stream, GError **error)
{
  g_byte_array_unref (karne_test_read_all (stream, error));
}
