/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How many connections a server sees at once. */

#include "config.h"

#include "karne-raw-server.h"
#include "karne-test-clock.h"
#include "karne-test-exchange.h"
#include "net/karne-soup-transport.h"

/* As many as we may take of a server at once. */
#define MOST 4
#define EMPTY_ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

typedef struct
{
  KarneTestWait wait;
  GCancellable *cancellable; /* (owned) */
} Asked;

static void
ask (Asked *asked, KarneTransport *transport, const char *url)
{
  g_autoptr (KarneRequest) request = karne_request_new ("GET", url);

  asked->cancellable = g_cancellable_new ();
  karne_transport_send_async (transport, request, asked->cancellable, karne_test_wait_cb,
                              &asked->wait);
}

static void
assert_answered (Asked *asked, KarneTransport *transport)
{
  g_autoptr (GAsyncResult) result = karne_test_wait_for (&asked->wait);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneResponse) response = karne_transport_send_finish (transport, result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (karne_response_get_status (response), ==, 200);
  karne_test_drain (karne_response_get_body (response), &error);
  g_assert_no_error (error);
  g_clear_object (&asked->cancellable);
}

static void
give_up (Asked *asked, KarneTransport *transport)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (asked->cancellable);
  result = karne_test_wait_for (&asked->wait);
  g_assert_null (karne_transport_send_finish (transport, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&asked->cancellable);
}

/* Somebody else asks the same server. What was on its way to it before has arrived by the answer,
 * as connections are accepted in the order they came. */
static void
ask_as_witness (KarneClock *clock, const char *url)
{
  g_autoptr (KarneTransport) witness = KARNE_TRANSPORT (karne_soup_transport_new (clock));
  Asked asked = { { NULL }, NULL };

  ask (&asked, witness, url);
  assert_answered (&asked, witness);
}

/* Those who ask for more wait until one of the connections is free. */
static void
test_limit (void)
{
  g_autoptr (KarneRawServer) server = karne_raw_server_new ();
  g_autoptr (KarneTestClock) clock = karne_test_clock_new (0);
  g_autoptr (KarneTransport) transport =
      KARNE_TRANSPORT (karne_soup_transport_new (KARNE_CLOCK (clock)));
  g_autofree char *url = karne_raw_server_dup_url (server, "/fhir/Patient");
  Asked asked[MOST + 2] = { 0 };

  for (guint i = 0; i < MOST; i++)
    karne_raw_server_answer (server, "", 0, KARNE_RAW_STALL);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    ask (&asked[i], transport, url);
  while (karne_raw_server_count_requests (server) < MOST)
    g_main_context_iteration (NULL, TRUE);
  karne_test_settle ();

  karne_raw_server_answer (server, EMPTY_ANSWER, -1, KARNE_RAW_KEEP);
  ask_as_witness (KARNE_CLOCK (clock), url);
  g_assert_cmpuint (karne_raw_server_count_connections (server), ==, MOST + 1);
  g_assert_cmpuint (karne_raw_server_count_requests (server), ==, MOST + 1);

  for (guint i = MOST; i < G_N_ELEMENTS (asked); i++)
    karne_raw_server_answer (server, EMPTY_ANSWER, -1, KARNE_RAW_KEEP);
  give_up (&asked[0], transport);
  for (guint i = MOST; i < G_N_ELEMENTS (asked); i++)
    assert_answered (&asked[i], transport);
  g_assert_cmpuint (karne_raw_server_count_connections (server), ==, MOST + 2);
  for (guint i = 1; i < MOST; i++)
    give_up (&asked[i], transport);
  g_assert_cmpuint (karne_test_clock_count_timeouts (clock), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/soup-connections/limit", test_limit);
  return g_test_run ();
}
