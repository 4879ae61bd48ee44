/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-catalogue-folder.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#define FILE_NAME GETTEXT_PACKAGE ".mo"
#define MESSAGES "LC_MESSAGES"

gboolean
karne_catalogue_folder_has (const char *folder, const char *language)
{
  g_autofree char *path = g_build_filename (folder, language, MESSAGES, FILE_NAME, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* The catalogues that are there stay where they are. */
static void
link_others (const char *folder, const char *other, const char *language)
{
  g_autoptr (GDir) entries = g_dir_open (other, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *there = g_canonicalize_filename (name, other);
      g_autoptr (GFile) here = g_file_new_build_filename (folder, name, NULL);

      if (!g_str_equal (name, language) && karne_catalogue_folder_has (other, name))
        g_file_make_symbolic_link (here, there, NULL, NULL);
    }
}

static gboolean
write_catalogue (const char *folder, const char *language, GBytes *mo, GError **error)
{
  g_autofree char *messages = g_build_filename (folder, language, MESSAGES, NULL);
  g_autofree char *path = g_build_filename (messages, FILE_NAME, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (messages);
  gsize size;
  const char *data = g_bytes_get_data (mo, &size);

  return g_file_make_directory_with_parents (file, NULL, error) &&
         g_file_set_contents (path, data, (gssize) size, error);
}

/* (transfer full) (nullable) In memory where the system has such a place, and gone when the person
 * leaves the computer. */
static char *
make_folder (GError **error)
{
  const char *runtime = g_get_user_runtime_dir ();
  g_autofree char *template = g_build_filename (runtime, "karne-po-XXXXXX", NULL);

  if (g_file_test (runtime, G_FILE_TEST_IS_DIR) && g_mkdtemp (template) != NULL)
    return g_steal_pointer (&template);
  return g_dir_make_tmp ("karne-po-XXXXXX", error);
}

char *
karne_catalogue_folder_new (const char *other, const char *language, GBytes *mo, GError **error)
{
  g_autofree char *folder = make_folder (error);

  if (folder == NULL)
    return NULL;
  link_others (folder, other, language);
  if (write_catalogue (folder, language, mo, error))
    return g_steal_pointer (&folder);
  karne_catalogue_folder_remove (folder);
  return NULL;
}

/* A symbolic link goes, what it leads to stays. */
static void
remove_below (const char *path)
{
  g_autoptr (GDir) entries = NULL;
  const char *name;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    entries = g_dir_open (path, 0, NULL);
  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_below (below);
    }
  g_remove (path);
}

void
karne_catalogue_folder_remove (const char *folder)
{
  remove_below (folder);
}
