/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-sync-private.h"

#include "engine/karne-run-private.h"
#include "karne-error.h"
#include "signin/karne-credentials.h"

#define DEFAULT_PAGE_SIZE 500

/**
 * KarneSync:
 *
 * Brings what one source holds of the person into the store, and goes on where it was cut.
 *
 * It decides, and owns nothing to do it with: no socket, no clock, no random source. All of it runs
 * in the thread-default main context of the caller; only the store works elsewhere.
 */
struct _KarneSync
{
  GObject parent_instance;

  KarneStore *store; /* (owned) */
  gint64 source;
  KarneTransport *transport; /* (owned) */
  KarneClock *clock;         /* (owned) */
  guint32 seed;
  guint max_retries;
  guint page_size;
  gboolean with_on_demand;
  gboolean running;
  KarneExchange *exchange;     /* (owned) (nullable) until the first run */
  KarneAuthorizer *authorizer; /* (owned) (nullable) */

  KarneSyncRenewFunc renew;
  gpointer renew_data;
  GDestroyNotify renew_destroy;
};

G_DEFINE_FINAL_TYPE (KarneSync, karne_sync, G_TYPE_OBJECT)

enum
{
  SIGNAL_PROGRESS,
  SIGNAL_WAITING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_BOXED_TYPE (KarneSyncReport,
                     karne_sync_report,
                     karne_sync_report_copy,
                     karne_sync_report_free)

/**
 * karne_sync_report_copy:
 * @self: what is copied
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneSyncReport *
karne_sync_report_copy (const KarneSyncReport *self)
{
  KarneSyncReport *copy = g_new0 (KarneSyncReport, 1);

  *copy = *self;
  copy->kinds_partial = g_strdupv (self->kinds_partial);
  return copy;
}

/**
 * karne_sync_report_free:
 * @self: (transfer full): a report
 *
 * Frees a report.
 */
void
karne_sync_report_free (KarneSyncReport *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->kinds_partial, g_strfreev);
  g_free (self);
}

static char *
renew_cb (gpointer data)
{
  KarneSync *self = data;

  return self->renew == NULL ? NULL : self->renew (self, self->renew_data);
}

static void
waiting_cb (gint64 until_us, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_WAITING], 0, until_us);
}

static void
forget_renew_func (KarneSync *self)
{
  if (self->renew_destroy != NULL)
    self->renew_destroy (self->renew_data);
  self->renew = NULL;
  self->renew_data = NULL;
  self->renew_destroy = NULL;
}

static void
karne_sync_dispose (GObject *object)
{
  KarneSync *self = KARNE_SYNC (object);

  forget_renew_func (self);
  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_object (&self->authorizer);

  G_OBJECT_CLASS (karne_sync_parent_class)->dispose (object);
}

static void
karne_sync_finalize (GObject *object)
{
  KarneSync *self = KARNE_SYNC (object);

  g_clear_pointer (&self->exchange, karne_exchange_free);

  G_OBJECT_CLASS (karne_sync_parent_class)->finalize (object);
}

static void
karne_sync_class_init (KarneSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = karne_sync_dispose;
  object_class->finalize = karne_sync_finalize;

  /**
   * KarneSync::progress:
   * @self: a sync
   * @kind: FHIR resource type
   * @received: how many came of it so far
   * @total: how many there are, -1 while that is not known; never below @received
   *
   * A page came.
   */
  signals[SIGNAL_PROGRESS] =
      g_signal_new ("progress", KARNE_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_INT64);
  /**
   * KarneSync::waiting:
   * @self: a sync
   * @until_us: on the monotonic clock
   *
   * The server failed, or asked to be left alone: the sync waits, then tries again.
   */
  signals[SIGNAL_WAITING] = g_signal_new ("waiting", KARNE_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
karne_sync_init (KarneSync *self)
{
  self->max_retries = 4;
  self->page_size = DEFAULT_PAGE_SIZE;
}

/**
 * karne_sync_new:
 * @store: the person's record
 * @source: number of the source in it
 * @transport: how to reach the server
 * @clock: for waiting, and to note when this computer last looked; never to order anything
 * @seed: for the jitter of back-off
 *
 * Makes a sync of one source. Keep it for the next run: what the server asked for (to be left alone
 * for a while) is remembered.
 *
 * Returns: (transfer full): a sync
 */
KarneSync *
karne_sync_new (KarneStore *store,
                gint64 source,
                KarneTransport *transport,
                KarneClock *clock,
                guint32 seed)
{
  KarneSync *self = NULL;

  g_return_val_if_fail (KARNE_IS_STORE (store), NULL);
  g_return_val_if_fail (KARNE_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (KARNE_IS_CLOCK (clock), NULL);

  self = g_object_new (KARNE_TYPE_SYNC, NULL);
  self->store = g_object_ref (store);
  self->source = source;
  self->transport = g_object_ref (transport);
  self->clock = g_object_ref (clock);
  self->seed = seed;

  return self;
}

/**
 * karne_sync_set_renew_func:
 * @self: a sync
 * @func: (scope notified) (closure data) (destroy destroy) (nullable): asked for a new token
 * @data: for @func
 * @destroy: (nullable): frees @data
 *
 * Says where a new token comes from when the server answers 401. It is asked once per request; when
 * it has none, the run ends with [error@Error.UNAUTHORIZED], and all that came is kept.
 */
void
karne_sync_set_renew_func (KarneSync *self,
                           KarneSyncRenewFunc func,
                           gpointer data,
                           GDestroyNotify destroy)
{
  g_return_if_fail (KARNE_IS_SYNC (self));

  forget_renew_func (self);
  self->renew = func;
  self->renew_data = data;
  self->renew_destroy = destroy;
}

/**
 * karne_sync_set_authorizer:
 * @self: a sync
 * @authorizer: (nullable): where the tokens come from; %NULL: from the store
 *
 * Says what requests are allowed with, in place of what the store keeps of the source. Where a
 * person signed in with [class@SignIn] and it was kept, this is not needed.
 */
void
karne_sync_set_authorizer (KarneSync *self, KarneAuthorizer *authorizer)
{
  g_return_if_fail (KARNE_IS_SYNC (self));
  g_return_if_fail (authorizer == NULL || KARNE_IS_AUTHORIZER (authorizer));

  g_set_object (&self->authorizer, authorizer);
}

/**
 * karne_sync_set_max_retries:
 * @self: a sync
 * @max_retries: how many
 *
 * How many times a request that failed for now is sent again before the run gives up.
 */
void
karne_sync_set_max_retries (KarneSync *self, guint max_retries)
{
  g_return_if_fail (KARNE_IS_SYNC (self));

  self->max_retries = max_retries;
}

/**
 * karne_sync_set_page_size:
 * @self: a sync
 * @page_size: how many
 *
 * How many resources are asked for per page; the server may send fewer.
 */
void
karne_sync_set_page_size (KarneSync *self, guint page_size)
{
  g_return_if_fail (KARNE_IS_SYNC (self));
  g_return_if_fail (page_size > 0);

  self->page_size = page_size;
}

/**
 * karne_sync_set_with_on_demand:
 * @self: a sync
 * @with_on_demand: whether they come too
 *
 * Whether kinds that are otherwise left until somebody looks at them (AuditEvent) come too.
 */
void
karne_sync_set_with_on_demand (KarneSync *self, gboolean with_on_demand)
{
  g_return_if_fail (KARNE_IS_SYNC (self));

  self->with_on_demand = with_on_demand;
}

gint64
karne_sync_get_gate (KarneSync *self)
{
  return self->exchange != NULL ? karne_exchange_get_gate (self->exchange) : 0;
}

static const KarneSource *
find_source (KarneSync *self, GPtrArray *sources, GError **error)
{
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const KarneSource *source = g_ptr_array_index (sources, i);

      if (source->id == self->source)
        return source;
    }

  if (sources != NULL)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                         "Starting a sync: the record has no such source");
  return NULL;
}

static void
prepare_exchange (KarneSync *self, const KarneSource *source)
{
  if (self->exchange == NULL)
    self->exchange =
        karne_exchange_new (self->transport, self->clock, self->seed, source->base, source->token);
  karne_exchange_set_token (self->exchange, source->token);
  karne_exchange_set_max_retries (self->exchange, self->max_retries);
  karne_exchange_set_callbacks (self->exchange, renew_cb, waiting_cb, self);
}

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneSync *self = g_task_get_source_object (task);
  GError *error = NULL;
  KarneSyncReport *report = karne_pull_run_finish (result, &error);

  self->running = FALSE;
  if (report == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, report, (GDestroyNotify) karne_sync_report_free);
}

static void
start_run (GTask *task, const KarneSource *source, KarneAuthorizer *authorizer)
{
  KarneSync *self = g_task_get_source_object (task);
  KarneRun *run = NULL;

  prepare_exchange (self, source);
  karne_exchange_set_authorizer (self->exchange, authorizer);
  run = karne_run_new (self, self->store, source, self->exchange, self->with_on_demand);
  run->page_size = self->page_size;
  karne_pull_run_async (run, self->transport, self->clock, g_task_get_cancellable (task), run_cb,
                        g_object_ref (task));
}

static void
fail_start (GTask *task, GError *error)
{
  KarneSync *self = g_task_get_source_object (task);

  self->running = FALSE;
  g_task_return_error (task, error);
}

/* What a person's sign-in gave is read for each run: somebody may have signed in meanwhile. */
static void
credentials_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;
  g_autoptr (KarneCredentials) credentials = karne_credentials_load_finish (result, &error);

  if (credentials == NULL)
    {
      fail_start (task, error);
      return;
    }
  start_run (task, g_task_get_task_data (task), KARNE_AUTHORIZER (credentials));
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneSync *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources_finish (KARNE_STORE (object), result, &error);
  const KarneSource *source = find_source (self, sources, &error);

  if (source == NULL)
    {
      fail_start (task, error);
      return;
    }
  if (self->authorizer != NULL || !source->signed_in)
    {
      start_run (task, source, self->authorizer);
      return;
    }
  g_task_set_task_data (task, karne_source_copy (source), (GDestroyNotify) karne_source_free);
  karne_credentials_load_async (self->store, self->source, self->transport, self->clock,
                                g_task_get_cancellable (task), credentials_loaded_cb,
                                g_object_ref (task));
}

/**
 * karne_sync_run_async:
 * @self: a sync
 * @cancellable: (nullable): ends it at any point; what came is kept, and the next run goes on there
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Brings here what is new, changed or gone on the server. One run at a time.
 */
void
karne_sync_run_async (KarneSync *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KARNE_IS_SYNC (self));
  g_return_if_fail (!self->running);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_sync_run_async);
  self->running = TRUE;
  karne_store_list_sources_async (self->store, cancellable, sources_listed_cb,
                                  g_steal_pointer (&task));
}

/**
 * karne_sync_run_finish:
 * @self: a sync
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Sync.run_async].
 *
 * [error@Error.UNAUTHORIZED] is a pause: sign in, set the token, run again. `NOT_FOUND` and
 * `FORBIDDEN` speak of the Patient. `CAPTIVE_PORTAL`, `THROTTLED`, `TRUNCATED` and errors of the
 * network end the run where it was; the next goes on there. What is refused of one kind only is no
 * error: the report says it.
 *
 * Returns: (transfer full): what was done
 */
KarneSyncReport *
karne_sync_run_finish (KarneSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KARNE_IS_SYNC (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
