/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "platform/karne-platform-private.h"

#include "karne-error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Disks on disks on disks: LVM on RAID on LUKS is three. */
#define MAX_LAYERS 8

static int
code_from_errno (int errsv)
{
  switch (errsv)
    {
    case ENOENT:
    case ENOTDIR:
      return KARNE_ERROR_NOT_FOUND;
    case EEXIST:
      return KARNE_ERROR_EXISTS;
    case EACCES:
    case EPERM:
    case EROFS:
      return KARNE_ERROR_READ_ONLY;
    case ENOSPC:
    case EDQUOT:
      return KARNE_ERROR_NO_SPACE;
    default:
      return KARNE_ERROR_FAILED;
    }
}

void
karne_platform_set_error (GError **error, int errsv, const char *doing)
{
  g_set_error (error, KARNE_ERROR, code_from_errno (errsv), "%s: %s", doing, g_strerror (errsv));
}

static char *
read_file (const char *root, const char *path)
{
  g_autofree char *whole = g_build_filename (root, path, NULL);
  char *text = NULL;

  if (!g_file_get_contents (whole, &text, NULL, NULL))
    return NULL;

  return g_strchomp (text);
}

/* `device` is a folder of /sys, below root, that describes a disk. */
static gboolean
is_encrypted (const char *root, const char *device, guint layers)
{
  g_autofree char *uuid_path = g_build_filename (device, "dm", "uuid", NULL);
  g_autofree char *slaves_path = g_build_filename (root, device, "slaves", NULL);
  g_autofree char *uuid = read_file (root, uuid_path);
  g_autoptr (GDir) slaves = NULL;
  const char *name;
  guint n_slaves = 0;

  if (uuid != NULL && g_str_has_prefix (uuid, "CRYPT-"))
    return TRUE;
  slaves = layers > 0 ? g_dir_open (slaves_path, 0, NULL) : NULL;
  if (slaves == NULL)
    return FALSE;

  for (name = g_dir_read_name (slaves); name != NULL; name = g_dir_read_name (slaves))
    {
      g_autofree char *slave = g_build_filename ("sys/block", name, NULL);

      if (!is_encrypted (root, slave, layers - 1))
        return FALSE;
      n_slaves++;
    }
  return n_slaves > 0;
}

/* zram keeps pages in memory, unless it was given a disk to write the cold ones to. */
static gboolean
is_memory (const char *root, const char *name)
{
  g_autofree char *path = g_build_filename ("sys/block", name, "backing_dev", NULL);
  g_autofree char *backing = NULL;

  if (!g_str_has_prefix (name, "zram"))
    return FALSE;

  backing = read_file (root, path);
  return backing == NULL || g_str_equal (backing, "none");
}

/* The kernel's name (dm-3) of /dev/mapper/NAME, where that is a device and not a link to one. */
static char *
find_mapped (const char *root, const char *mapped)
{
  g_autofree char *blocks_path = g_build_filename (root, "sys/block", NULL);
  g_autoptr (GDir) blocks = g_dir_open (blocks_path, 0, NULL);
  const char *name;

  if (blocks == NULL)
    return NULL;

  for (name = g_dir_read_name (blocks); name != NULL; name = g_dir_read_name (blocks))
    {
      g_autofree char *path = g_build_filename ("sys/block", name, "dm/name", NULL);
      g_autofree char *mapped_name = read_file (root, path);

      if (g_strcmp0 (mapped_name, mapped) == 0)
        return g_strdup (name);
    }
  return NULL;
}

static gboolean
is_sealed_device (const char *root, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *mapped =
      g_str_has_prefix (path, "/dev/mapper/") ? find_mapped (root, name) : NULL;
  const char *kernel_name = mapped != NULL ? mapped : name;
  g_autofree char *device = g_build_filename ("sys/block", kernel_name, NULL);

  return is_memory (root, kernel_name) || is_encrypted (root, device, MAX_LAYERS);
}

/* A file is as sealed as the disk it lies on. */
static gboolean
is_sealed_file (const char *root, const char *path)
{
  g_autofree char *whole = g_build_filename (root, path, NULL);
  g_autofree char *device = NULL;
  struct stat info;

  if (stat (whole, &info) < 0)
    return FALSE;

  device = g_strdup_printf ("sys/dev/block/%u:%u", (guint) major (info.st_dev),
                            (guint) minor (info.st_dev));
  return is_encrypted (root, device, MAX_LAYERS);
}

/* One line of /proc/swaps: path (blanks as \040), type, size, used, priority. */
static gboolean
is_sealed_line (const char *root, const char *line)
{
  g_auto (GStrv) fields = g_strsplit_set (line, " \t", 2);
  g_autofree char *path = g_strcompress (fields[0]);

  if (fields[1] != NULL && g_str_has_prefix (g_strchug (fields[1]), "file"))
    return is_sealed_file (root, path);

  return is_sealed_device (root, path);
}

/* Whether the group of processes that this one is in, or one around it, may not be swapped out. */
static gboolean
is_kept_by_group (const char *root)
{
  g_autofree char *groups = read_file (root, "proc/self/cgroup");
  g_autofree char *group = NULL;

  if (groups == NULL || !g_str_has_prefix (groups, "0::/"))
    return FALSE;

  group = g_strndup (groups + strlen ("0::"), strcspn (groups + strlen ("0::"), "\n"));
  while (!g_str_equal (group, "/") && !g_str_equal (group, "."))
    {
      g_autofree char *path = g_build_filename ("sys/fs/cgroup", group, "memory.swap.max", NULL);
      g_autofree char *most = read_file (root, path);
      char *parent;

      if (g_strcmp0 (most, "0") == 0)
        return TRUE;
      parent = g_path_get_dirname (group);
      g_free (group);
      group = parent;
    }
  return FALSE;
}

KarneSwap
karne_platform_read_swap (const char *root)
{
  g_autofree char *text = read_file (root, "proc/swaps");
  g_auto (GStrv) lines = NULL;
  KarneSwap swap = KARNE_SWAP_NONE;

  if (text == NULL)
    return KARNE_SWAP_UNKNOWN;
  if (is_kept_by_group (root))
    return KARNE_SWAP_NONE;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++) /* after the heading */
    {
      if (!is_sealed_line (root, lines[i]))
        return KARNE_SWAP_PLAIN;
      swap = KARNE_SWAP_SEALED;
    }
  return swap;
}

/**
 * karne_platform_get_swap:
 *
 * Says where pages of this process may go when memory is short.
 *
 * The key is in locked memory; the decrypted pages of SQLite are not. When in doubt about a disk,
 * the answer is that it is plain.
 *
 * Returns: what is known
 */
KarneSwap
karne_platform_get_swap (void)
{
  return karne_platform_read_swap ("/");
}

/* A core dump that is piped to a collector ignores the limit: the filter empties that one. */
static int
empty_core_dumps (void)
{
  int fd = open ("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);
  int errsv = 0;

  if (fd < 0)
    return errno;
  if (write (fd, "0", 1) != 1)
    errsv = errno;

  close (fd);
  return errsv;
}

/**
 * karne_platform_harden:
 * @error: return location for an error
 *
 * Keeps the memory of this process, and of those that it starts, out of core dumps.
 *
 * Fails with [error@Error] `FAILED` or `READ_ONLY` when the system refuses; what could be done is
 * done even so.
 *
 * Returns: %TRUE if no core dump will hold any memory
 */
gboolean
karne_platform_harden (GError **error)
{
  const struct rlimit none = { 0, 0 };
  int limit_errsv = setrlimit (RLIMIT_CORE, &none) < 0 ? errno : 0;
  int filter_errsv = empty_core_dumps ();
  int errsv = filter_errsv != 0 ? filter_errsv : limit_errsv;

  if (errsv == 0)
    return TRUE;

  karne_platform_set_error (error, errsv, "Turning core dumps off");
  return FALSE;
}

/**
 * karne_platform_get_free_space:
 * @path: a file or a folder that exists
 * @n_bytes: (out): what may still be written there
 * @error: return location for an error
 *
 * Asks how much this person may still write on the disk that holds @path.
 *
 * Fails with [error@Error] `NOT_FOUND`, `READ_ONLY` (it may not be looked at) or `FAILED`.
 *
 * Returns: %TRUE if @n_bytes was set
 */
gboolean
karne_platform_get_free_space (const char *path, guint64 *n_bytes, GError **error)
{
  struct statvfs info;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (n_bytes != NULL, FALSE);

  if (statvfs (path, &info) < 0)
    {
      karne_platform_set_error (error, errno, "Asking for the free space");
      return FALSE;
    }

  *n_bytes = (guint64) info.f_bavail * info.f_frsize;
  return TRUE;
}
