/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-unsent.h"

/**
 * KarneUnsent:
 *
 * How many changes of a record its server does not have: those that wait, those that were refused,
 * and those that are to be decided. Emits “changed”.
 *
 * Of a record that does not last, the number is kept beside it: after a crash that is all that can
 * be said.
 */
struct _KarneUnsent
{
  GObject parent_instance;

  KarneSpace *space;          /* (owned) */
  KarneChangeList *waiting;   /* (owned) */
  KarneChangeList *conflicts; /* (owned) */
  guint noted;
  gboolean is_noting;
};

G_DEFINE_FINAL_TYPE (KarneUnsent, karne_unsent, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void note (KarneUnsent *self);

static void
noted_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneUnsent) self = data;
  g_autoptr (GError) error = NULL;

  self->is_noting = FALSE;
  if (!karne_space_note_unsent_finish (KARNE_SPACE (object), result, &error))
    g_debug ("Noting how much was not sent: %s", error->message);
  else
    note (self);
}

/* One at a time, and then the number of the moment. */
static void
note (KarneUnsent *self)
{
  guint count = karne_unsent_get_count (self);

  if (self->is_noting || self->noted == count || !karne_space_is_ephemeral (self->space))
    return;
  self->is_noting = TRUE;
  self->noted = count;
  karne_space_note_unsent_async (self->space, count, NULL, noted_cb, g_object_ref (self));
}

static void
changes_changed_cb (KarneChangeList *changes, gpointer data)
{
  note (data);
  g_signal_emit (data, signals[SIGNAL_CHANGED], 0);
}

static void
ready_cb (KarneChangeList *changes, GParamSpec *pspec, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_CHANGED], 0);
}

static void
karne_unsent_dispose (GObject *object)
{
  KarneUnsent *self = KARNE_UNSENT (object);

  g_clear_object (&self->conflicts);
  g_clear_object (&self->waiting);
  g_clear_object (&self->space);

  G_OBJECT_CLASS (karne_unsent_parent_class)->dispose (object);
}

static void
karne_unsent_class_init (KarneUnsentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_unsent_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KARNE_TYPE_UNSENT, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_unsent_init (KarneUnsent *self)
{
}

KarneUnsent *
karne_unsent_new (KarneSpace *space, KarneChangeList *waiting, KarneChangeList *conflicts)
{
  KarneUnsent *self = g_object_new (KARNE_TYPE_UNSENT, NULL);

  self->space = g_object_ref (space);
  self->waiting = g_object_ref (waiting);
  self->conflicts = g_object_ref (conflicts);
  g_signal_connect_object (waiting, "changed", G_CALLBACK (changes_changed_cb), self, 0);
  g_signal_connect_object (conflicts, "changed", G_CALLBACK (changes_changed_cb), self, 0);
  g_signal_connect_object (waiting, "notify::ready", G_CALLBACK (ready_cb), self, 0);
  g_signal_connect_object (conflicts, "notify::ready", G_CALLBACK (ready_cb), self, 0);
  return self;
}

guint
karne_unsent_get_count (KarneUnsent *self)
{
  g_return_val_if_fail (KARNE_IS_UNSENT (self), 0);

  return karne_change_list_get_n_total (self->waiting) +
         karne_change_list_get_n_total (self->conflicts);
}

/* What was refused waits for a decision, not for a connection. */
guint
karne_unsent_get_n_to_send (KarneUnsent *self)
{
  g_return_val_if_fail (KARNE_IS_UNSENT (self), 0);

  return karne_change_list_get_n_total (self->waiting) -
         karne_change_list_get_n_refused (self->waiting);
}

/* What cannot be read is as known as it gets. */
gboolean
karne_unsent_get_ready (KarneUnsent *self)
{
  g_return_val_if_fail (KARNE_IS_UNSENT (self), FALSE);

  return (karne_change_list_get_ready (self->waiting) ||
          karne_change_list_get_error (self->waiting) != NULL) &&
         (karne_change_list_get_ready (self->conflicts) ||
          karne_change_list_get_error (self->conflicts) != NULL);
}

/* Settling */

static void
settled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (karne_store_settle_finish (KARNE_STORE (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A list that was being read when somebody saved something is read again, behind what was asked of
 * the store by then: so once more. */
static void
settled_once_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  karne_store_settle_finish (KARNE_STORE (object), result, NULL);
  karne_store_settle_async (KARNE_STORE (object), NULL, settled_cb, user_data);
}

void
karne_unsent_settle_async (KarneUnsent *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_UNSENT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, karne_unsent_settle_async);
  karne_store_settle_async (karne_space_get_store (self->space), NULL, settled_once_cb, task);
}

gboolean
karne_unsent_settle_finish (KarneUnsent *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
