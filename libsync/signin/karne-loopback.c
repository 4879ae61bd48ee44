/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "signin/karne-loopback-private.h"

#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define PATH "/karne"

struct _KarneLoopback
{
  SoupServer *server; /* (owned) */
  char *host;         /* (owned) 127.0.0.1:PORT */
  char *url;          /* (owned) */
  gboolean answered;
  SoupServerMessage *message; /* (owned) (nullable) the one that was waited for */
  gulong finished;
  KarneLoopbackFunc func;
  KarneLoopbackDone done;
  gpointer data;
};

static void
say (SoupServerMessage *message, guint status, const char *words)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  char *page = g_markup_printf_escaped ("<!DOCTYPE html><html><head><meta charset=\"utf-8\">"
                                        "<meta name=\"viewport\" content=\"width=device-width\">"
                                        "<title>Karné</title></head><body><p>%s</p></body></html>",
                                        words);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_TAKE, page,
                                    strlen (page));
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'");
  soup_message_headers_replace (headers, "Connection", "close");
}

/* A page of elsewhere whose name was made to mean this computer sends its own name. */
static gboolean
is_for_us (KarneLoopback *self, SoupServerMessage *message, const char *path)
{
  const char *host =
      soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Host");

  return g_str_equal (soup_server_message_get_method (message), "GET") &&
         g_str_equal (path, PATH) && g_strcmp0 (host, self->host) == 0;
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  KarneLoopback *self = user_data;

  self->done (self->data);
}

static void
asked_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  KarneLoopback *self = user_data;
  g_autoptr (GHashTable) nothing = NULL;

  karne_words_init ();
  if (self->answered || !is_for_us (self, message, path))
    {
      say (message, 404, _ ("There is nothing here."));
      return;
    }
  self->answered = TRUE;
  self->message = g_object_ref (message);
  self->finished = g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
  if (query == NULL)
    query = nothing = g_hash_table_new (g_str_hash, g_str_equal);
  if (self->func (query, self->data))
    say (message, 200, _ ("This page can be closed: the rest is in Karné."));
  else
    say (message, 400, _ ("This sign-in was not accepted. This page can be closed."));
}

KarneLoopback *
karne_loopback_new (KarneLoopbackFunc func, KarneLoopbackDone done, gpointer data, GError **error)
{
  g_autoptr (KarneLoopback) self = g_new0 (KarneLoopback, 1);
  GSList *uris;

  self->func = func;
  self->done = done;
  self->data = data;
  self->server = soup_server_new (NULL, NULL);
  if (!soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return NULL;
  uris = soup_server_get_uris (self->server);
  self->host = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uris->data));
  self->url = g_strdup_printf ("http://%s" PATH, self->host);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  soup_server_add_handler (self->server, NULL, asked_cb, self, NULL);
  return g_steal_pointer (&self);
}

void
karne_loopback_free (KarneLoopback *self)
{
  if (self->message != NULL)
    g_signal_handler_disconnect (self->message, self->finished);
  g_clear_object (&self->message);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_free (self->host);
  g_free (self->url);
  g_free (self);
}

const char *
karne_loopback_get_url (KarneLoopback *self)
{
  return self->url;
}
