/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Documents to merge: made by chance, or real ones, and edited by chance. Each value that is
 * written is new, so that what became of it can be told from the text alone. */

typedef struct _MergeTree MergeTree;

/* What the values written next begin with, and how many there were. */
typedef struct
{
  GRand *rand;
  char side;
  guint n;
} MergeDice;

MergeTree *merge_tree_parse (const char *text);
MergeTree *merge_tree_make (MergeDice *dice);
MergeTree *merge_tree_copy (const MergeTree *self);
void merge_tree_free (MergeTree *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MergeTree, merge_tree_free)

/* Changes, adds, takes away or moves one thing. */
void merge_tree_edit (MergeTree *self, MergeDice *dice);
/* is_spaced: with white space wherever JSON lets some stand. */
char *merge_tree_write (const MergeTree *self, gboolean is_spaced);

/* All scalars that a text says, as they are spelled. */
GHashTable *merge_tree_list_scalars (const char *text);

G_END_DECLS
