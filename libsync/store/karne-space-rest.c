/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-space-private.h"

#include <string.h>

#include "karne-error.h"
#include "keys/karne-guard-private.h"
#include "platform/karne-file-private.h"
#include "store/karne-store-private.h"

/* A session that is locked: the record is closed, as far as SQLite and the key go, and is still
 * there. Who cleans up finds the folder held all the while. */

char *
karne_space_dup_unsent_path (GFile *folder)
{
  return g_build_filename (g_file_peek_path (folder), "unsent", NULL);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID, why);
  return FALSE;
}

/**
 * karne_space_rest:
 * @self: an ephemeral space that is open
 * @guard: what its key is to be shut by
 * @error: return location for an error
 *
 * Closes the record without erasing it, and wipes the key: what is left of it in memory is shut by
 * @guard. Blocks. The store that [method@Space.get_store] gave reads nothing any more.
 *
 * Fails with `KARNE_ERROR_INVALID` for a space that lasts, is closed, or rests.
 *
 * Returns: %FALSE when the last commit failed, too; the space rests all the same
 */
gboolean
karne_space_rest (KarneSpace *self, KarneGuard *guard, GError **error)
{
  g_autoptr (KarneStore) store = NULL;

  g_return_val_if_fail (KARNE_IS_SPACE (self) && guard != NULL, FALSE);
  if (!self->is_ephemeral || self->key == NULL)
    return refuse (error, "closing a space for a while: it lasts, or is closed");
  g_mutex_lock (&self->noting);
  self->sealed = karne_guard_seal (guard, self->key);
  g_clear_pointer (&self->key, karne_key_unref);
  g_mutex_unlock (&self->noting);
  store = g_steal_pointer (&self->store);
  return karne_store_close_keeping_lock (store, &self->lock, error);
}

/**
 * karne_space_wake:
 * @self: a space that rests
 * @guard: what its key was shut by
 * @opened: what [method@Guard.open] gave
 * @error: return location for an error
 *
 * Opens the record again. Blocks. It has another store from then on.
 *
 * Fails as [func@Store.open] does; the space rests on then.
 *
 * Returns: %TRUE if it is open
 */
gboolean
karne_space_wake (KarneSpace *self, KarneGuard *guard, KarneKey *opened, GError **error)
{
  g_autoptr (GFile) record = NULL;
  g_autoptr (KarneKey) key = NULL;

  g_return_val_if_fail (KARNE_IS_SPACE (self) && guard != NULL && opened != NULL, FALSE);
  if (self->sealed == NULL)
    return refuse (error, "opening a space again: it does not rest");
  key = karne_guard_unseal (guard, opened, self->sealed, error);
  if (key == NULL)
    return FALSE;
  record = karne_space_get_record_file (self->folder);
  self->store = karne_store_open_locked (record, key, &self->lock, error);
  if (self->store == NULL)
    return FALSE;
  g_mutex_lock (&self->noting);
  self->key = g_steal_pointer (&key);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_mutex_unlock (&self->noting);
  return TRUE;
}

/**
 * karne_space_is_resting:
 * @self: a space
 *
 * Says whether its key is shut.
 *
 * Returns: whether [method@Space.wake] opens it
 */
gboolean
karne_space_is_resting (KarneSpace *self)
{
  g_return_val_if_fail (KARNE_IS_SPACE (self), FALSE);
  return self->sealed != NULL;
}

/**
 * karne_space_note_unsent:
 * @self: an ephemeral space
 * @n_unsent: how many changes the server does not have yet
 * @error: return location for an error
 *
 * Keeps the number beside the record, in clear: after a crash it is all that can be said of what
 * was lost. Blocks.
 *
 * Fails with `KARNE_ERROR_INVALID` for a space that lasts or is closed, `NO_SPACE`, `READ_ONLY`…
 *
 * Returns: %TRUE if it is noted
 */
gboolean
karne_space_note_unsent (KarneSpace *self, guint n_unsent, GError **error)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (KARNE_IS_SPACE (self), FALSE);
  locker = g_mutex_locker_new (&self->noting);
  if (!self->is_ephemeral || (self->key == NULL && self->sealed == NULL))
    return refuse (error, "noting a number: the space lasts, or is closed");
  path = karne_space_dup_unsent_path (self->folder);
  text = g_strdup_printf ("%u\n", n_unsent);
  return karne_file_write (path, text, strlen (text), TRUE, error);
}

/* The same, in a thread */

typedef struct
{
  KarneGuard *guard;     /* (owned) (nullable) */
  KarneKey *opened;      /* (owned) (nullable) */
  GMainContext *context; /* (owned) where the caller wants to hear of changes */
  guint n_unsent;
} RestJob;

static void
rest_job_free (RestJob *job)
{
  g_clear_pointer (&job->guard, karne_guard_unref);
  g_clear_pointer (&job->opened, karne_key_unref);
  g_main_context_unref (job->context);
  g_free (job);
}

/* What was done stands, whether or not somebody cancelled meanwhile. */
static RestJob *
make_task (GTask **task,
           KarneSpace *self,
           gpointer tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  RestJob *job = g_new0 (RestJob, 1);

  job->context = g_main_context_ref_thread_default ();
  *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (*task, tag);
  g_task_set_check_cancellable (*task, FALSE);
  g_task_set_task_data (*task, job, (GDestroyNotify) rest_job_free);
  return job;
}

static void
return_done (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
rest_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  const RestJob *job = data;
  GError *error = NULL;
  gboolean done = karne_space_rest (KARNE_SPACE (object), job->guard, &error);

  return_done (task, done, error);
}

static void
wake_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  const RestJob *job = data;
  GError *error = NULL;
  gboolean done = karne_space_wake (KARNE_SPACE (object), job->guard, job->opened, &error);

  if (done)
    karne_store_set_context (karne_space_get_store (KARNE_SPACE (object)), job->context);
  return_done (task, done, error);
}

static void
note_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  const RestJob *job = data;
  GError *error = NULL;
  gboolean done = karne_space_note_unsent (KARNE_SPACE (object), job->n_unsent, &error);

  return_done (task, done, error);
}

/**
 * karne_space_rest_async:
 * @self: as for [method@Space.rest]
 * @guard: as for [method@Space.rest]
 * @cancellable: (nullable): ignored
 * @callback: (scope async): called when it is done
 * @user_data: for @callback
 *
 * The same as [method@Space.rest], in a thread.
 */
void
karne_space_rest_async (KarneSpace *self,
                        KarneGuard *guard,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  RestJob *job;

  g_return_if_fail (KARNE_IS_SPACE (self) && guard != NULL);

  job = make_task (&task, self, karne_space_rest_async, cancellable, callback, user_data);
  job->guard = karne_guard_ref (guard);
  g_task_run_in_thread (task, rest_in_thread);
}

/**
 * karne_space_rest_finish:
 * @self: the space
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Space.rest_async].
 *
 * Returns: see [method@Space.rest]
 */
gboolean
karne_space_rest_finish (KarneSpace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * karne_space_wake_async:
 * @self: as for [method@Space.wake]
 * @guard: as for [method@Space.wake]
 * @opened: as for [method@Space.wake]
 * @cancellable: (nullable): ignored
 * @callback: (scope async): called when it is done
 * @user_data: for @callback
 *
 * The same as [method@Space.wake], in a thread. The new store tells of changes in the main context
 * of the caller.
 */
void
karne_space_wake_async (KarneSpace *self,
                        KarneGuard *guard,
                        KarneKey *opened,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  RestJob *job;

  g_return_if_fail (KARNE_IS_SPACE (self) && guard != NULL && opened != NULL);

  job = make_task (&task, self, karne_space_wake_async, cancellable, callback, user_data);
  job->guard = karne_guard_ref (guard);
  job->opened = karne_key_ref (opened);
  g_task_run_in_thread (task, wake_in_thread);
}

/**
 * karne_space_wake_finish:
 * @self: the space
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Space.wake_async].
 *
 * Returns: see [method@Space.wake]
 */
gboolean
karne_space_wake_finish (KarneSpace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * karne_space_note_unsent_async:
 * @self: as for [method@Space.note_unsent]
 * @n_unsent: as for [method@Space.note_unsent]
 * @cancellable: (nullable): ignored
 * @callback: (scope async): called when it is done
 * @user_data: for @callback
 *
 * The same as [method@Space.note_unsent], in a thread. One at a time: who asks for two at once does
 * not know which of them stays.
 */
void
karne_space_note_unsent_async (KarneSpace *self,
                               guint n_unsent,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  RestJob *job;

  g_return_if_fail (KARNE_IS_SPACE (self));

  job = make_task (&task, self, karne_space_note_unsent_async, cancellable, callback, user_data);
  job->n_unsent = n_unsent;
  g_task_run_in_thread (task, note_in_thread);
}

/**
 * karne_space_note_unsent_finish:
 * @self: the space
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Space.note_unsent_async].
 *
 * Returns: see [method@Space.note_unsent]
 */
gboolean
karne_space_note_unsent_finish (KarneSpace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
