/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "platform/karne-file-private.h"

#include "karne-error.h"
#include "platform/karne-platform-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
write_all (int fd, const guint8 *bytes, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, bytes, size);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n > 0)
        {
          bytes += n;
          size -= n;
        }
    }
  return TRUE;
}

/* Closes in any case; leaves the first errno. */
static gboolean
write_sync_close (int fd, const void *content, gsize size)
{
  gboolean done = write_all (fd, content, size) && fsync (fd) == 0;
  int errsv = errno;
  gboolean closed = close (fd) == 0;

  if (!done)
    errno = errsv;
  return done && closed;
}

/* A name is on disk when its folder is. */
static gboolean
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done;
  int errsv;

  if (fd < 0)
    return FALSE;

  done = fsync (fd) == 0 || errno == EINVAL; /* some file systems have no such thing */
  errsv = errno;
  close (fd);
  errno = errsv;
  return done;
}

/* A few file systems cannot refuse an old name in the same act: there we look first. */
static gboolean
name_new (const char *temporary, const char *path)
{
  if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;

  if (g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    {
      errno = EEXIST;
      return FALSE;
    }
  return rename (temporary, path) == 0;
}

static gboolean
write_and_name (char *temporary,
                const char *path,
                const void *content,
                gsize size,
                gboolean replace)
{
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  gboolean done;
  int errsv;

  if (fd < 0)
    return FALSE;

  done = write_sync_close (fd, content, size) &&
         (replace ? rename (temporary, path) == 0 : name_new (temporary, path));
  errsv = errno;
  if (!done)
    unlink (temporary);

  errno = errsv;
  return done;
}

gboolean
karne_file_write (const char *path,
                  const void *content,
                  gsize size,
                  gboolean replace,
                  GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  gboolean named = write_and_name (temporary, path, content, size, replace);
  int errsv;

  if (named && sync_folder_of (path))
    return TRUE;

  errsv = errno;
  if (named && !replace)
    unlink (path);
  karne_platform_set_error (error, errsv, "Writing a small file");
  return FALSE;
}

GBytes *
karne_file_read (const char *path, gsize max_size, GError **error)
{
  GByteArray *content = g_byte_array_new ();
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  guint8 block[16 * 1024];
  gssize n = 0;
  int errsv;

  while (fd >= 0 && content->len <= max_size)
    {
      n = read (fd, block, sizeof block);
      if (n == 0 || (n < 0 && errno != EINTR))
        break;
      g_byte_array_append (content, block, (guint) MAX (n, 0));
    }
  errsv = errno;
  if (fd >= 0)
    close (fd);

  if (fd >= 0 && n >= 0 && content->len <= max_size)
    return g_byte_array_free_to_bytes (content);
  if (fd < 0 || n < 0)
    karne_platform_set_error (error, errsv, "Reading a file");
  else
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_CORRUPT,
                         "Reading a file: it is much too large");
  g_byte_array_unref (content);
  return NULL;
}

static gboolean
overwrite (const char *path)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  g_autofree guint8 *noise = NULL;
  struct stat info;
  gsize size;

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &info) < 0)
    {
      close (fd);
      return FALSE;
    }

  size = MIN (info.st_size, 1 << 20); /* they are small */
  noise = g_malloc (size);
  randombytes_buf (noise, size);
  return write_sync_close (fd, noise, size);
}

gboolean
karne_file_erase (const char *path, GError **error)
{
  if (overwrite (path) && unlink (path) == 0 && sync_folder_of (path))
    return TRUE;

  karne_platform_set_error (error, errno, "Erasing a small file");
  return FALSE;
}
