/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-window-private.h"

#include "karne-new-record-window.h"
#include "karne-sign-in-flow.h"
#include "karne-sign-in-window.h"
#include "karne-text-size.h"

#include <glib/gi18n.h>

/* Actions */

static void
open_demo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_window_open_demo (KARNE_WINDOW (widget));
}

static GSettings *
get_settings (KarneWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  return karne_application_get_settings (KARNE_APPLICATION (application));
}

char *
karne_window_dup_setting (KarneWindow *self, const char *key)
{
  GSettings *settings = get_settings (self);

  return settings != NULL ? g_settings_get_string (settings, key) : g_strdup ("");
}

static void
new_record_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneWindow *self = KARNE_WINDOW (widget);
  g_autofree char *address = karne_window_dup_setting (self, "server-address");
  g_autofree char *command = karne_window_dup_setting (self, "browser-command");

  if (karne_window_can_open (self))
    gtk_window_present (
        GTK_WINDOW (karne_new_record_window_new (GTK_WINDOW (self), self->desk, address, command)));
}

static void
sign_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneWindow *self = KARNE_WINDOW (widget);
  KarneSession *session = karne_desk_get_session (self->desk);
  KarneAgreement *agreement = session != NULL ? karne_session_get_agreement (session) : NULL;
  const char *scopes =
      agreement != NULL ? karne_agreement_get_scopes (agreement) : KARNE_SIGN_IN_FLOW_OWN_SCOPES;
  g_autofree char *command = karne_window_dup_setting (self, "browser-command");

  if (session != NULL)
    gtk_window_present (GTK_WINDOW (
        karne_sign_in_window_new (GTK_WINDOW (self), session, scopes, command, agreement != NULL)));
}

static void
sit_down (KarneWindow *self, const char *address)
{
  g_autofree char *structure = karne_window_dup_setting (self, "structure");
  GSettings *settings = get_settings (self);

  if (!karne_window_can_open (self))
    return;
  karne_arrival_set_tells (self->arrival,
                           settings != NULL && g_settings_get_boolean (settings, "tell-access"));
  karne_arrival_begin (self->arrival, address, structure);
}

/* Somebody comes whose record is on the server of this computer. */
static void
start_session_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneWindow *self = KARNE_WINDOW (widget);
  g_autofree char *address = karne_window_dup_setting (self, "server-address");

  if (*address != '\0')
    sit_down (self, address);
}

/* The same, with fictitious people. */
static void
practise_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sit_down (KARNE_WINDOW (widget), NULL);
}

static void
withdraw_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_arrival_withdraw (KARNE_WINDOW (widget)->arrival);
}

static void
end_session_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_window_end (KARNE_WINDOW (widget));
}

static void
lock_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_desk_lock (KARNE_WINDOW (widget)->desk);
}

/* Updates, or stops the update that is under way; signs in first, where nothing comes without. */
static void
sync_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneSession *session = karne_desk_get_session (KARNE_WINDOW (widget)->desk);

  if (session == NULL)
    return;
  if (karne_session_get_syncing (session))
    karne_session_stop (session);
  else if (karne_session_get_state (session) == KARNE_SYNC_STATE_SIGN_IN_NEEDED)
    sign_in_action (widget, name, parameter);
  else
    karne_session_sync (session);
}

static void
show_profile_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneWindow *self = KARNE_WINDOW (widget);
  g_autoptr (KarneProfile) profile = g_list_model_get_item (karne_desk_get_profiles (self->desk),
                                                            g_variant_get_uint32 (parameter));

  if (profile != NULL && !karne_desk_get_busy (self->desk))
    karne_desk_show_async (self->desk, profile, NULL, karne_window_opened_cb, g_object_ref (self));
}

static gboolean
is_open (GtkWidget *widget)
{
  return karne_desk_get_session (KARNE_WINDOW (widget)->desk) != NULL &&
         !KARNE_WINDOW (widget)->ending && !karne_window_is_covered (KARNE_WINDOW (widget));
}

static void
show_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (is_open (widget))
    karne_record_view_show_page (KARNE_WINDOW (widget)->record,
                                 g_variant_get_string (parameter, NULL));
}

static void
show_page_number_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (is_open (widget))
    karne_record_view_show_page_number (KARNE_WINDOW (widget)->record,
                                        g_variant_get_uint32 (parameter));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneWindow *self = KARNE_WINDOW (widget);
  KarnePage *page = karne_record_view_get_top (self->record);

  if (!is_open (widget))
    return;
  if (page != NULL && karne_page_search (page))
    return;
  karne_record_view_show_page (self->record, "documents");
  karne_page_search (karne_record_view_get_top (self->record));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarnePage *page = karne_record_view_get_top (KARNE_WINDOW (widget)->record);

  if (!is_open (widget))
    return;
  if (page == NULL || !karne_page_print (page))
    karne_window_say (KARNE_WINDOW (widget), _ ("There is nothing to print on this page."));
}

static void
toggle_sidebar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (is_open (widget))
    karne_record_view_toggle_sidebar (KARNE_WINDOW (widget)->record);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KarneWindow *self = KARNE_WINDOW (widget);

  if (karne_desk_get_locked (self->desk))
    karne_lock_page_open_menu (self->lock);
  else if (self->ending)
    return;
  else if (karne_window_is_covered (self))
    karne_arrival_page_open_menu (self->arrival_page);
  else if (is_open (widget))
    karne_record_view_open_menu (self->record);
  else
    karne_start_page_open_menu (self->start);
}

static void
text_larger_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_text_size_set (karne_text_size_get () + KARNE_TEXT_SIZE_STEP);
}

static void
text_smaller_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_text_size_set (karne_text_size_get () - KARNE_TEXT_SIZE_STEP);
}

static void
text_normal_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  karne_text_size_set (KARNE_TEXT_SIZE_MIN);
}

void
karne_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open-demo", NULL, open_demo_action);
  gtk_widget_class_install_action (widget_class, "win.new-record", NULL, new_record_action);
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget_class, "win.start-session", NULL, start_session_action);
  gtk_widget_class_install_action (widget_class, "win.practise", NULL, practise_action);
  gtk_widget_class_install_action (widget_class, "win.withdraw", NULL, withdraw_action);
  gtk_widget_class_install_action (widget_class, "win.end-session", NULL, end_session_action);
  gtk_widget_class_install_action (widget_class, "win.lock", NULL, lock_action);
  gtk_widget_class_install_action (widget_class, "win.sync", NULL, sync_action);
  gtk_widget_class_install_action (widget_class, "win.show-profile", "u", show_profile_action);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.show-page-number", "u",
                                   show_page_number_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL, toggle_sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.text-larger", NULL, text_larger_action);
  gtk_widget_class_install_action (widget_class, "win.text-smaller", NULL, text_smaller_action);
  gtk_widget_class_install_action (widget_class, "win.text-normal", NULL, text_normal_action);
}
