/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-sync-status-private.h"

#include "engine/karne-sync-private.h"
#include "engine/karne-time-private.h"
#include "karne-error.h"
#include "net/karne-soup-transport.h"

/* What moves the properties of a status. */

/* The words */

static char *
make_sentence (KarneSyncStatus *self)
{
  KarneSyncSaid said = {
    .state = self->state,
    .kind = self->kind,
    .received = self->received,
    .total = self->total,
    .last_synced = self->last_synced,
    .next_try = self->next_try,
    .now = karne_clock_get_real (self->clock),
    .n_waiting = self->n_waiting,
    .n_conflicts = self->n_conflicts,
    .error = self->error,
  };

  return karne_sync_state_to_words (&said);
}

static void
update_sentence (KarneSyncStatus *self)
{
  g_autofree char *sentence = make_sentence (self);

  if (g_strcmp0 (self->sentence, sentence) == 0)
    return;
  g_free (self->sentence);
  self->sentence = g_steal_pointer (&sentence);
  karne_sync_status_notify (self, PROP_SENTENCE);
}

/**
 * karne_sync_status_say_again:
 * @self: a status
 *
 * Makes [property@SyncStatus:sentence] anew, where the program speaks another language since.
 */
void
karne_sync_status_say_again (KarneSyncStatus *self)
{
  g_return_if_fail (KARNE_IS_SYNC_STATUS (self));

  update_sentence (self);
}

static void watch_midnight (KarneSyncStatus *self);

static gboolean
midnight_cb (gpointer data)
{
  KarneSyncStatus *self = data;

  self->midnight_id = 0;
  update_sentence (self);
  watch_midnight (self);
  return G_SOURCE_REMOVE;
}

/* “14:02” is said of today only. */
static void
watch_midnight (KarneSyncStatus *self)
{
  gint64 now = karne_clock_get_real (self->clock);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);
  gint64 seconds = 24 * 60 * 60;

  if (date != NULL)
    seconds -= (g_date_time_get_hour (date) * 60 + g_date_time_get_minute (date)) * 60 +
               g_date_time_get_second (date);
  /* Where the clock changes that day it may be too early by an hour: then it is watched again. */
  self->midnight_id =
      karne_clock_add_timeout (self->clock, seconds * G_USEC_PER_SEC, midnight_cb, self, NULL);
}

/* The state */

static void
set_state (KarneSyncStatus *self, KarneSyncState state)
{
  if (self->state == state)
    return;
  self->state = state;
  karne_sync_status_notify (self, PROP_STATE);
}

static gboolean
is_at_rest (KarneSyncState state)
{
  return state == KARNE_SYNC_STATE_UP_TO_DATE || state == KARNE_SYNC_STATE_WAITING_TO_SEND ||
         state == KARNE_SYNC_STATE_CONFLICT;
}

/* A choice weighs more than what only has to be sent. */
static KarneSyncState
get_rest (KarneSyncStatus *self)
{
  if (self->n_conflicts > 0)
    return KARNE_SYNC_STATE_CONFLICT;
  return self->n_waiting > 0 ? KARNE_SYNC_STATE_WAITING_TO_SEND : KARNE_SYNC_STATE_UP_TO_DATE;
}

void
karne_sync_status_settle (KarneSyncStatus *self)
{
  if (is_at_rest (self->state))
    {
      set_state (self, get_rest (self));
      update_sentence (self);
    }
  if (is_at_rest (self->resting))
    self->resting = get_rest (self);
}

static void
set_next_try (KarneSyncStatus *self, gint64 next_try)
{
  if (self->next_try == next_try)
    return;
  self->next_try = next_try;
  karne_sync_status_notify (self, PROP_NEXT_TRY);
}

static void
set_last_synced (KarneSyncStatus *self, gint64 last_synced)
{
  if (self->last_synced == last_synced)
    return;
  self->last_synced = last_synced;
  karne_sync_status_notify (self, PROP_LAST_SYNCED);
}

/* (transfer full) error */
static void
set_error (KarneSyncStatus *self, GError *error)
{
  gboolean is_news = error != NULL || self->error != NULL;

  g_clear_error (&self->error);
  self->error = error;
  if (is_news)
    karne_sync_status_notify (self, PROP_ERROR);
}

static void
set_progress (KarneSyncStatus *self, const char *kind, gint64 received, gint64 total)
{
  if (g_strcmp0 (self->kind, kind) != 0)
    {
      g_free (self->kind);
      self->kind = g_strdup (kind);
      karne_sync_status_notify (self, PROP_KIND);
    }
  if (self->received != received)
    {
      self->received = received;
      karne_sync_status_notify (self, PROP_RECEIVED);
    }
  if (self->total != total)
    {
      self->total = total;
      karne_sync_status_notify (self, PROP_TOTAL);
    }
}

/* A server that is there and does not work, or a way that ends before it. */
static KarneSyncState
get_state_after (const GError *error)
{
  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED))
    return KARNE_SYNC_STATE_SIGN_IN_NEEDED;
  /* The sentence of the error says what to do. */
  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL) ||
      !karne_error_is_transient (error))
    return KARNE_SYNC_STATE_FAILED;
  if (error->domain == KARNE_ERROR ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return KARNE_SYNC_STATE_UNAVAILABLE;
  return KARNE_SYNC_STATE_OFFLINE;
}

/* What an earlier session left */

/* A run that began meanwhile knows better how things stand; only one that ended well knows better
 * how old they are. */
static void
take_source (KarneSyncStatus *self, const KarneSource *source)
{
  gboolean has_run = self->cancellable != NULL || self->state != KARNE_SYNC_STATE_NEVER;
  gint64 pulled = karne_time_from_instant (source->pulled);

  if (self->last_synced == 0 && source->trouble == NULL && source->checked > 0)
    set_last_synced (self, source->checked * G_USEC_PER_SEC);
  else if (self->last_synced == 0 && pulled > 0)
    set_last_synced (self, pulled * G_USEC_PER_SEC);
  if (has_run)
    return;
  if (source->trouble != NULL)
    {
      set_error (self, karne_error_new_for_nick (source->trouble));
      set_state (self, get_state_after (self->error));
    }
  else if (source->checked > 0)
    {
      set_state (self, get_rest (self));
    }
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneSyncStatus) self = user_data;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources_finish (KARNE_STORE (object), result, NULL);

  if (sources == NULL)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < sources->len; i++)
    {
      const KarneSource *source = sources->pdata[i];

      if (source->id == self->source)
        take_source (self, source);
    }
  update_sentence (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
load_source (KarneSyncStatus *self)
{
  karne_store_list_sources_async (self->store, NULL, sources_listed_cb, g_object_ref (self));
}

/* What the run under way says */

static void
forget_retry (KarneSyncStatus *self)
{
  if (self->retry_id != 0)
    karne_clock_remove (self->clock, self->retry_id);
  self->retry_id = 0;
}

static void
go_on (KarneSyncStatus *self)
{
  forget_retry (self);
  set_next_try (self, 0);
  set_state (self, KARNE_SYNC_STATE_SYNCING);
}

static void
progress_cb (KarneSync *sync, const char *kind, gint64 received, gint64 total, gpointer data)
{
  KarneSyncStatus *self = data;
  KarneSyncProgress *progress = g_new (KarneSyncProgress, 1);

  *progress = (KarneSyncProgress){ received, total };
  g_hash_table_insert (self->progress, g_strdup (kind), progress);
  g_object_freeze_notify (G_OBJECT (self));
  go_on (self);
  set_progress (self, kind, received, total);
  update_sentence (self);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit_by_name (self, "progress", kind, received, total);
}

static gboolean
retry_cb (gpointer data)
{
  KarneSyncStatus *self = data;

  self->retry_id = 0;
  g_object_freeze_notify (G_OBJECT (self));
  go_on (self);
  update_sentence (self);
  g_object_thaw_notify (G_OBJECT (self));
  return G_SOURCE_REMOVE;
}

static void
waiting_cb (KarneSync *sync, gint64 until_us, gpointer data)
{
  KarneSyncStatus *self = data;
  gint64 delay = MAX (until_us - karne_clock_get_monotonic (self->clock), 0);

  forget_retry (self);
  self->retry_id = karne_clock_add_timeout (self->clock, delay, retry_cb, self, NULL);
  g_object_freeze_notify (G_OBJECT (self));
  set_next_try (self, karne_clock_get_real (self->clock) + delay);
  set_state (self, KARNE_SYNC_STATE_UNAVAILABLE);
  update_sentence (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/* The run */

static void
begin_run (KarneSyncStatus *self)
{
  self->resting = self->state;
  self->cancellable = g_cancellable_new ();
  g_hash_table_remove_all (self->progress);
  if (self->schedule != NULL)
    karne_sync_schedule_begin (self->schedule);
  g_object_freeze_notify (G_OBJECT (self));
  set_progress (self, NULL, 0, -1);
  go_on (self);
  karne_sync_status_notify (self, PROP_SYNCING);
  update_sentence (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
plan_next (KarneSyncStatus *self, gboolean was_stopped)
{
  gint64 delay = -1;

  if (self->schedule == NULL)
    return;
  if (was_stopped)
    karne_sync_schedule_stop (self->schedule);
  else
    delay = karne_sync_schedule_end (self->schedule, self->state, karne_sync_get_gate (self->sync));
  if (delay >= 0)
    set_next_try (self, karne_clock_get_real (self->clock) + delay);
}

/* One that was stopped says nothing of the server: what was known before holds. */
static void
end_run (KarneSyncStatus *self, const GError *error)
{
  gboolean was_stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&self->cancellable);
  g_object_freeze_notify (G_OBJECT (self));
  go_on (self);
  if (was_stopped)
    {
      set_state (self, self->resting);
    }
  else if (error != NULL)
    {
      set_error (self, g_error_copy (error));
      set_state (self, get_state_after (error));
    }
  else
    {
      set_error (self, NULL);
      set_last_synced (self, karne_clock_get_real (self->clock));
      set_state (self, get_rest (self));
    }
  plan_next (self, was_stopped);
  karne_sync_status_notify (self, PROP_SYNCING);
  update_sentence (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/* A run may end well and leave something out that the server could not give this time. */
static GError *
find_shortcoming (const KarneSyncReport *report)
{
  for (guint i = 0; report->kinds_partial != NULL && report->kinds_partial[i] != NULL; i++)
    if (g_str_has_suffix (report->kinds_partial[i], ":failed") ||
        g_str_has_suffix (report->kinds_partial[i], ":read"))
      return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_SERVER,
                                  "Syncing: the server could not give all of it");
  return NULL;
}

static void
run_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneSyncStatus *self = g_task_get_source_object (task);
  GError *error = NULL;
  KarneSyncReport *report = karne_sync_run_finish (KARNE_SYNC (object), result, &error);
  g_autoptr (GError) shortcoming = NULL;

  g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  self->cancelled_id = 0;
  if (error == NULL)
    shortcoming = find_shortcoming (report);
  end_run (self, error != NULL ? error : shortcoming);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, report, (GDestroyNotify) karne_sync_report_free);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

/* From its making to its end */

/* NULL stands for the one that is real. */
static void
make_sync (KarneSyncStatus *self)
{
  if (self->clock == NULL)
    self->clock = karne_system_clock_new ();
  if (self->transport == NULL)
    self->transport = KARNE_TRANSPORT (karne_soup_transport_new (self->clock));
  self->sync =
      karne_sync_new (self->store, self->source, self->transport, self->clock, g_random_int ());
  g_signal_connect_object (self->sync, "progress", G_CALLBACK (progress_cb), self, 0);
  g_signal_connect_object (self->sync, "waiting", G_CALLBACK (waiting_cb), self, 0);
}

void
karne_sync_status_begin (KarneSyncStatus *self)
{
  make_sync (self);
  self->sentence = make_sentence (self);
  watch_midnight (self);
  load_source (self);
  karne_sync_status_watch_changes (self);
}

/* A run that waits for the server goes on waiting. */
void
karne_sync_status_forget_schedule (KarneSyncStatus *self)
{
  g_clear_pointer (&self->schedule, karne_sync_schedule_free);
  if (self->cancellable != NULL)
    return;
  set_next_try (self, 0);
  update_sentence (self);
}

void
karne_sync_status_end (KarneSyncStatus *self)
{
  if (self->clock == NULL)
    return;
  karne_reread_end (&self->counting);
  g_clear_pointer (&self->schedule, karne_sync_schedule_free);
  forget_retry (self);
  if (self->midnight_id != 0)
    karne_clock_remove (self->clock, self->midnight_id);
  self->midnight_id = 0;
}

/**
 * karne_sync_status_sync_async:
 * @self: a status
 * @cancellable: (nullable): stops it, as [method@SyncStatus.cancel] does
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Brings the copy up to date. While a sync is under way another one fails at once with
 * `G_IO_ERROR_PENDING`, and disturbs nothing.
 */
void
karne_sync_status_sync_async (KarneSyncStatus *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KARNE_IS_SYNC_STATUS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_sync_status_sync_async);
  if (self->cancellable != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               "Starting a sync: one is under way");
      return;
    }
  /* What came before somebody stopped it is kept, and worth a report. */
  g_task_set_check_cancellable (task, FALSE);
  begin_run (self);
  if (cancellable != NULL)
    self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                                g_object_ref (self->cancellable), g_object_unref);
  karne_sync_run_async (self->sync, self->cancellable, run_cb, g_steal_pointer (&task));
}

/**
 * karne_sync_status_sync_finish:
 * @self: a status
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@SyncStatus.sync_async]. The properties say what came of it already.
 *
 * Returns: (transfer full): what was done
 */
KarneSyncReport *
karne_sync_status_sync_finish (KarneSyncStatus *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * karne_sync_status_cancel:
 * @self: a status
 *
 * Stops the sync that is under way, if there is one. What came is kept; the next goes on there.
 */
void
karne_sync_status_cancel (KarneSyncStatus *self)
{
  g_return_if_fail (KARNE_IS_SYNC_STATUS (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}
