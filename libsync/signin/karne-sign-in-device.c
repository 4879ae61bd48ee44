/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-sign-in-private.h"

#include "engine/karne-pause-private.h"
#include "engine/karne-url-private.h"
#include "karne-error.h"

#include <string.h>

/* RFC 8628, 3.2 and 3.5. */
#define GRANT "urn:ietf:params:oauth:grant-type:device_code"
#define DEFAULT_INTERVAL_S 5
#define SLOWER_BY_S 5
/* Whatever a server says, it is asked neither all the time nor for ever. */
#define SHORTEST_INTERVAL_S 1
#define LONGEST_INTERVAL_S 60
#define LONGEST_LIFE_S (30 * 60)
#define MAX_USER_CODE 32

typedef struct
{
  KarneSecret *device_code; /* (owned) (nullable) until the server gave one */
  gint64 interval_s;
} Device;

static void
device_free (Device *op)
{
  g_clear_pointer (&op->device_code, karne_secret_unref);
  g_free (op);
}

static void begin (GTask *task);
static void begun_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void wait_for_turn (GTask *task);
static void turn_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void polled_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Returns once; nothing is left to show. */
static void
end (GTask *task, KarneCredentials *credentials, GError *error)
{
  KarneSignIn *self = g_task_get_source_object (task);

  self->running = FALSE;
  karne_sign_in_forget_code (self);
  if (credentials != NULL)
    g_task_return_pointer (task, credentials, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* The code */

static gboolean
is_user_code (const char *code)
{
  gsize len = strlen (code);

  return len > 0 && len <= MAX_USER_CODE &&
         strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789- ") == len;
}

static void
take_complete_address (KarneSignIn *self, KarneAuthAnswer *answer)
{
  g_autofree char *complete = karne_auth_answer_dup (answer, "verification_uri_complete");

  if (complete != NULL && karne_auth_address_is_safe (complete, self->base) &&
      karne_url_is_same_origin (complete, self->address))
    self->complete_address = g_steal_pointer (&complete);
}

static gboolean
take_code (KarneSignIn *self, Device *op, KarneAuthAnswer *answer, GError **error)
{
  gint64 interval = karne_auth_answer_get_seconds (answer, "interval");
  gint64 life = karne_auth_answer_get_seconds (answer, "expires_in");

  op->device_code = karne_auth_answer_dup_secret (answer, "device_code");
  self->user_code = karne_auth_answer_dup (answer, "user_code");
  self->address = karne_auth_answer_dup (answer, "verification_uri");
  if (op->device_code == NULL || self->user_code == NULL || !is_user_code (self->user_code) ||
      self->address == NULL || life < 0)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                           "Asking for a code: the answer holds none that can be shown");
      return FALSE;
    }
  if (!karne_auth_address_is_safe (self->address, self->base))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INSECURE,
                           "Asking for a code: the address is not one to be shown");
      return FALSE;
    }
  take_complete_address (self, answer);
  op->interval_s = CLAMP (interval >= 0 ? interval : DEFAULT_INTERVAL_S, SHORTEST_INTERVAL_S,
                          LONGEST_INTERVAL_S);
  self->expiry =
      karne_clock_get_monotonic (self->clock) + MIN (life, LONGEST_LIFE_S) * G_USEC_PER_SEC;
  return TRUE;
}

static void
begin (GTask *task)
{
  KarneSignIn *self = g_task_get_source_object (task);
  KarneAuthForm *form;

  if (self->server->device == NULL)
    {
      end (task, NULL,
           g_error_new_literal (KARNE_ERROR, KARNE_ERROR_NO_SIGN_IN,
                                "Asking for a code: the server gives none"));
      return;
    }
  form = karne_auth_form_new ();
  karne_auth_form_add (form, "client_id", self->client);
  karne_auth_form_add (form, "scope", self->scopes);
  karne_auth_ask_async (self->transport, self->server->device, form, g_task_get_cancellable (task),
                        begun_cb, g_object_ref (task));
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneSignIn *self = g_task_get_source_object (task);
  Device *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneAuthAnswer) answer = karne_auth_ask_finish (result, &error);

  if (answer == NULL)
    {
      end (task, NULL, error);
      return;
    }
  if (answer->status >= 300)
    {
      g_autoptr (KarneCredentials) none = karne_sign_in_take_answer (self, answer, &error);

      g_assert (none == NULL);
      end (task, NULL, error);
      return;
    }
  if (!take_code (self, op, answer, &error))
    {
      end (task, NULL, error);
      return;
    }
  karne_sign_in_say_code (self);
  wait_for_turn (task);
}

/* Asking whether somebody said yes */

/* The last turn is at the end of the code: what was said just before is still heard. */
static void
wait_for_turn (GTask *task)
{
  KarneSignIn *self = g_task_get_source_object (task);
  Device *op = g_task_get_task_data (task);
  gint64 now = karne_clock_get_monotonic (self->clock);

  if (now >= self->expiry)
    end (task, NULL,
         g_error_new_literal (KARNE_ERROR, KARNE_ERROR_EXPIRED,
                              "Waiting for a sign-in: the code is no longer good"));
  else
    karne_pause_async (self->clock, MIN (now + op->interval_s * G_USEC_PER_SEC, self->expiry),
                       g_task_get_cancellable (task), turn_cb, g_object_ref (task));
}

static void
turn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneSignIn *self = g_task_get_source_object (task);
  Device *op = g_task_get_task_data (task);
  GError *error = NULL;
  KarneAuthForm *form;

  if (!karne_pause_finish (result, &error))
    {
      end (task, NULL, error);
      return;
    }
  form = karne_auth_form_new ();
  karne_auth_form_add (form, "grant_type", GRANT);
  karne_auth_form_add (form, "client_id", self->client);
  karne_auth_form_add (form, "device_code", karne_secret_get (op->device_code));
  karne_auth_ask_async (self->transport, self->server->token, form, g_task_get_cancellable (task),
                        polled_cb, g_object_ref (task));
}

static void
slow_down (Device *op, gint64 by_s)
{
  op->interval_s = MIN (op->interval_s + by_s, LONGEST_INTERVAL_S);
}

/* A network that is away for a moment does not end a sign-in: the code goes on being good. */
static gboolean
may_go_on (Device *op, KarneAuthAnswer *answer, const GError *error)
{
  if (answer == NULL)
    {
      if (!karne_error_is_transient (error) ||
          g_error_matches (error, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL))
        return FALSE;
      slow_down (op, op->interval_s);
      return TRUE;
    }
  if (answer->status < 300)
    return FALSE;
  if (karne_auth_answer_says (answer, "slow_down"))
    {
      slow_down (op, SLOWER_BY_S);
      return TRUE;
    }
  return karne_auth_answer_says (answer, "authorization_pending");
}

static void
polled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneSignIn *self = g_task_get_source_object (task);
  Device *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneAuthAnswer) answer = karne_auth_ask_finish (result, &error);
  KarneCredentials *credentials;

  if (may_go_on (op, answer, error))
    {
      g_clear_error (&error);
      wait_for_turn (task);
      return;
    }
  credentials = answer != NULL ? karne_sign_in_take_answer (self, answer, &error) : NULL;
  end (task, credentials, error);
}

/**
 * karne_sign_in_run_device_async:
 * @self: a sign-in
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Gets a code ([signal@SignIn::code]), and waits until the person has signed in with it elsewhere.
 *
 * The server is asked at the pace that it wants. When the code ends, so does this; to call it again
 * gets a new one.
 */
void
karne_sign_in_run_device_async (KarneSignIn *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KARNE_IS_SIGN_IN (self));
  g_return_if_fail (!self->running);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_sign_in_run_device_async);
  g_task_set_task_data (task, g_new0 (Device, 1), (GDestroyNotify) device_free);
  karne_sign_in_forget_code (self);
  karne_sign_in_start (g_steal_pointer (&task), begin);
}

/**
 * karne_sign_in_run_device_finish:
 * @self: a sign-in
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [method@SignIn.run_device_async].
 *
 * [error@Error.REFUSED] when the person said no, `EXPIRED` when nobody answered in time, `TOO_MUCH`
 * when more was granted than asked for; else as [method@SignIn.discover_finish].
 *
 * Returns: (transfer full): what the person's sign-in gave
 */
KarneCredentials *
karne_sign_in_run_device_finish (KarneSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
