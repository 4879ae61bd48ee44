/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-blocks-print.h"

#include "karne-paper.h"
#include "words/karne-i18n.h"

#define FOOT 24

/**
 * KarneBlocksPrint:
 *
 * Puts a document without pages on paper: its head, then its text, with the number of the sheet
 * below.
 *
 * The name of the job says nothing about anybody: it stays in the list of the printer.
 */
struct _KarneBlocksPrint
{
  GtkPrintOperation parent_instance;

  GPtrArray *facts;  /* (owned) (nullable) */
  GPtrArray *blocks; /* (owned) */
  KarnePaper *paper; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneBlocksPrint, karne_blocks_print, GTK_TYPE_PRINT_OPERATION)

static void
add_all (KarnePaper *paper, GPtrArray *blocks)
{
  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    karne_paper_add (paper, blocks->pdata[i]);
}

static void
karne_blocks_print_begin_print (GtkPrintOperation *operation, GtkPrintContext *context)
{
  KarneBlocksPrint *self = KARNE_BLOCKS_PRINT (operation);
  PangoContext *pango = gtk_print_context_create_pango_context (context);

  g_clear_pointer (&self->paper, karne_paper_free);
  self->paper = karne_paper_new (pango, gtk_print_context_get_width (context),
                                 gtk_print_context_get_height (context) - FOOT);
  g_object_unref (pango);
  add_all (self->paper, self->facts);
  add_all (self->paper, self->blocks);
  gtk_print_operation_set_n_pages (operation, (int) karne_paper_get_n_sheets (self->paper));
}

static void
draw_number (KarneBlocksPrint *self, GtkPrintContext *context, guint sheet)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  g_autofree char *words =
      g_strdup_printf (_ ("Page %u of %u"), sheet + 1, karne_paper_get_n_sheets (self->paper));
  PangoFontDescription *font = pango_font_description_from_string ("Sans 8");

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, words, -1);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  cairo_move_to (cr, 0, gtk_print_context_get_height (context) - FOOT / 2);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}

static void
karne_blocks_print_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page)
{
  KarneBlocksPrint *self = KARNE_BLOCKS_PRINT (operation);
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  cairo_set_source_rgb (cr, 0, 0, 0);
  karne_paper_draw (self->paper, (guint) page, cr);
  draw_number (self, context, (guint) page);
}

static void
karne_blocks_print_finalize (GObject *object)
{
  KarneBlocksPrint *self = KARNE_BLOCKS_PRINT (object);

  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_clear_pointer (&self->paper, karne_paper_free);

  G_OBJECT_CLASS (karne_blocks_print_parent_class)->finalize (object);
}

static void
karne_blocks_print_class_init (KarneBlocksPrintClass *klass)
{
  GtkPrintOperationClass *operation_class = GTK_PRINT_OPERATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = karne_blocks_print_finalize;
  operation_class->begin_print = karne_blocks_print_begin_print;
  operation_class->draw_page = karne_blocks_print_draw_page;
}

static void
karne_blocks_print_init (KarneBlocksPrint *self)
{
}

GtkPrintOperation *
karne_blocks_print_new (GPtrArray *facts, GPtrArray *blocks)
{
  KarneBlocksPrint *self = g_object_new (KARNE_TYPE_BLOCKS_PRINT, "job-name", "Karné",
                                         "allow-async", TRUE, "unit", GTK_UNIT_POINTS, NULL);

  self->facts = facts != NULL ? g_ptr_array_ref (facts) : NULL;
  self->blocks = g_ptr_array_ref (blocks);
  return GTK_PRINT_OPERATION (self);
}
