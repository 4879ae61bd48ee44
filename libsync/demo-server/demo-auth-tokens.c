/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-auth-private.h"

#include "demo-json.h"

#include <string.h>

#define GRANT_DEVICE "urn:ietf:params:oauth:grant-type:device_code"

static void
add_member (GString *json, const char *name, const char *value)
{
  g_string_append_printf (json, "%s\"%s\":", json->str[json->len - 1] == '{' ? "" : ",", name);
  demo_json_write_string (json, value);
}

/* Metadata: SMART App Launch 2, and RFC 8414 */

static void
add_endpoint (DemoAuth *self, GString *json, const char *name, const char *path)
{
  const char *base =
      demo_auth_has (self, DEMO_QUIRK_HTTP) ? "http://sign-in.invalid" : self->server->base;
  g_autofree char *url = g_strdup_printf ("%s/%s", base, path);

  add_member (json, name, url);
}

DemoAuthAnswer *
demo_auth_metadata (DemoAuth *self)
{
  DemoAuthAnswer *answer = demo_auth_answer_new (200, "application/json");
  GString *json = g_string_append_c (answer->body, '{');

  add_member (json, "issuer",
              demo_auth_has (self, DEMO_QUIRK_OTHER_ISSUER) ? "https://elsewhere.invalid"
                                                            : self->server->base);
  add_endpoint (self, json, "token_endpoint", "auth/token");
  add_endpoint (self, json, "revocation_endpoint", "auth/revoke");
  add_endpoint (self, json, "end_session_endpoint", "auth/end-session");
  if (!demo_auth_has (self, DEMO_QUIRK_NO_BROWSER))
    add_endpoint (self, json, "authorization_endpoint", "auth/authorize");
  if (!demo_auth_has (self, DEMO_QUIRK_NO_DEVICE))
    add_endpoint (self, json, "device_authorization_endpoint", "auth/device_authorization");
  g_string_append (
      json,
      ",\"response_types_supported\":[\"code\"]"
      ",\"grant_types_supported\":[\"authorization_code\",\"refresh_token\",\"" GRANT_DEVICE "\"]"
      ",\"code_challenge_methods_supported\":[\"S256\"]"
      ",\"token_endpoint_auth_methods_supported\":[\"none\"]"
      ",\"authorization_response_iss_parameter_supported\":true"
      ",\"capabilities\":[\"launch-standalone\",\"client-public\",\"context-standalone-patient\""
      ",\"permission-patient\",\"permission-offline\",\"permission-v2\"]}\n");
  return answer;
}

/* The beginning of device authorization */

static void
write_device (DemoAuth *self, const DemoAsking *asking, GString *json)
{
  gboolean hostile = demo_auth_has (self, DEMO_QUIRK_HOSTILE_CODE);
  g_autofree char *uri = g_strdup_printf ("%s/auth/device", self->server->base);
  g_autofree char *complete = g_strdup_printf ("%s?user_code=%s", uri, asking->user_code);

  g_string_append_c (json, '{');
  add_member (json, "device_code", asking->device_code);
  add_member (json, "user_code", hostile ? "AB\x1b[2J\u202eCD" : asking->user_code);
  add_member (json, "verification_uri", hostile ? "https://\u0440\u0430ypal.invalid/" : uri);
  add_member (json, "verification_uri_complete", complete);
  g_string_append_printf (json, ",\"expires_in\":%d,\"interval\":%d}\n", self->options.code_life_s,
                          self->options.interval_s);
}

DemoAuthAnswer *
demo_auth_begin_device (DemoAuth *self, const DemoAuthRequest *request)
{
  const char *scope = demo_auth_param (request->form, "scope");
  DemoAuthAnswer *answer;
  DemoAsking *asking;

  if (g_strcmp0 (demo_auth_param (request->form, "client_id"), DEMO_CLIENT) != 0)
    return demo_auth_json_error (401, "invalid_client", "This program is not known here");
  answer = demo_auth_answer_new (200, "application/json");
  asking = demo_askings_add (self->askings, DEMO_CLIENT, scope != NULL ? scope : "",
                             (guint) self->options.code_life_s);
  demo_asking_make_device (asking, (guint) self->options.interval_s);
  write_device (self, asking, answer->body);
  return answer;
}

/* Tokens */

static DemoAuthAnswer *
answer_tokens (DemoAuth *self, DemoTokens *tokens)
{
  DemoAuthAnswer *answer;

  if (tokens == NULL)
    return demo_auth_json_error (400, "invalid_grant", "What was given is not good (any more)");
  answer = demo_auth_answer_new (200, "application/json");
  g_string_append_c (answer->body, '{');
  add_member (answer->body, "access_token", tokens->access);
  add_member (answer->body, "token_type", "Bearer");
  add_member (answer->body, "scope", tokens->scope);
  add_member (answer->body, "patient", tokens->person);
  if (tokens->refresh != NULL)
    add_member (answer->body, "refresh_token", tokens->refresh);
  g_string_append_printf (answer->body, ",\"expires_in\":%d}\n", self->options.token_life_s);
  demo_tokens_free (tokens);
  return answer;
}

static char *
choose_scope (DemoAuth *self, const DemoAsking *asking)
{
  if (demo_auth_has (self, DEMO_QUIRK_MORE_SCOPES))
    return g_strconcat (asking->scope, " user/*.cruds", NULL);
  return g_strdup (demo_auth_has (self, DEMO_QUIRK_FEWER_SCOPES) ? "patient/Patient.rs"
                                                                 : asking->scope);
}

static gboolean
wants_refresh (DemoAuth *self, const DemoAsking *asking)
{
  g_auto (GStrv) scopes = g_strsplit (asking->scope, " ", -1);

  return !demo_auth_has (self, DEMO_QUIRK_NO_REFRESH) &&
         (g_strv_contains ((const char *const *) scopes, "offline_access") ||
          g_strv_contains ((const char *const *) scopes, "online_access"));
}

static DemoAuthAnswer *
issue (DemoAuth *self, DemoAsking *asking)
{
  g_autofree char *scope = choose_scope (self, asking);
  DemoTokens *tokens = demo_grants_issue (self->grants, asking->client, asking->person, scope,
                                          wants_refresh (self, asking));

  asking->issued = g_strdup (tokens->access);
  return answer_tokens (self, tokens);
}

static DemoAuthAnswer *
token_for_device (DemoAuth *self, GHashTable *form)
{
  DemoAsking *asking =
      demo_askings_find_device (self->askings, demo_auth_param (form, "device_code"));
  const char *fault = asking != NULL
                          ? demo_asking_poll (asking, demo_auth_param (form, "client_id"))
                          : "invalid_grant";

  if (fault != NULL)
    return demo_auth_json_error (400, fault, "See RFC 8628, 3.5");
  return issue (self, asking);
}

static DemoAuthAnswer *
token_for_code (DemoAuth *self, GHashTable *form)
{
  DemoAsking *asking = demo_askings_find_code (self->askings, demo_auth_param (form, "code"));

  /* A code that comes a second time was seen by somebody else: RFC 6749, 4.1.2. */
  if (asking != NULL && asking->issued != NULL)
    demo_grants_revoke (self->grants, asking->issued);
  if (asking == NULL || asking->state != DEMO_ASKING_APPROVED || demo_asking_is_over (asking) ||
      g_strcmp0 (demo_auth_param (form, "redirect_uri"), asking->redirect_uri) != 0 ||
      !demo_asking_check_verifier (asking, demo_auth_param (form, "code_verifier")))
    return demo_auth_json_error (400, "invalid_grant", "The code is not good (any more)");
  asking->state = DEMO_ASKING_USED;
  return issue (self, asking);
}

DemoAuthAnswer *
demo_auth_token (DemoAuth *self, const DemoAuthRequest *request)
{
  const char *type = demo_auth_param (request->form, "grant_type");
  const char *client = demo_auth_param (request->form, "client_id");
  const char *refresh = demo_auth_param (request->form, "refresh_token");

  if (g_strcmp0 (client, DEMO_CLIENT) != 0)
    return demo_auth_json_error (401, "invalid_client", "This program is not known here");
  if (g_strcmp0 (type, GRANT_DEVICE) == 0)
    return token_for_device (self, request->form);
  if (g_strcmp0 (type, "authorization_code") == 0)
    return token_for_code (self, request->form);
  if (g_strcmp0 (type, "refresh_token") == 0 && refresh != NULL)
    return answer_tokens (self, demo_grants_refresh (self->grants, client, refresh));
  return demo_auth_json_error (400, "unsupported_grant_type", "That is not granted here");
}

/* RFC 7009: what is not known is revoked already. */
DemoAuthAnswer *
demo_auth_revoke (DemoAuth *self, const DemoAuthRequest *request)
{
  const char *token = demo_auth_param (request->form, "token");

  if (token == NULL)
    return demo_auth_json_error (400, "invalid_request", "The token is missing");
  demo_grants_revoke (self->grants, token);
  return demo_auth_answer_new (200, "application/json");
}
