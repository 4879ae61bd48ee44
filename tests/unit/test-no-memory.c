/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Memory that runs out at one allocation after the other, in everything that writes: what was asked
 * for is then done or not done, never half; it is said; and the store goes on. */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "karne-sim-malloc.h"
#include "karne-sim-vfs.h"
#include "karne-test-sanitizer.h"
#include "karne-test-store.h"
#include "store/karne-outbox-private.h"

#define FILE_NAME "record.db"
/* From here on, only some of the allocations: each is a round, with a store of its own. */
#define FIRST (KARNE_TEST_SANITIZED ? 20 : 60)
#define STRIDE (KARNE_TEST_SANITIZED ? 41 : 7)
/* Odd: one allocation and all from one on take turns. */
#define OPEN_STRIDE (KARNE_TEST_SANITIZED ? 17 : 3)
/* Everything that the work below may touch, without what a random id or the time changes. */
#define DIGEST                                                                                     \
  "SELECT json_array ("                                                                            \
  "(SELECT group_concat (kind || ':' || coalesce (version, '') || ':' || length (json (body)) || " \
  "':' || coalesce (body ->> '$.status', ''), ' ') FROM (SELECT * FROM resource ORDER BY row)),"   \
  "(SELECT group_concat (op || ':' || state || ':' || tries || ':' || coalesce (base_version, '')" \
  " || ':' || coalesce (length (base), '') || ':' || coalesce (length (body), ''), ' ') FROM "     \
  "(SELECT * FROM outbox ORDER BY seq)),"                                                          \
  "(SELECT group_concat (why || ':' || length (mine) || ':' || length (theirs), ' ') FROM "        \
  "conflict),"                                                                                     \
  "(SELECT group_concat (what, ' ') FROM journal),"                                                \
  "(SELECT count (*) FROM content), (SELECT count (*) FROM quarantine),"                           \
  "(SELECT count (*) FROM wanted), (SELECT count (*) FROM search WHERE search MATCH 'rappel'))"

static char *
observation (const char *id, const char *version, const char *status, const char *note)
{
  return g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"meta\":{\"versionId\":\"%s\","
      "\"lastUpdated\":\"2026-01-0%sT00:00:00Z\"},\"status\":\"%s\",\"subject\":{\"reference\":"
      "\"Patient/p1\"},\"code\":{\"text\":\"Rappel\"},\"valueQuantity\":{\"value\":5.60},"
      "\"note\":[{\"text\":\"%s\"}]}",
      id, version, version, status, note);
}

/* A store on a disk in memory, as KarneTestStore has one in a folder. */

static KarneStoreOptions options = { KARNE_STORE_INLINE, KARNE_SIM_VFS, 0 };

static void
open_store (KarneTestStore *self, GError **error)
{
  self->store = karne_store_open_full (self->path, self->key, &options, error);
}

static void
close_store (KarneTestStore *self)
{
  /* What would be told to listeners holds the store. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  if (self->store != NULL)
    karne_store_close (self->store, NULL);
  g_clear_object (&self->store);
}

typedef struct
{
  KarneSimDisk *disk;  /* (owned) with the store as each attempt finds it */
  KarneTestStore made; /* of its key and its source */
} Template;

/* What a person does and the engine does, each in a job of its own. */

typedef gboolean (*Work) (KarneTestStore *store, GError **error);

typedef struct
{
  KarneTestStore *store;
  const char *id;
  const char *text;
  gint64 seq;
} Step;

static gboolean
save_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Step *step = data;
  g_autofree char *id = NULL;

  return karne_outbox_save (step->store->store, db, 1, "Observation", step->id, step->text, &id,
                            NULL, error);
}

static gboolean
delete_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Step *step = data;

  return karne_outbox_delete (step->store->store, db, 1, "Observation", step->id, NULL, error);
}

static gboolean
begin_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Step *step = data;

  return karne_outbox_begin (step->store->store, db, step->seq, NULL, error);
}

static gboolean
undo_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Step *step = data;

  return karne_outbox_undo (step->store->store, db, step->seq, error);
}

static gboolean
rebase_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Step *step = data;

  return karne_outbox_rebase (step->store->store, db, step->seq, step->text, NULL, error) !=
         KARNE_REBASE_FAILED;
}

static gboolean
done_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Step *step = data;

  return karne_outbox_done (step->store->store, db, step->seq, step->text, step->id, error);
}

static gboolean
run (KarneTestStore *store, KarneStoreJob job, Step step, GError **error)
{
  step.store = store;
  return karne_store_write_durably (store->store, job, &step, error);
}

static gboolean
create (KarneTestStore *store, GError **error)
{
  g_autofree char *text = observation ("none", "1", "final", "Rappel");

  return run (store, save_in_worker, (Step){ .text = text }, error);
}

static gboolean
edit (KarneTestStore *store, GError **error)
{
  g_autofree char *text = observation ("o1", "1", "amended", "b");

  return run (store, save_in_worker, (Step){ .id = "o1", .text = text }, error);
}

static gboolean delete (KarneTestStore *store, GError **error)
{
  return run (store, delete_in_worker, (Step){ .id = "o1" }, error);
}

/* The second change of the template is one of o2, which waits. */

static gboolean
begin (KarneTestStore *store, GError **error)
{
  return run (store, begin_in_worker, (Step){ .seq = 2 }, error);
}

static gboolean
undo (KarneTestStore *store, GError **error)
{
  return run (store, undo_in_worker, (Step){ .seq = 2 }, error);
}

static gboolean
merge (KarneTestStore *store, GError **error)
{
  g_autofree char *theirs = observation ("o2", "2", "final", "theirs");

  return run (store, rebase_in_worker, (Step){ .seq = 2, .text = theirs }, error);
}

static gboolean
conflict (KarneTestStore *store, GError **error)
{
  g_autofree char *theirs = observation ("o2", "2", "cancelled", "theirs");

  return run (store, rebase_in_worker, (Step){ .seq = 2, .text = theirs }, error);
}

/* The first one is a create, which gets another id there. */
static gboolean
done (KarneTestStore *store, GError **error)
{
  g_autofree char *theirs = observation ("there", "1", "final", "Rappel");

  return run (store, done_in_worker, (Step){ .seq = 1, .id = "there", .text = theirs }, error);
}

static gboolean
ingest (KarneTestStore *store, GError **error)
{
  g_autofree char *changed = observation ("o1", "2", "amended", "theirs");
  g_autofree char *text = g_strdup_printf (
      "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"resource\":%s},"
      "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"bad\",\"a\":1,\"a\":2}},"
      "{\"resource\":{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"status\":\"current\","
      "\"description\":\"Rappel\",\"author\":[{\"reference\":\"Practitioner/p\"}],\"content\":[{"
      "\"attachment\":{\"data\":\"%0*u\"}}]}}]}",
      changed, 400000, 0);

  g_autoptr (KarnePage) page = karne_test_try_ingest (store, "Observation", KARNE_INGEST_NONE, text,
                                                      strlen (text), 60000, NULL, error);
  return page != NULL;
}

/* The template */

static void
make_source (KarneTestStore *store)
{
  g_autoptr (GPtrArray) sources = NULL;

  karne_store_add_source (store->store, KARNE_TEST_BASE, "p1", NULL, NULL);
  sources = karne_store_list_sources (store->store, NULL);
  store->source = karne_source_copy (sources->pdata[0]);
}

static void
fill (KarneTestStore *store)
{
  g_autofree char *o1 = observation ("o1", "1", "final", "a");
  g_autofree char *o2 = observation ("o2", "1", "final", "a");
  g_autofree char *mine = observation ("o2", "1", "amended", "a");
  g_autoptr (KarnePage) page = karne_test_ingest_resources (store, "Observation", o1, o2, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (page->n_stored, ==, 2);
  create (store, &error);
  g_assert_no_error (error);
  run (store, save_in_worker, (Step){ .id = "o2", .text = mine }, &error);
  g_assert_no_error (error);
}

static void
template_init (Template *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->disk = karne_sim_disk_new ("template");
  path = karne_sim_disk_dup_path (self->disk, FILE_NAME);
  self->made.key = karne_key_new_random (&error);
  self->made.store = karne_store_create_full (path, self->made.key, &options, &error);
  g_assert_no_error (error);
  make_source (&self->made);
  fill (&self->made);
  close_store (&self->made);
}

static void
template_clear (Template *self)
{
  g_clear_pointer (&self->made.source, karne_source_free);
  g_clear_pointer (&self->made.key, karne_key_unref);
  g_clear_pointer (&self->disk, karne_sim_disk_free);
}

/* One attempt */

static void
assert_digest (KarneTestStore *store, const char *expected)
{
  g_autofree char *digest = karne_test_query (store, DIGEST);
  g_autofree char *check = karne_test_query (store, "PRAGMA integrity_check");

  g_assert_cmpstr (digest, ==, expected);
  g_assert_cmpstr (check, ==, "ok");
}

typedef struct
{
  Template *made;
  Work work;
  char *before; /* (owned) */
  char *after;  /* (owned) */
  gboolean goes_on;
} Trial;

static void
arm (const Trial *trial, guint64 n)
{
  if (trial->goes_on)
    karne_sim_malloc_fail_from (n);
  else
    karne_sim_malloc_fail_at (n);
}

/* Where a look that nothing depends on found no memory, SQLite undid the transaction all the same:
 * that is noticed later, and why is not known any more. */
static void
assert_said (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == KARNE_ERROR);
  g_assert_true (error->code == KARNE_ERROR_NO_MEMORY || error->code == KARNE_ERROR_FAILED);
}

/* FALSE once the work needs no more allocations than that. */
static gboolean
try_once (const Trial *trial, guint64 n)
{
  g_autoptr (KarneSimDisk) disk = karne_sim_disk_copy (trial->made->disk, "trial");
  g_autofree char *path = karne_sim_disk_dup_path (disk, FILE_NAME);
  KarneTestStore store = { NULL, path, trial->made->made.key, NULL, trial->made->made.source };
  g_autoptr (GError) error = NULL;
  gboolean was_short;
  gboolean ok;

  open_store (&store, &error);
  g_assert_no_error (error);
  arm (trial, n);
  ok = trial->work (&store, &error);
  was_short = karne_sim_malloc_get_n_failed () > 0;
  karne_sim_malloc_heal ();
  if (!ok)
    {
      assert_said (error);
      g_clear_error (&error);
      assert_digest (&store, trial->before);
      trial->work (&store, &error);
    }
  g_assert_no_error (error);
  assert_digest (&store, trial->after);
  close_store (&store);
  return was_short;
}

static void
open_and_digest (const Template *made, Work work, char **digest)
{
  g_autoptr (KarneSimDisk) disk = karne_sim_disk_copy (made->disk, "digest");
  g_autofree char *path = karne_sim_disk_dup_path (disk, FILE_NAME);
  KarneTestStore store = { NULL, path, made->made.key, NULL, made->made.source };
  g_autoptr (GError) error = NULL;

  open_store (&store, &error);
  if (work != NULL)
    work (&store, &error);
  g_assert_no_error (error);
  *digest = karne_test_query (&store, DIGEST);
  close_store (&store);
}

static void
test_work (gconstpointer data)
{
  Template made = { NULL };
  Trial trial = { .made = &made, .work = *(const Work *) data };

  template_init (&made);
  open_and_digest (&made, NULL, &trial.before);
  open_and_digest (&made, trial.work, &trial.after);
  g_assert_cmpstr (trial.before, !=, trial.after);
  for (guint mode = 0; mode < 2; mode++)
    {
      guint64 n = 1;

      trial.goes_on = mode == 1;
      while (try_once (&trial, n))
        n += g_test_slow () || n < FIRST ? 1 : STRIDE;
      g_test_message ("%s: %" G_GUINT64_FORMAT " allocations", mode ? "from one on" : "one", n - 1);
      g_assert_cmpuint (n, >, 50);
    }
  g_free (trial.before);
  g_free (trial.after);
  template_clear (&made);
}

/* A store that cannot be opened is as it was. */
static void
test_open (void)
{
  Template made = { NULL };
  g_autofree char *before = NULL;
  gboolean was_short = TRUE;

  template_init (&made);
  open_and_digest (&made, NULL, &before);
  for (guint64 n = 1; was_short; n += g_test_slow () ? 1 : OPEN_STRIDE)
    {
      g_autoptr (KarneSimDisk) disk = karne_sim_disk_copy (made.disk, "trial");
      g_autofree char *path = karne_sim_disk_dup_path (disk, FILE_NAME);
      KarneTestStore store = { NULL, path, made.made.key, NULL, made.made.source };
      g_autoptr (GError) error = NULL;

      if (n % 2)
        karne_sim_malloc_fail_at (n);
      else
        karne_sim_malloc_fail_from (n);
      open_store (&store, &error);
      was_short = karne_sim_malloc_get_n_failed () > 0;
      karne_sim_malloc_heal ();
      if (store.store == NULL)
        {
          g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NO_MEMORY);
          g_clear_error (&error);
          open_store (&store, &error);
        }
      g_assert_no_error (error);
      assert_digest (&store, before);
      close_store (&store);
    }
  template_clear (&made);
}

/* A large entry alone: the buffer that grows with it. */

static gboolean
count_entry (const KarneSlice *slice, gpointer data, GError **error)
{
  ++*(guint *) data;
  return TRUE;
}

static void
test_slicer (void)
{
  static const KarneSlicerSink sink = { .entry = count_entry };
  g_autofree char *text = g_strdup_printf ("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{"
                                           "\"resourceType\":\"Task\",\"id\":\"t\",\"a\":\"%0*u\"}}"
                                           "]}",
                                           1500000, 0);
  gboolean was_short = TRUE;
  guint n;

  for (n = 1; was_short; n++)
    {
      guint n_entries = 0;
      g_autoptr (KarneSlicer) slicer = karne_slicer_new (&sink, &n_entries);
      g_autoptr (GError) error = NULL;
      gboolean ok = TRUE;

      karne_sim_malloc_fail_from (n);
      for (gsize at = 0; ok && at < strlen (text); at += 10000)
        ok = karne_slicer_push (slicer, text + at, MIN (10000, strlen (text) - at), &error);
      was_short = karne_sim_malloc_get_n_failed () > 0;
      karne_sim_malloc_heal ();
      g_assert_cmpint (ok, ==, !was_short);
      g_assert_cmpuint (n_entries, ==, ok ? 1 : 0);
      if (was_short)
        {
          g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NO_MEMORY);
          /* It stays so: what was missed is not found again. */
          g_assert_false (karne_slicer_finish (slicer, NULL));
        }
    }
  g_assert_cmpuint (n, >, 5);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    Work work;
  } works[] = {
    { "create", create }, { "edit", edit },         { "delete", delete },
    { "begin", begin },   { "undo", undo },         { "merge", merge },
    { "done", done },     { "conflict", conflict }, { "ingest", ingest },
  };

  g_test_init (&argc, &argv, NULL);
  karne_sim_malloc_install ();
  karne_sim_vfs_install ();
  g_test_add_func ("/no-memory/slicer", test_slicer);
  g_test_add_func ("/no-memory/open", test_open);
  for (gsize i = 0; i < G_N_ELEMENTS (works); i++)
    {
      g_autofree char *path = g_strconcat ("/no-memory/", works[i].name, NULL);

      g_test_add_data_func (path, &works[i].work, test_work);
    }
  return g_test_run ();
}
