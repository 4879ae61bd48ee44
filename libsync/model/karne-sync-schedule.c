/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-sync-schedule-private.h"

#define MINUTE (60 * (gint64) G_USEC_PER_SEC)
#define PERIOD (10 * MINUTE)
#define FIRST_BACK_OFF MINUTE
#define LONGEST_BACK_OFF PERIOD

struct _KarneSyncSchedule
{
  KarneClock *clock;        /* (owned) */
  GNetworkMonitor *network; /* (owned) */
  gulong network_id;
  gboolean had_network;
  KarneSyncDueFunc func;
  gpointer data;

  gboolean is_running;
  gboolean has_failed;
  guint n_failures; /* one after the other, for now */
  guint timeout;    /* of the clock: until the next sync */
};

static void
disarm (KarneSyncSchedule *self)
{
  if (self->timeout != 0)
    karne_clock_remove (self->clock, self->timeout);
  self->timeout = 0;
}

static gboolean
due_cb (gpointer data)
{
  KarneSyncSchedule *self = data;

  self->timeout = 0;
  self->func (self->data);
  return G_SOURCE_REMOVE;
}

static void
arm (KarneSyncSchedule *self, gint64 delay)
{
  disarm (self);
  self->timeout = karne_clock_add_timeout (self->clock, delay, due_cb, self, NULL);
}

/* It is told of each change, not only of the one that counts. Where the last sync failed, any may
 * be the way back. */
static void
network_changed_cb (GNetworkMonitor *network, gboolean available, gpointer data)
{
  KarneSyncSchedule *self = data;
  gboolean is_news = available && (!self->had_network || self->has_failed);

  self->had_network = available;
  if (is_news && !self->is_running)
    {
      self->n_failures = 0;
      self->func (self->data);
    }
}

KarneSyncSchedule *
karne_sync_schedule_new (KarneClock *clock,
                         GNetworkMonitor *network,
                         KarneSyncDueFunc func,
                         gpointer data)
{
  KarneSyncSchedule *self = g_new0 (KarneSyncSchedule, 1);

  self->clock = g_object_ref (clock);
  self->network = g_object_ref (network != NULL ? network : g_network_monitor_get_default ());
  self->had_network = g_network_monitor_get_network_available (self->network);
  self->func = func;
  self->data = data;
  self->network_id =
      g_signal_connect (self->network, "network-changed", G_CALLBACK (network_changed_cb), self);
  return self;
}

void
karne_sync_schedule_free (KarneSyncSchedule *self)
{
  disarm (self);
  g_signal_handler_disconnect (self->network, self->network_id);
  g_clear_object (&self->network);
  g_clear_object (&self->clock);
  g_free (self);
}

void
karne_sync_schedule_begin (KarneSyncSchedule *self)
{
  self->is_running = TRUE;
  disarm (self);
}

/* Half of it by chance, so that a thousand counters that lost the same server do not come back
 * together. */
static gint64
draw_back_off (KarneSyncSchedule *self)
{
  gint64 whole = MIN (FIRST_BACK_OFF << MIN (self->n_failures - 1, 6), LONGEST_BACK_OFF);

  return whole / 2 + (gint64) (g_random_double () * (whole / 2));
}

static gint64
try_again (KarneSyncSchedule *self, gint64 not_before)
{
  gint64 delay;

  self->n_failures++;
  delay = MAX (draw_back_off (self), not_before - karne_clock_get_monotonic (self->clock));
  arm (self, delay);
  return delay;
}

static void
wait_for_next (KarneSyncSchedule *self)
{
  self->n_failures = 0;
  arm (self, PERIOD);
}

gint64
karne_sync_schedule_end (KarneSyncSchedule *self, KarneSyncState state, gint64 not_before)
{
  self->is_running = FALSE;
  self->has_failed = state == KARNE_SYNC_STATE_OFFLINE || state == KARNE_SYNC_STATE_UNAVAILABLE ||
                     state == KARNE_SYNC_STATE_FAILED;
  if (state == KARNE_SYNC_STATE_OFFLINE || state == KARNE_SYNC_STATE_UNAVAILABLE)
    return try_again (self, not_before);

  /* Without the person nothing would come of it. */
  if (state != KARNE_SYNC_STATE_SIGN_IN_NEEDED)
    wait_for_next (self);
  return -1;
}

void
karne_sync_schedule_stop (KarneSyncSchedule *self)
{
  self->is_running = FALSE;
  wait_for_next (self);
}
