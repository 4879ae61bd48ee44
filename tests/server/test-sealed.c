/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* libsoup and many others link plain SQLite, which has the same symbols as SQLCipher and takes a
 * key without a word. Whatever a program loaded first, it gets a sealed file, or an error and no
 * file. */

#include "config.h"

#include <string.h>

#include "karne-test-store.h"

/* From the command line: the foreign programs (the last: `none` where it could not be built), and
 * for Python its interpreter, the script and the library. */
static char **paths;
static int n_paths;

enum
{
  PATH_KARNE_FIRST = 1,
  PATH_SOUP_FIRST,
  PATH_SQLITE_FIRST,
  PATH_PYTHON,
  PATH_SCRIPT,
  PATH_LIBRARY,
};

static char *
run (const char *const *command)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return g_strchomp (output);
}

static void
assert_sealed_file (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize len = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  g_assert_cmpuint (len, >=, 4096);
  g_assert_null (memmem (bytes, len, "SQLite format 3", strlen ("SQLite format 3")));
  g_assert_null (memmem (bytes, len, "CREATE TABLE", strlen ("CREATE TABLE")));
  g_assert_null (memmem (bytes, len, "example.org", strlen ("example.org")));
}

static void
assert_empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  g_assert_null (g_dir_read_name (dir));
}

/* `last` is set to the path of the store. `expected`: NULL for either. */
static void
check_program (const char **command, const char **last, const char *expected)
{
  g_autofree char *folder = g_dir_make_tmp ("karne-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "record.db", NULL);
  g_autofree char *output = NULL;

  *last = path;
  output = run (command);
  g_test_message ("%s", output);
  if (g_str_has_prefix (output, "skip:"))
    g_test_skip (output);
  else if (g_str_equal (output, "sealed"))
    assert_sealed_file (path);
  else
    assert_empty_folder (folder);
  if (expected != NULL && !g_str_has_prefix (output, "skip:"))
    g_assert_cmpstr (output, ==, expected);
  g_assert_true (strstr (output, "sealed") != NULL || g_str_has_prefix (output, "skip:"));
  karne_test_remove_folder (folder);
}

static void
test_karne_first (void)
{
  const char *command[] = { paths[PATH_KARNE_FIRST], NULL, NULL };

  check_program (command, &command[1], "sealed");
}

static void
test_soup_first (void)
{
  const char *command[] = { paths[PATH_SOUP_FIRST], NULL, NULL };

  check_program (command, &command[1], "not sealed");
}

static void
test_sqlite_first (void)
{
  const char *command[] = { paths[PATH_SQLITE_FIRST], NULL, NULL };

  if (g_str_equal (paths[PATH_SQLITE_FIRST], "none"))
    g_test_skip ("there is no plain SQLite to build with");
  else
    check_program (command, &command[1], "not sealed");
}

static void
test_python (gconstpointer data)
{
  const char *order = data;
  const char *command[] = { NULL, NULL, order, NULL, NULL, NULL };

  if (n_paths <= PATH_LIBRARY)
    {
      g_test_skip ("there is no Python, or it cannot load what the sanitizers built");
      return;
    }
  command[0] = paths[PATH_PYTHON];
  command[1] = paths[PATH_SCRIPT];
  command[3] = paths[PATH_LIBRARY];
  check_program (command, &command[4], g_str_equal (order, "global") ? "not sealed" : NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  paths = argv;
  n_paths = argc;
  g_assert_cmpint (argc, >, PATH_SQLITE_FIRST);
  g_test_add_func ("/sealed/karne-first", test_karne_first);
  g_test_add_func ("/sealed/soup-first", test_soup_first);
  g_test_add_func ("/sealed/sqlite-first", test_sqlite_first);
  g_test_add_data_func ("/sealed/python-karne-first", "karne", test_python);
  g_test_add_data_func ("/sealed/python-sqlite3-first", "sqlite3", test_python);
  g_test_add_data_func ("/sealed/python-global-first", "global", test_python);
  return g_test_run ();
}
