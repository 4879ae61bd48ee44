/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-clock.h"
#include "words/karne-words.h"

G_BEGIN_DECLS

/* When a copy is brought up to date of itself: at once, every ten minutes, when a network comes
 * back, and, after one that failed for now, soon again and then less and less often. */
typedef struct _KarneSyncSchedule KarneSyncSchedule;

/* Somebody is to begin a sync now. */
typedef void (*KarneSyncDueFunc) (gpointer data);

/* network: (nullable): NULL for the system's */
KarneSyncSchedule *karne_sync_schedule_new (KarneClock *clock,
                                            GNetworkMonitor *network,
                                            KarneSyncDueFunc func,
                                            gpointer data);
void karne_sync_schedule_free (KarneSyncSchedule *self);

/* A sync began, by whomever: none is due until it has ended. */
void karne_sync_schedule_begin (KarneSyncSchedule *self);
/* It ended, and left this state; not_before: what the server asked for, on the monotonic clock, 0
 * for nothing. Returns the microseconds until it is tried again, -1 when it is not. */
gint64 karne_sync_schedule_end (KarneSyncSchedule *self, KarneSyncState state, gint64 not_before);
/* It was stopped by somebody, who may want to be left alone for a while. */
void karne_sync_schedule_stop (KarneSyncSchedule *self);

G_END_DECLS
