/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "platform/karne-lock.h"

#include "karne-error.h"
#include "platform/karne-platform-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct _KarneLock
{
  int fd; /* (owned) */
};

/* Whether the file that was locked is the one that has this name now: the folder may have been
 * erased and made anew between the opening and the locking. */
static gboolean
is_same_file (int fd, const char *path)
{
  struct stat held;
  struct stat named;

  return fstat (fd, &held) == 0 && stat (path, &named) == 0 && held.st_dev == named.st_dev &&
         held.st_ino == named.st_ino;
}

/* The lock belongs to the open file, not to the process: a classic fcntl lock would be given to
 * this process twice, and would be lost as soon as any part of it closed the same file. */
static gboolean
lock_whole (int fd)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  while (fcntl (fd, F_OFD_SETLK, &whole) < 0)
    if (errno != EINTR)
      return FALSE;

  return TRUE;
}

static int
open_locked (const char *path, int flags, GError **error)
{
  int fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
  int errsv;

  if (fd < 0)
    {
      karne_platform_set_error (error, errno, "Opening the lock file");
      return -1;
    }
  if (lock_whole (fd))
    return fd;

  errsv = errno;
  close (fd);
  if (errsv == EAGAIN || errsv == EACCES)
    g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_LOCKED,
                         "Taking the lock: it is held already");
  else
    karne_platform_set_error (error, errsv, "Taking the lock");
  return -1;
}

static KarneLock *
take (const char *path, int flags, GError **error)
{
  KarneLock *self;
  int fd;

  /* Twice is enough for one erasure in between; after that, somebody is at work there. */
  for (guint i = 0; i < 2; i++)
    {
      fd = open_locked (path, flags, error);
      if (fd < 0)
        return NULL;

      if (is_same_file (fd, path))
        {
          self = g_new0 (KarneLock, 1);
          self->fd = fd;
          return self;
        }
      close (fd);
    }

  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_LOCKED,
                       "Taking the lock: its file is being replaced");
  return NULL;
}

/**
 * karne_lock_take:
 * @path: a file, made if it is not there; its content is nothing
 * @error: return location for an error
 *
 * Takes the lock of this name, or fails at once with [error@Error] `LOCKED`.
 *
 * Returns: (transfer full): the lock
 */
KarneLock *
karne_lock_take (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return take (path, O_CREAT, error);
}

/**
 * karne_lock_take_existing:
 * @path: a file
 * @error: return location for an error
 *
 * The same, for who erases: where the file is not there, none is made, and it fails with
 * `NOT_FOUND`.
 *
 * Returns: (transfer full): the lock
 */
KarneLock *
karne_lock_take_existing (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return take (path, 0, error);
}

/**
 * karne_lock_release:
 * @self: (transfer full): a lock
 *
 * Lets go of the lock.
 */
void
karne_lock_release (KarneLock *self)
{
  g_return_if_fail (self != NULL);

  close (self->fd);
  g_free (self);
}
