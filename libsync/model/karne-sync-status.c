/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-sync-status.h"

#include "engine/karne-time-private.h"
#include "karne-error.h"
#include "model/karne-enums.h"
#include "net/karne-soup-transport.h"

/**
 * KarneSyncStatus:
 *
 * How the copy of one source stands, in properties that an interface binds to, and the way to bring
 * it up to date.
 *
 * [property@SyncStatus:sentence] says it in words: “Up to date, 14:02”, “Updating… (documents
 * 12/40)”, “Offline, data of 3 March”, “Sign in again”, “Server unavailable, next try at 14:10”.
 * What the last sync of an earlier session came to is read from the store soon after it was made.
 *
 * Use it in the main context in which its store was opened.
 */
struct _KarneSyncStatus
{
  GObject parent_instance;

  KarneStore *store; /* (owned) */
  gint64 source;
  KarneTransport *transport; /* (owned) */
  KarneClock *clock;         /* (owned) */
  KarneSync *sync;           /* (owned) */

  KarneSyncState state;
  char *kind; /* (owned) (nullable) what came last in the run under way */
  gint64 received;
  gint64 total;
  gint64 last_synced; /* microseconds since 1970, 0 for never */
  gint64 next_try;    /* likewise, 0 for none */
  GError *error;      /* (owned) (nullable) what ended the last run */
  char *sentence;     /* (owned) */

  KarneSyncState resting;    /* what the state was before the run under way */
  GHashTable *progress;      /* (owned) kind -> Progress, of the last run */
  GCancellable *cancellable; /* (owned) (nullable) while a run is under way */
  gulong cancelled_id;       /* on the caller's own */
  guint retry_id;            /* of the clock: a pause ends */
  guint midnight_id;         /* of the clock: today becomes yesterday */
};

G_DEFINE_FINAL_TYPE (KarneSyncStatus, karne_sync_status, G_TYPE_OBJECT)

typedef enum
{
  PROP_STORE = 1,
  PROP_SOURCE,
  PROP_TRANSPORT,
  PROP_CLOCK,
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

enum
{
  SIGNAL_PROGRESS,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

typedef struct
{
  gint64 received;
  gint64 total;
} Progress;

static void
notify (KarneSyncStatus *self, KarneSyncStatusProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

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
  notify (self, PROP_SENTENCE);
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
  notify (self, PROP_STATE);
}

static void
set_next_try (KarneSyncStatus *self, gint64 next_try)
{
  if (self->next_try == next_try)
    return;
  self->next_try = next_try;
  notify (self, PROP_NEXT_TRY);
}

static void
set_last_synced (KarneSyncStatus *self, gint64 last_synced)
{
  if (self->last_synced == last_synced)
    return;
  self->last_synced = last_synced;
  notify (self, PROP_LAST_SYNCED);
}

/* (transfer full) error */
static void
set_error (KarneSyncStatus *self, GError *error)
{
  gboolean is_news = error != NULL || self->error != NULL;

  g_clear_error (&self->error);
  self->error = error;
  if (is_news)
    notify (self, PROP_ERROR);
}

static void
set_progress (KarneSyncStatus *self, const char *kind, gint64 received, gint64 total)
{
  if (g_strcmp0 (self->kind, kind) != 0)
    {
      g_free (self->kind);
      self->kind = g_strdup (kind);
      notify (self, PROP_KIND);
    }
  if (self->received != received)
    {
      self->received = received;
      notify (self, PROP_RECEIVED);
    }
  if (self->total != total)
    {
      self->total = total;
      notify (self, PROP_TOTAL);
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
      set_state (self, KARNE_SYNC_STATE_UP_TO_DATE);
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
  Progress *progress = g_new (Progress, 1);

  *progress = (Progress){ received, total };
  g_hash_table_insert (self->progress, g_strdup (kind), progress);
  g_object_freeze_notify (G_OBJECT (self));
  go_on (self);
  set_progress (self, kind, received, total);
  update_sentence (self);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, kind, received, total);
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
  g_object_freeze_notify (G_OBJECT (self));
  set_progress (self, NULL, 0, -1);
  go_on (self);
  notify (self, PROP_SYNCING);
  update_sentence (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/* One that was stopped says nothing of the server: what was known before holds. */
static void
end_run (KarneSyncStatus *self, const GError *error)
{
  g_clear_object (&self->cancellable);
  g_object_freeze_notify (G_OBJECT (self));
  go_on (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
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
      set_state (self, KARNE_SYNC_STATE_UP_TO_DATE);
    }
  notify (self, PROP_SYNCING);
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

/* The object */

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

static void
karne_sync_status_constructed (GObject *object)
{
  KarneSyncStatus *self = KARNE_SYNC_STATUS (object);

  G_OBJECT_CLASS (karne_sync_status_parent_class)->constructed (object);

  g_return_if_fail (self->store != NULL);
  make_sync (self);
  self->sentence = make_sentence (self);
  watch_midnight (self);
  load_source (self);
}

static void
karne_sync_status_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  KarneSyncStatus *self = KARNE_SYNC_STATUS (object);

  if (prop_id == PROP_STORE)
    self->store = g_value_dup_object (value);
  else if (prop_id == PROP_SOURCE)
    self->source = g_value_get_int64 (value);
  else if (prop_id == PROP_TRANSPORT)
    self->transport = g_value_dup_object (value);
  else if (prop_id == PROP_CLOCK)
    self->clock = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static GDateTime *
make_date (gint64 time)
{
  return time != 0 ? g_date_time_new_from_unix_local (time / G_USEC_PER_SEC) : NULL;
}

static void
karne_sync_status_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneSyncStatus *self = KARNE_SYNC_STATUS (object);

  switch ((KarneSyncStatusProperty) prop_id)
    {
    case PROP_STORE:
      g_value_set_object (value, self->store);
      break;
    case PROP_SOURCE:
      g_value_set_int64 (value, self->source);
      break;
    case PROP_TRANSPORT:
      g_value_set_object (value, self->transport);
      break;
    case PROP_CLOCK:
      g_value_set_object (value, self->clock);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_SENTENCE:
      g_value_set_string (value, self->sentence);
      break;
    case PROP_SYNCING:
      g_value_set_boolean (value, self->cancellable != NULL);
      break;
    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;
    case PROP_RECEIVED:
      g_value_set_int64 (value, self->received);
      break;
    case PROP_TOTAL:
      g_value_set_int64 (value, self->total);
      break;
    case PROP_LAST_SYNCED:
      g_value_take_boxed (value, make_date (self->last_synced));
      break;
    case PROP_NEXT_TRY:
      g_value_take_boxed (value, make_date (self->next_try));
      break;
    case PROP_N_WAITING:
    case PROP_N_CONFLICTS:
      g_value_set_uint (value, 0);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_sync_status_dispose (GObject *object)
{
  KarneSyncStatus *self = KARNE_SYNC_STATUS (object);

  if (self->clock != NULL)
    {
      forget_retry (self);
      if (self->midnight_id != 0)
        karne_clock_remove (self->clock, self->midnight_id);
      self->midnight_id = 0;
    }
  g_clear_object (&self->sync);
  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (karne_sync_status_parent_class)->dispose (object);
}

static void
karne_sync_status_finalize (GObject *object)
{
  KarneSyncStatus *self = KARNE_SYNC_STATUS (object);

  g_clear_pointer (&self->progress, g_hash_table_unref);
  g_clear_error (&self->error);
  g_free (self->kind);
  g_free (self->sentence);

  G_OBJECT_CLASS (karne_sync_status_parent_class)->finalize (object);
}

#define SET_ONCE (G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS)
#define READABLE (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
init_construct_properties (void)
{
  /**
   * KarneSyncStatus:store:
   *
   * The person’s record.
   */
  properties[PROP_STORE] = g_param_spec_object ("store", NULL, NULL, KARNE_TYPE_STORE, SET_ONCE);
  /**
   * KarneSyncStatus:source:
   *
   * Number of the source in it.
   */
  properties[PROP_SOURCE] = g_param_spec_int64 ("source", NULL, NULL, 0, G_MAXINT64, 0, SET_ONCE);
  /**
   * KarneSyncStatus:transport:
   *
   * How the server is reached.
   */
  properties[PROP_TRANSPORT] =
      g_param_spec_object ("transport", NULL, NULL, KARNE_TYPE_TRANSPORT, SET_ONCE);
  /**
   * KarneSyncStatus:clock:
   *
   * What time it is.
   */
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, KARNE_TYPE_CLOCK, SET_ONCE);
}

static void
init_state_properties (void)
{
  /**
   * KarneSyncStatus:state:
   *
   * How the copy stands.
   */
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, KARNE_TYPE_SYNC_STATE,
                                              KARNE_SYNC_STATE_NEVER, READABLE);
  /**
   * KarneSyncStatus:sentence:
   *
   * The same in words.
   */
  properties[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, NULL, READABLE);
  /**
   * KarneSyncStatus:syncing:
   *
   * Whether a sync is under way, be it that it waits for the server.
   */
  properties[PROP_SYNCING] = g_param_spec_boolean ("syncing", NULL, NULL, FALSE, READABLE);
  /**
   * KarneSyncStatus:last-synced:
   *
   * When the copy was last up to date; `NULL` for never.
   */
  properties[PROP_LAST_SYNCED] =
      g_param_spec_boxed ("last-synced", NULL, NULL, G_TYPE_DATE_TIME, READABLE);
  /**
   * KarneSyncStatus:next-try:
   *
   * When a sync that waits for the server asks again; `NULL` when it does not wait.
   */
  properties[PROP_NEXT_TRY] =
      g_param_spec_boxed ("next-try", NULL, NULL, G_TYPE_DATE_TIME, READABLE);
  /**
   * KarneSyncStatus:n-waiting:
   *
   * How many changes made here wait to be sent. Nothing can be changed here yet.
   */
  properties[PROP_N_WAITING] =
      g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  /**
   * KarneSyncStatus:n-conflicts:
   *
   * How many choices the person has to make. Nothing can be changed here yet.
   */
  properties[PROP_N_CONFLICTS] =
      g_param_spec_uint ("n-conflicts", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  /**
   * KarneSyncStatus:error:
   *
   * What ended the last sync; `NULL` when it went well.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, READABLE);
}

static void
init_progress_properties (void)
{
  /**
   * KarneSyncStatus:kind:
   *
   * The FHIR resource type of which some came last, in the run under way or the last one.
   */
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, READABLE);
  /**
   * KarneSyncStatus:received:
   *
   * How many of that kind came.
   */
  properties[PROP_RECEIVED] =
      g_param_spec_int64 ("received", NULL, NULL, 0, G_MAXINT64, 0, READABLE);
  /**
   * KarneSyncStatus:total:
   *
   * How many of that kind there are; -1 while that is not known.
   */
  properties[PROP_TOTAL] = g_param_spec_int64 ("total", NULL, NULL, -1, G_MAXINT64, -1, READABLE);
}

static void
karne_sync_status_class_init (KarneSyncStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = karne_sync_status_constructed;
  object_class->set_property = karne_sync_status_set_property;
  object_class->get_property = karne_sync_status_get_property;
  object_class->dispose = karne_sync_status_dispose;
  object_class->finalize = karne_sync_status_finalize;

  init_construct_properties ();
  init_state_properties ();
  init_progress_properties ();
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * KarneSyncStatus::progress:
   * @self: a status
   * @kind: FHIR resource type
   * @received: how many came of it so far
   * @total: how many there are, -1 while that is not known
   *
   * A page came. See also [method@SyncStatus.get_progress].
   */
  signals[SIGNAL_PROGRESS] =
      g_signal_new ("progress", KARNE_TYPE_SYNC_STATUS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_INT64);
}

static void
karne_sync_status_init (KarneSyncStatus *self)
{
  self->total = -1;
  self->progress = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * karne_sync_status_new:
 * @store: the person’s record
 * @source: number of the source in it
 * @transport: (nullable): how the server is reached; `NULL` for the network
 * @clock: (nullable): what time it is; `NULL` for the computer’s clock
 *
 * Makes the status of one source.
 *
 * Returns: (transfer full): the status of that source
 */
KarneSyncStatus *
karne_sync_status_new (KarneStore *store,
                       gint64 source,
                       KarneTransport *transport,
                       KarneClock *clock)
{
  g_return_val_if_fail (KARNE_IS_STORE (store), NULL);
  g_return_val_if_fail (transport == NULL || KARNE_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (clock == NULL || KARNE_IS_CLOCK (clock), NULL);

  return g_object_new (KARNE_TYPE_SYNC_STATUS, "store", store, "source", source, "transport",
                       transport, "clock", clock, NULL);
}

/**
 * karne_sync_status_get_sync:
 * @self: a status
 *
 * Gets the sync that it drives.
 *
 * Returns: (transfer none): the sync that it drives, to be set up otherwise than by default. Do not
 *   run it.
 */
KarneSync *
karne_sync_status_get_sync (KarneSyncStatus *self)
{
  g_return_val_if_fail (KARNE_IS_SYNC_STATUS (self), NULL);

  return self->sync;
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

/**
 * karne_sync_status_get_state:
 * @self: a status
 *
 * Gets [property@SyncStatus:state].
 *
 * Returns: [property@SyncStatus:state]
 */
KarneSyncState
karne_sync_status_get_state (KarneSyncStatus *self)
{
  g_return_val_if_fail (KARNE_IS_SYNC_STATUS (self), KARNE_SYNC_STATE_NEVER);

  return self->state;
}

/**
 * karne_sync_status_get_sentence:
 * @self: a status
 *
 * Gets [property@SyncStatus:sentence].
 *
 * Returns: [property@SyncStatus:sentence]
 */
const char *
karne_sync_status_get_sentence (KarneSyncStatus *self)
{
  g_return_val_if_fail (KARNE_IS_SYNC_STATUS (self), NULL);

  return self->sentence;
}

/**
 * karne_sync_status_get_syncing:
 * @self: a status
 *
 * Gets [property@SyncStatus:syncing].
 *
 * Returns: [property@SyncStatus:syncing]
 */
gboolean
karne_sync_status_get_syncing (KarneSyncStatus *self)
{
  g_return_val_if_fail (KARNE_IS_SYNC_STATUS (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * karne_sync_status_get_error:
 * @self: a status
 *
 * Gets [property@SyncStatus:error].
 *
 * Returns: (transfer none) (nullable): [property@SyncStatus:error]
 */
const GError *
karne_sync_status_get_error (KarneSyncStatus *self)
{
  g_return_val_if_fail (KARNE_IS_SYNC_STATUS (self), NULL);

  return self->error;
}

/**
 * karne_sync_status_get_progress:
 * @self: a status
 * @kind: FHIR resource type
 * @received: (out) (optional): how many came
 * @total: (out) (optional): how many there are, -1 while that is not known
 *
 * How far the run under way, or the last one, got with one kind.
 *
 * Returns: whether any page of that kind came
 */
gboolean
karne_sync_status_get_progress (KarneSyncStatus *self,
                                const char *kind,
                                gint64 *received,
                                gint64 *total)
{
  const Progress *progress;

  g_return_val_if_fail (KARNE_IS_SYNC_STATUS (self) && kind != NULL, FALSE);

  progress = g_hash_table_lookup (self->progress, kind);
  if (received != NULL)
    *received = progress != NULL ? progress->received : 0;
  if (total != NULL)
    *total = progress != NULL ? progress->total : -1;
  return progress != NULL;
}
