/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-print-save.h"

#include "karne-render-memory.h"

#include <gio/gunixinputstream.h>
#include <unistd.h>

typedef struct
{
  GFile *file;         /* (owned) */
  GInputStream *bytes; /* (owned) (nullable) what was made */
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_object_unref (save->file);
  g_clear_object (&save->bytes);
  g_free (save);
}

static void
spliced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (object), result, &error) >= 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Save *save = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GFileOutputStream) stream = g_file_replace_finish (G_FILE (object), result, &error);

  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_output_stream_splice_async (G_OUTPUT_STREAM (stream), save->bytes,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE |
                                    G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, cancellable, spliced_cb,
                                g_steal_pointer (&task));
}

/* Laid out here and now, but into memory: the disk is not waited for. */
static gboolean
make (GtkPrintOperation *operation, Save *save, GError **error)
{
  g_autofree char *path = NULL;
  int file = karne_render_memory_new (error);

  if (file < 0)
    return FALSE;
  save->bytes = g_unix_input_stream_new (file, TRUE);
  path = g_strdup_printf ("/proc/self/fd/%d", file);
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_set_allow_async (operation, FALSE);
  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, error) ==
             GTK_PRINT_OPERATION_RESULT_APPLY &&
         lseek (file, 0, SEEK_SET) == 0;
}

void
karne_print_save_async (GtkPrintOperation *operation,
                        GFile *file,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (operation, cancellable, callback, user_data);
  Save *save = g_new0 (Save, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, karne_print_save_async);
  save->file = g_object_ref (file);
  g_task_set_task_data (task, save, save_free);
  if (!make (operation, save, &error))
    {
      if (error == NULL)
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "Saving: nothing was laid out");
      g_task_return_error (task, error);
      return;
    }
  g_file_replace_async (file, NULL, FALSE,
                        G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                        G_PRIORITY_DEFAULT, cancellable, opened_cb, g_steal_pointer (&task));
}

gboolean
karne_print_save_finish (GtkPrintOperation *operation, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, operation), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
