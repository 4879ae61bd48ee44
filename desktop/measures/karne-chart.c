/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-chart.h"

#include "words/karne-i18n.h"

#include <math.h>

#define N_LINES 4
#define DAY (24 * 60 * 60)

/* Points */

/* That in which the last one was written. */
static char *
find_unit (GPtrArray *measures)
{
  for (guint i = measures->len; i > 0; i--)
    {
      const KarneMeasurement *measure = measures->pdata[i - 1];
      const char *unit;

      karne_measurement_get_written (measure, &unit);
      if (unit != NULL && karne_measurement_is_valid (measure))
        return g_strdup (unit);
    }
  return NULL;
}

static double
get_second (const KarneMeasurement *measure)
{
  return measure->second != NULL ? g_ascii_strtod (measure->second, NULL) : NAN;
}

static void
add_points (KarneChart *self)
{
  for (guint i = 0; i < self->measures->len; i++)
    {
      const KarneMeasurement *measure = self->measures->pdata[i];
      KarneChartPoint point = { measure->at, 0, get_second (measure), measure };

      if (measure->at != G_MININT64 && measure->at >= self->from && measure->at <= self->until &&
          karne_measurement_get_number (measure, self->unit, &point.value))
        g_array_append_val (self->points, point);
    }
}

/* The target in the unit of the chart; what cannot be said in it is not drawn. */
static double
convert_bound (const char *bound, const char *from, const char *to)
{
  KarneMeasurement measure = { .kind = KARNE_MEASURE_OTHER,
                               .value = (char *) bound,
                               .unit = (char *) from };
  double number;

  return bound != NULL && to != NULL && karne_measurement_get_number (&measure, to, &number)
             ? number
             : NAN;
}

/* The axis */

static void
widen (const KarneChart *self, double *least, double *most)
{
  for (guint i = 0; i < self->points->len; i++)
    {
      const KarneChartPoint *point = &g_array_index (self->points, KarneChartPoint, i);

      *least = fmin (*least, fmin (point->value, point->second));
      *most = fmax (*most, fmax (point->value, point->second));
    }
  *least = fmin (*least, fmin (self->low, self->high));
  *most = fmax (*most, fmax (self->low, self->high));
}

/* 1, 2 or 5 times a power of ten. */
static double
find_step (double span)
{
  double raw = span / N_LINES;
  double power = pow (10, floor (log10 (raw)));
  double factor = raw / power;

  return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
}

static void
set_axis (KarneChart *self)
{
  double least = INFINITY;
  double most = -INFINITY;

  widen (self, &least, &most);
  if (!isfinite (least))
    {
      least = 0;
      most = 1;
    }
  if (most - least < 1e-9)
    {
      least -= fmax (fabs (least) * 0.1, 0.5);
      most += fmax (fabs (most) * 0.1, 0.5);
    }
  self->step = find_step (most - least);
  self->bottom = floor (least / self->step) * self->step;
  self->top = ceil (most / self->step) * self->step;
}

static void
set_times (KarneChart *self)
{
  if (self->points->len > 0 && self->from == G_MININT64)
    self->from = g_array_index (self->points, KarneChartPoint, 0).at;
  if (self->from == G_MININT64)
    self->from = self->until - DAY;
  if (self->until - self->from < DAY)
    self->from = self->until - DAY;
}

KarneChart *
karne_chart_new (GPtrArray *measures, const KarneMeasureTarget *target, gint64 from, gint64 until)
{
  KarneChart *self = g_new0 (KarneChart, 1);

  self->measures = g_ptr_array_ref (measures);
  self->points = g_array_new (FALSE, FALSE, sizeof (KarneChartPoint));
  self->unit = find_unit (measures);
  self->from = from;
  self->until = until;
  self->low = target != NULL ? convert_bound (target->low, target->unit, self->unit) : NAN;
  self->high = target != NULL ? convert_bound (target->high, target->unit, self->unit) : NAN;
  add_points (self);
  set_times (self);
  set_axis (self);
  return self;
}

void
karne_chart_free (KarneChart *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->points);
  g_ptr_array_unref (self->measures);
  g_free (self->unit);
  g_free (self);
}

/* In words */

static const KarneMeasurement *
get_measure (const KarneChart *self, guint n)
{
  return g_array_index (self->points, KarneChartPoint, n).measure;
}

static char *
say_extremes (const KarneChart *self)
{
  guint least = 0;
  guint most = 0;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  for (guint i = 1; i < self->points->len; i++)
    {
      double value = g_array_index (self->points, KarneChartPoint, i).value;

      if (value < g_array_index (self->points, KarneChartPoint, least).value)
        least = i;
      if (value > g_array_index (self->points, KarneChartPoint, most).value)
        most = i;
    }
  low = karne_measurement_value_to_words (get_measure (self, least));
  high = karne_measurement_value_to_words (get_measure (self, most));
  /* Translators: the lowest and the highest of measured values, with their units. */
  return g_strdup_printf (_ ("lowest %s, highest %s"), low, high);
}

char *
karne_chart_describe (const KarneChart *self)
{
  guint n = self->points->len;
  g_autofree char *extremes = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  if (n == 0)
    return g_strdup (_ ("There is no value in this time."));
  first = karne_date_to_words (get_measure (self, 0)->date, KARNE_DATE_STYLE_DATE);
  last = karne_date_to_words (get_measure (self, n - 1)->date, KARNE_DATE_STYLE_DATE);
  extremes = say_extremes (self);
  return g_strdup_printf (
      /* Translators: about a chart, for who does not see it: how many values it has, the days of
       * the first and of the last, and “lowest 70 mg/dL, highest 180 mg/dL”. */
      ngettext ("%u value, from %s to %s: %s. The arrow keys go from one to the next.",
                "%u values, from %s to %s: %s. The arrow keys go from one to the next.", n),
      n, first, last, extremes);
}

char *
karne_chart_describe_point (const KarneChart *self, guint n)
{
  const KarneMeasurement *measure = get_measure (self, n);
  const char *moment = karne_measure_moment_to_words (measure->moment);
  g_autofree char *when = karne_date_to_words (measure->date, KARNE_DATE_STYLE_LONG);
  g_autofree char *value = karne_measurement_value_to_words (measure);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  g_ptr_array_add (parts, value);
  g_ptr_array_add (parts, when);
  if (moment != NULL)
    g_ptr_array_add (parts, (char *) moment);
  if (karne_measurement_is_unlikely (measure))
    g_ptr_array_add (parts, (char *) _ ("To be checked"));
  if (measure->state != KARNE_RECORD_SENT)
    g_ptr_array_add (parts, (char *) _ ("Not sent yet"));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}
