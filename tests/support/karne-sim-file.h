/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-sim-random.h"

G_BEGIN_DECLS

/* What becomes of what was written and not synced, when the power goes. */
typedef enum
{
  KARNE_SIM_DAMAGE_NONE,    /* all of it is there: only the process was killed */
  KARNE_SIM_DAMAGE_LOST,    /* none of it */
  KARNE_SIM_DAMAGE_PREFIX,  /* what came before some moment; the last of it may be torn */
  KARNE_SIM_DAMAGE_SUBSET,  /* any of it, in no order, each whole or torn */
  KARNE_SIM_DAMAGE_GARBAGE, /* the same, and where a file grew over nothing, noise */
  KARNE_SIM_N_DAMAGES,
} KarneSimDamage;

/* The bytes of one file as programs see them, as the disk holds them, and what lies between. */
typedef struct _KarneSimFile KarneSimFile;

KarneSimFile *karne_sim_file_new (void);
KarneSimFile *karne_sim_file_ref (KarneSimFile *self);
void karne_sim_file_unref (KarneSimFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneSimFile, karne_sim_file_unref)

gsize karne_sim_file_get_size (KarneSimFile *self);
/* Returns how many bytes there were. */
gsize karne_sim_file_read (KarneSimFile *self, guint64 offset, void *bytes, gsize len);
void karne_sim_file_write (KarneSimFile *self, guint64 offset, const void *bytes, gsize len);
void karne_sim_file_truncate (KarneSimFile *self, guint64 size);
void karne_sim_file_sync (KarneSimFile *self);

/* (transfer full): the file as it is found after the power went. */
KarneSimFile *
karne_sim_file_survive (KarneSimFile *self, KarneSimDamage damage, KarneSimRandom *random);

G_END_DECLS
