/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-search.h"

#include "demo-dates.h"
#include "demo-include.h"
#include "demo-json.h"
#include "demo-page.h"
#include "demo-query.h"

#include <string.h>

/* The rows of one page, found before anything is written: the next link stands at the head of the
 * Bundle. */
typedef struct
{
  GArray *rids; /* (owned) of gint64 */
  char **last;  /* (owned) (nullable) sort keys of the last one */
  gboolean more;
} Found;

static void
clear_found (Found *found)
{
  g_clear_pointer (&found->rids, g_array_unref);
  g_clear_pointer (&found->last, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, clear_found)

static sqlite3_stmt *
prepare (const DemoServer *server, DemoQuery *query, const char *columns, const char *end)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM resource r WHERE %s%s", columns, query->where->str, end);
  sqlite3_stmt *statement = demo_store_statement (server->store, sql);

  if (statement != NULL)
    demo_query_bind (query, statement);
  return statement;
}

static gboolean
count_total (const DemoServer *server, DemoQuery *query)
{
  sqlite3_stmt *statement = prepare (server, query, "count(*)", "");

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    query->total = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return statement != NULL;
}

static char *
make_columns (const DemoQuery *query)
{
  GString *columns = g_string_new ("rid");

  for (guint i = 0; i < query->sort->len; i++)
    g_string_append_printf (columns, ",%s", g_array_index (query->sort, DemoSortKey, i).column);
  return g_string_free (columns, FALSE);
}

static char *
make_order (const DemoQuery *query)
{
  GString *order = g_string_new (" ORDER BY ");

  for (guint i = 0; i < query->sort->len; i++)
    {
      const DemoSortKey *key = &g_array_index (query->sort, DemoSortKey, i);
      g_string_append_printf (order, "%s%s%s", i > 0 ? "," : "", key->column,
                              key->descending ? " DESC" : "");
    }
  g_string_append_printf (order, " LIMIT %d", query->count + 1);
  return g_string_free (order, FALSE);
}

static char **
take_keys (sqlite3_stmt *statement, guint n)
{
  char **keys = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    keys[i] = g_strdup ((const char *) sqlite3_column_text (statement, (int) i + 1));
  return keys;
}

static gboolean
find_rows_of_step (const DemoServer *server, DemoQuery *query, Found *found)
{
  g_autofree char *columns = make_columns (query);
  g_autofree char *order = make_order (query);
  sqlite3_stmt *statement = prepare (server, query, columns, order);

  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      gint64 rid = sqlite3_column_int64 (statement, 0);

      found->more = found->rids->len == (guint) query->count;
      if (found->more)
        break;
      g_array_append_val (found->rids, rid);
      if (found->rids->len == (guint) query->count)
        found->last = take_keys (statement, query->sort->len);
    }
  sqlite3_reset (statement);
  return statement != NULL;
}

static gboolean
find_rows (const DemoServer *server, DemoQuery *query, Found *found)
{
  gboolean ok = TRUE;

  for (guint step = 0; ok && !found->more && demo_query_start_after (query, step); step++)
    ok = find_rows_of_step (server, query, found);
  return ok;
}

static void
append_link (GString *head, const char *relation, const char *url)
{
  if (!g_str_has_suffix (head->str, "["))
    g_string_append_c (head, ',');
  g_string_append_printf (head, "{\"relation\":\"%s\",\"url\":", relation);
  demo_json_write_string (head, url);
  g_string_append_c (head, '}');
}

static void
append_links (const DemoServer *server,
              const DemoRequest *request,
              const DemoQuery *query,
              const Found *found,
              GString *head)
{
  const char *asked = request->query != NULL ? request->query : "";
  g_autofree char *self_url =
      g_strdup_printf ("%s/%s%s%s", server->base, query->kind, *asked != '\0' ? "?" : "", asked);
  g_autofree char *token = NULL;
  g_autofree char *next_url = NULL;

  g_string_append (head, ",\"link\":[");
  append_link (head, "self", self_url);
  if (found->more)
    {
      token = demo_query_make_page_token (query, found->last);
      next_url = g_strdup_printf ("%s/%s?_page=%s", server->base, query->kind, token);
      append_link (head, "next", next_url);
    }
  g_string_append_c (head, ']');
}

static char *
make_head (const DemoServer *server,
           const DemoRequest *request,
           const DemoQuery *query,
           const Found *found)
{
  g_autofree char *now = demo_date_format (demo_store_now (server->store));
  GString *head = g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");

  g_string_append_printf (head, ",\"meta\":{\"lastUpdated\":\"%s\"}", now);
  if (!query->without_total)
    g_string_append_printf (head, ",\"total\":%" G_GINT64_FORMAT, query->total);
  append_links (server, request, query, found, head);
  return g_string_free (head, FALSE);
}

static DemoPage *
make_page (const DemoServer *server, const DemoRequest *request, DemoQuery *query, Found *found)
{
  DemoPage *page =
      demo_page_new (make_head (server, request, query, found), g_steal_pointer (&query->elements));
  g_autoptr (GArray) included =
      demo_include_find (server, request->scope, found->rids, query->includes);

  for (guint i = 0; i < found->rids->len; i++)
    demo_page_add (page, g_array_index (found->rids, gint64, i), DEMO_ENTRY_MATCH);
  for (guint i = 0; i < included->len; i++)
    demo_page_add (page, g_array_index (included, gint64, i), DEMO_ENTRY_INCLUDE);
  return page;
}

/* Answers `Kind?…`: a searchset. */
DemoAnswer *
demo_search (const DemoServer *server, const DemoRequest *request, const char *kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DemoQuery) query = demo_query_new (server, request, kind, &error);
  g_auto (Found) found = { NULL };
  gboolean ok = TRUE;
  DemoAnswer *answer;

  if (query == NULL)
    return demo_answer_from_error (error);
  if (query->total < 0 && (!query->without_total || query->only_count))
    ok = count_total (server, query);
  found.rids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!query->only_count)
    ok = ok && find_rows (server, query, &found);
  if (!ok)
    return demo_answer_printf (500, "This search is beyond this server");
  answer = demo_answer_new (200);
  answer->page = make_page (server, request, query, &found);
  return answer;
}

/* The ids that match criteria such as `identifier=system|value`: at most two, for that is enough
 * to know whether there is none, one or several. */
char **
demo_search_ids (const DemoServer *server,
                 const DemoRequest *request,
                 const char *kind,
                 const char *criteria,
                 GError **error)
{
  DemoRequest search = { .query = criteria, .scope = request->scope, .prefer = "handling=strict" };
  g_autoptr (DemoQuery) query = demo_query_new (server, &search, kind, error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement;

  if (query == NULL)
    return NULL;
  statement = prepare (server, query, "id", " LIMIT 2");
  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (ids, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_reset (statement);
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_steal (ids, NULL);
}
