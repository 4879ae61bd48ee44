/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a server is told of the access log: of each act, and how far. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "access/karne-access-event-private.h"
#include "access/karne-access-telling-private.h"
#include "fhir/karne-json-private.h"
#include "karne-error.h"
#include "karne-test-store.h"
#include "store/karne-connection-private.h"
#include "store/karne-outbox.h"
#include "store/karne-sql-private.h"

#define ID "01234567-89ab-8def-8123-456789abcdef"
#define RESOURCE_ID "e6a2b7d2-0f4c-4c7e-9d0b-2f0c7b1a9f11"

/* What stands at a path, as text: several with a space between them. */
static char *
at (const char *json, const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) found = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  JsonArray *array;

  json_parser_load_from_data (parser, json, -1, &error);
  g_assert_no_error (error);
  found = json_path_query (path, json_parser_get_root (parser), &error);
  g_assert_no_error (error);
  array = json_node_get_array (found);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *value =
          JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
              ? json_node_dup_string (node)
              : json_to_string (node, FALSE);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define assert_at(json, path, expected)                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_ = at (json, path);                                                     \
    g_assert_cmpstr (found_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static char *
make (const KarneAccessRow *row, gboolean is_known)
{
  char *json = karne_access_event_make (row, ID, "p1", is_known);

  g_assert_cmpint (karne_json_check (json, strlen (json), NULL), ==, KARNE_FLAW_NONE);
  assert_at (json, "$.resourceType", "AuditEvent");
  assert_at (json, "$.id", ID);
  assert_at (json, "$.source.observer.display", "Karné");
  return json;
}

/* Of each act */

static const struct
{
  const char *name;
  KarneAccessAct act;
  const char *kind;
  const char *id;
  const char *type;
  const char *subtype;
  const char *action;
  const char *part;   /* of whoever acts */
  const char *entity; /* codes of what was touched: type and role; "" none */
} acts[] = {
  { "other", KARNE_ACCESS_ACT_OTHER, NULL, NULL, "110100", "", "E", "", "" },
  { "look", KARNE_ACCESS_ACT_LOOK, "Task", "t1", "rest", "read", "R", "IRCP", "2 4" },
  { "look-kind", KARNE_ACCESS_ACT_LOOK, "Observation", NULL, "rest", "read", "R", "IRCP",
    "Observation 4" },
  { "search", KARNE_ACCESS_ACT_SEARCH, NULL, NULL, "rest", "search-system", "E", "IRCP", "2 24" },
  { "search-kind", KARNE_ACCESS_ACT_SEARCH, "Task", NULL, "rest", "search-type", "E", "IRCP",
    "Task 24" },
  { "export", KARNE_ACCESS_ACT_EXPORT, NULL, NULL, "110106", "disclose", "R", "IRCP", "" },
  { "print", KARNE_ACCESS_ACT_PRINT, "Task", "t1", "110106", "report", "R", "IRCP", "2 4" },
  { "add", KARNE_ACCESS_ACT_ADD, "Task", "t1", "rest", "create", "C", "AUT", "2 4" },
  { "change", KARNE_ACCESS_ACT_CHANGE, "Task", "t1", "rest", "update", "U", "AUT", "2 4" },
  { "delete", KARNE_ACCESS_ACT_DELETE, "Task", "t1", "rest", "delete", "D", "AUT", "2 4" },
  { "undo", KARNE_ACCESS_ACT_UNDO, "Task", "t1", "rest", "update", "U", "AUT", "2 4" },
  { "decide", KARNE_ACCESS_ACT_DECIDE, "Task", "t1", "rest", "update", "U", "AUT", "2 4" },
  { "unlock", KARNE_ACCESS_ACT_UNLOCK, NULL, NULL, "110114", "110122", "E", "", "" },
  { "sign-in", KARNE_ACCESS_ACT_SIGN_IN, NULL, NULL, "110114", "110122", "E", "", "" },
};

/* The person comes first, what tells a repeat last. */
static void
test_act (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  const KarneAccessRow row = {
    .at = 1767225600, .act = acts[i].act, .kind = (char *) acts[i].kind, .id = (char *) acts[i].id
  };
  g_autofree char *json = make (&row, TRUE);
  gboolean touches = *acts[i].entity != '\0';
  g_autofree char *type = at (json, "$.entity[1].type.code");
  g_autofree char *role = at (json, "$.entity[1].role.code");
  g_autofree char *entity = g_strdup_printf ("%s %s", type, role);

  assert_at (json, "$.type.code", acts[i].type);
  assert_at (json, "$.subtype[*].code", acts[i].subtype);
  assert_at (json, "$.action", acts[i].action);
  assert_at (json, "$.recorded", "2026-01-01T00:00:00Z");
  assert_at (json, "$.period.start", "2026-01-01T00:00:00Z");
  assert_at (json, "$.outcome", "0");
  assert_at (json, "$.agent[0].type.coding[*].code", acts[i].part);
  assert_at (json, "$.entity[0].what.reference", "Patient/p1");
  assert_at (json, "$.entity[0].role.code", "1");
  assert_at (json,
             touches ? "$.entity[2].what.identifier.value" : "$.entity[1].what.identifier.value",
             "urn:uuid:" ID);
  if (touches)
    g_assert_cmpstr (entity, ==, acts[i].entity);
  if (acts[i].id != NULL)
    assert_at (json, "$.entity[1].what.reference", "Task/t1");
}

/* Who */

static void
test_person (void)
{
  const KarneAccessRow row = { .reader = KARNE_ROLE_PERSON, .act = KARNE_ACCESS_ACT_UNLOCK };
  g_autofree char *json = make (&row, TRUE);

  assert_at (json, "$.agent[*].who.reference", "Patient/p1");
  assert_at (json, "$.agent[*].requestor", "true");
  assert_at (json, "$.agent[*].role[*].coding[*].code", "PAT");
}

static void
test_representative (void)
{
  const KarneAccessRow row = { .reader = KARNE_ROLE_REPRESENTATIVE,
                               .act = KARNE_ACCESS_ACT_UNLOCK };
  g_autofree char *json = make (&row, TRUE);

  assert_at (json, "$.agent[*].who.type", "RelatedPerson");
  assert_at (json, "$.agent[*].role[*].coding[*].code", "AGNT");
}

static void
test_helper (void)
{
  const KarneAccessRow row = { .reader = KARNE_ROLE_HELPER,
                               .act = KARNE_ACCESS_ACT_LOOK,
                               .role = (char *) "adviser",
                               .name = (char *) "A. \"Payet\"",
                               .structure = (char *) "France Services",
                               .purposes = (char *) "help\n\nprint" };
  g_autofree char *json = make (&row, TRUE);

  assert_at (json, "$.agent[*].who.display", "A. \"Payet\" France Services");
  assert_at (json, "$.agent[*].requestor", "true false");
  assert_at (json, "$.agent[0].name", "A. \"Payet\"");
  assert_at (json, "$.agent[0].role[*].coding[*].system", "urn:re.karne:role");
  assert_at (json, "$.agent[0].role[*].coding[*].code", "adviser");
  assert_at (json, "$.agent[0].purposeOfUse[*].text", "help print");
  assert_at (json, "$.agent[1].who.type", "Organization");
}

/* Each agent is somebody, and there is no string without anything in it. */
static void
test_nobody (void)
{
  const KarneAccessRow row = { .reader = KARNE_ROLE_HELPER,
                               .act = KARNE_ACCESS_ACT_LOOK,
                               .name = (char *) "",
                               .role = (char *) "",
                               .structure = (char *) "",
                               .purposes = (char *) "" };
  g_autofree char *json = make (&row, TRUE);

  assert_at (json, "$.agent[*].who.display", "helper");
  g_assert_null (strstr (json, "\"\""));
  g_assert_null (strstr (json, "[]"));
}

/* What */

/* Neither what was searched for, nor what was printed, nor a title. */
static void
test_left_out (void)
{
  static const KarneAccessAct of[] = { KARNE_ACCESS_ACT_SEARCH, KARNE_ACCESS_ACT_PRINT,
                                       KARNE_ACCESS_ACT_LOOK };

  for (guint i = 0; i < G_N_ELEMENTS (of); i++)
    {
      const KarneAccessRow row = { .act = of[i],
                                   .kind = (char *) "Task",
                                   .id = (char *) "t1",
                                   .title = (char *) "A secret title",
                                   .detail = (char *) "A secret word" };
      g_autofree char *json = make (&row, TRUE);

      g_assert_null (strstr (json, "secret"));
    }
}

/* By an identifier, which it carries wherever it gets. */
static void
test_not_known (void)
{
  const KarneAccessRow row = { .act = KARNE_ACCESS_ACT_ADD,
                               .kind = (char *) "Observation",
                               .id = (char *) RESOURCE_ID };
  g_autofree char *json = make (&row, FALSE);
  g_autofree char *known = make (&row, TRUE);

  assert_at (json, "$.entity[*].what.reference", "Patient/p1");
  assert_at (json, "$.entity[1].what.type", "Observation");
  assert_at (json, "$.entity[1].what.identifier.value", "urn:uuid:" RESOURCE_ID);
  assert_at (known, "$.entity[1].what.reference", "Observation/" RESOURCE_ID);
}

/* The person is there once; what cannot be a reference is none. */
static void
test_odd_references (void)
{
  const KarneAccessRow of_patient = { .act = KARNE_ACCESS_ACT_LOOK,
                                      .kind = (char *) "Patient",
                                      .id = (char *) "p1" };
  const KarneAccessRow odd_id = { .act = KARNE_ACCESS_ACT_LOOK,
                                  .kind = (char *) "Task",
                                  .id = (char *) "a/b?c" };
  const KarneAccessRow odd_kind = { .act = KARNE_ACCESS_ACT_LOOK,
                                    .kind = (char *) "Nothing",
                                    .id = (char *) "n1" };
  g_autofree char *patient = make (&of_patient, TRUE);
  g_autofree char *id = make (&odd_id, TRUE);
  g_autofree char *kind = make (&odd_kind, TRUE);

  assert_at (patient, "$.entity[*].what.reference", "Patient/p1");
  assert_at (id, "$.entity[*].what.reference", "Patient/p1");
  assert_at (id, "$.entity[1].type.code", "Task");
  assert_at (kind, "$.entity[*].what.reference", "Patient/p1");
  assert_at (kind, "$.entity[1].what.identifier.value", "urn:uuid:" ID);
}

/* The id */

static void
test_id (void)
{
  g_autofree char *one = karne_access_event_make_id (RESOURCE_ID, "aa");
  g_autofree char *again = karne_access_event_make_id (RESOURCE_ID, "aa");
  g_autofree char *other_row = karne_access_event_make_id (RESOURCE_ID, "ab");
  g_autofree char *other_server = karne_access_event_make_id (ID, "aa");

  g_assert_true (g_uuid_string_is_valid (one));
  g_assert_cmpint (one[14], ==, '8');
  g_assert_cmpstr (one, ==, again);
  g_assert_cmpstr (one, !=, other_row);
  g_assert_cmpstr (one, !=, other_server);
  g_assert_null (karne_access_event_make_id (RESOURCE_ID, ""));
}

/* How far */

typedef struct
{
  KarneTestStore *box; /* (owned) */
  KarneView *person;   /* (owned) */
  gint64 source;
  gint64 other;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->box = karne_test_store_new ();
  self->person = karne_view_new (self->box->store, KARNE_ROLE_PERSON, NULL);
  self->source = self->box->source->id;
  self->other =
      karne_store_add_source (self->box->store, "https://other.example/fhir", "p9", NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->person);
  karne_test_store_free (self->box);
}

static gboolean
exec_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, data, error);
}

static void
note (Fixture *self, KarneAccessAct act, gint64 source, const char *id)
{
  karne_access_log_note (self->person, act, source, id != NULL ? "Observation" : NULL, id, "word");
  karne_store_write (self->box->store, exec_job, (gpointer) "SELECT 1", NULL);
}

static void
tell (Fixture *self, gint64 source, gboolean tells)
{
  g_autoptr (GError) error = NULL;

  karne_store_set_tells (self->box->store, source, tells, &error);
  g_assert_no_error (error);
}

typedef struct
{
  gint64 source;
  gint64 number;
  gboolean is_told;
  KarneTelling *telling;
} Job;

static gboolean
load_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  job->telling = karne_telling_load (db, job->source, 10, error);
  return job->telling != NULL;
}

static gboolean
told_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return karne_telling_note_told (db, job->source, job->number, FALSE, &job->is_told, error);
}

static gboolean
trouble_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return karne_telling_note_trouble (db, job->source, "refused", 403, 5, error);
}

static KarneTelling *
load (Fixture *self, gint64 source)
{
  Job job = { .source = source };
  g_autoptr (GError) error = NULL;

  karne_store_read (self->box->store, load_job, &job, &error);
  g_assert_no_error (error);
  return job.telling;
}

static gboolean
note_told (Fixture *self, gint64 source, gint64 number)
{
  Job job = { .source = source, .number = number };
  g_autoptr (GError) error = NULL;

  karne_store_write (self->box->store, told_job, &job, &error);
  g_assert_no_error (error);
  return job.is_told;
}

/* Numbers of the rows that are to be told of. */
static void
assert_untold (Fixture *self, gint64 source, const char *expected)
{
  g_autoptr (KarneTelling) telling = load (self, source);
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint i = 0; i < telling->events->len; i++)
    g_string_append_printf (numbers, "%" G_GINT64_FORMAT " ",
                            ((KarneAccessEvent *) telling->events->pdata[i])->number);
  g_assert_cmpstr (numbers->str, ==, expected);
}

static const KarneSource *
find_source (GPtrArray *sources, gint64 id)
{
  for (guint i = 0; i < sources->len; i++)
    if (((KarneSource *) sources->pdata[i])->id == id)
      return sources->pdata[i];
  g_assert_not_reached ();
}

/* What was noted before is none of it, nor what is another server's; of the record as a whole, each
 * is told. */
static void
test_rows (Fixture *self, gconstpointer data)
{
  note (self, KARNE_ACCESS_ACT_LOOK, self->source, "o1");
  assert_untold (self, self->source, "");
  tell (self, self->source, TRUE);
  assert_untold (self, self->source, "");
  note (self, KARNE_ACCESS_ACT_LOOK, self->source, "o2");
  note (self, KARNE_ACCESS_ACT_LOOK, self->other, "o3");
  note (self, KARNE_ACCESS_ACT_UNLOCK, 0, NULL);
  assert_untold (self, self->source, "2 4 ");
  assert_untold (self, self->other, "");
  g_assert_true (note_told (self, self->source, 2));
  assert_untold (self, self->source, "4 ");
  /* A second time is no step back. */
  tell (self, self->source, TRUE);
  assert_untold (self, self->source, "4 ");
  g_assert_false (note_told (self, self->source, 1));
  assert_untold (self, self->source, "4 ");
  tell (self, self->other, TRUE);
  note (self, KARNE_ACCESS_ACT_SEARCH, 0, NULL);
  assert_untold (self, self->source, "4 5 ");
  assert_untold (self, self->other, "5 ");
}

/* What waited is not sent afterwards, and an answer that comes late changes nothing. */
static void
test_off (Fixture *self, gconstpointer data)
{
  tell (self, self->source, TRUE);
  note (self, KARNE_ACCESS_ACT_UNLOCK, 0, NULL);
  tell (self, self->source, FALSE);
  assert_untold (self, self->source, "");
  g_assert_false (note_told (self, self->source, 1));
  note (self, KARNE_ACCESS_ACT_UNLOCK, 0, NULL);
  tell (self, self->source, TRUE);
  assert_untold (self, self->source, "");
  note (self, KARNE_ACCESS_ACT_UNLOCK, 0, NULL);
  assert_untold (self, self->source, "3 ");
}

static void
test_no_such_source (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (karne_store_set_tells (self->box->store, 99, TRUE, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

static void
finished_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* What a list of the sources says of it, before and after a start. */
static void
test_said (Fixture *self, gconstpointer data)
{
  Job job = { .source = self->source };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) off = karne_store_list_sources (self->box->store, NULL);
  g_autoptr (GPtrArray) on = NULL;
  g_autoptr (KarneSource) copy = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (find_source (off, self->source)->tells);
  g_assert_cmpuint (find_source (off, self->source)->untold, ==, 0);
  karne_store_set_tells_async (self->box->store, self->source, TRUE, NULL, finished_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (karne_store_set_tells_finish (self->box->store, result, &error));
  note (self, KARNE_ACCESS_ACT_UNLOCK, 0, NULL);
  note (self, KARNE_ACCESS_ACT_LOOK, self->other, "o1");
  karne_store_write (self->box->store, trouble_job, &job, &error);
  g_assert_no_error (error);
  g_clear_object (&self->person);
  karne_test_store_reopen (self->box);
  self->person = karne_view_new (self->box->store, KARNE_ROLE_PERSON, NULL);
  on = karne_store_list_sources (self->box->store, NULL);
  copy = karne_source_copy (find_source (on, self->source));
  g_assert_true (copy->tells);
  g_assert_cmpuint (copy->untold, ==, 1);
  g_assert_cmpstr (copy->tell_trouble, ==, "refused");
  g_assert_cmpuint (copy->tell_status, ==, 403);
  g_assert_false (find_source (on, self->other)->tells);
  /* What was in the way is no more, as far as is known. */
  tell (self, self->source, TRUE);
  g_ptr_array_unref (on);
  on = karne_store_list_sources (self->box->store, NULL);
  g_assert_null (find_source (on, self->source)->tell_trouble);
}

/* Of what waits to be made, or got another id when it was, the server does not know the id. */
static void
test_references (Fixture *self, gconstpointer data)
{
  static const char *const made =
      "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"Weight\"},"
      "\"subject\":{\"reference\":\"Patient/p1\"}}";
  g_autofree char *id = NULL;
  g_autofree char *by_identifier = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (KarnePage) page = NULL;
  g_autoptr (GError) error = NULL;

  page = karne_test_ingest_resources (self->box, "Observation",
                                      "{\"resourceType\":\"Observation\",\"id\":\"o1\"}", NULL);
  tell (self, self->source, TRUE);
  note (self, KARNE_ACCESS_ACT_LOOK, self->source, "o1");
  id = karne_store_save (self->box->store, self->source, "Observation", NULL, made, &error);
  g_assert_no_error (error);
  note (self, KARNE_ACCESS_ACT_LOOK, self->source, RESOURCE_ID);
  by_identifier = g_strconcat ("urn:uuid:", id, NULL);
  {
    g_autoptr (KarneTelling) telling = load (self, self->source);
    const KarneAccessEvent *const *events = (gconstpointer) telling->events->pdata;

    g_assert_cmpuint (telling->events->len, ==, 3);
    assert_at (events[0]->text, "$.entity[1].what.reference", "Observation/o1");
    assert_at (events[1]->text, "$.entity[1].what.identifier.value", by_identifier);
    assert_at (events[2]->text, "$.entity[1].what.identifier.value", "urn:uuid:" RESOURCE_ID);
  }
  sql = g_strdup_printf ("DELETE FROM outbox WHERE id = '%s'", id);
  karne_store_write (self->box->store, exec_job, sql, &error);
  g_assert_no_error (error);
  {
    g_autoptr (KarneTelling) telling = load (self, self->source);
    const KarneAccessEvent *event = telling->events->pdata[1];
    g_autofree char *reference = g_strconcat ("Observation/", id, NULL);

    assert_at (event->text, "$.entity[1].what.reference", reference);
  }
}

/* The id of an event is said with its row, so that both are known to be one. */
static void
test_named (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneTelling) telling = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const KarneAccessRow *of_all;
  const KarneAccessRow *of_one;

  note (self, KARNE_ACCESS_ACT_UNLOCK, 0, NULL);
  before = karne_access_log_list (self->person, 0, 0, NULL);
  g_assert_null (((KarneAccessRow *) before->pdata[0])->events);
  tell (self, self->source, TRUE);
  tell (self, self->other, TRUE);
  note (self, KARNE_ACCESS_ACT_LOOK, self->source, "o1");
  note (self, KARNE_ACCESS_ACT_UNLOCK, 0, NULL);
  telling = load (self, self->source);
  rows = karne_access_log_list (self->person, 0, 0, NULL);
  of_all = rows->pdata[0];
  of_one = rows->pdata[1];
  g_assert_cmpuint (g_strv_length (of_all->events), ==, 2);
  g_assert_cmpuint (g_strv_length (of_one->events), ==, 1);
  g_assert_cmpstr (of_one->events[0], ==, ((KarneAccessEvent *) telling->events->pdata[0])->id);
  g_assert_true (g_strv_contains ((const char *const *) of_all->events,
                                  ((KarneAccessEvent *) telling->events->pdata[1])->id));
  assert_at (((KarneAccessEvent *) telling->events->pdata[0])->text, "$.id", of_one->events[0]);
}

/* Nobody knows whose words those are that come behind a row that was changed. */
static void
test_broken (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneTelling) telling = NULL;
  g_autoptr (GError) error = NULL;

  tell (self, self->source, TRUE);
  for (guint i = 0; i < 5; i++)
    note (self, KARNE_ACCESS_ACT_LOOK, self->source, "o1");
  for (guint i = 0; i < 4; i++)
    note (self, KARNE_ACCESS_ACT_UNLOCK, 0, NULL);
  karne_store_write (self->box->store, exec_job,
                     (gpointer) "DROP TRIGGER access_log_change; UPDATE access_log SET at = at + 1 "
                                "WHERE number = 3",
                     &error);
  g_assert_no_error (error);
  telling = load (self, self->source);
  g_assert_cmpint (telling->broken, ==, 3);
  assert_untold (self, self->source, "1 2 ");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autofree char *path = g_strconcat ("/access-event/act/", acts[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_act);
    }
  g_test_add_func ("/access-event/person", test_person);
  g_test_add_func ("/access-event/representative", test_representative);
  g_test_add_func ("/access-event/helper", test_helper);
  g_test_add_func ("/access-event/nobody", test_nobody);
  g_test_add_func ("/access-event/left-out", test_left_out);
  g_test_add_func ("/access-event/not-known", test_not_known);
  g_test_add_func ("/access-event/odd-references", test_odd_references);
  g_test_add_func ("/access-event/id", test_id);
  ADD ("/access-event/telling/rows", test_rows);
  ADD ("/access-event/telling/off", test_off);
  ADD ("/access-event/telling/no-such-source", test_no_such_source);
  ADD ("/access-event/telling/said", test_said);
  ADD ("/access-event/telling/references", test_references);
  ADD ("/access-event/telling/named", test_named);
  ADD ("/access-event/telling/broken", test_broken);
  return g_test_run ();
}
