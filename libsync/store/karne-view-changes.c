/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-outbox-private.h"
#include "store/karne-view-lines-private.h"

/* What a reader sees of what waits to be sent. */

G_DEFINE_BOXED_TYPE (KarneWaiting, karne_waiting, karne_waiting_copy, karne_waiting_free)

/**
 * karne_waiting_copy:
 * @self: a change that waits
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneWaiting *
karne_waiting_copy (const KarneWaiting *self)
{
  KarneWaiting *copy = g_new0 (KarneWaiting, 1);

  *copy = *self;
  copy->kind = g_strdup (self->kind);
  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->reason = g_strdup (self->reason);
  copy->words = g_strdup (self->words);
  return copy;
}

/**
 * karne_waiting_free:
 * @self: (nullable): a change that waits
 *
 * Frees it.
 */
void
karne_waiting_free (KarneWaiting *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->id);
  g_free (self->title);
  g_free (self->reason);
  g_free (self->words);
  g_free (self);
}

static gpointer
waiting_from_row (KarneStatement *statement)
{
  KarneWaiting *line = g_new0 (KarneWaiting, 1);

  line->number = karne_sql_get_int (statement, 0);
  line->source = karne_sql_get_int (statement, 1);
  line->kind = karne_sql_dup_text (statement, 2);
  line->id = karne_sql_dup_text (statement, 3);
  line->op = (KarneOp) karne_sql_get_int (statement, 4);
  line->state = (KarneRecordState) karne_sql_get_int (statement, 5);
  line->title = karne_sql_dup_text (statement, 6);
  line->made = karne_sql_get_int (statement, 7);
  line->status = (guint) karne_sql_get_int (statement, 8);
  line->reason = karne_sql_dup_text (statement, 9);
  line->words = karne_sql_dup_text (statement, 10);
  line->tries = (guint) karne_sql_get_int (statement, 11);
  return line;
}

static const KarneViewLines lines = { "outbox/waiting", waiting_from_row,
                                      (GDestroyNotify) karne_waiting_free };

/**
 * karne_view_list_changes:
 * @self: a view
 * @error: return location for an error
 *
 * Lists what the person changed and the server does not have yet, in the order in which it was
 * changed. Waits for the disk.
 *
 * Returns: (transfer full) (element-type KarneSync.Waiting): the lines
 */
GPtrArray *
karne_view_list_changes (KarneView *self, GError **error)
{
  g_return_val_if_fail (KARNE_IS_VIEW (self), NULL);

  return karne_view_lines_read (self, &lines, 0, error);
}

/**
 * karne_view_list_changes_async:
 * @self: a view
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list_changes], without waiting.
 */
void
karne_view_list_changes_async (KarneView *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KARNE_IS_VIEW (self));

  karne_view_lines_read_async (self, &lines, 0, karne_view_list_changes_async, cancellable,
                               callback, user_data);
}

/**
 * karne_view_list_changes_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_changes_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Waiting): the lines
 */
GPtrArray *
karne_view_list_changes_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
