/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-preferences-window.h"

#include "karne-a11y.h"
#include "karne-locale.h"
#include "karne-minutes-row.h"
#include "karne-record-row.h"
#include "karne-text-size.h"
#include "karne-wrapped-label.h"

#include <glib/gi18n.h>

/**
 * KarnePreferencesWindow:
 *
 * What can be chosen about the program, applied at once. What the administrator of the computer
 * has set can be seen, and not chosen.
 */
struct _KarnePreferencesWindow
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *not_kept;
  AdwPreferencesGroup *language;
  AdwPreferencesGroup *text;
  GtkWidget *smaller;
  GtkWidget *larger;
  GtkLabel *size;
  AdwPreferencesGroup *appearance;
  AdwPreferencesGroup *lock;
  KarneMinutesRow *lock_after;
  KarneMinutesRow *wipe_after;
  AdwPreferencesGroup *server;

  GSettings *settings; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarnePreferencesWindow, karne_preferences_window, ADW_TYPE_WINDOW)

static gboolean
is_locked (KarnePreferencesWindow *self, const char *key)
{
  return self->settings != NULL && !g_settings_is_writable (self->settings, key);
}

static void
say_if_locked (KarnePreferencesWindow *self, AdwPreferencesGroup *group, const char *key)
{
  adw_preferences_group_set_description (group, is_locked (self, key)
                                                    ? _ ("Set by the administrator")
                                                    : NULL);
}

/* One of several: the action knows which one holds, and whether there is a choice at all. They are
 * no group of check buttons, in which arrow keys are needed that a list box keeps for itself. */
static GtkWidget *
add_choice (AdwPreferencesGroup *group, const char *words, const char *detailed_action)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *choice = g_object_new (GTK_TYPE_CHECK_BUTTON, "child", karne_wrapped_label_new (words),
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);

  karne_a11y_name (choice, words, NULL);
  gtk_widget_add_css_class (choice, "karne-choice");
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (choice), detailed_action);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), choice);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_preferences_group_add (group, row);
  return choice;
}

static void
add_languages (KarnePreferencesWindow *self)
{
  for (const KarneLanguage *language = karne_locale_get_languages (); language->code != NULL;
       language++)
    {
      g_autofree char *action = g_strdup_printf ("app.language::%s", language->code);
      GtkWidget *choice = add_choice (self->language, language->name, action);

      /* Also where the window is made anew because another one was chosen. */
      if (g_str_equal (language->code, karne_locale_get_language ()))
        gtk_window_set_focus (GTK_WINDOW (self), choice);
    }
}

static void
add_appearances (KarnePreferencesWindow *self)
{
  /* Translators: light or dark, as the desktop of the computer is. */
  add_choice (self->appearance, _ ("As the computer"), "app.color-scheme::system");
  /* Translators: the appearance of the windows. */
  add_choice (self->appearance, C_ ("appearance", "Light"), "app.color-scheme::light");
  /* Translators: the appearance of the windows. */
  add_choice (self->appearance, C_ ("appearance", "Dark"), "app.color-scheme::dark");
}

static void
add_server (KarnePreferencesWindow *self)
{
  g_autofree char *address = g_settings_get_string (self->settings, "server-address");

  adw_preferences_group_add (
      self->server,
      karne_record_row_new (NULL,
                            /* Translators: of the server that records are copied from. */
                            C_ ("server", "Address"),
                            *address != '\0' ? address : C_ ("server", "None is set")));
  say_if_locked (self, self->server, "server-address");
}

/* The size of the text */

/* The button that has the focus is the one whose description is read out when it changes. */
static void
text_size_changed_cb (GtkSettings *settings, GParamSpec *pspec, gpointer data)
{
  KarnePreferencesWindow *self = data;
  gboolean locked = is_locked (self, "text-scale");
  /* Translators: the size of the text, of what is usual: “125 %”. */
  g_autofree char *words = g_strdup_printf (_ ("%d%%"), karne_text_size_get ());

  gtk_label_set_label (self->size, words);
  karne_a11y_name (self->smaller, _ ("Smaller text"), words);
  karne_a11y_name (self->larger, _ ("Larger text"), words);
  /* At an end they stay: a focus that jumped away from them would have the next key press choose
   * something else. */
  gtk_widget_set_sensitive (self->smaller, !locked);
  gtk_widget_set_sensitive (self->larger, !locked);
}

static void
smaller_clicked_cb (GtkButton *button, gpointer data)
{
  karne_text_size_set (karne_text_size_get () - KARNE_TEXT_SIZE_STEP);
}

static void
larger_clicked_cb (GtkButton *button, gpointer data)
{
  karne_text_size_set (karne_text_size_get () + KARNE_TEXT_SIZE_STEP);
}

/* The object */

static void
karne_preferences_window_dispose (GObject *object)
{
  KarnePreferencesWindow *self = KARNE_PREFERENCES_WINDOW (object);

  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), KARNE_TYPE_PREFERENCES_WINDOW);

  G_OBJECT_CLASS (karne_preferences_window_parent_class)->dispose (object);
}

static void
karne_preferences_window_class_init (KarnePreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_preferences_window_dispose;

  g_type_ensure (KARNE_TYPE_MINUTES_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, not_kept);
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, language);
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, text);
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, smaller);
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, larger);
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, size);
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, appearance);
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, lock);
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, lock_after);
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, wipe_after);
  gtk_widget_class_bind_template_child (widget_class, KarnePreferencesWindow, server);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_bind_template_callback (widget_class, smaller_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, larger_clicked_cb);
}

static void
karne_preferences_window_init (KarnePreferencesWindow *self)
{
  karne_a11y_be_window (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_name (GTK_WIDGET (self), "preferences");
}

static void
follow_settings (KarnePreferencesWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->not_kept), self->settings == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->server), self->settings != NULL);
  if (self->settings != NULL)
    {
      add_server (self);
      karne_minutes_row_set_settings (self->lock_after, self->settings, "lock-after");
      karne_minutes_row_set_settings (self->wipe_after, self->settings, "wipe-after");
      say_if_locked (self, self->lock, "lock-after");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->lock), self->settings != NULL);
  say_if_locked (self, self->language, "language");
  say_if_locked (self, self->text, "text-scale");
  say_if_locked (self, self->appearance, "color-scheme");
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi",
                           G_CALLBACK (text_size_changed_cb), self, 0);
  text_size_changed_cb (NULL, NULL, self);
}

KarnePreferencesWindow *
karne_preferences_window_new (KarneApplication *application, GtkWindow *parent)
{
  KarnePreferencesWindow *self = g_object_new (KARNE_TYPE_PREFERENCES_WINDOW, "application",
                                               application, "transient-for", parent, NULL);

  g_set_object (&self->settings, karne_application_get_settings (application));
  /* Only now: a choice whose action is not found cannot take the focus. */
  add_languages (self);
  add_appearances (self);
  follow_settings (self);
  karne_a11y_fix_focus (GTK_WIDGET (self), gtk_window_get_title (GTK_WINDOW (self)));
  return self;
}
