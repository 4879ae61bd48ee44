/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "karne-bench.h"
#include "karne-test-store.h"
#include "store/karne-connection-private.h"
#include "store/karne-view.h"

#define N_ENTRIES 20000
#define N_PER_PAGE 1000
/* A page is a transaction: its resume point is saved with it. */
#define N_PER_TRANSACTION N_PER_PAGE
#define N_PAIRS 9
#define N_COLUMNS 16

/* The whole of a row, ready: what the ingest has to arrive at. */
typedef struct
{
  sqlite3_value *values[N_COLUMNS];
} ReadyRow;

typedef struct
{
  GPtrArray *pages; /* (owned) of GString */
  GArray *rows;     /* (owned) of ReadyRow */
} IngestBench;

static void
committed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  guint *n_committing = data;

  g_assert_true (karne_ingest_commit_finish (KARNE_INGEST (object), result, NULL));
  (*n_committing)--;
}

/* As bytes come from a socket: 64 KiB at a time, several under way; and as the pull has it, the
 * next page comes while the one before is being committed. */
static void
ingest_page (KarneTestStore *store, GString *page, guint *n_committing)
{
  g_autoptr (KarneIngest) ingest =
      karne_ingest_new (store->store, store->source, "DocumentReference", KARNE_INGEST_NONE);
  g_autoptr (GAsyncResult) ended = NULL;
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
  (*n_committing)++;
  karne_ingest_commit_async (ingest, &state, NULL, committed_cb, n_committing);
}

static void
ingest_pages (KarneTestStore *store, GPtrArray *pages)
{
  guint n_committing = 0;

  for (guint i = 0; i < pages->len; i++)
    ingest_page (store, pages->pdata[i], &n_committing);
  while (n_committing > 0)
    g_main_context_iteration (NULL, TRUE);
}

static double
run_ingest (gpointer data)
{
  IngestBench *bench = data;
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  gint64 start = g_get_monotonic_time ();

  ingest_pages (store, bench->pages);
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static const char columns[] =
    "source, kind, id, version, updated, body, date, sort, until, title, author, "
    "author_ref, category, code, status, labels";

static double
run_floor (gpointer data)
{
  IngestBench *bench = data;
  g_autoptr (KarneTestStore) fixture = karne_test_store_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *insert =
      g_strdup_printf ("INSERT INTO resource (%s) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                       columns);
  sqlite3_stmt *statement = NULL;
  sqlite3 *db;
  gint64 start;
  double seconds;

  karne_store_close (fixture->store, NULL);
  db = karne_connection_open (fixture->path, fixture->key, KARNE_CONNECTION_WRITE, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_prepare_v2 (db, insert, -1, &statement, NULL), ==, SQLITE_OK);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < bench->rows->len; i++)
    {
      ReadyRow *row = &g_array_index (bench->rows, ReadyRow, i);

      if (i % N_PER_TRANSACTION == 0)
        sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
      for (int c = 0; c < N_COLUMNS; c++)
        sqlite3_bind_value (statement, c + 1, row->values[c]);
      g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
      sqlite3_reset (statement);
      if (i % N_PER_TRANSACTION == N_PER_TRANSACTION - 1)
        sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
    }
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  sqlite3_finalize (statement);
  karne_connection_close (db);
  return seconds;
}

static gboolean
copy_rows (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  IngestBench *bench = data;
  g_autofree char *select = g_strdup_printf ("SELECT %s FROM resource ORDER BY row", columns);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, select, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      ReadyRow row;

      for (int c = 0; c < N_COLUMNS; c++)
        row.values[c] = sqlite3_value_dup (sqlite3_column_value (statement, c));
      g_array_append_val (bench->rows, row);
    }
  sqlite3_finalize (statement);
  return TRUE;
}

static void
bench_ingest (KarneTestStore *filled, IngestBench *bench)
{
  KarneBenchPair pair;
  g_autoptr (GError) error = NULL;

  karne_store_read (filled->store, copy_rows, bench, &error);
  g_assert_no_error (error);
  pair = karne_bench_pair (N_PAIRS, run_ingest, run_floor, bench);
  karne_bench_print ("ingest_vs_floor", pair.value, "ratio", "<= 1.3",
                     "%u entries sealed in %.0f ms, floor %.0f ms", N_ENTRIES, pair.work * 1000,
                     pair.floor * 1000);
}

static void
bench_first_page (KarneTestStore *filled)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (KarneView) view = NULL;

  for (int i = 0; i < 9; i++)
    {
      KarneQuery query = { .kind = "DocumentReference", .limit = 50 };
      g_autoptr (GPtrArray) items = NULL;
      gint64 start;
      double ms;

      /* A cold cache: as after the start. */
      karne_test_store_reopen (filled);
      g_clear_object (&view);
      view = karne_view_new (filled->store, KARNE_ROLE_PERSON, NULL);
      start = g_get_monotonic_time ();
      items = karne_view_list (view, &query, NULL);
      ms = (double) (g_get_monotonic_time () - start) / 1000;
      g_assert_cmpuint (items->len, ==, 50);
      g_array_append_val (times, ms);
    }
  karne_bench_print ("first_page_ms", karne_bench_median (times), "ms", "<= 5",
                     "50 of %u documents, median of 9 fresh openings", N_ENTRIES);
}

/* What people type: whole words, beginnings, with and without accents, an author, a number; rare
 * and common. */
static const char *const questions[] = {
  "ordonnance",
  "synthese med",
  "Payet",
  "elise grondin",
  "marie coeur",
  "biologie riviere",
  "n 12345",
  "vaccination",
  "comp",
  "c",
  "certificat techer",
  "depistage 19",
  "imagerie loic",
  "bilan bucco",
  "plan personnalise prevention",
  "consultation hoarau ines",
  "zzz",
};

static void
bench_search (KarneTestStore *filled)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (KarneView) view = karne_view_new (filled->store, KARNE_ROLE_PERSON, NULL);

  for (guint i = 0; i < 20 * G_N_ELEMENTS (questions); i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GPtrArray) items =
          karne_view_search (view, questions[i % G_N_ELEMENTS (questions)], NULL, 50, NULL);
      double ms = (double) (g_get_monotonic_time () - start) / 1000;

      g_assert_nonnull (items);
      g_array_append_val (times, ms);
    }
  karne_bench_print ("search_p95_ms", karne_bench_percentile (times, 95), "ms", "<= 16",
                     "%u documents, %u questions, median %.2f ms", N_ENTRIES, times->len,
                     karne_bench_median (times));
}

int
main (int argc, char *argv[])
{
  g_autoptr (KarneTestStore) filled = NULL;
  IngestBench bench;

  karne_bench_begin (&argc, &argv);
  bench.pages = g_ptr_array_new ();
  bench.rows = g_array_new (FALSE, FALSE, sizeof (ReadyRow));
  for (guint i = 0; i < N_ENTRIES; i += N_PER_PAGE)
    g_ptr_array_add (bench.pages, karne_bench_make_page (i, N_PER_PAGE, "p1", NULL));
  filled = karne_test_store_new ();
  ingest_pages (filled, bench.pages);
  bench_ingest (filled, &bench);
  bench_first_page (filled);
  bench_search (filled);
  return karne_bench_end ();
}
