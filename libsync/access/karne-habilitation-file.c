/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-habilitation-private.h"

#include "platform/karne-kept-file-private.h"

#define FILE_PATH SYSCONF_DIR "/karne/habilitation.xml"
#define ROOT 0

KarneHabilitation *
karne_habilitation_new_kept (const char *path, uid_t keeper, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GBytes) text = NULL;

  if (!karne_kept_file_read (path, keeper, &text, error))
    return NULL;
  return text != NULL ? karne_habilitation_new_from_bytes (text, name, error)
                      : karne_habilitation_new ();
}

/**
 * karne_habilitation_get_path:
 *
 * Where an administrator of this computer puts a matrix that counts in place of the one that comes
 * with the library: `karne/habilitation.xml` in the folder of the system's settings. A well-known
 * place, and no setting of the user: whoever could choose another file would choose what they see.
 *
 * Returns: a path
 */
const char *
karne_habilitation_get_path (void)
{
  return FILE_PATH;
}

/**
 * karne_habilitation_new_for_computer:
 * @path: (nullable): where an administrator may have put a matrix; %NULL:
 *   [func@Habilitation.get_path]
 * @error: return location for an error
 *
 * The matrix that counts on this computer: that of its administrator, where there is a file of that
 * name, else the one that comes with the library. It waits for the disk.
 *
 * A file that cannot be used is an error, and never a reason to fall back to a matrix that may let
 * more be seen: `KARNE_ERROR_INVALID`, with line and reason, where it is not as it should be;
 * `KARNE_ERROR_EXPOSED` where anybody else than root can change it, or put another one in its
 * place; the error of the disk where it cannot be read.
 *
 * Returns: (transfer full): the matrix
 */
KarneHabilitation *
karne_habilitation_new_for_computer (const char *path, GError **error)
{
  return karne_habilitation_new_kept (path != NULL ? path : FILE_PATH, ROOT, error);
}
