/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-space.h"

#include <sodium.h>
#include <string.h>

#include "store/karne-store-private.h"

/* The same as in karne-space.c, in a thread: a key takes most of a second to unwrap. */

typedef struct
{
  /* Input */
  GFile *root; /* (owned) */
  char *name;  /* (owned) (nullable) */
  KarneKeyHolder holder;
  char *passphrase;      /* (owned) (nullable) wiped */
  GMainContext *context; /* (owned) where the caller wants to hear of changes */

  /* Output */
  guint n_lost;
} SpaceJob;

static void
space_job_free (SpaceJob *job)
{
  g_clear_object (&job->root);
  g_free (job->name);
  if (job->passphrase != NULL)
    sodium_memzero (job->passphrase, strlen (job->passphrase));
  g_free (job->passphrase);
  g_main_context_unref (job->context);
  g_free (job);
}

static SpaceJob *
space_job_new (GFile *root, const char *name, KarneKeyHolder holder, const char *passphrase)
{
  SpaceJob *job = g_new0 (SpaceJob, 1);

  job->root = g_object_ref (root);
  job->name = g_strdup (name);
  job->holder = holder;
  job->passphrase = g_strdup (passphrase);
  job->context = g_main_context_ref_thread_default ();
  return job;
}

/* (transfer full) space, error */
static void
return_space (GTask *task, KarneSpace *space, GError *error)
{
  SpaceJob *job = g_task_get_task_data (task);

  if (space == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  karne_store_set_context (karne_space_get_store (space), job->context);
  g_task_return_pointer (task, space, g_object_unref);
}

static void
create_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  SpaceJob *job = data;
  GError *error = NULL;
  KarneSpace *space = karne_space_create (job->root, job->holder, job->passphrase, &error);

  return_space (task, space, error);
}

static void
create_ephemeral_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  SpaceJob *job = data;
  GError *error = NULL;
  KarneSpace *space = karne_space_create_ephemeral (job->root, &error);

  return_space (task, space, error);
}

static void
open_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  SpaceJob *job = data;
  GError *error = NULL;
  KarneSpace *space = karne_space_open (job->root, job->name, job->passphrase, &error);

  return_space (task, space, error);
}

static void
erase_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  SpaceJob *job = data;
  GError *error = NULL;

  if (karne_space_erase (job->root, job->name, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
erase_leftovers_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  SpaceJob *job = data;
  GError *error = NULL;

  if (karne_space_erase_leftovers (job->root, &job->n_lost, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
close_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (karne_space_close (KARNE_SPACE (object), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What was done to the disk stands, whether or not somebody cancelled meanwhile. */
static void
run_job (GTask *task, SpaceJob *job, GTaskThreadFunc func)
{
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify) space_job_free);
  if (!g_task_return_error_if_cancelled (task))
    g_task_run_in_thread (task, func);
  g_object_unref (task);
}

/**
 * karne_space_create_async:
 * @root: folder of the spaces; made when it is not there
 * @holder: who keeps the key while the space is closed
 * @passphrase: (nullable): for `KARNE_KEY_HOLDER_PASSPHRASE`
 * @cancellable: (nullable): a cancellable; once the work has begun it is done
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [func@Space.create], without waiting. Its store tells of changes in the main context of the
 * caller.
 */
void
karne_space_create_async (GFile *root,
                          KarneKeyHolder holder,
                          const char *passphrase,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_space_create_async);
  run_job (task, space_job_new (root, NULL, holder, passphrase), create_in_thread);
}

/**
 * karne_space_create_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [func@Space.create_async].
 *
 * Returns: (transfer full): the space, open
 */
KarneSpace *
karne_space_create_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * karne_space_create_ephemeral_async:
 * @root: folder of such spaces, see [func@Space.get_ephemeral_root]; made when it is not there
 * @cancellable: (nullable): a cancellable; once the work has begun it is done
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [func@Space.create_ephemeral], without waiting. Its store tells of changes in the main
 * context of the caller.
 */
void
karne_space_create_ephemeral_async (GFile *root,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task;

  g_return_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_space_create_ephemeral_async);
  run_job (task, space_job_new (root, NULL, KARNE_KEY_HOLDER_PASSPHRASE, NULL),
           create_ephemeral_in_thread);
}

/**
 * karne_space_create_ephemeral_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [func@Space.create_ephemeral_async].
 *
 * Returns: (transfer full): the space, open
 */
KarneSpace *
karne_space_create_ephemeral_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * karne_space_erase_leftovers_async:
 * @root: folder of such spaces
 * @cancellable: (nullable): a cancellable; once the work has begun it is done
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [func@Space.erase_leftovers], without waiting.
 */
void
karne_space_erase_leftovers_async (GFile *root,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task;

  g_return_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_space_erase_leftovers_async);
  run_job (task, space_job_new (root, NULL, KARNE_KEY_HOLDER_PASSPHRASE, NULL),
           erase_leftovers_in_thread);
}

/**
 * karne_space_erase_leftovers_finish:
 * @result: the result
 * @n_lost: (out) (optional): see [func@Space.erase_leftovers]
 * @error: return location for an error
 *
 * Finishes [func@Space.erase_leftovers_async].
 *
 * Returns: see [func@Space.erase_leftovers]
 */
gboolean
karne_space_erase_leftovers_finish (GAsyncResult *result, guint *n_lost, GError **error)
{
  const SpaceJob *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  job = g_task_get_task_data (G_TASK (result));
  if (n_lost != NULL)
    *n_lost = job->n_lost;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * karne_space_open_async:
 * @root: folder of the spaces
 * @name: name of the space
 * @passphrase: (nullable): its passphrase, if it has one
 * @cancellable: (nullable): a cancellable; once the work has begun it is done
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [func@Space.open], without waiting. Its store tells of changes in the main context of the
 * caller.
 */
void
karne_space_open_async (GFile *root,
                        const char *name,
                        const char *passphrase,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;

  g_return_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL && name != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_space_open_async);
  run_job (task, space_job_new (root, name, KARNE_KEY_HOLDER_PASSPHRASE, passphrase),
           open_in_thread);
}

/**
 * karne_space_open_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [func@Space.open_async].
 *
 * Returns: (transfer full): the space, open
 */
KarneSpace *
karne_space_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * karne_space_erase_async:
 * @root: folder of the spaces
 * @name: name of the space
 * @cancellable: (nullable): a cancellable; once the work has begun it is done
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [func@Space.erase], without waiting.
 */
void
karne_space_erase_async (GFile *root,
                         const char *name,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;

  g_return_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL && name != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_space_erase_async);
  run_job (task, space_job_new (root, name, KARNE_KEY_HOLDER_PASSPHRASE, NULL), erase_in_thread);
}

/**
 * karne_space_erase_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [func@Space.erase_async].
 *
 * Returns: see [func@Space.erase]
 */
gboolean
karne_space_erase_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * karne_space_close_async:
 * @self: a space
 * @cancellable: (nullable): a cancellable; once the work has begun it is done
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@Space.close], without waiting. Nothing else may use the space meanwhile.
 */
void
karne_space_close_async (KarneSpace *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_SPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_space_close_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, close_in_thread);
  g_object_unref (task);
}

/**
 * karne_space_close_finish:
 * @self: a space
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Space.close_async].
 *
 * Returns: see [method@Store.close]
 */
gboolean
karne_space_close_finish (KarneSpace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
