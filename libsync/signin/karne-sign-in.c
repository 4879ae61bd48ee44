/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-sign-in-private.h"

#include "karne-error.h"
#include "signin/karne-auth-tokens-private.h"
#include "signin/karne-credentials-private.h"
#include "signin/karne-scopes-private.h"

/**
 * KarneSignIn:
 *
 * A person's sign-in to a FHIR service, without a secret being typed here.
 *
 * Two ways: on the person's own telephone, with a short code (OAuth 2.0 device authorization, RFC
 * 8628), or in a browser that comes back to this computer (authorization code with PKCE). Where to
 * do so is discovered (SMART App Launch, else RFC 8414). What a server says is believed only as far
 * as it fits together: all addresses are https (or on this computer, where the service is) and of
 * one origin; what comes back names who sent it; no more is granted than was asked for.
 *
 * It opens nothing and shows nothing by itself: [signal@SignIn::code] and [signal@SignIn::open]
 * hand over what is to be shown. All of it runs in the thread-default main context of the caller.
 */
G_DEFINE_FINAL_TYPE (KarneSignIn, karne_sign_in, G_TYPE_OBJECT)

enum
{
  SIGNAL_CODE,
  SIGNAL_OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
karne_sign_in_finalize (GObject *object)
{
  KarneSignIn *self = KARNE_SIGN_IN (object);

  karne_sign_in_forget_code (self);
  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->server, karne_auth_server_free);
  g_free (self->base);
  g_free (self->client);
  g_free (self->scopes);

  G_OBJECT_CLASS (karne_sign_in_parent_class)->finalize (object);
}

static void
karne_sign_in_class_init (KarneSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_sign_in_finalize;

  /**
   * KarneSignIn::code:
   * @self: a sign-in
   *
   * There is a code to show, see [method@SignIn.get_user_code].
   */
  signals[SIGNAL_CODE] = g_signal_new ("code", KARNE_TYPE_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
  /**
   * KarneSignIn::open:
   * @self: a sign-in
   * @url: an address that is safe to open
   *
   * The person is to sign in on this page, in a browser on this computer.
   */
  signals[SIGNAL_OPEN] = g_signal_new ("open", KARNE_TYPE_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
karne_sign_in_init (KarneSignIn *self)
{
}

/**
 * karne_sign_in_new:
 * @transport: how to reach the service
 * @clock: for the pace and the end of a code
 * @base: address of the FHIR service, without a slash at the end
 * @client: the name by which the service knows this program
 * @scopes: what the person agreed to, as SMART App Launch writes it, separated by spaces
 *
 * Makes a sign-in. Nothing is asked yet.
 *
 * Returns: (transfer full): a sign-in
 */
KarneSignIn *
karne_sign_in_new (KarneTransport *transport,
                   KarneClock *clock,
                   const char *base,
                   const char *client,
                   const char *scopes)
{
  KarneSignIn *self = NULL;

  g_return_val_if_fail (KARNE_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (KARNE_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (base != NULL && client != NULL, NULL);
  g_return_val_if_fail (scopes != NULL && karne_scopes_are_valid (scopes), NULL);

  self = g_object_new (KARNE_TYPE_SIGN_IN, NULL);
  self->transport = g_object_ref (transport);
  self->clock = g_object_ref (clock);
  self->base = g_strdup (base);
  self->client = g_strdup (client);
  self->scopes = g_strdup (scopes);
  return self;
}

void
karne_sign_in_say_code (KarneSignIn *self)
{
  g_signal_emit (self, signals[SIGNAL_CODE], 0);
}

void
karne_sign_in_say_open (KarneSignIn *self, const char *url)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, url);
}

void
karne_sign_in_forget_code (KarneSignIn *self)
{
  g_clear_pointer (&self->user_code, karne_secret_wipe);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->complete_address, karne_secret_wipe);
  self->expiry = 0;
}

KarneCredentials *
karne_sign_in_take_answer (KarneSignIn *self, KarneAuthAnswer *answer, GError **error)
{
  KarneAuthTokens *tokens = karne_auth_tokens_from_answer (answer, self->scopes, error);

  if (tokens == NULL)
    return NULL;
  return karne_credentials_new (self->transport, self->clock, self->server, self->client,
                                self->scopes, tokens);
}

static void
discovered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneSignIn *self = g_task_get_source_object (task);
  GError *error = NULL;
  KarneAuthServer *server = karne_auth_server_discover_finish (result, &error);

  if (server == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_pointer (&self->server, karne_auth_server_free);
  self->server = server;
  g_task_return_boolean (task, TRUE);
}

/**
 * karne_sign_in_discover_async:
 * @self: a sign-in
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the service where people sign in, and how.
 */
void
karne_sign_in_discover_async (KarneSignIn *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KARNE_IS_SIGN_IN (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_sign_in_discover_async);
  karne_auth_server_discover_async (self->transport, self->base, cancellable, discovered_cb,
                                    g_steal_pointer (&task));
}

/**
 * karne_sign_in_discover_finish:
 * @self: a sign-in
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [method@SignIn.discover_async].
 *
 * [error@Error.NO_SIGN_IN] where there is no way that is known here, `INSECURE` and `IMPOSTOR` for
 * addresses that cannot be trusted, `CAPTIVE_PORTAL`, `PROTOCOL` and errors of the network as for
 * any request.
 *
 * Returns: %TRUE when it is known
 */
gboolean
karne_sign_in_discover_finish (KarneSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  GTask *task; /* (owned) */
  KarneSignInBegin begin;
} Start;

static void
start_discovered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Start *start = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&start->task);
  KarneSignIn *self = KARNE_SIGN_IN (source);
  GError *error = NULL;

  if (karne_sign_in_discover_finish (self, result, &error))
    {
      start->begin (task);
      return;
    }
  self->running = FALSE;
  g_task_return_error (task, error);
}

void
karne_sign_in_start (GTask *task, KarneSignInBegin begin)
{
  g_autoptr (GTask) owned = task;
  KarneSignIn *self = g_task_get_source_object (task);
  Start *start;

  self->running = TRUE;
  if (self->server != NULL)
    {
      begin (task);
      return;
    }
  start = g_new0 (Start, 1);
  start->task = g_steal_pointer (&owned);
  start->begin = begin;
  karne_sign_in_discover_async (self, g_task_get_cancellable (task), start_discovered_cb, start);
}

/**
 * karne_sign_in_has_device:
 * @self: a sign-in, discovered
 *
 * Whether a person can sign in on a telephone, with a code.
 *
 * Returns: %TRUE if so
 */
gboolean
karne_sign_in_has_device (KarneSignIn *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN (self), FALSE);

  return self->server != NULL && self->server->device != NULL;
}

/**
 * karne_sign_in_has_browser:
 * @self: a sign-in, discovered
 *
 * Whether a person can sign in with a browser on this computer.
 *
 * Returns: %TRUE if so
 */
gboolean
karne_sign_in_has_browser (KarneSignIn *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN (self), FALSE);

  return self->server != NULL && self->server->authorize != NULL;
}

/**
 * karne_sign_in_get_user_code:
 * @self: a sign-in
 *
 * Gets the code that the person types on the telephone: letters, digits and dashes only.
 *
 * Returns: (nullable): the code, while there is one
 */
const char *
karne_sign_in_get_user_code (KarneSignIn *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN (self), NULL);

  return self->user_code;
}

/**
 * karne_sign_in_get_address:
 * @self: a sign-in
 *
 * Gets the address that the person opens on the telephone: printable ASCII, so that it is what it
 * looks like.
 *
 * Returns: (nullable): the address, while there is one
 */
const char *
karne_sign_in_get_address (KarneSignIn *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN (self), NULL);

  return self->address;
}

/**
 * karne_sign_in_get_complete_address:
 * @self: a sign-in
 *
 * Gets the address with the code in it, for a QR code; of the same server as
 * [method@SignIn.get_address].
 *
 * Returns: (nullable): the address, where the server gives one
 */
const char *
karne_sign_in_get_complete_address (KarneSignIn *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN (self), NULL);

  return self->complete_address;
}

/**
 * karne_sign_in_get_expiry:
 * @self: a sign-in
 *
 * Gets until when the code is good.
 *
 * Returns: microseconds on the monotonic clock
 */
gint64
karne_sign_in_get_expiry (KarneSignIn *self)
{
  g_return_val_if_fail (KARNE_IS_SIGN_IN (self), 0);

  return self->expiry;
}
