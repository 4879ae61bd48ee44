/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a store says of a file that is not as it left it, and that it leaves such a file alone. */

/* For the declaration of sqlite3_key(). */
#define SQLITE_HAS_CODEC 1

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "karne-error.h"
#include "store-file.h"
#include "keys/karne-key-private.h"
#include "store/karne-connection-private.h"
#include "store/karne-space.h"
#include "store/karne-sql-private.h"
#include "store/karne-view.h"

/* Opening says `code`, and the file is what it was. */
static void
assert_refused (StoreFile *fixture, const void *bytes, gsize len, int code)
{
  g_autoptr (GError) error = NULL;

  store_file_write (fixture->store->path, bytes, len);
  g_assert_null (store_file_open (fixture->store, &error));
  g_assert_error (error, KARNE_ERROR, code);
  store_file_assert (fixture->store->path, bytes, len);
}

static void
test_cut (StoreFile *fixture, gconstpointer data)
{
  assert_refused (fixture, fixture->bytes,
                  fixture->len / 2 / STORE_FILE_PAGE * STORE_FILE_PAGE + 1000, KARNE_ERROR_CORRUPT);
  assert_refused (fixture, fixture->bytes, fixture->len / 2 / STORE_FILE_PAGE * STORE_FILE_PAGE,
                  KARNE_ERROR_CORRUPT);
  assert_refused (fixture, fixture->bytes, STORE_FILE_PAGE - 1, KARNE_ERROR_CORRUPT);
  assert_refused (fixture, fixture->bytes, 1, KARNE_ERROR_CORRUPT);
  assert_refused (fixture, "", 0, KARNE_ERROR_CORRUPT);
}

static void
test_flipped_first_page (StoreFile *fixture, gconstpointer data)
{
  static const gsize places[] = { 0, 15, 16, 24, 100, 2000, STORE_FILE_PAGE - 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (fixture->bytes, fixture->len);

      bytes[places[i]] ^= 0x10;
      assert_refused (fixture, bytes, fixture->len, KARNE_ERROR_CORRUPT);
    }
}

static void
test_not_ours (StoreFile *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (3 * STORE_FILE_PAGE, 'a');
  g_autofree char *plain = g_build_filename (fixture->store->folder, "plain.db", NULL);
  g_autofree guint8 *bytes = NULL;
  gsize len;
  sqlite3 *db = NULL;

  assert_refused (fixture, text, strlen (text), KARNE_ERROR_CORRUPT);
  g_assert_cmpint (sqlite3_open (plain, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE a (b); PRAGMA user_version = 1", NULL, NULL,
                                 NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);
  store_file_read (plain, &bytes, &len);
  assert_refused (fixture, bytes, len, KARNE_ERROR_CORRUPT);
}

static gboolean
exec_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, data, error);
}

/* Sealed with the right key, and never filled: that is not a store with nothing in it. */
static void
test_no_schema (StoreFile *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize len;
  sqlite3 *db;

  g_unlink (fixture->store->path);
  db = karne_connection_open (fixture->store->path, fixture->store->key, KARNE_CONNECTION_CREATE,
                              NULL, 0, &error);
  g_assert_no_error (error);
  karne_sql_exec (db, "CREATE TABLE a (b)", &error);
  g_assert_no_error (error);
  karne_connection_close (db);
  store_file_read (fixture->store->path, &bytes, &len);
  assert_refused (fixture, bytes, len, KARNE_ERROR_CORRUPT);
}

static void
set_newer (StoreFile *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->store->store = store_file_open (fixture->store, &error);
  g_assert_no_error (error);
  karne_store_write (fixture->store->store, exec_job,
                     (gpointer) "CREATE TABLE newer (a); PRAGMA user_version = 1000", &error);
  g_assert_no_error (error);
}

static void
test_newer (StoreFile *fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = NULL;
  gsize len;

  set_newer (fixture);
  store_file_close (fixture->store);
  store_file_read (fixture->store->path, &bytes, &len);
  assert_refused (fixture, bytes, len, KARNE_ERROR_TOO_NEW);
}

/* The newer program was killed: what it said last is in its log, which is its own to bring home. */
static void
test_newer_with_log (StoreFile *fixture, gconstpointer data)
{
  g_autofree char *log_path = g_strconcat (fixture->store->path, "-wal", NULL);
  g_autofree guint8 *bytes = NULL;
  g_autofree guint8 *log = NULL;
  gsize len;
  gsize log_len;

  set_newer (fixture);
  store_file_read (fixture->store->path, &bytes, &len);
  store_file_read (log_path, &log, &log_len);
  g_assert_cmpuint (log_len, >, 0);
  store_file_close (fixture->store);
  store_file_write (log_path, log, log_len);
  assert_refused (fixture, bytes, len, KARNE_ERROR_TOO_NEW);
  store_file_assert (log_path, log, log_len);
}

/* A wrong passphrase is known before the record is touched. */
static void
test_wrong_key (StoreFile *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->store->folder, "space-1", NULL);
  g_autofree char *key_path = g_build_filename (folder, "key.json", NULL);
  g_autofree char *path = g_build_filename (folder, "record.db", NULL);
  g_autoptr (GFile) root = g_file_new_for_path (fixture->store->folder);
  g_autoptr (GFile) key_file = g_file_new_for_path (key_path);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) key = NULL;
  g_autofree guint8 *key_bytes = NULL;
  gsize key_len;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  key = karne_key_file_create_with_costs (key_file, KARNE_KEY_HOLDER_PASSPHRASE, "right",
                                          &karne_key_costs_least, &error);
  g_assert_no_error (error);
  store_file_read (key_path, &key_bytes, &key_len);
  store_file_write (path, fixture->bytes, fixture->len);
  g_assert_null (karne_space_open (root, "space-1", "wrong", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
  store_file_assert (path, fixture->bytes, fixture->len);
  store_file_assert (key_path, key_bytes, key_len);
  /* With the right passphrase, a record that is sealed with another key is damage. */
  g_clear_error (&error);
  g_assert_null (karne_space_open (root, "space-1", "right", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_CORRUPT);
  store_file_assert (path, fixture->bytes, fixture->len);
}

/* One byte in any page */

typedef struct
{
  KarneView *view;
  guint n_corrupt;
} Reading;

static void
note_error (Reading *reading, GError *error)
{
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_CORRUPT);
  reading->n_corrupt++;
  g_error_free (error);
}

static void
check_items (Reading *reading, GPtrArray *items, GError *error)
{
  if (items == NULL)
    {
      note_error (reading, error);
      return;
    }
  g_assert_cmpuint (items->len, ==, STORE_FILE_TASKS);
  for (guint i = 0; i < items->len; i++)
    {
      KarneItem *item = items->pdata[i];
      guint n = (guint) g_ascii_strtoull (item->id + 1, NULL, 10);
      g_autofree char *title = g_strdup_printf ("Vaccin %u %x", n, n * 7919);

      g_assert_cmpstr (item->title, ==, title);
    }
  g_ptr_array_unref (items);
}

static void
check_bodies (Reading *reading)
{
  for (guint i = 0; i < STORE_FILE_TASKS; i++)
    {
      g_autofree char *id = g_strdup_printf ("t%u", i);
      g_autofree char *end = g_strdup_printf ("\"note\":[{\"text\":\"%0400u\"}]}", i);
      GError *error = NULL;
      g_autofree char *json = karne_view_get_json (reading->view, 0, "Task", id, FALSE, &error);

      if (json == NULL)
        note_error (reading, error);
      else
        g_assert_true (g_str_has_suffix (json, end));
    }
}

/* That it was read is noted elsewhere in the file. */
static void
assert_page (const char *path, const guint8 *bytes, gsize at)
{
  gsize start = at - at % STORE_FILE_PAGE;
  g_autofree guint8 *now = NULL;
  gsize len;

  store_file_read (path, &now, &len);
  g_assert_cmpuint (len, >=, start + STORE_FILE_PAGE);
  g_assert_cmpmem (now + start, STORE_FILE_PAGE, bytes + start, STORE_FILE_PAGE);
}

/* Every page says that it is damaged, or is not looked at; none hands out another value, and none
 * is mended by what is written meanwhile. */
static void
test_flipped_anywhere (StoreFile *fixture, gconstpointer data)
{
  KarneQuery query = { .kind = "Task", .limit = STORE_FILE_TASKS };
  guint n_noticed = 0;
  guint n_pages = 0;

  for (gsize at = STORE_FILE_PAGE + 500; at < fixture->len; at += STORE_FILE_PAGE)
    {
      g_autofree guint8 *bytes = g_memdup2 (fixture->bytes, fixture->len);
      g_autoptr (KarneStore) store = NULL;
      GError *error = NULL;
      Reading reading = { 0 };

      bytes[at] ^= 1;
      store_file_write (fixture->store->path, bytes, fixture->len);
      store = store_file_open (fixture->store, &error);
      n_pages++;
      if (store == NULL)
        {
          note_error (&reading, error);
        }
      else
        {
          g_autoptr (KarneView) view = karne_view_new (store, KARNE_ROLE_PERSON, NULL);
          GPtrArray *items;

          reading.view = view;
          items = karne_view_list (view, &query, &error);
          check_items (&reading, items, error);
          error = NULL;
          items = karne_view_search (view, "vaccin", NULL, STORE_FILE_TASKS, &error);
          check_items (&reading, items, error);
          check_bodies (&reading);
          karne_store_close (store, NULL);
        }
      n_noticed += reading.n_corrupt > 0;
      assert_page (fixture->store->path, bytes, at);
    }
  g_test_message ("%u of %u pages were read", n_noticed, n_pages);
  g_assert_cmpuint (n_noticed, >, n_pages / 2);
}

#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFile, NULL, store_file_set_up, func, store_file_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/damage/cut", test_cut);
  ADD ("/store/damage/flipped-first-page", test_flipped_first_page);
  ADD ("/store/damage/flipped-anywhere", test_flipped_anywhere);
  ADD ("/store/damage/not-ours", test_not_ours);
  ADD ("/store/damage/no-schema", test_no_schema);
  ADD ("/store/damage/newer", test_newer);
  ADD ("/store/damage/newer-with-log", test_newer_with_log);
  ADD ("/store/damage/wrong-key", test_wrong_key);
  return g_test_run ();
}
