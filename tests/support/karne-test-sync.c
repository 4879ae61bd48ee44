/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-test-sync.h"

#include "karne-test-exchange.h"

/* Wrong by a year: nothing may depend on it. */
#define WRONG_TIME ((gint64) 1735689600 * G_USEC_PER_SEC)

static void
waiting_cb (KarneSync *sync, gint64 until, gpointer data)
{
  KarneTestSync *self = data;

  self->n_waits++;
  self->waited += MAX (until - karne_clock_get_monotonic (KARNE_CLOCK (self->clock)), 0);
}

static void
make_sync (KarneTestSync *self)
{
  g_clear_object (&self->sync);
  self->sync = karne_sync_new (self->store->store, self->source, self->transport,
                               KARNE_CLOCK (self->clock), 42);
  g_signal_connect (self->sync, "waiting", G_CALLBACK (waiting_cb), self);
}

KarneTestSync *
karne_test_sync_new_for_base (const char *base, const char *patient)
{
  KarneTestSync *self = g_new0 (KarneTestSync, 1);
  g_autoptr (GError) error = NULL;

  self->store = karne_test_store_new ();
  self->clock = karne_test_clock_new (WRONG_TIME);
  self->transport = KARNE_TRANSPORT (karne_soup_transport_new (KARNE_CLOCK (self->clock)));
  self->source = karne_store_add_source (self->store->store, base, patient, NULL, &error);
  g_assert_no_error (error);
  make_sync (self);

  return self;
}

KarneTestSync *
karne_test_sync_new (void)
{
  KarneTestFhir *fhir = karne_test_fhir_new ();
  KarneTestSync *self = karne_test_sync_new_for_base (karne_test_fhir_get_base (fhir), "p1");

  self->fhir = fhir;
  return self;
}

void
karne_test_sync_free (KarneTestSync *self)
{
  g_clear_object (&self->sync);
  g_clear_object (&self->transport);
  /* What its connections still had to do is done before the test is over. */
  karne_test_settle ();
  g_clear_object (&self->clock);
  g_clear_pointer (&self->store, karne_test_store_free);
  g_clear_pointer (&self->fhir, karne_test_fhir_free);
  g_free (self);
}

void
karne_test_sync_restart (KarneTestSync *self)
{
  make_sync (self);
}

/* The clock jumps to the end of a pause as soon as there is one. */
static gboolean
advance_cb (gpointer data)
{
  KarneTestSync *self = data;
  gint64 delay = karne_test_clock_get_next_delay (self->clock);

  self->idle = 0;
  karne_test_clock_advance (self->clock, MAX (delay, 0));
  return G_SOURCE_REMOVE;
}

static void
paused_cb (KarneSync *sync, gint64 until, gpointer data)
{
  KarneTestSync *self = data;

  g_clear_handle_id (&self->idle, g_source_remove);
  self->idle = g_idle_add (advance_cb, self);
}

KarneSyncReport *
karne_test_sync_run (KarneTestSync *self, GCancellable *cancellable, GError **error)
{
  KarneTestWait wait = { NULL };
  gulong handler = g_signal_connect (self->sync, "waiting", G_CALLBACK (paused_cb), self);
  g_autoptr (GAsyncResult) result = NULL;

  karne_sync_run_async (self->sync, cancellable, karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  g_signal_handler_disconnect (self->sync, handler);
  g_clear_handle_id (&self->idle, g_source_remove);

  return karne_sync_run_finish (self->sync, result, error);
}

KarneSyncReport *
karne_test_sync_run_well (KarneTestSync *self)
{
  g_autoptr (GError) error = NULL;
  KarneSyncReport *report = karne_test_sync_run (self, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

char *
karne_test_sync_dump (KarneTestSync *self)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT group_concat(line, char(10)) FROM (SELECT kind || '/' || id || ' ' || "
      "coalesce(version, 0) AS line FROM resource WHERE source = %" G_GINT64_FORMAT
      " ORDER BY line)",
      self->source);
  char *dump = karne_test_query (self->store, sql);

  return dump ? dump : g_strdup ("");
}

void
karne_test_sync_assert_equal (KarneTestSync *self)
{
  g_autofree char *here = karne_test_sync_dump (self);
  g_autofree char *there = karne_test_fhir_dump (self->fhir);

  g_assert_cmpstr (here, ==, there);
}
