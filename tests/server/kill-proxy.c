/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kill-proxy.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

struct _KillProxy
{
  GSocketListener *listener; /* (owned) */
  GCancellable *cancellable; /* (owned) ends the accepting */
  GThread *thread;           /* accepts */
  GPtrArray *ways;           /* (owned) of GThread, the accepting thread's own */
  guint16 server_port;
  char *url;  /* (owned) */
  char *from; /* (owned) the server's address, as it stands in its links */
  char *to;   /* (owned) ours, as long */

  GMutex lock;
  guint64 count;
  guint64 limit;
  guint delay_us;
  GSubprocess *victim; /* (owned) (nullable) */
};

/* One connection, both ways. */
typedef struct
{
  KillProxy *proxy;
  GSocketConnection *client; /* (owned) */
  GSocketConnection *server; /* (owned) */
} Way;

static void
replace_all (char *bytes, gsize len, const char *from, const char *to)
{
  gsize n = strlen (from);

  g_assert_cmpuint (n, ==, strlen (to));
  for (char *p = bytes; (p = memmem (p, len - (gsize) (p - bytes), from, n)) != NULL; p += n)
    memcpy (p, to, n);
}

/* How many bytes at the end may be the beginning of what is to be replaced. */
static gsize
count_open_end (const char *bytes, gsize len, const char *pattern)
{
  for (gsize n = MIN (len, strlen (pattern) - 1); n > 0; n--)
    if (memcmp (bytes + len - n, pattern, n) == 0)
      return n;

  return 0;
}

/* Takes the victim when its time has come. */
static GSubprocess *
count_bytes (KillProxy *self, gsize n)
{
  GSubprocess *victim = NULL;

  g_mutex_lock (&self->lock);
  self->count += n;
  if (self->victim != NULL && self->count >= self->limit)
    victim = g_steal_pointer (&self->victim);
  g_mutex_unlock (&self->lock);

  return victim;
}

static gboolean
pass_on (KillProxy *self, GOutputStream *out, const char *bytes, gsize len)
{
  gboolean written = g_output_stream_write_all (out, bytes, len, NULL, NULL, NULL);
  g_autoptr (GSubprocess) victim = count_bytes (self, len);

  if (victim != NULL)
    {
      /* Not a wait for anything: the point of the program at which it is struck. */
      g_usleep (self->delay_us);
      g_subprocess_force_exit (victim);
    }

  return written;
}

/* From the server to the client. */
static void
carry_answers (Way *way)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (way->server));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (way->client));
  char buffer[8192];
  gsize held = 0;
  gssize n;

  while ((n = g_input_stream_read (in, buffer + held, sizeof buffer - held, NULL, NULL)) > 0)
    {
      gsize len = held + (gsize) n;

      replace_all (buffer, len, way->proxy->from, way->proxy->to);
      held = count_open_end (buffer, len, way->proxy->from);
      if (!pass_on (way->proxy, out, buffer, len - held))
        return;
      memmove (buffer, buffer + len - held, held);
    }
  pass_on (way->proxy, out, buffer, held);
}

static gpointer
carry_requests (gpointer data)
{
  Way *way = data;
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (way->client));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (way->server));
  char buffer[8192];
  gssize n;

  while ((n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    {
      replace_all (buffer, (gsize) n, "Accept-Encoding:", "X-Was-Encodings:");
      if (!pass_on (way->proxy, out, buffer, (gsize) n))
        break;
    }
  /* Whoever waits for an answer need not any more. */
  g_socket_shutdown (g_socket_connection_get_socket (way->server), TRUE, TRUE, NULL);

  return NULL;
}

static gpointer
run_way (gpointer data)
{
  Way *way = data;
  GThread *requests = g_thread_new ("requests", carry_requests, way);

  carry_answers (way);
  g_socket_shutdown (g_socket_connection_get_socket (way->client), TRUE, TRUE, NULL);
  g_thread_join (requests);
  g_object_unref (way->client);
  g_object_unref (way->server);
  g_free (way);

  return NULL;
}

/* Or each short answer would wait for others to go with. */
static void
set_no_delay (GSocketConnection *connection)
{
  g_assert_true (g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP,
                                      TCP_NODELAY, 1, NULL));
}

static gpointer
accept_all (gpointer data)
{
  KillProxy *self = data;
  GSocketConnection *client;

  while ((client = g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL)) !=
         NULL)
    {
      g_autoptr (GSocketClient) connector = g_socket_client_new ();
      Way *way = g_new0 (Way, 1);

      g_socket_client_set_enable_proxy (connector, FALSE);
      way->proxy = self;
      way->client = client;
      way->server =
          g_socket_client_connect_to_host (connector, "127.0.0.1", self->server_port, NULL, NULL);
      /* It may have been killed, and not be there again. */
      if (way->server == NULL)
        {
          g_object_unref (way->client);
          g_free (way);
          continue;
        }
      set_no_delay (way->client);
      set_no_delay (way->server);
      g_ptr_array_add (self->ways, g_thread_new ("answers", run_way, way));
    }

  return NULL;
}

KillProxy *
kill_proxy_new (const char *server_url)
{
  KillProxy *self = g_new0 (KillProxy, 1);
  g_autoptr (GUri) uri = g_uri_parse (server_url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  guint16 port;

  g_mutex_init (&self->lock);
  self->listener = g_socket_listener_new ();
  self->cancellable = g_cancellable_new ();
  self->ways = g_ptr_array_new ();
  g_assert_true (g_socket_listener_add_address (self->listener, any, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL));
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->server_port = (guint16) g_uri_get_port (uri);
  self->from = g_strdup_printf ("127.0.0.1:%u", self->server_port);
  self->to = g_strdup_printf ("127.0.0.1:%u", port);
  self->url = g_strdup_printf ("http://%s%s", self->to, g_uri_get_path (uri));
  self->thread = g_thread_new ("accept", accept_all, self);

  return self;
}

void
kill_proxy_free (KillProxy *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  /* The client is gone by now: each of them ends by itself. */
  for (guint i = 0; i < self->ways->len; i++)
    g_thread_join (g_ptr_array_index (self->ways, i));
  g_ptr_array_unref (self->ways);
  g_socket_listener_close (self->listener);
  g_clear_object (&self->listener);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->victim);
  g_mutex_clear (&self->lock);
  g_free (self->url);
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

const char *
kill_proxy_get_url (KillProxy *self)
{
  return self->url;
}

void
kill_proxy_arm (KillProxy *self, GSubprocess *process, guint64 n_bytes, guint delay_us)
{
  g_mutex_lock (&self->lock);
  g_set_object (&self->victim, process);
  self->count = 0;
  self->limit = n_bytes;
  self->delay_us = delay_us;
  g_mutex_unlock (&self->lock);
}

guint64
kill_proxy_get_count (KillProxy *self)
{
  guint64 count;

  g_mutex_lock (&self->lock);
  count = self->count;
  g_mutex_unlock (&self->lock);

  return count;
}
