/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#define KARNE_I18N_PREVENTION /* what nobody confirmed comes in French */

#include "karne-week-paint.h"

#include "words/karne-i18n.h"

#include <math.h>

#define GAP 6
#define BAR 10
/* What is after the expected birth, of which some things reach. */
#define AFTER_DAYS 14
#define WEEK 7

/* What there is to draw */

static guint
count_of_rule (const KarneCourse *course, const char *rule, gboolean done_only)
{
  guint n = 0;

  for (guint i = 0; i < course->steps->len; i++)
    {
      const KarneStep *step = course->steps->pdata[i];

      n += g_str_equal (step->due->rule, rule) && (!done_only || step->state == KARNE_STEP_DONE);
    }
  return n;
}

/* Never by the shape of a bar alone. */
static char *
say_lane (const KarneCourse *course, const KarneStep *step)
{
  guint n = count_of_rule (course, step->due->rule, FALSE);

  if (n == 1)
    return g_strdup_printf ("%s · %s", karne_due_title_to_words (step->due),
                            karne_step_state_to_words (step));
  /* Translators: over several bars of a drawing: an examination that comes several times, how many
   * of them were found in the record, and of how many; as in “Monthly examination · 2 of 6 done”.
   */
  return g_strdup_printf (_ ("%s · %u of %u done"), karne_due_title_to_words (step->due),
                          count_of_rule (course, step->due->rule, TRUE), n);
}

static int
find_lane (const KarneWeekPlan *self, const KarneStep *step)
{
  for (guint i = 0; i < self->bars->len; i++)
    {
      const KarneWeekBar *bar = &g_array_index (self->bars, KarneWeekBar, i);

      if (g_str_equal (bar->step->due->rule, step->due->rule))
        return (int) bar->lane;
    }
  return -1;
}

static void
add_bar (KarneWeekPlan *self, const KarneStep *step)
{
  int lane = find_lane (self, step);
  KarneWeekBar bar = { step, lane >= 0 ? (guint) lane : self->lanes->len };

  if (step->from < 0 || step->from > self->until)
    return;
  if (lane < 0)
    g_ptr_array_add (self->lanes, say_lane (self->course, step));
  g_array_append_val (self->bars, bar);
}

KarneWeekPlan *
karne_week_plan_new (KarneCourse *course)
{
  KarneWeekPlan *self = g_new0 (KarneWeekPlan, 1);

  self->course = karne_course_copy (course);
  self->bars = g_array_new (FALSE, FALSE, sizeof (KarneWeekBar));
  self->lanes = g_ptr_array_new_with_free_func (g_free);
  self->until = MAX (course->length, course->days) + AFTER_DAYS;
  for (guint i = 0; i < course->steps->len; i++)
    add_bar (self, course->steps->pdata[i]);
  return self;
}

void
karne_week_plan_free (KarneWeekPlan *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->bars);
  g_ptr_array_unref (self->lanes);
  karne_course_free (self->course);
  g_free (self);
}

/* Text */

static PangoLayout *
make_layout (PangoContext *pango, const char *text, double width)
{
  PangoLayout *layout = pango_layout_new (pango);
  PangoFontDescription *font =
      pango_font_description_copy (pango_context_get_font_description (pango));
  double size = pango_font_description_get_size (font) * 0.85;

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, (int) size);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  if (width > 0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
    }
  return layout;
}

static void
measure_text (PangoContext *pango, const char *text, int *width, int *height)
{
  g_autoptr (PangoLayout) layout = make_layout (pango, text, 0);

  pango_layout_get_pixel_size (layout, width, height);
}

/* Centred about x, as far as there is room. */
static void
draw_centred (cairo_t *cr, PangoContext *pango, const char *text, double x, double y, double width)
{
  g_autoptr (PangoLayout) layout = make_layout (pango, text, 0);
  int text_width;

  pango_layout_get_pixel_size (layout, &text_width, NULL);
  cairo_move_to (cr, CLAMP (x - text_width / 2.0, 0, fmax (width - text_width, 0)), y);
  pango_cairo_show_layout (cr, layout);
}

/* From x on, or so that it ends at the edge; a longer one loses its middle. */
static void
draw_above (cairo_t *cr, PangoContext *pango, const char *text, double x, double y, double width)
{
  g_autoptr (PangoLayout) layout = make_layout (pango, text, width);
  PangoRectangle rectangle;

  pango_layout_get_pixel_extents (layout, NULL, &rectangle);
  cairo_move_to (cr, fmax (fmin (x, width - rectangle.width), 0) - rectangle.x, y);
  pango_cairo_show_layout (cr, layout);
}

/* Where things are: today, the weeks, the lanes, the dates */

static int
get_line_height (PangoContext *pango)
{
  int width, height;

  measure_text (pango, "0", &width, &height);
  return height;
}

static double
get_lane_height (PangoContext *pango)
{
  return get_line_height (pango) + BAR + 2 * GAP;
}

static double
get_top (PangoContext *pango)
{
  return 2 * get_line_height (pango) + 2 * GAP;
}

int
karne_week_plan_get_height (const KarneWeekPlan *self, PangoContext *pango)
{
  return (int) ceil (get_top (pango) + self->lanes->len * get_lane_height (pango) +
                     get_line_height (pango) + GAP);
}

static double
get_x (const KarneWeekPlan *self, double width, double day)
{
  return GAP + (width - 2 * GAP) * CLAMP (day / self->until, 0, 1);
}

static double
get_bar_y (PangoContext *pango, guint lane)
{
  return get_top (pango) + lane * get_lane_height (pango) + get_line_height (pango) + GAP / 2.0;
}

static int
get_end (const KarneWeekPlan *self, const KarneStep *step)
{
  return step->to < 0 ? self->until : MIN (step->to + 1, self->until);
}

int
karne_week_plan_find (const KarneWeekPlan *self,
                      PangoContext *pango,
                      double width,
                      double x,
                      double y)
{
  int lane = (int) floor ((y - get_top (pango)) / get_lane_height (pango));
  double least = INFINITY;
  int nearest = -1;

  for (guint i = 0; i < self->bars->len; i++)
    {
      const KarneWeekBar *bar = &g_array_index (self->bars, KarneWeekBar, i);
      double from = get_x (self, width, bar->step->from);
      double to = get_x (self, width, get_end (self, bar->step));
      double distance = x < from ? from - x : x > to ? x - to : 0;

      if ((int) bar->lane == lane && distance < least)
        {
          least = distance;
          nearest = (int) i;
        }
    }
  return nearest;
}

/* Drawing */

/* From top to bottom, but not through the names of the lanes. */
static void
draw_line (const KarneWeekPlan *self, cairo_t *cr, PangoContext *pango, double x)
{
  double top = get_top (pango);

  x = round (x) + 0.5;
  cairo_move_to (cr, x, top - GAP);
  cairo_line_to (cr, x, top - 1);
  for (guint i = 0; i < self->lanes->len; i++)
    {
      double y = get_bar_y (pango, i);

      cairo_move_to (cr, x, y - GAP / 2.0);
      cairo_line_to (cr, x, y + BAR + GAP);
    }
  cairo_stroke (cr);
}

/* As many weeks from number to number as leave the numbers apart. */
static int
find_step (const KarneWeekPlan *self, PangoContext *pango, double width)
{
  static const int steps[] = { 2, 4, 8, 12, 20 };
  double week = (width - 2 * GAP) * WEEK / self->until;
  int text_width, height;

  measure_text (pango, "00/00", &text_width, &height);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (week * steps[i] > text_width * 1.3)
      return steps[i];
  return steps[G_N_ELEMENTS (steps) - 1];
}

static char *
say_day (const KarneWeekPlan *self, int day)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *text = g_strconcat (self->course->start, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) start = g_date_time_new_from_iso8601 (text, utc);
  g_autoptr (GDateTime) at = start != NULL ? g_date_time_add_days (start, day) : NULL;

  return at != NULL ? g_date_time_format (at, C_ ("chart", "%d/%m")) : g_strdup ("");
}

static void
paint_weeks (const KarneWeekPlan *self,
             cairo_t *cr,
             PangoContext *pango,
             double width,
             const KarneChartColours *colours)
{
  int height = get_line_height (pango);
  double top = get_top (pango);
  double bottom = top + self->lanes->len * get_lane_height (pango);
  int step = find_step (self, pango, width);

  cairo_set_line_width (cr, 1);
  for (int week = 0; week * WEEK <= self->course->length; week += step)
    {
      double x = get_x (self, width, week * WEEK);
      /* Translators: a number of weeks below each other on a line, as short as it can be; SA are
       * weeks since the last period. */
      g_autofree char *words = g_strdup_printf (week == 0 ? _ ("%d SA") : "%d", week);
      g_autofree char *day = say_day (self, week * WEEK);

      gdk_cairo_set_source_rgba (cr, &colours->grid);
      draw_line (self, cr, pango, x);
      gdk_cairo_set_source_rgba (cr, &colours->text);
      draw_centred (cr, pango, words, x, height + GAP / 2.0, width);
      draw_centred (cr, pango, day, x, bottom + GAP / 2.0, width);
    }
}

static void
paint_day (const KarneWeekPlan *self,
           cairo_t *cr,
           PangoContext *pango,
           double width,
           const KarneChartColours *colours)
{
  g_autofree char *weeks = karne_weeks_to_words (self->course->days);
  /* Translators: over the line of today in a drawing; %s are weeks, as “24 SA + 3 days”. */
  g_autofree char *words = g_strdup_printf (_ ("Today: %s"), weeks);
  double x = get_x (self, width, self->course->days);

  gdk_cairo_set_source_rgba (cr, &colours->text);
  draw_centred (cr, pango, words, x, 0, width);
  cairo_set_line_width (cr, 2);
  draw_line (self, cr, pango, x);
}

static void
add_shape (cairo_t *cr, double x, double y, double width, double height)
{
  double radius = fmin (fmin (width, height) / 2, 4);

  cairo_new_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

/* What is done is full, what is to be done half so, what is to come an outline, what was not found
 * a broken one, what needs nobody a thin line. */
static void
paint_shape (cairo_t *cr,
             KarneStepState state,
             double x,
             double y,
             double width,
             const KarneChartColours *colours)
{
  GdkRGBA light = colours->line;
  gboolean is_open = state == KARNE_STEP_TO_DO || state == KARNE_STEP_LATE;

  light.alpha *= 0.35f;
  if (state == KARNE_STEP_RIGHT)
    add_shape (cr, x, y + BAR / 2.0 - 2, width, 4);
  else
    add_shape (cr, x + 0.5, y + 0.5, width - 1, BAR - 1);
  gdk_cairo_set_source_rgba (cr, is_open ? &light : &colours->line);
  if (state == KARNE_STEP_DONE || state == KARNE_STEP_RIGHT)
    {
      cairo_fill (cr);
      return;
    }
  if (is_open)
    cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, state == KARNE_STEP_NOT_FOUND ? &colours->text : &colours->line);
  cairo_set_line_width (cr, is_open ? 2 : 1);
  if (state == KARNE_STEP_NOT_FOUND)
    cairo_set_dash (cr, (double[]){ 3, 3 }, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
paint_bar (const KarneWeekPlan *self,
           cairo_t *cr,
           PangoContext *pango,
           double width,
           const KarneChartColours *colours,
           const KarneWeekBar *bar,
           gboolean selected)
{
  double x = get_x (self, width, bar->step->from);
  double end = get_x (self, width, get_end (self, bar->step));
  double y = get_bar_y (pango, bar->lane);
  /* Neighbours stay apart. */
  double length = fmax (end - x - 1, 3);

  paint_shape (cr, bar->step->state, x, y, length, colours);
  if (!selected)
    return;
  gdk_cairo_set_source_rgba (cr, &colours->text);
  cairo_set_line_width (cr, 2);
  add_shape (cr, x - 3, y - 3, length + 6, BAR + 6);
  cairo_stroke (cr);
}

static const KarneWeekBar *
find_first (const KarneWeekPlan *self, guint lane)
{
  for (guint i = 0; i < self->bars->len; i++)
    if (g_array_index (self->bars, KarneWeekBar, i).lane == lane)
      return &g_array_index (self->bars, KarneWeekBar, i);
  return NULL;
}

static void
paint_names (const KarneWeekPlan *self,
             cairo_t *cr,
             PangoContext *pango,
             double width,
             const KarneChartColours *colours)
{
  gdk_cairo_set_source_rgba (cr, &colours->text);
  for (guint i = 0; i < self->lanes->len; i++)
    draw_above (cr, pango, self->lanes->pdata[i],
                get_x (self, width, find_first (self, i)->step->from),
                get_top (pango) + i * get_lane_height (pango), width);
}

void
karne_week_plan_paint (const KarneWeekPlan *self,
                       cairo_t *cr,
                       PangoContext *pango,
                       double width,
                       const KarneChartColours *colours,
                       int selected)
{
  paint_weeks (self, cr, pango, width, colours);
  paint_day (self, cr, pango, width, colours);
  for (guint i = 0; i < self->bars->len; i++)
    paint_bar (self, cr, pango, width, colours, &g_array_index (self->bars, KarneWeekBar, i),
               (int) i == selected);
  paint_names (self, cr, pango, width, colours);
}
