/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-search.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"

static GHashTable *
parse_query (const char *query)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) parts = g_strsplit (query != NULL ? query : "", "&", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *equal = strchr (parts[i], '=');

      if (equal != NULL)
        g_hash_table_insert (values, g_strndup (parts[i], (gsize) (equal - parts[i])),
                             g_uri_unescape_string (equal + 1, NULL));
    }
  return values;
}

/* Its own: what it refers to by an identifier is something else. */
gboolean
sim_text_has_identifier (const char *text, const char *value)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", value);
  KarneSpan identifier;

  return karne_json_find (karne_json_span (text), "identifier", &identifier) &&
         g_strstr_len (identifier.text, (gssize) identifier.len, quoted) != NULL;
}

static gboolean
has_identifier (SimServer *server, const SimResource *resource, const char *identifier)
{
  const char *bar = strchr (identifier, '|');

  return sim_text_has_identifier (sim_resource_seen (server, resource)->text,
                                  bar != NULL ? bar + 1 : identifier);
}

SimResource *
sim_search_by_identifier (SimServer *self, const char *kind, const char *criteria, guint *n)
{
  const char *identifier = criteria + strlen ("identifier=");
  SimResource *found = NULL;

  g_assert_true (g_str_has_prefix (criteria, "identifier="));
  *n = 0;
  for (guint i = 0; i < self->resources->len; i++)
    {
      SimResource *resource = self->resources->pdata[i];

      if (g_str_equal (resource->kind, kind) && sim_resource_is_found (self, resource) &&
          has_identifier (self, resource, identifier))
        {
          found = resource;
          (*n)++;
        }
    }
  return found;
}

static gint64
since_of (const char *limit)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  if (limit == NULL)
    return G_MININT64;
  time = g_date_time_new_from_iso8601 (limit + 2, utc);
  g_assert_nonnull (time);
  return g_date_time_to_unix (time) + (g_str_has_prefix (limit, "gt") ? 1 : 0);
}

static int
by_time (gconstpointer a, gconstpointer b)
{
  const SimVersion *first = sim_resource_now (*(SimResource *const *) a);
  const SimVersion *second = sim_resource_now (*(SimResource *const *) b);

  return first->at < second->at ? -1 : first->at > second->at;
}

/* Newest made first, where nothing is sorted: as a database would that has another mind. */
static void
reverse (GPtrArray *found)
{
  for (guint i = 0; i < found->len / 2; i++)
    {
      gpointer other = found->pdata[found->len - 1 - i];

      found->pdata[found->len - 1 - i] = found->pdata[i];
      found->pdata[i] = other;
    }
}

static GPtrArray *
find_all (SimServer *self, const char *kind, GHashTable *query)
{
  GPtrArray *found = g_ptr_array_new ();
  const char *id = g_hash_table_lookup (query, "_id");
  const char *identifier = g_hash_table_lookup (query, "identifier");
  const char *sort = g_hash_table_lookup (query, "_sort");
  gint64 since = since_of (g_hash_table_lookup (query, "_lastUpdated"));

  for (guint i = 0; i < self->resources->len; i++)
    {
      SimResource *resource = self->resources->pdata[i];

      if (g_str_equal (resource->kind, kind) && sim_resource_is_found (self, resource) &&
          (id == NULL || g_str_equal (resource->id, id)) &&
          (identifier == NULL || has_identifier (self, resource, identifier)) &&
          sim_resource_seen (self, resource)->at >= since)
        g_ptr_array_add (found, resource);
    }
  if (self->modes.no_sort)
    reverse (found);
  else if (sort != NULL)
    g_ptr_array_sort (found, by_time);
  if (!self->modes.no_sort && sort != NULL && *sort == '-')
    reverse (found);
  return found;
}

static void
append_entry (SimServer *self, GString *out, const SimResource *resource, gboolean ids_only)
{
  const SimVersion *now = sim_resource_seen (self, resource);
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (now->at);
  g_autofree char *updated = g_date_time_format (at, "%Y-%m-%dT%H:%M:%SZ");

  g_string_append_printf (out, "%s{\"fullUrl\":\"" SIM_BASE "/%s/%s\",\"resource\":",
                          g_str_has_suffix (out->str, "[") ? "" : ",", resource->kind,
                          resource->id);
  if (!ids_only)
    {
      g_string_append (out, now->text);
    }
  else
    {
      g_string_append_printf (out, "{\"resourceType\":\"%s\",\"id\":\"%s\",\"meta\":{",
                              resource->kind, resource->id);
      if (!self->modes.no_versions)
        g_string_append_printf (out, "\"versionId\":\"%u\",", now->number);
      g_string_append_printf (out, "\"lastUpdated\":\"%s\",\"tag\":[{\"code\":\"SUBSETTED\"}]}}",
                              updated);
    }
  g_string_append (out, ",\"search\":{\"mode\":\"match\"}}");
}

static guint
page_size_of (SimServer *self, GHashTable *query)
{
  const char *count = g_hash_table_lookup (query, "_count");
  guint wanted = count != NULL ? (guint) g_ascii_strtoull (count, NULL, 10) : 1000;

  return MAX (1, MIN (wanted, self->modes.page_size));
}

/* The page behind so many; what it is cut out of is what was found at first, or what is there now.
 */
SimAnswer
sim_search (SimServer *self, const char *kind, const char *text)
{
  g_autoptr (GHashTable) query = parse_query (text);
  const char *token = g_hash_table_lookup (query, "_page");
  const char *session = g_hash_table_lookup (query, "_session");
  gboolean ids_only = g_hash_table_contains (query, "_elements");
  g_autoptr (GPtrArray) found = find_all (self, kind, query);
  guint from = token != NULL ? (guint) g_ascii_strtoull (token, NULL, 10) : 0;
  guint number =
      session != NULL ? (guint) g_ascii_strtoull (session, NULL, 10) : self->sessions->len;
  guint size = page_size_of (self, query);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (self->now);
  g_autofree char *updated = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  const GPtrArray *list = found;

  if (session != NULL && self->modes.expiring_pages && number + 3 < self->sessions->len)
    return (SimAnswer){ 410,
                        g_strdup ("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":"
                                  "\"error\",\"code\":\"not-found\"}]}"),
                        NULL };
  if (session == NULL)
    g_ptr_array_add (self->sessions, g_ptr_array_ref (found));
  if (session != NULL && !self->modes.shifting_pages && number < self->sessions->len)
    list = self->sessions->pdata[number];
  g_string_append_printf (
      out, "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"meta\":{\"lastUpdated\":\"%s\"},",
      updated);
  if (!self->modes.no_totals || g_strcmp0 (g_hash_table_lookup (query, "_summary"), "count") == 0)
    g_string_append_printf (out, "\"total\":%u,", list->len + (self->modes.wrong_totals ? 3 : 0));
  if (from + size < list->len && g_strcmp0 (g_hash_table_lookup (query, "_summary"), "count") != 0)
    {
      const char *bare = strstr (text, "&_page=");

      g_string_append_printf (out,
                              "\"link\":[{\"relation\":\"next\",\"url\":\"" SIM_BASE
                              "/%s?%.*s&_page=%u&_session=%u\"}],",
                              kind, (int) (bare != NULL ? bare - text : (int) strlen (text)), text,
                              from + size, number);
    }
  g_string_append (out, "\"entry\":[");
  for (guint i = from; i < list->len && i < from + size &&
                       g_strcmp0 (g_hash_table_lookup (query, "_summary"), "count") != 0;
       i++)
    {
      const SimResource *resource = list->pdata[i];

      /* What went since, a page that was cut before cannot show. */
      if (sim_resource_is_found (self, resource))
        append_entry (self, out, resource, ids_only);
    }
  g_string_append (out, "]}");
  return (SimAnswer){ 200, g_string_free (g_steal_pointer (&out), FALSE), NULL };
}
