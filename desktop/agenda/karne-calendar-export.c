/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-calendar-export.h"

#include "karne-calendar-file.h"

#include <string.h>

typedef struct
{
  /* Input */
  GPtrArray *appointments; /* (owned) of KarneResource */
  GFile *file;             /* (owned) */

  /* In progress */
  GPtrArray *facts; /* (owned) of GPtrArray of KarneFact: of the first of the appointments */
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_ptr_array_unref (export->appointments);
  g_object_unref (export->file);
  g_ptr_array_unref (export->facts);
  g_free (export);
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Beside the place first, then there at once: GIO does that where it can. */
static void
write_file (GTask *task)
{
  Export *export = g_task_get_task_data (task);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  char *text = karne_calendar_file_write (export->appointments, export->facts, now);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  g_file_replace_contents_bytes_async (export->file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE,
                                       g_task_get_cancellable (task), written_cb, task);
}

static void read_next (GTask *task);

static void
facts_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GPtrArray *facts = karne_view_list_line_facts_finish (KARNE_VIEW (object), result, &error);

  /* What has gone since it was listed is written as it was listed. */
  if (facts == NULL && g_error_matches (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    facts = g_ptr_array_new ();
  if (facts == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_ptr_array_add (export->facts, facts);
  read_next (g_steal_pointer (&task));
}

static void
read_next (GTask *task)
{
  Export *export = g_task_get_task_data (task);
  KarneResource *next;

  if (export->facts->len == export->appointments->len)
    {
      write_file (task);
      return;
    }
  next = export->appointments->pdata[export->facts->len];
  karne_view_list_line_facts_async (g_task_get_source_object (task),
                                    karne_resource_get_source (next),
                                    karne_resource_get_kind (next), karne_resource_get_id (next),
                                    g_task_get_cancellable (task), facts_listed_cb, task);
}

void
karne_calendar_export_async (KarneView *view,
                             GPtrArray *appointments,
                             GFile *file,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;
  Export *export;

  g_return_if_fail (KARNE_IS_VIEW (view) && appointments != NULL && G_IS_FILE (file));

  task = g_task_new (view, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_calendar_export_async);
  export = g_new0 (Export, 1);
  export->appointments = g_ptr_array_ref (appointments);
  export->file = g_object_ref (file);
  export->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_task_set_task_data (task, export, export_free);
  read_next (task);
}

gboolean
karne_calendar_export_finish (KarneView *view, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, view), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
