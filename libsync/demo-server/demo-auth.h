/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "demo-answer.h"
#include "demo-asking.h"
#include "demo-grant.h"

G_BEGIN_DECLS

/* How an authorization server may lack something, or be hostile: for tests. */
typedef enum
{
  DEMO_QUIRK_HTML = 1 << 0,          /* answers a web page where JSON is due */
  DEMO_QUIRK_HUGE = 1 << 1,          /* answers JSON without an end in sight */
  DEMO_QUIRK_OTHER_ISSUER = 1 << 2,  /* says that it is another one */
  DEMO_QUIRK_REDIRECT = 1 << 3,      /* sends those who want tokens elsewhere */
  DEMO_QUIRK_HTTP = 1 << 4,          /* names endpoints that nothing protects */
  DEMO_QUIRK_CHANGED_STATE = 1 << 5, /* sends the browser back with another state */
  DEMO_QUIRK_NO_ISS = 1 << 6,        /* does not say who it is on the way back */
  DEMO_QUIRK_OTHER_ISS = 1 << 7,     /* says another name there */
  DEMO_QUIRK_NO_SMART = 1 << 8,      /* has the metadata of OAuth only */
  DEMO_QUIRK_NO_DEVICE = 1 << 9,     /* has no device authorization */
  DEMO_QUIRK_NO_BROWSER = 1 << 10,   /* has device authorization only */
  DEMO_QUIRK_NO_REFRESH = 1 << 11,   /* gives no refresh token */
  DEMO_QUIRK_MORE_SCOPES = 1 << 12,  /* gives more than was asked for */
  DEMO_QUIRK_FEWER_SCOPES = 1 << 13, /* gives less */
  DEMO_QUIRK_HOSTILE_CODE = 1 << 14, /* has codes and addresses with controls in them */
} DemoQuirks;

typedef struct
{
  gboolean enabled;
  int interval_s;     /* between two questions of a device */
  int code_life_s;    /* of a code that waits for somebody */
  int token_life_s;   /* of an access token */
  char **quirk_names; /* (owned) (nullable) */
  guint quirks;
} DemoAuthOptions;

gboolean demo_auth_options_parse (DemoAuthOptions *self, GError **error);
void demo_auth_options_clear (DemoAuthOptions *self);

/* The authorization server of the demonstration: SMART discovery, device authorization, the
 * browser's way with PKCE, refresh, revocation, the end of a session. Anybody may be anybody: it
 * asks which of its persons one wants to be. */
typedef struct _DemoAuth DemoAuth;

DemoAuth *demo_auth_new (const DemoServer *server, const DemoAuthOptions *options);
void demo_auth_free (DemoAuth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoAuth, demo_auth_free)

/* What a browser or a program asked. All borrowed. */
typedef struct
{
  const char *method;
  const char *path;   /* below the base, without a leading slash */
  GHashTable *query;  /* (nullable) */
  GHashTable *form;   /* (nullable) of a body */
  const char *cookie; /* (nullable) */
  gboolean english;
} DemoAuthRequest;

typedef struct
{
  guint status;
  const char *content_type;
  char *location; /* (owned) (nullable) */
  char *cookie;   /* (owned) (nullable) */
  GString *body;  /* (owned) */
} DemoAuthAnswer;

DemoAuthAnswer *demo_auth_answer_new (guint status, const char *content_type);
void demo_auth_answer_free (DemoAuthAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoAuthAnswer, demo_auth_answer_free)

/* NULL: this is no address of the authorization server. */
DemoAuthAnswer *demo_auth_handle (DemoAuth *self, const DemoAuthRequest *request);
/* The person whose data a bearer token opens (transfer none), or NULL. */
const char *demo_auth_check (DemoAuth *self, const char *token);

G_END_DECLS
