/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-wrap-box.h"

/**
 * KarneWrapBox:
 *
 * Children one after the other, as words are on a page: what does not fit goes to the next line.
 *
 * A GtkFlowBox would put each of them where the keyboard stops, and in columns.
 */
struct _KarneWrapBox
{
  GtkWidget parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (KarneWrapBox, karne_wrap_box, GTK_TYPE_WIDGET)

typedef struct
{
  int x;
  int y;
  int width; /* there is so much of it */
  int line_height;
} Pen;

/* Where the next child stands: its place is the pen’s, then the pen goes behind it. */
static GtkAllocation
place (KarneWrapBox *self, Pen *pen, GtkWidget *child)
{
  GtkAllocation at = { 0 };
  int least, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  at.width = CLAMP (natural, least, MAX (least, pen->width));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, at.width, NULL, &at.height, NULL, NULL);
  if (pen->x > 0 && pen->x + at.width > pen->width)
    {
      pen->x = 0;
      pen->y += pen->line_height + self->spacing;
      pen->line_height = 0;
    }
  at.x = pen->x;
  at.y = pen->y;
  pen->x += at.width + self->spacing;
  pen->line_height = MAX (pen->line_height, at.height);
  return at;
}

static int
get_height (KarneWrapBox *self, int width)
{
  Pen pen = { .width = width >= 0 ? width : G_MAXINT };

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      place (self, &pen, child);
  return pen.y + pen.line_height;
}

static void
measure_width (KarneWrapBox *self, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least, wanted;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += wanted + (*natural > 0 ? self->spacing : 0);
    }
}

static void
karne_wrap_box_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  KarneWrapBox *self = KARNE_WRAP_BOX (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    *minimum = *natural = get_height (self, for_size);
}

static void
karne_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Pen pen = { .width = width };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation at;

      if (!gtk_widget_should_layout (child))
        continue;
      at = place (KARNE_WRAP_BOX (widget), &pen, child);
      if (mirrored)
        at.x = width - at.x - at.width;
      gtk_widget_size_allocate (child, &at, -1);
    }
}

static GtkSizeRequestMode
karne_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
karne_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (karne_wrap_box_parent_class)->dispose (object);
}

static void
karne_wrap_box_class_init (KarneWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_wrap_box_dispose;
  widget_class->measure = karne_wrap_box_measure;
  widget_class->size_allocate = karne_wrap_box_size_allocate;
  widget_class->get_request_mode = karne_wrap_box_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
karne_wrap_box_init (KarneWrapBox *self)
{
}

GtkWidget *
karne_wrap_box_new (int spacing)
{
  KarneWrapBox *self = g_object_new (KARNE_TYPE_WRAP_BOX, NULL);

  self->spacing = spacing;
  return GTK_WIDGET (self);
}

/* Where letters are large, a button alone may be wider than all there is. */
static void
let_wrap (GtkWidget *child)
{
  GtkWidget *label = GTK_IS_BUTTON (child) ? gtk_button_get_child (GTK_BUTTON (child)) : NULL;

  if (!GTK_IS_LABEL (label))
    return;
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

void
karne_wrap_box_append (KarneWrapBox *self, GtkWidget *child)
{
  g_return_if_fail (KARNE_IS_WRAP_BOX (self) && GTK_IS_WIDGET (child));

  let_wrap (child);
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
