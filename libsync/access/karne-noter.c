/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-access-note-private.h"

/* Who looks at the same thing again within this time looks at it once. */
#define ONE_LOOK_S (10 * 60)
/* How many looks are remembered for that before those that are over are forgotten. */
#define MANY_LOOKS 1000

typedef struct
{
  KarneActor *actor; /* (owned) */
  gint64 at;
  KarneAccessAct act;
  gint64 source;
  char *kind;   /* (owned) (nullable) */
  char *id;     /* (owned) (nullable) */
  char *detail; /* (owned) (nullable) */
} Note;

struct _KarneNoter
{
  gatomicrefcount refs;
  KarneStore *store; /* (owned) */
  GMutex mutex;      /* around all that follows */
  KarneActor *actor; /* (owned) */
  GHashTable *looks; /* (owned) what was looked at -> when, last: seconds, (owned) both */
  GQueue notes;    /* of Note, (owned): not written yet, the oldest first; only the writer takes */
  guint n_writing; /* how many of these are being written */
  guint n_wholes;  /* of what looks are part of at present */
};

static void
note_free (gpointer data)
{
  Note *note = data;

  karne_actor_unref (note->actor);
  g_free (note->kind);
  g_free (note->id);
  g_free (note->detail);
  g_free (note);
}

KarneNoter *
karne_noter_new (KarneStore *store, KarneActor *actor)
{
  KarneNoter *self = g_new0 (KarneNoter, 1);

  g_atomic_ref_count_init (&self->refs);
  self->store = g_object_ref (store);
  self->actor = karne_actor_ref (actor);
  self->looks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->mutex);
  g_queue_init (&self->notes);
  return self;
}

KarneNoter *
karne_noter_ref (KarneNoter *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
karne_noter_unref (KarneNoter *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_queue_clear_full (&self->notes, note_free);
  g_hash_table_unref (self->looks);
  karne_actor_unref (self->actor);
  g_mutex_clear (&self->mutex);
  g_object_unref (self->store);
  g_free (self);
}

KarneActor *
karne_noter_ref_actor (KarneNoter *self)
{
  KarneActor *actor;

  g_mutex_lock (&self->mutex);
  actor = karne_actor_ref (self->actor);
  g_mutex_unlock (&self->mutex);
  return actor;
}

void
karne_noter_set_actor (KarneNoter *self, KarneActor *actor)
{
  g_mutex_lock (&self->mutex);
  karne_actor_ref (actor);
  karne_actor_unref (self->actor);
  self->actor = actor;
  g_hash_table_remove_all (self->looks);
  g_mutex_unlock (&self->mutex);
}

/* One look is one row */

/* Whichever way the clock was set meanwhile. */
static gboolean
is_over (gint64 at, gint64 now)
{
  return ABS (now - at) >= ONE_LOOK_S;
}

static gboolean
is_over_cb (gpointer key, gpointer value, gpointer data)
{
  return is_over (*(gint64 *) value, *(gint64 *) data);
}

static void
forget_what_is_over (GHashTable *looks, gint64 now)
{
  if (g_hash_table_size (looks) < MANY_LOOKS)
    return;
  g_hash_table_foreach_remove (looks, is_over_cb, &now);
  if (g_hash_table_size (looks) >= MANY_LOOKS)
    g_hash_table_remove_all (looks);
}

static gboolean
is_seen (KarneNoter *self, const Note *note)
{
  g_autofree char *key =
      g_strdup_printf ("%d %" G_GINT64_FORMAT " %s/%s %s", (int) note->act, note->source,
                       note->kind != NULL ? note->kind : "", note->id != NULL ? note->id : "",
                       note->detail != NULL ? note->detail : "");
  gint64 *last = g_hash_table_lookup (self->looks, key);
  gboolean seen = last != NULL && !is_over (*last, note->at);

  if (last == NULL)
    {
      forget_what_is_over (self->looks, note->at);
      last = g_new (gint64, 1);
      g_hash_table_insert (self->looks, g_steal_pointer (&key), last);
    }
  *last = note->at;
  return seen;
}

/* Whether it says nothing that is not said already. */
static gboolean
is_part_of_another (KarneNoter *self, const Note *note)
{
  if (note->act != KARNE_ACCESS_ACT_LOOK && note->act != KARNE_ACCESS_ACT_SEARCH)
    return FALSE;
  return self->n_wholes > 0 || is_seen (self, note);
}

/* Writing */

/* Others may add to the end meanwhile, and nobody waits for the disk under the lock. */
static GPtrArray *
list_notes (KarneNoter *self)
{
  GPtrArray *notes = g_ptr_array_new ();

  g_mutex_lock (&self->mutex);
  for (GList *link = self->notes.head; link != NULL; link = link->next)
    g_ptr_array_add (notes, link->data);
  self->n_writing = notes->len;
  g_mutex_unlock (&self->mutex);
  return notes;
}

static gboolean
write_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) notes = list_notes (data);

  for (guint i = 0; i < notes->len; i++)
    {
      const Note *note = notes->pdata[i];

      if (!karne_access_note_in_worker (db, note->actor, note->at, note->act, note->source,
                                        note->kind, note->id, note->detail, error))
        return FALSE;
    }
  return TRUE;
}

static void
written_in_worker (gpointer data, gboolean ok)
{
  g_autoptr (KarneNoter) self = data;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; ok && i < self->n_writing; i++)
    note_free (g_queue_pop_head (&self->notes));
  self->n_writing = 0;
  g_mutex_unlock (&self->mutex);
}

void
karne_noter_note (KarneNoter *self,
                  KarneAccessAct act,
                  gint64 source,
                  const char *kind,
                  const char *id,
                  const char *detail)
{
  Note *note = g_new0 (Note, 1);
  gboolean is_new;

  note->at = karne_store_get_time (self->store);
  note->act = act;
  note->source = source;
  note->kind = g_strdup (kind);
  note->id = g_strdup (id);
  note->detail = g_strdup (detail);
  g_mutex_lock (&self->mutex);
  note->actor = karne_actor_ref (self->actor);
  is_new = !is_part_of_another (self, note);
  if (is_new)
    g_queue_push_tail (&self->notes, note);
  g_mutex_unlock (&self->mutex);
  if (is_new)
    karne_store_write_behind (self->store, write_in_worker, karne_noter_ref (self),
                              written_in_worker);
  else
    note_free (note);
}

void
karne_noter_begin (KarneNoter *self)
{
  g_mutex_lock (&self->mutex);
  self->n_wholes++;
  g_mutex_unlock (&self->mutex);
}

void
karne_noter_end (KarneNoter *self)
{
  g_mutex_lock (&self->mutex);
  if (self->n_wholes > 0)
    self->n_wholes--;
  g_mutex_unlock (&self->mutex);
}
