/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-sql-private.h"

#include <errno.h>
#include <string.h>

#include "karne-error.h"
#include "karne-store-resources.h"

#define SQL_PREFIX "/re/karne/Karne/sql/"
#define STATEMENTS "karne-statements"

/* Asked of our own bundle by name, which also keeps a linker from leaving it out. */
static GBytes *
lookup (const char *path)
{
  return g_resource_lookup_data (karne_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                 NULL);
}

/* The files are part of the program: read once, never changed. */
static GHashTable *
split_file (const char *file)
{
  g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *path = g_strconcat (SQL_PREFIX, file, ".sql", NULL);
  g_autoptr (GBytes) bytes = lookup (path);
  g_auto (GStrv) blocks = NULL;

  g_assert (bytes != NULL);
  blocks = g_strsplit (g_bytes_get_data (bytes, NULL), "-- @", -1);
  for (guint i = 1; blocks[i] != NULL; i++)
    {
      char *end = strchr (blocks[i], '\n');

      g_assert (end != NULL);
      g_hash_table_insert (parts, g_strndup (blocks[i], (gsize) (end - blocks[i])), g_strdup (end));
    }
  return g_steal_pointer (&parts);
}

static GHashTable *
get_file (const char *file)
{
  static GMutex mutex;
  static GHashTable *files;
  GHashTable *parts;

  g_mutex_lock (&mutex);
  if (files == NULL)
    files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                   (GDestroyNotify) g_hash_table_unref);
  parts = g_hash_table_lookup (files, file);
  if (parts == NULL)
    {
      parts = split_file (file);
      g_hash_table_insert (files, g_strdup (file), parts);
    }
  g_mutex_unlock (&mutex);
  return parts;
}

const char *
karne_sql_get_source (const char *name)
{
  const char *slash = strchr (name, '/');
  g_autofree char *file = NULL;
  const char *text;

  if (g_str_has_prefix (name, SQL_PREFIX))
    {
      g_autoptr (GBytes) bytes = lookup (name);

      /* Resources that are not compressed live as long as the program. */
      return bytes != NULL ? g_bytes_get_data (bytes, NULL) : NULL;
    }
  g_assert (slash != NULL);
  file = g_strndup (name, (gsize) (slash - name));
  text = g_hash_table_lookup (get_file (file), slash + 1);
  g_assert (text != NULL);
  return text;
}

static void
statements_free (gpointer data)
{
  g_hash_table_unref (data);
}

static void
finalize_statement (gpointer data)
{
  sqlite3_finalize (data);
}

/* (nullable): where there is no memory for them, they are gone again. */
static GHashTable *
get_statements (sqlite3 *db)
{
  GHashTable *statements = sqlite3_get_clientdata (db, STATEMENTS);

  if (statements != NULL)
    return statements;
  statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
  return sqlite3_set_clientdata (db, STATEMENTS, statements, statements_free) == SQLITE_OK
             ? statements
             : NULL;
}

static KarneStatement *
find (sqlite3 *db, const char *name)
{
  GHashTable *statements = get_statements (db);

  return statements != NULL ? g_hash_table_lookup (statements, name) : NULL;
}

gboolean
karne_sql_has (sqlite3 *db, const char *name)
{
  return find (db, name) != NULL;
}

void
karne_sql_forget_statements (sqlite3 *db)
{
  sqlite3_set_clientdata (db, STATEMENTS, NULL, NULL);
}

KarneStatement *
karne_sql_get_text (sqlite3 *db, const char *name, const char *text, GError **error)
{
  GHashTable *statements = get_statements (db);
  sqlite3_stmt *statement = find (db, name);
  int rc = SQLITE_NOMEM;

  if (statement != NULL)
    return statement;
  if (statements != NULL)
    rc = sqlite3_prepare_v3 (db, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (rc != SQLITE_OK)
    {
      karne_sql_set_error (statements != NULL ? db : NULL, rc, name, error);
      return NULL;
    }
  g_hash_table_insert (statements, g_strdup (name), statement);
  return statement;
}

KarneStatement *
karne_sql_get (sqlite3 *db, const char *name, GError **error)
{
  KarneStatement *statement = find (db, name);

  if (statement != NULL)
    return statement;
  return karne_sql_get_text (db, name, karne_sql_get_source (name), error);
}

void
karne_statement_release (KarneStatement *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

int
karne_sql_step (KarneStatement *statement, GError **error)
{
  int rc = sqlite3_step (statement);

  if (rc == SQLITE_ROW || rc == SQLITE_DONE)
    return rc;
  karne_sql_set_error (sqlite3_db_handle (statement), rc, "running a statement", error);
  return SQLITE_ERROR;
}

gboolean
karne_sql_run (KarneStatement *statement, GError **error)
{
  return karne_sql_step (statement, error) != SQLITE_ERROR;
}

gboolean
karne_sql_exec (sqlite3 *db, const char *text, GError **error)
{
  int rc = sqlite3_exec (db, text, NULL, NULL, NULL);

  if (rc != SQLITE_OK)
    karne_sql_set_error (db, rc, "running statements", error);
  return rc == SQLITE_OK;
}

void
karne_sql_bind_text (KarneStatement *statement, int index, const char *text)
{
  /* The copy is ours: where SQLite had no memory for one, it would bind NULL. */
  if (text != NULL)
    sqlite3_bind_text64 (statement, index, g_strdup (text), strlen (text), g_free, SQLITE_UTF8);
  else
    sqlite3_bind_null (statement, index);
}

void
karne_sql_bind_span (KarneStatement *statement, int index, const char *text, gsize len)
{
  /* What the caller lends stands still until the statement is released. */
  sqlite3_bind_text64 (statement, index, text, len, SQLITE_STATIC, SQLITE_UTF8);
}

void
karne_sql_bind_int (KarneStatement *statement, int index, gint64 value)
{
  sqlite3_bind_int64 (statement, index, value);
}

char *
karne_sql_dup_text (KarneStatement *statement, int column)
{
  int len;
  const char *text;

  if (sqlite3_column_type (statement, column) != SQLITE_TEXT)
    return g_strdup ((const char *) sqlite3_column_text (statement, column));
  /* A text is there as it is, where to end it with a NUL might need memory. */
  text = sqlite3_column_blob (statement, column);
  len = sqlite3_column_bytes (statement, column);
  return text != NULL ? g_strndup (text, (gsize) len) : g_strdup ("");
}

gint64
karne_sql_get_int (KarneStatement *statement, int column)
{
  return sqlite3_column_int64 (statement, column);
}

static int
code_from_errno (int saved_errno, int otherwise)
{
  if (saved_errno == ENOSPC || saved_errno == EDQUOT)
    return KARNE_ERROR_NO_SPACE;
  if (saved_errno == EROFS || saved_errno == EACCES || saved_errno == EPERM)
    return KARNE_ERROR_READ_ONLY;
  return otherwise;
}

static int
code_from_sqlite (sqlite3 *db, int rc)
{
  switch (rc & 0xff)
    {
    case SQLITE_NOMEM:
      return KARNE_ERROR_NO_MEMORY;
    case SQLITE_FULL:
      return KARNE_ERROR_NO_SPACE;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return KARNE_ERROR_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return KARNE_ERROR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return KARNE_ERROR_LOCKED;
    case SQLITE_IOERR:
      if (rc == SQLITE_IOERR_NOMEM)
        return KARNE_ERROR_NO_MEMORY;
      /* SQLCipher reports a page that does not authenticate, met in the middle of a statement, as
       * an I/O error. */
      return code_from_errno (sqlite3_system_errno (db), rc == SQLITE_IOERR_SHORT_READ
                                                             ? KARNE_ERROR_CORRUPT
                                                             : KARNE_ERROR_FAILED);
    case SQLITE_CANTOPEN:
      return code_from_errno (sqlite3_system_errno (db), KARNE_ERROR_FAILED);
    default:
      return KARNE_ERROR_FAILED;
    }
}

/* SQLite's own text is left out on purpose where a value could stand in it (constraints name
 * columns only, so it is kept for developers). */
void
karne_sql_set_error (sqlite3 *db, int rc, const char *doing, GError **error)
{
  if ((rc & 0xff) == SQLITE_INTERRUPT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the store was interrupted");
      return;
    }
  if (db != NULL)
    rc = sqlite3_extended_errcode (db) != SQLITE_OK ? sqlite3_extended_errcode (db) : rc;
  g_set_error (error, KARNE_ERROR, code_from_sqlite (db, rc), "%s: SQLite error %d, %s", doing, rc,
               sqlite3_errstr (rc));
}
