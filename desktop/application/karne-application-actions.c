/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-application-actions.h"

#include "karne-about.h"
#include "karne-help-window.h"
#include "karne-locale.h"
#include "karne-preferences-window.h"
#include "karne-shortcuts-window.h"
#include "karne-shortcuts.h"
#include "karne-window.h"

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = karne_application_get_window (data);

  if (window != NULL)
    gtk_window_close (window);
  else
    g_application_quit (data);
}

/* Windows over the window */

/* (nullable) the one that is open, if one of this type is. */
static GtkWindow *
find_window_of_type (KarneApplication *self, GType type)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *link = windows; link != NULL; link = link->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (link->data, type))
      return link->data;
  return NULL;
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KarneApplication *self = data;
  GtkWindow *window = find_window_of_type (self, KARNE_TYPE_PREFERENCES_WINDOW);

  if (window == NULL)
    window = GTK_WINDOW (karne_preferences_window_new (self, karne_application_get_window (self)));
  gtk_window_present (window);
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KarneApplication *self = data;
  GtkWindow *window = find_window_of_type (self, KARNE_TYPE_SHORTCUTS_WINDOW);

  if (window == NULL)
    window = GTK_WINDOW (
        karne_shortcuts_window_new (GTK_APPLICATION (self), karne_application_get_window (self)));
  gtk_window_present (window);
}

/* (nullable) The topic of the help that is about a page. */
static const char *
find_topic (const char *page)
{
  static const struct
  {
    const char *page;
    const char *topic;
  } topics[] = {
    { "first-copy", "first-copy" }, { "home", "pages" },         { "prevention", "prevention" },
    { "agenda", "agenda" },         { "documents", "document" }, { "measures", "measures" },
    { "waiting", "set-aside" },     { "access-log", "access" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    if (g_strcmp0 (topics[i].page, page) == 0)
      return topics[i].topic;
  return NULL;
}

/* All topics, and of them the one about what is on the screen. */
static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KarneApplication *self = data;
  GtkWindow *under = karne_application_get_window (self);
  GtkWindow *window = find_window_of_type (self, KARNE_TYPE_HELP_WINDOW);
  g_autofree char *page = under != NULL ? karne_window_dup_page (KARNE_WINDOW (under)) : NULL;
  const char *topic = find_topic (page);

  if (window == NULL)
    window = GTK_WINDOW (karne_help_window_new (GTK_APPLICATION (self), under));
  if (topic != NULL)
    karne_help_window_show_topic (KARNE_HELP_WINDOW (window), topic);
  gtk_window_present (window);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  karne_about_present (karne_application_get_window (data));
}

static const GActionEntry entries[] = {
  { .name = "quit", .activate = quit_cb },   { .name = "preferences", .activate = preferences_cb },
  { .name = "help", .activate = help_cb },   { .name = "shortcuts", .activate = shortcuts_cb },
  { .name = "about", .activate = about_cb },
};

/* The language */

static gboolean
rebuild_windows_cb (gpointer data)
{
  KarneApplication *self = data;
  GtkWindow *preferences = find_window_of_type (self, KARNE_TYPE_PREFERENCES_WINDOW);
  gboolean had_preferences = preferences != NULL;

  g_application_hold (G_APPLICATION (self));
  if (had_preferences)
    gtk_window_destroy (preferences);
  karne_application_rebuild_window (self);
  if (had_preferences)
    g_action_group_activate_action (G_ACTION_GROUP (self), "preferences", NULL);
  g_application_release (G_APPLICATION (self));
  return G_SOURCE_REMOVE;
}

static void
language_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KarneApplication *self = data;
  GSettings *settings = karne_application_get_settings (self);
  const char *code = g_variant_get_string (parameter, NULL);

  if (g_str_equal (code, karne_locale_get_language ()))
    return;
  karne_locale_set_language (code);
  if (settings != NULL && !karne_locale_is_loaded ())
    g_settings_set_string (settings, "language", karne_locale_get_language ());
  g_simple_action_set_state (action, g_variant_new_string (karne_locale_get_language ()));
  /* Not while the button that was pressed, which goes too, is still at it. */
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, rebuild_windows_cb, g_object_ref (self), g_object_unref);
}

/* French beside the language. */
static void
french_beside_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KarneApplication *self = data;
  GSettings *settings = karne_application_get_settings (self);
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (action));
  gboolean beside = !g_variant_get_boolean (state);

  karne_locale_set_french_beside (beside);
  if (settings != NULL)
    g_settings_set_boolean (settings, "french-beside", beside);
  g_simple_action_set_state (action, g_variant_new_boolean (beside));
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, rebuild_windows_cb, g_object_ref (self), g_object_unref);
}

static void
add_french_beside (KarneApplication *self)
{
  GSettings *settings = karne_application_get_settings (self);
  gboolean beside = settings == NULL || g_settings_get_boolean (settings, "french-beside");
  g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful ("french-beside", NULL, g_variant_new_boolean (beside));

  g_signal_connect (action, "activate", G_CALLBACK (french_beside_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

/* Light or dark */

static void
show_color_scheme (const char *nick)
{
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (nick, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (nick, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
color_scheme_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GSettings *settings = karne_application_get_settings (data);
  const char *nick = g_variant_get_string (parameter, NULL);

  show_color_scheme (nick);
  g_simple_action_set_state (action, g_variant_new_string (nick));
  if (settings != NULL)
    g_settings_set_string (settings, "color-scheme", nick);
}

static void
color_scheme_changed_cb (GSettings *settings, const char *key, gpointer data)
{
  g_autofree char *nick = g_settings_get_string (settings, key);

  show_color_scheme (nick);
  g_simple_action_set_state (data, g_variant_new_string (nick));
}

/* Choices */

static void
writable_changed_cb (GSettings *settings, const char *key, gpointer data)
{
  g_simple_action_set_enabled (data, g_settings_is_writable (settings, key));
}

/* (transfer none) One of several, kept under the key of its name where there are settings. What the
 * administrator has set is no choice. */
static GSimpleAction *
add_choice (KarneApplication *self, const char *name, const char *value, GCallback activate_cb)
{
  GSettings *settings = karne_application_get_settings (self);
  g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful (name, G_VARIANT_TYPE_STRING, g_variant_new_string (value));
  g_autofree char *signal = g_strconcat ("writable-changed::", name, NULL);

  g_signal_connect (action, "activate", activate_cb, self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action)); /* keeps it */
  if (settings == NULL)
    return action;
  g_signal_connect_object (settings, signal, G_CALLBACK (writable_changed_cb), action, 0);
  writable_changed_cb (settings, name, action);
  return action;
}

static void
add_color_scheme (KarneApplication *self)
{
  GSettings *settings = karne_application_get_settings (self);
  GSimpleAction *action = add_choice (self, "color-scheme", "system", G_CALLBACK (color_scheme_cb));

  if (settings == NULL)
    return;
  g_signal_connect_object (settings, "changed::color-scheme", G_CALLBACK (color_scheme_changed_cb),
                           action, 0);
  color_scheme_changed_cb (settings, "color-scheme", action);
}

void
karne_application_add_actions (KarneApplication *self)
{
  g_return_if_fail (KARNE_IS_APPLICATION (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  add_choice (self, "language", karne_locale_get_language (), G_CALLBACK (language_cb));
  add_french_beside (self);
  add_color_scheme (self);
  karne_shortcuts_set (GTK_APPLICATION (self));
}
