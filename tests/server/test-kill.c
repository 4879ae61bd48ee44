/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"
#include "kill-proxy.h"

#include "keys/karne-key.h"
#include "store/karne-store-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define PATIENT "diabete"

/* Small pages, so that there is much to be cut in the middle of. */
#define PAGE "7"

/* A sanitized program is many times as slow. */
#if defined(__SANITIZE_ADDRESS__)
#define N_KILLS 6
#else
#define N_KILLS 50
#endif

typedef struct
{
  CliServer *server; /* (owned) */
  KillProxy *proxy;  /* (owned) */
  CliBox *box;       /* (owned) */
  char *template;    /* (owned) a space with its source, before the first pull */
  char *expected;    /* (owned) all rows after a pull that nothing cut */
  guint64 n_bytes;   /* that the server says in one pull */
} Fixture;

/* ---- What is in the file ---- */

static void
dump_rows (sqlite3 *db, const char *sql, GString *out)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_string_append_printf (out, "%s\n", sql);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          const char *text = (const char *) sqlite3_column_text (statement, i);

          g_string_append (out, text != NULL ? text : "NULL");
          g_string_append_c (out, '\t');
        }
      g_string_append_c (out, '\n');
    }
  sqlite3_finalize (statement);
}

/* All but what says when it was: numbers of rows, times, how often something was asked for. */
static gboolean
dump_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const queries[] = {
    "SELECT kind, id, version, updated, date, until, title, author, author_ref, category, code, "
    "status, labels, detail, json(body) FROM resource ORDER BY kind, id",
    "SELECT r.kind, r.id FROM search s JOIN resource r ON r.row = s.rowid ORDER BY r.kind, r.id",
    "SELECT kind, id FROM resource WHERE row IN (SELECT rowid FROM search WHERE search MATCH "
    "'glycemie') ORDER BY kind, id",
    "SELECT name, flaw, size FROM quarantine ORDER BY name",
    "SELECT kind, id, reason FROM gone ORDER BY kind, id",
    "SELECT kind, id, outcome FROM wanted ORDER BY kind, id",
    "SELECT kind, cursor IS NULL, resume, state, list_resume FROM pull ORDER BY kind",
    "SELECT count(*) FROM listing",
    "SELECT count(*) FROM content WHERE owner IS NULL",
    "SELECT count(*) FROM piece",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    dump_rows (db, queries[i], data);

  return TRUE;
}

static char *
dump_space (CliBox *box)
{
  g_autofree char *folder = g_build_filename (box->root, "space-1", NULL);
  g_autofree char *key_path = g_build_filename (folder, "key.json", NULL);
  g_autofree char *path = g_build_filename (folder, "record.db", NULL);
  g_autoptr (GFile) key_file = g_file_new_for_path (key_path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) key = karne_key_file_open (key_file, box->passphrase, &error);
  g_autoptr (KarneStore) store = NULL;
  GString *out = g_string_new (NULL);

  g_assert_no_error (error);
  store = karne_store_open (file, key, &error);
  g_assert_no_error (error);
  karne_store_read (store, dump_in_worker, out, &error);
  g_assert_no_error (error);
  karne_store_close (store, &error);
  g_assert_no_error (error);

  return g_string_free (out, FALSE);
}

/* ---- What can be read of it without the key ---- */

/* Names, titles, ids, and the words that stand in every resource. */
static const char *const readable[] = {
  "TÉCHER",   "Técher",       "Jean-Marc", "Glycémie", "Bilan sanguin", "Lebon-Exemple",
  "diabete-", "resourceType", "mg/dL",     "meta",     CLI_PASSPHRASE,
};

static void
assert_sealed (CliBox *box)
{
  for (guint i = 0; i < G_N_ELEMENTS (readable); i++)
    if (cli_tree_contains (box->home, readable[i]))
      {
        g_test_message ("“%s” can be read on the disk", readable[i]);
        g_test_fail ();
      }
}

static goffset
get_wal_size (CliBox *box)
{
  g_autofree char *path = g_build_filename (box->root, "space-1", "record.db-wal", NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

/* ---- Pulls ---- */

static void
begin_again (Fixture *fixture)
{
  cli_tree_remove (fixture->box->root);
  cli_tree_copy (fixture->template, fixture->box->root);
}

static void
pull_to_the_end (Fixture *fixture)
{
  kill_proxy_arm (fixture->proxy, NULL, 0, 0);
  g_autoptr (CliRun) run = cli_box_run (fixture->box, 0, "sync", "--json", NULL);

  g_assert_nonnull (run);
}

/* FALSE: it was done before its time came. */
static gboolean
pull_and_kill (Fixture *fixture, guint64 n_bytes, guint delay_us)
{
  g_autoptr (GSubprocess) process =
      cli_box_spawn (fixture->box, TRUE, (const char *const[]){ "sync", "--json", NULL });
  g_autoptr (CliRun) run = NULL;

  kill_proxy_arm (fixture->proxy, process, n_bytes, delay_us);
  run = cli_box_wait (process);
  g_assert_true (run->exit == 0 || run->exit == -SIGKILL);

  return run->exit == -SIGKILL;
}

static void
assert_as_expected (Fixture *fixture)
{
  g_autofree char *rows = dump_space (fixture->box);
  g_auto (GStrv) lines = g_strsplit (rows, "\n", -1);
  g_auto (GStrv) expected = g_strsplit (fixture->expected, "\n", -1);

  for (guint i = 0; lines[i] != NULL && expected[i] != NULL; i++)
    g_assert_cmpstr (lines[i], ==, expected[i]);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (expected));
}

/* Killed `n_kills` times on its way, each time after a part of what it would have got. */
static guint
run_round (Fixture *fixture, guint n_kills, gboolean *saw_wal)
{
  guint killed = 0;

  begin_again (fixture);
  for (guint i = 0; i < n_kills; i++)
    {
      guint64 n_bytes = 1 + (guint64) (g_test_rand_double () * (double) fixture->n_bytes / n_kills);
      guint delay_us = (guint) g_test_rand_int_range (0, 3000);

      killed += pull_and_kill (fixture, n_bytes, delay_us) ? 1 : 0;
      *saw_wal = *saw_wal || get_wal_size (fixture->box) > 0;
      assert_sealed (fixture->box);
    }
  pull_to_the_end (fixture);
  assert_as_expected (fixture);
  assert_sealed (fixture->box);

  return killed;
}

static void
test_kill (Fixture *fixture, gconstpointer data)
{
  guint killed = 0;
  guint rounds = 0;
  gboolean saw_wal = FALSE;

  for (; killed < N_KILLS && rounds < 40; rounds++)
    killed += run_round (fixture, rounds % 2 == 0 ? 1 : 4, &saw_wal);

  g_test_message ("%u kills in %u pulls of %" G_GUINT64_FORMAT " bytes", killed, rounds,
                  fixture->n_bytes);
  g_assert_cmpuint (killed, >=, N_KILLS);
  /* Where there was no log of what was going on, nothing was looked at. */
  g_assert_true (saw_wal);
}

/* The words that are looked for are there, for whoever has the key. */
static void
test_words_are_there (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = cli_box_path (fixture->box, "export");

  begin_again (fixture);
  pull_to_the_end (fixture);
  assert_sealed (fixture->box);
  g_autoptr (CliRun) run = cli_box_run (fixture->box, 0, "export", folder, NULL);

  g_assert_nonnull (run);
  for (guint i = 0; i < G_N_ELEMENTS (readable) - 1; i++)
    if (!cli_tree_contains (folder, readable[i]))
      {
        g_test_message ("“%s” is not in this record", readable[i]);
        g_test_fail ();
      }
  cli_tree_remove (folder);
  assert_sealed (fixture->box);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = cli_server_start ("--page", PAGE, NULL);
  fixture->proxy = kill_proxy_new (fixture->server->url);
  fixture->box = cli_box_new ();
  fixture->template = g_dir_make_tmp ("karne-kill-XXXXXX", NULL);
  cli_box_create_space (fixture->box);

  g_autoptr (CliRun) added =
      cli_box_run (fixture->box, 0, "source", "add", kill_proxy_get_url (fixture->proxy),
                   "--patient", PATIENT, "--yes", NULL);

  g_assert_nonnull (added);
  cli_tree_copy (fixture->box->root, fixture->template);
  pull_to_the_end (fixture);
  fixture->n_bytes = kill_proxy_get_count (fixture->proxy);
  fixture->expected = dump_space (fixture->box);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cli_tree_remove (fixture->template);
  cli_box_free (fixture->box);
  kill_proxy_free (fixture->proxy);
  cli_server_stop (fixture->server);
  g_free (fixture->template);
  g_free (fixture->expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/kill/fifty-points", Fixture, NULL, set_up, test_kill, tear_down);
  g_test_add ("/kill/words-are-there", Fixture, NULL, set_up, test_words_are_there, tear_down);

  return g_test_run ();
}
