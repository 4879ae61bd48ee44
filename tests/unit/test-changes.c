/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-test-store.h"
#include "store/karne-conflict-private.h"
#include "store/karne-outbox-private.h"
#include "store/karne-outbox.h"

/* What a program does with the person's changes, and what readers see of them. */

#define SUBJECT "\"subject\":{\"reference\":\"Patient/p1\"}"
#define NEW                                                                                        \
  "{\"resourceType\":\"Observation\",\"status\":\"final\"," SUBJECT ",\"code\":{\"text\":\"Blood " \
  "glucose\"}}"

typedef struct
{
  KarneTestStore *store; /* (owned) */
  KarneView *view;       /* (owned) */
} Fixture;

static void
fixture_set_up (Fixture *self, gconstpointer data)
{
  self->store = karne_test_store_new ();
  self->view = karne_view_new (self->store->store, KARNE_ROLE_PERSON, NULL);
}

static void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->view);
  g_clear_pointer (&self->store, karne_test_store_free);
}

/* o1 of the server, with more in it. */
static char *
served (const char *version, const char *status, const char *more)
{
  return g_strdup_printf ("{\"resourceType\":\"Observation\",\"id\":\"o1\",\"meta\":{\"versionId\":"
                          "\"%s\",\"lastUpdated\":\"2026-01-0%sT00:00:00Z\"},\"status\":\"%s\","
                          "\"code\":{\"text\":\"Weight\"}," SUBJECT "%s}",
                          version, version, status, more);
}

static void
pull (Fixture *self, const char *kind, const char *text)
{
  g_autoptr (KarnePage) page = karne_test_ingest_resources (self->store, kind, text, NULL);

  g_assert_cmpuint (page->n_quarantined, ==, 0);
}

static char *
save (Fixture *self, const char *id, const char *text)
{
  g_autoptr (GError) error = NULL;
  char *saved = karne_store_save (self->store->store, 1, "Observation", id, text, &error);

  g_assert_no_error (error);
  return saved;
}

static void
save_served (Fixture *self, const char *version, const char *status, const char *more)
{
  g_autofree char *text = served (version, status, more);
  g_autofree char *id = save (self, "o1", text);

  g_assert_cmpstr (id, ==, "o1");
}

static void
pull_served (Fixture *self, const char *version, const char *status, const char *more)
{
  g_autofree char *text = served (version, status, more);

  pull (self, "Observation", text);
}

static KarneWaiting *
get_only_change (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = karne_view_list_changes (self->view, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 1);
  return karne_waiting_copy (lines->pdata[0]);
}

static guint
count_changes (KarneView *view)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = karne_view_list_changes (view, &error);

  g_assert_no_error (error);
  return lines->len;
}

static KarneConflict *
get_only_conflict (Fixture *self, gboolean decided_too)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = karne_view_list_conflicts (self->view, decided_too, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 1);
  return karne_conflict_copy (lines->pdata[0]);
}

static void
assert_state (Fixture *self, const char *id, KarneRecordState state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneItem) item = karne_view_get (self->view, 1, "Observation", id, &error);
  KarneQuery query = { .kind = "Observation" };
  g_autoptr (GPtrArray) listed = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (item->state, ==, state);
  listed = karne_view_list (self->view, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpint (((KarneItem *) listed->pdata[0])->state, ==, state);
}

/* The engine's steps */

typedef struct
{
  KarneStore *store;
  gint64 number;
  gboolean park;
} Step;

static gboolean
begin_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Step *step = data;

  return karne_outbox_begin (step->store, db, step->number, "put", error) &&
         (!step->park ||
          karne_outbox_park (step->store, db, step->number, 422, "invalid", "No unit.", error));
}

static void
begin (Fixture *self, gint64 number, gboolean park)
{
  g_autoptr (GError) error = NULL;
  Step step = { self->store->store, number, park };

  karne_store_write (self->store->store, begin_in_worker, &step, &error);
  g_assert_no_error (error);
}

/* Changes */

static void
test_states (Fixture *self, gconstpointer data)
{
  g_autofree char *id = save (self, NULL, NEW);
  g_autoptr (KarneWaiting) waiting = get_only_change (self);
  g_autoptr (KarneWaiting) parked = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (waiting->op, ==, KARNE_OP_CREATE);
  g_assert_cmpint (waiting->state, ==, KARNE_RECORD_WAITING);
  g_assert_cmpstr (waiting->title, ==, "Blood glucose");
  g_assert_cmpstr (waiting->id, ==, id);
  g_assert_cmpint (waiting->made, >, 0);
  assert_state (self, id, KARNE_RECORD_WAITING);

  begin (self, waiting->number, FALSE);
  assert_state (self, id, KARNE_RECORD_SENDING);
  g_assert_false (karne_store_undo (self->store->store, waiting->number, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_CHANGED);
  g_clear_error (&error);

  begin (self, waiting->number, TRUE);
  assert_state (self, id, KARNE_RECORD_PARKED);
  parked = get_only_change (self);
  g_assert_cmpint (parked->state, ==, KARNE_RECORD_PARKED);
  g_assert_cmpuint (parked->status, ==, 422);
  g_assert_cmpstr (parked->reason, ==, "invalid");
  g_assert_cmpstr (parked->words, ==, "No unit.");
  g_assert_cmpuint (parked->tries, ==, 2);

  g_assert_true (karne_store_retry (self->store->store, waiting->number, &error));
  assert_state (self, id, KARNE_RECORD_WAITING);
  g_assert_true (karne_store_undo (self->store->store, waiting->number, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_changes (self->view), ==, 0);
}

static void
test_sent (Fixture *self, gconstpointer data)
{
  pull_served (self, "1", "final", "");
  assert_state (self, "o1", KARNE_RECORD_SENT);
  save_served (self, "1", "amended", "");
  assert_state (self, "o1", KARNE_RECORD_WAITING);
}

/* What is deleted has no line any more, but still a name. */
static void
test_deleted (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneWaiting) deleted = NULL;

  pull_served (self, "1", "final", "");
  g_assert_true (karne_store_delete (self->store->store, 1, "Observation", "o1", &error));
  deleted = get_only_change (self);
  g_assert_cmpint (deleted->op, ==, KARNE_OP_DELETE);
  g_assert_cmpstr (deleted->title, ==, "Weight");
  g_assert_false (karne_store_delete (self->store->store, 1, "Observation", "o1", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

/* Written again, it is a change of what the server still has. */
static void
test_saved_after_delete (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneWaiting) change = NULL;
  g_autofree char *base = NULL;
  g_autofree char *version = NULL;

  pull_served (self, "1", "final", "");
  g_assert_true (karne_store_delete (self->store->store, 1, "Observation", "o1", &error));
  save_served (self, "1", "amended", "");
  change = get_only_change (self);
  g_assert_cmpint (change->op, ==, KARNE_OP_UPDATE);
  base = karne_test_query (self->store, "SELECT base ->> '$.status' || base_version FROM outbox");
  g_assert_cmpstr (base, ==, "final1");
  version = karne_test_query (self->store, "SELECT body ->> '$.status' || version FROM resource");
  g_assert_cmpstr (version, ==, "amended1");
  g_assert_true (karne_store_undo (self->store->store, change->number, &error));
  assert_state (self, "o1", KARNE_RECORD_SENT);
}

/* The same behind a change that is being sent. */
static void
test_saved_after_delete_behind (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneWaiting) change = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *shown = NULL;

  pull_served (self, "1", "final", "");
  save_served (self, "1", "amended", "");
  change = get_only_change (self);
  begin (self, change->number, FALSE);
  g_assert_true (karne_store_delete (self->store->store, 1, "Observation", "o1", &error));
  save_served (self, "1", "corrected", "");
  rows = karne_test_query (self->store, "SELECT group_concat(op || state || (base ->> '$.status')) "
                                        "FROM (SELECT * FROM outbox ORDER BY seq)");
  g_assert_cmpstr (rows, ==, "updatesendingfinal,updatewaitingamended");
  shown = karne_test_query (self->store, "SELECT body ->> '$.status' || version FROM resource");
  g_assert_cmpstr (shown, ==, "corrected1");
}

/* What is not the person's to change, or no resource of that id. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *kind;
    const char *id;
    const char *json;
    int code;
  } cases[] = {
    { "Observation", "o1", "{\"resourceType\":\"Observation\",\"id\":\"o2\"," SUBJECT "}",
      KARNE_ERROR_INVALID },
    { "Observation", "o1", "{\"resourceType\":\"Observation\"," SUBJECT "}", KARNE_ERROR_INVALID },
    { "Observation", NULL, "[]", KARNE_ERROR_INVALID },
    { "DocumentReference", "d1",
      "{\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"status\":\"current\"," SUBJECT
      ",\"description\":\"y\"}",
      KARNE_ERROR_FORBIDDEN },
    { "DocumentReference", NULL, "{\"resourceType\":\"DocumentReference\"," SUBJECT "}",
      KARNE_ERROR_FORBIDDEN },
    { "Patient", "p1", "{\"resourceType\":\"Patient\",\"id\":\"p1\"}", KARNE_ERROR_NOT_FOUND },
  };

  pull_served (self, "1", "final", "");
  pull (self, "DocumentReference",
        "{\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"status\":\"current\"," SUBJECT
        ",\"description\":\"x\"}");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *id = karne_store_save (self->store->store, 1, cases[i].kind, cases[i].id,
                                              cases[i].json, &error);

      g_assert_null (id);
      g_assert_error (error, KARNE_ERROR, cases[i].code);
    }
  g_assert_cmpuint (count_changes (self->view), ==, 0);
}

/* Of a document, the parts that may be. */
static void
test_part (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  pull (self, "DocumentReference",
        "{\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"status\":\"current\"," SUBJECT
        "}");
  id = karne_store_save (self->store->store, 1, "DocumentReference", "d1",
                         "{\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"status\":"
                         "\"entered-in-error\"," SUBJECT "}",
                         &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_changes (self->view), ==, 1);
}

/* Conflicts */

static void
make_conflict (Fixture *self)
{
  pull_served (self, "1", "final", "");
  save_served (self, "1", "amended", ",\"note\":[{\"text\":\"mine\"}]");
  pull_served (self, "2", "cancelled", "");
}

static void
test_conflict (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) choices = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneConflict) open = NULL;
  g_autoptr (KarneConflict) decided = NULL;
  g_autofree char *shown = NULL;
  const KarneConflictField *field;

  make_conflict (self);
  g_clear_object (&self->view);
  karne_test_store_reopen (self->store);
  self->view = karne_view_new (self->store->store, KARNE_ROLE_PERSON, NULL);
  assert_state (self, "o1", KARNE_RECORD_CONFLICT);
  open = get_only_conflict (self, FALSE);
  g_assert_cmpstr (open->why, ==, "overlap");
  g_assert_cmpstr (open->title, ==, "Weight");
  g_assert_nonnull (open->base);
  g_assert_nonnull (open->mine);
  g_assert_nonnull (open->theirs);
  g_assert_cmpuint (open->fields->len, ==, 1);
  field = open->fields->pdata[0];
  g_assert_cmpstr (field->path, ==, "status");
  g_assert_cmpstr (field->base, ==, "\"final\"");
  g_assert_cmpstr (field->mine, ==, "\"amended\"");
  g_assert_cmpstr (field->theirs, ==, "\"cancelled\"");
  g_assert_false (field->can_keep_both);

  /* What nobody else touched of mine comes along. */
  g_hash_table_insert (choices, (gpointer) "status", GINT_TO_POINTER (KARNE_KEEP_THEIRS));
  g_assert_true (
      karne_store_resolve (self->store->store, open->number, choices, KARNE_KEEP_MINE, &error));
  shown = karne_test_query (self->store, "SELECT body ->> '$.status' || ' ' || (body ->> "
                                         "'$.note[0].text') FROM resource");
  g_assert_cmpstr (shown, ==, "cancelled mine");
  assert_state (self, "o1", KARNE_RECORD_WAITING);
  decided = get_only_conflict (self, TRUE);
  g_assert_cmpint (decided->decided, >, 0);
  g_assert_cmpstr (decided->decision, ==,
                   "{\"otherwise\":\"mine\",\"fields\":{\"status\":\"theirs\"},\"change\":2}");
  g_assert_nonnull (decided->mine);
  g_assert_false (
      karne_store_resolve (self->store->store, open->number, NULL, KARNE_KEEP_MINE, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_EXISTS);
}

/* A decision that was not sent is taken back like any other change, and made again; what the server
 * has by then is what stands in the record. */
static void
test_undecided (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneConflict) open = NULL, again = NULL;
  g_autoptr (KarneWaiting) change = NULL;
  g_autofree char *shown = NULL;

  make_conflict (self);
  open = get_only_conflict (self, FALSE);
  g_assert_true (
      karne_store_resolve (self->store->store, open->number, NULL, KARNE_KEEP_MINE, &error));
  assert_state (self, "o1", KARNE_RECORD_WAITING);
  change = get_only_change (self);
  g_assert_true (karne_store_undo (self->store->store, change->number, &error));
  g_assert_no_error (error);
  assert_state (self, "o1", KARNE_RECORD_CONFLICT);
  shown = karne_test_query (self->store, "SELECT body ->> '$.status' FROM resource");
  g_assert_cmpstr (shown, ==, "cancelled");
  again = get_only_conflict (self, FALSE);
  g_assert_cmpint (again->number, ==, open->number);
  g_assert_cmpint (again->decided, ==, 0);
  g_assert_null (again->decision);
  g_assert_cmpstr (again->mine, ==, open->mine);
  g_assert_cmpuint (again->fields->len, ==, 1);
  g_assert_true (
      karne_store_resolve (self->store->store, open->number, NULL, KARNE_KEEP_THEIRS, &error));
  g_assert_no_error (error);
}

/* Who wrote what the server has, and when, as far as it says so. */
static void
test_theirs_author (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneConflict) nobody = NULL, named = NULL, looked_up = NULL;

  make_conflict (self);
  nobody = get_only_conflict (self, FALSE);
  g_assert_null (nobody->author);
  g_assert_cmpstr (nobody->updated, ==, "2026-01-02T00:00:00Z");
  pull (self, "Practitioner",
        "{\"resourceType\":\"Practitioner\",\"id\":\"d1\",\"name\":[{\"text\":\"Dr Roux\"}]}");
  pull_served (self, "3", "cancelled", ",\"performer\":[{\"reference\":\"Practitioner/d1\"}]");
  looked_up = get_only_conflict (self, FALSE);
  g_assert_cmpstr (looked_up->author, ==, "Dr Roux");
  g_assert_cmpstr (looked_up->updated, ==, "2026-01-03T00:00:00Z");
  pull_served (self, "4", "cancelled", ",\"performer\":[{\"display\":\"Dr Petit\"}]");
  named = get_only_conflict (self, FALSE);
  g_assert_cmpstr (named->author, ==, "Dr Petit");
}

/* Theirs leaves nothing to send where there is nothing else. */
static void
test_theirs (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneConflict) open = NULL;

  pull_served (self, "1", "final", "");
  save_served (self, "1", "amended", "");
  pull_served (self, "2", "cancelled", "");
  open = get_only_conflict (self, FALSE);
  g_assert_true (
      karne_store_resolve (self->store->store, open->number, NULL, KARNE_KEEP_THEIRS, &error));
  g_assert_no_error (error);
  assert_state (self, "o1", KARNE_RECORD_SENT);
  g_assert_cmpuint (count_changes (self->view), ==, 0);
}

/* History */

static void
test_history (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  const KarneEvent *event;

  pull_served (self, "1", "final", "");
  save_served (self, "1", "amended", "");
  pull_served (self, "2", "final", ",\"note\":[{\"text\":\"theirs\"}]");
  lines = karne_view_list_history (self->view, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 1);
  event = lines->pdata[0];
  g_assert_cmpstr (event->what, ==, "merged");
  g_assert_cmpstr (event->detail, ==, "[\"status\"]");
  g_assert_cmpstr (event->title, ==, "Weight");
  g_assert_cmpstr (event->id, ==, "o1");
}

/* Labels */

#define LABEL(code) ",\"meta\":{\"security\":[{\"code\":\"" code "\"}]}"
#define LABELLED(code)                                                                             \
  "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"status\":\"final\"," SUBJECT LABEL (code) "}"

static void
test_labels (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneView) parent =
      karne_view_new (self->store->store, KARNE_ROLE_REPRESENTATIVE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autofree char *id = NULL;

  /* Spelled with an escape, it is the same label. */
  pull (self, "Observation", LABELLED ("INVISIBLE_REPRESENTANTS_L\\u0045GAUX"));
  id = save (self, "o1",
             "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"status\":\"amended\"," SUBJECT "}");
  g_assert_cmpuint (count_changes (self->view), ==, 1);
  g_assert_cmpuint (count_changes (parent), ==, 0);
  pull (self, "Observation",
        "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"status\":\"cancelled\"," SUBJECT "}");
  conflicts = karne_view_list_conflicts (self->view, FALSE, &error);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_clear_pointer (&conflicts, g_ptr_array_unref);
  conflicts = karne_view_list_conflicts (parent, FALSE, &error);
  g_assert_cmpuint (conflicts->len, ==, 0);
}

/* Without waiting */

typedef struct
{
  GAsyncResult *result; /* (owned) (nullable) */
} Answer;

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  ((Answer *) user_data)->result = g_object_ref (result);
}

static GAsyncResult *
await (Answer *answer)
{
  while (answer->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&answer->result);
}

static void
test_async (Fixture *self, gconstpointer data)
{
  Answer answer = { NULL };
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) undone = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  karne_store_save_async (self->store->store, 1, "Observation", NULL, NEW, NULL, answered_cb,
                          &answer);
  saved = await (&answer);
  id = karne_store_save_finish (self->store->store, saved, &error);
  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (id));
  karne_view_list_changes_async (self->view, NULL, answered_cb, &answer);
  listed = await (&answer);
  lines = karne_view_list_changes_finish (self->view, listed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 1);
  karne_store_undo_async (self->store->store, ((KarneWaiting *) lines->pdata[0])->number, NULL,
                          answered_cb, &answer);
  undone = await (&answer);
  g_assert_true (karne_store_undo_finish (self->store->store, undone, &error));
  g_assert_cmpuint (count_changes (self->view), ==, 0);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/changes/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

/* Between the reading of a text and its saving, another version came. */
static void
test_other_version (Fixture *self, gconstpointer data)
{
  g_autofree char *stale = served ("1", "amended", "");
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  pull_served (self, "1", "final", "");
  pull_served (self, "2", "final", ",\"note\":[{\"text\":\"theirs\"}]");
  id = karne_store_save (self->store->store, 1, "Observation", "o1", stale, &error);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_CHANGED);
  g_assert_null (id);
  g_assert_cmpuint (count_changes (self->view), ==, 0);
  save_served (self, "2", "amended", ",\"note\":[{\"text\":\"theirs\"}]");
  g_assert_cmpuint (count_changes (self->view), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("states", test_states);
  ADD ("sent", test_sent);
  ADD ("deleted", test_deleted);
  ADD ("saved-after-delete", test_saved_after_delete);
  ADD ("saved-after-delete/behind", test_saved_after_delete_behind);
  ADD ("other-version", test_other_version);
  ADD ("refused", test_refused);
  ADD ("part", test_part);
  ADD ("conflict", test_conflict);
  ADD ("undecided", test_undecided);
  ADD ("theirs-author", test_theirs_author);
  ADD ("theirs", test_theirs);
  ADD ("history", test_history);
  ADD ("labels", test_labels);
  ADD ("async", test_async);

  return g_test_run ();
}
