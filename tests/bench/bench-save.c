/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-bench.h"
#include "karne-test-store.h"
#include "store/karne-connection-private.h"
#include "store/karne-outbox.h"

#include <string.h>

/* What a person changes is on the disk before it is said to be saved: the whole way there, against
 * the statements that the store runs for it, run bare in one thread on a file sealed alike. */

#define N_SAVES 200
#define N_PAIRS 9

typedef struct
{
  GPtrArray *statements; /* (owned) of text, with what was bound in its place */
} SaveBench;

/* The work */

static char *
make_measure (guint number)
{
  return g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"status\":\"final\",\"category\":[{\"coding\":[{"
      "\"system\":\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":"
      "\"laboratory\"}]}],\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":"
      "\"2339-0\",\"display\":\"Glucose\"}]},\"subject\":{\"reference\":\"Patient/p1\"},"
      "\"effectiveDateTime\":\"2026-%02u-%02uT08:15:00+04:00\",\"valueQuantity\":{\"value\":"
      "%u.%u0,\"unit\":\"mg/dL\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mg/dL\"}}",
      1 + number / 28 % 12, 1 + number % 28, 80 + number % 90, number % 10);
}

static void
save_all (KarneTestStore *store)
{
  for (guint i = 0; i < N_SAVES; i++)
    {
      g_autofree char *measure = make_measure (i);
      g_autoptr (GError) error = NULL;

      g_free (
          karne_store_save (store->store, store->source->id, "Observation", NULL, measure, &error));
      g_assert_no_error (error);
    }
}

static double
run_saves (gpointer data)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  gint64 start = g_get_monotonic_time ();

  save_all (store);
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

/* Its statements */

/* What triggers and the full text search run for a statement is in that statement; how durable it
 * is is set while a statement is prepared, and the floor sets it once. */
static gboolean
is_left_out (const char *sql)
{
  return g_str_has_prefix (sql, "--") || strstr (sql, "'main'.'search") != NULL ||
         g_str_has_prefix (sql, "PRAGMA synchronous");
}

static int
note_statement_cb (unsigned event, void *data, void *statement, void *text)
{
  GPtrArray *statements = data;

  if (!is_left_out (text) && !is_left_out (sqlite3_sql (statement)))
    {
      char *sql = sqlite3_expanded_sql (statement);

      g_assert_nonnull (sql);
      g_ptr_array_add (statements, g_strdup (sql));
      sqlite3_free (sql);
    }
  return 0;
}

static gboolean
trace_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_trace_v2 (db, data != NULL ? SQLITE_TRACE_STMT : 0, note_statement_cb, data);
  return TRUE;
}

static GPtrArray *
record_statements (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (karne_store_write (store->store, trace_in_worker, statements, NULL));
  /* The end of the job that began it is none of what is measured. */
  g_ptr_array_set_size (statements, 0);
  save_all (store);
  g_assert_true (karne_store_write (store->store, trace_in_worker, NULL, NULL));
  /* The beginning of the job that ended it. */
  g_ptr_array_remove_index (statements, statements->len - 1);
  return statements;
}

/* The floor */

static GPtrArray *
prepare_all (sqlite3 *db, GPtrArray *texts)
{
  GPtrArray *statements =
      g_ptr_array_new_full (texts->len, (GDestroyNotify) (void (*) (void)) sqlite3_finalize);

  for (guint i = 0; i < texts->len; i++)
    {
      sqlite3_stmt *statement = NULL;

      g_assert_cmpint (sqlite3_prepare_v2 (db, texts->pdata[i], -1, &statement, NULL), ==,
                       SQLITE_OK);
      g_ptr_array_add (statements, statement);
    }
  return statements;
}

static double
step_all (GPtrArray *statements)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < statements->len; i++)
    {
      int rc;

      while ((rc = sqlite3_step (statements->pdata[i])) == SQLITE_ROW)
        ;
      g_assert_cmpint (rc, ==, SQLITE_DONE);
      sqlite3_reset (statements->pdata[i]);
    }
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static void
assert_saved (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (
                       db, "SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM resource)",
                       -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (statement, 0), ==, N_SAVES);
  g_assert_cmpint (sqlite3_column_int (statement, 1), ==, N_SAVES);
  sqlite3_finalize (statement);
}

static double
run_statements (gpointer data)
{
  SaveBench *bench = data;
  g_autoptr (KarneTestStore) fixture = karne_test_store_new ();
  g_autoptr (GPtrArray) statements = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;
  double seconds;

  karne_store_close (fixture->store, NULL);
  db = karne_connection_open (fixture->path, fixture->key, KARNE_CONNECTION_WRITE, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_true (karne_sql_exec (db, "PRAGMA synchronous = FULL", NULL));
  statements = prepare_all (db, bench->statements);
  seconds = step_all (statements);
  assert_saved (db);
  g_clear_pointer (&statements, g_ptr_array_unref);
  karne_connection_close (db);
  return seconds;
}

int
main (int argc, char *argv[])
{
  SaveBench bench = { 0 };
  KarneBenchPair pair;

  karne_bench_begin (&argc, &argv);
  bench.statements = record_statements ();
  pair = karne_bench_pair (N_PAIRS, run_saves, run_statements, &bench);
  karne_bench_print ("create_vs_statements", pair.value, "ratio", "<= 1.3",
                     "%u measures saved durably, %.2f ms each; their %u statements bare %.2f ms",
                     N_SAVES, pair.work * 1000 / N_SAVES, bench.statements->len,
                     pair.floor * 1000 / N_SAVES);
  g_ptr_array_unref (bench.statements);
  return karne_bench_end ();
}
