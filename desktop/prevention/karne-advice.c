/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-advice.h"

/**
 * KarneAdvice:
 *
 * The recommendations of vaccines. Many come in one resource, of which a list only knows the first:
 * so what is in each is read, once, and again when it changes.
 *
 * It signals `changed` when something was read, or could not be.
 */
struct _KarneAdvice
{
  GObject parent_instance;

  KarneView *view;           /* (owned) (nullable) NULL once disposed */
  KarneList *list;           /* (owned) */
  GHashTable *facts;         /* (owned) KarneResource -> GPtrArray of KarneFact */
  GCancellable *cancellable; /* (owned) */
  guint n_reading;           /* resources that are on their way */
  GError *error;             /* (owned) (nullable) of the last read that failed */
};

G_DEFINE_FINAL_TYPE (KarneAdvice, karne_advice, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One resource on its way. It does not keep the advice alive: nobody may want it any more. */
typedef struct
{
  GWeakRef advice;
  KarneResource *resource; /* (owned) */
} Reading;

static void
reading_free (Reading *reading)
{
  g_weak_ref_clear (&reading->advice);
  g_object_unref (reading->resource);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

/* What went meanwhile is not found any more, which is no error. */
static void
take_facts (KarneAdvice *self, KarneResource *resource, GPtrArray *facts, GError *error)
{
  g_autoptr (GError) held = error;

  if (facts != NULL)
    g_hash_table_insert (self->facts, g_object_ref (resource), facts);
  if (held == NULL || g_error_matches (held, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    return;
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&held);
}

static void
facts_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (KarneAdvice) self = g_weak_ref_get (&reading->advice);
  GError *error = NULL;
  GPtrArray *facts = karne_view_list_line_facts_finish (KARNE_VIEW (object), result, &error);

  if (self == NULL || self->view == NULL)
    {
      g_clear_pointer (&facts, g_ptr_array_unref);
      g_clear_error (&error);
      return;
    }
  self->n_reading--;
  take_facts (self, reading->resource, facts, error);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
read_facts (KarneAdvice *self, KarneResource *resource)
{
  Reading *reading = g_new0 (Reading, 1);

  g_weak_ref_init (&reading->advice, self);
  reading->resource = g_object_ref (resource);
  self->n_reading++;
  karne_view_list_line_facts_async (self->view, karne_resource_get_source (resource),
                                    karne_resource_get_kind (resource),
                                    karne_resource_get_id (resource), self->cancellable,
                                    facts_read_cb, reading);
}

static gboolean
is_gone_cb (gpointer key, gpointer value, gpointer data)
{
  GListModel *list = data;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KarneResource) resource = g_list_model_get_item (list, i);

      if (resource == key)
        return FALSE;
    }
  return TRUE;
}

static void
list_changed_cb (GListModel *list, guint position, guint n_removed, guint n_added, gpointer data)
{
  KarneAdvice *self = data;

  if (n_removed > 0)
    g_hash_table_foreach_remove (self->facts, is_gone_cb, list);
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (KarneResource) resource = g_list_model_get_item (list, i);

      read_facts (self, resource);
    }
}

static void
karne_advice_dispose (GObject *object)
{
  KarneAdvice *self = KARNE_ADVICE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (karne_advice_parent_class)->dispose (object);
}

static void
karne_advice_finalize (GObject *object)
{
  KarneAdvice *self = KARNE_ADVICE (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->facts);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (karne_advice_parent_class)->finalize (object);
}

static void
karne_advice_class_init (KarneAdviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = karne_advice_dispose;
  object_class->finalize = karne_advice_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KARNE_TYPE_ADVICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
karne_advice_init (KarneAdvice *self)
{
  self->cancellable = g_cancellable_new ();
  self->facts =
      g_hash_table_new_full (NULL, NULL, g_object_unref, (GDestroyNotify) g_ptr_array_unref);
}

KarneAdvice *
karne_advice_new (KarneView *view)
{
  KarneAdvice *self;

  g_return_val_if_fail (KARNE_IS_VIEW (view), NULL);

  self = g_object_new (KARNE_TYPE_ADVICE, NULL);
  self->view = g_object_ref (view);
  self->list = karne_list_new (view, "ImmunizationRecommendation");
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (list_changed_cb), self, 0);
  return self;
}

KarneList *
karne_advice_get_list (KarneAdvice *self)
{
  g_return_val_if_fail (KARNE_IS_ADVICE (self), NULL);

  return self->list;
}

GPtrArray *
karne_advice_get_facts (KarneAdvice *self, KarneResource *resource)
{
  g_return_val_if_fail (KARNE_IS_ADVICE (self), NULL);

  return g_hash_table_lookup (self->facts, resource);
}

gboolean
karne_advice_get_loading (KarneAdvice *self)
{
  g_return_val_if_fail (KARNE_IS_ADVICE (self), FALSE);

  return self->n_reading > 0;
}

const GError *
karne_advice_get_error (KarneAdvice *self)
{
  g_return_val_if_fail (KARNE_IS_ADVICE (self), NULL);

  return self->error;
}
