/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-test-exchange.h"
#include "karne-test-store.h"
#include "model/karne-list.h"
#include "model/karne-rows-private.h"
#include "store/karne-pull-state-private.h"

/* Lists over a real sealed store; what they signal is written down as `position-removed+added`. */

typedef struct
{
  KarneTestStore *store; /* (owned) */
  KarneView *view;       /* (owned) */
  KarneList *list;       /* (owned) (nullable) */
  GString *said;         /* (owned) */
} Fixture;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  g_string_append_printf (data, "%u-%u+%u ", position, removed, added);
}

static void
settle (KarneList *list)
{
  while (karne_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_total (KarneList *list, gint64 total)
{
  while (karne_list_get_n_total (list) != total)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = karne_test_store_new ();
  self->view = karne_view_new (self->store->store, KARNE_ROLE_PERSON, NULL);
  self->said = g_string_new (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->list);
  g_clear_object (&self->view);
  g_clear_pointer (&self->store, karne_test_store_free);
  g_string_free (self->said, TRUE);
}

static void
make_list (Fixture *self, guint page_size)
{
  g_clear_object (&self->list);
  self->list = g_object_new (KARNE_TYPE_LIST, "view", self->view, "kind", "DocumentReference",
                             "page-size", page_size, NULL);
  g_signal_connect (self->list, "items-changed", G_CALLBACK (items_changed_cb), self->said);
  settle (self->list);
}

static void
assert_said (Fixture *self, const char *expected)
{
  settle (self->list);
  g_assert_cmpstr (self->said->str, ==, expected);
  g_string_truncate (self->said, 0);
}

static guint
count (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static const char *
get_id (Fixture *self, guint i)
{
  g_autoptr (KarneResource) row = g_list_model_get_item (G_LIST_MODEL (self->list), i);

  /* The list holds it as well. */
  return karne_resource_get_id (row);
}

/* What is in the list is what the view says, in that order. */
static void
assert_true_to_view (Fixture *self)
{
  gboolean ascending;
  KarneQuery query = { .kind = "DocumentReference", .limit = MAX (count (self), 1) };
  g_autoptr (GPtrArray) items = NULL;

  g_object_get (self->list, "ascending", &ascending, NULL);
  query.ascending = ascending;
  items = karne_view_list (self->view, &query, NULL);
  g_assert_cmpuint (items->len, ==, count (self));
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (KarneResource) row = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      const KarneItem *item = items->pdata[i];

      g_assert_cmpstr (karne_resource_get_id (row), ==, item->id);
      g_assert_cmpstr (karne_resource_get_title (row), ==, item->title);
    }
}

/* Putting documents into the store */

static void
add_document (GString *page, const char *id, guint version, const char *date, const char *title)
{
  g_string_append_printf (
      page,
      "%s{\"resource\":{\"resourceType\":\"DocumentReference\",\"id\":\"%s\",\"meta\":{"
      "\"versionId\":"
      "\"%u\",\"lastUpdated\":\"2026-03-01T10:00:%02uZ\"},\"status\":\"current\",\"date\":\"%s\","
      "\"author\":[{\"reference\":\"Practitioner/dr\"}],"
      "\"category\":[{\"text\":\"%s\"}],\"content\":[{\"attachment\":{\"title\":\"%s\"}}]}}",
      page->len > 0 ? "," : "", id, version, version, date, strlen (id) % 2 ? "Odd" : "Even",
      title);
}

static void
take_page (Fixture *self, const char *kind, const char *entries)
{
  g_autofree char *text =
      g_strdup_printf ("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[%s]}",
                       entries);
  g_autoptr (KarnePage) page =
      karne_test_ingest (self->store, kind, KARNE_INGEST_NONE, text, strlen (text), 0, NULL);

  g_assert_true (page->complete);
  g_assert_cmpuint (page->n_quarantined, ==, 0);
}

static void
put_document (Fixture *self, const char *id, guint version, const char *date, const char *title)
{
  g_autoptr (GString) page = g_string_new (NULL);

  add_document (page, id, version, date, title);
  take_page (self, "DocumentReference", page->str);
}

/* d0 is the oldest: one a day. */
static void
put_documents (Fixture *self, guint first, guint n)
{
  g_autoptr (GString) page = g_string_new (NULL);
  g_autoptr (GDateTime) begin = g_date_time_new_utc (1970, 1, 1, 0, 0, 0);

  for (guint i = first; i < first + n; i++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (begin, (int) i);
      g_autofree char *date = g_date_time_format (day, "%Y-%m-%dT08:00:00Z");
      g_autofree char *id = g_strdup_printf ("d%u", i);
      g_autofree char *title = g_strdup_printf ("Report %u", i);

      add_document (page, id, 1, date, title);
    }
  take_page (self, "DocumentReference", page->str);
}

static gboolean
remove_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gpointer *store_and_id = data;
  KarneTestStore *store = store_and_id[0];

  return karne_resource_remove (store->store, db, store->source->id, "DocumentReference",
                                store_and_id[1], KARNE_GONE_DELETED, NULL, error);
}

static gboolean
is_there (Fixture *self, const char *id)
{
  for (guint i = 0; i < count (self); i++)
    if (g_str_equal (get_id (self, i), id))
      return TRUE;
  return FALSE;
}

static void
remove_document (Fixture *self, const char *id)
{
  gpointer data[] = { self->store, (gpointer) id };
  g_autoptr (GError) error = NULL;

  karne_store_write (self->store->store, remove_job, data, &error);
  g_assert_no_error (error);
  /* The store tells of it from the main loop. */
  while (self->list != NULL && is_there (self, id))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
load_more (Fixture *self, GCancellable *cancellable, GError **error)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  karne_list_load_more_async (self->list, cancellable, karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  return karne_list_load_more_finish (self->list, result, error);
}

/* The tests */

static void
test_windows (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put_documents (self, 0, 20000);
  make_list (self, 100);
  assert_said (self, "0-0+100 ");
  g_assert_true (karne_list_get_has_more (self->list));
  g_assert_cmpstr (get_id (self, 0), ==, "d19999");
  wait_for_total (self->list, 20000);

  g_assert_true (load_more (self, NULL, &error));
  g_assert_true (load_more (self, NULL, &error));
  g_assert_no_error (error);
  assert_said (self, "100-0+100 200-0+100 ");
  assert_true_to_view (self);

  /* One more at the top, and one beyond the end. */
  put_document (self, "top", 1, "2030-01-01", "Top");
  assert_said (self, "0-0+1 ");
  put_document (self, "bottom", 1, "1950-01-01", "Bottom");
  assert_said (self, "");
  wait_for_total (self->list, 20002);
  assert_true_to_view (self);
}

/* A scrolled view asks more than once. */
static void
test_ask_twice (Fixture *self, gconstpointer data)
{
  KarneTestWait first = { NULL }, second = { NULL };
  g_autoptr (GAsyncResult) one = NULL, two = NULL;

  put_documents (self, 0, 50);
  make_list (self, 10);
  g_string_truncate (self->said, 0);
  karne_list_load_more_async (self->list, NULL, karne_test_wait_cb, &first);
  karne_list_load_more_async (self->list, NULL, karne_test_wait_cb, &second);
  one = karne_test_wait_for (&first);
  two = karne_test_wait_for (&second);
  g_assert_true (karne_list_load_more_finish (self->list, one, NULL));
  g_assert_true (karne_list_load_more_finish (self->list, two, NULL));
  assert_said (self, "10-0+10 ");

  for (guint i = 0; i < 4; i++)
    g_assert_true (load_more (self, NULL, NULL));
  assert_said (self, "20-0+10 30-0+10 40-0+10 ");
  g_assert_false (karne_list_get_has_more (self->list));
  g_assert_cmpint (karne_list_get_n_total (self->list), ==, 50);
}

/* On a list that is here as a whole: each commit, and what is said of it. */
static void
test_changes (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneResource) untouched = NULL;
  g_autoptr (KarneResource) still_untouched = NULL;
  g_autoptr (GString) two = g_string_new (NULL);

  put_documents (self, 0, 30); /* 29 … 0 */
  make_list (self, 100);
  assert_said (self, "0-0+30 ");
  untouched = g_list_model_get_item (G_LIST_MODEL (self->list), 20);

  put_document (self, "d19", 2, "1970-01-20T08:00:00Z", "Changed");
  assert_said (self, "10-1+1 ");
  put_document (self, "new", 1, "1970-01-20T09:00:00Z", "New");
  assert_said (self, "10-0+1 ");
  remove_document (self, "new");
  assert_said (self, "10-1+0 ");
  put_document (self, "d19", 3, "1970-01-30T09:00:00Z", "Moved up");
  assert_said (self, "10-1+0 0-0+1 ");
  put_document (self, "d19", 4, "1970-01-20T08:00:00Z", "Moved back");
  assert_said (self, "0-1+0 10-0+1 ");
  put_document (self, "oldest", 1, "1960", "Oldest");
  assert_said (self, "30-0+1 ");
  add_document (two, "d5", 2, "1970-01-06T08:00:00Z", "Neighbour");
  add_document (two, "d4", 2, "1970-01-05T08:00:00Z", "Neighbour");
  add_document (two, "d1", 2, "1970-01-02T08:00:00Z", "Apart");
  take_page (self, "DocumentReference", two->str);
  assert_said (self, "24-2+2 28-1+1 ");

  still_untouched = g_list_model_get_item (G_LIST_MODEL (self->list), 20);
  g_assert_true (untouched == still_untouched);
  assert_true_to_view (self);
}

static void
test_other_kinds (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneResource) row = NULL;
  g_autofree char *author = NULL;

  put_documents (self, 0, 3);
  make_list (self, 100);
  g_string_truncate (self->said, 0);

  take_page (self, "Observation",
             "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o\",\"status\":\"final\"}}");
  g_assert_false (karne_list_get_loading (self->list));
  assert_said (self, "");

  /* Whoever wrote them gets a name. */
  take_page (self, "Practitioner",
             "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"dr\","
             "\"name\":[{\"text\":\"Dr Hoarau\"}]}}");
  assert_said (self, "0-3+3 ");
  row = g_list_model_get_item (G_LIST_MODEL (self->list), 1);
  g_object_get (row, "author", &author, NULL);
  g_assert_cmpstr (author, ==, "Dr Hoarau");
  g_assert_true (KARNE_IS_DOCUMENT (row));
}

/* What is beyond the window does not come in by itself, and what is in it does not fall out. */
static void
test_part_of_list (Fixture *self, gconstpointer data)
{
  put_documents (self, 0, 30);
  make_list (self, 10); /* 29 … 20 */
  wait_for_total (self->list, 30);
  g_string_truncate (self->said, 0);

  put_document (self, "d3", 2, "1970-01-04T08:00:00Z", "Changed");
  assert_said (self, "");
  put_document (self, "new", 1, "1970-01-28T09:00:00Z", "New");
  assert_said (self, "2-0+1 ");
  wait_for_total (self->list, 31);
  remove_document (self, "d29");
  assert_said (self, "0-1+0 ");
  /* Away, beyond the end; and in from there. */
  put_document (self, "d28", 2, "1970-01-01T09:00:00Z", "Sunk");
  assert_said (self, "0-1+0 ");
  put_document (self, "d2", 2, "1970-01-28T10:00:00Z", "Risen");
  assert_said (self, "0-0+1 ");
  wait_for_total (self->list, 30);
  g_assert_cmpuint (count (self), ==, 10);
  assert_true_to_view (self);
}

/* A first copy arrives in thousands: the list stays short. */
static void
test_burst (Fixture *self, gconstpointer data)
{
  make_list (self, 10);
  g_assert_cmpuint (count (self), ==, 0);
  g_assert_cmpint (karne_list_get_n_total (self->list), ==, 0);

  put_documents (self, 0, 3000);
  settle (self->list);
  wait_for_total (self->list, 3000);
  g_assert_cmpuint (count (self), <=, 20);
  g_assert_true (karne_list_get_has_more (self->list));
  for (guint i = 1; i <= 4; i++)
    {
      put_documents (self, i * 500 + 2500, 500);
      settle (self->list);
      wait_for_total (self->list, i * 500 + 3000);
      g_assert_cmpuint (count (self), <=, 20);
    }
  assert_true_to_view (self);
  g_assert_true (load_more (self, NULL, NULL));
  g_assert_cmpuint (count (self), <=, 30);
}

static void
test_everything_goes (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put_documents (self, 0, 30);
  make_list (self, 10);
  g_string_truncate (self->said, 0);
  karne_store_remove_source (self->store->store, self->store->source->id, &error);
  g_assert_no_error (error);
  while (count (self) > 0)
    g_main_context_iteration (NULL, TRUE);
  assert_said (self, "0-10+0 ");
  g_assert_cmpint (karne_list_get_n_total (self->list), ==, 0);
}

static void
test_order (Fixture *self, gconstpointer data)
{
  put_documents (self, 0, 30);
  put_document (self, "year", 1, "1971", "A year");
  put_document (self, "month", 1, "1970-02", "A month");
  make_list (self, 5);
  g_assert_cmpstr (get_id (self, 0), ==, "year");
  g_assert_cmpstr (get_id (self, 1), ==, "month");
  g_assert_cmpstr (get_id (self, 2), ==, "d29");

  karne_list_set_ascending (self->list, TRUE);
  g_assert_true (karne_list_get_loading (self->list));
  settle (self->list);
  g_assert_cmpstr (get_id (self, 0), ==, "d0");
  g_assert_cmpstr (get_id (self, 4), ==, "d4");
  assert_true_to_view (self);
  g_assert_true (load_more (self, NULL, NULL));
  assert_true_to_view (self);
}

static void
test_search (Fixture *self, gconstpointer data)
{
  put_documents (self, 0, 150);
  put_document (self, "x1", 1, "1971-01-01", "Échographie du cœur");
  put_document (self, "x2", 1, "1970-01-02", "Echographie");
  make_list (self, 10);
  g_string_truncate (self->said, 0);

  karne_list_set_text (self->list, "echograph");
  settle (self->list);
  /* The first line stays where it is; the object too. */
  assert_said (self, "1-9+0 1-0+1 ");
  g_assert_cmpstr (get_id (self, 0), ==, "x1");
  g_assert_cmpstr (get_id (self, 1), ==, "x2");
  g_assert_cmpint (karne_list_get_n_total (self->list), ==, 2);

  karne_list_set_ascending (self->list, TRUE);
  settle (self->list);
  g_assert_cmpstr (get_id (self, 0), ==, "x2");
  g_assert_cmpstr (get_id (self, 1), ==, "x1");
  karne_list_set_ascending (self->list, FALSE);
  settle (self->list);
  g_assert_cmpstr (get_id (self, 0), ==, "x1");
  g_string_truncate (self->said, 0);

  put_document (self, "x3", 1, "1970-06-01", "Autre échographie");
  assert_said (self, "1-0+1 ");
  put_document (self, "x3", 2, "1970-06-01", "Something else");
  assert_said (self, "1-1+0 ");

  karne_list_set_text (self->list, "report");
  settle (self->list);
  wait_for_total (self->list, 150);
  g_assert_true (load_more (self, NULL, NULL));
  g_assert_cmpuint (count (self), ==, 20);
  g_assert_cmpstr (get_id (self, 19), ==, "d130");

  karne_list_set_text (self->list, "nothing of the kind");
  settle (self->list);
  g_assert_cmpuint (count (self), ==, 0);
  karne_list_set_text (self->list, "?!");
  settle (self->list);
  g_assert_cmpuint (count (self), ==, 0);
  karne_list_set_text (self->list, "  ");
  settle (self->list);
  assert_true_to_view (self);
  g_assert_cmpuint (count (self), ==, 10);
}

static void
count_notify_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

/* Filters that are set together cost one read, and one difference. */
static void
test_filters (Fixture *self, gconstpointer data)
{
  guint n_loads = 0;
  guint n_errors = 0;

  put_documents (self, 0, 120);
  make_list (self, 10);
  g_string_truncate (self->said, 0);
  g_signal_connect (self->list, "notify::loading", G_CALLBACK (count_notify_cb), &n_loads);
  g_signal_connect (self->list, "notify::error", G_CALLBACK (count_notify_cb), &n_errors);

  karne_list_set_category (self->list, "Odd"); /* three characters: d10 … d99 */
  karne_list_set_status (self->list, "current");
  karne_list_set_period (self->list, NULL, "1970-01-12");
  settle (self->list);
  g_assert_cmpuint (n_loads, ==, 2);
  g_assert_cmpuint (count (self), ==, 2);
  assert_said (self, "0-10+0 0-0+2 ");
  g_assert_cmpstr (get_id (self, 0), ==, "d11");

  /* Nothing changes, nothing is read. */
  karne_list_set_category (self->list, "Odd");
  g_assert_false (karne_list_get_loading (self->list));

  /* One that is on its way no longer matters. */
  karne_list_set_status (self->list, "superseded");
  g_main_context_iteration (NULL, TRUE);
  karne_list_set_status (self->list, NULL);
  settle (self->list);
  assert_said (self, "");
  g_assert_cmpuint (n_errors, ==, 0);

  karne_list_set_other_status (self->list, "superseded,current");
  settle (self->list);
  g_assert_cmpuint (count (self), ==, 0);
  karne_list_set_other_status (self->list, "superseded");
  settle (self->list);
  g_assert_cmpuint (count (self), ==, 2);
}

static void
test_hidden (Fixture *self, gconstpointer data)
{
#define LABELLED(version, label)                                                                   \
  "{\"resource\":{\"resourceType\":\"DocumentReference\",\"id\":\"h\",\"meta\":{\"versionId\":"    \
  "\"" version "\",\"lastUpdated\":\"2026-03-01T10:00:0" version                                   \
  "Z\"},\"status\":\"current\",\"date\":\"2000-01-01\",\"securityLabel\":[{\"coding\":[{\"code\":" \
  "\"" label "\"}]}]}}"

  put_documents (self, 0, 3);
  take_page (self, "DocumentReference", LABELLED ("1", "N"));
  make_list (self, 10);
  assert_said (self, "0-0+4 ");
  g_assert_cmpint (karne_list_get_n_total (self->list), ==, 4);
  take_page (self, "DocumentReference", LABELLED ("2", "INVISIBLE_PATIENT"));
  assert_said (self, "0-1+0 ");
  g_assert_cmpint (karne_list_get_n_total (self->list), ==, 3);
}

static void
test_drop_while_loading (Fixture *self, gconstpointer data)
{
  KarneList *dropped;
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  put_documents (self, 0, 500);
  /* Before the main loop ran, with the first window on its way, and with a count. */
  for (guint n_turns = 0; n_turns < 4; n_turns++)
    {
      dropped = karne_list_new (self->view, NULL);
      g_signal_connect (dropped, "items-changed", G_CALLBACK (items_changed_cb), self->said);
      for (guint i = 0; i < n_turns; i++)
        g_main_context_iteration (NULL, TRUE);
      g_string_truncate (self->said, 0);
      g_object_add_weak_pointer (G_OBJECT (dropped), (gpointer *) &dropped);
      g_object_unref (dropped);
      g_assert_null (dropped);
    }
  make_list (self, 10);
  assert_said (self, "0-0+10 ");

  /* Somebody waits for it: it lives until then. */
  dropped = karne_list_new (self->view, NULL);
  karne_list_load_more_async (dropped, NULL, karne_test_wait_cb, &wait);
  g_object_unref (dropped);
  result = karne_test_wait_for (&wait);
  g_assert_true (karne_list_load_more_finish (dropped, result, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (dropped)), ==, 100);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  put_documents (self, 0, 50);
  make_list (self, 10);
  g_cancellable_cancel (cancellable);
  g_assert_false (load_more (self, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (karne_list_get_error (self->list));
  settle (self->list);
  assert_true_to_view (self);
  g_assert_true (load_more (self, NULL, NULL));
  assert_true_to_view (self);
}

static void
test_closed_store (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_errors = 0;

  put_documents (self, 0, 50);
  make_list (self, 10);
  g_signal_connect (self->list, "notify::error", G_CALLBACK (count_notify_cb), &n_errors);
  karne_store_close (self->store->store, NULL);
  g_assert_false (load_more (self, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpuint (n_errors, ==, 1);
  g_assert_error (karne_list_get_error (self->list), G_IO_ERROR, G_IO_ERROR_CLOSED);
  /* What was here stays. */
  g_assert_cmpuint (count (self), ==, 10);
  g_assert_false (karne_list_get_loading (self->list));

  /* It is not what another filter would find. */
  karne_list_set_text (self->list, "Report 3");
  settle (self->list);
  g_assert_cmpuint (count (self), ==, 0);
  g_assert_false (karne_list_get_has_more (self->list));
  g_assert_error (karne_list_get_error (self->list), G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* Becoming: replaying what is said on a copy gives the rows, and no more is said than needed. */

static KarneItem *
make_item (guint id, guint version)
{
  KarneItem *item = g_new0 (KarneItem, 1);

  item->kind = g_strdup ("Task");
  item->id = g_strdup_printf ("%u", id);
  item->version = g_strdup_printf ("%u", version);
  return item;
}

/* Each of a few ids is there or not, somewhere, as before or not. */
static GPtrArray *
make_items (GRand *rand)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_item_free);
  guint n_ids = (guint) g_rand_int_range (rand, 0, 12);
  gboolean shuffled = g_rand_boolean (rand);

  for (guint id = 0; id < n_ids; id++)
    if (g_rand_int_range (rand, 0, 4) > 0)
      g_ptr_array_insert (items, shuffled ? g_rand_int_range (rand, 0, (int) items->len + 1) : -1,
                          make_item (id, (guint) g_rand_int_range (rand, 0, 3) / 2));
  return items;
}

typedef struct
{
  GPtrArray *rows; /* (unowned) */
  GPtrArray *copy; /* (owned) of KarneResource, unowned: as somebody outside knows them */
  guint n_steps;
} Replay;

static void
replay_cb (guint position, guint removed, guint added, gpointer data)
{
  Replay *replay = data;

  g_assert_cmpuint (removed + added, >, 0);
  if (removed > 0)
    g_ptr_array_remove_range (replay->copy, position, removed);
  for (guint i = position; i < position + added; i++)
    g_ptr_array_insert (replay->copy, (int) i, replay->rows->pdata[i]);
  g_assert_cmpuint (replay->copy->len, ==, replay->rows->len);
  for (guint i = 0; i < replay->rows->len; i++)
    g_assert_true (replay->copy->pdata[i] == replay->rows->pdata[i]);
  replay->n_steps++;
}

static void
test_becoming (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) copy = g_ptr_array_new ();

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GPtrArray) items = make_items (rand);
      Replay replay = { rows, copy, 0 };

      karne_rows_become (rows, items, replay_cb, &replay);
      g_assert_cmpuint (rows->len, ==, items->len);
      for (guint i = 0; i < items->len; i++)
        {
          const KarneItem *item = karne_resource_get_item (rows->pdata[i]);

          g_assert_true (karne_rows_equal (item, items->pdata[i]));
          g_assert_cmpstr (item->version, ==, ((KarneItem *) items->pdata[i])->version);
        }

      replay.n_steps = 0;
      karne_rows_become (rows, items, replay_cb, &replay);
      g_assert_cmpuint (replay.n_steps, ==, 0);
    }
}

static const struct
{
  const char *sent;
  const char *date; /* (nullable) */
  KarnePrecision precision;
} dates[] = {
  { "2026", "2026-01-01T00:00:00", KARNE_PRECISION_YEAR },
  { "2026-03", "2026-03-01T00:00:00", KARNE_PRECISION_MONTH },
  { "2026-03-14", "2026-03-14T00:00:00", KARNE_PRECISION_DAY },
  { "2026-03-14T08:15:00+04:00", "2026-03-14T04:15:00", KARNE_PRECISION_TIME },
  { "2026-03-14T08:15:00.250Z", "2026-03-14T08:15:00", KARNE_PRECISION_TIME },
  { "2026-13", NULL, KARNE_PRECISION_NONE },
  { "soon", NULL, KARNE_PRECISION_NONE },
  { "in a year or so", NULL, KARNE_PRECISION_NONE },
  { "", NULL, KARNE_PRECISION_NONE },
  { NULL, NULL, KARNE_PRECISION_NONE },
};

static void
test_dates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      KarneItem item = { .kind = (char *) "Task",
                         .id = (char *) "1",
                         .date = (char *) dates[i].sent };
      g_autoptr (KarneResource) resource = karne_resource_new (&item);
      KarnePrecision precision = KARNE_PRECISION_TIME;
      g_autoptr (GDateTime) date = karne_resource_dup_date_time (resource, &precision);
      g_autoptr (GDateTime) utc = date != NULL ? g_date_time_to_utc (date) : NULL;
      g_autofree char *text = utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S") : NULL;

      g_assert_cmpstr (text, ==, dates[i].date);
      g_assert_cmpint (precision, ==, dates[i].precision);
      g_assert_true (KARNE_IS_NOTICE (resource));
    }
}

#define ADD(name, func) g_test_add ("/list/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("windows", test_windows);
  ADD ("ask-twice", test_ask_twice);
  ADD ("changes", test_changes);
  ADD ("other-kinds", test_other_kinds);
  ADD ("part-of-list", test_part_of_list);
  ADD ("burst", test_burst);
  ADD ("everything-goes", test_everything_goes);
  ADD ("order", test_order);
  ADD ("search", test_search);
  ADD ("filters", test_filters);
  ADD ("hidden", test_hidden);
  ADD ("drop-while-loading", test_drop_while_loading);
  ADD ("cancel", test_cancel);
  ADD ("closed-store", test_closed_store);
  g_test_add_func ("/rows/becoming", test_becoming);
  g_test_add_func ("/resource/dates", test_dates);
  return g_test_run ();
}
