/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A disk that fills up, or fails; and what can be read on it. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "karne-error.h"
#include "karne-fault-vfs.h"
#include "karne-test-store.h"
#include "store/karne-sql-private.h"

#define N_PAGES 3
#define PAGE_ROWS 60

static char *
make_page (guint page)
{
  GString *text = g_string_new ("{\"resourceType\":\"Bundle\",\"entry\":[");

  for (guint i = 0; i < PAGE_ROWS; i++)
    g_string_append_printf (
        text,
        "%s{\"resource\":{\"resourceType\":\"Task\",\"id\":\"t%u\",\"description\":"
        "\"Rappel %u\",\"note\":[{\"text\":\"%0600u\"}]}}",
        i == 0 ? "" : ",", page * PAGE_ROWS + i, i, i);
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}

/* Takes in pages from `first` on; returns how many were committed. */
static guint
take_pages (KarneTestStore *store, guint first, GError **error)
{
  guint n;

  for (n = first; n < N_PAGES; n++)
    {
      g_autofree char *text = make_page (n);
      g_autoptr (KarnePage) page = karne_test_try_ingest (store, "Task", KARNE_INGEST_NONE, text,
                                                          strlen (text), 10000, NULL, error);

      if (page == NULL)
        return n;
    }
  return n;
}

/* All that was committed, and nothing else. Of a page that failed, nothing had been committed, as
 * all of it is one transaction. */
static void
assert_whole (KarneTestStore *store, guint n_pages)
{
  g_autofree char *check = NULL;

  g_assert_cmpint (karne_test_query_int (store, "SELECT count(*) FROM resource"), ==,
                   n_pages * PAGE_ROWS);
  g_assert_cmpint (karne_test_query_int (store,
                                         "SELECT count(*) FROM search WHERE search MATCH 'rappel'"),
                   ==, n_pages * PAGE_ROWS);
  /* After the search: on a connection that only reads, FTS5 checks itself against what it last
   * remembered of the index, and only a search makes it look again. */
  check = karne_test_query (store, "PRAGMA integrity_check");
  g_assert_cmpstr (check, ==, "ok");
}

typedef struct
{
  KarneFault fault;
  gboolean in_bytes;
  guint step;
  int expected;
} DiskCase;

static void
arm (const DiskCase *disk, guint after)
{
  if (disk->in_bytes)
    karne_fault_vfs_arm_after_bytes (disk->fault, after);
  else
    karne_fault_vfs_arm (disk->fault, after);
}

/* The disk fails at one point of an ingest after the other, until none is left. */
static void
test_ingest (gconstpointer data)
{
  const DiskCase *disk = data;
  guint n_points = 0;
  guint n_failed = 1;

  for (guint after = 0; n_failed > 0; after += disk->step)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (GError) error = NULL;
      guint n_taken;

      arm (disk, after);
      n_taken = take_pages (store, 0, &error);
      n_failed = karne_fault_vfs_get_n_failed ();
      karne_fault_vfs_arm (KARNE_FAULT_NONE, 0);
      if (n_taken < N_PAGES)
        g_assert_error (error, KARNE_ERROR, disk->expected);
      assert_whole (store, n_taken);
      /* Once there is space again it goes on, without being opened anew. */
      g_clear_error (&error);
      g_assert_cmpuint (take_pages (store, n_taken, &error), ==, N_PAGES);
      g_assert_no_error (error);
      assert_whole (store, N_PAGES);
      if (after % (7 * disk->step) == 0)
        {
          karne_test_store_reopen (store);
          assert_whole (store, N_PAGES);
        }
      n_points += n_failed > 0;
    }
  g_test_message ("%u points", n_points);
  g_assert_cmpuint (n_points, >, 5);
}

/* As a process that is killed when the disk is full: what was said to be saved is there. */
static void
test_reopened_full (void)
{
  for (guint after = 0; after < 60; after += 6)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GFile) file = g_file_new_for_path (store->path);
      guint n_taken;

      karne_fault_vfs_arm (KARNE_FAULT_FULL, after);
      n_taken = take_pages (store, 0, &error);
      /* Bringing the log home needs space too; that it fails is no loss. */
      karne_store_close (store->store, NULL);
      g_clear_object (&store->store);
      karne_fault_vfs_arm (KARNE_FAULT_NONE, 0);
      g_clear_error (&error);
      store->store = karne_store_open (file, store->key, &error);
      g_assert_no_error (error);
      assert_whole (store, n_taken);
    }
}

/* A store that cannot be made leaves nothing that looks like one. */
static void
test_create (void)
{
  gboolean failed = TRUE;

  for (guint after = 0; failed; after++)
    {
      g_autofree char *folder = g_dir_make_tmp ("karne-test-XXXXXX", NULL);
      g_autofree char *path = g_build_filename (folder, "record.db", NULL);
      g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GError) error = NULL;
      g_autoptr (KarneKey) key = karne_key_new_random (&error);
      g_autoptr (KarneStore) store = NULL;

      karne_fault_vfs_arm (after % 2 ? KARNE_FAULT_FULL : KARNE_FAULT_ENOSPC, after);
      store = karne_store_create (file, key, &error);
      failed = store == NULL;
      karne_fault_vfs_arm (KARNE_FAULT_NONE, 0);
      if (failed)
        {
          g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NO_SPACE);
          g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
          g_assert_false (g_file_test (log_path, G_FILE_TEST_EXISTS));
        }
      else
        {
          karne_store_close (store, NULL);
        }
      karne_test_remove_folder (folder);
    }
}

/* Temporary files */

typedef struct
{
  gboolean in_files;
  guint n_rows;
} Sorting;

static gboolean
sort_everything (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Sorting *sorting = data;
  g_autoptr (KarneStatement) statement = NULL;

  if (!karne_sql_exec (db, "PRAGMA cache_size = 10", error) ||
      (sorting->in_files && !karne_sql_exec (db, "PRAGMA temp_store = FILE", error)))
    return FALSE;
  statement =
      karne_sql_get_text (db, "sort",
                          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                          "i < 1000) SELECT DISTINCT title || i FROM resource, n "
                          "WHERE id < 't2' ORDER BY title || (i * 7919 % 100003)",
                          error);
  if (statement == NULL)
    return FALSE;
  while (karne_sql_step (statement, error) == SQLITE_ROW)
    sorting->n_rows++;
  return TRUE;
}

/* Names would stand in clear in a temporary file. */
static void
test_temporary (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GError) error = NULL;
  Sorting sorting = { FALSE, 0 };
  Sorting careless = { TRUE, 0 };

  take_pages (store, 0, &error);
  g_assert_cmpint (karne_test_query_int (store, "PRAGMA temp_store"), ==, 2);
  karne_fault_vfs_arm (KARNE_FAULT_NONE, 0);
  karne_store_read (store->store, sort_everything, &sorting, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sorting.n_rows, >, 50000);
  g_assert_cmpuint (karne_fault_vfs_get_n_temporary (), ==, 0);
  /* That such a file would be noticed. */
  karne_store_read (store->store, sort_everything, &careless, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (karne_fault_vfs_get_n_temporary (), >, 0);
}

/* Nothing to read */

static void
assert_unreadable (const char *path, const char *suffix)
{
  static const char *const words[] = { "grondin",  "c\xc5\x93line", "coeline",      "payet",
                                       "glyc",     "urgences",      "resourcetype", "sqlite format",
                                       "resource", "invisible",     "secret-token", "127.0.0.1" };
  g_autofree char *whole = g_strconcat (path, suffix, NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  g_file_get_contents (whole, &bytes, &len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (len, >, 0);
  for (gsize i = 0; i < len; i++)
    bytes[i] = g_ascii_tolower (bytes[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_null (memmem (bytes, len, words[i], strlen (words[i])));
}

static void
test_unreadable (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KarnePage) page = NULL;

  karne_store_set_token (store->store, store->source->id, "secret-token", &error);
  page = karne_test_ingest_resources (
      store, "DocumentReference",
      "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"description\":\"Glyc\u00e9mie aux "
      "Urgences\",\"author\":[{\"display\":\"Dr C\u0153line "
      "Payet\"}],\"securityLabel\":[{\"coding\":["
      "{\"code\":\"INVISIBLE_PATIENT\"}]}]}",
      "{\"resourceType\":\"Practitioner\",\"id\":\"p\",\"name\":[{\"text\":\"Grondin\"}]}",
      "{\"resourceType\":\"Task\",\"id\":\"Payet\",\"a\":1,\"a\":2}", NULL);
  g_assert_cmpuint (page->n_stored, ==, 2);
  g_assert_cmpuint (page->n_quarantined, ==, 1);
  assert_unreadable (store->path, "-wal");
  assert_unreadable (store->path, "-shm");
  assert_unreadable (store->path, "");
  karne_store_close (store->store, &error);
  g_assert_no_error (error);
  assert_unreadable (store->path, "");
}

static const DiskCase full_cases[] = {
  { KARNE_FAULT_FULL, FALSE, 3, KARNE_ERROR_NO_SPACE },
  { KARNE_FAULT_ENOSPC, FALSE, 5, KARNE_ERROR_NO_SPACE },
  { KARNE_FAULT_ENOSPC, TRUE, 30011, KARNE_ERROR_NO_SPACE },
  { KARNE_FAULT_BROKEN, FALSE, 11, KARNE_ERROR_FAILED },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  karne_fault_vfs_install ();
  g_test_add_data_func ("/store/disk/full", &full_cases[0], test_ingest);
  g_test_add_data_func ("/store/disk/enospc", &full_cases[1], test_ingest);
  g_test_add_data_func ("/store/disk/enospc-after-bytes", &full_cases[2], test_ingest);
  g_test_add_data_func ("/store/disk/broken", &full_cases[3], test_ingest);
  g_test_add_func ("/store/disk/reopened-full", test_reopened_full);
  g_test_add_func ("/store/disk/create", test_create);
  g_test_add_func ("/store/disk/temporary", test_temporary);
  g_test_add_func ("/store/disk/unreadable", test_unreadable);
  return g_test_run ();
}
