/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-push-run-private.h"

/* So much of a request and its answer together that several of them may be held: bytes. */
#define LIGHT (512 * 1024)

static void
push_free (KarnePush *op)
{
  g_hash_table_unref (op->stuck);
  g_hash_table_unref (op->alone);
  g_hash_table_unref (op->posted);
  g_hash_table_unref (op->read);
  g_hash_table_unref (op->absent);
  g_hash_table_unref (op->doubted);
  g_hash_table_unref (op->unknowns);
  g_clear_pointer (&op->items, g_ptr_array_unref);
  g_clear_pointer (&op->asks, g_ptr_array_unref);
  g_clear_pointer (&op->marked, g_ptr_array_unref);
  g_ptr_array_unref (op->behind);
  g_ptr_array_unref (op->ahead);
  g_clear_pointer (&op->settling, g_ptr_array_unref);
  g_clear_error (&op->answer_error);
  g_clear_error (&op->error);
  g_clear_error (&op->failure);
  g_free (op);
}

static GHashTable *
set_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void push_next (GTask *task);
static void push_found_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void push_ready (GTask *task, GPtrArray *ready);
static void push_read (GTask *task);
static void push_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void push_history (GTask *task);
static void push_history_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void push_begin (GTask *task);
static void push_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void push_send (GTask *task);
static void push_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void go_on (GTask *task);
static void look_ahead (GTask *task);
static void looked_ahead_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void begun_ahead_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void settled_behind_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void push_resume (GTask *task);
static void push_fail (GTask *task, GError *error);
static void push_settle (GTask *task);
static void push_settled_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void push_paused_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void push_split_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Looking up */

static void
push_next (GTask *task)
{
  KarnePush *op = g_task_get_task_data (task);

  g_clear_pointer (&op->items, g_ptr_array_unref);
  g_clear_pointer (&op->asks, g_ptr_array_unref);
  op->is_transaction = FALSE;
  karne_push_find_async (op->run, KARNE_PUSH_MOST + g_hash_table_size (op->stuck),
                         g_task_get_cancellable (task), push_found_cb, g_object_ref (task));
}

/* Where there are no transactions, one of them is made without what it refers to, and changed once
 * that is there. */
static void
send_circle (GTask *task)
{
  KarnePush *op = g_task_get_task_data (task);

  for (guint i = 0; i < op->items->len; i++)
    karne_push_prepare (op, op->items->pdata[i]);
  op->is_transaction = op->run->gifts->transaction && !op->no_transaction;
  if (op->is_transaction)
    push_begin (task);
  else
    karne_push_split_async (op->run, op->items->pdata[0], g_task_get_cancellable (task),
                            push_split_cb, g_object_ref (task));
}

static void
push_split_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarnePush *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_push_split_finish (op->run, result, &error))
    g_task_return_error (task, error);
  else
    push_next (task);
}

/* One circle at a time, and only whole. */
static void
take_circle (GTask *task, GPtrArray *circle)
{
  KarnePush *op = g_task_get_task_data (task);
  g_autoptr (GPtrArray) stuck = karne_push_sort_out (op, circle, karne_push_is_stuck);

  if (circle->len < 2 || stuck->len > 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  op->items = g_ptr_array_ref (circle);
  send_circle (task);
}

static void
push_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarnePush *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarnePushFound) found = karne_push_find_finish (result, &error);

  if (found == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_unref (karne_push_sort_out (op, found->ready, karne_push_is_stuck));
  op->items = karne_push_sort_out (op, found->ready, karne_push_is_to_be_read);
  if (op->items->len > 0)
    push_read (task);
  else if (found->ready->len == 0)
    {
      g_clear_pointer (&op->items, g_ptr_array_unref);
      take_circle (task, found->circle);
    }
  else
    push_ready (task, found->ready);
}

/* What can be decided without the server is; else some of it is sent. */
static void
push_ready (GTask *task, GPtrArray *ready)
{
  KarnePush *op = g_task_get_task_data (task);

  for (guint i = 0; i < ready->len; i++)
    karne_push_prepare (op, ready->pdata[i]);
  g_ptr_array_unref (op->items);
  op->items = karne_push_sort_out (op, ready, karne_push_is_decided);
  if (op->items->len > 0)
    {
      push_settle (task);
      return;
    }
  g_ptr_array_unref (op->items);
  op->items = karne_push_choose (op, ready, MAX (op->batch, 1));
  push_begin (task);
}

/* Reading what may be there */

static void
push_read (GTask *task)
{
  KarnePush *op = g_task_get_task_data (task);

  op->asks = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_ask_free);
  for (guint i = 0; i < op->items->len; i++)
    {
      KarnePushItem *item = op->items->pdata[i];

      /* How it was sent last says where it may be. */
      item->by_post = item->row->op == KARNE_OP_CREATE && karne_push_item_was_posted (item);
      karne_push_put_in (op->read, item);
      g_ptr_array_add (op->asks, karne_ask_new (karne_push_item_read_url (item), item));
    }
  karne_asks_run_async (op->run, op->asks, KARNE_PUSH_MOST, g_task_get_cancellable (task),
                        push_read_cb, g_object_ref (task));
}

/* What nobody can tell now is left for another run. What is not there is sent again as it is,
 * unless it was often enough. */
static void
sort_read (KarnePush *op)
{
  for (guint i = 0; i < op->items->len; i++)
    {
      KarnePushItem *item = op->items->pdata[i];
      gboolean is_tired = karne_push_count_unknowns (op, item) >= KARNE_PUSH_MAX_SENDS;

      if (item->verdict == KARNE_VERDICT_ABSENT && !is_tired)
        karne_push_put_in (op->absent, item);
      else if (item->verdict == KARNE_VERDICT_ABSENT || item->verdict == KARNE_VERDICT_UNKNOWN ||
               item->verdict == KARNE_VERDICT_LEFT_TO_PULL || is_tired)
        karne_push_put_in (op->stuck, item);
    }
}

static void
push_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarnePush *op = g_task_get_task_data (task);
  gint64 now = karne_store_get_time (op->run->store);
  GError *error = NULL;

  if (!karne_asks_run_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < op->asks->len; i++)
    {
      const KarneAsk *ask = op->asks->pdata[i];

      karne_push_judge_read (ask->data, op->run, ask, now);
    }
  sort_read (op);
  push_history (task);
}

/* What stood between */

static void
push_history (GTask *task)
{
  KarnePush *op = g_task_get_task_data (task);

  g_clear_pointer (&op->asks, g_ptr_array_unref);
  op->asks = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_ask_free);
  for (guint i = 0; i < op->items->len; i++)
    {
      KarnePushItem *item = op->items->pdata[i];

      if (item->asks_history)
        g_ptr_array_add (op->asks, karne_ask_new (karne_push_item_history_url (item), item));
    }
  if (op->asks->len == 0)
    push_settle (task);
  else
    karne_asks_run_async (op->run, op->asks, KARNE_PUSH_MOST, g_task_get_cancellable (task),
                          push_history_cb, g_object_ref (task));
}

static void
push_history_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarnePush *op = g_task_get_task_data (task);
  GError *error = NULL;

  /* Not settled without it: what was not looked at now would never be again. */
  if (!karne_asks_run_finish (result, &error))
    {
      push_fail (task, error);
      return;
    }
  for (guint i = 0; i < op->asks->len; i++)
    {
      const KarneAsk *ask = op->asks->pdata[i];

      karne_push_judge_history (ask->data, op->run, ask);
    }
  /* To those whose history has another page; when there are none, on to the rest. */
  push_history (task);
}

/* Sending */

static void
push_begin (GTask *task)
{
  KarnePush *op = g_task_get_task_data (task);

  karne_push_begin_async (op->run, op->items, g_task_get_cancellable (task), push_begun_cb,
                          g_object_ref (task));
}

static void
note_sent (KarnePush *op)
{
  for (guint i = 0; i < op->items->len; i++)
    {
      const KarnePushItem *item = op->items->pdata[i];

      karne_exchange_note_sent (op->run->exchange, item->row->seq);
      g_hash_table_remove (op->absent, &item->row->seq);
    }
}

static KarneRequest *
make_request (KarnePush *op)
{
  g_autoptr (GBytes) bundle = NULL;
  KarneRequest *request;

  if (op->items->len == 1)
    return karne_push_item_request (op->items->pdata[0], op->run);
  bundle = karne_push_bundle (op->items, op->is_transaction ? "transaction" : "batch",
                              op->run->source->base);
  request = karne_request_new ("POST", op->run->source->base);
  karne_request_set_header (request, "Accept", "application/fhir+json");
  karne_request_set_header (request, "Prefer", "return=representation");
  karne_request_set_flags (request, KARNE_REQUEST_NEW_CONNECTION);
  karne_request_set_body (request, "application/fhir+json", bundle);
  return request;
}

static void
push_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarnePush *op = g_task_get_task_data (task);
  g_autoptr (GPtrArray) stale = NULL;
  GError *error = NULL;

  if (!karne_push_begin_finish (op->run, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  stale = karne_push_sort_out (op, op->items, karne_push_is_stale);
  /* Undone, or edited, a moment ago: another round will see. A circle goes whole, or not. */
  if (op->items->len == 0 || (op->is_transaction && stale->len > 0))
    {
      karne_push_set_all (op, KARNE_VERDICT_NO_EFFECT);
      push_settle (task);
      return;
    }
  push_send (task);
  look_ahead (task);
}

static void
push_send (GTask *task)
{
  KarnePush *op = g_task_get_task_data (task);
  g_autoptr (KarneRequest) request = make_request (op);

  note_sent (op);
  karne_answer_send_async (op->run->exchange, request, g_task_get_cancellable (task), push_sent_cb,
                           g_object_ref (task));
}

static void
push_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarnePush *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneAnswer) answer = karne_answer_fetch_finish (result, &error);

  if (answer != NULL)
    karne_push_learn_from_answer (op, answer);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    op->answer_error = error;
  else
    karne_push_learn_from_failure (op, error);
  op->is_calm = answer != NULL && karne_push_has_all (op);
  push_resume (task);
}

/* What is ready goes on at once; all else once the store has done its part. */
static void
push_resume (GTask *task)
{
  KarnePush *op = g_task_get_task_data (task);
  gboolean is_next = op->is_calm && op->ahead->len > 0 && op->failure == NULL;

  op->is_halted = op->is_storing && !is_next;
  if (op->is_halted)
    return;
  if (op->answer_error != NULL)
    push_fail (task, g_steal_pointer (&op->answer_error));
  else if (is_next)
    go_on (task);
  else
    push_history (task);
}

/* What goes next, while something is with the server */

static void
end_storing (GTask *task, GError *error)
{
  KarnePush *op = g_task_get_task_data (task);

  if (error != NULL)
    op->failure = error;
  op->is_storing = FALSE;
  if (op->is_halted)
    push_resume (task);
}

static void
look_ahead (GTask *task)
{
  KarnePush *op = g_task_get_task_data (task);

  if (!op->is_calm || op->is_transaction || karne_push_is_posting (op->items) ||
      op->ahead->len > op->n_ahead / 2)
    {
      end_storing (task, NULL);
      return;
    }
  op->is_storing = TRUE;
  karne_push_find_async (op->run,
                         op->n_ahead + g_hash_table_size (op->stuck) + op->items->len +
                             op->ahead->len + op->behind->len,
                         g_task_get_cancellable (task), looked_ahead_cb, g_object_ref (task));
}

static void
looked_ahead_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarnePush *op = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarnePushFound) found = karne_push_find_finish (result, &error);

  if (found != NULL)
    op->marked = karne_push_choose_ahead (op, found->ready);
  if (op->marked == NULL)
    end_storing (task, error);
  else
    karne_push_begin_async (op->run, op->marked, g_task_get_cancellable (task), begun_ahead_cb,
                            g_object_ref (task));
}

static void
begun_ahead_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarnePush *op = g_task_get_task_data (task);
  g_autoptr (GPtrArray) marked = g_steal_pointer (&op->marked);
  GError *error = NULL;

  if (karne_push_begin_finish (op->run, result, &error))
    {
      g_ptr_array_unref (karne_push_sort_out (op, marked, karne_push_is_stale));
      g_ptr_array_extend_and_steal (op->ahead, g_steal_pointer (&marked));
    }
  end_storing (task, error);
}

/* What was sent is settled while what was made ready is with the server: some answers at once,
 * since much of what a transaction writes is the same for one and for many. */
static void
go_on (GTask *task)
{
  KarnePush *op = g_task_get_task_data (task);
  gboolean is_light = karne_push_weigh (op->items) < LIGHT;
  guint most = MAX (op->batch, 1);

  op->n_ahead = is_light ? MIN (2 * op->n_ahead, KARNE_PUSH_MOST_AHEAD * most) : most;
  g_ptr_array_extend_and_steal (op->behind, g_steal_pointer (&op->items));
  op->items = karne_push_choose (op, op->ahead, most);
  push_send (task);
  if (op->is_storing || (is_light && op->ahead->len > op->n_ahead / 2))
    return;
  op->is_storing = TRUE;
  op->settling = g_steal_pointer (&op->behind);
  op->behind = karne_push_items_new ();
  karne_push_settle_async (op->run, op->settling, NULL, settled_behind_cb, g_object_ref (task));
}

static void
settled_behind_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarnePush *op = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&op->settling, g_ptr_array_unref);
  if (karne_push_settle_finish (op->run, result, &error))
    look_ahead (task);
  else
    end_storing (task, error);
}

/* One transaction settles it all; what was made ready has not left, and waits again. */
static void
gather_all (KarnePush *op)
{
  for (guint i = 0; i < op->ahead->len; i++)
    ((KarnePushItem *) op->ahead->pdata[i])->verdict = KARNE_VERDICT_NO_EFFECT;
  g_ptr_array_extend_and_steal (op->behind, g_steal_pointer (&op->items));
  g_ptr_array_extend_and_steal (op->behind, op->ahead);
  op->items = op->behind;
  op->behind = karne_push_items_new ();
  op->ahead = karne_push_items_new ();
  op->n_ahead = MAX (op->batch, 1);
}

/* Nothing is said of what was sent, which is read another time. */
static void
push_fail (GTask *task, GError *error)
{
  KarnePush *op = g_task_get_task_data (task);

  if (op->ahead->len == 0 && op->behind->len == 0)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&op->failure);
  op->failure = error;
  g_ptr_array_set_size (op->items, 0);
  push_settle (task);
}

/* Settling */

static void
push_settle (GTask *task)
{
  KarnePush *op = g_task_get_task_data (task);

  gather_all (op);
  karne_push_settle_async (op->run, op->items, NULL, push_settled_cb, g_object_ref (task));
}

static void
push_settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarnePush *op = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean ok = karne_push_settle_finish (op->run, result, &error);

  if (op->failure != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&op->failure));
      return;
    }
  if (ok && op->error == NULL)
    {
      push_next (task);
      return;
    }
  if (ok && karne_exchange_may_retry (op->run->exchange, &op->tries, op->error))
    {
      g_clear_error (&op->error);
      karne_exchange_pause_async (op->run->exchange, &op->tries, g_task_get_cancellable (task),
                                  push_paused_cb, g_object_ref (task));
      return;
    }
  g_task_return_error (task,
                       op->error != NULL ? g_steal_pointer (&op->error) : g_steal_pointer (&error));
}

static void
push_paused_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (!karne_exchange_pause_finish (result, &error))
    g_task_return_error (task, error);
  else
    push_next (task);
}

void
karne_push_run_async (KarneRun *run,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  KarnePush *op = g_new0 (KarnePush, 1);

  g_task_set_source_tag (task, karne_push_run_async);
  op->run = run;
  op->stuck = set_new ();
  op->alone = set_new ();
  op->posted = set_new ();
  op->read = set_new ();
  op->absent = set_new ();
  op->doubted = set_new ();
  op->unknowns = set_new ();
  op->batch = MIN (KARNE_PUSH_MOST, run->gifts->batch);
  op->n_ahead = MAX (op->batch, 1);
  op->behind = karne_push_items_new ();
  op->ahead = karne_push_items_new ();
  g_task_set_task_data (task, op, (GDestroyNotify) push_free);

  push_next (task);
}

gboolean
karne_push_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
