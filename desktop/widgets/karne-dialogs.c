/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-dialogs.h"

#include "karne-a11y.h"
#include "karne-sync.h"

#include <glib/gi18n.h>

#define DO_IT "do-it"

static GtkWindow *
find_window (GtkWidget *widget)
{
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
return_nothing (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Asking: turned away from");
}

/* One dialog on its way to an answer. The task lives as long as the dialog can still say something:
 * whichever of its signals comes first takes it. */
typedef struct
{
  /* In progress */
  gpointer dialog;        /* (unowned) (nullable) until it has said something */
  GtkNativeDialog *owned; /* (owned) (nullable) the same, if nobody else owns it */
  gulong cancelled_id;
} Asking;

static void
asking_free (Asking *asking)
{
  g_clear_object (&asking->owned);
  g_free (asking);
}

/* (transfer full) A task about a dialog that is shown. */
static GTask *
begin (gpointer dialog,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Asking *asking = g_new0 (Asking, 1);

  g_task_set_source_tag (task, tag);
  /* GTK owns its windows; one that somebody else held would be taken down, and never say so. */
  asking->dialog = dialog;
  if (GTK_IS_NATIVE_DIALOG (dialog))
    asking->owned = g_object_ref (dialog);
  g_task_set_task_data (task, asking, (GDestroyNotify) asking_free);
  return task;
}

static void
follow (GTask *task, GCallback cancelled_cb)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Asking *asking = g_task_get_task_data (task);

  if (cancellable != NULL && !g_cancellable_is_cancelled (cancellable))
    asking->cancelled_id =
        g_signal_connect_swapped (cancellable, "cancelled", cancelled_cb, asking->dialog);
}

/* The answer came: nothing of the dialog is listened to any more. */
static void
end (GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Asking *asking = g_task_get_task_data (task);

  g_signal_handlers_disconnect_by_data (asking->dialog, task);
  if (asking->cancelled_id != 0)
    g_signal_handler_disconnect (cancellable, asking->cancelled_id);
  asking->cancelled_id = 0;
  asking->dialog = NULL;
  g_clear_object (&asking->owned);
}

/* Message dialogs */

static void
confirm_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  end (task);
  if (g_str_equal (response, DO_IT))
    g_task_return_boolean (task, TRUE);
  else
    return_nothing (task);
}

/* With the window under it, and without an answer. */
static void
confirm_destroyed_cb (GtkWidget *dialog, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  end (task);
  return_nothing (task);
}

/* It goes with the window under it. A mnemonic gives its button a name that says itself twice, in
 * both layouts of the dialog. */
static void
present (GtkWidget *dialog)
{
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
  karne_a11y_fix_buttons (dialog);
}

/* The button that does nothing is chosen. (transfer full) task */
static void
ask (AdwMessageDialog *dialog,
     const char *no,
     const char *yes,
     AdwResponseAppearance appearance,
     GTask *task)
{
  adw_message_dialog_add_responses (dialog, "cancel", no, DO_IT, yes, NULL);
  adw_message_dialog_set_response_appearance (dialog, DO_IT, appearance);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (confirm_answered_cb), task);
  g_signal_connect (dialog, "destroy", G_CALLBACK (confirm_destroyed_cb), task);
  follow (task, G_CALLBACK (gtk_window_close));
  present (GTK_WIDGET (dialog));
}

void
karne_dialogs_confirm_async (GtkWidget *parent,
                             const char *heading,
                             const char *body,
                             const char *verb,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (find_window (parent), heading, body);

  ask (ADW_MESSAGE_DIALOG (dialog), _ ("_Cancel"), verb, ADW_RESPONSE_DESTRUCTIVE,
       begin (dialog, karne_dialogs_confirm_async, cancellable, callback, user_data));
}

void
karne_dialogs_check_async (GtkWidget *parent,
                           const char *heading,
                           const char *body,
                           const char *no,
                           const char *yes,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (find_window (parent), heading, body);

  ask (ADW_MESSAGE_DIALOG (dialog), no, yes, ADW_RESPONSE_SUGGESTED,
       begin (dialog, karne_dialogs_check_async, cancellable, callback, user_data));
}

gboolean
karne_dialogs_confirm_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
karne_dialogs_say_error (GtkWidget *parent, const char *heading, const GError *error)
{
  g_autofree char *words = karne_error_to_words (error);
  GtkWidget *dialog = adw_message_dialog_new (find_window (parent), heading, words);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  present (dialog);
}

/* Choosing a file */

static void
save_answered_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  G_GNUC_UNUSED g_autoptr (GtkNativeDialog) held = g_object_ref (dialog);
  GFile *file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  end (task);
  gtk_native_dialog_hide (dialog);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    {
      g_task_return_pointer (task, file, g_object_unref);
      return;
    }
  g_clear_object (&file);
  return_nothing (task);
}

static void
save_cancelled_cb (GtkNativeDialog *dialog)
{
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
}

/* Where there is no portal the chooser is a window of ours, with mnemonics. */
static void
fix_chooser (GtkWindow *parent)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (GTK_IS_FILE_CHOOSER (link->data) &&
        gtk_window_get_transient_for (GTK_WINDOW (link->data)) == parent)
      karne_a11y_fix_buttons (link->data);
}

void
karne_dialogs_save_async (GtkWidget *parent,
                          const char *title,
                          const char *name,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GtkWindow *window = find_window (parent);
  g_autoptr (GtkFileChooserNative) dialog =
      gtk_file_chooser_native_new (title, window, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                                   _ ("_Cancel"));
  GTask *task = begin (dialog, karne_dialogs_save_async, cancellable, callback, user_data);

  /* Else the name of the file stays in the list of recent ones, for whoever comes next. */
  g_object_set (gtk_settings_get_default (), "gtk-recent-files-enabled", FALSE, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (save_answered_cb), task);
  follow (task, G_CALLBACK (save_cancelled_cb));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  fix_chooser (window);
}

GFile *
karne_dialogs_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
karne_dialogs_show_address (GtkWidget *parent, const char *address)
{
  gtk_show_uri (find_window (parent), address, GDK_CURRENT_TIME);
}
