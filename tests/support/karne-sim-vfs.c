/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-sim-vfs.h"

#include <errno.h>
#include <string.h>

#include "karne-sim-disk-private.h"

#define N_SHM_LOCKS SQLITE_SHM_NLOCK
/* As the system's VFS says; a torn write is torn at smaller bounds. */
#define SECTOR_SIZE 4096

typedef struct
{
  sqlite3_file base;
  KarneSimDisk *disk;   /* (unowned) */
  KarneSimNode *node;   /* (owned) */
  guint generation;     /* of the program that opened it */
  char *path_to_delete; /* (owned) (nullable) when it is closed */
  gboolean syncs_folder;
  int lock;            /* SQLITE_LOCK_* */
  guint shm_shared;    /* bits */
  guint shm_exclusive; /* bits */
} KarneSimHandle;

static struct
{
  gint64 unix_ms;
  int last_errno;
} state = { G_GINT64_CONSTANT (1700000000000), 0 };

static KarneSimHandle *
handle_of (sqlite3_file *file)
{
  return (KarneSimHandle *) file;
}

static int
fail (int saved_errno, int rc)
{
  state.last_errno = saved_errno;
  return rc;
}

/* With the lock taken, and counted: FALSE where it fails; the lock is to be let go of either way.
 */
static gboolean
begin (KarneSimHandle *self, KarneSimCall call)
{
  g_mutex_lock (&karne_sim_lock);
  return karne_sim_disk_may (self->disk, self->generation, call);
}

static int
end (int rc)
{
  g_mutex_unlock (&karne_sim_lock);
  return rc;
}

static int
broken (int rc)
{
  return end (fail (EIO, rc));
}

/* Bytes */

static int
sim_read (sqlite3_file *file, void *bytes, int len, sqlite3_int64 offset)
{
  KarneSimHandle *self = handle_of (file);
  gsize n;

  if (!begin (self, KARNE_SIM_READ))
    return broken (SQLITE_IOERR_READ);
  n = karne_sim_file_read (self->node->file, (guint64) offset, bytes, (gsize) len);
  if (n == (gsize) len)
    return end (SQLITE_OK);
  memset ((char *) bytes + n, 0, (gsize) len - n);
  return end (fail (0, SQLITE_IOERR_SHORT_READ));
}

static gsize
growth (KarneSimFile *file, guint64 size)
{
  gsize before = karne_sim_file_get_size (file);

  return size > before ? (gsize) (size - before) : 0;
}

/* On a disk that fills up, what there was room for is written. */
static int
sim_write (sqlite3_file *file, const void *bytes, int len, sqlite3_int64 offset)
{
  KarneSimHandle *self = handle_of (file);
  gsize wanted;
  gsize taken;

  if (!begin (self, KARNE_SIM_WRITE))
    return broken (SQLITE_IOERR_WRITE);
  wanted = growth (self->node->file, (guint64) offset + (guint64) len);
  taken = karne_sim_disk_take_room (self->disk, wanted);
  if (wanted - taken < (gsize) len)
    karne_sim_file_write (self->node->file, (guint64) offset, bytes, (gsize) len - wanted + taken);
  return end (taken == wanted ? SQLITE_OK : fail (ENOSPC, SQLITE_FULL));
}

static int
sim_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  KarneSimHandle *self = handle_of (file);
  gsize before;

  if (!begin (self, KARNE_SIM_TRUNCATE))
    return broken (SQLITE_IOERR_TRUNCATE);
  before = karne_sim_file_get_size (self->node->file);
  if (before > (gsize) size)
    karne_sim_disk_give_room (self->disk, before - (gsize) size);
  karne_sim_file_truncate (self->node->file, (guint64) size);
  return end (SQLITE_OK);
}

static int
sim_sync (sqlite3_file *file, int flags)
{
  KarneSimHandle *self = handle_of (file);

  if (!begin (self, KARNE_SIM_SYNC))
    return broken (SQLITE_IOERR_FSYNC);
  if (self->disk->ignores_syncs)
    return end (SQLITE_OK);
  karne_sim_file_sync (self->node->file);
  if (self->syncs_folder)
    karne_sim_disk_sync_folder (self->disk);
  self->syncs_folder = FALSE;
  return end (SQLITE_OK);
}

static int
sim_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  KarneSimHandle *self = handle_of (file);

  if (!begin (self, KARNE_SIM_FILE_SIZE))
    return broken (SQLITE_IOERR_FSTAT);
  *size = (sqlite3_int64) karne_sim_file_get_size (self->node->file);
  return end (SQLITE_OK);
}

/* Locks */

/* The strongest lock that another connection of this file has. */
static int
strongest_of_others (KarneSimHandle *self)
{
  int strongest = SQLITE_LOCK_NONE;

  for (guint i = 0; i < self->node->handles->len; i++)
    {
      KarneSimHandle *other = self->node->handles->pdata[i];

      if (other != self)
        strongest = MAX (strongest, other->lock);
    }
  return strongest;
}

static int
take_lock (KarneSimHandle *self, int level)
{
  int others = strongest_of_others (self);

  if (level == SQLITE_LOCK_SHARED && others >= SQLITE_LOCK_PENDING)
    return SQLITE_BUSY;
  if (level >= SQLITE_LOCK_RESERVED && others >= SQLITE_LOCK_RESERVED)
    return SQLITE_BUSY;
  if (level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED)
    {
      self->lock = SQLITE_LOCK_PENDING;
      return SQLITE_BUSY;
    }
  self->lock = level;
  return SQLITE_OK;
}

static int
sim_lock (sqlite3_file *file, int level)
{
  KarneSimHandle *self = handle_of (file);

  if (!begin (self, KARNE_SIM_LOCK))
    return broken (SQLITE_IOERR_LOCK);
  return end (self->lock >= level ? SQLITE_OK : take_lock (self, level));
}

static int
sim_unlock (sqlite3_file *file, int level)
{
  KarneSimHandle *self = handle_of (file);

  if (!begin (self, KARNE_SIM_UNLOCK))
    return broken (SQLITE_IOERR_UNLOCK);
  self->lock = MIN (self->lock, level);
  return end (SQLITE_OK);
}

static int
sim_check_reserved_lock (sqlite3_file *file, int *out)
{
  KarneSimHandle *self = handle_of (file);

  if (!begin (self, KARNE_SIM_CHECK_LOCK))
    return broken (SQLITE_IOERR_CHECKRESERVEDLOCK);
  *out = MAX (self->lock, strongest_of_others (self)) >= SQLITE_LOCK_RESERVED;
  return end (SQLITE_OK);
}

/* Shared memory, which is that of the program: it does not outlive it. */

static int
sim_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
  KarneSimHandle *self = handle_of (file);
  GPtrArray *pages = self->node->shm_pages;

  *out = NULL;
  if (!begin (self, KARNE_SIM_SHM_MAP))
    return broken (SQLITE_IOERR_SHMMAP);
  while (extend && pages->len <= (guint) page)
    g_ptr_array_add (pages, g_malloc0 ((gsize) size));
  if ((guint) page < pages->len)
    *out = pages->pdata[page];
  return end (SQLITE_OK);
}

static gboolean
others_hold (KarneSimHandle *self, guint bits, gboolean also_shared)
{
  for (guint i = 0; i < self->node->handles->len; i++)
    {
      KarneSimHandle *other = self->node->handles->pdata[i];

      if (other != self &&
          (bits & (other->shm_exclusive | (also_shared ? other->shm_shared : 0))) != 0)
        return TRUE;
    }
  return FALSE;
}

static int
sim_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  KarneSimHandle *self = handle_of (file);
  guint bits = ((1u << n) - 1) << offset;
  gboolean exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;

  g_assert_cmpint (offset + n, <=, N_SHM_LOCKS);
  if (!begin (self, KARNE_SIM_SHM_LOCK))
    return broken (SQLITE_IOERR_SHMLOCK);
  if (flags & SQLITE_SHM_UNLOCK)
    {
      self->shm_shared &= ~bits;
      self->shm_exclusive &= ~bits;
      return end (SQLITE_OK);
    }
  if (others_hold (self, bits, exclusive))
    return end (SQLITE_BUSY);
  if (exclusive)
    self->shm_exclusive |= bits;
  else
    self->shm_shared |= bits;
  return end (SQLITE_OK);
}

static void
sim_shm_barrier (sqlite3_file *file)
{
  begin (handle_of (file), KARNE_SIM_SHM_BARRIER);
  end (SQLITE_OK);
}

static int
sim_shm_unmap (sqlite3_file *file, int delete_it)
{
  KarneSimHandle *self = handle_of (file);

  if (!begin (self, KARNE_SIM_SHM_UNMAP))
    return broken (SQLITE_IOERR_SHMMAP);
  self->shm_shared = self->shm_exclusive = 0;
  if (delete_it)
    g_ptr_array_set_size (self->node->shm_pages, 0);
  return end (SQLITE_OK);
}

/* What has nothing to fail */

static int
sim_file_control (sqlite3_file *file, int op, void *arg)
{
  return SQLITE_NOTFOUND;
}

static int
sim_sector_size (sqlite3_file *file)
{
  return SECTOR_SIZE;
}

static int
sim_device_characteristics (sqlite3_file *file)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* A dead program closes its files too: the system does it for it. */
static int
sim_close (sqlite3_file *file)
{
  KarneSimHandle *self = handle_of (file);

  begin (self, KARNE_SIM_CLOSE);
  g_ptr_array_remove (self->node->handles, self);
  if (self->path_to_delete != NULL && self->generation == self->disk->generation)
    karne_sim_disk_unlink (self->disk, self->path_to_delete);
  g_free (self->path_to_delete);
  karne_sim_node_unref (self->node);
  return end (SQLITE_OK);
}

/* Version 2: with shared memory, and without the mapping of pages, which would pass by us. */
static const sqlite3_io_methods sim_methods = {
  .iVersion = 2,
  .xClose = sim_close,
  .xRead = sim_read,
  .xWrite = sim_write,
  .xTruncate = sim_truncate,
  .xSync = sim_sync,
  .xFileSize = sim_file_size,
  .xLock = sim_lock,
  .xUnlock = sim_unlock,
  .xCheckReservedLock = sim_check_reserved_lock,
  .xFileControl = sim_file_control,
  .xSectorSize = sim_sector_size,
  .xDeviceCharacteristics = sim_device_characteristics,
  .xShmMap = sim_shm_map,
  .xShmLock = sim_shm_lock,
  .xShmBarrier = sim_shm_barrier,
  .xShmUnmap = sim_shm_unmap,
};

/* Names */

static KarneSimNode *
make_node (KarneSimDisk *disk, const char *path)
{
  KarneSimNode *node = karne_sim_node_new (karne_sim_file_new ());

  karne_sim_disk_link (disk, path, node);
  return node;
}

/* (transfer full) (nullable) */
static KarneSimNode *
find_node (KarneSimDisk *disk, const char *path, int flags)
{
  KarneSimNode *node = karne_sim_disk_lookup (disk, path);

  if (node != NULL)
    return flags & SQLITE_OPEN_EXCLUSIVE ? NULL : karne_sim_node_ref (node);
  return flags & SQLITE_OPEN_CREATE ? make_node (disk, path) : NULL;
}

/* As the system's VFS: the first sync of a log or a journal also syncs the folder. */
static gboolean
is_log (int flags)
{
  return (flags & SQLITE_OPEN_CREATE) &&
         (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL));
}

static void
set_up_handle (KarneSimHandle *self, KarneSimDisk *disk, KarneSimNode *node, int flags)
{
  memset (self, 0, sizeof *self);
  self->base.pMethods = &sim_methods;
  self->disk = disk;
  self->node = node;
  self->generation = disk->generation;
  self->syncs_folder = is_log (flags);
  g_ptr_array_add (node->handles, self);
}

static int
open_on (KarneSimDisk *disk, const char *path, KarneSimHandle *handle, int flags)
{
  KarneSimNode *node;

  if (!karne_sim_disk_may (disk, disk->generation, KARNE_SIM_OPEN))
    return fail (EIO, SQLITE_IOERR);
  node = find_node (disk, path, flags);
  if (node == NULL)
    return fail (ENOENT, SQLITE_CANTOPEN);
  set_up_handle (handle, disk, node, flags);
  if (flags & SQLITE_OPEN_DELETEONCLOSE)
    handle->path_to_delete = g_strdup (path);
  return SQLITE_OK;
}

/* A file without a name is none that a sealed store may have: names would stand in it in clear. */
static int
sim_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
  KarneSimDisk *disk;
  int rc = SQLITE_CANTOPEN;

  file->pMethods = NULL;
  g_mutex_lock (&karne_sim_lock);
  disk = path != NULL ? karne_sim_disk_find (path) : NULL;
  if (disk != NULL)
    rc = open_on (disk, path, handle_of (file), flags);
  if (rc == SQLITE_OK && out_flags != NULL)
    *out_flags = flags;
  return end (rc);
}

static int
delete_on (KarneSimDisk *disk, const char *path, gboolean sync_folder)
{
  if (!karne_sim_disk_may (disk, disk->generation, KARNE_SIM_DELETE))
    return fail (EIO, SQLITE_IOERR_DELETE);
  if (karne_sim_disk_lookup (disk, path) == NULL)
    return fail (ENOENT, SQLITE_IOERR_DELETE_NOENT);
  karne_sim_disk_unlink (disk, path);
  if (sync_folder && !disk->ignores_syncs)
    karne_sim_disk_sync_folder (disk);
  return SQLITE_OK;
}

static int
sim_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  KarneSimDisk *disk;

  g_mutex_lock (&karne_sim_lock);
  disk = karne_sim_disk_find (path);
  return end (disk != NULL ? delete_on (disk, path, sync_folder != 0) : SQLITE_IOERR_DELETE_NOENT);
}

static int
sim_access (sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
  KarneSimDisk *disk;
  KarneSimNode *node;

  *out = 0;
  g_mutex_lock (&karne_sim_lock);
  disk = karne_sim_disk_find (path);
  if (disk == NULL)
    return end (SQLITE_OK);
  if (!karne_sim_disk_may (disk, disk->generation, KARNE_SIM_ACCESS))
    return broken (SQLITE_IOERR_ACCESS);
  node = karne_sim_disk_lookup (disk, path);
  /* As the system's: an empty file is none. */
  *out =
      node != NULL && (flags != SQLITE_ACCESS_EXISTS || karne_sim_file_get_size (node->file) > 0);
  return end (SQLITE_OK);
}

static int
sim_full_pathname (sqlite3_vfs *vfs, const char *path, int size, char *out)
{
  return g_strlcpy (out, path, (gsize) size) < (gsize) size ? SQLITE_OK : SQLITE_CANTOPEN;
}

/* Time, which is given, and never passes by itself: whoever waits for a lock has waited at once. */

static int
sim_sleep (sqlite3_vfs *vfs, int microseconds)
{
  return microseconds;
}

static int
sim_current_time_ms (sqlite3_vfs *vfs, sqlite3_int64 *out)
{
  /* Since the noon from which Julian days are counted. */
  *out = G_GINT64_CONSTANT (210866760000000) + state.unix_ms;
  return SQLITE_OK;
}

static int
sim_current_time (sqlite3_vfs *vfs, double *out)
{
  sqlite3_int64 ms;

  sim_current_time_ms (vfs, &ms);
  *out = (double) ms / 86400000.0;
  return SQLITE_OK;
}

static int
sim_get_last_error (sqlite3_vfs *vfs, int size, char *text)
{
  return state.last_errno;
}

void
karne_sim_vfs_install (void)
{
  static sqlite3_vfs vfs;

  if (vfs.zName != NULL)
    return;
  vfs = *sqlite3_vfs_find (NULL);
  vfs.iVersion = 2;
  vfs.szOsFile = (int) sizeof (KarneSimHandle);
  vfs.mxPathname = 512;
  vfs.pNext = NULL;
  vfs.zName = KARNE_SIM_VFS;
  vfs.xOpen = sim_open;
  vfs.xDelete = sim_delete;
  vfs.xAccess = sim_access;
  vfs.xFullPathname = sim_full_pathname;
  vfs.xSleep = sim_sleep;
  vfs.xCurrentTime = sim_current_time;
  vfs.xGetLastError = sim_get_last_error;
  vfs.xCurrentTimeInt64 = sim_current_time_ms;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 0), ==, SQLITE_OK);
}

void
karne_sim_vfs_set_time (gint64 unix_ms)
{
  state.unix_ms = unix_ms;
}
