/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-json-private.h"
#include "net/karne-transport.h"
#include "signin/karne-secret-private.h"

G_BEGIN_DECLS

/* Larger answers than this are none of an authorization server. */
#define KARNE_AUTH_MAX_ANSWER (64 * 1024)

/* What is said to an authorization server: a form. It holds secrets, and is wiped. */
typedef GString KarneAuthForm;

KarneAuthForm *karne_auth_form_new (void);
void karne_auth_form_add (KarneAuthForm *form, const char *name, const char *value);

/* What it answers: one JSON object, strictly. Wiped too. */
typedef struct
{
  guint status;
  GString *text; /* (owned) */
} KarneAuthAnswer;

void karne_auth_answer_free (KarneAuthAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneAuthAnswer, karne_auth_answer_free)

/* NULL where there is none, or it is no string. A text with a NUL or a control is none. */
char *karne_auth_answer_dup (KarneAuthAnswer *self, const char *name);
KarneSecret *karne_auth_answer_dup_secret (KarneAuthAnswer *self, const char *name);
/* -1 where there is none, or it is no number of seconds. */
gint64 karne_auth_answer_get_seconds (KarneAuthAnswer *self, const char *name);
gboolean karne_auth_answer_is_true (KarneAuthAnswer *self, const char *name);
/* The answer says `error`: this one. */
gboolean karne_auth_answer_says (KarneAuthAnswer *self, const char *error);

/* form: (transfer full) (nullable) posted; without, it is a GET. Nothing is sent twice. A status
 * from 400 on with an object is an answer; without, and from 500 on, it is an error, as it is when
 * a web page comes, or what is no JSON object, or too much. */
void karne_auth_ask_async (KarneTransport *transport,
                           const char *url,
                           KarneAuthForm *form,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
KarneAuthAnswer *karne_auth_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
