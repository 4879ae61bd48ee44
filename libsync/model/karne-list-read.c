/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-list-private.h"

#include "fhir/karne-kind-private.h"
#include "model/karne-rows-private.h"
#include "store/karne-view-private.h"

/* What fills a list, and keeps it as the record is. */

/* One window on its way. It does not keep the list alive: somebody may lose interest meanwhile. */
typedef enum
{
  READ_FRESH,   /* from the beginning, since the filters changed */
  READ_MORE,    /* what comes after what is here */
  READ_CHANGES, /* what is here once more, since the record changed */
} ReadWhat;

typedef struct Read
{
  GWeakRef list;
  ReadWhat what;
  guint limit;
} Read;

static void start_next_read (KarneList *self);
static void start_count (KarneList *self);

static Read *
read_new (KarneList *self, ReadWhat what, guint limit)
{
  Read *read = g_new0 (Read, 1);

  g_weak_ref_init (&read->list, self);
  read->what = what;
  read->limit = limit;
  return read;
}

static void
read_free (Read *read)
{
  g_weak_ref_clear (&read->list);
  g_free (read);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Read, read_free)

/* What is said to the outside */

gboolean
karne_list_is_loading (KarneList *self)
{
  return self->read != NULL || self->wants_fresh || self->wants_more;
}

static void
tell_loading (KarneList *self)
{
  if (self->was_loading == karne_list_is_loading (self))
    return;
  self->was_loading = !self->was_loading;
  karne_list_notify (self, PROP_LOADING);
}

static void
set_has_more (KarneList *self, gboolean has_more)
{
  if (self->has_more == has_more)
    return;
  self->has_more = has_more;
  karne_list_notify (self, PROP_HAS_MORE);
}

static void
set_n_total (KarneList *self, gint64 n_total)
{
  if (self->n_total == n_total)
    return;
  self->n_total = n_total;
  karne_list_notify (self, PROP_N_TOTAL);
}

/* (transfer full) error */
static void
set_error (KarneList *self, GError *error)
{
  gboolean is_news = error != NULL || self->error != NULL;

  g_clear_error (&self->error);
  self->error = error;
  if (is_news)
    karne_list_notify (self, PROP_ERROR);
}

static void
rows_changed_cb (guint position, guint removed, guint added, gpointer data)
{
  g_list_model_items_changed (data, position, removed, added);
  if (removed != added)
    karne_list_notify (data, PROP_N_ITEMS);
}

/* (transfer full) */
static GPtrArray *
take_waiting (KarneList *self)
{
  GPtrArray *waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  return waiting;
}

static void
answer_waiting (KarneList *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = take_waiting (self);

  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = waiting->pdata[i];

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

/* What was read becomes what is here */

static void
add_rows (KarneList *self, GPtrArray *items)
{
  g_autoptr (GHashTable) here = g_hash_table_new (karne_rows_hash, karne_rows_equal);
  guint n_before = self->rows->len;

  for (guint i = 0; i < n_before; i++)
    g_hash_table_add (here, (gpointer) karne_resource_get_item (self->rows->pdata[i]));
  /* A commit in between may have pushed down what is here already. */
  for (guint i = 0; i < items->len; i++)
    if (!g_hash_table_contains (here, items->pdata[i]))
      g_ptr_array_add (self->rows, karne_resource_new (items->pdata[i]));
  if (self->rows->len > n_before)
    rows_changed_cb (n_before, 0, self->rows->len - n_before, self);
}

/* How many of the items stand before the end of what is here. */
static guint
find_end (KarneList *self, GPtrArray *items)
{
  g_autoptr (GHashTable) here = g_hash_table_new (karne_rows_hash, karne_rows_equal);

  for (guint i = 0; i < self->rows->len; i++)
    g_hash_table_add (here, (gpointer) karne_resource_get_item (self->rows->pdata[i]));
  for (guint end = items->len; end > 0; end--)
    if (g_hash_table_contains (here, items->pdata[end - 1]))
      return end;
  return MIN (items->len, self->page_size);
}

static void
take_window (KarneList *self, const Read *read, GPtrArray *items)
{
  gboolean has_more = items->len > read->limit;

  if (has_more)
    g_ptr_array_set_size (items, (int) read->limit);
  if (read->what == READ_CHANGES && self->has_more)
    {
      guint end = find_end (self, items);

      has_more = has_more || end < items->len;
      g_ptr_array_set_size (items, (int) end);
    }
  if (read->what == READ_MORE)
    add_rows (self, items);
  else
    karne_rows_become (self->rows, items, rows_changed_cb, self);
  set_has_more (self, has_more);
}

static void
count_rows (KarneList *self, ReadWhat what)
{
  if (!self->has_more)
    {
      self->wants_count = FALSE;
      set_n_total (self, self->rows->len);
    }
  else if (what != READ_MORE || self->n_total < 0)
    {
      self->wants_count = TRUE;
      start_count (self);
    }
}

/* What is here is not what the filters say now, and must not look as if it was. */
static void
forget_rows (KarneList *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  self->wants_count = FALSE;
  karne_rows_become (self->rows, none, rows_changed_cb, self);
  set_has_more (self, FALSE);
  set_n_total (self, -1);
}

static void
end_read (KarneList *self, const Read *read, GPtrArray *items, GError *error)
{
  if (items != NULL)
    {
      take_window (self, read, items);
      count_rows (self, read->what);
    }
  else if (read->what == READ_FRESH)
    forget_rows (self);
  self->read = NULL;
  g_clear_object (&self->cancellable);
  set_error (self, error);
  if (read->what != READ_CHANGES)
    answer_waiting (self, error);
}

static void
window_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Read) read = user_data;
  g_autoptr (KarneList) self = g_weak_ref_get (&read->list);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = karne_view_list_finish (KARNE_VIEW (source), result, &error);

  /* Nobody wants to know any more. */
  if (self == NULL || self->read != read)
    return;
  end_read (self, read, items, g_steal_pointer (&error));
  start_next_read (self);
  tell_loading (self);
}

/* Reading */

static KarneQuery
make_query (KarneList *self)
{
  return (KarneQuery){
    .kind = self->kind,
    .ascending = self->ascending,
    .from = self->since,
    .until = self->until,
    .status = self->status,
    .other_status = self->other,
    .category = self->category,
    .code = self->code,
    .latest = self->latest,
    .here_only = self->here_only,
    .undated = self->undated,
  };
}

static void
start_read (KarneList *self, ReadWhat what, guint offset, guint limit)
{
  KarneQuery query = make_query (self);

  query.offset = offset;
  query.limit = limit + 1; /* whether there is one more */
  self->read = read_new (self, what, limit);
  self->cancellable = g_cancellable_new ();
  karne_view_read_window_async (self->view, &query, self->text, self->cancellable, window_read_cb,
                                self->read);
}

/* What came makes the list longer, so that nothing falls out of it; a list that many bursts of news
 * would make endless, as those of a first pull, shows their beginning. */
static guint
get_limit_for_changes (KarneList *self)
{
  guint most = MAX (self->n_asked, self->page_size) + self->page_size;

  return MAX (self->page_size, MIN (self->rows->len + self->n_touched, most));
}

static void
start_next_read (KarneList *self)
{
  if (self->read != NULL || self->view == NULL)
    return;
  if (self->wants_fresh)
    {
      self->wants_fresh = self->wants_more = self->was_touched = FALSE;
      self->n_touched = 0;
      self->n_asked = self->page_size;
      start_read (self, READ_FRESH, 0, self->page_size);
    }
  else if (self->wants_more)
    {
      self->wants_more = FALSE;
      self->n_asked = self->rows->len + self->page_size;
      start_read (self, READ_MORE, self->rows->len, self->page_size);
    }
  else if (self->was_touched)
    {
      guint limit = get_limit_for_changes (self);

      self->was_touched = FALSE;
      self->n_touched = 0;
      start_read (self, READ_CHANGES, 0, limit);
    }
}

static void
forget_read (KarneList *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->read = NULL;
}

static void
forget_starter (KarneList *self)
{
  if (self->starter != NULL)
    g_source_destroy (self->starter);
  g_clear_pointer (&self->starter, g_source_unref);
}

static gboolean
start_cb (gpointer data)
{
  KarneList *self = data;

  forget_starter (self);
  start_next_read (self);
  tell_loading (self);
  return G_SOURCE_REMOVE;
}

/* Not at once: whoever sets one filter may be about to set another. */
void
karne_list_load_afresh (KarneList *self)
{
  self->wants_fresh = TRUE;
  forget_read (self);
  if (self->starter == NULL)
    {
      self->starter = g_idle_source_new ();
      g_source_set_priority (self->starter, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->starter, start_cb, self, NULL);
      g_source_attach (self->starter, g_main_context_get_thread_default ());
    }
  tell_loading (self);
}

/* Counting, which may take longer than a window */

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Read) count = user_data;
  g_autoptr (KarneList) self = g_weak_ref_get (&count->list);
  g_autoptr (GError) error = NULL;
  gint64 n = karne_view_count_window_finish (KARNE_VIEW (source), result, &error);

  if (self == NULL || self->view == NULL)
    return;
  self->is_counting = FALSE;
  if (self->wants_count)
    start_count (self);
  else if (error != NULL)
    set_error (self, g_steal_pointer (&error));
  else if (self->has_more)
    set_n_total (self, n);
}

static void
start_count (KarneList *self)
{
  KarneQuery query = make_query (self);

  if (self->is_counting)
    return;
  self->is_counting = TRUE;
  self->wants_count = FALSE;
  karne_view_count_window_async (self->view, &query, self->text, NULL, counted_cb,
                                 read_new (self, READ_FRESH, 0));
}

/* What commits touch */

/* The name of an author may be that of another resource, and a source may have gone. */
static gboolean
touches_all (const KarneChange *change)
{
  const KarneKind *kind = change->kind != NULL ? karne_kind_find (change->kind) : NULL;

  return kind == NULL || kind->access == KARNE_KIND_REFERENCED;
}

static void
store_changed_cb (KarneStore *store, GPtrArray *changes, gpointer data)
{
  KarneList *self = data;

  for (guint i = 0; i < changes->len; i++)
    {
      const KarneChange *change = changes->pdata[i];

      if (self->kind == NULL || g_strcmp0 (self->kind, change->kind) == 0)
        {
          self->was_touched = TRUE;
          self->n_touched += self->n_touched < G_MAXUINT;
        }
      else if (self->rows->len > 0 && touches_all (change))
        {
          self->was_touched = TRUE;
        }
    }
  if (self->starter == NULL)
    start_next_read (self);
  tell_loading (self);
}

/* From its making to its end */

void
karne_list_begin (KarneList *self)
{
  g_signal_connect_object (karne_view_get_store (self->view), "changed",
                           G_CALLBACK (store_changed_cb), self, 0);
  karne_list_load_afresh (self);
}

void
karne_list_end (KarneList *self)
{
  forget_starter (self);
  forget_read (self);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (karne_view_get_store (self->view), self);
}

/**
 * karne_list_load_more_async:
 * @self: a list
 * @cancellable: (nullable): ends the waiting; a window that is on its way still comes
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Loads the next window. Where one is on its way, the first included, it waits for that one: asking
 * twice costs nothing. Where there is no more, it is done at once.
 */
void
karne_list_load_more_async (KarneList *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KARNE_IS_LIST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_list_load_more_async);
  if (!self->wants_fresh && !self->wants_more &&
      (self->read == NULL || self->read->what == READ_CHANGES))
    {
      if (!self->has_more)
        {
          g_task_return_boolean (task, TRUE);
          return;
        }
      self->wants_more = TRUE;
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->starter == NULL)
    start_next_read (self);
  tell_loading (self);
}

/**
 * karne_list_load_more_finish:
 * @self: a list
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@List.load_more_async].
 *
 * Returns: %FALSE when the window could not be read; what was here stays
 */
gboolean
karne_list_load_more_finish (KarneList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
