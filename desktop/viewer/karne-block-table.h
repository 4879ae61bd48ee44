/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-block.h"

G_BEGIN_DECLS

/* Where a cell of a table stands. */
typedef struct
{
  const KarneBlockCell *cell; /* (unowned) */
  guint row;
  guint column;
  guint columns; /* over how many of the columns that there are */
} KarneBlockPlace;

/* Where the cells stand, beside those that reach down from above. n_columns: (out): how many
 * columns there are. (element-type KarneBlockPlace) (transfer full) */
GArray *karne_block_table_place (const KarneBlock *table, guint *n_columns);

G_END_DECLS
