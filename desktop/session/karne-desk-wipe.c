/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk-private.h"

/* A locked session to which nobody comes back, or only somebody who does not know the code. */

/* For so long a session that is to be wiped tries to send what it has. */
#define LAST_TRY_US (20 * (gint64) G_USEC_PER_SEC)

static void
wipe_now (KarneDesk *self)
{
  guint n_lost = karne_desk_get_n_unsent (self);

  if (self->wipe_timeout != 0)
    karne_clock_remove (self->clock, self->wipe_timeout);
  self->wipe_timeout = 0;
  karne_desk_set_loss (self, self->wiping, n_lost);
  karne_desk_close_async (self, NULL, NULL, NULL);
}

static gboolean
last_try_over_cb (gpointer data)
{
  KarneDesk *self = data;

  self->wipe_timeout = 0;
  wipe_now (self);
  return G_SOURCE_REMOVE;
}

static void
sent_cb (KarneUnsent *unsent, gpointer data)
{
  KarneDesk *self = data;

  if (self->wipe_timeout != 0 && !karne_desk_has_any_to_send (self))
    wipe_now (self);
}

static void
send_last (KarneDesk *self)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      KarneHeld *held = self->held->pdata[i];

      if (held->session == NULL || !karne_desk_has_to_send (held))
        continue;
      g_signal_connect_object (karne_session_get_unsent (held->session), "changed",
                               G_CALLBACK (sent_cb), self, 0);
      karne_session_sync (held->session);
    }
}

/* Nobody came back, or somebody who does not know the code. What can still be sent is. */
void
karne_desk_wipe (KarneDesk *self, KarneDeskLoss why)
{
  if (!self->locked || self->mode == KARNE_DESK_MODE_OWN || self->wipe_timeout != 0)
    return;
  self->wiping = why;
  if (!karne_desk_has_any_to_send (self))
    {
      wipe_now (self);
      return;
    }
  self->wipe_timeout =
      karne_clock_add_timeout (self->clock, LAST_TRY_US, last_try_over_cb, self, NULL);
  send_last (self);
}

/* Whether anybody is there */

static void
idle_lock_cb (KarneIdle *idle, gpointer data)
{
  karne_desk_lock (data);
}

static void
idle_wipe_cb (KarneIdle *idle, gpointer data)
{
  karne_desk_wipe (data, KARNE_DESK_LOSS_IDLE);
}

void
karne_desk_follow_idle (KarneDesk *self)
{
  g_signal_connect_object (self->idle, "lock", G_CALLBACK (idle_lock_cb), self, 0);
  g_signal_connect_object (self->idle, "wipe", G_CALLBACK (idle_wipe_cb), self, 0);
}
