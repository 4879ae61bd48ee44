/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-access-note-private.h"
#include "store/karne-conflict-private.h"
#include "store/karne-outbox-private.h"

/* What the person does to the record, for programs: each in a transaction that is on the disk
 * before it is said to be, and the row of the access log with it. */

typedef struct
{
  /* Input */
  KarneStore *store; /* (unowned) there as long as the job is */
  KarneActor *actor; /* (owned) (nullable) who does it */
  KarneStoreJob job;
  gint64 source;
  char *kind; /* (owned) (nullable) */
  char *id;   /* (owned) (nullable) */
  char *json; /* (owned) (nullable) */
  gint64 number;
  GHashTable *choices; /* (owned) (nullable) */
  KarneKeep otherwise;

  /* Output */
  char *new_id; /* (owned) (nullable) */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->actor, karne_actor_unref);
  g_free (change->kind);
  g_free (change->id);
  g_free (change->json);
  g_clear_pointer (&change->choices, g_hash_table_unref);
  g_free (change->new_id);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static Change *
change_new (KarneStore *store, KarneStoreJob job)
{
  Change *change = g_new0 (Change, 1);

  change->store = store;
  change->actor = karne_store_ref_actor (store);
  change->job = job;
  return change;
}

static gboolean
note (sqlite3 *db, const Change *change, KarneAccessAct act, const char *id, GError **error)
{
  return karne_access_note_in_worker (db, change->actor, karne_store_get_time (change->store), act,
                                      change->source, change->kind, id, NULL, error);
}

static gboolean
note_numbered (sqlite3 *db, const Change *change, KarneAccessAct act, GError **error)
{
  return karne_access_note_numbered_in_worker (db, change->actor,
                                               karne_store_get_time (change->store), act,
                                               change->number, error);
}

static gboolean
run (KarneStore *store, Change *change, GError **error)
{
  return karne_store_write_durably (store, change->job, change, error);
}

static void
changed_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *change = karne_store_job_get_data (result);
  GError *error = NULL;

  if (!karne_store_job_finish (KARNE_STORE (store), result, &error))
    g_task_return_error (task, error);
  else if (change->new_id != NULL)
    g_task_return_pointer (task, g_steal_pointer (&change->new_id), g_free);
  else
    g_task_return_boolean (task, TRUE);
}

/* What was saved is said to be saved, whoever cancelled meanwhile. */
static void
run_async (KarneStore *store,
           Change *change,
           gpointer tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  karne_store_write_durably_async (store, change->job, change, change_free, cancellable, changed_cb,
                                   task);
}

/* Saving */

static gboolean
save_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  return karne_outbox_save_edit (change->store, db, change->source, change->kind, change->id,
                                 change->json, &change->new_id, NULL, error) &&
         note (db, change, change->id == NULL ? KARNE_ACCESS_ACT_ADD : KARNE_ACCESS_ACT_CHANGE,
               change->new_id, error);
}

static Change *
change_new_save (KarneStore *store,
                 gint64 source,
                 const char *kind,
                 const char *id,
                 const char *json)
{
  Change *change = change_new (store, save_in_worker);

  change->source = source;
  change->kind = g_strdup (kind);
  change->id = g_strdup (id);
  change->json = g_strdup (json);
  return change;
}

/**
 * karne_store_save:
 * @self: a store
 * @source: number of a source
 * @kind: FHIR resource type
 * @id: (nullable): id of the resource; %NULL makes a new one
 * @json: the whole resource as JSON text
 * @error: return location for an error
 *
 * Saves a resource that the person wrote or changed. It is on the disk, and what readers see, when
 * this returns; the server gets it with a sync. A new one is given an id, and an identifier by
 * which a server can be asked whether it has it. `KARNE_ERROR_INVALID` where the text is no such
 * resource, `KARNE_ERROR_FORBIDDEN` where it is not the person’s to change, `KARNE_ERROR_CHANGED`
 * where @json was written on another version (by its `meta.versionId`) than the one that is here:
 * what came meanwhile is to be read again first. Waits for the disk.
 *
 * Returns: (transfer full): the id of the resource
 */
char *
karne_store_save (KarneStore *self,
                  gint64 source,
                  const char *kind,
                  const char *id,
                  const char *json,
                  GError **error)
{
  g_autoptr (Change) change = NULL;

  g_return_val_if_fail (KARNE_IS_STORE (self), NULL);
  change = change_new_save (self, source, kind, id, json);
  return run (self, change, error) ? g_steal_pointer (&change->new_id) : NULL;
}

/**
 * karne_store_save_async:
 * @self: a store
 * @source: number of a source
 * @kind: FHIR resource type
 * @id: (nullable): id of the resource; %NULL makes a new one
 * @json: the whole resource as JSON text
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@Store.save], without waiting. Who cancels it in time has changed nothing.
 */
void
karne_store_save_async (KarneStore *self,
                        gint64 source,
                        const char *kind,
                        const char *id,
                        const char *json,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (KARNE_IS_STORE (self));

  run_async (self, change_new_save (self, source, kind, id, json), karne_store_save_async,
             cancellable, callback, user_data);
}

/**
 * karne_store_save_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Store.save_async].
 *
 * Returns: (transfer full): the id of the resource
 */
char *
karne_store_save_finish (KarneStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Deleting */

static gboolean
delete_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  return karne_outbox_delete (change->store, db, change->source, change->kind, change->id, NULL,
                              error) &&
         note (db, change, KARNE_ACCESS_ACT_DELETE, change->id, error);
}

static Change *
change_new_delete (KarneStore *store, gint64 source, const char *kind, const char *id)
{
  Change *change = change_new (store, delete_in_worker);

  change->source = source;
  change->kind = g_strdup (kind);
  change->id = g_strdup (id);
  return change;
}

/**
 * karne_store_delete:
 * @self: a store
 * @source: number of a source
 * @kind: FHIR resource type
 * @id: id of the resource
 * @error: return location for an error
 *
 * Deletes a resource: readers do not see it any more, the server is told with a sync. What was
 * never sent is just forgotten. `KARNE_ERROR_FORBIDDEN` where it is not the person’s to delete.
 * Waits for the disk.
 *
 * Returns: whether it went well
 */
gboolean
karne_store_delete (KarneStore *self,
                    gint64 source,
                    const char *kind,
                    const char *id,
                    GError **error)
{
  g_autoptr (Change) change = NULL;

  g_return_val_if_fail (KARNE_IS_STORE (self), FALSE);
  change = change_new_delete (self, source, kind, id);
  return run (self, change, error);
}

/**
 * karne_store_delete_async:
 * @self: a store
 * @source: number of a source
 * @kind: FHIR resource type
 * @id: id of the resource
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@Store.delete], without waiting. Who cancels it in time has changed nothing.
 */
void
karne_store_delete_async (KarneStore *self,
                          gint64 source,
                          const char *kind,
                          const char *id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (KARNE_IS_STORE (self));

  run_async (self, change_new_delete (self, source, kind, id), karne_store_delete_async,
             cancellable, callback, user_data);
}

/**
 * karne_store_delete_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Store.delete_async].
 *
 * Returns: whether it went well
 */
gboolean
karne_store_delete_finish (KarneStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Undoing */

static gboolean
undo_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  return note_numbered (db, change, KARNE_ACCESS_ACT_UNDO, error) &&
         karne_outbox_undo (change->store, db, change->number, error);
}

static Change *
change_new_undo (KarneStore *store, gint64 number)
{
  Change *change = change_new (store, undo_in_worker);

  change->number = number;
  return change;
}

/**
 * karne_store_undo:
 * @self: a store
 * @number: number of a change, as [method@View.list_changes] says it
 * @error: return location for an error
 *
 * Undoes a change that the server does not have: the record is what it was before. Where the change
 * came of a decision ([method@Store.resolve]), that is taken back, too, and is to be made again.
 * `KARNE_ERROR_CHANGED` while it is being sent. Waits for the disk.
 *
 * Returns: whether it went well
 */
gboolean
karne_store_undo (KarneStore *self, gint64 number, GError **error)
{
  g_autoptr (Change) change = NULL;

  g_return_val_if_fail (KARNE_IS_STORE (self), FALSE);
  change = change_new_undo (self, number);
  return run (self, change, error);
}

/**
 * karne_store_undo_async:
 * @self: a store
 * @number: number of a change, as [method@View.list_changes] says it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@Store.undo], without waiting. Who cancels it in time has changed nothing.
 */
void
karne_store_undo_async (KarneStore *self,
                        gint64 number,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (KARNE_IS_STORE (self));

  run_async (self, change_new_undo (self, number), karne_store_undo_async, cancellable, callback,
             user_data);
}

/**
 * karne_store_undo_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Store.undo_async].
 *
 * Returns: whether it went well
 */
gboolean
karne_store_undo_finish (KarneStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Retrying */

static gboolean
retry_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  return karne_outbox_retry (change->store, db, change->number, error);
}

static Change *
change_new_retry (KarneStore *store, gint64 number)
{
  Change *change = change_new (store, retry_in_worker);

  change->number = number;
  return change;
}

/**
 * karne_store_retry:
 * @self: a store
 * @number: number of a change, as [method@View.list_changes] says it
 * @error: return location for an error
 *
 * Has a change that the server refused sent again, with the next sync. Waits for the disk.
 *
 * Returns: whether it went well
 */
gboolean
karne_store_retry (KarneStore *self, gint64 number, GError **error)
{
  g_autoptr (Change) change = NULL;

  g_return_val_if_fail (KARNE_IS_STORE (self), FALSE);
  change = change_new_retry (self, number);
  return run (self, change, error);
}

/**
 * karne_store_retry_async:
 * @self: a store
 * @number: number of a change, as [method@View.list_changes] says it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@Store.retry], without waiting. Who cancels it in time has changed nothing.
 */
void
karne_store_retry_async (KarneStore *self,
                         gint64 number,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (KARNE_IS_STORE (self));

  run_async (self, change_new_retry (self, number), karne_store_retry_async, cancellable, callback,
             user_data);
}

/**
 * karne_store_retry_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Store.retry_async].
 *
 * Returns: whether it went well
 */
gboolean
karne_store_retry_finish (KarneStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Deciding */

/* Bindings see one of them, merging goes by the other. */
G_STATIC_ASSERT ((int) KARNE_KEEP_THEIRS == (int) KARNE_CHOICE_THEIRS);
G_STATIC_ASSERT ((int) KARNE_KEEP_MINE == (int) KARNE_CHOICE_MINE);
G_STATIC_ASSERT ((int) KARNE_KEEP_BOTH == (int) KARNE_CHOICE_BOTH);

static gboolean
resolve_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  return note_numbered (db, change, KARNE_ACCESS_ACT_DECIDE, error) &&
         karne_conflict_resolve (change->store, db, change->number, change->choices,
                                 (KarneChoice) change->otherwise, error);
}

static GHashTable *
copy_choices (GHashTable *choices)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer path, choice;

  g_hash_table_iter_init (&iter, choices);
  while (g_hash_table_iter_next (&iter, &path, &choice))
    g_hash_table_insert (copy, g_strdup (path), choice);
  return copy;
}

static Change *
change_new_resolve (KarneStore *store, gint64 number, GHashTable *choices, KarneKeep otherwise)
{
  Change *change = change_new (store, resolve_in_worker);

  change->number = number;
  change->choices = choices != NULL ? copy_choices (choices) : NULL;
  change->otherwise = otherwise;
  return change;
}

/**
 * karne_store_resolve:
 * @self: a store
 * @number: number of a conflict, as [method@View.list_conflicts] says it
 * @choices: (nullable) (element-type utf8 gint): a [enum@Keep] for paths of its fields
 * @otherwise: what is kept of the other fields that both sides changed; where one side deleted
 * it, of the whole
 * @error: return location for an error
 *
 * Decides a conflict. What only one side changed is kept in any case. What comes of it is a change
 * like any other, which the server gets with a sync and which [method@Store.undo] takes back until
 * then; the decision is kept. Where the record stays as it is, nothing waits that could be undone:
 * what was written here is kept beside the decision. `KARNE_ERROR_EXISTS` where it was decided
 * before. Waits for the disk.
 *
 * Returns: whether it went well
 */
gboolean
karne_store_resolve (KarneStore *self,
                     gint64 number,
                     GHashTable *choices,
                     KarneKeep otherwise,
                     GError **error)
{
  g_autoptr (Change) change = NULL;

  g_return_val_if_fail (KARNE_IS_STORE (self), FALSE);
  change = change_new_resolve (self, number, choices, otherwise);
  return run (self, change, error);
}

/**
 * karne_store_resolve_async:
 * @self: a store
 * @number: number of a conflict, as [method@View.list_conflicts] says it
 * @choices: (nullable) (element-type utf8 gint): a [enum@Keep] for paths of its fields
 * @otherwise: what is kept of the other fields that both sides changed; where one side deleted
 * it, of the whole
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@Store.resolve], without waiting. Who cancels it in time has changed nothing.
 */
void
karne_store_resolve_async (KarneStore *self,
                           gint64 number,
                           GHashTable *choices,
                           KarneKeep otherwise,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (KARNE_IS_STORE (self));

  run_async (self, change_new_resolve (self, number, choices, otherwise), karne_store_resolve_async,
             cancellable, callback, user_data);
}

/**
 * karne_store_resolve_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@Store.resolve_async].
 *
 * Returns: whether it went well
 */
gboolean
karne_store_resolve_finish (KarneStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
