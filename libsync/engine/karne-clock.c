/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-clock.h"

G_DEFINE_INTERFACE (KarneClock, karne_clock, G_TYPE_OBJECT)

static void
karne_clock_default_init (KarneClockInterface *iface)
{
}

/**
 * karne_clock_get_monotonic:
 * @self: a clock
 *
 * Microseconds since some moment, never going back.
 *
 * Returns: the time
 */
gint64
karne_clock_get_monotonic (KarneClock *self)
{
  g_return_val_if_fail (KARNE_IS_CLOCK (self), 0);

  return KARNE_CLOCK_GET_IFACE (self)->get_monotonic (self);
}

/**
 * karne_clock_get_real:
 * @self: a clock
 *
 * Microseconds since 1970 in UTC, as this computer believes. It may be wrong by a year: show it,
 * never order anything by it.
 *
 * Returns: the time
 */
gint64
karne_clock_get_real (KarneClock *self)
{
  g_return_val_if_fail (KARNE_IS_CLOCK (self), 0);

  return KARNE_CLOCK_GET_IFACE (self)->get_real (self);
}

/**
 * karne_clock_add_timeout:
 * @self: a clock
 * @delay_us: after how long, in microseconds; 0 or less: at the next turn of the main context
 * @func: (scope notified) (closure data) (destroy destroy): what to call, once; what it returns
 * does not matter
 * @data: for @func
 * @destroy: (nullable): frees @data, after the call or when the timeout is removed
 *
 * Calls @func once, later, in the thread-default main context of the caller.
 *
 * Returns: an id for [method@Clock.remove], never 0
 */
guint
karne_clock_add_timeout (KarneClock *self,
                         gint64 delay_us,
                         GSourceFunc func,
                         gpointer data,
                         GDestroyNotify destroy)
{
  g_return_val_if_fail (KARNE_IS_CLOCK (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  return KARNE_CLOCK_GET_IFACE (self)->add_timeout (self, delay_us, func, data, destroy);
}

/**
 * karne_clock_remove:
 * @self: a clock
 * @id: what [method@Clock.add_timeout] returned
 *
 * Forgets a timeout. One that has been called already may be removed too: nothing happens.
 */
void
karne_clock_remove (KarneClock *self, guint id)
{
  g_return_if_fail (KARNE_IS_CLOCK (self));

  KARNE_CLOCK_GET_IFACE (self)->remove (self, id);
}

/* The computer's own clock. Ids are its own, not those of GLib, which repeat in each main context;
 * so any thread may remove a timeout. */
#define KARNE_TYPE_SYSTEM_CLOCK (karne_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (KarneSystemClock, karne_system_clock, KARNE, SYSTEM_CLOCK, GObject)

struct _KarneSystemClock
{
  GObject parent_instance;

  GMutex lock;
  GHashTable *sources; /* (owned) id -> GSource, guarded by lock */
  guint last_id;       /* guarded by lock */
};

static void karne_system_clock_iface_init (KarneClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KarneSystemClock,
                               karne_system_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KARNE_TYPE_CLOCK,
                                                      karne_system_clock_iface_init))

typedef struct
{
  GSource source;

  KarneSystemClock *clock; /* (owned) */
  guint id;
} TimeoutSource;

static GSource *
steal_source (KarneSystemClock *self, guint id)
{
  gpointer source = NULL;

  g_mutex_lock (&self->lock);
  g_hash_table_steal_extended (self->sources, GUINT_TO_POINTER (id), NULL, &source);
  g_mutex_unlock (&self->lock);

  return source;
}

static gboolean
timeout_source_dispatch (GSource *source, GSourceFunc func, gpointer data)
{
  TimeoutSource *timeout = (TimeoutSource *) source;
  g_autoptr (GSource) owned = steal_source (timeout->clock, timeout->id);

  if (owned != NULL)
    func (data);
  return G_SOURCE_REMOVE;
}

static void
timeout_source_finalize (GSource *source)
{
  g_clear_object (&((TimeoutSource *) source)->clock);
}

static GSourceFuncs timeout_source_funcs = {
  .dispatch = timeout_source_dispatch,
  .finalize = timeout_source_finalize,
};

static gint64
karne_system_clock_get_monotonic (KarneClock *clock)
{
  return g_get_monotonic_time ();
}

static gint64
karne_system_clock_get_real (KarneClock *clock)
{
  return g_get_real_time ();
}

static guint
register_source (KarneSystemClock *self, GSource *source)
{
  guint id;

  g_mutex_lock (&self->lock);
  do
    id = ++self->last_id;
  while (id == 0 || g_hash_table_contains (self->sources, GUINT_TO_POINTER (id)));
  g_hash_table_insert (self->sources, GUINT_TO_POINTER (id), g_source_ref (source));
  g_mutex_unlock (&self->lock);

  return id;
}

static guint
karne_system_clock_add_timeout (KarneClock *clock,
                                gint64 delay_us,
                                GSourceFunc func,
                                gpointer data,
                                GDestroyNotify destroy)
{
  KarneSystemClock *self = KARNE_SYSTEM_CLOCK (clock);
  g_autoptr (GSource) source = g_source_new (&timeout_source_funcs, sizeof (TimeoutSource));
  TimeoutSource *timeout = (TimeoutSource *) source;

  g_source_set_static_name (source, "KarneClock timeout");
  g_source_set_callback (source, func, data, destroy);
  g_source_set_ready_time (source, g_get_monotonic_time () + MAX (delay_us, 0));
  timeout->clock = g_object_ref (self);
  timeout->id = register_source (self, source);
  guint id = timeout->id;
  g_source_attach (source, g_main_context_get_thread_default ());

  return id;
}

static void
karne_system_clock_remove (KarneClock *clock, guint id)
{
  g_autoptr (GSource) source = steal_source (KARNE_SYSTEM_CLOCK (clock), id);

  if (source != NULL)
    g_source_destroy (source);
}

static void
karne_system_clock_iface_init (KarneClockInterface *iface)
{
  iface->get_monotonic = karne_system_clock_get_monotonic;
  iface->get_real = karne_system_clock_get_real;
  iface->add_timeout = karne_system_clock_add_timeout;
  iface->remove = karne_system_clock_remove;
}

static void
karne_system_clock_finalize (GObject *object)
{
  KarneSystemClock *self = KARNE_SYSTEM_CLOCK (object);

  g_clear_pointer (&self->sources, g_hash_table_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (karne_system_clock_parent_class)->finalize (object);
}

static void
karne_system_clock_class_init (KarneSystemClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_system_clock_finalize;
}

static void
karne_system_clock_init (KarneSystemClock *self)
{
  g_mutex_init (&self->lock);
  self->sources = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_source_unref);
}

/**
 * karne_system_clock_new:
 *
 * The computer's own clock. Any thread may use it.
 *
 * Returns: (transfer full): a new clock
 */
KarneClock *
karne_system_clock_new (void)
{
  return g_object_new (KARNE_TYPE_SYSTEM_CLOCK, NULL);
}
