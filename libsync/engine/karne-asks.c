/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

#include "karne-error.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* This many failures of the server one after the other are the server's state, not that of one
 * question. */
#define MAX_FAILURES 3

KarneAsk *
karne_ask_new (char *url, gpointer data)
{
  KarneAsk *self = g_new0 (KarneAsk, 1);

  self->url = url;
  self->data = data;
  return self;
}

void
karne_ask_free (KarneAsk *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->answer, karne_answer_free);
  g_free (self);
}

typedef struct
{
  /* Input */
  KarneRun *run;
  GPtrArray *asks; /* (owned) of KarneAsk */
  guint most;

  /* In progress */
  guint next;        /* first that was not asked in a batch */
  guint n_batch;     /* how many the batch under way holds, from next on */
  GQueue singles;    /* of KarneAsk: to be asked one by one */
  gboolean no_batch; /* not any more, for now */
  gboolean doubtful; /* a batch in which everything was refused: one by one will tell */
  guint n_failures;
} Asks;

static void
asks_free (Asks *op)
{
  g_clear_pointer (&op->asks, g_ptr_array_unref);
  g_queue_clear (&op->singles);
  g_free (op);
}

static void asks_go_on (GTask *task);
static void asks_batched_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void asks_single_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static GBytes *
build_batch (Asks *op)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "resourceType");
  json_builder_add_string_value (builder, "Bundle");
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder, "batch");
  json_builder_set_member_name (builder, "entry");
  json_builder_begin_array (builder);
  for (guint i = op->next; i < op->next + op->n_batch; i++)
    {
      KarneAsk *ask = g_ptr_array_index (op->asks, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "request");
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "method");
      json_builder_add_string_value (builder, "GET");
      json_builder_set_member_name (builder, "url");
      json_builder_add_string_value (builder, ask->url);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

static void
send_batch (GTask *task)
{
  Asks *op = g_task_get_task_data (task);
  g_autoptr (KarneRequest) request = karne_request_new ("POST", op->run->source->base);
  g_autoptr (GBytes) body = build_batch (op);

  karne_request_set_header (request, "Accept", "application/fhir+json");
  karne_request_set_header (request, "Cache-Control", "no-cache");
  karne_request_set_body (request, "application/fhir+json", body);
  karne_answer_fetch_async (op->run->exchange, request, g_task_get_cancellable (task),
                            asks_batched_cb, g_object_ref (task));
}

static void
send_single (GTask *task)
{
  Asks *op = g_task_get_task_data (task);
  KarneAsk *ask = g_queue_peek_head (&op->singles);
  g_autofree char *url = karne_run_url (op->run, ask->url);
  g_autoptr (KarneRequest) request = karne_exchange_get (url);

  karne_request_set_header (request, "Cache-Control", "no-cache");
  karne_answer_fetch_async (op->run->exchange, request, g_task_get_cancellable (task),
                            asks_single_cb, g_object_ref (task));
}

static void
asks_go_on (GTask *task)
{
  Asks *op = g_task_get_task_data (task);
  guint most = op->no_batch ? 0 : MIN (op->most, op->run->gifts->batch);

  if (!g_queue_is_empty (&op->singles))
    {
      send_single (task);
    }
  else if (op->next == op->asks->len)
    {
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      op->doubtful = FALSE;
      op->n_batch = MIN (most, op->asks->len - op->next);
      if (op->n_batch > 1)
        {
          send_batch (task);
          return;
        }
      g_queue_push_tail (&op->singles, g_ptr_array_index (op->asks, op->next++));
      send_single (task);
    }
}

/* A batch */

static gboolean
should_ask_alone (const KarneAnswerEntry *entry, guint status)
{
  return status < 200 || status == 401 || status == 429 || (status >= 500 && status != 501) ||
         entry->unfit || (status < 300 && entry->text == NULL);
}

/* Hands the inner answers to who asked; TRUE when at least one of them is more than a refusal of
 * the way of asking. */
static gboolean
take_batch (Asks *op, const KarneAnswer *answer)
{
  gboolean useful = FALSE;

  for (guint i = 0; i < op->n_batch; i++)
    {
      KarneAsk *ask = g_ptr_array_index (op->asks, op->next + i);
      const KarneAnswerEntry *entry = g_ptr_array_index (answer->entries, i);
      guint status =
          entry->status ? (guint) g_ascii_strtoull (entry->status, NULL, 10) : (guint) 200;
      gsize len = 0;
      const char *text = entry->text ? g_bytes_get_data (entry->text, &len) : "";

      useful = useful || status < 400 || status == 404 || status == 410;
      if (should_ask_alone (entry, status))
        {
          g_queue_push_tail (&op->singles, ask);
          continue;
        }
      ask->status = status;
      ask->answer = karne_answer_new_for_text (text, len);
      ask->answer->status = status;
      ask->answer->date = answer->date;
    }

  return useful;
}

static void
queue_all (Asks *op)
{
  g_queue_clear (&op->singles);
  for (guint i = 0; i < op->n_batch; i++)
    g_queue_push_tail (&op->singles, g_ptr_array_index (op->asks, op->next + i));
  op->next += op->n_batch;
}

/* Too much at once may still be taken in two halves; anything else means that there are no
 * batches here. */
static void
batch_refused (GTask *task, guint status)
{
  Asks *op = g_task_get_task_data (task);
  gboolean too_much = status == 400 || status == 413 || status == 422;
  guint half = op->n_batch / 2;

  g_debug ("A batch of %u was refused with status %u", op->n_batch, status);
  karne_gifts_set_batch (op->run->gifts, too_much && half > 1 ? half : 0);
  asks_go_on (task);
}

static void
asks_batched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Asks *op = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneAnswer) answer = karne_answer_fetch_finish (result, &error);

  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_SERVER))
    {
      op->no_batch = TRUE;
      asks_go_on (task);
    }
  else if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL))
    {
      batch_refused (task, 0);
    }
  else if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else if (answer->status >= 300 || !karne_answer_is_bundle (answer, "batch-response") ||
           answer->entries->len != op->n_batch)
    {
      batch_refused (task, answer->status);
    }
  else if (take_batch (op, answer))
    {
      karne_run_note_date (op->run, answer->date);
      op->next += op->n_batch;
      asks_go_on (task);
    }
  else
    {
      op->doubtful = TRUE;
      queue_all (op);
      asks_go_on (task);
    }
}

/* One alone */

static void
take_single (Asks *op, KarneAsk *ask, KarneAnswer *answer)
{
  karne_run_note_date (op->run, answer->date);
  op->n_failures = 0;
  ask->status = answer->status;
  g_clear_pointer (&ask->answer, karne_answer_free);
  ask->answer = answer;
  if (op->doubtful && answer->status < 300)
    karne_gifts_set_batch (op->run->gifts, 0);
}

static void
asks_single_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Asks *op = g_task_get_task_data (task);
  KarneAsk *ask = g_queue_pop_head (&op->singles);
  GError *error = NULL;
  KarneAnswer *answer = karne_answer_fetch_finish (result, &error);

  if (answer != NULL)
    {
      take_single (op, ask, answer);
    }
  else if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL) ||
           (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_SERVER) &&
            ++op->n_failures < MAX_FAILURES))
    {
      ask->status = error->code == KARNE_ERROR_SERVER ? 500 : KARNE_ASK_UNREADABLE;
      g_clear_error (&error);
    }
  else
    {
      g_task_return_error (task, error);
      return;
    }

  asks_go_on (task);
}

void
karne_asks_run_async (KarneRun *run,
                      GPtrArray *asks,
                      guint most,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Asks *op = g_new0 (Asks, 1);

  g_task_set_source_tag (task, karne_asks_run_async);
  op->run = run;
  op->asks = g_ptr_array_ref (asks);
  op->most = most;
  g_queue_init (&op->singles);
  g_task_set_task_data (task, op, (GDestroyNotify) asks_free);

  asks_go_on (task);
}

gboolean
karne_asks_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
