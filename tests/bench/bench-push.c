/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "engine/karne-push-private.h"
#include "karne-bench.h"
#include "karne-test-server.h"
#include "karne-test-store.h"
#include "net/karne-soup-transport.h"

/* A thousand changes that wait, until the server has them and the store knows it; against curl,
 * which sends the same requests from files over one connection and throws the answers away. */

#define N_CHANGES 1000
#define N_PAIRS 7
#define PATIENT "{\"resourceType\":\"Patient\",\"id\":\"p1\"}"
#define MEASURE                                                                                    \
  "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":"      \
  "\"http://loinc.org\",\"code\":\"2339-0\",\"display\":\"Glucose\"}]},\"subject\":{"              \
  "\"reference\":\"Patient/p1\"},\"effectiveDateTime\":\"2026-%02u-%02uT08:15:00+04:00\","         \
  "\"valueQuantity\":{\"value\":%u.%u0,\"unit\":\"mg/dL\",\"system\":"                             \
  "\"http://unitsofmeasure.org\",\"code\":\"mg/dL\"}}"

typedef struct
{
  char *curl;   /* (owned) where it is */
  char *folder; /* (owned) of what it sends */
  guint n_requests;
} PushBench;

/* What both have to do with */

static KarneTestServer *
start_server (void)
{
  static const char *const headers[] = { "Content-Type: application/fhir+json", NULL };
  KarneTestServer *server = karne_test_server_start (NULL);
  g_autoptr (KarneTestAnswer) answer =
      karne_test_server_request (server, "PUT", "Patient/p1", headers, PATIENT);

  g_assert_cmpuint (answer->status, ==, 201);
  return server;
}

static void
assert_all_there (KarneTestServer *server)
{
  g_autoptr (KarneTestAnswer) answer =
      karne_test_server_request (server, "GET", "Observation?_summary=count", NULL, NULL);
  g_autofree char *total = g_strdup_printf ("\"total\":%d", N_CHANGES);

  g_assert_nonnull (strstr (answer->body, total));
}

typedef struct
{
  KarneStore *store;
  gint64 source;
} Fill;

static gboolean
fill_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Fill *fill = data;

  for (guint i = 0; i < N_CHANGES; i++)
    {
      g_autofree char *text =
          g_strdup_printf (MEASURE, 1 + i / 28 % 12, 1 + i % 28, 80 + i % 90, i % 10);

      if (!karne_outbox_save (fill->store, db, fill->source, "Observation", NULL, text, NULL, NULL,
                              error))
        return FALSE;
    }
  return TRUE;
}

static KarneSource *
fill_store (KarneTestStore *store, const char *base)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  Fill fill = { store->store, karne_store_add_source (store->store, base, "p1", NULL, &error) };

  g_assert_no_error (error);
  karne_store_write_durably (store->store, fill_in_worker, &fill, &error);
  g_assert_no_error (error);
  sources = karne_store_list_sources (store->store, &error);
  g_assert_no_error (error);
  return karne_source_copy (sources->pdata[sources->len - 1]);
}

/* The push */

static void
ask_gifts (KarneRun *run)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  karne_pull_gifts_async (run, NULL, karne_bench_keep_result_cb, &pending);
  result = karne_bench_wait_for (&pending);
  karne_pull_gifts_finish (result, &error);
  g_assert_no_error (error);
}

static double
push (KarneRun *run)
{
  gint64 start = g_get_monotonic_time ();
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  karne_push_run_async (run, NULL, karne_bench_keep_result_cb, &pending);
  result = karne_bench_wait_for (&pending);
  karne_push_run_finish (result, &error);
  g_assert_no_error (error);
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static double
run_push (gpointer data)
{
  g_autoptr (KarneTestServer) server = start_server ();
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneSource) source = fill_store (store, karne_test_server_get_base (server));
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (KarneSoupTransport) transport = karne_soup_transport_new (clock);
  g_autoptr (KarneSync) sync =
      karne_sync_new (store->store, source->id, KARNE_TRANSPORT (transport), clock, 1);
  g_autoptr (KarneExchange) exchange =
      karne_exchange_new (KARNE_TRANSPORT (transport), clock, 1, source->base, NULL);
  g_autoptr (KarneRun) run = karne_run_new (sync, store->store, source, exchange, FALSE);
  double seconds;

  ask_gifts (run);
  seconds = push (run);
  g_assert_cmpint (karne_test_query_int (store, "SELECT count(*) FROM outbox"), ==, 0);
  assert_all_there (server);
  karne_test_server_stop (g_steal_pointer (&server));
  return seconds;
}

/* The floor */

static gboolean
list_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *items = data;
  g_autoptr (GPtrArray) rows = karne_outbox_list (db, 2, error);
  g_autoptr (KarneGifts) gifts = karne_gifts_new_for_json (NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      KarnePushItem *item = karne_push_item_new (g_steal_pointer (&rows->pdata[i]));

      karne_push_item_prepare (item, gifts, FALSE);
      g_ptr_array_add (items, item);
    }
  return rows != NULL;
}

static char *
request_path (PushBench *bench, guint number)
{
  g_autofree char *name = g_strdup_printf ("request-%u.json", number);

  return g_build_filename (bench->folder, name, NULL);
}

/* The Bundles that the push would send, as files. */
static void
write_requests (PushBench *bench)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneSource) source = fill_store (store, "http://127.0.0.1:2/fhir");
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) karne_push_item_free);

  g_assert_cmpint (source->id, ==, 2);
  g_assert_true (karne_store_read (store->store, list_in_worker, items, NULL));
  g_assert_cmpuint (items->len, ==, N_CHANGES);
  for (guint i = 0; i < items->len; i += KARNE_PUSH_MOST)
    {
      g_autoptr (GPtrArray) some = g_ptr_array_new ();
      g_autoptr (GBytes) bundle = NULL;
      g_autofree char *path = request_path (bench, bench->n_requests++);
      const char *text;
      gsize len;

      for (guint j = i; j < items->len && j < i + KARNE_PUSH_MOST; j++)
        g_ptr_array_add (some, items->pdata[j]);
      bundle = karne_push_bundle (some, "batch", source->base);
      text = g_bytes_get_data (bundle, &len);
      g_assert_true (g_file_set_contents (path, text, (gssize) len, NULL));
    }
}

static char *
write_config (PushBench *bench, const char *base)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char *path = g_build_filename (bench->folder, "curlrc", NULL);

  for (guint i = 0; i < bench->n_requests; i++)
    {
      g_autofree char *body = request_path (bench, i);

      g_string_append_printf (
          text,
          "%surl = \"%s\"\nheader = \"Content-Type: application/fhir+json\"\n"
          "header = \"Accept: application/fhir+json\"\nheader = \"Prefer: return=representation\"\n"
          "header = \"Expect:\"\ncompressed\nsilent\nfail\noutput = \"/dev/null\"\n"
          "data-binary = \"@%s\"\n",
          i > 0 ? "next\n" : "", base, body);
    }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  return path;
}

static double
run_curl (gpointer data)
{
  PushBench *bench = data;
  g_autoptr (KarneTestServer) server = start_server ();
  g_autofree char *config = write_config (bench, karne_test_server_get_base (server));
  const char *argv[] = { bench->curl, "--disable", "--config", config, NULL };
  gint64 start = g_get_monotonic_time ();
  double seconds;
  int status = -1;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL,
                               &status, NULL));
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  g_assert_cmpint (status, ==, 0);
  assert_all_there (server);
  karne_test_server_stop (g_steal_pointer (&server));
  return seconds;
}

int
main (int argc, char *argv[])
{
  PushBench bench = { g_find_program_in_path ("curl"), NULL, 0 };
  KarneBenchPair pair;

  karne_bench_begin (&argc, &argv);
  if (bench.curl == NULL)
    {
      g_printerr ("push_vs_curl needs curl.\n");
      return karne_bench_end ();
    }
  bench.folder = g_dir_make_tmp ("karne-bench-XXXXXX", NULL);
  write_requests (&bench);
  pair = karne_bench_pair (N_PAIRS, run_push, run_curl, &bench);
  karne_bench_print ("push_vs_curl", pair.value, "ratio", "<= 1.5",
                     "%d changes over loopback HTTP in %.0f ms, curl sends the same %u requests in "
                     "%.0f ms",
                     N_CHANGES, pair.work * 1000, bench.n_requests, pair.floor * 1000);
  karne_test_remove_folder (bench.folder);
  g_free (bench.folder);
  g_free (bench.curl);
  return karne_bench_end ();
}
