/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pulls from a FHIR server that nobody here wrote, and knows what it lacks, which no other code
 * does. Skipped where there is no Node or where its packages were not fetched. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "fhir/karne-kind-private.h"
#include "karne-test-sync.h"
#include "store/karne-view.h"

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

/* (nullable): the examples of the standard itself, where they are */
static char *
find_examples (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("KARNE_SHARED_DATA"), "hl7-r4", NULL);

  return g_file_test (folder, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&folder) : NULL;
}

/* What the server holds beside `people/`. It takes its time to look through much, so whoever has
 * most has a server of his own. */
static const char *const only_people[] = { "people", NULL };
static const char *const demo_files[] = {
  "people",
  "../../data/demo/annuaire.json",
  "../../data/demo/fort-de-france-documents.json",
  "../../data/demo/saint-denis-enfant-11-mois.json",
  "../../data/demo/saint-denis-enfant-5-ans.json",
  "../../data/demo/saint-denis-grossesse.json",
  NULL,
};
static const char *const demo_files_with_most[] = {
  "people",
  "../../data/demo/annuaire.json",
  "../../data/demo/saint-pierre-diabete.json",
  NULL,
};

/* With the examples of the standard, where they are, when nothing is named. */
static void
start_server (Fixture *fixture, const char *node, const char *packages, const char *const *files)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, g_strdup (node));
  g_ptr_array_add (argv, source_path ("server.mjs"));
  g_ptr_array_add (argv, g_strdup (packages));
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    g_ptr_array_add (argv, source_path (files[i]));
  if (files == NULL)
    g_ptr_array_add (argv, find_examples ());
  g_ptr_array_add (argv, NULL);

  fixture->process =
      g_subprocess_newv ((const char *const *) argv->pdata,
                         G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
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
    start_server (fixture, node, packages, data);
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

/* Pulling */

static const char *const demo_people[] = { "documents", "bebe", "grande", "grossesse" };
/* Of those whom HL7 publishes, the ones of whom there is most. */
static const char *const published_people[] = { "example", "f001", "f201", "1", "xcda" };

static KarneTestSync *
new_sync (Fixture *fixture, const char *person)
{
  KarneTestSync *sync = karne_test_sync_new_for_base (fixture->url, person);

  karne_sync_set_with_on_demand (sync->sync, TRUE);
  return sync;
}

static const char *
version_of (JsonObject *resource)
{
  return json_object_get_string_member (json_object_get_object_member (resource, "meta"),
                                        "versionId");
}

static char *
line_of (JsonObject *resource)
{
  return g_strdup_printf ("%s/%s %s", json_object_get_string_member (resource, "resourceType"),
                          json_object_get_string_member (resource, "id"), version_of (resource));
}

static void
add_lines (Fixture *fixture, const char *query, GPtrArray *lines)
{
  g_autoptr (JsonObject) bundle = get (fixture, query);
  JsonArray *entries = json_object_has_member (bundle, "entry")
                           ? json_object_get_array_member (bundle, "entry")
                           : NULL;

  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);

      g_ptr_array_add (lines, line_of (json_object_get_object_member (entry, "resource")));
    }
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* "Kind/id version" of a person's record on the server, sorted, one a line. */
static char *
dump_there (Fixture *fixture, const char *person)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = g_strconcat ("Patient/", person, NULL);
  g_autoptr (JsonObject) patient = get (fixture, path);
  gsize n_kinds = 0;
  const KarneKind *kinds = karne_kind_get_all (&n_kinds);

  g_ptr_array_add (lines, line_of (patient));
  for (gsize i = 0; i < n_kinds; i++)
    if (kinds[i].access == KARNE_KIND_BY_PERSON)
      {
        g_autofree char *query =
            g_strdup_printf ("%s?patient=Patient/%s&_count=1000", kinds[i].name, person);

        add_lines (fixture, query, lines);
      }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

#define REFERENCED                                                                                 \
  "('Practitioner', 'PractitionerRole', 'Organization', 'Location', 'Device', 'Questionnaire')"

static void
assert_record (KarneTestSync *sync, const char *there)
{
  g_autofree char *here = karne_test_query (
      sync->store, "SELECT group_concat(line, char(10)) FROM (SELECT kind || '/' || id || ' ' || "
                   "version AS line FROM resource WHERE kind NOT IN " REFERENCED " ORDER BY line)");

  g_assert_cmpstr (here, ==, there);
  /* Whoever asks for the Patient "example" there is also told of "ch-example". */
  g_assert_cmpint (karne_test_query_int (sync->store,
                                         "SELECT count(*) FROM quarantine WHERE (kind, flaw) <> "
                                         "('Patient', 'other-person')"),
                   ==, 0);
}

/* What is here is what the server sends, to the byte: it rounded the numbers when they came to it.
 */
static void
assert_body (Fixture *fixture, KarneTestSync *sync, KarneView *view, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", 2);
  g_autofree char *url = g_strconcat (fixture->url, "/", name, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, url);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) there = soup_session_send_and_read (fixture->session, message, NULL, &error);
  g_autofree char *here = NULL;

  g_assert_no_error (error);
  here = karne_view_get_json (view, sync->source, parts[0], parts[1], TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (here, strlen (here), g_bytes_get_data (there, NULL), g_bytes_get_size (there));
}

/* All that is here, with what it refers to. */
static void
assert_bodies (Fixture *fixture, KarneTestSync *sync)
{
  g_autoptr (KarneView) view = karne_view_new (sync->store->store, KARNE_ROLE_PERSON, NULL);
  g_autofree char *text =
      karne_test_query (sync->store,
                        "SELECT group_concat(kind || '/' || id, char(10)) FROM resource "
                        "WHERE coalesce(labels, '') NOT LIKE '%INVISIBLE_PATIENT%'");
  g_auto (GStrv) names = g_strsplit (text, "\n", -1);

  for (guint i = 0; names[i] != NULL; i++)
    assert_body (fixture, sync, view, names[i]);
}

/* Nothing changed: nothing comes, in one exchange. */
static void
assert_nothing_new (KarneTestSync *sync, const char *there)
{
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (sync);

  g_assert_cmpuint (report->stored + report->removed + report->quarantined, ==, 0);
  g_assert_cmpuint (report->exchanges, ==, 1);
  assert_record (sync, there);
}

static void
pull (Fixture *fixture, const char *person)
{
  g_autoptr (KarneTestSync) sync = new_sync (fixture, person);
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (sync);
  g_autofree char *there = dump_there (fixture, person);

  g_test_message ("%s: %u came in %u exchanges", person, report->stored, report->exchanges);
  g_assert_cmpuint (g_strv_length (report->kinds_partial), ==, 0);
  assert_record (sync, there);
  assert_bodies (fixture, sync);
  assert_nothing_new (sync, there);
}

static void
test_pull_demo (Fixture *fixture, gconstpointer data)
{
  if (fixture->process == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (demo_people); i++)
    pull (fixture, demo_people[i]);
}

static void
test_pull_many (Fixture *fixture, gconstpointer data)
{
  if (fixture->process != NULL)
    pull (fixture, "diabete");
}

static void
test_pull_published (Fixture *fixture, gconstpointer data)
{
  g_autofree char *examples = find_examples ();

  if (fixture->process == NULL)
    return;
  if (examples == NULL)
    {
      g_test_skip ("The published examples (KARNE_SHARED_DATA) are not here");
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (published_people); i++)
    pull (fixture, published_people[i]);
}

/* A page shorter than the total, and no link to the next one: the way on is counted. */
static void
test_pull_by_offset (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarneTestSync) sync = NULL;
  g_autoptr (KarneSyncReport) report = NULL;
  g_autofree char *there = NULL;

  if (fixture->process == NULL)
    return;

  sync = new_sync (fixture, "interop-emilie");
  karne_sync_set_page_size (sync->sync, 1);
  report = karne_test_sync_run_well (sync);
  there = dump_there (fixture, "interop-emilie");
  g_assert_cmpuint (g_strv_length (report->kinds_partial), ==, 0);
  assert_record (sync, there);
  assert_nothing_new (sync, there);
}

static void
change (Fixture *fixture, const char *method, const char *path, const char *body)
{
  g_autofree char *url = g_strconcat (fixture->url, "/", path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (*body != '\0')
    soup_message_set_request_body_from_bytes (message, "application/fhir+json", bytes);
  answer = soup_session_send_and_read (fixture->session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)));
}

#define WEIGHT(id, kilograms)                                                                      \
  "{\"resourceType\":\"Observation\"," id "\"status\":\"final\",\"code\":{\"coding\":[{"           \
  "\"system\":\"http://loinc.org\",\"code\":\"29463-7\"}]},\"subject\":{\"reference\":"            \
  "\"Patient/interop-emilie\"},\"valueQuantity\":{\"value\":" kilograms ",\"unit\":\"kg\"}}"

/* One changed, one came, one is gone: without a history, and deletions that answer 404. */
static void
test_pull_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarneTestSync) sync = NULL;
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;
  g_autofree char *there = NULL;

  if (fixture->process == NULL)
    return;

  sync = new_sync (fixture, "interop-emilie");
  first = karne_test_sync_run_well (sync);
  change (fixture, "PUT", "Observation/interop-weight-1",
          WEIGHT ("\"id\":\"interop-weight-1\",", "71.25"));
  change (fixture, "POST", "Observation", WEIGHT ("", "70.5"));
  change (fixture, "DELETE", "Observation/interop-weight-2", "");

  second = karne_test_sync_run_well (sync);
  there = dump_there (fixture, "interop-emilie");
  g_test_message ("changes came in %u exchanges", second->exchanges);
  g_assert_cmpuint (second->stored, ==, 2);
  g_assert_cmpuint (second->removed, ==, 1);
  assert_record (sync, there);
  assert_bodies (fixture, sync);
  assert_nothing_new (sync, there);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/medplum/search", Fixture, only_people, set_up, test_search, tear_down);
  g_test_add ("/medplum/lacks", Fixture, only_people, set_up, test_lacks, tear_down);
  g_test_add ("/medplum/pull/demo", Fixture, demo_files, set_up, test_pull_demo, tear_down);
  g_test_add ("/medplum/pull/many", Fixture, demo_files_with_most, set_up, test_pull_many,
              tear_down);
  g_test_add ("/medplum/pull/published", Fixture, NULL, set_up, test_pull_published, tear_down);
  g_test_add ("/medplum/pull/by-offset", Fixture, only_people, set_up, test_pull_by_offset,
              tear_down);
  g_test_add ("/medplum/pull/changes", Fixture, only_people, set_up, test_pull_changes, tear_down);

  return g_test_run ();
}
