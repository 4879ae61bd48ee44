/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "engine/karne-sync.h"
#include "karne-bench.h"
#include "karne-test-server.h"
#include "karne-test-store.h"
#include "net/karne-soup-transport.h"

#define N_ENTRIES 20000
#define N_PER_PAGE 1000
#define N_PAIRS 7

typedef struct
{
  const char *base;
  GPtrArray *pages; /* (owned) of GString */
} PullBench;

/* Pulling */

static KarneSyncReport *
run_sync (KarneStore *store, gint64 source, KarneTransport *transport)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (KarneSync) sync = karne_sync_new (store, source, transport, clock, 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;
  KarneSyncReport *report;

  karne_sync_set_page_size (sync, N_PER_PAGE);
  karne_sync_run_async (sync, NULL, karne_bench_keep_result_cb, &pending);
  result = karne_bench_wait_for (&pending);
  report = karne_sync_run_finish (sync, result, &error);
  g_assert_no_error (error);
  return report;
}

static KarneTransport *
make_transport (void)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();

  return KARNE_TRANSPORT (karne_soup_transport_new (clock));
}

static double
run_pull (gpointer data)
{
  PullBench *bench = data;
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneTransport) transport = make_transport ();
  g_autoptr (GError) error = NULL;
  gint64 source = karne_store_add_source (store->store, bench->base, "p1", NULL, &error);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (KarneSyncReport) report = run_sync (store->store, source, transport);
  double seconds = (double) (g_get_monotonic_time () - start) / 1e6;

  g_assert_no_error (error);
  g_assert_cmpuint (report->stored, ==, N_ENTRIES + 1);
  return seconds;
}

/* The same pages, from memory */

static void
ingest_page (KarneTestStore *store, GString *page)
{
  g_autoptr (KarneIngest) ingest =
      karne_ingest_new (store->store, store->source, "DocumentReference", KARNE_INGEST_NONE);
  g_autoptr (GAsyncResult) ended = NULL;
  g_autoptr (GAsyncResult) committed = NULL;
  g_autoptr (KarnePage) result = NULL;
  KarnePullState state = { .received = 1 };
  GAsyncResult *pending = NULL;

  for (gsize at = 0; at < page->len; at += 65536)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (page->str + at, MIN (65536, page->len - at));

      karne_ingest_push_async (ingest, bytes, NULL, NULL, NULL);
    }
  karne_ingest_end_async (ingest, NULL, karne_bench_keep_result_cb, &pending);
  ended = karne_bench_wait_for (&pending);
  result = karne_ingest_end_finish (ingest, ended, NULL, NULL);
  g_assert_cmpuint (result->n_stored, ==, N_PER_PAGE);
  karne_ingest_commit_async (ingest, &state, NULL, karne_bench_keep_result_cb, &pending);
  committed = karne_bench_wait_for (&pending);
  g_assert_true (karne_ingest_commit_finish (ingest, committed, NULL));
}

static double
run_ingest (gpointer data)
{
  PullBench *bench = data;
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < bench->pages->len; i++)
    ingest_page (store, bench->pages->pdata[i]);
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

/* What the server serves */

static KarneTestServer *
start_server (const char *folder, guint n)
{
  const char *flags[] = { "--data", folder, NULL };

  karne_bench_write_record (folder, n, "p1");
  return karne_test_server_start (flags);
}

static void
bench_pull (KarneTestServer *server)
{
  PullBench bench = { karne_test_server_get_base (server), g_ptr_array_new () };
  KarneBenchPair pair;

  for (guint i = 0; i < N_ENTRIES; i += N_PER_PAGE)
    g_ptr_array_add (bench.pages, karne_bench_make_page (i, N_PER_PAGE, "p1", NULL));
  pair = karne_bench_pair (N_PAIRS, run_pull, run_ingest, &bench);
  karne_bench_print ("pull_vs_ingest", pair.value, "ratio", "<= 1.5",
                     "%u entries over loopback HTTP in %.0f ms, from memory %.0f ms", N_ENTRIES,
                     pair.work * 1000, pair.floor * 1000);
}

static void
bench_no_change (KarneTestServer *server)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneTransport) transport = make_transport ();
  gint64 source =
      karne_store_add_source (store->store, karne_test_server_get_base (server), "p1", NULL, NULL);
  g_autoptr (KarneSyncReport) first = run_sync (store->store, source, transport);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (KarneSyncReport) second = run_sync (store->store, source, transport);
  double ms = (double) (g_get_monotonic_time () - start) / 1000;

  g_assert_cmpuint (first->stored, ==, N_ENTRIES + 1);
  g_assert_cmpuint (second->stored + second->removed, ==, 0);
  karne_bench_print ("nochange_exchanges", second->exchanges, "exchanges", "1",
                     "%u documents here, %.1f ms", N_ENTRIES, ms);
  karne_bench_print ("nochange_sent", (double) second->bytes_sent / 1024, "KiB", "<= 5",
                     "on the wire, heads included");
  karne_bench_print ("nochange_received", (double) second->bytes_received / 1024, "KiB", "<= 4",
                     "on the wire, gzip");
}

/* Memory: a process of its own pulls, and says what it weighed before and at the most. */

static int
pull_and_weigh (const char *base, guint n)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarneTransport) transport = make_transport ();
  gint64 source = karne_store_add_source (store->store, base, "p1", NULL, NULL);
  gint64 idle = karne_bench_get_rss (0, FALSE);
  g_autoptr (KarneSyncReport) report = run_sync (store->store, source, transport);

  g_assert_cmpuint (report->stored, ==, n + 1);
  g_print ("%" G_GINT64_FORMAT "\n", karne_bench_get_rss (0, TRUE) - idle);
  return 0;
}

static void
bench_memory (const char *program, guint n)
{
  g_autofree char *folder = g_dir_make_tmp ("karne-bench-XXXXXX", NULL);
  g_autoptr (KarneTestServer) server = start_server (folder, n);
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *name = g_strdup_printf ("pull_rss_over_idle_mib%s", n > 200000 ? "_1m" : "");
  const char *argv[] = { program, "--pull", karne_test_server_get_base (server), count, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL,
                &error);
  g_assert_no_error (error);
  karne_bench_print (name, (double) g_ascii_strtoll (output, NULL, 10) / 1024, "MiB", "<= 48",
                     "%u resources in %.0f s, peak less what the open store weighs", n,
                     (double) (g_get_monotonic_time () - start) / 1e6);
  karne_test_server_stop (g_steal_pointer (&server));
  karne_test_remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;
  g_autoptr (KarneTestServer) server = NULL;

  if (argc == 4 && strcmp (argv[1], "--pull") == 0)
    return pull_and_weigh (argv[2], (guint) g_ascii_strtoull (argv[3], NULL, 10));
  karne_bench_begin (&argc, &argv);
  folder = g_dir_make_tmp ("karne-bench-XXXXXX", NULL);
  server = start_server (folder, N_ENTRIES);
  bench_pull (server);
  bench_no_change (server);
  karne_test_server_stop (g_steal_pointer (&server));
  karne_test_remove_folder (folder);
  bench_memory (argv[0], 200000);
  bench_memory (argv[0], 1000000);
  return karne_bench_end ();
}
