/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-measure-print.h"

#include "karne-chart.h"
#include "words/karne-i18n.h"

#define FONT "Sans 9"
#define HEADING_FONT "Sans Bold 9"
#define TITLE_FONT "Sans Bold 14"
#define LINE 15
#define CHART_HEIGHT 260
#define FOOT 24

/**
 * KarneMeasurePrint:
 *
 * Puts measures on paper: on the first sheet what they come to, and the chart; then the table.
 *
 * The name of the job says nothing about anybody: it stays in the list of the printer.
 */
struct _KarneMeasurePrint
{
  GtkPrintOperation parent_instance;

  char *title;                /* (owned) */
  KarneChart *chart;          /* (owned) */
  KarneMeasureTarget *target; /* (owned) (nullable) */
  guint n_lines;              /* of the table, on a sheet */
};

G_DEFINE_FINAL_TYPE (KarneMeasurePrint, karne_measure_print, GTK_TYPE_PRINT_OPERATION)

/* Gives its height. */
static int
draw_text (GtkPrintContext *context, const char *font, const char *text, double x, double y)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);
  int height;

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout,
                          (int) ((gtk_print_context_get_width (context) - x) * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, NULL, &height);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  return height;
}

static void
karne_measure_print_begin_print (GtkPrintOperation *operation, GtkPrintContext *context)
{
  KarneMeasurePrint *self = KARNE_MEASURE_PRINT (operation);
  double height = gtk_print_context_get_height (context) - FOOT - 2 * LINE;
  guint n = self->chart->points->len;

  self->n_lines = MAX ((guint) (height / LINE), 1);
  gtk_print_operation_set_n_pages (operation, 1 + (int) ((n + self->n_lines - 1) / self->n_lines));
}

static void
draw_chart (KarneMeasurePrint *self, GtkPrintContext *context, double y)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  PangoContext *pango = gtk_print_context_create_pango_context (context);
  PangoFontDescription *font = pango_font_description_from_string (FONT);
  const KarneChartColours colours = {
    .text = { 0, 0, 0, 1 },
    .line = { 0, 0, 0, 1 },
    .grid = { 0.8f, 0.8f, 0.8f, 1 },
    .band = { 0.92f, 0.92f, 0.92f, 1 },
    .edge = { 0.3f, 0.3f, 0.3f, 1 },
    .doubt = { 0, 0, 0, 1 },
  };

  pango_context_set_font_description (pango, font);
  pango_font_description_free (font);
  cairo_save (cr);
  cairo_translate (cr, 0, y);
  karne_chart_paint (self->chart, cr, pango, gtk_print_context_get_width (context), CHART_HEIGHT,
                     &colours, -1);
  cairo_restore (cr);
  g_object_unref (pango);
}

static double
draw_counts (KarneMeasurePrint *self, GtkPrintContext *context, double y)
{
  g_autofree char *words = NULL;
  g_autofree char *counted = NULL;
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  KarneMeasureCounts counts;

  if (self->target == NULL)
    return y;
  for (guint i = 0; i < self->chart->points->len; i++)
    g_ptr_array_add (shown,
                     (gpointer) g_array_index (self->chart->points, KarneChartPoint, i).measure);
  karne_measure_target_count (self->target, shown, &counts);
  words = karne_measure_target_to_words (self->target);
  counted = karne_measure_counts_to_words (&counts);
  y += draw_text (context, FONT, words, 0, y);
  return y + draw_text (context, FONT, counted, 0, y);
}

static void
draw_first (KarneMeasurePrint *self, GtkPrintContext *context)
{
  const GArray *points = self->chart->points;
  double y = draw_text (context, TITLE_FONT, self->title, 0, 0) + LINE / 2.0;

  if (points->len > 0)
    {
      const char *from = g_array_index (points, KarneChartPoint, 0).measure->date;
      const char *until = g_array_index (points, KarneChartPoint, points->len - 1).measure->date;
      g_autofree char *first = karne_date_to_words (from, KARNE_DATE_STYLE_DATE);
      g_autofree char *last = karne_date_to_words (until, KARNE_DATE_STYLE_DATE);
      /* Translators: two days between which something was measured. */
      g_autofree char *words = g_strdup_printf (_ ("From %s to %s"), first, last);

      y += draw_text (context, FONT, words, 0, y);
    }
  y = draw_counts (self, context, y);
  draw_chart (self, context, y + LINE);
}

/* The newest first, as in the window. */
static void
draw_line (KarneMeasurePrint *self, GtkPrintContext *context, guint n, double y)
{
  const GArray *points = self->chart->points;
  const KarneMeasurement *measure =
      g_array_index (points, KarneChartPoint, points->len - 1 - n).measure;
  const char *moment = karne_measure_moment_to_words (measure->moment);
  g_autofree char *when = karne_date_to_words (measure->date, KARNE_DATE_STYLE_LONG);
  g_autofree char *value = karne_measurement_value_to_words (measure);
  double width = gtk_print_context_get_width (context);

  draw_text (context, FONT, when, 0, y);
  draw_text (context, FONT, value != NULL ? value : "", width * 0.42, y);
  draw_text (context, FONT, moment != NULL ? moment : "", width * 0.62, y);
  if (karne_measurement_is_unlikely (measure))
    draw_text (context, FONT, _ ("To be checked"), width * 0.84, y);
}

static void
draw_table (KarneMeasurePrint *self, GtkPrintContext *context, guint sheet)
{
  guint first = sheet * self->n_lines;
  double width = gtk_print_context_get_width (context);

  draw_text (context, HEADING_FONT, _ ("Date"), 0, 0);
  draw_text (context, HEADING_FONT, _ ("Value"), width * 0.42, 0);
  draw_text (context, HEADING_FONT, _ ("Moment"), width * 0.62, 0);
  for (guint i = 0; i < self->n_lines && first + i < self->chart->points->len; i++)
    draw_line (self, context, first + i, LINE * (i + 1.5));
}

static void
karne_measure_print_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page)
{
  KarneMeasurePrint *self = KARNE_MEASURE_PRINT (operation);
  int n_pages = 0;
  g_autofree char *words = NULL;

  g_object_get (operation, "n-pages", &n_pages, NULL);
  words = g_strdup_printf (_ ("Page %u of %u"), (guint) page + 1, (guint) n_pages);
  cairo_set_source_rgb (gtk_print_context_get_cairo_context (context), 0, 0, 0);
  if (page == 0)
    draw_first (self, context);
  else
    draw_table (self, context, (guint) page - 1);
  cairo_set_source_rgb (gtk_print_context_get_cairo_context (context), 0, 0, 0);
  draw_text (context, "Sans 8", words, gtk_print_context_get_width (context) / 2 - 2 * LINE,
             gtk_print_context_get_height (context) - FOOT / 2.0);
}

static void
karne_measure_print_finalize (GObject *object)
{
  KarneMeasurePrint *self = KARNE_MEASURE_PRINT (object);

  g_free (self->title);
  karne_chart_free (self->chart);
  karne_measure_target_free (self->target);

  G_OBJECT_CLASS (karne_measure_print_parent_class)->finalize (object);
}

static void
karne_measure_print_class_init (KarneMeasurePrintClass *klass)
{
  GtkPrintOperationClass *operation_class = GTK_PRINT_OPERATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = karne_measure_print_finalize;
  operation_class->begin_print = karne_measure_print_begin_print;
  operation_class->draw_page = karne_measure_print_draw_page;
}

static void
karne_measure_print_init (KarneMeasurePrint *self)
{
}

GtkPrintOperation *
karne_measure_print_new (const char *title, GPtrArray *measures, gint64 from, gint64 until)
{
  KarneMeasurePrint *self = g_object_new (KARNE_TYPE_MEASURE_PRINT, "job-name", "Karné",
                                          "allow-async", TRUE, "unit", GTK_UNIT_POINTS, NULL);

  self->title = g_strdup (title);
  self->target = karne_measure_target_find (measures);
  self->chart = karne_chart_new (measures, self->target, from, until);
  return GTK_PRINT_OPERATION (self);
}
