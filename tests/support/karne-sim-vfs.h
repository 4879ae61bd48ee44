/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-sim-file.h"

G_BEGIN_DECLS

/* Disks in memory, under SQLite, which fail as disks do. Each has a name, and holds the files whose
 * path begins with it: "/NAME/record.db". Nothing of them depends on time, threads or the system:
 * the same calls give the same files and the same counts.
 *
 * A disk knows what was synced and what was not. It follows what a Linux file system promises, and
 * no more: a sync makes the bytes of one file last; a name that was made or removed lasts once the
 * folder was synced, which SQLite asks for with the first sync of a log or a journal and with some
 * removals; a torn write harms nothing outside of its own range ("powersafe overwrite"). A sync
 * that failed has done nothing, and may be tried again. */

#define KARNE_SIM_VFS "karne-sim"

typedef struct _KarneSimDisk KarneSimDisk;

typedef enum
{
  KARNE_SIM_OPEN,
  KARNE_SIM_CLOSE,
  KARNE_SIM_READ,
  KARNE_SIM_WRITE,
  KARNE_SIM_TRUNCATE,
  KARNE_SIM_SYNC,
  KARNE_SIM_FILE_SIZE,
  KARNE_SIM_DELETE,
  KARNE_SIM_ACCESS,
  KARNE_SIM_LOCK,
  KARNE_SIM_UNLOCK,
  KARNE_SIM_CHECK_LOCK,
  KARNE_SIM_SHM_MAP,
  KARNE_SIM_SHM_LOCK,
  KARNE_SIM_SHM_BARRIER,
  KARNE_SIM_SHM_UNMAP,
  KARNE_SIM_N_CALLS,
} KarneSimCall;

/* Once a process; the second time does nothing. The system's VFS stays the default one. */
void karne_sim_vfs_install (void);

KarneSimDisk *karne_sim_disk_new (const char *name);
/* With what `from` has on it and would still have after a kill: to begin from a store that is made
 * already. Nothing may be unsynced that matters: all of it counts as synced. */
KarneSimDisk *karne_sim_disk_copy (KarneSimDisk *from, const char *name);
/* Its connections must be closed. */
void karne_sim_disk_free (KarneSimDisk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneSimDisk, karne_sim_disk_free)

/* (transfer full) "/NAME/file". */
char *karne_sim_disk_dup_path (KarneSimDisk *self, const char *file);
gboolean karne_sim_disk_has (KarneSimDisk *self, const char *file);
/* Everything goes, as when a space is erased. */
void karne_sim_disk_erase (KarneSimDisk *self);
/* (transfer full) The bytes of a file as they are now; NULL where there is none. */
GBytes *karne_sim_disk_dup_bytes (KarneSimDisk *self, const char *file);

/* Since the beginning. */
guint64 karne_sim_vfs_get_n_calls (KarneSimDisk *self);
guint64 karne_sim_vfs_get_n_calls_of (KarneSimDisk *self, KarneSimCall call);
/* How many calls were failed on purpose, death aside. */
guint64 karne_sim_vfs_get_n_failed (KarneSimDisk *self);

/* The program dies at the nth call from now on (1: the next one), which has no effect; every call
 * after it fails too. 0: not any more. */
void karne_sim_vfs_kill_at (KarneSimDisk *self, guint64 n);
void karne_sim_vfs_kill (KarneSimDisk *self);
gboolean karne_sim_vfs_is_dead (KarneSimDisk *self);

/* The next start after a kill or a power cut: what lasted is there, the rest may be. Locks and
 * shared memory are gone. Connections of before are to be closed first; one that is still open is
 * that of a dead program, and its calls fail. Faults are over. The seed also picks the damage. */
void karne_sim_vfs_reboot (KarneSimDisk *self, guint64 seed);
void karne_sim_vfs_reboot_with (KarneSimDisk *self, KarneSimDamage damage, guint64 seed);

/* The nth call of this sort from now on fails with EIO, and so many after it in all (G_MAXUINT: for
 * good). */
void karne_sim_vfs_fail (KarneSimDisk *self, KarneSimCall call, guint nth, guint times);
/* Files may grow by so many bytes altogether, then writes say that the disk is full (-1: as much as
 * they like). What is truncated or removed gives room again. */
void karne_sim_vfs_set_room (KarneSimDisk *self, gint64 bytes);
/* Those two are over. */
void karne_sim_vfs_heal (KarneSimDisk *self);
/* A disk that lies: a sync says that it was done and does nothing. */
void karne_sim_vfs_ignore_syncs (KarneSimDisk *self, gboolean ignore);

/* What SQLite takes for now, milliseconds since 1970, until it is set again. */
void karne_sim_vfs_set_time (gint64 unix_ms);

G_END_DECLS
