/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-store-inside-private.h"

#include <glib/gstdio.h>

#include "store/karne-connection-private.h"

/* Opening a store, and closing it. */

/* Content whose entry never came whole: the process ended in the middle of a page. */
static gboolean
drop_orphans (sqlite3 *db, GError **error)
{
  return karne_sql_exec (db, "DELETE FROM content WHERE owner IS NULL AND kept_for IS NULL", error);
}

static gboolean
open_connections (KarneStore *self,
                  KarneKey *key,
                  gboolean create,
                  const KarneStoreOptions *options,
                  GError **error)
{
  KarneConnectionMode mode = create ? KARNE_CONNECTION_CREATE : KARNE_CONNECTION_WRITE;
  guint cache = options->page_cache_kib;

  self->writing_db = karne_connection_open (self->path, key, mode, options->vfs, cache, error);
  if (self->writing_db == NULL)
    return FALSE;
  /* A store that was made is there after a power cut, too. */
  if (!karne_sql_exec (self->writing_db, "PRAGMA synchronous = FULL", error) ||
      !karne_connection_migrate (self->writing_db, error) ||
      !karne_sql_exec (self->writing_db, "PRAGMA synchronous = NORMAL", error) ||
      !drop_orphans (self->writing_db, error))
    return FALSE;
  self->reading_db =
      karne_connection_open (self->path, key, KARNE_CONNECTION_READ, options->vfs, cache, error);
  return self->reading_db != NULL;
}

void
karne_store_close_connections (KarneStore *self)
{
  g_clear_pointer (&self->reading_db, karne_connection_close);
  g_clear_pointer (&self->writing_db, karne_connection_close);
  g_clear_pointer (&self->lock, karne_lock_release);
}

/* Only a file that we made ourselves, a moment ago, and that never held anything. */
static void
remove_new_file (KarneStore *self)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (self->path, "-shm", NULL);

  g_unlink (self->path);
  g_unlink (wal);
  g_unlink (shm);
}

/* lock: (inout) (nullable): the lock, where it is held already; taken only by a store that opens.
 */
static KarneStore *
store_new (const char *path,
           KarneKey *key,
           gboolean create,
           const KarneStoreOptions *options,
           KarneLock **lock,
           GError **error)
{
  g_autoptr (KarneStore) self = g_object_new (KARNE_TYPE_STORE, NULL);
  gboolean in_line = options->runner == KARNE_STORE_INLINE;

  self->path = g_strdup (path);
  self->options = *options;
  if (!karne_connection_check_sealed (error))
    return NULL;
  /* Before the lock, so that where there is no store no lock is made for one. */
  if (!create && options->vfs == NULL && !karne_connection_check_file (path, error))
    return NULL;
  if (lock != NULL)
    self->lock = g_steal_pointer (lock);
  else if (options->vfs == NULL)
    {
      g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);

      self->lock = karne_lock_take (lock_path, error);
      if (self->lock == NULL)
        return NULL;
    }
  if (!open_connections (self, key, create, options, error))
    {
      gboolean was_made = create && self->writing_db != NULL && options->vfs == NULL;

      if (lock != NULL)
        *lock = g_steal_pointer (&self->lock);
      karne_store_close_connections (self);
      if (was_made)
        remove_new_file (self);
      return NULL;
    }
  self->writer = karne_worker_new ("karne-writer", in_line);
  self->reader = karne_worker_new ("karne-reader", in_line);
  return g_steal_pointer (&self);
}

KarneStore *
karne_store_create_full (const char *path,
                         KarneKey *key,
                         const KarneStoreOptions *options,
                         GError **error)
{
  return store_new (path, key, TRUE, options, NULL, error);
}

KarneStore *
karne_store_open_full (const char *path,
                       KarneKey *key,
                       const KarneStoreOptions *options,
                       GError **error)
{
  return store_new (path, key, FALSE, options, NULL, error);
}

/**
 * karne_store_create:
 * @file: a local file that is not there yet
 * @key: its key
 * @error: return location for an error
 *
 * Makes a new, empty store, mode 0600. Blocks.
 *
 * Fails with `KARNE_ERROR_NOT_SEALED` and makes no file where the SQLite that was loaded does not
 * encrypt, with `EXISTS` over a file that is there, with `LOCKED`, `NO_SPACE` or `READ_ONLY`.
 * Nothing is left behind then but the lock file.
 *
 * Returns: (transfer full): the store, open
 */
KarneStore *
karne_store_create (GFile *file, KarneKey *key, GError **error)
{
  KarneStoreOptions options = { KARNE_STORE_THREADS };

  g_return_val_if_fail (G_IS_FILE (file) && g_file_peek_path (file) != NULL && key != NULL, NULL);
  return karne_store_create_full (g_file_peek_path (file), key, &options, error);
}

/**
 * karne_store_open:
 * @file: the file of a store
 * @key: its key, known to be the right one (see [func@Key.file_open])
 * @error: return location for an error
 *
 * Opens a store that was made before, and brings its schema up to date. Blocks.
 *
 * It never creates, and never repairs by deleting: a file that is damaged (`KARNE_ERROR_CORRUPT`),
 * or that a newer program wrote
 * (`TOO_NEW`), is left exactly as it is. Fails with `NOT_FOUND`, `LOCKED`, `NOT_SEALED`, `NO_SPACE`
 * or `READ_ONLY` otherwise.
 *
 * Returns: (transfer full): the store, open
 */
KarneStore *
karne_store_open (GFile *file, KarneKey *key, GError **error)
{
  KarneStoreOptions options = { KARNE_STORE_THREADS };

  g_return_val_if_fail (G_IS_FILE (file) && g_file_peek_path (file) != NULL && key != NULL, NULL);
  return karne_store_open_full (g_file_peek_path (file), key, &options, error);
}

KarneStore *
karne_store_open_locked (GFile *file, KarneKey *key, KarneLock **lock, GError **error)
{
  KarneStoreOptions options = { KARNE_STORE_THREADS };

  return store_new (g_file_peek_path (file), key, FALSE, &options, lock, error);
}

typedef struct
{
  KarneStore *store;
  gboolean ok;
  GError *error;
} LastCommit;

static void
commit_open_in_worker (gpointer data)
{
  LastCommit *last = data;

  last->ok = karne_store_commit_in_worker (last->store, &last->error);
}

/* lock: (out) (optional) (nullable): keeps it, so that nobody comes between. */
static gboolean
close_store (KarneStore *self, KarneLock **lock, GError **error)
{
  LastCommit last = { self, TRUE, NULL };
  KarneWorker *writer;
  KarneWorker *reader;

  g_mutex_lock (&self->lock_of_workers);
  reader = g_steal_pointer (&self->reader);
  g_mutex_unlock (&self->lock_of_workers);
  if (reader == NULL)
    return TRUE;
  /* First, since what was read last is still to be noted. */
  karne_worker_free (reader);
  g_mutex_lock (&self->lock_of_workers);
  writer = g_steal_pointer (&self->writer);
  g_mutex_unlock (&self->lock_of_workers);
  karne_worker_run (writer, commit_open_in_worker, &last);
  karne_worker_free (writer);
  if (lock != NULL)
    *lock = g_steal_pointer (&self->lock);
  karne_store_close_connections (self);
  if (!last.ok)
    g_propagate_error (error, last.error);
  return last.ok;
}

/**
 * karne_store_close:
 * @self: a store
 * @error: return location for an error
 *
 * Ends the jobs that were asked for, then closes the file and gives up its lock. Blocks. Closing
 * twice is no error.
 *
 * Returns: %FALSE when the last commit failed; the store is closed all the same
 */
gboolean
karne_store_close (KarneStore *self, GError **error)
{
  g_return_val_if_fail (KARNE_IS_STORE (self), FALSE);

  return close_store (self, NULL, error);
}

gboolean
karne_store_close_keeping_lock (KarneStore *self, KarneLock **lock, GError **error)
{
  return close_store (self, lock, error);
}
