/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "karne-macros.h"

G_BEGIN_DECLS

#define KARNE_TYPE_CLOCK (karne_clock_get_type ())
KARNE_API
G_DECLARE_INTERFACE (KarneClock, karne_clock, KARNE, CLOCK, GObject)

/**
 * KarneClock:
 *
 * Time, handed in, so that a simulation can be its master.
 */
struct _KarneClockInterface
{
  GTypeInterface parent_iface;

  gint64 (*get_monotonic) (KarneClock *self);
  gint64 (*get_real) (KarneClock *self);
  guint (*add_timeout) (KarneClock *self,
                        gint64 delay_us,
                        GSourceFunc func,
                        gpointer data,
                        GDestroyNotify destroy);
  void (*remove) (KarneClock *self, guint id);
};

/* Microseconds, never going back. */
KARNE_API
gint64 karne_clock_get_monotonic (KarneClock *self);
/* Microseconds since 1970, UTC. May be wrong: never used to order anything. */
KARNE_API
gint64 karne_clock_get_real (KarneClock *self);
/* Calls func once, in the thread-default main context of the caller. */
KARNE_API
guint karne_clock_add_timeout (KarneClock *self,
                               gint64 delay_us,
                               GSourceFunc func,
                               gpointer data,
                               GDestroyNotify destroy);
KARNE_API
void karne_clock_remove (KarneClock *self, guint id);

/* The computer's own clock. */
KARNE_API
KarneClock *karne_system_clock_new (void);

G_END_DECLS
