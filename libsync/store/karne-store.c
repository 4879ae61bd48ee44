/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-store-inside-private.h"

/**
 * KarneStore:
 *
 * One person's record, in one sealed file.
 *
 * The file is a SQLite database that SQLCipher encrypts as a whole, write-ahead log included. A
 * store has a writing connection and a reading one, each with a worker that runs its jobs in order:
 * nothing here waits for the disk in the thread of the caller but the functions that say so. A
 * second process cannot open it.
 *
 * Reads go through a [class@View].
 */
G_DEFINE_FINAL_TYPE (KarneStore, karne_store, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_BOXED_TYPE (KarneChange, karne_change, karne_change_copy, karne_change_free)

/**
 * karne_change_copy:
 * @self: a change
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy
 */
KarneChange *
karne_change_copy (const KarneChange *self)
{
  KarneChange *copy = g_new0 (KarneChange, 1);

  copy->kind = self->kind;
  copy->id = g_strdup (self->id);
  copy->source = self->source;
  return copy;
}

/**
 * karne_change_free:
 * @self: (nullable): a change
 *
 * Frees it.
 */
void
karne_change_free (KarneChange *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self);
}

static GPtrArray *
changes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) karne_change_free);
}

/* Telling the listeners */

typedef struct
{
  KarneStore *store;  /* (owned) */
  GPtrArray *changes; /* (owned) */
} Notice;

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  g_object_unref (notice->store);
  g_ptr_array_unref (notice->changes);
  g_free (notice);
}

static gboolean
emit_changed_cb (gpointer data)
{
  Notice *notice = data;

  g_signal_emit (notice->store, signals[SIGNAL_CHANGED], 0, notice->changes);
  return G_SOURCE_REMOVE;
}

void
karne_store_tell_changes_in_worker (KarneStore *self)
{
  Notice *notice;
  g_autoptr (GSource) source = NULL;

  if (self->open_changes->len == 0)
    return;
  notice = g_new0 (Notice, 1);
  notice->store = g_object_ref (self);
  notice->changes = g_steal_pointer (&self->open_changes);
  self->open_changes = changes_new ();
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_changed_cb, notice, notice_free);
  g_source_attach (source, self->context);
}

void
karne_store_set_context (KarneStore *self, GMainContext *context)
{
  g_main_context_unref (self->context);
  self->context = g_main_context_ref (context);
}

void
karne_store_note_change (KarneStore *self, gint64 source, const char *kind, const char *id)
{
  KarneChange *change = g_new0 (KarneChange, 1);

  change->kind = g_intern_string (kind);
  change->id = g_strdup (id);
  change->source = source;
  g_ptr_array_add (self->open_changes, change);
}

/* Who changes it */

void
karne_store_set_actor (KarneStore *self, KarneActor *actor)
{
  KarneActor *before;

  g_mutex_lock (&self->lock_of_workers);
  before = self->actor;
  self->actor = actor != NULL ? karne_actor_ref (actor) : NULL;
  g_mutex_unlock (&self->lock_of_workers);
  g_clear_pointer (&before, karne_actor_unref);
}

KarneActor *
karne_store_ref_actor (KarneStore *self)
{
  KarneActor *actor;

  g_mutex_lock (&self->lock_of_workers);
  actor = self->actor != NULL ? karne_actor_ref (self->actor) : NULL;
  g_mutex_unlock (&self->lock_of_workers);
  return actor;
}

/* Where ids and times come from */

char *
karne_store_make_uuid (KarneStore *self)
{
  if (self->options.make_uuid != NULL)
    return self->options.make_uuid (self->options.data);
  return g_uuid_string_random ();
}

gint64
karne_store_get_time (KarneStore *self)
{
  if (self->options.get_time != NULL)
    return self->options.get_time (self->options.data);
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
karne_store_finalize (GObject *object)
{
  KarneStore *self = KARNE_STORE (object);

  /* Every job holds a reference, so nothing is queued any more: this does not wait, unless the last
   * reference goes in a worker, which cannot join itself. */
  if (self->writer != NULL)
    {
      g_clear_pointer (&self->reader, karne_worker_free);
      g_clear_pointer (&self->writer, karne_worker_free);
    }
  karne_store_close_connections (self);
  g_clear_pointer (&self->open_changes, g_ptr_array_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->actor, karne_actor_unref);
  g_mutex_clear (&self->lock_of_workers);
  g_free (self->path);

  G_OBJECT_CLASS (karne_store_parent_class)->finalize (object);
}

static void
karne_store_class_init (KarneStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_store_finalize;

  /**
   * KarneStore::changed:
   * @self: the store
   * @changes: (element-type KarneSync.Change): what a commit touched
   *
   * Emitted once per commit, in the main context in which the store was opened.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
karne_store_init (KarneStore *self)
{
  g_mutex_init (&self->lock_of_workers);
  self->context = g_main_context_ref_thread_default ();
  self->open_changes = changes_new ();
}
