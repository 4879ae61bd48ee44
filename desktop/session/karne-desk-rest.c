/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk-private.h"

/* How what is locked is laid to rest: as soon as it has nothing to send, and there is a code that
 * opens it again. */

gboolean
karne_desk_has_to_send (KarneHeld *held)
{
  KarneUnsent *unsent = held->session != NULL ? karne_session_get_unsent (held->session) : NULL;

  return unsent != NULL && (!held->is_settled || !karne_unsent_get_ready (unsent) ||
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

void
karne_desk_make_guard (KarneDesk *self, const char *code)
{
  self->making_guard = TRUE;
  karne_guard_new_async (code, NULL, guard_made_cb, g_object_ref (self));
}

/* FALSE where there is none, and none is on its way: then what is open cannot be shut, and goes. */
static gboolean
await_guard (KarneDesk *self)
{
  if (self->mode == KARNE_DESK_MODE_DEMO && !self->making_guard)
    karne_desk_make_guard (self, KARNE_DESK_DEMO_CODE);
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

/* Where that fails nothing can be sent, nor counted better. */
static void
settled_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneDesk) self = data;
  KarneUnsent *unsent = KARNE_UNSENT (object);

  karne_unsent_settle_finish (unsent, result);
  for (guint i = 0; i < self->held->len; i++)
    {
      KarneHeld *held = self->held->pdata[i];

      if (held->session != NULL && karne_session_get_unsent (held->session) == unsent)
        held->is_settled = TRUE;
    }
  one_done (self);
}

/* What was saved a moment before the lock is on its way to the disk, and nobody has heard of it. */
static void
settle (KarneDesk *self, KarneHeld *held)
{
  self->n_under_way++;
  karne_unsent_settle_async (karne_session_get_unsent (held->session), settled_cb,
                             g_object_ref (self));
}

/* The code is made meanwhile, where there is to be one: whoever unlocks waits for it. */
static gboolean
settle_all (KarneDesk *self)
{
  guint n_before = self->n_under_way;

  for (guint i = 0; i < self->held->len; i++)
    {
      KarneHeld *held = self->held->pdata[i];

      if (held->session != NULL && !held->is_settled)
        settle (self, held);
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

void
karne_desk_follow_unsent (KarneDesk *self, KarneHeld *held)
{
  g_signal_connect_object (karne_session_get_unsent (held->session), "changed",
                           G_CALLBACK (unsent_changed_cb), self, 0);
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
