/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "look.h"

/* The narrowest window that a page has to fit in. */
#define NARROW 360

static gboolean
is_too_wide (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum > NARROW;
}

/* The innermost widgets that need more room than there is, shown or not: a hidden page of a stack
 * makes the window as wide. */
static gboolean
say_widest (GtkWidget *widget, JsonBuilder *answer)
{
  gboolean is_said = FALSE;

  if (!gtk_widget_get_visible (widget) || GTK_IS_POPOVER (widget) || !is_too_wide (widget))
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    is_said |= say_widest (child, answer);
  if (!is_said)
    {
      int minimum;

      gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      json_builder_begin_object (answer);
      look_describe (answer, widget);
      json_builder_set_member_name (answer, "width");
      json_builder_add_int_value (answer, minimum);
      json_builder_end_object (answer);
    }
  return TRUE;
}

void
look_say_width (JsonBuilder *answer)
{
  GListModel *windows = gtk_window_get_toplevels ();

  json_builder_set_member_name (answer, "widgets");
  json_builder_begin_array (answer);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      say_widest (window, answer);
    }
  json_builder_end_array (answer);
}
