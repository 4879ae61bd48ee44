/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-raw-server.h"
#include "karne-test-clock.h"
#include "karne-test-exchange.h"
#include "karne-test-sanitizer.h"
#include "net/karne-soup-transport.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define IDLE_S 60
#define SECOND G_USEC_PER_SEC
#define MIB (1024 * 1024)

typedef struct
{
  KarneRawServer *server;
  KarneTestClock *clock;
  KarneTransport *transport;
  char *url;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = karne_raw_server_new ();
  fixture->clock = karne_test_clock_new (0);
  fixture->transport = KARNE_TRANSPORT (karne_soup_transport_new (KARNE_CLOCK (fixture->clock)));
  karne_soup_transport_set_idle_timeout (KARNE_SOUP_TRANSPORT (fixture->transport), IDLE_S);
  fixture->url = karne_raw_server_dup_url (fixture->server, "/fhir/Patient");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (karne_test_clock_count_timeouts (fixture->clock), ==, 0);
  g_clear_object (&fixture->transport);
  g_clear_pointer (&fixture->server, karne_raw_server_free);
  g_clear_object (&fixture->clock);
  g_clear_pointer (&fixture->url, g_free);
}

/* Some 10 kB that compress well, but not to nothing. */
static GByteArray *
make_bundle (void)
{
  GString *text = g_string_new ("{\"resourceType\":\"Bundle\",\"entry\":[");
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text,
                            "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"%08x-%08x\","
                            "\"valueQuantity\":{\"value\":%u.%02u}}},",
                            g_rand_int (random), g_rand_int (random), i, g_rand_int (random) % 100);
  g_string_append (text, "{}]}");
  return g_bytes_unref_to_array (g_string_free_to_bytes (text));
}

static GByteArray *
compress (GByteArray *plain)
{
  g_autoptr (GConverter) compressor =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  guint8 *packed = g_malloc (plain->len + 1024);
  g_autoptr (GError) error = NULL;
  gsize read, written;

  g_converter_convert (compressor, plain->data, plain->len, packed, plain->len + 1024,
                       G_CONVERTER_INPUT_AT_END, &read, &written, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read, ==, plain->len);
  return g_byte_array_new_take (packed, written);
}

typedef enum
{
  FRAMED_BY_LENGTH,
  FRAMED_BY_CHUNKS,
  FRAMED_BY_END,
} Framing;

typedef struct
{
  const char *name;
  Framing framing;
  gboolean gzip;
  KarneRawThen then;
} Variant;

static const Variant variants[] = {
  { "length", FRAMED_BY_LENGTH, FALSE, KARNE_RAW_CLOSE },
  { "chunks", FRAMED_BY_CHUNKS, FALSE, KARNE_RAW_CLOSE },
  { "end", FRAMED_BY_END, FALSE, KARNE_RAW_CLOSE },
  { "length-gzip", FRAMED_BY_LENGTH, TRUE, KARNE_RAW_CLOSE },
  { "chunks-gzip", FRAMED_BY_CHUNKS, TRUE, KARNE_RAW_CLOSE },
  { "end-gzip", FRAMED_BY_END, TRUE, KARNE_RAW_CLOSE },
  { "length-reset", FRAMED_BY_LENGTH, FALSE, KARNE_RAW_RESET },
  { "chunks-gzip-reset", FRAMED_BY_CHUNKS, TRUE, KARNE_RAW_RESET },
};

static void
append_chunks (GString *message, GByteArray *body)
{
  const guint size = 100;

  for (guint i = 0; i < body->len; i += size)
    {
      guint n = MIN (size, body->len - i);

      g_string_append_printf (message, "%x\r\n", n);
      g_string_append_len (message, (const char *) body->data + i, n);
      g_string_append (message, "\r\n");
    }
  g_string_append (message, "0\r\n\r\n");
}

static GString *
make_message (const Variant *variant, GByteArray *plain)
{
  g_autoptr (GByteArray) body = variant->gzip ? compress (plain) : g_byte_array_ref (plain);
  GString *message = g_string_new ("HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\n");

  if (variant->gzip)
    g_string_append (message, "Content-Encoding: gzip\r\n");
  if (variant->framing == FRAMED_BY_LENGTH)
    g_string_append_printf (message, "Content-Length: %u\r\n", body->len);
  if (variant->framing == FRAMED_BY_CHUNKS)
    g_string_append (message, "Transfer-Encoding: chunked\r\n");
  g_string_append (message, "\r\n");
  if (variant->framing == FRAMED_BY_CHUNKS)
    append_chunks (message, body);
  else
    g_string_append_len (message, (const char *) body->data, body->len);
  return message;
}

/* Asks, reads what comes; never NULL. */
static GByteArray *
get_body (Fixture *fixture, GError **error)
{
  g_autoptr (KarneResponse) response = karne_test_get (fixture->transport, fixture->url, error);

  if (response == NULL)
    return g_byte_array_new ();
  return karne_test_read_all (karne_response_get_body (response), error);
}

static void
drain_body (Fixture *fixture, GError **error)
{
  g_byte_array_unref (get_body (fixture, error));
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  const Variant *variant = data;
  g_autoptr (GByteArray) plain = make_bundle ();
  g_autoptr (GString) message = make_message (variant, plain);
  g_autoptr (GError) error = NULL;

  karne_raw_server_answer (fixture->server, message->str, message->len, KARNE_RAW_CLOSE);
  g_autoptr (GByteArray) body = get_body (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (body->data, body->len, plain->data, plain->len);
}

static gboolean
is_ours (const GError *error)
{
  return error->domain == G_IO_ERROR || error->domain == KARNE_ERROR;
}

/* Cut anywhere: an error, or a clean end with part of the body; never a hang, a crash, or bytes
 * that were not sent. */
static gboolean
check_cut (Fixture *fixture, const Variant *variant, GByteArray *plain, GString *message, gsize cut)
{
  g_autoptr (GError) error = NULL;

  karne_raw_server_answer (fixture->server, message->str, cut, variant->then);
  g_autoptr (GByteArray) body = get_body (fixture, &error);
  g_assert_cmpuint (body->len, <=, plain->len);
  g_assert_cmpmem (body->data, body->len, plain->data, body->len);
  if (error == NULL)
    return TRUE;
  g_assert_true (is_ours (error));
  g_assert_null (strstr (error->message, "/fhir"));
  return FALSE;
}

static void
test_cut (Fixture *fixture, gconstpointer data)
{
  const guint positions = 200;
  const Variant *variant = data;
  g_autoptr (GByteArray) plain = make_bundle ();
  g_autoptr (GString) message = make_message (variant, plain);
  gsize head = strstr (message->str, "\r\n\r\n") + 4 - message->str;
  guint clean = 0;

  for (guint i = 0; i < positions; i++)
    {
      gsize cut = message->len * i / positions;
      gboolean ended_cleanly = check_cut (fixture, variant, plain, message, cut);

      clean += ended_cleanly ? 1 : 0;
      if (ended_cleanly && cut >= head)
        g_assert_false (variant->framing == FRAMED_BY_LENGTH && !variant->gzip &&
                        variant->then == KARNE_RAW_CLOSE);
    }
  g_test_message ("%s: %u of %u cuts ended cleanly", variant->name, clean, positions);
  g_assert_cmpuint (karne_raw_server_count_requests (fixture->server), ==, positions);
}

/* Cut at the end of a line, libsoup takes what it has for a whole head: a status is then true, but
 * headers may be missing. Else it is an error; and no header ever comes in part. */
static void
test_cut_head (Fixture *fixture, gconstpointer data)
{
  const char *message = "HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\n"
                        "ETag: W/\"12\"\r\nContent-Length: 2\r\n\r\n";

  for (gsize cut = 0; cut < strlen (message); cut++)
    {
      g_autoptr (GError) error = NULL;

      karne_raw_server_answer (fixture->server, message, cut, KARNE_RAW_CLOSE);
      g_autoptr (KarneResponse) response =
          karne_test_get (fixture->transport, fixture->url, &error);
      if (response == NULL)
        {
          g_assert_true (is_ours (error));
          continue;
        }
      const char *etag = karne_response_get_header (response, "etag");

      g_assert_cmpuint (karne_response_get_status (response), ==, 200);
      g_assert_true (etag == NULL || g_str_equal (etag, "W/\"12\""));
    }
}

static void
test_broken_gzip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) plain = make_bundle ();
  g_autoptr (GString) message = make_message (&variants[3], plain);
  g_autoptr (GError) error = NULL;

  memset (message->str + message->len / 4 * 3, 0xff, 50);
  karne_raw_server_answer (fixture->server, message->str, message->len, KARNE_RAW_CLOSE);
  drain_body (fixture, &error);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL);
}

/* A server that says gzip and sends none, as misled proxies do: libsoup hands it on as it came. So
 * it does with a compressed body that is broken before its first block: who reads must look. */
static void
test_false_gzip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  karne_raw_server_answer (fixture->server,
                           "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"
                           "{\"resourceType\":\"A\"}",
                           -1, KARNE_RAW_KEEP);
  g_autoptr (GByteArray) body = get_body (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (body->data, body->len, "{\"resourceType\":\"A\"}", 20);
}

static KarneResponse *
get_with_flags (Fixture *fixture, KarneRequestFlags flags)
{
  g_autoptr (KarneRequest) request = karne_request_new ("GET", fixture->url);
  g_autoptr (GError) error = NULL;

  karne_request_set_flags (request, flags);
  KarneResponse *response = karne_test_send (fixture->transport, request, NULL, &error);
  g_assert_no_error (error);
  return response;
}

/* What was decoded has no length that anybody could compare it with; what was not keeps its head.
 */
static void
test_identity (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) plain = make_bundle ();
  g_autoptr (GByteArray) packed = compress (plain);
  g_autoptr (GString) message = make_message (&variants[3], plain);
  g_autoptr (GError) error = NULL;

  karne_raw_server_answer (fixture->server, message->str, message->len, KARNE_RAW_KEEP);
  karne_raw_server_answer (fixture->server, message->str, message->len, KARNE_RAW_KEEP);
  g_autoptr (KarneResponse) decoded = get_with_flags (fixture, KARNE_REQUEST_NONE);
  g_assert_null (karne_response_get_header (decoded, "content-encoding"));
  g_assert_null (karne_response_get_header (decoded, "content-length"));
  g_autoptr (KarneResponse) raw = get_with_flags (fixture, KARNE_REQUEST_IDENTITY);
  g_assert_cmpstr (karne_response_get_header (raw, "content-encoding"), ==, "gzip");
  g_assert_nonnull (karne_response_get_header (raw, "content-length"));
  g_autoptr (GByteArray) body = karne_test_read_all (karne_response_get_body (raw), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (body->data, body->len, packed->data, packed->len);
}

static gsize
resident_bytes (void)
{
  g_autofree char *statm = NULL;
  gulong size, resident;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  g_assert_cmpint (sscanf (statm, "%lu %lu", &size, &resident), ==, 2);
  return resident * sysconf (_SC_PAGESIZE);
}

/* The reader sets the pace: while it rests, what the server can send is what fits into the kernel;
 * and as it goes on, no memory piles up here. */
static void
test_slow_reader (Fixture *fixture, gconstpointer data)
{
  const guint64 length = 128 * MIB;
  g_autofree char *head =
      g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %" G_GUINT64_FORMAT "\r\n\r\n", length);
  g_autofree char *buffer = g_malloc (65536);
  g_autoptr (GError) error = NULL;
  guint64 total = 0;
  gsize most = 0;
  gssize n;

  karne_raw_server_answer_large (fixture->server, head, length);
  g_autoptr (KarneResponse) response = get_with_flags (fixture, KARNE_REQUEST_NONE);
  while (!karne_raw_server_was_blocked (fixture->server))
    g_main_context_iteration (NULL, TRUE);
  karne_test_settle ();
  g_assert_cmpuint (karne_raw_server_get_sent (fixture->server), <, length / 4);

  gsize most_allowed = resident_bytes () + 8 * MIB;
  while ((n = karne_test_read (karne_response_get_body (response), buffer, 65536, &error)) > 0)
    {
      total += n;
      most = MAX (most, resident_bytes ());
    }
  g_assert_no_error (error);
  g_assert_cmpuint (total, ==, length);
  g_assert_true (KARNE_TEST_SANITIZED || most < most_allowed);
}

static void
wait_until_asked (Fixture *fixture)
{
  while (karne_raw_server_count_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
  karne_test_settle ();
}

/* Silent at once, after the status line, in mid-head. */
static void
test_silence_in_head (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarneRequest) request = karne_request_new ("GET", fixture->url);
  g_autoptr (GError) error = NULL;
  KarneTestWait wait = { NULL };

  karne_raw_server_answer (fixture->server, data, -1, KARNE_RAW_STALL);
  karne_transport_send_async (fixture->transport, request, NULL, karne_test_wait_cb, &wait);
  wait_until_asked (fixture);
  while (karne_raw_server_get_sent (fixture->server) < strlen (data))
    g_main_context_iteration (NULL, TRUE);
  karne_test_settle ();
  karne_test_clock_advance (fixture->clock, IDLE_S * SECOND - 1);
  karne_test_settle ();
  g_assert_null (wait.result);
  /* Bytes of a head that is not whole yet are bytes: once more the same patience, and no more. */
  karne_test_clock_advance (fixture->clock, *(const char *) data == '\0' ? 1 : IDLE_S * SECOND + 1);
  g_autoptr (GAsyncResult) result = karne_test_wait_for (&wait);
  g_assert_null (karne_transport_send_finish (fixture->transport, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_true (karne_error_is_transient (error));
}

static void
start_read (KarneResponse *response, char *buffer, gsize length, KarneTestWait *wait)
{
  g_input_stream_read_async (karne_response_get_body (response), buffer, length, 0, NULL,
                             karne_test_wait_cb, wait);
  karne_test_settle ();
}

static gssize
finish_read (KarneResponse *response, KarneTestWait *wait, GError **error)
{
  g_autoptr (GAsyncResult) result = karne_test_wait_for (wait);

  return g_input_stream_read_finish (karne_response_get_body (response), result, error);
}

/* A peer that is dead in mid-body; the reader's own rest before does not count. */
static void
test_silence_in_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KarneTestWait wait = { NULL };
  char buffer[100];

  karne_raw_server_answer (fixture->server, data, -1, KARNE_RAW_STALL);
  g_autoptr (KarneResponse) response = get_with_flags (fixture, KARNE_REQUEST_NONE);
  g_assert_cmpint (karne_test_read (karne_response_get_body (response), buffer, sizeof buffer,
                                    &error),
                   ==, 4);
  karne_test_clock_advance (fixture->clock, 10 * IDLE_S * SECOND);
  start_read (response, buffer, sizeof buffer, &wait);
  karne_test_clock_advance (fixture->clock, IDLE_S * SECOND - 1);
  karne_test_settle ();
  g_assert_null (wait.result);
  karne_test_clock_advance (fixture->clock, 1);
  g_assert_cmpint (finish_read (response, &wait, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  while (karne_raw_server_count_closed (fixture->server) == 0)
    {
      g_clear_object (&response);
      g_main_context_iteration (NULL, TRUE);
    }
}

static guint64
received_bytes (Fixture *fixture)
{
  guint64 received;

  karne_transport_get_bytes (fixture->transport, NULL, &received, NULL);
  return received;
}

/* Compressed bytes may come for long before the first block can be decoded: that is no silence. */
static void
test_slow_gzip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) plain = make_bundle ();
  g_autoptr (GString) message = make_message (&variants[3], plain);
  gsize head = strstr (message->str, "\r\n\r\n") + 4 - message->str;
  g_autoptr (GError) error = NULL;
  KarneTestWait wait = { NULL };
  char buffer[100];

  karne_raw_server_answer (fixture->server, message->str, head + 12, KARNE_RAW_PAUSE);
  karne_raw_server_answer (fixture->server, message->str + head + 12, 8, KARNE_RAW_PAUSE);
  karne_raw_server_answer (fixture->server, message->str + head + 20, message->len - head - 20,
                           KARNE_RAW_KEEP);
  g_autoptr (KarneResponse) response = get_with_flags (fixture, KARNE_REQUEST_NONE);
  start_read (response, buffer, sizeof buffer, &wait);
  karne_test_clock_advance (fixture->clock, (IDLE_S - 20) * SECOND);
  karne_raw_server_go_on (fixture->server);
  while (received_bytes (fixture) < head + 20)
    g_main_context_iteration (NULL, TRUE);
  karne_test_clock_advance (fixture->clock, (IDLE_S - 20) * SECOND);
  karne_test_settle ();
  g_assert_null (wait.result);
  karne_raw_server_go_on (fixture->server);
  g_assert_cmpint (finish_read (response, &wait, &error), >, 0);
  g_assert_no_error (error);
}

static void
assert_bytes_are_right (Fixture *fixture, guint expected_exchanges)
{
  guint64 sent = 0, received = 0;
  guint exchanges = 0;

  karne_transport_get_bytes (fixture->transport, &sent, &received, &exchanges);
  while (karne_raw_server_get_sent (fixture->server) < received)
    g_main_context_iteration (NULL, TRUE); /* it counts after it sends */
  g_assert_cmpuint (received, ==, karne_raw_server_get_sent (fixture->server));
  g_assert_cmpuint (sent, ==, karne_raw_server_get_received (fixture->server));
  g_assert_cmpuint (exchanges, ==, expected_exchanges);
}

static void
put (Fixture *fixture, GError **error)
{
  g_autoptr (KarneRequest) request = karne_request_new ("PUT", fixture->url);
  g_autoptr (GBytes) body = g_bytes_new_take (g_strnfill (100000, ' '), 100000);

  karne_request_set_body (request, "application/fhir+json", body);
  g_autoptr (KarneResponse) response = karne_test_send (fixture->transport, request, NULL, error);
  if (response == NULL)
    return;
  karne_test_drain (karne_response_get_body (response), error);
}

/* What the transport says went over the wire is what the server saw, byte for byte. */
static void
test_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) plain = make_bundle ();
  g_autoptr (GError) error = NULL;
  guint exchanges = 0;

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GString) message = make_message (&variants[i], plain);

      g_test_message ("%s", variants[i].name);
      karne_raw_server_answer (fixture->server, message->str, message->len, KARNE_RAW_CLOSE);
      drain_body (fixture, &error);
      g_assert_no_error (error);
      assert_bytes_are_right (fixture, ++exchanges);
    }
  karne_raw_server_answer (fixture->server, "HTTP/1.1 204 No Content\r\n\r\n", -1, KARNE_RAW_KEEP);
  put (fixture, &error);
  g_assert_no_error (error);
  assert_bytes_are_right (fixture, ++exchanges);
}

/* A redirect is an exchange; so is what libsoup sends once more by itself, and what was in vain. */
static void
test_bytes_of_more (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  karne_raw_server_answer (fixture->server,
                           "HTTP/1.1 307 Go\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n", -1,
                           KARNE_RAW_KEEP);
  karne_raw_server_answer (fixture->server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", -1,
                           KARNE_RAW_KEEP);
  drain_body (fixture, &error);
  g_assert_no_error (error);
  assert_bytes_are_right (fixture, 2);

  karne_raw_server_answer (fixture->server, "", 0, KARNE_RAW_CLOSE);
  karne_raw_server_answer (fixture->server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", -1,
                           KARNE_RAW_KEEP);
  drain_body (fixture, &error);
  g_assert_no_error (error);
  assert_bytes_are_right (fixture, 4);

  karne_raw_server_answer (fixture->server, "", 0, KARNE_RAW_CLOSE);
  put (fixture, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  assert_bytes_are_right (fixture, 5);
}

static void
test_only_asynchronous (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char byte;

  karne_raw_server_answer (fixture->server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", -1,
                           KARNE_RAW_KEEP);
  g_autoptr (KarneResponse) response = get_with_flags (fixture, KARNE_REQUEST_NONE);
  g_assert_cmpint (g_input_stream_read (karne_response_get_body (response), &byte, 1, NULL, &error),
                   ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

#define ADD(path, data, function)                                                                  \
  g_test_add ("/soup-body/" path, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      g_autofree char *whole = g_strconcat ("/soup-body/whole/", variants[i].name, NULL);
      g_autofree char *cut = g_strconcat ("/soup-body/cut/", variants[i].name, NULL);

      if (variants[i].then == KARNE_RAW_CLOSE)
        g_test_add (whole, Fixture, &variants[i], set_up, test_whole, tear_down);
      g_test_add (cut, Fixture, &variants[i], set_up, test_cut, tear_down);
    }
  ADD ("cut-head", NULL, test_cut_head);
  ADD ("broken-gzip", NULL, test_broken_gzip);
  ADD ("false-gzip", NULL, test_false_gzip);
  ADD ("identity", NULL, test_identity);
  ADD ("slow-reader", NULL, test_slow_reader);
  ADD ("silence/at-once", "", test_silence_in_head);
  ADD ("silence/in-head", "HTTP/1.1 200 OK\r\nContent-", test_silence_in_head);
  ADD ("silence/in-body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
       test_silence_in_body);
  ADD ("silence/in-chunks",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n20\r\n",
       test_silence_in_body);
  ADD ("silence/slow-gzip", NULL, test_slow_gzip);
  ADD ("bytes/each-framing", NULL, test_bytes);
  ADD ("bytes/redirect-and-resend", NULL, test_bytes_of_more);
  ADD ("only-asynchronous", NULL, test_only_asynchronous);
  return g_test_run ();
}
