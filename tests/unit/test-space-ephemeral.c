/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Spaces that are not to last: what is left of them, by whatever way they end. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "karne-error.h"
#include "karne-test-exchange.h"
#include "karne-test-store.h"
#include "keys/karne-guard-private.h"
#include "store/karne-space.h"

#define ROOT_VARIABLE "KARNE_TEST_EPHEMERAL_ROOT"

typedef struct
{
  char *path;  /* (owned) */
  GFile *root; /* (owned) not there at first */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->path = g_dir_make_tmp ("karne-test-XXXXXX", NULL);
  self->root = g_file_new_build_filename (self->path, "karne", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->root);
  karne_test_remove_folder (self->path);
  g_free (self->path);
}

static KarneSpace *
create (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  KarneSpace *space = karne_space_create_ephemeral (self->root, &error);

  g_assert_no_error (error);
  return space;
}

static void
close_well (KarneSpace *space)
{
  g_autoptr (GError) error = NULL;

  gboolean ok = karne_space_close (space, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static void
erase_leftovers (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (karne_space_erase_leftovers (self->root, NULL, &error));
  g_assert_no_error (error);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
assert_holds (GFile *folder, const char *expected)
{
  g_autoptr (GDir) dir = g_dir_open (g_file_peek_path (folder), 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = NULL;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_texts);
  g_ptr_array_add (names, NULL);
  all = g_strjoinv (" ", (char **) names->pdata);
  g_assert_cmpstr (all, ==, expected);
}

static void
assert_mode (GFile *file, guint mode)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (g_file_peek_path (file), &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, mode);
}

/* No key is written, and nothing can be read without one. */
static void
assert_sealed (GFile *folder)
{
  g_autoptr (GFile) record = g_file_get_child (folder, "record.db");
  g_autofree char *bytes = NULL;
  gsize len;

  assert_holds (folder, "record.db record.db-shm record.db-wal record.db.lock");
  assert_mode (folder, 0700);
  assert_mode (record, 0600);
  g_assert_true (g_file_get_contents (g_file_peek_path (record), &bytes, &len, NULL));
  g_assert_cmpuint (len, >, 0);
  g_assert_null (memmem (bytes, len, "SQLite", strlen ("SQLite")));
  g_assert_null (memmem (bytes, len, "CREATE TABLE", strlen ("CREATE TABLE")));
}

static void
test_life (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneSpace) space = create (self);
  g_autoptr (GFile) folder = g_file_get_child (self->root, "ephemeral-1");
  g_auto (GStrv) names = karne_space_list (self->root, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (karne_space_is_ephemeral (space));
  g_assert_cmpstr (karne_space_get_name (space), ==, "ephemeral-1");
  assert_sealed (folder);
  g_assert_cmpuint (g_strv_length (names), ==, 0);
  g_assert_null (karne_space_open (self->root, "ephemeral-1", "", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (
      karne_space_change_passphrase (space, KARNE_KEY_HOLDER_PASSPHRASE, "kept", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (karne_store_add_source (karne_space_get_store (space), "https://example.org",
                                           "p", NULL, &error),
                   >, 0);

  erase_leftovers (self);
  assert_sealed (folder);
  close_well (space);
  assert_holds (self->root, "");
}

/* A name is free again at once, and the one that had it lets the other alone. */
static void
test_next (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneSpace) first = create (self);
  g_autoptr (KarneSpace) second = create (self);
  g_autoptr (KarneSpace) third = NULL;

  g_assert_cmpstr (karne_space_get_name (second), ==, "ephemeral-2");
  close_well (first);
  third = create (self);
  g_assert_cmpstr (karne_space_get_name (third), ==, "ephemeral-1");
  close_well (first);
  assert_holds (self->root, "ephemeral-1 ephemeral-2");
  close_well (third);
  close_well (second);
  assert_holds (self->root, "");
}

/* In a process of its own, which ends in the middle. */
static void
test_killed_subprocess (void)
{
  g_autoptr (GFile) root = g_file_new_for_path (g_getenv (ROOT_VARIABLE));
  g_autoptr (KarneSpace) space = karne_space_create_ephemeral (root, NULL);

  g_assert_nonnull (space);
  raise (SIGKILL);
}

static void
test_leftovers (Fixture *self, gconstpointer data)
{
  static const char *const others[] = { "space-1", "ephemeral-", "ephemeral-x", "ephemeral-12345",
                                        "ephemeral" };
  g_autoptr (KarneSpace) open = create (self);
  g_autofree char *link = g_build_filename (g_file_peek_path (self->root), "ephemeral-9", NULL);
  g_autofree char *file =
      g_build_filename (g_file_peek_path (self->root), "space-1", "record.db.lock", NULL);

  g_setenv (ROOT_VARIABLE, g_file_peek_path (self->root), TRUE);
  for (guint i = 0; i < 2; i++)
    {
      g_test_trap_subprocess ("/space-ephemeral/killed/subprocess", 0, 0);
      g_test_trap_assert_failed ();
    }
  assert_holds (self->root, "ephemeral-1 ephemeral-2 ephemeral-3");
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_build_filename (g_file_peek_path (self->root), others[i], NULL);

      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
    }
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_cmpint (symlink ("space-1", link), ==, 0);

  erase_leftovers (self);
  assert_holds (self->root, "ephemeral ephemeral- ephemeral-1 ephemeral-12345 ephemeral-9 "
                            "ephemeral-x space-1");
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  g_unlink (link);
  close_well (open);
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  erase_leftovers (self);
  g_assert_false (g_file_query_exists (self->root, NULL));

  /* A file where the folder should be. */
  g_file_set_contents (g_file_peek_path (self->root), "", 0, NULL);
  g_assert_null (karne_space_create_ephemeral (self->root, &error));
  g_assert_nonnull (error);
}

/* Many at once, some of whom clean up: nobody's space goes while it is open. */

#define N_THREADS 6
#define N_ROUNDS 15

static gpointer
live_and_clean (gpointer data)
{
  Fixture *self = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (KarneSpace) space = create (self);
      g_autoptr (GError) error = NULL;

      erase_leftovers (self);
      karne_store_add_source (karne_space_get_store (space), "https://example.org", "p", NULL,
                              &error);
      g_assert_no_error (error);
      close_well (space);
    }
  return NULL;
}

static void
test_many (Fixture *self, gconstpointer data)
{
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("space", live_and_clean, self);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  erase_leftovers (self);
  assert_holds (self->root, "");
}

static void
test_async (Fixture *self, gconstpointer data)
{
  KarneTestWait made = { NULL }, cleaned = { NULL }, closed = { NULL };
  g_autoptr (GAsyncResult) made_result = NULL;
  g_autoptr (GAsyncResult) cleaned_result = NULL;
  g_autoptr (GAsyncResult) closed_result = NULL;
  g_autoptr (KarneSpace) space = NULL;
  g_autoptr (GError) error = NULL;

  karne_space_create_ephemeral_async (self->root, NULL, karne_test_wait_cb, &made);
  made_result = karne_test_wait_for (&made);
  space = karne_space_create_ephemeral_finish (made_result, &error);
  g_assert_no_error (error);
  g_assert_true (karne_space_is_ephemeral (space));

  karne_space_erase_leftovers_async (self->root, NULL, karne_test_wait_cb, &cleaned);
  cleaned_result = karne_test_wait_for (&cleaned);
  g_assert_true (karne_space_erase_leftovers_finish (cleaned_result, NULL, &error));
  assert_holds (self->root, "ephemeral-1");

  karne_space_close_async (space, NULL, karne_test_wait_cb, &closed);
  closed_result = karne_test_wait_for (&closed);
  g_assert_true (karne_space_close_finish (space, closed_result, &error));
  assert_holds (self->root, "");
}

/* Locked: closed and still there, held against those who clean up, opened by the code alone. */
static void
test_rest (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneSpace) space = create (self);
  g_autoptr (KarneGuard) guard = NULL;
  g_autoptr (KarneGuard) other = NULL;
  g_autoptr (KarneKey) opened = NULL;
  g_autoptr (KarneKey) foreign = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GError) error = NULL;

  guard = karne_guard_new_with_costs ("2580", &karne_key_costs_least, &error);
  other = karne_guard_new_with_costs ("2580", &karne_key_costs_least, &error);
  opened = karne_guard_open (guard, "2580", 0, &error);
  foreign = karne_guard_open (other, "2580", 0, &error);
  karne_store_add_source (karne_space_get_store (space), "https://example.org", "p", NULL, &error);
  g_assert_no_error (error);
  g_assert_false (karne_space_wake (space, guard, opened, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_true (karne_space_rest (space, guard, &error));
  g_assert_no_error (error);
  g_assert_true (karne_space_is_resting (space));
  g_assert_null (karne_space_get_store (space));
  erase_leftovers (self);
  assert_holds (self->root, "ephemeral-1");
  g_assert_false (karne_space_rest (space, guard, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (karne_space_wake (space, other, foreign, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
  g_clear_error (&error);

  g_assert_true (karne_space_wake (space, guard, opened, &error));
  g_assert_no_error (error);
  sources = karne_store_list_sources (karne_space_get_store (space), &error);
  g_assert_cmpuint (sources->len, ==, 1);
  erase_leftovers (self);
  assert_holds (self->root, "ephemeral-1");
  close_well (space);
  assert_holds (self->root, "");
}

/* Whoever does not come back leaves nothing either. */
static void
test_close_at_rest (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneSpace) space = create (self);
  g_autoptr (KarneGuard) guard = karne_guard_new_with_costs ("2580", &karne_key_costs_least, NULL);

  g_assert_true (karne_space_rest (space, guard, NULL));
  close_well (space);
  g_assert_false (karne_space_is_resting (space));
  assert_holds (self->root, "");
}

/* In a process of its own, which ends while three changes were not sent. */
static void
test_killed_unsent_subprocess (void)
{
  g_autoptr (GFile) root = g_file_new_for_path (g_getenv (ROOT_VARIABLE));
  g_autoptr (KarneSpace) space = karne_space_create_ephemeral (root, NULL);

  g_assert_true (karne_space_note_unsent (space, 7, NULL));
  g_assert_true (karne_space_note_unsent (space, 3, NULL));
  raise (SIGKILL);
}

static void
test_unsent (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneSpace) open = create (self);
  g_autofree char *strange = g_build_filename (g_file_peek_path (self->root), "ephemeral-7", NULL);
  g_autofree char *strange_lock = g_build_filename (strange, "record.db.lock", NULL);
  g_autofree char *strange_note = g_build_filename (strange, "unsent", NULL);
  guint n_lost = 99;

  g_assert_true (karne_space_note_unsent (open, 5, NULL));
  g_setenv (ROOT_VARIABLE, g_file_peek_path (self->root), TRUE);
  for (guint i = 0; i < 2; i++)
    {
      g_test_trap_subprocess ("/space-ephemeral/killed-unsent/subprocess", 0, 0);
      g_test_trap_assert_failed ();
    }
  /* What is no number is none. */
  g_assert_cmpint (g_mkdir (strange, 0700), ==, 0);
  g_file_set_contents (strange_lock, "", 0, NULL);
  g_file_set_contents (strange_note, "12 people", -1, NULL);

  g_assert_true (karne_space_erase_leftovers (self->root, &n_lost, NULL));
  g_assert_cmpuint (n_lost, ==, 6);
  assert_holds (self->root, "ephemeral-1");
  close_well (open);
  g_assert_false (karne_space_note_unsent (open, 1, NULL));
  assert_holds (self->root, "");
  g_assert_true (karne_space_erase_leftovers (self->root, &n_lost, NULL));
  g_assert_cmpuint (n_lost, ==, 0);
}

static void
test_root (void)
{
  g_autoptr (GFile) root = karne_space_get_ephemeral_root ();
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "karne", NULL);

  g_assert_cmpstr (g_file_peek_path (root), ==, path);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/space-ephemeral/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("life", test_life);
  ADD ("next", test_next);
  g_test_add_func ("/space-ephemeral/killed/subprocess", test_killed_subprocess);
  ADD ("leftovers", test_leftovers);
  ADD ("nothing", test_nothing);
  ADD ("many", test_many);
  ADD ("rest", test_rest);
  ADD ("close-at-rest", test_close_at_rest);
  g_test_add_func ("/space-ephemeral/killed-unsent/subprocess", test_killed_unsent_subprocess);
  ADD ("unsent", test_unsent);
  ADD ("async", test_async);
  g_test_add_func ("/space-ephemeral/root", test_root);
  return g_test_run ();
}
