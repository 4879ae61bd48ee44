/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-auth.h"

G_BEGIN_DECLS

/* The one program that is known here. It has no secret: whatever is installed at a counter can be
 * read there. */
#define DEMO_CLIENT "karne"
/* With any port: it is chosen by the system (RFC 8252, 7.3). */
#define DEMO_REDIRECT_PATH "/karne"

struct _DemoAuth
{
  const DemoServer *server;
  DemoAuthOptions options; /* without the names */
  DemoGrants *grants;      /* (owned) */
  DemoAskings *askings;    /* (owned) */
  GHashTable *sessions;    /* (owned) cookie -> person who is signed in, in that browser */
  guint n_wrong_codes;     /* typed since then */
  gint64 wrong_since_s;
};

gboolean demo_auth_has (const DemoAuth *self, DemoQuirks quirk);
const char *demo_auth_param (GHashTable *form, const char *name);
DemoAuthAnswer *demo_auth_json_error (guint status, const char *code, const char *words);

/* The parts, one file each */
DemoAuthAnswer *demo_auth_metadata (DemoAuth *self);
DemoAuthAnswer *demo_auth_begin_device (DemoAuth *self, const DemoAuthRequest *request);
DemoAuthAnswer *demo_auth_token (DemoAuth *self, const DemoAuthRequest *request);
DemoAuthAnswer *demo_auth_revoke (DemoAuth *self, const DemoAuthRequest *request);
DemoAuthAnswer *demo_auth_device_page (DemoAuth *self, const DemoAuthRequest *request);
DemoAuthAnswer *demo_auth_authorize (DemoAuth *self, const DemoAuthRequest *request);
DemoAuthAnswer *demo_auth_end_session (DemoAuth *self, const DemoAuthRequest *request);

/* Pages */
DemoAuthAnswer *demo_auth_page_message (guint status,
                                        gboolean english,
                                        const char *in_french,
                                        const char *in_english);
DemoAuthAnswer *demo_auth_page_ask_code (gboolean english, gboolean wrong);
DemoAuthAnswer *
demo_auth_page_ask (DemoAuth *self, const DemoAsking *asking, const char *action, gboolean english);
/* There is such a person here. */
gboolean demo_auth_knows_person (DemoAuth *self, const char *id);

G_END_DECLS
