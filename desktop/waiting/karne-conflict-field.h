/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_CONFLICT_FIELD_BOX (karne_conflict_field_box_get_type ())
G_DECLARE_FINAL_TYPE (KarneConflictFieldBox,
                      karne_conflict_field_box,
                      KARNE,
                      CONFLICT_FIELD_BOX,
                      AdwBin)

/* One side of a field. */
typedef struct
{
  const char *caption; /* whose it is, as “Entered here” */
  const char *value;   /* (nullable) in words; NULL for nothing */
  const char *keep;    /* what choosing it is called */
} KarneConflictSide;

/* heading: what the field is called; both: (nullable) what keeping both is called, where that can
 * be done. Emits `notify::decided`. */
GtkWidget *karne_conflict_field_box_new (const char *heading,
                                         const KarneConflictSide *mine,
                                         const KarneConflictSide *theirs,
                                         const char *both);
/* FALSE: nobody chose yet, and keep is not set. */
gboolean karne_conflict_field_box_get_decided (KarneConflictFieldBox *self, KarneKeep *keep);
/* As if nobody had chosen. */
void karne_conflict_field_box_reset (KarneConflictFieldBox *self);

G_END_DECLS
