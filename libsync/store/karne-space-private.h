/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "platform/karne-lock.h"
#include "store/karne-space.h"

G_BEGIN_DECLS

struct _KarneSpace
{
  GObject parent_instance;

  char *name;        /* (owned) */
  GFile *folder;     /* (owned) */
  KarneKey *key;     /* (owned) (nullable) NULL once closed, and while it rests */
  KarneStore *store; /* (owned) (nullable) NULL while it rests */
  gboolean is_ephemeral;
  GMutex noting; /* around the key going, and the note being written: never after it */

  /* While it rests */
  GBytes *sealed;  /* (owned) (nullable) the key, shut by a guard */
  KarneLock *lock; /* (owned) (nullable) */
};

/* What spaces that last and spaces that do not have in common. Folders are called by a prefix and a
 * number. */

/* Sorted by their number; none where the root is not there. */
char **karne_space_list_folders (GFile *root, const char *prefix, GError **error);
/* Under the next free name; the root is made when it is not there. */
GFile *karne_space_make_folder (GFile *root, const char *prefix, char **name, GError **error);
/* With what is in it. SHARED: others clean up there, so that an empty folder may be gone before we
 * come to it, or be somebody's new space already. */
typedef enum
{
  KARNE_SPACE_REMOVE_ALONE,
  KARNE_SPACE_REMOVE_SHARED,
} KarneSpaceRemove;

gboolean karne_space_remove_folder (GFile *folder, KarneSpaceRemove how, GError **error);
/* The same, where nobody has it open; of one that somebody has, or that has gone, nothing is said.
 */
gboolean karne_space_erase_unheld (GFile *folder, GError **error);
GFile *karne_space_get_lock_file (GFile *folder);
GFile *karne_space_get_record_file (GFile *folder);
char *karne_space_dup_unsent_path (GFile *folder);

KarneSpace *karne_space_new (const char *name,
                             GFile *folder,
                             KarneKey *key,
                             KarneStore *store,
                             gboolean is_ephemeral);

G_END_DECLS
