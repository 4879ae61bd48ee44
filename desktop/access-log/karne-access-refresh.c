/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-refresh.h"

/**
 * KarneAccessRefresh:
 *
 * Brings the accesses to a record up to date, which no usual sync does: they grow with each look,
 * and “nothing changed” would never be true.
 *
 * Where a source is being brought up to date already, it waits for the end of that, and asks after
 * it.
 */
struct _KarneAccessRefresh
{
  GObject parent_instance;

  KarneSession *session;     /* (owned) */
  GCancellable *cancellable; /* (owned) of what is read here; the sync itself goes on */
  GError *error;             /* (owned) (nullable) the first one of this run */
  char *known_until;         /* (owned) (nullable) */
  guint n_running;           /* sources that have not answered yet */
};

G_DEFINE_FINAL_TYPE (KarneAccessRefresh, karne_access_refresh, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
tell (KarneAccessRefresh *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Up to when */

static void
known_until_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneAccessRefresh) self = user_data;
  g_autoptr (GError) error = NULL;
  char *until = karne_store_get_known_until_finish (KARNE_STORE (object), result, &error);

  if (error != NULL)
    return;
  g_free (self->known_until);
  self->known_until = until;
  tell (self);
}

static void
read_known_until (KarneAccessRefresh *self)
{
  KarneStore *store = karne_session_get_store (self->session);

  if (store != NULL)
    karne_store_get_known_until_async (store, "AuditEvent", self->cancellable, known_until_read_cb,
                                       g_object_ref (self));
}

/* Asking */

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneAccessRefresh) self = user_data;
  KarneSyncStatus *status = KARNE_SYNC_STATUS (object);
  g_autoptr (GError) error = NULL;
  KarneSyncReport *report = karne_sync_status_sync_finish (status, result, &error);

  g_clear_pointer (&report, karne_sync_report_free);
  karne_sync_set_with_on_demand (karne_sync_status_get_sync (status), FALSE);
  /* One that a person stopped is no failure. */
  if (error != NULL && self->error == NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->error = g_steal_pointer (&error);
  self->n_running--;
  tell (self);
  if (self->n_running == 0)
    read_known_until (self);
}

static void
ask (KarneAccessRefresh *self, KarneSyncStatus *status)
{
  karne_sync_set_with_on_demand (karne_sync_status_get_sync (status), TRUE);
  karne_sync_status_sync_async (status, NULL, asked_cb, g_object_ref (self));
}

static void ask_in_time (KarneAccessRefresh *self, KarneSyncStatus *status);

static void
syncing_changed_cb (KarneSyncStatus *status, GParamSpec *pspec, gpointer data)
{
  if (!karne_sync_status_get_syncing (status))
    ask_in_time (data, status);
}

static void
ask_in_time (KarneAccessRefresh *self, KarneSyncStatus *status)
{
  g_signal_handlers_disconnect_by_func (status, syncing_changed_cb, self);
  if (karne_sync_status_get_syncing (status))
    g_signal_connect_object (status, "notify::syncing", G_CALLBACK (syncing_changed_cb), self, 0);
  else
    ask (self, status);
}

void
karne_access_refresh_run (KarneAccessRefresh *self)
{
  GListModel *sources;

  g_return_if_fail (KARNE_IS_ACCESS_REFRESH (self));

  if (self->n_running > 0)
    return;
  sources = karne_session_get_sources (self->session);
  self->n_running = g_list_model_get_n_items (sources);
  g_clear_error (&self->error);
  tell (self);
  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (KarneSyncStatus) status = g_list_model_get_item (sources, i);

      ask_in_time (self, status);
    }
}

/* The object */

static void
karne_access_refresh_dispose (GObject *object)
{
  KarneAccessRefresh *self = KARNE_ACCESS_REFRESH (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (karne_access_refresh_parent_class)->dispose (object);
}

static void
karne_access_refresh_finalize (GObject *object)
{
  KarneAccessRefresh *self = KARNE_ACCESS_REFRESH (object);

  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->known_until, g_free);

  G_OBJECT_CLASS (karne_access_refresh_parent_class)->finalize (object);
}

static void
karne_access_refresh_class_init (KarneAccessRefreshClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = karne_access_refresh_dispose;
  object_class->finalize = karne_access_refresh_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KARNE_TYPE_ACCESS_REFRESH, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_access_refresh_init (KarneAccessRefresh *self)
{
  self->cancellable = g_cancellable_new ();
}

KarneAccessRefresh *
karne_access_refresh_new (KarneSession *session)
{
  KarneAccessRefresh *self = g_object_new (KARNE_TYPE_ACCESS_REFRESH, NULL);

  self->session = g_object_ref (session);
  read_known_until (self);
  return self;
}

gboolean
karne_access_refresh_is_running (KarneAccessRefresh *self)
{
  g_return_val_if_fail (KARNE_IS_ACCESS_REFRESH (self), FALSE);

  return self->n_running > 0;
}

const GError *
karne_access_refresh_get_error (KarneAccessRefresh *self)
{
  g_return_val_if_fail (KARNE_IS_ACCESS_REFRESH (self), NULL);

  return self->error;
}

const char *
karne_access_refresh_get_known_until (KarneAccessRefresh *self)
{
  g_return_val_if_fail (KARNE_IS_ACCESS_REFRESH (self), NULL);

  return self->known_until;
}
