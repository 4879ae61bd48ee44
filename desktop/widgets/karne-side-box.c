/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-side-box.h"

/* As many letters of the start have to have room, or the end goes below. */
#define LEAST_LETTERS 16
#define SPACING_BELOW 3

/**
 * KarneSideBox:
 *
 * Two children side by side, the second at the end of the line; below each other where the first
 * would become a column of single words, in a narrow window or with large text.
 */
struct _KarneSideBox
{
  GtkWidget parent_instance;

  GtkWidget *start;
  GtkWidget *end;
  int spacing;
};

G_DEFINE_FINAL_TYPE (KarneSideBox, karne_side_box, GTK_TYPE_WIDGET)

static void
measure_width (GtkWidget *child, int *minimum, int *natural)
{
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
}

static int
get_height (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

static int
get_comfortable_width (KarneSideBox *self)
{
  PangoContext *context = gtk_widget_get_pango_context (self->start);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int letter = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS (LEAST_LETTERS * letter);
}

/* The width of the end where both have room beside each other, else 0. */
static int
get_end_width (KarneSideBox *self, int width)
{
  int start_natural, end_natural;

  measure_width (self->start, NULL, &start_natural);
  measure_width (self->end, NULL, &end_natural);
  if (width < 0 ||
      width - end_natural - self->spacing >= MIN (start_natural, get_comfortable_width (self)))
    return end_natural;
  return 0;
}

static int
get_whole_height (KarneSideBox *self, int width)
{
  int end_width = get_end_width (self, width);

  if (width < 0)
    return MAX (get_height (self->start, -1), get_height (self->end, -1));
  if (end_width == 0)
    return get_height (self->start, width) + SPACING_BELOW + get_height (self->end, width);
  return MAX (get_height (self->start, width - end_width - self->spacing),
              get_height (self->end, end_width));
}

static void
karne_side_box_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  KarneSideBox *self = KARNE_SIDE_BOX (widget);
  int start_minimum, start_natural, end_minimum, end_natural;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = get_whole_height (self, for_size);
      return;
    }
  measure_width (self->start, &start_minimum, &start_natural);
  measure_width (self->end, &end_minimum, &end_natural);
  *minimum = MAX (start_minimum, end_minimum);
  *natural = start_natural + self->spacing + end_natural;
}

/* In a language that is read from the right, the start is there. */
static void
place (KarneSideBox *self, GtkWidget *child, GtkAllocation at, int width)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    at.x = width - at.x - at.width;
  gtk_widget_size_allocate (child, &at, -1);
}

static void
allocate_below (KarneSideBox *self, int width)
{
  int height = get_height (self->start, width);
  int end_natural;
  GtkAllocation end = { .y = height + SPACING_BELOW };

  measure_width (self->end, NULL, &end_natural);
  end.width = MIN (end_natural, width);
  end.height = get_height (self->end, end.width);
  place (self, self->start, (GtkAllocation){ 0, 0, width, height }, width);
  place (self, self->end, end, width);
}

static void
karne_side_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KarneSideBox *self = KARNE_SIDE_BOX (widget);
  int end_width = get_end_width (self, width);
  int start_width = width - end_width - self->spacing;

  if (end_width == 0)
    {
      allocate_below (self, width);
      return;
    }
  place (self, self->start, (GtkAllocation){ 0, 0, start_width, height }, width);
  place (self, self->end, (GtkAllocation){ width - end_width, 0, end_width, height }, width);
}

static GtkSizeRequestMode
karne_side_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
karne_side_box_dispose (GObject *object)
{
  KarneSideBox *self = KARNE_SIDE_BOX (object);

  g_clear_pointer (&self->start, gtk_widget_unparent);
  g_clear_pointer (&self->end, gtk_widget_unparent);

  G_OBJECT_CLASS (karne_side_box_parent_class)->dispose (object);
}

static void
karne_side_box_class_init (KarneSideBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_side_box_dispose;
  widget_class->measure = karne_side_box_measure;
  widget_class->size_allocate = karne_side_box_size_allocate;
  widget_class->get_request_mode = karne_side_box_get_request_mode;
}

static void
karne_side_box_init (KarneSideBox *self)
{
}

GtkWidget *
karne_side_box_new (GtkWidget *start, GtkWidget *end, int spacing)
{
  KarneSideBox *self = g_object_new (KARNE_TYPE_SIDE_BOX, NULL);

  self->start = start;
  self->end = end;
  self->spacing = spacing;
  gtk_widget_set_parent (start, GTK_WIDGET (self));
  gtk_widget_set_parent (end, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
