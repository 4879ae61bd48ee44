/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What happens where a server closes a kept connection just as the next request is on its way, and
 * answers on another before we look. On a busy machine this is chance; here the server acts from
 * within the signal that the request was written. */

#include "config.h"

#include "karne-test-clock.h"
#include "karne-test-exchange.h"
#include "net/karne-soup-exchange-private.h"

#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
#define KEPT 2 /* connections */

typedef struct
{
  GSocketListener *listener;     /* (owned) */
  char *url;                     /* (owned) */
  GSocketConnection *kept[KEPT]; /* (owned) */
  guint n_kept;
  GSocketConnection *added; /* (owned) (nullable) by the second attempt */
  guint n_asked;            /* requests since the connections were made */
  KarneClock *clock;
  SoupSession *session;
  KarneSoupMeter *meter;
} World;

typedef struct
{
  SoupMessage *message;
  KarneSoupExchange *exchange;
  KarneTestWait wait;
} Asked;

static void
read_request (GSocketConnection *connection)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) head = g_string_new (NULL);
  char byte;

  while (strstr (head->str, "\r\n\r\n") == NULL)
    {
      g_assert_cmpint (g_input_stream_read (stream, &byte, 1, NULL, NULL), ==, 1);
      g_string_append_c (head, byte);
    }
}

static void
answer (GSocketConnection *connection)
{
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_assert_true (g_output_stream_write_all (stream, ANSWER, strlen (ANSWER), NULL, NULL, NULL));
}

static gboolean
has_request (GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  return !g_socket_is_closed (socket) && g_socket_condition_check (socket, G_IO_IN) & G_IO_IN;
}

/* Each of the first requests makes a connection of its own, as none is answered before all came. */
static void
take_first_requests_cb (SoupMessage *message, gpointer user_data)
{
  World *world = user_data;
  GSocketConnection *connection = g_socket_listener_accept (world->listener, NULL, NULL, NULL);

  g_assert_nonnull (connection);
  read_request (connection);
  world->kept[world->n_kept++] = connection;
  for (guint i = 0; world->n_kept == KEPT && i < KEPT; i++)
    answer (world->kept[i]);
}

/* The first attempt meets a connection that closes; the second is answered, on whichever connection
 * it comes. */
static void
close_then_answer_cb (SoupMessage *message, gpointer user_data)
{
  World *world = user_data;

  for (guint i = 0; i < KEPT; i++)
    {
      if (!has_request (world->kept[i]))
        continue;
      read_request (world->kept[i]);
      if (world->n_asked++ == 0)
        g_io_stream_close (G_IO_STREAM (world->kept[i]), NULL, NULL);
      else
        answer (world->kept[i]);
      return;
    }
  g_assert_cmpuint (world->n_asked++, >, 0);
  world->added = g_socket_listener_accept (world->listener, NULL, NULL, NULL);
  read_request (world->added);
  answer (world->added);
}

static void
send_message (World *world, Asked *asked, const char *method, GCallback wrote_headers_cb)
{
  asked->message = soup_message_new (method, world->url);
  g_signal_connect (asked->message, "wrote-headers", wrote_headers_cb, world);
  asked->exchange =
      karne_soup_exchange_new (world->meter, world->clock, G_USEC_PER_SEC, asked->message);
  karne_soup_exchange_begin_wait (asked->exchange, NULL);
  soup_session_send_async (world->session, asked->message, G_PRIORITY_DEFAULT,
                           karne_soup_exchange_get_cancellable (asked->exchange),
                           karne_test_wait_cb, &asked->wait);
}

static void
finish_message (World *world, Asked *asked, GError **error)
{
  g_autoptr (GAsyncResult) result = karne_test_wait_for (&asked->wait);
  GError *own = NULL;
  g_autoptr (GInputStream) body = soup_session_send_finish (world->session, result, &own);

  own = karne_soup_exchange_end_wait (asked->exchange, own);
  if (body != NULL)
    karne_test_drain (body, &own);
  karne_soup_exchange_close (asked->exchange);
  if (own != NULL)
    g_propagate_error (error, own);
  g_clear_pointer (&asked->exchange, karne_soup_exchange_unref);
  g_clear_object (&asked->message);
}

static void
set_up (World *world, gconstpointer unused)
{
  Asked first[KEPT] = { 0 };
  g_autoptr (GError) error = NULL;
  guint16 port;

  world->listener = g_socket_listener_new ();
  port = g_socket_listener_add_any_inet_port (world->listener, NULL, NULL);
  world->url = g_strdup_printf ("http://localhost:%u/", port);
  world->clock = KARNE_CLOCK (karne_test_clock_new (0));
  world->session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  world->meter = karne_soup_meter_new ();
  for (guint i = 0; i < KEPT; i++)
    send_message (world, &first[i], "GET", G_CALLBACK (take_first_requests_cb));
  for (guint i = 0; i < KEPT; i++)
    {
      finish_message (world, &first[i], &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (world->n_kept, ==, KEPT);
}

static void
tear_down (World *world, gconstpointer unused)
{
  g_clear_object (&world->session);
  karne_test_settle ();
  for (guint i = 0; i < KEPT; i++)
    g_clear_object (&world->kept[i]);
  g_clear_object (&world->added);
  g_clear_pointer (&world->meter, karne_soup_meter_unref);
  g_clear_object (&world->clock);
  g_clear_pointer (&world->url, g_free);
  g_clear_object (&world->listener);
}

static void
test_read (World *world, gconstpointer unused)
{
  Asked asked = { 0 };
  g_autoptr (GError) error = NULL;

  send_message (world, &asked, "GET", G_CALLBACK (close_then_answer_cb));
  finish_message (world, &asked, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (world->n_asked, ==, 2);
}

/* A write is asked once, and its outcome is not known. */
static void
test_write (World *world, gconstpointer unused)
{
  Asked asked = { 0 };
  g_autoptr (GError) error = NULL;

  send_message (world, &asked, "PUT", G_CALLBACK (close_then_answer_cb));
  finish_message (world, &asked, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_assert_cmpuint (world->n_asked, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/soup-restart/read", World, NULL, set_up, test_read, tear_down);
  g_test_add ("/soup-restart/write", World, NULL, set_up, test_write, tear_down);
  return g_test_run ();
}
