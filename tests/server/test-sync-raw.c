/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-raw-server.h"
#include "karne-test-sanitizer.h"
#include "karne-test-sync.h"

#include <string.h>

/* The sanitizers are twenty times as slow where they look for leaks. */
#define N_POSITIONS (KARNE_TEST_SANITIZED ? 20 : 200)
#define N_OBSERVATIONS 12

typedef enum
{
  FRAMING_LENGTH,
  FRAMING_CHUNKED,
  FRAMING_GZIP,
  FRAMING_GZIP_CHUNKED,
} Framing;

static const char capability[] =
    "{\"resourceType\":\"CapabilityStatement\",\"rest\":[{\"mode\":\"server\",\"interaction\":[{"
    "\"code\":\"search-system\"}],\"resource\":[{\"type\":\"Patient\"},{\"type\":\"Observation\"}]}"
    "]"
    "}";
static const char patient[] =
    "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":1,\"entry\":[{\"resource\":{"
    "\"resourceType\":\"Patient\",\"id\":\"p1\",\"meta\":{\"versionId\":\"1\"}}}]}";

static GByteArray *
make_page (void)
{
  GString *text = g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[");

  for (guint i = 0; i < N_OBSERVATIONS; i++)
    g_string_append_printf (text,
                            "%s{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o%u\","
                            "\"meta\":{\"versionId\":\"1\"},\"subject\":{\"reference\":"
                            "\"Patient/p1\"},\"valueQuantity\":{\"value\":%u.50}}}",
                            i ? "," : "", i, i * i * 7919);
  g_string_append (text, "]}\n");
  return g_bytes_unref_to_array (g_string_free_to_bytes (text));
}

static GByteArray *
compress (GByteArray *plain)
{
  g_autoptr (GConverter) compressor =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  GByteArray *packed = g_byte_array_new ();
  gsize n_read = 0, n_written = 0;
  g_autoptr (GError) error = NULL;

  g_byte_array_set_size (packed, plain->len + 1024);
  g_assert_cmpint (g_converter_convert (compressor, plain->data, plain->len, packed->data,
                                        packed->len, G_CONVERTER_INPUT_AT_END, &n_read, &n_written,
                                        &error),
                   ==, G_CONVERTER_FINISHED);
  g_byte_array_set_size (packed, (guint) n_written);
  return packed;
}

static GByteArray *
chunk (GByteArray *body)
{
  GString *text = g_string_new (NULL);

  for (guint at = 0; at < body->len; at += 100)
    {
      guint len = MIN (100, body->len - at);

      g_string_append_printf (text, "%x\r\n", len);
      g_string_append_len (text, (const char *) body->data + at, len);
      g_string_append (text, "\r\n");
    }
  g_string_append (text, "0\r\n\r\n");

  return g_bytes_unref_to_array (g_string_free_to_bytes (text));
}

/* The body as it goes over the wire, without its head. */
static GByteArray *
frame (Framing framing)
{
  g_autoptr (GByteArray) plain = make_page ();
  g_autoptr (GByteArray) packed = NULL;

  if (framing == FRAMING_LENGTH)
    return g_steal_pointer (&plain);
  if (framing == FRAMING_CHUNKED)
    return chunk (plain);
  packed = compress (plain);
  return framing == FRAMING_GZIP ? g_steal_pointer (&packed) : chunk (packed);
}

static void
answer (KarneRawServer *server,
        Framing framing,
        const void *body,
        gsize cut,
        gsize len,
        KarneRawThen then)
{
  g_autoptr (GString) text =
      g_string_new ("HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\n"
                    "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nConnection: close\r\n");

  if (framing == FRAMING_GZIP || framing == FRAMING_GZIP_CHUNKED)
    g_string_append (text, "Content-Encoding: gzip\r\n");
  if (framing == FRAMING_CHUNKED || framing == FRAMING_GZIP_CHUNKED)
    g_string_append (text, "Transfer-Encoding: chunked\r\n\r\n");
  else
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", len);
  g_string_append_len (text, body, (gssize) cut);
  karne_raw_server_answer (server, text->str, (gssize) text->len, then);
}

static void
answer_whole (KarneRawServer *server, const char *body)
{
  answer (server, FRAMING_LENGTH, body, strlen (body), strlen (body), KARNE_RAW_CLOSE);
}

/* A new source for each round: the store, which is slow to make, serves them all. */
static void
next_source (KarneTestSync *world, KarneRawServer *server, guint round)
{
  g_autofree char *path = g_strdup_printf ("/fhir-%u", round);
  g_autofree char *base = karne_raw_server_dup_url (server, path);
  g_autoptr (GError) error = NULL;

  world->source = karne_store_add_source (world->store->store, base, "p1", NULL, &error);
  g_assert_no_error (error);
  karne_test_sync_restart (world);
}

static void
assert_all_here (KarneTestSync *world)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM resource WHERE source = %" G_GINT64_FORMAT,
                       world->source);
  g_autofree char *quarantine =
      g_strdup_printf ("SELECT count(*) FROM quarantine WHERE source = %" G_GINT64_FORMAT,
                       world->source);

  g_assert_cmpint (karne_test_query_int (world->store, sql), ==, N_OBSERVATIONS + 1);
  g_assert_cmpint (karne_test_query_int (world->store, quarantine), ==, 0);
}

/* A page that is cut anywhere is noticed, however it was framed, and asked for again. */
static void
test_truncated (gconstpointer data)
{
  Framing framing = GPOINTER_TO_UINT (data);
  g_autoptr (KarneRawServer) server = karne_raw_server_new ();
  g_autofree char *base = karne_raw_server_dup_url (server, "/fhir");
  g_autoptr (KarneTestSync) world = karne_test_sync_new_for_base (base, "p1");
  g_autoptr (GByteArray) body = frame (framing);
  guint n_waits = 0;

  for (guint i = 0; i < N_POSITIONS; i++)
    {
      gsize cut = (gsize) body->len * i / N_POSITIONS;
      g_autoptr (KarneSyncReport) report = NULL;
      guint asked = karne_raw_server_count_requests (server);

      next_source (world, server, i);
      answer_whole (server, capability);
      answer_whole (server, patient);
      answer (server, framing, body->data, cut, body->len, KARNE_RAW_CLOSE);
      answer (server, framing, body->data, body->len, body->len, KARNE_RAW_CLOSE);
      report = karne_test_sync_run_well (world);

      assert_all_here (world);
      g_assert_cmpstrv (report->kinds_partial, ((const char *[]){ NULL }));
      /* Only the trailer of the compression was cut off: the page itself was whole. */
      if (karne_raw_server_count_requests (server) - asked == 3)
        {
          g_assert_cmpuint (i, >=, N_POSITIONS * 9 / 10);
          g_assert_true (framing == FRAMING_GZIP || framing == FRAMING_GZIP_CHUNKED);
          break;
        }
      n_waits++;
    }

  g_assert_cmpuint (world->n_waits, ==, n_waits);
}

/* A peer that dies in the middle of a body, without a word. */

typedef struct
{
  KarneTestSync *world;
  KarneRawServer *server;
} Silence;

/* Runs when there is nothing else to do: time passes while the server is silent. */
static gboolean
pass_time_cb (gpointer data)
{
  Silence *silence = data;
  gint64 delay = karne_test_clock_get_next_delay (silence->world->clock);

  if (karne_raw_server_count_requests (silence->server) == 3 && silence->world->n_waits == 0 &&
      delay > 0)
    karne_test_clock_advance (silence->world->clock, delay);
  return G_SOURCE_CONTINUE;
}

static void
test_dead_peer (void)
{
  g_autoptr (KarneRawServer) server = karne_raw_server_new ();
  g_autofree char *base = karne_raw_server_dup_url (server, "/fhir");
  g_autoptr (KarneTestSync) world = karne_test_sync_new_for_base (base, "p1");
  g_autoptr (GByteArray) body = make_page ();
  g_autoptr (KarneSyncReport) report = NULL;
  Silence silence = { world, server };
  guint idle = 0;

  answer_whole (server, capability);
  answer_whole (server, patient);
  answer (server, FRAMING_LENGTH, body->data, body->len / 2, body->len, KARNE_RAW_STALL);
  answer (server, FRAMING_LENGTH, body->data, body->len, body->len, KARNE_RAW_CLOSE);
  idle = g_idle_add_full (G_PRIORITY_LOW, pass_time_cb, &silence, NULL);
  report = karne_test_sync_run_well (world);
  g_source_remove (idle);

  assert_all_here (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/sync-raw/truncated/length", GUINT_TO_POINTER (FRAMING_LENGTH),
                        test_truncated);
  g_test_add_data_func ("/sync-raw/truncated/chunked", GUINT_TO_POINTER (FRAMING_CHUNKED),
                        test_truncated);
  g_test_add_data_func ("/sync-raw/truncated/gzip", GUINT_TO_POINTER (FRAMING_GZIP),
                        test_truncated);
  g_test_add_data_func ("/sync-raw/truncated/gzip-chunked", GUINT_TO_POINTER (FRAMING_GZIP_CHUNKED),
                        test_truncated);
  g_test_add_func ("/sync-raw/dead-peer", test_dead_peer);

  return g_test_run ();
}
