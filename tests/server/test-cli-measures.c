/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"

#include <string.h>

/* `karne measures`: from a table to the record, to the server, and to a table again. */

static void
bring_record (CliBox *box, CliServer *server)
{
  g_autoptr (CliRun) added = NULL;
  g_autoptr (CliRun) synced = NULL;

  cli_box_create_space (box);
  added = cli_box_run (box, 0, "source", "add", server->url, "--patient", "diabete", "--yes", NULL);
  synced = cli_box_run (box, 0, "sync", NULL);
}

static JsonArray *
get_list (JsonNode *node, const char *member)
{
  return json_object_get_array_member (json_node_get_object (node), member);
}

static guint
count_glucose (CliBox *box)
{
  g_autoptr (CliRun) run = cli_box_run (box, 0, "measures", "glucose", "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (run);

  return json_array_get_length (get_list (node, "measures"));
}

static void
write_table (CliBox *box, const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static const char *
state_of (JsonArray *lines, guint n)
{
  return json_object_get_string_member (json_array_get_object_element (lines, n), "state");
}

/* Shown, nothing is kept; kept, it waits, and then is on the server; once more, it is there
 * already. */
static void
test_import (void)
{
  CliServer *server = cli_server_start (NULL, NULL);
  CliBox *box = cli_box_new ();
  g_autofree char *path = cli_box_path (box, "carnet.csv");
  g_autoptr (CliRun) shown = NULL;
  g_autoptr (CliRun) kept = NULL;
  g_autoptr (CliRun) synced = NULL;
  g_autoptr (CliRun) again = NULL;
  g_autoptr (JsonNode) node = NULL;
  guint n_before;

  bring_record (box, server);
  n_before = count_glucose (box);
  g_assert_cmpuint (n_before, >, 400);
  write_table (box, path,
               "Date;Heure;Glyc\351mie (g/L);Moment\n14/03/2019;08:30;1,10;\340 jeun\n"
               "15/03/2019;08:30;beaucoup;\340 jeun\n16/03/2019;08:30;0,95;apr\350s repas\n");
  shown = cli_box_run (box, 6, "measures", "import", path, NULL);
  g_assert_nonnull (strstr (shown->out, "Line 3: "));
  g_assert_nonnull (strstr (shown->out, "Nothing is kept yet"));
  g_assert_cmpuint (count_glucose (box), ==, n_before);
  kept = cli_box_run (box, 6, "measures", "import", path, "--keep", "--json", NULL);
  node = cli_run_parse (kept);
  g_assert_cmpstr (state_of (get_list (node, "lines"), 1), ==, "read");
  g_assert_cmpstr (state_of (get_list (node, "lines"), 2), ==, "not-a-number");
  g_assert_cmpuint (count_glucose (box), ==, n_before + 2);
  synced = cli_box_run (box, 0, "sync", NULL);
  g_assert_cmpuint (count_glucose (box), ==, n_before + 2);
  again = cli_box_run (box, 6, "measures", "import", path, "--keep", NULL);
  g_assert_nonnull (strstr (again->out, "already"));
  g_assert_cmpuint (count_glucose (box), ==, n_before + 2);
  cli_box_free (box);
  cli_server_stop (server);
}

static void
test_import_usage (void)
{
  CliServer *server = cli_server_start (NULL, NULL);
  CliBox *box = cli_box_new ();
  g_autofree char *path = cli_box_path (box, "carnet.csv");
  const char *const cases[][8] = {
    { "measures", "import", NULL },
    { "measures", "import", path, "--map", "date=9", NULL },
    { "measures", "import", path, "--map", "nonsense=1", NULL },
    { "measures", "import", path, "--kind", "nonsense", NULL },
    { "measures", "import", path, "--kind", "bmi", NULL },
    { "measures", "import", path, "--kind", "glucose", "--dates", "x", NULL },
    { "measures", "import", path, NULL },
    { "measures", "nonsense", NULL },
    { "measures", "glucose", "--since", "hier", NULL },
  };
  g_autoptr (CliRun) mapped = NULL;

  bring_record (box, server);
  write_table (box, path, "14/03/2019;1,10\n15/03/2019;1,20\n");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSubprocess) process = cli_box_spawn (box, TRUE, cases[i]);
      g_autoptr (CliRun) run = cli_box_wait (process);

      g_test_message ("%u: %s", (guint) i, run->err);
      g_assert_cmpint (run->exit, ==, 2);
    }
  /* No unit is guessed; said, it is taken. */
  g_clear_pointer (&mapped, cli_run_free);
  mapped = cli_box_run (box, 6, "measures", "import", path, "--kind", "glucose", NULL);
  g_assert_nonnull (strstr (mapped->out, "--unit"));
  g_clear_pointer (&mapped, cli_run_free);
  mapped =
      cli_box_run (box, 0, "measures", "import", path, "--kind", "glucose", "--unit", "g/L", NULL);
  g_assert_nonnull (strstr (mapped->out, "2 lines were understood"));
  cli_box_free (box);
  cli_server_stop (server);
}

static void
test_export (void)
{
  CliServer *server = cli_server_start (NULL, NULL);
  CliBox *box = cli_box_new ();
  g_autofree char *path = cli_box_path (box, "glucose.csv");
  g_autofree char *content = NULL;
  g_autoptr (CliRun) written = NULL;
  g_autoptr (CliRun) refused = NULL;
  g_autoptr (CliRun) printed = NULL;
  g_autoptr (CliRun) again = NULL;

  bring_record (box, server);
  written = cli_box_run (box, 0, "measures", "export", "glucose", "--output", path, NULL);
  refused = cli_box_run (box, 10, "measures", "export", "glucose", "--output", path, NULL);
  printed = cli_box_run (box, 0, "measures", "export", "glucose", NULL);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, printed->out);
  /* All of it is in the record already. */
  again = cli_box_run (box, 6, "measures", "import", path, "--kind", "glucose", NULL);
  g_assert_nonnull (strstr (again->out, "0 lines were understood"));
  cli_box_free (box);
  cli_server_stop (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/measures/import", test_import);
  g_test_add_func ("/cli/measures/import/usage", test_import_usage);
  g_test_add_func ("/cli/measures/export", test_export);
  return g_test_run ();
}
