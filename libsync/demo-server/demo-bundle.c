/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-bundle.h"

#include "demo-dates.h"
#include "demo-lift.h"
#include "demo-rest.h"
#include "demo-search.h"

#include <string.h>

/* One entry of a batch or a transaction. */
typedef struct
{
  DemoNode *resource; /* (nullable) */
  char *full_url;     /* (owned) (nullable) */
  char *method;
  char *url;
  char *if_match;
  char *if_none_match;
  char *if_none_exist;
  char *new_id;       /* (owned) (nullable) given beforehand, so that others can refer to it */
  DemoAnswer *answer; /* (owned) (nullable) */
} Entry;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->full_url);
  g_free (entry->method);
  g_free (entry->url);
  g_free (entry->if_match);
  g_free (entry->if_none_match);
  g_free (entry->if_none_exist);
  g_free (entry->new_id);
  g_clear_pointer (&entry->answer, demo_answer_free);
  g_free (entry);
}

static Entry *
read_entry (const DemoNode *node)
{
  const DemoNode *request = demo_node_get (node, "request");
  Entry *entry = g_new0 (Entry, 1);

  entry->resource = demo_node_get (node, "resource");
  entry->full_url = demo_node_dup_member (node, "fullUrl");
  entry->method = demo_node_dup_member (request, "method");
  entry->url = demo_node_dup_member (request, "url");
  entry->if_match = demo_node_dup_member (request, "ifMatch");
  entry->if_none_match = demo_node_dup_member (request, "ifNoneMatch");
  entry->if_none_exist = demo_node_dup_member (request, "ifNoneExist");
  return entry;
}

static GPtrArray *
read_entries (const DemoNode *bundle)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (free_entry);
  const DemoNode *list = demo_node_get (bundle, "entry");

  if (list != NULL && list->type == DEMO_JSON_ARRAY)
    for (const DemoNode *node = list->first; node != NULL; node = node->next)
      g_ptr_array_add (entries, read_entry (node));
  return entries;
}

/* What comes inside is asked for as JSON, and a Binary then stays one. */
static const char *
content_type_of (const Entry *entry)
{
  return entry->method != NULL && strcmp (entry->method, "PATCH") == 0
             ? "application/json-patch+json"
             : "application/fhir+json";
}

/* A JSON Patch travels inside a Bundle as a Binary. */
static void
write_body (const Entry *entry, GString *body)
{
  g_autofree char *data = NULL;
  gsize len;

  if (entry->resource == NULL)
    return;
  if (g_strcmp0 (entry->method, "PATCH") != 0)
    {
      demo_node_write (entry->resource, body);
      return;
    }
  data = demo_node_dup_member (entry->resource, "data");
  if (data == NULL)
    return;
  g_base64_decode_inplace (data, &len);
  g_string_append_len (body, data, len);
}

static DemoAnswer *
run_entry (const DemoServer *server, const DemoRequest *outer, Entry *entry, gboolean together)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *path = NULL;
  char *query;
  DemoRequest request = { .accept = "application/fhir+json", .prefer = outer->prefer };

  if (entry->method == NULL || entry->url == NULL)
    return demo_answer_printf (400, "An entry needs request.method and request.url");
  path = g_strdup (entry->url);
  query = strchr (path, '?');
  if (query != NULL)
    *query++ = '\0';
  if (*path == '\0')
    return demo_answer_printf (400, "A Bundle inside a Bundle is not possible");
  write_body (entry, body);
  request.method = entry->method;
  request.path = path;
  request.query = query;
  request.body = body->str;
  request.body_len = body->len;
  request.content_type = content_type_of (entry);
  request.if_match = entry->if_match;
  request.if_none_match = entry->if_none_match;
  request.if_none_exist = entry->if_none_exist;
  request.new_id = entry->new_id;
  request.scope = outer->scope;
  request.in_transaction = together;
  return demo_rest (server, &request);
}

static void
write_response (const DemoServer *server, DemoAnswer *answer, GString *out)
{
  gboolean failed = answer->status >= 400;

  demo_answer_flatten (answer, server);
  g_string_append_c (out, '{');
  if (answer->body != NULL && !failed)
    g_string_append_printf (out, "\"resource\":%s,", answer->body->str);
  g_string_append_printf (out, "\"response\":{\"status\":\"%u\"", answer->status);
  if (answer->location != NULL)
    g_string_append_printf (out, ",\"location\":\"%s\"", answer->location);
  if (answer->etag != NULL)
    {
      g_string_append (out, ",\"etag\":");
      demo_json_write_string (out, answer->etag);
    }
  if (answer->updated != 0)
    {
      g_autofree char *time = demo_date_format (answer->updated);
      g_string_append_printf (out, ",\"lastModified\":\"%s\"", time);
    }
  if (answer->body != NULL && failed)
    g_string_append_printf (out, ",\"outcome\":%s", answer->body->str);
  g_string_append (out, "}}");
}

static DemoAnswer *
write_responses (const DemoServer *server, GPtrArray *entries, const char *type)
{
  DemoAnswer *answer = demo_answer_new (200);

  answer->body = g_string_new (NULL);
  g_string_append_printf (answer->body, "{\"resourceType\":\"Bundle\",\"type\":\"%s\"", type);
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);
      g_string_append (answer->body, i > 0 ? "," : ",\"entry\":[");
      write_response (server, entry->answer, answer->body);
      g_clear_pointer (&entry->answer, demo_answer_free);
    }
  g_string_append (answer->body, entries->len > 0 ? "]}" : "}");
  return answer;
}

static DemoAnswer *
run_batch (const DemoServer *server, const DemoRequest *request, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);
      entry->answer = run_entry (server, request, entry, FALSE);
    }
  return write_responses (server, entries, "batch-response");
}

static void
rename_string (DemoJson *json, DemoNode *node, GHashTable *new_names)
{
  g_autofree char *text = demo_node_dup_string (node);
  const char *name = g_hash_table_lookup (new_names, text);
  DemoNode *fresh = name != NULL ? demo_json_new_string (json, name) : node;

  node->text = fresh->text;
  node->len = fresh->len;
}

/* Replaces the names that a Bundle uses for itself (urn:uuid:…, conditional references) by
 * addresses, in references and in urls. */
void
demo_bundle_rewrite (DemoJson *json, DemoNode *node, GHashTable *new_names)
{
  for (DemoNode *child = node->first; child != NULL; child = child->next)
    if (child->key != NULL && child->type == DEMO_JSON_STRING &&
        (demo_node_key_is (child, "reference") || demo_node_key_is (child, "url")))
      rename_string (json, child, new_names);
    else
      demo_bundle_rewrite (json, child, new_names);
}

static gboolean
is_create (const Entry *entry)
{
  return g_strcmp0 (entry->method, "POST") == 0 && entry->url != NULL &&
         strchr (entry->url, '/') == NULL;
}

static DemoAnswer *
name_create (const DemoServer *server, const DemoRequest *request, Entry *entry, char **name)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  if (entry->if_none_exist != NULL)
    {
      ids = demo_search_ids (server, request, entry->url, entry->if_none_exist, &error);
      if (ids == NULL)
        return demo_answer_from_error (error);
    }
  entry->new_id = ids != NULL && ids[0] != NULL ? g_strdup (ids[0]) : g_uuid_string_random ();
  *name = g_strdup_printf ("%s/%s", entry->url, entry->new_id);
  return NULL;
}

static char *
plain_path (const char *url)
{
  return g_strndup (url, strcspn (url, "?"));
}

static DemoAnswer *
name_entry (const DemoServer *server,
            const DemoRequest *request,
            Entry *entry,
            GHashTable *new_names)
{
  g_autofree char *name = NULL;
  DemoAnswer *refusal = NULL;

  if (is_create (entry))
    refusal = name_create (server, request, entry, &name);
  else if (entry->url != NULL)
    name = plain_path (entry->url);
  if (refusal == NULL && entry->full_url != NULL && name != NULL)
    g_hash_table_insert (new_names, g_strdup (entry->full_url), g_steal_pointer (&name));
  return refusal;
}

/* `Practitioner?identifier=…` as a reference: exactly one must match. */
static DemoAnswer *
resolve_condition (const DemoServer *server,
                   const DemoRequest *request,
                   const char *reference,
                   GHashTable *new_names)
{
  const char *mark = strchr (reference, '?');
  g_autofree char *kind = g_strndup (reference, mark - reference);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = demo_search_ids (server, request, kind, mark + 1, &error);

  if (ids == NULL)
    return demo_answer_from_error (error);
  if (ids[0] == NULL || ids[1] != NULL)
    return demo_answer_printf (412, "A conditional reference to %s matches %s", kind,
                               ids[0] == NULL ? "nothing" : "several");
  g_hash_table_insert (new_names, g_strdup (reference), g_strdup_printf ("%s/%s", kind, ids[0]));
  return NULL;
}

static DemoAnswer *
resolve_conditions (const DemoServer *server,
                    const DemoRequest *request,
                    const DemoNode *node,
                    GHashTable *new_names)
{
  DemoAnswer *refusal = NULL;

  for (const DemoNode *child = node != NULL ? node->first : NULL; child != NULL && refusal == NULL;
       child = child->next)
    if (child->key != NULL && demo_node_key_is (child, "reference"))
      {
        g_autofree char *reference = demo_node_dup_string (child);
        if (reference != NULL && g_ascii_isupper (*reference) && strchr (reference, '?') != NULL &&
            !g_hash_table_contains (new_names, reference))
          refusal = resolve_condition (server, request, reference, new_names);
      }
    else
      refusal = resolve_conditions (server, request, child, new_names);
  return refusal;
}

static DemoAnswer *
name_entries (const DemoServer *server,
              const DemoRequest *request,
              DemoJson *json,
              GPtrArray *entries)
{
  g_autoptr (GHashTable) new_names =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  DemoAnswer *refusal = NULL;

  for (guint i = 0; i < entries->len && refusal == NULL; i++)
    refusal = name_entry (server, request, g_ptr_array_index (entries, i), new_names);
  for (guint i = 0; i < entries->len && refusal == NULL; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);
      refusal = resolve_conditions (server, request, entry->resource, new_names);
    }
  for (guint i = 0; i < entries->len && refusal == NULL; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);
      if (entry->resource != NULL)
        demo_bundle_rewrite (json, entry->resource, new_names);
    }
  return refusal;
}

/* FHIR's order: what goes goes first, what is read is read last. */
static int
rank_of (const Entry *entry)
{
  static const char *const order[] = { "DELETE", "POST", "PUT", "PATCH", "GET", "HEAD" };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (g_strcmp0 (entry->method, order[i]) == 0)
      return (int) i;
  return G_N_ELEMENTS (order);
}

static DemoAnswer *
run_rank (const DemoServer *server, const DemoRequest *request, GPtrArray *entries, int rank)
{
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);
      if (rank_of (entry) != rank)
        continue;
      entry->answer = run_entry (server, request, entry, TRUE);
      if (entry->answer->status >= 400)
        return g_steal_pointer (&entry->answer);
    }
  return NULL;
}

static DemoAnswer *
run_in_order (const DemoServer *server,
              const DemoRequest *request,
              DemoJson *json,
              GPtrArray *entries)
{
  DemoAnswer *refusal = name_entries (server, request, json, entries);

  for (int rank = 0; rank <= 6 && refusal == NULL; rank++)
    refusal = run_rank (server, request, entries, rank);
  return refusal != NULL ? refusal : write_responses (server, entries, "transaction-response");
}

/* Two entries may not write the same resource: which of them would be right? */
static DemoAnswer *
check_distinct (GPtrArray *entries)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);
      if (entry->url != NULL && strchr (entry->url, '/') != NULL && rank_of (entry) < 4 &&
          !g_hash_table_add (seen, entry->url))
        return demo_answer_printf (400, "Two entries write the same resource");
    }
  return NULL;
}

/* All of it or nothing. */
static DemoAnswer *
run_transaction (const DemoServer *server,
                 const DemoRequest *request,
                 DemoJson *json,
                 GPtrArray *entries)
{
  g_autoptr (GError) error = NULL;
  DemoAnswer *answer = check_distinct (entries);

  if (answer != NULL)
    return answer;
  if (!demo_store_begin (server->store, &error))
    return demo_answer_from_error (error);
  answer = run_in_order (server, request, json, entries);
  if (answer->status >= 400)
    demo_store_roll_back (server->store);
  else if (!demo_store_commit (server->store, &error))
    {
      demo_answer_free (answer);
      return demo_answer_from_error (error);
    }
  return answer;
}

/* Answers a Bundle posted to the base. */
DemoAnswer *
demo_bundle (const DemoServer *server, const DemoRequest *request)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  g_autoptr (GError) error = NULL;
  DemoNode *bundle =
      demo_json_parse (json, request->body != NULL ? request->body : "", request->body_len, &error);
  g_autoptr (GPtrArray) entries = NULL;

  if (bundle == NULL)
    return demo_answer_printf (400, "This is not JSON: %s", error->message);
  if (!demo_node_is_string (demo_node_get (bundle, "resourceType"), "Bundle"))
    return demo_answer_printf (400, "Only a Bundle can be posted here");
  entries = read_entries (bundle);
  if (entries->len > DEMO_BUNDLE_MAX_ENTRIES)
    return demo_answer_printf (413, "Too many entries");
  if (demo_node_is_string (demo_node_get (bundle, "type"), "batch"))
    return run_batch (server, request, entries);
  if (demo_node_is_string (demo_node_get (bundle, "type"), "transaction"))
    return run_transaction (server, request, json, entries);
  return demo_answer_printf (400, "The Bundle is neither a batch nor a transaction");
}
