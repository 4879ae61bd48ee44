/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-pull-state-private.h"
#include "store/karne-sql-private.h"

gint64
karne_resource_count (sqlite3 *db, gint64 source, const char *kind)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "resource/count", NULL);

  if (statement == NULL)
    return 0;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, kind);
  return karne_sql_step (statement, NULL) == SQLITE_ROW ? karne_sql_get_int (statement, 0) : 0;
}

static gboolean
note_gone (sqlite3 *db,
           gint64 source,
           const char *kind,
           const char *id,
           KarneGone why,
           const char *since,
           GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "resource/note-gone", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, id);
  karne_sql_bind_text (statement, 4, why == KARNE_GONE_DELETED ? "deleted" : "withdrawn");
  karne_sql_bind_text (statement, 5, since);
  return karne_sql_run (statement, error);
}

static gboolean
release_quarantine (sqlite3 *db, gint64 source, const char *kind, const char *id, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "resource/release", error);
  g_autofree char *name = g_strdup_printf ("%s/%s", kind, id);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, name);
  return karne_sql_run (statement, error);
}

gboolean
karne_resource_remove (KarneStore *store,
                       sqlite3 *db,
                       gint64 source,
                       const char *kind,
                       const char *id,
                       KarneGone why,
                       const char *since,
                       GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "resource/remove", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, id);
  if (!karne_sql_run (statement, error))
    return FALSE;
  if (sqlite3_changes (db) > 0)
    karne_store_note_change (store, source, kind, id);
  return release_quarantine (db, source, kind, id, error) &&
         note_gone (db, source, kind, id, why, since, error);
}

static gboolean
run_naming (KarneStore *store,
            sqlite3 *db,
            gint64 source,
            KarneStatement *statement,
            GError **error)
{
  int rc;

  karne_sql_bind_int (statement, 1, source);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    karne_store_note_change (store, source, (const char *) sqlite3_column_text (statement, 0),
                             (const char *) sqlite3_column_text (statement, 1));
  return rc == SQLITE_DONE;
}

static gboolean
name_authors (KarneStore *store, sqlite3 *db, gint64 source, gboolean roles, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "resource/name-authors", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 2, roles);
  return run_naming (store, db, source, statement, error);
}

static gboolean
name_answers (KarneStore *store, sqlite3 *db, gint64 source, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "resource/name-answers", error);

  return statement != NULL && run_naming (store, db, source, statement, error);
}

gboolean
karne_resource_name_authors (KarneStore *store, sqlite3 *db, gint64 source, GError **error)
{
  /* Roles first: they lend their professional's name to what refers to them. */
  return name_authors (store, db, source, TRUE, error) &&
         name_authors (store, db, source, FALSE, error) && name_answers (store, db, source, error);
}
