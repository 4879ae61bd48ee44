/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-push-run-private.h"

#include <string.h>

/* Which of what was found is read, decided without the server, sent, or made ready to be sent. */

GPtrArray *
karne_push_items_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) karne_push_item_free);
}

/* Sorts of changes */

gboolean
karne_push_is_stuck (KarnePush *op, const KarnePushItem *item)
{
  return karne_push_is_in (op->stuck, item);
}

gboolean
karne_push_is_to_be_read (KarnePush *op, const KarnePushItem *item)
{
  const KarneOutboxRow *row = item->row;

  if (row->state == KARNE_OUTBOX_SENDING)
    return !karne_push_is_in (op->absent, item);
  /* Without versions, only a look just before says whether it is still what was changed. */
  return row->op != KARNE_OP_CREATE && row->base_version == NULL &&
         !karne_push_is_in (op->read, item);
}

gboolean
karne_push_is_decided (KarnePush *op, const KarnePushItem *item)
{
  return item->verdict != KARNE_VERDICT_UNKNOWN;
}

gboolean
karne_push_is_stale (KarnePush *op, const KarnePushItem *item)
{
  return item->is_stale;
}

gboolean
karne_push_has_all (KarnePush *op)
{
  for (guint i = 0; i < op->items->len; i++)
    {
      const KarnePushItem *item = op->items->pdata[i];

      if (item->verdict != KARNE_VERDICT_DONE || item->asks_history)
        return FALSE;
    }
  return TRUE;
}

/* What a server gives another id to may stand in the text of what waits. */
gboolean
karne_push_is_posting (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (((const KarnePushItem *) items->pdata[i])->by_post)
      return TRUE;
  return FALSE;
}

/* Bytes that are held for them. */
gsize
karne_push_weigh (GPtrArray *items)
{
  gsize weight = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const KarnePushItem *item = items->pdata[i];

      weight += (item->text != NULL ? strlen (item->text) : 0) +
                (item->body != NULL ? strlen (item->body) : 0);
    }
  return weight;
}

/* Those of one sort, in their order: `items` keeps the others. */
GPtrArray *
karne_push_sort_out (KarnePush *op,
                     GPtrArray *items,
                     gboolean (*belongs) (KarnePush *, const KarnePushItem *))
{
  GPtrArray *sorted = karne_push_items_new ();

  for (guint i = 0; i < items->len;)
    if (belongs (op, items->pdata[i]))
      g_ptr_array_add (sorted, g_ptr_array_steal_index (items, i));
    else
      i++;
  return sorted;
}

/* Choosing */

void
karne_push_prepare (KarnePush *op, KarnePushItem *item)
{
  gboolean by_post =
      karne_push_is_in (op->posted, item) ||
      (item->row->state == KARNE_OUTBOX_SENDING && karne_push_item_was_posted (item));

  karne_push_item_prepare (item, op->run->gifts, by_post);
}

/* As many as go together; what is not in the batch comes in another round. */
GPtrArray *
karne_push_choose (KarnePush *op, GPtrArray *ready, guint most)
{
  GPtrArray *chosen = karne_push_items_new ();

  for (guint i = 0; i < ready->len && chosen->len < most;)
    {
      KarnePushItem *item = ready->pdata[i];

      if (!item->as_patch && !karne_push_is_in (op->alone, item))
        g_ptr_array_add (chosen, g_ptr_array_steal_index (ready, i));
      else
        i++;
    }
  if (chosen->len == 0 && ready->len > 0)
    g_ptr_array_add (chosen, g_ptr_array_steal_index (ready, 0));
  return chosen;
}

static gboolean
has (GPtrArray *items, gint64 seq)
{
  for (guint i = 0; i < items->len; i++)
    if (((const KarnePushItem *) items->pdata[i])->row->seq == seq)
      return TRUE;
  return FALSE;
}

static gboolean
is_under_way (KarnePush *op, const KarnePushItem *item)
{
  return has (op->items, item->row->seq) || has (op->ahead, item->row->seq) ||
         has (op->behind, item->row->seq);
}

/* Only what would simply be sent: all else waits for a round of its own. (nullable) */
GPtrArray *
karne_push_choose_ahead (KarnePush *op, GPtrArray *ready)
{
  g_autoptr (GPtrArray) unread = NULL;
  g_autoptr (GPtrArray) decided = NULL;

  g_ptr_array_unref (karne_push_sort_out (op, ready, karne_push_is_stuck));
  g_ptr_array_unref (karne_push_sort_out (op, ready, is_under_way));
  unread = karne_push_sort_out (op, ready, karne_push_is_to_be_read);
  for (guint i = 0; i < ready->len; i++)
    karne_push_prepare (op, ready->pdata[i]);
  decided = karne_push_sort_out (op, ready, karne_push_is_decided);
  if (unread->len + decided->len > 0 || ready->len == 0 || karne_push_is_posting (ready))
    return NULL;
  return karne_push_choose (op, ready, op->n_ahead);
}
