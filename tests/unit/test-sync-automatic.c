/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-test-exchange.h"
#include "karne-test-sync.h"
#include "model/karne-sync-status.h"
#include "store/karne-outbox.h"

/* Syncs that nobody asks for, of a real store with a real server on the loopback. The time is the
 * test's, and so is what the computer says of its network. */

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)

/* What the computer says of its network */

#define TYPE_FAKE_MONITOR (fake_monitor_get_type ())
G_DECLARE_FINAL_TYPE (FakeMonitor, fake_monitor, FAKE, MONITOR, GObject)

struct _FakeMonitor
{
  GObject parent_instance;

  gboolean available;
  gboolean metered;
};

static void
fake_monitor_interface_init (GNetworkMonitorInterface *iface)
{
}

static gboolean
fake_monitor_initable_init (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
fake_monitor_initable_interface_init (GInitableIface *iface)
{
  iface->init = fake_monitor_initable_init;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeMonitor,
                               fake_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE,
                                                      fake_monitor_initable_interface_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          fake_monitor_interface_init))

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void
fake_monitor_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_AVAILABLE)
    g_value_set_boolean (value, FAKE_MONITOR (object)->available);
  else if (prop_id == PROP_METERED)
    g_value_set_boolean (value, FAKE_MONITOR (object)->metered);
}

static void
fake_monitor_class_init (FakeMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fake_monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
fake_monitor_init (FakeMonitor *self)
{
  self->available = TRUE;
}

/* What it says of its battery */

#define TYPE_FAKE_POWER (fake_power_get_type ())
G_DECLARE_FINAL_TYPE (FakePower, fake_power, FAKE, POWER, GObject)

struct _FakePower
{
  GObject parent_instance;

  gboolean is_saving;
};

static void
fake_power_interface_init (GPowerProfileMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakePower,
                               fake_power,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE,
                                                      fake_monitor_initable_interface_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_POWER_PROFILE_MONITOR,
                                                          fake_power_interface_init))

static void
fake_power_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, FAKE_POWER (object)->is_saving);
}

static void
fake_power_class_init (FakePowerClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = fake_power_get_property;
  g_object_class_override_property (G_OBJECT_CLASS (klass), 1, "power-saver-enabled");
}

static void
fake_power_init (FakePower *self)
{
}

/* The network itself */

#define TYPE_SWITCH (switch_get_type ())
G_DECLARE_FINAL_TYPE (Switch, switch, A, SWITCH, GObject)

struct _Switch
{
  GObject parent_instance;

  KarneTransport *real; /* (unowned) */
  gboolean is_off;
};

static void
switch_send_async (KarneTransport *transport,
                   KarneRequest *request,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  Switch *self = A_SWITCH (transport);

  if (self->is_off)
    g_task_report_new_error (transport, callback, user_data, NULL, G_IO_ERROR,
                             G_IO_ERROR_NETWORK_UNREACHABLE, "No network");
  else
    karne_transport_send_async (self->real, request, cancellable, callback, user_data);
}

static KarneResponse *
switch_send_finish (KarneTransport *transport, GAsyncResult *result, GError **error)
{
  if (g_task_is_valid (result, transport))
    return g_task_propagate_pointer (G_TASK (result), error);
  return karne_transport_send_finish (A_SWITCH (transport)->real, result, error);
}

static void
switch_get_bytes (KarneTransport *transport, guint64 *sent, guint64 *received, guint *exchanges)
{
  karne_transport_get_bytes (A_SWITCH (transport)->real, sent, received, exchanges);
}

static void
switch_interface_init (KarneTransportInterface *iface)
{
  iface->send_async = switch_send_async;
  iface->send_finish = switch_send_finish;
  iface->get_bytes = switch_get_bytes;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Switch,
                               switch,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KARNE_TYPE_TRANSPORT, switch_interface_init))

static void
switch_class_init (SwitchClass *klass)
{
}

static void
switch_init (Switch *self)
{
}

/* The fixture */

typedef struct
{
  KarneTestSync *world;    /* (owned) */
  FakeMonitor *monitor;    /* (owned) */
  FakePower *power;        /* (owned) */
  Switch *network;         /* (owned) */
  KarneSyncStatus *status; /* (owned) (nullable) */
  guint refusal;           /* status with which the server refuses; 0: it does not */
  const char *retry_after; /* (nullable) */
} Fixture;

/* The server has it from here on. */
static void
take_in (KarneTestFhir *fhir, const char *target, KarneTestFhirReply *reply)
{
  g_auto (GStrv) parts = g_strsplit (target, "/", 2);

  karne_test_fhir_put (fhir, parts[0], parts[1], NULL);
  reply->status = 201;
  reply->body = g_strdup_printf ("{\"resourceType\":\"%s\",\"id\":\"%s\","
                                 "\"meta\":{\"versionId\":\"1\"},\"status\":\"final\"}",
                                 parts[0], parts[1]);
}

static gboolean
answer_cb (KarneTestFhir *fhir,
           const char *method,
           const char *target,
           const char *token,
           KarneTestFhirReply *reply,
           gpointer data)
{
  Fixture *self = data;

  if (self->refusal == 0 && g_str_equal (method, "PUT"))
    {
      take_in (fhir, target, reply);
      return TRUE;
    }
  if (self->refusal == 0)
    return FALSE;
  reply->status = self->refusal;
  reply->retry_after = g_strdup (self->retry_after);
  return TRUE;
}

static gboolean
advance_cb (gpointer data)
{
  KarneTestClock *clock = data;

  karne_test_clock_advance (clock, karne_test_clock_get_next_delay (clock));
  return G_SOURCE_REMOVE;
}

/* Within a sync the clock jumps to the end of each pause. */
static void
waiting_cb (KarneSync *sync, gint64 until, gpointer data)
{
  g_idle_add (advance_cb, data);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->world = karne_test_sync_new ();
  self->monitor = g_object_new (TYPE_FAKE_MONITOR, NULL);
  self->power = g_object_new (TYPE_FAKE_POWER, NULL);
  self->network = g_object_new (TYPE_SWITCH, NULL);
  self->network->real = self->world->transport;
  karne_test_fhir_put (self->world->fhir, "Patient", "p1", NULL);
  karne_test_fhir_set_hook (self->world->fhir, answer_cb, self);
  self->status =
      g_object_new (KARNE_TYPE_SYNC_STATUS, "store", self->world->store->store, "source",
                    self->world->source, "transport", self->network, "clock", self->world->clock,
                    "network", self->monitor, "power", self->power, NULL);
  g_signal_connect (karne_sync_status_get_sync (self->status), "waiting", G_CALLBACK (waiting_cb),
                    self->world->clock);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->status);
  karne_test_settle ();
  g_clear_object (&self->network);
  g_clear_object (&self->power);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->world, karne_test_sync_free);
}

/* One that has begun of itself ends in this state. */
static void
assert_ran (Fixture *self, KarneSyncState state)
{
  g_assert_true (karne_sync_status_get_syncing (self->status));
  while (karne_sync_status_get_syncing (self->status))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (karne_sync_status_get_state (self->status), ==, state);
}

static void
assert_rests (Fixture *self)
{
  karne_test_settle ();
  g_assert_false (karne_sync_status_get_syncing (self->status));
}

static void
start (Fixture *self, KarneSyncState state)
{
  karne_sync_status_set_automatic (self->status, TRUE);
  assert_ran (self, state);
}

static void
advance (Fixture *self, gint64 delta)
{
  karne_test_clock_advance (self->world->clock, delta);
}

static gint64
get_delay (Fixture *self)
{
  return karne_test_clock_get_next_delay (self->world->clock);
}

static guint
count_requests (Fixture *self)
{
  return karne_test_fhir_get_requests (self->world->fhir)->len;
}

static gboolean
has_next_try (Fixture *self)
{
  g_autoptr (GDateTime) next = NULL;

  g_object_get (self->status, "next-try", &next, NULL);
  return next != NULL;
}

static void
tell_network (Fixture *self, gboolean available)
{
  self->monitor->available = available;
  g_signal_emit_by_name (self->monitor, "network-changed", available);
}

static void
tell_metered (Fixture *self, gboolean metered)
{
  self->monitor->metered = metered;
  g_object_notify (G_OBJECT (self->monitor), "network-metered");
}

static void
tell_saving (Fixture *self, gboolean saving)
{
  self->power->is_saving = saving;
  g_object_notify (G_OBJECT (self->power), "power-saver-enabled");
}

/* What a person does, once the status has heard of it. */
static void
save (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  guint n_before, n = 0;

  g_object_get (self->status, "n-waiting", &n_before, NULL);
  id = karne_store_save (self->world->store->store, self->world->source, "Observation", NULL,
                         "{\"resourceType\":\"Observation\",\"status\":\"final\"}", &error);
  g_assert_no_error (error);
  for (n = n_before; n == n_before; g_object_get (self->status, "n-waiting", &n, NULL))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_waiting (Fixture *self, guint expected)
{
  guint n = 0;

  g_object_get (self->status, "n-waiting", &n, NULL);
  g_assert_cmpuint (n, ==, expected);
}

/* One that has begun of itself sends what waits. */
static void
assert_sends (Fixture *self)
{
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
  karne_test_settle ();
  assert_waiting (self, 0);
}

/* Tests */

/* Not before somebody says so; then at once, and every ten minutes or a little less, with one
 * request. */
static void
test_period (Fixture *self, gconstpointer data)
{
  advance (self, 60 * MINUTE);
  assert_rests (self);
  g_assert_false (karne_sync_status_get_automatic (self->status));

  start (self, KARNE_SYNC_STATE_UP_TO_DATE);
  g_assert_false (has_next_try (self));
  for (guint i = 0; i < 4; i++)
    {
      karne_test_fhir_forget_requests (self->world->fhir);
      advance (self, 9 * MINUTE - 1);
      assert_rests (self);
      advance (self, MINUTE + 1);
      assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
      g_assert_cmpuint (count_requests (self), ==, 1);
    }

  karne_test_fhir_put_many (self->world->fhir, "Observation", 3);
  advance (self, 10 * MINUTE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
  karne_test_sync_assert_equal (self->world);

  karne_sync_status_set_automatic (self->status, FALSE);
  advance (self, 600 * MINUTE);
  assert_rests (self);
}

/* What a person changes is sent at once, and one that comes while others are sent right after. */
static void
test_after_change (Fixture *self, gconstpointer data)
{
  start (self, KARNE_SYNC_STATE_UP_TO_DATE);
  karne_test_fhir_forget_requests (self->world->fhir);
  self->refusal = 503;
  save (self);
  while (count_requests (self) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (karne_test_fhir_count_requests (self->world->fhir, "PUT Observation"), ==, 1);
  assert_ran (self, KARNE_SYNC_STATE_UNAVAILABLE);
}

/* Where each byte is paid for, or the battery is spared, only what was asked for. */
static void
test_metered (Fixture *self, gconstpointer data)
{
  self->monitor->metered = TRUE;
  karne_sync_status_set_automatic (self->status, TRUE);
  advance (self, 60 * MINUTE);
  assert_rests (self);
  g_assert_cmpuint (count_requests (self), ==, 0);
  self->monitor->metered = FALSE;
  self->power->is_saving = TRUE;
  advance (self, 20 * MINUTE);
  assert_rests (self);
  g_assert_cmpuint (count_requests (self), ==, 0);
  self->power->is_saving = FALSE;
  advance (self, 20 * MINUTE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
}

/* That holds for what a person changed, too: it goes out at once when it is over. */
static void
test_metered_change (Fixture *self, gconstpointer data)
{
  start (self, KARNE_SYNC_STATE_UP_TO_DATE);
  tell_metered (self, TRUE);
  tell_saving (self, TRUE);
  karne_test_fhir_forget_requests (self->world->fhir);
  save (self);
  assert_rests (self);
  tell_network (self, FALSE);
  tell_network (self, TRUE);
  assert_rests (self);
  advance (self, 60 * MINUTE);
  assert_rests (self);
  g_assert_cmpuint (count_requests (self), ==, 0);
  assert_waiting (self, 1);

  tell_metered (self, FALSE);
  assert_rests (self);
  tell_saving (self, FALSE);
  assert_sends (self);

  /* Nothing is owed any more. */
  tell_metered (self, TRUE);
  tell_metered (self, FALSE);
  assert_rests (self);
}

static void
count_up (guint *n)
{
  (*n)++;
}

/* Whoever asks for it gets it. */
static void
test_metered_by_hand (Fixture *self, gconstpointer data)
{
  guint n_told = 0;

  start (self, KARNE_SYNC_STATE_UP_TO_DATE);
  g_signal_connect_swapped (self->status, "notify::holds-back", G_CALLBACK (count_up), &n_told);
  g_assert_false (karne_sync_status_get_holds_back (self->status));
  tell_metered (self, TRUE);
  g_assert_true (karne_sync_status_get_holds_back (self->status));
  g_assert_cmpuint (n_told, ==, 1);
  save (self);
  assert_rests (self);
  karne_sync_status_sync_async (self->status, NULL, NULL, NULL);
  assert_sends (self);
  tell_metered (self, FALSE);
  g_assert_false (karne_sync_status_get_holds_back (self->status));
  g_assert_cmpuint (n_told, ==, 2);
  assert_rests (self);
}

/* One that failed there is owed still, and one that somebody stopped is let alone. */
static void
test_metered_failed (Fixture *self, gconstpointer data)
{
  start (self, KARNE_SYNC_STATE_UP_TO_DATE);
  tell_metered (self, TRUE);
  save (self);
  self->refusal = 503;
  karne_sync_status_sync_async (self->status, NULL, NULL, NULL);
  assert_ran (self, KARNE_SYNC_STATE_UNAVAILABLE);
  advance (self, 60 * MINUTE);
  assert_rests (self);
  self->refusal = 0;
  karne_sync_status_sync_async (self->status, NULL, NULL, NULL);
  karne_sync_status_cancel (self->status);
  while (karne_sync_status_get_syncing (self->status))
    g_main_context_iteration (NULL, TRUE);
  tell_metered (self, FALSE);
  assert_rests (self);
  advance (self, 10 * MINUTE);
  assert_sends (self);
}

/* Where the record is not to last, what waits would be lost: that goes out on any network, and
 * nothing else does. */
static void
test_metered_at_once (Fixture *self, gconstpointer data)
{
  start (self, KARNE_SYNC_STATE_UP_TO_DATE);
  karne_sync_status_set_sends_at_once (self->status, TRUE);
  g_assert_true (karne_sync_status_get_sends_at_once (self->status));
  tell_metered (self, TRUE);
  tell_saving (self, TRUE);
  g_assert_false (karne_sync_status_get_holds_back (self->status));
  advance (self, 60 * MINUTE);
  assert_rests (self);
  save (self);
  assert_sends (self);

  /* What fails for now is tried again there. */
  self->refusal = 503;
  save (self);
  assert_ran (self, KARNE_SYNC_STATE_UNAVAILABLE);
  self->refusal = 0;
  advance (self, get_delay (self));
  assert_sends (self);
  advance (self, 60 * MINUTE);
  assert_rests (self);
}

/* What somebody asks for counts as well. */
static void
test_by_hand (Fixture *self, gconstpointer data)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KarneSyncReport) report = NULL;

  start (self, KARNE_SYNC_STATE_UP_TO_DATE);
  advance (self, 6 * MINUTE);
  karne_sync_status_sync_async (self->status, NULL, karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  report = karne_sync_status_sync_finish (self->status, result, NULL);
  g_assert_nonnull (report);
  advance (self, 6 * MINUTE);
  assert_rests (self);
  advance (self, 4 * MINUTE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
}

/* Turned on while one is under way: that one is enough. */
static void
test_on_in_the_middle (Fixture *self, gconstpointer data)
{
  karne_sync_status_sync_async (self->status, NULL, NULL, NULL);
  karne_sync_status_set_automatic (self->status, TRUE);
  karne_sync_status_set_automatic (self->status, TRUE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
  assert_rests (self);
  advance (self, 10 * MINUTE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);

  /* And off, likewise: it comes to its end. */
  advance (self, 10 * MINUTE);
  karne_sync_status_set_automatic (self->status, FALSE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
  advance (self, 10 * MINUTE);
  assert_rests (self);
}

/* After a minute at most, then after twice as long at most, and never later than the next would be
 * due. A person reads when. */
static void
test_server_fails (Fixture *self, gconstpointer data)
{
  static const gint64 minutes[] = { 1, 2, 4, 8, 10, 10, 10, 10, 10 };

  self->refusal = 500;
  start (self, KARNE_SYNC_STATE_UNAVAILABLE);
  for (gsize i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      gint64 delay = get_delay (self);

      g_assert_cmpint (delay, >=, minutes[i] * MINUTE / 2);
      g_assert_cmpint (delay, <=, minutes[i] * MINUTE);
      g_assert_true (has_next_try (self));
      g_assert_true (g_str_has_prefix (karne_sync_status_get_sentence (self->status),
                                       "Server unavailable, next try at 0"));
      advance (self, delay - 1);
      assert_rests (self);
      advance (self, 1);
      assert_ran (self, KARNE_SYNC_STATE_UNAVAILABLE);
    }

  self->refusal = 0;
  advance (self, get_delay (self));
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
  g_assert_false (has_next_try (self));
  g_assert_cmpint (get_delay (self), >=, 9 * MINUTE);

  self->refusal = 500;
  advance (self, 10 * MINUTE);
  assert_ran (self, KARNE_SYNC_STATE_UNAVAILABLE);
  g_assert_cmpint (get_delay (self), <=, MINUTE);
  karne_sync_status_set_automatic (self->status, FALSE);
  g_assert_false (has_next_try (self));
  g_assert_cmpstr (karne_sync_status_get_sentence (self->status), ==, "Server unavailable");
}

/* A server that wants to be left alone for an hour is. */
static void
test_retry_after (Fixture *self, gconstpointer data)
{
  self->refusal = 503;
  self->retry_after = "3600";
  start (self, KARNE_SYNC_STATE_UNAVAILABLE);
  g_assert_cmpint (get_delay (self), ==, 60 * MINUTE);
  g_assert_cmpstr (karne_sync_status_get_sentence (self->status), ==,
                   "Server unavailable, next try at 01:00");

  /* Not even when there is another network. */
  karne_test_fhir_forget_requests (self->world->fhir);
  advance (self, 30 * MINUTE);
  tell_network (self, TRUE);
  assert_ran (self, KARNE_SYNC_STATE_UNAVAILABLE);
  g_assert_cmpuint (count_requests (self), ==, 0);
  g_assert_cmpint (get_delay (self), ==, 30 * MINUTE);

  self->refusal = 0;
  advance (self, 30 * MINUTE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
}

/* As soon as there is a network, and not for any other news of it. */
static void
test_network (Fixture *self, gconstpointer data)
{
  self->network->is_off = TRUE;
  self->monitor->available = FALSE;
  start (self, KARNE_SYNC_STATE_OFFLINE);
  tell_network (self, FALSE);
  assert_rests (self);
  self->network->is_off = FALSE;
  tell_network (self, TRUE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);

  tell_network (self, TRUE);
  assert_rests (self);
  tell_network (self, FALSE);
  assert_rests (self);
  tell_network (self, TRUE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);

  /* One that is told of while a sync is under way changes nothing. */
  advance (self, 10 * MINUTE);
  tell_network (self, FALSE);
  tell_network (self, TRUE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
  assert_rests (self);
}

/* Also where nobody tells of a network: some systems do not. */
static void
test_offline (Fixture *self, gconstpointer data)
{
  self->network->is_off = TRUE;
  start (self, KARNE_SYNC_STATE_OFFLINE);
  g_assert_cmpint (get_delay (self), <=, MINUTE);
  self->network->is_off = FALSE;
  advance (self, MINUTE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
}

/* Nothing comes of asking again until the person has signed in. */
static void
test_sign_in (Fixture *self, gconstpointer data)
{
  self->refusal = 401;
  start (self, KARNE_SYNC_STATE_SIGN_IN_NEEDED);
  g_assert_false (has_next_try (self));
  advance (self, 600 * MINUTE);
  tell_network (self, TRUE);
  assert_rests (self);

  self->refusal = 0;
  karne_sync_status_sync_async (self->status, NULL, NULL, NULL);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
  advance (self, 10 * MINUTE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
}

/* The person is not there, or a portal is: at the next turn it may be otherwise. */
static void
test_other_failure (Fixture *self, gconstpointer data)
{
  karne_test_fhir_delete (self->world->fhir, "Patient", "p1");
  start (self, KARNE_SYNC_STATE_FAILED);
  g_assert_cmpint (get_delay (self), >=, 9 * MINUTE);
  karne_test_fhir_put (self->world->fhir, "Patient", "p1", NULL);
  tell_network (self, TRUE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
}

static void
test_stopped (Fixture *self, gconstpointer data)
{
  karne_sync_status_set_automatic (self->status, TRUE);
  karne_sync_status_cancel (self->status);
  assert_ran (self, KARNE_SYNC_STATE_NEVER);
  g_assert_cmpint (get_delay (self), >=, 9 * MINUTE);
  advance (self, 10 * MINUTE);
  assert_ran (self, KARNE_SYNC_STATE_UP_TO_DATE);
}

/* Nothing ticks on, and nobody is told, for what is no more. */
static void
test_drop (Fixture *self, gconstpointer data)
{
  gpointer dropped = self->status;

  start (self, KARNE_SYNC_STATE_UP_TO_DATE);
  karne_test_settle ();
  g_object_add_weak_pointer (G_OBJECT (self->status), &dropped);
  g_clear_object (&self->status);
  g_assert_null (dropped);
  g_assert_cmpuint (karne_test_clock_count_timeouts (self->world->clock), ==, 0);
  tell_network (self, FALSE);
  tell_network (self, TRUE);
}

#define ADD(name, func) g_test_add ("/sync-automatic/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("period", test_period);
  ADD ("after-change", test_after_change);
  ADD ("metered", test_metered);
  ADD ("metered-change", test_metered_change);
  ADD ("metered-by-hand", test_metered_by_hand);
  ADD ("metered-failed", test_metered_failed);
  ADD ("metered-at-once", test_metered_at_once);
  ADD ("by-hand", test_by_hand);
  ADD ("on-in-the-middle", test_on_in_the_middle);
  ADD ("server-fails", test_server_fails);
  ADD ("retry-after", test_retry_after);
  ADD ("network", test_network);
  ADD ("offline", test_offline);
  ADD ("sign-in", test_sign_in);
  ADD ("other-failure", test_other_failure);
  ADD ("stopped", test_stopped);
  ADD ("drop", test_drop);
  return g_test_run ();
}
