/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-outbox-private.h"
#include "store/karne-view-lines-private.h"

/* What became of the person's changes. */

#define DEFAULT_LIMIT 50

G_DEFINE_BOXED_TYPE (KarneEvent, karne_event, karne_event_copy, karne_event_free)

/**
 * karne_event_copy:
 * @self: a line of the history
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneEvent *
karne_event_copy (const KarneEvent *self)
{
  KarneEvent *copy = g_new0 (KarneEvent, 1);

  *copy = *self;
  copy->kind = g_strdup (self->kind);
  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->what = g_strdup (self->what);
  copy->detail = g_strdup (self->detail);
  return copy;
}

/**
 * karne_event_free:
 * @self: (nullable): a line of the history
 *
 * Frees it.
 */
void
karne_event_free (KarneEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->id);
  g_free (self->title);
  g_free (self->what);
  g_free (self->detail);
  g_free (self);
}

static gpointer
event_from_row (KarneStatement *statement)
{
  KarneEvent *line = g_new0 (KarneEvent, 1);

  line->source = karne_sql_get_int (statement, 1);
  line->kind = karne_sql_dup_text (statement, 2);
  line->id = karne_sql_dup_text (statement, 3);
  line->at = karne_sql_get_int (statement, 4);
  line->what = karne_sql_dup_text (statement, 5);
  line->detail = karne_sql_dup_text (statement, 6);
  line->title = karne_sql_dup_text (statement, 7);
  return line;
}

static const KarneViewLines lines = { "outbox/history", event_from_row,
                                      (GDestroyNotify) karne_event_free };

/**
 * karne_view_list_history:
 * @self: a view
 * @limit: how many lines at most; 0 for 50
 * @error: return location for an error
 *
 * Lists what became of the person’s changes: what was sent, what merged by itself, what was
 * refused, decided or undone. The newest first. Waits for the disk.
 *
 * Returns: (transfer full) (element-type KarneSync.Event): the lines
 */
GPtrArray *
karne_view_list_history (KarneView *self, guint limit, GError **error)
{
  g_return_val_if_fail (KARNE_IS_VIEW (self), NULL);

  return karne_view_lines_read (self, &lines, limit != 0 ? limit : DEFAULT_LIMIT, error);
}

/**
 * karne_view_list_history_async:
 * @self: a view
 * @limit: how many lines at most; 0 for 50
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list_history], without waiting.
 */
void
karne_view_list_history_async (KarneView *self,
                               guint limit,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KARNE_IS_VIEW (self));

  karne_view_lines_read_async (self, &lines, limit != 0 ? limit : DEFAULT_LIMIT,
                               karne_view_list_history_async, cancellable, callback, user_data);
}

/**
 * karne_view_list_history_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_history_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Event): the lines
 */
GPtrArray *
karne_view_list_history_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
