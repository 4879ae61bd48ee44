/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"

#include <string.h>

/* The same person on two servers: every id is there twice. */
#define PATIENT "diabete"
#define NOTES "diabete-doc-notes"

typedef struct
{
  CliServer *first;
  CliServer *second;
  CliBox *box;
} Pair;

static void
add_source (CliBox *box, const char *url)
{
  g_autoptr (CliRun) run =
      cli_box_run (box, 0, "source", "add", url, "--patient", PATIENT, "--yes", NULL);

  g_assert_nonnull (run);
}

static Pair *
pair_new (void)
{
  Pair *self = g_new0 (Pair, 1);

  self->first = cli_server_start ("--port", "0", NULL);
  self->second = cli_server_start ("--port", "0", NULL);
  self->box = cli_box_new ();
  cli_box_create_space (self->box);
  add_source (self->box, self->first->url);
  add_source (self->box, self->second->url);

  return self;
}

static void
pair_free (Pair *self)
{
  cli_box_free (self->box);
  if (self->first != NULL)
    cli_server_stop (self->first);
  cli_server_stop (self->second);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pair, pair_free)

/* The one that fails comes first: the other one has to come nevertheless. */
static void
test_two_sources (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autofree char *named = g_strdup_printf ("Source 1 (%s): ", pair->first->url);

  g_clear_pointer (&pair->first, cli_server_stop);
  g_autoptr (CliRun) run = cli_box_run (pair->box, 3, "sync", "--retries", "0", "--json", NULL);
  g_autofree char *code = cli_run_dup_error_code (run);
  g_autoptr (JsonNode) node = cli_run_parse (run);
  JsonArray *sources = json_object_get_array_member (json_node_get_object (node), "sources");
  JsonObject *failed = json_array_get_object_element (sources, 0);
  JsonObject *done = json_array_get_object_element (sources, 1);

  g_assert_cmpstr (code, ==, "offline");
  g_assert_nonnull (strstr (run->err, named));
  g_assert_cmpuint (json_array_get_length (sources), ==, 2);
  g_assert_cmpint (json_object_get_int_member (failed, "source"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (failed, "trouble"), ==, "network");
  g_assert_nonnull (strstr (json_object_get_string_member (failed, "words"), "server"));
  g_assert_false (json_object_has_member (failed, "stored"));
  g_assert_cmpint (json_object_get_int_member (done, "source"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (done, "stored"), >, 494);
  g_assert_false (json_object_has_member (done, "trouble"));

  g_autoptr (CliRun) words = cli_box_run (pair->box, 3, "sync", "--retries", "0", NULL);
  const char *said = strstr (words->err, named);

  g_assert_nonnull (said);
  /* Once is enough. */
  g_assert_null (strstr (said + 1, named));
  g_assert_nonnull (strstr (words->out, "Source 2:\nNothing has changed."));
}

static void
test_same_id (void)
{
  g_autoptr (Pair) pair = pair_new ();
  CliBox *box = pair->box;
  g_autoptr (CliRun) synced = cli_box_run (box, 0, "sync", NULL);
  g_autoptr (CliRun) list = cli_box_run (box, 0, "list", "documents", NULL);
  g_autoptr (CliRun) show = cli_box_run (box, 2, "show", "documents/" NOTES, NULL);
  g_autoptr (CliRun) show_id = cli_box_run (box, 2, "show", NOTES, NULL);
  g_autoptr (CliRun) open = cli_box_run (box, 2, "open", NOTES, NULL);
  g_autoptr (CliRun) shown = cli_box_run (box, 0, "show", NOTES, "--source", "2", NULL);
  g_autoptr (CliRun) opened = cli_box_run (box, 0, "open", NOTES, "--source", "2", NULL);
  g_autoptr (CliRun) unknown = cli_box_run (box, 5, "show", NOTES, "--source", "7", NULL);

  g_assert_nonnull (synced);
  g_assert_nonnull (strstr (list->out, "Source"));
  g_assert_true (g_regex_match_simple (NOTES " +1\n", list->out, 0, 0));
  g_assert_true (g_regex_match_simple (NOTES " +2\n", list->out, 0, 0));
  g_assert_nonnull (strstr (show->err, "--source"));
  g_assert_cmpstr (show_id->err, ==, show->err);
  g_assert_cmpstr (open->err, ==, show->err);
  g_assert_nonnull (strstr (shown->out, "Source          2"));
  g_assert_cmpuint (strlen (opened->out), ==, 129);
  g_assert_nonnull (strstr (unknown->err, "source list"));
}

static void
test_source_words (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (CliRun) again = cli_box_run (pair->box, 10, "source", "add", pair->first->url,
                                          "--patient", PATIENT, "--yes", NULL);
  g_autoptr (CliRun) nobody = cli_box_run (pair->box, 5, "source", "add", pair->first->url,
                                           "--patient", "nobody", "--yes", NULL);

  g_assert_nonnull (strstr (again->err, "That source is here already."));
  g_assert_cmpstr (nobody->err, ==, "This server shows nobody of that id.\n");
}

static void
assert_cannot_write (CliRun *run, const char *words)
{
  g_autofree char *code = cli_run_dup_error_code (run);

  g_assert_cmpstr (code, ==, "cannot-write");
  g_assert_nonnull (strstr (run->err, words));
}

/* What stands in the way is a file, or a folder that is not there: so it is for everybody. */
static void
test_cannot_write (void)
{
  CliServer *server = cli_server_start ("--port", "0", NULL);
  CliBox *box = cli_box_new ();
  g_autofree char *file = cli_box_path (box, "file");
  g_autofree char *below = g_build_filename (file, "below", NULL);
  g_autofree char *absent = cli_box_path (box, "absent/below");

  cli_box_create_space (box);
  add_source (box, server->url);
  g_assert_true (g_file_set_contents (file, "mine", -1, NULL));
  g_autoptr (CliRun) synced = cli_box_run (box, 0, "sync", NULL);
  g_autoptr (CliRun) root =
      cli_box_run_without_key (box, 10, "--root", file, "space", "list", "--json", NULL);
  g_autoptr (CliRun) status =
      cli_box_run (box, 10, "--root", file, "--space", "space-1", "status", "--json", NULL);
  g_autoptr (CliRun) below_file =
      cli_box_run (box, 10, "--root", below, "space", "create", "--json", NULL);
  /* Nobody can make a folder there. */
  g_autoptr (CliRun) made =
      cli_box_run (box, 10, "--root", "/proc/karne/spaces", "space", "create", "--json", NULL);
  g_autoptr (CliRun) opened =
      cli_box_run (box, 10, "open", NOTES, "--output", absent, "--json", NULL);
  g_autoptr (CliRun) forced =
      cli_box_run (box, 10, "open", NOTES, "--output", below, "--force", "--json", NULL);
  g_autoptr (CliRun) exported = cli_box_run (box, 10, "export", absent, NULL);
  g_autoptr (CliRun) onto_file = cli_box_run (box, 10, "export", file, NULL);
  g_autofree char *kept = NULL;

  g_assert_nonnull (synced);
  assert_cannot_write (root, "is not a folder");
  assert_cannot_write (status, "is not a folder");
  assert_cannot_write (below_file, "is not a folder");
  assert_cannot_write (made, "cannot be made");
  assert_cannot_write (opened, "No file can be written there");
  assert_cannot_write (forced, "No file can be written there");
  g_assert_nonnull (strstr (exported->err, "No folder can be made there"));
  g_assert_nonnull (strstr (onto_file->err, "This is a file"));
  g_assert_true (g_file_get_contents (file, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "mine");
  cli_box_free (box);
  cli_server_stop (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/two-sources", test_two_sources);
  g_test_add_func ("/cli/same-id", test_same_id);
  g_test_add_func ("/cli/source-words", test_source_words);
  g_test_add_func ("/cli/cannot-write", test_cannot_write);

  return g_test_run ();
}
