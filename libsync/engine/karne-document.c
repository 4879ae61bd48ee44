/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-document-private.h"

#include "karne-error.h"

G_DEFINE_BOXED_TYPE (KarneDocumentState,
                     karne_document_state,
                     karne_document_state_copy,
                     karne_document_state_free)

/**
 * karne_document_state_copy:
 * @self: what is copied
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneDocumentState *
karne_document_state_copy (const KarneDocumentState *self)
{
  KarneDocumentState *copy = g_new0 (KarneDocumentState, 1);

  *copy = *self;
  copy->title = g_strdup (self->title);
  copy->content_type = g_strdup (self->content_type);
  return copy;
}

/**
 * karne_document_state_free:
 * @self: (transfer full): a state
 *
 * Frees a state.
 */
void
karne_document_state_free (KarneDocumentState *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->content_type, g_free);
  g_free (self);
}

/* Loading. Who may see the document is the view's to say, each time. */

KarneDocumentJob *
karne_document_job_new (KarneView *view, gint64 source, const char *id, guint n)
{
  KarneDocumentJob *job = g_new0 (KarneDocumentJob, 1);

  job->one = karne_view_job_new_one (view, source, "DocumentReference", id);
  job->n = n;
  return job;
}

void
karne_document_job_free (gpointer data)
{
  KarneDocumentJob *job = data;

  g_clear_pointer (&job->one, karne_view_job_free);
  g_clear_pointer (&job->attachment, karne_attachment_free);
  g_clear_object (&job->stream);
  g_free (job);
}

gboolean
karne_document_job_load (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneDocumentJob *job = data;
  const KarneItem *item;

  if (!karne_view_job_get (db, job->one, cancellable, error))
    return FALSE;

  item = job->one->items->pdata[0];
  job->attachment = karne_attachment_load (db, item->source, item->id, job->n, error);
  return job->attachment != NULL;
}

static const char *
verified_to_nick (KarneVerified verified)
{
  switch (verified)
    {
    case KARNE_VERIFIED_HASH:
      return "hash";
    case KARNE_VERIFIED_SIZE:
      return "size";
    case KARNE_VERIFIED_NOT:
    default:
      return "no";
    }
}

static gpointer
take_state (gpointer data)
{
  const KarneAttachment *attachment = ((KarneDocumentJob *) data)->attachment;
  KarneDocumentState *state = g_new0 (KarneDocumentState, 1);

  state->title = g_strdup (attachment->title);
  state->content_type = g_strdup (attachment->content_type);
  state->size = attachment->size;
  state->here = attachment->here;
  state->whole = attachment->whole;
  state->verified = verified_to_nick (attachment->verified);
  state->delayed = attachment->delayed;
  return state;
}

/**
 * karne_document_get_state:
 * @view: who reads
 * @source: number of the source, 0 for whichever has it
 * @id: id of the DocumentReference
 * @n: which of its contents
 * @error: return location for an error
 *
 * Says what is known of a content of a document, and how much of it is here.
 *
 * [error@Error.NOT_FOUND] also for what the view hides. Blocks for the time of two small
 * statements.
 *
 * Returns: (transfer full): the state
 */
KarneDocumentState *
karne_document_get_state (KarneView *view, gint64 source, const char *id, guint n, GError **error)
{
  g_autoptr (KarneDocumentJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (view), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  job = karne_document_job_new (view, source, id, n);
  return karne_store_read (karne_view_get_store (view), karne_document_job_load, job, error)
             ? take_state (job)
             : NULL;
}

/**
 * karne_document_get_state_async:
 * @view: who reads
 * @source: number of the source, 0 for whichever has it
 * @id: id of the DocumentReference
 * @n: which of its contents
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [func@Document.get_state], without waiting.
 */
void
karne_document_get_state_async (KarneView *view,
                                gint64 source,
                                const char *id,
                                guint n,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (view));
  g_return_if_fail (id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_document_get_state_async);
  karne_store_answer_async (karne_view_get_store (view), task, karne_document_job_load,
                            karne_document_job_new (view, source, id, n), karne_document_job_free,
                            take_state, (GDestroyNotify) karne_document_state_free);
}

/**
 * karne_document_get_state_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [func@Document.get_state_async].
 *
 * Returns: (transfer full): the state; `NULL` with the errors of [func@Document.get_state]
 */
KarneDocumentState *
karne_document_get_state_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Saving */

typedef struct
{
  GOutputStream *stream;
  GCancellable *cancellable;
} Sink;

static gboolean
save_piece (const guint8 *bytes, gsize len, gpointer data, GError **error)
{
  Sink *sink = data;

  return g_output_stream_write_all (sink->stream, bytes, len, NULL, sink->cancellable, error);
}

static gboolean
save_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneDocumentJob *job = data;
  Sink sink = { job->stream, cancellable };

  if (!karne_document_job_load (db, job, cancellable, error))
    return FALSE;
  if (!job->attachment->whole)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                           "Saving a document: its content is not here");
      return FALSE;
    }

  karne_noter_note (job->one->reader->noter, KARNE_ACCESS_ACT_LOOK, job->one->source,
                    "DocumentReference", job->one->id, NULL);
  return karne_attachment_read (db, job->attachment, save_piece, &sink, error);
}

static KarneDocumentJob *
save_job_new (KarneView *view, gint64 source, const char *id, guint n, GOutputStream *stream)
{
  KarneDocumentJob *job = karne_document_job_new (view, source, id, n);

  job->stream = g_object_ref (stream);
  return job;
}

/**
 * karne_document_save:
 * @view: who reads
 * @source: number of the source, 0 for whichever has it
 * @id: id of the DocumentReference
 * @n: which of its contents
 * @stream: where to
 * @error: return location for an error
 *
 * Writes the content into a stream that the caller chose. Blocks; the stream is written to from
 * another thread.
 *
 * [error@Error.NOT_FOUND] when it is hidden by the view, or not whole.
 *
 * Returns: whether all of it was written
 */
gboolean
karne_document_save (KarneView *view,
                     gint64 source,
                     const char *id,
                     guint n,
                     GOutputStream *stream,
                     GError **error)
{
  g_autoptr (KarneDocumentJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (view), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), FALSE);

  job = save_job_new (view, source, id, n, stream);
  return karne_store_read (karne_view_get_store (view), save_in_worker, job, error);
}

/**
 * karne_document_save_async:
 * @view: who reads
 * @source: number of the source, 0 for whichever has it
 * @id: id of the DocumentReference
 * @n: which of its contents
 * @stream: where to; the caller closes it
 * @cancellable: (nullable): ends it; what was written by then stays in the stream
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [func@Document.save], without waiting. The stream is written to from another thread: nobody
 * else may use it until the callback.
 */
void
karne_document_save_async (KarneView *view,
                           gint64 source,
                           const char *id,
                           guint n,
                           GOutputStream *stream,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (view));
  g_return_if_fail (id != NULL);
  g_return_if_fail (G_IS_OUTPUT_STREAM (stream));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_document_save_async);
  karne_store_answer_async (karne_view_get_store (view), task, save_in_worker,
                            save_job_new (view, source, id, n, stream), karne_document_job_free,
                            NULL, NULL);
}

/**
 * karne_document_save_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [func@Document.save_async].
 *
 * Returns: whether all of it was written; `FALSE` with the errors of [func@Document.save]
 */
gboolean
karne_document_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
