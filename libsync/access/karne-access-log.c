/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-access-note-private.h"
#include "access/karne-access-telling-private.h"

#include <sodium.h>
#include <string.h>

#include "store/karne-reader-private.h"
#include "store/karne-view-private.h"

/* Reading the access log, and noting in it what no view can know of.
 *
 * The log is for the person: it stands in the sealed store, is never changed, and each row holds a
 * hash of itself and of the row before it. That shows accidents, and tampering from outside; who
 * holds the key, and so the program itself, can make the whole of it anew, and nothing here is
 * against that. A paper or a file that the person took along is: it says the link of its last row.
 */

#define DEFAULT_LIMIT 50

G_DEFINE_BOXED_TYPE (KarneAccessRow, karne_access_row, karne_access_row_copy, karne_access_row_free)

/**
 * karne_access_row_copy:
 * @self: a row of the access log
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneAccessRow *
karne_access_row_copy (const KarneAccessRow *self)
{
  KarneAccessRow *copy = g_new0 (KarneAccessRow, 1);

  *copy = *self;
  copy->act_name = g_strdup (self->act_name);
  copy->role = g_strdup (self->role);
  copy->name = g_strdup (self->name);
  copy->structure = g_strdup (self->structure);
  copy->purposes = g_strdup (self->purposes);
  copy->kind = g_strdup (self->kind);
  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->detail = g_strdup (self->detail);
  copy->link = g_strdup (self->link);
  copy->events = g_strdupv (self->events);
  return copy;
}

/**
 * karne_access_row_free:
 * @self: (nullable): a row of the access log
 *
 * Frees it.
 */
void
karne_access_row_free (KarneAccessRow *self)
{
  if (self == NULL)
    return;
  g_free (self->act_name);
  g_free (self->role);
  g_free (self->name);
  g_free (self->structure);
  g_free (self->purposes);
  g_free (self->kind);
  g_free (self->id);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->link);
  g_strfreev (self->events);
  g_free (self);
}

/* Noting */

/**
 * karne_access_log_set_acting:
 * @view: who acts
 *
 * Says that whoever reads through @view is the one who changes what is in its store, from now on:
 * what is saved, deleted or decided is noted as done by that one. Until somebody says so, it is the
 * person. To be said again when [method@View.set_helper] was.
 */
void
karne_access_log_set_acting (KarneView *view)
{
  g_autoptr (KarneActor) actor = NULL;

  g_return_if_fail (KARNE_IS_VIEW (view));
  actor = karne_noter_ref_actor (karne_view_get_reader (view)->noter);
  karne_store_set_actor (karne_view_get_store (view), actor);
}

/**
 * karne_access_log_note:
 * @view: who acted
 * @act: what was done
 * @source: number of the source, 0 for none
 * @kind: (nullable): FHIR resource type; %NULL where it was nothing of the record, or all of it
 * @id: (nullable): id of the resource; %NULL for the kind as a whole
 * @detail: (nullable): more about it, as it is to be shown
 *
 * Notes what the view does not know of by itself: what was printed, saved outside the record or
 * unlocked. Nothing waits for it: it is written in its turn, and what cannot be written, since the
 * disk is full, is written with the next row.
 */
void
karne_access_log_note (KarneView *view,
                       KarneAccessAct act,
                       gint64 source,
                       const char *kind,
                       const char *id,
                       const char *detail)
{
  g_return_if_fail (KARNE_IS_VIEW (view) && act > KARNE_ACCESS_ACT_OTHER &&
                    act <= KARNE_ACCESS_ACT_SIGN_IN);
  karne_noter_note (karne_view_get_reader (view)->noter, act, source, kind, id, detail);
}

/**
 * karne_access_log_begin:
 * @view: who acts
 * @act: what is done
 * @kind: (nullable): FHIR resource type; %NULL for all of the record
 *
 * Notes something that takes many reads, as one row: until [func@access_log_end], the looks and
 * searches of this view are part of it and not noted for themselves.
 */
void
karne_access_log_begin (KarneView *view, KarneAccessAct act, const char *kind)
{
  g_return_if_fail (KARNE_IS_VIEW (view));
  karne_access_log_note (view, act, 0, kind, NULL, NULL);
  karne_noter_begin (karne_view_get_reader (view)->noter);
}

/**
 * karne_access_log_end:
 * @view: who acted
 *
 * Ends what [func@access_log_begin] began.
 */
void
karne_access_log_end (KarneView *view)
{
  g_return_if_fail (KARNE_IS_VIEW (view));
  karne_noter_end (karne_view_get_reader (view)->noter);
}

/* Listing */

typedef struct
{
  /* Input */
  KarneReader *reader; /* (owned) */
  gint64 before;
  guint limit;

  /* Output */
  GPtrArray *rows; /* (owned) (nullable) */
  gint64 broken;
} LogJob;

static void
log_job_free (gpointer data)
{
  LogJob *job = data;

  karne_reader_unref (job->reader);
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LogJob, log_job_free)

static LogJob *
log_job_new (KarneView *view, gint64 before, guint limit)
{
  LogJob *job = g_new0 (LogJob, 1);

  job->reader = karne_reader_ref (karne_view_get_reader (view));
  job->before = before > 0 ? before : G_MAXINT64;
  job->limit = limit > 0 ? limit : DEFAULT_LIMIT;
  return job;
}

KarneAccessRow *
karne_access_row_from_statement (KarneStatement *statement)
{
  KarneAccessRow *row = g_new0 (KarneAccessRow, 1);
  g_autofree char *reader = karne_sql_dup_text (statement, 4);

  row->number = karne_sql_get_int (statement, 0);
  row->at = karne_sql_get_int (statement, 1);
  row->source = karne_sql_get_int (statement, 2);
  row->act_name = karne_sql_dup_text (statement, 3);
  row->act = karne_access_act_from_nick (row->act_name);
  row->reader = karne_access_reader_from_nick (reader);
  row->role = karne_sql_dup_text (statement, 5);
  row->name = karne_sql_dup_text (statement, 6);
  row->structure = karne_sql_dup_text (statement, 7);
  row->purposes = karne_sql_dup_text (statement, 8);
  row->kind = karne_sql_dup_text (statement, 9);
  row->id = karne_sql_dup_text (statement, 10);
  row->detail = karne_sql_dup_text (statement, 11);
  row->link = g_new0 (char, KARNE_ACCESS_LINK_SIZE * 2 + 1);
  if (sqlite3_column_bytes (statement, 12) == KARNE_ACCESS_LINK_SIZE)
    sodium_bin2hex (row->link, KARNE_ACCESS_LINK_SIZE * 2 + 1, sqlite3_column_blob (statement, 12),
                    KARNE_ACCESS_LINK_SIZE);
  row->title = karne_sql_dup_text (statement, 13);
  return row;
}

static void
bind_named_int (KarneStatement *statement, const char *name, gint64 value)
{
  karne_sql_bind_int (statement, sqlite3_bind_parameter_index (statement, name), value);
}

static gboolean
list_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  LogJob *job = data;
  g_autoptr (KarneStatement) statement = NULL;
  int rc;

  job->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_access_row_free);
  if (karne_reader_get_most (job->reader, "AuditEvent") < KARNE_ACCESS_CONTENT)
    return TRUE;
  statement = karne_sql_get (db, "access-log/list", error);
  if (statement == NULL)
    return FALSE;
  karne_reader_bind (job->reader, statement);
  bind_named_int (statement, ":before", job->before);
  bind_named_int (statement, ":limit", job->limit);
  bind_named_int (statement, ":of_helpers", karne_reader_is_restricted (job->reader));
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (job->rows, karne_access_row_from_statement (statement));
  return rc == SQLITE_DONE && karne_telling_name_events (db, job->rows, error);
}

static gpointer
take_rows (gpointer data)
{
  return g_steal_pointer (&((LogJob *) data)->rows);
}

/**
 * karne_access_log_list:
 * @view: who reads
 * @before: number of a row: only rows before it; 0 for the newest
 * @limit: how many rows at most; 0 for 50
 * @error: return location for an error
 *
 * Lists who did what with the record on this computer. Waits for the disk.
 *
 * The person reads all of it. A helper reads what helpers did, where the habilitation matrix lets
 * it see accesses (AuditEvent) at all. Of what the reader may not know of there is neither an id
 * nor a title.
 *
 * What is noted: each resource that is read as a whole or of which the facts are read, and each
 * content of a document (a look); the measures and the vaccination card, each as one look at the
 * kind; each search; and each change of the person, with the change. Looks and searches that come
 * again within ten minutes of the last time are one with the first. Lines of lists are not noted
 * ([method@View.list_line_facts_async]), nor what is worked out of the record without anybody
 * asking, such as what prevention asks for.
 *
 * Returns: (transfer full) (element-type KarneSync.AccessRow): the rows, the newest first
 */
GPtrArray *
karne_access_log_list (KarneView *view, gint64 before, guint limit, GError **error)
{
  g_autoptr (LogJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (view), NULL);
  job = log_job_new (view, before, limit);
  return karne_store_read (karne_view_get_store (view), list_in_worker, job, error)
             ? take_rows (job)
             : NULL;
}

/**
 * karne_access_log_list_async:
 * @view: who reads
 * @before: number of a row: only rows before it; 0 for the newest
 * @limit: how many rows at most; 0 for 50
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [func@access_log_list], without waiting.
 */
void
karne_access_log_list_async (KarneView *view,
                             gint64 before,
                             guint limit,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (view));
  task = g_task_new (view, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_access_log_list_async);
  karne_store_answer_async (karne_view_get_store (view), task, list_in_worker,
                            log_job_new (view, before, limit), log_job_free, take_rows,
                            (GDestroyNotify) g_ptr_array_unref);
}

/**
 * karne_access_log_list_finish:
 * @view: who reads
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [func@access_log_list_async].
 *
 * Returns: (transfer full) (element-type KarneSync.AccessRow): the rows, the newest first
 */
GPtrArray *
karne_access_log_list_finish (KarneView *view, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, view), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Verifying */

static void
fields_from_row (KarneStatement *statement, KarneAccessFields *fields)
{
  fields->number = karne_sql_get_int (statement, 0);
  fields->at = karne_sql_get_int (statement, 1);
  fields->source = karne_sql_get_int (statement, 2);
  for (int i = 0; i < KARNE_ACCESS_N_TEXTS; i++)
    fields->texts[i] = (const char *) sqlite3_column_text (statement, 3 + i);
}

/* Whether the row is the one that was written behind that link; then its link is the next. */
static gboolean
check_row (KarneStatement *statement, gint64 number, guint8 *link)
{
  KarneAccessFields fields = { 0 };
  guint8 right[KARNE_ACCESS_LINK_SIZE];

  fields_from_row (statement, &fields);
  karne_access_link (link, &fields, right);
  memcpy (link, right, sizeof right);
  return fields.number == number &&
         sqlite3_column_bytes (statement, 3 + KARNE_ACCESS_N_TEXTS) == sizeof right &&
         memcmp (sqlite3_column_blob (statement, 3 + KARNE_ACCESS_N_TEXTS), right, sizeof right) ==
             0;
}

gboolean
karne_access_find_broken (sqlite3 *db, gint64 *broken, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "access-log/all", error);
  guint8 link[KARNE_ACCESS_LINK_SIZE] = { 0 };
  gint64 number = 0;
  gint64 highest;
  int rc;

  if (statement == NULL)
    return FALSE;
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    if (!check_row (statement, ++number, link))
      {
        *broken = number;
        return TRUE;
      }
  highest = rc == SQLITE_DONE ? karne_access_find_last (db, link, error) : -1;
  *broken = highest != number ? MIN (highest, number) + 1 : 0;
  return highest >= 0;
}

static gboolean
verify_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean ok;

  if (!karne_sql_exec (db, "BEGIN", error))
    return FALSE;
  ok = karne_access_find_broken (db, &((LogJob *) data)->broken, error);
  return karne_sql_exec (db, "ROLLBACK", ok ? error : NULL) && ok;
}

/**
 * karne_access_log_verify:
 * @view: who asks
 * @error: return location for an error
 *
 * Looks whether each row of the access log is the one that was written in its place, and whether
 * none is missing, at the end either. Waits for the disk.
 *
 * That is good against accidents and against tampering from outside, not against a program that
 * holds the key: that could write all rows anew.
 *
 * Returns: 0 where all of it is as it was written, else the number of the first row that is not, or
 *   that is missing; -1 with @error set
 */
gint64
karne_access_log_verify (KarneView *view, GError **error)
{
  g_autoptr (LogJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (view), -1);
  job = log_job_new (view, 0, 0);
  return karne_store_read (karne_view_get_store (view), verify_in_worker, job, error) ? job->broken
                                                                                      : -1;
}

static void
verified_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!karne_store_job_finish (KARNE_STORE (object), result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_int (task, (gssize) ((LogJob *) karne_store_job_get_data (result))->broken);
}

/**
 * karne_access_log_verify_async:
 * @view: who asks
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [func@access_log_verify], without waiting.
 */
void
karne_access_log_verify_async (KarneView *view,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (view));
  task = g_task_new (view, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_access_log_verify_async);
  karne_store_read_async (karne_view_get_store (view), verify_in_worker, log_job_new (view, 0, 0),
                          log_job_free, cancellable, verified_cb, task);
}

/**
 * karne_access_log_verify_finish:
 * @view: who asks
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [func@access_log_verify_async].
 *
 * Returns: as from [func@access_log_verify]
 */
gint64
karne_access_log_verify_finish (KarneView *view, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, view), -1);
  return g_task_propagate_int (G_TASK (result), error);
}
