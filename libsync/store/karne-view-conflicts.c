/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-conflict-private.h"
#include "store/karne-outbox-private.h"
#include "store/karne-view-lines-private.h"

/* What a reader sees of conflicts, with all that both sides made of each field. */

G_DEFINE_BOXED_TYPE (KarneConflictField,
                     karne_conflict_field,
                     karne_conflict_field_copy,
                     karne_conflict_field_free)
G_DEFINE_BOXED_TYPE (KarneConflict, karne_conflict, karne_conflict_copy, karne_conflict_free)

/**
 * karne_conflict_field_copy:
 * @self: a field
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneConflictField *
karne_conflict_field_copy (const KarneConflictField *self)
{
  KarneConflictField *copy = g_new0 (KarneConflictField, 1);

  *copy = *self;
  copy->path = g_strdup (self->path);
  copy->base = g_strdup (self->base);
  copy->mine = g_strdup (self->mine);
  copy->theirs = g_strdup (self->theirs);
  return copy;
}

/**
 * karne_conflict_field_free:
 * @self: (nullable): a field
 *
 * Frees it.
 */
void
karne_conflict_field_free (KarneConflictField *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->base);
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self);
}

static gpointer
copy_field (gconstpointer field, gpointer data)
{
  return karne_conflict_field_copy (field);
}

/**
 * karne_conflict_copy:
 * @self: a conflict
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneConflict *
karne_conflict_copy (const KarneConflict *self)
{
  KarneConflict *copy = g_new0 (KarneConflict, 1);

  *copy = *self;
  copy->kind = g_strdup (self->kind);
  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->why = g_strdup (self->why);
  copy->base = g_strdup (self->base);
  copy->mine = g_strdup (self->mine);
  copy->theirs = g_strdup (self->theirs);
  copy->decision = g_strdup (self->decision);
  copy->updated = g_strdup (self->updated);
  copy->author = g_strdup (self->author);
  copy->fields = g_ptr_array_copy (self->fields, copy_field, NULL);
  return copy;
}

/**
 * karne_conflict_free:
 * @self: (nullable): a conflict
 *
 * Frees it.
 */
void
karne_conflict_free (KarneConflict *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->id);
  g_free (self->title);
  g_free (self->why);
  g_free (self->base);
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self->decision);
  g_free (self->updated);
  g_free (self->author);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

static KarneConflictField *
field_from_overlap (const KarneOverlap *overlap)
{
  KarneConflictField *field = g_new0 (KarneConflictField, 1);

  field->path = g_strdup (overlap->path);
  field->base = g_strdup (overlap->base);
  field->mine = g_strdup (overlap->mine);
  field->theirs = g_strdup (overlap->theirs);
  field->can_keep_both = overlap->is_list;
  return field;
}

static GPtrArray *
list_fields (const KarneConflict *conflict)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_conflict_field_free);
  g_autoptr (KarneMerge) merge = NULL;

  if (conflict->mine == NULL || conflict->theirs == NULL)
    return fields;
  merge = karne_merge (conflict->base, conflict->mine, conflict->theirs);
  for (guint i = 0; i < merge->overlaps->len; i++)
    g_ptr_array_add (fields, field_from_overlap (merge->overlaps->pdata[i]));
  return fields;
}

static gpointer
conflict_from_row (KarneStatement *statement)
{
  g_autoptr (KarneConflictRow) row = karne_conflict_row_from_statement (statement);
  KarneConflict *conflict = g_new0 (KarneConflict, 1);

  conflict->number = row->number;
  conflict->source = row->source;
  conflict->kind = g_strdup (row->kind);
  conflict->id = g_steal_pointer (&row->id);
  conflict->title = karne_sql_dup_text (statement, 13);
  conflict->why = g_steal_pointer (&row->why);
  conflict->base = g_steal_pointer (&row->base);
  conflict->mine = g_steal_pointer (&row->mine);
  conflict->theirs = g_steal_pointer (&row->theirs);
  conflict->found = row->found;
  conflict->decided = row->decided;
  conflict->decision = g_steal_pointer (&row->decision);
  conflict->updated = karne_sql_dup_text (statement, 14);
  conflict->author = karne_sql_dup_text (statement, 15);
  conflict->fields = list_fields (conflict);
  return conflict;
}

static const KarneViewLines lines = { "conflict/list", conflict_from_row,
                                      (GDestroyNotify) karne_conflict_free };

/**
 * karne_view_list_conflicts:
 * @self: a view
 * @decided_too: those that the person decided, too
 * @error: return location for an error
 *
 * Lists what both sides changed, with all three versions, in the order in which it was found. Waits
 * for the disk.
 *
 * Returns: (transfer full) (element-type KarneSync.Conflict): the lines
 */
GPtrArray *
karne_view_list_conflicts (KarneView *self, gboolean decided_too, GError **error)
{
  g_return_val_if_fail (KARNE_IS_VIEW (self), NULL);

  return karne_view_lines_read (self, &lines, decided_too, error);
}

/**
 * karne_view_list_conflicts_async:
 * @self: a view
 * @decided_too: those that the person decided, too
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list_conflicts], without waiting.
 */
void
karne_view_list_conflicts_async (KarneView *self,
                                 gboolean decided_too,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (KARNE_IS_VIEW (self));

  karne_view_lines_read_async (self, &lines, decided_too, karne_view_list_conflicts_async,
                               cancellable, callback, user_data);
}

/**
 * karne_view_list_conflicts_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_conflicts_async].
 *
 * Returns: (transfer full) (element-type KarneSync.Conflict): the lines
 */
GPtrArray *
karne_view_list_conflicts_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
