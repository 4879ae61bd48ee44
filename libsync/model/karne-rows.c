/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/karne-rows-private.h"

#include <string.h>

#define NOWHERE G_MAXUINT

guint
karne_rows_hash (gconstpointer data)
{
  const KarneItem *item = data;

  return g_str_hash (item->id) * 31 + g_str_hash (item->kind) + (guint) item->source;
}

gboolean
karne_rows_equal (gconstpointer a, gconstpointer b)
{
  const KarneItem *left = a;
  const KarneItem *right = b;

  return left->source == right->source && g_str_equal (left->id, right->id) &&
         g_str_equal (left->kind, right->kind);
}

static gboolean
says_the_same (const KarneItem *a, const KarneItem *b)
{
  return g_strcmp0 (a->version, b->version) == 0 && g_strcmp0 (a->updated, b->updated) == 0 &&
         g_strcmp0 (a->date, b->date) == 0 && g_strcmp0 (a->until, b->until) == 0 &&
         g_strcmp0 (a->title, b->title) == 0 && g_strcmp0 (a->author, b->author) == 0 &&
         g_strcmp0 (a->category, b->category) == 0 && g_strcmp0 (a->code, b->code) == 0 &&
         g_strcmp0 (a->status, b->status) == 0 && g_strcmp0 (a->detail, b->detail) == 0 &&
         a->masked == b->masked && a->n_contents == b->n_contents && a->size == b->size &&
         a->here == b->here && a->state == b->state;
}

/* What is to become of what */
typedef struct
{
  GPtrArray *rows;     /* (unowned) as they are now */
  GPtrArray *old;      /* (owned) as they were */
  GPtrArray *items;    /* (unowned) as they shall be */
  guint *was_at;       /* (owned) per item: where it was among the old, or NOWHERE */
  gboolean *stays;     /* (owned) per item: it is not taken out */
  gboolean *old_stays; /* (owned) per old row */
  KarneRowsFunc func;
  gpointer data;
} Change;

static void
find_old_places (Change *change)
{
  g_autoptr (GHashTable) places = g_hash_table_new (karne_rows_hash, karne_rows_equal);

  for (guint i = 0; i < change->old->len; i++)
    g_hash_table_insert (places, (gpointer) karne_resource_get_item (change->old->pdata[i]),
                         GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < change->items->len; i++)
    {
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, change->items->pdata[i]));

      change->was_at[i] = place == 0 ? NOWHERE : place - 1;
    }
}

/* The longest run of items whose old places rise stays; everything else moves around it. Patience
 * sorting: ends[n] is the item with the lowest place that ends a rising run of n + 1. */
static void
choose_what_stays (Change *change)
{
  guint n_items = change->items->len;
  g_autofree guint *ends = g_new (guint, n_items + 1);
  g_autofree guint *before = g_new (guint, n_items + 1);
  guint n_ends = 0;

  for (guint i = 0; i < n_items; i++)
    {
      guint low = 0, high = n_ends;

      if (change->was_at[i] == NOWHERE)
        continue;
      while (low < high)
        {
          guint middle = (low + high) / 2;

          if (change->was_at[ends[middle]] < change->was_at[i])
            low = middle + 1;
          else
            high = middle;
        }
      before[i] = low > 0 ? ends[low - 1] : NOWHERE;
      ends[low] = i;
      n_ends = MAX (n_ends, low + 1);
    }

  for (guint i = n_ends > 0 ? ends[n_ends - 1] : NOWHERE; i != NOWHERE; i = before[i])
    {
      change->stays[i] = TRUE;
      change->old_stays[change->was_at[i]] = TRUE;
    }
}

static void
take_out (Change *change)
{
  guint end = change->old->len;

  while (end > 0)
    {
      guint start = end;

      while (start > 0 && !change->old_stays[start - 1])
        start--;
      if (start < end)
        {
          g_ptr_array_remove_range (change->rows, start, end - start);
          change->func (start, end - start, 0, change->data);
          end = start;
        }
      else
        {
          end--;
        }
    }
}

static gboolean
is_changed (Change *change, guint i)
{
  KarneResource *row = change->old->pdata[change->was_at[i]];

  return !says_the_same (karne_resource_get_item (row), change->items->pdata[i]);
}

/* Of one that only moved, the object stays. (transfer full) */
static gpointer
make_row (Change *change, guint i)
{
  if (change->was_at[i] != NOWHERE && !is_changed (change, i))
    return g_object_ref (change->old->pdata[change->was_at[i]]);
  return karne_resource_new (change->items->pdata[i]);
}

static void
put_in (Change *change, guint start, guint n)
{
  GPtrArray *rows = change->rows;
  guint n_after = rows->len - start;

  g_ptr_array_set_size (rows, (int) (rows->len + n));
  memmove (rows->pdata + start + n, rows->pdata + start, n_after * sizeof (gpointer));
  for (guint i = start; i < start + n; i++)
    rows->pdata[i] = make_row (change, i);
  change->func (start, 0, n, change->data);
}

static void
replace (Change *change, guint start, guint n)
{
  for (guint i = start; i < start + n; i++)
    {
      g_object_unref (change->rows->pdata[i]);
      change->rows->pdata[i] = karne_resource_new (change->items->pdata[i]);
    }
  change->func (start, n, n, change->data);
}

typedef enum
{
  SAME,
  CHANGED,
  NEW,
} Fate;

static Fate
get_fate (Change *change, guint i)
{
  if (!change->stays[i])
    return NEW;
  return is_changed (change, i) ? CHANGED : SAME;
}

static void
put_in_and_replace (Change *change)
{
  guint n_items = change->items->len;

  for (guint start = 0, end; start < n_items; start = end)
    {
      Fate fate = get_fate (change, start);

      end = start + 1;
      while (end < n_items && get_fate (change, end) == fate)
        end++;
      if (fate == NEW)
        put_in (change, start, end - start);
      else if (fate == CHANGED)
        replace (change, start, end - start);
    }
}

static gpointer
ref_row (gconstpointer row, gpointer data)
{
  return g_object_ref ((gpointer) row);
}

void
karne_rows_become (GPtrArray *rows, GPtrArray *items, KarneRowsFunc func, gpointer data)
{
  g_autoptr (GPtrArray) old = g_ptr_array_copy (rows, ref_row, NULL);
  g_autofree guint *was_at = g_new (guint, items->len + 1);
  g_autofree gboolean *stays = g_new0 (gboolean, items->len + 1);
  g_autofree gboolean *old_stays = g_new0 (gboolean, rows->len + 1);
  Change change = { rows, old, items, was_at, stays, old_stays, func, data };

  find_old_places (&change);
  choose_what_stays (&change);
  take_out (&change);
  put_in_and_replace (&change);
}
