/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "look.h"

/* Rounding of half a pixel, and of the scale of Pango. */
#define TOLERANCE 1.5f

static gboolean
is_scrollable (GtkWidget *scrolled, GtkOrientation orientation)
{
  GtkPolicyType horizontal, vertical, policy;

  gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (scrolled), &horizontal, &vertical);
  policy = orientation == GTK_ORIENTATION_HORIZONTAL ? horizontal : vertical;
  return policy == GTK_POLICY_AUTOMATIC || policy == GTK_POLICY_ALWAYS;
}

/* Where the text may reach inside of an ancestor that cuts; what can be scrolled to is not cut. */
static gboolean
reaches_out_of (const graphene_rect_t *bounds, GtkWidget *ancestor)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (ancestor, GTK_TYPE_SCROLLED_WINDOW);
  gboolean cuts_x = TRUE, cuts_y = TRUE;

  if (scrolled != NULL && (scrolled == ancestor || GTK_IS_VIEWPORT (ancestor)))
    {
      cuts_x = !is_scrollable (scrolled, GTK_ORIENTATION_HORIZONTAL);
      cuts_y = !is_scrollable (scrolled, GTK_ORIENTATION_VERTICAL);
    }
  return (cuts_x &&
          (bounds->origin.x < -TOLERANCE ||
           bounds->origin.x + bounds->size.width > gtk_widget_get_width (ancestor) + TOLERANCE)) ||
         (cuts_y &&
          (bounds->origin.y < -TOLERANCE ||
           bounds->origin.y + bounds->size.height > gtk_widget_get_height (ancestor) + TOLERANCE));
}

/* The rectangle of the letters themselves, within the label. */
static void
get_letters (GtkLabel *label, graphene_rect_t *letters)
{
  int x, y, width, height;

  gtk_label_get_layout_offsets (label, &x, &y);
  pango_layout_get_pixel_size (gtk_label_get_layout (label), &width, &height);
  if (pango_layout_get_width (gtk_label_get_layout (label)) > 0)
    width = MIN (width, pango_layout_get_width (gtk_label_get_layout (label)) / PANGO_SCALE);
  graphene_rect_init (letters, x, y, width, height);
}

/* What cuts the letters, if anything does. */
static GtkWidget *
find_edge (GtkWidget *widget, const graphene_rect_t *letters)
{
  gboolean may_scroll_y = FALSE;

  for (GtkWidget *at = gtk_widget_get_parent (widget); at != NULL; at = gtk_widget_get_parent (at))
    {
      graphene_point_t origin;
      graphene_rect_t bounds = *letters;

      may_scroll_y |= GTK_IS_SCROLLED_WINDOW (at) && is_scrollable (at, GTK_ORIENTATION_VERTICAL);
      if (gtk_widget_get_overflow (at) != GTK_OVERFLOW_HIDDEN && !GTK_IS_ROOT (at))
        continue;
      if (!gtk_widget_compute_point (widget, at, &letters->origin, &origin))
        return NULL;
      bounds.origin = origin;
      /* Past a part that scrolls, what is outside of it is not outside of the window. */
      if (may_scroll_y)
        {
          bounds.origin.y = 0;
          bounds.size.height = 0;
        }
      if (reaches_out_of (&bounds, at))
        return at;
      if (GTK_IS_SCROLLED_WINDOW (at) && is_scrollable (at, GTK_ORIENTATION_HORIZONTAL))
        return NULL;
      if (GTK_IS_NATIVE (at))
        break;
    }
  return NULL;
}

static const char *
find_fault (GtkWidget *widget, GtkWidget **edge)
{
  graphene_rect_t letters;

  if (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    return "ellipsis";
  if (pango_layout_get_unknown_glyphs_count (gtk_label_get_layout (GTK_LABEL (widget))) > 0)
    return "glyphs";
  get_letters (GTK_LABEL (widget), &letters);
  if (letters.size.width > gtk_widget_get_width (widget) + TOLERANCE ||
      letters.size.height > gtk_widget_get_height (widget) + TOLERANCE)
    return "cut";
  *edge = find_edge (widget, &letters);
  return *edge != NULL ? "hidden" : NULL;
}

static gboolean
say_label (GtkWidget *widget, gpointer answer)
{
  GtkWidget *edge = NULL;
  const char *fault;

  if (gtk_widget_get_opacity (widget) == 0)
    return FALSE;
  if (!GTK_IS_LABEL (widget) || *gtk_label_get_text (GTK_LABEL (widget)) == '\0')
    return TRUE;
  fault = find_fault (widget, &edge);
  if (fault != NULL)
    {
      json_builder_begin_object (answer);
      look_describe (answer, widget);
      json_builder_set_member_name (answer, "fault");
      json_builder_add_string_value (answer, fault);
      json_builder_set_member_name (answer, "edge");
      json_builder_add_string_value (answer, edge != NULL ? G_OBJECT_TYPE_NAME (edge) : "");
      json_builder_end_object (answer);
    }
  return TRUE;
}

void
look_say_labels (JsonBuilder *answer)
{
  json_builder_set_member_name (answer, "faults");
  json_builder_begin_array (answer);
  look_walk_mapped (say_label, answer);
  json_builder_end_array (answer);
}
