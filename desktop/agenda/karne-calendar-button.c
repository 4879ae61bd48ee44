/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-calendar-button.h"

#include "karne-a11y.h"
#include "karne-dialogs.h"
#include "karne-window.h"
#ifdef HAVE_LIBICAL
#include "karne-calendar-export.h"
#endif

#include <glib/gi18n.h>

/**
 * KarneCalendarButton:
 *
 * Saves appointments as a calendar file, where the person chooses. Built without a library for such
 * files, it is never shown.
 */
struct _KarneCalendarButton
{
  AdwBin parent_instance;

  GtkWidget *button;
  KarneView *view;           /* (owned) (nullable) */
  GListModel *lines;         /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) cancelled when the button goes, or saves something else */
};

G_DEFINE_FINAL_TYPE (KarneCalendarButton, karne_calendar_button, ADW_TYPE_BIN)

static void
update (KarneCalendarButton *self)
{
#ifdef HAVE_LIBICAL
  gtk_widget_set_visible (GTK_WIDGET (self), self->view != NULL && self->lines != NULL &&
                                                 g_list_model_get_n_items (self->lines) > 0);
#else
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
#endif
}

static void
lines_changed_cb (GListModel *lines, guint position, guint removed, guint added, gpointer data)
{
  update (data);
}

static void
forget (KarneCalendarButton *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->lines != NULL)
    g_signal_handlers_disconnect_by_data (self->lines, self);
  g_clear_object (&self->lines);
  g_clear_object (&self->view);
}

#ifdef HAVE_LIBICAL

/* A toast is not read out: the button, which has the focus, says the same. */
static void
say (KarneCalendarButton *self, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  if (KARNE_IS_WINDOW (root))
    karne_window_say (KARNE_WINDOW (root), words);
}

static void
exported_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneCalendarButton) self = user_data;
  g_autoptr (GError) error = NULL;

  if (karne_calendar_export_finish (KARNE_VIEW (object), result, &error))
    {
      karne_access_log_note (KARNE_VIEW (object), KARNE_ACCESS_ACT_EXPORT, 0, "Appointment", NULL,
                             NULL);
      say (self, _ ("The copy is saved. Unlike the record it is not sealed: whoever finds it can "
                    "read it."));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    karne_dialogs_say_error (GTK_WIDGET (self), _ ("The copy could not be saved"), error);
}

static void
place_chosen_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneCalendarButton) self = user_data;
  g_autoptr (GFile) file = karne_dialogs_save_finish (result, NULL);
  g_autoptr (GPtrArray) appointments = NULL;

  if (file == NULL || self->lines == NULL)
    return;
  karne_window_note_saved (GTK_WIDGET (self), file);
  appointments = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (self->lines); i++)
    g_ptr_array_add (appointments, g_list_model_get_item (self->lines, i));
  karne_calendar_export_async (self->view, appointments, file, self->cancellable, exported_cb,
                               g_object_ref (self));
}

#endif

static void
clicked_cb (GtkButton *button, gpointer data)
{
#ifdef HAVE_LIBICAL
  /* Translators: the name of a file, proposed when appointments are saved: no spaces, no accents.
   */
  g_autofree char *name = g_strconcat (C_ ("file name", "agenda"), ".ics", NULL);
  KarneCalendarButton *self = data;

  karne_dialogs_save_async (GTK_WIDGET (self), _ ("Save as a calendar file"), name,
                            self->cancellable, place_chosen_cb, g_object_ref (self));
#endif
}

static void
karne_calendar_button_dispose (GObject *object)
{
  forget (KARNE_CALENDAR_BUTTON (object));

  G_OBJECT_CLASS (karne_calendar_button_parent_class)->dispose (object);
}

static void
karne_calendar_button_finalize (GObject *object)
{
  g_object_unref (KARNE_CALENDAR_BUTTON (object)->cancellable);

  G_OBJECT_CLASS (karne_calendar_button_parent_class)->finalize (object);
}

static void
karne_calendar_button_class_init (KarneCalendarButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = karne_calendar_button_dispose;
  object_class->finalize = karne_calendar_button_finalize;
}

static void
karne_calendar_button_init (KarneCalendarButton *self)
{
  self->cancellable = g_cancellable_new ();
  self->button = gtk_button_new ();
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self, 0);
  adw_bin_set_child (ADW_BIN (self), self->button);
  update (self);
}

GtkWidget *
karne_calendar_button_new (const char *label)
{
  KarneCalendarButton *self = g_object_new (KARNE_TYPE_CALENDAR_BUTTON, NULL);

  gtk_button_set_child (GTK_BUTTON (self->button),
                        g_object_new (GTK_TYPE_LABEL, "label", label, "wrap", TRUE, "justify",
                                      GTK_JUSTIFY_CENTER, NULL));
  karne_a11y_name (self->button, label, NULL);
  return GTK_WIDGET (self);
}

void
karne_calendar_button_set_lines (KarneCalendarButton *self, KarneView *view, GListModel *lines)
{
  g_return_if_fail (KARNE_IS_CALENDAR_BUTTON (self));

  forget (self);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_set_object (&self->view, view);
  g_set_object (&self->lines, lines);
  if (lines != NULL)
    g_signal_connect_object (lines, "items-changed", G_CALLBACK (lines_changed_cb), self, 0);
  update (self);
}
