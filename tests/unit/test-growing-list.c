/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "karne-growing-list.h"

#define STEP 5

typedef struct
{
  GListStore *lines;
  KarneGrowingList *list;
  GPtrArray *seen; /* (owned) of the lines, as the signals tell */
  guint most_at_once;
} Fixture;

static void
seen_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Fixture *self = data;

  if (removed > 0)
    g_ptr_array_remove_range (self->seen, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->seen, (int) (position + i),
                        g_list_model_get_item (model, position + i));
  self->most_at_once = MAX (self->most_at_once, added);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->lines = g_list_store_new (G_TYPE_OBJECT);
  self->list = karne_growing_list_new (G_LIST_MODEL (self->lines), STEP);
  self->seen = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (self->list, "items-changed", G_CALLBACK (seen_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->list);
  g_ptr_array_unref (self->seen);
  g_object_unref (self->lines);
}

static void
splice (Fixture *self, guint position, guint removed, guint added)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    g_ptr_array_add (items, g_object_new (G_TYPE_OBJECT, NULL));
  g_list_store_splice (self->lines, position, removed, items->pdata, added);
}

static guint
count (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

/* What was signalled, and what is there, is the beginning of the lines. */
static void
assert_beginning (Fixture *self)
{
  g_assert_cmpuint (self->seen->len, ==, count (self));
  g_assert_cmpuint (count (self), <=, g_list_model_get_n_items (G_LIST_MODEL (self->lines)));
  for (guint i = 0; i < count (self); i++)
    {
      g_autoptr (GObject) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);
      g_autoptr (GObject) shown = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      g_assert_true (line == shown);
      g_assert_true (line == self->seen->pdata[i]);
    }
}

static void
grow_whole (Fixture *self)
{
  while (karne_growing_list_grow (self->list))
    assert_beginning (self);
  assert_beginning (self);
  g_assert_cmpuint (count (self), ==, g_list_model_get_n_items (G_LIST_MODEL (self->lines)));
}

static void
test_steps (Fixture *self, gconstpointer data)
{
  g_assert_false (karne_growing_list_grow (self->list));
  splice (self, 0, 0, 12);
  g_assert_cmpuint (count (self), ==, STEP);
  g_assert_true (karne_growing_list_grow (self->list));
  g_assert_cmpuint (count (self), ==, 2 * STEP);
  g_assert_false (karne_growing_list_grow (self->list));
  g_assert_cmpuint (count (self), ==, 12);
  g_assert_false (karne_growing_list_grow (self->list));
  assert_beginning (self);
}

/* One line changes in the middle of many: only that one is signalled. */
static void
test_change (Fixture *self, gconstpointer data)
{
  karne_growing_list_set_seen (self->list, TRUE);
  splice (self, 0, 0, 100);
  grow_whole (self);
  self->most_at_once = 0;
  splice (self, 40, 1, 1);
  splice (self, 99, 1, 1);
  assert_beginning (self);
  g_assert_cmpuint (count (self), ==, 100);
  g_assert_cmpuint (self->most_at_once, ==, 1);
  splice (self, 100, 0, 1);
  splice (self, 0, 0, 1);
  g_assert_cmpuint (count (self), ==, 102);
  assert_beginning (self);
}

/* As a first copy comes into a page that is not shown: a line here, a line there. */
static void
test_unseen (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 100; i++)
    {
      splice (self, i / 2, 0, 1);
      assert_beginning (self);
    }
  g_assert_cmpuint (count (self), ==, STEP);
}

/* Other lines for all of them, as another search brings. */
static void
test_replace (Fixture *self, gconstpointer data)
{
  splice (self, 0, 0, 100);
  grow_whole (self);
  splice (self, 0, 100, 200);
  g_assert_cmpuint (count (self), ==, STEP);
  assert_beginning (self);
  splice (self, 0, 200, 0);
  g_assert_cmpuint (count (self), ==, 0);
  assert_beginning (self);
}

/* Never many at once, and always the beginning, whatever happens. */
static void
test_anything (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 3000; i++)
    {
      guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
      guint position = (guint) g_test_rand_int_range (0, (int) n + 1);
      guint removed = (guint) g_test_rand_int_range (0, (int) (n - position) + 1);
      guint added = (guint) g_test_rand_int_range (0, i % 50 == 0 ? 60 : 8);

      splice (self, position, g_test_rand_bit () ? MIN (removed, 3) : removed, added);
      assert_beginning (self);
      karne_growing_list_set_seen (self->list, g_test_rand_bit ());
      if (g_test_rand_bit ())
        karne_growing_list_grow (self->list);
      assert_beginning (self);
    }
  g_assert_cmpuint (self->most_at_once, <=, STEP);
  grow_whole (self);
}

#define ADD(name, func) g_test_add ("/growing-list/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("steps", test_steps);
  ADD ("change", test_change);
  ADD ("unseen", test_unseen);
  ADD ("replace", test_replace);
  ADD ("anything", test_anything);
  return g_test_run ();
}
