/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-test-clock.h"
#include "net/karne-transport.h"
#include "sim-server.h"

G_BEGIN_DECLS

/* What can go wrong on the way. */
typedef enum
{
  SIM_FAULT_NONE,
  SIM_FAULT_LOST_BEFORE,  /* it never took effect */
  SIM_FAULT_LOST_AFTER,   /* it took effect; no answer */
  SIM_FAULT_NO_WAY,       /* the connection was refused */
  SIM_FAULT_DELAYED,      /* for minutes: others come between */
  SIM_FAULT_DOUBLED,      /* it took effect twice, one behind the other */
  SIM_FAULT_CUT,          /* the answer ends anywhere, as if it were whole */
  SIM_FAULT_BROKEN,       /* the answer ends anywhere, with an error */
  SIM_FAULT_STATUS,       /* another status, and no effect */
  SIM_FAULT_STATUS_AFTER, /* the same after it took effect */
  SIM_FAULT_PORTAL,       /* a web page */
  SIM_FAULT_UNAUTHORIZED, /* the token is refused, until it is renewed */
  /* Variants of others, so that what each seed plays stays what it was: */
  SIM_N_DRAWN_FAULTS,
  SIM_FAULT_REORDERED = SIM_N_DRAWN_FAULTS, /* of LOST_BEFORE: it takes effect behind what is sent
                                               next */
  SIM_FAULT_LENGTH, /* of CUT: the answer's Content-Length is not that of its body */
  SIM_N_FAULTS,
} SimFault;

extern const char *const sim_fault_names[SIM_N_FAULTS];

#define SIM_TYPE_TRANSPORT (sim_transport_get_type ())
G_DECLARE_FINAL_TYPE (SimTransport, sim_transport, SIM, TRANSPORT, GObject)

/* dice: borrowed, those of the step under way. fired: counts, by fault. */
SimTransport *sim_transport_new (SimServer *server,
                                 KarneTestClock *clock,
                                 int author,
                                 SimDice *dice,
                                 guint64 *fired);
/* One request in `once_in` goes wrong; 0: none. */
void sim_transport_set_faults (SimTransport *self, guint once_in);
/* Only those of `kinds`, SimFault as bits (0: all); and only what writes meets them. */
void sim_transport_limit_faults (SimTransport *self, guint kinds, gboolean of_writes);
/* Seconds that the server's clock seems to be off, in what it says. */
void sim_transport_set_skew (SimTransport *self, gint64 seconds);
/* Tells of each request what became of it. */
void sim_transport_set_trace (SimTransport *self, gboolean is_traced);
guint sim_transport_get_n_requests (SimTransport *self);

G_END_DECLS
