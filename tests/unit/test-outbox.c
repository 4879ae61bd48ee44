/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "karne-test-store.h"
#include "store/karne-conflict-private.h"
#include "store/karne-outbox-private.h"

/* What the person changes, on its way through the states that it can have. */

#define NEW                                                                                        \
  "{\"resourceType\":\"Observation\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/"   \
  "p1\"}}"

typedef struct
{
  const char *kind;
  const char *id;
  const char *text;
  gint64 seq;
  char *new_id;
  const char *why;
  GHashTable *fields;
  KarneChoice otherwise;
  KarneRebase rebase;
  guint status;
  KarneStore *store;
  gboolean (*step) (KarneStore *store, sqlite3 *db, gpointer step, GError **error);
} Step;

static gboolean
run_step (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Step *step = data;

  return step->step (step->store, db, step, error);
}

static gboolean
save_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Step *step = data;

  return karne_outbox_save (store, db, 1, step->kind, step->id, step->text, &step->new_id,
                            &step->seq, error);
}

static gboolean
delete_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Step *step = data;

  return karne_outbox_delete (store, db, 1, step->kind, step->id, &step->seq, error);
}

static gboolean
undo_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  return karne_outbox_undo (store, db, ((Step *) data)->seq, error);
}

static gboolean
begin_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  return karne_outbox_begin (store, db, ((Step *) data)->seq, NULL, error);
}

static gboolean
unsend_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  return karne_outbox_unsend (store, db, ((Step *) data)->seq, error);
}

static gboolean
done_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Step *step = data;

  return karne_outbox_done (store, db, step->seq, step->text, step->id, error);
}

static gboolean
park_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  return karne_outbox_park (store, db, ((Step *) data)->seq, 422, "invalid", "No.", error);
}

static gboolean
park_posted_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  return karne_outbox_park (store, db, ((Step *) data)->seq, 501, "post", NULL, error);
}

static gboolean
retry_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  return karne_outbox_retry (store, db, ((Step *) data)->seq, error);
}

static gboolean
rebase_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Step *step = data;

  step->rebase = karne_outbox_rebase (store, db, step->seq, step->text, step->why, error);
  return step->rebase != KARNE_REBASE_FAILED;
}

static gboolean
overwritten_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Step *step = data;

  return karne_outbox_overwritten (store, db, 1, step->kind, step->id, step->why, step->new_id,
                                   step->text, error);
}

static gboolean
resolve_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Step *step = data;

  return karne_conflict_resolve (store, db, step->seq, step->fields, step->otherwise, error);
}

static gboolean
removal_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  Step *step = data;

  return karne_resource_remove (store, db, 1, step->kind, step->id, KARNE_GONE_DELETED, NULL,
                                error);
}

static void
do_step (KarneTestStore *store, Step *step)
{
  g_autoptr (GError) error = NULL;

  step->store = store->store;
  karne_store_write_durably (store->store, run_step, step, &error);
  g_assert_no_error (error);
}

static void
fail_step (KarneTestStore *store, Step *step, int code)
{
  g_autoptr (GError) error = NULL;

  step->store = store->store;
  g_assert_false (karne_store_write_durably (store->store, run_step, step, &error));
  g_assert_error (error, KARNE_ERROR, code);
}

/* Short words for the steps */

static char *
create (KarneTestStore *store, const char *text, gint64 *seq)
{
  Step step = { "Observation", NULL, text, .step = save_step };

  do_step (store, &step);
  if (seq != NULL)
    *seq = step.seq;
  return step.new_id;
}

static gint64
edit (KarneTestStore *store, const char *id, const char *text)
{
  Step step = { "Observation", id, text, .step = save_step };

  do_step (store, &step);
  g_free (step.new_id);
  return step.seq;
}

static gint64 delete (KarneTestStore *store, const char *id)
{
  Step step = { "Observation", id, .step = delete_step };

  do_step (store, &step);
  return step.seq;
}

static void
step_seq (KarneTestStore *store,
          gint64 seq,
          gboolean (*func) (KarneStore *, sqlite3 *, gpointer, GError **))
{
  Step step = { .seq = seq, .step = func };

  do_step (store, &step);
}

static void
done (KarneTestStore *store, gint64 seq, const char *text, const char *id)
{
  Step step = { .seq = seq, .text = text, .id = id, .step = done_step };

  do_step (store, &step);
}

static KarneRebase
rebase (KarneTestStore *store, gint64 seq, const char *text, const char *why)
{
  Step step = { .seq = seq, .text = text, .why = why, .step = rebase_step };

  do_step (store, &step);
  return step.rebase;
}

static void
pull (KarneTestStore *store, const char *text)
{
  g_autoptr (KarnePage) page = karne_test_ingest_resources (store, "Observation", text, NULL);

  g_assert_cmpuint (page->n_quarantined, ==, 0);
}

/* What a search shows, which may be from before. */
static void
search (KarneTestStore *store, const char *text)
{
  g_autofree char *bundle = g_strdup_printf (
      "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"resource\":%s}]}", text);
  g_autoptr (KarnePage) page = karne_test_ingest (store, "Observation", KARNE_INGEST_SEARCHED,
                                                  bundle, strlen (bundle), 0, NULL);

  g_assert_cmpuint (page->n_quarantined, ==, 0);
  g_assert_cmpuint (page->n_matches, ==, 1);
}

/* o1 of the server, at a version, with a status and a note. */
static char *
served (const char *version, const char *status, const char *note)
{
  return g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"meta\":{\"versionId\":\"%s\","
      "\"lastUpdated\":\"2026-01-0%sT00:00:00Z\"},\"status\":\"%s\",\"subject\":{\"reference\":"
      "\"Patient/p1\"},\"valueQuantity\":{\"value\":5.60,\"unit\":\"mg/dL\"},\"note\":[{\"text\":"
      "\"%s\"}]}",
      version, version, status, note);
}

#define assert_query(store, sql, expected)                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found = karne_test_query (store, sql);                                        \
    g_assert_cmpstr (found, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END
#define STATE                                                                                      \
  "SELECT group_concat(op || ' ' || state, ', ') FROM (SELECT * FROM outbox ORDER BY seq)"
#define STATUS                                                                                     \
  "SELECT body ->> '$.status' || coalesce(' ' || version, '') FROM resource WHERE kind = "         \
  "'Observation'"
#define NOTE "SELECT body ->> '$.note[0].text' FROM resource WHERE kind = 'Observation'"

/* Saving */

static void
test_create (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *id = create (store, NEW, NULL);
  g_autofree char *expected = g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"identifier\":[{\"system\":"
      "\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:%s\"}],\"status\":\"final\",\"subject\":{"
      "\"reference\":\"Patient/p1\"}}",
      id, id);

  g_assert_true (g_uuid_string_is_valid (id));
  assert_query (store, STATE, "create waiting");
  assert_query (store, "SELECT body FROM outbox", expected);
  assert_query (store, "SELECT json(body) FROM resource", expected);
  assert_query (store, "SELECT base FROM outbox", NULL);
  karne_test_store_reopen (store);
  assert_query (store, STATE, "create waiting");
}

static void
test_fold (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *first = served ("1", "final", "a");
  g_autofree char *second = served ("1", "amended", "a");
  g_autofree char *third = served ("1", "amended", "b");
  g_autofree char *id = NULL;
  gint64 seq;

  pull (store, first);
  seq = edit (store, "o1", second);
  g_assert_cmpint (edit (store, "o1", third), ==, seq);
  assert_query (store, STATE, "update waiting");
  assert_query (store, "SELECT base_version || ' ' || (base ->> '$.status') FROM outbox",
                "1 final");
  assert_query (store, STATUS, "amended 1");
  g_assert_cmpint (delete (store, "o1"), ==, seq);
  assert_query (store, STATE, "delete waiting");
  assert_query (store, STATUS, NULL);
  step_seq (store, seq, undo_step);
  assert_query (store, STATE, NULL);
  assert_query (store, STATUS, "final 1");

  /* What was never sent leaves nothing behind. */
  id = create (store, NEW, NULL);
  delete (store, id);
  assert_query (store, STATE, NULL);
}

static void
test_behind (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *first = served ("1", "final", "a");
  g_autofree char *second = served ("1", "amended", "a");
  g_autofree char *third = served ("1", "amended", "b");
  g_autofree char *there = served ("2", "amended", "a");
  gint64 seq, behind;

  pull (store, first);
  seq = edit (store, "o1", second);
  step_seq (store, seq, begin_step);
  behind = edit (store, "o1", third);
  g_assert_cmpint (behind, !=, seq);
  assert_query (store, STATE, "update sending, update waiting");

  /* The one behind can be undone, the one that is being sent cannot. */
  {
    Step undo = { .seq = seq, .step = undo_step };

    fail_step (store, &undo, KARNE_ERROR_CHANGED);
  }
  step_seq (store, behind, undo_step);
  assert_query (store, NOTE, "a");
  behind = edit (store, "o1", third);

  done (store, seq, there, "o1");
  assert_query (store, STATE, "update waiting");
  assert_query (store, "SELECT base_version || ' ' || (base ->> '$.note[0].text') FROM outbox",
                "2 a");
  assert_query (store, NOTE, "b");
  assert_query (store, STATUS, "amended 2");
}

/* A request that is known to have had no effect is one change again with what came after. */
static void
test_unsend (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *first = served ("1", "final", "a");
  g_autofree char *second = served ("1", "amended", "a");
  g_autofree char *third = served ("1", "amended", "b");
  gint64 seq;

  pull (store, first);
  seq = edit (store, "o1", second);
  step_seq (store, seq, begin_step);
  edit (store, "o1", third);
  step_seq (store, seq, unsend_step);
  assert_query (store, STATE, "update waiting");
  assert_query (store, "SELECT base_version || ' ' || (body ->> '$.note[0].text') FROM outbox",
                "1 b");
}

static void
test_parked (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  gint64 seq;

  g_free (create (store, NEW, &seq));
  step_seq (store, seq, begin_step);
  step_seq (store, seq, park_step);
  assert_query (store, STATE, "create parked");
  assert_query (store, "SELECT status || reason || words FROM outbox", "422invalidNo.");
  step_seq (store, seq, retry_step);
  assert_query (store, STATE, "create waiting");
  step_seq (store, seq, begin_step);
  step_seq (store, seq, park_step);
  step_seq (store, seq, undo_step);
  assert_query (store, STATE, NULL);
  assert_query (store, STATUS, NULL);
}

/* It may have been done all the same: it is looked for before anything is sent. */
static void
test_parked_in_doubt (void)
{
  static const char query[] = "SELECT state || ' ' || reason FROM outbox";
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  gint64 seq;

  id = create (store, NEW, &seq);
  text = karne_test_query (store, "SELECT json (body) FROM resource");
  step_seq (store, seq, begin_step);
  step_seq (store, seq, park_posted_step);
  step_seq (store, seq, retry_step);
  assert_query (store, query, "sending post");
  step_seq (store, seq, park_posted_step);
  edit (store, id, text);
  assert_query (store, query, "sending post");
  assert_query (store, "SELECT base IS NOT NULL FROM outbox", "1");
}

static void
test_refused (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  Step steps[] = {
    { "Observation", NULL, "{\"resourceType\":\"Observation\",", .step = save_step },
    { "Observation", NULL, "{\"resourceType\":\"Task\"}", .step = save_step },
    { "Observation", "nothing", NEW, .step = save_step },
    { "Practitioner", NULL, "{\"resourceType\":\"Practitioner\"}", .step = save_step },
    { "Observation", NULL,
      "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient/p2\"}}",
      .step = save_step },
  };
  const int codes[] = { KARNE_ERROR_INVALID, KARNE_ERROR_INVALID, KARNE_ERROR_NOT_FOUND,
                        KARNE_ERROR_FORBIDDEN, KARNE_ERROR_FORBIDDEN };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    fail_step (store, &steps[i], codes[i]);
  assert_query (store, "SELECT count(*) FROM outbox", "0");
  assert_query (store, "SELECT count(*) FROM resource", "0");
}

/* Another id than ours */

static void
test_remap (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  gint64 seq, other_seq;
  g_autofree char *id = create (store, NEW, &seq);
  g_autofree char *text = g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient/p1\"},"
      "\"contained\":[{\"resourceType\":\"Observation\",\"id\":\"c\",\"derivedFrom\":[{"
      "\"reference\":"
      "\"Observation/%s\"}]}],\"hasMember\":[{\"reference\":\"Observation/%s\"}]}",
      id, id);
  g_autofree char *old = g_strdup_printf ("Observation/%s", id);
  g_autofree char *there = g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"id\":\"77\",\"meta\":{\"versionId\":\"1\"},"
      "\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p1\"}}");
  g_autofree char *body = NULL;
  g_autofree char *shown = NULL;

  g_free (create (store, text, &other_seq));
  step_seq (store, seq, begin_step);
  done (store, seq, there, "77");
  body = karne_test_query (store, "SELECT body FROM outbox");
  shown = karne_test_query (store, "SELECT json(body) FROM resource WHERE id <> '77'");
  g_assert_null (strstr (body, old));
  g_assert_nonnull (strstr (body, "\"derivedFrom\":[{\"reference\":\"Observation/77\"}]"));
  g_assert_cmpstr (body, ==, shown);
  assert_query (store, "SELECT version FROM resource WHERE id = '77'", "1");
  assert_query (store, "SELECT count(*) FROM resource", "2");
}

/* What comes by a pull */

static void
test_pull_known (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *first = served ("1", "final", "a");
  g_autofree char *mine = served ("1", "amended", "a");

  pull (store, first);
  edit (store, "o1", mine);
  pull (store, first);
  assert_query (store, STATUS, "amended 1");
  delete (store, "o1");
  pull (store, first);
  assert_query (store, STATUS, NULL);
  assert_query (store, STATE, "delete waiting");
}

static void
test_pull_merges (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *first = served ("1", "final", "a");
  g_autofree char *mine = served ("1", "amended", "a");
  g_autofree char *theirs = served ("2", "final", "b");

  pull (store, first);
  edit (store, "o1", mine);
  pull (store, theirs);
  assert_query (store, STATE, "update waiting");
  assert_query (store, STATUS, "amended 2");
  assert_query (store, NOTE, "b");
  assert_query (store, "SELECT base_version FROM outbox", "2");
  assert_query (store, "SELECT what || detail FROM journal", "merged[\"status\"]");
}

static void
test_pull_conflicts (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *first = served ("1", "final", "a");
  g_autofree char *mine = served ("1", "amended", "a");
  g_autofree char *theirs = served ("2", "cancelled", "a");
  g_autofree char *later = served ("3", "cancelled", "z");

  pull (store, first);
  edit (store, "o1", mine);
  pull (store, theirs);
  assert_query (store, STATE, NULL);
  assert_query (store, STATUS, "cancelled 2");
  karne_test_store_reopen (store);
  pull (store, later);
  assert_query (store,
                "SELECT why || fields || (base ->> '$.status') || (mine ->> '$.status') || (theirs "
                "->> '$.meta.versionId') FROM conflict WHERE decided IS NULL",
                "overlap[\"status\"]finalamended3");

  /* The rest goes on, and so does this resource. */
  {
    g_autoptr (GHashTable) fields = g_hash_table_new (g_str_hash, g_str_equal);
    Step resolve = {
      .seq = 1, .fields = fields, .otherwise = KARNE_CHOICE_THEIRS, .step = resolve_step
    };

    g_hash_table_insert (fields, (gpointer) "status", GINT_TO_POINTER (KARNE_CHOICE_MINE));
    do_step (store, &resolve);
    fail_step (store, &resolve, KARNE_ERROR_EXISTS);
  }
  assert_query (store, STATE, "update waiting");
  assert_query (store, STATUS, "amended 3");
  assert_query (store, NOTE, "z");
  assert_query (store, "SELECT json_remove(decision, '$.change') FROM conflict WHERE decided > 0",
                "{\"otherwise\":\"theirs\",\"fields\":{\"status\":\"mine\"}}");
}

static void
test_pull_own (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  gint64 seq;
  g_autofree char *id = create (store, NEW, &seq);
  g_autofree char *there = g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"id\":\"77\",\"meta\":{\"versionId\":\"1\"},"
      "\"identifier\":"
      "[{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:%s\"}],\"status\":\"final\","
      "\"subject\":{\"reference\":\"Patient/p1\"}}",
      id);

  step_seq (store, seq, begin_step);
  pull (store, there);
  assert_query (store, STATE, NULL);
  assert_query (store, "SELECT group_concat(id) FROM resource", "77");
}

/* Taken for having had no effect, edited, and then it turns up as it was sent first: the edit is a
 * change of that. */
static void
test_pull_own_late (gconstpointer id_there)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  gint64 seq;
  g_autofree char *id = create (store, NEW, &seq);
  const char *name = id_there != NULL ? id_there : id;
  g_autofree char *there = g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"meta\":{\"versionId\":\"1\"},"
      "\"identifier\":[{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:%s\"}],"
      "\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p1\"}}",
      name, id);
  g_autofree char *edited = NULL;

  step_seq (store, seq, begin_step);
  step_seq (store, seq, park_step);
  edited = karne_test_query (store,
                             "SELECT json_set (json (body), '$.status', 'amended') FROM resource");
  edit (store, id, edited);
  pull (store, there);
  assert_query (store, STATE, "update waiting");
  assert_query (store, "SELECT base_version || ' ' || (body ->> '$.status') FROM outbox",
                "1 amended");
  assert_query (store, STATUS, "amended 1");
  assert_query (store, "SELECT group_concat(id) FROM resource", name);
}

static void
test_removal (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *first = served ("1", "final", "a");
  g_autofree char *mine = served ("1", "amended", "a");
  Step removal = { "Observation", "o1", .step = removal_step };
  Step resolve = { .seq = 1, .otherwise = KARNE_CHOICE_MINE, .step = resolve_step };
  gint64 seq;

  pull (store, first);
  seq = edit (store, "o1", mine);
  step_seq (store, seq, begin_step);
  do_step (store, &removal);
  assert_query (store, STATE, "update sending");
  g_assert_cmpint (rebase (store, seq, NULL, "deleted-there"), ==, KARNE_REBASE_CONFLICT);
  assert_query (store, STATE, NULL);
  assert_query (store, STATUS, NULL);
  assert_query (store, "SELECT why || (mine ->> '$.status') FROM conflict", "deleted-thereamended");

  /* Kept after all: it is made anew. */
  do_step (store, &resolve);
  assert_query (store, STATE, "create waiting");
  assert_query (store, STATUS, "amended");
}

/* What arrived and was taken away there is not made again unasked: others may have written on it.
 * Whoever decides for it makes it under another id. */
static void
test_made_and_deleted (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  Step resolve = { .seq = 1, .otherwise = KARNE_CHOICE_MINE, .step = resolve_step };
  g_autofree char *id = NULL;
  g_autofree char *new_id = NULL;
  gint64 seq;

  id = create (store, NEW, &seq);
  step_seq (store, seq, begin_step);
  g_assert_cmpint (rebase (store, seq, NULL, "deleted-there"), ==, KARNE_REBASE_CONFLICT);
  assert_query (store, STATE, NULL);
  assert_query (store, STATUS, NULL);
  assert_query (store, "SELECT why || (base IS NULL) || (mine IS NULL) FROM conflict",
                "deleted-there10");
  do_step (store, &resolve);
  assert_query (store, STATE, "create waiting");
  new_id = karne_test_query (store, "SELECT id FROM outbox");
  g_assert_cmpstr (id, !=, new_id);
}

/* Taken away on both sides, it is nothing. */
static void
test_made_and_deleted_by_both (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *id = NULL;
  gint64 seq;

  id = create (store, NEW, &seq);
  step_seq (store, seq, begin_step);
  delete (store, id);
  g_assert_cmpint (rebase (store, seq, NULL, "deleted-there"), ==, KARNE_REBASE_DONE);
  assert_query (store, STATE, NULL);
  g_assert_cmpint (karne_test_query_int (store, "SELECT count(*) FROM conflict"), ==, 0);
}

static void
test_deleted_here (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *first = served ("1", "final", "a");
  g_autofree char *theirs = served ("2", "final", "b");
  Step resolve = { .seq = 1, .otherwise = KARNE_CHOICE_MINE, .step = resolve_step };

  pull (store, first);
  delete (store, "o1");
  pull (store, theirs);
  assert_query (store, STATE, NULL);
  assert_query (store, NOTE, "b");
  assert_query (store, "SELECT why || (mine IS NULL) FROM conflict", "deleted-here1");
  do_step (store, &resolve);
  assert_query (store, STATE, "delete waiting");
  assert_query (store, "SELECT base_version FROM outbox", "2");
}

/* A search shows for a while what was deleted: that is not new. What a read says is so, and what is
 * newer was made again. */
static void
test_deleted_shown (gconstpointer by_others)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *first = served ("1", "final", "a");
  g_autofree char *second = served ("2", "amended", "a");
  g_autofree char *fourth = served ("4", "final", "c");
  Step removal = { "Observation", "o1", .step = removal_step };
  gint64 seq;

  pull (store, first);
  pull (store, second);
  if (by_others)
    {
      do_step (store, &removal);
      do_step (store, &removal);
    }
  else
    {
      seq = delete (store, "o1");
      step_seq (store, seq, begin_step);
      done (store, seq, NULL, NULL);
    }
  search (store, first);
  search (store, second);
  assert_query (store, STATUS, NULL);
  pull (store, second);
  assert_query (store, STATUS, "amended 2");
  do_step (store, &removal);
  search (store, second);
  assert_query (store, STATUS, NULL);
  search (store, fourth);
  assert_query (store, STATUS, "final 4");
  assert_query (store, "SELECT count(*) FROM gone", "0");
}

/* What was read after an answer was lost */

static void
test_read_back (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *first = served ("1", "final", "a");
  g_autofree char *mine = served ("1", "amended", "a");
  g_autofree char *there = served ("2", "amended", "a");
  gint64 seq;

  pull (store, first);
  seq = edit (store, "o1", mine);
  step_seq (store, seq, begin_step);
  g_assert_cmpint (rebase (store, seq, first, NULL), ==, KARNE_REBASE_WAITING);
  assert_query (store, STATE, "update waiting");
  step_seq (store, seq, begin_step);
  g_assert_cmpint (rebase (store, seq, there, NULL), ==, KARNE_REBASE_DONE);
  assert_query (store, STATE, NULL);
  assert_query (store, STATUS, "amended 2");
}

static void
test_overwritten (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *base = served ("1", "final", "a");
  g_autofree char *mine = served ("3", "final", "b");
  g_autofree char *apart = served ("2", "amended", "a");
  g_autofree char *without = served ("2", "final", "c");
  Step step = { "Observation", "o1", apart, .new_id = mine, .why = base, .step = overwritten_step };

  pull (store, mine);
  do_step (store, &step);
  assert_query (store, STATE, "update waiting");
  assert_query (store, NOTE, "b");
  assert_query (store, STATUS, "amended 3");
  /* Whoever wrote that may never have seen the note: nothing is taken away unasked. */
  step.text = without;
  do_step (store, &step);
  assert_query (store, "SELECT why FROM conflict", "overwritten");
  assert_query (store, NOTE, "b");
}

/* Both sides set the same. */
static void
test_overwritten_same (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autofree char *base = served ("1", "final", "a");
  g_autofree char *mine = served ("3", "amended", "a");
  g_autofree char *same = served ("2", "cancelled", "a");
  Step step = { "Observation", "o1", same, .new_id = mine, .why = base, .step = overwritten_step };

  pull (store, mine);
  do_step (store, &step);
  assert_query (store, "SELECT why || fields FROM conflict", "overwritten[\"status\"]");
}

static gboolean
name_author_step (KarneStore *store, sqlite3 *db, gpointer data, GError **error)
{
  return karne_sql_exec (db, "UPDATE resource SET author = 'Named since'", error);
}

/* What the server has as it was sent only gets its version: what is known beside its text stands.
 * What it has otherwise is seen as it has it, with what is lifted out of it. */
static void
test_confirmed (void)
{
  static const struct
  {
    const char *meta;
    const char *status;
    const char *author;
  } answers[] = {
    { "", "final", "Named since" },
    { "", "amended", NULL },
    { ",\"security\":[{\"code\":\"R\"}]", "final", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      gint64 seq = 0;
      g_autofree char *id = create (store, NEW, &seq);
      g_autofree char *sql = g_strdup_printf (
          "SELECT '{\"meta\":{\"versionId\":\"7\",\"lastUpdated\":\"2026-01-01T00:00:00Z\"%s},' || "
          "substr(replace(body, 'final', '%s'), 2) FROM outbox",
          answers[i].meta, answers[i].status);
      g_autofree char *answer = karne_test_query (store, sql);

      step_seq (store, seq, name_author_step);
      step_seq (store, seq, begin_step);
      done (store, seq, answer, id);
      assert_query (store, STATE, NULL);
      assert_query (store, "SELECT json(body) FROM resource", answer);
      assert_query (store, "SELECT version || updated FROM resource", "72026-01-01T00:00:00Z");
      assert_query (store, "SELECT status FROM resource", answers[i].status);
      assert_query (store, "SELECT author FROM resource", answers[i].author);
      assert_query (store, "SELECT count(labels) FROM resource", *answers[i].meta ? "1" : "0");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/outbox/create", test_create);
  g_test_add_func ("/outbox/confirmed", test_confirmed);
  g_test_add_func ("/outbox/fold", test_fold);
  g_test_add_func ("/outbox/behind", test_behind);
  g_test_add_func ("/outbox/unsend", test_unsend);
  g_test_add_func ("/outbox/parked", test_parked);
  g_test_add_func ("/outbox/parked-in-doubt", test_parked_in_doubt);
  g_test_add_func ("/outbox/refused", test_refused);
  g_test_add_func ("/outbox/remap", test_remap);
  g_test_add_func ("/outbox/pull/known", test_pull_known);
  g_test_add_func ("/outbox/pull/merges", test_pull_merges);
  g_test_add_func ("/outbox/pull/conflicts", test_pull_conflicts);
  g_test_add_func ("/outbox/pull/own", test_pull_own);
  g_test_add_data_func ("/outbox/pull/own/late", NULL, test_pull_own_late);
  g_test_add_data_func ("/outbox/pull/own/late/other-id", "77", test_pull_own_late);
  g_test_add_func ("/outbox/removal", test_removal);
  g_test_add_func ("/outbox/made-and-deleted", test_made_and_deleted);
  g_test_add_func ("/outbox/made-and-deleted-by-both", test_made_and_deleted_by_both);
  g_test_add_func ("/outbox/deleted-here", test_deleted_here);
  g_test_add_data_func ("/outbox/deleted-shown/here", NULL, test_deleted_shown);
  g_test_add_data_func ("/outbox/deleted-shown/there", "", test_deleted_shown);
  g_test_add_func ("/outbox/read-back", test_read_back);
  g_test_add_func ("/outbox/overwritten", test_overwritten);
  g_test_add_func ("/outbox/overwritten-same", test_overwritten_same);

  return g_test_run ();
}
