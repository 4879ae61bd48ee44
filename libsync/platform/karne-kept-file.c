/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "platform/karne-kept-file-private.h"

#include "karne-error.h"
#include "platform/karne-file-private.h"
#include "platform/karne-platform-private.h"

#include <errno.h>
#include <sys/stat.h>

/* Data files are far smaller. */
#define MAX_SIZE (1 << 20)
/* As many links as one would follow by hand. */
#define MAX_LINKS 8

static gboolean is_kept (const char *path, uid_t keeper, guint links);

/* In a folder that everybody writes in, others cannot touch what is somebody's where it is sticky:
 * what is in it is looked at by itself. */
static gboolean
may_change (const struct stat *info)
{
  if (S_ISLNK (info->st_mode) || (S_ISDIR (info->st_mode) && (info->st_mode & S_ISVTX)))
    return FALSE;
  return (info->st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

/* A link is as good as where it leads; one that climbs is not followed. */
static gboolean
is_target_kept (const char *path, const char *folder, uid_t keeper, guint links)
{
  g_autofree char *target = g_file_read_link (path, NULL);
  g_autofree char *whole = NULL;

  if (target == NULL || links == MAX_LINKS || g_strrstr (target, "..") != NULL)
    return FALSE;
  whole = g_canonicalize_filename (target, folder);
  return is_kept (whole, keeper, links + 1);
}

/* Whoever can write in a folder can put something else in place of what is in it: so all the way
 * up. */
static gboolean
is_kept (const char *path, uid_t keeper, guint links)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat info;

  if (!g_str_equal (folder, path) && !is_kept (folder, keeper, links))
    return FALSE;
  if (lstat (path, &info) != 0 || (info.st_uid != 0 && info.st_uid != keeper) || may_change (&info))
    return FALSE;
  return !S_ISLNK (info.st_mode) || is_target_kept (path, folder, keeper, links);
}

gboolean
karne_kept_file_read (const char *path, uid_t keeper, GBytes **bytes, GError **error)
{
  struct stat info;

  *bytes = NULL;
  if (lstat (path, &info) != 0)
    {
      if (errno == ENOENT)
        return TRUE;
      karne_platform_set_error (error, errno, "Looking for a file of the administrator");
      return FALSE;
    }
  if (!is_kept (path, keeper, 0))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_EXPOSED,
                           "Reading a file of the administrator: others can change it, or a folder "
                           "that it is in");
      return FALSE;
    }
  if (stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FAILED,
                           "Reading a file of the administrator: it is no file");
      return FALSE;
    }
  *bytes = karne_file_read (path, MAX_SIZE, error);
  return *bytes != NULL;
}
