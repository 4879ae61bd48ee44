/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-block-widgets.h"

#include "karne-a11y.h"
#include "karne-block-table.h"
#include "karne-block-words.h"
#include "karne-wide-box.h"

#include <glib/gi18n.h>

#define INDENT 24
#define MIN_CELL_CHARS 8
#define MAX_CELL_CHARS 40

static GtkWidget *
make_label (GtkAccessibleRole role, GArray *runs, GPtrArray *labels)
{
  PangoAttrList *attributes;
  g_autofree char *text = karne_block_words_text (runs, &attributes);
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "label", text, "xalign", 0.0f, "wrap",
                    TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "attributes", attributes, NULL);

  pango_attr_list_unref (attributes);
  if (labels != NULL)
    g_ptr_array_add (labels, label);
  return label;
}

/* Headings */

static const char *const heading_styles[] = { "title-2", "title-3", "title-4" };

static void
style_heading (GtkWidget *label, guint level)
{
  guint last = G_N_ELEMENTS (heading_styles) - 1;

  gtk_widget_add_css_class (label, heading_styles[MIN (level - 1, last)]);
  gtk_widget_add_css_class (label, "karne-document-heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL,
                                  (int) level, -1);
}

GtkWidget *
karne_block_widgets_new_heading (const char *text, guint level)
{
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label", text,
                    "xalign", 0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  style_heading (label, level);
  return label;
}

static GtkWidget *
make_heading (const KarneBlock *block, GPtrArray *labels)
{
  GtkWidget *label = make_label (GTK_ACCESSIBLE_ROLE_HEADING, block->runs, labels);

  style_heading (label, block->level);
  return label;
}

/* Facts */

static GtkWidget *
make_words (const char *words)
{
  return g_object_new (GTK_TYPE_LABEL, "label", words, "xalign", 0.0f, "wrap", TRUE, "wrap-mode",
                       PANGO_WRAP_WORD_CHAR, NULL);
}

GtkWidget *
karne_block_widgets_new_fact (const KarneBlock *fact)
{
  g_autofree char *value = karne_block_words_value (fact);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = make_words (karne_block_words_fact ((KarneHeadFact) fact->number));

  gtk_widget_add_css_class (name, "caption");
  gtk_widget_add_css_class (name, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), make_words (value));
  return box;
}

/* Text */

static GtkWidget *
make_item (const KarneBlock *block, GPtrArray *labels)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *marker = karne_block_words_marker (block);
  GtkWidget *sign = gtk_label_new (marker);
  GtkWidget *label = make_label (GTK_ACCESSIBLE_ROLE_LABEL, block->runs, labels);

  gtk_widget_set_margin_start (box, INDENT * (int) block->level - INDENT / 2);
  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), sign);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
make_preformatted (const KarneBlock *block, GPtrArray *labels)
{
  GtkWidget *label = make_label (GTK_ACCESSIBLE_ROLE_LABEL, block->runs, labels);

  gtk_widget_add_css_class (label, "monospace");
  return label;
}

/* Tables */

/* What heads a column is said of each cell below. */
static void
describe_cell (GPtrArray *headings, GtkWidget *label, const KarneBlockPlace *place)
{
  GtkLabel *heading = headings->pdata[place->column];

  if (place->cell->heading && place->row == 0)
    headings->pdata[place->column] = label;
  else if (heading != NULL && *gtk_label_get_text (heading) != '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    gtk_label_get_text (heading), -1);
}

static GtkWidget *
make_cell (const KarneBlockCell *cell, GPtrArray *labels)
{
  GtkWidget *label = make_label (GTK_ACCESSIBLE_ROLE_LABEL, cell->runs, labels);
  glong n_chars = g_utf8_strlen (gtk_label_get_text (GTK_LABEL (label)), -1);

  gtk_label_set_width_chars (GTK_LABEL (label), (int) MIN (n_chars, MIN_CELL_CHARS));
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CELL_CHARS);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "karne-cell");
  if (cell->heading)
    gtk_widget_add_css_class (label, "heading");
  return label;
}

static void
fill_grid (GtkGrid *grid, const KarneBlock *table, GPtrArray *labels)
{
  guint n_columns;
  g_autoptr (GArray) places = karne_block_table_place (table, &n_columns);
  g_autoptr (GPtrArray) headings = g_ptr_array_new ();

  g_ptr_array_set_size (headings, (int) n_columns);
  for (guint i = 0; i < places->len; i++)
    {
      const KarneBlockPlace *place = &g_array_index (places, KarneBlockPlace, i);
      GtkWidget *label = make_cell (place->cell, labels);

      describe_cell (headings, label, place);
      gtk_grid_attach (grid, label, (int) place->column, (int) place->row, (int) place->columns,
                       (int) MIN (place->cell->rows, table->rows->len - place->row));
    }
}

static GtkWidget *
make_table (const KarneBlock *block, GPtrArray *labels)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *grid = gtk_grid_new ();
  g_autofree char *caption = karne_text_runs_to_text (block->runs);

  if (block->runs->len > 0)
    {
      GtkWidget *label = make_label (GTK_ACCESSIBLE_ROLE_LABEL, block->runs, labels);

      gtk_widget_add_css_class (label, "heading");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_add_css_class (grid, "karne-table");
  fill_grid (GTK_GRID (grid), block, labels);
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), karne_wide_box_new (grid, _ ("Table"), caption));
  return box;
}

GtkWidget *
karne_block_widgets_new (const KarneBlock *block, GPtrArray *labels)
{
  GtkWidget *label;

  switch (block->kind)
    {
    case KARNE_BLOCK_HEADING:
      return make_heading (block, labels);
    case KARNE_BLOCK_ITEM:
      return make_item (block, labels);
    case KARNE_BLOCK_PREFORMATTED:
      return make_preformatted (block, labels);
    case KARNE_BLOCK_TABLE:
      return make_table (block, labels);
    case KARNE_BLOCK_FACT:
    case KARNE_BLOCK_PARAGRAPH:
      break;
    }
  label = make_label (GTK_ACCESSIBLE_ROLE_LABEL, block->runs, labels);
  if (block->level > 1)
    gtk_widget_set_margin_start (label, INDENT * ((int) block->level - 1));
  return label;
}
