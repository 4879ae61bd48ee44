/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-view-job-private.h"

/* One resource, rather than a list of them. */

static gpointer
take_item (gpointer data)
{
  KarneViewJob *job = data;

  return g_ptr_array_steal_index (job->items, 0);
}

static gpointer
take_json (gpointer data)
{
  KarneViewJob *job = data;

  return g_string_free (g_steal_pointer (&job->json), FALSE);
}

/**
 * karne_view_get:
 * @self: a view
 * @source: number of a source, 0 for the first that has it
 * @kind: FHIR resource type
 * @id: its id
 * @error: return location for an error
 *
 * Waits for the disk. Fails with `KARNE_ERROR_NOT_FOUND` for what is not here and for what this
 * reader may not see alike.
 *
 * Returns: (transfer full): its line
 */
KarneItem *
karne_view_get (KarneView *self, gint64 source, const char *kind, const char *id, GError **error)
{
  g_autoptr (KarneViewJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && kind != NULL && id != NULL, NULL);
  job = karne_view_job_new_line (self, source, kind, id);
  return karne_store_read (karne_view_get_store (self), karne_view_job_get, job, error)
             ? take_item (job)
             : NULL;
}

/**
 * karne_view_get_async:
 * @self: a view
 * @source: number of a source, 0 for the first that has it
 * @kind: FHIR resource type
 * @id: its id
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.get], without waiting.
 */
void
karne_view_get_async (KarneView *self,
                      gint64 source,
                      const char *kind,
                      const char *id,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (self) && kind != NULL && id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_view_get_async);
  karne_store_answer_async (karne_view_get_store (self), task, karne_view_job_get,
                            karne_view_job_new_line (self, source, kind, id), karne_view_job_free,
                            take_item, (GDestroyNotify) karne_item_free);
}

/**
 * karne_view_get_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.get_async].
 *
 * Returns: (transfer full): its line; `NULL` with `KARNE_ERROR_NOT_FOUND` as from
 *   [method@View.get]
 */
KarneItem *
karne_view_get_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * karne_view_get_json:
 * @self: a view
 * @source: number of a source, 0 for the first that has it
 * @kind: FHIR resource type
 * @id: its id
 * @whole: whether large attachments that are kept beside the body are put back into it
 * @error: return location for an error
 *
 * The resource as the server sent it: every number and every string in its own spelling; only the
 * white space between them is gone. Waits for the disk. Fails with `KARNE_ERROR_NOT_FOUND`.
 *
 * Returns: (transfer full): JSON text
 */
char *
karne_view_get_json (KarneView *self,
                     gint64 source,
                     const char *kind,
                     const char *id,
                     gboolean whole,
                     GError **error)
{
  g_autoptr (KarneViewJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && kind != NULL && id != NULL, NULL);
  job = karne_view_job_new_one (self, source, kind, id);
  job->whole = whole;
  return karne_store_read (karne_view_get_store (self), karne_view_job_get_json, job, error)
             ? take_json (job)
             : NULL;
}

/**
 * karne_view_get_json_async:
 * @self: a view
 * @source: number of a source, 0 for the first that has it
 * @kind: FHIR resource type
 * @id: its id
 * @whole: whether large attachments that are kept beside the body are put back into it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.get_json], without waiting.
 */
void
karne_view_get_json_async (KarneView *self,
                           gint64 source,
                           const char *kind,
                           const char *id,
                           gboolean whole,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  KarneViewJob *job;
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (self) && kind != NULL && id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_view_get_json_async);
  job = karne_view_job_new_one (self, source, kind, id);
  job->whole = whole;
  karne_store_answer_async (karne_view_get_store (self), task, karne_view_job_get_json, job,
                            karne_view_job_free, take_json, g_free);
}

/**
 * karne_view_get_json_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.get_json_async].
 *
 * Returns: (transfer full): JSON text; `NULL` with `KARNE_ERROR_NOT_FOUND` as from
 *   [method@View.get_json]
 */
char *
karne_view_get_json_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
