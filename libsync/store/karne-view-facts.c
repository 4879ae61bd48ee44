/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-view-job-private.h"

#include "store/karne-sql-private.h"

#define FACTS_SQL "/re/karne/Karne/sql/facts/%s.sql"

G_DEFINE_BOXED_TYPE (KarneFact, karne_fact, karne_fact_copy, karne_fact_free)

/**
 * karne_fact_copy:
 * @self: a fact
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneFact *
karne_fact_copy (const KarneFact *self)
{
  KarneFact *copy = g_new0 (KarneFact, 1);

  copy->part = self->part;
  copy->name = g_strdup (self->name);
  copy->value = g_strdup (self->value);
  return copy;
}

/**
 * karne_fact_free:
 * @self: (nullable): a fact
 *
 * Frees it.
 */
void
karne_fact_free (KarneFact *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

static KarneFact *
fact_from_row (KarneStatement *statement)
{
  KarneFact *fact = g_new0 (KarneFact, 1);

  fact->part = (guint) karne_sql_get_int (statement, 0);
  fact->name = karne_sql_dup_text (statement, 1);
  fact->value = karne_sql_dup_text (statement, 2);
  return fact;
}

/* A document is looked at, however it is read. */
static void
note (KarneViewJob *job)
{
  if (!job->is_line || g_str_equal (job->query.kind, "DocumentReference"))
    karne_noter_note (job->reader->noter, KARNE_ACCESS_ACT_LOOK, job->source, job->query.kind,
                      job->id, NULL);
}

static gboolean
list_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneViewJob *job = data;
  gint64 row = karne_view_job_find_row (db, job, error);
  g_autofree char *path = g_strdup_printf (FACTS_SQL, job->query.kind);
  const char *text = karne_sql_get_source (path);
  g_autoptr (KarneStatement) statement = NULL;
  int rc;

  if (row == 0)
    return FALSE;
  job->items = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_fact_free);
  if (text == NULL)
    return TRUE;
  statement = karne_sql_get_text (db, path, text, error);
  if (statement == NULL)
    return FALSE;
  karne_sql_bind_int (statement, 1, row);
  karne_reader_bind (job->reader, statement);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (job->items, fact_from_row (statement));
  if (rc == SQLITE_DONE)
    note (job);
  return rc == SQLITE_DONE;
}

static gpointer
take_facts (gpointer data)
{
  KarneViewJob *job = data;

  return g_steal_pointer (&job->items);
}

/**
 * karne_view_list_facts:
 * @self: a view
 * @source: number of a source, 0 for the first that has it
 * @kind: FHIR resource type
 * @id: its id
 * @error: return location for an error
 *
 * What there is to say of one resource beyond its line: for whoever shows all of it. Each value is
 * as it was sent; a reference to somebody or some place is the name of that, where it is known. Of
 * a long list, the first 100.
 *
 * Waits for the disk. Fails with `KARNE_ERROR_NOT_FOUND` for what is not here and for what this
 * reader may not see alike.
 *
 * Returns: (transfer full) (element-type KarneSync.Fact): the facts, in the order in which a person
 *   would want them; none for a kind of which nothing more is known
 */
GPtrArray *
karne_view_list_facts (KarneView *self,
                       gint64 source,
                       const char *kind,
                       const char *id,
                       GError **error)
{
  g_autoptr (KarneViewJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && kind != NULL && id != NULL, NULL);
  job = karne_view_job_new_one (self, source, kind, id);
  return karne_store_read (karne_view_get_store (self), list_in_worker, job, error)
             ? take_facts (job)
             : NULL;
}

static void
read_facts (KarneView *self,
            KarneViewJob *job,
            gpointer tag,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  karne_store_answer_async (karne_view_get_store (self), task, list_in_worker, job,
                            karne_view_job_free, take_facts, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * karne_view_list_facts_async:
 * @self: a view
 * @source: number of a source, 0 for the first that has it
 * @kind: FHIR resource type
 * @id: its id
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list_facts], without waiting.
 */
void
karne_view_list_facts_async (KarneView *self,
                             gint64 source,
                             const char *kind,
                             const char *id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KARNE_IS_VIEW (self) && kind != NULL && id != NULL);

  read_facts (self, karne_view_job_new_one (self, source, kind, id), karne_view_list_facts_async,
              cancellable, callback, user_data);
}

/**
 * karne_view_list_facts_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_facts_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Fact): the facts; `NULL` as from
 *   [method@View.list_facts]
 */
GPtrArray *
karne_view_list_facts_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * karne_view_list_line_facts_async:
 * @self: a view
 * @source: number of a source, 0 for the first that has it
 * @kind: FHIR resource type
 * @id: its id
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list_facts_async], for a line of a list that says a little more: apart from
 * documents it is not noted as a look, since a list is made ready before anybody sees it. Who shows
 * the list notes that, as one look at the kind ([func@access_log_note]).
 */
void
karne_view_list_line_facts_async (KarneView *self,
                                  gint64 source,
                                  const char *kind,
                                  const char *id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  KarneViewJob *job;

  g_return_if_fail (KARNE_IS_VIEW (self) && kind != NULL && id != NULL);

  job = karne_view_job_new_one (self, source, kind, id);
  job->is_line = TRUE;
  read_facts (self, job, karne_view_list_line_facts_async, cancellable, callback, user_data);
}

/**
 * karne_view_list_line_facts_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_line_facts_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Fact): the facts; `NULL` as from
 *   [method@View.list_facts]
 */
GPtrArray *
karne_view_list_line_facts_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  return karne_view_list_facts_finish (self, result, error);
}
