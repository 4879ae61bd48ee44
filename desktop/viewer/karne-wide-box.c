/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-wide-box.h"

#include "karne-a11y.h"

#define STEP 0.25 /* of what is seen */

/**
 * KarneWideBox:
 *
 * Something that may be too wide for the window: it is as high as it has to be for the width that
 * it gets, and where even its least width is too much it is moved sideways, by a bar below it or by
 * the arrows. The keyboard stops here only then.
 *
 * A GtkScrolledWindow would be as high as its content at the least width, whatever it gets.
 */
struct _KarneWideBox
{
  GtkWidget parent_instance;

  GtkWidget *child;
  GtkWidget *bar;
  GtkAdjustment *adjustment; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneWideBox, karne_wide_box, GTK_TYPE_WIDGET)

static int
measure_width (GtkWidget *widget, int *natural)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, natural, NULL, NULL);
  return least;
}

static int
measure_height (GtkWidget *widget, int width)
{
  int height;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

static GtkSizeRequestMode
karne_wide_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* However narrow it is, something of it can be seen. */
static void
karne_wide_box_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  KarneWideBox *self = KARNE_WIDE_BOX (widget);
  int wanted, least = measure_width (self->child, &wanted);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (least, measure_width (self->bar, NULL));
      *natural = wanted;
      return;
    }
  *minimum = measure_height (self->child, for_size < 0 ? wanted : MAX (for_size, least));
  if (for_size >= 0 && for_size < least)
    *minimum += measure_height (self->bar, for_size);
  *natural = *minimum;
}

static void
set_stops (KarneWideBox *self, gboolean stops)
{
  gtk_widget_set_child_visible (self->bar, stops);
  gtk_widget_set_focusable (GTK_WIDGET (self), stops);
}

static void
karne_wide_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KarneWideBox *self = KARNE_WIDE_BOX (widget);
  int least = measure_width (self->child, NULL), inner = MAX (width, least);
  int below = least > width ? measure_height (self->bar, width) : 0;
  GtkAllocation place = { 0, 0, inner, height - below };
  GtkAllocation bar = { 0, height - below, width, MAX (below, 1) };

  set_stops (self, least > width);
  gtk_adjustment_configure (self->adjustment,
                            CLAMP (gtk_adjustment_get_value (self->adjustment), 0, inner - width),
                            0, inner, width * STEP, width, width);
  place.x = -(int) gtk_adjustment_get_value (self->adjustment);
  gtk_widget_size_allocate (self->child, &place, -1);
  if (below > 0)
    gtk_widget_size_allocate (self->bar, &bar, -1);
}

static void
moved_cb (GtkAdjustment *adjustment, gpointer data)
{
  gtk_widget_queue_allocate (data);
}

static void
move (KarneWideBox *self, double by)
{
  gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_value (self->adjustment) + by);
}

static gboolean
arrow_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  KarneWideBox *self = KARNE_WIDE_BOX (widget);

  if (!gtk_widget_get_focusable (widget))
    return FALSE;
  move (self, g_variant_get_int32 (args) * gtk_adjustment_get_step_increment (self->adjustment));
  return TRUE;
}

/* Sideways only: up and down is for the whole document. */
static gboolean
wheel_cb (GtkEventControllerScroll *controller, double dx, double dy, gpointer data)
{
  KarneWideBox *self = data;

  if (dx == 0 || !gtk_widget_get_focusable (GTK_WIDGET (self)))
    return FALSE;
  move (self, dx * gtk_adjustment_get_step_increment (self->adjustment));
  return TRUE;
}

static void
karne_wide_box_dispose (GObject *object)
{
  KarneWideBox *self = KARNE_WIDE_BOX (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_object (&self->adjustment);

  G_OBJECT_CLASS (karne_wide_box_parent_class)->dispose (object);
}

static void
karne_wide_box_class_init (KarneWideBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_wide_box_dispose;
  widget_class->get_request_mode = karne_wide_box_get_request_mode;
  widget_class->measure = karne_wide_box_measure;
  widget_class->size_allocate = karne_wide_box_size_allocate;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, arrow_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, arrow_cb, "i", 1);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
karne_wide_box_init (KarneWideBox *self)
{
  GtkEventController *wheel =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_HORIZONTAL);

  self->adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  self->bar = gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, self->adjustment);
  gtk_widget_set_parent (self->bar, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (moved_cb), self, 0);
  g_signal_connect (wheel, "scroll", G_CALLBACK (wheel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), wheel);
}

GtkWidget *
karne_wide_box_new (GtkWidget *child, const char *name, const char *description)
{
  KarneWideBox *self = g_object_new (KARNE_TYPE_WIDE_BOX, NULL);

  self->child = child;
  gtk_widget_insert_before (child, GTK_WIDGET (self), self->bar);
  karne_a11y_name (self, name, description);
  return GTK_WIDGET (self);
}
