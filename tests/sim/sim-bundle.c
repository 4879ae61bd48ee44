/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-bundle.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "sim-search.h"

/* Entries */

typedef struct
{
  char *full_url; /* (owned) (nullable) */
  char *method;   /* (owned) */
  char *url;      /* (owned) */
  char *body;     /* (owned) (nullable) */
  char *if_match;
  char *if_none_match;
  char *if_none_exist;
  char *new_id; /* (owned) (nullable) of what a transaction makes */
} Entry;

static void
entry_free (Entry *entry)
{
  g_free (entry->full_url);
  g_free (entry->method);
  g_free (entry->url);
  g_free (entry->body);
  g_free (entry->if_match);
  g_free (entry->if_none_match);
  g_free (entry->if_none_exist);
  g_free (entry->new_id);
  g_free (entry);
}

static char *
dup_member (KarneSpan object, const char *name)
{
  KarneSpan value;

  return karne_json_find (object, name, &value) ? karne_json_dup_string (value) : NULL;
}

static Entry *
parse_entry (KarneSpan text)
{
  Entry *entry = g_new0 (Entry, 1);
  KarneSpan request;
  KarneSpan resource;

  g_assert_true (karne_json_find (text, "request", &request));
  if (karne_json_find (text, "resource", &resource))
    entry->body = g_strndup (resource.text, resource.len);
  entry->full_url = dup_member (text, "fullUrl");
  entry->method = dup_member (request, "method");
  entry->url = dup_member (request, "url");
  entry->if_match = dup_member (request, "ifMatch");
  entry->if_none_match = dup_member (request, "ifNoneMatch");
  entry->if_none_exist = dup_member (request, "ifNoneExist");
  return entry;
}

static GPtrArray *
parse_entries (KarneSpan root)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  KarneJsonWalk walk;
  KarneSpan list;
  KarneSpan key;
  KarneSpan text;

  g_assert_true (karne_json_find (root, "entry", &list));
  karne_json_walk_init (&walk, list);
  while (karne_json_walk_next (&walk, &key, &text))
    g_ptr_array_add (entries, parse_entry (text));
  return entries;
}

static SimAnswer
answer_entry (SimServer *self, const Entry *entry, int author)
{
  const SimRequest request = {
    .method = entry->method,
    .url = entry->url,
    .body = entry->body,
    .if_match = entry->if_match,
    .if_none_match = entry->if_none_match,
    .if_none_exist = entry->if_none_exist,
    .author = author,
  };

  return entry->new_id != NULL ? sim_server_create (self, &request, entry->url, entry->new_id)
                               : sim_server_answer (self, &request);
}

static void
append_answer (GString *out, const SimAnswer *answer)
{
  gboolean is_resource = answer->body != NULL && answer->status < 300;

  g_string_append_printf (out, "%s{", g_str_has_suffix (out->str, "[") ? "" : ",");
  if (is_resource)
    g_string_append_printf (out, "\"resource\":%s,", answer->body);
  g_string_append_printf (out, "\"response\":{\"status\":\"%u\"", answer->status);
  if (answer->location != NULL)
    g_string_append_printf (out, ",\"location\":\"%s\"", answer->location);
  if (!is_resource && answer->body != NULL)
    g_string_append_printf (out, ",\"outcome\":%s", answer->body);
  g_string_append (out, "}}");
}

/* Transactions: what is made gets its id first, so that what refers to it can be told. */

static void
choose_id (SimServer *self, Entry *entry)
{
  SimResource *found = NULL;
  guint n = 0;

  if (!g_str_equal (entry->method, "POST"))
    return;
  if (entry->if_none_exist != NULL)
    found = sim_search_by_identifier (self, entry->url, entry->if_none_exist, &n);
  entry->new_id = found != NULL ? g_strdup (found->id) : sim_server_make_id (self);
}

static void
rename_in (Entry *entry, const Entry *made)
{
  g_autofree char *from = g_strdup_printf ("\"reference\":\"%s\"", made->full_url);
  g_autofree char *to = g_strdup_printf ("\"reference\":\"%s/%s\"", made->url, made->new_id);
  GString *text;

  if (entry->body == NULL || made->full_url == NULL || made->new_id == NULL)
    return;
  text = g_string_new (entry->body);
  g_string_replace (text, from, to, 0);
  g_free (entry->body);
  entry->body = g_string_free (text, FALSE);
}

static void
name_all (SimServer *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    choose_id (self, entries->pdata[i]);
  for (guint i = 0; i < entries->len; i++)
    for (guint n = 0; n < entries->len; n++)
      rename_in (entries->pdata[i], entries->pdata[n]);
}

/* How many versions of each there were: what has more of them goes back. */
static GArray *
count_versions (SimServer *self)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->resources->len; i++)
    g_array_append_val (counts, ((SimResource *) self->resources->pdata[i])->versions->len);
  return counts;
}

static void
roll_back (SimServer *self, GArray *counts)
{
  g_ptr_array_set_size (self->resources, (int) counts->len);
  for (guint i = 0; i < counts->len; i++)
    g_ptr_array_set_size (((SimResource *) self->resources->pdata[i])->versions,
                          (int) g_array_index (counts, guint, i));
}

/* Bundles */

/* Whether all of them were done; *failed is what the first of the others got. */
static gboolean
answer_all (SimServer *self,
            GPtrArray *entries,
            int author,
            gboolean is_transaction,
            GString *out,
            SimAnswer *failed)
{
  for (guint i = 0; i < entries->len; i++)
    {
      SimAnswer answer = answer_entry (self, entries->pdata[i], author);

      if (is_transaction && answer.status >= 400)
        {
          *failed = answer;
          return FALSE;
        }
      append_answer (out, &answer);
      sim_answer_clear (&answer);
    }
  return TRUE;
}

SimAnswer
sim_bundle_answer (SimServer *self, const SimRequest *request)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GArray) before = NULL;
  g_autoptr (GString) out = NULL;
  g_autofree char *type = NULL;
  gboolean is_transaction;
  SimAnswer failed;

  if (!sim_server_is_json_of (request->body, "Bundle"))
    return sim_server_outcome (400, "invalid");
  type = dup_member (karne_json_span (request->body), "type");
  is_transaction = g_str_equal (type, "transaction");
  if (is_transaction ? self->modes.no_transaction : self->modes.no_batch)
    return sim_server_outcome (400, "not-supported");
  entries = parse_entries (karne_json_span (request->body));
  before = count_versions (self);
  if (is_transaction)
    name_all (self, entries);
  out = g_string_new (NULL);
  g_string_append_printf (out, "{\"resourceType\":\"Bundle\",\"type\":\"%s-response\",\"entry\":[",
                          type);
  if (!answer_all (self, entries, request->author, is_transaction, out, &failed))
    {
      roll_back (self, before);
      return failed;
    }
  if (is_transaction)
    self->n_transactions++;
  g_string_append (out, "]}");
  return (SimAnswer){ 200, g_string_free (g_steal_pointer (&out), FALSE), NULL };
}
