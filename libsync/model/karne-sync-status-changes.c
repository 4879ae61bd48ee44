/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-sync-status-private.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"

/* How many changes wait, and how many are to be decided: looked up whenever the store says that
 * something changed, one look at a time. */

typedef struct
{
  gint64 source;
  guint n_waiting;
  guint n_conflicts;
  gint64 newest; /* number of the newest change that was never sent; 0: none */
} Count;

static gboolean
count_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Count *count = data;
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "outbox/count", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, count->source);
  if (karne_sql_step (statement, error) != SQLITE_ROW)
    return FALSE;
  count->n_waiting = (guint) karne_sql_get_int (statement, 0);
  count->newest = karne_sql_get_int (statement, 1);
  count->n_conflicts = (guint) karne_sql_get_int (statement, 2);
  return TRUE;
}

static void
take_count (KarneSyncStatus *self, const Count *count)
{
  gboolean is_new = count->newest > self->newest_change;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->n_waiting != count->n_waiting)
    karne_sync_status_notify (self, PROP_N_WAITING);
  if (self->n_conflicts != count->n_conflicts)
    karne_sync_status_notify (self, PROP_N_CONFLICTS);
  self->n_waiting = count->n_waiting;
  self->n_conflicts = count->n_conflicts;
  self->newest_change = MAX (self->newest_change, count->newest);
  karne_sync_status_settle (self);
  g_object_thaw_notify (G_OBJECT (self));
  /* What a person did is sent as soon as may be: it is what could be lost. */
  if (is_new && self->schedule != NULL)
    karne_sync_schedule_hurry (self->schedule);
}

static void
counted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSyncStatus) self = user_data;

  if (karne_store_job_finish (KARNE_STORE (object), result, NULL) &&
      !karne_reread_has_ended (&self->counting))
    take_count (self, karne_store_job_get_data (result));
  karne_reread_done (&self->counting);
}

static void
count_changes (gpointer object)
{
  KarneSyncStatus *self = object;
  Count *count = g_new0 (Count, 1);

  count->source = self->source;
  karne_store_read_async (self->store, count_in_worker, count, g_free, self->counting.cancellable,
                          counted_cb, g_object_ref (self));
}

void
karne_sync_status_watch_changes (KarneSyncStatus *self)
{
  karne_reread_begin (&self->counting, self->store, count_changes, self);
  karne_reread_ask (&self->counting);
}
