/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Against a FHIR server that nobody here wrote. Skipped where there is no Node or where its
 * packages were not fetched. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

typedef struct
{
  GSubprocess *process;     /* (owned) (nullable): none when the test is to be skipped */
  GDataInputStream *output; /* (owned) */
  char *url;                /* (owned) */
  SoupSession *session;     /* (owned) */
} Fixture;

static char *
source_path (const char *path)
{
  return g_test_build_filename (G_TEST_DIST, "interop", path, NULL);
}

static char *
find_packages (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "interop", "packages", NULL);
  g_autofree char *whole = g_build_filename (folder, "whole", NULL);

  return g_file_test (whole, G_FILE_TEST_EXISTS) ? g_steal_pointer (&folder) : NULL;
}

/* The first line that the server prints says where it is. */
static char *
read_url (GDataInputStream *output)
{
  const char *said = "Listening on ";
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, said));
  return g_strdup (line + strlen (said));
}

static void
start_server (Fixture *fixture, const char *node, const char *packages)
{
  g_autofree char *script = source_path ("server.mjs");
  g_autofree char *people = source_path ("people");
  g_autofree char *demo = source_path ("../../data/demo");
  g_autoptr (GError) error = NULL;

  fixture->process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                        node, script, packages, people,
                        g_file_test (demo, G_FILE_TEST_IS_DIR) ? demo : NULL, NULL);
  g_assert_no_error (error);
  fixture->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->process));
  fixture->url = read_url (fixture->output);
  fixture->session = soup_session_new ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *node = g_find_program_in_path ("node");
  g_autofree char *packages = find_packages ();

  if (node == NULL)
    g_test_skip ("There is no Node here");
  else if (packages == NULL)
    g_test_skip ("The packages of the server were not fetched: ninja interop-packages");
  else
    start_server (fixture, node, packages);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (fixture->process == NULL)
    return;

  g_output_stream_close (g_subprocess_get_stdin_pipe (fixture->process), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (fixture->process, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->output);
  g_clear_object (&fixture->process);
  g_clear_pointer (&fixture->url, g_free);
}

static JsonObject *
get (Fixture *fixture, const char *query)
{
  g_autofree char *url = g_strconcat (fixture->url, "/", query, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, url);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read (fixture->session, message, NULL, &error);
  g_autoptr (JsonNode) node = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, SOUP_STATUS_OK);
  node = json_from_string (g_bytes_get_data (body, NULL), &error);
  g_assert_no_error (error);
  return json_node_dup_object (node);
}

/* Asserts which resources a search answers, in which order: "id id id". */
static void
assert_found (Fixture *fixture, const char *query, gint64 total, const char *ids)
{
  g_autoptr (JsonObject) bundle = get (fixture, query);
  g_autoptr (GString) found = g_string_new (NULL);
  JsonArray *entries = NULL;

  if (json_object_has_member (bundle, "entry"))
    entries = json_object_get_array_member (bundle, "entry");
  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      JsonObject *resource = json_object_get_object_member (entry, "resource");

      g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                              json_object_get_string_member (resource, "id"));
    }
  g_assert_cmpstr (found->str, ==, ids);
  g_assert_cmpint (json_object_get_int_member (bundle, "total"), ==, total);
}

/* What the pull counts on: by person, since an instant, in the order of change. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  if (fixture->process == NULL)
    return;

  assert_found (fixture,
                "Observation?patient=Patient/interop-emilie&_lastUpdated=ge2020-01-01T00:00:00Z"
                "&_sort=_lastUpdated&_count=50",
                3, "interop-weight-1 interop-weight-2 interop-weight-3");
  assert_found (fixture,
                "Observation?patient=Patient/interop-emilie&_lastUpdated=ge2999-01-01T00:00:00Z"
                "&_sort=_lastUpdated&_count=50",
                0, "");
  assert_found (fixture, "Patient?_id=interop-jonas", 1, "interop-jonas");
}

/* The gifts that it lacks, as README.md has them: the day it gains one, the page is wrong. */
static void
test_lacks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) metadata = NULL;
  g_autoptr (JsonObject) page = NULL;

  if (fixture->process == NULL)
    return;

  metadata = get (fixture, "metadata");
  g_assert_cmpstr (json_object_get_string_member (metadata, "type"), ==, "searchset");

  page = get (fixture, "Observation?patient=Patient/interop-emilie&_count=2");
  g_assert_cmpint (json_object_get_int_member (page, "total"), ==, 3);
  g_assert_false (json_object_has_member (page, "link"));
  assert_found (fixture, "Observation?patient=Patient/interop-emilie&_count=2&_offset=2", 3,
                "interop-weight-3");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/medplum/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/medplum/lacks", Fixture, NULL, set_up, test_lacks, tear_down);

  return g_test_run ();
}
