/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-clock.h"
#include "words/karne-words.h"

G_BEGIN_DECLS

/* When a copy is brought up to date of itself: at once, every ten minutes or a little less, when a
 * network comes back, after a change, and, after one that failed for now, soon again and then less
 * and less often. Not where each byte is paid for, or the battery is spared: what was changed then
 * goes out as soon as that is over, unless it is eager. */
typedef struct _KarneSyncSchedule KarneSyncSchedule;

/* Somebody is to begin a sync now. */
typedef void (*KarneSyncDueFunc) (gpointer data);
/* Whether anything is spared may be another than before. */
typedef void (*KarneSyncSparingFunc) (gpointer data);

/* network, power: (nullable): NULL for the system's */
KarneSyncSchedule *karne_sync_schedule_new (KarneClock *clock,
                                            GNetworkMonitor *network,
                                            GPowerProfileMonitor *power,
                                            KarneSyncDueFunc func,
                                            KarneSyncSparingFunc sparing_func,
                                            gpointer data);
void karne_sync_schedule_free (KarneSyncSchedule *self);

/* A sync began, by whomever: none is due until it has ended. */
void karne_sync_schedule_begin (KarneSyncSchedule *self);
/* It ended, and left this state; not_before: what the server asked for, on the monotonic clock, 0
 * for nothing. Returns the microseconds until it is tried again, -1 when it is not. */
gint64 karne_sync_schedule_end (KarneSyncSchedule *self, KarneSyncState state, gint64 not_before);
/* It was stopped by somebody, who may want to be left alone for a while. */
void karne_sync_schedule_stop (KarneSyncSchedule *self);
/* What the person changes is not spared: off at first. */
void karne_sync_schedule_set_eager (KarneSyncSchedule *self, gboolean is_eager);
/* The person changed something. */
void karne_sync_schedule_hurry (KarneSyncSchedule *self);
/* What nobody asked for is not done on a metered network, nor while power is saved. */
gboolean karne_sync_schedule_is_spared (KarneSyncSchedule *self);

G_END_DECLS
