/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-clock.h"
#include "karne-test-clock.h"

typedef struct
{
  KarneClock *clock;
  GString *order;
  char name;
  guint destroyed;
} Ring;

static gboolean
ring_cb (gpointer user_data)
{
  Ring *ring = user_data;

  g_string_append_c (ring->order, ring->name);
  return G_SOURCE_CONTINUE; /* which means nothing: once is once */
}

static void
destroy_cb (gpointer user_data)
{
  ((Ring *) user_data)->destroyed++;
}

static void
test_system_calls_once (void)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (GString) order = g_string_new (NULL);
  Ring first = { clock, order, 'a' }, second = { clock, order, 'b' };

  karne_clock_add_timeout (clock, 2000, ring_cb, &second, destroy_cb);
  karne_clock_add_timeout (clock, 0, ring_cb, &first, destroy_cb);
  while (second.destroyed == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (order->str, ==, "ab");
  g_assert_cmpuint (first.destroyed, ==, 1);
  g_assert_false (g_main_context_pending (NULL));
}

static void
test_system_removes (void)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (GString) order = g_string_new (NULL);
  Ring ring = { clock, order, 'a' };
  guint id = karne_clock_add_timeout (clock, 0, ring_cb, &ring, destroy_cb);

  karne_clock_remove (clock, id);
  karne_clock_remove (clock, id);
  g_main_context_iteration (NULL, FALSE);

  g_assert_cmpstr (order->str, ==, "");
  g_assert_cmpuint (ring.destroyed, ==, 1);
}

/* GLib's source ids repeat in each context; those of the clock do not. */
static void
test_system_follows_context (void)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (GString) order = g_string_new (NULL);
  g_autoptr (GMainContext) context = g_main_context_new ();
  Ring here = { clock, order, 'a' }, there = { clock, order, 'b' };
  guint id_here = karne_clock_add_timeout (clock, 0, ring_cb, &here, NULL);

  g_main_context_push_thread_default (context);
  guint id_there = karne_clock_add_timeout (clock, 0, ring_cb, &there, NULL);
  g_main_context_pop_thread_default (context);

  g_assert_cmpuint (id_here, !=, id_there);
  karne_clock_remove (clock, id_here);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_true (g_main_context_iteration (context, FALSE));
  g_assert_cmpstr (order->str, ==, "b");
}

static void
test_system_tells_time (void)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  gint64 before = karne_clock_get_monotonic (clock);

  g_assert_cmpint (karne_clock_get_monotonic (clock), >=, before);
  g_assert_cmpint (ABS (karne_clock_get_real (clock) - g_get_real_time ()), <, G_USEC_PER_SEC * 60);
}

static void
test_fake_fires_in_order (void)
{
  g_autoptr (KarneTestClock) fake = karne_test_clock_new (1000);
  KarneClock *clock = KARNE_CLOCK (fake);
  g_autoptr (GString) order = g_string_new (NULL);
  Ring a = { clock, order, 'a' }, b = { clock, order, 'b' }, c = { clock, order, 'c' };

  karne_clock_add_timeout (clock, 20, ring_cb, &b, NULL);
  karne_clock_add_timeout (clock, 10, ring_cb, &a, NULL);
  guint id = karne_clock_add_timeout (clock, 20, ring_cb, &c, destroy_cb);

  g_assert_cmpint (karne_test_clock_get_next_delay (fake), ==, 10);
  karne_test_clock_advance (fake, 9);
  g_assert_cmpstr (order->str, ==, "");
  karne_clock_remove (clock, id);
  g_assert_cmpuint (c.destroyed, ==, 1);
  karne_test_clock_advance (fake, 11);
  g_assert_cmpstr (order->str, ==, "ab");
  g_assert_cmpint (karne_clock_get_real (clock), ==, 1020);
  g_assert_cmpint (karne_clock_get_monotonic (clock), ==, 20);
  g_assert_cmpuint (karne_test_clock_count_timeouts (fake), ==, 0);
  g_assert_cmpint (karne_test_clock_get_next_delay (fake), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/system/calls-once", test_system_calls_once);
  g_test_add_func ("/clock/system/removes", test_system_removes);
  g_test_add_func ("/clock/system/follows-context", test_system_follows_context);
  g_test_add_func ("/clock/system/tells-time", test_system_tells_time);
  g_test_add_func ("/clock/fake/fires-in-order", test_fake_fires_in_order);
  return g_test_run ();
}
