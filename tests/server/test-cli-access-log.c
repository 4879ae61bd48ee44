/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"

#include "store/karne-space-private.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"

#include <string.h>

/* What the command line notes of itself, and what it says of a log that was tampered with. */

#define PATIENT "diabete"
#define MEASURE "diabete-glycemie-001"

static JsonArray *
get_rows (JsonNode *node)
{
  return json_object_get_array_member (json_node_get_object (node), "rows");
}

/* The oldest first: “act kind/id”. */
static char *
say_rows (CliBox *box, int expected_exit)
{
  g_autoptr (CliRun) run = cli_box_run (box, expected_exit, "access-log", "--all", "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (run);
  JsonArray *rows = get_rows (node);
  GString *lines = g_string_new (NULL);

  for (guint i = json_array_get_length (rows); i > 0; i--)
    {
      JsonObject *row = json_array_get_object_element (rows, i - 1);
      const char *kind = json_object_get_string_member (row, "kind");
      const char *id = json_object_get_string_member (row, "id");

      g_assert_cmpstr (json_object_get_string_member (row, "reader"), ==, "person");
      g_assert_cmpuint (strlen (json_object_get_string_member (row, "link")), ==, 64);
      g_string_append_printf (lines, "%s%s%s%s%s\n", json_object_get_string_member (row, "act"),
                              kind != NULL ? " " : "", kind != NULL ? kind : "",
                              id != NULL ? "/" : "", id != NULL ? id : "");
    }
  return g_string_free (lines, FALSE);
}

static gboolean
exec_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, data, error);
}

/* While no command has it open, with the key. */
static void
tamper (CliBox *box, const char *sql)
{
  g_autoptr (GFile) root = g_file_new_for_path (box->root);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSpace) space = karne_space_open (root, "space-1", box->passphrase, &error);

  g_assert_no_error (error);
  karne_store_write (karne_space_get_store (space), exec_job, (gpointer) sql, &error);
  g_assert_no_error (error);
  karne_space_close (space, &error);
  g_assert_no_error (error);
}

static void
test_noted (void)
{
  CliServer *server = cli_server_start ("--port", "0", NULL);
  CliBox *box = cli_box_new ();
  g_autofree char *folder = cli_box_path (box, "out");
  g_autofree char *table = cli_box_path (box, "measures.csv");
  g_autofree char *rows = NULL;
  g_autoptr (CliRun) empty = NULL;
  g_autoptr (CliRun) listed = NULL;
  g_autoptr (CliRun) verified = NULL;

  cli_box_create_space (box);
  empty = cli_box_run (box, 0, "access-log", NULL);
  g_assert_nonnull (strstr (empty->out, "Nothing was noted"));
  cli_run_free (
      cli_box_run (box, 0, "source", "add", server->url, "--patient", PATIENT, "--yes", NULL));
  cli_run_free (cli_box_run (box, 0, "sync", NULL));
  cli_run_free (cli_box_run (box, 0, "show", "Observation/" MEASURE, NULL));
  cli_run_free (cli_box_run (box, 0, "search", "glycemie", NULL));
  cli_run_free (cli_box_run (box, 0, "measures", "export", "--output", table, NULL));
  cli_run_free (cli_box_run (box, 0, "export", folder, NULL));
  rows = say_rows (box, 0);
  g_assert_cmpstr (rows, ==,
                   "look Observation/" MEASURE "\nsearch\nlook Observation\nexport Observation\n"
                   "export\n");
  listed = cli_box_run (box, 0, "access-log", NULL);
  g_assert_nonnull (strstr (listed->out, "The whole record"));
  g_assert_nonnull (strstr (listed->out, "Words: glycemie"));
  verified = cli_box_run (box, 0, "access-log", "verify", NULL);
  g_assert_nonnull (strstr (verified->out, "none is missing"));
  cli_box_free (box);
  cli_server_stop (server);
}

static void
test_tampered (void)
{
  CliBox *box = cli_box_new ();
  g_autofree char *rows = NULL;
  g_autoptr (CliRun) verified = NULL;
  g_autoptr (CliRun) as_json = NULL;
  g_autoptr (CliRun) listed = NULL;
  g_autoptr (JsonNode) node = NULL;

  cli_box_create_space (box);
  for (guint i = 0; i < 3; i++)
    cli_run_free (cli_box_run (box, 0, "search", "diabete", NULL));
  tamper (box, "DROP TRIGGER access_log_change; UPDATE access_log SET detail = 'nothing' WHERE "
               "number = 2");
  verified = cli_box_run (box, 8, "access-log", "verify", NULL);
  g_assert_nonnull (strstr (verified->out, "from line 2 on"));
  as_json = cli_box_run (box, 8, "access-log", "verify", "--json", NULL);
  node = cli_run_parse (as_json);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (node), "whole"));
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "broken"), ==, 2);
  listed = cli_box_run (box, 8, "access-log", NULL);
  g_assert_nonnull (strstr (listed->err, "from line 2 on"));
  g_assert_nonnull (strstr (listed->out, "nothing"));
  rows = say_rows (box, 8);
  g_assert_cmpstr (rows, ==, "search\nsearch\nsearch\n");
  cli_box_free (box);
}

/* Telling the server */

/* What a document says of its only source (borrowed). */
static JsonObject *
get_source (JsonNode *node)
{
  JsonArray *sources = json_object_get_array_member (json_node_get_object (node), "sources");

  return json_array_get_object_element (sources, 0);
}

static void
assert_told (CliBox *box, gint64 expected)
{
  g_autoptr (CliRun) run = cli_box_run (box, 0, "sync", "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (run);

  g_assert_cmpint (json_object_get_int_member (get_source (node), "told"), ==, expected);
}

static void
assert_state (CliBox *box, const char *command, gint64 untold, const char *trouble, gint64 status)
{
  const char *more = g_str_equal (command, "source") ? "list" : "--json";
  g_autoptr (CliRun) run = cli_box_run (box, 0, command, more, "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (run);
  JsonObject *source = get_source (node);

  g_assert_true (json_object_get_boolean_member (source, "tells"));
  g_assert_cmpint (json_object_get_int_member (source, "untold"), ==, untold);
  g_assert_cmpstr (json_object_get_string_member (source, "tellTrouble"), ==, trouble);
  g_assert_cmpint (json_object_get_int_member (source, "tellStatus"), ==, status);
}

static CliBox *
new_synced_box (CliServer *server)
{
  CliBox *box = cli_box_new ();

  cli_box_create_space (box);
  cli_run_free (
      cli_box_run (box, 0, "source", "add", server->url, "--patient", PATIENT, "--yes", NULL));
  cli_run_free (cli_box_run (box, 0, "sync", NULL));
  return box;
}

static void
look (CliBox *box)
{
  cli_run_free (cli_box_run (box, 0, "show", "Observation/" MEASURE, NULL));
}

/* Not unless somebody says so, and from then on. */
static void
test_told (void)
{
  CliServer *server = cli_server_start ("--port", "0", NULL);
  CliBox *box = new_synced_box (server);
  g_autoptr (CliRun) quiet = NULL;
  g_autoptr (CliRun) on = NULL;
  g_autoptr (CliRun) status = NULL;
  g_autoptr (CliRun) off = NULL;

  look (box);
  assert_told (box, 0);
  quiet = cli_box_run (box, 0, "status", NULL);
  g_assert_null (strstr (quiet->out, "is told"));
  on = cli_box_run (box, 0, "source", "tell", "1", "yes", NULL);
  g_assert_nonnull (strstr (on->out, "From now on"));
  assert_told (box, 0);
  look (box);
  assert_state (box, "status", 1, NULL, 0);
  assert_told (box, 1);
  assert_state (box, "source", 0, NULL, 0);
  status = cli_box_run (box, 0, "status", NULL);
  g_assert_nonnull (strstr (status->out, "is told who looks at the record"));
  off = cli_box_run (box, 0, "source", "tell", "1", "no", "--json", NULL);
  g_assert_cmpstr (off->out, ==, "{\"source\": 1, \"tells\": false}\n");
  look (box);
  assert_told (box, 0);
  cli_run_free (cli_box_run (box, 2, "source", "tell", "1", "perhaps", NULL));
  cli_run_free (cli_box_run (box, 5, "source", "tell", "7", "yes", NULL));
  cli_box_free (box);
  cli_server_stop (server);
}

/* The sync goes on, all is kept, and it is said why. */
static void
test_not_taken (void)
{
  CliServer *server = cli_server_start ("--port", "0", "--no-audit", "--no-metadata", NULL);
  CliBox *box = new_synced_box (server);
  g_autoptr (CliRun) status = NULL;

  cli_run_free (cli_box_run (box, 0, "source", "tell", "1", "yes", NULL));
  look (box);
  assert_told (box, 0);
  assert_told (box, 0);
  assert_state (box, "status", 1, "refused", 403);
  status = cli_box_run (box, 0, "status", NULL);
  g_assert_nonnull (strstr (status->out, "(status 403)"));
  cli_box_free (box);
  cli_server_stop (server);
}

static void
test_not_offered (void)
{
  CliServer *server = cli_server_start ("--port", "0", "--no-audit", NULL);
  CliBox *box = new_synced_box (server);
  g_autoptr (CliRun) status = NULL;

  cli_run_free (cli_box_run (box, 0, "source", "tell", "1", "yes", NULL));
  look (box);
  assert_told (box, 0);
  assert_state (box, "status", 1, "undeclared", 0);
  status = cli_box_run (box, 0, "status", NULL);
  g_assert_nonnull (strstr (status->out, "says that it does not take"));
  cli_box_free (box);
  cli_server_stop (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-access-log/noted", test_noted);
  g_test_add_func ("/cli-access-log/tampered", test_tampered);
  g_test_add_func ("/cli-access-log/told", test_told);
  g_test_add_func ("/cli-access-log/not-taken", test_not_taken);
  g_test_add_func ("/cli-access-log/not-offered", test_not_offered);
  return g_test_run ();
}
