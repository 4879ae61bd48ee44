/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "look.h"

static gboolean
has_click (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_GESTURE_CLICK (controller))
        return TRUE;
    }
  return FALSE;
}

/* Widgets of the toolkit have clicks of their own that help elsewhere; on these, and on our own,
 * somebody put one. */
static gboolean
is_made_for_clicks (GtkWidget *widget)
{
  static const char *const bare[] = { "GtkBox",         "GtkGrid",    "GtkImage",
                                      "GtkPicture",     "GtkOverlay", "AdwBin",
                                      "GtkDrawingArea", "GtkFrame",   "GtkFixed",
                                      "GtkStack",       NULL };
  const char *type = G_OBJECT_TYPE_NAME (widget);
  gboolean is_foreign = g_str_has_prefix (type, "Gtk") || g_str_has_prefix (type, "Adw");

  return !GTK_IS_ROOT (widget) && (!is_foreign || g_strv_contains (bare, type)) &&
         has_click (widget);
}

static gboolean
is_actionable (GtkWidget *widget)
{
  /* A row that hands the focus on to what it holds is reached there. */
  if (GTK_IS_LIST_BOX_ROW (widget) && !gtk_widget_get_focusable (widget))
    return FALSE;
  if (GTK_IS_LIST_BOX_ROW (widget))
    return gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (widget)) ||
           gtk_list_box_row_get_selectable (GTK_LIST_BOX_ROW (widget));
  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget) ||
         GTK_IS_TEXT (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_FLOW_BOX_CHILD (widget) ||
         GTK_IS_SCALE (widget) || GTK_IS_EXPANDER (widget) || is_made_for_clicks (widget);
}

static void
say_boolean (JsonBuilder *answer, const char *name, gboolean value)
{
  json_builder_set_member_name (answer, name);
  json_builder_add_boolean_value (answer, value);
}

static gboolean
say_widget (GtkWidget *widget, gpointer answer)
{
  gboolean actionable = is_actionable (widget);

  /* The buttons of the window itself are the business of the window manager: Alt+F4 and the like.
   */
  if (!gtk_widget_is_sensitive (widget) || GTK_IS_WINDOW_CONTROLS (widget))
    return FALSE;
  if (actionable || gtk_widget_get_focusable (widget))
    {
      json_builder_begin_object (answer);
      look_describe (answer, widget);
      say_boolean (answer, "actionable", actionable);
      say_boolean (answer, "focusable",
                   gtk_widget_get_focusable (widget) && gtk_widget_get_can_focus (widget));
      json_builder_end_object (answer);
    }
  return TRUE;
}

void
look_say_widgets (JsonBuilder *answer)
{
  json_builder_set_member_name (answer, "widgets");
  json_builder_begin_array (answer);
  look_walk_mapped (say_widget, answer);
  json_builder_end_array (answer);
}

void
look_say_focus (JsonBuilder *answer)
{
  GtkWindow *window = look_find_window ();
  GtkWidget *focus = window != NULL ? gtk_window_get_focus (window) : NULL;

  json_builder_set_member_name (answer, "focus");
  if (focus == NULL)
    {
      json_builder_add_null_value (answer);
      return;
    }
  json_builder_begin_object (answer);
  look_describe (answer, focus);
  json_builder_end_object (answer);
}

/* Of the window that is used, as it is laid out: a moment after the display gave it a size. */
void
look_say_size (JsonBuilder *answer)
{
  GtkWindow *window = look_find_window ();

  json_builder_set_member_name (answer, "size");
  json_builder_begin_array (answer);
  json_builder_add_int_value (answer,
                              window != NULL ? gtk_widget_get_width (GTK_WIDGET (window)) : 0);
  json_builder_add_int_value (answer,
                              window != NULL ? gtk_widget_get_height (GTK_WIDGET (window)) : 0);
  json_builder_end_array (answer);
}
