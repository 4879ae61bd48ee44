/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lists of what was changed and of what came of it, which follow the store, and what is due, which
 * does too. */

#include "config.h"

#include "engine/karne-sync.h"
#include "karne-error.h"
#include "karne-test-clock.h"
#include "karne-test-exchange.h"
#include "karne-test-store.h"
#include "model/karne-change-list.h"
#include "model/karne-dues.h"
#include "store/karne-store-private.h"

#define GOOD(id) "{\"resourceType\":\"Task\",\"id\":\"" id "\",\"description\":\"Rappel\"}"
#define TWICE(id) "{\"resourceType\":\"Task\",\"id\":\"" id "\",\"status\":\"a\",\"status\":\"b\"}"
#define NOTE "{\"resourceType\":\"Observation\"%s%s%s,\"status\":\"%s\"}"

typedef struct
{
  KarneTestStore *store; /* (owned) */
  KarneView *view;       /* (owned) */
  KarneChangeList *list; /* (owned) (nullable) */
  guint n_changed;
  GString *steps; /* (owned) of `items-changed` */
} Fixture;

static void
changed_cb (GObject *object, gpointer data)
{
  ((Fixture *) data)->n_changed++;
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  g_string_append_printf (((Fixture *) data)->steps, "%u-%u+%u ", position, removed, added);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = karne_test_store_new ();
  self->view = karne_view_new (self->store->store, KARNE_ROLE_PERSON, NULL);
  self->steps = g_string_new (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->list);
  g_clear_object (&self->view);
  g_clear_pointer (&self->store, karne_test_store_free);
  g_string_free (self->steps, TRUE);
}

static void
make_list (Fixture *self, KarneChangeListOf of, guint page_size)
{
  self->list = karne_change_list_new (self->view, of, page_size);
  g_signal_connect (self->list, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->list, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
ingest (Fixture *self, const char *one, const char *other)
{
  g_autoptr (KarnePage) page = karne_test_ingest_resources (self->store, "Task", one, other, NULL);

  g_assert_cmpuint (page->n_stored + page->n_quarantined, ==, 2);
}

static char *
save (Fixture *self, const char *id, const char *status)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = g_strdup_printf (NOTE, id != NULL ? ",\"id\":\"" : "",
                                           id != NULL ? id : "", id != NULL ? "\"" : "", status);
  char *saved = karne_store_save (self->store->store, self->store->source->id, "Observation", id,
                                  json, &error);

  g_assert_no_error (error);
  return saved;
}

static void
wait_for_changes (Fixture *self, guint n)
{
  while (self->n_changed < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_changed, ==, n);
}

/* Once as many are shown; how often it was read until then is not said. */
static void
wait_for_items (Fixture *self, guint n)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (self->list)) != n)
    g_main_context_iteration (NULL, TRUE);
  karne_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, n);
}

static KarneChangeItem *
get_item (Fixture *self, guint i)
{
  return g_list_model_get_item (G_LIST_MODEL (self->list), i);
}

static void
test_unknown_at_first (Fixture *self, gconstpointer data)
{
  make_list (self, GPOINTER_TO_UINT (data), 0);
  g_assert_false (karne_change_list_get_ready (self->list));
  wait_for_changes (self, 1);
  g_assert_true (karne_change_list_get_ready (self->list));
  g_assert_cmpuint (karne_change_list_get_n_total (self->list), ==, 0);
  g_assert_false (karne_change_list_get_has_more (self->list));
  g_assert_null (karne_change_list_get_error (self->list));
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (self->list)) == KARNE_TYPE_CHANGE_ITEM);
}

/* What waits, one line after the other, and each as it is now. */
static void
test_waiting (Fixture *self, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL, *again = NULL;
  g_autoptr (KarneChangeItem) stays = NULL, there = NULL;
  g_autoptr (GError) error = NULL;

  make_list (self, KARNE_CHANGE_LIST_OF_WAITING, 0);
  wait_for_changes (self, 1);
  first = save (self, NULL, "final");
  wait_for_items (self, 1);
  second = save (self, NULL, "final");
  wait_for_items (self, 2);
  g_assert_cmpstr (self->steps->str, ==, "0-0+1 1-0+1 ");
  g_assert_cmpuint (karne_change_list_get_n_total (self->list), ==, 2);
  g_assert_cmpuint (karne_change_list_get_n_refused (self->list), ==, 0);

  /* What is edited once more stays one line, and the other the same object. */
  stays = get_item (self, 1);
  g_assert_cmpstr (karne_change_item_get_waiting (stays)->id, ==, second);
  g_assert_null (karne_change_item_get_conflict (stays));
  again = save (self, first, "amended");
  karne_test_settle ();
  g_assert_cmpuint (karne_change_list_get_n_total (self->list), ==, 2);

  there = get_item (self, 0);
  g_assert_true (
      karne_store_undo (self->store->store, karne_change_item_get_waiting (there)->number, &error));
  g_assert_no_error (error);
  wait_for_items (self, 1);
  g_clear_object (&there);
  there = get_item (self, 0);
  g_assert_true (there == stays);
}

/* Undone is a line of the history, the newest first; more of it on demand. */
static void
test_more (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneChangeItem) newest = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GPtrArray) lines = NULL;

      g_free (save (self, NULL, "final"));
      lines = karne_view_list_changes (self->view, NULL);
      g_assert_true (
          karne_store_undo (self->store->store, ((KarneWaiting *) lines->pdata[0])->number, NULL));
    }
  make_list (self, KARNE_CHANGE_LIST_OF_HISTORY, 2);
  wait_for_items (self, 2);
  g_assert_true (karne_change_list_get_has_more (self->list));
  newest = get_item (self, 0);
  g_assert_cmpstr (karne_change_item_get_event (newest)->what, ==, "undone");
  karne_change_list_show_more (self->list);
  wait_for_items (self, 4);
  g_assert_true (karne_change_list_get_has_more (self->list));
  karne_change_list_show_more (self->list);
  wait_for_items (self, 5);
  g_assert_false (karne_change_list_get_has_more (self->list));
}

static gboolean
park_newest_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return sqlite3_exec (
             db, "UPDATE outbox SET state = 'parked' WHERE seq = (SELECT max(seq) FROM outbox)",
             NULL, NULL, NULL) == SQLITE_OK;
}

/* Those that are not shown count. */
static void
test_total (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    g_free (save (self, NULL, "final"));
  g_assert_true (karne_store_write (self->store->store, park_newest_in_worker, NULL, NULL));
  make_list (self, KARNE_CHANGE_LIST_OF_WAITING, 2);
  wait_for_items (self, 2);
  g_assert_cmpuint (karne_change_list_get_n_total (self->list), ==, 5);
  g_assert_cmpuint (karne_change_list_get_n_refused (self->list), ==, 1);
  g_assert_true (karne_change_list_get_has_more (self->list));
}

static void
test_set_aside (Fixture *self, gconstpointer data)
{
  const KarneQuarantined *line;
  g_autoptr (KarneChangeItem) item = NULL;

  make_list (self, KARNE_CHANGE_LIST_OF_QUARANTINED, 0);
  wait_for_changes (self, 1);
  ingest (self, GOOD ("a"), TWICE ("b"));
  wait_for_changes (self, 2);
  item = get_item (self, 0);
  line = karne_change_item_get_quarantined (item);
  g_assert_cmpstr (line->kind, ==, "Task");
  g_assert_cmpstr (line->flaw, ==, "duplicate-key");

  /* The server has mended it. */
  ingest (self, GOOD ("b"), GOOD ("c"));
  wait_for_changes (self, 3);
  g_assert_cmpuint (karne_change_list_get_n_total (self->list), ==, 0);
}

/* Rows that stay keep the focus: nothing is said where nothing is new. */
static void
test_says_news_only (Fixture *self, gconstpointer data)
{
  make_list (self, KARNE_CHANGE_LIST_OF_QUARANTINED, 0);
  wait_for_changes (self, 1);
  ingest (self, GOOD ("a"), TWICE ("b"));
  wait_for_changes (self, 2);
  ingest (self, GOOD ("c"), GOOD ("d"));
  karne_change_list_refresh (self->list);
  karne_change_list_refresh (self->list);
  karne_test_settle ();
  ingest (self, TWICE ("e"), GOOD ("f"));
  wait_for_changes (self, 3);
  g_assert_cmpuint (karne_change_list_get_n_total (self->list), ==, 2);
}

/* What cannot be read leaves what is known. */
static void
test_cannot_be_read (Fixture *self, gconstpointer data)
{
  g_free (save (self, NULL, "final"));
  make_list (self, KARNE_CHANGE_LIST_OF_WAITING, 0);
  wait_for_items (self, 1);
  g_assert_true (karne_store_close (self->store->store, NULL));
  karne_change_list_refresh (self->list);
  while (karne_change_list_get_error (self->list) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (karne_change_list_get_n_total (self->list), ==, 1);
}

/* Whoever shows it goes while it is being read. */
static void
test_let_go (Fixture *self, gconstpointer data)
{
  KarneChangeList *gone;

  make_list (self, GPOINTER_TO_UINT (data), 0);
  gone = self->list;
  g_object_add_weak_pointer (G_OBJECT (gone), (gpointer *) &gone);
  g_object_run_dispose (G_OBJECT (gone));
  g_clear_object (&self->list);
  while (gone != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_changed, ==, 0);
}

/* Worked out when somebody asks, and anew on another day. */
static void
test_dues (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneTestClock) clock = karne_test_clock_new (1767225600 * (gint64) G_USEC_PER_SEC);
  g_autoptr (KarneDues) dues = karne_dues_new (self->view, KARNE_CLOCK (clock));

  g_signal_connect (dues, "changed", G_CALLBACK (changed_cb), self);
  g_free (save (self, NULL, "final"));
  karne_dues_refresh (dues);
  karne_test_settle ();
  g_assert_cmpuint (self->n_changed, ==, 0);
  g_assert_false (karne_dues_get_loading (dues));

  g_assert_null (karne_dues_get_all (dues));
  g_assert_true (karne_dues_get_loading (dues));
  wait_for_changes (self, 1);
  g_assert_nonnull (karne_dues_get_all (dues));
  g_assert_null (karne_dues_get_error (dues));
  g_assert_null (karne_dues_find (dues, "no-such-rule"));

  karne_dues_refresh (dues);
  karne_test_settle ();
  g_assert_cmpuint (self->n_changed, ==, 1);
  karne_test_clock_advance (clock, 24 * 60 * 60 * (gint64) G_USEC_PER_SEC);
  karne_dues_refresh (dues);
  wait_for_changes (self, 2);
  g_free (save (self, NULL, "final"));
  wait_for_changes (self, 3);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
#define ADD_OF(path, of, func)                                                                     \
  g_test_add (path, Fixture, GUINT_TO_POINTER (of), set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_OF ("/change-list/unknown-at-first/conflicts", KARNE_CHANGE_LIST_OF_CONFLICTS,
          test_unknown_at_first);
  ADD_OF ("/change-list/unknown-at-first/waiting", KARNE_CHANGE_LIST_OF_WAITING,
          test_unknown_at_first);
  ADD_OF ("/change-list/unknown-at-first/history", KARNE_CHANGE_LIST_OF_HISTORY,
          test_unknown_at_first);
  ADD_OF ("/change-list/unknown-at-first/set-aside", KARNE_CHANGE_LIST_OF_QUARANTINED,
          test_unknown_at_first);
  ADD ("/change-list/waiting", test_waiting);
  ADD ("/change-list/more", test_more);
  ADD ("/change-list/total", test_total);
  ADD ("/change-list/set-aside", test_set_aside);
  ADD ("/change-list/says-news-only", test_says_news_only);
  ADD ("/change-list/cannot-be-read", test_cannot_be_read);
  ADD_OF ("/change-list/let-go/conflicts", KARNE_CHANGE_LIST_OF_CONFLICTS, test_let_go);
  ADD_OF ("/change-list/let-go/waiting", KARNE_CHANGE_LIST_OF_WAITING, test_let_go);
  ADD_OF ("/change-list/let-go/history", KARNE_CHANGE_LIST_OF_HISTORY, test_let_go);
  ADD_OF ("/change-list/let-go/set-aside", KARNE_CHANGE_LIST_OF_QUARANTINED, test_let_go);
  ADD ("/dues/follows", test_dues);

  return g_test_run ();
}
