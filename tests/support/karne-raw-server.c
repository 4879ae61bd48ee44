/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-raw-server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct _KarneRawServer
{
  GSocket *listener;            /* (owned) */
  GTlsCertificate *certificate; /* (owned) (nullable) */
  GCancellable *stop;           /* (owned) */
  GThread *thread;              /* (owned) */
  guint16 port;

  GMutex lock;
  GCond went_on;
  guint go_ons; /* given and not yet used */
  gboolean over;
  GQueue answers;      /* of Answer; all below guarded by lock */
  GPtrArray *requests; /* (owned) of char * */
  GPtrArray *threads;  /* (owned) of GThread, one a connection */
  guint closed;
  guint64 received;
  guint64 sent;
  gboolean blocked;
  GBytes *client_hello; /* (owned) (nullable) */
};

typedef struct
{
  GBytes *bytes; /* (owned) */
  guint64 generated;
  KarneRawThen then;
} Answer;

/* One connection, in its own thread. */
typedef struct
{
  KarneRawServer *server;
  GSocket *socket;   /* (owned) */
  GIOStream *stream; /* (owned) plain or TLS */
  GByteArray *input; /* (owned) read, not yet used */
} Connection;

static void
answer_free (Answer *answer)
{
  g_bytes_unref (answer->bytes);
  g_free (answer);
}

static void
connection_free (Connection *self)
{
  g_clear_object (&self->stream);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->input, g_byte_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Connection, connection_free)

static void
unlock_and_tell (KarneRawServer *server)
{
  g_mutex_unlock (&server->lock);
  g_main_context_wakeup (NULL);
}

static gboolean
read_more (Connection *self)
{
  guint8 buffer[16384];
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (self->stream), buffer,
                                  sizeof buffer, self->server->stop, NULL);

  if (n <= 0)
    return FALSE;
  g_byte_array_append (self->input, buffer, n);
  g_mutex_lock (&self->server->lock);
  self->server->received += n;
  unlock_and_tell (self->server);
  return TRUE;
}

static gsize
body_length (const char *head, gsize length)
{
  g_autofree char *text = g_ascii_strdown (head, length);
  const char *header = strstr (text, "\r\ncontent-length:");

  return header != NULL ? strtoul (header + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
}

/* Length of the first request in the input, 0 while it is not there as a whole. */
static gsize
request_length (GByteArray *input)
{
  const char *end = input->len == 0 ? NULL : memmem (input->data, input->len, "\r\n\r\n", 4);
  gsize length;

  if (end == NULL)
    return 0;
  length = end + 4 - (const char *) input->data;
  length += body_length ((const char *) input->data, length);
  return length <= input->len ? length : 0;
}

static Answer *
keep_request_and_pop_answer (Connection *self, gsize length)
{
  char *request = g_strndup ((const char *) self->input->data, length);

  g_byte_array_remove_range (self->input, 0, length);
  g_mutex_lock (&self->server->lock);
  g_ptr_array_add (self->server->requests, request);
  Answer *answer = g_queue_pop_head (&self->server->answers);
  unlock_and_tell (self->server);
  return answer;
}

static void
count_sent (KarneRawServer *server, gsize n)
{
  g_mutex_lock (&server->lock);
  server->sent += n;
  unlock_and_tell (server);
}

static gboolean
write_bytes (Connection *self, GBytes *bytes)
{
  gsize length, written = 0;
  gconstpointer data = g_bytes_get_data (bytes, &length);
  gboolean done = g_output_stream_write_all (g_io_stream_get_output_stream (self->stream), data,
                                             length, &written, self->server->stop, NULL);

  count_sent (self->server, written);
  return done;
}

static gboolean
wait_until_writable (Connection *self)
{
  g_mutex_lock (&self->server->lock);
  self->server->blocked = TRUE;
  unlock_and_tell (self->server);
  return g_socket_condition_wait (self->socket, G_IO_OUT, self->server->stop, NULL);
}

static gboolean
write_generated (Connection *self, guint64 length)
{
  static char block[65536];

  memset (block, 'x', sizeof block);
  while (length > 0)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_socket_send_with_blocking (self->socket, block, MIN (length, sizeof block),
                                              FALSE, self->server->stop, &error);

      if (n > 0)
        {
          count_sent (self->server, n);
          length -= n;
        }
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) ||
               !wait_until_writable (self))
        return FALSE;
    }
  return TRUE;
}

static void
wait_until_client_gives_up (Connection *self)
{
  while (read_more (self))
    ;
}

static void
reset (Connection *self)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static Answer *
pop_when_told (KarneRawServer *server)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->lock);

  while (server->go_ons == 0 && !server->over)
    g_cond_wait (&server->went_on, &server->lock);
  if (server->over)
    return NULL;
  server->go_ons--;
  return g_queue_pop_head (&server->answers);
}

static gboolean give_and_free_answer (Connection *self, Answer *answer);

static gboolean
give_answer (Connection *self, Answer *answer)
{
  if (!write_bytes (self, answer->bytes) || !write_generated (self, answer->generated))
    return FALSE;
  if (answer->then == KARNE_RAW_STALL)
    wait_until_client_gives_up (self);
  if (answer->then == KARNE_RAW_RESET)
    reset (self);
  if (answer->then == KARNE_RAW_PAUSE)
    return give_and_free_answer (self, pop_when_told (self->server));
  return answer->then == KARNE_RAW_KEEP;
}

static gboolean
give_and_free_answer (Connection *self, Answer *answer)
{
  gboolean go_on = answer != NULL && give_answer (self, answer);

  g_clear_pointer (&answer, answer_free);
  return go_on;
}

static gboolean
serve_request (Connection *self)
{
  gsize length;

  while ((length = request_length (self->input)) == 0)
    if (!read_more (self))
      return FALSE;

  return give_and_free_answer (self, keep_request_and_pop_answer (self, length));
}

static void
peek_client_hello (Connection *self)
{
  guint8 buffer[4096];
  gssize n;

  if (!g_socket_condition_wait (self->socket, G_IO_IN, self->server->stop, NULL))
    return;
  n = recv (g_socket_get_fd (self->socket), buffer, sizeof buffer, MSG_PEEK);
  g_mutex_lock (&self->server->lock);
  g_clear_pointer (&self->server->client_hello, g_bytes_unref);
  self->server->client_hello = g_bytes_new (buffer, MAX (n, 0));
  unlock_and_tell (self->server);
}

/* Says that it knows HTTP/2, so that a client which does, too, would get it. */
static gboolean
start_tls (Connection *self)
{
  static const char *const protocols[] = { "h2", "http/1.1", NULL };
  GIOStream *tls = NULL;

  if (self->server->certificate == NULL)
    return TRUE;
  peek_client_hello (self);
  tls = g_tls_server_connection_new (self->stream, self->server->certificate, NULL);
  g_assert_nonnull (tls);
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  g_object_unref (self->stream);
  self->stream = tls;
  return g_tls_connection_handshake (G_TLS_CONNECTION (tls), self->server->stop, NULL);
}

static gpointer
connection_thread (gpointer user_data)
{
  Connection *self = user_data;
  KarneRawServer *server = self->server;

  if (start_tls (self))
    while (serve_request (self))
      ;
  connection_free (self);
  g_mutex_lock (&server->lock);
  server->closed++;
  unlock_and_tell (server);
  return NULL;
}

static void
start_connection (KarneRawServer *self, GSocket *socket)
{
  Connection *connection = g_new0 (Connection, 1);

  connection->server = self;
  connection->socket = socket;
  connection->stream = G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
  connection->input = g_byte_array_new ();
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->threads, g_thread_new ("raw-connection", connection_thread, connection));
  unlock_and_tell (self);
}

static gpointer
accept_thread (gpointer user_data)
{
  KarneRawServer *self = user_data;
  GSocket *socket;

  while ((socket = g_socket_accept (self->listener, self->stop, NULL)) != NULL)
    start_connection (self, socket);
  return NULL;
}

static void
listen_on_loopback (KarneRawServer *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->listener =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->listener, any_port, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (self->listener, &error);
  g_assert_no_error (error);
  address = g_socket_get_local_address (self->listener, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

KarneRawServer *
karne_raw_server_new_tls (GTlsCertificate *certificate)
{
  KarneRawServer *self = g_new0 (KarneRawServer, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->went_on);
  g_queue_init (&self->answers);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->threads = g_ptr_array_new ();
  self->stop = g_cancellable_new ();
  g_set_object (&self->certificate, certificate);
  listen_on_loopback (self);
  self->thread = g_thread_new ("raw-server", accept_thread, self);
  return self;
}

KarneRawServer *
karne_raw_server_new (void)
{
  return karne_raw_server_new_tls (NULL);
}

void
karne_raw_server_free (KarneRawServer *self)
{
  g_cancellable_cancel (self->stop);
  g_mutex_lock (&self->lock);
  self->over = TRUE;
  g_cond_broadcast (&self->went_on);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->requests);
  g_queue_clear_full (&self->answers, (GDestroyNotify) answer_free);
  g_clear_pointer (&self->client_hello, g_bytes_unref);
  g_clear_object (&self->listener);
  g_clear_object (&self->certificate);
  g_clear_object (&self->stop);
  g_cond_clear (&self->went_on);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
karne_raw_server_go_on (KarneRawServer *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->go_ons++;
  g_cond_broadcast (&self->went_on);
}

guint16
karne_raw_server_get_port (KarneRawServer *self)
{
  return self->port;
}

char *
karne_raw_server_dup_url (KarneRawServer *self, const char *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s", self->certificate != NULL ? "https" : "http",
                          self->port, path);
}

static void
push_answer (KarneRawServer *self, GBytes *bytes, guint64 generated, KarneRawThen then)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->bytes = bytes;
  answer->generated = generated;
  answer->then = then;
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->answers, answer);
  g_mutex_unlock (&self->lock);
}

void
karne_raw_server_answer (KarneRawServer *self, const char *bytes, gssize length, KarneRawThen then)
{
  push_answer (self, g_bytes_new (bytes, length < 0 ? strlen (bytes) : (gsize) length), 0, then);
}

void
karne_raw_server_answer_large (KarneRawServer *self, const char *head, guint64 length)
{
  push_answer (self, g_bytes_new (head, strlen (head)), length, KARNE_RAW_KEEP);
}

guint
karne_raw_server_count_connections (KarneRawServer *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->threads->len;
}

guint
karne_raw_server_count_closed (KarneRawServer *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->closed;
}

guint
karne_raw_server_count_requests (KarneRawServer *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->requests->len;
}

char *
karne_raw_server_dup_request (KarneRawServer *self, guint i)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return i < self->requests->len ? g_strdup (g_ptr_array_index (self->requests, i)) : NULL;
}

guint64
karne_raw_server_get_received (KarneRawServer *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->received;
}

guint64
karne_raw_server_get_sent (KarneRawServer *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->sent;
}

gboolean
karne_raw_server_was_blocked (KarneRawServer *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->blocked;
}

GBytes *
karne_raw_server_dup_client_hello (KarneRawServer *self)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->client_hello != NULL ? g_bytes_ref (self->client_hello) : NULL;
}
