/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-twin-box.h"

/* A column narrower than so many letters is no pleasure to read. */
#define LEAST_LETTERS 26
#define SPACING 18
#define SPACING_BELOW 6

/**
 * KarneTwinBox:
 *
 * The same said twice: two texts of one width side by side, or, in a narrow window or with large
 * text, the second below the first.
 */
struct _KarneTwinBox
{
  GtkWidget parent_instance;

  GtkWidget *start;
  GtkWidget *end;
};

G_DEFINE_FINAL_TYPE (KarneTwinBox, karne_twin_box, GTK_TYPE_WIDGET)

static int
get_least_width (KarneTwinBox *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int letter = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS (LEAST_LETTERS * letter);
}

static gboolean
is_side_by_side (KarneTwinBox *self, int width)
{
  return width < 0 || (width - SPACING) / 2 >= get_least_width (self);
}

static int
get_height (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

static int
get_whole_height (KarneTwinBox *self, int width)
{
  int column = width < 0 ? -1 : (width - SPACING) / 2;

  if (is_side_by_side (self, width))
    return MAX (get_height (self->start, column), get_height (self->end, column));
  return get_height (self->start, width) + SPACING_BELOW + get_height (self->end, width);
}

static void
karne_twin_box_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  KarneTwinBox *self = KARNE_TWIN_BOX (widget);
  int start_minimum, start_natural, end_minimum, end_natural;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = get_whole_height (self, for_size);
      return;
    }
  gtk_widget_measure (self->start, orientation, -1, &start_minimum, &start_natural, NULL, NULL);
  gtk_widget_measure (self->end, orientation, -1, &end_minimum, &end_natural, NULL, NULL);
  *minimum = MAX (start_minimum, end_minimum);
  *natural = 2 * MAX (start_natural, end_natural) + SPACING;
}

static void
karne_twin_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KarneTwinBox *self = KARNE_TWIN_BOX (widget);
  gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int column = (width - SPACING) / 2;
  int above;

  if (!is_side_by_side (self, width))
    {
      above = get_height (self->start, width);
      gtk_widget_size_allocate (self->start, &(GtkAllocation){ 0, 0, width, above }, -1);
      above += SPACING_BELOW;
      gtk_widget_size_allocate (self->end, &(GtkAllocation){ 0, above, width, height - above }, -1);
      return;
    }
  gtk_widget_size_allocate (self->start,
                            &(GtkAllocation){ is_mirrored ? width - column : 0, 0, column, height },
                            -1);
  gtk_widget_size_allocate (self->end,
                            &(GtkAllocation){ is_mirrored ? 0 : width - column, 0, column, height },
                            -1);
}

static GtkSizeRequestMode
karne_twin_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
karne_twin_box_dispose (GObject *object)
{
  KarneTwinBox *self = KARNE_TWIN_BOX (object);

  g_clear_pointer (&self->start, gtk_widget_unparent);
  g_clear_pointer (&self->end, gtk_widget_unparent);

  G_OBJECT_CLASS (karne_twin_box_parent_class)->dispose (object);
}

static void
karne_twin_box_class_init (KarneTwinBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_twin_box_dispose;
  widget_class->measure = karne_twin_box_measure;
  widget_class->size_allocate = karne_twin_box_size_allocate;
  widget_class->get_request_mode = karne_twin_box_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
karne_twin_box_init (KarneTwinBox *self)
{
}

GtkWidget *
karne_twin_box_new (GtkWidget *start, GtkWidget *end)
{
  KarneTwinBox *self = g_object_new (KARNE_TYPE_TWIN_BOX, NULL);

  self->start = start;
  self->end = end;
  gtk_widget_set_parent (start, GTK_WIDGET (self));
  gtk_widget_set_parent (end, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
