/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-clock.h"
#include "net/karne-authorizer.h"
#include "net/karne-transport.h"

G_BEGIN_DECLS

/* How requests reach one source: with its token, behind its one gate, and again when it makes
 * sense. Lives as long as the KarneSync, so that a gate outlives a run. */
typedef struct _KarneExchange KarneExchange;

/* Returns a new token (transfer full), or NULL. */
typedef char *(*KarneExchangeRenew) (gpointer data);
typedef void (*KarneExchangeWaiting) (gint64 until_us, gpointer data);

/* clock NULL: nothing is ever tried again. */
KarneExchange *karne_exchange_new (KarneTransport *transport,
                                   KarneClock *clock,
                                   guint32 seed,
                                   const char *base,
                                   const char *token);
void karne_exchange_free (KarneExchange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneExchange, karne_exchange_free)
void karne_exchange_set_callbacks (KarneExchange *self,
                                   KarneExchangeRenew renew,
                                   KarneExchangeWaiting waiting,
                                   gpointer data);
void karne_exchange_set_max_retries (KarneExchange *self, guint max_retries);
void karne_exchange_set_token (KarneExchange *self, const char *token);
/* NULL: the token that was set, as it is. */
void karne_exchange_set_authorizer (KarneExchange *self, KarneAuthorizer *authorizer);
/* Until when the source asked to be left alone, on the monotonic clock; 0 when it did not. */
gint64 karne_exchange_get_gate (KarneExchange *self);
const char *karne_exchange_get_base (KarneExchange *self);

/* When this process last sent the change of a number: seconds ago on the monotonic clock, which
 * nobody sets; -1 where it never did. */
void karne_exchange_note_sent (KarneExchange *self, gint64 change);
gint64 karne_exchange_get_since_sent (KarneExchange *self, gint64 change);

/* What one request went through so far: belongs to whoever wants its answer, body included. */
typedef struct
{
  guint failures;
  gboolean renewed;
  gboolean page_may_refuse; /* Input: a web page with 404 or 405 is a refusal as any other */
  gboolean once;            /* Input: it changes something, and is never repeated unasked */
} KarneTries;

/* Sends until there is a head worth reading: 2xx, or what the server will say again whenever it is
 * asked (4xx, 501). Fails with UNAUTHORIZED, CAPTIVE_PORTAL, and when all tries are used up with
 * the last error. */
void karne_exchange_open_async (KarneExchange *self,
                                KarneRequest *request,
                                KarneTries *tries,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
KarneResponse *karne_exchange_open_finish (GAsyncResult *result, GError **error);

/* Whether to try again after this failure of reading a body; counts it. */
gboolean karne_exchange_may_retry (KarneExchange *self, KarneTries *tries, const GError *error);
/* The pause before that. */
void karne_exchange_pause_async (KarneExchange *self,
                                 const KarneTries *tries,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean karne_exchange_pause_finish (GAsyncResult *result, GError **error);

/* A GET that asks for FHIR in JSON. */
KarneRequest *karne_exchange_get (const char *url);

G_END_DECLS
