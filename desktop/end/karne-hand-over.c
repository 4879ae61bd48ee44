/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-hand-over.h"

#include "karne-a11y.h"
#include "karne-dialogs.h"
#include "karne-left.h"
#include "karne-status-line.h"

#include <glib/gi18n.h>
#include <string.h>

/* Less can be tried out by whoever finds the file. */
#define MIN_LETTERS 8

/**
 * KarneHandOver:
 *
 * A file that the person takes along, with what was not sent, opened by a passphrase that they
 * choose. Emits “handed” once it is on the disk.
 *
 * What is typed is shown: nobody has a second try later.
 */
struct _KarneHandOver
{
  AdwBin parent_instance;

  GtkEditable *entry;
  GtkWidget *button;
  KarneStatusLine *status;

  GPtrArray *list;           /* (owned) (nullable) of KarneLeft */
  GFile *file;               /* (owned) (nullable) being written */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneHandOver, karne_hand_over, ADW_TYPE_BIN)

enum
{
  SIGNAL_HANDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed_cb (GtkEditable *editable, gpointer data)
{
  KarneHandOver *self = data;

  gtk_widget_set_sensitive (self->button,
                            g_utf8_strlen (gtk_editable_get_text (editable), -1) >= MIN_LETTERS);
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneHandOver) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!karne_sealed_file_write_finish (result, &error))
    {
      karne_status_line_say (self->status, NULL, NULL);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        karne_dialogs_say_error (GTK_WIDGET (self), _ ("The file could not be saved"), error);
      return;
    }
  gtk_editable_set_text (self->entry, "");
  karne_status_line_say (self->status, "karne-up-to-date-symbolic",
                         _ ("The sealed file is saved. Only its passphrase opens it, and nobody "
                            "else knows it."));
  g_signal_emit (self, signals[SIGNAL_HANDED], 0);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneHandOver) self = user_data;
  g_autofree char *json = NULL;
  g_autoptr (GBytes) content = NULL;
  gsize size;

  karne_left_read_finish (result);
  if (self->list == NULL || self->file == NULL)
    return;
  json = karne_left_to_json (self->list);
  size = strlen (json);
  content = g_bytes_new_take (g_steal_pointer (&json), size);
  karne_sealed_file_write_async (self->file, content, gtk_editable_get_text (self->entry),
                                 self->cancellable, written_cb, g_object_ref (self));
}

static void
place_chosen_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneHandOver) self = user_data;

  g_clear_object (&self->file);
  self->file = karne_dialogs_save_finish (result, NULL);
  if (self->file == NULL || self->list == NULL)
    return;
  karne_status_line_say (self->status, NULL, _ ("The file is being sealed…"));
  karne_left_read_async (self->list, self->cancellable, read_cb, g_object_ref (self));
}

static void
save_cb (gpointer widget, gpointer data)
{
  KarneHandOver *self = data;
  /* Translators: the name of a file, proposed for what was not sent: no spaces, no accents. */
  g_autofree char *name = g_strconcat (C_ ("file name", "not-sent"), ".karne", NULL);

  if (gtk_widget_get_sensitive (self->button))
    karne_dialogs_save_async (GTK_WIDGET (self), _ ("Save a sealed file"), name, self->cancellable,
                              place_chosen_cb, g_object_ref (self));
}

void
karne_hand_over_set_list (KarneHandOver *self, GPtrArray *list)
{
  g_return_if_fail (KARNE_IS_HAND_OVER (self));

  g_clear_pointer (&self->list, g_ptr_array_unref);
  gtk_widget_set_visible (GTK_WIDGET (self), list != NULL && list->len > 0);
  if (list != NULL)
    {
      self->list = g_ptr_array_ref (list);
      return;
    }
  gtk_editable_set_text (self->entry, "");
  karne_status_line_say (self->status, NULL, NULL);
}

static void
karne_hand_over_dispose (GObject *object)
{
  KarneHandOver *self = KARNE_HAND_OVER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (karne_hand_over_parent_class)->dispose (object);
}

static void
karne_hand_over_finalize (GObject *object)
{
  g_clear_object (&KARNE_HAND_OVER (object)->cancellable);

  G_OBJECT_CLASS (karne_hand_over_parent_class)->finalize (object);
}

static void
karne_hand_over_class_init (KarneHandOverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_hand_over_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_hand_over_finalize;

  signals[SIGNAL_HANDED] = g_signal_new ("handed", KARNE_TYPE_HAND_OVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_row (KarneHandOver *self)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "karne-choice");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
karne_hand_over_init (KarneHandOver *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->cancellable = g_cancellable_new ();
  self->entry = GTK_EDITABLE (gtk_entry_new ());
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Passphrase, at least 8 characters"));
  karne_a11y_name (self->entry, _ ("Passphrase of the sealed file"), NULL);
  self->button = gtk_button_new_with_label (_ ("Save a sealed file"));
  gtk_widget_set_halign (self->button, GTK_ALIGN_START);
  gtk_widget_set_sensitive (self->button, FALSE);
  self->status = g_object_new (KARNE_TYPE_STATUS_LINE, NULL);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (save_cb), self);
  g_signal_connect (self->button, "clicked", G_CALLBACK (save_cb), self);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Take along"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("In a file that only a passphrase opens. Whoever forgets it has lost what is in the file: "
         "nobody can give it back."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (self));
  adw_bin_set_child (ADW_BIN (self), group);
}
