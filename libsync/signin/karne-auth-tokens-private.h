/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "signin/karne-auth-message-private.h"

G_BEGIN_DECLS

/* What a token endpoint gave. */
typedef struct
{
  KarneSecret *access;  /* (owned) */
  KarneSecret *refresh; /* (owned) (nullable) */
  char *scopes;         /* (owned) granted */
  char *patient;        /* (owned) (nullable) whose record it is */
  gint64 life_s;        /* of the access token; -1: not said */
} KarneAuthTokens;

void karne_auth_tokens_free (KarneAuthTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneAuthTokens, karne_auth_tokens_free)

/* Takes them out of an answer to a question for `asked`: UNAUTHORIZED for `invalid_grant` and the
 * like, REFUSED for `access_denied`, EXPIRED for `expired_token`, TOO_MUCH for more than was asked
 * for, PROTOCOL for what are no tokens. */
KarneAuthTokens *
karne_auth_tokens_from_answer (KarneAuthAnswer *answer, const char *asked, GError **error);

G_END_DECLS
