/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-sync-status-private.h"

/* Syncs that nobody asks for. */

static void
due_cb (gpointer data)
{
  KarneSyncStatus *self = data;

  if (self->cancellable == NULL)
    karne_sync_status_sync_async (self, NULL, NULL, NULL);
}

static void
sparing_changed_cb (gpointer data)
{
  karne_sync_status_notify (data, PROP_HOLDS_BACK);
}

static void
begin (KarneSyncStatus *self)
{
  self->schedule = karne_sync_schedule_new (self->clock, self->network, self->power, due_cb,
                                            sparing_changed_cb, self);
  karne_sync_schedule_set_eager (self->schedule, self->sends_at_once);
  if (self->cancellable != NULL)
    karne_sync_schedule_begin (self->schedule);
  else if (karne_sync_schedule_is_spared (self->schedule))
    karne_sync_schedule_stop (self->schedule);
  else
    due_cb (self);
}

/**
 * karne_sync_status_set_automatic:
 * @self: a status
 * @automatic: whether the copy is brought up to date of itself
 *
 * Sets [property@SyncStatus:automatic].
 */
void
karne_sync_status_set_automatic (KarneSyncStatus *self, gboolean automatic)
{
  g_return_if_fail (KARNE_IS_SYNC_STATUS (self));

  automatic = !!automatic;
  if (automatic == karne_sync_status_get_automatic (self))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  if (automatic)
    begin (self);
  else
    karne_sync_status_forget_schedule (self);
  karne_sync_status_notify (self, PROP_AUTOMATIC);
  karne_sync_status_notify (self, PROP_HOLDS_BACK);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * karne_sync_status_get_automatic:
 * @self: a status
 *
 * Gets [property@SyncStatus:automatic].
 *
 * Returns: [property@SyncStatus:automatic]
 */
gboolean
karne_sync_status_get_automatic (KarneSyncStatus *self)
{
  g_return_val_if_fail (KARNE_IS_SYNC_STATUS (self), FALSE);

  return self->schedule != NULL;
}

/**
 * karne_sync_status_set_sends_at_once:
 * @self: a status
 * @sends_at_once: whether what the person changes is sent on any network
 *
 * Sets [property@SyncStatus:sends-at-once].
 */
void
karne_sync_status_set_sends_at_once (KarneSyncStatus *self, gboolean sends_at_once)
{
  g_return_if_fail (KARNE_IS_SYNC_STATUS (self));

  sends_at_once = !!sends_at_once;
  if (self->sends_at_once == sends_at_once)
    return;
  self->sends_at_once = sends_at_once;
  if (self->schedule != NULL)
    karne_sync_schedule_set_eager (self->schedule, sends_at_once);
  karne_sync_status_notify (self, PROP_SENDS_AT_ONCE);
  karne_sync_status_notify (self, PROP_HOLDS_BACK);
}

/**
 * karne_sync_status_get_sends_at_once:
 * @self: a status
 *
 * Gets [property@SyncStatus:sends-at-once].
 *
 * Returns: [property@SyncStatus:sends-at-once]
 */
gboolean
karne_sync_status_get_sends_at_once (KarneSyncStatus *self)
{
  g_return_val_if_fail (KARNE_IS_SYNC_STATUS (self), FALSE);

  return self->sends_at_once;
}

/**
 * karne_sync_status_get_holds_back:
 * @self: a status
 *
 * Gets [property@SyncStatus:holds-back].
 *
 * Returns: [property@SyncStatus:holds-back]
 */
gboolean
karne_sync_status_get_holds_back (KarneSyncStatus *self)
{
  g_return_val_if_fail (KARNE_IS_SYNC_STATUS (self), FALSE);

  return self->schedule != NULL && !self->sends_at_once &&
         karne_sync_schedule_is_spared (self->schedule);
}
