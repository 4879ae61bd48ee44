/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "net/karne-transport.h"

#include "karne-error.h"

#include <libsoup/soup.h>
#include <string.h>

/* No server may put us to sleep for longer than this. */
#define RETRY_AFTER_MAX_S (24 * 60 * 60)

/* Header names are the same in any case; tables hold them in lower case. */
static GHashTable *
header_table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static const char *
header_table_get (GHashTable *headers, const char *name)
{
  g_autofree char *key = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (headers, key);
}

/**
 * KarneRequest:
 *
 * What to ask a server. Fill it in, then hand it to [method@Transport.send_async] and leave it
 * alone.
 */
struct _KarneRequest
{
  GObject parent_instance;

  char *method;        /* (owned) */
  char *url;           /* (owned) */
  GHashTable *headers; /* (owned) lower-case name -> value */
  char *content_type;  /* (owned) (nullable) */
  GBytes *body;        /* (owned) (nullable) */
  KarneRequestFlags flags;
};

G_DEFINE_FINAL_TYPE (KarneRequest, karne_request, G_TYPE_OBJECT)

static void
karne_request_finalize (GObject *object)
{
  KarneRequest *self = KARNE_REQUEST (object);

  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);

  G_OBJECT_CLASS (karne_request_parent_class)->finalize (object);
}

static void
karne_request_class_init (KarneRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_request_finalize;
}

static void
karne_request_init (KarneRequest *self)
{
  self->headers = header_table_new ();
}

/**
 * karne_request_new:
 * @method: `GET`, `PUT`, …
 * @url: the absolute address, without user name, without password
 *
 * A request without headers and without a body.
 *
 * Returns: (transfer full): a new request
 */
KarneRequest *
karne_request_new (const char *method, const char *url)
{
  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  KarneRequest *self = g_object_new (KARNE_TYPE_REQUEST, NULL);

  self->method = g_strdup (method);
  self->url = g_strdup (url);
  return self;
}

/**
 * karne_request_set_header:
 * @self: a request
 * @name: name of a header, in any case
 * @value: (nullable): its only value, without line ends; %NULL removes the header
 *
 * Sets a header. `Accept-Encoding`, `Content-Length` and the like belong to the transport.
 */
void
karne_request_set_header (KarneRequest *self, const char *name, const char *value)
{
  g_return_if_fail (KARNE_IS_REQUEST (self));
  g_return_if_fail (name != NULL && *name != '\0');
  g_return_if_fail (strpbrk (name, "\r\n: ") == NULL);
  g_return_if_fail (value == NULL || strpbrk (value, "\r\n") == NULL);

  g_autofree char *key = g_ascii_strdown (name, -1);

  if (value == NULL)
    g_hash_table_remove (self->headers, key);
  else
    g_hash_table_replace (self->headers, g_steal_pointer (&key), g_strdup (value));
}

/**
 * karne_request_set_body:
 * @self: a request
 * @content_type: type of the body
 * @body: the body
 *
 * Sets what is sent after the head.
 */
void
karne_request_set_body (KarneRequest *self, const char *content_type, GBytes *body)
{
  g_return_if_fail (KARNE_IS_REQUEST (self));
  g_return_if_fail (content_type != NULL);
  g_return_if_fail (body != NULL);

  g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
}

/**
 * karne_request_set_flags:
 * @self: a request
 * @flags: all its flags
 *
 * Says how it is to be sent.
 */
void
karne_request_set_flags (KarneRequest *self, KarneRequestFlags flags)
{
  g_return_if_fail (KARNE_IS_REQUEST (self));

  self->flags = flags;
}

/**
 * karne_request_get_method:
 * @self: a request
 *
 * Returns: the method
 */
const char *
karne_request_get_method (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);

  return self->method;
}

/**
 * karne_request_get_url:
 * @self: a request
 *
 * Returns: the address
 */
const char *
karne_request_get_url (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);

  return self->url;
}

/**
 * karne_request_get_header:
 * @self: a request
 * @name: name of a header, in any case
 *
 * Returns: (nullable): its value
 */
const char *
karne_request_get_header (KarneRequest *self, const char *name)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return header_table_get (self->headers, name);
}

/**
 * karne_request_get_headers:
 * @self: a request
 *
 * Returns: (transfer none) (element-type utf8 utf8): all headers, names in lower case
 */
GHashTable *
karne_request_get_headers (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);

  return self->headers;
}

/**
 * karne_request_get_content_type:
 * @self: a request
 *
 * Returns: (nullable): type of the body, %NULL without one
 */
const char *
karne_request_get_content_type (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);

  return self->content_type;
}

/**
 * karne_request_get_body:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the body
 */
GBytes *
karne_request_get_body (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), NULL);

  return self->body;
}

/**
 * karne_request_get_flags:
 * @self: a request
 *
 * Returns: its flags
 */
KarneRequestFlags
karne_request_get_flags (KarneRequest *self)
{
  g_return_val_if_fail (KARNE_IS_REQUEST (self), KARNE_REQUEST_NONE);

  return self->flags;
}

/**
 * KarneResponse:
 *
 * What a server answered: the head, and a stream that gives the body as it comes.
 *
 * Read the body asynchronously, from the thread that sent the request. Dropping the response before
 * the end of its body ends the exchange.
 */
struct _KarneResponse
{
  GObject parent_instance;

  guint status;
  GHashTable *headers; /* (owned) lower-case name -> value */
  char *url;           /* (owned) */
  GInputStream *body;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneResponse, karne_response, G_TYPE_OBJECT)

static void
karne_response_finalize (GObject *object)
{
  KarneResponse *self = KARNE_RESPONSE (object);

  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->url, g_free);
  g_clear_object (&self->body);

  G_OBJECT_CLASS (karne_response_parent_class)->finalize (object);
}

static void
karne_response_class_init (KarneResponseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_response_finalize;
}

static void
karne_response_init (KarneResponse *self)
{
  self->headers = header_table_new ();
}

/**
 * karne_response_new:
 * @status: the HTTP status
 * @headers: (nullable) (element-type utf8 utf8): the headers, names in any case; copied
 * @url: where the answer came from, after redirects
 * @body: the body
 *
 * For those who implement [iface@Transport].
 *
 * Returns: (transfer full): a new response
 */
KarneResponse *
karne_response_new (guint status, GHashTable *headers, const char *url, GInputStream *body)
{
  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (G_IS_INPUT_STREAM (body), NULL);

  KarneResponse *self = g_object_new (KARNE_TYPE_RESPONSE, NULL);
  GHashTableIter iter;
  gpointer name, value;

  self->status = status;
  self->url = g_strdup (url);
  self->body = g_object_ref (body);
  if (headers != NULL)
    {
      g_hash_table_iter_init (&iter, headers);
      while (g_hash_table_iter_next (&iter, &name, &value))
        g_hash_table_replace (self->headers, g_ascii_strdown (name, -1), g_strdup (value));
    }
  return self;
}

/**
 * karne_response_get_status:
 * @self: a response
 *
 * Returns: the HTTP status
 */
guint
karne_response_get_status (KarneResponse *self)
{
  g_return_val_if_fail (KARNE_IS_RESPONSE (self), 0);

  return self->status;
}

/**
 * karne_response_get_header:
 * @self: a response
 * @name: name of a header, in any case
 *
 * Returns: (nullable): its value; several of one name are joined by “, ”
 */
const char *
karne_response_get_header (KarneResponse *self, const char *name)
{
  g_return_val_if_fail (KARNE_IS_RESPONSE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return header_table_get (self->headers, name);
}

/**
 * karne_response_get_url:
 * @self: a response
 *
 * Returns: where the answer came from, after redirects
 */
const char *
karne_response_get_url (KarneResponse *self)
{
  g_return_val_if_fail (KARNE_IS_RESPONSE (self), NULL);

  return self->url;
}

/**
 * karne_response_get_body:
 * @self: a response
 *
 * The body, as it comes. A clean end is no proof that it is whole: a chunked or compressed body
 * that was cut may end cleanly, and what is inside must tell.
 *
 * Returns: (transfer none): the stream, to be read asynchronously
 */
GInputStream *
karne_response_get_body (KarneResponse *self)
{
  g_return_val_if_fail (KARNE_IS_RESPONSE (self), NULL);

  return self->body;
}

static gboolean
has_content_type (KarneResponse *self, const char *type)
{
  const char *value = header_table_get (self->headers, "content-type");
  gsize length = strlen (type);

  return value != NULL && g_ascii_strncasecmp (value, type, length) == 0 &&
         (value[length] == '\0' || strchr ("; \t,", value[length]) != NULL);
}

static gboolean
is_web_page (KarneResponse *self)
{
  return has_content_type (self, "text/html") || has_content_type (self, "application/xhtml+xml");
}

/* The counter's wall stands between us and the server: its 403 or 404 says nothing of the record,
 * and would otherwise be taken for a withdrawn document. A 401, a 429 and what a failing server
 * says are the same whatever page comes with them. */
static gboolean
page_hides_status (guint status)
{
  return status != 304 && status != 401 && status != 429 && status < 500;
}

static int
code_for_status (guint status)
{
  switch (status)
    {
    case 401:
      return KARNE_ERROR_UNAUTHORIZED;
    case 403:
      return KARNE_ERROR_FORBIDDEN;
    case 404:
      return KARNE_ERROR_NOT_FOUND;
    case 409:
    case 412:
      return KARNE_ERROR_CONFLICT;
    case 410:
      return KARNE_ERROR_GONE;
    case 429:
    case 503:
      return KARNE_ERROR_THROTTLED;
    case 511: /* Network Authentication Required: a portal that says so */
      return KARNE_ERROR_CAPTIVE_PORTAL;
    default:
      return status >= 500 ? KARNE_ERROR_SERVER : KARNE_ERROR_PROTOCOL;
    }
}

/**
 * karne_response_to_error:
 * @self: a response
 *
 * What the head of an answer means to somebody who asked for FHIR.
 *
 * 401 is [error@Error.UNAUTHORIZED], 403 `FORBIDDEN`, 404 `NOT_FOUND`, 410 `GONE`, 409 and 412
 * `CONFLICT`, 429 and 503 `THROTTLED`, 511 `CAPTIVE_PORTAL`, any other from 500 on `SERVER`, the
 * rest `PROTOCOL`. A web page is `CAPTIVE_PORTAL`, except with 401, 429 and from 500 on. 407 is
 * %G_IO_ERROR_PROXY_NEED_AUTH. The message holds the status only.
 *
 * Returns: (transfer full) (nullable): an error, or %NULL if the answer may be read (2xx, 304)
 */
GError *
karne_response_to_error (KarneResponse *self)
{
  g_return_val_if_fail (KARNE_IS_RESPONSE (self), NULL);

  guint status = self->status;

  if (is_web_page (self) && page_hides_status (status))
    return g_error_new (KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL,
                        "Reading an answer: a web page came, with status %u", status);
  if ((status >= 200 && status < 300) || status == 304)
    return NULL;
  if (status == 407)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH,
                                "Sending a request: the proxy wants to know who asks");
  return g_error_new (KARNE_ERROR, code_for_status (status), "The server answered with status %u",
                      status);
}

/**
 * karne_response_check_start:
 * @self: a response
 * @start: (array length=length) (element-type guint8): first bytes of its body
 * @length: how many
 *
 * Whether a body that should be FHIR in JSON begins like a web page, whatever its head says.
 *
 * Returns: (transfer full) (nullable): [error@Error.CAPTIVE_PORTAL] for a page,
 * [error@Error.PROTOCOL] for what its head calls XML, %NULL if it does not begin with “<”
 */
GError *
karne_response_check_start (KarneResponse *self, const char *start, gsize length)
{
  g_return_val_if_fail (KARNE_IS_RESPONSE (self), NULL);

  gsize i = length >= 3 && memcmp (start, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (i < length && g_ascii_isspace (start[i]))
    i++;
  if (i == length || start[i] != '<')
    return NULL;
  if (has_content_type (self, "application/fhir+xml") ||
      has_content_type (self, "application/xml") || has_content_type (self, "text/xml"))
    return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                                "Reading an answer: XML came, JSON was asked for");
  return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL,
                              "Reading an answer: what came begins like a web page");
}

static gint64
parse_http_date (const char *text)
{
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : -1;
}

/**
 * karne_response_get_date:
 * @self: a response
 *
 * The time of the server, as its `Date` header says.
 *
 * Returns: seconds since 1970, or -1 if it does not say
 */
gint64
karne_response_get_date (KarneResponse *self)
{
  g_return_val_if_fail (KARNE_IS_RESPONSE (self), -1);

  return parse_http_date (header_table_get (self->headers, "date"));
}

/* A number with more digits than a guint64 holds asks for a long wait, too. */
static gint64
parse_delay_seconds (const char *text)
{
  if (strspn (text, "0123456789") != strlen (text))
    return -1;
  return (gint64) MIN (g_ascii_strtoull (text, NULL, 10), RETRY_AFTER_MAX_S);
}

static gint64
seconds_until (KarneResponse *self, const char *http_date, gint64 now_real_us)
{
  gint64 then = parse_http_date (http_date);
  gint64 now = karne_response_get_date (self);

  if (then < 0)
    return -1;
  if (now < 0)
    now = now_real_us / G_USEC_PER_SEC;
  return CLAMP (then - now, 0, RETRY_AFTER_MAX_S);
}

/**
 * karne_response_get_retry_after:
 * @self: a response
 * @now_real_us: what this computer believes the time to be; used for a date only if the server does
 *   not say what time it is itself
 *
 * How long the server asks to be left alone.
 *
 * Returns: microseconds, at most 24 hours, or -1 if it does not ask, or not in a way that can be
 * read
 */
gint64
karne_response_get_retry_after (KarneResponse *self, gint64 now_real_us)
{
  g_return_val_if_fail (KARNE_IS_RESPONSE (self), -1);

  const char *header = header_table_get (self->headers, "retry-after");
  g_autofree char *text = header != NULL ? g_strstrip (g_strdup (header)) : NULL;
  gint64 seconds;

  if (text == NULL || *text == '\0')
    return -1;
  seconds = parse_delay_seconds (text);
  if (seconds < 0)
    seconds = seconds_until (self, text, now_real_us);
  return seconds < 0 ? -1 : seconds * G_USEC_PER_SEC;
}

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
 * [func@error_is_transient], and whether the write took effect is not known: read before you send
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
