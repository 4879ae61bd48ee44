/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-paper.h"

#include "karne-block-table.h"
#include "karne-block-words.h"

#define FONT "Sans 10"
#define MONOSPACE "Monospace 9"
#define INDENT 14
#define GAP 5 /* between blocks */
#define CELL_GAP 8
/* Of the width of the paper: no column takes more, or is left less. */
#define WIDEST 0.6
#define NARROWEST 0.06

/* A line of text where it stands. */
typedef struct
{
  guint sheet;
  double x;
  double baseline;
  PangoLayoutLine *line; /* (owned) */
} Line;

/* A line across, under a row. */
typedef struct
{
  guint sheet;
  double y;
} Rule;

struct _KarnePaper
{
  PangoContext *context; /* (owned) */
  double width;
  double height;
  guint sheet; /* of the pen */
  double y;
  GArray *lines;      /* (owned) of Line */
  GArray *rules;      /* (owned) of Rule */
  GPtrArray *layouts; /* (owned) of PangoLayout: whose lines these are */
};

static void
line_clear (gpointer data)
{
  pango_layout_line_unref (((Line *) data)->line);
}

KarnePaper *
karne_paper_new (PangoContext *context, double width, double height)
{
  KarnePaper *self = g_new0 (KarnePaper, 1);

  self->context = g_object_ref (context);
  self->width = width;
  self->height = height;
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, line_clear);
  self->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
karne_paper_free (KarnePaper *self)
{
  g_array_unref (self->lines);
  g_array_unref (self->rules);
  g_ptr_array_unref (self->layouts);
  g_object_unref (self->context);
  g_free (self);
}

/* Layouts */

static PangoLayout *
make_layout (KarnePaper *self, const char *text, PangoAttrList *attributes, const char *font)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_attributes (layout, attributes);
  g_ptr_array_add (self->layouts, layout);
  return layout;
}

static PangoLayout *
layout_from_runs (KarnePaper *self, GArray *runs, const char *font, gboolean bold)
{
  PangoAttrList *attributes;
  g_autofree char *text = karne_block_words_text (runs, &attributes);
  PangoLayout *layout;

  if (bold)
    pango_attr_list_insert_before (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  layout = make_layout (self, text, attributes, font);
  pango_attr_list_unref (attributes);
  return layout;
}

static double
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
set_width (PangoLayout *layout, double width)
{
  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
}

/* The pen */

static void
turn_sheet (KarnePaper *self)
{
  self->sheet++;
  self->y = 0;
}

static void
make_room (KarnePaper *self, double height)
{
  if (self->y > 0 && self->y + height > self->height)
    turn_sheet (self);
}

/* Where the line that the iterator is at stands, when the layout begins at y. */
static void
add_line (KarnePaper *self, PangoLayoutIter *iter, double x, double y)
{
  PangoRectangle extents;
  Line line = { self->sheet, x, y + (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE,
                pango_layout_line_ref (pango_layout_iter_get_line_readonly (iter)) };

  pango_layout_iter_get_line_extents (iter, NULL, &extents);
  line.x += (double) extents.x / PANGO_SCALE;
  g_array_append_val (self->lines, line);
}

/* Goes over to the next sheet between any two lines. */
static void
write_layout (KarnePaper *self, PangoLayout *layout, double x)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      int top, bottom;

      pango_layout_iter_get_line_yrange (iter, &top, &bottom);
      make_room (self, (double) (bottom - top) / PANGO_SCALE);
      add_line (self, iter, x, self->y - (double) top / PANGO_SCALE);
      self->y += (double) (bottom - top) / PANGO_SCALE;
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/* Stays where it is put. */
static void
place_layout (KarnePaper *self, PangoLayout *layout, double x, double y)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    add_line (self, iter, x, y);
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

static void
write_runs (KarnePaper *self, GArray *runs, const char *font, gboolean bold, double x)
{
  PangoLayout *layout = layout_from_runs (self, runs, font, bold);

  set_width (layout, self->width - x);
  write_layout (self, layout, x);
}

/* Tables */

typedef struct
{
  GArray *places;      /* (owned) of KarneBlockPlace */
  PangoLayout **cells; /* (owned) of each place; the layouts are the paper's */
  double *lefts;       /* (owned) of each column, and the right of the last */
  guint n_columns;
} Table;

static void
table_clear (Table *table)
{
  g_array_unref (table->places);
  g_free (table->cells);
  g_free (table->lefts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static const KarneBlockPlace *
get_place (const Table *table, guint i)
{
  return &g_array_index (table->places, KarneBlockPlace, i);
}

static void
measure_columns (KarnePaper *self, Table *table, double *widths)
{
  for (guint i = 0; i < table->places->len; i++)
    {
      const KarneBlockPlace *place = get_place (table, i);
      int width;

      pango_layout_get_size (table->cells[i], &width, NULL);
      if (place->columns == 1)
        widths[place->column] =
            MAX (widths[place->column], (double) width / PANGO_SCALE + CELL_GAP);
    }
}

/* What columns would like, as far as there is paper. */
static void
set_columns (KarnePaper *self, Table *table)
{
  g_autofree double *widths = g_new0 (double, table->n_columns);
  double sum = 0, least = MIN (NARROWEST * self->width, self->width / table->n_columns);

  measure_columns (self, table, widths);
  for (guint i = 0; i < table->n_columns; i++)
    {
      widths[i] = CLAMP (widths[i], least, MAX (least, WIDEST * self->width));
      sum += widths[i];
    }
  table->lefts = g_new0 (double, table->n_columns + 1);
  for (guint i = 0; i < table->n_columns; i++)
    table->lefts[i + 1] = table->lefts[i] + widths[i] * MIN (1, self->width / sum);
}

static void
set_cells (KarnePaper *self, Table *table)
{
  table->cells = g_new0 (PangoLayout *, MAX (table->places->len, 1));
  for (guint i = 0; i < table->places->len; i++)
    {
      const KarneBlockCell *cell = get_place (table, i)->cell;

      table->cells[i] = layout_from_runs (self, cell->runs, FONT, cell->heading);
    }
}

static void
wrap_cells (Table *table)
{
  for (guint i = 0; i < table->places->len; i++)
    {
      const KarneBlockPlace *place = get_place (table, i);

      set_width (table->cells[i], table->lefts[place->column + place->columns] -
                                      table->lefts[place->column] - CELL_GAP);
    }
}

/* A row that no sheet can hold goes over sheets, cell after cell. */
static void
write_row_down (KarnePaper *self, const Table *table, guint from, guint until)
{
  for (guint i = from; i < until; i++)
    {
      set_width (table->cells[i], self->width);
      write_layout (self, table->cells[i], 0);
    }
}

static void
write_row (KarnePaper *self, const Table *table, guint from, guint until)
{
  double height = 0;
  Rule rule;

  for (guint i = from; i < until; i++)
    height = MAX (height, get_height (table->cells[i]));
  if (height > self->height)
    write_row_down (self, table, from, until);
  else
    {
      make_room (self, height);
      for (guint i = from; i < until; i++)
        place_layout (self, table->cells[i], table->lefts[get_place (table, i)->column], self->y);
      self->y += height;
    }
  rule = (Rule){ self->sheet, self->y + 1 };
  g_array_append_val (self->rules, rule);
  self->y += 3;
}

static void
write_table (KarnePaper *self, const KarneBlock *block)
{
  g_auto (Table) table = { 0 };
  guint from = 0;

  table.places = karne_block_table_place (block, &table.n_columns);
  if (table.n_columns == 0)
    return;
  set_cells (self, &table);
  set_columns (self, &table);
  wrap_cells (&table);
  for (guint i = 1; i <= table.places->len; i++)
    if (i == table.places->len || get_place (&table, i)->row != get_place (&table, from)->row)
      {
        write_row (self, &table, from, i);
        from = i;
      }
}

/* Blocks */

static const char *
get_heading_font (guint level)
{
  return level == 1 ? "Sans 13" : level == 2 ? "Sans 11.5" : FONT;
}

static void
write_fact (KarnePaper *self, const KarneBlock *fact)
{
  g_autofree char *words = karne_block_words_line (fact);
  PangoLayout *layout;

  if (fact->number == KARNE_HEAD_FACT_TITLE)
    {
      write_runs (self, fact->runs, "Sans 16", TRUE, 0);
      return;
    }
  layout = make_layout (self, words, NULL, FONT);
  set_width (layout, self->width);
  write_layout (self, layout, 0);
}

static void
write_item (KarnePaper *self, const KarneBlock *item)
{
  double x = INDENT * item->level;
  g_autofree char *marker = karne_block_words_marker (item);
  PangoLayout *sign = make_layout (self, marker, NULL, FONT);
  PangoLayout *text = layout_from_runs (self, item->runs, FONT, FALSE);

  set_width (text, self->width - x);
  make_room (self, get_height (sign));
  place_layout (self, sign, x - INDENT, self->y);
  write_layout (self, text, x);
}

void
karne_paper_add (KarnePaper *self, const KarneBlock *block)
{
  switch (block->kind)
    {
    case KARNE_BLOCK_FACT:
      write_fact (self, block);
      break;
    case KARNE_BLOCK_HEADING:
      self->y += self->y > 0 ? GAP : 0;
      make_room (self, 40); /* never alone at the foot of a sheet */
      write_runs (self, block->runs, get_heading_font (block->level), TRUE, 0);
      break;
    case KARNE_BLOCK_PARAGRAPH:
      write_runs (self, block->runs, FONT, FALSE, INDENT * (block->level - 1));
      break;
    case KARNE_BLOCK_ITEM:
      write_item (self, block);
      break;
    case KARNE_BLOCK_PREFORMATTED:
      write_runs (self, block->runs, MONOSPACE, FALSE, 0);
      break;
    case KARNE_BLOCK_TABLE:
      if (block->runs->len > 0)
        write_runs (self, block->runs, FONT, TRUE, 0);
      write_table (self, block);
      break;
    }
  self->y += GAP;
}

/* Sheets */

guint
karne_paper_get_n_sheets (KarnePaper *self)
{
  return self->sheet + 1;
}

void
karne_paper_draw (KarnePaper *self, guint sheet, cairo_t *cr)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->sheet != sheet)
        continue;
      cairo_move_to (cr, line->x, line->baseline);
      pango_cairo_show_layout_line (cr, line->line);
    }
  cairo_set_line_width (cr, 0.5);
  for (guint i = 0; i < self->rules->len; i++)
    {
      const Rule *rule = &g_array_index (self->rules, Rule, i);

      if (rule->sheet != sheet)
        continue;
      cairo_move_to (cr, 0, rule->y);
      cairo_line_to (cr, self->width, rule->y);
      cairo_stroke (cr);
    }
}
