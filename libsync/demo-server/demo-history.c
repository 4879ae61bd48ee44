/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-history.h"

#include "demo-dates.h"
#include "demo-json.h"
#include "demo-page.h"
#include "demo-query.h"
#include "demo-read.h"

#include <string.h>

#define DEFAULT_PAGE 100
#define MAX_PAGE 5000

/* What of a history is asked for. The place where a page ends is the time, the table and the row of
 * its last entry. */
typedef struct
{
  const char *kind;
  const char *id; /* (nullable) */
  char *query;    /* (owned) */
  gint64 since;
  gint64 total; /* -1: not counted yet */
  int count;
  gint64 after_updated;
  gint64 after_version;
  gint64 after_row;
} Scroll;

static void
clear_scroll (Scroll *scroll)
{
  g_clear_pointer (&scroll->query, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scroll, clear_scroll)

/* Newest first. The rows of `old` have numbers of their own, told apart by their lowest bit. */
#define VERSIONS                                                                                   \
  "SELECT updated, version, rid * 2 AS row FROM resource"                                          \
  " WHERE kind = ?1 AND deleted = 0 AND (?2 IS NULL OR id = ?2) AND updated >= ?3"                 \
  " AND updated <= ?4"                                                                             \
  " UNION ALL SELECT updated, version, oid * 2 + 1 FROM old"                                       \
  " WHERE kind = ?1 AND (?2 IS NULL OR id = ?2) AND updated >= ?3 AND updated <= ?4"

#define VERSIONS_OF_ONE                                                                            \
  "SELECT updated, version, rid * 2 AS row FROM resource"                                          \
  " WHERE kind = ?1 AND deleted = 0 AND id = ?2 AND updated >= ?3 AND updated <= ?4"               \
  " UNION ALL SELECT updated, version, oid * 2 + 1 FROM old"                                       \
  " WHERE kind = ?1 AND id = ?2 AND updated >= ?3 AND updated <= ?4"

static void
bind (const Scroll *scroll, sqlite3_stmt *statement)
{
  sqlite3_bind_text (statement, 1, scroll->kind, -1, SQLITE_STATIC);
  if (scroll->id != NULL)
    sqlite3_bind_text (statement, 2, scroll->id, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 3, scroll->since);
  sqlite3_bind_int64 (statement, 4, scroll->after_updated);
}

static gboolean
read_place (Scroll *scroll, const char *token)
{
  g_autofree char *text = demo_page_token_read (token);
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, "\n", 5) : NULL;

  if (parts == NULL || g_strv_length (parts) != 5)
    return FALSE;
  scroll->total = g_ascii_strtoll (parts[0], NULL, 10);
  scroll->after_updated = g_ascii_strtoll (parts[1], NULL, 10);
  scroll->after_version = g_ascii_strtoll (parts[2], NULL, 10);
  scroll->after_row = g_ascii_strtoll (parts[3], NULL, 10);
  g_free (scroll->query);
  scroll->query = g_steal_pointer (&parts[4]);
  return TRUE;
}

static DemoAnswer *
read_scroll (const DemoServer *server, const DemoRequest *request, Scroll *scroll)
{
  g_autofree char *page = demo_parameters_find (request->query, "_page");
  g_autofree char *since = NULL;
  g_autofree char *count = NULL;
  int limit = server->gifts.page_size > 0 ? server->gifts.page_size : MAX_PAGE;
  guint64 wanted = MIN (DEFAULT_PAGE, limit);
  DemoSpan span;

  if (page != NULL && !read_place (scroll, page))
    return demo_answer_printf (400, "This page does not exist");
  since = demo_parameters_find (scroll->query, "_since");
  count = demo_parameters_find (scroll->query, "_count");
  if (since != NULL && !demo_date_parse (since, &span))
    return demo_answer_printf (400, "_since is not a FHIR instant");
  if (since != NULL)
    scroll->since = span.first;
  if (count != NULL && !g_ascii_string_to_unsigned (count, 10, 0, G_MAXUINT32, &wanted, NULL))
    return demo_answer_printf (400, "_count is not a number");
  scroll->count = (int) MIN (wanted, (guint64) limit);
  return NULL;
}

static void
count_total (const DemoServer *server, Scroll *scroll)
{
  sqlite3_stmt *statement =
      demo_store_statement (server->store, scroll->id != NULL
                                               ? "SELECT count(*) FROM (" VERSIONS_OF_ONE ")"
                                               : "SELECT count(*) FROM (" VERSIONS ")");

  bind (scroll, statement);
  if (sqlite3_step (statement) == SQLITE_ROW)
    scroll->total = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
}

static sqlite3_stmt *
select_versions (const DemoServer *server, const Scroll *scroll)
{
  sqlite3_stmt *statement = demo_store_statement (
      server->store, scroll->id != NULL
                         ? "SELECT * FROM (" VERSIONS_OF_ONE
                           ") WHERE (updated, version, row) < (?4, ?5, ?6)"
                           " ORDER BY updated DESC, version DESC, row DESC LIMIT ?7"
                         : "SELECT * FROM (" VERSIONS ") WHERE (updated, version, row) <"
                           " (?4, ?5, ?6) ORDER BY updated DESC, version DESC, row DESC LIMIT ?7");

  bind (scroll, statement);
  sqlite3_bind_int64 (statement, 5, scroll->after_version);
  sqlite3_bind_int64 (statement, 6, scroll->after_row);
  sqlite3_bind_int (statement, 7, scroll->count + 1);
  return statement;
}

/* The row numbers of the page; moves the place to its end. Whether there is more after it. */
static gboolean
find_versions (const DemoServer *server, Scroll *scroll, GArray *rows)
{
  sqlite3_stmt *statement = select_versions (server, scroll);
  gint64 updated = 0, version = 0, row = 0;
  gboolean more = FALSE;

  while (!more && sqlite3_step (statement) == SQLITE_ROW)
    {
      more = rows->len == (guint) scroll->count;
      if (more)
        break;
      updated = sqlite3_column_int64 (statement, 0);
      version = sqlite3_column_int64 (statement, 1);
      row = sqlite3_column_int64 (statement, 2);
      g_array_append_val (rows, row);
    }
  sqlite3_reset (statement);
  scroll->after_updated = updated;
  scroll->after_version = version;
  scroll->after_row = row;
  return more && rows->len > 0;
}

static char *
make_head (const DemoServer *server,
           const DemoRequest *request,
           const Scroll *scroll,
           gboolean more)
{
  GString *head = g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"history\"");
  g_autofree char *place =
      g_strdup_printf ("%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT
                       "\n%" G_GINT64_FORMAT "\n%s",
                       scroll->total, scroll->after_updated, scroll->after_version,
                       scroll->after_row, scroll->query);
  g_autofree char *token = demo_page_token_make (place);
  g_autofree char *url = g_strdup_printf ("%s/%s", server->base, request->path);
  g_autofree char *self = request->query != NULL && *request->query != '\0'
                              ? g_strdup_printf ("%s?%s", url, request->query)
                              : g_strdup (url);

  g_string_append_printf (head, ",\"total\":%" G_GINT64_FORMAT, scroll->total);
  g_string_append (head, ",\"link\":[{\"relation\":\"self\",\"url\":");
  demo_json_write_string (head, self);
  if (more)
    g_string_append_printf (head, "},{\"relation\":\"next\",\"url\":\"%s?_page=%s\"", url, token);
  g_string_append (head, "}]");
  return g_string_free (head, FALSE);
}

static DemoAnswer *
refuse (const DemoServer *server, const DemoRequest *request, const char *kind, const char *id)
{
  g_autoptr (DemoRow) row = NULL;

  if (server->gifts.no_versions)
    return demo_answer_printf (501, "This server keeps no versions");
  if (id == NULL && request->scope != NULL)
    return demo_answer_printf (403, "The history of a type is not for a token of one person");
  if (id == NULL)
    return NULL;
  row = demo_store_get (server->store, kind, id);
  if (row == NULL)
    return demo_answer_printf (404, "There is no such %s", kind);
  if (!demo_may_see (server, request, row))
    return demo_answer_printf (403, "This %s is not for this token", kind);
  return NULL;
}

/* Answers `Kind/_history`, and `Kind/id/_history` when an id is given. */
DemoAnswer *
demo_history (const DemoServer *server,
              const DemoRequest *request,
              const char *kind,
              const char *id)
{
  g_auto (Scroll) scroll = { kind, id, g_strdup (request->query != NULL ? request->query : "") };
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  DemoAnswer *answer = refuse (server, request, kind, id);
  gboolean more;

  if (answer != NULL)
    return answer;
  scroll.since = G_MININT64;
  scroll.total = -1;
  scroll.after_updated = scroll.after_version = scroll.after_row = G_MAXINT64;
  answer = read_scroll (server, request, &scroll);
  if (answer != NULL)
    return answer;
  if (scroll.total < 0)
    count_total (server, &scroll);
  more = find_versions (server, &scroll, rows);
  answer = demo_answer_new (200);
  answer->page = demo_page_new (make_head (server, request, &scroll, more), NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      gint64 row = g_array_index (rows, gint64, i);
      demo_page_add (answer->page, row / 2, row % 2 ? DEMO_ENTRY_OLD : DEMO_ENTRY_CURRENT);
    }
  return answer;
}
