/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-space-private.h"

#include <glib/gstdio.h>

#include "karne-error.h"
#include "platform/karne-file-private.h"
#include "platform/karne-lock.h"

/* Spaces of which nothing but noise is left once their process has ended, however it ended. Their
 * names are of their own, so that none of those that last is ever taken for one. */
#define NAME_PREFIX "ephemeral-"

/* A number, and nothing else, is in it. */
#define UNSENT_MAX_SIZE 16
#define UNSENT_MAX 1000000

/* How many times somebody who cleans up may be faster than who has just made a folder. */
#define MAX_TRIES 5

/**
 * karne_space_get_ephemeral_root:
 *
 * Says where spaces go that are not to last: `karne` in the user's runtime folder, which is in
 * memory on most systems and goes when the user logs out.
 *
 * Returns: (transfer full): the folder
 */
GFile *
karne_space_get_ephemeral_root (void)
{
  return g_file_new_build_filename (g_get_user_runtime_dir (), "karne", NULL);
}

/* Between its making and its lock, a folder looks like one that was left behind; whoever cleans up
 * holds it then, or it has gone. */
static gboolean
was_cleaned_up (const GError *error)
{
  return g_error_matches (error, KARNE_ERROR, KARNE_ERROR_LOCKED) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

gboolean
karne_space_erase_unheld (GFile *folder, GError **error)
{
  g_autoptr (GFile) lock_file = karne_space_get_lock_file (folder);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KarneLock) lock =
      karne_lock_take_existing (g_file_peek_path (lock_file), &local_error);

  if (lock != NULL)
    return karne_space_remove_folder (folder, KARNE_SPACE_REMOVE_SHARED, error);
  /* Nothing is in one that somebody was stopped while making, or while erasing. */
  if (g_error_matches (local_error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    g_rmdir (g_file_peek_path (folder));
  if (was_cleaned_up (local_error))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static KarneSpace *
try_to_create (GFile *root, KarneKey *key, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GFile) folder = karne_space_make_folder (root, NAME_PREFIX, &name, error);
  g_autoptr (GFile) record = NULL;
  g_autoptr (KarneStore) store = NULL;

  if (folder == NULL)
    return NULL;
  record = karne_space_get_record_file (folder);
  store = karne_store_create (record, key, error);
  if (store != NULL)
    return karne_space_new (name, folder, key, store, TRUE);
  karne_space_erase_unheld (folder, NULL);
  return NULL;
}

/**
 * karne_space_create_ephemeral:
 * @root: folder of such spaces, see [func@Space.get_ephemeral_root]; made when it is not there
 * @error: return location for an error
 *
 * Makes a space that is not to last, and opens it. Blocks.
 *
 * Its key is random, is in memory alone, and is wiped when the space is closed; the folder is
 * erased then. Where the process ends otherwise, what is left of the folder is noise:
 * [func@Space.erase_leftovers] removes it.
 *
 * Fails as [func@Store.create] does; nothing is left behind then.
 *
 * Returns: (transfer full): the space, open
 */
KarneSpace *
karne_space_create_ephemeral (GFile *root, GError **error)
{
  g_autoptr (KarneKey) key = NULL;

  g_return_val_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL, NULL);

  key = karne_key_new_random (error);
  if (key == NULL)
    return NULL;
  for (guint n = 1;; n++)
    {
      g_autoptr (GError) local_error = NULL;
      KarneSpace *space = try_to_create (root, key, &local_error);

      if (space != NULL)
        return space;
      if (n == MAX_TRIES || !was_cleaned_up (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
}

/* What was noted in a folder that is about to go. More than anybody writes in a session is no
 * number of ours. */
static guint
read_unsent (GFile *folder)
{
  g_autofree char *path = karne_space_dup_unsent_path (folder);
  g_autoptr (GBytes) content = karne_file_read (path, UNSENT_MAX_SIZE, NULL);
  g_autofree char *text = NULL;
  guint64 n = 0;
  gsize size;

  if (content == NULL)
    return 0;
  size = g_bytes_get_size (content);
  text = g_strndup (g_bytes_get_data (content, NULL), size);
  return g_ascii_string_to_unsigned (g_strchomp (text), 10, 0, UNSENT_MAX, &n, NULL) ? (guint) n
                                                                                     : 0;
}

/**
 * karne_space_erase_leftovers:
 * @root: folder of such spaces
 * @n_lost: (out) (optional): how many changes that were not sent went with what was removed
 * @error: return location for an error
 *
 * Removes what processes that ended without closing their ephemeral spaces left behind. Spaces that
 * are open, and spaces that last, are let alone. Blocks.
 *
 * Where one cannot be removed the others are all the same.
 *
 * Returns: %TRUE, or %FALSE with the first error, such as `KARNE_ERROR_READ_ONLY`
 */
gboolean
karne_space_erase_leftovers (GFile *root, guint *n_lost, GError **error)
{
  g_auto (GStrv) names = NULL;
  guint n_all = 0;
  gboolean ok = TRUE;

  g_return_val_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL, FALSE);

  names = karne_space_list_folders (root, NAME_PREFIX, error);
  if (names == NULL)
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GFile) folder = g_file_get_child (root, names[i]);
      guint n;

      /* What is called so and is elsewhere was not made here. */
      if (g_file_test (g_file_peek_path (folder), G_FILE_TEST_IS_SYMLINK))
        continue;
      n = read_unsent (folder);
      ok = karne_space_erase_unheld (folder, ok ? error : NULL) && ok;
      if (!g_file_query_exists (folder, NULL))
        n_all += n;
    }
  if (n_lost != NULL)
    *n_lost = n_all;
  return ok;
}
