/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-store-inside-private.h"

/* What is asked of the workers of a store. */

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

/* Behind all others */

static gboolean
do_nothing (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
all_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (karne_store_job_finish (KARNE_STORE (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
all_written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (karne_store_job_finish (KARNE_STORE (object), result, &error))
    karne_store_read_async (KARNE_STORE (object), do_nothing, NULL, NULL, cancellable, all_read_cb,
                            g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * karne_store_settle_async:
 * @self: a store
 * @cancellable: (nullable): stops it
 * @callback: (scope async): called when it is done
 * @user_data: data of @callback
 *
 * Waits for what was asked of the store before: what was to be written was, or was refused, and who
 * listens was told of it; what was to be read then, was.
 */
void
karne_store_settle_async (KarneStore *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_store_settle_async);
  karne_store_write_async (self, do_nothing, NULL, NULL, cancellable, all_written_cb, task);
}

/**
 * karne_store_settle_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Store.settle_async]. Fails where the store was closed meanwhile.
 *
 * Returns: whether that is so
 */
gboolean
karne_store_settle_finish (KarneStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
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
