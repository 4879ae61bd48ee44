/* SPDX-License-Identifier: GPL-3.0-or-later */

/* record-tamper ROOT PASSPHRASE SQL: does to the first record under ROOT what no function of the
 * library does. Nobody else may have the record open. */

#include "config.h"

#include <stdio.h>

#include "store/karne-space.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"

static gboolean
exec_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, data, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GFile) root = argc == 4 ? g_file_new_for_path (argv[1]) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSpace) space = NULL;

  if (root == NULL)
    return 2;
  space = karne_space_open (root, "space-1", argv[2], &error);
  if (space == NULL ||
      !karne_store_write (karne_space_get_store (space), exec_job, argv[3], &error) ||
      !karne_space_close (space, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
