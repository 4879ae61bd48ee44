/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-clock.h"

G_BEGIN_DECLS

/* A clock that stands still until a test moves it. */
#define KARNE_TYPE_TEST_CLOCK (karne_test_clock_get_type ())
G_DECLARE_FINAL_TYPE (KarneTestClock, karne_test_clock, KARNE, TEST_CLOCK, GObject)

KarneTestClock *karne_test_clock_new (gint64 real_us);
/* Moves both times; calls what falls due, in order, each at its own time. */
void karne_test_clock_advance (KarneTestClock *self, gint64 delta_us);
/* Moves the real time alone, as a wrong or mended clock would. */
void karne_test_clock_set_real (KarneTestClock *self, gint64 real_us);
guint karne_test_clock_count_timeouts (KarneTestClock *self);
/* Microseconds until the next timeout, or -1. */
gint64 karne_test_clock_get_next_delay (KarneTestClock *self);

G_END_DECLS
