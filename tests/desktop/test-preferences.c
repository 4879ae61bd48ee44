/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the administrator has set can be seen, and not chosen. */

#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include "karne-preferences-window.h"

#include <gio/gsettingsbackend.h>

/* What the toolkit keeps until the end is not ours to free: no search for leaks. Asked for by the
 * runtime of the sanitizer. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}

/* Settings of which some are locked, as a profile of a counter has them. */
#define TEST_TYPE_BACKEND (test_backend_get_type ())
G_DECLARE_FINAL_TYPE (TestBackend, test_backend, TEST, BACKEND, GSettingsBackend)

struct _TestBackend
{
  GSettingsBackend parent_instance;
};

G_DEFINE_FINAL_TYPE (TestBackend, test_backend, G_TYPE_SETTINGS_BACKEND)

static const char *const locked[] = { "/re/karne/Karne/language", "/re/karne/Karne/text-scale",
                                      "/re/karne/Karne/server-address", NULL };

static GVariant *
test_backend_read (GSettingsBackend *backend,
                   const char *key,
                   const GVariantType *type,
                   gboolean default_value)
{
  if (g_str_has_suffix (key, "/server-address"))
    return g_variant_new_string ("https://serveur.example/fhir");
  return NULL;
}

static gboolean
test_backend_get_writable (GSettingsBackend *backend, const char *key)
{
  return !g_strv_contains (locked, key);
}

static gboolean
test_backend_write (GSettingsBackend *backend, const char *key, GVariant *value, gpointer tag)
{
  return FALSE;
}

static void
test_backend_nothing (GSettingsBackend *backend, const char *name)
{
}

static void
test_backend_class_init (TestBackendClass *klass)
{
  GSettingsBackendClass *backend_class = G_SETTINGS_BACKEND_CLASS (klass);

  backend_class->read = test_backend_read;
  backend_class->get_writable = test_backend_get_writable;
  backend_class->write = test_backend_write;
  backend_class->subscribe = test_backend_nothing;
  backend_class->unsubscribe = test_backend_nothing;
}

static void
test_backend_init (TestBackend *self)
{
}

/* What is in a window */

typedef gboolean (*FitsFunc) (GtkWidget *widget, const char *words);

static GtkWidget *
find (GtkWidget *widget, FitsFunc fits, const char *words)
{
  if (fits (widget, words))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, fits, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_choice (GtkWidget *widget, const char *words)
{
  GtkWidget *label =
      GTK_IS_CHECK_BUTTON (widget) ? gtk_check_button_get_child (GTK_CHECK_BUTTON (widget)) : NULL;

  return GTK_IS_LABEL (label) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), words) == 0;
}

static gboolean
is_group (GtkWidget *widget, const char *words)
{
  return ADW_IS_PREFERENCES_GROUP (widget) &&
         g_strcmp0 (adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (widget)), words) == 0;
}

static gboolean
is_button (GtkWidget *widget, const char *words)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), words) == 0;
}

static gboolean
is_label (GtkWidget *widget, const char *words)
{
  return GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), words) == 0;
}

static const char *
get_description (GtkWidget *window, const char *group)
{
  GtkWidget *found = find (window, is_group, group);

  g_assert_nonnull (found);
  return adw_preferences_group_get_description (ADW_PREFERENCES_GROUP (found));
}

static void
test_locked (gconstpointer data)
{
  KarneApplication *application = (KarneApplication *) data;
  GtkWidget *window = GTK_WIDGET (karne_preferences_window_new (application, NULL));
  const char *set = "Set by the administrator";

  g_assert_nonnull (karne_application_get_settings (application));
  g_assert_cmpstr (get_description (window, "Language"), ==, set);
  g_assert_cmpstr (get_description (window, "Text"), ==, set);
  g_assert_cmpstr (get_description (window, "Server"), ==, set);
  g_assert_cmpstr (get_description (window, "Appearance"), ==, "");
  g_assert_false (gtk_widget_is_sensitive (find (window, is_choice, "English")));
  g_assert_false (gtk_widget_is_sensitive (find (window, is_button, "Larger text")));
  g_assert_true (gtk_widget_is_sensitive (find (window, is_choice, "Dark")));
  g_assert_nonnull (find (window, is_label, "https://serveur.example/fhir"));
  g_assert_false (gtk_widget_get_visible (find (window, is_group, "")));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
register_backend (void)
{
  g_io_extension_point_register (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME, TEST_TYPE_BACKEND,
                                  "test", 0);
  g_setenv ("GSETTINGS_BACKEND", "test", TRUE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (KarneApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  register_backend ();
  application = karne_application_new (NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  g_test_add_data_func ("/preferences/locked", application, test_locked);
  return g_test_run ();
}
