/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-line.h"

/**
 * KarneLine:
 *
 * Widgets side by side, one of which may be text that wraps in the width that the others leave.
 *
 * A horizontal GtkBox asks each child how wide it would be at the height that there is; with text
 * that wraps the answer is a search by halves, in which all is laid out ten times. In a list of
 * fifty rows that is half a second.
 */
struct _KarneLine
{
  GtkWidget parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (KarneLine, karne_line, GTK_TYPE_WIDGET)

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

#define FOR_EACH_CHILD(child, self)                                                                \
  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));             \
       child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))

static void
measure_width (GtkWidget *child, int *minimum, int *natural)
{
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
}

static void
measure_widths (KarneLine *self, int *minimum, int *natural)
{
  *minimum = *natural = -self->spacing;
  FOR_EACH_CHILD (child, self)
  {
    int least, wanted;

    measure_width (child, &least, &wanted);
    *minimum += least + self->spacing;
    *natural += wanted + self->spacing;
  }
  *minimum = MAX (*minimum, 0);
  *natural = MAX (*natural, 0);
}

/* What is missing of the width that the line would like to have, or left over. */
static int
get_rest (KarneLine *self, int width)
{
  int minimum, natural;

  measure_widths (self, &minimum, &natural);
  return width - natural;
}

/* The width of a child: the one that expands, or else the last, makes up for the rest. */
static int
get_width (GtkWidget *child, gboolean is_elastic, int rest)
{
  int least, wanted;

  measure_width (child, &least, &wanted);
  return is_elastic ? MAX (least, wanted + rest) : wanted;
}

static GtkWidget *
find_elastic (KarneLine *self)
{
  GtkWidget *last = NULL;

  FOR_EACH_CHILD (child, self)
  {
    if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
      return child;
    last = child;
  }
  return last;
}

static void
measure_height (KarneLine *self, int width, int *minimum, int *natural)
{
  GtkWidget *elastic = find_elastic (self);
  int rest = width >= 0 ? get_rest (self, width) : 0;

  *minimum = *natural = 0;
  FOR_EACH_CHILD (child, self)
  {
    int least, wanted;

    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, get_width (child, child == elastic, rest),
                        &least, &wanted, NULL, NULL);
    *minimum = MAX (*minimum, least);
    *natural = MAX (*natural, wanted);
  }
}

static void
karne_line_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_widths (KARNE_LINE (widget), minimum, natural);
  else
    measure_height (KARNE_LINE (widget), for_size, minimum, natural);
}

static void
karne_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KarneLine *self = KARNE_LINE (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *elastic = find_elastic (self);
  int rest = get_rest (self, width);
  int x = 0;

  FOR_EACH_CHILD (child, self)
  {
    int its = get_width (child, child == elastic, rest);
    GtkAllocation at = { mirrored ? width - x - its : x, 0, its, height };

    gtk_widget_size_allocate (child, &at, -1);
    x += its + self->spacing;
  }
}

static GtkSizeRequestMode
karne_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
karne_line_compute_expand (GtkWidget *widget, gboolean *hexpand, gboolean *vexpand)
{
  *hexpand = *vexpand = FALSE;
  FOR_EACH_CHILD (child, widget)
  {
    *hexpand = *hexpand || gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
    *vexpand = *vexpand || gtk_widget_compute_expand (child, GTK_ORIENTATION_VERTICAL);
  }
}

static void
karne_line_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (karne_line_parent_class)->dispose (object);
}

static void
karne_line_class_init (KarneLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_line_dispose;
  widget_class->measure = karne_line_measure;
  widget_class->size_allocate = karne_line_size_allocate;
  widget_class->get_request_mode = karne_line_get_request_mode;
  widget_class->compute_expand = karne_line_compute_expand;
  /* The rules for boxes are to hold for it. */
  gtk_widget_class_set_css_name (widget_class, "box");
}

static void
karne_line_init (KarneLine *self)
{
}

GtkWidget *
karne_line_new (int spacing)
{
  KarneLine *self = g_object_new (KARNE_TYPE_LINE, NULL);

  self->spacing = spacing;
  return GTK_WIDGET (self);
}

void
karne_line_append (KarneLine *self, GtkWidget *child)
{
  g_return_if_fail (KARNE_IS_LINE (self) && GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
