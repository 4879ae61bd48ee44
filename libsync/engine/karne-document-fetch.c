/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-document-private.h"

#include "engine/karne-binary-private.h"
#include "engine/karne-url-private.h"
#include "karne-error.h"

#include <string.h>

/* What is read before it is handed to the store's worker, which takes one such piece at a time: a
 * document of any size passes in that much memory. */
#define PIECE_SIZE (256 * 1024)
/* What is kept of one document. In a space that does not last it is kept in memory; and a server
 * may send without an end. */
#define MOST ((gint64) 100 * 1024 * 1024)

typedef struct
{
  /* Input */
  KarneStore *store;         /* (owned) */
  KarneTransport *transport; /* (owned) */
  KarneDocumentJob *job;     /* (owned) */

  /* In progress */
  KarneAttachment *attachment; /* (owned) */
  KarneSource *from;           /* (owned) */
  char *url;                   /* (owned) */
  gint64 offset;               /* where a cut download goes on; 0: from the beginning */
  KarneResponse *response;     /* (owned) (nullable) */
  KarneBinary *binary; /* (owned) (nullable) when a Binary resource comes instead of its bytes */
  char *buffer;        /* (owned) */
  gsize used;
  gboolean ended;
  gint64 announced;  /* bytes that the answer says it has; -1 unknown */
  gint64 came;       /* bytes of the answer so far */
  GByteArray *piece; /* (owned) (nullable) on its way into the store */
  GError *failure;   /* (owned) (nullable) of the stream */
  gboolean matches;
} Fetch;

static void
fetch_free (Fetch *op)
{
  g_clear_object (&op->store);
  g_clear_object (&op->transport);
  g_clear_pointer (&op->job, karne_document_job_free);
  g_clear_pointer (&op->attachment, karne_attachment_free);
  g_clear_pointer (&op->from, karne_source_free);
  g_clear_pointer (&op->url, g_free);
  g_clear_object (&op->response);
  g_clear_pointer (&op->binary, karne_binary_free);
  g_clear_pointer (&op->buffer, g_free);
  g_clear_pointer (&op->piece, g_byte_array_unref);
  g_clear_error (&op->failure);
  g_free (op);
}

static gboolean
end_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error);
static void fetch_send (GTask *task);
static void fetch_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_read (GTask *task);
static void fetch_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_appended_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_ended (GTask *task);
static void fetch_finished_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static KarneRequest *
build_request (Fetch *op)
{
  KarneRequest *request = karne_request_new ("GET", op->url);

  karne_request_set_header (request, "Accept",
                            op->attachment->content_type ? op->attachment->content_type : "*/*");
  karne_request_set_flags (request, KARNE_REQUEST_IDENTITY);
  if (op->from->token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", op->from->token, NULL);

      karne_request_set_header (request, "Authorization", value);
    }
  if (op->offset > 0)
    {
      g_autofree char *value = g_strdup_printf ("bytes=%" G_GINT64_FORMAT "-", op->offset);

      karne_request_set_header (request, "Range", value);
    }

  return request;
}

static void
fetch_send (GTask *task)
{
  Fetch *op = g_task_get_task_data (task);
  g_autoptr (KarneRequest) request = build_request (op);

  g_clear_object (&op->response);
  karne_transport_send_async (op->transport, request, g_task_get_cancellable (task), fetch_sent_cb,
                              g_object_ref (task));
}

static gboolean
has_type (const char *type, const char *prefix)
{
  return type != NULL && g_ascii_strncasecmp (type, prefix, strlen (prefix)) == 0;
}

/* The server keeps to FHIR although the bytes were asked for. A document that is itself FHIR comes
 * as it is. */
static gboolean
is_binary_resource (Fetch *op)
{
  return has_type (karne_response_get_header (op->response, "Content-Type"),
                   "application/fhir+json") &&
         !has_type (op->attachment->content_type, "application/fhir+json") &&
         !has_type (op->attachment->content_type, "application/json");
}

static gboolean
is_continued (Fetch *op)
{
  const char *range = karne_response_get_header (op->response, "Content-Range");
  g_autofree char *wanted = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-", op->offset);

  return karne_response_get_status (op->response) == 206 && range != NULL &&
         g_str_has_prefix (range, wanted) && !is_binary_resource (op);
}

/* A web page is an error, except where the document is one. */
static GError *
check_response (Fetch *op)
{
  guint status = karne_response_get_status (op->response);

  if (status == 200 && has_type (op->attachment->content_type, "text/html"))
    return NULL;
  if (status == 200 || (status == 206 && op->offset > 0))
    return karne_response_to_error (op->response);
  if (status < 300)
    return g_error_new (KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                        "Fetching a document: the server answered with status %u", status);
  return karne_response_to_error (op->response);
}

static GError *
new_too_large_error (void)
{
  return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_TOO_LARGE,
                              "Fetching a document: it is larger than what is kept of one");
}

static gboolean
begin_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Fetch *op = data;

  return karne_attachment_begin (db, op->attachment, error);
}

static void
note_response (Fetch *op)
{
  const char *length = karne_response_get_header (op->response, "Content-Length");

  op->announced = length == NULL ? -1 : g_ascii_strtoll (length, NULL, 10);
  op->came = 0;
  if (is_binary_resource (op))
    op->binary = karne_binary_new ();
}

/* What came of it is gone. */
static void
fetch_dropped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Fetch *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (karne_store_job_finish (op->store, result, &error))
    error = new_too_large_error ();
  g_task_return_error (task, error);
}

static void
drop (GTask *task)
{
  Fetch *op = g_task_get_task_data (task);

  karne_store_write_async (op->store, begin_in_worker, op, NULL, NULL, fetch_dropped_cb,
                           g_object_ref (task));
}

/* A Binary is a third larger than its bytes: what comes of it is counted. */
static gboolean
announces_too_much (Fetch *op)
{
  gint64 before = is_continued (op) ? op->offset : 0;

  return op->binary == NULL && op->announced > MOST - before;
}

static void
fetch_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Fetch *op = g_task_get_task_data (task);
  GError *error = NULL;

  op->response = karne_transport_send_finish (op->transport, result, &error);
  if (op->response != NULL && op->offset > 0 &&
      (karne_response_get_status (op->response) == 416 ||
       (karne_response_get_status (op->response) == 206 && !is_continued (op))))
    {
      op->offset = 0;
      fetch_send (task);
      return;
    }
  if (op->response != NULL)
    error = check_response (op);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  note_response (op);
  if (announces_too_much (op))
    {
      drop (task);
      return;
    }
  if (op->offset > 0 && is_continued (op))
    {
      fetch_read (task);
      return;
    }
  op->offset = 0;
  karne_store_write_async (op->store, begin_in_worker, op, NULL, g_task_get_cancellable (task),
                           fetch_begun_cb, g_object_ref (task));
}

static void
fetch_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Fetch *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (op->store, result, &error))
    g_task_return_error (task, error);
  else
    fetch_read (task);
}

static void
fetch_read (GTask *task)
{
  Fetch *op = g_task_get_task_data (task);

  if (op->buffer == NULL)
    op->buffer = g_malloc (PIECE_SIZE);
  g_input_stream_read_async (karne_response_get_body (op->response), op->buffer + op->used,
                             PIECE_SIZE - op->used, G_PRIORITY_DEFAULT,
                             g_task_get_cancellable (task), fetch_read_cb, g_object_ref (task));
}

static gboolean
append_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Fetch *op = data;

  return karne_attachment_append (db, op->attachment, op->piece->data, op->piece->len, error);
}

/* The bytes of the document in what was read. */
static gboolean
take_piece (Fetch *op, GError **error)
{
  gsize used = op->used;

  g_clear_pointer (&op->piece, g_byte_array_unref);
  op->piece = g_byte_array_new ();
  op->used = 0;
  if (op->binary != NULL)
    return karne_binary_push (op->binary, op->buffer, used, op->piece, error);

  g_byte_array_append (op->piece, (const guint8 *) op->buffer, (guint) used);
  return TRUE;
}

static void
fetch_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Fetch *op = g_task_get_task_data (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &op->failure);

  op->ended = n <= 0;
  if (n > 0)
    {
      op->used += (gsize) n;
      op->came += n;
    }
  if (!op->ended && op->used < PIECE_SIZE)
    fetch_read (task);
  else if (!take_piece (op, &error))
    g_task_return_error (task, error);
  else
    karne_store_write_async (op->store, append_in_worker, op, NULL, NULL, fetch_appended_cb,
                             g_object_ref (task));
}

static void
fetch_appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Fetch *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (op->store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  op->attachment->here = op->offset += op->piece->len;
  if (op->offset > MOST)
    {
      drop (task);
      return;
    }
  /* More than was announced: no need to see the end of it to say that it is another document. */
  if (!op->attachment->delayed && op->attachment->size >= 0 && op->offset > op->attachment->size)
    karne_store_write_async (op->store, end_in_worker, op, NULL, NULL, fetch_finished_cb,
                             g_object_ref (task));
  else if (op->ended)
    fetch_ended (task);
  else
    fetch_read (task);
}

static gboolean
end_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Fetch *op = data;

  if (!karne_attachment_end (db, op->attachment, &op->matches, error))
    return FALSE;

  /* Lists say of their documents whether they are here. */
  if (op->matches)
    karne_store_note_change (op->store, op->attachment->source, "DocumentReference",
                             op->attachment->document);
  return TRUE;
}

/* The end of the stream is no proof: what is missing is told by the size that the entry announces,
 * else by that of the answer. What came is kept, and the next time goes on there. */
static gboolean
is_cut (Fetch *op)
{
  const KarneAttachment *attachment = op->attachment;

  if (op->binary != NULL)
    return !karne_binary_is_complete (op->binary);
  if (op->announced >= 0 && op->came < op->announced)
    return TRUE;
  return !attachment->delayed && attachment->size >= 0 && op->offset < attachment->size;
}

static void
fetch_ended (GTask *task)
{
  Fetch *op = g_task_get_task_data (task);

  if (op->failure != NULL)
    g_task_return_error (task, g_steal_pointer (&op->failure));
  else if (is_cut (op))
    g_task_return_new_error (task, KARNE_ERROR, KARNE_ERROR_TRUNCATED,
                             "Fetching a document: the answer ended before its end");
  else
    karne_store_write_async (op->store, end_in_worker, op, NULL, NULL, fetch_finished_cb,
                             g_object_ref (task));
}

static void
fetch_finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Fetch *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (op->store, result, &error))
    g_task_return_error (task, error);
  else if (!op->matches)
    g_task_return_new_error (task, KARNE_ERROR, KARNE_ERROR_UNVERIFIED,
                             "Fetching a document: it is not what its index entry says");
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
find_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Fetch *op = data;

  if (!karne_document_job_load (db, op->job, cancellable, error))
    return FALSE;

  op->attachment = g_steal_pointer (&op->job->attachment);
  op->from = karne_source_load (db, op->attachment->source, error);
  return op->from != NULL;
}

/* Where the document is. Only the source itself is asked: elsewhere nobody knows this person, and
 * the address alone may tell who it is. */
static gboolean
locate (Fetch *op, GError **error)
{
  const char *base = op->from->base;

  op->url = op->attachment->url ? karne_url_resolve (base, NULL, op->attachment->url) : NULL;
  if (op->url != NULL && karne_url_is_same_origin (base, op->url))
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                       op->url ? "Fetching a document: it is kept on another server"
                               : "Fetching a document: its index entry has no address");
  return FALSE;
}

static void
fetch_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Fetch *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (op->store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (op->attachment->whole)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (op->attachment->size > MOST)
    {
      drop (task);
      return;
    }
  if (!locate (op, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  op->offset = op->attachment->hash != NULL ? op->attachment->here : 0;
  fetch_send (task);
}

/**
 * karne_document_fetch_async:
 * @view: who reads
 * @store: the record
 * @transport: how to reach its source
 * @source: number of the source, 0 for whichever has it
 * @id: id of the DocumentReference
 * @n: which of its contents
 * @cancellable: (nullable): ends it; what came is kept
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Brings the content of a document here, if it is not. A download that was cut goes on where it was
 * when there is a hash to check the whole by; else it begins again.
 */
void
karne_document_fetch_async (KarneView *view,
                            KarneStore *store,
                            KarneTransport *transport,
                            gint64 source,
                            const char *id,
                            guint n,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Fetch *op = NULL;

  g_return_if_fail (KARNE_IS_VIEW (view));
  g_return_if_fail (KARNE_IS_STORE (store));
  g_return_if_fail (KARNE_IS_TRANSPORT (transport));
  g_return_if_fail (id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_document_fetch_async);
  op = g_new0 (Fetch, 1);
  op->store = g_object_ref (store);
  op->transport = g_object_ref (transport);
  op->job = karne_document_job_new (view, source, id, n);
  g_task_set_task_data (task, op, (GDestroyNotify) fetch_free);
  karne_store_read_async (store, find_in_worker, op, NULL, cancellable, fetch_found_cb,
                          g_object_ref (task));
}

/**
 * karne_document_fetch_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [func@Document.fetch_async].
 *
 * [error@Error.UNVERIFIED] when the content has not the size or the hash that its entry says: it is
 * not kept; `TOO_LARGE` of more than 100 MiB: likewise. `TRUNCATED` and errors of the network: what
 * came is kept. `NOT_FOUND` also for what the view hides, `PROTOCOL` for a document on another
 * server.
 *
 * Returns: whether all of it is here
 */
gboolean
karne_document_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
