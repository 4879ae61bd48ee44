/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-answer-private.h"

#include "fhir/karne-outcome-private.h"
#include "karne-error.h"

#include <string.h>

#define READ_SIZE (32 * 1024)
#define MAX_TEXT (8 * 1024 * 1024)
#define MAX_BYTES (64 * 1024 * 1024)
#define MAX_ENTRIES 5000

static void
entry_free (KarneAnswerEntry *entry)
{
  g_clear_pointer (&entry->type, g_free);
  g_clear_pointer (&entry->id, g_free);
  g_clear_pointer (&entry->version, g_free);
  g_clear_pointer (&entry->updated, g_free);
  g_clear_pointer (&entry->mode, g_free);
  g_clear_pointer (&entry->status, g_free);
  g_clear_pointer (&entry->location, g_free);
  g_clear_pointer (&entry->text, g_bytes_unref);
  g_free (entry);
}

void
karne_answer_free (KarneAnswer *self)
{
  g_clear_pointer (&self->bundle_type, g_free);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->last_updated, g_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->location, g_free);
  g_free (self);
}

/* Collects what the slicer cuts. */
typedef struct
{
  KarneAnswer *answer; /* (owned) */
  gsize kept;          /* bytes of text */
} Collector;

static char *
span_dup (KarneSpan span)
{
  return span.text == NULL ? NULL : karne_json_unescape (span);
}

static gboolean
collect_entry (const KarneSlice *slice, gpointer data, GError **error)
{
  Collector *collector = data;
  const KarneEntryNotes *notes = &slice->notes;
  KarneAnswerEntry *entry = g_new0 (KarneAnswerEntry, 1);

  g_ptr_array_add (collector->answer->entries, entry);
  entry->type = span_dup (notes->type);
  entry->id = span_dup (notes->id);
  entry->version = span_dup (notes->version);
  entry->updated = span_dup (notes->updated);
  entry->mode = span_dup (notes->search_mode);
  entry->status = span_dup (notes->response_status);
  entry->location = span_dup (notes->response_location);
  entry->unfit = slice->flaw != KARNE_FLAW_NONE || slice->n_blobs > 0 ||
                 collector->kept + notes->resource.len > MAX_TEXT;
  if (!entry->unfit && notes->resource.text != NULL)
    {
      entry->text = g_bytes_new (notes->resource.text, notes->resource.len);
      collector->kept += notes->resource.len;
    }

  if (collector->answer->entries->len <= MAX_ENTRIES)
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                       "Reading a small answer: it has too many entries");
  return FALSE;
}

/* The attachment belongs to an entry that will be read alone. */
static gboolean
drop_blob (guint n, guint64 offset, const char *text, gsize len, gpointer data, GError **error)
{
  return TRUE;
}

static const KarneSlicerSink sink = { .entry = collect_entry, .blob = drop_blob };

static KarneAnswer *
answer_new (void)
{
  KarneAnswer *self = g_new0 (KarneAnswer, 1);

  self->date = -1;
  self->total = -1;
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);

  return self;
}

static void
note_bundle (KarneAnswer *self, KarneSlicer *slicer)
{
  self->shape = karne_slicer_get_shape (slicer);
  self->complete = karne_slicer_is_complete (slicer);
  self->bundle_type = g_strdup (karne_slicer_get_bundle_type (slicer));
  self->next = g_strdup (karne_slicer_get_next (slicer));
  self->last_updated = g_strdup (karne_slicer_get_last_updated (slicer));
  self->total = karne_slicer_get_total (slicer);
}

static void
note_words (KarneAnswer *self)
{
  const KarneAnswerEntry *outcome = karne_answer_get_resource (self, "OperationOutcome");
  gsize len = 0;
  const char *text = NULL;

  if (outcome == NULL || outcome->text == NULL)
    return;
  text = g_bytes_get_data (outcome->text, &len);
  self->words = karne_outcome_to_text (text, len);
}

KarneAnswer *
karne_answer_new_for_text (const char *text, gsize len)
{
  Collector collector = { .answer = answer_new () };
  g_autoptr (KarneSlicer) slicer = karne_slicer_new (&sink, &collector);

  if (karne_slicer_push (slicer, text, len, NULL))
    karne_slicer_finish (slicer, NULL);
  note_bundle (collector.answer, slicer);
  note_words (collector.answer);

  return collector.answer;
}

const KarneAnswerEntry *
karne_answer_get_resource (const KarneAnswer *self, const char *type)
{
  const KarneAnswerEntry *entry = NULL;

  if (self->shape != KARNE_PAGE_RESOURCE || self->entries->len != 1)
    return NULL;

  entry = g_ptr_array_index (self->entries, 0);
  return g_strcmp0 (entry->type, type) == 0 ? entry : NULL;
}

gboolean
karne_answer_is_bundle (const KarneAnswer *self, const char *type)
{
  return self->shape == KARNE_PAGE_BUNDLE && self->complete &&
         g_strcmp0 (self->bundle_type, type) == 0;
}

/* Fetching */

typedef struct
{
  /* Input */
  KarneExchange *exchange;
  KarneRequest *request; /* (owned) */

  /* In progress */
  KarneTries tries;
  KarneResponse *response; /* (owned) (nullable) */
  KarneSlicer *slicer;     /* (owned) (nullable) */
  Collector collector;
  guint64 bytes;
} Fetch;

static void
fetch_reset (Fetch *op)
{
  g_clear_object (&op->response);
  g_clear_pointer (&op->slicer, karne_slicer_free);
  g_clear_pointer (&op->collector.answer, karne_answer_free);
  op->collector.kept = 0;
  op->bytes = 0;
}

static void
fetch_free (Fetch *op)
{
  fetch_reset (op);
  g_clear_object (&op->request);
  g_free (op);
}

static void fetch_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_read (GTask *task);
static void fetch_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void fetch_paused_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
fetch_open (GTask *task)
{
  Fetch *op = g_task_get_task_data (task);

  fetch_reset (op);
  karne_exchange_open_async (op->exchange, op->request, &op->tries, g_task_get_cancellable (task),
                             fetch_opened_cb, g_object_ref (task));
}

static void
fetch_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Fetch *op = g_task_get_task_data (task);
  GError *error = NULL;

  op->response = karne_exchange_open_finish (result, &error);
  if (op->response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  op->collector.answer = answer_new ();
  op->collector.answer->status = karne_response_get_status (op->response);
  op->collector.answer->date = karne_response_get_date (op->response);
  op->collector.answer->location = g_strdup (karne_response_get_header (op->response, "location"));
  op->slicer = karne_slicer_new (&sink, &op->collector);
  fetch_read (task);
}

static void
fetch_read (GTask *task)
{
  Fetch *op = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (karne_response_get_body (op->response), READ_SIZE,
                                   G_PRIORITY_DEFAULT, g_task_get_cancellable (task), fetch_read_cb,
                                   g_object_ref (task));
}

static void
fetch_failed (GTask *task, GError *error)
{
  Fetch *op = g_task_get_task_data (task);

  if (op->tries.once || !karne_exchange_may_retry (op->exchange, &op->tries, error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_error_free (error);
  karne_exchange_pause_async (op->exchange, &op->tries, g_task_get_cancellable (task),
                              fetch_paused_cb, g_object_ref (task));
}

static void
fetch_paused_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (!karne_exchange_pause_finish (result, &error))
    g_task_return_error (task, error);
  else
    fetch_open (task);
}

static void
fetch_return (GTask *task)
{
  Fetch *op = g_task_get_task_data (task);

  note_bundle (op->collector.answer, op->slicer);
  note_words (op->collector.answer);
  g_task_return_pointer (task, g_steal_pointer (&op->collector.answer),
                         (GDestroyNotify) karne_answer_free);
}

/* Nothing comes after the head, and the head says so: it is an answer to what changes something. */
static gboolean
is_bare (Fetch *op)
{
  return op->bytes == 0 &&
         (op->collector.answer->status == 204 ||
          g_strcmp0 (karne_response_get_header (op->response, "content-length"), "0") == 0);
}

/* A refusal needs no whole body: what is said of it is a help, no more. */
static void
fetch_ended (GTask *task, GError *error)
{
  Fetch *op = g_task_get_task_data (task);
  gboolean refused = op->collector.answer->status >= 400;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }
  if (refused || karne_slicer_is_complete (op->slicer) || (op->tries.once && is_bare (op)))
    {
      g_clear_error (&error);
      fetch_return (task);
      return;
    }
  if (error == NULL)
    karne_slicer_finish (op->slicer, &error);
  fetch_failed (task, error);
}

static gboolean
push_bytes (Fetch *op, GBytes *bytes, GError **error)
{
  gsize len = 0;
  const char *data = g_bytes_get_data (bytes, &len);

  op->bytes += len;
  if (op->bytes <= MAX_BYTES)
    return karne_slicer_push (op->slicer, data, len, error);

  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                       "Reading a small answer: it does not end");
  return FALSE;
}

/* XML is no web page, though both begin with the same character. */
static GError *
refine_error (Fetch *op, GError *error)
{
  GError *better = NULL;

  if (!g_error_matches (error, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL))
    return error;
  better = karne_response_check_start (op->response, "<", 1);
  g_error_free (error);
  return better;
}

static void
fetch_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Fetch *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    fetch_ended (task, error);
  else if (push_bytes (op, bytes, &error))
    fetch_read (task);
  else
    fetch_ended (task, refine_error (op, error));
}

static void
fetch (KarneExchange *exchange,
       KarneRequest *request,
       gboolean once,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Fetch *op = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, fetch);
  op->exchange = exchange;
  op->request = g_object_ref (request);
  op->tries.once = once;
  op->tries.page_may_refuse = once;
  g_task_set_task_data (task, op, (GDestroyNotify) fetch_free);

  fetch_open (task);
}

void
karne_answer_fetch_async (KarneExchange *exchange,
                          KarneRequest *request,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  fetch (exchange, request, FALSE, cancellable, callback, user_data);
}

void
karne_answer_send_async (KarneExchange *exchange,
                         KarneRequest *request,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  fetch (exchange, request, TRUE, cancellable, callback, user_data);
}

KarneAnswer *
karne_answer_fetch_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
