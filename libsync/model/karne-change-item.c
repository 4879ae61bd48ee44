/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-change-item-private.h"

/**
 * KarneChangeItem:
 *
 * One line of a [class@ChangeList]: a change that waits, a conflict, what became of a change, or
 * what could not be taken in.
 *
 * It never changes: what says something else is another item.
 */
struct _KarneChangeItem
{
  GObject parent_instance;

  GType what;
  gpointer value; /* (owned) of that type */
};

G_DEFINE_FINAL_TYPE (KarneChangeItem, karne_change_item, G_TYPE_OBJECT)

static void
karne_change_item_finalize (GObject *object)
{
  KarneChangeItem *self = KARNE_CHANGE_ITEM (object);

  g_boxed_free (self->what, self->value);

  G_OBJECT_CLASS (karne_change_item_parent_class)->finalize (object);
}

static void
karne_change_item_class_init (KarneChangeItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_change_item_finalize;
}

static void
karne_change_item_init (KarneChangeItem *self)
{
}

/**
 * karne_change_item_new: (skip)
 * @what: type of what it holds: one of `KARNE_TYPE_WAITING`, `KARNE_TYPE_CONFLICT`,
 *   `KARNE_TYPE_EVENT` and `KARNE_TYPE_QUARANTINED`
 * @value: what it holds, of that type; copied
 *
 * Makes an item.
 *
 * Returns: (transfer full): an item
 */
KarneChangeItem *
karne_change_item_new (GType what, gconstpointer value)
{
  KarneChangeItem *self = g_object_new (KARNE_TYPE_CHANGE_ITEM, NULL);

  self->what = what;
  self->value = g_boxed_copy (what, value);
  return self;
}

static gconstpointer
get_value (KarneChangeItem *self, GType what)
{
  g_return_val_if_fail (KARNE_IS_CHANGE_ITEM (self), NULL);

  return self->what == what ? self->value : NULL;
}

/**
 * karne_change_item_get_waiting:
 * @self: an item
 *
 * Gets the change that waits, where it holds one.
 *
 * Returns: (transfer none) (nullable): it; `NULL` where it is something else
 */
const KarneWaiting *
karne_change_item_get_waiting (KarneChangeItem *self)
{
  return get_value (self, KARNE_TYPE_WAITING);
}

/**
 * karne_change_item_get_conflict:
 * @self: an item
 *
 * Gets the conflict, where it holds one.
 *
 * Returns: (transfer none) (nullable): it; `NULL` where it is something else
 */
const KarneConflict *
karne_change_item_get_conflict (KarneChangeItem *self)
{
  return get_value (self, KARNE_TYPE_CONFLICT);
}

/**
 * karne_change_item_get_event:
 * @self: an item
 *
 * Gets what became of a change, where it holds one.
 *
 * Returns: (transfer none) (nullable): it; `NULL` where it is something else
 */
const KarneEvent *
karne_change_item_get_event (KarneChangeItem *self)
{
  return get_value (self, KARNE_TYPE_EVENT);
}

/**
 * karne_change_item_get_quarantined:
 * @self: an item
 *
 * Gets what could not be taken in, where it holds one.
 *
 * Returns: (transfer none) (nullable): it; `NULL` where it is something else
 */
const KarneQuarantined *
karne_change_item_get_quarantined (KarneChangeItem *self)
{
  return get_value (self, KARNE_TYPE_QUARANTINED);
}

/* What differs between two lists */

static gboolean
is_same_event (const KarneEvent *one, const KarneEvent *other)
{
  return one->at == other->at && one->source == other->source &&
         g_strcmp0 (one->kind, other->kind) == 0 && g_strcmp0 (one->id, other->id) == 0 &&
         g_strcmp0 (one->what, other->what) == 0 && g_strcmp0 (one->detail, other->detail) == 0;
}

static gboolean
is_same_quarantined (const KarneQuarantined *one, const KarneQuarantined *other)
{
  return one->source == other->source && g_strcmp0 (one->kind, other->kind) == 0 &&
         g_strcmp0 (one->id, other->id) == 0;
}

/* Whether both are about the same, whatever they say of it. */
static gboolean
is_same (KarneChangeItem *one, KarneChangeItem *other)
{
  if (one->what == KARNE_TYPE_WAITING)
    return ((KarneWaiting *) one->value)->number == ((KarneWaiting *) other->value)->number;
  if (one->what == KARNE_TYPE_CONFLICT)
    return ((KarneConflict *) one->value)->number == ((KarneConflict *) other->value)->number;
  if (one->what == KARNE_TYPE_EVENT)
    return is_same_event (one->value, other->value);
  return is_same_quarantined (one->value, other->value);
}

static gboolean
waiting_says_the_same (const KarneWaiting *one, const KarneWaiting *other)
{
  return one->op == other->op && one->state == other->state && one->made == other->made &&
         one->status == other->status && g_strcmp0 (one->title, other->title) == 0 &&
         g_strcmp0 (one->reason, other->reason) == 0 && g_strcmp0 (one->words, other->words) == 0;
}

static gboolean
conflict_says_the_same (const KarneConflict *one, const KarneConflict *other)
{
  return g_strcmp0 (one->title, other->title) == 0 && g_strcmp0 (one->why, other->why) == 0 &&
         g_strcmp0 (one->mine, other->mine) == 0 && g_strcmp0 (one->theirs, other->theirs) == 0 &&
         g_strcmp0 (one->base, other->base) == 0 && g_strcmp0 (one->author, other->author) == 0;
}

static gboolean
quarantined_says_the_same (const KarneQuarantined *one, const KarneQuarantined *other)
{
  return one->size == other->size && g_strcmp0 (one->flaw, other->flaw) == 0;
}

static gboolean
says_the_same (KarneChangeItem *one, KarneChangeItem *other)
{
  if (one->what == KARNE_TYPE_WAITING)
    return waiting_says_the_same (one->value, other->value);
  if (one->what == KARNE_TYPE_CONFLICT)
    return conflict_says_the_same (one->value, other->value);
  if (one->what == KARNE_TYPE_EVENT)
    return g_strcmp0 (((KarneEvent *) one->value)->title, ((KarneEvent *) other->value)->title) ==
           0;
  return quarantined_says_the_same (one->value, other->value);
}

static gboolean
is_among (KarneChangeItem *item, GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (is_same (item, items->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
remove_gone (GListStore *list, GPtrArray *items)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (list)); i-- > 0;)
    {
      g_autoptr (KarneChangeItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (!is_among (item, items))
        g_list_store_remove (list, i);
    }
}

void
karne_change_items_become (GListStore *list, GPtrArray *items)
{
  g_return_if_fail (G_IS_LIST_STORE (list) && items != NULL);

  remove_gone (list, items);
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (KarneChangeItem) there = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (there == NULL || !is_same (there, items->pdata[i]))
        g_list_store_insert (list, i, items->pdata[i]);
      else if (!says_the_same (there, items->pdata[i]))
        g_list_store_splice (list, i, 1, &items->pdata[i], 1);
    }
  /* Whatever came to stand elsewhere was put in once more. */
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) > items->len)
    g_list_store_remove (list, items->len);
}
