/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-view-job-private.h"

/* One resource, rather than a list of them. */

static KarneViewJob *
one_job_new (KarneView *self, gint64 source, const char *kind, const char *id)
{
  KarneQuery query = { .kind = kind };
  KarneViewJob *job = karne_view_job_new (self, &query);

  job->id = g_strdup (id);
  job->source = source;
  return job;
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
  job = one_job_new (self, source, kind, id);
  return karne_store_read (karne_view_get_store (self), karne_view_job_get, job, error)
             ? karne_item_copy (job->items->pdata[0])
             : NULL;
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
  job = one_job_new (self, source, kind, id);
  job->whole = whole;
  if (!karne_store_read (karne_view_get_store (self), karne_view_job_get_json, job, error))
    return NULL;
  return g_string_free (g_steal_pointer (&job->json), FALSE);
}
