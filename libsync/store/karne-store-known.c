/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"

/* How much of a kind is here, as of when. */

typedef struct
{
  /* Input */
  char *kind; /* (owned) */

  /* Output */
  char *until; /* (owned) (nullable) */
} KnownJob;

static KnownJob *
known_job_new (const char *kind)
{
  KnownJob *job = g_new0 (KnownJob, 1);

  job->kind = g_strdup (kind);
  return job;
}

static void
known_job_free (gpointer data)
{
  KnownJob *job = data;

  g_free (job->kind);
  g_free (job->until);
  g_free (job);
}

static gboolean
known_until_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KnownJob *job = data;
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "pull/known-until", error);

  if (statement == NULL)
    return FALSE;
  karne_sql_bind_text (statement, 1, job->kind);
  if (karne_sql_step (statement, error) != SQLITE_ROW)
    return FALSE;
  job->until = karne_sql_dup_text (statement, 0);
  return TRUE;
}

static gpointer
take_until (gpointer data)
{
  return g_steal_pointer (&((KnownJob *) data)->until);
}

/**
 * karne_store_get_known_until_async:
 * @self: a store
 * @kind: FHIR resource type
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks up to when all of a kind is here, by the clocks of the servers: nothing that they had by
 * then is missing. It matters for what does not come with every sync, see
 * [method@Sync.set_with_on_demand].
 */
void
karne_store_get_known_until_async (KarneStore *self,
                                   const char *kind,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_STORE (self) && kind != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_store_get_known_until_async);
  karne_store_answer_async (self, task, known_until_in_worker, known_job_new (kind), known_job_free,
                            take_until, g_free);
}

/**
 * karne_store_get_known_until_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Store.get_known_until_async].
 *
 * Returns: (transfer full) (nullable): the oldest of the sources, as a FHIR instant; `NULL` without
 *   an error as long as one of them was never asked for all of it, or where there is none
 */
char *
karne_store_get_known_until_finish (KarneStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
