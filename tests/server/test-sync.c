/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-test-sync.h"

#include <string.h>

#define DAY (24 * 60 * 60)
#define YEAR (365 * DAY)

static void
later (KarneTestSync *world, gint64 seconds)
{
  karne_test_fhir_set_now (world->fhir, karne_test_fhir_get_now (world->fhir) + seconds);
}

/* A world in which the clock of this machine is so many seconds ahead of the server's. */
static KarneTestSync *
world_with_clock (gconstpointer ahead)
{
  KarneTestSync *world = karne_test_sync_new ();
  gint64 now = karne_test_fhir_get_now (world->fhir) + GPOINTER_TO_INT (ahead);

  karne_test_clock_set_real (world->clock, now * G_USEC_PER_SEC);
  return world;
}

/* All that the server shows is here after the first run, whatever the size of its pages. */
static void
test_first (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) report = NULL;

  karne_test_fhir_put_many (world->fhir, "Observation", 57);
  karne_test_fhir_put_many (world->fhir, "Task", 3);
  karne_sync_set_page_size (world->sync, 10);
  report = karne_test_sync_run_well (world);

  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (report->stored, ==, 61);
  g_assert_cmpuint (report->removed, ==, 0);
  g_assert_cmpstrv (report->kinds_partial, ((const char *[]){ NULL }));
  g_assert_false (report->nothing_of_this_person);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET Observation"), ==, 6);
}

/* Nothing changed: one exchange, whatever the local clock says. */
static void
test_nothing_changed (gconstpointer ahead)
{
  g_autoptr (KarneTestSync) world = world_with_clock (ahead);
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;

  karne_test_fhir_put_many (world->fhir, "Observation", 57);
  first = karne_test_sync_run_well (world);

  /* Within the overlap of the cursor: all of it is sent again, or counted. */
  later (world, 5);
  karne_test_sync_restart (world);
  second = karne_test_sync_run_well (world);
  g_assert_cmpuint (second->exchanges, ==, 1);
  g_assert_cmpuint (second->stored, ==, 0);

  later (world, 3600);
  third = karne_test_sync_run_well (world);
  g_assert_cmpuint (third->exchanges, ==, 1);
  g_clear_pointer (&third, karne_sync_report_free);

  later (world, 3600);
  third = karne_test_sync_run_well (world);
  g_assert_cmpuint (third->exchanges, ==, 1);
  g_assert_cmpuint (third->stored, ==, 0);
  g_assert_cmpuint (third->bytes_sent, <, 5 * 1024);
  g_assert_cmpuint (third->bytes_received, <, 4 * 1024);
}

/* A few changes are read; many are pulled by the page. */
static void
test_changes (gconstpointer ahead)
{
  g_autoptr (KarneTestSync) world = world_with_clock (ahead);
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) few = NULL;
  g_autoptr (KarneSyncReport) many = NULL;

  karne_test_fhir_put_many (world->fhir, "Observation", 100);
  first = karne_test_sync_run_well (world);

  later (world, 3600);
  karne_test_fhir_put (world->fhir, "Observation", "o00003", "\"status\":\"amended\"");
  karne_test_fhir_put (world->fhir, "Task", "new", NULL);
  few = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (few->stored, ==, 2);
  g_assert_cmpuint (few->exchanges, ==, 2);

  later (world, 3600);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("o%05u", i);

      karne_test_fhir_put (world->fhir, "Observation", id, "\"status\":\"corrected\"");
    }
  many = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (many->stored, ==, 60);
}

/* What was committed with an earlier time than what was seen is not lost: new ones, and changes of
 * what is here, which no count would tell. */
static void
test_late_commit (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;
  gint64 now = karne_test_fhir_get_now (world->fhir);

  karne_test_fhir_put (world->fhir, "Observation", "old", NULL);
  karne_test_fhir_put (world->fhir, "Task", "old", NULL);
  later (world, DAY / 2);
  now = karne_test_fhir_get_now (world->fhir);
  karne_test_fhir_put_many (world->fhir, "Observation", 30);
  first = karne_test_sync_run_well (world);

  karne_test_fhir_set_now (world->fhir, now - 60);
  karne_test_fhir_put (world->fhir, "Observation", "old", "\"status\":\"amended\"");
  karne_test_fhir_put (world->fhir, "Task", "old", "\"status\":\"completed\"");
  karne_test_fhir_set_now (world->fhir, now + 10);
  second = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);

  karne_test_fhir_set_now (world->fhir, now - 60);
  karne_test_fhir_put (world->fhir, "Observation", "late", NULL);
  karne_test_fhir_set_now (world->fhir, now + 20);
  third = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
}

/* What was deleted (410) or withdrawn (403) goes, as soon as the counts differ. */
static void
test_gone (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;

  karne_test_fhir_put_many (world->fhir, "Observation", 40);
  first = karne_test_sync_run_well (world);

  later (world, 3600);
  karne_test_fhir_delete (world->fhir, "Observation", "o00007");
  karne_test_fhir_withdraw (world->fhir, "Observation", "o00008");
  second = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (second->removed, ==, 2);

  later (world, 3600);
  third = karne_test_sync_run_well (world);
  g_assert_cmpuint (third->exchanges, ==, 1);
}

/* One gone and one come: the counts agree once the change is applied only if nothing else went. */
static void
test_gone_and_come (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;

  karne_test_fhir_put_many (world->fhir, "Observation", 40);
  first = karne_test_sync_run_well (world);

  later (world, 3600);
  karne_test_fhir_delete (world->fhir, "Observation", "o00007");
  karne_test_fhir_put (world->fhir, "Observation", "new", NULL);
  second = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (second->removed, ==, 1);
  g_assert_cmpuint (second->stored, ==, 1);
}

/* Without totals, what is gone is found once a day, by the time of the server. */
static void
test_gone_daily (gconstpointer ahead)
{
  g_autoptr (KarneTestSync) world = world_with_clock (ahead);
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;

  karne_test_fhir_get_gifts (world->fhir)->totals = FALSE;
  karne_test_fhir_put_many (world->fhir, "Observation", 40);
  first = karne_test_sync_run_well (world);

  karne_test_fhir_delete (world->fhir, "Observation", "o00007");
  later (world, DAY / 2);
  second = karne_test_sync_run_well (world);
  g_assert_cmpuint (second->removed, ==, 0);
  later (world, DAY);
  third = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (third->removed, ==, 1);
}

/* A thousand rows have one instant; they come by pages all the same. */
static void
test_one_instant (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) first = NULL;

  karne_test_fhir_put_many (world->fhir, "Observation", 5000);
  first = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
}

typedef struct
{
  guint left;
  GCancellable *cancellable;
} Countdown;

static gboolean
cancel_hook (KarneTestFhir *fhir,
             const char *method,
             const char *target,
             const char *token,
             KarneTestFhirReply *reply,
             gpointer data)
{
  Countdown *countdown = data;

  if (countdown->left-- == 0)
    g_cancellable_cancel (countdown->cancellable);
  return FALSE;
}

/* Cancelled at each request in turn, then resumed: the same as a run that was never cut. */
static void
test_cancelled (void)
{
  for (guint at = 0; at < 14; at++)
    {
      g_autoptr (KarneTestSync) world = karne_test_sync_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Countdown countdown = { at, cancellable };
      g_autoptr (GError) error = NULL;
      g_autoptr (KarneSyncReport) report = NULL;
      g_autoptr (KarneSyncReport) second = NULL;

      karne_test_fhir_put_many (world->fhir, "Observation", 95);
      karne_sync_set_page_size (world->sync, 10);
      karne_test_fhir_set_hook (world->fhir, cancel_hook, &countdown);
      report = karne_test_sync_run (world, cancellable, &error);
      g_assert_null (report);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

      karne_test_fhir_set_hook (world->fhir, NULL, NULL);
      karne_test_fhir_forget_requests (world->fhir);
      karne_test_sync_restart (world);
      karne_sync_set_page_size (world->sync, 10);
      second = karne_test_sync_run_well (world);
      karne_test_sync_assert_equal (world);
      /* Pages that were committed are not asked for again. */
      if (at > 6)
        g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET Observation"), <, 10);
    }
}

static void
progress_cb (KarneSync *sync, const char *kind, gint64 received, gint64 total, gpointer data)
{
  guint *n = data;

  g_assert_true (total == -1 || total >= received);
  (*n)++;
}

static void
test_progress (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) report = NULL;
  guint n = 0;

  karne_test_fhir_put_many (world->fhir, "Observation", 95);
  karne_sync_set_page_size (world->sync, 10);
  g_signal_connect (world->sync, "progress", G_CALLBACK (progress_cb), &n);
  report = karne_test_sync_run_well (world);
  g_assert_cmpuint (n, >=, 10);
}

/* A Patient with nothing else is worth a word. */
static void
test_nothing_of_this_person (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world);

  g_assert_true (report->nothing_of_this_person);
}

/* Names that resources refer to come, even through two steps; a canonical brings its
 * Questionnaire; what cannot be had is not asked for at each sync. */
static void
test_references (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;

  karne_test_fhir_put (world->fhir, "Observation", "o1",
                       "\"subject\":{\"reference\":\"Patient/p1\"},\"performer\":[{\"reference\":"
                       "\"PractitionerRole/r1\"},{\"reference\":\"Practitioner/none\"}]");
  karne_test_fhir_put (world->fhir, "PractitionerRole", "r1",
                       "\"practitioner\":{\"reference\":\"Practitioner/d1\"}");
  karne_test_fhir_put (world->fhir, "Practitioner", "d1", "\"name\":[{\"family\":\"Hoarau\"}]");
  karne_test_fhir_put (world->fhir, "QuestionnaireResponse", "qr1",
                       "\"subject\":{\"reference\":\"Patient/p1\"},"
                       "\"questionnaire\":\"http://example.org/q|2\"");
  karne_test_fhir_put (world->fhir, "Questionnaire", "q1",
                       "\"url\":\"http://example.org/q\",\"version\":\"2\"");
  first = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);

  later (world, 3600);
  second = karne_test_sync_run_well (world);
  g_assert_cmpuint (second->exchanges, ==, 1);
}

/* Somebody whom a server refuses for days is let see in the end: once a day it is asked. */
static void
test_references_later (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autofree char *author = NULL;

  karne_test_fhir_put (world->fhir, "Observation", "o1",
                       "\"subject\":{\"reference\":\"Patient/p1\"},\"performer\":[{\"reference\":"
                       "\"Practitioner/late\"}]");
  for (guint day = 0; day < 7; day++)
    {
      g_autoptr (KarneSyncReport) report = NULL;
      g_autoptr (KarneSyncReport) same_day = NULL;

      if (day == 6)
        karne_test_fhir_put (world->fhir, "Practitioner", "late",
                             "\"name\":[{\"family\":\"Hoarau\"}]");
      report = karne_test_sync_run_well (world);
      later (world, 3600);
      same_day = karne_test_sync_run_well (world);
      g_assert_cmpuint (same_day->exchanges, ==, 1);
      later (world, DAY);
    }
  karne_test_sync_assert_equal (world);
  author = karne_test_query (world->store, "SELECT author FROM resource WHERE id = 'o1'");
  g_assert_cmpstr (author, ==, "Hoarau");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/sync/first", test_first);
  g_test_add_data_func ("/sync/nothing-changed/behind", GINT_TO_POINTER (-YEAR),
                        test_nothing_changed);
  g_test_add_data_func ("/sync/nothing-changed/right", GINT_TO_POINTER (0), test_nothing_changed);
  g_test_add_data_func ("/sync/nothing-changed/ahead", GINT_TO_POINTER (YEAR),
                        test_nothing_changed);
  g_test_add_data_func ("/sync/changes/behind", GINT_TO_POINTER (-YEAR), test_changes);
  g_test_add_data_func ("/sync/changes/right", GINT_TO_POINTER (0), test_changes);
  g_test_add_data_func ("/sync/changes/ahead", GINT_TO_POINTER (YEAR), test_changes);
  g_test_add_func ("/sync/late-commit", test_late_commit);
  g_test_add_func ("/sync/gone", test_gone);
  g_test_add_func ("/sync/gone-and-come", test_gone_and_come);
  g_test_add_data_func ("/sync/gone-daily/behind", GINT_TO_POINTER (-YEAR), test_gone_daily);
  g_test_add_data_func ("/sync/gone-daily/right", GINT_TO_POINTER (0), test_gone_daily);
  g_test_add_data_func ("/sync/gone-daily/ahead", GINT_TO_POINTER (YEAR), test_gone_daily);
  g_test_add_func ("/sync/one-instant", test_one_instant);
  g_test_add_func ("/sync/cancelled", test_cancelled);
  g_test_add_func ("/sync/progress", test_progress);
  g_test_add_func ("/sync/nothing-of-this-person", test_nothing_of_this_person);
  g_test_add_func ("/sync/references", test_references);
  g_test_add_func ("/sync/references-later", test_references_later);

  return g_test_run ();
}
