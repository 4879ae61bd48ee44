/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-store-check.h"

#include "karne-error.h"
#include "store/karne-connection-private.h"
#include "store/karne-store-private.h"

static char *
read_cipher_version (void)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  char *version = NULL;

  if (sqlite3_open_v2 (":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) ==
          SQLITE_OK &&
      sqlite3_prepare_v2 (db, "PRAGMA cipher_version", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    version = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return version;
}

/**
 * karne_store_can_seal:
 * @sqlite_version: (out) (optional): version of the SQLite that this process loaded
 * @sqlcipher_version: (out) (optional) (nullable): version of the SQLCipher in it, %NULL for none
 * @error: return location for an error
 *
 * Says whether the SQLite that this process loaded encrypts. Touches no file.
 *
 * Both versions are set whatever the answer is.
 *
 * Returns: %FALSE with `KARNE_ERROR_NOT_SEALED` when it does not
 */
gboolean
karne_store_can_seal (char **sqlite_version, char **sqlcipher_version, GError **error)
{
  if (sqlite_version != NULL)
    *sqlite_version = g_strdup (sqlite3_libversion ());
  if (sqlcipher_version != NULL)
    *sqlcipher_version = read_cipher_version ();

  return karne_connection_check_sealed (error);
}

/* No row: SQLCipher found each page as it was written. */
static gboolean
check_cipher (sqlite3 *db, gboolean *intact)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (db, "PRAGMA cipher_integrity_check", -1, &statement, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  *intact = rc == SQLITE_DONE;
  sqlite3_finalize (statement);

  return rc == SQLITE_DONE || rc == SQLITE_ROW;
}

/* A connection that only reads checks the index of the search against what it remembers of it, and
 * only a search makes it look at what another connection has written since. */
static void
refresh_search (sqlite3 *db)
{
  sqlite3_exec (db, "SELECT rowid FROM search WHERE search MATCH 'a' LIMIT 1", NULL, NULL, NULL);
}

static gboolean
check_structure (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  gboolean intact =
      sqlite3_prepare_v2 (db, "PRAGMA quick_check", -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW &&
      g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0;

  sqlite3_finalize (statement);

  return intact;
}

/* What SQLite would say of it could hold words of the record. */
static gboolean
check_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean intact = FALSE;

  refresh_search (db);
  if (check_cipher (db, &intact) && intact && check_structure (db))
    return TRUE;

  g_set_error (error, KARNE_ERROR, KARNE_ERROR_CORRUPT, "checking a store: %s",
               intact ? "its structure is damaged" : "a page is not as it was written");
  return FALSE;
}

/**
 * karne_store_check:
 * @self: a store
 * @error: return location for an error
 *
 * Reads the whole file, and checks that each page is as it was written and that they fit together.
 *
 * Changes nothing. Blocks for as long as reading the file takes.
 *
 * Returns: %FALSE with `KARNE_ERROR_CORRUPT` when something is damaged
 */
gboolean
karne_store_check (KarneStore *self, GError **error)
{
  g_return_val_if_fail (KARNE_IS_STORE (self), FALSE);

  return karne_store_read (self, check_in_worker, NULL, error);
}
