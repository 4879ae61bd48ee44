/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"

#include "store/karne-outbox.h"
#include "store/karne-space.h"

#include <string.h>

/* One person at two computers, each with a copy of the record: what waits, what both change, and
 * what is decided, as the command line says it. */

#define PATIENT "diabete"
#define KIND "Observation"
#define ID "diabete-glycemie-001"
/* A quantity is one value: its number is never decided without its unit. */
#define VALUE "value[x]"

typedef struct
{
  CliServer *server;
  CliBox *here;
  CliBox *there;
} Two;

static CliBox *
make_copy (const char *url)
{
  CliBox *box = cli_box_new ();

  cli_box_create_space (box);
  cli_run_free (cli_box_run (box, 0, "source", "add", url, "--patient", PATIENT, "--yes", NULL));
  cli_run_free (cli_box_run (box, 0, "sync", NULL));
  return box;
}

static Two *
two_new (void)
{
  Two *self = g_new0 (Two, 1);

  self->server = cli_server_start ("--port", "0", NULL);
  self->here = make_copy (self->server->url);
  self->there = make_copy (self->server->url);
  return self;
}

static void
two_free (Two *self)
{
  cli_box_free (self->here);
  cli_box_free (self->there);
  cli_server_stop (self->server);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Two, two_free)

/* ---- The copy itself, while no command has it open ---- */

static KarneSpace *
open_copy (CliBox *box)
{
  g_autoptr (GFile) root = g_file_new_for_path (box->root);
  g_autoptr (GError) error = NULL;
  KarneSpace *space = karne_space_open (root, "space-1", box->passphrase, &error);

  g_assert_no_error (error);
  return space;
}

static void
close_copy (KarneSpace *space)
{
  g_autoptr (GError) error = NULL;

  karne_space_close (space, &error);
  g_assert_no_error (error);
}

static char *
read_text (KarneSpace *space)
{
  g_autoptr (KarneView) view =
      karne_view_new (karne_space_get_store (space), KARNE_ROLE_PERSON, NULL);
  g_autoptr (GError) error = NULL;
  char *text = karne_view_get_json (view, 1, KIND, ID, TRUE, &error);

  g_assert_no_error (error);
  return text;
}

static double
read_value (CliBox *box)
{
  g_autoptr (KarneSpace) space = open_copy (box);
  g_autofree char *text = read_text (space);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (node);
  double value =
      json_object_get_double_member (json_object_get_object_member (object, "valueQuantity"),
                                     "value");

  close_copy (space);
  return value;
}

static char *
replace_value (const char *text, double value)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonObject *quantity =
      json_object_get_object_member (json_node_get_object (node), "valueQuantity");

  json_object_set_double_member (quantity, "value", value);
  return json_to_string (node, FALSE);
}

static char *
replace_status (const char *text, const char *status)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  json_object_set_string_member (json_node_get_object (node), "status", status);
  return json_to_string (node, FALSE);
}

static void
save (KarneSpace *space, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = karne_store_save (karne_space_get_store (space), 1, KIND, ID, text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, ID);
}

static void
change_value (CliBox *box, double value)
{
  g_autoptr (KarneSpace) space = open_copy (box);
  g_autofree char *text = read_text (space);
  g_autofree char *changed = replace_value (text, value);

  save (space, changed);
  close_copy (space);
}

static void
change_status (CliBox *box, const char *status)
{
  g_autoptr (KarneSpace) space = open_copy (box);
  g_autofree char *text = read_text (space);
  g_autofree char *changed = replace_status (text, status);

  save (space, changed);
  close_copy (space);
}

/* ---- What the commands say ---- */

/* The only one of a list: its number, to be typed. */
static char *
get_only_number (CliBox *box, const char *command)
{
  g_autoptr (CliRun) run = cli_box_run (box, 0, command, "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (run);
  JsonArray *list = json_object_get_array_member (json_node_get_object (node), command);

  g_assert_cmpuint (json_array_get_length (list), ==, 1);
  return g_strdup_printf ("%" G_GINT64_FORMAT,
                          json_object_get_int_member (json_array_get_object_element (list, 0),
                                                      "number"));
}

static void
assert_empty (CliBox *box, const char *command)
{
  g_autoptr (CliRun) run = cli_box_run (box, 0, command, "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (run);

  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (json_node_get_object (node), command)),
                    ==, 0);
}

static gint64
sync_and_count (CliBox *box, const char *what)
{
  g_autoptr (CliRun) run = cli_box_run (box, 0, "sync", "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (run);
  JsonArray *sources = json_object_get_array_member (json_node_get_object (node), "sources");

  return json_object_get_int_member (json_array_get_object_element (sources, 0), what);
}

/* ---- The tests ---- */

static void
test_waiting (void)
{
  g_autoptr (Two) two = two_new ();
  double before = read_value (two->here);

  change_value (two->here, before + 1);
  g_autoptr (CliRun) waiting = cli_box_run (two->here, 0, "waiting", NULL);
  g_autoptr (CliRun) status = cli_box_run (two->here, 0, "status", NULL);
  g_autofree char *number = get_only_number (two->here, "waiting");
  g_autoptr (CliRun) undone = cli_box_run (two->here, 0, "undo", number, NULL);

  g_assert_nonnull (strstr (waiting->out, "Changed"));
  g_assert_nonnull (strstr (waiting->out, "sent at the next sync"));
  g_assert_nonnull (strstr (status->out, "1 change is not on the server yet"));
  g_assert_nonnull (strstr (undone->out, "Undone"));
  assert_empty (two->here, "waiting");
  g_assert_cmpfloat (read_value (two->here), ==, before);
  g_assert_cmpint (sync_and_count (two->here, "sent"), ==, 0);
  /* It is gone, and there is nothing to undo a second time. */
  g_autoptr (CliRun) again = cli_box_run (two->here, 5, "undo", number, NULL);
  g_autoptr (CliRun) retried = cli_box_run (two->here, 5, "retry", number, NULL);

  g_assert_cmpstr (again->out, ==, "");
  g_assert_cmpstr (retried->out, ==, "");
}

static void
test_sent (void)
{
  g_autoptr (Two) two = two_new ();
  double before = read_value (two->here);

  change_value (two->here, before + 1);
  g_autoptr (CliRun) synced = cli_box_run (two->here, 0, "sync", NULL);
  g_autoptr (CliRun) history = cli_box_run (two->here, 0, "history", NULL);

  g_assert_nonnull (strstr (synced->out, "1 change arrived on the server"));
  g_assert_nonnull (strstr (history->out, "Arrived on the server"));
  assert_empty (two->here, "waiting");
  cli_run_free (cli_box_run (two->there, 0, "sync", NULL));
  g_assert_cmpfloat (read_value (two->there), ==, before + 1);
}

/* Different fields: nobody is asked, and it is said. */
static void
test_merged (void)
{
  g_autoptr (Two) two = two_new ();
  double before = read_value (two->here);

  change_value (two->here, before + 1);
  change_status (two->there, "amended");
  g_assert_cmpint (sync_and_count (two->here, "sent"), ==, 1);
  g_assert_cmpint (sync_and_count (two->there, "sent"), ==, 1);
  g_autoptr (CliRun) history = cli_box_run (two->there, 0, "history", NULL);

  assert_empty (two->there, "conflicts");
  g_assert_nonnull (strstr (history->out, "Put together with what others changed"));
  cli_run_free (cli_box_run (two->here, 0, "sync", NULL));
  g_assert_cmpfloat (read_value (two->there), ==, before + 1);
  g_assert_cmpfloat (read_value (two->here), ==, before + 1);
}

/* Both change the value: the second computer has it to decide. Gives the number of the conflict. */
static char *
make_conflict (Two *two, double here, double there)
{
  change_value (two->here, here);
  change_value (two->there, there);
  g_assert_cmpint (sync_and_count (two->here, "sent"), ==, 1);
  g_assert_cmpint (sync_and_count (two->there, "conflicts"), ==, 1);
  assert_empty (two->there, "waiting");
  return get_only_number (two->there, "conflicts");
}

static void
assert_settled (Two *two, double value)
{
  cli_run_free (cli_box_run (two->there, 0, "sync", NULL));
  cli_run_free (cli_box_run (two->here, 0, "sync", NULL));
  assert_empty (two->there, "conflicts");
  assert_empty (two->there, "waiting");
  assert_empty (two->here, "conflicts");
  assert_empty (two->here, "waiting");
  g_assert_cmpfloat (read_value (two->there), ==, value);
  g_assert_cmpfloat (read_value (two->here), ==, value);
}

static void
test_keep_mine (void)
{
  g_autoptr (Two) two = two_new ();
  g_autofree char *number = make_conflict (two, 101, 202);
  g_autoptr (CliRun) shown = cli_box_run (two->there, 0, "conflicts", NULL);
  g_autoptr (CliRun) status = cli_box_run (two->there, 0, "status", NULL);

  g_assert_nonnull (strstr (shown->out, VALUE));
  g_assert_true (g_regex_match_simple ("Entered here: .*202", shown->out, 0, 0));
  g_assert_true (g_regex_match_simple ("In the record: .*101", shown->out, 0, 0));
  g_assert_nonnull (strstr (status->out, "1 thing is to be decided"));
  /* Until then the record is shown as it is there, and putting it off stops nothing; a
   * sync counts what it found anew. */
  g_assert_cmpfloat (read_value (two->there), ==, 101);
  g_assert_cmpint (sync_and_count (two->there, "conflicts"), ==, 0);
  g_free (get_only_number (two->there, "conflicts"));
  cli_run_free (cli_box_run (two->there, 0, "resolve", number, "mine", NULL));
  g_assert_cmpfloat (read_value (two->there), ==, 202);
  assert_settled (two, 202);

  g_autoptr (CliRun) all = cli_box_run (two->there, 0, "conflicts", "--all", "--json", NULL);
  g_autoptr (CliRun) history = cli_box_run (two->there, 0, "history", NULL);
  g_autoptr (CliRun) again = cli_box_run (two->there, 5, "resolve", number, "theirs", NULL);

  g_assert_nonnull (strstr (all->out, VALUE));
  g_assert_nonnull (strstr (history->out, "to be decided"));
  g_assert_nonnull (strstr (history->out, ": Decided"));
  g_assert_nonnull (strstr (again->err, "no open conflict"));
}

static void
test_keep_theirs_by_field (void)
{
  g_autoptr (Two) two = two_new ();
  g_autofree char *number = make_conflict (two, 101, 202);
  g_autoptr (CliRun) unknown =
      cli_box_run (two->there, 2, "resolve", number, "birthDate=theirs", NULL);
  g_autoptr (CliRun) nothing = cli_box_run (two->there, 2, "resolve", number, NULL);

  g_assert_nonnull (strstr (unknown->err, "not in question"));
  g_assert_nonnull (nothing);
  /* What was said wrongly decided nothing. */
  g_free (get_only_number (two->there, "conflicts"));
  cli_run_free (cli_box_run (two->there, 0, "resolve", number, VALUE "=theirs", NULL));
  assert_settled (two, 101);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-changes/waiting", test_waiting);
  g_test_add_func ("/cli-changes/sent", test_sent);
  g_test_add_func ("/cli-changes/merged", test_merged);
  g_test_add_func ("/cli-changes/keep-mine", test_keep_mine);
  g_test_add_func ("/cli-changes/keep-theirs-by-field", test_keep_theirs_by_field);

  return g_test_run ();
}
