/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

#include "karne-error.h"

/* Bytes are read into one buffer until there is a piece worth a turn of the store's worker. A few
 * pieces may wait there: that the server is read while the store works is what makes a pull as fast
 * as the slower of both, and that only a few may wait is what bounds the memory. */
#define PIECE_SIZE (64 * 1024)
#define ENOUGH (48 * 1024)
#define MAX_PIECES 4

void
karne_fetched_free (KarneFetched *self)
{
  g_clear_pointer (&self->page, karne_page_free);
  g_clear_object (&self->ingest);
  g_free (self);
}

typedef struct
{
  /* Input */
  KarneRun *run;
  char *kind;            /* (owned) */
  KarneRequest *request; /* (owned) */
  KarneIngestFlags flags;

  /* In progress */
  KarneTries tries;
  KarneResponse *response; /* (owned) (nullable) */
  KarneIngest *ingest;     /* (owned) (nullable) */
  char *buffer;            /* (owned) */
  gsize used;
  guint in_flight; /* pieces that the store has not taken yet */
  gboolean reading;
  gboolean ended;
  GError *failure; /* (owned) (nullable) of the stream, or of the store */

  /* Output */
  KarneFetched *fetched; /* (owned) (nullable) */
} FetchPage;

static void
fetch_page_reset (FetchPage *op)
{
  g_clear_object (&op->response);
  g_clear_object (&op->ingest);
  g_clear_pointer (&op->fetched, karne_fetched_free);
  g_clear_error (&op->failure);
  op->used = 0;
  op->ended = FALSE;
}

static void
fetch_page_free (FetchPage *op)
{
  fetch_page_reset (op);
  g_clear_pointer (&op->kind, g_free);
  g_clear_object (&op->request);
  g_clear_pointer (&op->buffer, g_free);
  g_free (op);
}

static void fetch_page_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_page_go_on (GTask *task);
static void fetch_page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_page_pushed_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_page_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_page_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_page_paused_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
fetch_page_open (GTask *task)
{
  FetchPage *op = g_task_get_task_data (task);

  fetch_page_reset (op);
  karne_exchange_open_async (op->run->exchange, op->request, &op->tries,
                             g_task_get_cancellable (task), fetch_page_opened_cb,
                             g_object_ref (task));
}

static void
fetch_page_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  FetchPage *op = g_task_get_task_data (task);
  GError *error = NULL;

  op->response = karne_exchange_open_finish (result, &error);
  if (op->response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  op->fetched = g_new0 (KarneFetched, 1);
  op->fetched->status = karne_response_get_status (op->response);
  op->fetched->date = karne_response_get_date (op->response);
  karne_run_note_date (op->run, op->fetched->date);
  if (op->fetched->status >= 300)
    {
      g_task_return_pointer (task, g_steal_pointer (&op->fetched),
                             (GDestroyNotify) karne_fetched_free);
      return;
    }

  op->ingest = karne_ingest_new (op->run->store, op->run->source, op->kind, op->flags);
  fetch_page_go_on (task);
}

static void
push_piece (GTask *task)
{
  FetchPage *op = g_task_get_task_data (task);
  g_autoptr (GBytes) piece = g_bytes_new_take (g_steal_pointer (&op->buffer), op->used);

  op->used = 0;
  op->in_flight++;
  karne_ingest_push_async (op->ingest, piece, g_task_get_cancellable (task), fetch_page_pushed_cb,
                           g_object_ref (task));
}

static void
read_more (GTask *task)
{
  FetchPage *op = g_task_get_task_data (task);

  if (op->buffer == NULL)
    op->buffer = g_malloc (PIECE_SIZE);
  op->reading = TRUE;
  g_input_stream_read_async (karne_response_get_body (op->response), op->buffer + op->used,
                             PIECE_SIZE - op->used, G_PRIORITY_DEFAULT,
                             g_task_get_cancellable (task), fetch_page_read_cb,
                             g_object_ref (task));
}

/* Does what can be done now: push what was read, read more, or end the page when all is quiet. */
static void
fetch_page_go_on (GTask *task)
{
  FetchPage *op = g_task_get_task_data (task);

  if (op->reading)
    return;
  if (op->used > 0 && (op->ended || op->used >= ENOUGH) && op->in_flight < MAX_PIECES)
    push_piece (task);

  if (!op->ended && op->used < ENOUGH)
    read_more (task);
  else if (op->ended && op->in_flight == 0 && op->used == 0)
    karne_ingest_end_async (op->ingest, g_task_get_cancellable (task), fetch_page_ended_cb,
                            g_object_ref (task));
}

static void
fetch_page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  FetchPage *op = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  op->reading = FALSE;
  if (n > 0 && !op->ended)
    op->used += n;
  if (n <= 0)
    op->ended = TRUE;
  if (n < 0 && op->failure == NULL)
    op->failure = g_steal_pointer (&error);

  fetch_page_go_on (task);
}

static void
fetch_page_pushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  FetchPage *op = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  op->in_flight--;
  if (!karne_ingest_push_finish (KARNE_INGEST (source), result, &error))
    {
      op->ended = TRUE;
      op->used = 0;
      if (op->failure == NULL)
        op->failure = g_steal_pointer (&error);
    }

  fetch_page_go_on (task);
}

static void
fetch_page_return (GTask *task)
{
  FetchPage *op = g_task_get_task_data (task);

  op->fetched->ingest = g_steal_pointer (&op->ingest);
  g_task_return_pointer (task, g_steal_pointer (&op->fetched), (GDestroyNotify) karne_fetched_free);
}

/* XML is no web page, though both begin with the same character. */
static GError *
refine_flaw (FetchPage *op, GError *flaw)
{
  GError *better = NULL;

  if (!g_error_matches (flaw, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL))
    return flaw;
  better = karne_response_check_start (op->response, "<", 1);
  g_error_free (flaw);
  return better;
}

static void
fetch_page_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  FetchPage *op = g_task_get_task_data (task);
  GError *flaw = NULL;
  GError *error = NULL;

  op->fetched->page = karne_ingest_end_finish (op->ingest, result, &flaw, &error);
  if (op->fetched->page == NULL)
    {
      g_clear_error (&flaw);
      g_task_return_error (task, error);
      return;
    }

  if (op->fetched->page->complete)
    {
      g_clear_error (&flaw);
      fetch_page_return (task);
      return;
    }
  /* The stream knows better than the slicer why there was no more. */
  if (op->failure == NULL)
    op->failure = refine_flaw (op, g_steal_pointer (&flaw));
  g_clear_error (&flaw);
  if (g_error_matches (op->failure, KARNE_ERROR, KARNE_ERROR_PROTOCOL))
    {
      op->fetched->broken = TRUE;
      fetch_page_return (task);
      return;
    }

  /* What came stands. */
  karne_run_note_page (op->run, op->fetched->page);
  karne_ingest_commit_async (op->ingest, NULL, g_task_get_cancellable (task), fetch_page_kept_cb,
                             g_object_ref (task));
}

static void
fetch_page_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  FetchPage *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_ingest_commit_finish (op->ingest, result, &error))
    g_task_return_error (task, error);
  else if (!karne_exchange_may_retry (op->run->exchange, &op->tries, op->failure))
    g_task_return_error (task, g_steal_pointer (&op->failure));
  else
    karne_exchange_pause_async (op->run->exchange, &op->tries, g_task_get_cancellable (task),
                                fetch_page_paused_cb, g_object_ref (task));
}

static void
fetch_page_paused_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (!karne_exchange_pause_finish (result, &error))
    g_task_return_error (task, error);
  else
    fetch_page_open (task);
}

void
karne_fetch_page_async (KarneRun *run,
                        const char *kind,
                        const char *url,
                        KarneIngestFlags flags,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  FetchPage *op = g_new0 (FetchPage, 1);

  g_task_set_source_tag (task, karne_fetch_page_async);
  op->run = run;
  op->kind = g_strdup (kind);
  op->request = karne_exchange_get (url);
  op->flags = flags;
  op->tries.page_may_refuse = karne_kind_find (kind)->access != KARNE_KIND_PERSON;
  g_task_set_task_data (task, op, (GDestroyNotify) fetch_page_free);

  fetch_page_open (task);
}

KarneFetched *
karne_fetch_page_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
