/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A program that somebody else wrote around our shared library: makes a store at the path that is
 * given, and says what came of it. */

#include <karne-error.h>
#include <store/karne-store.h>

#ifdef USES_SQLITE
#include <sqlite3.h>

/* What a program does that keeps something of its own in SQLite. */
static void
use_sqlite (void)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE a (b)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}
#endif

int
main (int argc, char *argv[])
{
#ifdef USES_SQLITE
  use_sqlite ();
#endif
  g_autoptr (GFile) file = g_file_new_for_path (argv[1]);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneKey) key = karne_key_new_random (&error);
  g_autoptr (KarneStore) store = key != NULL ? karne_store_create (file, key, &error) : NULL;

  if (store != NULL && karne_store_add_source (store, "https://example.org", "p1", NULL, &error) &&
      karne_store_close (store, &error))
    g_print ("sealed\n");
  else if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_NOT_SEALED))
    g_print ("not sealed\n");
  else
    g_print ("%s\n", error->message);
  return 0;
}
