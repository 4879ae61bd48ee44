/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-chart.h"

G_BEGIN_DECLS

#define KARNE_TYPE_MEASURE_CHART (karne_measure_chart_get_type ())
G_DECLARE_FINAL_TYPE (KarneMeasureChart, karne_measure_chart, KARNE, MEASURE_CHART, GtkWidget)

/* What it is of, for assistive technology. */
void karne_measure_chart_set_label (KarneMeasureChart *self, const char *label);
/* chart: (transfer full) (nullable) */
void karne_measure_chart_take (KarneMeasureChart *self, KarneChart *chart);

/* What is drawn by hand is drawn in: of the style of the moment. */
KarneChartColours karne_measure_chart_find_colours (void);

G_END_DECLS
