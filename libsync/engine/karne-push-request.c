/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-push-private.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-private.h"

/* How a change is put to a server, by what that server can do. */

KarnePushItem *
karne_push_item_new (KarneOutboxRow *row)
{
  KarnePushItem *self = g_new0 (KarnePushItem, 1);

  self->row = row;
  return self;
}

void
karne_push_item_free (KarnePushItem *self)
{
  if (self == NULL)
    return;
  karne_outbox_row_free (self->row);
  g_free (self->body);
  g_free (self->text);
  g_free (self->id);
  g_free (self->words);
  g_free (self->made);
  g_free (self->overwritten);
  g_free (self->history_next);
  g_free (self->under);
  g_free (self);
}

void
karne_push_item_set_text (KarnePushItem *self, GBytes *text, const char *id)
{
  gsize len = 0;
  const char *data = g_bytes_get_data (text, &len);

  g_free (self->text);
  g_free (self->id);
  self->text = g_strndup (data, len);
  self->id = g_strdup (id);
}

gboolean
karne_push_item_has_identifier (const KarnePushItem *self)
{
  return karne_kind_find (self->row->kind)->identifier != KARNE_IDENTIFIER_NONE;
}

gboolean
karne_push_item_was_posted (const KarnePushItem *self)
{
  return g_strcmp0 (self->row->reason, KARNE_PUSH_WAY_POST) == 0;
}

gboolean
karne_push_item_is_ours (const KarnePushItem *self, GBytes *text)
{
  g_autofree char *value = g_strdup_printf ("\"urn:uuid:%s\"", self->row->id);
  gsize len = 0;
  const char *data = g_bytes_get_data (text, &len);
  KarneSpan identifier;

  return karne_json_find ((KarneSpan){ data, len }, "identifier", &identifier) &&
         g_strstr_len (identifier.text, (gssize) identifier.len, value) != NULL;
}

/* A server that gives ids does not want ours. */
static char *
without_id (const char *text)
{
  g_autoptr (GString) out = g_string_new ("{");
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;

  karne_json_walk_init (&walk, karne_json_span (text));
  while (karne_json_walk_next (&walk, &key, &value))
    if (!karne_span_equal (key, "id"))
      g_string_append_printf (out, "%s\"%.*s\":%.*s", out->len > 1 ? "," : "", (int) key.len,
                              key.text, (int) value.len, value.text);
  g_string_append_c (out, '}');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
karne_push_item_text_with_id (const KarnePushItem *self, const char *id)
{
  g_autofree char *rest = without_id (self->row->body);
  g_autoptr (GString) out = g_string_new ("{\"id\":");

  karne_json_append_string (out, id);
  g_string_append_printf (out, ",%s", rest + 1);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
refuse (KarnePushItem *self, const char *reason)
{
  self->verdict = KARNE_VERDICT_REFUSED;
  self->reason = reason;
  return FALSE;
}

static gboolean
prepare_patch (KarnePushItem *self, const KarneGifts *gifts, const KarneKind *kind)
{
  if (!karne_gifts_can (gifts, self->row->kind, KARNE_CAPABILITY_PATCH))
    return refuse (self, "no-patch");
  self->as_patch = TRUE;
  self->body = karne_merge_to_patch (self->row->base, self->row->body, kind->parts, NULL);
  return self->body != NULL || refuse (self, "only-parts");
}

gboolean
karne_push_item_prepare (KarnePushItem *self, const KarneGifts *gifts, gboolean by_post)
{
  const KarneOutboxRow *row = self->row;
  const KarneKind *kind = karne_kind_find (row->kind);

  g_clear_pointer (&self->body, g_free);
  self->as_patch = FALSE;
  self->by_post =
      row->op == KARNE_OP_CREATE && (by_post || !karne_gifts_takes_ids (gifts, row->kind));
  /* Edited, and edited back. */
  if (row->op == KARNE_OP_UPDATE && karne_merge_is_same (row->base, row->body))
    {
      self->verdict = KARNE_VERDICT_DONE;
      self->text = g_strdup (row->base);
      self->id = g_strdup (row->id);
      return FALSE;
    }
  if (row->op == KARNE_OP_UPDATE && (kind->writes & KARNE_KIND_PARTS))
    return prepare_patch (self, gifts, kind);
  if (row->body != NULL)
    self->body = self->by_post ? without_id (row->body) : g_strdup (row->body);
  return TRUE;
}

static const char *
get_method (const KarnePushItem *self)
{
  if (self->row->op == KARNE_OP_DELETE)
    return "DELETE";
  if (self->as_patch)
    return "PATCH";
  return self->by_post ? "POST" : "PUT";
}

static char *
get_url (const KarnePushItem *self)
{
  const KarneOutboxRow *row = self->row;

  return self->by_post ? g_strdup (row->kind) : g_strconcat (row->kind, "/", row->id, NULL);
}

static char *
get_if_match (const KarnePushItem *self)
{
  const KarneOutboxRow *row = self->row;

  return row->op != KARNE_OP_CREATE && row->base_version != NULL
             ? g_strdup_printf ("W/\"%s\"", row->base_version)
             : NULL;
}

static char *
get_identifier (const KarnePushItem *self)
{
  return g_strdup_printf ("identifier=urn:ietf:rfc:3986|urn:uuid:%s", self->row->id);
}

KarneRequest *
karne_push_item_request (const KarnePushItem *self, KarneRun *run)
{
  g_autofree char *relative = get_url (self);
  g_autofree char *url = karne_run_url (run, relative);
  g_autofree char *if_match = get_if_match (self);
  g_autofree char *identifier = get_identifier (self);
  KarneRequest *request = karne_request_new (get_method (self), url);

  karne_request_set_header (request, "Accept", "application/fhir+json");
  karne_request_set_header (request, "Prefer", "return=representation");
  /* A connection that a server has grown tired of would leave the outcome unknown. */
  karne_request_set_flags (request, KARNE_REQUEST_NEW_CONNECTION);
  if (if_match != NULL)
    karne_request_set_header (request, "If-Match", if_match);
  if (self->by_post && karne_push_item_has_identifier (self))
    karne_request_set_header (request, "If-None-Exist", identifier);
  else if (!self->by_post && self->row->op == KARNE_OP_CREATE)
    karne_request_set_header (request, "If-None-Match", "*");
  if (self->body != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new (self->body, strlen (self->body));

      karne_request_set_body (request,
                              self->as_patch ? "application/json-patch+json"
                                             : "application/fhir+json",
                              body);
    }
  return request;
}

/* Bundles */

static void
append_request (const KarnePushItem *self, GString *out)
{
  g_autofree char *url = get_url (self);
  g_autofree char *if_match = get_if_match (self);
  g_autofree char *identifier = get_identifier (self);

  g_string_append_printf (out, "\"request\":{\"method\":\"%s\",\"url\":\"%s\"", get_method (self),
                          url);
  if (if_match != NULL)
    {
      g_string_append (out, ",\"ifMatch\":");
      karne_json_append_string (out, if_match);
    }
  if (self->by_post && karne_push_item_has_identifier (self))
    g_string_append_printf (out, ",\"ifNoneExist\":\"%s\"", identifier);
  else if (!self->by_post && self->row->op == KARNE_OP_CREATE)
    g_string_append (out, ",\"ifNoneMatch\":\"*\"");
  g_string_append_c (out, '}');
}

/* Where the server gives the ids, what refers to each other in one transaction does so by the
 * names that its entries have there. */
static char *
with_entry_names (const char *body, GPtrArray *items)
{
  char *text = g_strdup (body);

  for (guint i = 0; i < items->len; i++)
    {
      const KarnePushItem *item = items->pdata[i];
      g_autofree char *from = g_strconcat (item->row->kind, "/", item->row->id, NULL);
      g_autofree char *to = g_strconcat ("urn:uuid:", item->row->id, NULL);
      char *replaced = item->by_post ? karne_references_replace (text, NULL, from, to) : NULL;

      if (replaced != NULL)
        {
          g_free (text);
          text = replaced;
        }
    }
  return text;
}

GBytes *
karne_push_bundle (GPtrArray *items, const char *type, const char *base)
{
  GString *out = g_string_new (NULL);
  gboolean is_transaction = g_str_equal (type, "transaction");

  g_string_append_printf (out, "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[", type);
  for (guint i = 0; i < items->len; i++)
    {
      const KarnePushItem *item = items->pdata[i];
      g_autofree char *body = NULL;

      g_string_append (out, i > 0 ? ",{" : "{");
      if (is_transaction && item->by_post)
        g_string_append_printf (out, "\"fullUrl\":\"urn:uuid:%s\",", item->row->id);
      else if (is_transaction)
        g_string_append_printf (out, "\"fullUrl\":\"%s/%s/%s\",", base, item->row->kind,
                                item->row->id);
      if (item->body != NULL)
        {
          body = is_transaction ? with_entry_names (item->body, items) : g_strdup (item->body);
          g_string_append_printf (out, "\"resource\":%s,", body);
        }
      append_request (item, out);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
  return g_string_free_to_bytes (out);
}

/* Reading */

char *
karne_push_item_read_url (const KarnePushItem *self)
{
  const KarneOutboxRow *row = self->row;

  if (row->op == KARNE_OP_CREATE && self->by_post && karne_push_item_has_identifier (self))
    return g_strdup_printf ("%s?identifier=urn:ietf:rfc:3986%%7Curn:uuid:%s", row->kind, row->id);
  return g_strconcat (row->kind, "/", row->id, NULL);
}

char *
karne_push_item_history_url (const KarnePushItem *self)
{
  if (self->history_next != NULL)
    return g_strdup (self->history_next);
  return g_strdup_printf ("%s/%s/_history?_count=100", self->row->kind, self->row->id);
}
