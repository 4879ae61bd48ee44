/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-cda-blocks.h"

#include "karne-render-protocol.h"

#include <string.h>

/* Blocks, cells and runs together. */
#define MAX_PARTS (20 * 1000)

/* Builds the blocks of a document. Spaces are taken together as in XML: between words there is one,
 * at the edges of a block or a line none. */
struct _KarneCdaBlocks
{
  GVariantBuilder blocks;
  GVariantBuilder rows;  /* of the table that is open */
  GVariantBuilder cells; /* of the row that is open */
  GVariant *caption;     /* (owned) (nullable): the runs, from which the table was begun on */
  GPtrArray *runs;       /* (owned) (element-type GVariant): what collects */
  GString *text;         /* (owned): the last run */
  KarneTextStyle style;  /* of that */
  gboolean space;        /* one stands before the next word */
  gboolean at_start;     /* of a line */
  gsize size;
  guint n_parts;
};

KarneCdaBlocks *
karne_cda_blocks_new (void)
{
  KarneCdaBlocks *self = g_new0 (KarneCdaBlocks, 1);

  g_variant_builder_init (&self->blocks, KARNE_RENDER_BLOCKS_TYPE);
  g_variant_builder_init (&self->rows, G_VARIANT_TYPE ("aa(uuba(us))"));
  g_variant_builder_init (&self->cells, G_VARIANT_TYPE ("a(uuba(us))"));
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  self->text = g_string_new (NULL);
  self->at_start = TRUE;
  return self;
}

void
karne_cda_blocks_free (KarneCdaBlocks *self)
{
  g_variant_builder_clear (&self->blocks);
  g_variant_builder_clear (&self->rows);
  g_variant_builder_clear (&self->cells);
  g_clear_pointer (&self->caption, g_variant_unref);
  g_ptr_array_unref (self->runs);
  g_string_free (self->text, TRUE);
  g_free (self);
}

gboolean
karne_cda_blocks_is_over (KarneCdaBlocks *self)
{
  return self->size > KARNE_RENDER_MAX_TEXT || self->n_parts > MAX_PARTS;
}

static void
end_run (KarneCdaBlocks *self)
{
  if (self->text->len == 0 && (self->style & KARNE_TEXT_NOT_SHOWN) == 0)
    return;

  self->n_parts++;
  g_ptr_array_add (self->runs,
                   g_variant_ref_sink (g_variant_new ("(us)", self->style, self->text->str)));
  g_string_truncate (self->text, 0);
  self->style = KARNE_TEXT_PLAIN;
}

static void
set_style (KarneCdaBlocks *self, KarneTextStyle style)
{
  if (style == self->style && (style & KARNE_TEXT_NOT_SHOWN) == 0)
    return;

  end_run (self);
  self->style = style;
}

static void
append (KarneCdaBlocks *self, const char *text, gsize size)
{
  if (karne_cda_blocks_is_over (self))
    return;

  g_string_append_len (self->text, text, size);
  self->size += size;
}

/* A space belongs to the run before it, so that no line under it reaches too far. */
static void
append_space (KarneCdaBlocks *self)
{
  if (self->space && !self->at_start)
    append (self, " ", 1);
  self->space = FALSE;
}

void
karne_cda_blocks_add_text (KarneCdaBlocks *self, KarneTextStyle style, const char *text)
{
  const char *const spaces = " \t\r\n";

  while (*text != '\0')
    {
      gsize gap = strspn (text, spaces), word = strcspn (text + gap, spaces);

      self->space |= gap > 0;
      if (word > 0)
        {
          append_space (self);
          set_style (self, style);
          append (self, text + gap, word);
          self->at_start = FALSE;
        }
      text += gap + word;
    }
}

/* What is not shown stands for something, even without a word; what is preformatted keeps all. */
void
karne_cda_blocks_add_exact (KarneCdaBlocks *self, KarneTextStyle style, const char *text)
{
  if (*text == '\0' && (style & KARNE_TEXT_NOT_SHOWN) == 0)
    return;

  append_space (self);
  set_style (self, style);
  append (self, text, strlen (text));
  self->at_start = FALSE;
  if ((style & KARNE_TEXT_NOT_SHOWN) != 0)
    end_run (self);
}

void
karne_cda_blocks_break_line (KarneCdaBlocks *self)
{
  if (!karne_cda_blocks_has_text (self))
    return;

  set_style (self, KARNE_TEXT_PLAIN);
  append (self, "\n", 1);
  self->space = FALSE;
  self->at_start = TRUE;
}

/* Breaks the line unless nothing stands in it yet. */
void
karne_cda_blocks_start_line (KarneCdaBlocks *self)
{
  if (!self->at_start)
    karne_cda_blocks_break_line (self);
}

gboolean
karne_cda_blocks_has_text (KarneCdaBlocks *self)
{
  return self->text->len > 0 || self->runs->len > 0 || (self->style & KARNE_TEXT_NOT_SHOWN) != 0;
}

/* The lines that nothing came after are no lines. */
static void
trim_end (KarneCdaBlocks *self)
{
  while (self->style == KARNE_TEXT_PLAIN && self->text->len > 0 &&
         self->text->str[self->text->len - 1] == '\n')
    g_string_truncate (self->text, self->text->len - 1);
}

static GVariant *
take_runs (KarneCdaBlocks *self)
{
  GVariant *runs;

  trim_end (self);
  end_run (self);
  runs = g_variant_new_array (G_VARIANT_TYPE ("(us)"), (GVariant *const *) self->runs->pdata,
                              self->runs->len);
  g_ptr_array_set_size (self->runs, 0);
  self->space = FALSE;
  self->at_start = TRUE;
  return runs;
}

/* Makes a block of what has collected, if anything has. */
void
karne_cda_blocks_add_block (KarneCdaBlocks *self, KarneBlockKind kind, guint level, guint number)
{
  GVariant *runs = g_variant_ref_sink (take_runs (self));

  if (g_variant_n_children (runs) > 0 && !karne_cda_blocks_is_over (self))
    {
      self->n_parts++;
      g_variant_builder_add (&self->blocks, "(uuu@a(us)aa(uuba(us)))", kind, level, number, runs,
                             NULL);
    }
  g_variant_unref (runs);
}

/* What has collected is its caption. */
void
karne_cda_blocks_begin_table (KarneCdaBlocks *self)
{
  g_clear_pointer (&self->caption, g_variant_unref);
  self->caption = g_variant_ref_sink (take_runs (self));
  g_variant_builder_clear (&self->rows);
  g_variant_builder_init (&self->rows, G_VARIANT_TYPE ("aa(uuba(us))"));
}

void
karne_cda_blocks_begin_row (KarneCdaBlocks *self)
{
  g_variant_builder_clear (&self->cells);
  g_variant_builder_init (&self->cells, G_VARIANT_TYPE ("a(uuba(us))"));
}

void
karne_cda_blocks_add_cell (KarneCdaBlocks *self, guint columns, guint rows, gboolean heading)
{
  GVariant *runs = g_variant_ref_sink (take_runs (self));

  if (!karne_cda_blocks_is_over (self))
    {
      self->n_parts++;
      g_variant_builder_add (&self->cells, "(uub@a(us))", columns, rows, heading, runs);
    }
  g_variant_unref (runs);
}

void
karne_cda_blocks_end_row (KarneCdaBlocks *self)
{
  self->n_parts++;
  g_variant_builder_add_value (&self->rows, g_variant_builder_end (&self->cells));
  g_variant_builder_init (&self->cells, G_VARIANT_TYPE ("a(uuba(us))"));
}

void
karne_cda_blocks_end_table (KarneCdaBlocks *self)
{
  GVariant *rows = g_variant_builder_end (&self->rows);

  self->n_parts++;
  g_variant_builder_add (&self->blocks, "(uuu@a(us)@aa(uuba(us)))", KARNE_BLOCK_TABLE, 0, 0,
                         self->caption, rows);
  g_clear_pointer (&self->caption, g_variant_unref);
  g_variant_builder_init (&self->rows, G_VARIANT_TYPE ("aa(uuba(us))"));
}

GVariant *
karne_cda_blocks_end (KarneCdaBlocks *self)
{
  GVariant *blocks = g_variant_ref_sink (g_variant_builder_end (&self->blocks));

  g_variant_builder_init (&self->blocks, KARNE_RENDER_BLOCKS_TYPE);
  return blocks;
}
