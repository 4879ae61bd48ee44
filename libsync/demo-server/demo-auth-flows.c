/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-auth-private.h"

#include <libsoup/soup.h>
#include <string.h>

#define MOST_WRONG_CODES 10
#define WRONG_CODES_FORGOTTEN_S 60

/* What somebody decided on a page. FALSE: the form is not one of ours. */
static gboolean
decide (DemoAuth *self, DemoAsking *asking, GHashTable *form)
{
  const char *decision = demo_auth_param (form, "decision");
  const char *person = demo_auth_param (form, "person");

  if (asking == NULL || asking->state != DEMO_ASKING_OPEN || demo_asking_is_over (asking))
    return FALSE;
  if (g_strcmp0 (decision, "refuse") == 0)
    asking->state = DEMO_ASKING_REFUSED;
  else if (g_strcmp0 (decision, "approve") == 0 && demo_auth_knows_person (self, person))
    {
      asking->state = DEMO_ASKING_APPROVED;
      asking->person = g_strdup (person);
    }
  return asking->state != DEMO_ASKING_OPEN;
}

static DemoAuthAnswer *
say_lost (gboolean english)
{
  return demo_auth_page_message (400, english, "Cette demande n’est plus valable : recommencer.",
                                 "This request is no longer valid: begin again.");
}

/* Device authorization, on the telephone */

static DemoAuthAnswer *
decide_device (DemoAuth *self, const DemoAuthRequest *request)
{
  DemoAsking *asking =
      demo_askings_find_ticket (self->askings, demo_auth_param (request->form, "ticket"));

  if (asking == NULL || asking->device_code == NULL || !decide (self, asking, request->form))
    return say_lost (request->english);
  if (asking->state == DEMO_ASKING_REFUSED)
    return demo_auth_page_message (200, request->english,
                                   "Accès refusé. Cette page peut être fermée.",
                                   "Access refused. This page can be closed.");
  return demo_auth_page_message (200, request->english,
                                 "C’est fait : la suite est sur l’autre écran.",
                                 "Done: the other screen goes on.");
}

/* Eight letters are few enough to be worth guessing. */
static gboolean
may_try_codes (DemoAuth *self)
{
  if (demo_now_s () - self->wrong_since_s >= WRONG_CODES_FORGOTTEN_S)
    {
      self->wrong_since_s = demo_now_s ();
      self->n_wrong_codes = 0;
    }
  return self->n_wrong_codes < MOST_WRONG_CODES;
}

DemoAuthAnswer *
demo_auth_device_page (DemoAuth *self, const DemoAuthRequest *request)
{
  const char *user_code = demo_auth_param (request->query, "user_code");
  DemoAsking *asking;

  if (strcmp (request->method, "POST") == 0)
    return decide_device (self, request);
  if (user_code == NULL)
    return demo_auth_page_ask_code (request->english, FALSE);
  if (!may_try_codes (self))
    return demo_auth_page_message (429, request->english, "Trop d’essais : patienter une minute.",
                                   "Too many tries: wait for a minute.");
  asking = demo_askings_find_user (self->askings, user_code);
  if (asking != NULL && asking->state == DEMO_ASKING_OPEN && !demo_asking_is_over (asking))
    return demo_auth_page_ask (self, asking, "auth/device", request->english);
  self->n_wrong_codes++;
  return demo_auth_page_ask_code (request->english, TRUE);
}

/* The browser's way */

/* RFC 8252, 8.3: the numbers of this computer, and nothing that a name server could change. */
static gboolean
is_our_redirect (const char *text)
{
  g_autoptr (GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL && strcmp (g_uri_get_scheme (uri), "http") == 0 &&
         g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL &&
         g_uri_get_fragment (uri) == NULL && g_uri_get_port (uri) > 0 &&
         (g_strcmp0 (g_uri_get_host (uri), "127.0.0.1") == 0 ||
          g_strcmp0 (g_uri_get_host (uri), "::1") == 0) &&
         strcmp (g_uri_get_path (uri), DEMO_REDIRECT_PATH) == 0;
}

static void
add_param (GString *url, const char *name, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (url, "%c%s=%s", strchr (url->str, '?') != NULL ? '&' : '?', name,
                          escaped);
}

/* Back to the program, with what came of it: RFC 6749, 4.1.2, and RFC 9207. */
static DemoAuthAnswer *
send_back (DemoAuth *self,
           const char *redirect_uri,
           const char *state,
           const char *name,
           const char *value)
{
  DemoAuthAnswer *answer = demo_auth_answer_new (303, "text/plain; charset=utf-8");
  GString *url = g_string_new (redirect_uri);

  add_param (url, name, value);
  if (demo_auth_has (self, DEMO_QUIRK_CHANGED_STATE))
    add_param (url, "state", "somebody-elses-state");
  else if (state != NULL)
    add_param (url, "state", state);
  if (demo_auth_has (self, DEMO_QUIRK_OTHER_ISS))
    add_param (url, "iss", "https://elsewhere.invalid");
  else if (!demo_auth_has (self, DEMO_QUIRK_NO_ISS))
    add_param (url, "iss", self->server->base);
  answer->location = g_string_free (url, FALSE);
  return answer;
}

static DemoAuthAnswer *
finish_browser (DemoAuth *self, DemoAsking *asking)
{
  if (asking->state == DEMO_ASKING_REFUSED)
    return send_back (self, asking->redirect_uri, asking->answer_state, "error", "access_denied");
  asking->code = demo_random_text ();
  return send_back (self, asking->redirect_uri, asking->answer_state, "code", asking->code);
}

/* The browser stays signed in, as those of real services do: at a counter the next person would
 * enter as this one, were it not for `prompt=login`. */
static void
remember_browser (DemoAuth *self, DemoAuthAnswer *answer, const DemoAsking *asking)
{
  char *session = demo_random_text ();

  answer->cookie = g_strdup_printf ("karne-demo=%s; HttpOnly; SameSite=Lax; Path=/", session);
  g_hash_table_insert (self->sessions, session, g_strdup (asking->person));
}

static const char *
session_of (const DemoAuthRequest *request)
{
  const char *at = request->cookie != NULL ? strstr (request->cookie, "karne-demo=") : NULL;

  return at != NULL ? at + strlen ("karne-demo=") : NULL;
}

static DemoAuthAnswer *
decide_browser (DemoAuth *self, const DemoAuthRequest *request)
{
  DemoAsking *asking =
      demo_askings_find_ticket (self->askings, demo_auth_param (request->form, "ticket"));
  DemoAuthAnswer *answer;

  if (asking == NULL || asking->redirect_uri == NULL || !decide (self, asking, request->form))
    return say_lost (request->english);
  answer = finish_browser (self, asking);
  if (asking->state == DEMO_ASKING_APPROVED)
    remember_browser (self, answer, asking);
  return answer;
}

/* NULL when the request is as it should be. */
static const char *
find_browser_fault (GHashTable *query)
{
  const char *challenge = demo_auth_param (query, "code_challenge");

  if (g_strcmp0 (demo_auth_param (query, "response_type"), "code") != 0)
    return "unsupported_response_type";
  if (challenge == NULL || strlen (challenge) != 43 ||
      g_strcmp0 (demo_auth_param (query, "code_challenge_method"), "S256") != 0)
    return "invalid_request";
  return NULL;
}

static DemoAsking *
add_browser (DemoAuth *self, GHashTable *query)
{
  const char *scope = demo_auth_param (query, "scope");
  DemoAsking *asking = demo_askings_add (self->askings, DEMO_CLIENT, scope != NULL ? scope : "",
                                         (guint) self->options.code_life_s);

  asking->redirect_uri = g_strdup (demo_auth_param (query, "redirect_uri"));
  asking->answer_state = g_strdup (demo_auth_param (query, "state"));
  asking->challenge = g_strdup (demo_auth_param (query, "code_challenge"));
  return asking;
}

/* Without an address that is surely the program's, nobody is sent anywhere. */
DemoAuthAnswer *
demo_auth_authorize (DemoAuth *self, const DemoAuthRequest *request)
{
  GHashTable *query = request->query;
  const char *redirect_uri = demo_auth_param (query, "redirect_uri");
  const char *session = session_of (request);
  const char *person = session != NULL ? g_hash_table_lookup (self->sessions, session) : NULL;
  const char *fault;
  DemoAsking *asking;

  if (strcmp (request->method, "POST") == 0)
    return decide_browser (self, request);
  if (g_strcmp0 (demo_auth_param (query, "client_id"), DEMO_CLIENT) != 0 ||
      !is_our_redirect (redirect_uri))
    return demo_auth_page_message (400, request->english,
                                   "Le programme qui demande l’accès n’est pas connu ici.",
                                   "The program that asks for access is not known here.");
  fault = find_browser_fault (query);
  if (fault != NULL)
    return send_back (self, redirect_uri, demo_auth_param (query, "state"), "error", fault);
  asking = add_browser (self, query);
  if (person == NULL || g_strcmp0 (demo_auth_param (query, "prompt"), "login") == 0)
    return demo_auth_page_ask (self, asking, "auth/authorize", request->english);
  asking->state = DEMO_ASKING_APPROVED;
  asking->person = g_strdup (person);
  return finish_browser (self, asking);
}

DemoAuthAnswer *
demo_auth_end_session (DemoAuth *self, const DemoAuthRequest *request)
{
  const char *session = session_of (request);
  DemoAuthAnswer *answer =
      demo_auth_page_message (200, request->english, "La session est terminée.",
                              "The session has ended.");

  if (session != NULL)
    g_hash_table_remove (self->sessions, session);
  answer->cookie = g_strdup ("karne-demo=; Max-Age=0; HttpOnly; SameSite=Lax; Path=/");
  return answer;
}
