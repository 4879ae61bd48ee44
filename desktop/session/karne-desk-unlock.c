/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk-private.h"

#include "karne-open-record.h"

#include <string.h>

/* How what is locked is shown again: by its passphrase, or by its code. */

/* Unlocking */

typedef struct
{
  /* Input */
  char *secret; /* (owned) wiped as soon as it was tried */

  /* In progress */
  KarneKey *opened; /* (owned) (nullable) */
} Unlocking;

static void
forget_secret (Unlocking *unlocking)
{
  if (unlocking->secret != NULL)
    explicit_bzero (unlocking->secret, strlen (unlocking->secret));
  g_clear_pointer (&unlocking->secret, g_free);
}

static void
unlocking_free (Unlocking *unlocking)
{
  forget_secret (unlocking);
  g_clear_pointer (&unlocking->opened, karne_key_unref);
  g_free (unlocking);
}

static KarneProfile *
choose_returning (KarneDesk *self)
{
  KarneProfile *first = NULL;

  for (guint i = 0; i < self->held->len; i++)
    {
      KarneHeld *held = self->held->pdata[i];

      if (held->session != NULL && (first == NULL || held->profile == self->returning))
        first = held->profile;
    }
  return first;
}

/* (transfer full) task. All that was held is shown again. */
static void
show_again (GTask *task)
{
  KarneDesk *self = g_task_get_source_object (task);
  g_autoptr (KarneProfile) shown = NULL;
  g_autoptr (GPtrArray) held_records = NULL;

  g_set_object (&shown, choose_returning (self));
  held_records = g_steal_pointer (&self->held);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_held_free);
  if (self->wipe_timeout != 0)
    karne_clock_remove (self->clock, self->wipe_timeout);
  self->wipe_timeout = 0;
  self->locked = FALSE;
  for (guint i = 0; i < held_records->len; i++)
    {
      KarneHeld *held = held_records->pdata[i];

      if (held->session != NULL)
        g_signal_handlers_disconnect_by_data (karne_session_get_unsent (held->session), self);
      karne_profile_set_session (held->profile, held->session);
      g_list_store_append (self->profiles, held->profile);
      if (held->session != NULL)
        karne_session_keep_up_to_date (held->session);
    }
  g_clear_object (&self->returning);
  karne_desk_set_profile (self, shown);
  karne_desk_notify_locked (self);
  karne_desk_end_task (task, NULL);
  if (self->lock_again)
    karne_desk_lock (self);
  else if (shown == NULL)
    karne_desk_close_async (self, NULL, NULL, NULL);
}

static void
reopened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (KarneProfile) profile = karne_open_record_finish (result, &error);

  if (profile == NULL)
    {
      karne_desk_end_task (task, error);
      return;
    }
  g_ptr_array_set_size (self->held, 0);
  g_ptr_array_add (self->held, karne_held_new (profile));
  show_again (task);
}

static void wake_next (GTask *task);

static void
session_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (karne_session_start_finish (KARNE_SESSION (object), result, &error))
    wake_next (task);
  else
    karne_desk_end_task (task, error);
}

static KarneHeld *
find_resting (KarneDesk *self)
{
  for (guint i = 0; i < self->held->len; i++)
    if (((KarneHeld *) self->held->pdata[i])->space != NULL)
      return self->held->pdata[i];
  return NULL;
}

static void
space_woken_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KarneDesk *self = g_task_get_source_object (task);
  KarneHeld *held = find_resting (self);
  g_autoptr (KarneSpace) space = NULL;
  GError *error = NULL;

  if (!karne_space_wake_finish (KARNE_SPACE (object), result, &error))
    {
      karne_desk_end_task (task, error);
      return;
    }
  space = g_steal_pointer (&held->space);
  held->session = karne_open_record_make_session (space, self->clock, held->profile);
  karne_desk_follow_unsent (self, held);
  karne_session_start_async (held->session, NULL, session_started_cb, task);
}

/* (transfer full) task. One after the other, then all are shown. */
static void
wake_next (GTask *task)
{
  KarneDesk *self = g_task_get_source_object (task);
  const Unlocking *unlocking = g_task_get_task_data (task);
  KarneHeld *held = find_resting (self);

  if (held != NULL)
    karne_space_wake_async (held->space, self->guard, unlocking->opened, NULL, space_woken_cb,
                            task);
  else
    show_again (task);
}

static void
guard_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  g_autoptr (KarneDesk) self = g_object_ref (g_task_get_source_object (task));
  Unlocking *unlocking = g_task_get_task_data (task);
  GError *error = NULL;

  unlocking->opened = karne_guard_open_finish (result, &error);
  if (unlocking->opened != NULL)
    {
      wake_next (task);
      return;
    }
  karne_desk_end_task (task, error);
  if (self->guard != NULL && karne_guard_get_tries_left (self->guard) == 0)
    karne_desk_wipe (self, KARNE_DESK_LOSS_TRIES);
}

void
karne_desk_begin_unlock (GTask *task)
{
  KarneDesk *self = g_task_get_source_object (task);
  Unlocking *unlocking = g_task_get_task_data (task);

  if (!self->locked)
    {
      karne_desk_end_task (task, NULL);
      return;
    }
  if (self->mode != KARNE_DESK_MODE_OWN && self->guard == NULL)
    {
      /* Its code could not be made: it is being wiped. */
      forget_secret (unlocking);
      karne_desk_end_task (task, g_error_new_literal (KARNE_ERROR, KARNE_ERROR_WRONG_KEY,
                                                      "Unlocking: there is no code"));
      return;
    }
  if (self->mode == KARNE_DESK_MODE_OWN)
    karne_open_record_sealed_async (self->clock, self->space_name, unlocking->secret, NULL,
                                    reopened_cb, task);
  else
    karne_guard_open_async (self->guard, unlocking->secret, karne_clock_get_monotonic (self->clock),
                            NULL, guard_opened_cb, task);
  forget_secret (unlocking);
}

void
karne_desk_unlock_async (KarneDesk *self,
                         const char *secret,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;
  Unlocking *unlocking;

  g_return_if_fail (KARNE_IS_DESK (self) && secret != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_desk_unlock_async);
  unlocking = g_new0 (Unlocking, 1);
  unlocking->secret = g_strdup (secret);
  g_task_set_task_data (task, unlocking, (GDestroyNotify) unlocking_free);
  if (self->busy)
    {
      g_queue_push_tail (&self->queued, task);
      return;
    }
  karne_desk_set_busy (self, TRUE);
  karne_desk_begin_unlock (task);
}

gboolean
karne_desk_unlock_finish (KarneDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
