/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-credentials-private.h"

#include "karne-error.h"

/* Who waits for the renewal that is under way. */
typedef struct
{
  GTask *task;        /* (owned) */
  GSource *cancelled; /* (owned) (nullable) */
} Waiter;

static void
waiter_free (Waiter *waiter)
{
  if (waiter->cancelled != NULL)
    g_source_destroy (waiter->cancelled);
  g_clear_pointer (&waiter->cancelled, g_source_unref);
  g_clear_object (&waiter->task);
  g_free (waiter);
}

static gboolean
waiter_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Waiter *waiter = user_data;
  KarneCredentials *self = g_task_get_source_object (waiter->task);

  g_queue_remove (&self->waiting, waiter);
  g_task_return_error_if_cancelled (waiter->task);
  waiter_free (waiter);
  return G_SOURCE_REMOVE;
}

static void
add_waiter (KarneCredentials *self, GTask *task)
{
  Waiter *waiter = g_new0 (Waiter, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  waiter->task = g_object_ref (task);
  if (cancellable != NULL)
    {
      waiter->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (waiter_cancelled_cb), waiter, NULL);
      g_source_attach (waiter->cancelled, g_main_context_get_thread_default ());
    }
  g_queue_push_tail (&self->waiting, waiter);
}

static void
return_token (KarneCredentials *self, GTask *task)
{
  g_task_return_pointer (task, g_strdup (karne_secret_get (self->tokens->access)),
                         (GDestroyNotify) karne_secret_wipe);
}

/* error: (nullable) of the renewal. */
static void
end_renewal (KarneCredentials *self, const GError *error)
{
  GQueue waiting = self->waiting;
  Waiter *waiter;

  g_queue_init (&self->waiting);
  self->renewing = FALSE;
  while ((waiter = g_queue_pop_head (&waiting)) != NULL)
    {
      if (error != NULL)
        g_task_return_error (waiter->task, g_error_copy (error));
      else if (self->tokens == NULL)
        g_task_return_new_error (waiter->task, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED,
                                 "Renewing a sign-in: it has ended");
      else
        return_token (self, waiter->task);
      waiter_free (waiter);
    }
}

/* Saving */

static void
renewal_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneCredentials) self = user_data;
  g_autoptr (GError) error = NULL;

  karne_credentials_save_finish (self, result, &error);
  end_renewal (self, error);
}

static void
save_renewal (KarneCredentials *self)
{
  karne_credentials_save_async (self, FALSE, NULL, renewal_saved_cb, g_object_ref (self));
}

/* Renewing */

/* RFC 6749, 6: what is not said stays as it was. The person stays who it was, in any case. */
static gboolean
take_over (KarneCredentials *self, KarneAuthTokens *tokens, GError **error)
{
  KarneAuthTokens *before = self->tokens;

  if (tokens->patient != NULL && before->patient != NULL &&
      !g_str_equal (tokens->patient, before->patient))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_IMPOSTOR,
                           "Renewing a sign-in: it came back as another person's");
      karne_auth_tokens_free (tokens);
      return FALSE;
    }
  if (tokens->patient == NULL)
    tokens->patient = g_strdup (before->patient);
  if (tokens->refresh == NULL && before->refresh != NULL)
    tokens->refresh = karne_secret_ref (before->refresh);
  karne_credentials_set_tokens (self, tokens);
  return TRUE;
}

/* What will never be good again is forgotten, so that nobody asks with it in vain. */
static gboolean
ends_sign_in (const GError *error)
{
  return g_error_matches (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_REFUSED) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_EXPIRED) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_IMPOSTOR) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_TOO_MUCH);
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneCredentials) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneAuthAnswer) answer = karne_auth_ask_finish (result, &error);
  KarneAuthTokens *tokens =
      answer != NULL ? karne_auth_tokens_from_answer (answer, self->asked, &error) : NULL;

  if (self->tokens == NULL)
    {
      /* Somebody signed out in the meantime. */
      g_clear_pointer (&tokens, karne_auth_tokens_free);
      end_renewal (self, NULL);
    }
  else if (tokens != NULL && take_over (self, tokens, &error))
    {
      g_debug ("A sign-in was renewed");
      save_renewal (self);
    }
  else if (ends_sign_in (error))
    {
      g_debug ("A sign-in cannot be renewed any more");
      g_clear_pointer (&self->tokens, karne_auth_tokens_free);
      save_renewal (self);
    }
  else
    {
      end_renewal (self, error);
    }
}

static void
renew (KarneCredentials *self)
{
  KarneAuthForm *form = karne_auth_form_new ();

  karne_auth_form_add (form, "grant_type", "refresh_token");
  karne_auth_form_add (form, "client_id", self->client);
  karne_auth_form_add (form, "refresh_token", karne_secret_get (self->tokens->refresh));
  karne_auth_ask_async (self->transport, self->server->token, form, NULL, renewed_cb,
                        g_object_ref (self));
}

static gboolean
is_stale (KarneCredentials *self)
{
  return self->stale_us >= 0 && karne_clock_get_monotonic (self->clock) >= self->stale_us;
}

/* Whether the token at hand is worth a try. One without an heir is, until the server refuses it. */
static gboolean
is_worth_a_try (KarneCredentials *self, const char *refused)
{
  if (refused != NULL && karne_secret_equal (self->tokens->access, refused))
    return FALSE;
  return self->tokens->refresh == NULL || !is_stale (self);
}

void
karne_credentials_get_token_async (KarneAuthorizer *authorizer,
                                   const char *refused,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  KarneCredentials *self = KARNE_CREDENTIALS (authorizer);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gboolean good = self->tokens != NULL && is_worth_a_try (self, refused);
  gboolean unsaved = self->store != NULL && self->unsaved;

  g_task_set_source_tag (task, karne_credentials_get_token_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!self->renewing && good && !unsaved)
    {
      return_token (self, task);
      return;
    }
  if (!good && (self->tokens == NULL || self->tokens->refresh == NULL))
    {
      g_task_return_new_error (task, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED,
                               "Finding a token: the sign-in has ended");
      return;
    }

  add_waiter (self, task);
  if (self->renewing)
    return;
  self->renewing = TRUE;
  if (good)
    save_renewal (self);
  else
    renew (self);
}

char *
karne_credentials_get_token_finish (KarneAuthorizer *authorizer,
                                    GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, authorizer), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
