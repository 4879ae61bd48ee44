/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-merge-work-private.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-fields-private.h"

/* A list is merged item by item. What an item is, its identity says, never its place: somebody else
 * may have put another one before it. Items of one identity (two extensions of one URL), and those
 * that have none, are told apart by all that they say: who changed one took it away and added
 * another. Where the two sides may have put different things in the place of one, the list is an
 * overlap. */

typedef enum
{
  SIDE_BASE,
  SIDE_MINE,
  SIDE_THEIRS,
  N_SIDES
} Side;

typedef struct
{
  char *identity;           /* (owned) (nullable) */
  KarneSpan items[N_SIDES]; /* text NULL: not there */
  guint place[N_SIDES];     /* from 1 on */
} Slot;

typedef struct
{
  const char *name;          /* (unowned) the element */
  GHashTable *slots;         /* (owned) key -> Slot */
  GPtrArray *order[N_SIDES]; /* (owned) of Slot */
  Side first;                /* the side in whose order they go */
  gboolean keeps_both;       /* of what overlaps */
  gboolean bag_changed;      /* what mine did to items without an identity */
} List;

static void
slot_free (Slot *slot)
{
  g_free (slot->identity);
  g_free (slot);
}

static void
list_clear (List *self)
{
  g_hash_table_unref (self->slots);
  for (int side = 0; side < N_SIDES; side++)
    g_ptr_array_unref (self->order[side]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (List, list_clear)

static gboolean
is_in (const Slot *slot, Side side)
{
  return slot->items[side].text != NULL;
}

/* Sorting */

typedef struct
{
  KarneSpan item;
  char *identity; /* (owned) (nullable) */
} Item;

static void
clear_item (gpointer data)
{
  g_free (((Item *) data)->identity);
}

static GArray *
list_items (const char *name, KarneSpan list)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;

  g_array_set_clear_func (items, clear_item);
  karne_json_walk_init (&walk, list);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      Item item = { value, karne_field_item_identity (name, value) };

      g_array_append_val (items, item);
    }
  return items;
}

/* An identity that stands twice in a list is none: the keys are those of the items. */
static void
find_repeated (GArray *items, GHashTable *repeated)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < items->len; i++)
    {
      const char *identity = g_array_index (items, Item, i).identity;

      if (identity != NULL && !g_hash_table_add (seen, (gpointer) identity))
        g_hash_table_add (repeated, g_strdup (identity));
    }
}

/* How often one spelling stands in each. */
typedef struct
{
  KarneSpan text;
  guint n[N_SIDES];
} Spelling;

static guint
hash_spelling (gconstpointer data)
{
  const Spelling *spelling = data;
  guint hash = 5381;

  for (gsize i = 0; i < spelling->text.len; i++)
    hash = hash * 33 + (guchar) spelling->text.text[i];
  return hash;
}

static gboolean
is_same_spelling (gconstpointer a, gconstpointer b)
{
  KarneSpan first = ((const Spelling *) a)->text;
  KarneSpan second = ((const Spelling *) b)->text;

  return first.len == second.len && memcmp (first.text, second.text, first.len) == 0;
}

static void
count_spellings (GHashTable *spellings, Side side, GArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      Spelling key = { g_array_index (items, Item, i).item, { 0 } };
      Spelling *spelling = g_hash_table_lookup (spellings, &key);

      if (spelling == NULL)
        {
          spelling = g_memdup2 (&key, sizeof key);
          g_hash_table_add (spellings, spelling);
        }
      spelling->n[side]++;
    }
}

/* What stands as often, spelled alike, on all sides was touched by nobody. */
static gboolean
is_untouched (GHashTable *spellings, KarneSpan item)
{
  const Spelling key = { item, { 0 } };
  const Spelling *spelling = g_hash_table_lookup (spellings, &key);

  return spelling->n[SIDE_BASE] == spelling->n[SIDE_MINE] &&
         spelling->n[SIDE_BASE] == spelling->n[SIDE_THEIRS];
}

typedef struct
{
  GHashTable *repeated;  /* identities that are none */
  GHashTable *spellings; /* of Spelling */
} Sorting;

/* All that it says, and which of those that say the same it is. */
static char *
make_bag_key (const Sorting *sorting, KarneSpan item, GHashTable *counts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint count;

  if (is_untouched (sorting->spellings, item))
    g_string_append_len (text, item.text, (gssize) item.len);
  else
    karne_json_canonicalize (item, text);
  count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, text->str));
  g_hash_table_insert (counts, g_strdup (text->str), GUINT_TO_POINTER (count + 1));
  g_string_append_printf (text, "\n%u", count);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
make_key (const Sorting *sorting, const Item *item, gboolean *is_named, GHashTable *counts)
{
  *is_named = item->identity != NULL && !g_hash_table_contains (sorting->repeated, item->identity);
  return *is_named ? g_strconcat ("=", item->identity, NULL)
                   : make_bag_key (sorting, item->item, counts);
}

static void
sort_into_slots (List *self, Side side, GArray *items, const Sorting *sorting)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->order[side] = g_ptr_array_sized_new (items->len);
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);
      gboolean is_named;
      g_autofree char *key = make_key (sorting, item, &is_named, counts);
      Slot *slot = g_hash_table_lookup (self->slots, key);

      if (slot == NULL)
        {
          slot = g_new0 (Slot, 1);
          slot->identity = is_named ? g_strdup (item->identity) : NULL;
          g_hash_table_insert (self->slots, g_steal_pointer (&key), slot);
        }
      slot->items[side] = item->item;
      slot->place[side] = i + 1;
      g_ptr_array_add (self->order[side], slot);
    }
}

/* Of what all three have. */
static gboolean
keeps_order (const List *self, Side side)
{
  guint last = 0;

  for (guint i = 0; i < self->order[side]->len; i++)
    {
      const Slot *slot = self->order[side]->pdata[i];

      if (!is_in (slot, SIDE_BASE) || !is_in (slot, SIDE_MINE) || !is_in (slot, SIDE_THEIRS))
        continue;
      if (slot->place[SIDE_BASE] < last)
        return FALSE;
      last = slot->place[SIDE_BASE];
    }
  return TRUE;
}

static void
list_init (List *self, const char *name, const KarneTriple *triple)
{
  const KarneSpan spans[] = { triple->base, triple->mine, triple->theirs };
  g_autoptr (GHashTable) repeated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) spellings =
      g_hash_table_new_full (hash_spelling, is_same_spelling, g_free, NULL);
  const Sorting sorting = { repeated, spellings };
  GArray *items[N_SIDES];

  self->name = name;
  self->slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) slot_free);
  for (int side = 0; side < N_SIDES; side++)
    {
      items[side] = list_items (name, spans[side]);
      find_repeated (items[side], repeated);
      count_spellings (spellings, side, items[side]);
    }
  for (int side = 0; side < N_SIDES; side++)
    {
      sort_into_slots (self, side, items[side], &sorting);
      g_array_unref (items[side]);
    }
  self->first =
      keeps_order (self, SIDE_THEIRS) && !keeps_order (self, SIDE_MINE) ? SIDE_MINE : SIDE_THEIRS;
}

/* Contention */

typedef struct
{
  gboolean both_take;    /* the same */
  gboolean both_add;     /* the same */
  gboolean mine_adds;    /* what theirs does not */
  gboolean theirs_adds;  /* what mine does not */
  gboolean mine_takes;   /* what theirs changed */
  gboolean theirs_takes; /* what mine changed */
} Doing;

static gboolean
is_changed (const Slot *slot, Side side)
{
  return is_in (slot, side) && !karne_json_is_same (slot->items[SIDE_BASE], slot->items[side]);
}

static Doing
what_is_done (const List *self)
{
  Doing doing = { FALSE };
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      const Slot *slot = data;
      gboolean in_mine = is_in (slot, SIDE_MINE);
      gboolean in_theirs = is_in (slot, SIDE_THEIRS);

      if (is_in (slot, SIDE_BASE))
        {
          doing.both_take |= !in_mine && !in_theirs;
          doing.mine_takes |= !in_mine && is_changed (slot, SIDE_THEIRS);
          doing.theirs_takes |= !in_theirs && is_changed (slot, SIDE_MINE);
        }
      else
        {
          doing.both_add |= in_mine && in_theirs;
          doing.mine_adds |= !in_theirs;
          doing.theirs_adds |= !in_mine;
        }
    }
  return doing;
}

/* Whether what one side put in a place may contradict the other: both took away the same and not
 * both put the same there; or one took away, and put something in its place, what the other
 * changed; or two answers to one question. */
static gboolean
is_contended (const List *self)
{
  Doing doing = what_is_done (self);

  if (doing.mine_adds && doing.theirs_adds &&
      (doing.both_take || karne_field_is_exclusive (self->name)))
    return TRUE;
  if (doing.both_take && !doing.both_add && (doing.mine_adds || doing.theirs_adds))
    return TRUE;
  return (doing.mine_takes && doing.mine_adds) || (doing.theirs_takes && doing.theirs_adds);
}

/* Writing */

static void
append_item (GString *out, const char *text, gsize len)
{
  if (len == 0)
    return;
  if (out->len > 1)
    g_string_append_c (out, ',');
  g_string_append_len (out, text, (gssize) len);
}

static void
write_named (KarneMergeWork *work, const char *path, List *self, const Slot *slot, GString *out)
{
  KarneTriple triple = { slot->items[SIDE_BASE], slot->items[SIDE_MINE], slot->items[SIDE_THEIRS] };
  g_autofree char *item_path = g_strdup_printf ("%s[%s]", path, slot->identity);
  g_autoptr (GString) item = g_string_new (NULL);
  guint n_overlaps = work->overlaps->len;

  karne_merge_value (work, item_path, self->name, &triple, item);
  if (!self->keeps_both || work->overlaps->len == n_overlaps)
    {
      append_item (out, item->str, item->len);
      return;
    }
  append_item (out, triple.theirs.text, triple.theirs.len);
  append_item (out, triple.mine.text, triple.mine.len);
}

static void
write_slot (KarneMergeWork *work, const char *path, List *self, const Slot *slot, GString *out)
{
  gboolean in_base = is_in (slot, SIDE_BASE);
  gboolean in_mine = is_in (slot, SIDE_MINE);
  gboolean in_theirs = is_in (slot, SIDE_THEIRS);
  KarneSpan item = slot->items[in_theirs ? SIDE_THEIRS : SIDE_MINE];

  if (slot->identity != NULL)
    {
      write_named (work, path, self, slot, out);
      return;
    }
  if (in_base ? in_mine && in_theirs : in_mine || in_theirs)
    append_item (out, item.text, item.len);
  self->bag_changed |= in_mine != in_base && in_theirs == in_base;
}

/* What only the other side has, behind the one that it stands behind there. */
static void
write_followers (KarneMergeWork *work, const char *path, List *self, guint from, GString *out)
{
  const GPtrArray *others = self->order[self->first == SIDE_MINE ? SIDE_THEIRS : SIDE_MINE];

  for (guint i = from; i < others->len && !is_in (others->pdata[i], self->first); i++)
    write_slot (work, path, self, others->pdata[i], out);
}

static void
write_all (KarneMergeWork *work, const char *path, List *self, GString *out)
{
  const GPtrArray *order = self->order[self->first];
  Side other = self->first == SIDE_MINE ? SIDE_THEIRS : SIDE_MINE;

  write_followers (work, path, self, 0, out);
  for (guint i = 0; i < order->len; i++)
    {
      const Slot *slot = order->pdata[i];

      write_slot (work, path, self, slot, out);
      if (is_in (slot, other))
        write_followers (work, path, self, slot->place[other], out);
    }
  if (self->bag_changed || self->first == SIDE_MINE)
    karne_merge_note (work, path);
}

static void
write_list (KarneMergeWork *work, const char *path, List *self, GString *out)
{
  g_autoptr (GString) list = g_string_new ("[");

  write_all (work, path, self, list);
  g_string_append_c (list, ']');
  if (list->len > 2)
    g_string_append_len (out, list->str, (gssize) list->len);
}

void
karne_merge_list (KarneMergeWork *self,
                  const char *path,
                  const char *name,
                  const KarneTriple *triple,
                  GString *out)
{
  g_auto (List) list = { 0 };

  list_init (&list, name, triple);
  if (is_contended (&list))
    karne_merge_overlap (self, path, name, triple, out);
  else
    write_list (self, path, &list, out);
}

void
karne_merge_list_both (const char *name, const KarneTriple *triple, GString *out)
{
  g_auto (List) list = { 0 };
  KarneMergeWork work;

  karne_merge_work_init (&work, NULL, KARNE_CHOICE_THEIRS, TRUE);
  list_init (&list, name, triple);
  list.keeps_both = TRUE;
  write_list (&work, "", &list, out);
  karne_merge_work_clear (&work);
}
