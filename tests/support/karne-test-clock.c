/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-test-clock.h"

struct _KarneTestClock
{
  GObject parent_instance;

  GMutex lock;
  gint64 monotonic; /* all below guarded by lock */
  gint64 real;
  guint last_id;
  GHashTable *timeouts; /* (owned) id -> Timeout */
};

typedef struct
{
  guint id;
  gint64 due;
  gboolean called; /* on its way in its main context */
  GSourceFunc func;
  gpointer data;
  GDestroyNotify destroy;
  GMainContext *context; /* (owned) (nullable) */
} Timeout;

static void karne_test_clock_iface_init (KarneClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KarneTestClock,
                               karne_test_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KARNE_TYPE_CLOCK,
                                                      karne_test_clock_iface_init))

static void
timeout_free (Timeout *timeout)
{
  if (timeout == NULL)
    return;
  if (timeout->destroy != NULL)
    timeout->destroy (timeout->data);
  g_clear_pointer (&timeout->context, g_main_context_unref);
  g_free (timeout);
}

static gint64
karne_test_clock_get_monotonic (KarneClock *clock)
{
  KarneTestClock *self = KARNE_TEST_CLOCK (clock);
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->monotonic;
}

static gint64
karne_test_clock_get_real (KarneClock *clock)
{
  KarneTestClock *self = KARNE_TEST_CLOCK (clock);
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->real;
}

static guint
karne_test_clock_add_timeout (KarneClock *clock,
                              gint64 delay_us,
                              GSourceFunc func,
                              gpointer data,
                              GDestroyNotify destroy)
{
  KarneTestClock *self = KARNE_TEST_CLOCK (clock);
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Timeout *timeout = g_new0 (Timeout, 1);

  timeout->id = ++self->last_id;
  timeout->due = self->monotonic + MAX (delay_us, 0);
  timeout->func = func;
  timeout->data = data;
  timeout->destroy = destroy;
  timeout->context = g_main_context_ref_thread_default ();
  g_hash_table_insert (self->timeouts, GUINT_TO_POINTER (timeout->id), timeout);
  return timeout->id;
}

static Timeout *
steal_timeout (KarneTestClock *self, guint id)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gpointer timeout = NULL;

  g_hash_table_steal_extended (self->timeouts, GUINT_TO_POINTER (id), NULL, &timeout);
  return timeout;
}

static void
karne_test_clock_remove (KarneClock *clock, guint id)
{
  timeout_free (steal_timeout (KARNE_TEST_CLOCK (clock), id));
}

static void
karne_test_clock_iface_init (KarneClockInterface *iface)
{
  iface->get_monotonic = karne_test_clock_get_monotonic;
  iface->get_real = karne_test_clock_get_real;
  iface->add_timeout = karne_test_clock_add_timeout;
  iface->remove = karne_test_clock_remove;
}

static void
karne_test_clock_finalize (GObject *object)
{
  KarneTestClock *self = KARNE_TEST_CLOCK (object);

  g_clear_pointer (&self->timeouts, g_hash_table_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (karne_test_clock_parent_class)->finalize (object);
}

static void
karne_test_clock_class_init (KarneTestClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_test_clock_finalize;
}

static void
karne_test_clock_init (KarneTestClock *self)
{
  g_mutex_init (&self->lock);
  self->timeouts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) timeout_free);
}

KarneTestClock *
karne_test_clock_new (gint64 real_us)
{
  KarneTestClock *self = g_object_new (KARNE_TYPE_TEST_CLOCK, NULL);

  self->real = real_us;
  return self;
}

/* The earliest one not called yet; of two at one time, the one that was added first. */
static Timeout *
find_next (KarneTestClock *self)
{
  Timeout *next = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->timeouts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Timeout *timeout = value;

      if (!timeout->called && (next == NULL || timeout->due < next->due ||
                               (timeout->due == next->due && timeout->id < next->id)))
        next = timeout;
    }
  return next;
}

typedef struct
{
  KarneTestClock *clock; /* (owned) */
  guint id;
} Call;

static void
call_free (Call *call)
{
  g_object_unref (call->clock);
  g_free (call);
}

static gboolean
call_cb (gpointer user_data)
{
  Call *call = user_data;
  Timeout *timeout = steal_timeout (call->clock, call->id);

  if (timeout != NULL)
    timeout->func (timeout->data);
  timeout_free (timeout);
  return G_SOURCE_REMOVE;
}

static void
move_to (KarneTestClock *self, gint64 monotonic)
{
  self->real += monotonic - self->monotonic;
  self->monotonic = monotonic;
}

/* Moves to the next timeout within reach. In this thread its function is called at once, elsewhere
 * when the main context of that thread turns. */
static gboolean
call_next (KarneTestClock *self, gint64 until)
{
  g_autoptr (GMainContext) context = NULL;
  Call *call = NULL;

  g_mutex_lock (&self->lock);
  Timeout *timeout = find_next (self);
  if (timeout != NULL && timeout->due <= until)
    {
      move_to (self, MAX (timeout->due, self->monotonic));
      timeout->called = TRUE;
      context = g_main_context_ref (timeout->context);
      call = g_new0 (Call, 1);
      call->clock = g_object_ref (self);
      call->id = timeout->id;
    }
  g_mutex_unlock (&self->lock);

  if (call != NULL)
    g_main_context_invoke_full (context, G_PRIORITY_DEFAULT, call_cb, call,
                                (GDestroyNotify) call_free);
  return call != NULL;
}

void
karne_test_clock_advance (KarneTestClock *self, gint64 delta_us)
{
  gint64 until = karne_test_clock_get_monotonic (KARNE_CLOCK (self)) + delta_us;

  while (call_next (self, until))
    ;
  g_mutex_lock (&self->lock);
  move_to (self, MAX (until, self->monotonic));
  g_mutex_unlock (&self->lock);
}

void
karne_test_clock_set_real (KarneTestClock *self, gint64 real_us)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->real = real_us;
}

guint
karne_test_clock_count_timeouts (KarneTestClock *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_size (self->timeouts);
}

gint64
karne_test_clock_get_next_delay (KarneTestClock *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Timeout *next = find_next (self);

  return next != NULL ? MAX (next->due - self->monotonic, 0) : -1;
}
