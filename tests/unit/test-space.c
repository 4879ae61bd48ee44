/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Folders of people: made, listed, opened, erased. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "karne-error.h"
#include "karne-fault-vfs.h"
#include "karne-test-store.h"
#include "keys/karne-key-private.h"
#include "store/karne-space.h"

typedef struct
{
  char *path;  /* (owned) */
  GFile *root; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->path = g_dir_make_tmp ("karne-test-XXXXXX", NULL);
  fixture->root = g_file_new_build_filename (fixture->path, "spaces", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->root);
  karne_test_remove_folder (fixture->path);
  g_free (fixture->path);
}

static char *
build_path (Fixture *fixture, const char *space, const char *name)
{
  return g_build_filename (g_file_peek_path (fixture->root), space, name, NULL);
}

static void
assert_names (Fixture *fixture, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = karne_space_list (fixture->root, &error);
  g_autofree char *all = NULL;

  g_assert_no_error (error);
  all = g_strjoinv (" ", names);
  g_assert_cmpstr (all, ==, expected);
}

/* A space whose key costs nothing to unwrap. */
static void
make_space (Fixture *fixture, const char *name)
{
  g_autofree char *folder = build_path (fixture, name, NULL);
  g_autofree char *key_path = build_path (fixture, name, "key.json");
  g_autofree char *path = build_path (fixture, name, "record.db");
  g_autoptr (GFile) key_file = g_file_new_for_path (key_path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) key = NULL;
  g_autoptr (KarneStore) store = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  key = karne_key_file_create_with_costs (key_file, KARNE_KEY_HOLDER_PASSPHRASE, "right",
                                          &karne_key_costs_least, &error);
  g_assert_no_error (error);
  store = karne_store_create (file, key, &error);
  g_assert_no_error (error);
  karne_store_close (store, &error);
  g_assert_no_error (error);
}

static int
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return (int) (info.st_mode & 0777);
}

/* As a person does it, at the price a person pays. */
static void
test_life (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSpace) space = NULL;
  g_autoptr (KarneSpace) again = NULL;
  g_autofree char *folder = build_path (fixture, "space-1", NULL);
  g_autofree char *record = build_path (fixture, "space-1", "record.db");
  g_autofree char *key = build_path (fixture, "space-1", "key.json");
  gint64 source;

  assert_names (fixture, "");
  space = karne_space_create (fixture->root, KARNE_KEY_HOLDER_PASSPHRASE, "first", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (karne_space_get_name (space), ==, "space-1");
  assert_names (fixture, "space-1");
  g_assert_cmphex (get_mode (folder), ==, 0700);
  g_assert_cmphex (get_mode (record), ==, 0600);
  g_assert_cmphex (get_mode (key), ==, 0600);
  source = karne_store_add_source (karne_space_get_store (space), "https://example.org", "p", NULL,
                                   &error);
  g_assert_no_error (error);

  g_assert_null (karne_space_open (fixture->root, "space-1", "first", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (karne_space_erase (fixture->root, "space-1", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_LOCKED);
  g_clear_error (&error);
  assert_names (fixture, "space-1");

  g_assert_true (
      karne_space_change_passphrase (space, KARNE_KEY_HOLDER_PASSPHRASE, "second", &error));
  g_assert_true (karne_space_close (space, &error));
  g_assert_true (karne_space_close (space, &error));
  g_assert_no_error (error);
  g_assert_false (
      karne_space_change_passphrase (space, KARNE_KEY_HOLDER_PASSPHRASE, "third", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);

  g_assert_null (karne_space_open (fixture->root, "space-1", "first", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
  g_clear_error (&error);
  again = karne_space_open (fixture->root, "space-1", "second", &error);
  g_assert_no_error (error);
  g_assert_true (karne_store_set_token (karne_space_get_store (again), source, "t", &error));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const char *const others[] = { "space-", "space-x",     "space-1x",
                                        "other",  "space-12345", "Space-3" };
  static const char *const bad[] = { "",         ".",       "..", "space-", "../spaces/space-2",
                                     "space-2/", "space-7", "x" };
  g_autofree char *file = build_path (fixture, "space-4", NULL);
  g_autoptr (GError) error = NULL;

  make_space (fixture, "space-10");
  make_space (fixture, "space-2");
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *folder = build_path (fixture, others[i], NULL);

      g_mkdir (folder, 0700);
    }
  assert_names (fixture, "space-2 space-10");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (karne_space_open (fixture->root, bad[i], "right", &error));
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
      g_clear_error (&error);
      g_assert_false (karne_space_erase (fixture->root, bad[i], &error));
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
      g_clear_error (&error);
    }
  assert_names (fixture, "space-2 space-10");
  /* A file is no space, whatever it is called. */
  g_file_set_contents (file, "", 0, NULL);
  g_assert_false (karne_space_erase (fixture->root, "space-4", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  assert_names (fixture, "space-2 space-10");
}

/* The key is overwritten before its name goes: who held the file open finds nothing in it. */
static void
test_erase (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = build_path (fixture, "space-1", "key.json");
  g_autofree char *folder = build_path (fixture, "space-1", NULL);
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  char after[4096] = "";
  gsize len;
  gssize left;
  int fd;

  make_space (fixture, "space-1");
  make_space (fixture, "space-2");
  g_file_get_contents (key, &before, &len, &error);
  fd = g_open (key, O_RDONLY | O_CLOEXEC, 0);
  g_assert_cmpint (fd, >=, 0);
  g_assert_true (karne_space_erase (fixture->root, "space-1", &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  left = read (fd, after, sizeof after);
  close (fd);
  g_assert_cmpint (left, >=, 0);
  for (gsize at = 0; at + 8 <= len; at++)
    g_assert_null (memmem (after, (gsize) left, before + at, 8));
  assert_names (fixture, "space-2");
  g_assert_null (karne_space_open (fixture->root, "space-1", "right", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

/* A space whose erasing was cut off has no key any more, and can be erased again. */
static void
test_erase_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = build_path (fixture, "space-1", "key.json");
  g_autoptr (GError) error = NULL;

  make_space (fixture, "space-1");
  g_unlink (key);
  g_assert_null (karne_space_open (fixture->root, "space-1", "right", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (karne_space_erase (fixture->root, "space-1", &error));
  g_assert_no_error (error);
  assert_names (fixture, "");
}

static void
assert_nothing_made (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (g_file_peek_path (fixture->root), 0, NULL);

  g_assert_true (dir == NULL || g_dir_read_name (dir) == NULL);
}

static void
test_create_fails (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->path, "file", NULL);
  g_autoptr (GFile) no_folder = g_file_new_for_path (other);
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_space_create (fixture->root, KARNE_KEY_HOLDER_PASSPHRASE, "", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_clear_error (&error);
  assert_nothing_made (fixture);
  karne_fault_vfs_arm (KARNE_FAULT_FULL, 3);
  g_assert_null (karne_space_create (fixture->root, KARNE_KEY_HOLDER_PASSPHRASE, "first", &error));
  karne_fault_vfs_arm (KARNE_FAULT_NONE, 0);
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NO_SPACE);
  g_clear_error (&error);
  assert_nothing_made (fixture);
  g_file_set_contents (other, "", 0, NULL);
  g_assert_null (karne_space_create (no_folder, KARNE_KEY_HOLDER_PASSPHRASE, "first", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_FAILED);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  karne_fault_vfs_install ();
  ADD ("/space/life", test_life);
  ADD ("/space/names", test_names);
  ADD ("/space/erase", test_erase);
  ADD ("/space/erase-again", test_erase_again);
  ADD ("/space/create-fails", test_create_fails);
  return g_test_run ();
}
