/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-view-lines-private.h"

#include "store/karne-view-job-private.h"

typedef struct
{
  /* Input */
  const KarneViewLines *lines;
  KarneReader *reader; /* (owned) */
  gint64 argument;

  /* Output */
  GPtrArray *found; /* (owned) (nullable) */
} LinesJob;

static void
lines_job_free (gpointer data)
{
  LinesJob *job = data;

  karne_reader_unref (job->reader);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinesJob, lines_job_free)

static LinesJob *
lines_job_new (KarneView *view, const KarneViewLines *lines, gint64 argument)
{
  LinesJob *job = g_new0 (LinesJob, 1);

  job->lines = lines;
  job->reader = karne_reader_ref (karne_view_get_reader (view));
  job->argument = argument;
  job->found = g_ptr_array_new_with_free_func (lines->free_line);
  return job;
}

static gboolean
read_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  LinesJob *job = data;
  g_autoptr (KarneStatement) statement = karne_sql_get (db, job->lines->statement, error);
  int argument, rc;

  if (statement == NULL)
    return FALSE;
  karne_reader_bind (job->reader, statement);
  argument = sqlite3_bind_parameter_index (statement, ":argument");
  if (argument > 0)
    karne_sql_bind_int (statement, argument, job->argument);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (job->found, job->lines->make_line (statement));
  return rc == SQLITE_DONE;
}

static gpointer
take_found (gpointer data)
{
  return g_steal_pointer (&((LinesJob *) data)->found);
}

GPtrArray *
karne_view_lines_read (KarneView *view,
                       const KarneViewLines *lines,
                       gint64 argument,
                       GError **error)
{
  g_autoptr (LinesJob) job = lines_job_new (view, lines, argument);

  return karne_store_read (karne_view_get_store (view), read_in_worker, job, error)
             ? take_found (job)
             : NULL;
}

void
karne_view_lines_read_async (KarneView *view,
                             const KarneViewLines *lines,
                             gint64 argument,
                             gpointer tag,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (view, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  karne_store_answer_async (karne_view_get_store (view), task, read_in_worker,
                            lines_job_new (view, lines, argument), lines_job_free, take_found,
                            (GDestroyNotify) g_ptr_array_unref);
}
