/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/karne-reread-private.h"
#include "model/karne-sync-schedule-private.h"
#include "model/karne-sync-status.h"

G_BEGIN_DECLS

struct _KarneSyncStatus
{
  GObject parent_instance;

  KarneStore *store; /* (owned) */
  gint64 source;
  KarneTransport *transport;   /* (owned) */
  KarneClock *clock;           /* (owned) */
  GNetworkMonitor *network;    /* (owned) (nullable) */
  GPowerProfileMonitor *power; /* (owned) (nullable) */
  KarneSync *sync;             /* (owned) */

  KarneSyncState state;
  char *kind; /* (owned) (nullable) what came last in the run under way */
  gint64 received;
  gint64 total;
  gint64 last_synced; /* microseconds since 1970, 0 for never */
  gint64 next_try;    /* likewise, 0 for none */
  GError *error;      /* (owned) (nullable) what ended the last run */
  char *sentence;     /* (owned) */

  KarneSyncState resting;      /* what the state was before the run under way */
  GHashTable *progress;        /* (owned) kind -> KarneSyncProgress, of the last run */
  GCancellable *cancellable;   /* (owned) (nullable) while a run is under way */
  gulong cancelled_id;         /* on the caller's own */
  guint retry_id;              /* of the clock: a pause ends */
  KarneSyncSchedule *schedule; /* (owned) (nullable) while it is automatic */
  gboolean sends_at_once;
  guint midnight_id; /* of the clock: today becomes yesterday */

  guint n_waiting;
  guint n_conflicts;
  gint64 newest_change;
  KarneReread counting; /* of the three above */
};

typedef enum
{
  PROP_STORE = 1,
  PROP_SOURCE,
  PROP_TRANSPORT,
  PROP_CLOCK,
  PROP_NETWORK,
  PROP_POWER,
  PROP_AUTOMATIC,
  PROP_SENDS_AT_ONCE,
  PROP_HOLDS_BACK,
  PROP_STATE,
  PROP_SENTENCE,
  PROP_SYNCING,
  PROP_KIND,
  PROP_RECEIVED,
  PROP_TOTAL,
  PROP_LAST_SYNCED,
  PROP_NEXT_TRY,
  PROP_N_WAITING,
  PROP_N_CONFLICTS,
  PROP_ERROR,
  N_PROPS
} KarneSyncStatusProperty;

/* How far a run got with one kind. */
typedef struct
{
  gint64 received;
  gint64 total;
} KarneSyncProgress;

void karne_sync_status_notify (KarneSyncStatus *self, KarneSyncStatusProperty property);

/* What is behind the properties: from the making of the object, and until its end. */
void karne_sync_status_begin (KarneSyncStatus *self);
void karne_sync_status_end (KarneSyncStatus *self);
void karne_sync_status_forget_schedule (KarneSyncStatus *self);
/* Changes made here: what waits, what is to be decided. */
void karne_sync_status_watch_changes (KarneSyncStatus *self);
/* The state at rest, by what waits. */
void karne_sync_status_settle (KarneSyncStatus *self);

G_END_DECLS
