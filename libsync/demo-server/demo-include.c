/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-include.h"

#include "demo-json.h"
#include "demo-lift.h"

#include <string.h>

#define MAX_ROUNDS 5
#define MAX_INCLUDED 10000

typedef struct
{
  const DemoServer *server;
  const char *scope;
  GHashTable *seen;   /* (owned) of gint64 * */
  GArray *found;      /* (owned) of gint64 */
  const char *target; /* (nullable) the only type wanted */
} Finder;

static const struct
{
  const char *param;
  const char *elements;
} spelled_otherwise[] = {
  { "patient", "patient subject participant for beneficiary" },
  { "actor", "participant actor" },
  { "practitioner", "practitioner participant" },
  { "location", "location participant" },
  { "relatesto", "relatesTo" },
  { "agent", "agent" },
  { "entity", "entity" },
  { "managing-organization", "managingOrganization" },
  { "general-practitioner", "generalPractitioner" },
  { "part-of", "partOf" },
};

/* The elements that a reference parameter looks into: `based-on` is basedOn. */
static char *
elements_of (const char *param)
{
  GString *name;

  for (gsize i = 0; i < G_N_ELEMENTS (spelled_otherwise); i++)
    if (strcmp (spelled_otherwise[i].param, param) == 0)
      return g_strdup (spelled_otherwise[i].elements);
  name = g_string_new (NULL);
  for (const char *at = param; *at != '\0'; at++)
    if (*at == '-' && at[1] != '\0')
      g_string_append_c (name, g_ascii_toupper (*++at));
    else
      g_string_append_c (name, *at);
  return g_string_free (name, FALSE);
}

static gboolean
may_see (Finder *f, sqlite3_stmt *row)
{
  const char *patient = (const char *) sqlite3_column_text (row, 1);

  return f->scope == NULL || *patient == '\0' || strcmp (patient, f->scope) == 0;
}

static void
add_target (Finder *f, const char *kind, const char *id)
{
  sqlite3_stmt *row = demo_store_statement (
      f->server->store,
      "SELECT rid, patient FROM resource WHERE kind = ?1 AND id = ?2 AND deleted = 0");
  gint64 rid = 0;

  sqlite3_bind_text (row, 1, kind, -1, SQLITE_STATIC);
  sqlite3_bind_text (row, 2, id, -1, SQLITE_STATIC);
  if (sqlite3_step (row) == SQLITE_ROW && may_see (f, row))
    rid = sqlite3_column_int64 (row, 0);
  sqlite3_reset (row);
  if (rid == 0 || f->found->len >= MAX_INCLUDED || g_hash_table_contains (f->seen, &rid))
    return;
  g_hash_table_add (f->seen, g_memdup2 (&rid, sizeof rid));
  g_array_append_val (f->found, rid);
}

static void
follow_reference (Finder *f, const DemoNode *node)
{
  g_autofree char *reference = demo_node_dup_string (node);
  g_autofree char *kind = NULL;
  g_autofree char *id = NULL;

  if (reference != NULL && demo_reference_split (reference, &kind, &id) &&
      (f->target == NULL || strcmp (f->target, kind) == 0))
    add_target (f, kind, id);
}

/* Follows every reference below an element, however deep: `participant.actor` as well as
 * `author`. */
static void
follow_below (const DemoNode *node, gpointer data)
{
  for (const DemoNode *child = node->first; child != NULL; child = child->next)
    if (child->key != NULL && demo_node_key_is (child, "reference"))
      follow_reference (data, child);
    else
      follow_below (child, data);
}

static void
follow_elements (Finder *f, const DemoNode *resource, const char *param)
{
  g_autofree char *elements = elements_of (param);
  g_auto (GStrv) list = g_strsplit (elements, " ", -1);

  if (strcmp (param, "*") == 0)
    follow_below (resource, f);
  for (guint i = 0; list[i] != NULL; i++)
    demo_walk_path (resource, list[i], follow_below, f);
}

static void
follow_includes (Finder *f, const char *kind, const DemoNode *resource, const GPtrArray *includes)
{
  for (guint i = 0; i < includes->len; i++)
    {
      const char *include = g_ptr_array_index (includes, i);
      g_auto (GStrv) parts = g_strsplit (include, ":", 3);

      if (strcmp (include, "*") == 0)
        follow_elements (f, resource, "*");
      if (parts[0] == NULL || parts[1] == NULL || strcmp (parts[0], kind) != 0)
        continue;
      f->target = parts[2];
      follow_elements (f, resource, parts[1]);
      f->target = NULL;
    }
}

static void
include_from (Finder *f, gint64 rid, const GPtrArray *includes)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  g_autofree char *kind = NULL;
  g_autofree char *body = NULL;
  sqlite3_stmt *row =
      demo_store_statement (f->server->store, "SELECT kind, body FROM resource WHERE rid = ?1");

  sqlite3_bind_int64 (row, 1, rid);
  if (sqlite3_step (row) == SQLITE_ROW)
    {
      kind = g_strdup ((const char *) sqlite3_column_text (row, 0));
      body = g_strdup ((const char *) sqlite3_column_text (row, 1));
    }
  sqlite3_reset (row);
  if (body != NULL)
    follow_includes (f, kind, demo_json_parse (json, body, -1, NULL), includes);
}

static void
mark_seen (Finder *f, const GArray *rids)
{
  for (guint i = 0; i < rids->len; i++)
    g_hash_table_add (f->seen, g_memdup2 (&g_array_index (rids, gint64, i), sizeof (gint64)));
}

/* The rows that the matches refer to by the given parameters, each once. What is included is
 * followed in turn, whether or not `:iterate` said so: an include names its type, so that only what
 * was asked for comes. */
GArray *
demo_include_find (const DemoServer *server,
                   const char *scope,
                   const GArray *matches,
                   const GPtrArray *includes)
{
  Finder f = { server, scope, NULL, g_array_new (FALSE, FALSE, sizeof (gint64)), NULL };
  guint done = 0;

  if (includes->len == 0)
    return f.found;
  f.seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  mark_seen (&f, matches);
  for (guint i = 0; i < matches->len; i++)
    include_from (&f, g_array_index (matches, gint64, i), includes);
  for (int round = 1; round < MAX_ROUNDS; round++)
    for (guint end = f.found->len; done < end; done++)
      include_from (&f, g_array_index (f.found, gint64, done), includes);
  g_hash_table_unref (f.seen);
  return f.found;
}
