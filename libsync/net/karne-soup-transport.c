/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "net/karne-soup-transport.h"

#include "karne-error.h"
#include "net/karne-soup-body-private.h"
#include "net/karne-soup-exchange-private.h"

#include <libsoup/soup.h>

#define IDLE_TIMEOUT_DEFAULT_S 60
/* libsoup's own limit on a socket, on the real clock: a net below our watchdog, never ahead of it.
 */
#define SOCKET_TIMEOUT_MARGIN_S 30
#define KEPT_CONNECTION_S 60
#define MAX_CONNS_PER_HOST 4
#define MAX_REDIRECTS 5

/**
 * KarneSoupTransport:
 *
 * The transport over HTTP, by libsoup.
 *
 * It speaks HTTP/1.1 only (libsoup 3.2 buffers an HTTP/2 body without end for a slow reader), only
 * over https except to this computer, keeps no cookie, and uses the system's proxy and the system's
 * certificate authorities. Redirects are followed at most 5 times and only within scheme, host and
 * port, so that what a request carries never reaches somebody else.
 *
 * A transport belongs to one thread, in whose thread-default main context its callbacks come. A
 * request under way keeps it alive; answers do not. When it is disposed of, all that is under way
 * ends with %G_IO_ERROR_CANCELLED.
 */
struct _KarneSoupTransport
{
  GObject parent_instance;

  KarneClock *clock;     /* (owned) */
  SoupSession *session;  /* (owned) for the world */
  SoupSession *loopback; /* (owned) for this computer: a proxy has no business there */
  KarneSoupMeter *meter; /* (owned) */
  guint idle_timeout_s;
};

static void karne_soup_transport_iface_init (KarneTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KarneSoupTransport,
                               karne_soup_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KARNE_TYPE_TRANSPORT,
                                                      karne_soup_transport_iface_init))

typedef struct
{
  /* Input */
  KarneRequest *request; /* (owned) */

  /* In progress */
  GUri *uri;                   /* (owned) of this hop */
  const char *method;          /* of this hop */
  gboolean with_body;          /* on this hop */
  guint redirects;             /* followed so far */
  KarneSoupExchange *exchange; /* (owned) (nullable) of this hop */
} SendData;

static void
send_data_free (SendData *data)
{
  g_clear_object (&data->request);
  g_clear_pointer (&data->uri, g_uri_unref);
  g_clear_pointer (&data->exchange, karne_soup_exchange_unref);
  g_free (data);
}

static gboolean
is_loopback (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

/* GLib's own messages quote the address: ours do not. */
static GUri *
parse_url (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "Reading an address: it is not one of a server");
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "Reading an address: it holds a user name");
      return NULL;
    }
  return g_steal_pointer (&uri);
}

static gboolean
check_secure (GUri *uri, GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);

  if (g_str_equal (scheme, "https") || (g_str_equal (scheme, "http") && is_loopback (uri)))
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INSECURE,
                       "Sending a request: the address is neither https nor on this computer");
  return FALSE;
}

static int
port_of (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);
  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

static gboolean
is_same_origin (GUri *a, GUri *b)
{
  return g_str_equal (g_uri_get_scheme (a), g_uri_get_scheme (b)) &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0 &&
         port_of (a) == port_of (b);
}

/* Tells the server, at the TLS handshake, that we know nothing newer than HTTP/1.1. */
static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  static const char *const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
}

/* An answer without a body need not say how long it is not; libsoup 3.2 then gives the connection
 * up, and the next request pays three turns over the sea cable for a new one. */
static void
got_headers_cb (SoupMessage *message, gpointer user_data)
{
  guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_NO_CONTENT || status == SOUP_STATUS_NOT_MODIFIED)
    soup_message_headers_set_content_length (soup_message_get_response_headers (message), 0);
}

static void
copy_request_headers (SoupMessage *message, KarneRequest *request)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, karne_request_get_headers (request));
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
}

static void
set_encoding (SoupMessage *message, KarneRequestFlags flags)
{
  gboolean identity = (flags & KARNE_REQUEST_IDENTITY) != 0;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept-Encoding",
                                identity ? "identity" : "gzip");
  if (identity)
    soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
}

/* For a POST libsoup opens a new connection each time unless told that it may be repeated. Our
 * batches of reads are POSTs, and would pay for a handshake each; so it is told so, and the
 * exchange sees to it that nothing is repeated all the same. */
static SoupMessageFlags
flags_of_message (KarneRequestFlags flags)
{
  return SOUP_MESSAGE_NO_REDIRECT |
         ((flags & KARNE_REQUEST_NEW_CONNECTION) != 0 ? SOUP_MESSAGE_NEW_CONNECTION
                                                      : SOUP_MESSAGE_IDEMPOTENT);
}

static SoupMessage *
make_message (SendData *data)
{
  SoupMessage *message = soup_message_new_from_uri (data->method, data->uri);
  KarneRequestFlags flags = karne_request_get_flags (data->request);
  GBytes *body = karne_request_get_body (data->request);

  soup_message_add_flags (message, flags_of_message (flags));
  copy_request_headers (message, data->request);
  set_encoding (message, flags);
  if (data->with_body && body != NULL)
    soup_message_set_request_body_from_bytes (message,
                                              karne_request_get_content_type (data->request), body);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), NULL);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), NULL);
  return message;
}

static gboolean
is_redirect (SoupMessage *message)
{
  switch ((guint) soup_message_get_status (message))
    {
    case SOUP_STATUS_MOVED_PERMANENTLY:
    case SOUP_STATUS_FOUND:
    case SOUP_STATUS_SEE_OTHER:
    case SOUP_STATUS_TEMPORARY_REDIRECT:
    case SOUP_STATUS_PERMANENT_REDIRECT:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
fail_redirect (GError **error, const char *why)
{
  g_set_error (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL, "Following a redirect: %s", why);
  return FALSE;
}

/* 301 and 302 say nothing clear about a write: which method the server wants is anybody's guess. */
static gboolean
change_method (SendData *data, guint status, GError **error)
{
  gboolean reads = g_str_equal (data->method, "GET") || g_str_equal (data->method, "HEAD");

  if (reads || status == SOUP_STATUS_TEMPORARY_REDIRECT || status == SOUP_STATUS_PERMANENT_REDIRECT)
    return TRUE;
  if (status != SOUP_STATUS_SEE_OTHER)
    return fail_redirect (error, "it leaves open what becomes of a write");
  data->method = "GET";
  data->with_body = FALSE;
  return TRUE;
}

static gboolean
follow_redirect (SendData *data, SoupMessage *message, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) target = NULL;

  if (location != NULL)
    target = g_uri_parse_relative (data->uri, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (target == NULL || g_uri_get_host (target) == NULL || g_uri_get_userinfo (target) != NULL)
    return fail_redirect (error, "it does not say where to");
  if (++data->redirects > MAX_REDIRECTS)
    return fail_redirect (error, "there are too many");
  if (!is_same_origin (data->uri, target))
    return fail_redirect (error, "it leads to another server");
  if (!change_method (data, soup_message_get_status (message), error))
    return FALSE;

  g_uri_unref (data->uri);
  data->uri = g_steal_pointer (&target);
  return TRUE;
}

static void
add_header (const char *name, const char *value, gpointer user_data)
{
  GHashTable *headers = user_data;
  char *key = g_ascii_strdown (name, -1);
  const char *before = g_hash_table_lookup (headers, key);

  g_hash_table_replace (headers, key,
                        before != NULL ? g_strconcat (before, ", ", value, NULL)
                                       : g_strdup (value));
}

/* Of a body that was decoded, the length on the wire says nothing any more. */
static void
remove_wire_headers (GHashTable *headers)
{
  const char *encoding = g_hash_table_lookup (headers, "content-encoding");

  if (encoding == NULL ||
      (g_ascii_strcasecmp (encoding, "gzip") != 0 && g_ascii_strcasecmp (encoding, "x-gzip") != 0))
    return;
  g_hash_table_remove (headers, "content-encoding");
  g_hash_table_remove (headers, "content-length");
}

static KarneResponse *
make_response (SendData *data, SoupMessage *message, GInputStream *stream)
{
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GInputStream) body = karne_soup_body_new (stream, data->exchange);
  g_autofree char *url = g_uri_to_string (data->uri);

  soup_message_headers_foreach (soup_message_get_response_headers (message), add_header, headers);
  if (!(karne_request_get_flags (data->request) & KARNE_REQUEST_IDENTITY))
    remove_wire_headers (headers);
  return karne_response_new (soup_message_get_status (message), headers, url, body);
}

/* libsoup hands on the refusal of a tunnel as if the server had spoken. A proxy's 403 or 404 must
 * not be taken for the record's. */
static GError *
proxy_error (SoupMessage *message)
{
  guint status = soup_message_get_status (message);

  return g_error_new (G_IO_ERROR,
                      status == SOUP_STATUS_PROXY_UNAUTHORIZED ? G_IO_ERROR_PROXY_NEED_AUTH
                                                               : G_IO_ERROR_PROXY_FAILED,
                      "Reaching the server: the proxy answered with status %u", status);
}

static void send_hop (GTask *task);

static void
hop_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  SendData *data = g_task_get_task_data (task);
  SoupMessage *message = karne_soup_exchange_get_message (data->exchange);
  GError *error = NULL;
  g_autoptr (GInputStream) stream =
      soup_session_send_finish (SOUP_SESSION (source), result, &error);

  error = karne_soup_exchange_end_wait (data->exchange, error);
  if (stream == NULL)
    g_task_return_error (task, error);
  else if (!karne_soup_exchange_was_asked (data->exchange))
    g_task_return_error (task, proxy_error (message));
  else if (!is_redirect (message))
    g_task_return_pointer (task, make_response (data, message, stream), g_object_unref);
  else if (!follow_redirect (data, message, &error))
    g_task_return_error (task, error);
  else
    {
      g_input_stream_close (stream, NULL, NULL);
      send_hop (g_steal_pointer (&task));
    }
}

static void
send_hop (GTask *task)
{
  KarneSoupTransport *self = g_task_get_source_object (task);
  SendData *data = g_task_get_task_data (task);
  g_autoptr (SoupMessage) message = make_message (data);
  gint64 idle_us = self->idle_timeout_s * G_USEC_PER_SEC;

  g_clear_pointer (&data->exchange, karne_soup_exchange_unref);
  data->exchange = karne_soup_exchange_new (self->meter, self->clock, idle_us, message);
  karne_soup_exchange_begin_wait (data->exchange, g_task_get_cancellable (task));
  soup_session_send_async (is_loopback (data->uri) ? self->loopback : self->session, message,
                           g_task_get_priority (task),
                           karne_soup_exchange_get_cancellable (data->exchange), hop_sent_cb, task);
}

static SendData *
send_data_new (KarneRequest *request)
{
  SendData *data = g_new0 (SendData, 1);

  data->request = g_object_ref (request);
  data->method = karne_request_get_method (request);
  data->with_body = TRUE;
  return data;
}

static void
karne_soup_transport_send_async (KarneTransport *transport,
                                 KarneRequest *request,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (transport, cancellable, callback, user_data);
  SendData *data = send_data_new (request);
  GError *error = NULL;

  g_task_set_source_tag (task, karne_soup_transport_send_async);
  g_task_set_task_data (task, data, (GDestroyNotify) send_data_free);
  data->uri = parse_url (karne_request_get_url (request), &error);
  if (data->uri == NULL || !check_secure (data->uri, &error))
    g_task_return_error (task, error);
  else if (!g_task_return_error_if_cancelled (task))
    send_hop (g_steal_pointer (&task));
}

static KarneResponse *
karne_soup_transport_send_finish (KarneTransport *transport, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
karne_soup_transport_get_bytes (KarneTransport *transport,
                                guint64 *sent,
                                guint64 *received,
                                guint *exchanges)
{
  karne_soup_meter_read (KARNE_SOUP_TRANSPORT (transport)->meter, sent, received, exchanges);
}

static void
karne_soup_transport_iface_init (KarneTransportInterface *iface)
{
  iface->send_async = karne_soup_transport_send_async;
  iface->send_finish = karne_soup_transport_send_finish;
  iface->get_bytes = karne_soup_transport_get_bytes;
}

static void
karne_soup_transport_dispose (GObject *object)
{
  KarneSoupTransport *self = KARNE_SOUP_TRANSPORT (object);

  karne_soup_meter_abort_all (self->meter);
  soup_session_abort (self->session);
  soup_session_abort (self->loopback);

  G_OBJECT_CLASS (karne_soup_transport_parent_class)->dispose (object);
}

static void
karne_soup_transport_finalize (GObject *object)
{
  KarneSoupTransport *self = KARNE_SOUP_TRANSPORT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->loopback);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->meter, karne_soup_meter_unref);

  G_OBJECT_CLASS (karne_soup_transport_parent_class)->finalize (object);
}

static void
karne_soup_transport_class_init (KarneSoupTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_soup_transport_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_soup_transport_finalize;
}

/* No cookie jar, no cache, no HSTS file: libsoup has none unless asked. */
static SoupSession *
make_session (void)
{
  return soup_session_new_with_options ("user-agent", "Karne", "idle-timeout", KEPT_CONNECTION_S,
                                        "max-conns-per-host", MAX_CONNS_PER_HOST, NULL);
}

static void
karne_soup_transport_init (KarneSoupTransport *self)
{
  self->meter = karne_soup_meter_new ();
  self->session = make_session ();
  self->loopback = make_session ();
  soup_session_set_proxy_resolver (self->loopback, NULL);
  karne_soup_transport_set_idle_timeout (self, IDLE_TIMEOUT_DEFAULT_S);
}

/**
 * karne_soup_transport_new:
 * @clock: what the patience of the transport is measured by
 *
 * A transport without any connection yet.
 *
 * Returns: (transfer full): a new transport
 */
KarneSoupTransport *
karne_soup_transport_new (KarneClock *clock)
{
  g_return_val_if_fail (KARNE_IS_CLOCK (clock), NULL);

  KarneSoupTransport *self = g_object_new (KARNE_TYPE_SOUP_TRANSPORT, NULL);

  self->clock = g_object_ref (clock);
  return self;
}

/**
 * karne_soup_transport_set_idle_timeout:
 * @self: a transport
 * @seconds: how long a server may be silent
 *
 * Sets after how many seconds without a byte a request, or the reading of its answer, fails with
 * %G_IO_ERROR_TIMED_OUT. Counted on the clock handed in, and only while somebody waits: a slow
 * reader has all the time it wants. The default is 60.
 */
void
karne_soup_transport_set_idle_timeout (KarneSoupTransport *self, guint seconds)
{
  g_return_if_fail (KARNE_IS_SOUP_TRANSPORT (self));
  g_return_if_fail (seconds > 0);

  self->idle_timeout_s = seconds;
  soup_session_set_timeout (self->session, seconds + SOCKET_TIMEOUT_MARGIN_S);
  soup_session_set_timeout (self->loopback, seconds + SOCKET_TIMEOUT_MARGIN_S);
}
