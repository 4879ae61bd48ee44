/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-page.h"

#include "demo-dates.h"
#include "demo-json.h"

#include <string.h>

typedef struct
{
  gint64 rowid;
  DemoEntryMode mode;
} Entry;

/* A Bundle of which only the row numbers are held. Bodies are ready text: writing an entry is one
 * look-up by row number and a copy, and a page of any size is sent in pieces. */
struct _DemoPage
{
  char *head;      /* (owned) the Bundle up to its entries, without the closing brace */
  char **elements; /* (owned) (nullable) what `_elements` asks for */
  GArray *entries; /* (owned) of Entry */
  guint next;
  gboolean begun;
  gboolean any; /* an entry has been written */
  gboolean ended;
};

/* Takes `head` and `elements`. */
DemoPage *
demo_page_new (char *head, char **elements)
{
  DemoPage *self = g_new0 (DemoPage, 1);

  self->head = head;
  self->elements = elements;
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  return self;
}

void
demo_page_free (DemoPage *self)
{
  g_free (self->head);
  g_strfreev (self->elements);
  g_array_unref (self->entries);
  g_free (self);
}

void
demo_page_add (DemoPage *self, gint64 rowid, DemoEntryMode mode)
{
  Entry entry = { rowid, mode };

  g_array_append_val (self->entries, entry);
}

static void
mark_subsetted (DemoJson *json, DemoNode *resource)
{
  static const char tag[] =
      "{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\","
      "\"code\":\"SUBSETTED\"}";
  DemoNode *meta = demo_node_get (resource, "meta");
  DemoNode *tags = demo_node_get (meta, "tag");
  DemoNode *list;

  if (tags != NULL && tags->type == DEMO_JSON_ARRAY)
    {
      demo_json_append (tags, demo_json_parse (json, tag, -1, NULL));
      return;
    }
  list = demo_json_parse (json, "[]", -1, NULL);
  demo_json_append (list, demo_json_parse (json, tag, -1, NULL));
  if (meta != NULL)
    demo_json_set (json, meta, "tag", list);
}

static gboolean
is_wanted (const DemoNode *member, char **elements)
{
  if (demo_node_key_is (member, "resourceType") || demo_node_key_is (member, "id") ||
      demo_node_key_is (member, "meta"))
    return TRUE;
  for (guint i = 0; elements[i] != NULL; i++)
    if (demo_node_key_is (member, elements[i]))
      return TRUE;
  return FALSE;
}

static void
write_subset (const char *body, int len, char **elements, GString *out)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  DemoNode *whole = demo_json_parse (json, body, len, NULL);
  DemoNode *part = demo_json_new_object (json);

  for (DemoNode *member = whole != NULL ? whole->first : NULL, *next; member != NULL; member = next)
    {
      next = member->next;
      if (is_wanted (member, elements))
        demo_json_append (part, member);
    }
  mark_subsetted (json, part);
  demo_node_write (part, out);
}

static void
write_full_url (const DemoServer *server, sqlite3_stmt *row, GString *out)
{
  g_string_append (out, "{\"fullUrl\":\"");
  g_string_append (out, server->base);
  g_string_append_c (out, '/');
  g_string_append (out, (const char *) sqlite3_column_text (row, 0));
  g_string_append_c (out, '/');
  g_string_append (out, (const char *) sqlite3_column_text (row, 1));
  g_string_append_c (out, '"');
}

static void
write_body (DemoPage *self, sqlite3_stmt *row, GString *out)
{
  const char *body = (const char *) sqlite3_column_text (row, 2);
  int len = sqlite3_column_bytes (row, 2);

  g_string_append (out, ",\"resource\":");
  if (self->elements != NULL)
    write_subset (body, len, self->elements, out);
  else
    g_string_append_len (out, body, len);
}

static void
write_found (DemoPage *self, sqlite3_stmt *row, DemoEntryMode mode, GString *out)
{
  write_body (self, row, out);
  g_string_append (out, mode == DEMO_ENTRY_MATCH ? ",\"search\":{\"mode\":\"match\"}}"
                                                 : ",\"search\":{\"mode\":\"include\"}}");
}

static void
write_version (DemoPage *self, const DemoServer *server, sqlite3_stmt *row, GString *out)
{
  const char *method = (const char *) sqlite3_column_text (row, 5);
  const char *kind = (const char *) sqlite3_column_text (row, 0);
  const char *id = (const char *) sqlite3_column_text (row, 1);
  gboolean created = strcmp (method, "POST") == 0, deleted = strcmp (method, "DELETE") == 0;
  g_autofree char *time = demo_date_format (sqlite3_column_int64 (row, 4));

  if (!deleted)
    write_body (self, row, out);
  g_string_append_printf (out, ",\"request\":{\"method\":\"%s\",\"url\":\"%s%s%s\"}", method, kind,
                          created ? "" : "/", created ? "" : id);
  g_string_append_printf (out, ",\"response\":{\"status\":\"%s\",",
                          deleted ? "204" : (sqlite3_column_int64 (row, 3) == 1 ? "201" : "200"));
  if (!server->gifts.no_versions)
    g_string_append_printf (out, "\"etag\":\"W/\\\"%" G_GINT64_FORMAT "\\\"\",",
                            (gint64) sqlite3_column_int64 (row, 3));
  g_string_append_printf (out, "\"lastModified\":\"%s\"}}", time);
}

static sqlite3_stmt *
find_row (const DemoServer *server, const Entry *entry)
{
  sqlite3_stmt *row = demo_store_statement (
      server->store, entry->mode == DEMO_ENTRY_OLD
                         ? "SELECT kind, id, body, version, updated, method FROM old WHERE oid = ?1"
                         : "SELECT kind, id, body, version, updated, method FROM resource"
                           " WHERE rid = ?1 AND deleted = 0");

  sqlite3_bind_int64 (row, 1, entry->rowid);
  return row;
}

static void
write_entry (DemoPage *self, const DemoServer *server, const Entry *entry, GString *out)
{
  sqlite3_stmt *row = find_row (server, entry);

  if (sqlite3_step (row) == SQLITE_ROW)
    {
      g_string_append (out, self->any ? "," : ",\"entry\":[");
      self->any = TRUE;
      write_full_url (server, row, out);
      if (entry->mode == DEMO_ENTRY_MATCH || entry->mode == DEMO_ENTRY_INCLUDE)
        write_found (self, row, entry->mode, out);
      else
        write_version (self, server, row, out);
    }
  sqlite3_reset (row);
}

/* Writes on until `out` holds `limit` bytes. Returns FALSE once the page is complete. */
gboolean
demo_page_write (DemoPage *self, const DemoServer *server, GString *out, gsize limit)
{
  if (!self->begun)
    g_string_append (out, self->head);
  self->begun = TRUE;
  while (out->len < limit && self->next < self->entries->len)
    write_entry (self, server, &g_array_index (self->entries, Entry, self->next++), out);
  if (self->next < self->entries->len)
    return TRUE;
  if (!self->ended)
    g_string_append (out, self->any ? "]}" : "}");
  self->ended = TRUE;
  return FALSE;
}
