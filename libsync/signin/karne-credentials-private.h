/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "signin/karne-auth-server-private.h"
#include "signin/karne-auth-tokens-private.h"
#include "signin/karne-credentials.h"

G_BEGIN_DECLS

struct _KarneCredentials
{
  GObject parent_instance;

  KarneTransport *transport; /* (owned) */
  KarneClock *clock;         /* (owned) */
  KarneAuthServer *server;   /* (owned) */
  char *client;              /* (owned) */
  char *asked;               /* (owned) scopes */
  KarneAuthTokens *tokens;   /* (owned) (nullable) nothing is left that is good */
  gint64 stale_us;           /* monotonic: from then on it is renewed unasked; -1: never */

  KarneStore *store; /* (owned) (nullable) until it is kept */
  gint64 source;
  gboolean unsaved; /* the store does not hold these tokens */

  GQueue waiting; /* of Waiter: who waits for the renewal under way */
  gboolean renewing;
};

/* Takes tokens. */
KarneCredentials *karne_credentials_new (KarneTransport *transport,
                                         KarneClock *clock,
                                         const KarneAuthServer *server,
                                         const char *client,
                                         const char *asked,
                                         KarneAuthTokens *tokens);
/* Takes them; from now on they are what is good. */
void karne_credentials_set_tokens (KarneCredentials *self, KarneAuthTokens *tokens);

/* Writes what is good, durably; told: listeners hear that the source changed. Without a store
 * there is nothing to do. */
void karne_credentials_save_async (KarneCredentials *self,
                                   gboolean told,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean
karne_credentials_save_finish (KarneCredentials *self, GAsyncResult *result, GError **error);

/* The vfuncs of KarneAuthorizer */
void karne_credentials_get_token_async (KarneAuthorizer *authorizer,
                                        const char *refused,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
char *karne_credentials_get_token_finish (KarneAuthorizer *authorizer,
                                          GAsyncResult *result,
                                          GError **error);

G_END_DECLS
