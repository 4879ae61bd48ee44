/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-week-line.h"

#include "karne-a11y.h"
#include "karne-measure-chart.h"
#include "karne-step-keys.h"
#include "karne-week-paint.h"
#include "karne-wrapped-label.h"
#include "words/karne-i18n.h"

#include <math.h>

#define LEAST_WIDTH 240

#define KARNE_TYPE_WEEK_LINE (karne_week_line_get_type ())
G_DECLARE_FINAL_TYPE (KarneWeekLine, karne_week_line, KARNE, WEEK_LINE, GtkWidget)

/**
 * KarneWeekLine:
 *
 * A pregnancy from its first week to the expected birth, with today and all steps that have dates.
 * The arrow keys go from step to step, and the pointer to the one under it; what it is stands
 * below, and is told to who does not see it.
 */
struct _KarneWeekLine
{
  GtkWidget parent_instance;

  KarneWeekPlan *plan; /* (owned) */
  GtkLabel *said;      /* (unowned) below */
  int selected;        /* -1: none */
  double pointer_x;    /* where the pointer was seen last in the window; NAN where it is not here */
  double pointer_y;
};

G_DEFINE_FINAL_TYPE (KarneWeekLine, karne_week_line, GTK_TYPE_WIDGET)

static void
karne_week_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KarneWeekLine *self = KARNE_WEEK_LINE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  KarneChartColours colours = karne_measure_chart_find_colours ();
  cairo_t *cr;

  if (width <= 0 || height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  karne_week_plan_paint (self->plan, cr, gtk_widget_get_pango_context (widget), width, &colours,
                         self->selected);
  cairo_destroy (cr);
}

static void
karne_week_line_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  KarneWeekLine *self = KARNE_WEEK_LINE (widget);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL
                 ? LEAST_WIDTH
                 : karne_week_plan_get_height (self->plan, gtk_widget_get_pango_context (widget));
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * LEAST_WIDTH : *minimum;
}

/* Steps */

static const KarneStep *
get_step (KarneWeekLine *self, int n)
{
  return g_array_index (self->plan->bars, KarneWeekBar, n).step;
}

/* All that the list says of it, too. */
static char *
describe_step (KarneWeekLine *self, int n)
{
  g_autofree char *words = karne_step_to_words (self->plan->course, get_step (self, n));
  g_autofree char *done = karne_step_done_to_words (get_step (self, n));

  return done != NULL ? g_strdup_printf ("%s\n%s", words, done) : g_steal_pointer (&words);
}

static char *
describe_all (KarneWeekLine *self)
{
  g_autofree char *dating = karne_course_dating_to_words (self->plan->course);
  g_autofree char *counts = karne_course_to_words (self->plan->course);

  /* Translators: about a drawing, for who does not see it: first when the pregnancy began, then how
   * many of its examinations stand how. */
  return g_strdup_printf (_ ("%s %s. The arrow keys go from one to the next."), dating, counts);
}

static void
select_step (KarneWeekLine *self, int n)
{
  g_autofree char *said = n >= 0 ? describe_step (self, n) : NULL;
  g_autofree char *all = said == NULL ? describe_all (self) : NULL;

  self->selected = n;
  /* A line is kept free, so that little moves. */
  gtk_label_set_label (self->said, said != NULL ? said : " ");
  karne_a11y_name (self, _ ("Line of the weeks of the pregnancy"), said != NULL ? said : all);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What scrolls below a pointer that rests takes nothing from the keyboard. */
static gboolean
has_moved (KarneWeekLine *self, GtkEventControllerMotion *controller)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  double x = self->pointer_x;
  double y = self->pointer_y;

  if (event == NULL || !gdk_event_get_position (event, &self->pointer_x, &self->pointer_y))
    return FALSE;
  return !isnan (x) && (fabs (x - self->pointer_x) >= 1 || fabs (y - self->pointer_y) >= 1);
}

static void
leave_cb (GtkEventControllerMotion *controller, gpointer data)
{
  KARNE_WEEK_LINE (data)->pointer_x = NAN;
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, gpointer data)
{
  KarneWeekLine *self = data;
  GtkWidget *widget = data;
  int n = karne_week_plan_find (self->plan, gtk_widget_get_pango_context (widget),
                                gtk_widget_get_width (widget), x, y);

  if (has_moved (self, controller) && n >= 0 && n != self->selected)
    select_step (self, n);
}

/* What most come for: what is to be done. */
static int
find_to_do (KarneWeekLine *self)
{
  for (guint i = 0; i < self->plan->bars->len; i++)
    if (get_step (self, (int) i)->state == KARNE_STEP_TO_DO)
      return (int) i;
  return 0;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                gpointer data)
{
  KarneWeekLine *self = data;
  int last = (int) self->plan->bars->len - 1;
  int n = self->selected;

  if (!karne_step_keys_move (key, last, last < 0 ? 0 : find_to_do (self), &n))
    return GDK_EVENT_PROPAGATE;
  select_step (self, n);
  return GDK_EVENT_STOP;
}

/* The object */

static void
karne_week_line_finalize (GObject *object)
{
  karne_week_plan_free (KARNE_WEEK_LINE (object)->plan);

  G_OBJECT_CLASS (karne_week_line_parent_class)->finalize (object);
}

static void
karne_week_line_class_init (KarneWeekLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = karne_week_line_finalize;
  widget_class->snapshot = karne_week_line_snapshot;
  widget_class->measure = karne_week_line_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "karne-chart");
}

static void
karne_week_line_init (KarneWeekLine *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->selected = -1;
  self->pointer_x = NAN;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
karne_week_line_new (KarneCourse *course)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  KarneWeekLine *self;

  g_return_val_if_fail (course != NULL, NULL);

  self = g_object_new (KARNE_TYPE_WEEK_LINE, NULL);
  self->plan = karne_week_plan_new (course);
  self->said = GTK_LABEL (karne_wrapped_label_new (" "));
  gtk_label_set_xalign (self->said, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->said), "karne-detail-head");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->said));
  select_step (self, -1);
  return box;
}
