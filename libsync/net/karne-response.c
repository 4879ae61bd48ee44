/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "net/karne-transport.h"

#include "karne-error.h"

#include <libsoup/soup.h>
#include <string.h>

/* No server may put us to sleep for longer than this. */
#define RETRY_AFTER_MAX_S (24 * 60 * 60)

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
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
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
 * Gets the HTTP status.
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
 * Gets one header.
 *
 * Returns: (nullable): its value; several of one name are joined by “, ”
 */
const char *
karne_response_get_header (KarneResponse *self, const char *name)
{
  g_return_val_if_fail (KARNE_IS_RESPONSE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  g_autofree char *key = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->headers, key);
}

/**
 * karne_response_get_url:
 * @self: a response
 *
 * Gets where it came from.
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
 * that was cut may end cleanly, a body that was cut together with its head may seem to be empty,
 * and one that could not be decompressed may come as it was. What is inside must tell.
 *
 * Returns: (transfer none): the stream, to be read asynchronously
 */
GInputStream *
karne_response_get_body (KarneResponse *self)
{
  g_return_val_if_fail (KARNE_IS_RESPONSE (self), NULL);

  return self->body;
}

static const char *
get_known_header (KarneResponse *self, const char *lower_case_name)
{
  return g_hash_table_lookup (self->headers, lower_case_name);
}

static gboolean
has_content_type (KarneResponse *self, const char *type)
{
  const char *value = get_known_header (self, "content-type");
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

  return parse_http_date (get_known_header (self, "date"));
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

  const char *header = get_known_header (self, "retry-after");
  g_autofree char *text = header != NULL ? g_strstrip (g_strdup (header)) : NULL;
  gint64 seconds;

  if (text == NULL || *text == '\0')
    return -1;
  seconds = parse_delay_seconds (text);
  if (seconds < 0)
    seconds = seconds_until (self, text, now_real_us);
  return seconds < 0 ? -1 : seconds * G_USEC_PER_SEC;
}
