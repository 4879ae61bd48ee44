/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The disks in memory: that SQLite works on them as on a real one, and that what they do to it when
 * the power goes is what a store must bear: no less, or nothing would be proved, and no more. */

/* For the declaration of sqlite3_key(). */
#define SQLITE_HAS_CODEC 1

#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "karne-error.h"
#include "karne-sim-vfs.h"
#include "keys/karne-key-private.h"
#include "store/karne-store-private.h"

#define KEY "x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'"
#define FILE_NAME "record.db"
/* How often each moment is damaged, so that each sort of damage comes about. */
#define N_DAMAGES 12

static gboolean
try_exec (sqlite3 *db, const char *text)
{
  return db != NULL && sqlite3_exec (db, text, NULL, NULL, NULL) == SQLITE_OK;
}

/* As a store does, in so far as its disk notices. */
static sqlite3 *
try_open_in (KarneSimDisk *disk, const char *journal_mode)
{
  g_autofree char *path = karne_sim_disk_dup_path (disk, FILE_NAME);
  g_autofree char *settings = g_strdup_printf (
      "PRAGMA cipher_log_level = NONE; PRAGMA temp_store = MEMORY; PRAGMA journal_mode = %s; "
      "PRAGMA synchronous = FULL",
      journal_mode);
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, KARNE_SIM_VFS) ==
          SQLITE_OK &&
      sqlite3_key (db, KEY, (int) strlen (KEY)) == SQLITE_OK && try_exec (db, settings))
    return db;
  sqlite3_close (db);
  return NULL;
}

static sqlite3 *
try_open (KarneSimDisk *disk)
{
  return try_open_in (disk, "WAL");
}

static void
must_exec (sqlite3 *db, const char *text)
{
  g_autofree char *message = NULL;
  int rc = sqlite3_exec (db, text, NULL, NULL, NULL);

  if (rc != SQLITE_OK)
    message = g_strdup (sqlite3_errmsg (db));
  g_assert_cmpstr (message, ==, NULL);
}

static char *
query (sqlite3 *db, const char *text)
{
  sqlite3_stmt *statement = NULL;
  char *answer = NULL;

  if (sqlite3_prepare_v2 (db, text, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    answer = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return answer;
}

static void
assert_query (sqlite3 *db, const char *text, const char *expected)
{
  g_autofree char *answer = query (db, text);

  g_assert_cmpstr (answer, ==, expected);
}

static sqlite3 *
must_open (KarneSimDisk *disk)
{
  sqlite3 *db = try_open (disk);

  g_assert_nonnull (db);
  return db;
}

/* A small table, on a disk where nothing is on its way any more. */
static KarneSimDisk *
make_disk (const char *name)
{
  KarneSimDisk *disk = karne_sim_disk_new (name);
  sqlite3 *db = must_open (disk);

  must_exec (db, "CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)");
  must_exec (db, "INSERT INTO t VALUES (0, hex (randomblob (3000)))");
  sqlite3_close (db);
  return disk;
}

/* What SQLite counts on */

static void
test_two_connections (void)
{
  g_autoptr (KarneSimDisk) disk = make_disk ("two");
  sqlite3 *writer = must_open (disk);
  sqlite3 *reader = must_open (disk);

  must_exec (reader, "BEGIN; SELECT * FROM t");
  must_exec (writer, "INSERT INTO t VALUES (1, 'a')");
  assert_query (reader, "SELECT count(*) FROM t", "1");
  must_exec (reader, "COMMIT");
  assert_query (reader, "SELECT count(*) FROM t", "2");
  must_exec (writer, "BEGIN IMMEDIATE");
  /* Waits for five seconds of a clock that costs nothing. */
  sqlite3_busy_timeout (reader, 5000);
  g_assert_false (try_exec (reader, "BEGIN IMMEDIATE"));
  g_assert_cmpint (sqlite3_errcode (reader), ==, SQLITE_BUSY);
  must_exec (writer, "COMMIT");
  must_exec (writer, "PRAGMA wal_checkpoint (TRUNCATE)");
  assert_query (reader, "SELECT count(*) FROM t", "2");
  sqlite3_close (reader);
  g_assert_true (karne_sim_disk_has (disk, FILE_NAME "-wal"));
  sqlite3_close (writer);
  g_assert_false (karne_sim_disk_has (disk, FILE_NAME "-wal"));
}

static void
test_rollback_journal (void)
{
  g_autoptr (KarneSimDisk) disk = make_disk ("journal");
  sqlite3 *one = try_open_in (disk, "DELETE");
  sqlite3 *other = try_open_in (disk, "DELETE");

  must_exec (other, "BEGIN; SELECT * FROM t");
  g_assert_false (try_exec (one, "BEGIN EXCLUSIVE"));
  must_exec (other, "COMMIT");
  must_exec (one, "BEGIN EXCLUSIVE; INSERT INTO t VALUES (1, 'a')");
  g_assert_false (try_exec (other, "SELECT * FROM t"));
  must_exec (one, "COMMIT");
  assert_query (other, "SELECT count(*) FROM t", "2");
  sqlite3_close (other);
  sqlite3_close (one);
}

/* Each disk is a world of its own. */
static void
test_independent (void)
{
  g_autoptr (KarneSimDisk) one = make_disk ("one");
  g_autoptr (KarneSimDisk) other = karne_sim_disk_copy (one, "other");
  sqlite3 *db = must_open (one);
  sqlite3 *other_db = must_open (other);

  must_exec (db, "INSERT INTO t VALUES (1, 'a')");
  karne_sim_vfs_kill (one);
  g_assert_false (try_exec (db, "SELECT * FROM t"));
  assert_query (other_db, "SELECT count(*) FROM t", "1");
  sqlite3_close (db);
  sqlite3_close (other_db);
  karne_sim_vfs_reboot_with (one, KARNE_SIM_DAMAGE_LOST, 0);
  db = must_open (one);
  assert_query (db, "SELECT count(*) FROM t", "2");
  sqlite3_close (db);
  karne_sim_disk_erase (one);
  g_assert_false (karne_sim_disk_has (one, FILE_NAME));
  g_assert_null (karne_sim_disk_dup_bytes (one, FILE_NAME));
}

/* The same calls in each run, or a seed would replay nothing. */
static void
test_deterministic (void)
{
  guint64 counts[2][KARNE_SIM_N_CALLS];

  for (guint run = 0; run < 2; run++)
    {
      g_autoptr (KarneSimDisk) disk = make_disk ("same");
      sqlite3 *db = must_open (disk);

      for (guint i = 0; i < 20; i++)
        must_exec (db, "INSERT INTO t (text) VALUES (printf ('%0900d', 1))");
      sqlite3_close (db);
      for (guint call = 0; call < KARNE_SIM_N_CALLS; call++)
        counts[run][call] = karne_sim_vfs_get_n_calls_of (disk, (KarneSimCall) call);
    }
  for (guint call = 0; call < KARNE_SIM_N_CALLS; call++)
    g_assert_cmpuint (counts[0][call], ==, counts[1][call]);
  g_assert_cmpuint (counts[0][KARNE_SIM_SYNC], >, 20);
}

static void
test_time (void)
{
  g_autoptr (KarneSimDisk) disk = make_disk ("time");
  sqlite3 *db = must_open (disk);

  karne_sim_vfs_set_time (G_GINT64_CONSTANT (951782400000));
  assert_query (db, "SELECT datetime ('now')", "2000-02-29 00:00:00");
  sqlite3_close (db);
}

/* Faults */

static void
test_eio (void)
{
  static const KarneSimCall calls[] = { KARNE_SIM_WRITE, KARNE_SIM_SYNC, KARNE_SIM_SHM_LOCK };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (KarneSimDisk) disk = make_disk ("eio");
      sqlite3 *db = must_open (disk);

      must_exec (db, "INSERT INTO t VALUES (1, 'before')");
      karne_sim_vfs_fail (disk, calls[i], 1, 1);
      g_assert_false (try_exec (db, "INSERT INTO t VALUES (2, 'failed')"));
      g_assert_cmpint (sqlite3_errcode (db), ==, SQLITE_IOERR);
      g_assert_cmpuint (karne_sim_vfs_get_n_failed (disk), ==, 1);
      must_exec (db, "INSERT INTO t VALUES (2, 'passing')");
      karne_sim_vfs_fail (disk, calls[i], 2, G_MAXUINT);
      for (guint n = 3; n < 6; n++)
        try_exec (db, "INSERT INTO t (text) VALUES ('lasting')");
      g_assert_false (try_exec (db, "INSERT INTO t (text) VALUES ('lasting')"));
      g_assert_cmpuint (karne_sim_vfs_get_n_failed (disk), >, 2);
      karne_sim_vfs_heal (disk);
      must_exec (db, "INSERT INTO t VALUES (99, 'healed')");
      assert_query (db, "PRAGMA integrity_check", "ok");
      sqlite3_close (db);
    }
}

static void
test_full (void)
{
  for (gint64 room = 0; room < 40000; room += 1777)
    {
      g_autoptr (KarneSimDisk) disk = make_disk ("full");
      sqlite3 *db = must_open (disk);
      guint n = 1;
      g_autofree char *expected = NULL;

      karne_sim_vfs_set_room (disk, room);
      while (try_exec (db, "INSERT INTO t (text) VALUES (printf ('%02000d', 1))"))
        n++;
      g_assert_cmpint (sqlite3_errcode (db), ==, SQLITE_FULL);
      expected = g_strdup_printf ("%u", n);
      sqlite3_close (db);
      karne_sim_vfs_kill (disk);
      karne_sim_vfs_reboot (disk, (guint64) room);
      db = must_open (disk);
      assert_query (db, "SELECT count(*) FROM t", expected);
      must_exec (db, "INSERT INTO t (text) VALUES ('room again')");
      assert_query (db, "PRAGMA integrity_check", "ok");
      sqlite3_close (db);
    }
}

/* The power goes */

/* What each is about: how a transaction is written, and whether it may be lost once it was said to
 * be committed. */
typedef struct
{
  const char *settings;
  gboolean lasts;
  gboolean ignores_syncs;
} PowerCase;

typedef struct
{
  guint n_points;
  guint n_absent;
  guint n_whole;
  guint n_broken; /* half there, or not readable, or lost although it was committed */
} Outcome;

static void
look (KarneSimDisk *disk, gboolean is_committed, Outcome *outcome)
{
  sqlite3 *db = try_open (disk);
  g_autofree char *check = db != NULL ? query (db, "PRAGMA integrity_check") : NULL;
  g_autofree char *sum =
      db != NULL ? query (db, "SELECT count(*) || ' ' || sum (length (text)) FROM t") : NULL;
  gboolean is_absent = g_strcmp0 (sum, "1 6000") == 0;
  gboolean is_whole = g_strcmp0 (sum, "4 18000") == 0;

  outcome->n_absent += is_absent;
  outcome->n_whole += is_whole;
  outcome->n_broken +=
      g_strcmp0 (check, "ok") != 0 || !(is_whole || is_absent) || (is_committed && !is_whole);
  sqlite3_close (db);
}

/* Dies at the nth call of a transaction that grows the file and changes what is there; FALSE once
 * it ended before that. */
static gboolean
cut_at (KarneSimDisk *made, const PowerCase *power, guint64 n, guint64 seed, Outcome *outcome)
{
  g_autoptr (KarneSimDisk) disk = karne_sim_disk_copy (made, "cut");
  gboolean is_dead;
  gboolean is_committed;
  sqlite3 *db;

  karne_sim_vfs_ignore_syncs (disk, power->ignores_syncs);
  karne_sim_vfs_kill_at (disk, n);
  db = try_open (disk);
  is_committed = try_exec (db, power->settings) &&
                 try_exec (db, "BEGIN IMMEDIATE; UPDATE t SET text = hex (randomblob (1500));"
                               "INSERT INTO t SELECT value, hex (randomblob (2500)) FROM "
                               "json_each ('[1, 2, 3]'); COMMIT");
  try_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)");
  sqlite3_close (db);
  is_dead = karne_sim_vfs_is_dead (disk);
  karne_sim_vfs_kill (disk);
  karne_sim_vfs_reboot (disk, seed);
  look (disk, is_committed && power->lasts, outcome);
  return is_dead;
}

static Outcome
cut_everywhere (const PowerCase *power)
{
  g_autoptr (KarneSimDisk) made = make_disk ("made");
  Outcome outcome = { 0 };
  gboolean goes_on = TRUE;

  for (guint64 n = 1; goes_on; n++)
    {
      for (guint64 seed = 0; seed < N_DAMAGES; seed++)
        goes_on = cut_at (made, power, n, n * 1000 + seed, &outcome);
      outcome.n_points++;
    }
  g_test_message ("%u points: absent %u, whole %u, broken %u", outcome.n_points, outcome.n_absent,
                  outcome.n_whole, outcome.n_broken);
  return outcome;
}

/* Cut at each call, with several damages each, a transaction is whole or absent, and what was said
 * to be committed is there. */
static void
test_power (gconstpointer data)
{
  Outcome outcome = cut_everywhere (data);

  g_assert_cmpuint (outcome.n_points, >, 40);
  g_assert_cmpuint (outcome.n_absent, >, 0);
  g_assert_cmpuint (outcome.n_whole, >, 0);
  g_assert_cmpuint (outcome.n_broken, ==, 0);
}

/* A disk that only says that it synced breaks that promise, and the look above sees it. */
static void
test_power_lies (gconstpointer data)
{
  Outcome outcome = cut_everywhere (data);

  g_assert_cmpuint (outcome.n_broken, >, 0);
}

/* A store */

static KarneStore *
open_store (KarneSimDisk *disk, KarneKey *key, gboolean create, GError **error)
{
  g_autofree char *path = karne_sim_disk_dup_path (disk, FILE_NAME);
  KarneStoreOptions options = { KARNE_STORE_INLINE, KARNE_SIM_VFS, 0 };

  return create ? karne_store_create_full (path, key, &options, error)
                : karne_store_open_full (path, key, &options, error);
}

/* Needs no file at all but those of its disk, and can be killed while it is made: what is left is
 * refused or is whole. */
static void
test_store (void)
{
  g_autoptr (KarneSimDisk) disk = karne_sim_disk_new ("store");
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) key = karne_key_new_random (&error);
  g_autoptr (KarneStore) store = open_store (disk, key, TRUE, &error);
  g_autoptr (GPtrArray) sources = NULL;

  g_assert_no_error (error);
  karne_store_add_source (store, "http://127.0.0.1:1/fhir", "p1", NULL, &error);
  g_assert_no_error (error);
  karne_sim_vfs_kill (disk);
  g_assert_cmpint (karne_store_add_source (store, "http://127.0.0.1:2/fhir", "p1", NULL, &error), <,
                   1);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_FAILED);
  g_clear_error (&error);
  karne_store_close (store, NULL);
  g_clear_object (&store);
  karne_sim_vfs_reboot_with (disk, KARNE_SIM_DAMAGE_NONE, 0);
  store = open_store (disk, key, FALSE, &error);
  g_assert_no_error (error);
  sources = karne_store_list_sources (store, &error);
  g_assert_cmpuint (sources->len, ==, 1);
  karne_store_close (store, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test ("/store", G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  static const PowerCase full = { "PRAGMA synchronous = FULL", TRUE, FALSE };
  static const PowerCase normal = { "PRAGMA synchronous = NORMAL", FALSE, FALSE };
  /* Without EXTRA the removal of the journal is not synced: it may come back, and undo. */
  static const PowerCase journal = { "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA",
                                     TRUE, FALSE };
  static const PowerCase lying = { "PRAGMA synchronous = FULL", TRUE, TRUE };
  static const PowerCase careless = { "PRAGMA synchronous = OFF", FALSE, FALSE };
  static const PowerCase forgetful = { "PRAGMA synchronous = NORMAL", TRUE, FALSE };

  g_test_init (&argc, &argv, NULL);
  karne_sim_vfs_install ();
  g_test_add_func ("/sim-vfs/two-connections", test_two_connections);
  g_test_add_func ("/sim-vfs/rollback-journal", test_rollback_journal);
  g_test_add_func ("/sim-vfs/independent", test_independent);
  g_test_add_func ("/sim-vfs/deterministic", test_deterministic);
  g_test_add_func ("/sim-vfs/time", test_time);
  g_test_add_func ("/sim-vfs/eio", test_eio);
  g_test_add_func ("/sim-vfs/full", test_full);
  g_test_add_data_func ("/sim-vfs/power/full", &full, test_power);
  g_test_add_data_func ("/sim-vfs/power/normal", &normal, test_power);
  g_test_add_data_func ("/sim-vfs/power/journal", &journal, test_power);
  g_test_add_data_func ("/sim-vfs/power-lies/ignored", &lying, test_power_lies);
  g_test_add_data_func ("/sim-vfs/power-lies/off", &careless, test_power_lies);
  g_test_add_data_func ("/sim-vfs/power-lies/normal", &forgetful, test_power_lies);
  g_test_add_func ("/sim-vfs/store", test_store);
  return g_test_run ();
}
