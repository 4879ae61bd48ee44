/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A store and other processes: who holds it, and what somebody sees who may not write. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "karne-error.h"
#include "keys/karne-key-private.h"
#include "store-file.h"

static char *own_path;

static void
test_missing (void)
{
  g_autofree char *folder = g_dir_make_tmp ("karne-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "record.db", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) key = karne_key_new_random (&error);
  g_autoptr (GDir) dir = NULL;

  g_assert_null (karne_store_open (file, key, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  karne_test_remove_folder (folder);
}

static void
test_existing (StoreFile *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->store->path);
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_store_create (file, fixture->store->key, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_EXISTS);
  store_file_assert (fixture->store->path, fixture->bytes, fixture->len);
  g_clear_error (&error);
  store_file_write (fixture->store->path, "", 0);
  g_assert_null (karne_store_create (file, fixture->store->key, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_EXISTS);
  store_file_assert (fixture->store->path, "", 0);
}

/* The key travels in hexadecimal on standard input. */
static char *
key_to_text (KarneKey *key)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < KARNE_KEY_SIZE; i++)
    g_string_append_printf (text, "%02x", karne_key_get_bytes (key)[i]);
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

static KarneKey *
key_from_stdin (void)
{
  guint8 bytes[KARNE_KEY_SIZE];
  unsigned int byte;

  for (guint i = 0; i < KARNE_KEY_SIZE; i++)
    {
      g_assert_cmpint (scanf ("%2x", &byte), ==, 1);
      bytes[i] = (guint8) byte;
    }
  return karne_key_new_from_bytes (bytes, NULL);
}

/* `--child open|create PATH`: opens it as nobody in particular, says what came of it, and holds it
 * until its input ends. */
static int
child_main (const char *what, const char *path)
{
  g_autoptr (KarneKey) key = key_from_stdin ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneStore) store = NULL;

  if (g_str_has_prefix (what, "nobody-"))
    {
      g_assert_cmpint (geteuid () == 0 ? seteuid (65534) : 0, ==, 0);
      what += strlen ("nobody-");
    }
  store = g_str_equal (what, "create") ? karne_store_create (file, key, &error)
                                       : karne_store_open (file, key, &error);
  g_assert_true (store != NULL || error->domain == KARNE_ERROR);
  g_print ("%d\n", store != NULL ? -1 : error->code);
  while (getchar () != EOF)
    ;
  return 0;
}

typedef struct
{
  GSubprocess *process;
  GDataInputStream *output;
} Child;

/* Returns what the child said: an error code, or -1 when it holds the store. */
static int
start_child (Child *child, const char *what, KarneTestStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = key_to_text (store->key);
  g_autofree char *line = NULL;
  GOutputStream *input;

  child->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error, own_path, "--child", what, store->path, NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (child->process);
  g_output_stream_write_all (input, key, strlen (key), NULL, NULL, &error);
  g_output_stream_flush (input, NULL, NULL);
  g_assert_no_error (error);
  child->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child->process));
  line = g_data_input_stream_read_line (child->output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  return (int) g_ascii_strtoll (line, NULL, 10);
}

static void
stop_child (Child *child)
{
  g_subprocess_force_exit (child->process);
  g_subprocess_wait (child->process, NULL, NULL);
  g_clear_object (&child->output);
  g_clear_object (&child->process);
}

/* Who is told of the damage is the caller; nothing is written to the terminal beside it. */
static void
test_quiet (StoreFile *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = key_to_text (fixture->store->key);
  g_autofree char *expected = g_strdup_printf ("%d\n", KARNE_ERROR_CORRUPT);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GSubprocess) process = NULL;

  fixture->bytes[100] ^= 1;
  store_file_write (fixture->store->path, fixture->bytes, fixture->len);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                  G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              &error, own_path, "--child", "open", fixture->store->path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, key, NULL, &output, &errors, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, expected);
  g_assert_cmpstr (errors, ==, "");
}

static void
test_held (StoreFile *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Child child = { 0 };

  g_assert_cmpint (start_child (&child, "open", fixture->store), ==, -1);
  g_assert_null (store_file_open (fixture->store, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_LOCKED);
  g_clear_error (&error);
  stop_child (&child);
  fixture->store->store = store_file_open (fixture->store, &error);
  g_assert_no_error (error);
  /* And the other way round. */
  g_assert_cmpint (start_child (&child, "open", fixture->store), ==, KARNE_ERROR_LOCKED);
  stop_child (&child);
}

/* Root writes where it likes, so a child tries that is not root. */
static void
test_read_only (StoreFile *fixture, gconstpointer data)
{
  static const struct
  {
    int folder_mode;
    int file_mode;
    int lock_mode;
    const char *what;
    int expected;
  } cases[] = {
    { 0777, 0666, 0666, "nobody-open", -1 },
    { 0777, 0444, 0666, "nobody-open", KARNE_ERROR_READ_ONLY },
    { 0777, 0000, 0666, "nobody-open", KARNE_ERROR_READ_ONLY },
    { 0555, 0444, 0444, "nobody-open", KARNE_ERROR_READ_ONLY },
    { 0555, 0666, 0666, "nobody-open", KARNE_ERROR_READ_ONLY },
    { 0555, 0444, 0666, "nobody-open", KARNE_ERROR_READ_ONLY },
    { 0000, 0666, 0666, "nobody-open", KARNE_ERROR_READ_ONLY },
  };
  g_autofree char *lock_path = g_strconcat (fixture->store->path, ".lock", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Child child = { 0 };

      g_test_message ("folder %o, file %o, lock %o", cases[i].folder_mode, cases[i].file_mode,
                      cases[i].lock_mode);
      g_chmod (fixture->store->path, cases[i].file_mode);
      g_chmod (lock_path, cases[i].lock_mode);
      g_chmod (fixture->store->folder, cases[i].folder_mode);
      g_assert_cmpint (start_child (&child, cases[i].what, fixture->store), ==, cases[i].expected);
      stop_child (&child);
      g_chmod (fixture->store->folder, 0755);
      g_chmod (fixture->store->path, 0644);
      store_file_assert (fixture->store->path, fixture->bytes, fixture->len);
    }
}

static void
test_create_read_only (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GDir) dir = NULL;
  Child child = { 0 };

  store_file_close (store);
  karne_test_remove_folder (store->folder);
  g_assert_cmpint (g_mkdir (store->folder, 0555), ==, 0);
  g_assert_cmpint (start_child (&child, "nobody-create", store), ==, KARNE_ERROR_READ_ONLY);
  stop_child (&child);
  dir = g_dir_open (store->folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFile, NULL, store_file_set_up, func, store_file_tear_down)

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return child_main (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  own_path = argv[0];
  g_test_add_func ("/store/missing", test_missing);
  ADD ("/store/existing", test_existing);
  ADD ("/store/quiet", test_quiet);
  ADD ("/store/held", test_held);
  ADD ("/store/read-only", test_read_only);
  g_test_add_func ("/store/create-read-only", test_create_read_only);
  return g_test_run ();
}
