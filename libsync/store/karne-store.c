/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-store-private.h"
#include "store/karne-store-writer-private.h"

#include <glib/gstdio.h>

#include "access/karne-access-note-private.h"
#include "karne-error.h"
#include "platform/karne-lock.h"
#include "store/karne-connection-private.h"

/**
 * KarneStore:
 *
 * One person's record, in one sealed file.
 *
 * The file is a SQLite database that SQLCipher encrypts as a whole, write-ahead log included. A
 * store has a writing connection and a reading one, each with a worker that runs its jobs in order:
 * nothing here waits for the disk in the thread of the caller but the functions that say so. A
 * second process cannot open it.
 *
 * Reads go through a [class@View].
 */
struct _KarneStore
{
  GObject parent_instance;

  char *path;              /* (owned) */
  KarneLock *lock;         /* (owned) (nullable) */
  GMutex lock_of_workers;  /* around taking the two that follow away, and giving them jobs */
  KarneWorker *writer;     /* (owned) (nullable) NULL once closed */
  KarneWorker *reader;     /* (owned) (nullable) NULL once it is being closed */
  KarneActor *actor;       /* (owned) (nullable) who changes what is here; under that lock, too */
  sqlite3 *writing_db;     /* (owned) the writer's alone */
  sqlite3 *reading_db;     /* (owned) the reader's alone */
  GMainContext *context;   /* (owned) where `changed` is emitted */
  GPtrArray *open_changes; /* (owned) of KarneChange: the writer's alone, told at the commit */
  gboolean is_open;        /* the writer's alone: a transaction was begun */
  gboolean must_roll_back; /* the writer's alone: what is open is not to be committed */
  guint n_lost;            /* the writer's alone: transactions that ended otherwise than wanted */

  KarneStoreOptions options; /* where ids and times come from */
};

G_DEFINE_FINAL_TYPE (KarneStore, karne_store, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_BOXED_TYPE (KarneChange, karne_change, karne_change_copy, karne_change_free)

/**
 * karne_change_copy:
 * @self: a change
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneChange *
karne_change_copy (const KarneChange *self)
{
  KarneChange *copy = g_new0 (KarneChange, 1);

  copy->kind = self->kind;
  copy->id = g_strdup (self->id);
  copy->source = self->source;
  return copy;
}

/**
 * karne_change_free:
 * @self: (nullable): a change
 *
 * Frees it.
 */
void
karne_change_free (KarneChange *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self);
}

static GPtrArray *
changes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) karne_change_free);
}

/* Telling the listeners */

typedef struct
{
  KarneStore *store;  /* (owned) */
  GPtrArray *changes; /* (owned) */
} Notice;

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  g_object_unref (notice->store);
  g_ptr_array_unref (notice->changes);
  g_free (notice);
}

static gboolean
emit_changed_cb (gpointer data)
{
  Notice *notice = data;

  g_signal_emit (notice->store, signals[SIGNAL_CHANGED], 0, notice->changes);
  return G_SOURCE_REMOVE;
}

static void
tell_changes_in_worker (KarneStore *self)
{
  Notice *notice;
  g_autoptr (GSource) source = NULL;

  if (self->open_changes->len == 0)
    return;
  notice = g_new0 (Notice, 1);
  notice->store = g_object_ref (self);
  notice->changes = g_steal_pointer (&self->open_changes);
  self->open_changes = changes_new ();
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_changed_cb, notice, notice_free);
  g_source_attach (source, self->context);
}

void
karne_store_set_context (KarneStore *self, GMainContext *context)
{
  g_main_context_unref (self->context);
  self->context = g_main_context_ref (context);
}

void
karne_store_note_change (KarneStore *self, gint64 source, const char *kind, const char *id)
{
  KarneChange *change = g_new0 (KarneChange, 1);

  change->kind = g_intern_string (kind);
  change->id = g_strdup (id);
  change->source = source;
  g_ptr_array_add (self->open_changes, change);
}

/* Transactions */

/* Closing may run in another thread while who listens to the store asks for something more: either
 * it is queued before the end, or it is told that the store is closed. What runs at once may ask
 * for more itself. */
static gboolean
push (KarneStore *self, gboolean writes, GTask *task, KarneWorkerFunc func)
{
  KarneWorker *worker;
  gboolean is_in_line;

  g_mutex_lock (&self->lock_of_workers);
  worker = writes ? self->writer : self->reader;
  is_in_line = worker != NULL && karne_worker_is_in_line (worker);
  if (worker != NULL && !is_in_line)
    karne_worker_push (worker, task, func);
  g_mutex_unlock (&self->lock_of_workers);
  if (is_in_line)
    karne_worker_push (worker, task, func);
  return worker != NULL;
}

void
karne_store_push_in_writer (KarneStore *self, GTask *task, KarneWorkerFunc func)
{
  if (push (self, TRUE, task, func))
    return;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the store is closed");
  g_object_unref (task);
}

sqlite3 *
karne_store_get_writing_db (KarneStore *self)
{
  return self->writing_db;
}

/* To undo something also needs memory: what could not be undone when its time was is undone before
 * anything else is done, or nothing else is. */
static void
roll_back (KarneStore *self)
{
  self->must_roll_back =
      !sqlite3_get_autocommit (self->writing_db) &&
      sqlite3_exec (self->writing_db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK &&
      !sqlite3_get_autocommit (self->writing_db);
}

/* SQLite undoes a transaction by itself where the disk or the memory fails it: what comes after
 * that in the same transaction must not stand alone. */
static gboolean
is_sound (KarneStore *self, GError **error)
{
  if (self->must_roll_back)
    roll_back (self);
  if (self->must_roll_back)
    karne_sql_set_error (self->writing_db, SQLITE_NOMEM, "undoing what failed before", error);
  else if (self->is_open && sqlite3_get_autocommit (self->writing_db))
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                         "writing: the transaction was undone under its job");
  else
    return TRUE;
  return FALSE;
}

gboolean
karne_store_begin_in_worker (KarneStore *self, GError **error)
{
  g_autoptr (KarneStatement) statement = NULL;

  if (!is_sound (self, error))
    return FALSE;
  if (self->is_open)
    return TRUE;
  statement = karne_sql_get_text (self->writing_db, "begin", "BEGIN IMMEDIATE", error);
  self->is_open = statement != NULL && karne_sql_run (statement, error);
  return self->is_open;
}

void
karne_store_roll_back_in_worker (KarneStore *self)
{
  roll_back (self);
  self->is_open = FALSE;
  g_ptr_array_set_size (self->open_changes, 0);
}

static gboolean
commit (KarneStore *self, GError **error)
{
  g_autoptr (KarneStatement) statement =
      karne_sql_get_text (self->writing_db, "commit", "COMMIT", error);

  return statement != NULL && karne_sql_run (statement, error);
}

gboolean
karne_store_commit_in_worker (KarneStore *self, GError **error)
{
  if (!is_sound (self, error) || (self->is_open && !commit (self, error)))
    {
      self->n_lost++;
      karne_store_roll_back_in_worker (self);
      return FALSE;
    }
  if (self->is_open)
    tell_changes_in_worker (self);
  self->is_open = FALSE;
  return TRUE;
}

guint
karne_store_get_n_lost_in_worker (KarneStore *self)
{
  return self->n_lost;
}

/* Jobs */

typedef enum
{
  JOB_READS,
  JOB_WRITES,
  JOB_WRITES_DURABLY,
} JobKind;

typedef struct
{
  /* Input */
  KarneStoreJob job;
  gpointer data;
  GDestroyNotify free_data;
  JobKind kind;
} JobData;

static void
job_data_free (gpointer data)
{
  JobData *job = data;

  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job);
}

static gboolean
run_in_transaction (KarneStore *self,
                    KarneStoreJob job,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  /* A page may be half stored: what came of it stands, since its resume point is only saved with
   * its last part. */
  if (!karne_store_commit_in_worker (self, error) || !karne_store_begin_in_worker (self, error))
    return FALSE;
  if (job (self->writing_db, data, cancellable, error))
    return karne_store_commit_in_worker (self, error);
  karne_store_roll_back_in_worker (self);
  return FALSE;
}

/* What the person was told is saved has to be on the disk, not on its way there. The level changes
 * between transactions only; what is open is committed first, so that it does not wait for it. */
static gboolean
write_in_worker (KarneStore *self,
                 JobKind kind,
                 KarneStoreJob job,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  gboolean ok;

  if (kind != JOB_WRITES_DURABLY)
    return run_in_transaction (self, job, data, cancellable, error);
  if (!karne_store_commit_in_worker (self, error) ||
      !karne_sql_exec (self->writing_db, "PRAGMA synchronous = FULL", error))
    return FALSE;
  ok = run_in_transaction (self, job, data, cancellable, error);
  sqlite3_exec (self->writing_db, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
  return ok;
}

static void
job_in_worker (GTask *task)
{
  KarneStore *self = g_task_get_source_object (task);
  JobData *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (job->kind != JOB_READS)
    ok = write_in_worker (self, job->kind, job->job, job->data, cancellable, &error);
  else
    ok = job->job (self->reading_db, job->data, cancellable, &error);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
push_job (KarneStore *self,
          JobKind kind,
          KarneStoreJob func,
          gpointer data,
          GDestroyNotify free_data,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  JobData *job = g_new0 (JobData, 1);

  g_task_set_source_tag (task, push_job);
  /* What a write did stands, whether or not somebody cancelled meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  job->job = func;
  job->data = data;
  job->free_data = free_data;
  job->kind = kind;
  g_task_set_task_data (task, job, job_data_free);
  if (push (self, kind != JOB_READS, task, job_in_worker))
    return;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the store is closed");
  g_object_unref (task);
}

void
karne_store_write_async (KarneStore *self,
                         KarneStoreJob job,
                         gpointer data,
                         GDestroyNotify free_data,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  push_job (self, JOB_WRITES, job, data, free_data, cancellable, callback, user_data);
}

void
karne_store_write_durably_async (KarneStore *self,
                                 KarneStoreJob job,
                                 gpointer data,
                                 GDestroyNotify free_data,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  push_job (self, JOB_WRITES_DURABLY, job, data, free_data, cancellable, callback, user_data);
}

void
karne_store_read_async (KarneStore *self,
                        KarneStoreJob job,
                        gpointer data,
                        GDestroyNotify free_data,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  push_job (self, JOB_READS, job, data, free_data, cancellable, callback, user_data);
}

gboolean
karne_store_job_finish (KarneStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

gpointer
karne_store_job_get_data (GAsyncResult *result)
{
  JobData *job = g_task_get_task_data (G_TASK (result));

  return job->data;
}

typedef struct
{
  KarneStore *store;
  KarneStoreJob job;
  gpointer data;
  JobKind kind;
  gboolean ok;
  GError *error;
} PlainJob;

static void
plain_job_in_worker (gpointer data)
{
  PlainJob *plain = data;
  KarneStore *self = plain->store;

  if (plain->kind != JOB_READS)
    plain->ok = write_in_worker (self, plain->kind, plain->job, plain->data, NULL, &plain->error);
  else
    plain->ok = plain->job (self->reading_db, plain->data, NULL, &plain->error);
}

/* As push (): in another thread than the one that closes, too, it is either queued before the end
 * or told. What has no thread to wait for runs here, and closing does not come between. */
static gboolean
run_plain (KarneStore *self, JobKind kind, KarneStoreJob job, gpointer data, GError **error)
{
  PlainJob plain = { self, job, data, kind, FALSE, NULL };
  KarneWorkerWait wait;
  KarneWorker *worker;
  gboolean is_queued;

  g_mutex_lock (&self->lock_of_workers);
  worker = kind != JOB_READS ? self->writer : self->reader;
  is_queued = worker != NULL && karne_worker_has_thread (worker);
  if (is_queued)
    karne_worker_begin (worker, plain_job_in_worker, &plain, &wait);
  g_mutex_unlock (&self->lock_of_workers);

  if (worker == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the store is closed");
      return FALSE;
    }
  if (is_queued)
    karne_worker_wait (&wait);
  else
    plain_job_in_worker (&plain);
  if (!plain.ok)
    g_propagate_error (error, plain.error);
  return plain.ok;
}

gboolean
karne_store_write (KarneStore *self, KarneStoreJob job, gpointer data, GError **error)
{
  return run_plain (self, JOB_WRITES, job, data, error);
}

gboolean
karne_store_write_durably (KarneStore *self, KarneStoreJob job, gpointer data, GError **error)
{
  return run_plain (self, JOB_WRITES_DURABLY, job, data, error);
}

gboolean
karne_store_read (KarneStore *self, KarneStoreJob job, gpointer data, GError **error)
{
  return run_plain (self, JOB_READS, job, data, error);
}

/* Behind whoever goes on */

typedef struct
{
  KarneStore *store; /* (owned) */
  KarneStoreJob job;
  gpointer data;
  KarneStoreDone done;
} BehindJob;

static void
end_behind (BehindJob *behind, gboolean ok)
{
  behind->done (behind->data, ok);
  g_object_unref (behind->store);
  g_free (behind);
}

static void
behind_in_worker (gpointer data)
{
  BehindJob *behind = data;

  end_behind (behind,
              write_in_worker (behind->store, JOB_WRITES, behind->job, behind->data, NULL, NULL));
}

void
karne_store_write_behind (KarneStore *self, KarneStoreJob job, gpointer data, KarneStoreDone done)
{
  BehindJob *behind = g_new0 (BehindJob, 1);
  gboolean is_queued;
  gboolean is_open;

  behind->store = g_object_ref (self);
  behind->job = job;
  behind->data = data;
  behind->done = done;
  g_mutex_lock (&self->lock_of_workers);
  is_open = self->writer != NULL;
  is_queued = is_open && !karne_worker_is_in_line (self->writer);
  if (is_queued)
    karne_worker_push_plain (self->writer, behind_in_worker, behind);
  g_mutex_unlock (&self->lock_of_workers);
  if (is_queued)
    return;
  if (is_open)
    behind_in_worker (behind);
  else
    end_behind (behind, FALSE);
}

/* Who changes it */

void
karne_store_set_actor (KarneStore *self, KarneActor *actor)
{
  KarneActor *before;

  g_mutex_lock (&self->lock_of_workers);
  before = self->actor;
  self->actor = actor != NULL ? karne_actor_ref (actor) : NULL;
  g_mutex_unlock (&self->lock_of_workers);
  g_clear_pointer (&before, karne_actor_unref);
}

KarneActor *
karne_store_ref_actor (KarneStore *self)
{
  KarneActor *actor;

  g_mutex_lock (&self->lock_of_workers);
  actor = self->actor != NULL ? karne_actor_ref (self->actor) : NULL;
  g_mutex_unlock (&self->lock_of_workers);
  return actor;
}

/* Where ids and times come from */

char *
karne_store_make_uuid (KarneStore *self)
{
  if (self->options.make_uuid != NULL)
    return self->options.make_uuid (self->options.data);
  return g_uuid_string_random ();
}

gint64
karne_store_get_time (KarneStore *self)
{
  if (self->options.get_time != NULL)
    return self->options.get_time (self->options.data);
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Opening and closing */

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

static void
close_connections (KarneStore *self)
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
      close_connections (self);
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

static void
commit_open_in_worker (gpointer data)
{
  PlainJob *plain = data;

  plain->ok = karne_store_commit_in_worker (plain->store, &plain->error);
}

/* lock: (out) (optional) (nullable): keeps it, so that nobody comes between. */
static gboolean
close_store (KarneStore *self, KarneLock **lock, GError **error)
{
  PlainJob plain = { self, NULL, NULL, JOB_WRITES, TRUE, NULL };
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
  karne_worker_run (writer, commit_open_in_worker, &plain);
  karne_worker_free (writer);
  if (lock != NULL)
    *lock = g_steal_pointer (&self->lock);
  close_connections (self);
  if (!plain.ok)
    g_propagate_error (error, plain.error);
  return plain.ok;
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

static void
karne_store_finalize (GObject *object)
{
  KarneStore *self = KARNE_STORE (object);

  /* Every job holds a reference, so nothing is queued any more: this does not wait, unless the last
   * reference goes in a worker, which cannot join itself. */
  if (self->writer != NULL)
    {
      g_clear_pointer (&self->reader, karne_worker_free);
      g_clear_pointer (&self->writer, karne_worker_free);
    }
  close_connections (self);
  g_clear_pointer (&self->open_changes, g_ptr_array_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->actor, karne_actor_unref);
  g_mutex_clear (&self->lock_of_workers);
  g_free (self->path);

  G_OBJECT_CLASS (karne_store_parent_class)->finalize (object);
}

static void
karne_store_class_init (KarneStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_store_finalize;

  /**
   * KarneStore::changed:
   * @self: the store
   * @changes: (element-type KarneSync.Change): what a commit touched
   *
   * Emitted once per commit, in the main context in which the store was opened.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
karne_store_init (KarneStore *self)
{
  g_mutex_init (&self->lock_of_workers);
  self->context = g_main_context_ref_thread_default ();
  self->open_changes = changes_new ();
}
