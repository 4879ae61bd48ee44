/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-session.h"

#define N_CHANGES (KARNE_CHANGE_LIST_OF_QUARANTINED + 1)

/* How many of each are shown at first, and how many more each time somebody wants more. */
static const guint change_page_sizes[N_CHANGES] = {
  [KARNE_CHANGE_LIST_OF_CONFLICTS] = 20,
  [KARNE_CHANGE_LIST_OF_WAITING] = 100,
  [KARNE_CHANGE_LIST_OF_HISTORY] = 20,
  [KARNE_CHANGE_LIST_OF_QUARANTINED] = 100,
};

/**
 * KarneSession:
 *
 * One open record: its space, the view through which all of it is read, and how the copies of its
 * sources stand, summed up in the properties that the window shows.
 *
 * With several sources, what is shown is the one that most needs somebody's attention.
 */
struct _KarneSession
{
  GObject parent_instance;

  KarneSpace *space;                   /* (owned) (nullable) NULL once closed */
  KarneView *view;                     /* (owned) (nullable) */
  KarneChangeList *changes[N_CHANGES]; /* (owned) (nullable) by what they are of */
  KarneUnsent *unsent;                 /* (owned) (nullable) */
  KarneDues *dues;                     /* (owned) (nullable) */
  KarneTransport *transport;           /* (owned) */
  KarneClock *clock;                   /* (owned) */
  KarneRole role;
  KarneAgreement *agreement; /* (owned) (nullable) of a helper */
  GListStore *sources;       /* (owned) of KarneSyncStatus */
  KarneSyncStatus *loudest;  /* (unowned) (nullable) the source that the properties speak of */
  gboolean has_copy;         /* something was received in an earlier session */
};

G_DEFINE_FINAL_TYPE (KarneSession, karne_session, G_TYPE_OBJECT)

typedef enum
{
  PROP_SPACE = 1,
  PROP_CLOCK,
  PROP_ROLE,
  PROP_AGREEMENT,
  PROP_STATE,
  PROP_SENTENCE,
  PROP_SYNCING,
  PROP_LAST_SYNCED,
  PROP_ERROR,
  N_PROPS
} KarneSessionProperty;

static GParamSpec *properties[N_PROPS];

/* The sum of the sources */

static int
get_loudness (KarneSyncState state)
{
  switch (state)
    {
    case KARNE_SYNC_STATE_UP_TO_DATE:
      return 0;
    case KARNE_SYNC_STATE_WAITING_TO_SEND:
      return 1;
    case KARNE_SYNC_STATE_NEVER:
      return 2;
    case KARNE_SYNC_STATE_CONFLICT:
      return 3;
    case KARNE_SYNC_STATE_OFFLINE:
      return 4;
    case KARNE_SYNC_STATE_UNAVAILABLE:
      return 5;
    case KARNE_SYNC_STATE_FAILED:
      return 6;
    case KARNE_SYNC_STATE_SIGN_IN_NEEDED:
      return 7;
    case KARNE_SYNC_STATE_SYNCING:
      return 8;
    }
  return 0;
}

static void
sum_up (KarneSession *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->sources));
  int loudness = -1;

  self->loudest = NULL;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (G_LIST_MODEL (self->sources), i);
      int its = get_loudness (karne_sync_status_get_state (status));

      if (its > loudness)
        {
          loudness = its;
          self->loudest = status;
        }
    }
}

static void
notify_all (GObject *object)
{
  g_object_freeze_notify (object);
  for (guint i = PROP_STATE; i < N_PROPS; i++)
    g_object_notify_by_pspec (object, properties[i]);
  g_object_thaw_notify (object);
}

/* What a status calls a property, the session does too. While the same source is spoken of, only
 * what changed of it is passed on: a first copy counts on dozens of times a second. */
static void
status_changed_cb (KarneSyncStatus *status, GParamSpec *pspec, gpointer data)
{
  KarneSession *self = data;
  KarneSyncStatus *before = self->loudest;

  sum_up (self);
  if (self->loudest != before)
    notify_all (data);
  else
    g_object_notify (data, pspec->name);
}

/* What was set aside alone is no change of the record, of which the store would tell. */
static void
syncing_changed_cb (KarneSyncStatus *status, GParamSpec *pspec, gpointer data)
{
  KarneSession *self = data;

  KarneChangeList *set_aside = self->changes[KARNE_CHANGE_LIST_OF_QUARANTINED];

  if (set_aside != NULL && !karne_sync_status_get_syncing (status))
    karne_change_list_refresh (set_aside);
}

/* Starting */

static void
add_source (KarneSession *self, KarneStore *store, const KarneSource *source)
{
  g_autoptr (KarneSyncStatus) status =
      karne_sync_status_new (store, source->id, self->transport, self->clock);

  /* What is not sent before the session ends would be lost. */
  karne_sync_status_set_sends_at_once (status, self->space != NULL &&
                                                   karne_space_is_ephemeral (self->space));
  g_signal_connect_object (status, "notify::state", G_CALLBACK (status_changed_cb), self, 0);
  g_signal_connect_object (status, "notify::sentence", G_CALLBACK (status_changed_cb), self, 0);
  g_signal_connect_object (status, "notify::syncing", G_CALLBACK (status_changed_cb), self, 0);
  g_signal_connect_object (status, "notify::syncing", G_CALLBACK (syncing_changed_cb), self, 0);
  g_signal_connect_object (status, "notify::error", G_CALLBACK (status_changed_cb), self, 0);
  g_signal_connect_object (status, "notify::last-synced", G_CALLBACK (status_changed_cb), self, 0);
  g_list_store_append (self->sources, status);
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources_finish (KARNE_STORE (object), result, &error);

  if (sources == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_list_store_remove_all (self->sources);
  for (guint i = 0; i < sources->len; i++)
    {
      const KarneSource *source = sources->pdata[i];

      self->has_copy = self->has_copy || source->pulled != NULL || source->checked > 0;
      add_source (self, KARNE_STORE (object), source);
    }
  sum_up (self);
  g_task_return_boolean (task, TRUE);
}

/* Reads which servers the record comes from. Nothing is asked of them yet. */
void
karne_session_start_async (KarneSession *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_SESSION (self) && self->space != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_session_start_async);
  karne_store_list_sources_async (karne_space_get_store (self->space), cancellable,
                                  sources_listed_cb, task);
}

gboolean
karne_session_start_finish (KarneSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Closing */

static void
clear_changes (KarneSession *self)
{
  for (guint of = 0; of < N_CHANGES; of++)
    g_clear_object (&self->changes[of]);
}

static void
set_automatic (KarneSession *self, gboolean automatic)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (G_LIST_MODEL (self->sources), i);

      karne_sync_status_set_automatic (status, automatic);
    }
}

static void
space_closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (karne_space_close_finish (KARNE_SPACE (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Stops what is under way. From here on the view is nobody’s, and reads nothing once the space is
 * closed. (transfer full) (nullable): the space, open. */
KarneSpace *
karne_session_take_space (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  set_automatic (self, FALSE);
  karne_session_stop (self);
  self->loudest = NULL;
  g_list_store_remove_all (self->sources);
  g_clear_object (&self->unsent);
  g_clear_object (&self->dues);
  clear_changes (self);
  g_clear_object (&self->view);
  return g_steal_pointer (&self->space);
}

/* Stops what is under way and closes the space; an ephemeral one is erased by that. */
void
karne_session_close_async (KarneSession *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (KarneSpace) space = NULL;

  g_return_if_fail (KARNE_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_session_close_async);
  space = karne_session_take_space (self);
  if (space == NULL)
    g_task_return_boolean (task, TRUE);
  else
    karne_space_close_async (space, cancellable, space_closed_cb, g_steal_pointer (&task));
}

gboolean
karne_session_close_finish (KarneSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Syncing */

/* The status says how it went; there is nothing to add. */
static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KarneSyncReport *report =
      karne_sync_status_sync_finish (KARNE_SYNC_STATUS (object), result, NULL);

  g_clear_pointer (&report, karne_sync_report_free);
}

/* Brings all sources up to date; those that are at it go on. */
void
karne_session_sync (KarneSession *self)
{
  g_return_if_fail (KARNE_IS_SESSION (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (G_LIST_MODEL (self->sources), i);

      if (!karne_sync_status_get_syncing (status))
        karne_sync_status_sync_async (status, NULL, synced_cb, NULL);
    }
}

/* Brings all sources up to date, now and from time to time, until the session is closed. */
void
karne_session_keep_up_to_date (KarneSession *self)
{
  g_return_if_fail (KARNE_IS_SESSION (self));

  set_automatic (self, TRUE);
}

void
karne_session_stop (KarneSession *self)
{
  g_return_if_fail (KARNE_IS_SESSION (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (G_LIST_MODEL (self->sources), i);

      karne_sync_status_cancel (status);
    }
}

void
karne_session_say_again (KarneSession *self)
{
  g_return_if_fail (KARNE_IS_SESSION (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (G_LIST_MODEL (self->sources), i);

      karne_sync_status_say_again (status);
    }
}

/* The object */

static void
karne_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneSession *self = KARNE_SESSION (object);

  switch ((KarneSessionProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, karne_session_get_state (self));
      break;
    case PROP_SENTENCE:
      g_value_set_string (value, karne_session_get_sentence (self));
      break;
    case PROP_SYNCING:
      g_value_set_boolean (value, karne_session_get_syncing (self));
      break;
    case PROP_LAST_SYNCED:
      g_value_set_int64 (value, karne_session_get_last_synced (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, karne_session_get_error (self));
      break;
    case PROP_SPACE:
    case PROP_CLOCK:
    case PROP_ROLE:
    case PROP_AGREEMENT:
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_session_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KarneSession *self = KARNE_SESSION (object);

  switch ((KarneSessionProperty) prop_id)
    {
    case PROP_SPACE:
      self->space = g_value_dup_object (value);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    case PROP_ROLE:
      self->role = g_value_get_enum (value);
      break;
    case PROP_AGREEMENT:
      self->agreement = g_value_dup_object (value);
      break;
    case PROP_STATE:
    case PROP_SENTENCE:
    case PROP_SYNCING:
    case PROP_LAST_SYNCED:
    case PROP_ERROR:
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* Who helps is named in the access log. */
static KarneView *
make_view (KarneSession *self)
{
  KarneStore *store = karne_space_get_store (self->space);
  KarneView *view;

  if (self->agreement == NULL)
    return karne_view_new (store, self->role, NULL);
  view = karne_view_new_for_helper (store, karne_agreement_get_matrix (self->agreement),
                                    karne_agreement_get_role (self->agreement), NULL);
  karne_view_set_helper (view, karne_agreement_get_helper (self->agreement),
                         karne_agreement_get_structure (self->agreement));
  return view;
}

static void
karne_session_constructed (GObject *object)
{
  KarneSession *self = KARNE_SESSION (object);

  G_OBJECT_CLASS (karne_session_parent_class)->constructed (object);

  self->transport = KARNE_TRANSPORT (karne_soup_transport_new (self->clock));
  self->view = make_view (self);
  karne_access_log_set_acting (self->view);
  karne_access_log_note (self->view, KARNE_ACCESS_ACT_UNLOCK, 0, NULL, NULL, NULL);
  for (guint of = 0; of < N_CHANGES; of++)
    self->changes[of] =
        karne_change_list_new (self->view, (KarneChangeListOf) of, change_page_sizes[of]);
  self->unsent = karne_unsent_new (self->space, self->changes[KARNE_CHANGE_LIST_OF_WAITING],
                                   self->changes[KARNE_CHANGE_LIST_OF_CONFLICTS]);
  self->dues = karne_dues_new (self->view, self->clock);
}

static void
karne_session_dispose (GObject *object)
{
  KarneSession *self = KARNE_SESSION (object);

  self->loudest = NULL;
  g_clear_object (&self->sources);
  g_clear_object (&self->unsent);
  g_clear_object (&self->dues);
  clear_changes (self);
  g_clear_object (&self->view);
  g_clear_object (&self->space);
  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_object (&self->agreement);

  G_OBJECT_CLASS (karne_session_parent_class)->dispose (object);
}

static void
karne_session_class_init (KarneSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags fixed = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = karne_session_constructed;
  object_class->get_property = karne_session_get_property;
  object_class->set_property = karne_session_set_property;
  object_class->dispose = karne_session_dispose;

  properties[PROP_SPACE] = g_param_spec_object ("space", NULL, NULL, KARNE_TYPE_SPACE, fixed);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, KARNE_TYPE_CLOCK, fixed);
  properties[PROP_ROLE] =
      g_param_spec_enum ("role", NULL, NULL, KARNE_TYPE_ROLE, KARNE_ROLE_PERSON, fixed);
  properties[PROP_AGREEMENT] =
      g_param_spec_object ("agreement", NULL, NULL, KARNE_TYPE_AGREEMENT, fixed);
  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, KARNE_TYPE_SYNC_STATE, KARNE_SYNC_STATE_NEVER, shown);
  properties[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, NULL, shown);
  properties[PROP_SYNCING] = g_param_spec_boolean ("syncing", NULL, NULL, FALSE, shown);
  properties[PROP_LAST_SYNCED] =
      g_param_spec_int64 ("last-synced", NULL, NULL, 0, G_MAXINT64, 0, shown);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, shown);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_session_init (KarneSession *self)
{
  self->sources = g_list_store_new (KARNE_TYPE_SYNC_STATUS);
}

KarneSession *
karne_session_new (KarneSpace *space, KarneClock *clock, KarneRole role)
{
  return g_object_new (KARNE_TYPE_SESSION, "space", space, "clock", clock, "role", role, NULL);
}

KarneSession *
karne_session_new_for_helper (KarneSpace *space, KarneClock *clock, KarneAgreement *agreement)
{
  return g_object_new (KARNE_TYPE_SESSION, "space", space, "clock", clock, "role",
                       KARNE_ROLE_HELPER, "agreement", agreement, NULL);
}

KarneAgreement *
karne_session_get_agreement (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  return self->agreement;
}

gboolean
karne_session_may_write (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), FALSE);

  return self->agreement == NULL || karne_agreement_may_write (self->agreement);
}

KarneView *
karne_session_get_view (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  return self->view;
}

KarneChangeList *
karne_session_get_changes (KarneSession *self, KarneChangeListOf of)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self) && of < N_CHANGES, NULL);

  return self->changes[of];
}

KarneUnsent *
karne_session_get_unsent (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  return self->unsent;
}

KarneDues *
karne_session_get_dues (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  return self->dues;
}

KarneSpace *
karne_session_get_space (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  return self->space;
}

KarneStore *
karne_session_get_store (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  return self->space != NULL ? karne_space_get_store (self->space) : NULL;
}

KarneTransport *
karne_session_get_transport (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  return self->transport;
}

GListModel *
karne_session_get_sources (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->sources);
}

KarneSyncState
karne_session_get_state (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), KARNE_SYNC_STATE_NEVER);

  return self->loudest != NULL ? karne_sync_status_get_state (self->loudest)
                               : KARNE_SYNC_STATE_NEVER;
}

const char *
karne_session_get_sentence (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  return self->loudest != NULL ? karne_sync_status_get_sentence (self->loudest) : "";
}

/* Whether any of the sources is at it, be it that it waits for its server. */
gboolean
karne_session_get_syncing (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (G_LIST_MODEL (self->sources), i);

      if (karne_sync_status_get_syncing (status))
        return TRUE;
    }
  return FALSE;
}

/* The oldest of the sources: no page may look fresher than its oldest part. 0 for never. */
gint64
karne_session_get_last_synced (KarneSession *self)
{
  gint64 oldest = G_MAXINT64;

  g_return_val_if_fail (KARNE_IS_SESSION (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (G_LIST_MODEL (self->sources), i);
      g_autoptr (GDateTime) last_synced = NULL;

      g_object_get (status, "last-synced", &last_synced, NULL);
      oldest = MIN (oldest,
                    last_synced != NULL ? g_date_time_to_unix (last_synced) * G_USEC_PER_SEC : 0);
    }
  return oldest == G_MAXINT64 ? 0 : oldest;
}

/* Whether anything of the record was here when it was opened. */
gboolean
karne_session_has_copy (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), FALSE);

  return self->has_copy;
}

const GError *
karne_session_get_error (KarneSession *self)
{
  g_return_val_if_fail (KARNE_IS_SESSION (self), NULL);

  return self->loudest != NULL ? karne_sync_status_get_error (self->loudest) : NULL;
}
