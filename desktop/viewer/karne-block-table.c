/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-block-table.h"

/* Rows that are left of a cell that reaches down, by column. */
typedef struct
{
  GArray *below; /* (owned) of guint */
  GArray *places;
  guint row;
} Placing;

static guint *
get_below (Placing *self, guint column)
{
  if (self->below->len <= column)
    g_array_set_size (self->below, column + 1);
  return &g_array_index (self->below, guint, column);
}

static void
place_row (Placing *self, GPtrArray *cells)
{
  guint column = 0;

  for (guint i = 0; i < cells->len; i++)
    {
      KarneBlockPlace place = { cells->pdata[i], self->row, 0, 0 };

      while (*get_below (self, column) > 0)
        column++;
      place.column = column;
      place.columns = place.cell->columns;
      for (guint j = 0; j < place.columns; j++)
        *get_below (self, column++) = place.cell->rows;
      g_array_append_val (self->places, place);
    }
  for (guint i = 0; i < self->below->len; i++)
    if (*get_below (self, i) > 0)
      (*get_below (self, i))--;
}

/* A cell may claim to reach over a thousand columns of a table that has three: columns exist where
 * something begins. */
static guint
count_columns (GArray *places)
{
  guint n = 0;

  for (guint i = 0; i < places->len; i++)
    n = MAX (n, g_array_index (places, KarneBlockPlace, i).column + 1);
  return n;
}

GArray *
karne_block_table_place (const KarneBlock *table, guint *n_columns)
{
  Placing self = {
    .below = g_array_new (FALSE, TRUE, sizeof (guint)),
    .places = g_array_new (FALSE, FALSE, sizeof (KarneBlockPlace)),
  };

  for (; self.row < table->rows->len; self.row++)
    place_row (&self, table->rows->pdata[self.row]);
  g_array_unref (self.below);

  *n_columns = count_columns (self.places);
  for (guint i = 0; i < self.places->len; i++)
    {
      KarneBlockPlace *place = &g_array_index (self.places, KarneBlockPlace, i);

      place->columns = MIN (place->columns, *n_columns - place->column);
    }
  return self.places;
}
