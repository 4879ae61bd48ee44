/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* For the declaration of sqlite3_key(). */
#define SQLITE_HAS_CODEC 1

#include "config.h"

#include "store/karne-connection-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <unistd.h>

#include "karne-error.h"
#include "keys/karne-key-private.h"
#include "store/karne-reader-private.h"

#define MIN_CIPHER_MAJOR 4
#define MIN_CIPHER_MINOR 6
#define PAGE_SIZE 4096
/* x'…' and 64 digits: a raw key, which SQLCipher does not stretch again. */
#define KEY_TEXT_SIZE (2 + KARNE_KEY_SIZE * 2 + 1 + 1)

/* A released file of this list never changes. */
static const char *const migrations[] = {
  "/re/karne/Karne/sql/0001-initial.sql", "/re/karne/Karne/sql/0002-counting.sql",
  "/re/karne/Karne/sql/0003-inline.sql",  "/re/karne/Karne/sql/0004-codes.sql",
  "/re/karne/Karne/sql/0005-outbox.sql",  "/re/karne/Karne/sql/0006-late.sql",
  "/re/karne/Karne/sql/0007-sign-in.sql", "/re/karne/Karne/sql/0008-access-log.sql",
  "/re/karne/Karne/sql/0009-telling.sql",
};

guint
karne_connection_get_schema_version (void)
{
  return G_N_ELEMENTS (migrations);
}

static int
note_cipher_version_cb (void *data, int n_columns, char **values, char **names)
{
  char **version = data;

  if (n_columns == 1 && values[0] != NULL)
    *version = g_strdup (values[0]);
  return 0;
}

static gboolean
cipher_is_recent_enough (const char *version)
{
  guint64 major = g_ascii_strtoull (version, NULL, 10);
  const char *dot = strchr (version, '.');
  guint64 minor = dot != NULL ? g_ascii_strtoull (dot + 1, NULL, 10) : 0;

  return major > MIN_CIPHER_MAJOR || (major == MIN_CIPHER_MAJOR && minor >= MIN_CIPHER_MINOR);
}

/* libsoup links plain SQLite, which exports the same symbols: where that one was loaded first,
 * `PRAGMA key` would be ignored in silence. So the question is put to a database in memory, before
 * any file is touched. */
gboolean
karne_connection_check_sealed (GError **error)
{
  g_autofree char *version = NULL;
  sqlite3 *db = NULL;
  int rc = sqlite3_open_v2 (":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_exec (db, "PRAGMA cipher_version", note_cipher_version_cb, &version, NULL);
  sqlite3_close (db);
  if (version != NULL && cipher_is_recent_enough (version))
    return TRUE;
  if (rc != SQLITE_OK)
    {
      karne_sql_set_error (NULL, rc, "asking SQLite whether it encrypts", error);
      return FALSE;
    }
  g_set_error (
      error, KARNE_ERROR, KARNE_ERROR_NOT_SEALED,
      "opening a store: the SQLite that was loaded (%s) has no SQLCipher %d.%d or newer; link it "
      "before libsoup and sqlite3",
      sqlite3_libversion (), MIN_CIPHER_MAJOR, MIN_CIPHER_MINOR);
  return FALSE;
}

/* The text of the key lives in locked memory, and is wiped. */
static gboolean
give_key (sqlite3 *db, KarneKey *key, GError **error)
{
  const guint8 *bytes = karne_key_get_bytes (key);
  char *text = sodium_malloc (KEY_TEXT_SIZE);
  int rc;

  if (text == NULL)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                           "opening a store: no memory can be locked for its key");
      return FALSE;
    }
  text[0] = 'x';
  text[1] = '\'';
  sodium_bin2hex (text + 2, KARNE_KEY_SIZE * 2 + 1, bytes, KARNE_KEY_SIZE);
  text[KEY_TEXT_SIZE - 2] = '\'';
  text[KEY_TEXT_SIZE - 1] = '\0';
  rc = sqlite3_key (db, text, KEY_TEXT_SIZE - 1);
  sodium_free (text);
  if (rc != SQLITE_OK)
    karne_sql_set_error (db, rc, "opening a store: giving the key", error);
  return rc == SQLITE_OK;
}

static gint64
get_user_version (sqlite3 *db, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_sql_get_text (db, "user-version", "PRAGMA user_version", error);

  if (statement == NULL || karne_sql_step (statement, error) != SQLITE_ROW)
    return -1;
  return karne_sql_get_int (statement, 0);
}

static gboolean
check_version (sqlite3 *db, gboolean is_new, GError **error)
{
  gint64 version = get_user_version (db, error);

  if (version == 0 && !is_new)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_CORRUPT,
                         "opening a store: the file has no schema");
  else if (version > (gint64) G_N_ELEMENTS (migrations))
    g_set_error (error, KARNE_ERROR, KARNE_ERROR_TOO_NEW,
                 "opening a store: its schema is %" G_GINT64_FORMAT ", this program knows %u",
                 version, (guint) G_N_ELEMENTS (migrations));
  else
    return version >= 0;
  return FALSE;
}

static gboolean
set_up (sqlite3 *db, guint page_cache_kib, GError **error)
{
  g_autofree char *cache =
      g_strdup_printf ("PRAGMA cache_size = -%u", page_cache_kib != 0 ? page_cache_kib : 8192);

  /* SQLCipher would write what it thinks of a damaged page to the standard error, which is the
   * program's: what there is to say comes as an error. */
  if (!karne_sql_exec (db, "PRAGMA cipher_log_level = NONE", error))
    return FALSE;
  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, 5000);
  /* Strings and blobs of one row, and so what a hostile body can make us hold. */
  sqlite3_limit (db, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  /* Until the file is known to be one of ours, closing it brings no log home: it stays as it is. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  /* A temporary file would hold names in clear. And of each damaged page SQLCipher would write to
   * the terminal what its caller is told anyway; it forgets that wish with the last connection. */
  return karne_sql_exec (db,
                         "PRAGMA cipher_log_level = NONE; PRAGMA temp_store = MEMORY; "
                         "PRAGMA foreign_keys = ON",
                         error) &&
         karne_sql_exec (db, cache, error) &&
         karne_sql_exec (db, "SELECT count(*) FROM sqlite_schema", error);
}

/* Looks at the schema before anything is written, then makes the file ready for writing. */
static gboolean
set_up_writing (sqlite3 *db, gboolean is_new, GError **error)
{
  if (!check_version (db, is_new, error) ||
      !karne_sql_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", error))
    return FALSE;
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return TRUE;
}

/* Made by us, for us alone, and never over something that is there. */
static gboolean
make_file (const char *path, GError **error)
{
  int fd = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  int saved_errno = errno;
  int code;

  if (fd >= 0)
    return close (fd) == 0;
  code = saved_errno == EEXIST                            ? KARNE_ERROR_EXISTS
         : saved_errno == ENOSPC || saved_errno == EDQUOT ? KARNE_ERROR_NO_SPACE
         : saved_errno == EROFS || saved_errno == EACCES || saved_errno == EPERM
             ? KARNE_ERROR_READ_ONLY
             : KARNE_ERROR_FAILED;
  g_set_error (error, KARNE_ERROR, code, "making a store: %s", g_strerror (saved_errno));
  return FALSE;
}

/* A file shorter than a page opens with any key, as an empty database. */
gboolean
karne_connection_check_file (const char *path, GError **error)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      g_set_error (error, KARNE_ERROR,
                   errno == ENOENT   ? KARNE_ERROR_NOT_FOUND
                   : errno == EACCES ? KARNE_ERROR_READ_ONLY
                                     : KARNE_ERROR_FAILED,
                   "opening a store: %s", g_strerror (errno));
      return FALSE;
    }
  if (!S_ISREG (info.st_mode) || info.st_size < PAGE_SIZE)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_CORRUPT,
                           "opening a store: the file is shorter than a page");
      return FALSE;
    }
  return TRUE;
}

sqlite3 *
karne_connection_open (const char *path,
                       KarneKey *key,
                       KarneConnectionMode mode,
                       const char *vfs,
                       guint page_cache_kib,
                       GError **error)
{
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_READWRITE;
  sqlite3 *db = NULL;
  int rc;

  if (!karne_connection_check_sealed (error))
    return NULL;
  if (vfs != NULL && mode == KARNE_CONNECTION_CREATE)
    flags |= SQLITE_OPEN_CREATE;
  else if (vfs == NULL && mode == KARNE_CONNECTION_CREATE && !make_file (path, error))
    return NULL;
  else if (vfs == NULL && mode != KARNE_CONNECTION_CREATE &&
           !karne_connection_check_file (path, error))
    return NULL;

  rc = sqlite3_open_v2 (path, &db, flags, vfs);
  if (rc != SQLITE_OK)
    karne_sql_set_error (db, rc, "opening a store", error);
  if (rc != SQLITE_OK || !give_key (db, key, error) || !set_up (db, page_cache_kib, error) ||
      !karne_reader_install (db, error) ||
      !(mode == KARNE_CONNECTION_READ
            ? karne_sql_exec (db, "PRAGMA query_only = ON", error)
            : set_up_writing (db, mode == KARNE_CONNECTION_CREATE, error)))
    {
      karne_connection_close (db);
      if (vfs == NULL && mode == KARNE_CONNECTION_CREATE)
        g_unlink (path);
      return NULL;
    }
  return db;
}

void
karne_connection_close (sqlite3 *db)
{
  if (db == NULL)
    return;
  karne_sql_forget_statements (db);
  sqlite3_close (db);
}

static gboolean
apply_migration (sqlite3 *db, guint n, GError **error)
{
  const char *text = karne_sql_get_source (migrations[n]);
  g_autofree char *bump = g_strdup_printf ("PRAGMA user_version = %u; COMMIT", n + 1);

  g_assert (text != NULL);
  if (karne_sql_exec (db, "BEGIN IMMEDIATE", error) && karne_sql_exec (db, text, error) &&
      karne_sql_exec (db, bump, error))
    return TRUE;
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

gboolean
karne_connection_migrate (sqlite3 *db, GError **error)
{
  gint64 version = get_user_version (db, error);

  if (version < 0)
    return FALSE;
  for (guint n = (guint) version; n < G_N_ELEMENTS (migrations); n++)
    if (!apply_migration (db, n, error))
      return FALSE;
  return TRUE;
}
