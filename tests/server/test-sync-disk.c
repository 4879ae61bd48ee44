/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A disk that fills up in the midst of a pull. */

#include "config.h"

#include "karne-error.h"
#include "karne-fault-vfs.h"
#include "karne-test-sync.h"

#define PAGE 10
#define N_OBSERVATIONS 45
#define STEP 8191

static KarneTestSync *
make_world (void)
{
  KarneTestSync *world = karne_test_sync_new ();

  karne_test_fhir_put_many (world->fhir, "Observation", N_OBSERVATIONS);
  karne_test_fhir_put_many (world->fhir, "Task", 5);
  karne_sync_set_page_size (world->sync, PAGE);
  return world;
}

/* Pages are here whole or not at all, and all that is here is as the server has it. Returns how
 * many are here. */
static guint
assert_committed (KarneTestSync *world)
{
  g_autofree char *here = karne_test_sync_dump (world);
  g_autofree char *there = karne_test_fhir_dump (world->fhir);
  g_auto (GStrv) wanted = g_strsplit (there, "\n", -1);
  g_auto (GStrv) lines = g_strsplit (here, "\n", -1);
  g_autofree char *check = karne_test_query (world->store, "PRAGMA integrity_check");
  gint64 n = karne_test_query_int (world->store,
                                   "SELECT count(*) FROM resource WHERE kind = 'Observation'");

  g_assert_cmpstr (check, ==, "ok");
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_true (g_strv_contains ((const char *const *) wanted, lines[i]));
  g_assert_true (n % PAGE == 0 || n == N_OBSERVATIONS);
  return (guint) n;
}

/* Space is there again: what is here is not asked for again, and the rest comes. */
static void
assert_goes_on (KarneTestSync *world, guint n_here)
{
  g_autoptr (KarneSyncReport) report = NULL;
  g_autofree char *trouble = NULL;

  karne_test_fhir_forget_requests (world->fhir);
  karne_test_sync_restart (world);
  karne_sync_set_page_size (world->sync, PAGE);
  report = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpstrv (report->kinds_partial, ((const char *[]){ NULL }));
  /* The first page once more, to see what changed, and what is left. */
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET Observation"), <=,
                    (N_OBSERVATIONS - n_here + PAGE - 1) / PAGE + 1);
  trouble = karne_test_query (world->store, "SELECT trouble FROM source WHERE trouble NOT NULL");
  g_assert_cmpstr (trouble, ==, NULL);
}

/* It is full at one point of the pull after the other, until none is left. */
static void
test_full (gconstpointer data)
{
  KarneFault fault = GPOINTER_TO_INT (data);
  guint n_ended = 0;
  guint n_midway = 0;
  guint n_failed = 1;

  for (guint64 bytes = 0; n_failed > 0; bytes += STEP)
    {
      g_autoptr (KarneTestSync) world = make_world ();
      g_autoptr (GError) error = NULL;
      g_autoptr (KarneSyncReport) report = NULL;
      guint n_here;

      karne_fault_vfs_arm_after_bytes (fault, bytes);
      report = karne_test_sync_run (world, NULL, &error);
      n_failed = karne_fault_vfs_get_n_failed ();
      karne_fault_vfs_arm (KARNE_FAULT_NONE, 0);
      g_test_message ("%" G_GUINT64_FORMAT " bytes: %s, %u failed", bytes,
                      error ? error->message : "all here", n_failed);
      if (report == NULL)
        g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NO_SPACE);
      else
        karne_test_sync_assert_equal (world);
      /* The page, and how the run ended: no other kind was tried in vain. */
      g_assert_cmpuint (n_failed, <=, 2);
      n_here = assert_committed (world);
      n_ended += report == NULL;
      n_midway += report == NULL && n_here > 0 && n_here < N_OBSERVATIONS;
      assert_goes_on (world, n_here);
    }
  g_assert_cmpuint (n_ended, >, 5);
  g_assert_cmpuint (n_midway, >, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  karne_fault_vfs_install ();
  g_test_add_data_func ("/sync-disk/full", GINT_TO_POINTER (KARNE_FAULT_FULL), test_full);
  g_test_add_data_func ("/sync-disk/enospc", GINT_TO_POINTER (KARNE_FAULT_ENOSPC), test_full);
  return g_test_run ();
}
