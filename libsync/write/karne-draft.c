/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-access-note-private.h"
#include "store/karne-outbox-private.h"
#include "write/karne-draft-private.h"

typedef struct
{
  const char *kind; /* interned */
  char *id;         /* (owned) (nullable) */
  char *json;       /* (owned) */
} Resource;

struct _KarneDraft
{
  gatomicrefcount refs;
  GPtrArray *resources; /* (owned) of Resource */
};

G_DEFINE_BOXED_TYPE (KarneDraft, karne_draft, karne_draft_ref, karne_draft_unref)

static void
resource_free (gpointer data)
{
  Resource *resource = data;

  g_free (resource->id);
  g_free (resource->json);
  g_free (resource);
}

KarneDraft *
karne_draft_new (void)
{
  KarneDraft *self = g_new0 (KarneDraft, 1);

  g_atomic_ref_count_init (&self->refs);
  self->resources = g_ptr_array_new_with_free_func (resource_free);
  return self;
}

/**
 * karne_draft_ref:
 * @self: a draft
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same
 */
KarneDraft *
karne_draft_ref (KarneDraft *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * karne_draft_unref:
 * @self: (transfer full): a draft
 *
 * Gives a reference back.
 */
void
karne_draft_unref (KarneDraft *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->resources);
  g_free (self);
}

void
karne_draft_take (KarneDraft *self, const char *kind, const char *id, char *json)
{
  Resource *resource = g_new0 (Resource, 1);

  resource->kind = g_intern_string (kind);
  resource->id = g_strdup (id);
  resource->json = json;
  g_ptr_array_add (self->resources, resource);
}

void
karne_draft_replace (KarneDraft *self, char *json)
{
  Resource *resource = self->resources->pdata[0];

  g_assert (self->resources->len == 1);
  g_free (resource->json);
  resource->json = json;
}

/**
 * karne_draft_get_n_resources:
 * @self: a draft
 *
 * How many resources it makes or changes.
 *
 * Returns: their number
 */
guint
karne_draft_get_n_resources (KarneDraft *self)
{
  return self->resources->len;
}

/**
 * karne_draft_get_kind:
 * @self: a draft
 * @n: which of its resources
 *
 * The FHIR resource type of one of them.
 *
 * Returns: its name
 */
const char *
karne_draft_get_kind (KarneDraft *self, guint n)
{
  g_return_val_if_fail (n < self->resources->len, NULL);
  return ((Resource *) self->resources->pdata[n])->kind;
}

/**
 * karne_draft_get_json:
 * @self: a draft
 * @n: which of its resources
 *
 * The text of one of them: for what it would look like.
 *
 * Returns: JSON text
 */
const char *
karne_draft_get_json (KarneDraft *self, guint n)
{
  g_return_val_if_fail (n < self->resources->len, NULL);
  return ((Resource *) self->resources->pdata[n])->json;
}

/**
 * karne_draft_append:
 * @self: a draft
 * @other: another one
 *
 * Makes one of two: ten measures from a sheet of paper are saved together or not at all.
 */
void
karne_draft_append (KarneDraft *self, KarneDraft *other)
{
  for (guint i = 0; i < other->resources->len; i++)
    {
      const Resource *resource = other->resources->pdata[i];

      karne_draft_take (self, resource->kind, resource->id, g_strdup (resource->json));
    }
}

/* Saving */

typedef struct
{
  KarneDraft *draft; /* (owned) */
  KarneStore *store; /* (unowned) outlives the job */
  KarneActor *actor; /* (owned) (nullable) who saves it */
  gint64 source;
  GPtrArray *ids; /* (owned) */
} Save;

static Save *
save_new (KarneDraft *draft, KarneStore *store, gint64 source)
{
  Save *save = g_new0 (Save, 1);

  save->draft = karne_draft_ref (draft);
  save->store = store;
  save->actor = karne_store_ref_actor (store);
  save->source = source;
  save->ids = g_ptr_array_new_with_free_func (g_free);
  return save;
}

static void
save_free (gpointer data)
{
  Save *save = data;

  karne_draft_unref (save->draft);
  g_clear_pointer (&save->actor, karne_actor_unref);
  g_ptr_array_unref (save->ids);
  g_free (save);
}

static gboolean
save_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Save *save = data;

  for (guint i = 0; i < save->draft->resources->len; i++)
    {
      const Resource *resource = save->draft->resources->pdata[i];
      KarneAccessAct act = resource->id == NULL ? KARNE_ACCESS_ACT_ADD : KARNE_ACCESS_ACT_CHANGE;
      char *id = NULL;

      if (!karne_outbox_save_edit (save->store, db, save->source, resource->kind, resource->id,
                                   resource->json, &id, NULL, error))
        return FALSE;
      g_ptr_array_add (save->ids, id);
      if (!karne_access_note_in_worker (db, save->actor, karne_store_get_time (save->store), act,
                                        save->source, resource->kind, id, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static char **
take_ids (Save *save)
{
  g_ptr_array_add (save->ids, NULL);
  return (char **) g_ptr_array_steal (save->ids, NULL);
}

/**
 * karne_draft_save:
 * @self: a draft
 * @store: where to
 * @source: number of the source that it is for
 * @error: return location for an error
 *
 * Saves all of it, or nothing. It is on the disk when this returns, and waits there until the
 * server has it. Waits for the disk. Fails as [method@Store.save] does.
 *
 * Returns: (transfer full) (array zero-terminated=1): the ids of its resources
 */
char **
karne_draft_save (KarneDraft *self, KarneStore *store, gint64 source, GError **error)
{
  Save *save = save_new (self, store, source);
  char **ids = NULL;

  if (karne_store_write_durably (store, save_in_worker, save, error))
    ids = take_ids (save);
  save_free (save);
  return ids;
}

/**
 * karne_draft_save_async:
 * @self: a draft
 * @store: where to
 * @source: number of the source that it is for
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Like [method@Draft.save], without waiting.
 */
void
karne_draft_save_async (KarneDraft *self,
                        KarneStore *store,
                        gint64 source,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  karne_store_write_durably_async (store, save_in_worker, save_new (self, store, source), save_free,
                                   cancellable, callback, user_data);
}

/**
 * karne_draft_save_finish:
 * @store: the store that it was saved to
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Draft.save_async].
 *
 * Returns: (transfer full) (array zero-terminated=1): the ids of its resources
 */
char **
karne_draft_save_finish (KarneStore *store, GAsyncResult *result, GError **error)
{
  if (!karne_store_job_finish (store, result, error))
    return NULL;
  return take_ids (karne_store_job_get_data (result));
}
