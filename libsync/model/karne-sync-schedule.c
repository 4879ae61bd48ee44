/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-sync-schedule-private.h"

#define MINUTE (60 * (gint64) G_USEC_PER_SEC)
/* Up to a tenth less, by chance: many counters open at the same hour. */
#define PERIOD (10 * MINUTE)
#define FIRST_BACK_OFF MINUTE
#define LONGEST_BACK_OFF PERIOD

struct _KarneSyncSchedule
{
  KarneClock *clock;        /* (owned) */
  GNetworkMonitor *network; /* (owned) */
  gulong network_id;
  gulong metered_id;
  gboolean had_network;
  KarneSyncDueFunc func;
  KarneSyncSparingFunc sparing_func;
  gpointer data;

  GPowerProfileMonitor *power; /* (owned) (nullable) */
  gulong power_id;

  gboolean is_eager; /* what the person changed goes out at any cost */
  gboolean is_running;
  gboolean is_wanted; /* the person changed something, and nothing has begun since */
  gboolean is_sent;   /* the one under way was wanted */
  gboolean is_held;   /* what is wanted waits for the person, or for its time */
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

static void wait_for_next (KarneSyncSchedule *self);

gboolean
karne_sync_schedule_is_spared (KarneSyncSchedule *self)
{
  return g_network_monitor_get_network_metered (self->network) ||
         (self->power != NULL && g_power_profile_monitor_get_power_saver_enabled (self->power));
}

static gboolean
may_go (KarneSyncSchedule *self)
{
  return (self->is_eager && self->is_wanted) || !karne_sync_schedule_is_spared (self);
}

static gboolean
due_cb (gpointer data)
{
  KarneSyncSchedule *self = data;

  self->timeout = 0;
  if (may_go (self))
    self->func (self->data);
  else
    wait_for_next (self);
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
  if (is_news && !self->is_running && may_go (self))
    {
      self->n_failures = 0;
      self->func (self->data);
    }
}

/* What was kept back goes out as soon as nothing is to be spared any more. */
static void
sparing_changed_cb (GObject *monitor, GParamSpec *pspec, gpointer data)
{
  KarneSyncSchedule *self = data;

  if (self->is_wanted && !self->is_running && !self->is_held && may_go (self))
    self->func (self->data);
  self->sparing_func (self->data);
}

KarneSyncSchedule *
karne_sync_schedule_new (KarneClock *clock,
                         GNetworkMonitor *network,
                         GPowerProfileMonitor *power,
                         KarneSyncDueFunc func,
                         KarneSyncSparingFunc sparing_func,
                         gpointer data)
{
  KarneSyncSchedule *self = g_new0 (KarneSyncSchedule, 1);

  self->clock = g_object_ref (clock);
  self->network = g_object_ref (network != NULL ? network : g_network_monitor_get_default ());
  self->power = power != NULL ? g_object_ref (power) : g_power_profile_monitor_dup_default ();
  self->had_network = g_network_monitor_get_network_available (self->network);
  self->func = func;
  self->sparing_func = sparing_func;
  self->data = data;
  self->network_id =
      g_signal_connect (self->network, "network-changed", G_CALLBACK (network_changed_cb), self);
  self->metered_id = g_signal_connect (self->network, "notify::network-metered",
                                       G_CALLBACK (sparing_changed_cb), self);
  if (self->power != NULL)
    self->power_id = g_signal_connect (self->power, "notify::power-saver-enabled",
                                       G_CALLBACK (sparing_changed_cb), self);
  return self;
}

void
karne_sync_schedule_free (KarneSyncSchedule *self)
{
  disarm (self);
  g_signal_handler_disconnect (self->network, self->network_id);
  g_signal_handler_disconnect (self->network, self->metered_id);
  if (self->power != NULL)
    g_signal_handler_disconnect (self->power, self->power_id);
  g_clear_object (&self->power);
  g_clear_object (&self->network);
  g_clear_object (&self->clock);
  g_free (self);
}

void
karne_sync_schedule_begin (KarneSyncSchedule *self)
{
  self->is_running = TRUE;
  self->is_sent = self->is_wanted;
  self->is_wanted = FALSE;
  self->is_held = FALSE;
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
  arm (self, PERIOD - (gint64) (g_random_double () * (PERIOD / 10)));
}

void
karne_sync_schedule_set_eager (KarneSyncSchedule *self, gboolean is_eager)
{
  self->is_eager = is_eager;
}

void
karne_sync_schedule_hurry (KarneSyncSchedule *self)
{
  self->is_wanted = TRUE;
  self->is_held = FALSE;
  if (!self->is_running && may_go (self))
    self->func (self->data);
}

gint64
karne_sync_schedule_end (KarneSyncSchedule *self, KarneSyncState state, gint64 not_before)
{
  self->is_running = FALSE;
  self->has_failed = state == KARNE_SYNC_STATE_OFFLINE || state == KARNE_SYNC_STATE_UNAVAILABLE ||
                     state == KARNE_SYNC_STATE_FAILED;
  if (state == KARNE_SYNC_STATE_OFFLINE || state == KARNE_SYNC_STATE_UNAVAILABLE)
    {
      self->is_wanted = self->is_wanted || self->is_sent;
      return try_again (self, not_before);
    }

  /* Without the person nothing would come of it. */
  self->is_held = state == KARNE_SYNC_STATE_SIGN_IN_NEEDED;
  if (self->is_held)
    return -1;
  if (self->is_wanted)
    arm (self, 0);
  else
    wait_for_next (self);
  return -1;
}

void
karne_sync_schedule_stop (KarneSyncSchedule *self)
{
  self->is_running = FALSE;
  self->is_wanted = self->is_wanted || self->is_sent;
  self->is_held = TRUE;
  wait_for_next (self);
}
