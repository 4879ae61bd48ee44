/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-test-server.h"
#include "karne-test-sync.h"
#include "store/karne-outbox.h"

/* A sync with nothing to do is one exchange, also while something waits for the person. */

#define PATIENT "{\"resourceType\":\"Patient\",\"id\":\"p1\"}"
#define NOTED(status)                                                                              \
  "{\"resourceType\":\"Observation\",\"status\":\"" status "\",\"code\":{\"text\":\"x\"},"         \
  "\"subject\":{\"reference\":\"Patient/p1\"}}"

typedef struct
{
  KarneTestServer *server; /* (owned) */
  KarneTestSync *sync;     /* (owned) */
} Fixture;

static void
put (Fixture *fixture, const char *path, const char *body)
{
  static const char *const headers[] = { "Content-Type: application/fhir+json", NULL };
  g_autoptr (KarneTestAnswer) answer =
      karne_test_server_request (fixture->server, "PUT", path, headers, body);

  g_assert_cmpuint (answer->status / 100, ==, 2);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = karne_test_server_start (NULL);
  put (fixture, "Patient/p1", PATIENT);
  fixture->sync = karne_test_sync_new_for_base (karne_test_server_get_base (fixture->server), "p1");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  karne_test_sync_free (fixture->sync);
  karne_test_server_free (fixture->server);
}

static guint
count_exchanges (Fixture *fixture)
{
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (fixture->sync);

  return report->exchanges;
}

static char *
save (Fixture *fixture, const char *id, const char *text)
{
  g_autoptr (GError) error = NULL;
  char *saved = karne_store_save (fixture->sync->store->store, fixture->sync->source, "Observation",
                                  id, text, &error);

  g_assert_no_error (error);
  return saved;
}

static gint64
count (Fixture *fixture, const char *what)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", what, NULL);

  return karne_test_query_int (fixture->sync->store, sql);
}

/* What was pushed comes back with the pull after it, once. */
static void
come_to_rest (Fixture *fixture)
{
  count_exchanges (fixture);
  count_exchanges (fixture);
}

static void
test_parked (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  come_to_rest (fixture);
  id = save (fixture, NULL, NOTED ("no such status"));
  come_to_rest (fixture);
  g_assert_cmpint (count (fixture, "outbox WHERE state = 'parked'"), ==, 1);
  g_assert_cmpuint (count_exchanges (fixture), ==, 1);
  g_assert_cmpuint (count_exchanges (fixture), ==, 1);
}

/* Both changed the same. */
static void
make_conflict (Fixture *fixture)
{
  g_autofree char *id = save (fixture, NULL, NOTED ("preliminary"));
  g_autofree char *path = g_strconcat ("Observation/", id, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;

  come_to_rest (fixture);
  text = karne_test_query (fixture->sync->store,
                           "SELECT json(body) FROM resource WHERE kind = 'Observation'");
  parts = g_strsplit (text, "preliminary", 2);
  mine = g_strjoinv ("final", parts);
  theirs = g_strjoinv ("amended", parts);
  put (fixture, path, theirs);
  g_free (save (fixture, id, mine));
}

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  come_to_rest (fixture);
  make_conflict (fixture);
  come_to_rest (fixture);
  g_assert_cmpint (count (fixture, "conflict WHERE decided IS NULL"), ==, 1);
  g_assert_cmpint (count (fixture, "outbox"), ==, 0);
  g_assert_cmpuint (count_exchanges (fixture), ==, 1);
  g_assert_cmpuint (count_exchanges (fixture), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/sync-nothing/parked", Fixture, NULL, set_up, test_parked, tear_down);
  g_test_add ("/sync-nothing/conflict", Fixture, NULL, set_up, test_conflict, tear_down);

  return g_test_run ();
}
