/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sqlite3.h>

#include "karne-sim-vfs.h"

G_BEGIN_DECLS

/* What the disk and the VFS above it share. All of it with the lock of the VFS held. */

/* Which bytes a name stands for, and what the connections of the living program share of them:
 * their locks and their memory. */
typedef struct
{
  guint n_refs;
  KarneSimFile *file;   /* (owned) */
  GPtrArray *handles;   /* (owned) of KarneSimHandle (unowned): the open ones */
  GPtrArray *shm_pages; /* (owned) */
} KarneSimNode;

KarneSimNode *karne_sim_node_new (KarneSimFile *file); /* (transfer full) */
KarneSimNode *karne_sim_node_ref (KarneSimNode *self);
void karne_sim_node_unref (KarneSimNode *self);

struct _KarneSimDisk
{
  char *name;          /* (owned) */
  GHashTable *nodes;   /* (owned) path to KarneSimNode, as programs see them */
  GHashTable *lasting; /* (owned) the same, as of the last sync of the folder */
  guint64 n_calls;
  guint64 n_calls_of[KARNE_SIM_N_CALLS];
  guint64 n_failed;
  guint64 kill_at; /* in how many calls; 0: never */
  gboolean is_dead;
  guint generation; /* how many starts there were */
  struct
  {
    guint nth; /* in how many calls; 0: never */
    guint times;
  } faults[KARNE_SIM_N_CALLS];
  gint64 room; /* -1: no end */
  gboolean ignores_syncs;
};

/* The lock around every disk. */
extern GMutex karne_sim_lock;

/* (nullable): whose path this is. */
KarneSimDisk *karne_sim_disk_find (const char *path);
KarneSimNode *karne_sim_disk_lookup (KarneSimDisk *self, const char *path);
void karne_sim_disk_link (KarneSimDisk *self, const char *path, KarneSimNode *node);
void karne_sim_disk_unlink (KarneSimDisk *self, const char *path);
void karne_sim_disk_sync_folder (KarneSimDisk *self);
/* Counts a call of the program started as `generation`; FALSE where it fails. */
gboolean karne_sim_disk_may (KarneSimDisk *self, guint generation, KarneSimCall call);
/* How many of so many new bytes there is room for; takes them. */
gsize karne_sim_disk_take_room (KarneSimDisk *self, gsize bytes);
void karne_sim_disk_give_room (KarneSimDisk *self, gsize bytes);

G_END_DECLS
