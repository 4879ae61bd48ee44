/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-chart.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* A step as a bar between its first and its last day. */
typedef struct
{
  const KarneStep *step; /* (unowned) of the course */
  guint lane;
} KarneWeekBar;

/* What is drawn of a pregnancy: each rule in a lane of its own, with its name above. */
typedef struct
{
  KarneCourse *course; /* (owned) */
  GArray *bars;        /* (owned) of KarneWeekBar, in the order of the steps */
  GPtrArray *lanes;    /* (owned) of char *: what stands above each */
  int until;           /* days that the line is long */
} KarneWeekPlan;

KarneWeekPlan *karne_week_plan_new (KarneCourse *course);
void karne_week_plan_free (KarneWeekPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneWeekPlan, karne_week_plan_free)

int karne_week_plan_get_height (const KarneWeekPlan *self, PangoContext *pango);
/* The bar that is nearest in the lane at a place; -1 where there is no lane. */
int karne_week_plan_find (const KarneWeekPlan *self,
                          PangoContext *pango,
                          double width,
                          double x,
                          double y);
/* selected: -1 for none. */
void karne_week_plan_paint (const KarneWeekPlan *self,
                            cairo_t *cr,
                            PangoContext *pango,
                            double width,
                            const KarneChartColours *colours,
                            int selected);

G_END_DECLS
