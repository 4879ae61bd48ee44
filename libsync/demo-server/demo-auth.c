/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-auth-private.h"

#include "demo-json.h"

#include <string.h>

#define HUGE_ANSWER (8 * 1024 * 1024)

static const struct
{
  const char *name;
  DemoQuirks quirk;
} quirks[] = {
  { "html", DEMO_QUIRK_HTML },
  { "huge", DEMO_QUIRK_HUGE },
  { "other-issuer", DEMO_QUIRK_OTHER_ISSUER },
  { "redirect", DEMO_QUIRK_REDIRECT },
  { "http", DEMO_QUIRK_HTTP },
  { "changed-state", DEMO_QUIRK_CHANGED_STATE },
  { "no-iss", DEMO_QUIRK_NO_ISS },
  { "other-iss", DEMO_QUIRK_OTHER_ISS },
  { "no-smart", DEMO_QUIRK_NO_SMART },
  { "no-device", DEMO_QUIRK_NO_DEVICE },
  { "no-browser", DEMO_QUIRK_NO_BROWSER },
  { "no-refresh", DEMO_QUIRK_NO_REFRESH },
  { "more-scopes", DEMO_QUIRK_MORE_SCOPES },
  { "fewer-scopes", DEMO_QUIRK_FEWER_SCOPES },
  { "hostile-code", DEMO_QUIRK_HOSTILE_CODE },
};

static gboolean
add_quirk (DemoAuthOptions *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (quirks); i++)
    if (strcmp (quirks[i].name, name) == 0)
      {
        self->quirks |= quirks[i].quirk;
        return TRUE;
      }
  return FALSE;
}

gboolean
demo_auth_options_parse (DemoAuthOptions *self, GError **error)
{
  gboolean ok = self->interval_s >= 0 && self->code_life_s >= 0 && self->token_life_s >= 0;

  for (guint i = 0; self->quirk_names != NULL && self->quirk_names[i] != NULL; i++)
    ok = add_quirk (self, self->quirk_names[i]) && ok;
  if (!ok)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "An option of the authorization server does not fit; see --help-authorize");
  return ok;
}

void
demo_auth_options_clear (DemoAuthOptions *self)
{
  g_clear_pointer (&self->quirk_names, g_strfreev);
}

DemoAuth *
demo_auth_new (const DemoServer *server, const DemoAuthOptions *options)
{
  DemoAuth *self = g_new0 (DemoAuth, 1);

  self->server = server;
  self->options = *options;
  self->options.quirk_names = NULL;
  self->grants = demo_grants_new ((guint) options->token_life_s);
  self->askings = demo_askings_new ();
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
demo_auth_free (DemoAuth *self)
{
  demo_grants_free (self->grants);
  demo_askings_free (self->askings);
  g_hash_table_unref (self->sessions);
  g_free (self);
}

DemoAuthAnswer *
demo_auth_answer_new (guint status, const char *content_type)
{
  DemoAuthAnswer *self = g_new0 (DemoAuthAnswer, 1);

  self->status = status;
  self->content_type = content_type;
  self->body = g_string_new (NULL);
  return self;
}

void
demo_auth_answer_free (DemoAuthAnswer *self)
{
  g_string_free (self->body, TRUE);
  g_free (self->location);
  g_free (self->cookie);
  g_free (self);
}

gboolean
demo_auth_has (const DemoAuth *self, DemoQuirks quirk)
{
  return (self->options.quirks & quirk) != 0;
}

const char *
demo_auth_param (GHashTable *form, const char *name)
{
  return form != NULL ? g_hash_table_lookup (form, name) : NULL;
}

DemoAuthAnswer *
demo_auth_json_error (guint status, const char *code, const char *words)
{
  DemoAuthAnswer *answer = demo_auth_answer_new (status, "application/json");

  g_string_append_printf (answer->body, "{\"error\":\"%s\",\"error_description\":", code);
  demo_json_write_string (answer->body, words);
  g_string_append (answer->body, "}\n");
  return answer;
}

const char *
demo_auth_check (DemoAuth *self, const char *token)
{
  return demo_grants_check (self->grants, token);
}

typedef struct
{
  const char *path;
  const char *methods;
  DemoAuthAnswer *(*handle) (DemoAuth *self, const DemoAuthRequest *request);
  gboolean json; /* what speaks to programs: there a hostile server shows itself */
} Route;

static DemoAuthAnswer *
handle_smart (DemoAuth *self, const DemoAuthRequest *request)
{
  if (demo_auth_has (self, DEMO_QUIRK_NO_SMART))
    return demo_auth_json_error (404, "not_found", "There is nothing at this address");
  return demo_auth_metadata (self);
}

static DemoAuthAnswer *
handle_oauth (DemoAuth *self, const DemoAuthRequest *request)
{
  return demo_auth_metadata (self);
}

static const Route routes[] = {
  { ".well-known/smart-configuration", "GET", handle_smart, TRUE },
  { ".well-known/oauth-authorization-server", "GET", handle_oauth, TRUE },
  { "auth/device_authorization", "POST", demo_auth_begin_device, TRUE },
  { "auth/token", "POST", demo_auth_token, TRUE },
  { "auth/revoke", "POST", demo_auth_revoke, TRUE },
  { "auth/device", "GET POST", demo_auth_device_page, FALSE },
  { "auth/authorize", "GET POST", demo_auth_authorize, FALSE },
  { "auth/end-session", "GET", demo_auth_end_session, FALSE },
};

static DemoAuthAnswer *
answer_huge (void)
{
  DemoAuthAnswer *answer = demo_auth_answer_new (200, "application/json");

  g_string_append (answer->body, "{\"access_token\":\"");
  while (answer->body->len < HUGE_ANSWER)
    g_string_append (answer->body, "and so on and so forth, ");
  g_string_append (answer->body, "\"}");
  return answer;
}

static DemoAuthAnswer *
answer_elsewhere (void)
{
  DemoAuthAnswer *answer = demo_auth_answer_new (307, "text/plain; charset=utf-8");

  answer->location = g_strdup ("http://127.0.0.1:9/collect");
  return answer;
}

static DemoAuthAnswer *
run_route (DemoAuth *self, const Route *route, const DemoAuthRequest *request)
{
  if (strstr (route->methods, request->method) == NULL)
    return demo_auth_json_error (405, "invalid_request", "That method is not for this address");
  if (route->json && demo_auth_has (self, DEMO_QUIRK_HTML))
    return demo_auth_page_message (200, request->english, "Bienvenue sur ce réseau",
                                   "Welcome to this network");
  if (route->json && demo_auth_has (self, DEMO_QUIRK_HUGE))
    return answer_huge ();
  if (route->handle == demo_auth_token && demo_auth_has (self, DEMO_QUIRK_REDIRECT))
    return answer_elsewhere ();
  return route->handle (self, request);
}

DemoAuthAnswer *
demo_auth_handle (DemoAuth *self, const DemoAuthRequest *request)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (strcmp (routes[i].path, request->path) == 0)
      return run_route (self, &routes[i], request);
  return NULL;
}
