/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk-private.h"

#include "karne-open-record.h"

#include <string.h>

/* The other half of KarneDesk. While it is locked, what was open is held here: no session, no name
 * of anybody is in its properties, so that nothing of it is in any widget.
 *
 * A record that lasts is closed, and its passphrase opens it again. One that does not last stays
 * open as long as it has something to send, and then is closed without being erased, with its key
 * shut by the code (karne_space_rest). */

/* A list that was being read when somebody saved something is read again, behind what was asked of
 * the store by then: after the second time it is known what there is to send. */
#define SETTLES 2

/* What is held */

static KarneHeld *
held_new (KarneProfile *profile)
{
  KarneHeld *held = g_new0 (KarneHeld, 1);

  held->profile = g_object_ref (profile);
  g_set_object (&held->session, karne_profile_get_session (profile));
  karne_profile_set_session (profile, NULL);
  return held;
}

void
karne_held_free (KarneHeld *held)
{
  g_clear_object (&held->profile);
  g_clear_object (&held->session);
  g_clear_object (&held->space);
  g_free (held);
}

void
karne_desk_hold (KarneDesk *self, KarneProfile *profile)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      KarneHeld *held = self->held->pdata[i];

      if (held->profile == profile)
        {
          g_set_object (&held->session, karne_profile_get_session (profile));
          karne_profile_set_session (profile, NULL);
          return;
        }
    }
  g_ptr_array_add (self->held, held_new (profile));
}

static guint
count_unsent (KarneHeld *held)
{
  if (held->session != NULL)
    return karne_unsent_get_count (karne_session_get_unsent (held->session));
  return held->n_unsent;
}

gboolean
karne_desk_has_to_send (KarneHeld *held)
{
  KarneUnsent *unsent = held->session != NULL ? karne_session_get_unsent (held->session) : NULL;

  return unsent != NULL && (held->n_settled < SETTLES || !karne_unsent_get_ready (unsent) ||
                            karne_unsent_get_n_to_send (unsent) > 0);
}

gboolean
karne_desk_has_any_to_send (KarneDesk *self)
{
  for (guint i = 0; i < self->held->len; i++)
    if (karne_desk_has_to_send (self->held->pdata[i]))
      return TRUE;
  return FALSE;
}

/* Laying to rest */

static void
one_done (KarneDesk *self)
{
  self->n_under_way--;
  if (self->n_under_way == 0)
    karne_desk_go_on (self);
}

static void
session_closed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneDesk) self = data;
  g_autoptr (GError) error = NULL;

  if (!karne_session_close_finish (KARNE_SESSION (object), result, &error))
    g_debug ("Closing a record that is locked: %s", error->message);
  one_done (self);
}

static void
space_rests_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneDesk) self = data;
  g_autoptr (GError) error = NULL;

  if (!karne_space_rest_finish (KARNE_SPACE (object), result, &error))
    g_debug ("Laying a record to rest: %s", error->message);
  one_done (self);
}

/* Without a code nothing could be opened again. */
static void
guard_made_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneDesk) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneGuard) guard = karne_guard_new_finish (result, &error);
  gboolean was_awaited = self->awaiting_guard;

  self->making_guard = FALSE;
  self->awaiting_guard = FALSE;
  if (guard != NULL)
    karne_desk_set_guard (self, guard);
  else
    g_debug ("Shutting a session: %s", error->message);
  if (was_awaited && guard == NULL)
    karne_desk_wipe (self, KARNE_DESK_LOSS_IDLE);
  if (was_awaited)
    one_done (self);
}

static void
make_guard (KarneDesk *self, const char *code)
{
  self->making_guard = TRUE;
  karne_guard_new_async (code, NULL, guard_made_cb, g_object_ref (self));
}

/* FALSE where there is none, and none is on its way: then what is open cannot be shut, and goes. */
static gboolean
await_guard (KarneDesk *self)
{
  if (self->mode == KARNE_DESK_MODE_DEMO && !self->making_guard)
    make_guard (self, KARNE_DESK_DEMO_CODE);
  if (!self->making_guard)
    {
      karne_desk_wipe (self, KARNE_DESK_LOSS_IDLE);
      return FALSE;
    }
  self->awaiting_guard = TRUE;
  self->n_under_way++;
  karne_desk_set_busy (self, TRUE);
  return TRUE;
}

typedef struct
{
  KarneDesk *desk;       /* (owned) */
  KarneSession *session; /* (owned) */
} Settling;

static void settle (KarneDesk *self, KarneSession *session);

/* Where that fails nothing can be sent, nor counted better. */
static void
settled_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Settling *settling = data;
  g_autoptr (KarneDesk) self = settling->desk;
  g_autoptr (KarneSession) session = settling->session;
  gboolean ok = karne_store_settle_finish (KARNE_STORE (object), result, NULL);

  g_free (settling);
  for (guint i = 0; i < self->held->len; i++)
    {
      KarneHeld *held = self->held->pdata[i];

      if (held->session == session)
        held->n_settled = ok ? held->n_settled + 1 : SETTLES;
      if (held->session == session && held->n_settled < SETTLES)
        settle (self, session);
    }
  one_done (self);
}

/* What was saved a moment before the lock is on its way to the disk, and nobody has heard of it. */
static void
settle (KarneDesk *self, KarneSession *session)
{
  Settling *settling = g_new0 (Settling, 1);

  settling->desk = g_object_ref (self);
  settling->session = g_object_ref (session);
  self->n_under_way++;
  karne_store_settle_async (karne_session_get_store (session), NULL, settled_cb, settling);
}

/* The code is made meanwhile, where there is to be one: whoever unlocks waits for it. */
static gboolean
settle_all (KarneDesk *self)
{
  guint n_before = self->n_under_way;

  for (guint i = 0; i < self->held->len; i++)
    {
      const KarneHeld *held = self->held->pdata[i];

      if (held->session != NULL && held->n_settled < SETTLES)
        settle (self, held->session);
    }
  if (self->n_under_way == n_before)
    return FALSE;
  karne_desk_set_busy (self, TRUE);
  if (self->guard == NULL && (self->making_guard || self->mode == KARNE_DESK_MODE_DEMO))
    await_guard (self);
  return TRUE;
}

static void
unsent_changed_cb (KarneUnsent *unsent, gpointer data)
{
  KarneDesk *self = data;

  if (!self->locked || self->busy || karne_desk_has_any_to_send (self))
    return;
  karne_desk_set_busy (self, TRUE);
  karne_desk_go_on (self);
}

static void
lay_to_rest (KarneDesk *self, KarneHeld *held)
{
  g_autoptr (KarneSession) session = g_steal_pointer (&held->session);

  self->n_under_way++;
  if (self->mode == KARNE_DESK_MODE_OWN)
    {
      karne_session_close_async (session, NULL, session_closed_cb, g_object_ref (self));
      return;
    }
  held->n_unsent = karne_unsent_get_count (karne_session_get_unsent (session));
  held->space = karne_session_take_space (session);
  karne_space_rest_async (held->space, self->guard, NULL, space_rests_cb, g_object_ref (self));
}

gboolean
karne_desk_rest (KarneDesk *self)
{
  if (!self->locked)
    return FALSE;
  if (self->mode != KARNE_DESK_MODE_OWN && settle_all (self))
    return TRUE;
  if (self->mode != KARNE_DESK_MODE_OWN && self->guard == NULL)
    return await_guard (self);
  for (guint i = 0; i < self->held->len; i++)
    {
      KarneHeld *held = self->held->pdata[i];

      if (held->session != NULL &&
          (self->mode == KARNE_DESK_MODE_OWN || !karne_desk_has_to_send (held)))
        lay_to_rest (self, held);
    }
  if (self->n_under_way > 0)
    karne_desk_set_busy (self, TRUE);
  return self->n_under_way > 0;
}

/* Locking */

static void
hold_all (KarneDesk *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->profiles));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);
      KarneHeld *held = held_new (profile);

      if (held->session != NULL)
        g_signal_connect_object (karne_session_get_unsent (held->session), "changed",
                                 G_CALLBACK (unsent_changed_cb), self, 0);
      g_ptr_array_add (self->held, held);
    }
}

static void
remember_space (KarneDesk *self)
{
  KarneSession *session = karne_desk_get_session (self);

  g_clear_pointer (&self->space_name, g_free);
  if (self->mode == KARNE_DESK_MODE_OWN && session != NULL)
    self->space_name = g_strdup (karne_space_get_name (karne_session_get_space (session)));
}

/* Takes away all that is shown, at once. What is just being opened is stopped; what was asked for
 * while it was being unlocked counts afterwards. */
void
karne_desk_lock (KarneDesk *self)
{
  g_return_if_fail (KARNE_IS_DESK (self));

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  if (self->locked)
    self->lock_again = self->busy;
  if (self->locked || self->mode == KARNE_DESK_MODE_CLOSED)
    return;
  self->locked = TRUE;
  self->lock_again = FALSE;
  karne_desk_notify_locked (self);
  remember_space (self);
  g_set_object (&self->returning, self->profile);
  hold_all (self);
  karne_desk_set_profile (self, NULL);
  g_list_store_remove_all (self->profiles);
  if (!self->busy)
    karne_desk_rest (self);
}

void
karne_desk_forget_lock (KarneDesk *self)
{
  gboolean was_locked = self->locked;

  if (self->wipe_timeout != 0)
    karne_clock_remove (self->clock, self->wipe_timeout);
  self->wipe_timeout = 0;
  self->locked = FALSE;
  self->lock_again = FALSE;
  g_clear_object (&self->returning);
  g_clear_pointer (&self->guard, karne_guard_unref);
  g_clear_pointer (&self->space_name, g_free);
  if (was_locked)
    karne_desk_notify_locked (self);
}

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
  g_ptr_array_add (self->held, held_new (profile));
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
  g_signal_connect_object (karne_session_get_unsent (held->session), "changed",
                           G_CALLBACK (unsent_changed_cb), self, 0);
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

/* What is known */

void
karne_desk_set_guard (KarneDesk *self, KarneGuard *guard)
{
  g_return_if_fail (KARNE_IS_DESK (self) && guard != NULL);

  g_clear_pointer (&self->guard, karne_guard_unref);
  self->guard = karne_guard_ref (guard);
}

/* The code that somebody chose for their session, be it before it is open; the code itself is not
 * kept. What is locked before it is ready waits for it. */
void
karne_desk_set_code (KarneDesk *self, const char *code)
{
  g_return_if_fail (KARNE_IS_DESK (self) && karne_guard_is_code (code));

  make_guard (self, code);
}

gboolean
karne_desk_get_locked (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), FALSE);

  return self->locked;
}

KarneGuard *
karne_desk_get_guard (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), NULL);

  return self->guard;
}

gint64
karne_desk_get_wait (KarneDesk *self)
{
  g_return_val_if_fail (KARNE_IS_DESK (self), 0);

  return self->guard != NULL
             ? karne_guard_get_wait (self->guard, karne_clock_get_monotonic (self->clock))
             : 0;
}

guint
karne_desk_get_n_unsent (KarneDesk *self)
{
  guint n = 0;

  g_return_val_if_fail (KARNE_IS_DESK (self), 0);

  for (guint i = 0; i < self->held->len; i++)
    n += count_unsent (self->held->pdata[i]);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->profiles)); i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);
      KarneSession *session = karne_profile_get_session (profile);

      if (session != NULL)
        n += karne_unsent_get_count (karne_session_get_unsent (session));
    }
  return n;
}

/* Where all of it is */

static void
add_space (GPtrArray *spaces, KarneSession *session, KarneSpace *space)
{
  if (session != NULL)
    g_ptr_array_add (spaces, g_object_ref (karne_session_get_space (session)));
  else if (space != NULL)
    g_ptr_array_add (spaces, g_object_ref (space));
}

GPtrArray *
karne_desk_list_spaces (KarneDesk *self)
{
  GPtrArray *spaces;

  g_return_val_if_fail (KARNE_IS_DESK (self), NULL);

  spaces = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->profiles)); i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);

      add_space (spaces, karne_profile_get_session (profile), NULL);
    }
  for (guint i = 0; i < self->held->len; i++)
    {
      KarneHeld *held = self->held->pdata[i];

      add_space (spaces, held->session, held->space);
    }
  return spaces;
}
