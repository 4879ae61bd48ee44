/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-server.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "sim-bundle.h"
#include "sim-patch.h"
#include "sim-search.h"

/* What was written so many requests ago, searches see: in the middle of the next sync but one. */
#define LATE 50

static void
version_free (SimVersion *version)
{
  g_free (version->text);
  g_free (version);
}

static void
resource_free (SimResource *resource)
{
  g_free (resource->kind);
  g_free (resource->id);
  g_ptr_array_unref (resource->versions);
  g_free (resource);
}

SimServer *
sim_server_new (SimDice *dice, guint64 seed)
{
  SimServer *self = g_new0 (SimServer, 1);
  SimModes *modes = &self->modes;
  SimDice apart;
  gboolean *const lacks[] = {
    &modes->server_ids,     &modes->ignores_if_match, &modes->no_versions,   &modes->no_sort,
    &modes->no_batch,       &modes->no_transaction,   &modes->no_history,    &modes->no_metadata,
    &modes->wrong_totals,   &modes->no_totals,        &modes->same_instants, &modes->late_commits,
    &modes->shifting_pages, &modes->expiring_pages,   &modes->no_bodies,     &modes->tidies,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lacks); i++)
    *lacks[i] = sim_dice_once_in (dice, 6);
  sim_dice_seed (&apart, seed, 700000);
  modes->no_patch = sim_dice_once_in (&apart, 6);
  /* What changes in no way that can be seen, nobody can see. */
  modes->same_instants = modes->same_instants && !modes->no_versions;
  modes->page_size = 1 + sim_dice_throw (dice, 6);
  self->resources = g_ptr_array_new_with_free_func ((GDestroyNotify) resource_free);
  self->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->now = self->clock = 1767225600;
  sim_server_put (
      self, "Patient", "p1",
      "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"family\":\"Exemple\"}]}", -1);
  sim_server_put (self, "DocumentReference", "d1",
                  "{\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"status\":\"current\","
                  "\"subject\":{\"reference\":\"Patient/p1\"},\"content\":[{\"attachment\":{"
                  "\"title\":\"exemple\"}}]}",
                  -1);
  return self;
}

void
sim_server_free (SimServer *self)
{
  g_ptr_array_unref (self->resources);
  g_ptr_array_unref (self->sessions);
  g_free (self);
}

void
sim_answer_clear (SimAnswer *answer)
{
  g_clear_pointer (&answer->body, g_free);
  g_clear_pointer (&answer->location, g_free);
}

char *
sim_modes_describe (const SimModes *modes)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const struct
  {
    gboolean is;
    const char *word;
  } words[] = {
    { modes->server_ids, "server-ids" },
    { modes->ignores_if_match, "ignores-if-match" },
    { modes->no_versions, "no-versions" },
    { modes->no_sort, "no-sort" },
    { modes->no_batch, "no-batch" },
    { modes->no_transaction, "no-transaction" },
    { modes->no_history, "no-history" },
    { modes->no_metadata, "no-metadata" },
    { modes->wrong_totals, "wrong-totals" },
    { modes->no_totals, "no-totals" },
    { modes->same_instants, "same-instants" },
    { modes->late_commits, "late-commits" },
    { modes->shifting_pages, "shifting-pages" },
    { modes->expiring_pages, "expiring-pages" },
    { modes->no_bodies, "no-bodies" },
    { modes->tidies, "tidies" },
    { modes->no_patch, "no-patch" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].is)
      g_string_append_printf (out, "%s ", words[i].word);
  g_string_append_printf (out, "pages of %u", modes->page_size);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Resources */

SimResource *
sim_server_find (SimServer *self, const char *kind, const char *id)
{
  for (guint i = 0; i < self->resources->len; i++)
    {
      SimResource *resource = self->resources->pdata[i];

      if (g_str_equal (resource->kind, kind) && g_str_equal (resource->id, id))
        return resource;
    }
  return NULL;
}

const SimVersion *
sim_resource_now (const SimResource *self)
{
  return self->versions->pdata[self->versions->len - 1];
}

gboolean
sim_resource_is_there (const SimResource *self)
{
  return sim_resource_now (self)->text != NULL && !self->is_withdrawn;
}

static gboolean
is_seen (SimServer *self, const SimVersion *version)
{
  return !self->modes.late_commits || version->request + LATE <= self->n_requests ||
         self->now - version->at > SIM_LATE_SECONDS;
}

const SimVersion *
sim_resource_seen (SimServer *self, const SimResource *resource)
{
  for (guint i = resource->versions->len; i > 0 && !resource->is_withdrawn; i--)
    if (is_seen (self, resource->versions->pdata[i - 1]))
      {
        const SimVersion *version = resource->versions->pdata[i - 1];

        return version->text != NULL ? version : NULL;
      }
  return NULL;
}

gboolean
sim_resource_is_found (SimServer *self, const SimResource *resource)
{
  return sim_resource_seen (self, resource) != NULL;
}

/* The text as the server keeps it: its own id and meta in front, and what it adds. */
static char *
stamp (SimServer *self, const char *kind, const char *id, const char *text, guint number)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (self->now);
  g_autofree char *updated = g_date_time_format (at, "%Y-%m-%dT%H:%M:%SZ");
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;

  g_string_append_printf (out, "{\"resourceType\":\"%s\",\"id\":\"%s\",\"meta\":{", kind, id);
  if (!self->modes.no_versions)
    g_string_append_printf (out, "\"versionId\":\"%u\",", number);
  g_string_append_printf (out, "\"lastUpdated\":\"%s\"", updated);
  if (self->modes.tidies)
    g_string_append (out, ",\"source\":\"#sim\"");
  g_string_append_c (out, '}');
  karne_json_walk_init (&walk, karne_json_span (text));
  while (karne_json_walk_next (&walk, &key, &value))
    if (!karne_span_equal (key, "resourceType") && !karne_span_equal (key, "id") &&
        !karne_span_equal (key, "meta") &&
        !(self->modes.tidies && karne_span_equal (key, "language")))
      g_string_append_printf (out, ",\"%.*s\":%.*s", (int) key.len, key.text, (int) value.len,
                              value.text);
  if (self->modes.tidies)
    g_string_append (out, ",\"language\":\"fr\"");
  g_string_append_c (out, '}');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

void
sim_server_note_time (SimServer *self, gint64 clock)
{
  if (clock > self->clock)
    self->now += clock - self->clock;
  self->clock = clock;
}

SimResource *
sim_server_put (SimServer *self, const char *kind, const char *id, const char *text, int author)
{
  SimResource *resource = sim_server_find (self, kind, id);
  SimVersion *version = g_new0 (SimVersion, 1);

  if (resource == NULL)
    {
      resource = g_new0 (SimResource, 1);
      resource->kind = g_strdup (kind);
      resource->id = g_strdup (id);
      resource->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) version_free);
      g_ptr_array_add (self->resources, resource);
    }
  if (!self->modes.same_instants)
    self->now++;
  version->number = resource->versions->len + 1;
  version->at = self->now;
  version->author = author;
  version->request = self->n_requests;
  version->text = text != NULL ? stamp (self, kind, id, text, version->number) : NULL;
  g_ptr_array_add (resource->versions, version);
  return resource;
}

/* Answers */

SimAnswer
sim_server_outcome (guint status, const char *code)
{
  return (SimAnswer){ status,
                      g_strdup_printf ("{\"resourceType\":\"OperationOutcome\",\"issue\":[{"
                                       "\"severity\":\"error\",\"code\":\"%s\"}]}",
                                       code),
                      NULL };
}

static SimAnswer
written (SimServer *self, const SimResource *resource, guint status)
{
  const SimVersion *now = sim_resource_now (resource);

  return (SimAnswer){ status, self->modes.no_bodies ? NULL : g_strdup (now->text),
                      g_strdup_printf ("%s/%s/_history/%u", resource->kind, resource->id,
                                       now->number) };
}

gboolean
sim_server_is_json_of (const char *body, const char *kind)
{
  KarneSpan type;
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", kind);

  return body != NULL && karne_json_check (body, strlen (body), NULL) == KARNE_FLAW_NONE &&
         karne_json_find (karne_json_span (body), "resourceType", &type) &&
         type.len == strlen (quoted) && memcmp (type.text, quoted, type.len) == 0;
}

/* Whether this write rests on what is there. */
static gboolean
is_match (SimServer *self, const SimResource *resource, const char *if_match)
{
  g_autofree char *etag = NULL;

  if (if_match == NULL || self->modes.ignores_if_match || self->modes.no_versions)
    return TRUE;
  if (resource == NULL || sim_resource_now (resource)->text == NULL)
    return FALSE;
  etag = g_strdup_printf ("W/\"%u\"", sim_resource_now (resource)->number);
  return g_str_equal (etag, if_match);
}

static SimAnswer
update (SimServer *self, const SimRequest *request, const char *kind, const char *id)
{
  SimResource *resource = sim_server_find (self, kind, id);
  gboolean is_new = resource == NULL || sim_resource_now (resource)->text == NULL;

  if (!sim_server_is_json_of (request->body, kind))
    return sim_server_outcome (400, "invalid");
  if (resource != NULL && resource->is_withdrawn)
    return sim_server_outcome (403, "forbidden");
  if (resource == NULL && self->modes.server_ids)
    return sim_server_outcome (405, "not-supported");
  if (!is_match (self, resource, request->if_match))
    return sim_server_outcome (412, "conflict");
  if (!is_new && g_strcmp0 (request->if_none_match, "*") == 0)
    return sim_server_outcome (412, "duplicate");
  resource = sim_server_put (self, kind, id, request->body, request->author);
  return written (self, resource, is_new ? 201 : 200);
}

char *
sim_server_make_id (SimServer *self)
{
  return g_strdup_printf ("s%u", ++self->n_ids);
}

SimAnswer
sim_server_create (SimServer *self, const SimRequest *request, const char *kind, const char *id)
{
  SimResource *found = NULL;
  guint n_found = 0;

  if (!sim_server_is_json_of (request->body, kind))
    return sim_server_outcome (400, "invalid");
  if (request->if_none_exist != NULL)
    found = sim_search_by_identifier (self, kind, request->if_none_exist, &n_found);
  if (n_found > 1)
    return sim_server_outcome (412, "multiple-matches");
  if (found != NULL)
    return written (self, found, 200);
  return written (self, sim_server_put (self, kind, id, request->body, request->author), 201);
}

static SimAnswer
patch (SimServer *self, const SimRequest *request, const char *kind, const char *id)
{
  SimResource *resource = sim_server_find (self, kind, id);
  g_autofree char *text = NULL;

  if (self->modes.no_patch)
    {
      self->n_refused_patches++;
      return sim_server_outcome (405, "not-supported");
    }
  if (resource == NULL)
    return sim_server_outcome (404, "not-found");
  if (resource->is_withdrawn)
    return sim_server_outcome (403, "forbidden");
  if (sim_resource_now (resource)->text == NULL)
    return sim_server_outcome (410, "deleted");
  if (!is_match (self, resource, request->if_match))
    return sim_server_outcome (412, "conflict");
  if (request->body == NULL ||
      karne_json_check (request->body, strlen (request->body), NULL) != KARNE_FLAW_NONE)
    return sim_server_outcome (400, "invalid");
  text = sim_patch_apply (sim_resource_now (resource)->text, request->body);
  if (text == NULL)
    return sim_server_outcome (422, "processing");
  self->n_patches++;
  return written (self, sim_server_put (self, kind, id, text, request->author), 200);
}

static SimAnswer
delete_one (SimServer *self, const SimRequest *request, const char *kind, const char *id)
{
  SimResource *resource = sim_server_find (self, kind, id);

  if (resource == NULL)
    return sim_server_outcome (404, "not-found");
  if (resource->is_withdrawn)
    return sim_server_outcome (403, "forbidden");
  if (sim_resource_now (resource)->text == NULL)
    return (SimAnswer){ 204, NULL, NULL };
  if (!is_match (self, resource, request->if_match))
    return sim_server_outcome (412, "conflict");
  sim_server_put (self, kind, id, NULL, request->author);
  return (SimAnswer){ 204, NULL, NULL };
}

static SimAnswer
read_one (SimServer *self, const char *kind, const char *id)
{
  const SimResource *resource = sim_server_find (self, kind, id);

  if (resource == NULL)
    return sim_server_outcome (404, "not-found");
  if (resource->is_withdrawn)
    return sim_server_outcome (403, "forbidden");
  if (sim_resource_now (resource)->text == NULL)
    return sim_server_outcome (410, "deleted");
  return (SimAnswer){ 200, g_strdup (sim_resource_now (resource)->text), NULL };
}

static SimAnswer
history (SimServer *self, const char *kind, const char *id)
{
  const SimResource *resource = sim_server_find (self, kind, id);
  g_autoptr (GString) out =
      g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":[");

  if (self->modes.no_history || self->modes.no_versions)
    return sim_server_outcome (405, "not-supported");
  if (resource == NULL)
    return sim_server_outcome (404, "not-found");
  for (guint i = resource->versions->len; i > 0; i--)
    {
      const SimVersion *version = resource->versions->pdata[i - 1];

      if (version->text != NULL)
        g_string_append_printf (
            out, "%s{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"%s/%s\"}}",
            g_str_has_suffix (out->str, "[") ? "" : ",", version->text, kind, id);
      else
        g_string_append_printf (out, "%s{\"request\":{\"method\":\"DELETE\",\"url\":\"%s/%s\"}}",
                                g_str_has_suffix (out->str, "[") ? "" : ",", kind, id);
    }
  g_string_append (out, "]}");
  return (SimAnswer){ 200, g_string_free (g_steal_pointer (&out), FALSE), NULL };
}

static SimAnswer
metadata (SimServer *self)
{
  if (self->modes.no_metadata)
    return (SimAnswer){
      200, g_strdup ("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[]}"), NULL
    };
  return (SimAnswer){
    200,
    g_strdup ("{\"resourceType\":\"CapabilityStatement\",\"status\":\"active\","
              "\"kind\":\"instance\",\"fhirVersion\":\"4.0.1\",\"rest\":[{\"mode\":\"server\"}]}"),
    NULL
  };
}

/* By address */

static SimAnswer
answer_resource (SimServer *self, const SimRequest *request, char **path)
{
  guint n = g_strv_length (path);

  if (n == 1 && g_str_equal (request->method, "POST"))
    {
      g_autofree char *id = sim_server_make_id (self);

      return sim_server_create (self, request, path[0], id);
    }
  if (n == 3 && g_str_equal (path[2], "_history"))
    return history (self, path[0], path[1]);
  if (n != 2)
    return sim_server_outcome (404, "not-found");
  if (g_str_equal (request->method, "GET"))
    return read_one (self, path[0], path[1]);
  if (g_str_equal (request->method, "PUT"))
    return update (self, request, path[0], path[1]);
  if (g_str_equal (request->method, "PATCH"))
    return patch (self, request, path[0], path[1]);
  if (g_str_equal (request->method, "DELETE"))
    return delete_one (self, request, path[0], path[1]);
  return sim_server_outcome (405, "not-supported");
}

SimAnswer
sim_server_answer (SimServer *self, const SimRequest *request)
{
  g_auto (GStrv) parts = g_strsplit (request->url, "?", 2);
  g_auto (GStrv) path = g_strsplit (parts[0] != NULL ? parts[0] : "", "/", -1);

  self->n_requests++;
  if (path[0] == NULL || *path[0] == '\0')
    return sim_bundle_answer (self, request);
  if (g_str_equal (path[0], "metadata"))
    return metadata (self);
  if (path[1] == NULL && g_str_equal (request->method, "GET"))
    return sim_search (self, path[0], parts[1]);
  return answer_resource (self, request, path);
}
