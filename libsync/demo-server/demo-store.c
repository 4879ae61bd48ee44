/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-store.h"

#include "demo-lift.h"

#include <string.h>

#define MAX_STATEMENTS 200

struct _DemoStore
{
  sqlite3 *db;            /* (owned) */
  GHashTable *statements; /* (owned) SQL -> sqlite3_stmt */
  gboolean late;
  gint64 n_requests;
  gint64 last_now;
};

void
demo_row_free (DemoRow *row)
{
  g_free (row->kind);
  g_free (row->id);
  g_free (row->method);
  g_free (row->patient);
  g_free (row->body);
  g_free (row);
}

static gboolean
set_db_error (DemoStore *self, const char *doing, GError **error)
{
  int code = sqlite3_errcode (self->db) & 0xff;

  g_set_error (error, G_IO_ERROR,
               code == SQLITE_BUSY || code == SQLITE_LOCKED ? G_IO_ERROR_BUSY : G_IO_ERROR_FAILED,
               "%s: %s", doing, sqlite3_errmsg (self->db));
  return FALSE;
}

static gboolean
execute (DemoStore *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return set_db_error (self, "database", error);
}

/* A prepared statement, ready to be bound; it stays with the store. NULL if the SQL is wrong. */
sqlite3_stmt *
demo_store_statement (DemoStore *self, const char *sql)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL)
    {
      if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
          SQLITE_OK)
        {
          g_printerr ("A statement could not be prepared: %s\n", sqlite3_errmsg (self->db));
          return NULL;
        }
      if (g_hash_table_size (self->statements) >= MAX_STATEMENTS)
        g_hash_table_remove_all (self->statements);
      g_hash_table_insert (self->statements, g_strdup (sql), statement);
    }
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return statement;
}

static void
bind_text (sqlite3_stmt *statement, int n, const char *text)
{
  sqlite3_bind_text (statement, n, text, -1, SQLITE_STATIC);
}

static gboolean
step_done (DemoStore *self, sqlite3_stmt *statement, const char *doing, GError **error)
{
  gboolean done = sqlite3_step (statement) == SQLITE_DONE;

  if (!done)
    set_db_error (self, doing, error);
  sqlite3_reset (statement);
  return done;
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static gboolean
set_up (DemoStore *self, GError **error)
{
  g_autoptr (GBytes) sql = g_resources_lookup_data ("/re/karne/demo-server/demo-schema.sql",
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return sql != NULL &&
         execute (self,
                  "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                  "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;",
                  error) &&
         execute (self, g_bytes_get_data (sql, NULL), error);
}

gboolean
demo_store_begin (DemoStore *self, GError **error)
{
  return execute (self, "BEGIN IMMEDIATE", error);
}

gboolean
demo_store_commit (DemoStore *self, GError **error)
{
  if (execute (self, "COMMIT", error))
    return TRUE;
  demo_store_roll_back (self);
  return FALSE;
}

void
demo_store_roll_back (DemoStore *self)
{
  execute (self, "ROLLBACK", NULL);
}

/* The time of the next write: never before that of the last one, even if the clock is set back. */
gint64
demo_store_now (DemoStore *self)
{
  gint64 now = g_get_real_time () / 1000;

  self->last_now = MAX (self->last_now, now);
  return self->last_now;
}

static char *
column_dup (sqlite3_stmt *statement, int n)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, n));
}

static DemoRow *
take_row (sqlite3_stmt *statement)
{
  DemoRow *row = NULL;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      row = g_new0 (DemoRow, 1);
      row->kind = column_dup (statement, 0);
      row->id = column_dup (statement, 1);
      row->version = sqlite3_column_int64 (statement, 2);
      row->updated = sqlite3_column_int64 (statement, 3);
      row->deleted = sqlite3_column_int (statement, 4);
      row->method = column_dup (statement, 5);
      row->patient = column_dup (statement, 6);
      row->body = column_dup (statement, 7);
    }
  sqlite3_reset (statement);
  return row;
}

/* A late write has not been lifted yet: whom it is about is read from the body. */
static void
find_patient (DemoRow *row)
{
  g_autoptr (DemoJson) json = demo_json_new ();
  DemoNode *resource = demo_json_parse (json, row->body, -1, NULL);
  g_autoptr (DemoLift) lift = demo_lift_new (row->kind, row->id, resource);

  g_free (row->patient);
  row->patient = g_steal_pointer (&lift->patient);
}

static DemoRow *
get_late (DemoStore *self, const char *kind, const char *id)
{
  sqlite3_stmt *statement =
      demo_store_statement (self, "SELECT kind, id, version, updated, deleted, method, '', body"
                                  " FROM late WHERE kind = ?1 AND id = ?2 ORDER BY n DESC LIMIT 1");
  DemoRow *row;

  bind_text (statement, 1, kind);
  bind_text (statement, 2, id);
  row = take_row (statement);
  if (row != NULL && !row->deleted)
    find_patient (row);
  return row;
}

/* The newest version, deleted or not; NULL if there never was one. */
DemoRow *
demo_store_get (DemoStore *self, const char *kind, const char *id)
{
  DemoRow *late = self->late ? get_late (self, kind, id) : NULL;
  sqlite3_stmt *statement;

  if (late != NULL)
    return late;
  statement =
      demo_store_statement (self, "SELECT kind, id, version, updated, deleted, method, patient,"
                                  " body FROM resource WHERE kind = ?1 AND id = ?2");
  bind_text (statement, 1, kind);
  bind_text (statement, 2, id);
  return take_row (statement);
}

DemoRow *
demo_store_get_version (DemoStore *self, const char *kind, const char *id, gint64 version)
{
  g_autoptr (DemoRow) row = demo_store_get (self, kind, id);
  sqlite3_stmt *statement;

  if (row != NULL && row->version == version)
    return g_steal_pointer (&row);
  statement = demo_store_statement (
      self, "SELECT kind, id, version, updated, method = 'DELETE', method, patient, body"
            " FROM old WHERE kind = ?1 AND id = ?2 AND version = ?3");
  bind_text (statement, 1, kind);
  bind_text (statement, 2, id);
  sqlite3_bind_int64 (statement, 3, version);
  return take_row (statement);
}

/* Whether a resource is also about this person, beside the one it is about first. */
gboolean
demo_store_shares (DemoStore *self, const char *kind, const char *id, const char *patient)
{
  sqlite3_stmt *statement =
      demo_store_statement (self, "SELECT 1 FROM token WHERE param = 0 AND value = ?3 AND rid ="
                                  " (SELECT rid FROM resource WHERE kind = ?1 AND id = ?2)");
  gboolean found;

  bind_text (statement, 1, kind);
  bind_text (statement, 2, id);
  bind_text (statement, 3, patient);
  found = sqlite3_step (statement) == SQLITE_ROW;
  sqlite3_reset (statement);
  return found;
}

static gboolean
keep_old (DemoStore *self, const char *where_from, const DemoWrite *write, GError **error)
{
  sqlite3_stmt *statement = demo_store_statement (self, where_from);

  bind_text (statement, 1, write->kind);
  bind_text (statement, 2, write->id);
  return step_done (self, statement, "keep the version before", error);
}

#define KEEP_OLD(condition)                                                                        \
  "INSERT INTO old (kind, id, version, updated, method, patient, body)"                            \
  " SELECT kind, id, version, updated, method, patient, body FROM resource"                        \
  " WHERE kind = ?1 AND id = ?2 AND " condition

static gboolean
change_tokens (DemoStore *self, const char *sql, const DemoLift *lift, gint64 rid, GError **error)
{
  for (guint i = 0; i < lift->tokens->len; i++)
    {
      const DemoToken *token = &g_array_index (lift->tokens, DemoToken, i);
      sqlite3_stmt *statement = demo_store_statement (self, sql);

      sqlite3_bind_int (statement, 1, token->param);
      bind_text (statement, 2, token->value);
      sqlite3_bind_int64 (statement, 3, rid);
      bind_text (statement, 4, token->system);
      if (!step_done (self, statement, "index", error))
        return FALSE;
    }
  return TRUE;
}

static DemoLift *
lift_body (const DemoWrite *write, const char *body)
{
  g_autoptr (DemoJson) json = demo_json_new ();

  return demo_lift_new (write->kind, write->id, demo_json_parse (json, body, -1, NULL));
}

static gboolean
forget_tokens (DemoStore *self, const DemoWrite *write, gint64 *rid, GError **error)
{
  sqlite3_stmt *statement =
      demo_store_statement (self,
                            "SELECT rid, deleted, body FROM resource WHERE kind = ?1 AND id = ?2");
  g_autoptr (DemoLift) lift = NULL;

  bind_text (statement, 1, write->kind);
  bind_text (statement, 2, write->id);
  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      *rid = sqlite3_column_int64 (statement, 0);
      if (!sqlite3_column_int (statement, 1))
        lift = lift_body (write, (const char *) sqlite3_column_text (statement, 2));
    }
  sqlite3_reset (statement);
  return lift == NULL ||
         change_tokens (self,
                        "DELETE FROM token WHERE param = ?1 AND value = ?2 AND rid = ?3"
                        " AND system = ?4",
                        lift, *rid, error);
}

static gboolean
put_row (DemoStore *self, const DemoWrite *write, const DemoLift *lift, gint64 *rid, GError **error)
{
  sqlite3_stmt *statement = demo_store_statement (
      self, "INSERT INTO resource (kind, id, version, updated, deleted, method, patient,"
            " date_first, date_last, body) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9)"
            " ON CONFLICT (kind, id) DO UPDATE SET version = ?3, updated = ?4, deleted = 0,"
            " method = ?5, patient = ?6, date_first = ?7, date_last = ?8, body = ?9");

  bind_text (statement, 1, write->kind);
  bind_text (statement, 2, write->id);
  sqlite3_bind_int64 (statement, 3, write->version);
  sqlite3_bind_int64 (statement, 4, write->updated);
  bind_text (statement, 5, write->method);
  bind_text (statement, 6, lift->patient);
  sqlite3_bind_int64 (statement, 7, lift->date.first);
  sqlite3_bind_int64 (statement, 8, lift->date.last);
  bind_text (statement, 9, write->body);
  if (!step_done (self, statement, "write", error))
    return FALSE;
  if (*rid == 0)
    *rid = sqlite3_last_insert_rowid (self->db);
  return TRUE;
}

/* Whom it was about stays known, so that a token for one person learns only of its own deletions.
 */
static gboolean
mark_deleted (DemoStore *self, const DemoWrite *write, GError **error)
{
  sqlite3_stmt *statement = demo_store_statement (
      self, "UPDATE resource SET version = ?3, updated = ?4, deleted = 1, method = 'DELETE',"
            " body = '' WHERE kind = ?1 AND id = ?2");

  bind_text (statement, 1, write->kind);
  bind_text (statement, 2, write->id);
  sqlite3_bind_int64 (statement, 3, write->version);
  sqlite3_bind_int64 (statement, 4, write->updated);
  return step_done (self, statement, "delete", error) &&
         keep_old (self, KEEP_OLD ("deleted = 1"), write, error);
}

static gboolean
apply (DemoStore *self, const DemoWrite *write, GError **error)
{
  g_autoptr (DemoLift) lift = NULL;
  gint64 rid = 0;

  if (!forget_tokens (self, write, &rid, error) ||
      (rid != 0 && !keep_old (self, KEEP_OLD ("deleted = 0"), write, error)))
    return FALSE;
  if (write->deleted)
    return mark_deleted (self, write, error);
  lift = lift_body (write, write->body);
  return put_row (self, write, lift, &rid, error) &&
         change_tokens (self, "INSERT OR IGNORE INTO token VALUES (?1, ?2, ?3, ?4)", lift, rid,
                        error);
}

static gboolean
postpone (DemoStore *self, const DemoWrite *write, GError **error)
{
  sqlite3_stmt *statement = demo_store_statement (
      self, "INSERT INTO late (kind, id, version, updated, deleted, method, body, due)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

  bind_text (statement, 1, write->kind);
  bind_text (statement, 2, write->id);
  sqlite3_bind_int64 (statement, 3, write->version);
  sqlite3_bind_int64 (statement, 4, write->updated);
  sqlite3_bind_int (statement, 5, write->deleted);
  bind_text (statement, 6, write->method);
  bind_text (statement, 7, write->body);
  sqlite3_bind_int64 (statement, 8, self->n_requests + DEMO_LATE_BY + 1);
  return step_done (self, statement, "postpone", error);
}

/* Adds a version. The caller has begun a transaction, and rolls back when this fails. */
gboolean
demo_store_write (DemoStore *self, const DemoWrite *write, GError **error)
{
  if (self->late && self->n_requests > 0)
    return postpone (self, write, error);
  return apply (self, write, error);
}

static gboolean
apply_next_late (DemoStore *self)
{
  sqlite3_stmt *statement =
      demo_store_statement (self,
                            "DELETE FROM late WHERE n = (SELECT n FROM late WHERE due <= ?1"
                            " ORDER BY n LIMIT 1)"
                            " RETURNING kind, id, version, updated, deleted, method, '', body");
  g_autoptr (DemoRow) row = NULL;

  sqlite3_bind_int64 (statement, 1, self->n_requests);
  row = take_row (statement);
  if (row != NULL)
    {
      DemoWrite write = { row->kind,    row->id,     row->version, row->updated,
                          row->deleted, row->method, row->body };
      apply (self, &write, NULL);
    }
  return row != NULL;
}

/* What comes late must come at the latest when the server stops or starts again. */
static gboolean
apply_late (DemoStore *self, gboolean all, GError **error)
{
  gint64 n_requests = self->n_requests;

  if (!demo_store_begin (self, error))
    return FALSE;
  if (all)
    self->n_requests = G_MAXINT64;
  while (apply_next_late (self))
    continue;
  self->n_requests = n_requests;
  return demo_store_commit (self, error);
}

/* Each request lets the late writes whose time has come be seen. */
void
demo_store_count_request (DemoStore *self)
{
  self->n_requests++;
  if (self->late)
    apply_late (self, FALSE, NULL);
}

/* Opens a database file, or memory when `file` is NULL. */
DemoStore *
demo_store_open (const char *file, gboolean late, GError **error)
{
  g_autoptr (DemoStore) self = g_new0 (DemoStore, 1);

  self->late = late;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
  if (sqlite3_open (file != NULL ? file : ":memory:", &self->db) != SQLITE_OK)
    {
      set_db_error (self, "open", error);
      return NULL;
    }
  if (!set_up (self, error) || !apply_late (self, TRUE, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
demo_store_close (DemoStore *self)
{
  if (self->late && self->db != NULL)
    apply_late (self, TRUE, NULL);
  g_hash_table_unref (self->statements);
  sqlite3_close (self->db);
  g_free (self);
}
