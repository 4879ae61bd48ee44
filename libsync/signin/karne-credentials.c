/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-credentials-private.h"

#include "karne-error.h"
#include "signin/karne-scopes-private.h"

/* So long before its end a token is renewed: a request may be under way for that long. */
#define RENEW_AHEAD_S 30

/**
 * KarneCredentials:
 *
 * What a person's sign-in gave: the right to ask one source about that person.
 *
 * The tokens are in locked memory where the system allows it, and in the sealed store once they are
 * kept ([method@Credentials.keep_async]); they are in no message and in no log. A token is renewed
 * shortly before its end, and when the server refuses it, once for all requests that wait; the new
 * ones are in the store before they are used, since the old ones are worth nothing from then on.
 */
static void karne_credentials_iface_init (KarneAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KarneCredentials,
                               karne_credentials,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KARNE_TYPE_AUTHORIZER,
                                                      karne_credentials_iface_init))

static void
karne_credentials_iface_init (KarneAuthorizerInterface *iface)
{
  iface->get_token_async = karne_credentials_get_token_async;
  iface->get_token_finish = karne_credentials_get_token_finish;
}

static void
karne_credentials_finalize (GObject *object)
{
  KarneCredentials *self = KARNE_CREDENTIALS (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_object (&self->store);
  g_clear_pointer (&self->server, karne_auth_server_free);
  g_clear_pointer (&self->tokens, karne_auth_tokens_free);
  g_free (self->client);
  g_free (self->asked);

  G_OBJECT_CLASS (karne_credentials_parent_class)->finalize (object);
}

static void
karne_credentials_class_init (KarneCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_credentials_finalize;
}

static void
karne_credentials_init (KarneCredentials *self)
{
  self->stale_us = -1;
}

KarneCredentials *
karne_credentials_new (KarneTransport *transport,
                       KarneClock *clock,
                       const KarneAuthServer *server,
                       const char *client,
                       const char *asked,
                       KarneAuthTokens *tokens)
{
  KarneCredentials *self = g_object_new (KARNE_TYPE_CREDENTIALS, NULL);

  self->transport = g_object_ref (transport);
  self->clock = g_object_ref (clock);
  self->server = karne_auth_server_copy (server);
  self->client = g_strdup (client);
  self->asked = g_strdup (asked);
  if (tokens != NULL)
    karne_credentials_set_tokens (self, tokens);
  return self;
}

void
karne_credentials_set_tokens (KarneCredentials *self, KarneAuthTokens *tokens)
{
  gint64 life = tokens->life_s;

  g_clear_pointer (&self->tokens, karne_auth_tokens_free);
  self->tokens = tokens;
  self->unsaved = TRUE;
  self->stale_us = -1;
  if (life >= 0)
    self->stale_us = karne_clock_get_monotonic (self->clock) +
                     (life - MIN (RENEW_AHEAD_S, life / 2)) * G_USEC_PER_SEC;
}

/**
 * karne_credentials_get_patient:
 * @self: credentials
 *
 * Gets whose record it is, as far as the authorization server says so. Show name and birth date of
 * that Patient ([func@people_list_async]) before anything is pulled.
 *
 * Returns: (nullable): id of the Patient there
 */
const char *
karne_credentials_get_patient (KarneCredentials *self)
{
  g_return_val_if_fail (KARNE_IS_CREDENTIALS (self), NULL);

  return self->tokens != NULL ? self->tokens->patient : NULL;
}

/**
 * karne_credentials_get_scopes:
 * @self: credentials
 *
 * Gets what is granted, separated by spaces; never more of a record than what was asked for.
 *
 * Returns: the scopes
 */
const char *
karne_credentials_get_scopes (KarneCredentials *self)
{
  g_return_val_if_fail (KARNE_IS_CREDENTIALS (self), NULL);

  return self->tokens != NULL ? self->tokens->scopes : "";
}

/**
 * karne_credentials_list_missing_scopes:
 * @self: credentials
 *
 * Lists what was asked for and is not granted: what will not be possible.
 *
 * Returns: (transfer full) (array zero-terminated=1): the scopes, maybe none
 */
char **
karne_credentials_list_missing_scopes (KarneCredentials *self)
{
  g_return_val_if_fail (KARNE_IS_CREDENTIALS (self), NULL);

  return karne_scopes_list_missing (self->asked, karne_credentials_get_scopes (self));
}

/**
 * karne_credentials_can_revoke:
 * @self: credentials
 *
 * Whether the server can be told that a sign-in has ended. Where it cannot, a token stays good
 * until its own end, for whoever would have a copy; here it is wiped all the same.
 *
 * Returns: %TRUE if it can
 */
gboolean
karne_credentials_can_revoke (KarneCredentials *self)
{
  g_return_val_if_fail (KARNE_IS_CREDENTIALS (self), FALSE);

  return self->server->revoke != NULL;
}

/**
 * karne_credentials_get_end_session_url:
 * @self: credentials
 *
 * Gets the page that ends the session of the browser in which a person signed in. Nothing here
 * opens it.
 *
 * Returns: (nullable): an address that is safe to open
 */
const char *
karne_credentials_get_end_session_url (KarneCredentials *self)
{
  g_return_val_if_fail (KARNE_IS_CREDENTIALS (self), NULL);

  return self->server->end_session;
}

/* Signing out */

typedef struct
{
  /* Input */
  KarneAuthTokens *tokens; /* (owned) (nullable) what was good until now */

  /* In progress */
  gboolean refresh_gone;
} SignOut;

static void
sign_out_free (SignOut *op)
{
  g_clear_pointer (&op->tokens, karne_auth_tokens_free);
  g_free (op);
}

static void sign_out_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void sign_out_revoke (GTask *task);
static void sign_out_revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/**
 * karne_credentials_sign_out_async:
 * @self: credentials
 * @cancellable: (nullable): ends the talk with the server
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Wipes the tokens, here and in the store, then tells the server that they are not good any more.
 */
void
karne_credentials_sign_out_async (KarneCredentials *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  SignOut *op = NULL;

  g_return_if_fail (KARNE_IS_CREDENTIALS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_credentials_sign_out_async);
  op = g_new0 (SignOut, 1);
  op->tokens = g_steal_pointer (&self->tokens);
  g_task_set_task_data (task, op, (GDestroyNotify) sign_out_free);
  karne_credentials_save_async (self, TRUE, NULL, sign_out_saved_cb, g_steal_pointer (&task));
}

static void
sign_out_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (!karne_credentials_save_finish (KARNE_CREDENTIALS (source), result, &error))
    g_task_return_error (task, error);
  else
    sign_out_revoke (task);
}

/* The refresh token first: it would give new ones. */
static void
sign_out_revoke (GTask *task)
{
  KarneCredentials *self = g_task_get_source_object (task);
  SignOut *op = g_task_get_task_data (task);
  gboolean refresh = !op->refresh_gone && op->tokens != NULL && op->tokens->refresh != NULL;
  KarneAuthForm *form;

  if (op->tokens == NULL || self->server->revoke == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  form = karne_auth_form_new ();
  karne_auth_form_add (form, "client_id", self->client);
  karne_auth_form_add (form, "token_type_hint", refresh ? "refresh_token" : "access_token");
  karne_auth_form_add (form, "token",
                       karne_secret_get (refresh ? op->tokens->refresh : op->tokens->access));
  op->refresh_gone = TRUE;
  if (!refresh)
    g_clear_pointer (&op->tokens, karne_auth_tokens_free);
  karne_auth_ask_async (self->transport, self->server->revoke, form, g_task_get_cancellable (task),
                        sign_out_revoked_cb, g_object_ref (task));
}

static void
sign_out_revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;
  g_autoptr (KarneAuthAnswer) answer = karne_auth_ask_finish (result, &error);

  if (answer == NULL)
    g_task_return_error (task, error);
  else if (answer->status >= 400)
    g_task_return_new_error (task, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                             "Signing out: the server answered with status %u", answer->status);
  else
    sign_out_revoke (task);
}

/**
 * karne_credentials_sign_out_finish:
 * @self: credentials
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Credentials.sign_out_async].
 *
 * An error of the network or of the server says that it could not be told; the tokens are gone from
 * here all the same.
 *
 * Returns: %TRUE when the server knows, or has no way to be told
 */
gboolean
karne_credentials_sign_out_finish (KarneCredentials *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
