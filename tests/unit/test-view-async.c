/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reads that do not wait: what they answer, and that they leave the thread of the caller alone. */

#include "config.h"

#include "engine/karne-document.h"
#include "engine/karne-sync.h"
#include "karne-error.h"
#include "karne-test-clock.h"
#include "karne-test-exchange.h"
#include "karne-test-store.h"
#include "net/karne-soup-transport.h"
#include "store/karne-sql-private.h"

#define DOCUMENT(id, label)                                                                        \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"" id "\",\"description\":\"Radio\","           \
  "\"category\":[{\"text\":\"Imagerie\"}],"                                                        \
  "\"securityLabel\":[{\"coding\":[{\"code\":\"" label "\"}]}],\"content\":[{\"attachment\":{"     \
  "\"contentType\":\"text/plain\",\"size\":5,\"data\":\"aGVsbG8=\"}}]}"

/* All that can be asked at once. */
typedef enum
{
  ASK_ITEM,
  ASK_JSON,
  ASK_STATE,
  ASK_SAVE,
  ASK_FETCH,
  ASK_CATEGORIES,
  ASK_QUARANTINED,
  ASK_SOURCES,
  N_ASKS,
} Ask;

typedef struct
{
  KarneTestStore *store;
  KarneView *view;
  KarneTestClock *clock;
  KarneTransport *transport; /* to nowhere: what is asked for is here */
  GOutputStream *stream;
  KarneTestWait waits[N_ASKS];
  GMutex mutex;
  GCond cond;
  gboolean is_held; /* the reading worker is busy with something else */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (KarnePage) page = NULL;

  self->store = karne_test_store_new ();
  self->view = karne_view_new (self->store->store, KARNE_ROLE_PERSON, NULL);
  self->clock = karne_test_clock_new (0);
  self->transport = KARNE_TRANSPORT (karne_soup_transport_new (KARNE_CLOCK (self->clock)));
  self->stream = g_memory_output_stream_new_resizable ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  page = karne_test_ingest_resources (
      self->store, "DocumentReference", DOCUMENT ("d", "N"),
      DOCUMENT ("hidden", "INVISIBLE_PATIENT"),
      "{\"resourceType\":\"DocumentReference\",\"id\":\"bad\",\"a\":1,\"a\":2}", NULL);
  g_assert_cmpuint (page->n_stored, ==, 2);
  g_assert_cmpuint (page->n_quarantined, ==, 1);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->stream);
  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_object (&self->view);
  g_clear_pointer (&self->store, karne_test_store_free);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
}

static gboolean
hold_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Fixture *self = data;

  g_mutex_lock (&self->mutex);
  while (self->is_held)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static void
hold (Fixture *self)
{
  self->is_held = TRUE;
  karne_store_read_async (self->store->store, hold_in_worker, self, NULL, NULL, NULL, NULL);
}

static void
let_go (Fixture *self)
{
  g_mutex_lock (&self->mutex);
  self->is_held = FALSE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
ask (Fixture *self, const char *id, GCancellable *cancellable)
{
  const char *kind = "DocumentReference";
  KarneTestWait *waits = self->waits;

  karne_view_get_async (self->view, 0, kind, id, cancellable, karne_test_wait_cb, &waits[ASK_ITEM]);
  karne_view_get_json_async (self->view, 0, kind, id, TRUE, cancellable, karne_test_wait_cb,
                             &waits[ASK_JSON]);
  karne_document_get_state_async (self->view, 0, id, 0, cancellable, karne_test_wait_cb,
                                  &waits[ASK_STATE]);
  karne_document_save_async (self->view, 0, id, 0, self->stream, cancellable, karne_test_wait_cb,
                             &waits[ASK_SAVE]);
  karne_document_fetch_async (self->view, self->store->store, self->transport, 0, id, 0,
                              cancellable, karne_test_wait_cb, &waits[ASK_FETCH]);
  karne_view_list_categories_async (self->view, kind, cancellable, karne_test_wait_cb,
                                    &waits[ASK_CATEGORIES]);
  karne_view_list_quarantined_async (self->view, cancellable, karne_test_wait_cb,
                                     &waits[ASK_QUARANTINED]);
  karne_store_list_sources_async (self->store->store, cancellable, karne_test_wait_cb,
                                  &waits[ASK_SOURCES]);
}

static gpointer
finish (Fixture *self, Ask what, GError **error)
{
  g_autoptr (GAsyncResult) result = karne_test_wait_for (&self->waits[what]);

  switch (what)
    {
    case ASK_ITEM:
      return karne_view_get_finish (self->view, result, error);
    case ASK_JSON:
      return karne_view_get_json_finish (self->view, result, error);
    case ASK_STATE:
      return karne_document_get_state_finish (result, error);
    case ASK_SAVE:
      return GINT_TO_POINTER (karne_document_save_finish (result, error));
    case ASK_FETCH:
      return GINT_TO_POINTER (karne_document_fetch_finish (result, error));
    case ASK_CATEGORIES:
      return karne_view_list_categories_finish (self->view, result, error);
    case ASK_QUARANTINED:
      return karne_view_list_quarantined_finish (self->view, result, error);
    case ASK_SOURCES:
      return karne_store_list_sources_finish (self->store->store, result, error);
    case N_ASKS:
      break;
    }
  g_assert_not_reached ();
}

static gsize
count_saved (Fixture *self)
{
  return g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (self->stream));
}

static void
assert_answers (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneItem) item = finish (self, ASK_ITEM, &error);
  g_autofree char *json = finish (self, ASK_JSON, &error);
  g_autoptr (KarneDocumentState) state = finish (self, ASK_STATE, &error);
  gboolean is_saved = GPOINTER_TO_INT (finish (self, ASK_SAVE, &error));
  gboolean is_fetched = GPOINTER_TO_INT (finish (self, ASK_FETCH, &error));
  g_autoptr (GPtrArray) categories = finish (self, ASK_CATEGORIES, &error);
  g_autoptr (GPtrArray) quarantined = finish (self, ASK_QUARANTINED, &error);
  g_autoptr (GPtrArray) sources = finish (self, ASK_SOURCES, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (item->title, ==, "Radio");
  g_assert_true (g_str_equal (json, DOCUMENT ("d", "N")));
  g_assert_true (state->whole);
  g_assert_cmpint (state->here, ==, 5);
  g_assert_true (is_saved);
  g_assert_true (is_fetched);
  g_assert_cmpmem (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (self->stream)),
                   count_saved (self), "hello", 5);
  g_assert_cmpuint (categories->len, ==, 1);
  g_assert_cmpuint (((KarneCategory *) categories->pdata[0])->n, ==, 1);
  g_assert_cmpuint (quarantined->len, ==, 1);
  g_assert_cmpstr (((KarneQuarantined *) quarantined->pdata[0])->id, ==, "bad");
  g_assert_cmpuint (sources->len, ==, 1);
  g_assert_cmpstr (((KarneSource *) sources->pdata[0])->base, ==, KARNE_TEST_BASE);
}

/* While the disk is busy the main loop turns, and nothing is answered. */
static void
test_busy (Fixture *self, gconstpointer data)
{
  hold (self);
  ask (self, "d", NULL);
  karne_test_settle ();
  for (guint i = 0; i < N_ASKS; i++)
    g_assert_null (self->waits[i].result);
  let_go (self);
  assert_answers (self);
}

static void
assert_none (Fixture *self, Ask until, GQuark domain, int code)
{
  for (Ask what = 0; what < until; what++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (finish (self, what, &error));
      g_assert_error (error, domain, code);
    }
  g_assert_cmpuint (count_saved (self), ==, 0);
}

/* Before its turn came, and after the work was done. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  hold (self);
  ask (self, "d", cancellable);
  g_cancellable_cancel (cancellable);
  let_go (self);
  assert_none (self, N_ASKS, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_cancellable_reset (cancellable);
  ask (self, "d", cancellable);
  /* One job after the other: all of them are done when this one is. */
  g_assert_true (karne_store_read (self->store->store, hold_in_worker, self, NULL));
  g_cancellable_cancel (cancellable);
  for (Ask what = 0; what < N_ASKS; what++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (finish (self, what, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

/* A sync begins with a look into the store. */
static void
test_sync (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneSync) sync = karne_sync_new (self->store->store, self->store->source->id,
                                               self->transport, KARNE_CLOCK (self->clock), 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hold (self);
  karne_sync_run_async (sync, cancellable, karne_test_wait_cb, &wait);
  karne_test_settle ();
  g_assert_null (wait.result);
  g_cancellable_cancel (cancellable);
  let_go (self);
  result = karne_test_wait_for (&wait);
  g_assert_null (karne_sync_run_finish (sync, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The same as from what waits: nothing of it is there. */
static void
test_hidden (Fixture *self, gconstpointer data)
{
  ask (self, data, NULL);
  assert_none (self, ASK_CATEGORIES, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_ptr_array_unref (finish (self, ASK_CATEGORIES, NULL));
  g_ptr_array_unref (finish (self, ASK_QUARANTINED, NULL));
  g_ptr_array_unref (finish (self, ASK_SOURCES, NULL));
}

/* Who asked in time is answered. */
static void
test_closing (Fixture *self, gconstpointer data)
{
  ask (self, "d", NULL);
  g_assert_true (karne_store_close (self->store->store, NULL));
  assert_answers (self);
}

static void
test_closed (Fixture *self, gconstpointer data)
{
  g_assert_true (karne_store_close (self->store->store, NULL));
  ask (self, "d", NULL);
  assert_none (self, N_ASKS, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* Up to when a kind is here */

static gboolean
exec_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return karne_sql_exec (db, data, error);
}

static void
assert_known_until (Fixture *self, const char *sql, const char *expected)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *until = NULL;
  g_autoptr (GError) error = NULL;

  karne_store_write (self->store->store, exec_in_worker, (gpointer) sql, &error);
  g_assert_no_error (error);
  karne_store_get_known_until_async (self->store->store, "AuditEvent", NULL, karne_test_wait_cb,
                                     &wait);
  result = karne_test_wait_for (&wait);
  until = karne_store_get_known_until_finish (self->store->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (until, ==, expected);
}

/* No page may look fresher than the oldest part of it, nor whole when a part never came. */
static void
test_known_until (Fixture *self, gconstpointer data)
{
  assert_known_until (self, "SELECT 1", NULL);
  assert_known_until (self, "INSERT INTO pull (source, kind, cursor) VALUES (1, 'Task', '2026')",
                      NULL);
  assert_known_until (self, "INSERT INTO pull (source, kind) VALUES (1, 'AuditEvent')", NULL);
  assert_known_until (self,
                      "UPDATE pull SET cursor = '2026-03-03T14:02:00.5+04:00' "
                      "WHERE kind = 'AuditEvent'",
                      "2026-03-03T10:02:00Z");
  assert_known_until (self, "INSERT INTO source (id, base, patient) VALUES (2, 'b', 'p2')", NULL);
  assert_known_until (self,
                      "INSERT INTO pull (source, kind, cursor) "
                      "VALUES (2, 'AuditEvent', '2026-03-03T09:00:00Z')",
                      "2026-03-03T09:00:00Z");
  assert_known_until (self, "DELETE FROM source", NULL);
}

#define ADD(path, data, func)                                                                      \
  g_test_add ("/view-async/" path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("busy", NULL, test_busy);
  ADD ("cancel", NULL, test_cancel);
  ADD ("sync", NULL, test_sync);
  ADD ("hidden", "hidden", test_hidden);
  ADD ("nowhere", "nowhere", test_hidden);
  ADD ("closing", NULL, test_closing);
  ADD ("closed", NULL, test_closed);
  ADD ("known-until", NULL, test_known_until);
  return g_test_run ();
}
