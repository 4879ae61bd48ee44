/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "signin/karne-auth-server-private.h"
#include "signin/karne-sign-in.h"

G_BEGIN_DECLS

struct _KarneSignIn
{
  GObject parent_instance;

  KarneTransport *transport; /* (owned) */
  KarneClock *clock;         /* (owned) */
  char *base;                /* (owned) */
  char *client;              /* (owned) */
  char *scopes;              /* (owned) */
  KarneAuthServer *server;   /* (owned) (nullable) until it is discovered */
  gboolean running;

  /* What a device shows */
  char *user_code;        /* (owned) (nullable) */
  char *address;          /* (owned) (nullable) */
  char *complete_address; /* (owned) (nullable) */
  gint64 expiry;          /* monotonic */
};

/* Both ways of signing in start so: with `begin`, once it is known where the server wants to be
 * asked. (transfer full) task: of the run, whose object is the sign-in; where that cannot be known,
 * it returns why, and nothing is running any more. */
typedef void (*KarneSignInBegin) (GTask *task);
void karne_sign_in_start (GTask *task, KarneSignInBegin begin);

/* The signals: there is a code to show; there is an address to open. */
void karne_sign_in_say_code (KarneSignIn *self);
void karne_sign_in_say_open (KarneSignIn *self, const char *url);
void karne_sign_in_forget_code (KarneSignIn *self);

/* Of an answer of the token endpoint: the credentials, or why there are none. */
KarneCredentials *
karne_sign_in_take_answer (KarneSignIn *self, KarneAuthAnswer *answer, GError **error);

G_END_DECLS
