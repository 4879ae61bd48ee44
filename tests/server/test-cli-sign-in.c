/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"
#include "karne-test-phone.h"
#include "store/karne-store-private.h"
#include "store/karne-sql-private.h"

#include <string.h>

#define PATIENT "diabete"
#define OTHER "grossesse"

typedef struct
{
  CliServer *server;
  CliBox *box;
} Fixture;

static void
set_up (Fixture *f, gconstpointer quirk)
{
  f->server =
      cli_server_start ("--authorize", "--device-interval", "1", "--code-life",
                        g_strcmp0 (quirk, "short") == 0 ? "1" : "600",
                        quirk != NULL && !g_str_equal (quirk, "short") ? "--sign-in-quirk" : NULL,
                        quirk, NULL);
  f->box = cli_box_new ();
  cli_box_create_space (f->box);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  cli_server_stop (f->server);
  cli_box_free (f->box);
}

/* What the command says on its standard error, as one JSON document, while it waits. */
static char *
read_event (GSubprocess *process, const char *member)
{
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_LF);
  g_buffered_input_stream_set_buffer_size (G_BUFFERED_INPUT_STREAM (lines), 1);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  while (node == NULL)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      g_assert_nonnull (line);
      g_string_append (text, line);
      node = json_from_string (text->str, NULL);
    }
  return g_strdup (json_object_get_string_member (json_node_get_object (node), member));
}

/* Runs `karne sign-in`, answers on the telephone, and returns how it ended. person NULL: refuses.
 */
static CliRun *
sign_in_as (Fixture *f, const char *source, const char *person)
{
  const char *args[] = { "sign-in", source, "--yes", "--json", NULL };
  g_autoptr (GSubprocess) process = cli_box_spawn (f->box, TRUE, args);
  g_autofree char *address = read_event (process, "completeAddress");
  g_autoptr (KarneTestPhone) phone = karne_test_phone_new ();
  g_autoptr (KarneTestPage) page = karne_test_phone_answer (phone, address, person);

  g_assert_cmpuint (page->status, ==, 200);
  return cli_box_wait (process);
}

static void
assert_code (CliRun *run, int exit, const char *code)
{
  g_autofree char *said = NULL;

  g_assert_cmpint (run->exit, ==, exit);
  said = cli_run_dup_error_code (run);
  g_assert_cmpstr (said, ==, code);
}

typedef struct
{
  const char *sql;
  char *text;
} Query;

static gboolean
query_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Query *query = data;
  g_autoptr (KarneStatement) statement = karne_sql_get_text (db, query->sql, query->sql, error);

  if (statement != NULL && karne_sql_step (statement, error) == SQLITE_ROW)
    query->text = karne_sql_dup_text (statement, 0);
  return statement != NULL;
}

/* What is in the sealed store, with its key. */
static char *
query_store (Fixture *f, const char *sql)
{
  g_autofree char *key_path = g_build_filename (f->box->root, "space-1", "key.json", NULL);
  g_autofree char *path = g_build_filename (f->box->root, "space-1", "record.db", NULL);
  g_autoptr (GFile) key_file = g_file_new_for_path (key_path);
  g_autoptr (KarneKey) key = karne_key_file_open (key_file, f->box->passphrase, NULL);
  g_autoptr (GError) error = NULL;
  const KarneStoreOptions options = { .runner = KARNE_STORE_INLINE };
  g_autoptr (KarneStore) store = karne_store_open_full (path, key, &options, &error);
  Query query = { 0 };

  g_assert_no_error (error);
  query.sql = sql;
  g_assert_true (karne_store_read (store, query_job, &query, &error));
  g_assert_no_error (error);
  g_assert_true (karne_store_close (store, NULL));
  return query.text;
}

/* Nothing typed here, the person confirmed, the record here, then signed out for good. */
static void
test_life (Fixture *f, gconstpointer data)
{
  g_autoptr (CliRun) run = sign_in_as (f, f->server->url, PATIENT);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (CliRun) synced = NULL;
  g_autoptr (CliRun) out = NULL;
  g_autoptr (CliRun) after = NULL;
  JsonObject *done;

  g_assert_cmpint (run->exit, ==, 0);
  node = cli_run_parse (run);
  done = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (done, "patient"), ==, PATIENT);
  g_assert_nonnull (json_object_get_string_member (done, "name"));
  g_assert_nonnull (json_object_get_string_member (done, "birthDate"));
  synced = cli_box_run (f->box, 0, "sync", NULL);
  out = cli_box_run (f->box, 0, "sign-out", "1", NULL);
  g_assert_nonnull (strstr (out->out, "The server knows"));
  after = cli_box_run (f->box, 7, "sync", "--json", NULL);
  g_assert_nonnull (strstr (after->err, "sign"));
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (CliRun) run = sign_in_as (f, f->server->url, NULL);
  g_autoptr (CliRun) list = cli_box_run (f->box, 0, "source", "list", "--json", NULL);

  assert_code (run, 7, "sign-in");
  g_assert_null (strstr (list->out, f->server->url));
}

static void
test_expired (Fixture *f, gconstpointer data)
{
  g_autoptr (CliRun) run = cli_box_run (f->box, 7, "sign-in", f->server->url, "--yes", NULL);

  g_assert_nonnull (strstr (run->err, "type this code"));
  g_assert_nonnull (strstr (run->err, "Nobody signed in in time"));
}

/* Signing in again is as the same person, or not at all. */
static void
test_other_person (Fixture *f, gconstpointer data)
{
  g_autoptr (CliRun) first = sign_in_as (f, f->server->url, PATIENT);
  g_autofree char *before = query_store (f, "SELECT token FROM source");
  g_autoptr (CliRun) second = sign_in_as (f, "1", OTHER);
  g_autofree char *after = query_store (f, "SELECT token FROM source");
  g_autoptr (CliRun) third = sign_in_as (f, "1", PATIENT);

  g_assert_cmpint (first->exit, ==, 0);
  assert_code (second, 7, "sign-in");
  g_assert_nonnull (before);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (third->exit, ==, 0);
}

/* Nobody said yes to name and birth date: nothing is kept, and the right is given back. */
static void
test_not_confirmed (Fixture *f, gconstpointer data)
{
  const char *args[] = { "sign-in", f->server->url, "--json", NULL };
  g_autoptr (GSubprocess) process = cli_box_spawn (f->box, TRUE, args);
  g_autofree char *address = read_event (process, "completeAddress");
  g_autoptr (KarneTestPhone) phone = karne_test_phone_new ();
  g_autoptr (KarneTestPage) page = karne_test_phone_answer (phone, address, PATIENT);
  g_autoptr (CliRun) run = cli_box_wait (process);
  g_autofree char *sources = query_store (f, "SELECT count(*) FROM source");

  g_assert_cmpuint (page->status, ==, 200);
  assert_code (run, 2, "usage");
  g_assert_cmpstr (sources, ==, "0");
}

/* What a token is can be read nowhere: not in what is said, even when everything is, not in the
 * arguments, not in any file. */
static void
test_nowhere (Fixture *f, gconstpointer data)
{
  g_autoptr (CliRun) run = NULL;
  g_autoptr (CliRun) synced = NULL;
  g_autofree char *access = NULL;
  g_autofree char *refresh = NULL;

  f->box->loud = TRUE;
  run = sign_in_as (f, f->server->url, PATIENT);
  synced = cli_box_run (f->box, 0, "sync", NULL);
  g_assert_nonnull (strstr (synced->out, "DEBUG"));
  g_assert_cmpint (run->exit, ==, 0);
  access = query_store (f, "SELECT token FROM source");
  refresh = query_store (f, "SELECT refresh FROM sign_in");
  g_assert_nonnull (access);
  g_assert_nonnull (refresh);
  for (guint i = 0; i < 2; i++)
    {
      const char *secret = i == 0 ? access : refresh;

      g_assert_null (strstr (run->out, secret));
      g_assert_null (strstr (run->err, secret));
      g_assert_null (strstr (synced->out, secret));
      g_assert_null (strstr (synced->err, secret));
      g_assert_false (cli_tree_contains (f->box->home, secret));
    }
}

/* While it waits, any program of this computer may look at how it was started. */
static void
test_arguments (Fixture *f, gconstpointer data)
{
  const char *args[] = { "sign-in", f->server->url, "--yes", "--json", NULL };
  g_autoptr (GSubprocess) process = cli_box_spawn (f->box, TRUE, args);
  g_autofree char *code = read_event (process, "code");
  g_autofree char *path =
      g_strdup_printf ("/proc/%s/cmdline", g_subprocess_get_identifier (process));
  g_autofree char *arguments = NULL;
  gsize len = 0;

  g_assert_true (g_file_get_contents (path, &arguments, &len, NULL));
  g_assert_cmpuint (len, >, 0);
  g_assert_null (memmem (arguments, len, code, strlen (code)));
  g_subprocess_send_signal (process, 2);
  {
    g_autoptr (CliRun) run = cli_box_wait (process);

    g_assert_cmpint (run->exit, ==, 130);
  }
}

/* A code that would move the cursor, an address that is not what it looks like: not shown. */
static void
test_hostile_code (Fixture *f, gconstpointer data)
{
  g_autoptr (CliRun) run = cli_box_run (f->box, 1, "sign-in", f->server->url, "--yes", NULL);

  g_assert_null (strchr (run->err, '\x1b'));
  g_assert_null (strstr (run->err, "ypal"));
}

static void
test_usage (Fixture *f, gconstpointer data)
{
  g_autoptr (CliRun) user = cli_box_run (f->box, 2, "sign-in", "https://u:p@a.invalid", NULL);
  g_autoptr (CliRun) word = cli_box_run (f->box, 2, "sign-in", "word", NULL);
  g_autoptr (CliRun) none = cli_box_run (f->box, 5, "sign-in", "7", NULL);
  g_autoptr (CliRun) plain = cli_box_run (f->box, 12, "sign-in", "http://a.invalid/fhir", NULL);
  g_autoptr (CliRun) nobody = cli_box_run (f->box, 5, "sign-out", "7", NULL);

  g_assert_null (strstr (user->err, "u:p"));
  g_assert_cmpstr (word->out, ==, "");
  g_assert_cmpstr (none->out, ==, "");
  g_assert_cmpstr (plain->out, ==, "");
  g_assert_cmpstr (nobody->out, ==, "");
}

#define ADD(path, quirk, func)                                                                     \
  g_test_add ("/cli-sign-in/" path, Fixture, quirk, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("life", NULL, test_life);
  ADD ("refused", NULL, test_refused);
  ADD ("expired", "short", test_expired);
  ADD ("other-person", NULL, test_other_person);
  ADD ("not-confirmed", NULL, test_not_confirmed);
  ADD ("nowhere", NULL, test_nowhere);
  ADD ("arguments", NULL, test_arguments);
  ADD ("hostile-code", "hostile-code", test_hostile_code);
  ADD ("usage", NULL, test_usage);
  return g_test_run ();
}
