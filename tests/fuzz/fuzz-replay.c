/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fuzz.h"

#include <stdlib.h>

/* Stands where libFuzzer stands in a fuzzing build: gives the files of a folder to the target. */

static guint
replay (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint n = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      gsize len;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        continue;
      g_file_get_contents (path, &text, &len, &error);
      g_assert_no_error (error);
      g_print ("# %s\n", name);
      LLVMFuzzerTestOneInput ((const uint8_t *) text, len);
      n++;
    }
  return n;
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    {
      g_printerr ("Usage: %s FOLDER\n", argv[0]);
      return EXIT_FAILURE;
    }
  return replay (argv[1]) > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
