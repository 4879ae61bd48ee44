/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "push-world.h"
#include "store/karne-conflict-private.h"
#include "store/karne-sql-private.h"

/* What is changed here reaches the demonstration server exactly once, whatever that server can do:
 * two copies of one record, and what others see over HTTP. */

#define ALL                                                                                        \
  "SELECT group_concat(id || ' ' || version || ' ' || (body ->> '$.status')) FROM resource WHERE " \
  "kind = 'Observation'"

static void resolve_all (KarneTestSync *sync, KarneChoice choice);

/* Create, edit, edit while another edited apart, delete. */
static void
test_round (gconstpointer mode)
{
  g_autoptr (PushWorld) world = push_world_new (mode);
  g_autofree char *text = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *id = NULL;
  g_autofree char *all = NULL;
  g_autoptr (KarneSyncReport) report = NULL;

  push_run (world->one);
  push_run (world->other);
  text = push_noted (world->one, "preliminary", "first", "");
  g_free (push_change (world->one, NULL, text));
  report = karne_test_sync_run_well (world->one);
  g_assert_cmpuint (report->sent, ==, 1);
  push_assert_query (world->one, PUSH_WAITING, "0");
  push_run (world->other);
  push_run (world->other);
  push_run (world->other);
  all = push_query (world->one, ALL);
  push_assert_query (world->other, ALL, all);
  push_assert_query (world->other, "SELECT count(*) FROM resource WHERE kind = 'Observation'", "1");

  id = push_only_id (world->one);
  mine = push_edited (world->one, "preliminary", "final");
  g_free (push_change (world->one, id, mine));
  theirs = push_edited (world->other, "first", "second");
  g_free (push_change (world->other, id, theirs));
  push_run (world->one);
  push_run (world->other);
  for (int i = 0; i < 4; i++)
    {
      push_run (world->one);
      push_run (world->other);
    }
  push_assert_query (world->one, PUSH_WAITING, "0");
  push_assert_query (world->other, PUSH_WAITING, "0");
  push_assert_query (world->other, "SELECT count(*) FROM conflict", "0");
  for (int i = 0; i < 2; i++)
    {
      KarneTestSync *sync = i == 0 ? world->one : world->other;

      push_assert_query (
          sync,
          "SELECT (body ->> '$.status') || (body ->> '$.code.text') FROM resource WHERE "
          "kind = 'Observation'",
          "finalsecond");
      push_assert_query (
          sync, "SELECT instr(json(body), '5.60') > 0 FROM resource WHERE kind = 'Observation'",
          "1");
    }

  g_free (push_change (world->one, id, NULL));
  push_run (world->one);
  push_assert_query (world->one, PUSH_WAITING, "0");
  push_assert_query (world->one, "SELECT count(*) FROM resource WHERE kind = 'Observation'", "0");
}

typedef struct
{
  KarneStore *store;
  KarneChoice choice;
} Resolve;

static gboolean
resolve_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Resolve *resolve = data;

  return karne_conflict_resolve (resolve->store, db, 1, NULL, resolve->choice, error);
}

static void
resolve_all (KarneTestSync *sync, KarneChoice choice)
{
  Resolve resolve = { sync->store->store, choice };
  g_autoptr (GError) error = NULL;

  karne_store_write_durably (sync->store->store, resolve_job, &resolve, &error);
  g_assert_no_error (error);
}

/* Both change the same: nobody's is lost, and the person decides. */
static void
test_conflict (gconstpointer mode)
{
  g_autoptr (PushWorld) world = push_world_new (mode);
  g_autofree char *text = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *id = NULL;

  push_run (world->one);
  push_run (world->other);
  text = push_noted (world->one, "preliminary", "first", "");
  g_free (push_change (world->one, NULL, text));
  push_run (world->one);
  for (int i = 0; i < 4; i++)
    push_run (world->other);
  id = push_only_id (world->one);
  mine = push_edited (world->one, "preliminary", "final");
  theirs = push_edited (world->other, "preliminary", "amended");
  g_free (push_change (world->one, id, mine));
  g_free (push_change (world->other, id, theirs));
  push_run (world->one);
  for (int i = 0; i < 4; i++)
    push_run (world->other);
  push_assert_query (world->other, PUSH_WAITING, "0");
  push_assert_query (world->other, "SELECT count(*) FROM conflict WHERE decided IS NULL", "1");
  push_assert_query (world->other, "SELECT fields FROM conflict", "[\"status\"]");
  resolve_all (world->other, KARNE_CHOICE_MINE);
  for (int i = 0; i < 4; i++)
    {
      push_run (world->other);
      push_run (world->one);
    }
  push_assert_query (world->one,
                     "SELECT body ->> '$.status' FROM resource WHERE kind = 'Observation'",
                     "amended");
}

/* One refused change waits for the person, with the server's words; the others go. */
static void
test_parked (gconstpointer mode)
{
  g_autoptr (PushWorld) world = push_world_new (mode);
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (KarneSyncReport) report = NULL;
  g_autoptr (KarneSyncReport) again = NULL;

  push_run (world->one);
  good = push_noted (world->one, "final", "good", "");
  bad = push_noted (world->one, "no such status", "bad", "");
  g_free (push_change (world->one, NULL, bad));
  g_free (push_change (world->one, NULL, good));
  report = karne_test_sync_run_well (world->one);
  push_assert_query (world->one, "SELECT group_concat(state || (words IS NOT NULL)) FROM outbox",
                     "parked1");
  g_assert_cmpuint (report->sent, ==, 1);
  g_assert_cmpuint (report->parked, ==, 1);
  push_run (world->one);
  push_run (world->one);
  again = karne_test_sync_run_well (world->one);
  g_assert_cmpuint (again->exchanges, ==, 1);
}

static gboolean
sql_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, data, error);
}

static void
run_again (PushWorld *world, const char *sql)
{
  g_autoptr (GError) error = NULL;

  karne_store_write (world->one->store->store, sql_job, (gpointer) sql, &error);
  g_assert_no_error (error);
  karne_test_store_reopen (world->one->store);
  karne_test_sync_restart (world->one);
  push_run (world->one);
}

/* Made by POST, no answer, started again, and the clock of this computer was set: whether so much
 * time has passed that a search would show it, only the clock of the server says. */
static void
test_clock_set (void)
{
  g_autoptr (PushWorld) world = push_world_new ("--server-ids");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSyncReport) report = NULL;

  push_run (world->one);
  text = push_noted (world->one, "preliminary", "first", "");
  g_free (push_change (world->one, NULL, text));
  karne_fault_transport_add (world->fault, "PUT", KARNE_FAULT_STATUS, 405, NULL);
  karne_fault_transport_add (world->fault, "POST", KARNE_FAULT_BEFORE, 0, NULL);
  karne_sync_set_max_retries (world->one->sync, 0);
  report = karne_test_sync_run (world->one, NULL, &error);
  push_assert_query (world->one, PUSH_STATES, "create sending");
  run_again (world, "UPDATE outbox SET tried = 1");
  push_assert_query (world->one, PUSH_STATES, "create sending");
  run_again (world, "UPDATE outbox SET missed = missed - 60");
  push_assert_query (world->one, PUSH_STATES, "create sending");
  run_again (world, "UPDATE outbox SET missed = missed - 60");
  push_assert_query (world->one, PUSH_WAITING, "0");
  g_assert_cmpuint (push_count_there (world), ==, 1);
}

static void
add (const char *name, const char *mode, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/push/%s/%s", name, mode != NULL ? mode + 2 : "plain");

  g_test_add_data_func (path, mode, func);
}

int
main (int argc, char **argv)
{
  static const char *const modes[] = {
    NULL,         "--server-ids", "--ignore-if-match", "--no-versions",
    "--no-batch", "--no-sort",    "--late-commits",    "--no-metadata"
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      add ("round", modes[i], test_round);
      add ("conflict", modes[i], test_conflict);
    }
  add ("parked", NULL, test_parked);
  g_test_add_func ("/push/clock-set", test_clock_set);

  return g_test_run ();
}
