/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The store itself: transactions, notices, order, closing, and its schema. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "karne-error.h"
#include "karne-test-store.h"
#include "store/karne-connection-private.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-check.h"

/* Each notice as a line: kinds and ids, in their order. */
typedef struct
{
  KarneTestStore *store;
  GPtrArray *notices; /* (owned) of char* */
} Fixture;

static void
changed_cb (KarneStore *store, GPtrArray *changes, gpointer data)
{
  Fixture *fixture = data;
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      KarneChange *change = changes->pdata[i];

      g_assert_cmpint (change->source, ==, fixture->store->source->id);
      g_string_append_printf (line, "%s%s/%s", i > 0 ? " " : "", change->kind, change->id);
    }
  g_ptr_array_add (fixture->notices, g_string_free (line, FALSE));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = karne_test_store_new ();
  /* Of the source that was added. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  fixture->notices = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (fixture->store->store, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->store->store, fixture);
  karne_test_store_free (fixture->store);
  g_ptr_array_unref (fixture->notices);
}

/* Everything that was told so far, a line each. */
static void
assert_notices (Fixture *fixture, const char *expected)
{
  g_autofree char *all = NULL;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_ptr_array_add (fixture->notices, NULL);
  all = g_strjoinv ("\n", (char **) fixture->notices->pdata);
  g_assert_cmpstr (all, ==, expected);
  g_ptr_array_set_size (fixture->notices, 0);
}

#define TASK(id) "{\"resourceType\":\"Task\",\"id\":\"" id "\",\"meta\":{\"versionId\":\"1\"}}"

static void
test_notices (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarnePage) page =
      karne_test_ingest_resources (fixture->store, "Task", TASK ("a"), TASK ("b"), NULL);
  g_autoptr (KarnePage) again = NULL;
  g_autoptr (KarnePage) bad = NULL;

  assert_notices (fixture, "Task/a Task/b");
  again = karne_test_ingest_resources (fixture->store, "Task", TASK ("a"), TASK ("c"), NULL);
  assert_notices (fixture, "Task/c");
  bad = karne_test_ingest_resources (fixture->store, "Task", TASK ("a"),
                                     "{\"resourceType\":\"Task\",\"id\":\"d\",\"x\":1,\"x\":2}",
                                     NULL);
  assert_notices (fixture, "");
  g_assert_cmpuint (again->n_known, ==, 1);
  g_assert_cmpuint (bad->n_quarantined, ==, 1);
  g_assert_cmpuint (page->n_stored, ==, 2);
}

typedef struct
{
  Fixture *fixture;
  const char *id;
  gboolean fails;
} Removal;

static gboolean
remove_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Removal *removal = data;
  KarneTestStore *store = removal->fixture->store;

  if (!karne_resource_remove (store->store, db, store->source->id, "Task", removal->id,
                              KARNE_GONE_DELETED, NULL, error))
    return FALSE;
  if (removal->fails)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED, "on purpose");
  return !removal->fails;
}

/* What was undone is not told, not even with what comes after it. */
static void
test_rolled_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarnePage) page =
      karne_test_ingest_resources (fixture->store, "Task", TASK ("a"), TASK ("b"), NULL);
  Removal failing = { fixture, "a", TRUE };
  Removal succeeding = { fixture, "b", FALSE };
  Removal nothing = { fixture, "nowhere", FALSE };
  g_autoptr (GError) error = NULL;

  assert_notices (fixture, "Task/a Task/b");
  g_assert_false (karne_store_write (fixture->store->store, remove_job, &failing, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_FAILED);
  g_clear_error (&error);
  assert_notices (fixture, "");
  g_assert_cmpint (karne_test_query_int (fixture->store, "SELECT count(*) FROM resource"), ==, 2);
  g_assert_cmpint (karne_test_query_int (fixture->store, "SELECT count(*) FROM gone"), ==, 0);
  g_assert_true (karne_store_write (fixture->store->store, remove_job, &succeeding, &error));
  g_assert_no_error (error);
  assert_notices (fixture, "Task/b");
  g_assert_true (karne_store_write (fixture->store->store, remove_job, &nothing, &error));
  assert_notices (fixture, "");
  g_assert_cmpuint (page->n_stored, ==, 2);
}

static gboolean
undo_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Fixture *fixture = data;

  karne_store_note_change (fixture->store->store, fixture->store->source->id, "Task", "a");
  return karne_sql_exec (db, "DELETE FROM resource; ROLLBACK", error);
}

/* SQLite undoes a transaction by itself when the disk fails. A job that did not notice has not done
 * what it says. */
static void
test_undone_under_it (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarnePage) page =
      karne_test_ingest_resources (fixture->store, "Task", TASK ("a"), NULL);
  g_autoptr (KarnePage) next = NULL;
  g_autoptr (GError) error = NULL;

  assert_notices (fixture, "Task/a");
  g_assert_false (karne_store_write (fixture->store->store, undo_job, fixture, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_FAILED);
  next = karne_test_ingest_resources (fixture->store, "Task", TASK ("b"), NULL);
  assert_notices (fixture, "Task/b");
  g_assert_cmpuint (page->n_stored + next->n_stored, ==, 2);
}

/* Jobs and the ingest */

static void
count_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  guint *n = data;

  ++*n;
}

static void
wait_until (const guint *n, guint expected)
{
  while (*n < expected)
    g_main_context_iteration (NULL, TRUE);
}

static void
push (KarneIngest *ingest, const char *text, guint *n)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  karne_ingest_push_async (ingest, bytes, NULL, count_cb, n);
}

/* A write between two pieces of a page: what came of the page stands, the write stands, and the
 * page goes on. */
static void
test_between_pushes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarneIngest) ingest =
      karne_ingest_new (fixture->store->store, fixture->store->source, "Task", KARNE_INGEST_NONE);
  g_autoptr (GError) error = NULL;
  Removal failing = { fixture, "a", TRUE };
  Removal removal = { fixture, "a", FALSE };
  guint n = 0;

  push (ingest,
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" TASK (
            "a") "},{\"resource\":" TASK ("b") "},",
        &n);
  g_assert_false (karne_store_write (fixture->store->store, remove_job, &failing, NULL));
  assert_notices (fixture, "Task/a Task/b");
  g_assert_cmpint (karne_test_query_int (fixture->store, "SELECT count(*) FROM resource"), ==, 2);
  push (ingest, "{\"resource\":" TASK ("c") "},{\"resource\":{\"resourceType\":\"Ta", &n);
  karne_store_write (fixture->store->store, remove_job, &removal, &error);
  g_assert_no_error (error);
  push (ingest, "sk\",\"id\":\"d\"}}]}", &n);
  karne_ingest_end_async (ingest, NULL, count_cb, &n);
  karne_ingest_commit_async (ingest, NULL, NULL, count_cb, &n);
  wait_until (&n, 5);
  assert_notices (fixture, "Task/c\nTask/a\nTask/d");
  g_assert_cmpint (karne_test_query_int (
                       fixture->store, "SELECT count(*) FROM resource WHERE id IN ('b', 'c', 'd')"),
                   ==, 3);
}

/* A page that nobody commits is undone by nobody either: the next write takes it along. */
static void
test_closed_in_the_middle (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarneIngest) ingest =
      karne_ingest_new (fixture->store->store, fixture->store->source, "Task", KARNE_INGEST_NONE);
  guint n = 0;

  push (ingest,
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" TASK ("a") "},{\"resource\":{",
        &n);
  g_clear_object (&ingest);
  karne_test_store_reopen (fixture->store);
  wait_until (&n, 1);
  g_assert_cmpint (karne_test_query_int (fixture->store, "SELECT count(*) FROM resource"), ==, 1);
}

typedef struct
{
  GString *log;
  char letter;
} Letter;

static gboolean
letter_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Letter *letter = data;

  g_string_append_c (letter->log, letter->letter);
  return TRUE;
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  Letter letters[26];
  Letter not_run = { log, '!' };
  guint n = 0;

  g_cancellable_cancel (cancelled);
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      letters[i] = (Letter){ log, (char) ('a' + i) };
      karne_store_write_async (fixture->store->store, letter_job, &letters[i], NULL, NULL, count_cb,
                               &n);
      if (i == 13)
        karne_store_write_async (fixture->store->store, letter_job, &not_run, NULL, cancelled,
                                 count_cb, &n);
    }
  wait_until (&n, 27);
  g_assert_cmpstr (log->str, ==, "abcdefghijklmnopqrstuvwxyz");
}

/* Closing */

static void
closed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  guint *n = data;
  g_autoptr (GError) error = NULL;

  g_assert_false (karne_store_job_finish (KARNE_STORE (object), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  ++*n;
}

static void
test_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Letter letter = { log, 'a' };
  g_autoptr (GError) error = NULL;
  guint n = 0;

  /* What was asked for before is done. */
  karne_store_write_async (fixture->store->store, letter_job, &letter, NULL, NULL, count_cb, &n);
  karne_store_read_async (fixture->store->store, letter_job, &letter, NULL, NULL, count_cb, &n);
  g_assert_true (karne_store_close (fixture->store->store, &error));
  g_assert_cmpuint (log->len, ==, 2);
  g_assert_true (karne_store_close (fixture->store->store, &error));
  g_assert_no_error (error);
  g_assert_false (karne_store_write (fixture->store->store, letter_job, &letter, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  karne_store_read_async (fixture->store->store, letter_job, &letter, NULL, NULL, closed_cb, &n);
  wait_until (&n, 3);
  g_assert_cmpuint (log->len, ==, 2);
}

static gboolean
execute_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, data, error);
}

/* Reads and writes until it is told that the store is closed. */
static gpointer
use_until_closed (gpointer data)
{
  KarneStore *store = data;
  g_autoptr (GError) error = NULL;

  for (guint n = 0; error == NULL; n++)
    {
      g_autoptr (GPtrArray) sources =
          n % 4 == 0 && !karne_store_set_token (store, 1, "t", &error)
              ? NULL
              : karne_store_list_sources (store, error == NULL ? &error : NULL);

      g_assert_true (sources == NULL || sources->len == 1);
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  return NULL;
}

#define N_USERS 4

/* Who waits for the store in another thread is answered, or told. */
static void
test_closed_by_another (void)
{
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      GThread *users[N_USERS];

      for (guint i = 0; i < N_USERS; i++)
        users[i] = g_thread_new ("user", use_until_closed, store->store);
      g_assert_true (karne_store_write (store->store, execute_job,
                                        (gpointer) "UPDATE source SET token = 'u'", NULL));
      g_assert_true (karne_store_close (store->store, NULL));
      for (guint i = 0; i < N_USERS; i++)
        g_thread_join (users[i]);
    }
}

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean go;
  gint gone; /* atomic */
} Gate;

static gboolean
wait_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  while (!gate->go)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return TRUE;
}

static void
gone_cb (gpointer data, GObject *object)
{
  g_atomic_int_set ((gint *) data, 1);
}

/* The caller lets go of the store while a job runs: it is closed by whoever is last, be it its own
 * worker. */
static void
test_last_reference (gconstpointer data)
{
  gboolean writes = GPOINTER_TO_INT (data);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (GFile) file = g_file_new_for_path (store->path);
      g_autoptr (GError) error = NULL;
      Gate gate = { 0 };

      g_mutex_init (&gate.mutex);
      g_cond_init (&gate.cond);
      g_object_weak_ref (G_OBJECT (store->store), gone_cb, &gate.gone);
      if (writes)
        karne_store_write_async (store->store, wait_job, &gate, NULL, NULL, NULL, NULL);
      else
        karne_store_read_async (store->store, wait_job, &gate, NULL, NULL, NULL, NULL);
      g_clear_object (&store->store);
      g_assert_false (g_atomic_int_get (&gate.gone));
      g_mutex_lock (&gate.mutex);
      gate.go = TRUE;
      g_cond_signal (&gate.cond);
      g_mutex_unlock (&gate.mutex);
      while (!g_atomic_int_get (&gate.gone))
        if (!g_main_context_iteration (NULL, FALSE))
          g_thread_yield ();
      /* The lock goes with the last of it, a moment after the weak references. */
      do
        {
          g_clear_error (&error);
          store->store = karne_store_open (file, store->key, &error);
        }
      while (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_LOCKED));
      g_assert_no_error (error);
      g_cond_clear (&gate.cond);
      g_mutex_clear (&gate.mutex);
    }
}

static gboolean
same_thread_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_assert_true (data == g_thread_self ());
  return TRUE;
}

/* For simulations everything runs in the caller, in order. */
static void
test_in_line (void)
{
  KarneStoreOptions options = { KARNE_STORE_INLINE };
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarnePage) page = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  karne_store_close (store->store, NULL);
  g_clear_object (&store->store);
  store->store = karne_store_open_full (store->path, store->key, &options, &error);
  g_assert_no_error (error);
  karne_store_write (store->store, same_thread_job, g_thread_self (), &error);
  karne_store_read (store->store, same_thread_job, g_thread_self (), &error);
  g_assert_no_error (error);
  karne_store_write_async (store->store, same_thread_job, g_thread_self (), NULL, NULL, count_cb,
                           &n);
  wait_until (&n, 1);
  page = karne_test_ingest_resources (store, "Task", TASK ("a"), TASK ("b"), NULL);
  g_assert_cmpuint (page->n_stored, ==, 2);
  g_assert_cmpint (karne_test_query_int (store, "SELECT count(*) FROM resource"), ==, 2);
}

/* A store that was searched, and took more in since, is as whole as before. */
static void
test_check (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GString) text = g_string_new ("{\"resourceType\":\"Bundle\",\"entry\":[");
      g_autoptr (KarnePage) page = NULL;
      g_autoptr (GError) error = NULL;

      for (guint n = 0; n < 60; n++)
        g_string_append_printf (text,
                                "%s{\"resource\":{\"resourceType\":\"Task\",\"id\":\"t%u\","
                                "\"description\":\"Rappel %u\"}}",
                                n > 0 ? "," : "", i * 60 + n, n);
      g_string_append (text, "]}");
      page = karne_test_ingest (fixture->store, "Task", KARNE_INGEST_NONE, text->str, text->len, 0,
                                NULL);
      g_assert_cmpuint (page->n_stored, ==, 60);
      karne_store_check (fixture->store->store, &error);
      g_assert_no_error (error);
      g_assert_cmpint (
          karne_test_query_int (fixture->store,
                                "SELECT count(*) FROM search WHERE search MATCH 'rappel'"),
          ==, (i + 1) * 60);
    }
}

/* Sources */

static void
test_sources (Fixture *fixture, gconstpointer data)
{
  KarneStore *store = fixture->store->store;
  static const char *const bad[] = { "ftp://example.org",
                                     "example.org",
                                     "https://",
                                     "https://u:p@example.org",
                                     "https://example.org/?a=b",
                                     "https://example.org/#x",
                                     "" };
  g_autoptr (KarnePage) page =
      karne_test_ingest_resources (fixture->store, "Task", TASK ("a"), NULL);
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GError) error = NULL;
  gint64 second;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_cmpint (karne_store_add_source (store, bad[i], "p", NULL, &error), ==, 0);
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
      g_clear_error (&error);
    }
  g_assert_cmpint (karne_store_add_source (store, "https://example.org", "a/b", NULL, &error), ==,
                   0);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_clear_error (&error);
  second = karne_store_add_source (store, "https://example.org/fhir//", "p", "secret", &error);
  g_assert_no_error (error);
  g_assert_cmpint (karne_store_add_source (store, "https://example.org/fhir", "p", NULL, &error),
                   ==, 0);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (karne_store_set_token (store, second, NULL, &error));
  sources = karne_store_list_sources (store, &error);
  g_assert_cmpuint (sources->len, ==, 2);
  g_assert_cmpstr (((KarneSource *) sources->pdata[1])->base, ==, "https://example.org/fhir");
  g_assert_null (((KarneSource *) sources->pdata[1])->token);
  g_assert_false (karne_store_set_token (store, 99, "x", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (karne_store_remove_source (store, 99, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* With a source goes all that came from it, and only that. */
  g_assert_true (karne_store_remove_source (store, second, &error));
  g_assert_cmpint (karne_test_query_int (fixture->store, "SELECT count(*) FROM resource"), ==, 1);
  g_assert_true (karne_store_remove_source (store, fixture->store->source->id, &error));
  g_assert_cmpint (karne_test_query_int (fixture->store, "SELECT count(*) FROM resource"), ==, 0);
  g_assert_cmpuint (page->n_stored, ==, 1);
}

/* Schema */

static gboolean
dump_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GString *dump = data;
  g_autoptr (KarneStatement) statement =
      karne_sql_get_text (db, "dump",
                          "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> "
                          "'sqlite_sequence' ORDER BY type = "
                          "'trigger', type = 'index', name",
                          error);

  if (statement == NULL)
    return FALSE;
  while (karne_sql_step (statement, error) == SQLITE_ROW)
    g_string_append_printf (dump, "%s;\n", sqlite3_column_text (statement, 0));
  return TRUE;
}

static GString *
dump_schema (KarneStore *store)
{
  GString *dump = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  karne_store_read (store, dump_job, dump, &error);
  g_assert_no_error (error);
  return dump;
}

/* Every table, as the migration that stands behind it made it. A migration that was released never
 * changes: so neither does this file, and the next version gets one of its own. */
static void
test_schema (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GString) dump = dump_schema (store->store);
  g_autofree char *name =
      g_strdup_printf ("schema-v%u.sql", karne_connection_get_schema_version ());
  g_autofree char *path = g_build_filename (g_getenv ("KARNE_TEST_DATA"), name, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("KARNE_TEST_WRITE_SCHEMA") != NULL)
    g_file_set_contents (path, dump->str, -1, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dump->str, ==, expected);
}

/* A store as an older version left it: its dump, and nothing in it. */
static void
make_old_store (KarneTestStore *store, guint version)
{
  g_autofree char *name = g_strdup_printf ("schema-v%u.sql", version);
  g_autofree char *path = g_build_filename (g_getenv ("KARNE_TEST_DATA"), name, NULL);
  g_autofree char *schema = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  g_file_get_contents (path, &schema, NULL, &error);
  g_assert_no_error (error);
  g_unlink (store->path);
  db = karne_connection_open (store->path, store->key, KARNE_CONNECTION_CREATE, NULL, 0, &error);
  g_assert_no_error (error);
  /* The tables behind the search are made with it, and may not be written by hand. */
  text = g_strdup_printf ("PRAGMA user_version = %u;", version);
  karne_sql_exec (db, text, &error);
  g_assert_no_error (error);
  for (char *statement = schema; *statement != '\0';)
    {
      char *end = strstr (statement, ";\n");
      const char *next = end + 2;

      /* A trigger holds statements, each of which ends like this, too. */
      while (g_str_has_prefix (statement, "CREATE TRIGGER") && !g_str_has_prefix (end - 3, "END"))
        {
          end = strstr (end + 2, ";\n");
          next = end + 2;
        }
      *end = '\0';
      if (!g_str_has_prefix (statement, "CREATE TABLE 'search_"))
        karne_sql_exec (db, statement, &error);
      g_assert_no_error (error);
      statement = (char *) next;
    }
  karne_connection_close (db);
}

/* Every version that was released opens with this one, whatever it held. */
static void
test_migrate (void)
{
  for (guint version = 1; version <= karne_connection_get_schema_version (); version++)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (GString) expected = dump_schema (store->store);
      g_autoptr (GString) dump = NULL;
      g_autoptr (GFile) file = g_file_new_for_path (store->path);
      g_autoptr (KarnePage) page = NULL;
      g_autoptr (GError) error = NULL;

      karne_store_close (store->store, &error);
      g_clear_object (&store->store);
      make_old_store (store, version);
      store->store = karne_store_open (file, store->key, &error);
      g_assert_no_error (error);
      dump = dump_schema (store->store);
      g_assert_cmpstr (dump->str, ==, expected->str);
      g_assert_cmpint (karne_test_query_int (store, "PRAGMA user_version"), ==,
                       karne_connection_get_schema_version ());
      karne_store_write (
          store->store, execute_job,
          (gpointer) "INSERT INTO source (id, base, patient) VALUES (1, 'http://127.0.0.1', 'p1')",
          &error);
      g_assert_no_error (error);
      page = karne_test_ingest_resources (store, "Task", TASK ("a"), NULL);
      g_assert_cmpuint (page->n_stored, ==, 1);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/notices", test_notices);
  ADD ("/store/rolled-back", test_rolled_back);
  ADD ("/store/undone-under-it", test_undone_under_it);
  ADD ("/store/between-pushes", test_between_pushes);
  ADD ("/store/closed-in-the-middle", test_closed_in_the_middle);
  ADD ("/store/order", test_order);
  ADD ("/store/close", test_close);
  g_test_add_func ("/store/closed-by-another", test_closed_by_another);
  g_test_add_data_func ("/store/last-reference/reader", GINT_TO_POINTER (FALSE),
                        test_last_reference);
  g_test_add_data_func ("/store/last-reference/writer", GINT_TO_POINTER (TRUE),
                        test_last_reference);
  g_test_add_func ("/store/in-line", test_in_line);
  ADD ("/store/check", test_check);
  ADD ("/store/sources", test_sources);
  g_test_add_func ("/store/schema", test_schema);
  g_test_add_func ("/store/migrate", test_migrate);
  return g_test_run ();
}
