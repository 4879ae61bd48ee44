/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-minutes-row.h"

#include "karne-a11y.h"

#include <glib/gi18n.h>

/**
 * KarneMinutesRow:
 *
 * After how many minutes something happens, one more or less at a time, within the bounds that the
 * setting has.
 */
struct _KarneMinutesRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *less;
  GtkWidget *more;
  GtkLabel *minutes;

  GSettings *settings; /* (owned) (nullable) */
  char *key;           /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneMinutesRow, karne_minutes_row, ADW_TYPE_PREFERENCES_ROW)

/* The button that has the focus is the one whose description is read out when it changes. */
static void
changed_cb (GSettings *settings, const char *key, gpointer data)
{
  KarneMinutesRow *self = data;
  gboolean writable = g_settings_is_writable (self->settings, self->key);
  int minutes = g_settings_get_int (self->settings, self->key);
  /* Translators: a number of minutes, short: “15 min”. */
  g_autofree char *words = g_strdup_printf (_ ("%d min"), minutes);
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  /* Translators: a button; %s is what happens sooner, as in “Lock when nobody is there”. */
  g_autofree char *less = g_strdup_printf (_ ("Sooner: %s"), title);
  /* Translators: a button; %s is what happens later, as in “Lock when nobody is there”. */
  g_autofree char *more = g_strdup_printf (_ ("Later: %s"), title);

  gtk_label_set_label (self->minutes, words);
  karne_a11y_name (self->less, less, words);
  karne_a11y_name (self->more, more, words);
  gtk_widget_set_sensitive (self->less, writable);
  gtk_widget_set_sensitive (self->more, writable);
}

/* What is beyond the bounds is not set. */
static void
add (KarneMinutesRow *self, int step)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) key = NULL;
  g_autoptr (GVariant) value = NULL;

  g_object_get (self->settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, self->key);
  value = g_variant_ref_sink (
      g_variant_new_int32 (g_settings_get_int (self->settings, self->key) + step));
  if (g_settings_schema_key_range_check (key, value))
    g_settings_set_value (self->settings, self->key, value);
}

static void
less_clicked_cb (GtkButton *button, gpointer data)
{
  add (data, -1);
}

static void
more_clicked_cb (GtkButton *button, gpointer data)
{
  add (data, 1);
}

void
karne_minutes_row_set_settings (KarneMinutesRow *self, GSettings *settings, const char *key)
{
  g_autofree char *changed = g_strconcat ("changed::", key, NULL);
  g_autofree char *writable = g_strconcat ("writable-changed::", key, NULL);

  g_return_if_fail (KARNE_IS_MINUTES_ROW (self) && G_IS_SETTINGS (settings) &&
                    self->settings == NULL);

  self->settings = g_object_ref (settings);
  self->key = g_strdup (key);
  g_signal_connect_object (settings, changed, G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (settings, writable, G_CALLBACK (changed_cb), self, 0);
  changed_cb (settings, key, self);
}

static void
karne_minutes_row_dispose (GObject *object)
{
  KarneMinutesRow *self = KARNE_MINUTES_ROW (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->key, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), KARNE_TYPE_MINUTES_ROW);

  G_OBJECT_CLASS (karne_minutes_row_parent_class)->dispose (object);
}

static void
karne_minutes_row_class_init (KarneMinutesRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_minutes_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-minutes-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneMinutesRow, less);
  gtk_widget_class_bind_template_child (widget_class, KarneMinutesRow, more);
  gtk_widget_class_bind_template_child (widget_class, KarneMinutesRow, minutes);
  gtk_widget_class_bind_template_callback (widget_class, less_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
karne_minutes_row_init (KarneMinutesRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
