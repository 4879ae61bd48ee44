/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-auth-server-private.h"

#include "engine/karne-url-private.h"
#include "karne-error.h"

#include <string.h>

#define MAX_ADDRESS 2048

KarneAuthServer *
karne_auth_server_copy (const KarneAuthServer *self)
{
  KarneAuthServer *copy = g_new0 (KarneAuthServer, 1);

  copy->base = g_strdup (self->base);
  copy->issuer = g_strdup (self->issuer);
  copy->token = g_strdup (self->token);
  copy->device = g_strdup (self->device);
  copy->authorize = g_strdup (self->authorize);
  copy->revoke = g_strdup (self->revoke);
  copy->end_session = g_strdup (self->end_session);
  copy->says_iss = self->says_iss;
  return copy;
}

void
karne_auth_server_free (KarneAuthServer *self)
{
  g_free (self->base);
  g_free (self->issuer);
  g_free (self->token);
  g_free (self->device);
  g_free (self->authorize);
  g_free (self->revoke);
  g_free (self->end_session);
  g_free (self);
}

static gboolean
is_printable (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (*p <= 0x20 || *p >= 0x7f || strchr ("\"<>\\^`{|}", *p) != NULL)
      return FALSE;
  return TRUE;
}

/* GLib makes a name of another script of it, which the address does not look like. */
static gboolean
has_escaped_host (const char *address)
{
  const char *host = strstr (address, "://");
  const char *escape = host != NULL ? strchr (host, '%') : NULL;

  return escape != NULL && escape < host + strlen ("://") + strcspn (host + strlen ("://"), "/?#");
}

static gboolean
is_on_this_computer (GUri *uri)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (g_uri_get_host (uri));

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (g_uri_get_host (uri), "localhost") == 0;
}

gboolean
karne_auth_address_is_safe (const char *address, const char *base)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GUri) base_uri = NULL;

  if (strlen (address) > MAX_ADDRESS || !is_printable (address) || has_escaped_host (address))
    return FALSE;
  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  base_uri = g_uri_parse (base, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || base_uri == NULL || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0' || !g_str_is_ascii (g_uri_get_host (uri)) ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return FALSE;
  /* A service of the world has no business with what runs on this computer. */
  if (is_on_this_computer (uri))
    return g_uri_get_host (base_uri) != NULL && is_on_this_computer (base_uri);
  return g_str_equal (g_uri_get_scheme (uri), "https");
}

/* What is said */

/* An address that is not safe, or leads to somebody else, spoils all of it: who wrote that is not
 * who should be asked. */
static gboolean
take_address (KarneAuthServer *self,
              KarneAuthAnswer *answer,
              const char *name,
              char **place,
              GError **error)
{
  *place = karne_auth_answer_dup (answer, name);
  if (*place == NULL)
    return TRUE;
  if (!karne_auth_address_is_safe (*place, self->base))
    {
      g_set_error (error, KARNE_ERROR, KARNE_ERROR_INSECURE,
                   "Finding where to sign in: %s is not an address that can be used", name);
      return FALSE;
    }
  if (self->issuer == NULL)
    self->issuer = g_strdup (*place);
  if (karne_url_is_same_origin (self->issuer, *place))
    return TRUE;
  g_set_error (error, KARNE_ERROR, KARNE_ERROR_IMPOSTOR,
               "Finding where to sign in: %s is not of the server that says so", name);
  return FALSE;
}

static gboolean
take_addresses (KarneAuthServer *self, KarneAuthAnswer *answer, GError **error)
{
  return take_address (self, answer, "token_endpoint", &self->token, error) &&
         take_address (self, answer, "device_authorization_endpoint", &self->device, error) &&
         take_address (self, answer, "authorization_endpoint", &self->authorize, error) &&
         take_address (self, answer, "revocation_endpoint", &self->revoke, error) &&
         take_address (self, answer, "end_session_endpoint", &self->end_session, error);
}

static gboolean
check_issuer (KarneAuthServer *self, gboolean must_be_base, GError **error)
{
  if (self->issuer != NULL && !karne_auth_address_is_safe (self->issuer, self->base))
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INSECURE,
                         "Finding where to sign in: the issuer is not an address to trust");
  else if (must_be_base && g_strcmp0 (self->issuer, self->base) != 0)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_IMPOSTOR,
                         "Finding where to sign in: the issuer is not who was asked");
  else
    return TRUE;
  return FALSE;
}

/* RFC 8414, 3.3: who answers is who was asked. What SMART says is said by the service itself, which
 * may well have its people signed in by somebody else. */
static KarneAuthServer *
server_from_answer (KarneAuthAnswer *answer, const char *base, gboolean is_smart, GError **error)
{
  g_autoptr (KarneAuthServer) self = g_new0 (KarneAuthServer, 1);

  self->base = g_strdup (base);
  self->issuer = karne_auth_answer_dup (answer, "issuer");
  self->says_iss =
      karne_auth_answer_is_true (answer, "authorization_response_iss_parameter_supported");
  if (!check_issuer (self, !is_smart, error) || !take_addresses (self, answer, error))
    return NULL;
  if (self->token != NULL && (self->device != NULL || self->authorize != NULL))
    return g_steal_pointer (&self);
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NO_SIGN_IN,
                       "Finding where to sign in: the server has no way that is known here");
  return NULL;
}

/* Asking */

typedef struct
{
  /* Input */
  KarneTransport *transport; /* (owned) */
  char *base;                /* (owned) */

  /* In progress */
  gboolean is_oauth; /* SMART was asked in vain */
} Discover;

static void
discover_free (Discover *op)
{
  g_clear_object (&op->transport);
  g_free (op->base);
  g_free (op);
}

static void discover_ask (GTask *task);

/* RFC 8414, 3.1: before the path. */
static char *
build_url (Discover *op)
{
  const char *host = strstr (op->base, "://");
  const char *path = host != NULL ? strchr (host + strlen ("://"), '/') : NULL;

  if (!op->is_oauth)
    return g_strconcat (op->base, "/.well-known/smart-configuration", NULL);
  return g_strdup_printf ("%.*s/.well-known/oauth-authorization-server%s",
                          (int) (path != NULL ? path - op->base : (gssize) strlen (op->base)),
                          op->base, path != NULL ? path : "");
}

/* Not there: a page for people, or a refusal, where SMART is not known. */
static gboolean
is_absent (KarneAuthAnswer *answer, const GError *error)
{
  if (answer != NULL)
    return answer->status >= 400;
  return error->domain == KARNE_ERROR &&
         (error->code == KARNE_ERROR_NOT_FOUND || error->code == KARNE_ERROR_GONE ||
          error->code == KARNE_ERROR_UNAUTHORIZED || error->code == KARNE_ERROR_FORBIDDEN);
}

static void
discovered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Discover *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneAuthAnswer) answer = karne_auth_ask_finish (result, &error);
  gboolean absent = is_absent (answer, error);
  KarneAuthServer *server;

  if (absent && !op->is_oauth)
    {
      g_clear_error (&error);
      op->is_oauth = TRUE;
      discover_ask (task);
      return;
    }
  if (absent)
    {
      g_clear_error (&error);
      error = g_error_new_literal (KARNE_ERROR, KARNE_ERROR_NO_SIGN_IN,
                                   "Finding where to sign in: the server does not say");
    }
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  server = server_from_answer (answer, op->base, !op->is_oauth, &error);
  if (server == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, server, (GDestroyNotify) karne_auth_server_free);
}

static void
discover_ask (GTask *task)
{
  Discover *op = g_task_get_task_data (task);
  g_autofree char *url = build_url (op);

  karne_auth_ask_async (op->transport, url, NULL, g_task_get_cancellable (task), discovered_cb,
                        g_object_ref (task));
}

void
karne_auth_server_discover_async (KarneTransport *transport,
                                  const char *base,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Discover *op = g_new0 (Discover, 1);

  g_task_set_source_tag (task, karne_auth_server_discover_async);
  op->transport = g_object_ref (transport);
  op->base = g_strdup (base);
  g_task_set_task_data (task, op, (GDestroyNotify) discover_free);
  discover_ask (task);
}

KarneAuthServer *
karne_auth_server_discover_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
