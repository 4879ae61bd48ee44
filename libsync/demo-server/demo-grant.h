/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What somebody allowed once, and all tokens that came of it. A refresh token is good for one use;
 * one that comes a second time was copied, and then none of the family is good any more. */
typedef struct _DemoGrants DemoGrants;

typedef struct
{
  char *access;  /* (owned) */
  char *refresh; /* (owned) (nullable) */
  char *scope;   /* (owned) */
  char *person;  /* (owned) */
} DemoTokens;

void demo_tokens_free (DemoTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoTokens, demo_tokens_free)

/* life_s: of an access token. */
DemoGrants *demo_grants_new (guint life_s);
void demo_grants_free (DemoGrants *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoGrants, demo_grants_free)

DemoTokens *demo_grants_issue (DemoGrants *self,
                               const char *client,
                               const char *person,
                               const char *scope,
                               gboolean with_refresh);
/* NULL: not one of that client, used before, or revoked. */
DemoTokens *demo_grants_refresh (DemoGrants *self, const char *client, const char *refresh);
/* Either token; the whole family goes. One that is not known is no error. */
void demo_grants_revoke (DemoGrants *self, const char *token);
/* The person whose data the token opens (transfer none); NULL when it is not good (any more). */
const char *demo_grants_check (DemoGrants *self, const char *access);

/* 256 random bits that fit a URL. */
char *demo_random_text (void);
gint64 demo_now_s (void);

G_END_DECLS
