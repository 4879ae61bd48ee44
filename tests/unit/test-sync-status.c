/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "karne-test-exchange.h"
#include "karne-test-sync.h"
#include "model/karne-sync-status.h"

/* A status over a real store and a real server on the loopback; only the time is the test's. What
 * it says is written down, one sentence a line. */

#define DAY ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)

/* A network that is not there. */
#define TYPE_NO_NETWORK (no_network_get_type ())
G_DECLARE_FINAL_TYPE (NoNetwork, no_network, NO, NETWORK, GObject)

struct _NoNetwork
{
  GObject parent_instance;
};

static void
no_network_send_async (KarneTransport *transport,
                       KarneRequest *request,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (transport, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, "No network");
}

static KarneResponse *
no_network_send_finish (KarneTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
no_network_get_bytes (KarneTransport *transport, guint64 *sent, guint64 *received, guint *exchanges)
{
}

static void
no_network_transport_init (KarneTransportInterface *iface)
{
  iface->send_async = no_network_send_async;
  iface->send_finish = no_network_send_finish;
  iface->get_bytes = no_network_get_bytes;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NoNetwork,
                               no_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KARNE_TYPE_TRANSPORT,
                                                      no_network_transport_init))

static void
no_network_class_init (NoNetworkClass *klass)
{
}

static void
no_network_init (NoNetwork *self)
{
}

typedef struct
{
  KarneTestSync *world;    /* (owned) */
  KarneSyncStatus *status; /* (owned) (nullable) */
  GString *said;           /* (owned) */
} Fixture;

static void
sentence_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  g_string_append (data, karne_sync_status_get_sentence (KARNE_SYNC_STATUS (object)));
  g_string_append_c (data, '\n');
}

static gboolean
advance_cb (gpointer data)
{
  KarneTestClock *clock = data;

  karne_test_clock_advance (clock, MAX (karne_test_clock_get_next_delay (clock), 0));
  return G_SOURCE_REMOVE;
}

/* The clock jumps to the end of each pause. */
static void
waiting_cb (KarneSync *sync, gint64 until, gpointer data)
{
  g_idle_add (advance_cb, data);
}

static void
make_status (Fixture *self, KarneTransport *transport)
{
  g_clear_object (&self->status);
  self->status = karne_sync_status_new (self->world->store->store, self->world->source, transport,
                                        KARNE_CLOCK (self->world->clock));
  g_signal_connect (self->status, "notify::sentence", G_CALLBACK (sentence_cb), self->said);
  g_signal_connect (karne_sync_status_get_sync (self->status), "waiting", G_CALLBACK (waiting_cb),
                    self->world->clock);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->world = karne_test_sync_new ();
  self->said = g_string_new (NULL);
  karne_test_fhir_put (self->world->fhir, "Patient", "p1", NULL);
  make_status (self, self->world->transport);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->status);
  g_clear_pointer (&self->world, karne_test_sync_free);
  g_string_free (self->said, TRUE);
}

static gboolean
run (Fixture *self, GError **error)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  KarneSyncReport *report;

  karne_sync_status_sync_async (self->status, NULL, karne_test_wait_cb, &wait);
  g_assert_true (karne_sync_status_get_syncing (self->status));
  result = karne_test_wait_for (&wait);
  g_assert_false (karne_sync_status_get_syncing (self->status));
  report = karne_sync_status_sync_finish (self->status, result, error);
  if (report == NULL)
    return FALSE;
  karne_sync_report_free (report);
  return TRUE;
}

static void
assert_is (Fixture *self, KarneSyncState state, const char *sentence)
{
  g_assert_cmpint (karne_sync_status_get_state (self->status), ==, state);
  g_assert_cmpstr (karne_sync_status_get_sentence (self->status), ==, sentence);
}

static void
wait_for_state (Fixture *self, KarneSyncState state)
{
  while (karne_sync_status_get_state (self->status) != state)
    g_main_context_iteration (NULL, TRUE);
}

static GDateTime *
dup_date (Fixture *self, const char *property)
{
  GDateTime *date = NULL;

  g_object_get (self->status, property, &date, NULL);
  return date;
}

static void
progress_cb (KarneSyncStatus *status,
             const char *kind,
             gint64 received,
             gint64 total,
             gpointer data)
{
  g_assert_cmpint (karne_sync_status_get_state (status), ==, KARNE_SYNC_STATE_SYNCING);
  ++*(guint *) data;
}

static void
test_goes_well (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) synced = NULL;
  gint64 received, total;
  guint n_pages = 0;

  assert_is (self, KARNE_SYNC_STATE_NEVER, "Nothing received yet");
  g_assert_null (dup_date (self, "last-synced"));
  karne_test_fhir_put_many (self->world->fhir, "Observation", 3);
  g_signal_connect (self->status, "progress", G_CALLBACK (progress_cb), &n_pages);
  g_assert_true (run (self, &error));
  g_assert_no_error (error);

  assert_is (self, KARNE_SYNC_STATE_UP_TO_DATE, "Up to date, 00:00");
  g_assert_true (g_str_has_prefix (self->said->str, "Updating…\n"));
  g_assert_nonnull (strstr (self->said->str, "Updating… (measures 3/3)\n"));
  g_assert_cmpuint (n_pages, >, 0);
  g_assert_true (karne_sync_status_get_progress (self->status, "Observation", &received, &total));
  g_assert_cmpint (received, ==, 3);
  g_assert_cmpint (total, ==, 3);
  synced = dup_date (self, "last-synced");
  g_assert_cmpint (g_date_time_to_unix (synced), ==,
                   karne_clock_get_real (KARNE_CLOCK (self->world->clock)) / G_USEC_PER_SEC);
}

/* The next start says what the last session came to. */
static void
test_restored (Fixture *self, gconstpointer data)
{
  g_assert_true (run (self, NULL));
  make_status (self, self->world->transport);
  assert_is (self, KARNE_SYNC_STATE_NEVER, "Nothing received yet");
  wait_for_state (self, KARNE_SYNC_STATE_UP_TO_DATE);
  assert_is (self, KARNE_SYNC_STATE_UP_TO_DATE, "Up to date, 00:00");

  /* “00:00” of today is a day of the year tomorrow, and has a year a year later. */
  karne_test_clock_advance (self->world->clock, DAY);
  assert_is (self, KARNE_SYNC_STATE_UP_TO_DATE, "Data of 1 January");
  karne_test_clock_advance (self->world->clock, 400 * DAY);
  assert_is (self, KARNE_SYNC_STATE_UP_TO_DATE, "Data of 1 January 2025");
}

static gboolean
refuse_cb (KarneTestFhir *fhir,
           const char *method,
           const char *target,
           const char *token,
           KarneTestFhirReply *reply,
           gpointer data)
{
  guint *left_and_status = data;

  if (left_and_status[0] == 0)
    return FALSE;
  left_and_status[0]--;
  reply->status = left_and_status[1];
  reply->retry_after = left_and_status[1] == 503 ? g_strdup ("600") : NULL;
  return TRUE;
}

static void
test_sign_in (Fixture *self, gconstpointer data)
{
  guint refusal[] = { G_MAXUINT, 401 };
  g_autoptr (GError) error = NULL;

  karne_test_fhir_set_hook (self->world->fhir, refuse_cb, refusal);
  g_assert_false (run (self, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED);
  g_assert_error (karne_sync_status_get_error (self->status), KARNE_ERROR,
                  KARNE_ERROR_UNAUTHORIZED);
  assert_is (self, KARNE_SYNC_STATE_SIGN_IN_NEEDED, "Sign in again");

  make_status (self, self->world->transport);
  wait_for_state (self, KARNE_SYNC_STATE_SIGN_IN_NEEDED);

  refusal[0] = 0;
  g_assert_true (run (self, NULL));
  g_assert_null (karne_sync_status_get_error (self->status));
  assert_is (self, KARNE_SYNC_STATE_UP_TO_DATE, "Up to date, 00:00");
}

static void
next_try_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  g_autoptr (GDateTime) next = NULL;
  g_autofree char *text = NULL;

  g_object_get (object, "next-try", &next, NULL);
  text = next != NULL ? g_date_time_format_iso8601 (next) : g_strdup ("-");
  g_string_append_printf (data, "%s ", text);
}

static void
test_pause (Fixture *self, gconstpointer data)
{
  guint refusal[] = { 1, 503 };
  g_autoptr (GString) tries = g_string_new (NULL);

  karne_test_fhir_set_hook (self->world->fhir, refuse_cb, refusal);
  g_signal_connect (self->status, "notify::next-try", G_CALLBACK (next_try_cb), tries);
  g_assert_true (run (self, NULL));
  g_assert_true (g_str_has_prefix (self->said->str,
                                   "Updating…\nServer unavailable, next try at 00:10\nUpdating…"));
  g_assert_true (g_str_has_prefix (tries->str, "2025-01-01T00:10"));
  g_assert_true (g_str_has_suffix (tries->str, " - "));
  assert_is (self, KARNE_SYNC_STATE_UP_TO_DATE, "Up to date, 00:10");
}

static void
test_server_fails (Fixture *self, gconstpointer data)
{
  guint refusal[] = { G_MAXUINT, 500 };
  g_autoptr (GError) error = NULL;

  karne_test_fhir_set_hook (self->world->fhir, refuse_cb, refusal);
  g_assert_false (run (self, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_SERVER);
  assert_is (self, KARNE_SYNC_STATE_UNAVAILABLE, "Server unavailable");
  g_assert_null (dup_date (self, "next-try"));
}

static void
test_offline (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneTransport) nothing = g_object_new (TYPE_NO_NETWORK, NULL);
  g_autoptr (GError) error = NULL;

  make_status (self, nothing);
  g_assert_false (run (self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE);
  assert_is (self, KARNE_SYNC_STATE_OFFLINE, "Offline");

  make_status (self, self->world->transport);
  g_assert_true (run (self, NULL));
  make_status (self, nothing);
  wait_for_state (self, KARNE_SYNC_STATE_UP_TO_DATE);
  g_assert_false (run (self, NULL));
  g_assert_true (
      g_str_has_prefix (karne_sync_status_get_sentence (self->status), "Offline, data of 00:0"));
  karne_test_clock_advance (self->world->clock, DAY);
  assert_is (self, KARNE_SYNC_STATE_OFFLINE, "Offline, data of 1 January");
}

/* Whoever syncs at once, without a network, still reads how old the copy is. */
static void
test_offline_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (KarneTransport) nothing = g_object_new (TYPE_NO_NETWORK, NULL);

  g_assert_true (run (self, NULL));
  make_status (self, nothing);
  g_assert_false (run (self, NULL));
  karne_test_settle ();
  g_assert_cmpint (karne_sync_status_get_state (self->status), ==, KARNE_SYNC_STATE_OFFLINE);
  g_assert_true (
      g_str_has_prefix (karne_sync_status_get_sentence (self->status), "Offline, data of 00:0"));
}

/* Nobody is there at all. */
static void
test_no_patient (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  karne_test_fhir_delete (self->world->fhir, "Patient", "p1");
  g_assert_false (run (self, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  words = karne_error_to_words (error);
  assert_is (self, KARNE_SYNC_STATE_FAILED, words);
}

static void
cancel_cb (KarneSyncStatus *status, const char *kind, gint64 received, gint64 total, gpointer data)
{
  if (data != NULL)
    g_cancellable_cancel (data);
  else
    karne_sync_status_cancel (status);
}

/* Stopped by either way, it says what it said before. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  for (guint i = 0; i < 2; i++)
    {
      gulong id = g_signal_connect (self->status, "progress", G_CALLBACK (cancel_cb),
                                    i == 0 ? NULL : cancellable);
      KarneTestWait wait = { NULL };
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      karne_sync_status_sync_async (self->status, i == 0 ? NULL : cancellable, karne_test_wait_cb,
                                    &wait);
      result = karne_test_wait_for (&wait);
      g_assert_null (karne_sync_status_sync_finish (self->status, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      assert_is (self, KARNE_SYNC_STATE_NEVER, "Nothing received yet");
      g_assert_null (karne_sync_status_get_error (self->status));
      g_signal_handler_disconnect (self->status, id);
    }
  g_assert_true (run (self, NULL));
  karne_sync_status_cancel (self->status);
}

static void
test_one_at_a_time (Fixture *self, gconstpointer data)
{
  KarneTestWait first = { NULL }, second = { NULL };
  g_autoptr (GAsyncResult) one = NULL, two = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSyncReport) report = NULL;

  karne_sync_status_sync_async (self->status, NULL, karne_test_wait_cb, &first);
  karne_sync_status_sync_async (self->status, NULL, karne_test_wait_cb, &second);
  two = karne_test_wait_for (&second);
  g_assert_null (karne_sync_status_sync_finish (self->status, two, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_assert_true (karne_sync_status_get_syncing (self->status));
  one = karne_test_wait_for (&first);
  report = karne_sync_status_sync_finish (self->status, one, NULL);
  g_assert_nonnull (report);
  g_assert_cmpuint (report->stored, ==, 1);
}

/* What is left until somebody looks comes when somebody does, each time that somebody does, and
 * never otherwise. */
static void
test_on_demand (Fixture *self, gconstpointer data)
{
  static const struct
  {
    gboolean looks;
    guint n_there;
    gint64 n_here;
  } rounds[] = { { FALSE, 3, 0 }, { TRUE, 3, 3 },   { TRUE, 5, 5 },
                 { FALSE, 6, 5 }, { FALSE, 6, 5 },  { TRUE, 9, 9 },
                 { TRUE, 9, 9 },  { FALSE, 12, 9 }, { TRUE, 12, 12 } };
  KarneSync *sync = karne_sync_status_get_sync (self->status);
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rounds); i++)
    {
      for (; n < rounds[i].n_there; n++)
        {
          g_autofree char *id = g_strdup_printf ("a%u", n);

          karne_test_fhir_put (self->world->fhir, "AuditEvent", id, NULL);
        }
      karne_test_fhir_forget_requests (self->world->fhir);
      karne_sync_set_with_on_demand (sync, rounds[i].looks);
      g_assert_true (run (self, NULL));
      assert_is (self, KARNE_SYNC_STATE_UP_TO_DATE, "Up to date, 00:00");
      g_assert_cmpint (karne_test_query_int (self->world->store, "SELECT count(*) FROM resource "
                                                                 "WHERE kind = 'AuditEvent'"),
                       ==, rounds[i].n_here);
      /* News of them are none for who does not look. */
      if (i > 0 && !rounds[i].looks)
        g_assert_cmpuint (karne_test_fhir_get_requests (self->world->fhir)->len, ==, 1);
    }
}

/* Nothing ticks on for what is no more. */
static void
test_drop (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->status);
  karne_test_settle ();
  make_status (self, self->world->transport);
  g_assert_true (run (self, NULL));
  g_assert_cmpuint (karne_test_clock_count_timeouts (self->world->clock), ==, 1);
  g_clear_object (&self->status);
  g_assert_cmpuint (karne_test_clock_count_timeouts (self->world->clock), ==, 0);
}

#define MARCH_3 ((gint64) 1772546520 * G_USEC_PER_SEC) /* 2026-03-03 14:02 */

static const struct
{
  KarneSyncSaid said;
  const char *words;
} sentences[] = {
  { { .state = KARNE_SYNC_STATE_SYNCING, .total = -1 }, "Updating…" },
  { { .state = KARNE_SYNC_STATE_SYNCING, .kind = "DocumentReference", .received = 12, .total = 40 },
    "Updating… (documents 12/40)" },
  { { .state = KARNE_SYNC_STATE_SYNCING, .kind = "DocumentReference", .received = 12, .total = -1 },
    "Updating… (documents 12)" },
  { { .state = KARNE_SYNC_STATE_SYNCING, .kind = "DocumentReference", .total = 40 }, "Updating…" },
  { { .state = KARNE_SYNC_STATE_SYNCING, .kind = "Patient", .received = 1, .total = 1 },
    "Updating…" },
  { { .state = KARNE_SYNC_STATE_UP_TO_DATE, .last_synced = MARCH_3, .now = MARCH_3 + 1000 },
    "Up to date, 14:02" },
  { { .state = KARNE_SYNC_STATE_OFFLINE, .last_synced = MARCH_3, .now = MARCH_3 + DAY },
    "Offline, data of 3 March" },
  { { .state = KARNE_SYNC_STATE_OFFLINE, .last_synced = MARCH_3, .now = MARCH_3 - 400 * DAY },
    "Offline, data of 3 March 2026" },
  { { .state = KARNE_SYNC_STATE_WAITING_TO_SEND, .n_waiting = 3 }, "3 changes waiting to be sent" },
  { { .state = KARNE_SYNC_STATE_WAITING_TO_SEND, .n_waiting = 1 }, "1 change waiting to be sent" },
  { { .state = KARNE_SYNC_STATE_CONFLICT, .n_conflicts = 1 }, "1 point to settle" },
  { { .state = KARNE_SYNC_STATE_UNAVAILABLE, .next_try = MARCH_3 + 8 * 60 * G_USEC_PER_SEC },
    "Server unavailable, next try at 14:10" },
  { { .state = KARNE_SYNC_STATE_FAILED }, "" },
};

static void
test_sentences (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      g_autofree char *words = karne_sync_state_to_words (&sentences[i].said);

      g_assert_cmpstr (words, ==, sentences[i].words);
    }
}

#define ADD(name, func) g_test_add ("/sync-status/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("goes-well", test_goes_well);
  ADD ("restored", test_restored);
  ADD ("sign-in", test_sign_in);
  ADD ("pause", test_pause);
  ADD ("server-fails", test_server_fails);
  ADD ("offline", test_offline);
  ADD ("offline-at-once", test_offline_at_once);
  ADD ("no-patient", test_no_patient);
  ADD ("cancel", test_cancel);
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("on-demand", test_on_demand);
  ADD ("drop", test_drop);
  g_test_add_func ("/sync-status/sentences", test_sentences);
  return g_test_run ();
}
