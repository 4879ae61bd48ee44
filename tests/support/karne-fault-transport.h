/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "net/karne-transport.h"

G_BEGIN_DECLS

/* A network that does what a test says with the requests that go over it, and keeps what they
 * were. */
#define KARNE_TYPE_FAULT_TRANSPORT (karne_fault_transport_get_type ())
G_DECLARE_FINAL_TYPE (KarneFaultTransport, karne_fault_transport, KARNE, FAULT_TRANSPORT, GObject)

typedef enum
{
  KARNE_FAULT_PASS,         /* none */
  KARNE_FAULT_BEFORE,       /* lost before the server had it */
  KARNE_FAULT_AFTER,        /* the answer is lost */
  KARNE_FAULT_CUT,          /* the answer ends in the middle of its body */
  KARNE_FAULT_BARE,         /* the answer comes without a body */
  KARNE_FAULT_TWICE,        /* the server has it twice; the answer to the second is what comes */
  KARNE_FAULT_STATUS,       /* something on the way answers in place of the server */
  KARNE_FAULT_STATUS_AFTER, /* the same, but the server has done what it was asked */
} KarneFault;

KarneFaultTransport *karne_fault_transport_new (KarneTransport *inner);
/* The next request of that method that no other fault waits for. method: "BATCH" is a POST to the
 * base. status, body: of STATUS and STATUS_AFTER; body (nullable): a web page where it begins with
 * "<". */
void karne_fault_transport_add (KarneFaultTransport *self,
                                const char *method,
                                KarneFault fault,
                                guint status,
                                const char *body);
/* All that were added have come to pass. */
gboolean karne_fault_transport_is_done (KarneFaultTransport *self);
void karne_fault_transport_forget (KarneFaultTransport *self);
/* "METHOD path If-Match|If-None-Match|If-None-Exist" of requests that write (and of batches), one a
 * line, since the last time that they were forgotten. */
char *karne_fault_transport_dup_writes (KarneFaultTransport *self);
guint karne_fault_transport_count (KarneFaultTransport *self, const char *method);
/* Called, once, before the next request of that method leaves. */
void karne_fault_transport_set_moment (KarneFaultTransport *self,
                                       const char *method,
                                       void (*func) (gpointer data),
                                       gpointer data);

G_END_DECLS
