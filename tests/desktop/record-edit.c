/* SPDX-License-Identifier: GPL-3.0-or-later */

/* record-edit ROOT PASSPHRASE KIND [ID]: saves in the first record under ROOT, as the person would,
 * the resource whose text comes on the standard input, as a new one without ID, and says its id;
 * where no text comes, deletes it. Nobody else may have the record open. */

#include "config.h"

#include "karne-sync.h"

#include <stdio.h>
#include <string.h>

static char *
read_input (void)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gsize n;

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, (gssize) n);
  return g_string_free (text, FALSE);
}

static gboolean
edit (KarneStore *store, const char *kind, const char *id, const char *text, GError **error)
{
  g_autofree char *saved = NULL;

  if (*text == '\0')
    return karne_store_delete (store, 1, kind, id, error);
  saved = karne_store_save (store, 1, kind, id, text, error);
  if (saved != NULL)
    g_print ("%s\n", saved);
  return saved != NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GFile) root = argc == 4 || argc == 5 ? g_file_new_for_path (argv[1]) : NULL;
  g_autofree char *text = read_input ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSpace) space = NULL;

  if (root == NULL)
    return 2;
  space = karne_space_open (root, "space-1", argv[2], &error);
  if (space == NULL || !edit (karne_space_get_store (space), argv[3], argv[4], text, &error) ||
      !karne_space_close (space, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
