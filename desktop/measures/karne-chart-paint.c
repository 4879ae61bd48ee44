/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-chart.h"
#include "words/karne-i18n.h"

#include <math.h>

#define GAP 6
#define RADIUS 3
/* More than these are drawn as a line with small dots: circles would only hide each other. */
#define MANY 150

/* Text */

static void
make_smaller (PangoFontDescription *font)
{
  double size = pango_font_description_get_size (font) * 0.85;

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, (int) size);
}

static PangoLayout *
make_layout (PangoContext *pango, const char *text)
{
  PangoLayout *layout = pango_layout_new (pango);
  PangoFontDescription *font =
      pango_font_description_copy (pango_context_get_font_description (pango));

  make_smaller (font);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (font);
  return layout;
}

static void
set_colour (cairo_t *cr, const GdkRGBA *colour)
{
  gdk_cairo_set_source_rgba (cr, colour);
}

/* x: where a part of it is, from 0 for its start to 1 for its end. */
static void
draw_text (cairo_t *cr, PangoContext *pango, const char *text, double x, double y, double part)
{
  g_autoptr (PangoLayout) layout = make_layout (pango, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  cairo_move_to (cr, x - width * part, y);
  pango_cairo_show_layout (cr, layout);
}

static void
measure_text (PangoContext *pango, const char *text, int *width, int *height)
{
  g_autoptr (PangoLayout) layout = make_layout (pango, text);

  pango_layout_get_pixel_size (layout, width, height);
}

static char *
say_level (const KarneChart *self, double level)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  int places = self->step >= 1 ? 0 : (int) ceil (-log10 (self->step) - 1e-9);
  g_autofree char *format = g_strdup_printf ("%%.%df", places);

  /* Not −0. */
  if (fabs (level) < self->step / 2)
    level = 0;
  return karne_number_to_words (g_ascii_formatd (text, sizeof text, format, level));
}

/* Where things are */

static int
widest_level (const KarneChart *self, PangoContext *pango, int *height)
{
  int widest = 0;

  for (double level = self->bottom; level <= self->top + self->step / 2; level += self->step)
    {
      g_autofree char *text = say_level (self, level);
      int width;

      measure_text (pango, text, &width, height);
      widest = MAX (widest, width);
    }
  return widest;
}

KarneChartPlace
karne_chart_place (const KarneChart *self, PangoContext *pango, double width, double height)
{
  int line = 0;
  int labels = widest_level (self, pango, &line);
  double x = labels + GAP * 2;
  double y = line + GAP * 2;

  return (KarneChartPlace){ x, y, fmax (width - x - GAP * 2, 1),
                            fmax (height - y - line - GAP * 2, 1) };
}

double
karne_chart_get_x (const KarneChart *self, const KarneChartPlace *place, gint64 at)
{
  return place->x + place->width * (double) (at - self->from) / (double) (self->until - self->from);
}

static double
get_y (const KarneChart *self, const KarneChartPlace *place, double value)
{
  return place->y + place->height * (self->top - value) / (self->top - self->bottom);
}

/* Drawing */

static void
paint_band (const KarneChart *self,
            cairo_t *cr,
            const KarneChartPlace *place,
            const KarneChartColours *colours)
{
  double top = isnan (self->high) ? place->y : get_y (self, place, self->high);
  double bottom = isnan (self->low) ? place->y + place->height : get_y (self, place, self->low);

  if (isnan (self->low) && isnan (self->high))
    return;
  set_colour (cr, &colours->band);
  cairo_rectangle (cr, place->x, top, place->width, bottom - top);
  cairo_fill (cr);
  set_colour (cr, &colours->edge);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, (double[]){ 4, 3 }, 2, 0);
  for (int i = 0; i < 2; i++)
    {
      double y = round (i == 0 ? top : bottom) + 0.5;

      if (isnan (i == 0 ? self->high : self->low))
        continue;
      cairo_move_to (cr, place->x, y);
      cairo_line_to (cr, place->x + place->width, y);
      cairo_stroke (cr);
    }
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
paint_levels (const KarneChart *self,
              cairo_t *cr,
              PangoContext *pango,
              const KarneChartPlace *place,
              const KarneChartColours *colours)
{
  int width, height;

  measure_text (pango, "0", &width, &height);
  for (double level = self->bottom; level <= self->top + self->step / 2; level += self->step)
    {
      g_autofree char *text = say_level (self, level);
      double y = round (get_y (self, place, level)) + 0.5;

      set_colour (cr, &colours->grid);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, place->x, y);
      cairo_line_to (cr, place->x + place->width, y);
      cairo_stroke (cr);
      set_colour (cr, &colours->text);
      draw_text (cr, pango, text, place->x - GAP, y - height / 2.0, 1);
    }
  if (self->unit != NULL && !g_str_equal (self->unit, "1"))
    draw_text (cr, pango, g_str_equal (self->unit, "mm[Hg]") ? "mmHg" : self->unit, GAP, 0, 0);
}

static char *
say_time (const KarneChart *self, gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (at);
  gboolean is_long = self->until - self->from > (gint64) 100 * 24 * 60 * 60;

  if (time == NULL)
    return g_strdup ("");
  /* Translators: below a chart, as short as it can be: a month of a year, and a day of a month; see
   * g_date_time_format (). */
  return g_date_time_format (time, is_long ? C_ ("chart", "%m/%Y") : C_ ("chart", "%d/%m"));
}

static void
paint_times (const KarneChart *self,
             cairo_t *cr,
             PangoContext *pango,
             const KarneChartPlace *place,
             const KarneChartColours *colours)
{
  g_autofree char *sample = say_time (self, self->until);
  int width, height, n;

  measure_text (pango, sample, &width, &height);
  n = CLAMP ((int) (place->width / (width * 2)), 1, 6);
  set_colour (cr, &colours->text);
  for (int i = 0; i <= n; i++)
    {
      gint64 at = self->from + (self->until - self->from) * i / n;
      g_autofree char *text = say_time (self, at);

      draw_text (cr, pango, text, karne_chart_get_x (self, place, at),
                 place->y + place->height + GAP,
                 i == 0   ? 0
                 : i == n ? 1
                          : 0.5);
    }
}

static const KarneChartPoint *
get_point (const KarneChart *self, guint n)
{
  return &g_array_index (self->points, KarneChartPoint, n);
}

static double
get_value (const KarneChartPoint *point, gboolean second)
{
  return second ? point->second : point->value;
}

static void
paint_line (const KarneChart *self,
            cairo_t *cr,
            const KarneChartPlace *place,
            const KarneChartColours *colours,
            gboolean second)
{
  GdkRGBA colour = colours->line;

  colour.alpha *= self->points->len > MANY ? 0.35f : 0.55f;
  set_colour (cr, &colour);
  cairo_set_line_width (cr, second ? 1 : 1.5);
  cairo_new_path (cr);
  for (guint i = 0; i < self->points->len; i++)
    {
      const KarneChartPoint *point = get_point (self, i);

      if (!isnan (get_value (point, second)))
        cairo_line_to (cr, karne_chart_get_x (self, place, point->at),
                       get_y (self, place, get_value (point, second)));
    }
  cairo_stroke (cr);
}

/* One that is to be checked has a shape of its own; one that waits is hollow: never colour alone.
 */
static void
paint_point (cairo_t *cr,
             double x,
             double y,
             double radius,
             const KarneChartPoint *point,
             const KarneChartColours *colours)
{
  gboolean is_doubtful = karne_measurement_is_unlikely (point->measure);

  set_colour (cr, is_doubtful ? &colours->doubt : &colours->line);
  cairo_new_path (cr);
  if (is_doubtful)
    {
      radius += 2;
      cairo_move_to (cr, x, y - radius);
      cairo_line_to (cr, x + radius, y + radius);
      cairo_line_to (cr, x - radius, y + radius);
      cairo_close_path (cr);
    }
  else
    cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_set_line_width (cr, 1.5);
  if (point->measure->state == KARNE_RECORD_SENT)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

static void
paint_points (const KarneChart *self,
              cairo_t *cr,
              const KarneChartPlace *place,
              const KarneChartColours *colours,
              gboolean second)
{
  double radius = self->points->len > MANY ? RADIUS * 0.6 : RADIUS;

  for (guint i = 0; i < self->points->len; i++)
    {
      const KarneChartPoint *point = get_point (self, i);

      if (!isnan (get_value (point, second)))
        paint_point (cr, karne_chart_get_x (self, place, point->at),
                     get_y (self, place, get_value (point, second)), radius, point, colours);
    }
}

static void
paint_selected (const KarneChart *self,
                cairo_t *cr,
                const KarneChartPlace *place,
                const KarneChartColours *colours,
                guint n)
{
  const KarneChartPoint *point = get_point (self, n);
  double x = karne_chart_get_x (self, place, point->at);

  set_colour (cr, &colours->text);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, round (x) + 0.5, place->y);
  cairo_line_to (cr, round (x) + 0.5, place->y + place->height);
  cairo_stroke (cr);
  for (int second = 0; second < 2; second++)
    if (!isnan (get_value (point, second)))
      {
        double y = get_y (self, place, get_value (point, second));

        set_colour (cr, &colours->text);
        cairo_set_line_width (cr, 2);
        cairo_new_path (cr);
        cairo_arc (cr, x, y, RADIUS * 2.4, 0, 2 * G_PI);
        cairo_stroke (cr);
        paint_point (cr, x, y, RADIUS * 1.3, point, colours);
      }
}

void
karne_chart_paint (const KarneChart *self,
                   cairo_t *cr,
                   PangoContext *pango,
                   double width,
                   double height,
                   const KarneChartColours *colours,
                   int selected)
{
  KarneChartPlace place = karne_chart_place (self, pango, width, height);

  paint_band (self, cr, &place, colours);
  paint_levels (self, cr, pango, &place, colours);
  paint_times (self, cr, pango, &place, colours);
  for (int second = 0; second < 2; second++)
    {
      paint_line (self, cr, &place, colours, second);
      paint_points (self, cr, &place, colours, second);
    }
  if (selected >= 0 && (guint) selected < self->points->len)
    paint_selected (self, cr, &place, colours, (guint) selected);
}
