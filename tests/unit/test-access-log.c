/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who did what: that each way through a view is noted, that nothing of it can be changed, and that
 * what was changed all the same is found. */

#include "config.h"

#include <string.h>

#include "access/karne-access-log.h"
#include "engine/karne-document.h"
#include "karne-error.h"
#include "karne-test-store.h"
#include "measures/karne-measures.h"
#include "prevention/karne-card.h"
#include "store/karne-connection-private.h"
#include "store/karne-outbox.h"
#include "store/karne-sql-private.h"
#include "write/karne-draft.h"

#define MATRIX                                                                                     \
  "<habilitation><sources><source id=\"here\" name=\"A source\" date=\"2026-01-01\" "              \
  "address=\"https://example.org/\"/></sources>"                                                   \
  "<role id=\"adviser\" sources=\"here\" labels=\"N\"><title>Adviser</title><text>Sees.</text>"    \
  "<see kinds=\"Task AuditEvent\"/><see documents=\"other\"/></role>"                              \
  "<role id=\"blind\" sources=\"here\" labels=\"N\"><title>Blind</title><text>Not.</text>"         \
  "<see kinds=\"Task\"/></role></habilitation>"

#define DOCUMENT(id, title, more)                                                                  \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"" id "\",\"status\":\"current\"," more         \
  "\"description\":\"" title "\",\"content\":[{\"attachment\":{\"contentType\":\"text/plain\","    \
  "\"title\":\"" title "\",\"data\":\"aGVsbG8=\"}}]}"
#define TASK                                                                                       \
  "{\"resourceType\":\"Task\",\"id\":\"t1\",\"status\":\"requested\",\"description\":\"Zebra\"}"
#define WEIGHT(value, id)                                                                          \
  "{\"resourceType\":\"Observation\"," id "\"status\":\"final\",\"code\":{\"text\":\"Weight\"},"   \
  "\"subject\":{\"reference\":\"Patient/p1\"},\"effectiveDateTime\":\"2026-05-01\","               \
  "\"valueQuantity\":{\"value\":" value ",\"unit\":\"kg\"}}"

static gint64 now = 1000;

static gint64
get_time_cb (gpointer data)
{
  return now;
}

typedef struct
{
  KarneTestStore *box;       /* (owned) */
  KarneHabilitation *matrix; /* (owned) */
  KarneView *person;         /* (owned) */
  KarneView *adviser;        /* (owned) */
} Fixture;

static void
open_views (Fixture *self)
{
  const KarneStoreOptions options = { .runner = KARNE_STORE_THREADS, .get_time = get_time_cb };
  const char *const purposes[] = { "help", "print", NULL };
  g_autoptr (GError) error = NULL;

  self->box->store = karne_store_open_full (self->box->path, self->box->key, &options, &error);
  g_assert_no_error (error);
  self->person = karne_view_new (self->box->store, KARNE_ROLE_PERSON, NULL);
  self->adviser = karne_view_new_for_helper (self->box->store, self->matrix, "adviser", purposes);
  karne_view_set_helper (self->adviser, "A. Payet", "France Services");
}

static void
close_store (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  karne_store_close (self->box->store, &error);
  g_assert_no_error (error);
  g_clear_object (&self->person);
  g_clear_object (&self->adviser);
  g_clear_object (&self->box->store);
}

static void
ingest (Fixture *self, const char *kind, const char *text)
{
  g_autoptr (KarnePage) page = karne_test_ingest_resources (self->box, kind, text, NULL);

  g_assert_cmpuint (page->n_stored, ==, 1);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) text = g_bytes_new_static (MATRIX, strlen (MATRIX));
  g_autoptr (GError) error = NULL;

  now = 1000;
  self->box = karne_test_store_new ();
  self->matrix = karne_habilitation_new_from_bytes (text, "matrix.xml", &error);
  g_assert_no_error (error);
  close_store (self);
  open_views (self);
  ingest (self, "DocumentReference", DOCUMENT ("d1", "Zebra report", ""));
  ingest (self, "DocumentReference",
          DOCUMENT ("d2", "Restricted", "\"securityLabel\":[{\"coding\":[{\"code\":\"R\"}]}],"));
  ingest (self, "Task", TASK);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->box->store != NULL)
    close_store (self);
  g_clear_object (&self->matrix);
  karne_test_store_free (self->box);
}

static gboolean
exec_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, data, error);
}

/* What is noted is written in its turn: this one comes behind. */
static void
settle (Fixture *self)
{
  karne_store_write (self->box->store, exec_job, (gpointer) "SELECT 1", NULL);
}

/* The oldest first, each in its line. */
static void
assert_rows (Fixture *self, KarneView *view, const char *expected)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  settle (self);
  rows = karne_access_log_list (view, 0, 0, &error);
  g_assert_no_error (error);
  for (guint i = rows->len; i > 0; i--)
    {
      const KarneAccessRow *row = rows->pdata[i - 1];

      g_string_append_printf (lines, "%s%s%s%s%s%s%s%s%s", row->act_name,
                              row->kind != NULL ? " " : "", row->kind != NULL ? row->kind : "",
                              row->id != NULL ? "/" : "", row->id != NULL ? row->id : "",
                              row->detail != NULL ? " " : "",
                              row->detail != NULL ? row->detail : "",
                              row->name != NULL ? " by " : "", row->name != NULL ? row->name : "");
      g_string_append_c (lines, '\n');
    }
  g_assert_cmpstr (lines->str, ==, expected);
  g_assert_cmpint (karne_access_log_verify (view, &error), ==, 0);
  g_assert_no_error (error);
}

/* Each way through a view */

static void
save_document (KarneView *view, const char *id, gboolean may)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_assert_true (may == karne_document_save (view, 0, id, 0, stream, &error));
}

static void
read_everything (KarneView *view)
{
  g_autofree char *json = karne_view_get_json (view, 0, "Task", "t1", TRUE, NULL);
  g_autoptr (GPtrArray) facts = karne_view_list_facts (view, 0, "Task", "t1", NULL);
  g_autoptr (GPtrArray) found = karne_view_search (view, "zebra", NULL, 0, NULL);

  g_assert_nonnull (json);
  g_assert_nonnull (facts);
  g_assert_cmpuint (found->len, >, 0);
  save_document (view, "d1", TRUE);
}

static void
test_reads (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) measures = NULL;
  g_autoptr (GPtrArray) card = NULL;
  g_autoptr (GPtrArray) facts = NULL;
  g_autoptr (KarneRules) rules = karne_rules_new (NULL, NULL);

  read_everything (self->person);
  assert_rows (self, self->person, "look Task/t1\nsearch zebra\nlook DocumentReference/d1\n");
  facts = karne_view_list_facts (self->person, 0, "DocumentReference", "d2", NULL);
  measures = karne_view_list_measures (self->person, KARNE_MEASURE_OTHER, NULL, NULL, NULL, NULL);
  card = karne_view_list_card (self->person, rules, "2026-03-01", NULL);
  assert_rows (self, self->person,
               "look Task/t1\nsearch zebra\nlook DocumentReference/d1\n"
               "look DocumentReference/d2\nlook Observation\nlook Immunization\n");
}

static void
finished_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
test_reads_async (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GPtrArray) items = NULL;

  karne_view_get_json_async (self->person, 0, "Task", "t1", FALSE, NULL, finished_cb, &read);
  json = karne_view_get_json_finish (self->person, wait_for (&read), &error);
  g_assert_no_error (error);
  karne_view_search_async (self->person, "zeb", "Task", 0, NULL, finished_cb, &found);
  items = karne_view_search_finish (self->person, wait_for (&found), &error);
  g_assert_no_error (error);
  karne_document_save_async (self->person, 0, "d1", 0, stream, NULL, finished_cb, &saved);
  karne_document_save_finish (wait_for (&saved), &error);
  g_assert_no_error (error);
  assert_rows (self, self->person, "look Task/t1\nsearch Task zeb\nlook DocumentReference/d1\n");
}

/* A line of a list is none by itself; but a document is. */
static void
test_lines (Fixture *self, gconstpointer data)
{
  static const char *const of[][2] = { { "Task", "t1" }, { "DocumentReference", "d1" } };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (of); i++)
    {
      g_autoptr (GAsyncResult) read = NULL;
      g_autoptr (GPtrArray) facts = NULL;

      karne_view_list_line_facts_async (self->person, 0, of[i][0], of[i][1], NULL, finished_cb,
                                        &read);
      facts = karne_view_list_line_facts_finish (self->person, wait_for (&read), &error);
      g_assert_no_error (error);
    }
  assert_rows (self, self->person, "look DocumentReference/d1\n");
}

/* What is not there, or not for this reader, was not seen; a line is a line of a list. */
static void
test_not_seen (Fixture *self, gconstpointer data)
{
  const KarneQuery query = { .kind = "DocumentReference" };
  g_autoptr (GPtrArray) items = karne_view_list (self->person, &query, NULL);
  g_autoptr (KarneItem) item = karne_view_get (self->person, 0, "Task", "t1", NULL);

  g_assert_cmpuint (items->len, ==, 2);
  g_assert_nonnull (item);
  g_assert_null (karne_view_get_json (self->person, 0, "Task", "none", FALSE, NULL));
  g_assert_null (karne_view_get_json (self->adviser, 0, "DocumentReference", "d2", FALSE, NULL));
  g_assert_null (karne_view_list_facts (self->adviser, 0, "DocumentReference", "d2", NULL));
  save_document (self->adviser, "d2", FALSE);
  assert_rows (self, self->person, "");
}

/* Again within ten minutes of the last time is the same look. */
static void
test_one_look (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 5; i++, now += 599)
    read_everything (self->person);
  assert_rows (self, self->person, "look Task/t1\nsearch zebra\nlook DocumentReference/d1\n");
  now += 1;
  save_document (self->person, "d1", TRUE);
  save_document (self->adviser, "d1", TRUE);
  /* Whichever way the clock is set. */
  now -= 5000;
  save_document (self->person, "d1", TRUE);
  assert_rows (self, self->person,
               "look Task/t1\nsearch zebra\nlook DocumentReference/d1\n"
               "look DocumentReference/d1\nlook DocumentReference/d1 by A. Payet\n"
               "look DocumentReference/d1\n");
}

static void
test_whole (Fixture *self, gconstpointer data)
{
  karne_access_log_begin (self->person, KARNE_ACCESS_ACT_EXPORT, NULL);
  read_everything (self->person);
  karne_access_log_end (self->person);
  save_document (self->person, "d1", TRUE);
  karne_access_log_note (self->person, KARNE_ACCESS_ACT_PRINT, 1, "Task", "t1", "Page");
  karne_access_log_note (self->person, KARNE_ACCESS_ACT_PRINT, 1, "Task", "t1", "Page");
  assert_rows (self, self->person,
               "export\nlook DocumentReference/d1\nprint Task/t1 Page\nprint Task/t1 Page\n");
}

/* Changes */

static char *
save (Fixture *self, const char *id, const char *json)
{
  g_autoptr (GError) error = NULL;

  return karne_store_save (self->box->store, self->box->source->id, "Observation", id, json,
                           &error);
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneDraft) draft = karne_draft_new_measure ("p1", "weight", "70", "kg", "2025-12-31",
                                                          NULL, 1767225600, TRUE, NULL);
  g_autofree char *id = save (self, NULL, WEIGHT ("70", ""));
  g_autofree char *edited = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *expected = NULL;
  g_auto (GStrv) drafted = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  g_assert_null (save (self, NULL, "{\"resourceType\":\"Observation\""));
  g_assert_false (karne_store_undo (self->box->store, 99, NULL));
  edited = g_strdup_printf (WEIGHT ("71", "\"id\":\"%s\","), id);
  changed = save (self, id, edited);
  g_assert_cmpstr (changed, ==, id);
  changes = karne_view_list_changes (self->person, NULL);
  g_assert_cmpuint (changes->len, ==, 1);
  karne_access_log_set_acting (self->adviser);
  g_assert_true (
      karne_store_undo (self->box->store, ((KarneWaiting *) changes->pdata[0])->number, NULL));
  drafted = karne_draft_save (draft, self->box->store, self->box->source->id, NULL);
  g_assert_true (karne_store_delete (self->box->store, self->box->source->id, "Observation",
                                     drafted[0], NULL));
  expected = g_strdup_printf ("add Observation/%s\nchange Observation/%s\n"
                              "undo Observation/%s by A. Payet\nadd Observation/%s by A. Payet\n"
                              "delete Observation/%s by A. Payet\n",
                              id, id, id, drafted[0], drafted[0]);
  assert_rows (self, self->person, expected);
}

/* Who */

static void
test_who (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  const KarneAccessRow *row;

  now = 123456;
  save_document (self->adviser, "d1", TRUE);
  settle (self);
  rows = karne_access_log_list (self->person, 0, 0, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  row = rows->pdata[0];
  g_assert_cmpint (row->number, ==, 1);
  g_assert_cmpint (row->at, ==, 123456);
  g_assert_cmpint (row->act, ==, KARNE_ACCESS_ACT_LOOK);
  g_assert_cmpint (row->reader, ==, KARNE_ROLE_HELPER);
  g_assert_cmpstr (row->role, ==, "adviser");
  g_assert_cmpstr (row->name, ==, "A. Payet");
  g_assert_cmpstr (row->structure, ==, "France Services");
  g_assert_cmpstr (row->purposes, ==, "help\nprint");
  g_assert_cmpint (row->source, ==, self->box->source->id);
  g_assert_cmpstr (row->title, ==, "Zebra report");
  g_assert_cmpuint (strlen (row->link), ==, 64);
}

/* A helper reads what helpers did, and nothing of what it may not know of. */
static void
test_helper_reads (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneView) blind =
      karne_view_new_for_helper (self->box->store, self->matrix, "blind", NULL);
  g_autoptr (GPtrArray) rows = NULL;

  save_document (self->person, "d2", TRUE);
  karne_access_log_note (self->adviser, KARNE_ACCESS_ACT_PRINT, self->box->source->id,
                         "DocumentReference", "d2", NULL);
  assert_rows (self, self->person,
               "look DocumentReference/d2\nprint DocumentReference/d2 by A. Payet\n");
  assert_rows (self, self->adviser, "print DocumentReference by A. Payet\n");
  rows = karne_access_log_list (self->adviser, 0, 0, NULL);
  g_assert_null (((KarneAccessRow *) rows->pdata[0])->title);
  assert_rows (self, blind, "");
}

static void
test_pages (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) verified = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 7; i++)
    karne_access_log_note (self->person, KARNE_ACCESS_ACT_UNLOCK, 0, NULL, NULL, NULL);
  settle (self);
  karne_access_log_list_async (self->person, 6, 3, NULL, finished_cb, &listed);
  rows = karne_access_log_list_finish (self->person, wait_for (&listed), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (((KarneAccessRow *) rows->pdata[i])->number, ==, 5 - i);
  karne_access_log_verify_async (self->person, NULL, finished_cb, &verified);
  g_assert_cmpint (karne_access_log_verify_finish (self->person, wait_for (&verified), &error), ==,
                   0);
  g_assert_no_error (error);
}

/* What was seen last before the end is there afterwards. */
static void
test_closed (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) read = NULL;

  karne_view_get_json_async (self->person, 0, "Task", "t1", FALSE, NULL, finished_cb, &read);
  karne_store_close (self->box->store, NULL);
  wait_for (&read);
  close_store (self);
  open_views (self);
  assert_rows (self, self->person, "look Task/t1\n");
}

/* What could not be written waits for the next one. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  karne_store_write (self->box->store, exec_job,
                     (gpointer) "CREATE TRIGGER full BEFORE INSERT ON access_log BEGIN "
                                "SELECT raise(ABORT, 'full'); END",
                     NULL);
  save_document (self->person, "d1", TRUE);
  save_document (self->person, "d2", TRUE);
  assert_rows (self, self->person, "");
  karne_store_write (self->box->store, exec_job, (gpointer) "DROP TRIGGER full", NULL);
  karne_access_log_note (self->person, KARNE_ACCESS_ACT_UNLOCK, 0, NULL, NULL, NULL);
  assert_rows (self, self->person,
               "look DocumentReference/d1\nlook DocumentReference/d2\nunlock\n");
}

/* In the caller, as a simulation runs. */
static void
test_in_line (Fixture *self, gconstpointer data)
{
  const KarneStoreOptions options = { .runner = KARNE_STORE_INLINE, .get_time = get_time_cb };
  g_autoptr (GAsyncResult) read = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  close_store (self);
  self->box->store = karne_store_open_full (self->box->path, self->box->key, &options, &error);
  g_assert_no_error (error);
  self->person = karne_view_new (self->box->store, KARNE_ROLE_PERSON, NULL);
  karne_view_get_json_async (self->person, 0, "Task", "t1", FALSE, NULL, finished_cb, &read);
  json = karne_view_get_json_finish (self->person, wait_for (&read), &error);
  g_assert_no_error (error);
  assert_rows (self, self->person, "look Task/t1\n");
}

/* Tampering */

static void
fill (Fixture *self)
{
  for (guint i = 0; i < 5; i++, now++)
    karne_access_log_note (self->adviser, KARNE_ACCESS_ACT_LOOK, 1, "Task", "t1",
                           ((const char *[]){ "a", "b", "c", "d", "e" })[i]);
  settle (self);
  g_assert_cmpint (karne_test_query_int (self->box, "SELECT count(*) FROM access_log"), ==, 5);
}

static void
test_append_only (Fixture *self, gconstpointer data)
{
  static const char *const attempts[] = {
    "UPDATE access_log SET name = 'B'",
    "UPDATE access_log SET number = 9 WHERE number = 5",
    "DELETE FROM access_log",
    "DELETE FROM access_log WHERE number = 5",
    "REPLACE INTO access_log SELECT 3, 0, 'look', 'person', NULL, NULL, NULL, NULL, NULL, NULL, "
    "NULL, NULL, link FROM access_log WHERE number = 1",
    "INSERT INTO access_log SELECT 9, 0, 'look', 'person', NULL, NULL, NULL, NULL, NULL, NULL, "
    "NULL, NULL, link FROM access_log WHERE number = 1",
    "INSERT INTO access_log SELECT 6, 0, 'look', 'nobody', NULL, NULL, NULL, NULL, NULL, NULL, "
    "NULL, NULL, link FROM access_log WHERE number = 1",
  };

  fill (self);
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    g_assert_false (karne_store_write (self->box->store, exec_job, (gpointer) attempts[i], NULL));
  g_assert_cmpint (karne_access_log_verify (self->person, NULL), ==, 0);
  g_assert_cmpint (karne_test_query_int (self->box, "SELECT count(*) FROM access_log"), ==, 5);
}

static void
tamper (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  close_store (self);
  db = karne_connection_open (self->box->path, self->box->key, KARNE_CONNECTION_WRITE, NULL, 0,
                              &error);
  g_assert_no_error (error);
  karne_sql_exec (db,
                  "DROP TRIGGER access_log_add; DROP TRIGGER access_log_change; "
                  "DROP TRIGGER access_log_delete;",
                  &error);
  g_assert_no_error (error);
  karne_sql_exec (db, sql, &error);
  g_assert_no_error (error);
  karne_connection_close (db);
  open_views (self);
}

static const struct
{
  const char *path;
  const char *sql;
  gint64 broken;
} tamperings[] = {
  { "at", "UPDATE access_log SET at = at + 1 WHERE number = 2", 2 },
  { "act", "UPDATE access_log SET act = 'print' WHERE number = 1", 1 },
  { "reader", "UPDATE access_log SET reader = 'person' WHERE number = 3", 3 },
  { "role", "UPDATE access_log SET role = 'companion' WHERE number = 3", 3 },
  { "name", "UPDATE access_log SET name = 'B. Payet' WHERE number = 5", 5 },
  { "no-name", "UPDATE access_log SET name = NULL WHERE number = 4", 4 },
  { "structure", "UPDATE access_log SET structure = '' WHERE number = 4", 4 },
  { "purposes", "UPDATE access_log SET purposes = 'help' WHERE number = 2", 2 },
  { "source", "UPDATE access_log SET source = NULL WHERE number = 2", 2 },
  { "kind", "UPDATE access_log SET kind = 'Tas', id = 'kt1' WHERE number = 2", 2 },
  { "id", "UPDATE access_log SET id = 't2' WHERE number = 2", 2 },
  { "detail", "UPDATE access_log SET detail = 'B' WHERE number = 2", 2 },
  { "link", "UPDATE access_log SET link = zeroblob (32) WHERE number = 3", 3 },
  { "first", "DELETE FROM access_log WHERE number = 1", 1 },
  { "middle", "DELETE FROM access_log WHERE number = 3", 3 },
  { "closed-up",
    "DELETE FROM access_log WHERE number = 3; UPDATE access_log SET number = number - 1 WHERE "
    "number > 3",
    3 },
  { "last", "DELETE FROM access_log WHERE number = 5", 5 },
  { "all", "DELETE FROM access_log", 1 },
  { "swapped",
    "UPDATE access_log SET number = 99 WHERE number = 2; UPDATE access_log SET number = 2 WHERE "
    "number = 4; UPDATE access_log SET number = 4 WHERE number = 99",
    2 },
  { "added",
    "INSERT INTO access_log SELECT 6, at, act, reader, role, name, structure, purposes, source, "
    "kind, id, detail, link FROM access_log WHERE number = 5",
    6 },
  { "put-in-front",
    "INSERT INTO access_log SELECT 0, at, act, reader, role, name, structure, purposes, source, "
    "kind, id, detail, zeroblob (32) FROM access_log WHERE number = 1",
    1 },
};

static void
test_tampered (Fixture *self, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;

  fill (self);
  tamper (self, tamperings[i].sql);
  g_assert_cmpint (karne_access_log_verify (self->person, &error), ==, tamperings[i].broken);
  g_assert_no_error (error);
  /* What comes later does not mend it. */
  karne_store_write (self->box->store, exec_job, (gpointer) "DROP TRIGGER IF EXISTS access_log_add",
                     NULL);
  karne_access_log_note (self->person, KARNE_ACCESS_ACT_UNLOCK, 0, NULL, NULL, NULL);
  settle (self);
  g_assert_cmpint (karne_access_log_verify (self->person, &error), ==, tamperings[i].broken);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/access-log/reads", test_reads);
  ADD ("/access-log/reads-async", test_reads_async);
  ADD ("/access-log/lines", test_lines);
  ADD ("/access-log/not-seen", test_not_seen);
  ADD ("/access-log/one-look", test_one_look);
  ADD ("/access-log/whole", test_whole);
  ADD ("/access-log/changes", test_changes);
  ADD ("/access-log/who", test_who);
  ADD ("/access-log/helper-reads", test_helper_reads);
  ADD ("/access-log/pages", test_pages);
  ADD ("/access-log/closed", test_closed);
  ADD ("/access-log/refused", test_refused);
  ADD ("/access-log/in-line", test_in_line);
  ADD ("/access-log/append-only", test_append_only);
  for (guint i = 0; i < G_N_ELEMENTS (tamperings); i++)
    {
      g_autofree char *path = g_strconcat ("/access-log/tampered/", tamperings[i].path, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_tampered, tear_down);
    }
  return g_test_run ();
}
