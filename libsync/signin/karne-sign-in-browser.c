/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-sign-in-private.h"

#include "engine/karne-pause-private.h"
#include "karne-error.h"
#include "signin/karne-loopback-private.h"

#include <sodium.h>
#include <string.h>

/* How long a browser may take to come back. */
#define LONGEST_WAIT_S (10 * 60)

typedef struct
{
  KarneLoopback *loopback;   /* (owned) (nullable) while it listens */
  char *redirect_uri;        /* (owned) */
  KarneSecret *state;        /* (owned) */
  KarneSecret *verifier;     /* (owned) RFC 7636 */
  KarneSecret *code;         /* (owned) (nullable) once the browser is back */
  GError *failure;           /* (owned) (nullable) of what it brought */
  GCancellable *end_of_wait; /* (owned) cancelled by the caller, by time, or by the browser */
  gulong handler;
} Browser;

static void
browser_free (Browser *op)
{
  g_clear_pointer (&op->loopback, karne_loopback_free);
  g_clear_pointer (&op->state, karne_secret_unref);
  g_clear_pointer (&op->verifier, karne_secret_unref);
  g_clear_pointer (&op->code, karne_secret_unref);
  g_clear_error (&op->failure);
  g_clear_object (&op->end_of_wait);
  g_free (op->redirect_uri);
  g_free (op);
}

static void begin (GTask *task);
static void waited_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void tokens_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
stop_listening (GTask *task)
{
  Browser *op = g_task_get_task_data (task);

  if (op->handler != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), op->handler);
  op->handler = 0;
  g_clear_pointer (&op->loopback, karne_loopback_free);
}

static void
end (GTask *task, KarneCredentials *credentials, GError *error)
{
  KarneSignIn *self = g_task_get_source_object (task);

  stop_listening (task);
  self->running = FALSE;
  if (credentials != NULL)
    g_task_return_pointer (task, credentials, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* The address to open */

static char *
make_challenge (KarneSecret *verifier)
{
  guint8 digest[crypto_hash_sha256_BYTES];
  char text[64];

  crypto_hash_sha256 (digest, (const guint8 *) karne_secret_get (verifier),
                      strlen (karne_secret_get (verifier)));
  sodium_bin2base64 (text, sizeof text, digest, sizeof digest,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return g_strdup (text);
}

/* `prompt=login`: whoever signed in with that browser before is not who sits there now. */
static char *
build_url (KarneSignIn *self, Browser *op)
{
  KarneAuthForm *form = karne_auth_form_new ();
  g_autofree char *challenge = make_challenge (op->verifier);
  const char *joint = strchr (self->server->authorize, '?') != NULL ? "&" : "?";
  char *url;

  karne_auth_form_add (form, "response_type", "code");
  karne_auth_form_add (form, "client_id", self->client);
  karne_auth_form_add (form, "redirect_uri", op->redirect_uri);
  karne_auth_form_add (form, "scope", self->scopes);
  karne_auth_form_add (form, "state", karne_secret_get (op->state));
  karne_auth_form_add (form, "aud", self->base);
  karne_auth_form_add (form, "code_challenge", challenge);
  karne_auth_form_add (form, "code_challenge_method", "S256");
  karne_auth_form_add (form, "prompt", "login");
  url = g_strconcat (self->server->authorize, joint, form->str, NULL);
  karne_secret_wipe_string (form);
  return url;
}

/* What the browser brings */

/* RFC 9207: a server that says it names itself does so always; one that does is believed only when
 * it is who was asked. */
static gboolean
is_from_whom_was_asked (KarneSignIn *self, Browser *op, GHashTable *query)
{
  const char *state = g_hash_table_lookup (query, "state");
  const char *issuer = g_hash_table_lookup (query, "iss");

  if (state == NULL || !karne_secret_equal (op->state, state))
    return FALSE;
  return issuer != NULL ? g_str_equal (issuer, self->server->issuer) : !self->server->says_iss;
}

static GError *
look_at (KarneSignIn *self, Browser *op, GHashTable *query)
{
  const char *code = g_hash_table_lookup (query, "code");
  const char *error = g_hash_table_lookup (query, "error");

  if (!is_from_whom_was_asked (self, op, query))
    return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_IMPOSTOR,
                                "Signing in: the answer is not from who was asked");
  if (g_strcmp0 (error, "access_denied") == 0)
    return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_REFUSED,
                                "Signing in: the server said access_denied");
  if (error != NULL || code == NULL || *code == '\0')
    return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                                "Signing in: the browser came back without a code");
  op->code = karne_secret_new (code);
  return NULL;
}

static gboolean
came_back (GHashTable *query, gpointer data)
{
  Browser *op = g_task_get_task_data (data);

  op->failure = look_at (g_task_get_source_object (data), op, query);
  return op->failure == NULL;
}

/* The browser is owed its page first: only then it goes on. */
static void
has_its_page (gpointer data)
{
  Browser *op = g_task_get_task_data (data);

  g_cancellable_cancel (op->end_of_wait);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
begin (GTask *task)
{
  KarneSignIn *self = g_task_get_source_object (task);
  Browser *op = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *url = NULL;
  GError *error = NULL;

  if (self->server->authorize == NULL)
    {
      end (task, NULL,
           g_error_new_literal (KARNE_ERROR, KARNE_ERROR_NO_SIGN_IN,
                                "Signing in: the server has no page for a browser"));
      return;
    }
  op->end_of_wait = g_cancellable_new ();
  op->loopback = karne_loopback_new (came_back, has_its_page, task, &error);
  if (op->loopback == NULL)
    {
      end (task, NULL, error);
      return;
    }
  op->redirect_uri = g_strdup (karne_loopback_get_url (op->loopback));
  op->state = karne_secret_new_random ();
  op->verifier = karne_secret_new_random ();
  if (cancellable != NULL)
    op->handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                         g_object_ref (op->end_of_wait), g_object_unref);
  karne_pause_async (self->clock,
                     karne_clock_get_monotonic (self->clock) + LONGEST_WAIT_S * G_USEC_PER_SEC,
                     op->end_of_wait, waited_cb, g_object_ref (task));
  url = build_url (self, op);
  karne_sign_in_say_open (self, url);
}

static void
ask_for_tokens (GTask *task)
{
  KarneSignIn *self = g_task_get_source_object (task);
  Browser *op = g_task_get_task_data (task);
  KarneAuthForm *form = karne_auth_form_new ();

  karne_auth_form_add (form, "grant_type", "authorization_code");
  karne_auth_form_add (form, "client_id", self->client);
  karne_auth_form_add (form, "redirect_uri", op->redirect_uri);
  karne_auth_form_add (form, "code", karne_secret_get (op->code));
  karne_auth_form_add (form, "code_verifier", karne_secret_get (op->verifier));
  karne_auth_ask_async (self->transport, self->server->token, form, g_task_get_cancellable (task),
                        tokens_cb, g_object_ref (task));
}

/* Cancelled: the browser is back, or the caller does not want it any more. Not: time is up. */
static void
waited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Browser *op = g_task_get_task_data (task);
  gboolean over = karne_pause_finish (result, NULL);
  GError *error = NULL;

  stop_listening (task);
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    end (task, NULL, error);
  else if (op->failure != NULL)
    end (task, NULL, g_steal_pointer (&op->failure));
  else if (op->code != NULL)
    ask_for_tokens (task);
  else
    {
      g_assert (over);
      end (task, NULL,
           g_error_new_literal (KARNE_ERROR, KARNE_ERROR_EXPIRED,
                                "Signing in: the browser did not come back in time"));
    }
}

/* A code that the server does not take is not a sign-in that has ended: it is none. */
static void
tokens_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;
  g_autoptr (KarneAuthAnswer) answer = karne_auth_ask_finish (result, &error);
  KarneCredentials *credentials = NULL;

  if (answer != NULL)
    credentials = karne_sign_in_take_answer (g_task_get_source_object (task), answer, &error);
  end (task, credentials, error);
}

/**
 * karne_sign_in_run_browser_async:
 * @self: a sign-in
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Hands over an address ([signal@SignIn::open]), and waits at most ten minutes for the browser that
 * opens it to come back to this computer.
 *
 * On a computer that people share, open it only in a browser that remembers nothing: the next
 * person would enter as this one otherwise.
 */
void
karne_sign_in_run_browser_async (KarneSignIn *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KARNE_IS_SIGN_IN (self));
  g_return_if_fail (!self->running);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_sign_in_run_browser_async);
  g_task_set_task_data (task, g_new0 (Browser, 1), (GDestroyNotify) browser_free);
  karne_sign_in_start (g_steal_pointer (&task), begin);
}

/**
 * karne_sign_in_run_browser_finish:
 * @self: a sign-in
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [method@SignIn.run_browser_async].
 *
 * [error@Error.IMPOSTOR] when what came back is not from who was asked: nothing of it is used.
 * `REFUSED`, `EXPIRED` and the others as for [method@SignIn.run_device_finish].
 *
 * Returns: (transfer full): what the person's sign-in gave
 */
KarneCredentials *
karne_sign_in_run_browser_finish (KarneSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
