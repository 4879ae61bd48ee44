/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-exchange-private.h"

#include "engine/karne-pause-private.h"
#include "engine/karne-url-private.h"
#include "karne-error.h"

#include <string.h>

#define BACK_OFF_BASE_US (1 * G_USEC_PER_SEC)
#define BACK_OFF_CAP_US (60 * G_USEC_PER_SEC)
/* A server that wants to be left alone for longer is left alone: the sync ends. */
#define LONGEST_WAIT_US (10 * 60 * (gint64) G_USEC_PER_SEC)
#define DEFAULT_RETRIES 4

struct _KarneExchange
{
  KarneTransport *transport;   /* (owned) */
  KarneClock *clock;           /* (owned) (nullable) */
  GRand *rand;                 /* (owned) */
  char *base;                  /* (owned) */
  char *token;                 /* (owned) (nullable) */
  KarneAuthorizer *authorizer; /* (owned) (nullable) then no other token is used */
  guint max_retries;
  gint64 gate;      /* monotonic: nothing is sent to the source before */
  GHashTable *sent; /* (owned) number of a change -> monotonic time */

  KarneExchangeRenew renew;
  KarneExchangeWaiting waiting;
  gpointer data;
};

KarneExchange *
karne_exchange_new (KarneTransport *transport,
                    KarneClock *clock,
                    guint32 seed,
                    const char *base,
                    const char *token)
{
  KarneExchange *self = g_new0 (KarneExchange, 1);

  self->transport = g_object_ref (transport);
  g_set_object (&self->clock, clock);
  self->rand = g_rand_new_with_seed (seed);
  self->base = g_strdup (base);
  self->token = g_strdup (token);
  self->max_retries = DEFAULT_RETRIES;
  self->sent = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  return self;
}

void
karne_exchange_free (KarneExchange *self)
{
  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_object (&self->authorizer);
  g_clear_pointer (&self->rand, g_rand_free);
  g_clear_pointer (&self->sent, g_hash_table_unref);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->token, g_free);
  g_free (self);
}

void
karne_exchange_set_callbacks (KarneExchange *self,
                              KarneExchangeRenew renew,
                              KarneExchangeWaiting waiting,
                              gpointer data)
{
  self->renew = renew;
  self->waiting = waiting;
  self->data = data;
}

void
karne_exchange_set_max_retries (KarneExchange *self, guint max_retries)
{
  self->max_retries = max_retries;
}

void
karne_exchange_set_token (KarneExchange *self, const char *token)
{
  g_free (self->token);
  self->token = g_strdup (token);
}

void
karne_exchange_set_authorizer (KarneExchange *self, KarneAuthorizer *authorizer)
{
  g_set_object (&self->authorizer, authorizer);
}

const char *
karne_exchange_get_base (KarneExchange *self)
{
  return self->base;
}

gint64
karne_exchange_get_gate (KarneExchange *self)
{
  return self->gate;
}

void
karne_exchange_note_sent (KarneExchange *self, gint64 change)
{
  gint64 now = self->clock != NULL ? karne_clock_get_monotonic (self->clock) : 0;

  g_hash_table_replace (self->sent, g_memdup2 (&change, sizeof change),
                        g_memdup2 (&now, sizeof now));
}

gint64
karne_exchange_get_since_sent (KarneExchange *self, gint64 change)
{
  const gint64 *then = g_hash_table_lookup (self->sent, &change);

  if (then == NULL || self->clock == NULL)
    return -1;
  return (karne_clock_get_monotonic (self->clock) - *then) / G_USEC_PER_SEC;
}

static void
wait_async (KarneExchange *self,
            gint64 until,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  if (self->waiting != NULL)
    self->waiting (until, self->data);
  karne_pause_async (self->clock, until, cancellable, callback, user_data);
}

/* Full jitter: anything between nothing and the whole, so that a thousand counters that lost the
 * same server do not come back together. */
static gint64
draw_back_off (KarneExchange *self, guint failures)
{
  gint64 whole = BACK_OFF_BASE_US << MIN (failures - 1, 6);

  return (gint64) (g_rand_double (self->rand) * MIN (whole, BACK_OFF_CAP_US));
}

void
karne_exchange_pause_async (KarneExchange *self,
                            const KarneTries *tries,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  gint64 until = karne_clock_get_monotonic (self->clock) + draw_back_off (self, tries->failures);

  wait_async (self, MAX (until, self->gate), cancellable, callback, user_data);
}

gboolean
karne_exchange_pause_finish (GAsyncResult *result, GError **error)
{
  return karne_pause_finish (result, error);
}

gboolean
karne_exchange_may_retry (KarneExchange *self, KarneTries *tries, const GError *error)
{
  if (self->clock == NULL || !karne_error_is_transient (error) ||
      g_error_matches (error, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL))
    return FALSE;
  if (self->gate - karne_clock_get_monotonic (self->clock) > LONGEST_WAIT_US)
    return FALSE;

  return ++tries->failures <= self->max_retries;
}

/* Sending */

typedef struct
{
  /* Input */
  KarneExchange *exchange;
  KarneRequest *request; /* (owned) */
  KarneTries *tries;

  /* In progress */
  char *token;      /* (owned) (nullable) of the authorizer: what was sent last */
  gboolean refused; /* the server does not take it */
} Open;

static void
forget_token (Open *op)
{
  if (op->token != NULL)
    explicit_bzero (op->token, strlen (op->token));
  g_clear_pointer (&op->token, g_free);
}

static void
open_free (Open *op)
{
  forget_token (op);
  g_clear_object (&op->request);
  g_free (op);
}

static void open_send (GTask *task);
static void open_failed (GTask *task, GError *error);
static void open_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void open_again_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
open_start (GTask *task)
{
  Open *op = g_task_get_task_data (task);
  KarneExchange *self = op->exchange;
  gint64 wait = self->clock == NULL ? 0 : self->gate - karne_clock_get_monotonic (self->clock);

  if (wait > LONGEST_WAIT_US)
    g_task_return_new_error (task, KARNE_ERROR, KARNE_ERROR_THROTTLED,
                             "Sending a request: the server asked to be left alone for long");
  else if (wait > 0)
    wait_async (self, self->gate, g_task_get_cancellable (task), open_again_cb,
                g_object_ref (task));
  else
    open_send (task);
}

static void
open_send_with (GTask *task, const char *token)
{
  Open *op = g_task_get_task_data (task);
  KarneExchange *self = op->exchange;

  if (token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", token, NULL);

      karne_request_set_header (op->request, "Authorization", value);
      explicit_bzero (value, strlen (value));
    }
  karne_transport_send_async (self->transport, op->request, g_task_get_cancellable (task),
                              open_sent_cb, g_object_ref (task));
}

static void
open_authorized_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Open *op = g_task_get_task_data (task);
  GError *error = NULL;
  char *token = karne_authorizer_get_token_finish (KARNE_AUTHORIZER (source), result, &error);

  if (token == NULL)
    {
      open_failed (task, error);
      return;
    }
  forget_token (op);
  op->token = token;
  op->refused = FALSE;
  open_send_with (task, op->token);
}

/* The token goes to the source it belongs to, and nowhere else. */
static void
open_send (GTask *task)
{
  Open *op = g_task_get_task_data (task);
  KarneExchange *self = op->exchange;

  if (!karne_url_is_same_origin (self->base, karne_request_get_url (op->request)))
    open_send_with (task, NULL);
  else if (self->authorizer == NULL)
    open_send_with (task, self->token);
  else
    karne_authorizer_get_token_async (self->authorizer, op->refused ? op->token : NULL,
                                      g_task_get_cancellable (task), open_authorized_cb,
                                      g_object_ref (task));
}

static void
open_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else
    open_start (task);
}

static void
open_failed (GTask *task, GError *error)
{
  Open *op = g_task_get_task_data (task);

  if (op->tries->once || !karne_exchange_may_retry (op->exchange, op->tries, error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_debug ("A request failed for now: waiting before try %u", op->tries->failures + 1);
  g_error_free (error);
  karne_exchange_pause_async (op->exchange, op->tries, g_task_get_cancellable (task), open_again_cb,
                              g_object_ref (task));
}

static void
open_unauthorized (GTask *task, GError *error)
{
  Open *op = g_task_get_task_data (task);
  KarneExchange *self = op->exchange;
  gboolean again = !op->tries->renewed;
  char *token = NULL;

  op->tries->renewed = TRUE;
  if (again && op->token != NULL)
    {
      g_error_free (error);
      op->refused = TRUE;
      open_send (task);
      return;
    }
  if (again && self->renew != NULL)
    token = self->renew (self->data);
  if (token == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_error_free (error);
  g_free (self->token);
  self->token = token;
  open_send (task);
}

static void
note_retry_after (KarneExchange *self, KarneResponse *response)
{
  gint64 wait;

  if (self->clock == NULL)
    return;
  wait = karne_response_get_retry_after (response, karne_clock_get_real (self->clock));
  if (wait > 0)
    self->gate = MAX (self->gate, karne_clock_get_monotonic (self->clock) + wait);
}

static gboolean
is_final (KarneResponse *response, const GError *error)
{
  return error == NULL || karne_response_get_status (response) == 501 ||
         (!karne_error_is_transient (error) && error->domain == KARNE_ERROR &&
          error->code != KARNE_ERROR_UNAUTHORIZED);
}

/* Many servers answer for a kind that they do not know with a page for people. A portal on the way
 * says 200, 403 or 511, or redirects. */
static gboolean
is_refusal (Open *op, KarneResponse *response, const GError *error)
{
  guint status = karne_response_get_status (response);

  return op->tries->page_may_refuse && (status == 404 || status == 405) &&
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL);
}

static void
open_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Open *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneResponse) response =
      karne_transport_send_finish (KARNE_TRANSPORT (source), result, &error);

  if (response == NULL)
    {
      open_failed (task, error);
      return;
    }

  error = karne_response_to_error (response);
  if (is_final (response, error) || is_refusal (op, response, error))
    {
      g_clear_error (&error);
      g_task_return_pointer (task, g_steal_pointer (&response), g_object_unref);
      return;
    }

  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED))
    {
      open_unauthorized (task, error);
      return;
    }
  note_retry_after (op->exchange, response);
  open_failed (task, error);
}

void
karne_exchange_open_async (KarneExchange *self,
                           KarneRequest *request,
                           KarneTries *tries,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Open *op = g_new0 (Open, 1);

  g_task_set_source_tag (task, karne_exchange_open_async);
  op->exchange = self;
  op->request = g_object_ref (request);
  op->tries = tries;
  g_task_set_task_data (task, op, (GDestroyNotify) open_free);

  open_start (task);
}

KarneResponse *
karne_exchange_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

KarneRequest *
karne_exchange_get (const char *url)
{
  KarneRequest *request = karne_request_new ("GET", url);

  karne_request_set_header (request, "Accept", "application/fhir+json");
  return request;
}
