/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What came and could not be taken in, as the window shows it: it follows the store. */

#include "config.h"

#include "karne-set-aside.h"
#include "karne-test-exchange.h"
#include "karne-test-store.h"

#define GOOD(id) "{\"resourceType\":\"Task\",\"id\":\"" id "\",\"description\":\"Rappel\"}"
#define TWICE(id) "{\"resourceType\":\"Task\",\"id\":\"" id "\",\"status\":\"a\",\"status\":\"b\"}"

typedef struct
{
  KarneTestStore *store;
  KarneView *view;
  KarneSetAside *set_aside;
  guint n_changed;
} Fixture;

static void
changed_cb (KarneSetAside *set_aside, gpointer data)
{
  Fixture *self = data;

  self->n_changed++;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = karne_test_store_new ();
  self->view = karne_view_new (self->store->store, KARNE_ROLE_PERSON, NULL);
  self->set_aside = karne_set_aside_new (self->view, self->store->store);
  g_signal_connect (self->set_aside, "changed", G_CALLBACK (changed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->set_aside);
  g_clear_object (&self->view);
  karne_test_store_free (self->store);
}

static void
ingest (Fixture *self, const char *one, const char *other)
{
  g_autoptr (KarnePage) page = karne_test_ingest_resources (self->store, "Task", one, other, NULL);

  g_assert_cmpuint (page->n_stored + page->n_quarantined, ==, 2);
}

static void
wait_for_changes (Fixture *self, guint n)
{
  while (self->n_changed < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_changed, ==, n);
}

static void
test_unknown_at_first (Fixture *self, gconstpointer data)
{
  g_assert_null (karne_set_aside_get_lines (self->set_aside));
  g_assert_cmpuint (karne_set_aside_get_n (self->set_aside), ==, 0);
  wait_for_changes (self, 1);
  g_assert_nonnull (karne_set_aside_get_lines (self->set_aside));
  g_assert_cmpuint (karne_set_aside_get_n (self->set_aside), ==, 0);
  g_assert_null (karne_set_aside_get_error (self->set_aside));
}

static void
test_follows (Fixture *self, gconstpointer data)
{
  const KarneQuarantined *line;

  wait_for_changes (self, 1);
  ingest (self, GOOD ("a"), TWICE ("b"));
  wait_for_changes (self, 2);
  g_assert_cmpuint (karne_set_aside_get_n (self->set_aside), ==, 1);
  line = karne_set_aside_get_lines (self->set_aside)->pdata[0];
  g_assert_cmpstr (line->kind, ==, "Task");
  g_assert_cmpstr (line->flaw, ==, "duplicate-key");

  /* The server has mended it. */
  ingest (self, GOOD ("b"), GOOD ("c"));
  wait_for_changes (self, 3);
  g_assert_cmpuint (karne_set_aside_get_n (self->set_aside), ==, 0);
}

/* Rows that stay keep the focus: nothing is said where nothing is new. */
static void
test_says_news_only (Fixture *self, gconstpointer data)
{
  wait_for_changes (self, 1);
  ingest (self, GOOD ("a"), TWICE ("b"));
  wait_for_changes (self, 2);
  ingest (self, GOOD ("c"), GOOD ("d"));
  karne_set_aside_refresh (self->set_aside);
  karne_set_aside_refresh (self->set_aside);
  karne_test_settle ();
  ingest (self, TWICE ("e"), GOOD ("f"));
  wait_for_changes (self, 3);
  g_assert_cmpuint (karne_set_aside_get_n (self->set_aside), ==, 2);
}

/* The window goes while it is being read. */
static void
test_let_go (Fixture *self, gconstpointer data)
{
  KarneSetAside *gone = self->set_aside;

  g_object_add_weak_pointer (G_OBJECT (gone), (gpointer *) &gone);
  g_object_run_dispose (G_OBJECT (gone));
  g_clear_object (&self->set_aside);
  while (gone != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_changed, ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/set-aside/unknown-at-first", test_unknown_at_first);
  ADD ("/set-aside/follows", test_follows);
  ADD ("/set-aside/says-news-only", test_says_news_only);
  ADD ("/set-aside/let-go", test_let_go);

  return g_test_run ();
}
