/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-chart.h"
#include "karne-measure-print.h"

#include <glib/gstdio.h>
#include <math.h>

/* The chart of measures, and its sheets: in whatever form measures come. */

#define NOW 1772546520 /* 2026-03-03 14:02 UTC */
#define DAY (24 * 60 * 60)

static KarneMeasurement *
make_measure (const char *value, const char *second, const char *unit, gint64 at)
{
  KarneMeasurement *measure = g_new0 (KarneMeasurement, 1);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at);

  measure->kind = second != NULL ? KARNE_MEASURE_BLOOD_PRESSURE : KARNE_MEASURE_GLUCOSE;
  measure->value = g_strdup (value);
  measure->second = g_strdup (second);
  measure->unit = g_strdup (unit);
  measure->at = at;
  measure->date = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
  return measure;
}

static GPtrArray *
make_list (guint n, const char *value, const char *second, const char *unit)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_measurement_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (list, make_measure (value, second, unit, NOW - (gint64) (n - i) * DAY));
  return list;
}

static void
paint (const KarneChart *chart)
{
  PangoFontMap *fonts = pango_cairo_font_map_get_default ();
  PangoContext *pango = pango_font_map_create_context (fonts);
  PangoFontDescription *font = pango_font_description_from_string ("Sans 10");
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 300, 200);
  cairo_t *cr = cairo_create (surface);
  const KarneChartColours colours = { 0 };

  pango_context_set_font_description (pango, font);
  karne_chart_paint (chart, cr, pango, 300, 200, &colours, (int) chart->points->len - 1);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  pango_font_description_free (font);
  g_object_unref (pango);
}

/* Nothing, one, all the same, none with a number, two values each: an axis in any case. */
static void
test_forms (void)
{
  static const struct
  {
    guint n;
    const char *value;
    const char *second;
    const char *unit;
    guint n_points;
  } cases[] = {
    { 0, "1", NULL, "mg/dL", 0 },    { 1, "1", NULL, "mg/dL", 1 },
    { 5, "0", NULL, "mg/dL", 5 },    { 5, "low", NULL, "mg/dL", 0 },
    { 3, "136", "86", "mm[Hg]", 3 }, { 400, "1e2", NULL, "mg/dL", 400 },
    { 2, "0.00001", NULL, "kg", 2 }, { 2, "900000000", NULL, "kg", 2 },
    { 2, "1.10", NULL, NULL, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) list =
          make_list (cases[i].n, cases[i].value, cases[i].second, cases[i].unit);
      g_autoptr (KarneChart) chart = karne_chart_new (list, NULL, G_MININT64, NOW);
      g_autofree char *words = karne_chart_describe (chart);

      g_test_message ("%u", (guint) i);
      g_assert_cmpuint (chart->points->len, ==, cases[i].n_points);
      g_assert_cmpfloat (chart->top, >, chart->bottom);
      g_assert_cmpint (chart->until, >, chart->from);
      g_assert_true (isfinite (chart->top) && isfinite (chart->bottom));
      g_assert_cmpstr (words, !=, "");
      paint (chart);
    }
}

/* The target is drawn in the unit in which values were written; what is in no time is not drawn. */
static void
test_target (void)
{
  g_autoptr (GPtrArray) list = make_list (40, "1.10", NULL, "g/L");
  KarneMeasureTarget target = { (char *) "70", NULL, (char *) "mg/dL" };
  KarneMeasureTarget other = { (char *) "70", (char *) "80", (char *) "kg" };
  g_autoptr (KarneChart) chart = karne_chart_new (list, &target, NOW - 10 * DAY, NOW);
  g_autoptr (KarneChart) none = karne_chart_new (list, &other, G_MININT64, NOW);

  g_assert_cmpfloat_with_epsilon (chart->low, 0.7, 1e-9);
  g_assert_true (isnan (chart->high));
  g_assert_cmpuint (chart->points->len, ==, 10);
  g_assert_cmpfloat (chart->bottom, <=, 0.7);
  g_assert_true (isnan (none->low) && isnan (none->high));
  paint (chart);
}

/* One sheet with the chart, and as many as the table takes; the job is called by nobody's name. */
static void
test_print (void)
{
  g_autoptr (GPtrArray) list = make_list (100, "110", NULL, "mg/dL");
  g_autoptr (GtkPrintOperation) operation =
      karne_measure_print_new ("Glucose", list, G_MININT64, NOW);
  g_autofree char *folder = g_dir_make_tmp ("karne-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "sheets.pdf", NULL);
  g_autofree char *name = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  int n_pages = 0;
  gsize size;

  g_object_get (operation, "job-name", &name, NULL);
  g_assert_cmpstr (name, ==, "Karné");
  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL,
                                            &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_object_get (operation, "n-pages", &n_pages, NULL);
  g_assert_cmpint (n_pages, >=, 3);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
  g_assert_cmpuint (size, >, 4000);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init_check ();
  g_test_add_func ("/desktop/measure-print/forms", test_forms);
  g_test_add_func ("/desktop/measure-print/target", test_target);
  g_test_add_func ("/desktop/measure-print/print", test_print);
  return g_test_run ();
}
