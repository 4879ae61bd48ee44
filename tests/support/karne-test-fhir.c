/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-test-fhir.h"

#include <json-glib/json-glib.h>
#include <string.h>

typedef struct
{
  char *kind;
  char *id;
  guint version;
  gint64 updated;
  char *more;
  gboolean deleted;
  gboolean withdrawn;
} Resource;

struct _KarneTestFhir
{
  SoupServer *server;
  char *base;
  KarneTestFhirGifts gifts;
  KarneTestFhirHook hook;
  gpointer hook_data;
  gint64 now;
  GPtrArray *resources; /* of Resource */
  GPtrArray *requests;  /* of char* */
};

static void
resource_free (Resource *resource)
{
  g_free (resource->kind);
  g_free (resource->id);
  g_free (resource->more);
  g_free (resource);
}

static Resource *
find (KarneTestFhir *self, const char *kind, const char *id)
{
  for (guint i = 0; i < self->resources->len; i++)
    {
      Resource *resource = g_ptr_array_index (self->resources, i);

      if (g_str_equal (resource->kind, kind) && g_str_equal (resource->id, id))
        return resource;
    }

  return NULL;
}

static char *
format_instant (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);

  return g_date_time_format (date, "%Y-%m-%dT%H:%M:%S.000+00:00");
}

static char *
resource_to_json (KarneTestFhir *self, const Resource *resource)
{
  g_autofree char *updated = format_instant (resource->updated);
  g_autofree char *version = self->gifts.versions
                                 ? g_strdup_printf ("\"versionId\":\"%u\",", resource->version)
                                 : g_strdup ("");

  return g_strdup_printf ("{\"resourceType\":\"%s\",\"id\":\"%s\",\"meta\":{%s"
                          "\"lastUpdated\":\"%s\"}%s%s}",
                          resource->kind, resource->id, version, updated, resource->more ? "," : "",
                          resource->more ? resource->more : "");
}

static char *
outcome (const char *code)
{
  return g_strdup_printf (
      "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
      "\"code\":\"%s\"}]}",
      code);
}

/* Search */

static int
compare_updated (gconstpointer a, gconstpointer b, gpointer data)
{
  const Resource *first = *(Resource *const *) a;
  const Resource *second = *(Resource *const *) b;
  int order = (first->updated > second->updated) - (first->updated < second->updated);

  return GPOINTER_TO_INT (data) * (order != 0 ? order : strcmp (first->id, second->id));
}

static gint64
parse_since (GHashTable *query)
{
  const char *value = g_hash_table_lookup (query, "_lastUpdated");
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;

  if (value == NULL)
    return G_MININT64;
  g_assert_true (g_str_has_prefix (value, "ge"));
  time = g_date_time_new_from_iso8601 (value + 2, utc);
  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static GPtrArray *
filter (KarneTestFhir *self, const char *kind, GHashTable *query)
{
  GPtrArray *found = g_ptr_array_new ();
  const char *id = g_hash_table_lookup (query, "_id");
  const char *url = g_hash_table_lookup (query, "url");
  const char *sort = g_hash_table_lookup (query, "_sort");
  gint64 since = self->gifts.ignore_since ? G_MININT64 : parse_since (query);

  for (guint i = 0; i < self->resources->len; i++)
    {
      Resource *resource = g_ptr_array_index (self->resources, i);

      if (g_str_equal (resource->kind, kind) && !resource->deleted && !resource->withdrawn &&
          resource->updated >= since && (id == NULL || g_str_equal (resource->id, id)) &&
          (url == NULL || (resource->more != NULL && strstr (resource->more, url) != NULL)))
        g_ptr_array_add (found, resource);
    }
  if (sort != NULL && self->gifts.sort)
    g_ptr_array_sort_with_data (found, compare_updated, GINT_TO_POINTER (*sort == '-' ? -1 : 1));

  return found;
}

static guint
number (GHashTable *query, const char *name, guint otherwise)
{
  const char *value = g_hash_table_lookup (query, name);

  return value == NULL ? otherwise : (guint) g_ascii_strtoull (value, NULL, 10);
}

static char *
without_page (const char *query)
{
  const char *page = strstr (query, "&page=");

  return page == NULL ? g_strdup (query) : g_strndup (query, (gsize) (page - query));
}

static char *
search (KarneTestFhir *self, const char *kind, const char *text)
{
  g_autoptr (GHashTable) query = soup_form_decode (text);
  g_autoptr (GPtrArray) found = filter (self, kind, query);
  g_autoptr (GString) body = g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
  guint size = MIN (number (query, "_count", 20), self->gifts.max_page);
  guint start = number (query, "page", 0) * size + number (query, "_offset", 0);
  guint end = MIN (start + size, found->len);

  if (self->gifts.totals)
    g_string_append_printf (body, ",\"total\":%u", found->len);
  if (g_strcmp0 (g_hash_table_lookup (query, "_summary"), "count") == 0)
    {
      g_string_append_c (body, '}');
      return g_string_free (g_steal_pointer (&body), FALSE);
    }
  if (end < found->len && self->gifts.max_page > 0)
    {
      g_autofree char *rest = without_page (text);

      g_string_append_printf (body,
                              ",\"link\":[{\"relation\":\"next\",\"url\":\"%s/%s?%s&page=%u\"}]",
                              self->base, kind, rest, number (query, "page", 0) + 1);
    }
  g_string_append (body, ",\"entry\":[");
  for (guint i = start; i < end; i++)
    {
      g_autofree char *json = resource_to_json (self, g_ptr_array_index (found, i));

      g_string_append_printf (body, "%s{\"resource\":%s,\"search\":{\"mode\":\"match\"}}",
                              i > start ? "," : "", json);
    }
  g_string_append (body, "]}");

  return g_string_free (g_steal_pointer (&body), FALSE);
}

static char *
metadata (KarneTestFhir *self)
{
  return g_strdup_printf (
      "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"4.0.1\",\"rest\":[{\"mode\":"
      "\"server\",\"interaction\":[{\"code\":\"%s\"}],\"resource\":[{\"type\":\"Patient\"},{"
      "\"type\":\"Observation\"},{\"type\":\"Task\"},{\"type\":\"QuestionnaireResponse\"},{"
      "\"type\":\"Questionnaire\"},{\"type\":\"Practitioner\"},{\"type\":\"PractitionerRole\"},{"
      "\"type\":\"AuditEvent\"}]}]}",
      self->gifts.batch ? "batch" : "search-system");
}

static char *
read_one (KarneTestFhir *self, const char *kind, const char *id, guint *status)
{
  Resource *resource = find (self, kind, id);

  *status = resource == NULL ? 404 : resource->deleted ? 410 : resource->withdrawn ? 403 : 200;
  return *status == 200 ? resource_to_json (self, resource) : outcome ("not-found");
}

static gboolean
is_refused (KarneTestFhir *self, const char *query)
{
  return (!self->gifts.last_updated && strstr (query, "_lastUpdated=") != NULL) ||
         (self->gifts.refuse_sort && strstr (query, "_sort=") != NULL);
}

static char *
get (KarneTestFhir *self, const char *target, guint *status)
{
  g_auto (GStrv) halves = g_strsplit (target, "?", 2);
  g_auto (GStrv) parts = g_strsplit (halves[0], "/", 2);

  *status = 200;
  if (g_str_equal (target, "metadata"))
    {
      *status = self->gifts.metadata ? 200 : 404;
      return self->gifts.metadata ? metadata (self) : outcome ("not-found");
    }
  if (parts[0] != NULL && parts[1] != NULL)
    return read_one (self, parts[0], parts[1], status);
  if (is_refused (self, halves[1] ? halves[1] : ""))
    {
      *status = 400;
      return outcome ("not-supported");
    }
  return search (self, halves[0], halves[1] ? halves[1] : "");
}

/* A hook sees what is asked inside a batch, too. */
static char *
answer (KarneTestFhir *self,
        const char *method,
        const char *target,
        const char *token,
        KarneTestFhirReply *reply)
{
  if (self->hook != NULL && self->hook (self, method, target, token, reply, self->hook_data))
    return g_steal_pointer (&reply->body);
  return get (self, target, &reply->status);
}

static void
reply_clear (KarneTestFhirReply *reply)
{
  g_clear_pointer (&reply->body, g_free);
  g_clear_pointer (&reply->content_type, g_free);
  g_clear_pointer (&reply->retry_after, g_free);
}

static char *
batch (KarneTestFhir *self, SoupMessageBody *body)
{
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) text =
      g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[");
  JsonArray *entries = NULL;

  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                             (gssize) g_bytes_get_size (bytes), NULL));
  entries =
      json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "entry");
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *request =
          json_object_get_object_member (json_array_get_object_element (entries, i), "request");
      const char *url = json_object_get_string_member (request, "url");
      KarneTestFhirReply reply = { .status = 200 };
      g_autofree char *inner = answer (self, "INNER", url, NULL, &reply);

      g_string_append_printf (text, "%s{%s%s%s\"response\":{\"status\":\"%u\"}}", i ? "," : "",
                              reply.status < 300 ? "\"resource\":" : "",
                              reply.status < 300 ? inner : "", reply.status < 300 ? "," : "",
                              reply.status);
      reply_clear (&reply);
    }
  g_string_append (text, "]}");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
bearer (SoupServerMessage *message)
{
  const char *value =
      soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                    "Authorization");

  return value != NULL && g_str_has_prefix (value, "Bearer ") ? value + 7 : NULL;
}

static void
respond (KarneTestFhir *self, SoupServerMessage *message, KarneTestFhirReply *reply, char *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (self->gifts.date)
    {
      g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (self->now);
      g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);

      soup_message_headers_replace (headers, "Date", date);
    }
  else
    {
      soup_message_headers_replace (headers, "Date", "unknown");
    }
  if (reply->retry_after != NULL)
    soup_message_headers_replace (headers, "Retry-After", reply->retry_after);
  soup_server_message_set_status (message, reply->status, NULL);
  soup_server_message_set_response (message,
                                    reply->content_type ? reply->content_type
                                                        : "application/fhir+json",
                                    SOUP_MEMORY_TAKE, body, strlen (body));
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *form,
           gpointer data)
{
  KarneTestFhir *self = data;
  const char *method = soup_server_message_get_method (message);
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  const char *rest = g_str_has_prefix (path, "/fhir/") ? path + strlen ("/fhir/") : "";
  g_autofree char *target = g_strconcat (rest, query ? "?" : "", query ? query : "", NULL);
  KarneTestFhirReply reply = { .status = 200 };
  char *body = NULL;

  g_ptr_array_add (self->requests, g_strdup_printf ("%s %s", method, target));
  if (g_str_equal (method, "GET"))
    {
      body = answer (self, method, target, bearer (message), &reply);
    }
  else if (self->hook != NULL &&
           self->hook (self, method, target, bearer (message), &reply, self->hook_data))
    {
      body = g_steal_pointer (&reply.body);
    }
  else if (self->gifts.batch)
    {
      body = batch (self, soup_server_message_get_request_body (message));
    }
  else
    {
      reply.status = 405;
      body = outcome ("not-supported");
    }

  respond (self, message, &reply, body ? body : g_strdup (""));
  reply_clear (&reply);
}

KarneTestFhir *
karne_test_fhir_new (void)
{
  KarneTestFhir *self = g_new0 (KarneTestFhir, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris = NULL;

  self->server = soup_server_new ("server-header", "karne-test", NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  soup_server_add_handler (self->server, NULL, handle_cb, self, NULL);
  uris = soup_server_get_uris (self->server);
  self->base = g_strdup_printf ("http://127.0.0.1:%d/fhir", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  self->resources = g_ptr_array_new_with_free_func ((GDestroyNotify) resource_free);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->now = 1767225600; /* the first of January 2026 */
  self->gifts =
      (KarneTestFhirGifts){ TRUE, TRUE, TRUE, TRUE, TRUE, FALSE, FALSE, TRUE, TRUE, 1000 };
  karne_test_fhir_put (self, "Patient", "p1", NULL);

  return self;
}

void
karne_test_fhir_free (KarneTestFhir *self)
{
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_ptr_array_unref (self->resources);
  g_ptr_array_unref (self->requests);
  g_free (self->base);
  g_free (self);
}

const char *
karne_test_fhir_get_base (KarneTestFhir *self)
{
  return self->base;
}

KarneTestFhirGifts *
karne_test_fhir_get_gifts (KarneTestFhir *self)
{
  return &self->gifts;
}

void
karne_test_fhir_set_hook (KarneTestFhir *self, KarneTestFhirHook hook, gpointer data)
{
  self->hook = hook;
  self->hook_data = data;
}

void
karne_test_fhir_set_now (KarneTestFhir *self, gint64 now)
{
  self->now = now;
}

gint64
karne_test_fhir_get_now (KarneTestFhir *self)
{
  return self->now;
}

static const char *
default_more (const char *kind)
{
  return g_str_equal (kind, "Patient") ? "\"name\":[{\"family\":\"Exemple\"}]"
                                       : "\"subject\":{\"reference\":\"Patient/p1\"},"
                                         "\"status\":\"final\"";
}

static void
add (KarneTestFhir *self, const char *kind, char *id)
{
  Resource *resource = g_new0 (Resource, 1);

  resource->kind = g_strdup (kind);
  resource->id = id;
  resource->version = 1;
  resource->updated = self->now;
  resource->more = g_strdup (default_more (kind));
  g_ptr_array_add (self->resources, resource);
}

void
karne_test_fhir_put (KarneTestFhir *self, const char *kind, const char *id, const char *more)
{
  Resource *resource = find (self, kind, id);

  if (resource == NULL)
    {
      add (self, kind, g_strdup (id));
      resource = g_ptr_array_index (self->resources, self->resources->len - 1);
    }
  else
    {
      resource->version++;
    }
  resource->updated = self->now;
  resource->deleted = resource->withdrawn = FALSE;
  if (more != NULL)
    {
      g_free (resource->more);
      resource->more = g_strdup (more);
    }
}

void
karne_test_fhir_put_many (KarneTestFhir *self, const char *kind, guint n)
{
  for (guint i = 0; i < n; i++)
    add (self, kind, g_strdup_printf ("%c%05u", g_ascii_tolower (*kind), i));
}

void
karne_test_fhir_delete (KarneTestFhir *self, const char *kind, const char *id)
{
  find (self, kind, id)->deleted = TRUE;
}

void
karne_test_fhir_withdraw (KarneTestFhir *self, const char *kind, const char *id)
{
  find (self, kind, id)->withdrawn = TRUE;
}

GPtrArray *
karne_test_fhir_get_requests (KarneTestFhir *self)
{
  return self->requests;
}

void
karne_test_fhir_forget_requests (KarneTestFhir *self)
{
  g_ptr_array_set_size (self->requests, 0);
}

guint
karne_test_fhir_count_requests (KarneTestFhir *self, const char *part)
{
  guint n = 0;

  for (guint i = 0; i < self->requests->len; i++)
    n += strstr (g_ptr_array_index (self->requests, i), part) != NULL;

  return n;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char *
karne_test_fhir_dump (KarneTestFhir *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->resources->len; i++)
    {
      const Resource *resource = g_ptr_array_index (self->resources, i);

      if (!resource->deleted && !resource->withdrawn)
        g_ptr_array_add (lines, g_strdup_printf ("%s/%s %u", resource->kind, resource->id,
                                                 self->gifts.versions ? resource->version : 0));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **) lines->pdata);
}
