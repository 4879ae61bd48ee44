/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-space-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "karne-error.h"
#include "platform/karne-lock.h"

#define NAME_PREFIX "space-"
#define MAX_SPACES 9999

/**
 * KarneSpace:
 *
 * A folder that holds one person's sealed record: `key.json` (how the key is wrapped, never the
 * key), `record.db` and a lock.
 *
 * Its name is a number, and says nothing of the person.
 *
 * One that is ephemeral ([func@Space.create_ephemeral]) has no `key.json`: its key is in memory
 * alone, and the folder goes when it is closed.
 */

G_DEFINE_FINAL_TYPE (KarneSpace, karne_space, G_TYPE_OBJECT)

static GFile *
get_key_file (GFile *folder)
{
  return g_file_get_child (folder, "key.json");
}

GFile *
karne_space_get_record_file (GFile *folder)
{
  return g_file_get_child (folder, "record.db");
}

static gboolean
has_number (const char *name, const char *prefix)
{
  const char *digits = g_str_has_prefix (name, prefix) ? name + strlen (prefix) : "";

  return *digits != '\0' && strlen (digits) <= 4 &&
         strspn (digits, "0123456789") == strlen (digits);
}

/**
 * karne_space_get_default_root:
 *
 * Says where the spaces of this user are.
 *
 * Returns: (transfer full): the folder in which this user's spaces are
 */
GFile *
karne_space_get_default_root (void)
{
  return g_file_new_build_filename (g_get_user_data_dir (), "karne", "spaces", NULL);
}

static gboolean
is_space (GFile *root, const char *name, const char *prefix)
{
  g_autofree char *path = g_build_filename (g_file_peek_path (root), name, NULL);

  return has_number (name, prefix) && g_file_test (path, G_FILE_TEST_IS_DIR);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *left = strrchr (*(const char *const *) a, '-');
  const char *right = strrchr (*(const char *const *) b, '-');
  guint64 left_number = g_ascii_strtoull (left + 1, NULL, 10);
  guint64 right_number = g_ascii_strtoull (right + 1, NULL, 10);

  return left_number < right_number ? -1 : left_number > right_number;
}

char **
karne_space_list_folders (GFile *root, const char *prefix, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_file_query_exists (root, NULL))
    {
      dir = g_dir_open (g_file_peek_path (root), 0, error);
      if (dir == NULL)
        return NULL;
    }
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_space (root, name, prefix))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/**
 * karne_space_list:
 * @root: folder of the spaces
 * @error: return location for an error
 *
 * Lists the spaces of a folder.
 *
 * Returns: (transfer full) (array zero-terminated=1): names of the spaces there; none where the
 * folder is not there yet
 */
char **
karne_space_list (GFile *root, GError **error)
{
  g_return_val_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL, NULL);

  return karne_space_list_folders (root, NAME_PREFIX, error);
}

static gboolean
set_errno_error (GError **error, const char *doing)
{
  int saved_errno = errno;
  int code = saved_errno == ENOSPC || saved_errno == EDQUOT ? KARNE_ERROR_NO_SPACE
             : saved_errno == EROFS || saved_errno == EACCES || saved_errno == EPERM
                 ? KARNE_ERROR_READ_ONLY
                 : KARNE_ERROR_FAILED;

  g_set_error (error, KARNE_ERROR, code, "%s: %s", doing, g_strerror (saved_errno));
  return FALSE;
}

/* mkdir() decides which name is free: two programs that make a space at once get two. */
GFile *
karne_space_make_folder (GFile *root, const char *prefix, char **name, GError **error)
{
  if (g_mkdir_with_parents (g_file_peek_path (root), 0700) != 0)
    {
      set_errno_error (error, "making a space");
      return NULL;
    }
  for (guint n = 1; n <= MAX_SPACES; n++)
    {
      g_autofree char *candidate = g_strdup_printf ("%s%u", prefix, n);
      g_autoptr (GFile) folder = g_file_get_child (root, candidate);

      if (g_mkdir (g_file_peek_path (folder), 0700) == 0)
        {
          *name = g_steal_pointer (&candidate);
          return g_steal_pointer (&folder);
        }
      if (errno != EEXIST)
        {
          set_errno_error (error, "making a space");
          return NULL;
        }
    }
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_EXISTS,
                       "making a space: all names are taken");
  return NULL;
}

GFile *
karne_space_get_lock_file (GFile *folder)
{
  return g_file_get_child (folder, "record.db.lock");
}

/* The lock goes last: as long as it is there, who holds it is alone. */
static gboolean
empty_folder (GFile *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (g_file_peek_path (folder), 0, error);
  g_autoptr (GFile) lock_file = karne_space_get_lock_file (folder);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GFile) child = g_file_get_child (folder, name);

      if (!g_file_equal (child, lock_file) && g_unlink (g_file_peek_path (child)) != 0)
        return set_errno_error (error, "erasing a space");
    }
  if (g_unlink (g_file_peek_path (lock_file)) != 0 && errno != ENOENT)
    return set_errno_error (error, "erasing a space");
  return TRUE;
}

gboolean
karne_space_remove_folder (GFile *folder, KarneSpaceRemove how, GError **error)
{
  if (!empty_folder (folder, error))
    return FALSE;
  if (g_rmdir (g_file_peek_path (folder)) == 0)
    return TRUE;
  if (how == KARNE_SPACE_REMOVE_SHARED && (errno == ENOENT || errno == ENOTEMPTY))
    return TRUE;
  return set_errno_error (error, "erasing a space");
}

KarneSpace *
karne_space_new (const char *name,
                 GFile *folder,
                 KarneKey *key,
                 KarneStore *store,
                 gboolean is_ephemeral)
{
  KarneSpace *self = g_object_new (KARNE_TYPE_SPACE, NULL);

  self->name = g_strdup (name);
  self->folder = g_object_ref (folder);
  self->key = karne_key_ref (key);
  self->store = g_object_ref (store);
  self->is_ephemeral = is_ephemeral;
  return self;
}

/**
 * karne_space_create:
 * @root: folder of the spaces; made when it is not there
 * @holder: who keeps the key while the space is closed
 * @passphrase: (nullable): for `KARNE_KEY_HOLDER_PASSPHRASE`
 * @error: return location for an error
 *
 * Makes a space under the next free name, and opens it. Blocks for about a second (Argon2id). When
 * it fails, nothing is left behind.
 *
 * Returns: (transfer full): the space, open
 */
KarneSpace *
karne_space_create (GFile *root, KarneKeyHolder holder, const char *passphrase, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) key_file = NULL;
  g_autoptr (GFile) record = NULL;
  g_autoptr (KarneKey) key = NULL;
  g_autoptr (KarneStore) store = NULL;

  g_return_val_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL, NULL);
  folder = karne_space_make_folder (root, NAME_PREFIX, &name, error);
  if (folder == NULL)
    return NULL;
  key_file = get_key_file (folder);
  record = karne_space_get_record_file (folder);
  key = karne_key_file_create (key_file, holder, passphrase, error);
  store = key != NULL ? karne_store_create (record, key, error) : NULL;
  if (store != NULL)
    return karne_space_new (name, folder, key, store, FALSE);
  if (key != NULL)
    karne_key_file_erase (key_file, NULL);
  karne_space_remove_folder (folder, KARNE_SPACE_REMOVE_ALONE, NULL);
  return NULL;
}

static GFile *
find_folder (GFile *root, const char *name, GError **error)
{
  if (is_space (root, name, NAME_PREFIX))
    return g_file_get_child (root, name);
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND, "there is no space of that name");
  return NULL;
}

/**
 * karne_space_open:
 * @root: folder of the spaces
 * @name: name of the space
 * @passphrase: (nullable): its passphrase, if it has one
 * @error: return location for an error
 *
 * Opens a space. Blocks for about a second (Argon2id). The key is known to be the right one before
 * the record is touched: so `KARNE_ERROR_WRONG_KEY` says the passphrase is wrong, and
 * `KARNE_ERROR_CORRUPT` that a file is damaged; neither changes anything.
 *
 * Returns: (transfer full): the space, open
 */
KarneSpace *
karne_space_open (GFile *root, const char *name, const char *passphrase, GError **error)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) key_file = NULL;
  g_autoptr (GFile) record = NULL;
  g_autoptr (KarneKey) key = NULL;
  g_autoptr (KarneStore) store = NULL;

  g_return_val_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL && name != NULL, NULL);
  folder = find_folder (root, name, error);
  if (folder == NULL)
    return NULL;
  key_file = get_key_file (folder);
  record = karne_space_get_record_file (folder);
  key = karne_key_file_open (key_file, passphrase, error);
  store = key != NULL ? karne_store_open (record, key, error) : NULL;
  return store != NULL ? karne_space_new (name, folder, key, store, FALSE) : NULL;
}

/**
 * karne_space_erase:
 * @root: folder of the spaces
 * @name: name of the space
 * @error: return location for an error
 *
 * Erases a space for good. The wrapped key goes first: what a disk may keep of the rest is noise
 * without it. Needs no passphrase.
 *
 * Returns: %TRUE, or %FALSE with `KARNE_ERROR_LOCKED` when somebody has it open, `NOT_FOUND`,
 * `READ_ONLY`…
 */
gboolean
karne_space_erase (GFile *root, const char *name, GError **error)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) key_file = NULL;
  g_autoptr (GFile) lock_file = NULL;
  g_autoptr (KarneLock) lock = NULL;

  g_return_val_if_fail (G_IS_FILE (root) && g_file_peek_path (root) != NULL && name != NULL, FALSE);
  folder = find_folder (root, name, error);
  if (folder == NULL)
    return FALSE;
  key_file = get_key_file (folder);
  lock_file = karne_space_get_lock_file (folder);
  lock = karne_lock_take (g_file_peek_path (lock_file), error);
  if (lock == NULL)
    return FALSE;
  if (g_file_query_exists (key_file, NULL) && !karne_key_file_erase (key_file, error))
    return FALSE;
  return karne_space_remove_folder (folder, KARNE_SPACE_REMOVE_ALONE, error);
}

/**
 * karne_space_get_name:
 * @self: a space
 *
 * Gets its name.
 *
 * Returns: its name
 */
const char *
karne_space_get_name (KarneSpace *self)
{
  g_return_val_if_fail (KARNE_IS_SPACE (self), NULL);
  return self->name;
}

/**
 * karne_space_get_store:
 * @self: a space
 *
 * Gets the store that it holds.
 *
 * Returns: (transfer none) (nullable): its store; none while it rests
 */
KarneStore *
karne_space_get_store (KarneSpace *self)
{
  g_return_val_if_fail (KARNE_IS_SPACE (self), NULL);
  return self->store;
}

/**
 * karne_space_is_ephemeral:
 * @self: a space
 *
 * Says whether it goes when it is closed.
 *
 * Returns: whether it was made by [func@Space.create_ephemeral]
 */
gboolean
karne_space_is_ephemeral (KarneSpace *self)
{
  g_return_val_if_fail (KARNE_IS_SPACE (self), FALSE);
  return self->is_ephemeral;
}

/**
 * karne_space_change_passphrase:
 * @self: a space
 * @holder: who keeps the key from now on
 * @passphrase: (nullable): the new passphrase
 * @error: return location for an error
 *
 * Wraps the same key anew; the record itself is not touched. Blocks for about a second.
 *
 * Fails with `KARNE_ERROR_INVALID` for a space that is ephemeral: nobody keeps its key.
 *
 * Returns: %TRUE, or %FALSE with the old passphrase still in force
 */
gboolean
karne_space_change_passphrase (KarneSpace *self,
                               KarneKeyHolder holder,
                               const char *passphrase,
                               GError **error)
{
  g_autoptr (GFile) key_file = NULL;

  g_return_val_if_fail (KARNE_IS_SPACE (self), FALSE);
  if (self->key == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the space is closed");
      return FALSE;
    }
  if (self->is_ephemeral)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "changing a passphrase: the space has none");
      return FALSE;
    }
  key_file = get_key_file (self->folder);
  return karne_key_file_change (key_file, self->key, holder, passphrase, error);
}

/**
 * karne_space_close:
 * @self: a space
 * @error: return location for an error
 *
 * Closes the store and lets go of the key. Blocks. Closing twice is no error.
 *
 * The folder of a space that is ephemeral is erased then, be it that its last commit failed.
 *
 * Returns: see [method@Store.close]; %FALSE too when the folder could not be erased
 */
gboolean
karne_space_close (KarneSpace *self, GError **error)
{
  gboolean is_to_go;

  g_return_val_if_fail (KARNE_IS_SPACE (self), FALSE);
  /* Once: another space may have the name afterwards. */
  g_mutex_lock (&self->noting);
  is_to_go = self->is_ephemeral && (self->key != NULL || self->sealed != NULL);
  g_clear_pointer (&self->key, karne_key_unref);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_mutex_unlock (&self->noting);
  g_clear_pointer (&self->lock, karne_lock_release);
  if (self->store == NULL || karne_store_close (self->store, error))
    return !is_to_go || karne_space_erase_unheld (self->folder, error);
  if (is_to_go)
    karne_space_erase_unheld (self->folder, NULL);
  return FALSE;
}

static void
karne_space_finalize (GObject *object)
{
  KarneSpace *self = KARNE_SPACE (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_clear_pointer (&self->lock, karne_lock_release);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->key, karne_key_unref);
  g_mutex_clear (&self->noting);
  g_free (self->name);

  G_OBJECT_CLASS (karne_space_parent_class)->finalize (object);
}

static void
karne_space_class_init (KarneSpaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_space_finalize;
}

static void
karne_space_init (KarneSpace *self)
{
  g_mutex_init (&self->noting);
}
