/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-view-job-private.h"

/* What there is to choose from, before a list is asked for. */

G_DEFINE_BOXED_TYPE (KarneCategory, karne_category, karne_category_copy, karne_category_free)

/**
 * karne_category_copy:
 * @self: a category
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneCategory *
karne_category_copy (const KarneCategory *self)
{
  KarneCategory *copy = g_new0 (KarneCategory, 1);

  copy->category = g_strdup (self->category);
  copy->n = self->n;
  return copy;
}

/**
 * karne_category_free:
 * @self: (nullable): a category
 *
 * Frees it.
 */
void
karne_category_free (KarneCategory *self)
{
  if (self == NULL)
    return;
  g_free (self->category);
  g_free (self);
}

static KarneViewJob *
categories_job_new (KarneView *self, const char *kind)
{
  KarneQuery query = { .kind = kind };

  return karne_view_job_new (self, &query);
}

static gpointer
take_categories (gpointer data)
{
  KarneViewJob *job = data;

  return g_steal_pointer (&job->categories);
}

/**
 * karne_view_list_categories:
 * @self: a view
 * @kind: (nullable): FHIR resource type; `NULL` for all of them
 * @error: return location for an error
 *
 * Lists the categories that lines of a kind have, with how many there are of each. Lines that this
 * reader may not see are not counted, and those that have no category are not in it. Waits for the
 * disk.
 *
 * Returns: (transfer full) (element-type KarneSync.Category): the categories, the most frequent
 *   first
 */
GPtrArray *
karne_view_list_categories (KarneView *self, const char *kind, GError **error)
{
  g_autoptr (KarneViewJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self), NULL);

  job = categories_job_new (self, kind);
  return karne_store_read (karne_view_get_store (self), karne_view_job_list_categories, job, error)
             ? take_categories (job)
             : NULL;
}

/**
 * karne_view_list_categories_async:
 * @self: a view
 * @kind: (nullable): FHIR resource type; `NULL` for all of them
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list_categories], without waiting.
 */
void
karne_view_list_categories_async (KarneView *self,
                                  const char *kind,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_view_list_categories_async);
  karne_store_answer_async (karne_view_get_store (self), task, karne_view_job_list_categories,
                            categories_job_new (self, kind), karne_view_job_free, take_categories,
                            (GDestroyNotify) g_ptr_array_unref);
}

/**
 * karne_view_list_categories_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_categories_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Category): the categories, the most frequent
 *   first
 */
GPtrArray *
karne_view_list_categories_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
