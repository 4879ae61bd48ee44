/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-presence.h"

/* Where the pointer was last: GTK says that it moved, too, when something moved under it. */
typedef struct
{
  KarneIdle *idle; /* (owned) */
  double x;
  double y;
} Presence;

static void
presence_free (gpointer data, GClosure *closure)
{
  Presence *presence = data;

  g_object_unref (presence->idle);
  g_free (presence);
}

static gboolean
is_movement (Presence *presence, GdkEvent *event)
{
  double x = 0, y = 0;
  gboolean moved;

  gdk_event_get_position (event, &x, &y);
  moved = x != presence->x || y != presence->y;
  presence->x = x;
  presence->y = y;
  return moved;
}

static gboolean
is_somebody (Presence *presence, GdkEvent *event)
{
  const GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_MOTION_NOTIFY)
    return is_movement (presence, event);
  return type == GDK_KEY_PRESS || type == GDK_BUTTON_PRESS || type == GDK_SCROLL ||
         type == GDK_TOUCH_BEGIN || type == GDK_TOUCH_UPDATE;
}

static gboolean
event_cb (GtkEventController *controller, GdkEvent *event, gpointer data)
{
  Presence *presence = data;

  if (is_somebody (presence, event))
    karne_idle_touch (presence->idle);
  return GDK_EVENT_PROPAGATE;
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, gpointer data)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();
  Presence *presence = g_new0 (Presence, 1);

  presence->idle = g_object_ref (data);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "event", G_CALLBACK (event_cb), presence, presence_free, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}

void
karne_presence_follow (GtkApplication *application, KarneIdle *idle)
{
  g_return_if_fail (GTK_IS_APPLICATION (application) && KARNE_IS_IDLE (idle));

  g_signal_connect_object (application, "window-added", G_CALLBACK (window_added_cb), idle, 0);
}
