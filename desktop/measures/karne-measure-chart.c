/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-measure-chart.h"

#include "karne-a11y.h"
#include "karne-step-keys.h"

#include <adwaita.h>
#include <math.h>

#define LEAST_WIDTH 240
#define HEIGHT 260

/**
 * KarneMeasureChart:
 *
 * Measures over time, with the person's own target where the record has one. The arrow keys go from
 * point to point, and the pointer to the nearest; what a point is stands in the property `said`,
 * and is told to who does not see it.
 */
struct _KarneMeasureChart
{
  GtkWidget parent_instance;

  KarneChart *chart; /* (owned) (nullable) */
  char *label;       /* (owned) (nullable) */
  char *said;        /* (owned) (nullable) */
  int selected;      /* -1: none */
};

G_DEFINE_FINAL_TYPE (KarneMeasureChart, karne_measure_chart, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_SAID = 1,
  N_PROPS
} KarneMeasureChartProperty;

static GParamSpec *properties[N_PROPS];

/* Colours: GTK 4.8 hands out none without what is going away. */

KarneChartColours
karne_measure_chart_find_colours (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean is_dark = adw_style_manager_get_dark (manager);
  float strong = adw_style_manager_get_high_contrast (manager) ? 1 : 0;
  float ink = is_dark ? 1 : 0;
  KarneChartColours colours = {
    .text = { ink, ink, ink, 0.85f + 0.15f * strong },
    .grid = { ink, ink, ink, 0.12f + 0.38f * strong },
  };

  gdk_rgba_parse (&colours.line, is_dark ? "#78aeed" : "#1c71d8");
  gdk_rgba_parse (&colours.doubt, is_dark ? "#ffa348" : "#a62100");
  gdk_rgba_parse (&colours.band, is_dark ? "#57e389" : "#2ec27e");
  colours.edge = colours.band;
  colours.band.alpha = 0.16f;
  if (strong > 0)
    colours.line = colours.edge = colours.text;
  return colours;
}

static void
karne_measure_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KarneMeasureChart *self = KARNE_MEASURE_CHART (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  KarneChartColours colours = karne_measure_chart_find_colours ();
  cairo_t *cr;

  if (self->chart == NULL || width <= 0 || height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  karne_chart_paint (self->chart, cr, gtk_widget_get_pango_context (widget), width, height,
                     &colours, self->selected);
  cairo_destroy (cr);
}

static void
karne_measure_chart_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * LEAST_WIDTH : HEIGHT;
}

/* Points */

static void
select_point (KarneMeasureChart *self, int n)
{
  g_autofree char *said = NULL;

  if (self->chart == NULL)
    said = NULL;
  else if (n >= 0 && (guint) n < self->chart->points->len)
    said = karne_chart_describe_point (self->chart, (guint) n);
  self->selected = said != NULL ? n : -1;
  g_free (self->said);
  self->said = g_strdup (said);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAID]);
  if (said == NULL && self->chart != NULL)
    said = karne_chart_describe (self->chart);
  karne_a11y_name (self, self->label != NULL ? self->label : "", said);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static int
find_nearest (KarneMeasureChart *self, double x)
{
  GtkWidget *widget = GTK_WIDGET (self);
  KarneChartPlace place =
      karne_chart_place (self->chart, gtk_widget_get_pango_context (widget),
                         gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  int nearest = -1;
  double least = INFINITY;

  for (guint i = 0; i < self->chart->points->len; i++)
    {
      gint64 at = g_array_index (self->chart->points, KarneChartPoint, i).at;
      double distance = fabs (karne_chart_get_x (self->chart, &place, at) - x);

      if (distance < least)
        {
          least = distance;
          nearest = (int) i;
        }
    }
  return nearest;
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, gpointer data)
{
  KarneMeasureChart *self = data;

  if (self->chart != NULL)
    select_point (self, find_nearest (self, x));
}

/* The first of all keys says the last point, which is what most come for. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                gpointer data)
{
  KarneMeasureChart *self = data;
  int last = self->chart != NULL ? (int) self->chart->points->len - 1 : -1;
  int n = self->selected;

  if (!karne_step_keys_move (key, last, last, &n))
    return GDK_EVENT_PROPAGATE;
  select_point (self, n);
  return GDK_EVENT_STOP;
}

/* What it shows */

void
karne_measure_chart_set_label (KarneMeasureChart *self, const char *label)
{
  g_free (self->label);
  self->label = g_strdup (label);
  select_point (self, self->selected);
}

void
karne_measure_chart_take (KarneMeasureChart *self, KarneChart *chart)
{
  karne_chart_free (self->chart);
  self->chart = chart;
  select_point (self, -1);
}

/* The object */

static void
karne_measure_chart_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((KarneMeasureChartProperty) prop_id)
    {
    case PROP_SAID:
      g_value_set_string (value, KARNE_MEASURE_CHART (object)->said);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_measure_chart_finalize (GObject *object)
{
  KarneMeasureChart *self = KARNE_MEASURE_CHART (object);

  karne_chart_free (self->chart);
  g_free (self->label);
  g_free (self->said);

  G_OBJECT_CLASS (karne_measure_chart_parent_class)->finalize (object);
}

static void
karne_measure_chart_class_init (KarneMeasureChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = karne_measure_chart_get_property;
  object_class->finalize = karne_measure_chart_finalize;
  widget_class->snapshot = karne_measure_chart_snapshot;
  widget_class->measure = karne_measure_chart_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "karne-chart");

  properties[PROP_SAID] =
      g_param_spec_string ("said", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_measure_chart_init (KarneMeasureChart *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->selected = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}
