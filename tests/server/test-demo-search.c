/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-dates.h"
#include "demo-fixture.h"

#include <string.h>

static void
test_search (Fixture *f, gconstpointer data)
{
  put (f, "Patient/p1", "\"identifier\":[{\"system\":\"s\",\"value\":\"v\"}]");
  put (f, "Patient/p2", "\"identifier\":[{\"value\":\"v\"}]");
  put (f, "DocumentReference/a",
       "\"subject\":{\"reference\":\"Patient/p1\"},\"status\":\"current\",\"date\":\"2026-01-02\","
       "\"masterIdentifier\":{\"system\":\"urn:m\",\"value\":\"1\"},"
       "\"type\":{\"coding\":[{\"system\":\"l\",\"code\":\"t1\"},{\"system\":\"k\",\"code\":\"t2\"}"
       "]},"
       "\"category\":[{\"coding\":[{\"code\":\"10\"}]}]");
  put (f, "DocumentReference/b",
       "\"subject\":{\"reference\":\"http://elsewhere/fhir/Patient/p1\"},\"status\":\"superseded\","
       "\"date\":\"2025-06\"");
  put (f, "DocumentReference/c",
       "\"subject\":{\"reference\":\"Patient/p2\"},\"status\":\"current\"");
  put (f, "Questionnaire/q", "\"url\":\"http://q/x|y\"");
  assert_finds (f, "Patient?identifier=s|v", "p1 ");
  assert_finds (f, "Patient?identifier=v", "p1 p2 ");
  assert_finds (f, "Patient?identifier=%7Cv", "p2 ");
  assert_finds (f, "Patient?identifier=s|", "p1 ");
  assert_finds (f, "Patient?_id=p2,p1,p9", "p1 p2 ");
  assert_finds (f, "DocumentReference?patient=p1", "a b ");
  assert_finds (f, "DocumentReference?patient=Patient/p1&status=current", "a ");
  assert_finds (f, "DocumentReference?subject=Patient/p2", "c ");
  assert_finds (f, "DocumentReference?subject:Patient=p2", "c ");
  assert_finds (f, "DocumentReference?patient=p1,p2&status=current", "a c ");
  assert_finds (f, "DocumentReference?patient.identifier=s|v", "a b ");
  assert_finds (f, "DocumentReference?status:not=current", "b ");
  assert_finds (f, "DocumentReference?type=k|t2&type=t1", "a ");
  assert_finds (f, "DocumentReference?type=k|t1", "");
  assert_finds (f, "DocumentReference?category=10,11", "a ");
  assert_finds (f, "DocumentReference?identifier=urn:m|1", "a ");
  assert_finds (f, "DocumentReference?date=2026", "a ");
  assert_finds (f, "DocumentReference?date=ge2025-06-01&date=lt2026", "b ");
  assert_finds (f, "DocumentReference?_sort=-date", "a b c ");
  assert_finds (f, "DocumentReference?_sort=date", "c b a ");
  assert_finds (f, "DocumentReference?_sort=-_id", "c b a ");
  assert_finds (f, "Questionnaire?url=http://q/x%7Cy", "q ");
  put (f, "DocumentReference/a", "\"subject\":{\"reference\":\"Patient/p2\"}");
  assert_finds (f, "DocumentReference?status=current", "c ");
  assert_finds (f, "DocumentReference?patient=p2&_sort=_lastUpdated", "c a ");
  g_assert_cmpint (ask_with (f, "POST", "DocumentReference/_search",
                             "Content-Type: application/x-www-form-urlencoded",
                             "patient=Patient%2Fp2&_sort=_id"),
                   ==, 200);
  g_assert_true (says (f, "\"total\":2"));
}

/* The SQL of each prefix says what the function says, for every pair of dates. */
static void
test_dates_as_function (Fixture *f, gconstpointer data)
{
  static const char *const have[] = { "2026-04-10", "2026-03", "2026", "2026-04-10T10:00:00Z",
                                      "2025-12-31" };
  static const char *const wanted[] = { "2026-04", "2026-04-10", "2026", "2026-04-10T10:00:00Z" };
  static const char *const prefixes[] = {
    "", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (have); i++)
    {
      g_autofree char *path = g_strdup_printf ("Observation/o%zu", i);
      g_autofree char *members = g_strdup_printf ("\"effectiveDateTime\":\"%s\"", have[i]);
      put (f, path, members);
    }
  for (gsize w = 0; w < G_N_ELEMENTS (wanted); w++)
    for (gsize p = 0; p < G_N_ELEMENTS (prefixes); p++)
      {
        g_autofree char *value = g_strconcat (prefixes[p], wanted[w], NULL);
        g_autofree char *path = g_strdup_printf ("Observation?date=%s", value);
        g_autoptr (GString) expected = g_string_new (NULL);
        DemoPrefix prefix;
        DemoSpan span, other;

        g_assert_true (demo_date_parse_prefixed (value, &prefix, &span));
        for (gsize i = 0; i < G_N_ELEMENTS (have); i++)
          if (demo_date_parse (have[i], &other) &&
              demo_date_matches (prefix, span, other, g_get_real_time () / 1000))
            g_string_append_printf (expected, "o%zu ", i);
        assert_finds (f, path, expected->str);
      }
}

static void
test_last_updated (Fixture *f, gconstpointer data)
{
  g_autofree char *time = NULL;
  g_autofree char *path = NULL;
  const char *at;

  put (f, "Patient/p1", "");
  at = strstr (f->answer->body, "\"lastUpdated\":\"") + strlen ("\"lastUpdated\":\"");
  time = g_strndup (at, strcspn (at, "\""));
  path = g_strdup_printf ("Patient?_lastUpdated=%s", time);
  assert_finds (f, path, "p1 ");
  path = (g_free (path), g_strdup_printf ("Patient?_lastUpdated=gt%s", time));
  assert_finds (f, path, "");
  path =
      (g_free (path), g_strdup_printf ("Patient?_lastUpdated=ge%s&_lastUpdated=le%s", time, time));
  assert_finds (f, path, "p1 ");
  assert_finds (f, "Patient?_lastUpdated=lt2000", "");
  assert_finds (f, "Patient?_lastUpdated=sa2000&_lastUpdated=eb2999", "p1 ");
  assert_finds (f, "Patient?_lastUpdated=ne2000", "p1 ");
  assert_finds (f, "Patient?_lastUpdated=2000,ge2001", "p1 ");
}

/* What no query can hold is refused; what it just holds is answered. */
static void
test_limits (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *name;
    int fits, too_many;
  } cases[] = { { "status", 200, 201 },
                { "_lastUpdated", 200, 201 },
                { "patient", 200, 201 },
                { "_id", 5000, 5001 } };

  put (f, "Task/t", "");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int n = cases[i].fits; n <= cases[i].too_many; n += cases[i].too_many - cases[i].fits)
      {
        g_autoptr (GString) form = g_string_new (NULL);
        for (int v = 0; v < n; v++)
          g_string_append_printf (form, "%s%d", v > 0 ? "," : "=", 2000 + v % 100);
        g_string_prepend (form, cases[i].name);
        g_assert_cmpint (ask_with (f, "POST", "Task/_search",
                                   "Content-Type: application/x-www-form-urlencoded", form->str),
                         ==, n == cases[i].fits ? 200 : 400);
      }
  {
    g_autoptr (GString) path = g_string_new ("Task?status=x");
    for (int v = 0; v < 99; v++)
      g_string_append (path, "&status=x");
    assert_finds (f, path->str, "");
    g_string_append (path, "&status=x");
    g_assert_cmpint (get (f, path->str), ==, 400);
  }
}

static void
test_shape (Fixture *f, gconstpointer data)
{
  put (f, "Patient/p1", "\"gender\":\"female\",\"birthDate\":\"1990-01-01\"");
  g_assert_cmpint (get (f, "Patient?_summary=count"), ==, 200);
  g_assert_true (says (f, "\"total\":1"));
  g_assert_false (says (f, "\"entry\""));
  g_assert_cmpint (get (f, "Patient?_count=0"), ==, 200);
  g_assert_false (says (f, "\"entry\""));
  g_assert_cmpint (get (f, "Patient?_elements=gender"), ==, 200);
  g_assert_true (says (f, "\"gender\":\"female\""));
  g_assert_true (says (f, "\"SUBSETTED\""));
  g_assert_true (says (f, "\"versionId\":\"1\""));
  g_assert_false (says (f, "birthDate"));
  g_assert_cmpint (get (f, "Patient?_total=none"), ==, 200);
  g_assert_false (says (f, "\"total\""));
  g_assert_cmpint (ask_with (f, "PUT", "Patient/p1", "Prefer: return=minimal", PATIENT ("p1")), ==,
                   200);
  g_assert_cmpint (f->answer->len, ==, 0);
}

static void
test_include (Fixture *f, gconstpointer data)
{
  put (f, "Organization/o1", "");
  put (f, "Practitioner/x1", "");
  put (f, "PractitionerRole/r1",
       "\"practitioner\":{\"reference\":\"Practitioner/x1\"},"
       "\"organization\":{\"reference\":\"Organization/o1\"}");
  put (f, "Patient/p1", "");
  put (f, "Appointment/a1",
       "\"participant\":[{\"actor\":{\"reference\":\"Patient/p1\"}},"
       "{\"actor\":{\"reference\":\"PractitionerRole/r1\"}}]");
  put (f, "Appointment/a2",
       "\"participant\":[{\"actor\":{\"reference\":\"Patient/p1\"}},"
       "{\"actor\":{\"reference\":\"PractitionerRole/r1\"}}]");
  assert_finds (f, "Appointment?patient=p1&_include=Appointment:actor", "a1 a2 p1 r1 ");
  g_assert_true (says (f, "\"total\":2"));
  g_assert_true (says (f, "{\"mode\":\"include\"}"));
  assert_finds (f, "Appointment?_include=Appointment:actor:PractitionerRole", "a1 a2 r1 ");
  assert_finds (f,
                "Appointment?_id=a1&_include=Appointment:actor:PractitionerRole"
                "&_include:iterate=PractitionerRole:practitioner"
                "&_include:iterate=PractitionerRole:organization",
                "a1 r1 x1 o1 ");
}

/* Pages are cut by keys: what is deleted or added meanwhile moves nothing, and every order ends. */
static void
test_paging (Fixture *f, gconstpointer data)
{
  static const char *const orders[] = { "", "&_sort=_lastUpdated", "&_sort=-_lastUpdated",
                                        "&_sort=-date,_id", "&_sort=date,-_lastUpdated" };

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *path = g_strdup_printf ("Observation/o%d", i);
      g_autofree char *members = g_strdup_printf (
          "\"effectiveDateTime\":\"2026-01-0%d\",\"subject\":{\"reference\":\"Patient/p\"}",
          1 + i % 3);
      put (f, path, members);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *whole = g_strdup_printf ("Observation?patient=p%s", orders[i]);
      g_autofree char *page = g_strdup_printf ("%s&_count=3", whole);
      g_autofree char *expected = NULL;
      g_autoptr (GString) got = g_string_new (NULL);

      g_assert_cmpint (get (f, whole), ==, 200);
      expected = ids_of (f);
      g_assert_cmpint (strlen (expected), ==, 30);
      for (int n = 0; page != NULL; n++)
        {
          g_autofree char *ids = NULL;
          g_assert_cmpint (n, <, 4);
          g_assert_cmpint (get (f, page), ==, 200);
          g_assert_true (says (f, "\"total\":10"));
          ids = ids_of (f);
          g_string_append (got, ids);
          g_free (page);
          page = next_link (f);
        }
      g_assert_cmpstr (got->str, ==, expected);
    }
}

static void
test_paging_while_changing (Fixture *f, gconstpointer data)
{
  g_autofree char *next = NULL;

  for (int i = 0; i < 6; i++)
    {
      g_autofree char *path = g_strdup_printf ("Observation/o%d", i);
      put (f, path, "");
    }
  assert_finds (f, "Observation?_count=2", "o0 o1 ");
  next = next_link (f);
  g_assert_cmpint (ask (f, "DELETE", "Observation/o0", NULL), ==, 204);
  assert_finds (f, next, "o2 o3 ");
  next = (g_free (next), next_link (f));
  put (f, "Observation/o6", "");
  assert_finds (f, next, "o4 o5 ");
}

/* More than one piece, so in chunks; plain and compressed hold the same. */
static void
test_large_page (Fixture *f, gconstpointer data)
{
  g_autofree char *padding = g_strnfill (2000, 'x');
  g_autofree char *members = g_strdup_printf ("\"description\":\"%s\"", padding);
  g_autoptr (KarneTestAnswer) plain = NULL;
  const char *identity[] = { "Accept-Encoding: identity", NULL };
  const char *plain_end;

  for (int i = 0; i < 400; i++)
    {
      g_autofree char *path = g_strdup_printf ("DocumentReference/d%03d", i);
      put (f, path, members);
    }
  plain =
      karne_test_server_request (f->server, "GET", "DocumentReference?_count=400", identity, NULL);
  g_assert_null (karne_test_answer_get_header (plain, "Content-Encoding"));
  g_assert_cmpstr (karne_test_answer_get_header (plain, "Transfer-Encoding"), ==, "chunked");
  g_assert_cmpint (plain->len, >, 400 * 2000);
  g_assert_true (g_str_has_suffix (plain->body, "}]}"));
  g_assert_cmpint (get (f, "DocumentReference?_count=400"), ==, 200);
  g_assert_cmpstr (header_of (f, "Content-Encoding"), ==, "gzip");
  plain_end = strstr (plain->body, "\"entry\"");
  g_assert_cmpstr (strstr (f->answer->body, "\"entry\""), ==, plain_end);
}

#define ADD(path, func) g_test_add ("/demo-search/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("search", test_search);
  ADD ("dates-as-function", test_dates_as_function);
  ADD ("last-updated", test_last_updated);
  ADD ("limits", test_limits);
  ADD ("shape", test_shape);
  ADD ("include", test_include);
  ADD ("paging", test_paging);
  ADD ("paging-while-changing", test_paging_while_changing);
  ADD ("large-page", test_large_page);
  return g_test_run ();
}
