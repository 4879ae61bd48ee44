/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-write.h"

#include "demo-check.h"
#include "demo-json-patch.h"
#include "demo-kinds.h"
#include "demo-lift.h"
#include "demo-read.h"
#include "demo-search.h"
#include "demo-stamp.h"

#include <string.h>

/* One write on its way: what was there, what is to be. */
typedef struct
{
  const DemoServer *server;
  const DemoRequest *request;
  const char *kind;
  const char *id;
  DemoRow *before; /* (owned) (nullable) */
} Change;

static void
clear_change (Change *change)
{
  g_clear_pointer (&change->before, demo_row_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, clear_change)

gboolean
demo_id_is_valid (const char *id)
{
  gsize len = strspn (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.");

  return len > 0 && len <= 64 && id[len] == '\0';
}

static DemoNode *
fail (GError **error, int status, const char *message)
{
  g_set_error_literal (error, DEMO_HTTP_ERROR, status, message);
  return NULL;
}

/* A Binary may be sent as what it is, without a word of JSON around it. */
static DemoNode *
wrap_bytes (const DemoRequest *request, DemoJson *json)
{
  DemoNode *resource = demo_json_new_object (json);
  g_autofree char *data = g_base64_encode ((const guchar *) request->body, request->body_len);

  demo_json_set (json, resource, "resourceType", demo_json_new_string (json, "Binary"));
  demo_json_set (json, resource, "contentType", demo_json_new_string (json, request->content_type));
  demo_json_set (json, resource, "data", demo_json_new_string (json, data));
  return resource;
}

static gboolean
is_json (const char *content_type)
{
  return content_type == NULL || strstr (content_type, "json") != NULL;
}

static DemoNode *
parse_body (const DemoRequest *request, const char *kind, DemoJson *json, GError **error)
{
  g_autoptr (GError) flaw = NULL;
  DemoNode *resource;

  if (strcmp (kind, "Binary") == 0 && !is_json (request->content_type))
    return wrap_bytes (request, json);
  if (!is_json (request->content_type))
    return fail (error, 415, "Only FHIR JSON is understood");
  resource =
      demo_json_parse (json, request->body != NULL ? request->body : "", request->body_len, &flaw);
  if (resource == NULL)
    {
      g_set_error (error, DEMO_HTTP_ERROR, 400, "This is not JSON: %s", flaw->message);
      return NULL;
    }
  if (demo_node_get (resource, "resourceType") == NULL)
    return fail (error, 400, "A resource must have a resourceType");
  if (!demo_node_is_string (demo_node_get (resource, "resourceType"), kind))
    return fail (error, 400, "The resourceType is not the one of the address");
  return demo_check_resource (kind, resource, error) ? resource : NULL;
}

static gboolean
wants (const DemoRequest *request, const char *what)
{
  return request->prefer != NULL && strstr (request->prefer, what) != NULL;
}

static DemoAnswer *
answer_row (const Change *change, guint status, const DemoRow *row)
{
  const DemoServer *server = change->server;
  DemoAnswer *answer = demo_answer_new (status);

  demo_answer_describe (answer, server, row);
  if (server->gifts.no_versions)
    answer->location = g_strdup_printf ("%s/%s/%s", server->base, row->kind, row->id);
  else
    answer->location = g_strdup_printf ("%s/%s/%s/_history/%" G_GINT64_FORMAT, server->base,
                                        row->kind, row->id, row->version);
  if (wants (change->request, "return=minimal"))
    return answer;
  answer->body = g_string_new (NULL);
  if (wants (change->request, "return=OperationOutcome"))
    demo_outcome_write (answer->body, status, "Stored");
  else
    g_string_append (answer->body, row->body);
  return answer;
}

/* Inside a transaction Bundle, the one that began it ends it. */
static gboolean
store (const Change *change, const DemoWrite *write, GError **error)
{
  DemoStore *store = change->server->store;

  if (change->request->in_transaction)
    return demo_store_write (store, write, error);
  if (!demo_store_begin (store, error))
    return FALSE;
  if (!demo_store_write (store, write, error))
    {
      demo_store_roll_back (store);
      return FALSE;
    }
  return demo_store_commit (store, error);
}

static gboolean
may_write (const Change *change, const DemoNode *resource)
{
  const char *scope = change->request->scope;
  g_autoptr (DemoLift) lift = NULL;

  if (scope == NULL)
    return TRUE;
  if (change->before != NULL && !demo_may_see (change->server, change->request, change->before))
    return FALSE;
  lift = demo_lift_new (change->kind, change->id, resource);
  return *lift->patient == '\0' || strcmp (lift->patient, scope) == 0;
}

/* Who looked at a record is not for everybody to say. */
static gboolean
takes_kind (const Change *change)
{
  return change->before != NULL || !change->server->gifts.no_audit ||
         !demo_kind_is_for_good (change->kind);
}

static DemoAnswer *
store_resource (const Change *change, const DemoNode *resource, const char *method)
{
  gboolean existed = change->before != NULL && !change->before->deleted;
  gint64 version = change->before != NULL ? change->before->version + 1 : 1;
  gint64 now = demo_store_now (change->server->store);
  g_autofree char *body =
      demo_stamp (change->server, resource, change->kind, change->id, version, now);
  DemoWrite write = { change->kind, change->id, version, now, FALSE, method, body };
  DemoRow row = {
    (char *) change->kind, (char *) change->id, version, now, FALSE, NULL, NULL, body
  };
  g_autoptr (GError) error = NULL;

  if (!takes_kind (change))
    return demo_answer_printf (403, "This server makes each %s itself", change->kind);
  if (!may_write (change, resource))
    return demo_answer_printf (403, "This %s is not for this token", change->kind);
  if (!store (change, &write, &error))
    return demo_answer_from_error (error);
  return answer_row (change, existed ? 200 : 201, &row);
}

/* Whether the version that a change rests on is the one that is there. */
static gboolean
is_match (const Change *change)
{
  const char *wanted = change->request->if_match;
  g_autofree char *plain = NULL;
  g_autofree char *have = NULL;

  if (wanted == NULL || change->server->gifts.ignore_if_match || change->server->gifts.no_versions)
    return TRUE;
  if (change->before == NULL || change->before->deleted)
    return FALSE;
  if (strcmp (wanted, "*") == 0)
    return TRUE;
  plain = g_strdup (g_str_has_prefix (wanted, "W/") ? wanted + 2 : wanted);
  g_strdelimit (plain, "\"", ' ');
  g_strstrip (plain);
  have = g_strdup_printf ("%" G_GINT64_FORMAT, change->before->version);
  return strcmp (plain, have) == 0;
}

static DemoAnswer *
refuse_to_change (const Change *change)
{
  DemoAnswer *answer = demo_answer_printf (405, "A %s stays as it was written", change->kind);

  answer->allow = g_strdup ("GET");
  return answer;
}

static DemoAnswer *
check_preconditions (const Change *change)
{
  gboolean exists = change->before != NULL && !change->before->deleted;

  if (change->before != NULL && !demo_may_see (change->server, change->request, change->before))
    return demo_answer_printf (403, "This %s is not for this token", change->kind);
  if (!is_match (change))
    return demo_answer_printf (412, "This %s is not at the version that If-Match says",
                               change->kind);
  if (exists && g_strcmp0 (change->request->if_none_match, "*") == 0)
    return demo_answer_printf (412, "There is a %s of this id already", change->kind);
  return exists && demo_kind_is_for_good (change->kind) ? refuse_to_change (change) : NULL;
}

/* Answers `If-None-Exist`: what exists already, or a refusal when several do; NULL: create it. */
static DemoAnswer *
find_existing (Change *change)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  if (change->request->if_none_exist == NULL)
    return NULL;
  ids = demo_search_ids (change->server, change->request, change->kind,
                         change->request->if_none_exist, &error);
  if (ids == NULL)
    return demo_answer_from_error (error);
  if (ids[0] == NULL)
    return NULL;
  if (ids[1] != NULL)
    return demo_answer_printf (412, "Several %s match If-None-Exist", change->kind);
  change->before = demo_store_get (change->server->store, change->kind, ids[0]);
  return answer_row (change, 200, change->before);
}

/* Answers `POST Kind`. */
DemoAnswer *
demo_create (const DemoServer *server, const DemoRequest *request, const char *kind)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  g_autoptr (GError) error = NULL;
  DemoNode *resource = parse_body (request, kind, json, &error);
  g_autofree char *id =
      request->new_id != NULL ? g_strdup (request->new_id) : g_uuid_string_random ();
  g_auto (Change) change = { server, request, kind, id, NULL };
  DemoAnswer *existing;

  if (resource == NULL)
    return demo_answer_from_error (error);
  existing = find_existing (&change);
  return existing != NULL ? existing : store_resource (&change, resource, "POST");
}

static DemoAnswer *
check_id (const DemoNode *resource, const char *id)
{
  DemoNode *said = demo_node_get (resource, "id");

  if (!demo_id_is_valid (id))
    return demo_answer_printf (400, "This is not an id that FHIR allows");
  if (said == NULL || !demo_node_is_string (said, id))
    return demo_answer_printf (400, "The id of the resource is not the one of the address");
  return NULL;
}

/* Answers `PUT Kind/id`; creates where the server lets clients choose ids. */
DemoAnswer *
demo_update (const DemoServer *server, const DemoRequest *request, const char *kind, const char *id)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  g_autoptr (GError) error = NULL;
  DemoNode *resource = parse_body (request, kind, json, &error);
  g_auto (Change) change = { server, request, kind, id, NULL };
  g_autoptr (DemoAnswer) refusal = NULL;

  if (resource == NULL)
    return demo_answer_from_error (error);
  if (strcmp (kind, "Binary") == 0 && !is_json (request->content_type))
    demo_json_set (json, resource, "id", demo_json_new_string (json, id));
  change.before = demo_store_get (server->store, kind, id);
  refusal = check_id (resource, id);
  if (refusal == NULL && change.before == NULL && server->gifts.server_ids)
    refusal = demo_answer_printf (405, "This server gives the ids: create with POST");
  if (refusal == NULL)
    refusal = check_preconditions (&change);
  return refusal != NULL ? g_steal_pointer (&refusal) : store_resource (&change, resource, "PUT");
}

static DemoAnswer *
store_patched (Change *change, DemoJson *json, DemoNode *patched)
{
  if (!demo_node_is_string (demo_node_get (patched, "resourceType"), change->kind) ||
      !demo_node_is_string (demo_node_get (patched, "id"), change->id))
    return demo_answer_printf (422, "A patch may not change the type or the id");
  return store_resource (change, patched, "PATCH");
}

static DemoAnswer *
apply_patch (Change *change)
{
  const DemoRequest *request = change->request;
  g_autoptr (DemoJson) json = demo_json_new ();
  g_autoptr (GError) error = NULL;
  DemoNode *document = demo_json_parse (json, change->before->body, -1, NULL);
  DemoNode *patch =
      demo_json_parse (json, request->body != NULL ? request->body : "", request->body_len, &error);

  if (patch == NULL)
    return demo_answer_printf (400, "This is not JSON: %s", error->message);
  document = demo_json_patch_apply (json, document, patch, &error);
  if (document == NULL)
    return demo_answer_from_error (error);
  return store_patched (change, json, document);
}

/* Answers `PATCH Kind/id` with a JSON Patch. */
DemoAnswer *
demo_patch (const DemoServer *server, const DemoRequest *request, const char *kind, const char *id)
{
  g_auto (Change) change = { server, request, kind, id, NULL };
  DemoAnswer *refusal;

  if (request->content_type == NULL ||
      !g_str_has_prefix (request->content_type, "application/json-patch+json"))
    return demo_answer_printf (415, "Only JSON Patch is understood");
  change.before = demo_store_get (server->store, kind, id);
  if (change.before == NULL)
    return demo_answer_printf (404, "There is no such %s", kind);
  refusal = check_preconditions (&change);
  if (refusal != NULL)
    return refusal;
  if (change.before->deleted)
    return demo_answer_printf (410, "This %s was deleted", kind);
  return apply_patch (&change);
}

/* Answers `DELETE Kind/id`. What is gone already stays gone. */
DemoAnswer *
demo_delete (const DemoServer *server, const DemoRequest *request, const char *kind, const char *id)
{
  g_auto (Change) change = { server, request, kind, id, NULL };
  g_autoptr (GError) error = NULL;
  DemoWrite write = { kind, id, 0, demo_store_now (server->store), TRUE, "DELETE", "" };
  DemoAnswer *answer;

  change.before = demo_store_get (server->store, kind, id);
  if (change.before == NULL)
    return demo_answer_printf (404, "There is no such %s", kind);
  answer = check_preconditions (&change);
  if (answer != NULL)
    return answer;
  write.version = change.before->version + 1;
  if (!change.before->deleted && !store (&change, &write, &error))
    return demo_answer_from_error (error);
  answer = demo_answer_new (204);
  if (!server->gifts.no_versions)
    answer->etag =
        g_strdup_printf ("W/\"%" G_GINT64_FORMAT "\"",
                         change.before->deleted ? change.before->version : write.version);
  return answer;
}

/* An update by criteria that finds nothing is a create, with the id that the resource says. */
static DemoAnswer *
update_nothing_found (const DemoServer *server, const DemoRequest *request, const char *kind)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  g_autoptr (GError) error = NULL;
  DemoNode *resource = parse_body (request, kind, json, &error);
  g_autofree char *id = demo_node_dup_member (resource, "id");

  if (resource == NULL)
    return demo_answer_from_error (error);
  return id != NULL ? demo_update (server, request, kind, id) : demo_create (server, request, kind);
}

/* The resource of an update by criteria need not say the id that was found. */
static DemoAnswer *
update_found (const DemoServer *server,
              const DemoRequest *request,
              const char *kind,
              const char *id)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  DemoNode *resource = parse_body (request, kind, json, &error);
  DemoRequest named = *request;

  if (resource == NULL)
    return demo_answer_from_error (error);
  if (demo_node_get (resource, "id") == NULL)
    demo_json_set (json, resource, "id", demo_json_new_string (json, id));
  demo_node_write (resource, body);
  named.body = body->str;
  named.body_len = body->len;
  return demo_update (server, &named, kind, id);
}

/* Answers `PUT Kind?…`, `PATCH Kind?…` and `DELETE Kind?…`. */
DemoAnswer *
demo_write_where (const DemoServer *server, const DemoRequest *request, const char *kind)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  if (request->query == NULL || *request->query == '\0')
    return demo_answer_printf (400, "Which one? Give an id or criteria");
  ids = demo_search_ids (server, request, kind, request->query, &error);
  if (ids == NULL)
    return demo_answer_from_error (error);
  if (ids[0] != NULL && ids[1] != NULL)
    return demo_answer_printf (412, "Several %s match", kind);
  if (strcmp (request->method, "PUT") == 0)
    return ids[0] == NULL ? update_nothing_found (server, request, kind)
                          : update_found (server, request, kind, ids[0]);
  if (ids[0] == NULL)
    return demo_answer_printf (404, "No %s matches", kind);
  return strcmp (request->method, "PATCH") == 0 ? demo_patch (server, request, kind, ids[0])
                                                : demo_delete (server, request, kind, ids[0]);
}
