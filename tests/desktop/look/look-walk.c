/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "look.h"

static void
walk (GtkWidget *widget, LookFunc func, gpointer data)
{
  if (!gtk_widget_get_mapped (widget) || !func (widget, data))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (child, func, data);
}

GtkWindow *
look_find_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (gtk_window_is_active (window))
        return window;
    }
  return NULL;
}

void
look_walk_mapped (LookFunc func, gpointer data)
{
  GtkWindow *window = look_find_window ();

  if (window != NULL)
    walk (GTK_WIDGET (window), func, data);
}

gboolean
look_get_bounds (GtkWidget *widget, GtkWidget *target, graphene_rect_t *bounds)
{
  graphene_point_t origin;

  /* The whole allocation, padding included, which gtk_widget_compute_bounds () leaves out. */
  if (!gtk_widget_compute_point (widget, target, &GRAPHENE_POINT_INIT (0, 0), &origin))
    return FALSE;
  graphene_rect_init (bounds, origin.x, origin.y, gtk_widget_get_width (widget),
                      gtk_widget_get_height (widget));
  return TRUE;
}

/* The first line that is written in a widget: enough to find it by. */
char *
look_find_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      char *text = look_find_text (child);
      if (text != NULL)
        return text;
    }
  return NULL;
}

static void
say_string (JsonBuilder *answer, const char *name, const char *value)
{
  json_builder_set_member_name (answer, name);
  json_builder_add_string_value (answer, value != NULL ? value : "");
}

static char *
make_path (GtkWidget *widget)
{
  GString *path = g_string_new (G_OBJECT_TYPE_NAME (widget));

  for (GtkWidget *at = gtk_widget_get_parent (widget); at != NULL; at = gtk_widget_get_parent (at))
    {
      const char *type = G_OBJECT_TYPE_NAME (at);
      if (g_str_has_prefix (type, "Karne") || GTK_IS_ROOT (at))
        g_string_prepend (g_string_prepend (path, "/"), type);
    }
  return g_string_free (path, FALSE);
}

void
look_describe (JsonBuilder *answer, GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  g_autofree char *id = g_strdup_printf ("%p", (void *) widget);
  g_autofree char *parent = g_strdup_printf ("%p", (void *) gtk_widget_get_parent (widget));
  g_autofree char *path = make_path (widget);
  g_autofree char *text = look_find_text (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  say_string (answer, "id", id);
  say_string (answer, "parent", parent);
  say_string (answer, "type", G_OBJECT_TYPE_NAME (widget));
  say_string (answer, "path", path);
  say_string (answer, "text", text);
  if (native != NULL)
    look_get_bounds (widget, GTK_WIDGET (native), &bounds);
  json_builder_set_member_name (answer, "bounds");
  json_builder_begin_array (answer);
  json_builder_add_double_value (answer, bounds.origin.x);
  json_builder_add_double_value (answer, bounds.origin.y);
  json_builder_add_double_value (answer, bounds.size.width);
  json_builder_add_double_value (answer, bounds.size.height);
  json_builder_end_array (answer);
}
