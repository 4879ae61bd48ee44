/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-http.h"

#include "demo-page.h"
#include "demo-rest.h"
#include "demo-sending.h"

#include <libsoup/soup.h>
#include <string.h>

#define MAX_BODY (64 * 1024 * 1024)
#define OAUTH_WELL_KNOWN "/.well-known/oauth-authorization-server"

struct _DemoHttp
{
  SoupServer *soup;   /* (owned) */
  DemoServer *server; /* (unowned) */
  char *path;         /* (owned) with a leading slash */
  GHashTable *tokens; /* (owned) (nullable) token -> person, "" for all */
  DemoAuth *auth;     /* (owned) (nullable) */
};

/* A request that waits for its latency to pass. */
typedef struct
{
  DemoHttp *http;
  SoupServerMessage *message; /* (owned) */
  guint source;
} Waiting;

static const char *
header (SoupServerMessage *message, const char *name)
{
  return soup_message_headers_get_list (soup_server_message_get_request_headers (message), name);
}

/* Whether the request may go on, and for which person: NULL for all. */
static gboolean
check_token (DemoHttp *self, SoupServerMessage *message, const char **scope)
{
  const char *said = header (message, "Authorization");
  const char *person;

  *scope = NULL;
  if (self->tokens == NULL && self->auth == NULL)
    return TRUE;
  if (said == NULL || g_ascii_strncasecmp (said, "Bearer ", 7) != 0)
    return FALSE;
  person = self->tokens != NULL ? g_hash_table_lookup (self->tokens, said + 7) : NULL;
  if (person == NULL && self->auth != NULL)
    person = demo_auth_check (self->auth, said + 7);
  *scope = person != NULL && *person != '\0' ? person : NULL;
  return person != NULL;
}

static const char *
path_below_base (DemoHttp *self, SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  gsize len = strlen (self->path);

  if (strncmp (path, self->path, len) != 0 || (path[len] != '/' && path[len] != '\0'))
    return NULL;
  return path[len] == '/' ? path + len + 1 : path + len;
}

static gboolean
wants_xml_only (const DemoRequest *request)
{
  return request->accept != NULL && strstr (request->accept, "xml") != NULL &&
         strstr (request->accept, "json") == NULL && strstr (request->accept, "*/*") == NULL;
}

/* What a server can do is said to anybody: where to sign in stands beside it. */
static gboolean
is_open_to_all (DemoHttp *self, const DemoRequest *request)
{
  return self->auth != NULL && g_strcmp0 (request->path, "metadata") == 0 &&
         strcmp (request->method, "GET") == 0;
}

static DemoAnswer *
check_and_answer (DemoHttp *self, SoupServerMessage *message, DemoRequest *request)
{
  DemoAnswer *answer;

  if (!check_token (self, message, &request->scope) && !is_open_to_all (self, request))
    return demo_answer_printf (401, "A bearer token is needed");
  if (request->path == NULL)
    return demo_answer_printf (404, "There is nothing at this address");
  if (request->body_len > MAX_BODY)
    return demo_answer_printf (413, "The body is larger than 64 MiB");
  if (header (message, "Content-Encoding") != NULL)
    return demo_answer_printf (415, "A compressed body is not understood");
  answer = demo_rest (self->server, request);
  if (answer->status < 300 && wants_xml_only (request) && answer->content_type == NULL)
    {
      demo_answer_free (answer);
      return demo_answer_printf (406, "Only FHIR JSON is spoken here");
    }
  return answer;
}

static DemoAnswer *
make_answer (DemoHttp *self, SoupServerMessage *message)
{
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_request_body (message));
  DemoRequest request = { .method = soup_server_message_get_method (message),
                          .path = path_below_base (self, message),
                          .query = g_uri_get_query (soup_server_message_get_uri (message)),
                          .content_type = header (message, "Content-Type"),
                          .accept = header (message, "Accept"),
                          .prefer = header (message, "Prefer"),
                          .if_match = header (message, "If-Match"),
                          .if_none_match = header (message, "If-None-Match"),
                          .if_none_exist = header (message, "If-None-Exist") };

  request.body = g_bytes_get_data (body, &request.body_len);
  demo_store_count_request (self->server->store);
  return check_and_answer (self, message, &request);
}

/* The metadata of OAuth stand at the root of the host, before the path of whose they are. */
static const char *
path_for_auth (DemoHttp *self, SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  gsize len = strlen (OAUTH_WELL_KNOWN);

  if (strncmp (path, OAUTH_WELL_KNOWN, len) == 0 && strcmp (path + len, self->path) == 0)
    return &OAUTH_WELL_KNOWN[1];
  return path_below_base (self, message);
}

static gboolean
wants_english (SoupServerMessage *message)
{
  const char *languages = header (message, "Accept-Language");

  return languages != NULL && g_ascii_strncasecmp (languages, "en", 2) == 0;
}

static GHashTable *
decode_form (const char *text)
{
  return text != NULL ? soup_form_decode (text) : NULL;
}

static DemoAuthAnswer *
ask_auth (DemoHttp *self, SoupServerMessage *message)
{
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *text =
      g_strndup (g_bytes_get_size (body) > 0 ? g_bytes_get_data (body, NULL) : "",
                 g_bytes_get_size (body));
  g_autoptr (GHashTable) query =
      decode_form (g_uri_get_query (soup_server_message_get_uri (message)));
  g_autoptr (GHashTable) form = decode_form (text);
  DemoAuthRequest request = { .method = soup_server_message_get_method (message),
                              .path = path_for_auth (self, message),
                              .query = query,
                              .form = form,
                              .cookie = header (message, "Cookie"),
                              .english = wants_english (message) };

  return request.path != NULL ? demo_auth_handle (self->auth, &request) : NULL;
}

/* Whether it was a request to the authorization server. */
static gboolean
answer_by_auth (DemoHttp *self, SoupServerMessage *message)
{
  g_autoptr (DemoAuthAnswer) answer = self->auth != NULL ? ask_auth (self, message) : NULL;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (answer == NULL)
    return FALSE;
  soup_server_message_set_status (message, answer->status, NULL);
  soup_server_message_set_response (message, answer->content_type, SOUP_MEMORY_COPY,
                                    answer->body->str, answer->body->len);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (
      headers, "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  if (answer->location != NULL)
    soup_message_headers_replace (headers, "Location", answer->location);
  if (answer->cookie != NULL)
    soup_message_headers_replace (headers, "Set-Cookie", answer->cookie);
  return TRUE;
}

static void
answer_now (DemoHttp *self, SoupServerMessage *message)
{
  if (!answer_by_auth (self, message))
    demo_send (self->server, message, make_answer (self, message));
}

static gboolean
waited_cb (gpointer user_data)
{
  Waiting *waiting = user_data;

  answer_now (waiting->http, waiting->message);
  soup_server_message_unpause (waiting->message);
  return G_SOURCE_REMOVE;
}

static void
free_waiting (gpointer data)
{
  Waiting *waiting = data;

  g_object_unref (waiting->message);
  g_free (waiting);
}

static void
request_cb (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  DemoHttp *self = user_data;
  Waiting *waiting;

  if (soup_server_message_get_status (message) != 0)
    return;
  if (self->server->gifts.latency_ms == 0)
    {
      answer_now (self, message);
      return;
    }
  waiting = g_new0 (Waiting, 1);
  waiting->http = self;
  waiting->message = g_object_ref (message);
  soup_server_message_pause (message);
  g_timeout_add_full (G_PRIORITY_DEFAULT, self->server->gifts.latency_ms, waited_cb, waiting,
                      free_waiting);
}

/* A body that says it is too large is refused before it is read; one that does not say is counted
 * as it comes. */
static void
got_headers_cb (SoupServerMessage *message, gpointer user_data)
{
  DemoHttp *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > MAX_BODY)
    demo_send (self->server, message, demo_answer_printf (413, "The body is larger than 64 MiB"));
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (body->length > MAX_BODY)
    soup_message_body_set_accumulate (body, FALSE);
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), user_data);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), user_data);
}

/* Takes `tokens` and `auth` (nullable both); `server` must live as long. `path` has a leading
 * slash. */
DemoHttp *
demo_http_new (DemoServer *server, const char *path, GHashTable *tokens, DemoAuth *auth)
{
  DemoHttp *self = g_new0 (DemoHttp, 1);

  self->server = server;
  self->path = g_strdup (path);
  self->tokens = tokens;
  self->auth = auth;
  self->soup = soup_server_new ("server-header", "karne-demo-server", "raw-paths", TRUE, NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (request_started_cb), self);
  return self;
}

/* Listens on the loopback only, on any free port when `port` is 0; then the base is known. */
gboolean
demo_http_listen (DemoHttp *self, guint port, GError **error)
{
  GSList *uris;

  if (!soup_server_listen_local (self->soup, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  uris = soup_server_get_uris (self->soup);
  self->server->base =
      g_strdup_printf ("http://127.0.0.1:%d%s", g_uri_get_port (uris->data), self->path);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

void
demo_http_free (DemoHttp *self)
{
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_clear_pointer (&self->tokens, g_hash_table_unref);
  g_clear_pointer (&self->auth, demo_auth_free);
  g_free (self->path);
  g_free (self);
}
