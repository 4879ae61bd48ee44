/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-search-keys.h"

/* gtk_search_entry_set_key_capture_widget () would take Enter away from the lines, too. */
static gboolean
page_key_cb (GtkEventControllerKey *controller,
             guint key,
             guint code,
             GdkModifierType modifiers,
             gpointer data)
{
  GtkEditable *search = data;

  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 ||
      !g_unichar_isgraph (gdk_keyval_to_unicode (key)))
    return FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (search));
  gtk_editable_set_position (search, -1);
  return gtk_event_controller_key_forward (controller,
                                           GTK_WIDGET (gtk_editable_get_delegate (search)));
}

/* What scrolls the lines would take the focus before they do. */
static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint key,
               guint code,
               GdkModifierType modifiers,
               gpointer data)
{
  return key == GDK_KEY_Down && karne_record_list_focus (data, NULL);
}

void
karne_search_keys_attach (GtkEditable *search, GtkWidget *page, KarneRecordList *found)
{
  GtkEventController *on_page = gtk_event_controller_key_new ();
  GtkEventController *on_search = gtk_event_controller_key_new ();

  g_signal_connect_object (on_page, "key-pressed", G_CALLBACK (page_key_cb), search, 0);
  gtk_widget_add_controller (page, on_page);
  gtk_event_controller_set_propagation_phase (on_search, GTK_PHASE_CAPTURE);
  g_signal_connect_object (on_search, "key-pressed", G_CALLBACK (search_key_cb), found, 0);
  gtk_widget_add_controller (GTK_WIDGET (search), on_search);
}
