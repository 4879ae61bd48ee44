/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-auth-tokens-private.h"

#include "karne-error.h"
#include "signin/karne-scopes-private.h"

#include <string.h>

void
karne_auth_tokens_free (KarneAuthTokens *self)
{
  g_clear_pointer (&self->access, karne_secret_unref);
  g_clear_pointer (&self->refresh, karne_secret_unref);
  g_free (self->scopes);
  g_free (self->patient);
  g_free (self);
}

static const struct
{
  const char *said;
  int code;
} refusals[] = {
  { "access_denied", KARNE_ERROR_REFUSED },
  { "expired_token", KARNE_ERROR_EXPIRED },
  { "invalid_grant", KARNE_ERROR_UNAUTHORIZED },
  { "invalid_client", KARNE_ERROR_NO_SIGN_IN },
  { "unauthorized_client", KARNE_ERROR_NO_SIGN_IN },
  { "unsupported_grant_type", KARNE_ERROR_NO_SIGN_IN },
  { "invalid_scope", KARNE_ERROR_NO_SIGN_IN },
};

/* Only words that are in a list go into a message: a server could write anything there. */
static void
set_refusal (KarneAuthAnswer *answer, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (karne_auth_answer_says (answer, refusals[i].said))
      {
        g_set_error (error, KARNE_ERROR, refusals[i].code, "Signing in: the server said %s",
                     refusals[i].said);
        return;
      }
  g_set_error (error, KARNE_ERROR,
               answer->status == 401 ? KARNE_ERROR_UNAUTHORIZED : KARNE_ERROR_PROTOCOL,
               "Signing in: the server refused with status %u", answer->status);
}

static gboolean
is_bearer (KarneAuthAnswer *answer)
{
  g_autofree char *type = karne_auth_answer_dup (answer, "token_type");

  return type != NULL && g_ascii_strcasecmp (type, "bearer") == 0;
}

/* RFC 6749, 5.1: what is not said is as it was asked for. */
static char *
dup_scopes (KarneAuthAnswer *answer, const char *asked)
{
  char *scopes = karne_auth_answer_dup (answer, "scope");

  if (scopes != NULL && karne_scopes_are_valid (scopes))
    return scopes;
  g_free (scopes);
  return g_strdup (asked);
}

static gboolean
check_scopes (const char *asked, const char *granted, GError **error)
{
  g_auto (GStrv) beyond = karne_scopes_list_beyond (asked, granted);

  if (beyond[0] == NULL)
    return TRUE;
  g_set_error (error, KARNE_ERROR, KARNE_ERROR_TOO_MUCH,
               "Signing in: %u scopes were granted that nobody asked for", g_strv_length (beyond));
  return FALSE;
}

KarneAuthTokens *
karne_auth_tokens_from_answer (KarneAuthAnswer *answer, const char *asked, GError **error)
{
  g_autoptr (KarneAuthTokens) self = g_new0 (KarneAuthTokens, 1);

  if (answer->status >= 300)
    {
      set_refusal (answer, error);
      return NULL;
    }
  self->access = karne_auth_answer_dup_secret (answer, "access_token");
  self->refresh = karne_auth_answer_dup_secret (answer, "refresh_token");
  self->scopes = dup_scopes (answer, asked);
  self->patient = karne_auth_answer_dup (answer, "patient");
  self->life_s = karne_auth_answer_get_seconds (answer, "expires_in");
  if (self->access == NULL || !is_bearer (answer) ||
      (self->patient != NULL && !karne_fhir_id_is_safe (self->patient, strlen (self->patient))))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                           "Signing in: the answer holds no token that can be used");
      return NULL;
    }
  return check_scopes (asked, self->scopes, error) ? g_steal_pointer (&self) : NULL;
}
