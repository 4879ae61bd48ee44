/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-block.h"

#include "karne-render-error.h"
#include "karne-render-protocol.h"

#define MAX_LEVEL 6
#define MAX_SPAN 1000

static void
text_run_clear (gpointer data)
{
  g_free (((KarneTextRun *) data)->text);
}

static void
cell_free (gpointer data)
{
  KarneBlockCell *cell = data;

  g_array_unref (cell->runs);
  g_free (cell);
}

static GArray *
runs_new (void)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (KarneTextRun));

  g_array_set_clear_func (runs, text_run_clear);
  return runs;
}

static GPtrArray *
rows_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

static void
take_run (GArray *runs, KarneTextStyle style, char *text)
{
  KarneTextRun run = { style, text };

  g_array_append_val (runs, run);
}

/**
 * karne_block_new:
 * @kind: what it is
 *
 * Returns: (transfer full): a block without text
 */
KarneBlock *
karne_block_new (KarneBlockKind kind)
{
  KarneBlock *self = g_new0 (KarneBlock, 1);

  self->kind = kind;
  self->level = 1;
  self->runs = runs_new ();
  self->rows = rows_new ();
  return self;
}

/**
 * karne_block_take_text:
 * @self: a block
 * @style: how it is set
 * @text: (transfer full): text to add
 */
void
karne_block_take_text (KarneBlock *self, KarneTextStyle style, char *text)
{
  take_run (self->runs, style, text);
}

/**
 * karne_block_add_row:
 * @self: a table
 *
 * Adds a row, to which the next cells go.
 */
void
karne_block_add_row (KarneBlock *self)
{
  g_ptr_array_add (self->rows, g_ptr_array_new_with_free_func (cell_free));
}

/**
 * karne_block_take_cell:
 * @self: a table with a row
 * @heading: whether it names its row or its column
 * @text: (transfer full): its text
 *
 * Adds a cell of one column to the last row.
 */
void
karne_block_take_cell (KarneBlock *self, gboolean heading, char *text)
{
  KarneBlockCell *cell = g_new0 (KarneBlockCell, 1);

  cell->columns = cell->rows = 1;
  cell->heading = heading;
  cell->runs = runs_new ();
  take_run (cell->runs, KARNE_TEXT_PLAIN, text);
  g_ptr_array_add (self->rows->pdata[self->rows->len - 1], cell);
}

void
karne_block_free (KarneBlock *self)
{
  g_array_unref (self->runs);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* Numbers by the helper are brought within bounds: it is the interface that would suffer. */
static GArray *
runs_from_variant (GVariant *variant)
{
  GArray *runs = runs_new ();
  GVariantIter iter;
  guint32 style;
  char *text;

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "(us)", &style, &text))
    take_run (runs, (KarneTextStyle) (style & KARNE_TEXT_ALL), text);
  return runs;
}

static GPtrArray *
cells_from_variant (GVariant *variant)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (cell_free);
  GVariantIter iter;
  guint32 columns, rows;
  gboolean heading;
  GVariant *runs;

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "(uub@a(us))", &columns, &rows, &heading, &runs))
    {
      KarneBlockCell *cell = g_new0 (KarneBlockCell, 1);

      cell->columns = CLAMP (columns, 1, MAX_SPAN);
      cell->rows = CLAMP (rows, 1, MAX_SPAN);
      cell->heading = heading;
      cell->runs = runs_from_variant (runs);
      g_ptr_array_add (cells, cell);
      g_variant_unref (runs);
    }
  return cells;
}

static GPtrArray *
rows_from_variant (GVariant *variant)
{
  GPtrArray *rows = rows_new ();
  GVariantIter iter;
  GVariant *cells;

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "@a(uuba(us))", &cells))
    {
      g_ptr_array_add (rows, cells_from_variant (cells));
      g_variant_unref (cells);
    }
  return rows;
}

static KarneBlock *
block_from_variant (GVariant *variant)
{
  KarneBlock *self;
  guint32 kind, level, number;
  g_autoptr (GVariant) runs = NULL, rows = NULL;

  g_variant_get (variant, "(uuu@a(us)@aa(uuba(us)))", &kind, &level, &number, &runs, &rows);
  if (kind > KARNE_BLOCK_LAST || (kind == KARNE_BLOCK_FACT && number > KARNE_HEAD_FACT_LAST))
    return NULL;

  self = g_new0 (KarneBlock, 1);
  self->kind = (KarneBlockKind) kind;
  self->level = CLAMP (level, 1, MAX_LEVEL);
  self->number = number;
  self->runs = runs_from_variant (runs);
  self->rows = rows_from_variant (rows);
  return self;
}

/**
 * karne_blocks_from_variant:
 * @variant: what the helper answered, of `KARNE_RENDER_BLOCKS_TYPE`
 * @error: return location
 *
 * Returns: (transfer full) (element-type KarneBlock): the blocks, or `NULL` when one is of no kind
 */
GPtrArray *
karne_blocks_from_variant (GVariant *variant, GError **error)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_block_free);

  for (gsize i = 0; i < g_variant_n_children (variant); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (variant, i);
      KarneBlock *block = block_from_variant (child);

      if (block == NULL)
        {
          g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED,
                       "Reading blocks: one is of no known kind");
          return NULL;
        }
      g_ptr_array_add (blocks, block);
    }
  return g_steal_pointer (&blocks);
}

/**
 * karne_text_runs_to_text:
 * @runs: (element-type KarneTextRun): runs of text
 *
 * Returns: (transfer full): their text, without that of what is not shown
 */
char *
karne_text_runs_to_text (GArray *runs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const KarneTextRun *run = &g_array_index (runs, KarneTextRun, i);

      if ((run->style & KARNE_TEXT_NOT_SHOWN) == 0)
        g_string_append (text, run->text);
    }
  return g_string_free (text, FALSE);
}
