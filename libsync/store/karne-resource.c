/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-outbox-private.h"
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

gboolean
karne_resource_note_gone (sqlite3 *db,
                          gint64 source,
                          const char *kind,
                          const char *id,
                          KarneGone why,
                          const char *since,
                          const char *version,
                          const char *updated,
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
  karne_sql_bind_text (statement, 6, version);
  karne_sql_bind_text (statement, 7, updated);
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
  g_autoptr (KarneStatement) statement = NULL;
  const char *reason = why == KARNE_GONE_DELETED ? "deleted-there" : "withdrawn";
  gboolean handled;

  if (!karne_outbox_take_removal (store, db, source, kind, id, reason, &handled, error))
    return FALSE;
  if (handled)
    return TRUE;
  if (!karne_resource_note_gone (db, source, kind, id, why, since, NULL, NULL, error))
    return FALSE;
  statement = karne_sql_get (db, "resource/remove", error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, kind);
  karne_sql_bind_text (statement, 3, id);
  if (!karne_sql_run (statement, error))
    return FALSE;
  if (sqlite3_changes (db) > 0)
    karne_store_note_change (store, source, kind, id);
  return release_quarantine (db, source, kind, id, error);
}

/* Naming */

void
karne_naming_clear (KarneNaming *self)
{
  g_clear_pointer (&self->reference, g_free);
  self->row = 0;
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

/* How many rows the next part has, and where it ends; 0 when there is no more, -1 on error. */
static gint64
find_part (sqlite3 *db,
           gint64 source,
           const KarneNaming *from,
           guint limit,
           KarneNaming *end,
           GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "resource/part-without-author", error);
  int rc;

  if (statement == NULL)
    return -1;
  karne_sql_bind_int (statement, 1, source);
  karne_sql_bind_text (statement, 2, from->reference != NULL ? from->reference : "");
  karne_sql_bind_int (statement, 3, from->row);
  karne_sql_bind_int (statement, 4, limit);
  rc = karne_sql_step (statement, error);
  if (rc != SQLITE_ROW)
    return rc == SQLITE_DONE ? 0 : -1;
  end->reference = karne_sql_dup_text (statement, 0);
  end->row = karne_sql_get_int (statement, 1);
  return karne_sql_get_int (statement, 2);
}

static gboolean
name_part (KarneStore *store,
           sqlite3 *db,
           gint64 source,
           const KarneNaming *from,
           const KarneNaming *end,
           GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "resource/name-authors", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 2, !from->past_roles);
  karne_sql_bind_text (statement, 3, from->reference != NULL ? from->reference : "");
  karne_sql_bind_int (statement, 4, from->row);
  karne_sql_bind_text (statement, 5, end->reference);
  karne_sql_bind_int (statement, 6, end->row);
  return run_naming (store, db, source, statement, error);
}

static gboolean
name_answers (KarneStore *store, sqlite3 *db, gint64 source, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "resource/name-answers", error);

  return statement != NULL && run_naming (store, db, source, statement, error);
}

/* Roles first: they lend their professional's name to what refers to them. */
static gboolean
end_pass (KarneStore *store, sqlite3 *db, gint64 source, KarneNaming *naming, GError **error)
{
  karne_naming_clear (naming);
  if (!naming->past_roles)
    {
      naming->past_roles = TRUE;
      return TRUE;
    }
  naming->is_done = TRUE;
  return name_answers (store, db, source, error);
}

gboolean
karne_resource_name_authors (KarneStore *store,
                             sqlite3 *db,
                             gint64 source,
                             KarneNaming *naming,
                             guint limit,
                             GError **error)
{
  gint64 left = limit;

  while (left > 0 && !naming->is_done)
    {
      g_auto (KarneNaming) end = { NULL };
      gint64 n = find_part (db, source, naming, (guint) left, &end, error);

      if (n < 0 || (n == 0 && !end_pass (store, db, source, naming, error)))
        return FALSE;
      if (n == 0)
        continue;
      if (!name_part (store, db, source, naming, &end, error))
        return FALSE;
      g_free (naming->reference);
      naming->reference = g_steal_pointer (&end.reference);
      naming->row = end.row;
      left -= n;
    }
  return TRUE;
}
