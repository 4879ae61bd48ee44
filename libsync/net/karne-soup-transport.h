/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-clock.h"
#include "net/karne-transport.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SOUP_TRANSPORT (karne_soup_transport_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneSoupTransport, karne_soup_transport, KARNE, SOUP_TRANSPORT, GObject)

KARNE_API
KarneSoupTransport *karne_soup_transport_new (KarneClock *clock);
/* Seconds without a byte before a request fails with G_IO_ERROR_TIMED_OUT; counted on the clock
 * handed in. */
KARNE_API
void karne_soup_transport_set_idle_timeout (KarneSoupTransport *self, guint seconds);

G_END_DECLS
