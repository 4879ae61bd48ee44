/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-desk-private.h"
#include "karne-test-clock.h"
#include "karne-test-server.h"

/* Locking the desk: what is gone meanwhile, what brings it back, and what does not. With real
 * spaces and a real server, and no window. */

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)

typedef struct
{
  KarneDesk *desk;         /* (owned) */
  KarneTestServer *server; /* (owned) (nullable) */
  GAsyncResult *result;    /* (owned) (nullable) of what is waited for */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_setenv ("KARNE_DEMO_SERVER", KARNE_DEMO_SERVER_PATH, TRUE);
  g_setenv ("KARNE_DEMO_DATA", KARNE_DEMO_DATA_PATH, TRUE);
  self->desk = karne_desk_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->result);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->server, karne_test_server_free);
}

/* Waiting */

static void
keep_result_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  ((Fixture *) data)->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Fixture *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&self->result);
}

static void
wait_until_quiet (Fixture *self)
{
  while (karne_desk_get_busy (self->desk))
    g_main_context_iteration (NULL, TRUE);
}

static void
open_demo (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  karne_desk_open_demo_async (self->desk, NULL, keep_result_cb, self);
  result = wait_for (self);
  karne_desk_open_finish (self->desk, result, &error);
  g_assert_no_error (error);
}

static void
wait_for_sync (Fixture *self)
{
  KarneSession *session = karne_desk_get_session (self->desk);

  while (karne_session_get_syncing (session) || karne_session_get_last_synced (session) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
unlock (Fixture *self, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  karne_desk_unlock_async (self->desk, secret, NULL, keep_result_cb, self);
  result = wait_for (self);
  return karne_desk_unlock_finish (self->desk, result, error);
}

static void
close_desk (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  karne_desk_close_async (self->desk, NULL, keep_result_cb, self);
  result = wait_for (self);
  karne_desk_close_finish (self->desk, result, &error);
  g_assert_no_error (error);
}

static guint
count_folders (void)
{
  g_autoptr (GFile) root = karne_space_get_ephemeral_root ();
  g_autoptr (GDir) dir = g_dir_open (g_file_peek_path (root), 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Of another code than the demonstration’s. */
static void
set_code (Fixture *self, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneGuard) guard = karne_guard_new (code, &error);

  g_assert_no_error (error);
  karne_desk_set_guard (self->desk, guard);
}

static void
assert_nothing_shown (Fixture *self)
{
  g_assert_true (karne_desk_get_locked (self->desk));
  g_assert_null (karne_desk_get_session (self->desk));
  g_assert_null (karne_desk_get_profile (self->desk));
  g_assert_cmpuint (g_list_model_get_n_items (karne_desk_get_profiles (self->desk)), ==, 0);
}

/* What the person wrote, of which the server hears as soon as it can. */
static void
write_measure (Fixture *self)
{
  KarneSession *session = karne_desk_get_session (self->desk);
  const char *patient = karne_profile_get_patient (karne_desk_get_profile (self->desk));
  g_autofree char *json = g_strdup_printf (
      "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"Poids\"},"
      "\"subject\":{\"reference\":\"Patient/%s\"},\"effectiveDateTime\":\"2026-03-01\","
      "\"valueQuantity\":{\"value\":70,\"unit\":\"kg\"}}",
      patient);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  id = karne_store_save (karne_session_get_store (session), 1, "Observation", NULL, json, &error);
  g_assert_no_error (error);
  while (karne_unsent_get_count (karne_session_get_unsent (session)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* The demonstration */

/* Whoever looks afterwards whether it is gone has to know where it is. */
static void
assert_known (Fixture *self, KarneSpace *space)
{
  g_autoptr (GPtrArray) spaces = karne_desk_list_spaces (self->desk);

  g_assert_true (g_ptr_array_find (spaces, space, NULL));
}

static void
test_code (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneTestClock) clock = karne_test_clock_new (1772000000 * SECOND);
  g_autoptr (GError) error = NULL;
  g_autofree char *patient = NULL;
  g_autoptr (KarneSpace) space = NULL;

  g_clear_object (&self->desk);
  self->desk = karne_desk_new_with_clock (KARNE_CLOCK (clock));
  open_demo (self);
  wait_for_sync (self);
  patient = g_strdup (karne_profile_get_patient (karne_desk_get_profile (self->desk)));
  g_set_object (&space, karne_session_get_space (karne_desk_get_session (self->desk)));
  karne_desk_lock (self->desk);
  assert_nothing_shown (self);
  wait_until_quiet (self);
  assert_nothing_shown (self);
  g_assert_true (karne_space_is_resting (space));
  g_assert_cmpuint (count_folders (), ==, 1);
  assert_known (self, space);

  g_assert_false (unlock (self, "1111", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_assert_cmpint (karne_desk_get_wait (self->desk), >, 0);
  g_assert_false (unlock (self, KARNE_DESK_DEMO_CODE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);
  assert_nothing_shown (self);
  karne_test_clock_advance (clock, karne_desk_get_wait (self->desk));
  g_assert_true (unlock (self, KARNE_DESK_DEMO_CODE, &error));
  g_assert_no_error (error);
  g_assert_false (karne_desk_get_locked (self->desk));
  g_assert_cmpstr (karne_profile_get_patient (karne_desk_get_profile (self->desk)), ==, patient);
  g_assert_cmpuint (g_list_model_get_n_items (karne_desk_get_profiles (self->desk)), ==, 5);
  /* The same record, and not a new one. */
  g_assert_true (karne_session_has_copy (karne_desk_get_session (self->desk)));
  close_desk (self);
  g_assert_cmpuint (count_folders (), ==, 0);
}

/* The code that somebody chose counts, be it that it is locked before it is ready. */
static void
test_own_code (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  open_demo (self);
  karne_desk_set_code (self->desk, "2580");
  karne_desk_lock (self->desk);
  assert_nothing_shown (self);
  g_assert_false (unlock (self, KARNE_DESK_DEMO_CODE, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
  close_desk (self);
  g_assert_null (karne_desk_get_guard (self->desk));
}

/* Five wrong codes, and nothing is left of the session. */
static void
test_wiped_by_tries (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneTestClock) clock = karne_test_clock_new (1772000000 * SECOND);
  guint n_lost = 99;

  g_clear_object (&self->desk);
  self->desk = karne_desk_new_with_clock (KARNE_CLOCK (clock));
  open_demo (self);
  set_code (self, "2580");
  karne_desk_lock (self->desk);
  wait_until_quiet (self);
  for (guint i = 1; i <= KARNE_GUARD_MAX_TRIES; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (karne_desk_get_locked (self->desk));
      g_assert_false (unlock (self, "1111", &error));
      g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
      karne_test_clock_advance (clock, MINUTE);
    }
  wait_until_quiet (self);
  g_assert_false (karne_desk_get_locked (self->desk));
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
  g_assert_cmpint (karne_desk_get_loss (self->desk, &n_lost), ==, KARNE_DESK_LOSS_TRIES);
  g_assert_cmpuint (n_lost, ==, 0);
  g_assert_cmpuint (count_folders (), ==, 0);
}

/* Nobody came back: locked first, wiped later. */
static void
test_idle (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneTestClock) clock = karne_test_clock_new (1772000000 * SECOND);
  guint n_lost = 99;

  g_clear_object (&self->desk);
  self->desk = karne_desk_new_with_clock (KARNE_CLOCK (clock));
  karne_idle_set_limits (karne_desk_get_idle (self->desk), 2, 5);
  open_demo (self);
  karne_test_clock_advance (clock, 90 * SECOND);
  g_assert_cmpuint (karne_idle_get_seconds_left (karne_desk_get_idle (self->desk)), ==, 30);
  g_assert_false (karne_desk_get_locked (self->desk));
  karne_test_clock_advance (clock, 30 * SECOND);
  assert_nothing_shown (self);
  wait_until_quiet (self);
  karne_test_clock_advance (clock, 5 * MINUTE - SECOND);
  g_assert_true (karne_desk_get_locked (self->desk));
  karne_test_clock_advance (clock, SECOND);
  wait_until_quiet (self);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
  g_assert_cmpint (karne_desk_get_loss (self->desk, &n_lost), ==, KARNE_DESK_LOSS_IDLE);
  g_assert_cmpuint (count_folders (), ==, 0);
}

/* What has to be sent keeps a record open behind the lock, for as long as that takes. */
static void
test_sends_while_locked (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneSpace) space = NULL;
  g_autoptr (GError) error = NULL;

  open_demo (self);
  wait_for_sync (self);
  g_set_object (&space, karne_session_get_space (karne_desk_get_session (self->desk)));
  write_measure (self);
  assert_known (self, space);
  karne_desk_lock (self->desk);
  assert_nothing_shown (self);
  assert_known (self, space);
  while (!karne_space_is_resting (space))
    g_main_context_iteration (NULL, TRUE);
  wait_until_quiet (self);
  g_assert_cmpuint (karne_desk_get_n_unsent (self->desk), ==, 0);
  g_assert_true (unlock (self, KARNE_DESK_DEMO_CODE, &error));
  g_assert_no_error (error);
  close_desk (self);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_strfreev (karne_draft_save_finish (KARNE_STORE (object), result, &error));
  g_assert_no_error (error);
}

/* What is being saved while it is locked is counted, and keeps the record open. */
static void
test_saved_while_locking (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneSpace) space = NULL;
  g_autoptr (KarneDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  KarneSession *session;

  open_demo (self);
  wait_for_sync (self);
  karne_demo_stop (self->desk->demo);
  /* Otherwise the lock waits until there is one. */
  set_code (self, "2580");
  session = karne_desk_get_session (self->desk);
  g_set_object (&space, karne_session_get_space (session));
  draft =
      karne_draft_new_appointment (karne_profile_get_patient (karne_desk_get_profile (self->desk)),
                                   "Rendez-vous", "2026-04-01T08:00:00Z", NULL, NULL, &error);
  g_assert_no_error (error);
  karne_draft_save_async (draft, karne_session_get_store (session), 1, NULL, saved_cb, NULL);
  karne_desk_lock (self->desk);
  wait_until_quiet (self);
  g_assert_cmpuint (karne_desk_get_n_unsent (self->desk), ==, 1);
  g_assert_false (karne_space_is_resting (space));
  close_desk (self);
}

/* A wipe tries to send first, not for ever, and says how much went. */
static void
test_wiped_unsent (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneTestClock) clock = karne_test_clock_new (1772000000 * SECOND);
  guint n_lost = 0;

  g_clear_object (&self->desk);
  self->desk = karne_desk_new_with_clock (KARNE_CLOCK (clock));
  open_demo (self);
  karne_demo_stop (self->desk->demo);
  write_measure (self);
  karne_desk_lock (self->desk);
  wait_until_quiet (self);
  g_assert_cmpuint (karne_desk_get_n_unsent (self->desk), ==, 1);
  karne_test_clock_advance (clock, 15 * MINUTE);
  g_assert_true (karne_desk_get_locked (self->desk));
  g_assert_cmpuint (count_folders (), ==, 1);
  karne_test_clock_advance (clock, MINUTE);
  wait_until_quiet (self);
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);
  g_assert_cmpint (karne_desk_get_loss (self->desk, &n_lost), ==, KARNE_DESK_LOSS_IDLE);
  g_assert_cmpuint (n_lost, ==, 1);
  g_assert_cmpuint (count_folders (), ==, 0);
}

/* Whoever comes back while it tries to send finds their session. */
static void
test_back_in_time (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneTestClock) clock = karne_test_clock_new (1772000000 * SECOND);
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->desk);
  self->desk = karne_desk_new_with_clock (KARNE_CLOCK (clock));
  open_demo (self);
  karne_demo_stop (self->desk->demo);
  write_measure (self);
  karne_desk_lock (self->desk);
  wait_until_quiet (self);
  karne_test_clock_advance (clock, 15 * MINUTE);
  g_assert_true (unlock (self, KARNE_DESK_DEMO_CODE, &error));
  g_assert_no_error (error);
  karne_test_clock_advance (clock, MINUTE);
  g_assert_nonnull (karne_desk_get_session (self->desk));
  g_assert_cmpuint (karne_desk_get_n_unsent (self->desk), ==, 1);
  close_desk (self);
}

static void
test_close_locked (Fixture *self, gconstpointer data)
{
  open_demo (self);
  karne_desk_lock (self->desk);
  /* Before it is at rest, and after. */
  close_desk (self);
  g_assert_cmpuint (count_folders (), ==, 0);
  g_assert_false (karne_desk_get_locked (self->desk));
  open_demo (self);
  karne_desk_lock (self->desk);
  wait_until_quiet (self);
  close_desk (self);
  g_assert_cmpuint (count_folders (), ==, 0);
}

static void
test_lock_while_opening (Fixture *self, gconstpointer data)
{
  Fixture other = { .desk = self->desk };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KarneProfile) second = NULL;
  g_autoptr (GError) error = NULL;

  /* Nothing is open yet: there is nothing to come back to. */
  karne_desk_open_demo_async (self->desk, NULL, keep_result_cb, &other);
  karne_desk_lock (self->desk);
  result = wait_for (&other);
  g_assert_false (karne_desk_open_finish (self->desk, result, NULL));
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_CLOSED);

  open_demo (self);
  second = g_list_model_get_item (karne_desk_get_profiles (self->desk), 1);
  karne_desk_show_async (self->desk, second, NULL, keep_result_cb, &other);
  karne_desk_lock (self->desk);
  assert_nothing_shown (self);
  g_clear_object (&result);
  result = wait_for (&other);
  wait_until_quiet (self);
  assert_nothing_shown (self);
  g_assert_true (unlock (self, KARNE_DESK_DEMO_CODE, &error));
  g_assert_no_error (error);
  g_assert_nonnull (karne_desk_get_session (self->desk));
  close_desk (self);
  g_assert_cmpuint (count_folders (), ==, 0);
}

/* A lock that is asked for while it is being unlocked counts. */
static void
test_lock_again (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  open_demo (self);
  karne_desk_lock (self->desk);
  wait_until_quiet (self);
  karne_desk_unlock_async (self->desk, KARNE_DESK_DEMO_CODE, NULL, keep_result_cb, self);
  karne_desk_lock (self->desk);
  result = wait_for (self);
  assert_nothing_shown (self);
  close_desk (self);
}

/* A record that stays */

static void
test_own (Fixture *self, gconstpointer data)
{
  const char *const flags[] = { "--data", KARNE_DEMO_DATA_PATH, NULL };
  KarnePerson person = { (char *) "documents", (char *) "Somebody", (char *) "1961-03-03" };
  g_autoptr (GFile) root = karne_space_get_default_root ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KarneSpace) elsewhere = NULL;
  g_autoptr (GError) error = NULL;

  self->server = karne_test_server_start (flags);
  karne_desk_create_space_async (self->desk, "un deux trois",
                                 karne_test_server_get_base (self->server), &person, NULL, NULL,
                                 keep_result_cb, self);
  result = wait_for (self);
  karne_desk_open_finish (self->desk, result, &error);
  g_assert_no_error (error);
  karne_desk_lock (self->desk);
  assert_nothing_shown (self);
  wait_until_quiet (self);
  assert_nothing_shown (self);

  /* It is closed: somebody else could open it. */
  elsewhere = karne_space_open (root, "space-1", "un deux trois", &error);
  g_assert_no_error (error);
  g_assert_false (unlock (self, "un deux trois", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_LOCKED);
  g_clear_error (&error);
  karne_space_close (elsewhere, NULL);

  g_assert_false (unlock (self, "quatre", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_WRONG_KEY);
  g_clear_error (&error);
  assert_nothing_shown (self);
  g_assert_true (unlock (self, "un deux trois", &error));
  g_assert_no_error (error);
  g_assert_nonnull (karne_desk_get_session (self->desk));
  g_assert_cmpint (karne_desk_get_mode (self->desk), ==, KARNE_DESK_MODE_OWN);
  close_desk (self);
}

/* The watch itself */

static void
count_cb (KarneIdle *idle, gpointer data)
{
  ++*(guint *) data;
}

static void
test_watch (void)
{
  g_autoptr (KarneTestClock) clock = karne_test_clock_new (1772000000 * SECOND);
  g_autoptr (KarneIdle) idle = karne_idle_new (KARNE_CLOCK (clock));
  guint n_locks = 0, n_wipes = 0;

  g_signal_connect (idle, "lock", G_CALLBACK (count_cb), &n_locks);
  g_signal_connect (idle, "wipe", G_CALLBACK (count_cb), &n_wipes);
  karne_idle_set_limits (idle, 1, 5);
  karne_test_clock_advance (clock, 60 * MINUTE);
  g_assert_cmpuint (n_locks, ==, 0);

  karne_idle_set_watch (idle, KARNE_IDLE_WATCH_OPEN);
  for (guint i = 0; i < 10; i++)
    {
      karne_test_clock_advance (clock, 29 * SECOND);
      karne_idle_touch (idle);
    }
  karne_test_clock_advance (clock, 30 * SECOND - 1);
  g_assert_cmpuint (karne_idle_get_seconds_left (idle), ==, 0);
  karne_test_clock_advance (clock, 1);
  g_assert_cmpuint (karne_idle_get_seconds_left (idle), ==, 30);
  karne_test_clock_advance (clock, 10 * SECOND);
  g_assert_cmpuint (karne_idle_get_seconds_left (idle), ==, 20);
  karne_idle_touch (idle);
  g_assert_cmpuint (karne_idle_get_seconds_left (idle), ==, 0);
  karne_test_clock_advance (clock, MINUTE - 1);
  g_assert_cmpuint (karne_idle_get_seconds_left (idle), ==, 10);
  g_assert_cmpuint (n_locks, ==, 0);
  karne_test_clock_advance (clock, 1);
  g_assert_cmpuint (n_locks, ==, 1);
  g_assert_cmpuint (karne_idle_get_seconds_left (idle), ==, 0);

  karne_idle_set_watch (idle, KARNE_IDLE_WATCH_LOCKED);
  karne_test_clock_advance (clock, 5 * MINUTE - 1);
  karne_idle_touch (idle); /* is no code */
  g_assert_cmpuint (n_wipes, ==, 0);
  karne_test_clock_advance (clock, 1);
  g_assert_cmpuint (n_wipes, ==, 1);
  karne_test_clock_advance (clock, 60 * MINUTE);
  g_assert_cmpuint (n_locks, ==, 1);
  g_assert_cmpuint (n_wipes, ==, 1);
}

#define ADD(name, func) g_test_add ("/desk-lock/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/desk-lock/watch", test_watch);
  ADD ("code", test_code);
  ADD ("own-code", test_own_code);
  ADD ("wiped-by-tries", test_wiped_by_tries);
  ADD ("idle", test_idle);
  ADD ("sends-while-locked", test_sends_while_locked);
  ADD ("saved-while-locking", test_saved_while_locking);
  ADD ("wiped-unsent", test_wiped_unsent);
  ADD ("back-in-time", test_back_in_time);
  ADD ("close-locked", test_close_locked);
  ADD ("lock-while-opening", test_lock_while_opening);
  ADD ("lock-again", test_lock_again);
  ADD ("own", test_own);
  return g_test_run ();
}
