/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pulls from and pushes to a FHIR server that nobody here wrote, and knows what it lacks, which no
 * other code does. Skipped where there is no Node or where its packages were not fetched. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "fhir/karne-kind-private.h"
#include "karne-test-sync.h"
#include "store/karne-outbox.h"
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
static const char *const only_people_strictly[] = { "--strict", "people", NULL };
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
    g_ptr_array_add (argv, g_str_has_prefix (files[i], "--") ? g_strdup (files[i])
                                                             : source_path (files[i]));
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

/* Pushing */

#define EMILIE "interop-emilie"
#define NOTED                                                                                      \
  "{\"resourceType\":\"Observation\",\"status\":\"preliminary\",\"code\":{\"text\":\"first\"},"    \
  "\"subject\":{\"reference\":\"Patient/" EMILIE                                                   \
  "\"},\"valueQuantity\":{\"value\":71.25,\"unit\":"                                               \
  "\"kg\"}}"
#define THE_NOTED                                                                                  \
  "SELECT %s FROM resource WHERE kind = 'Observation' AND body ->> '$.code.text' IN ('first', "    \
  "'second')"

/* Two copies of one record. */
typedef struct
{
  Fixture *fixture;
  KarneTestSync *one;   /* (owned) */
  KarneTestSync *other; /* (owned) */
} Pair;

static void
pair_init (Pair *pair, Fixture *fixture)
{
  pair->fixture = fixture;
  pair->one = new_sync (fixture, EMILIE);
  pair->other = new_sync (fixture, EMILIE);
}

static void
pair_clear (Pair *pair)
{
  g_clear_pointer (&pair->one, karne_test_sync_free);
  g_clear_pointer (&pair->other, karne_test_sync_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static void
sync_both (Pair *pair)
{
  for (int i = 0; i < 2; i++)
    {
      karne_sync_report_free (karne_test_sync_run_well (pair->one));
      karne_sync_report_free (karne_test_sync_run_well (pair->other));
    }
}

static char *
ask_noted (KarneTestSync *sync, const char *column)
{
  g_autofree char *sql = g_strdup_printf (THE_NOTED, column);

  return karne_test_query (sync->store, sql);
}

static void
assert_noted (KarneTestSync *sync, const char *column, const char *expected)
{
  g_autofree char *found = ask_noted (sync, column);

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_nothing_waits (KarneTestSync *sync)
{
  g_assert_cmpint (karne_test_query_int (sync->store, "SELECT count(*) FROM outbox"), ==, 0);
}

static void
save (KarneTestSync *sync, const char *id, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_free (karne_store_save (sync->store->store, sync->source, "Observation", id, text, &error));
  g_assert_no_error (error);
}

/* What is here, with one word for another. */
static void
edit (KarneTestSync *sync, const char *from, const char *to)
{
  g_autofree char *id = ask_noted (sync, "id");
  g_autofree char *text = ask_noted (sync, "json(body)");
  g_auto (GStrv) parts = g_strsplit (text, from, 2);
  g_autofree char *edited = g_strjoinv (to, parts);

  g_assert_nonnull (parts[1]);
  save (sync, id, edited);
}

/* Both are what the server has. */
static void
assert_both (Pair *pair)
{
  g_autofree char *there = dump_there (pair->fixture, EMILIE);

  assert_record (pair->one, there);
  assert_record (pair->other, there);
  assert_nothing_waits (pair->one);
  assert_nothing_waits (pair->other);
}

/* Made, changed by both apart, deleted. */
static void
test_push_round (Fixture *fixture, gconstpointer data)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  if (fixture->process == NULL)
    return;

  pair_init (&pair, fixture);
  sync_both (&pair);
  save (pair.one, NULL, NOTED);
  sync_both (&pair);
  assert_noted (pair.other, "count(*)", "1");
  assert_both (&pair);

  edit (pair.one, "preliminary", "final");
  edit (pair.other, "first", "second");
  sync_both (&pair);
  assert_noted (pair.one, "(body ->> '$.status') || (body ->> '$.code.text')", "finalsecond");
  assert_both (&pair);

  id = ask_noted (pair.other, "id");
  karne_store_delete (pair.other->store->store, pair.other->source, "Observation", id, &error);
  g_assert_no_error (error);
  sync_both (&pair);
  assert_noted (pair.one, "count(*)", "0");
  assert_both (&pair);
}

/* Both change the same: the second is told, the person decides, and both have it. */
static void
test_push_conflict (Fixture *fixture, gconstpointer data)
{
  g_auto (Pair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  if (fixture->process == NULL)
    return;

  pair_init (&pair, fixture);
  save (pair.one, NULL, NOTED);
  sync_both (&pair);
  edit (pair.one, "preliminary", "final");
  edit (pair.other, "preliminary", "amended");
  sync_both (&pair);
  g_assert_cmpint (karne_test_query_int (pair.other->store,
                                         "SELECT count(*) FROM conflict WHERE decided IS NULL AND "
                                         "fields = '[\"status\"]'"),
                   ==, 1);
  assert_noted (pair.other, "body ->> '$.status'", "final");

  karne_store_resolve (pair.other->store->store, 1, NULL, KARNE_KEEP_MINE, &error);
  g_assert_no_error (error);
  sync_both (&pair);
  assert_noted (pair.one, "body ->> '$.status'", "amended");
  assert_both (&pair);
}

/* Changed here, deleted there: nothing that the person wrote is lost. */
static void
test_push_deleted_there (Fixture *fixture, gconstpointer data)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;

  if (fixture->process == NULL)
    return;

  pair_init (&pair, fixture);
  save (pair.one, NULL, NOTED);
  sync_both (&pair);
  id = ask_noted (pair.one, "id");
  path = g_strconcat ("Observation/", id, NULL);
  change (fixture, "DELETE", path, "");
  edit (pair.one, "preliminary", "final");
  sync_both (&pair);
  g_assert_cmpint (
      karne_test_query_int (pair.one->store,
                            "SELECT count(*) FROM conflict WHERE theirs IS NULL AND json(mine) ->> "
                            "'$.status' = 'final'"),
      ==, 1);
  assert_both (&pair);
}

/* It was made there, and the answer lost: the same is found by its identifier, and not made
 * again. */
static void
test_push_made_before (Fixture *fixture, gconstpointer data)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *text = NULL;

  if (fixture->process == NULL)
    return;

  pair_init (&pair, fixture);
  sync_both (&pair);
  save (pair.one, NULL, NOTED);
  text = ask_noted (pair.one, "json_remove(body, '$.id')");
  change (fixture, "POST", "Observation", text);
  sync_both (&pair);
  assert_noted (pair.one, "count(*)", "1");
  assert_noted (pair.other, "count(*)", "1");
  assert_both (&pair);
}

/* What it does not take is kept here, with what it said of it; the others go. */
static void
test_push_refused (Fixture *fixture, gconstpointer data)
{
  g_auto (Pair) pair = { 0 };
  g_autofree char *words = NULL;

  if (fixture->process == NULL)
    return;

  pair_init (&pair, fixture);
  sync_both (&pair);
  save (pair.one, NULL,
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"subject\":{\"reference\":"
        "\"Patient/" EMILIE "\"}}");
  save (pair.one, NULL, NOTED);
  sync_both (&pair);
  words = karne_test_query (pair.one->store,
                            "SELECT group_concat(state || ' ' || status || ' ' || words) FROM "
                            "outbox");
  g_test_message ("%s", words);
  g_assert_true (g_str_has_prefix (words, "parked 4"));
  g_assert_nonnull (strstr (words, "Missing required property"));
  assert_noted (pair.other, "count(*)", "1");
}

/* Of a document only parts are changed. */
static void
test_push_patch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarneTestSync) sync = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) there = NULL;
  g_autoptr (GError) error = NULL;

  if (fixture->process == NULL)
    return;

  sync = new_sync (fixture, EMILIE);
  change (fixture, "POST", "DocumentReference",
          "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"subject\":{"
          "\"reference\":\"Patient/" EMILIE "\"},\"content\":[{\"attachment\":{\"contentType\":"
          "\"text/plain\",\"data\":\"YQ==\"}}]}");
  karne_sync_report_free (karne_test_sync_run_well (sync));
  id = karne_test_query (sync->store, "SELECT id FROM resource WHERE kind = 'DocumentReference'");
  text = karne_test_query (sync->store, "SELECT json_set(body, '$.status', 'superseded') FROM "
                                        "resource WHERE kind = 'DocumentReference'");
  saved =
      karne_store_save (sync->store->store, sync->source, "DocumentReference", id, text, &error);
  g_assert_no_error (error);
  karne_sync_report_free (karne_test_sync_run_well (sync));
  assert_nothing_waits (sync);
  path = g_strconcat ("DocumentReference/", id, NULL);
  there = get (fixture, path);
  g_assert_cmpstr (json_object_get_string_member (there, "status"), ==, "superseded");
}

static void
add_push (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/medplum/push/", name, NULL);
  g_autofree char *strict = g_strconcat ("/medplum/push/strict/", name, NULL);

  g_test_add (path, Fixture, only_people, set_up, test, tear_down);
  g_test_add (strict, Fixture, only_people_strictly, set_up, test, tear_down);
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
  add_push ("round", test_push_round);
  add_push ("conflict", test_push_conflict);
  add_push ("deleted-there", test_push_deleted_there);
  add_push ("patch", test_push_patch);
  g_test_add ("/medplum/push/strict/made-before", Fixture, only_people_strictly, set_up,
              test_push_made_before, tear_down);
  g_test_add ("/medplum/push/strict/refused", Fixture, only_people_strictly, set_up,
              test_push_refused, tear_down);

  return g_test_run ();
}
