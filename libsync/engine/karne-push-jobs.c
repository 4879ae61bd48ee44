/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-push-private.h"

#include "karne-error.h"

/* What a push asks of the store before it asks the server. */

static gboolean
finish (KarneRun *run, GAsyncResult *result, GError **error)
{
  return karne_store_job_finish (run->store, result, error);
}

/* Looking up */

void
karne_push_found_free (KarnePushFound *self)
{
  g_clear_pointer (&self->ready, g_ptr_array_unref);
  g_clear_pointer (&self->circle, g_ptr_array_unref);
  g_free (self);
}

typedef struct
{
  KarneRun *run; /* (unowned) outlives the job */
  guint n;
  KarnePushFound *found; /* (owned) (nullable) */
} Find;

static void
find_free (gpointer data)
{
  Find *find = data;

  g_clear_pointer (&find->found, karne_push_found_free);
  g_free (find);
}

static GPtrArray *
to_items (GPtrArray *rows)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_push_item_free);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      g_ptr_array_add (items, karne_push_item_new (rows->pdata[i]));
      rows->pdata[i] = NULL;
    }
  return items;
}

static gboolean
find_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Find *find = data;
  gint64 source = find->run->source->id;
  guint held = 0;
  g_autoptr (GPtrArray) ready = karne_outbox_list_ready (db, source, 0, find->n, &held, error);
  g_autoptr (GPtrArray) circle = NULL;

  if (ready != NULL && held > 0)
    circle = karne_outbox_list_circle (db, source, error);
  if (ready == NULL || (held > 0 && circle == NULL))
    return FALSE;
  find->found = g_new0 (KarnePushFound, 1);
  find->found->ready = to_items (ready);
  find->found->circle = to_items (circle);
  return TRUE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneRun *run = g_task_get_task_data (task);
  Find *find = karne_store_job_get_data (result);
  GError *error = NULL;

  if (!finish (run, result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&find->found),
                           (GDestroyNotify) karne_push_found_free);
}

void
karne_push_find_async (KarneRun *run,
                       guint n,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Find *find = g_new0 (Find, 1);

  g_task_set_source_tag (task, karne_push_find_async);
  g_task_set_task_data (task, run, NULL);
  find->run = run;
  find->n = n;
  karne_store_read_async (run->store, find_in_worker, find, find_free, cancellable, found_cb,
                          g_steal_pointer (&task));
}

KarnePushFound *
karne_push_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Beginning */

typedef struct
{
  KarneRun *run;    /* (unowned) outlives the job */
  GPtrArray *items; /* (owned) */
} Begin;

static void
begin_free (gpointer data)
{
  Begin *begin = data;

  g_ptr_array_unref (begin->items);
  g_free (begin);
}

/* What is sent is what was listed: the person may have gone on since, and an answer to an older
 * text would pass for one to the newer. */
static gboolean
is_as_listed (const KarneOutboxRow *now, const KarneOutboxRow *then)
{
  return now != NULL && now->op == then->op && now->state == then->state &&
         g_str_equal (now->id, then->id) && g_strcmp0 (now->body, then->body) == 0 &&
         g_strcmp0 (now->base, then->base) == 0 &&
         g_strcmp0 (now->base_version, then->base_version) == 0;
}

static gboolean
begin_one (KarneRun *run, sqlite3 *db, KarnePushItem *item, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KarneOutboxRow) now = karne_outbox_load (db, item->row->seq, &local_error);

  if (now == NULL && !g_error_matches (local_error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  item->is_stale = !is_as_listed (now, item->row);
  return item->is_stale || karne_outbox_begin (run->store, db, item->row->seq,
                                               item->by_post ? KARNE_PUSH_WAY_POST : NULL, error);
}

static gboolean
begin_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Begin *begin = data;

  for (guint i = 0; i < begin->items->len; i++)
    if (!begin_one (begin->run, db, begin->items->pdata[i], error))
      return FALSE;
  return TRUE;
}

void
karne_push_begin_async (KarneRun *run,
                        GPtrArray *items,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Begin *begin = g_new0 (Begin, 1);

  begin->run = run;
  begin->items = g_ptr_array_ref (items);
  karne_store_write_durably_async (run->store, begin_in_worker, begin, begin_free, cancellable,
                                   callback, user_data);
}

gboolean
karne_push_begin_finish (KarneRun *run, GAsyncResult *result, GError **error)
{
  return finish (run, result, error);
}

/* Splitting */

typedef struct
{
  KarneRun *run; /* (unowned) outlives the job */
  gint64 seq;
} Split;

static gboolean
split_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Split *split = data;

  return karne_outbox_split (split->run->store, db, split->seq, error);
}

void
karne_push_split_async (KarneRun *run,
                        const KarnePushItem *item,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Split *split = g_new0 (Split, 1);

  split->run = run;
  split->seq = item->row->seq;
  karne_store_write_durably_async (run->store, split_in_worker, split, g_free, cancellable,
                                   callback, user_data);
}

gboolean
karne_push_split_finish (KarneRun *run, GAsyncResult *result, GError **error)
{
  return finish (run, result, error);
}
