/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-test-exchange.h"
#include "karne-test-sync.h"

#include <string.h>

typedef struct
{
  KarneTestFhir *fhir;
  KarneTestClock *clock;
  KarneTransport *transport;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->fhir = karne_test_fhir_new ();
  fixture->clock = karne_test_clock_new (0);
  fixture->transport = KARNE_TRANSPORT (karne_soup_transport_new (KARNE_CLOCK (fixture->clock)));
  karne_test_fhir_put (fixture->fhir, "Patient", "p1",
                       "\"birthDate\":\"1994-05-17\",\"name\":[{\"use\":\"usual\",\"family\":"
                       "\"Usuel\"},{\"use\":\"official\",\"family\":\"Hoarau\",\"given\":["
                       "\"Marie\",\"Lise\"]}]");
  karne_test_fhir_put (fixture->fhir, "Patient", "p2",
                       "\"name\":[{\"text\":\"Ti Jean\"}],\"birthDate\":7");
  karne_test_fhir_put (fixture->fhir, "Patient", "p3", "\"name\":\"none\"");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->clock);
  g_clear_pointer (&fixture->fhir, karne_test_fhir_free);
}

static GPtrArray *
list (Fixture *fixture, const char *patient, GError **error)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  karne_people_list_async (fixture->transport, karne_test_fhir_get_base (fixture->fhir), patient,
                           NULL, NULL, karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  return karne_people_list_finish (result, error);
}

static void
assert_person (GPtrArray *people, guint i, const char *id, const char *name, const char *birth)
{
  const KarnePerson *person = g_ptr_array_index (people, i);

  g_assert_cmpstr (person->id, ==, id);
  g_assert_cmpstr (person->name, ==, name);
  g_assert_cmpstr (person->birth_date, ==, birth);
}

/* Whatever stands in a name, somebody can be shown. */
static void
test_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = list (fixture, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 3);
  assert_person (people, 0, "p1", "Marie Lise Hoarau", "1994-05-17");
  assert_person (people, 1, "p2", "Ti Jean", NULL);
  assert_person (people, 2, "p3", NULL, NULL);
}

static void
test_one (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = list (fixture, "p1", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1);
  assert_person (people, 0, "p1", "Marie Lise Hoarau", "1994-05-17");
}

static gboolean
no_read_hook (KarneTestFhir *fhir,
              const char *method,
              const char *target,
              const char *token,
              KarneTestFhirReply *reply,
              gpointer data)
{
  reply->status = GPOINTER_TO_UINT (data);
  return g_str_has_prefix (target, "Patient/");
}

/* Where one may not be read, one may be searched for. */
static void
test_search_instead (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = NULL;

  karne_test_fhir_set_hook (fixture->fhir, no_read_hook, GUINT_TO_POINTER (405));
  people = list (fixture, "p2", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1);
  assert_person (people, 0, "p2", "Ti Jean", NULL);
}

static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (list (fixture, "p9", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

static gboolean
status_hook (KarneTestFhir *fhir,
             const char *method,
             const char *target,
             const char *token,
             KarneTestFhirReply *reply,
             gpointer data)
{
  reply->status = GPOINTER_TO_UINT (data);
  reply->body = g_strdup ("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":"
                          "\"forbidden\",\"diagnostics\":\"Patient/p12345 is not for you\"}]}");
  return TRUE;
}

/* The server's words are kept for a developer, without what could tell who it is about. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint status;
    int code;
  } cases[] = {
    { 401, KARNE_ERROR_UNAUTHORIZED },
    { 403, KARNE_ERROR_FORBIDDEN },
    { 404, KARNE_ERROR_NOT_FOUND },
    { 500, KARNE_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      karne_test_fhir_set_hook (fixture->fhir, status_hook, GUINT_TO_POINTER (cases[i].status));
      g_assert_null (list (fixture, NULL, &error));
      g_assert_error (error, KARNE_ERROR, cases[i].code);
      g_assert_null (strstr (error->message, "p12345"));
      if (cases[i].status == 403)
        g_assert_nonnull (strstr (error->message, "is not for you"));
    }
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/people/all", test_all);
  ADD ("/people/one", test_one);
  ADD ("/people/search-instead", test_search_instead);
  ADD ("/people/nobody", test_nobody);
  ADD ("/people/refused", test_refused);

  return g_test_run ();
}
