/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-grant.h"

#include <string.h>
#include <sys/random.h>

#define DEMO_SECRET_PREFIX "karne-demo-secret-"

typedef struct
{
  char *client;
  char *person;
  char *scope;
  gboolean revoked;
} Family;

/* An access token or a refresh token. */
typedef struct
{
  Family *family; /* (unowned) they all live as long as the grants */
  gboolean is_refresh;
  gboolean used;
  gint64 until_s; /* of an access token */
} Token;

struct _DemoGrants
{
  guint life_s;
  GPtrArray *families; /* (owned) of Family */
  GHashTable *tokens;  /* (owned) text -> Token */
};

static void
family_free (Family *family)
{
  g_free (family->client);
  g_free (family->person);
  g_free (family->scope);
  g_free (family);
}

void
demo_tokens_free (DemoTokens *self)
{
  g_free (self->access);
  g_free (self->refresh);
  g_free (self->scope);
  g_free (self->person);
  g_free (self);
}

DemoGrants *
demo_grants_new (guint life_s)
{
  DemoGrants *self = g_new0 (DemoGrants, 1);

  self->life_s = life_s;
  self->families = g_ptr_array_new_with_free_func ((GDestroyNotify) family_free);
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
demo_grants_free (DemoGrants *self)
{
  g_hash_table_unref (self->tokens);
  g_ptr_array_unref (self->families);
  g_free (self);
}

gint64
demo_now_s (void)
{
  return g_get_monotonic_time () / G_USEC_PER_SEC;
}

/* What it begins with lets whoever looks for a secret in the wrong place find it. */
char *
demo_random_text (void)
{
  guchar bytes[32];
  g_autofree char *text = NULL;

  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    g_error ("No random bytes can be had");
  text = g_base64_encode (bytes, sizeof bytes);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return g_strconcat (DEMO_SECRET_PREFIX, text, NULL);
}

static char *
add_token (DemoGrants *self, Family *family, gboolean is_refresh)
{
  Token *token = g_new0 (Token, 1);
  char *text = demo_random_text ();

  token->family = family;
  token->is_refresh = is_refresh;
  token->until_s = demo_now_s () + self->life_s;
  g_hash_table_insert (self->tokens, g_strdup (text), token);
  return text;
}

static DemoTokens *
make_tokens (DemoGrants *self, Family *family, gboolean with_refresh)
{
  DemoTokens *tokens = g_new0 (DemoTokens, 1);

  tokens->access = add_token (self, family, FALSE);
  tokens->refresh = with_refresh ? add_token (self, family, TRUE) : NULL;
  tokens->scope = g_strdup (family->scope);
  tokens->person = g_strdup (family->person);
  return tokens;
}

DemoTokens *
demo_grants_issue (DemoGrants *self,
                   const char *client,
                   const char *person,
                   const char *scope,
                   gboolean with_refresh)
{
  Family *family = g_new0 (Family, 1);

  family->client = g_strdup (client);
  family->person = g_strdup (person);
  family->scope = g_strdup (scope);
  g_ptr_array_add (self->families, family);
  return make_tokens (self, family, with_refresh);
}

DemoTokens *
demo_grants_refresh (DemoGrants *self, const char *client, const char *refresh)
{
  Token *token = g_hash_table_lookup (self->tokens, refresh);

  if (token == NULL || !token->is_refresh || strcmp (token->family->client, client) != 0)
    return NULL;
  if (token->used)
    token->family->revoked = TRUE;
  if (token->family->revoked)
    return NULL;
  token->used = TRUE;
  return make_tokens (self, token->family, TRUE);
}

void
demo_grants_revoke (DemoGrants *self, const char *text)
{
  Token *token = g_hash_table_lookup (self->tokens, text);

  if (token != NULL)
    token->family->revoked = TRUE;
}

const char *
demo_grants_check (DemoGrants *self, const char *access)
{
  const Token *token = g_hash_table_lookup (self->tokens, access);

  if (token == NULL || token->is_refresh || token->family->revoked ||
      demo_now_s () >= token->until_s)
    return NULL;
  return token->family->person;
}
