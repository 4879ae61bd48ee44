/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-sync-status-private.h"

#include "model/karne-enums.h"

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
G_DEFINE_FINAL_TYPE (KarneSyncStatus, karne_sync_status, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

void
karne_sync_status_notify (KarneSyncStatus *self, KarneSyncStatusProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
karne_sync_status_constructed (GObject *object)
{
  KarneSyncStatus *self = KARNE_SYNC_STATUS (object);

  G_OBJECT_CLASS (karne_sync_status_parent_class)->constructed (object);

  g_return_if_fail (self->store != NULL);
  karne_sync_status_begin (self);
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
  else if (prop_id == PROP_NETWORK)
    self->network = g_value_dup_object (value);
  else if (prop_id == PROP_POWER)
    self->power = g_value_dup_object (value);
  else if (prop_id == PROP_AUTOMATIC)
    karne_sync_status_set_automatic (self, g_value_get_boolean (value));
  else if (prop_id == PROP_SENDS_AT_ONCE)
    karne_sync_status_set_sends_at_once (self, g_value_get_boolean (value));
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
    case PROP_NETWORK:
      g_value_set_object (value, self->network);
      break;
    case PROP_POWER:
      g_value_set_object (value, self->power);
      break;
    case PROP_AUTOMATIC:
      g_value_set_boolean (value, karne_sync_status_get_automatic (self));
      break;
    case PROP_SENDS_AT_ONCE:
      g_value_set_boolean (value, self->sends_at_once);
      break;
    case PROP_HOLDS_BACK:
      g_value_set_boolean (value, karne_sync_status_get_holds_back (self));
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
      g_value_set_uint (value, self->n_waiting);
      break;
    case PROP_N_CONFLICTS:
      g_value_set_uint (value, self->n_conflicts);
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

  karne_sync_status_end (self);
  g_clear_object (&self->sync);
  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_object (&self->network);
  g_clear_object (&self->power);
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
  /**
   * KarneSyncStatus:network:
   *
   * What says that there is a network again, and whether each byte is paid for; `NULL` for the
   * computer’s own.
   */
  properties[PROP_NETWORK] =
      g_param_spec_object ("network", NULL, NULL, G_TYPE_NETWORK_MONITOR, SET_ONCE);
  /**
   * KarneSyncStatus:power:
   *
   * What says whether the battery is spared; `NULL` for the computer’s own.
   */
  properties[PROP_POWER] =
      g_param_spec_object ("power", NULL, NULL, G_TYPE_POWER_PROFILE_MONITOR, SET_ONCE);
}

static void
init_state_properties (void)
{
  /**
   * KarneSyncStatus:automatic:
   *
   * Whether the copy is brought up to date of itself: at once, every ten minutes, when a network
   * comes back, and after a change. What failed for now is tried again after a minute, then less
   * and less often, but at least every ten minutes, and not before the server wants to be asked:
   * [property@SyncStatus:next-try] says when. One that was stopped is left alone for ten minutes;
   * where the person must sign in again, nothing is asked until somebody does.
   *
   * On a metered network, or while the computer saves power, nothing of this is done: changes wait,
   * as [property@SyncStatus:n-waiting] says, until that is over or somebody asks for it with
   * [method@SyncStatus.sync_async]. See also [property@SyncStatus:sends-at-once].
   *
   * Off by default. Turn it off, and cancel, before the store is closed.
   */
  properties[PROP_AUTOMATIC] =
      g_param_spec_boolean ("automatic", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * KarneSyncStatus:sends-at-once:
   *
   * Whether what the person changes is sent at once on a metered network, and while the computer
   * saves power, too, where [property@SyncStatus:automatic] is on.
   *
   * Off by default. Turn it on for a space that is not to last ([method@Space.is_ephemeral]): what
   * was not sent when that is closed is lost.
   */
  properties[PROP_SENDS_AT_ONCE] =
      g_param_spec_boolean ("sends-at-once", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * KarneSyncStatus:holds-back:
   *
   * Whether what the person changes now waits until somebody asks for a sync, or until the network
   * is not metered any more and the computer does not save power.
   */
  properties[PROP_HOLDS_BACK] = g_param_spec_boolean ("holds-back", NULL, NULL, FALSE, READABLE);
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
   * When a sync that waits for the server asks again, or the next one does of itself after one that
   * failed for now; `NULL` when neither is so.
   */
  properties[PROP_NEXT_TRY] =
      g_param_spec_boxed ("next-try", NULL, NULL, G_TYPE_DATE_TIME, READABLE);
  /**
   * KarneSyncStatus:n-waiting:
   *
   * How many changes made here the server does not have yet: those that wait, those that are being
   * sent, and those that it did not accept.
   */
  properties[PROP_N_WAITING] =
      g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  /**
   * KarneSyncStatus:n-conflicts:
   *
   * How many choices the person has to make, since both sides changed the same.
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
  const KarneSyncProgress *progress;

  g_return_val_if_fail (KARNE_IS_SYNC_STATUS (self) && kind != NULL, FALSE);

  progress = g_hash_table_lookup (self->progress, kind);
  if (received != NULL)
    *received = progress != NULL ? progress->received : 0;
  if (total != NULL)
    *total = progress != NULL ? progress->total : -1;
  return progress != NULL;
}
