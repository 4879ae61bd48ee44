/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The system's way to files, put under SQLite as its default one, which can be told to fail as a
 * disk does. What it does not fail it hands on. */

typedef enum
{
  KARNE_FAULT_NONE,
  KARNE_FAULT_FULL,   /* writes say SQLITE_FULL */
  KARNE_FAULT_ENOSPC, /* writes say SQLITE_IOERR_WRITE, errno is ENOSPC */
  KARNE_FAULT_BROKEN, /* writes say SQLITE_IOERR_WRITE, errno is EIO */
  KARNE_FAULT_SYNC,   /* syncs say SQLITE_IOERR_FSYNC, errno is EIO */
} KarneFault;

/* Once a process, before the first store. */
void karne_fault_vfs_install (void);
/* Lets `calls` writes (or syncs) pass; every one after them fails, until another call of this.
 * Counts begin anew. */
void karne_fault_vfs_arm (KarneFault fault, guint calls);
/* The same after so many bytes; a write that would go beyond them fails whole. */
void karne_fault_vfs_arm_after_bytes (KarneFault fault, guint64 bytes);

/* Since the last arming. */
guint karne_fault_vfs_get_n_writes (void);
guint karne_fault_vfs_get_n_syncs (void);
guint karne_fault_vfs_get_n_failed (void);
/* Temporary files that were opened. SQLite removes the names of such files at once, so a look into
 * the folder would not find them. */
guint karne_fault_vfs_get_n_temporary (void);

G_END_DECLS
