/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "engine/karne-clock.h"

G_BEGIN_DECLS

/* What went over the wire; shared by a transport and its exchanges, which may outlive it. */
typedef struct
{
  gatomicrefcount refs;
  guint64 sent;
  guint64 received;
  guint exchanges;
  GPtrArray *live; /* (owned) KarneSoupExchange, none of them owned */
} KarneSoupMeter;

KarneSoupMeter *karne_soup_meter_new (void);
void karne_soup_meter_unref (KarneSoupMeter *self);
void
karne_soup_meter_read (KarneSoupMeter *self, guint64 *sent, guint64 *received, guint *exchanges);
void karne_soup_meter_abort_all (KarneSoupMeter *self);

/* One request and its answer, from the first byte to the last: who may stop it, how long the server
 * may be silent, what it weighs. */
typedef struct _KarneSoupExchange KarneSoupExchange;

KarneSoupExchange *karne_soup_exchange_new (KarneSoupMeter *meter,
                                            KarneClock *clock,
                                            gint64 idle_us,
                                            SoupMessage *message);
KarneSoupExchange *karne_soup_exchange_ref (KarneSoupExchange *self);
void karne_soup_exchange_unref (KarneSoupExchange *self);
SoupMessage *karne_soup_exchange_get_message (KarneSoupExchange *self);
GCancellable *karne_soup_exchange_get_cancellable (KarneSoupExchange *self);

/* Around each wait for the server. end_wait() takes the error of what was waited for, if any, and
 * returns the one to report. */
void karne_soup_exchange_begin_wait (KarneSoupExchange *self, GCancellable *cancellable);
GError *karne_soup_exchange_end_wait (KarneSoupExchange *self, GError *error);

/* Whether the request itself went out: else what came is the answer of a proxy. */
gboolean karne_soup_exchange_was_asked (KarneSoupExchange *self);

/* Nothing more will go over the wire: add up. May be called again. */
void karne_soup_exchange_close (KarneSoupExchange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneSoupExchange, karne_soup_exchange_unref)

G_END_DECLS
