/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-fault-vfs.h"

#include <errno.h>
#include <sqlite3.h>

typedef struct
{
  sqlite3_file base;
  sqlite3_file real[]; /* as large as the system's is */
} FaultFile;

static struct
{
  GMutex mutex;
  KarneFault fault;
  gboolean counts_bytes;
  guint64 left; /* calls or bytes */
  guint n_writes;
  guint n_syncs;
  guint n_failed;
  guint n_temporary;
} state;

static sqlite3_vfs *
get_real (sqlite3_vfs *vfs)
{
  return vfs->pAppData;
}

static sqlite3_file *
real_file (sqlite3_file *file)
{
  return ((FaultFile *) file)->real;
}

/* With the lock held. */
static gboolean
may_pass (guint64 cost)
{
  if (state.left >= cost)
    {
      state.left -= cost;
      return TRUE;
    }
  state.left = 0;
  state.n_failed++;
  return FALSE;
}

static int
fail_write (KarneFault fault)
{
  errno = fault == KARNE_FAULT_BROKEN ? EIO : ENOSPC;
  return fault == KARNE_FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
fault_write (sqlite3_file *file, const void *bytes, int len, sqlite3_int64 offset)
{
  KarneFault fault;
  gboolean pass;

  g_mutex_lock (&state.mutex);
  state.n_writes++;
  fault = state.fault;
  pass = fault == KARNE_FAULT_NONE || fault == KARNE_FAULT_SYNC ||
         may_pass (state.counts_bytes ? (guint64) len : 1);
  g_mutex_unlock (&state.mutex);
  return pass ? real_file (file)->pMethods->xWrite (real_file (file), bytes, len, offset)
              : fail_write (fault);
}

static int
fault_sync (sqlite3_file *file, int flags)
{
  gboolean pass;

  g_mutex_lock (&state.mutex);
  state.n_syncs++;
  pass = state.fault != KARNE_FAULT_SYNC || may_pass (1);
  g_mutex_unlock (&state.mutex);
  if (pass)
    return real_file (file)->pMethods->xSync (real_file (file), flags);
  errno = EIO;
  return SQLITE_IOERR_FSYNC;
}

/* What is only handed on */

static int
fault_close (sqlite3_file *file)
{
  return real_file (file)->pMethods->xClose (real_file (file));
}

static int
fault_read (sqlite3_file *file, void *bytes, int len, sqlite3_int64 offset)
{
  return real_file (file)->pMethods->xRead (real_file (file), bytes, len, offset);
}

static int
fault_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  return real_file (file)->pMethods->xTruncate (real_file (file), size);
}

static int
fault_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return real_file (file)->pMethods->xFileSize (real_file (file), size);
}

static int
fault_lock (sqlite3_file *file, int level)
{
  return real_file (file)->pMethods->xLock (real_file (file), level);
}

static int
fault_unlock (sqlite3_file *file, int level)
{
  return real_file (file)->pMethods->xUnlock (real_file (file), level);
}

static int
fault_check_reserved_lock (sqlite3_file *file, int *out)
{
  return real_file (file)->pMethods->xCheckReservedLock (real_file (file), out);
}

static int
fault_file_control (sqlite3_file *file, int op, void *arg)
{
  return real_file (file)->pMethods->xFileControl (real_file (file), op, arg);
}

static int
fault_sector_size (sqlite3_file *file)
{
  return real_file (file)->pMethods->xSectorSize (real_file (file));
}

static int
fault_device_characteristics (sqlite3_file *file)
{
  return real_file (file)->pMethods->xDeviceCharacteristics (real_file (file));
}

static int
fault_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
  return real_file (file)->pMethods->xShmMap (real_file (file), page, size, extend, out);
}

static int
fault_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return real_file (file)->pMethods->xShmLock (real_file (file), offset, n, flags);
}

static void
fault_shm_barrier (sqlite3_file *file)
{
  real_file (file)->pMethods->xShmBarrier (real_file (file));
}

static int
fault_shm_unmap (sqlite3_file *file, int delete_it)
{
  return real_file (file)->pMethods->xShmUnmap (real_file (file), delete_it);
}

/* Version 2: with shared memory, and without the mapping of pages, which would pass by us. */
static const sqlite3_io_methods fault_methods = {
  .iVersion = 2,
  .xClose = fault_close,
  .xRead = fault_read,
  .xWrite = fault_write,
  .xTruncate = fault_truncate,
  .xSync = fault_sync,
  .xFileSize = fault_file_size,
  .xLock = fault_lock,
  .xUnlock = fault_unlock,
  .xCheckReservedLock = fault_check_reserved_lock,
  .xFileControl = fault_file_control,
  .xSectorSize = fault_sector_size,
  .xDeviceCharacteristics = fault_device_characteristics,
  .xShmMap = fault_shm_map,
  .xShmLock = fault_shm_lock,
  .xShmBarrier = fault_shm_barrier,
  .xShmUnmap = fault_shm_unmap,
};

static int
fault_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  int rc = get_real (vfs)->xOpen (get_real (vfs), name, real_file (file), flags, out_flags);

  file->pMethods = real_file (file)->pMethods != NULL ? &fault_methods : NULL;
  if (name == NULL || (flags & (SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_TEMP_JOURNAL |
                                SQLITE_OPEN_TRANSIENT_DB | SQLITE_OPEN_SUBJOURNAL)))
    {
      g_mutex_lock (&state.mutex);
      state.n_temporary++;
      g_mutex_unlock (&state.mutex);
    }
  return rc;
}

void
karne_fault_vfs_install (void)
{
  static sqlite3_vfs vfs;
  sqlite3_vfs *real = sqlite3_vfs_find (NULL);

  /* Whatever has to do with names and not with files is the system's, function by function. */
  vfs = *real;
  vfs.zName = "karne-fault";
  vfs.szOsFile = (int) sizeof (FaultFile) + real->szOsFile;
  vfs.pAppData = real;
  vfs.xOpen = fault_open;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
}

static void
arm (KarneFault fault, gboolean counts_bytes, guint64 left)
{
  g_mutex_lock (&state.mutex);
  state.fault = fault;
  state.counts_bytes = counts_bytes;
  state.left = left;
  state.n_writes = state.n_syncs = state.n_failed = state.n_temporary = 0;
  g_mutex_unlock (&state.mutex);
}

void
karne_fault_vfs_arm (KarneFault fault, guint calls)
{
  arm (fault, FALSE, calls);
}

void
karne_fault_vfs_arm_after_bytes (KarneFault fault, guint64 bytes)
{
  arm (fault, TRUE, bytes);
}

static guint
get (const guint *count)
{
  guint n;

  g_mutex_lock (&state.mutex);
  n = *count;
  g_mutex_unlock (&state.mutex);
  return n;
}

guint
karne_fault_vfs_get_n_writes (void)
{
  return get (&state.n_writes);
}

guint
karne_fault_vfs_get_n_syncs (void)
{
  return get (&state.n_syncs);
}

guint
karne_fault_vfs_get_n_failed (void)
{
  return get (&state.n_failed);
}

guint
karne_fault_vfs_get_n_temporary (void)
{
  return get (&state.n_temporary);
}
