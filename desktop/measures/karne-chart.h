/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A measure as a point. */
typedef struct
{
  gint64 at;
  double value;
  double second;                   /* NAN where it is one value */
  const KarneMeasurement *measure; /* (unowned) of the list */
} KarneChartPoint;

/* What is drawn of measures, in one unit and one time: on the screen and on paper. */
typedef struct
{
  GPtrArray *measures; /* (owned) */
  GArray *points;      /* (owned) of KarneChartPoint, in their order */
  char *unit;          /* (owned) (nullable) */
  double low;          /* NAN where the record has no such target */
  double high;
  gint64 from; /* seconds since 1970 */
  gint64 until;
  double bottom; /* of the axis, and from line to line */
  double top;
  double step;
} KarneChart;

/* from: G_MININT64 for all. target: (nullable) */
KarneChart *
karne_chart_new (GPtrArray *measures, const KarneMeasureTarget *target, gint64 from, gint64 until);
void karne_chart_free (KarneChart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneChart, karne_chart_free)

/* (transfer full) A sentence for who does not see it; one about a point of it. */
char *karne_chart_describe (const KarneChart *self);
char *karne_chart_describe_point (const KarneChart *self, guint n);

typedef struct
{
  GdkRGBA text;
  GdkRGBA line;
  GdkRGBA grid;
  GdkRGBA band;
  GdkRGBA edge; /* of the band */
  GdkRGBA doubt;
} KarneChartColours;

/* Where the points are within all of it. */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} KarneChartPlace;

KarneChartPlace
karne_chart_place (const KarneChart *self, PangoContext *pango, double width, double height);
double karne_chart_get_x (const KarneChart *self, const KarneChartPlace *place, gint64 at);
/* selected: -1 for none. */
void karne_chart_paint (const KarneChart *self,
                        cairo_t *cr,
                        PangoContext *pango,
                        double width,
                        double height,
                        const KarneChartColours *colours,
                        int selected);

G_END_DECLS
