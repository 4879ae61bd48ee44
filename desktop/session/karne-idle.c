/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-idle.h"

/* What is said changes so often before it locks: whoever listens to it hears it thrice. */
#define STEP_SECONDS 10
#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

/**
 * KarneIdle:
 *
 * Whether anybody is there: says when a session is to be locked because nobody is, and when one
 * that is locked is to be wiped because nobody came back.
 */
struct _KarneIdle
{
  GObject parent_instance;

  KarneClock *clock; /* (owned) */
  gint64 lock_us;
  gint64 wipe_us; /* 0 for never */
  KarneIdleWatch watch;
  gint64 since;  /* monotonic: when somebody was last there, or when it was locked */
  guint timeout; /* of the clock */
  guint seconds_left;
};

G_DEFINE_FINAL_TYPE (KarneIdle, karne_idle, G_TYPE_OBJECT)

typedef enum
{
  PROP_SECONDS_LEFT = 1,
  N_PROPS
} KarneIdleProperty;

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_LOCK,
  SIGNAL_WIPE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void look (KarneIdle *self);

static void
set_seconds_left (KarneIdle *self, guint seconds_left)
{
  if (self->seconds_left == seconds_left)
    return;
  self->seconds_left = seconds_left;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDS_LEFT]);
}

static void
stop (KarneIdle *self)
{
  if (self->timeout != 0)
    karne_clock_remove (self->clock, self->timeout);
  self->timeout = 0;
}

static gboolean
timeout_cb (gpointer data)
{
  KarneIdle *self = data;

  self->timeout = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
look_again_in (KarneIdle *self, gint64 delay_us)
{
  stop (self);
  self->timeout = karne_clock_add_timeout (self->clock, delay_us, timeout_cb, self, NULL);
}

/* Near the end it looks at each step, else not before the warning. */
static void
look_while_open (KarneIdle *self, gint64 gone_by)
{
  const gint64 step_us = STEP_SECONDS * G_USEC_PER_SEC;
  gint64 left = self->lock_us - gone_by;
  gint64 steps = (left + step_us - 1) / step_us;

  if (left <= 0)
    {
      karne_idle_set_watch (self, KARNE_IDLE_WATCH_NOTHING);
      g_signal_emit (self, signals[SIGNAL_LOCK], 0);
      return;
    }
  if (left > KARNE_IDLE_WARNING_SECONDS * G_USEC_PER_SEC)
    {
      set_seconds_left (self, 0);
      look_again_in (self, left - KARNE_IDLE_WARNING_SECONDS * G_USEC_PER_SEC);
      return;
    }
  set_seconds_left (self, (guint) steps * STEP_SECONDS);
  look_again_in (self, left - (steps - 1) * step_us);
}

static void
look_while_locked (KarneIdle *self, gint64 gone_by)
{
  if (self->wipe_us == 0)
    return;
  if (gone_by < self->wipe_us)
    {
      look_again_in (self, self->wipe_us - gone_by);
      return;
    }
  karne_idle_set_watch (self, KARNE_IDLE_WATCH_NOTHING);
  g_signal_emit (self, signals[SIGNAL_WIPE], 0);
}

static void
look (KarneIdle *self)
{
  gint64 gone_by = karne_clock_get_monotonic (self->clock) - self->since;

  switch (self->watch)
    {
    case KARNE_IDLE_WATCH_OPEN:
      look_while_open (self, gone_by);
      return;
    case KARNE_IDLE_WATCH_LOCKED:
      look_while_locked (self, gone_by);
      return;
    case KARNE_IDLE_WATCH_NOTHING:
      break;
    }
}

void
karne_idle_set_limits (KarneIdle *self, guint lock, guint wipe)
{
  g_return_if_fail (KARNE_IS_IDLE (self) && lock > 0);

  self->lock_us = lock * MINUTE_US;
  self->wipe_us = wipe * MINUTE_US;
  look (self);
}

/* The time counts from here. */
void
karne_idle_set_watch (KarneIdle *self, KarneIdleWatch watch)
{
  g_return_if_fail (KARNE_IS_IDLE (self));

  if (self->watch == watch)
    return;
  stop (self);
  self->watch = watch;
  self->since = karne_clock_get_monotonic (self->clock);
  set_seconds_left (self, 0);
  look (self);
}

/* Called for each movement of the pointer: no more is done than has to be. What is locked waits for
 * a code, not for a movement. */
void
karne_idle_touch (KarneIdle *self)
{
  g_return_if_fail (KARNE_IS_IDLE (self));

  if (self->watch != KARNE_IDLE_WATCH_OPEN)
    return;
  self->since = karne_clock_get_monotonic (self->clock);
  if (self->seconds_left > 0)
    look (self);
}

guint
karne_idle_get_seconds_left (KarneIdle *self)
{
  g_return_val_if_fail (KARNE_IS_IDLE (self), 0);

  return self->seconds_left;
}

static void
karne_idle_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((KarneIdleProperty) prop_id)
    {
    case PROP_SECONDS_LEFT:
      g_value_set_uint (value, KARNE_IDLE (object)->seconds_left);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_idle_dispose (GObject *object)
{
  KarneIdle *self = KARNE_IDLE (object);

  if (self->clock != NULL)
    stop (self);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (karne_idle_parent_class)->dispose (object);
}

static void
karne_idle_class_init (KarneIdleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = karne_idle_get_property;
  object_class->dispose = karne_idle_dispose;

  properties[PROP_SECONDS_LEFT] =
      g_param_spec_uint ("seconds-left", NULL, NULL, 0, KARNE_IDLE_WARNING_SECONDS, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_LOCK] = g_signal_new ("lock", KARNE_TYPE_IDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_WIPE] = g_signal_new ("wipe", KARNE_TYPE_IDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
}

static void
karne_idle_init (KarneIdle *self)
{
  self->lock_us = 3 * MINUTE_US;
  self->wipe_us = 15 * MINUTE_US;
}

KarneIdle *
karne_idle_new (KarneClock *clock)
{
  KarneIdle *self = g_object_new (KARNE_TYPE_IDLE, NULL);

  self->clock = g_object_ref (clock);
  return self;
}
