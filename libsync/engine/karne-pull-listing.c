/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

#include "engine/karne-time-private.h"

/* Of more differences than that, the rest is met by the next listing. */
#define MOST_DIFFERENCES 10000

typedef struct
{
  /* Input */
  KarneRun *run;
  KarneKindRun *kind;

  /* In progress */
  GPtrArray *missing;    /* (owned) (nullable) of char* "Kind/id" */
  GPtrArray *unread;     /* (owned) (nullable) of char* "Kind/id" */
  KarnePullState *state; /* (owned) (nullable) for the worker */
  gint64 here;
} Listing;

static void
listing_free (Listing *op)
{
  g_clear_pointer (&op->missing, g_ptr_array_unref);
  g_clear_pointer (&op->unread, g_ptr_array_unref);
  g_clear_pointer (&op->state, karne_pull_state_free);
  g_free (op);
}

static void listing_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void listing_follow (GTask *task);
static void listing_came_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void listing_compared_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void listing_missing_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void listing_unread_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void listing_finished_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static gboolean
clear_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Listing *op = data;

  return karne_listing_clear (db, op->run->source->id, op->kind->kind->name, error);
}

static void
listing_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Listing *op = g_task_get_task_data (task);
  GError *error = NULL;

  /* What a search shows and a read refuses stays as it is until it changes again. */
  op->kind->needs_pages = FALSE;

  if (!karne_store_job_finish (op->run->store, result, &error))
    g_task_return_error (task, error);
  else
    listing_follow (task);
}

static void
listing_follow (GTask *task)
{
  Listing *op = g_task_get_task_data (task);

  op->run->listed = TRUE;
  karne_pull_pages_async (op->run, op->kind, KARNE_PAGES_LISTING, g_task_get_cancellable (task),
                          listing_came_cb, g_object_ref (task));
}

static GPtrArray *
name_references (const char *kind, GPtrArray *ids)
{
  GPtrArray *references = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (references,
                     g_strdup_printf ("%s/%s", kind, (char *) g_ptr_array_index (ids, i)));

  return references;
}

static gboolean
compare_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Listing *op = data;
  gint64 source = op->run->source->id;
  const char *kind = op->kind->kind->name;
  g_autoptr (GPtrArray) missing =
      karne_listing_find_missing (db, source, kind, MOST_DIFFERENCES, error);
  g_autoptr (GPtrArray) unread = NULL;

  if (missing == NULL)
    return FALSE;
  unread = karne_listing_find_unread (db, source, kind, MOST_DIFFERENCES, error);
  if (unread == NULL)
    return FALSE;

  op->missing = name_references (kind, missing);
  op->unread = name_references (kind, unread);
  return TRUE;
}

/* A listing that did not come whole is not believed: it would make of what it lacks something that
 * is gone. */
static void
listing_came_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Listing *op = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean whole = FALSE;

  if (!karne_pull_pages_finish (result, &whole, &error))
    g_task_return_error (task, error);
  else if (!whole)
    g_task_return_boolean (task, TRUE);
  else
    karne_store_write_async (op->run->store, compare_in_worker, op, NULL,
                             g_task_get_cancellable (task), listing_compared_cb,
                             g_object_ref (task));
}

static void
listing_compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Listing *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (op->run->store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_debug ("Listing %s: %u missing there, %u unread here", op->kind->kind->name, op->missing->len,
           op->unread->len);
  karne_pull_reads_async (op->run, op->missing, KARNE_READS_MISSING, g_task_get_cancellable (task),
                          listing_missing_read_cb, g_object_ref (task));
}

static void
listing_missing_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Listing *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_pull_reads_finish (result, &error))
    g_task_return_error (task, error);
  else
    karne_pull_reads_async (op->run, op->unread, KARNE_READS_CHANGED, g_task_get_cancellable (task),
                            listing_unread_read_cb, g_object_ref (task));
}

static gboolean
finish_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Listing *op = data;
  gint64 source = op->run->source->id;
  const char *kind = op->kind->kind->name;

  op->here = karne_resource_count (db, source, kind);
  op->state->list_here = op->here;
  return karne_listing_clear (db, source, kind, error) &&
         karne_pull_state_save (db, source, kind, op->state, error);
}

static void
listing_unread_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Listing *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_pull_reads_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  op->state = karne_pull_state_copy (op->kind->state);
  if (op->run->now >= 0)
    {
      g_free (op->state->listed);
      op->state->listed = karne_time_to_instant (op->run->now);
    }
  op->state->list_total = op->kind->there;
  karne_store_write_async (op->run->store, finish_in_worker, op, NULL,
                           g_task_get_cancellable (task), listing_finished_cb, g_object_ref (task));
}

static void
listing_finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Listing *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (op->run->store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  op->kind->here = op->here;
  op->kind->needs_listing = FALSE;
  karne_pull_state_free (op->kind->state);
  op->kind->state = g_steal_pointer (&op->state);
  g_task_return_boolean (task, TRUE);
}

void
karne_pull_listing_async (KarneRun *run,
                          KarneKindRun *kind,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Listing *op = g_new0 (Listing, 1);

  g_task_set_source_tag (task, karne_pull_listing_async);
  op->run = run;
  op->kind = kind;
  g_task_set_task_data (task, op, (GDestroyNotify) listing_free);

  if (kind->state->list_resume != NULL)
    listing_follow (task);
  else
    karne_store_write_async (run->store, clear_in_worker, op, NULL, cancellable, listing_cleared_cb,
                             g_object_ref (task));
}

gboolean
karne_pull_listing_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
