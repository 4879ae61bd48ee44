/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-row-private.h"

#include "store/karne-sql-private.h"

/* Statements are kept by name: the text of each is only put together once. */
static char *
make_text (const KarneKind *kind, KarneRowMode mode)
{
  static const char lifted[] = "WITH entry (body) AS (SELECT jsonb(?6)), lifted AS (\n";
  gboolean keeps = mode == KARNE_ROW_KEEP;

  /* The limit keeps SQLite from working out a lifted column anew wherever it is used. */
  return g_strconcat (lifted, karne_sql_get_source (kind->lift), " LIMIT 1)",
                      karne_sql_get_source ("resource/store"),
                      karne_sql_get_source (keeps ? "resource/or-keep" : "resource/or-replace"),
                      mode == KARNE_ROW_REPLACE ? karne_sql_get_source ("resource/where-newer")
                                                : NULL,
                      NULL);
}

static KarneStatement *
get_store_statement (sqlite3 *db, const KarneKind *kind, KarneRowMode mode, GError **error)
{
  g_autofree char *forced = NULL;
  g_autofree char *text = NULL;
  const char *name = mode == KARNE_ROW_KEEP ? kind->name : kind->lift;

  if (mode == KARNE_ROW_FORCE)
    name = forced = g_strconcat ("force/", kind->name, NULL);
  if (!karne_sql_has (db, name))
    text = make_text (kind, mode);
  return karne_sql_get_text (db, name, text, error);
}

gboolean
karne_row_write (sqlite3 *db,
                 gint64 source,
                 const KarneKind *kind,
                 const char *id,
                 const KarneRowText *text,
                 KarneRowMode mode,
                 gint64 *row,
                 gboolean *written,
                 GError **error)
{
  g_autoptr (KarneStatement) statement = get_store_statement (db, kind, mode, error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, kind->name);
  karne_sql_bind_text (statement, 3, id);
  karne_sql_bind_span (statement, 4, text->version.text, text->version.len);
  karne_sql_bind_span (statement, 5, text->updated.text, text->updated.len);
  karne_sql_bind_span (statement, 6, text->body.text, text->body.len);
  karne_sql_bind_text (statement, 7, text->base);
  if (!karne_sql_run (statement, error))
    return FALSE;
  *written = sqlite3_changes (db) > 0;
  if (*written && *row == 0)
    *row = sqlite3_last_insert_rowid (db);
  return TRUE;
}
