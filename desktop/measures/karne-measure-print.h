/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_MEASURE_PRINT (karne_measure_print_get_type ())
G_DECLARE_FINAL_TYPE (KarneMeasurePrint,
                      karne_measure_print,
                      KARNE,
                      MEASURE_PRINT,
                      GtkPrintOperation)

/* The measures (element-type KarneMeasurement, the oldest first) of that time, as a chart and a
 * table. from: G_MININT64 for all. */
GtkPrintOperation *
karne_measure_print_new (const char *title, GPtrArray *measures, gint64 from, gint64 until);

G_END_DECLS
