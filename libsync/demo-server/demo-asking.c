/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-asking.h"

#include "demo-grant.h"

#include <string.h>
#include <sys/random.h>

/* RFC 8628, 6.1: no vowels, so that no word comes of it, and nothing that looks like another. */
static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ";
#define N_LETTERS (sizeof letters - 1)
#define CODE_LENGTH 8
#define SLOWER_BY_S 5

struct _DemoAskings
{
  GPtrArray *all; /* (owned) of DemoAsking */
};

static void
asking_free (DemoAsking *asking)
{
  g_free (asking->ticket);
  g_free (asking->client);
  g_free (asking->scope);
  g_free (asking->person);
  g_free (asking->issued);
  g_free (asking->device_code);
  g_free (asking->user_code);
  g_free (asking->redirect_uri);
  g_free (asking->answer_state);
  g_free (asking->challenge);
  g_free (asking->code);
  g_free (asking);
}

DemoAskings *
demo_askings_new (void)
{
  DemoAskings *self = g_new0 (DemoAskings, 1);

  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify) asking_free);
  return self;
}

void
demo_askings_free (DemoAskings *self)
{
  g_ptr_array_unref (self->all);
  g_free (self);
}

DemoAsking *
demo_askings_add (DemoAskings *self, const char *client, const char *scope, guint life_s)
{
  DemoAsking *asking = g_new0 (DemoAsking, 1);

  asking->ticket = demo_random_text ();
  asking->client = g_strdup (client);
  asking->scope = g_strdup (scope);
  asking->until_s = demo_now_s () + life_s;
  g_ptr_array_add (self->all, asking);
  return asking;
}

/* 240 is a multiple of 20: each letter is as likely as any other. */
static char
draw_letter (void)
{
  guchar byte;

  do
    if (getrandom (&byte, 1, 0) != 1)
      g_error ("No random bytes can be had");
  while (byte >= 240);
  return letters[byte % N_LETTERS];
}

void
demo_asking_make_device (DemoAsking *asking, guint interval_s)
{
  GString *code = g_string_new (NULL);

  for (guint i = 0; i < CODE_LENGTH; i++)
    {
      if (i == CODE_LENGTH / 2)
        g_string_append_c (code, '-');
      g_string_append_c (code, draw_letter ());
    }
  asking->user_code = g_string_free (code, FALSE);
  asking->device_code = demo_random_text ();
  asking->interval_s = interval_s;
}

static DemoAsking *
find (DemoAskings *self, gsize member, const char *text)
{
  for (guint i = 0; text != NULL && i < self->all->len; i++)
    {
      DemoAsking *asking = g_ptr_array_index (self->all, i);
      const char *its = G_STRUCT_MEMBER (char *, asking, member);

      if (its != NULL && strcmp (its, text) == 0)
        return asking;
    }
  return NULL;
}

DemoAsking *
demo_askings_find_ticket (DemoAskings *self, const char *ticket)
{
  return find (self, G_STRUCT_OFFSET (DemoAsking, ticket), ticket);
}

DemoAsking *
demo_askings_find_device (DemoAskings *self, const char *device_code)
{
  return find (self, G_STRUCT_OFFSET (DemoAsking, device_code), device_code);
}

DemoAsking *
demo_askings_find_code (DemoAskings *self, const char *code)
{
  return find (self, G_STRUCT_OFFSET (DemoAsking, code), code);
}

DemoAsking *
demo_askings_find_user (DemoAskings *self, const char *user_code)
{
  GString *tidy = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (const char *p = user_code; *p != '\0' && tidy->len < 2 * CODE_LENGTH; p++)
    if (g_ascii_isalpha (*p))
      g_string_append_c (tidy, g_ascii_toupper (*p));
  if (tidy->len == CODE_LENGTH)
    g_string_insert_c (tidy, CODE_LENGTH / 2, '-');
  text = g_string_free (tidy, FALSE);
  return find (self, G_STRUCT_OFFSET (DemoAsking, user_code), text);
}

gboolean
demo_asking_is_over (const DemoAsking *asking)
{
  return demo_now_s () >= asking->until_s;
}

/* Too early counts as asked, too: who does not wait, waits longer. */
static gboolean
is_too_early (DemoAsking *asking)
{
  gint64 now = demo_now_s ();
  gboolean early = asking->polled_s != 0 && now - asking->polled_s < (gint64) asking->interval_s;

  asking->polled_s = now;
  if (early)
    asking->interval_s += SLOWER_BY_S;
  return early;
}

const char *
demo_asking_poll (DemoAsking *asking, const char *client)
{
  if (strcmp (asking->client, client) != 0 || asking->state == DEMO_ASKING_USED)
    return "invalid_grant";
  if (asking->state == DEMO_ASKING_REFUSED)
    return "access_denied";
  if (demo_asking_is_over (asking))
    return "expired_token";
  if (asking->interval_s > 0 && is_too_early (asking))
    return "slow_down";
  if (asking->state == DEMO_ASKING_OPEN)
    return "authorization_pending";
  asking->state = DEMO_ASKING_USED;
  return NULL;
}

gboolean
demo_asking_check_verifier (const DemoAsking *asking, const char *verifier)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = NULL;
  guint8 digest[32];
  gsize len = sizeof digest;

  if (verifier == NULL || strlen (verifier) < 43 || strlen (verifier) > 128)
    return FALSE;
  g_checksum_update (sum, (const guchar *) verifier, -1);
  g_checksum_get_digest (sum, digest, &len);
  text = g_base64_encode (digest, len);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return g_strcmp0 (text, asking->challenge) == 0;
}
