/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-growing-list.h"

/**
 * KarneGrowingList:
 *
 * The beginning of another list, which grows by steps until it is the whole.
 *
 * Two hundred rows that wrap their words take GTK 4.8 more than a second to lay out, in which the
 * window stands still. The first few are what is seen of a page at first: with the others coming
 * a few a frame nobody has to wait. A list that nobody sees does not grow, whatever comes.
 */
struct _KarneGrowingList
{
  GObject parent_instance;

  GListModel *lines; /* (owned) */
  guint step;
  guint n_shown; /* never more than there are lines */
  gboolean seen;
};

static void karne_growing_list_init_model (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KarneGrowingList,
                               karne_growing_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      karne_growing_list_init_model))

static GType
karne_growing_list_get_item_type (GListModel *model)
{
  return g_list_model_get_item_type (KARNE_GROWING_LIST (model)->lines);
}

static guint
karne_growing_list_get_n_items (GListModel *model)
{
  return KARNE_GROWING_LIST (model)->n_shown;
}

static gpointer
karne_growing_list_get_item (GListModel *model, guint position)
{
  KarneGrowingList *self = KARNE_GROWING_LIST (model);

  return position < self->n_shown ? g_list_model_get_item (self->lines, position) : NULL;
}

static void
karne_growing_list_init_model (GListModelInterface *iface)
{
  iface->get_item_type = karne_growing_list_get_item_type;
  iface->get_n_items = karne_growing_list_get_n_items;
  iface->get_item = karne_growing_list_get_item;
}

static void
change (KarneGrowingList *self, guint position, guint gone, guint come)
{
  self->n_shown = self->n_shown - gone + come;
  g_list_model_items_changed (G_LIST_MODEL (self), position, gone, come);
}

/* Much that comes at once is shown by steps, too: what stands below it waits for it. */
static void
lines_changed_cb (GListModel *lines, guint position, guint removed, guint added, gpointer data)
{
  KarneGrowingList *self = data;
  guint n_lines = g_list_model_get_n_items (lines);
  guint n_before = self->n_shown;
  gboolean was_whole = n_before == n_lines - added + removed;
  guint below = n_before > position ? n_before - position : 0;
  guint gone = MIN (removed, below);

  if (position > n_before || (below == 0 && n_before >= self->step && !(was_whole && self->seen)))
    return;
  if (added > self->step || below == gone)
    change (self, position, below, MIN (n_lines - position, self->step));
  else
    change (self, position, gone, added);
  if (!(was_whole && self->seen) && self->n_shown > MAX (n_before, self->step))
    change (self, MAX (n_before, self->step), self->n_shown - MAX (n_before, self->step), 0);
}

static void
karne_growing_list_dispose (GObject *object)
{
  KarneGrowingList *self = KARNE_GROWING_LIST (object);

  if (self->lines != NULL)
    g_signal_handlers_disconnect_by_data (self->lines, self);

  G_OBJECT_CLASS (karne_growing_list_parent_class)->dispose (object);
}

static void
karne_growing_list_finalize (GObject *object)
{
  g_clear_object (&KARNE_GROWING_LIST (object)->lines);

  G_OBJECT_CLASS (karne_growing_list_parent_class)->finalize (object);
}

static void
karne_growing_list_class_init (KarneGrowingListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_growing_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_growing_list_finalize;
}

static void
karne_growing_list_init (KarneGrowingList *self)
{
}

/* step: how many are shown at first, and how many more with each step. */
KarneGrowingList *
karne_growing_list_new (GListModel *lines, guint step)
{
  KarneGrowingList *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (lines) && step > 0, NULL);

  self = g_object_new (KARNE_TYPE_GROWING_LIST, NULL);
  self->lines = g_object_ref (lines);
  self->step = step;
  self->n_shown = MIN (g_list_model_get_n_items (lines), step);
  g_signal_connect (lines, "items-changed", G_CALLBACK (lines_changed_cb), self);
  return self;
}

/* Whether anybody sees it: what comes then is shown at once, if it is little. */
void
karne_growing_list_set_seen (KarneGrowingList *self, gboolean seen)
{
  g_return_if_fail (KARNE_IS_GROWING_LIST (self));

  self->seen = seen;
}

/* One step. Returns: FALSE once all are shown. */
gboolean
karne_growing_list_grow (KarneGrowingList *self)
{
  guint before, left;

  g_return_val_if_fail (KARNE_IS_GROWING_LIST (self), FALSE);

  before = self->n_shown;
  left = g_list_model_get_n_items (self->lines) - before;
  if (left == 0)
    return FALSE;
  change (self, before, 0, MIN (left, self->step));
  return left > self->step;
}
