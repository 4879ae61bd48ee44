/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Examples that HL7, ANS, Synthea and others published, as they are, through the demonstration
 * server and the sync: every resource of the kinds that are pulled is here to the letter, or in
 * quarantine with its reason. Skipped where the examples are not. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "fhir/karne-kind-private.h"
#include "karne-error.h"
#include "karne-test-server.h"
#include "karne-test-sync.h"
#include "store/karne-view.h"

/* What the examples hold beside resources: patches, and the configuration of a sign-in. */
static const char *const not_resources[] = {
  "android-fhir/engine/update_careplan_patch.json",
  "android-fhir/engine/update_careplan_patch_1.json",
  "android-fhir/engine/update_careplan_patch_2.json",
  "android-fhir/engine/update_patch_1.json",
  "android-fhir/engine/update_patch_2.json",
  "fhir-test-cases/json-patch-tests.json",
  "hapi-smoketest/patient_patch.json",
  "hl7-smart/smart-configuration.json",
};

/* "Kind/id flaw" of what is shown and cannot be taken in: none of it. */
static const char *const quarantined[] = { NULL };

/* Likewise, of all that the server has, whoever's it is: it says itself that these are not whole.
 */
static const char *const incomplete[] = {
  "Practitioner/mss-practitioner-bal-per-dupont-elements subsetted",
  "Practitioner/mss-practitioner-bal-per-martin-elements subsetted",
  NULL,
};
static const char *const untitled_of_all[] = {
  "Device/ex-device",
  "Device/example",
  "Device/f001",
  "DocumentReference/aaaaaaaa-bbbb-cccc-dddd-e00222200002",
  "DocumentReference/ex-DocumentReferenceMinimal",
  "DocumentReference/ex-DocumentReferenceMinimalEncounter",
  "DocumentReference/in-DocumentReferenceMinimal",
  "DocumentReference/in-DocumentReferenceMinimalCommunity",
  "Practitioner/ex-practitioner",
  "Practitioner/example-annexe-practitioner",
  "QuestionnaireResponse/3141",
  NULL,
};

/* "Kind/id" of what has no words of its own: what the examples leave out nothing can lift. */
static const char *const untitled[] = {
  "CarePlan/IMMZD2DTMeasles",                               /* only refers to what it contains */
  "Device/ex-device",                                       /* has nothing but an id */
  "Device/f001",                                            /* a number in an inventory */
  "DocumentReference/aaaaaaaa-bbbb-cccc-dddd-e00111100002", /* the least that MHD allows */
  "Practitioner/ex-practitioner",                           /* a mail address */
  NULL,
};

/* "Kind/id" of what has no place in time. */
static const char *const undated[] = {
  "CarePlan/IMMZD2DTMeasles",
  "CarePlan/f202",
  "CarePlan/integrate",
  "Communication/4c712bdc-1558-4125-a854-fa8b3a11f6ed", /* in an extension of its payload */
  "Communication/94e65db8-2f0c-4a2c-a7c9-06a160d59a12", /* likewise */
  "Condition/example2",                                 /* “approximately November 2012” */
  "Condition/family-history",
  "DocumentReference/aaaaaaaa-bbbb-cccc-dddd-e00111100002",
  "Immunization/7-12-Immunization", /* “Somewhen in childhood” */
  "Observation/bmd",
  "Task/task-for-standalone-launch",
  NULL,
};

typedef struct
{
  KarneTestServer *server; /* (owned) */
  GPtrArray *quarantined;  /* (owned) of char*: as in the table */
  GPtrArray *untitled;     /* (owned) of char* */
  GPtrArray *undated;      /* (owned) of char* */
  GHashTable *counts;      /* (owned) kind -> how many are here */
  guint n_dangling;        /* references to what the server has not */
} World;

/* One person's part of it. */
typedef struct
{
  World *world;        /* (unowned) */
  const char *person;  /* (unowned) */
  KarneTestSync *sync; /* (owned) */
  KarneView *view;     /* (owned) */
} Record;

static const char *
find_examples (void)
{
  const char *folder = g_getenv ("KARNE_SHARED_DATA");

  if (folder != NULL && g_file_test (folder, G_FILE_TEST_IS_DIR))
    return folder;
  g_test_skip ("The published examples (KARNE_SHARED_DATA) are not here");
  return NULL;
}

/* What the server does not load, it names with the reason; no other file is missing. */
static void
test_loaded (void)
{
  const char *folder = find_examples ();
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  guint n_refused = 0;

  if (folder == NULL)
    return;
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                  G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              &error, KARNE_DEMO_SERVER_PATH, "--until-stdin-closes", "--data",
                              folder, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, &error);
  g_assert_no_error (error);
  for (const char *at = said; (at = strstr (at, "not loaded")) != NULL; at++)
    n_refused++;
  for (guint i = 0; i < G_N_ELEMENTS (not_resources); i++)
    g_assert_nonnull (strstr (said, not_resources[i]));
  g_assert_cmpuint (n_refused, ==, G_N_ELEMENTS (not_resources));
}

/* What the server shows */

static JsonObject *
ask (World *world, const char *method, const char *path, const char *body)
{
  g_autoptr (KarneTestAnswer) answer =
      karne_test_server_request (world->server, method, path, NULL, body);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_assert_cmpuint (answer->status, ==, 200);
  node = json_from_string (answer->body, &error);
  g_assert_no_error (error);
  return json_node_dup_object (node);
}

static void
add_names (JsonObject *bundle, GPtrArray *names)
{
  JsonArray *entries = json_object_has_member (bundle, "entry")
                           ? json_object_get_array_member (bundle, "entry")
                           : NULL;

  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      JsonObject *resource = json_object_get_object_member (entry, "resource");

      g_ptr_array_add (names,
                       g_strdup_printf ("%s/%s",
                                        json_object_get_string_member (resource, "resourceType"),
                                        json_object_get_string_member (resource, "id")));
    }
  g_assert_cmpint (json_object_get_int_member (bundle, "total"), ==,
                   entries != NULL ? json_array_get_length (entries) : 0);
}

static char *
build_batch (const char *person)
{
  GString *batch = g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[");
  g_autofree char *escaped = g_uri_escape_string (person, NULL, FALSE);
  gsize n_kinds = 0;
  const KarneKind *kinds = karne_kind_get_all (&n_kinds);

  for (gsize i = 0; i < n_kinds; i++)
    if (kinds[i].access == KARNE_KIND_BY_PERSON)
      g_string_append_printf (batch,
                              "{\"request\":{\"method\":\"GET\",\"url\":"
                              "\"%s?patient=Patient/%s&_count=5000&_elements=id\"}},",
                              kinds[i].name, escaped);
  g_string_truncate (batch, batch->len - 1);
  g_string_append (batch, "]}");
  return g_string_free (batch, FALSE);
}

/* "Kind/id" of all that the server shows for a person, without the Patient. */
static GPtrArray *
list_shown (World *world, const char *person)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *batch = build_batch (person);
  g_autoptr (JsonObject) answer =
      ask (world, "POST", karne_test_server_get_base (world->server), batch);
  JsonArray *entries = json_object_get_array_member (answer, "entry");

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);

      add_names (json_object_get_object_member (entry, "resource"), names);
    }
  return names;
}

static GPtrArray *
list_persons (World *world)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonObject) bundle = ask (world, "GET", "Patient?_count=5000&_elements=id", NULL);

  add_names (bundle, names);
  return names;
}

/* Bodies */

/* The same tokens without what JSON allows between them. */
static char *
without_space (const char *json)
{
  GString *text = g_string_sized_new (strlen (json));
  gboolean in_string = FALSE;

  for (const char *at = json; *at != '\0'; at++)
    {
      if (in_string || strchr (" \t\r\n", *at) == NULL)
        g_string_append_c (text, *at);
      if (in_string && *at == '\\')
        g_string_append_c (text, *++at);
      else if (*at == '"')
        in_string = !in_string;
    }
  return g_string_free (text, FALSE);
}

/* As the server sends it, (nullable): NULL when it has it not. */
static char *
read_there (Record *record, const char *name)
{
  g_autoptr (KarneTestAnswer) answer =
      karne_test_server_request (record->world->server, "GET", name, NULL, NULL);

  return answer->status == 200 ? without_space (answer->body) : NULL;
}

/* (nullable) */
static char *
read_here (Record *record, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", 2);
  g_autoptr (GError) error = NULL;
  g_autofree char *json = karne_view_get_json (record->view, 0, parts[0], parts[1], TRUE, &error);

  if (json != NULL)
    return without_space (json);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  return NULL;
}

static void
check_equal (Record *record, const char *name)
{
  g_autofree char *there = read_there (record, name);
  g_autofree char *here = read_here (record, name);

  g_assert_nonnull (there);
  g_assert_cmpstr (here, ==, there);
}

/* One record */

static Record *
record_new (World *world, const char *person)
{
  Record *self = g_new0 (Record, 1);
  const char *base = karne_test_server_get_base (world->server);

  self->world = world;
  self->person = person;
  self->sync = karne_test_sync_new_for_base (base, person);
  self->view = karne_view_new (self->sync->store->store, KARNE_ROLE_PERSON, NULL);
  karne_sync_set_with_on_demand (self->sync->sync, TRUE);
  return self;
}

static void
record_free (Record *self)
{
  g_object_unref (self->view);
  karne_test_sync_free (self->sync);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Record, record_free)

static GPtrArray *
list_quarantined (Record *record)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = karne_view_list_quarantined (record->view, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < items->len; i++)
    {
      KarneQuarantined *item = g_ptr_array_index (items, i);

      g_ptr_array_add (names, g_strdup_printf ("%s/%s", item->kind, item->id));
      g_ptr_array_add (record->world->quarantined,
                       g_strdup_printf ("%s/%s %s", item->kind, item->id, item->flaw));
    }
  return names;
}

/* Each that is shown is here as it was sent, or in quarantine, and nothing else is here. */
static void
check_shown (Record *record, GPtrArray *shown)
{
  g_autoptr (GPtrArray) held_back = list_quarantined (record);
  guint n_held_back = 0;

  for (guint i = 0; i < shown->len; i++)
    if (g_ptr_array_find_with_equal_func (held_back, shown->pdata[i], g_str_equal, NULL))
      n_held_back++;
    else
      check_equal (record, shown->pdata[i]);

  g_assert_cmpint (
      karne_test_query_int (record->sync->store,
                            "SELECT count(*) FROM resource WHERE kind NOT IN ('Patient', "
                            "'Practitioner', 'PractitionerRole', 'Organization', 'Location', "
                            "'Device', 'Questionnaire')"),
      ==, shown->len - n_held_back);
}

/* "Kind/id" of people, places and devices; (nullable): of anything else. */
static char *
name_of_reference (Record *record, const char *reference)
{
  g_autofree char *base =
      g_strconcat (karne_test_server_get_base (record->world->server), "/", NULL);
  g_auto (GStrv) parts =
      g_strsplit (g_str_has_prefix (reference, base) ? reference + strlen (base) : reference, "/",
                  3);
  const KarneKind *kind = parts[0] != NULL ? karne_kind_find (parts[0]) : NULL;

  if (kind == NULL || kind->access != KARNE_KIND_REFERENCED || parts[1] == NULL)
    return NULL;
  return g_strdup_printf ("%s/%s", parts[0], parts[1]);
}

/* What any resource here refers to is here too, if the server has it. */
static void
check_referenced (Record *record)
{
  g_autofree char *text = karne_test_query (
      record->sync->store,
      "SELECT group_concat(reference, char(10)) FROM (SELECT DISTINCT tree.value AS reference "
      "FROM resource, json_tree(resource.body) AS tree "
      "WHERE tree.key = 'reference' AND tree.type = 'text')");
  g_auto (GStrv) references = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; references[i] != NULL; i++)
    {
      g_autofree char *name = name_of_reference (record, references[i]);
      g_autofree char *there = name != NULL ? read_there (record, name) : NULL;

      if (there != NULL)
        check_equal (record, name);
      else if (name != NULL)
        record->world->n_dangling++;
    }
}

static void
add_lines (GPtrArray *lines, char *text)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (lines, parts[i], g_str_equal, NULL))
      g_ptr_array_add (lines, g_strdup (parts[i]));
  g_free (text);
}

/* What a list would show without words, or nowhere in time. */
static void
note_columns (Record *record)
{
  add_lines (
      record->world->untitled,
      karne_test_query (
          record->sync->store,
          "SELECT group_concat(kind || '/' || id, char(10)) FROM resource "
          "WHERE coalesce(title, CASE kind WHEN 'PractitionerRole' THEN author END, '') = ''"));
  add_lines (record->world->undated,
             karne_test_query (record->sync->store,
                               "SELECT group_concat(kind || '/' || id, char(10)) FROM resource "
                               "WHERE sort IS NULL AND kind NOT IN ('Patient', 'RelatedPerson', "
                               "'Practitioner', 'PractitionerRole', 'Organization', 'Location', "
                               "'Device', 'Questionnaire')"));
}

static void
count_kinds (Record *record)
{
  g_autofree char *text =
      karne_test_query (record->sync->store, "SELECT group_concat(kind, char(10)) FROM resource");
  g_auto (GStrv) kinds = g_strsplit (text, "\n", -1);

  for (guint i = 0; kinds[i] != NULL; i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (record->world->counts, kinds[i]));

      g_hash_table_insert (record->world->counts, g_strdup (kinds[i]), GUINT_TO_POINTER (n + 1));
    }
}

static void
check_nothing_new (Record *record)
{
  g_autoptr (KarneSyncReport) again = karne_test_sync_run_well (record->sync);

  g_test_message ("%s: %u exchanges", record->person, again->exchanges);
  g_assert_cmpuint (again->stored, ==, 0);
  g_assert_cmpuint (again->removed, ==, 0);
  g_assert_cmpuint (again->quarantined, ==, 0);
  g_assert_cmpuint (again->exchanges, ==, 1);
}

static void
check_person (World *world, const char *person)
{
  g_autoptr (GPtrArray) shown = list_shown (world, person);
  g_autoptr (Record) record = NULL;
  g_autoptr (KarneSyncReport) report = NULL;
  g_autofree char *patient = g_strdup_printf ("Patient/%s", person);

  if (shown->len == 0)
    return;
  record = record_new (world, person);
  report = karne_test_sync_run_well (record->sync);
  g_test_message ("%s: %u shown, %u stored, %u held back, %u exchanges", person, shown->len,
                  report->stored, report->quarantined, report->exchanges);
  g_assert_cmpuint (g_strv_length (report->kinds_partial), ==, 0);
  check_equal (record, patient);
  check_shown (record, shown);
  check_referenced (record);
  note_columns (record);
  count_kinds (record);
  check_nothing_new (record);
}

/* One template among the Patients was never filled in: its id is none, and nothing that would be
 * asked by it is somebody's record. */
static void
check_unsafe_person (World *world, const char *person)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GError) error = NULL;

  karne_store_add_source (store->store, karne_test_server_get_base (world->server), person, NULL,
                          &error);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
}

/* The whole folder */

static World *
world_new (const char *folder)
{
  World *self = g_new0 (World, 1);
  const char *flags[] = { "--data", folder, NULL };

  self->server = karne_test_server_start (flags);
  self->quarantined = g_ptr_array_new_with_free_func (g_free);
  self->untitled = g_ptr_array_new_with_free_func (g_free);
  self->undated = g_ptr_array_new_with_free_func (g_free);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static void
world_free (World *self)
{
  karne_test_server_free (self->server);
  g_ptr_array_unref (self->quarantined);
  g_ptr_array_unref (self->untitled);
  g_ptr_array_unref (self->undated);
  g_hash_table_unref (self->counts);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static void
assert_lines (GPtrArray *lines, const char *const *expected, const char *what)
{
  for (guint i = 0; i < lines->len; i++)
    if (!g_strv_contains (expected, lines->pdata[i]))
      g_test_message ("%s: %s", what, (char *) lines->pdata[i]);
  g_assert_cmpuint (lines->len, ==, g_strv_length ((char **) expected));
  for (guint i = 0; i < lines->len; i++)
    g_assert_true (g_strv_contains (expected, lines->pdata[i]));
}

static void
say_counts (World *world)
{
  GHashTableIter iter;
  gpointer kind, n;

  g_hash_table_iter_init (&iter, world->counts);
  while (g_hash_table_iter_next (&iter, &kind, &n))
    g_test_message ("%s: %u", (char *) kind, GPOINTER_TO_UINT (n));
  g_test_message ("references to what is not there: %u", world->n_dangling);
}

static void
test_pull (void)
{
  const char *folder = find_examples ();
  g_autoptr (World) world = NULL;
  g_autoptr (GPtrArray) persons = NULL;

  if (folder == NULL)
    return;
  world = world_new (folder);
  persons = list_persons (world);
  for (guint i = 0; i < persons->len; i++)
    check_person (world, (char *) persons->pdata[i] + strlen ("Patient/"));
  check_unsafe_person (world, "{{batch_patient_id}}");
  say_counts (world);
  assert_lines (world->quarantined, quarantined, "held back");
  assert_lines (world->untitled, untitled, "without a title");
  assert_lines (world->undated, undated, "without a date");
}

/* All of a kind, whoever's it is: of another person's, only the fact is kept. */
static void
take_in_all (Record *record, const char *kind)
{
  g_autofree char *path = g_strconcat (kind, "?_count=5000", NULL);
  g_autoptr (KarneTestAnswer) answer =
      karne_test_server_request (record->world->server, "GET", path, NULL, NULL);
  g_autoptr (JsonNode) node = json_from_string (answer->body, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) flaw = NULL;
  g_autoptr (KarnePage) page = karne_test_ingest (record->sync->store, kind, KARNE_INGEST_NONE,
                                                  answer->body, answer->len, 1000, &flaw);
  guint n_here = 0;

  g_assert_no_error (flaw);
  add_names (json_node_get_object (node), names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *here = read_here (record, names->pdata[i]);

      if (here == NULL)
        continue;
      check_equal (record, names->pdata[i]);
      n_here++;
    }
  g_test_message ("%s: %u here, %u held back", kind, n_here, page->n_quarantined);
  g_assert_cmpuint (n_here, ==, page->n_stored);
  g_assert_cmpuint (n_here + page->n_quarantined, ==, names->len);
}

static void
remove_lines (GPtrArray *lines, const char *pattern)
{
  for (guint i = lines->len; i > 0; i--)
    if (g_pattern_match_simple (pattern, lines->pdata[i - 1]))
      g_ptr_array_remove_index (lines, i - 1);
}

/* What no search by person finds is taken in as well, if it is asked for. */
static void
test_all (void)
{
  const char *folder = find_examples ();
  g_autoptr (World) world = NULL;
  g_autoptr (Record) record = NULL;
  g_autoptr (GPtrArray) held_back = NULL;
  gsize n_kinds = 0;
  const KarneKind *kinds = karne_kind_get_all (&n_kinds);

  if (folder == NULL)
    return;
  world = world_new (folder);
  record = record_new (world, "nobody");
  for (gsize i = 0; i < n_kinds; i++)
    if (kinds[i].access != KARNE_KIND_PERSON)
      take_in_all (record, kinds[i].name);
  held_back = list_quarantined (record);
  remove_lines (world->quarantined, "*other-person");
  note_columns (record);
  /* Fragments of which most are made to test a program; and what a professional will name. */
  remove_lines (world->untitled, "Questionnaire/*");
  remove_lines (world->untitled, "PractitionerRole/*");
  assert_lines (world->quarantined, incomplete, "held back");
  assert_lines (world->untitled, untitled_of_all, "without a title");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/real-data/loaded", test_loaded);
  g_test_add_func ("/real-data/pull", test_pull);
  g_test_add_func ("/real-data/all", test_all);

  return g_test_run ();
}
