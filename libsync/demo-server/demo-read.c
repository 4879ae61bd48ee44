/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-read.h"

#include "demo-json.h"

#include <string.h>

/* Whether this token may know of it: one's own, and what is about nobody. */
gboolean
demo_may_see (const DemoServer *server, const DemoRequest *request, const DemoRow *row)
{
  return request->scope == NULL || *row->patient == '\0' ||
         strcmp (row->patient, request->scope) == 0 ||
         demo_store_shares (server->store, row->kind, row->id, request->scope);
}

gboolean
demo_accepts_fhir (const DemoRequest *request)
{
  return request->accept != NULL && (strstr (request->accept, "fhir+json") != NULL ||
                                     strstr (request->accept, "application/json") != NULL);
}

static gboolean
is_known_version (const DemoRequest *request, const char *etag)
{
  g_auto (GStrv) tags = NULL;

  if (request->if_none_match == NULL || etag == NULL)
    return FALSE;
  tags = g_strsplit (request->if_none_match, ",", 50);
  for (guint i = 0; tags[i] != NULL; i++)
    if (strcmp (g_strstrip (tags[i]), etag) == 0 || strcmp (tags[i], "*") == 0)
      return TRUE;
  return FALSE;
}

/* A Binary as the bytes it holds. FALSE when it has none, or they are not base64. */
static gboolean
answer_bytes (DemoAnswer *answer, const DemoRow *row)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  DemoNode *resource = demo_json_parse (json, row->body, -1, NULL);
  g_autofree char *data = demo_node_dup_member (resource, "data");
  gsize len = 0;

  if (data == NULL)
    return FALSE;
  answer->content_type = demo_node_dup_member (resource, "contentType");
  if (answer->content_type == NULL || strpbrk (answer->content_type, "\r\n") != NULL)
    {
      g_free (answer->content_type);
      answer->content_type = g_strdup ("application/octet-stream");
    }
  g_base64_decode_inplace (data, &len);
  answer->body = g_string_new_len (data, len);
  return TRUE;
}

static DemoAnswer *
answer_row (const DemoServer *server, const DemoRequest *request, const DemoRow *row)
{
  DemoAnswer *answer = demo_answer_new (200);

  demo_answer_describe (answer, server, row);
  if (is_known_version (request, answer->etag))
    answer->status = 304;
  else if (strcmp (row->kind, "Binary") != 0 || demo_accepts_fhir (request) ||
           !answer_bytes (answer, row))
    answer->body = g_string_new (row->body);
  return answer;
}

static DemoRow *
find (const DemoServer *server, const char *kind, const char *id, const char *version)
{
  guint64 number;

  if (version == NULL)
    return demo_store_get (server->store, kind, id);
  if (server->gifts.no_versions ||
      !g_ascii_string_to_unsigned (version, 10, 1, G_MAXINT64, &number, NULL))
    return NULL;
  return demo_store_get_version (server->store, kind, id, (gint64) number);
}

/* Answers `Kind/id`, and `Kind/id/_history/version` when a version is given. */
DemoAnswer *
demo_read (const DemoServer *server,
           const DemoRequest *request,
           const char *kind,
           const char *id,
           const char *version)
{
  g_autoptr (DemoRow) row = find (server, kind, id, version);
  DemoAnswer *answer;

  if (row == NULL)
    return demo_answer_printf (404, "There is no such %s", kind);
  if (!demo_may_see (server, request, row))
    return demo_answer_printf (403, "This %s is not for this token", kind);
  if (!row->deleted)
    return answer_row (server, request, row);
  answer = demo_answer_printf (410, "This %s was deleted", kind);
  demo_answer_describe (answer, server, row);
  return answer;
}
