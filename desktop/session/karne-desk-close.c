/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk-private.h"

/* The end of what is open at the desk, asked for or not. */

typedef struct
{
  /* In progress */
  guint n_open;

  /* Output */
  GError *error; /* (owned) (nullable) the first one */
} CloseJob;

static void
close_job_free (CloseJob *job)
{
  g_clear_error (&job->error);
  g_free (job);
}

static void
end_close_when_done (GTask *task)
{
  KarneDesk *self = g_task_get_source_object (task);
  CloseJob *job = g_task_get_task_data (task);

  if (job->n_open > 0)
    return;
  g_clear_object (&self->demo);
  karne_desk_end_task (g_object_ref (task), g_steal_pointer (&job->error));
}

static void
session_closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CloseJob *job = g_task_get_task_data (task);

  karne_session_close_finish (KARNE_SESSION (object), result,
                              job->error == NULL ? &job->error : NULL);
  job->n_open--;
  end_close_when_done (task);
}

static void
close_profile (GTask *task, KarneProfile *profile)
{
  CloseJob *job = g_task_get_task_data (task);
  KarneSession *session = karne_profile_get_session (profile);

  if (session == NULL)
    return;
  job->n_open++;
  karne_session_close_async (session, NULL, session_closed_cb, g_object_ref (task));
}

static void
space_closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CloseJob *job = g_task_get_task_data (task);

  karne_space_close_finish (KARNE_SPACE (object), result, job->error == NULL ? &job->error : NULL);
  job->n_open--;
  end_close_when_done (task);
}

/* What was locked goes without being opened again. */
static void
close_held (GTask *task, KarneHeld *held)
{
  CloseJob *job = g_task_get_task_data (task);

  if (held->session != NULL)
    {
      job->n_open++;
      karne_session_close_async (held->session, NULL, session_closed_cb, g_object_ref (task));
    }
  if (held->space != NULL)
    {
      job->n_open++;
      karne_space_close_async (held->space, NULL, space_closed_cb, g_object_ref (task));
    }
}

/* (transfer full) task */
void
karne_desk_begin_close (GTask *task)
{
  G_GNUC_UNUSED g_autoptr (GTask) held = task;
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) held_records = NULL;
  KarneDesk *self = g_task_get_source_object (task);
  CloseJob *job = g_task_get_task_data (task);

  held_records = g_steal_pointer (&self->held);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_held_free);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->profiles)); i++)
    g_ptr_array_add (profiles, g_list_model_get_item (G_LIST_MODEL (self->profiles), i));
  karne_desk_set_profile (self, NULL);
  karne_desk_forget_lock (self);
  karne_desk_set_mode (self, KARNE_DESK_MODE_CLOSED);
  g_list_store_remove_all (self->profiles);
  g_list_store_remove_all (self->saved);
  job->n_open = 1; /* until all have been told */
  for (guint i = 0; i < profiles->len; i++)
    close_profile (task, profiles->pdata[i]);
  for (guint i = 0; i < held_records->len; i++)
    close_held (task, held_records->pdata[i]);
  job->n_open--;
  end_close_when_done (task);
}

/* Closes all that is open; what was for this session only is erased. Nothing of it is shown from
 * the moment of the call, or, where something is just being opened, from the moment that stops. */
void
karne_desk_close_async (KarneDesk *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_DESK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_desk_close_async);
  g_task_set_task_data (task, g_new0 (CloseJob, 1), (GDestroyNotify) close_job_free);
  if (self->busy)
    {
      g_queue_push_tail (&self->queued, task);
      g_cancellable_cancel (self->opening);
      return;
    }
  karne_desk_set_busy (self, TRUE);
  karne_desk_begin_close (task);
}

gboolean
karne_desk_close_finish (KarneDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What a crash left */

static void
leftovers_erased_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_lost = 0;

  if (!karne_space_erase_leftovers_finish (result, &n_lost, &error))
    g_debug ("Erasing what a crash left: %s", error->message);
  if (n_lost > 0)
    karne_desk_set_loss (self, KARNE_DESK_LOSS_CRASH, n_lost);
}

/* What a crash left of spaces that do not last is noise without its key, and takes room. */
void
karne_desk_erase_leftovers (KarneDesk *self)
{
  g_autoptr (GFile) root = karne_space_get_ephemeral_root ();

  karne_space_erase_leftovers_async (root, NULL, leftovers_erased_cb, g_object_ref (self));
}
