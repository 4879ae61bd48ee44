/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk-private.h"

/* The other half of KarneDesk. While it is locked, what was open is held here: no session, no name
 * of anybody is in its properties, so that nothing of it is in any widget.
 *
 * A record that lasts is closed, and its passphrase opens it again. One that does not last stays
 * open as long as it has something to send, and then is closed without being erased, with its key
 * shut by the code (karne_space_rest). */

/* What is held */

KarneHeld *
karne_held_new (KarneProfile *profile)
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
  KarneHeld *held;

  for (guint i = 0; i < self->held->len; i++)
    {
      held = self->held->pdata[i];
      if (held->profile == profile)
        {
          g_set_object (&held->session, karne_profile_get_session (profile));
          karne_profile_set_session (profile, NULL);
          if (held->session != NULL)
            karne_desk_follow_unsent (self, held);
          return;
        }
    }
  held = karne_held_new (profile);
  if (held->session != NULL)
    karne_desk_follow_unsent (self, held);
  g_ptr_array_add (self->held, held);
}

static guint
count_unsent (KarneHeld *held)
{
  if (held->session != NULL)
    return karne_unsent_get_count (karne_session_get_unsent (held->session));
  return held->n_unsent;
}

/* Locking */

static void
hold_all (KarneDesk *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->profiles));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KarneProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);
      KarneHeld *held = karne_held_new (profile);

      if (held->session != NULL)
        karne_desk_follow_unsent (self, held);
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

  karne_desk_make_guard (self, code);
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
