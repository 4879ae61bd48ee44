/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-application.h"

#include "karne-application-actions.h"
#include "karne-desk.h"
#include "karne-locale.h"
#include "karne-presence.h"
#include "karne-scope.h"
#include "karne-seat.h"
#include "karne-text-size.h"
#include "karne-window.h"

#include <glib/gi18n.h>
#include <stdlib.h>

/**
 * KarneApplication:
 *
 * The program: one instance, one desk, one window.
 */
struct _KarneApplication
{
  AdwApplication parent_instance;

  char *matrix;          /* (owned) (nullable) where an administrator may have put one */
  GSettings *settings;   /* (owned) (nullable) */
  KarneDesk *desk;       /* (owned) (nullable) made by the one instance that opens records */
  KarneArrival *arrival; /* (owned) (nullable) likewise */
  KarneSeat *seat;       /* (owned) (nullable) */
  gboolean wants_demo;   /* asked for on the command line */
};

G_DEFINE_FINAL_TYPE (KarneApplication, karne_application, ADW_TYPE_APPLICATION)

static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new (APPLICATION_ID) : NULL;
}

/* The window */

static KarneWindow *
find_window (KarneApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *link = windows; link != NULL; link = link->next)
    if (KARNE_IS_WINDOW (link->data))
      return link->data;
  return NULL;
}

static KarneWindow *
ensure_window (KarneApplication *self)
{
  KarneWindow *window = find_window (self);

  return window != NULL ? window : karne_window_new (self, self->desk);
}

/* A language reaches only widgets that are made after it was chosen. */
void
karne_application_rebuild_window (KarneApplication *self)
{
  KarneWindow *old, *window;

  g_return_if_fail (KARNE_IS_APPLICATION (self));

  old = find_window (self);
  if (old == NULL)
    return;
  karne_desk_say_again (self->desk);
  window = karne_window_new (self, self->desk);
  karne_window_adopt (window, old);
  karne_window_leave (old);
  gtk_window_present (GTK_WINDOW (window));
}

GtkWindow *
karne_application_get_window (KarneApplication *self)
{
  KarneWindow *window;

  g_return_val_if_fail (KARNE_IS_APPLICATION (self), NULL);

  window = find_window (self);
  return window != NULL ? GTK_WINDOW (window) : NULL;
}

/* Locking */

/* The computer sleeps once the keys have gone from memory, or have been shut. */
static void
busy_changed_cb (KarneDesk *desk, GParamSpec *pspec, gpointer data)
{
  KarneApplication *self = data;

  if (!karne_desk_get_busy (desk))
    karne_seat_let_sleep (self->seat);
}

static void
seat_lock_cb (KarneSeat *seat, gpointer data)
{
  KarneApplication *self = data;

  karne_desk_lock (self->desk);
  busy_changed_cb (self->desk, NULL, self);
}

static void
limits_changed_cb (GSettings *settings, const char *key, gpointer data)
{
  KarneApplication *self = data;

  karne_idle_set_limits (karne_desk_get_idle (self->desk),
                         (guint) g_settings_get_int (settings, "lock-after"),
                         (guint) g_settings_get_int (settings, "wipe-after"));
}

static void
watch_desk (KarneApplication *self)
{
  self->seat = karne_seat_new ();
  g_signal_connect_object (self->seat, "lock", G_CALLBACK (seat_lock_cb), self, 0);
  g_signal_connect_object (self->desk, "notify::busy", G_CALLBACK (busy_changed_cb), self, 0);
  karne_presence_follow (GTK_APPLICATION (self), karne_desk_get_idle (self->desk));
  if (self->settings == NULL)
    return;
  g_signal_connect_object (self->settings, "changed::lock-after", G_CALLBACK (limits_changed_cb),
                           self, 0);
  g_signal_connect_object (self->settings, "changed::wipe-after", G_CALLBACK (limits_changed_cb),
                           self, 0);
  limits_changed_cb (self->settings, NULL, self);
}

/* What the start page says of this computer may be another thing then. */
static void
scope_entered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  KarneWindow *window = find_window (self);

  if (!karne_scope_enter_finish (result, &error))
    g_debug ("Keeping memory out of the swap: %s", error->message);
  else if (window != NULL)
    karne_window_look_again (window);
}

/* The application */

/* Who tries a translation wants that, whatever was chosen before. */
static void
speak (KarneApplication *self)
{
  g_autofree char *language = g_settings_get_string (self->settings, "language");

  if (!karne_locale_is_loaded ())
    karne_locale_set_language (language);
  karne_locale_set_french_beside (g_settings_get_boolean (self->settings, "french-beside"));
}

static void
karne_application_startup (GApplication *application)
{
  KarneApplication *self = KARNE_APPLICATION (application);

  self->settings = open_settings ();
  if (self->settings != NULL)
    speak (self);

  G_APPLICATION_CLASS (karne_application_parent_class)->startup (application);

  if (self->settings != NULL)
    karne_text_size_bind (self->settings);
  self->desk = karne_desk_new ();
  watch_desk (self);
  self->arrival = karne_arrival_new (self->desk, self->matrix);
  karne_scope_enter_async (NULL, scope_entered_cb, g_object_ref (self));
  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_object_set (gtk_settings_get_default (), "gtk-recent-files-enabled", FALSE, NULL);
  karne_application_add_actions (self);
}

static void
karne_application_activate (GApplication *application)
{
  KarneApplication *self = KARNE_APPLICATION (application);
  KarneWindow *window = ensure_window (self);

  gtk_window_present (GTK_WINDOW (window));
  if (self->wants_demo)
    karne_window_open_demo (window);
  self->wants_demo = FALSE;
}

/* A translation is tried in a window of its own, whatever else is open. */
static int
load_catalogue (GApplication *application, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (!karne_locale_load (path, &error))
    {
      /* Translators: %s is the name of a file, a line and a reason. */
      g_printerr (_ ("This catalogue cannot be used: %s\n"), error->message);
      return EXIT_FAILURE;
    }
  g_application_set_flags (application,
                           g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static int
karne_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  const char *path;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Karné %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }
  if (g_variant_dict_lookup (options, "po", "^&ay", &path))
    return load_catalogue (application, path);
  return -1;
}

static int
karne_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (line);

  if (g_variant_dict_contains (options, "lock"))
    {
      karne_desk_lock (KARNE_APPLICATION (application)->desk);
      return 0;
    }
  KARNE_APPLICATION (application)->wants_demo = g_variant_dict_contains (options, "demo");
  g_application_activate (application);
  return 0;
}

static void
karne_application_dispose (GObject *object)
{
  KarneApplication *self = KARNE_APPLICATION (object);

  g_clear_object (&self->seat);
  g_clear_object (&self->arrival);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->matrix, g_free);

  G_OBJECT_CLASS (karne_application_parent_class)->dispose (object);
}

static void
karne_application_class_init (KarneApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_application_dispose;
  application_class->startup = karne_application_startup;
  application_class->activate = karne_application_activate;
  application_class->handle_local_options = karne_application_handle_local_options;
  application_class->command_line = karne_application_command_line;
}

static void
karne_application_init (KarneApplication *self)
{
  const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open the demonstration, with fictitious people"),
      NULL },
    { "lock", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Lock what is open"), NULL },
    { "po", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Show the window in the translation of a file, as translators write it"),
      /* Translators: stands for the name of a file. */
      N_ ("FILE.po") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
    G_OPTION_ENTRY_NULL
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

KarneApplication *
karne_application_new (const char *matrix)
{
  KarneApplication *self = g_object_new (KARNE_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                                         "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                                         "resource-base-path", "/re/karne/Karne", NULL);

  self->matrix = g_strdup (matrix);
  return self;
}

GSettings *
karne_application_get_settings (KarneApplication *self)
{
  g_return_val_if_fail (KARNE_IS_APPLICATION (self), NULL);

  return self->settings;
}

KarneArrival *
karne_application_get_arrival (KarneApplication *self)
{
  g_return_val_if_fail (KARNE_IS_APPLICATION (self), NULL);

  return self->arrival;
}
