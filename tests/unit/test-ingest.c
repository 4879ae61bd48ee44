/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "karne-test-store.h"

#define BUNDLE(entries)                                                                            \
  "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":7,\"entry\":[" entries "]}"
#define ENTRY(resource) "{\"resource\":" resource "}"

static KarnePage *
ingest (KarneTestStore *store, const char *kind, const char *text)
{
  return karne_test_ingest (store, kind, KARNE_INGEST_NONE, text, strlen (text), 0, NULL);
}

static void
assert_query (KarneTestStore *store, const char *sql, const char *expected)
{
  g_autofree char *text = karne_test_query (store, sql);

  g_assert_cmpstr (text, ==, expected);
}

/* Numbers and strings come out as they went in, byte for byte, whatever pieces the page came in. */
static void
test_exactness (void)
{
  static const char page[] =
      BUNDLE (ENTRY ("{\"resourceType\":\"Observation\",\"id\":\"o1\",\"meta\":{\"versionId\":"
                     "\"1\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"},"
                     "\"status\":\"final\",\"code\":{\"text\":\"Glyc\\u00e9mie\"},"
                     "\"effectiveDateTime\":\"2026-03-01T08:15:00+04:00\","
                     "\"valueQuantity\":{\"value\":5.60,\"unit\":\"mg/"
                     "dL\"},\"x\":[1.0,1.00,1e-7,123456789012345678901234567890.10]}"));

  for (gsize step = 0; step <= 7; step++)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (KarnePage) result = karne_test_ingest (store, "Observation", KARNE_INGEST_NONE,
                                                        page, strlen (page), step, NULL);

      g_assert_true (result->complete);
      g_assert_cmpuint (result->n_stored, ==, 1);
      g_assert_cmpint (result->total, ==, 7);
      assert_query (store, "SELECT json(body -> '$.x') FROM resource",
                    "[1.0,1.00,1e-7,123456789012345678901234567890.10]");
      assert_query (store, "SELECT body -> '$.code.text' FROM resource", "\"Glyc\\u00e9mie\"");
      assert_query (store, "SELECT detail FROM resource", "5.60 mg/dL");
      assert_query (store, "SELECT title FROM resource", "Glycémie");
      assert_query (store, "SELECT date FROM resource", "2026-03-01T08:15:00+04:00");
      assert_query (store, "SELECT sort FROM resource", "1772338500");
    }
}

static const struct
{
  const char *what;
  const char *first;  /* meta of what is here */
  const char *second; /* meta of what comes */
  gboolean replaced;
} versions[] = {
  { "same version", "\"versionId\":\"1\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"",
    "\"versionId\":\"1\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"", FALSE },
  { "newer", "\"versionId\":\"1\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"",
    "\"versionId\":\"2\",\"lastUpdated\":\"2026-03-01T10:00:01Z\"", TRUE },
  { "older", "\"versionId\":\"2\",\"lastUpdated\":\"2026-03-01T10:00:01Z\"",
    "\"versionId\":\"1\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"", FALSE },
  { "older, in another zone", "\"versionId\":\"2\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"",
    "\"versionId\":\"1\",\"lastUpdated\":\"2026-03-01T13:59:59+04:00\"", FALSE },
  { "same instant, higher number", "\"versionId\":\"9\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"",
    "\"versionId\":\"10\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"", TRUE },
  { "same instant, lower number", "\"versionId\":\"10\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"",
    "\"versionId\":\"9\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"", FALSE },
  { "versions that are no numbers", "\"versionId\":\"b\",\"lastUpdated\":\"2026-03-01T10:00:00Z\"",
    "\"versionId\":\"a\",\"lastUpdated\":\"2026-03-01T10:00:01Z\"", TRUE },
  { "no versions, newer time", "\"lastUpdated\":\"2026-03-01T10:00:00Z\"",
    "\"lastUpdated\":\"2026-03-01T10:00:01Z\"", TRUE },
  { "no versions, older time", "\"lastUpdated\":\"2026-03-01T10:00:01Z\"",
    "\"lastUpdated\":\"2026-03-01T10:00:00Z\"", FALSE },
  { "neither", "\"source\":\"a\"", "\"source\":\"a\"", TRUE },
};

static void
test_versions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autofree char *first = g_strdup_printf (
          BUNDLE (ENTRY (
              "{\"resourceType\":\"Task\",\"id\":\"t\",\"meta\":{%s},\"description\":\"old\"}")),
          versions[i].first);
      g_autofree char *second = g_strdup_printf (
          BUNDLE (ENTRY (
              "{\"resourceType\":\"Task\",\"id\":\"t\",\"meta\":{%s},\"description\":\"new\"}")),
          versions[i].second);
      g_autoptr (KarnePage) one = ingest (store, "Task", first);
      g_autoptr (KarnePage) again = ingest (store, "Task", first);
      g_autoptr (KarnePage) two = ingest (store, "Task", second);

      g_test_message ("%s", versions[i].what);
      g_assert_cmpuint (one->n_stored, ==, 1);
      g_assert_cmpuint (again->n_known, ==, 1);
      g_assert_cmpuint (two->n_stored, ==, versions[i].replaced ? 1 : 0);
      assert_query (store, "SELECT title FROM resource", versions[i].replaced ? "new" : "old");
      assert_query (store, "SELECT count(*) FROM resource", "1");
      assert_query (store,
                    versions[i].replaced ? "SELECT count(*) FROM search WHERE search MATCH 'new'"
                                         : "SELECT count(*) FROM search WHERE search MATCH 'old'",
                    "1");
    }
}

/* A bad entry goes to quarantine with its reason, and the rest goes in; a good version takes it out
 * again. */
static void
test_quarantine (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarnePage) bad =
      ingest (store, "Task",
              BUNDLE (ENTRY ("{\"resourceType\":\"Task\",\"id\":\"good\"}") "," ENTRY (
                  "{\"resourceType\":\"Task\",\"id\":\"bad\",\"a\":1,\"a\":2}")));
  g_autoptr (KarnePage) good = NULL;

  g_assert_cmpuint (bad->n_stored, ==, 1);
  g_assert_cmpuint (bad->n_quarantined, ==, 1);
  assert_query (store, "SELECT name || ' ' || flaw FROM quarantine", "Task/bad duplicate-key");
  good =
      ingest (store, "Task", BUNDLE (ENTRY ("{\"resourceType\":\"Task\",\"id\":\"bad\",\"a\":1}")));
  g_assert_cmpuint (good->n_stored, ==, 1);
  assert_query (store, "SELECT count(*) FROM quarantine", "0");
}

/* A server that ignores the limit to the person hands out somebody else's record: of that, nothing
 * is kept. */
static void
test_other_person (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarnePage) page = ingest (
      store, "Observation",
      BUNDLE (ENTRY (
          "{\"resourceType\":\"Observation\",\"id\":\"mine\",\"subject\":{\"reference\":"
          "\"Patient/p1\"}}") "," ENTRY ("{\"resourceType\":\"Observation\",\"id\":\"mine2\","
                                         "\"subject\":{\"reference\":"
                                         "\"" KARNE_TEST_BASE
                                         "/Patient/p1/_history/3\"}}") "," ENTRY ("{\"resourceType"
                                                                                  "\":"
                                                                                  "\"Observation\","
                                                                                  "\"id\":"
                                                                                  "\"theirs\","
                                                                                  "\"subject\":{"
                                                                                  "\"reference\":"
                                                                                  "\"Patient/"
                                                                                  "p2\"},"
                                                                                  "\"valueString\":"
                                                                                  "\"SECRET\"}")));
  g_autoptr (KarnePage) patient =
      ingest (store, "Patient",
              BUNDLE (ENTRY ("{\"resourceType\":\"Patient\",\"id\":\"p2\"}") "," ENTRY (
                  "{\"resourceType\":\"Patient\",\"id\":\"p1\"}")));

  g_assert_cmpuint (page->n_stored, ==, 2);
  g_assert_cmpuint (page->n_quarantined, ==, 1);
  g_assert_cmpuint (patient->n_stored, ==, 1);
  assert_query (store, "SELECT flaw || length(bytes) FROM quarantine WHERE kind = 'Observation'",
                "other-person0");
}

/* PHP, for one, writes each slash as \/. */
static void
test_escaped_references (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarnePage) page = karne_test_ingest_resources (
      store, "Observation",
      "{\"resourceType\":\"Observation\",\"id\":\"mine\",\"subject\":{\"reference\":"
      "\"Patient\\/p1\"},\"performer\":[{\"reference\":\"Practitioner\\/pr\"}]}",
      "{\"resourceType\":\"Observation\",\"id\":\"theirs\",\"subject\":{\"reference\":"
      "\"Patient\\/p2\"}}",
      NULL);

  g_assert_cmpuint (page->n_stored, ==, 1);
  g_assert_cmpuint (page->n_quarantined, ==, 1);
  assert_query (store, "SELECT name FROM quarantine WHERE flaw = 'other-person'",
                "Observation/theirs");
  assert_query (store, "SELECT kind || '/' || id FROM wanted", "Practitioner/pr");
}

/* Filed under this person by mistake, then corrected: what is here of it goes. */
static void
test_given_to_another (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarnePage) mine =
      ingest (store, "Observation",
              BUNDLE (ENTRY (
                  "{\"resourceType\":\"Observation\",\"id\":\"o\",\"meta\":{\"versionId\":\"1\"},"
                  "\"subject\":{\"reference\":\"Patient/p1\"}}")));
  g_autoptr (KarnePage) theirs =
      ingest (store, "Observation",
              BUNDLE (ENTRY (
                  "{\"resourceType\":\"Observation\",\"id\":\"o\",\"meta\":{\"versionId\":\"2\"},"
                  "\"subject\":{\"reference\":\"Patient/p2\"}}")));

  g_assert_cmpuint (mine->n_stored, ==, 1);
  g_assert_cmpuint (theirs->n_quarantined, ==, 1);
  assert_query (store, "SELECT count(*) FROM resource", "0");
  assert_query (store, "SELECT reason FROM gone WHERE id = 'o'", "withdrawn");
  assert_query (store, "SELECT length(bytes) FROM quarantine", "0");
}

/* What a resource refers to is wanted until it comes; then it lends its name. */
static void
test_references (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarnePage) page = ingest (
      store, "DocumentReference",
      BUNDLE (
          ENTRY ("{\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"author\":[{\"reference\":"
                 "\"PractitionerRole/r1\"}],\"custodian\":{\"reference\":\"" KARNE_TEST_BASE
                 "/Organization/h1\"},\"subject\":{\"reference\":\"Patient/"
                 "p1\"},\"context\":{\"encounter\":[{\"reference\":\"Encounter/e1\"}]}}")));
  g_autoptr (KarnePage) role = NULL;
  g_autoptr (KarnePage) response = NULL;

  g_assert_cmpuint (page->n_stored, ==, 1);
  assert_query (store, "SELECT group_concat(kind || '/' || id) FROM wanted",
                "Organization/h1,PractitionerRole/r1");
  role = ingest (store, "PractitionerRole",
                 BUNDLE (ENTRY ("{\"resourceType\":\"PractitionerRole\",\"id\":\"r1\","
                                "\"practitioner\":{\"reference\":\"Practitioner/pr1\"}}")));
  assert_query (store, "SELECT group_concat(kind || '/' || id) FROM wanted",
                "Organization/h1,Practitioner/pr1");
  response = ingest (store, "QuestionnaireResponse",
                     BUNDLE (ENTRY ("{\"resourceType\":\"QuestionnaireResponse\",\"id\":\"q\","
                                    "\"questionnaire\":\"http://a/b|1\"}")));
  assert_query (store, "SELECT id FROM wanted WHERE kind = 'Questionnaire'", "http://a/b|1");
  karne_page_free (g_steal_pointer (&response));
  response = ingest (store, "Questionnaire",
                     BUNDLE (ENTRY ("{\"resourceType\":\"Questionnaire\",\"id\":\"q\",\"url\":"
                                    "\"http://a/b\",\"version\":\"1\"}")));
  assert_query (store, "SELECT count(*) FROM wanted WHERE kind = 'Questionnaire'", "0");
}

/* An included DeviceMetric is left out and no flaw, and so is an included Patient who is somebody
 * else; asked for as such, they are, and so is an included Device that cannot be read. */
static void
test_included_beside (void)
{
  static const char text[] =
      "{\"resourceType\":\"Bundle\",\"entry\":["
      "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o1\"}},"
      "{\"search\":{\"mode\":\"include\"},"
      "\"resource\":{\"resourceType\":\"DeviceMetric\",\"id\":\"m1\"}},"
      "{\"search\":{\"mode\":\"include\"},"
      "\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p1\"}},"
      "{\"search\":{\"mode\":\"include\"},"
      "\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p2\"}},"
      "{\"search\":{\"mode\":\"match\"},"
      "\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p3\"}},"
      "{\"search\":{\"mode\":\"match\"},"
      "\"resource\":{\"resourceType\":\"DeviceMetric\",\"id\":\"m2\"}},"
      "{\"search\":{\"mode\":\"include\"},\"resource\":{\"resourceType\":\"Device\"}}]}";
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (KarnePage) page = ingest (store, "Observation", text);

  g_assert_cmpuint (page->n_stored, ==, 2);
  g_assert_cmpuint (page->n_quarantined, ==, 3);
  assert_query (
      store,
      "SELECT group_concat(kind || ' ' || flaw) FROM (SELECT * FROM quarantine ORDER BY kind DESC)",
      "Patient other-person,DeviceMetric wrong-type,Device no-id");
}

static gboolean
name_authors_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneTestStore *store = data;
  g_auto (KarneNaming) naming = { NULL };

  return karne_resource_name_authors (store->store, db, store->source->id, &naming, 1000, error) &&
         naming.is_done;
}

static void
test_author_names (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KarnePage) page = ingest (
      store, "DocumentReference",
      BUNDLE (ENTRY (
          "{\"resourceType\":\"DocumentReference\",\"id\":\"d1\",\"author\":[{"
          "\"reference\":\"PractitionerRole/r1\"}]}") "," ENTRY ("{\"resourceType\":"
                                                                 "\"DocumentReference\","
                                                                 "\"id\":\"d2\",\"author\":["
                                                                 "{"
                                                                 "\"reference\":\"#a\"}],"
                                                                 "\"contained\":[{"
                                                                 "\"resourceType\":"
                                                                 "\"Practitioner\",\"id\":"
                                                                 "\"a\",\"name\":[{"
                                                                 "\"family\":\"Grondin\","
                                                                 "\"given\":[\"Élise\"]}]}]"
                                                                 "}") "," ENTRY ("{\"resourc"
                                                                                 "eType\":"
                                                                                 "\"Practiti"
                                                                                 "onerRole\""
                                                                                 ",\"id\":"
                                                                                 "\"r1\","
                                                                                 "\"practiti"
                                                                                 "oner\":{"
                                                                                 "\"referenc"
                                                                                 "e\":"
                                                                                 "\"Practiti"
                                                                                 "oner/"
                                                                                 "pr1\"}}") "," ENTRY ("{\"resour"
                                                                                                       "ceType\":"
                                                                                                       "\"Practit"
                                                                                                       "ioner\","
                                                                                                       "\"id\":"
                                                                                                       "\"pr1\","
                                                                                                       "\"name\":"
                                                                                                       "[{"
                                                                                                       "\"prefix"
                                                                                                       "\":["
                                                                                                       "\"Dr\"],"
                                                                                                       "\"family"
                                                                                                       "\":"
                                                                                                       "\"Payet\""
                                                                                                       ",\"given"
                                                                                                       "\":["
                                                                                                       "\"Cœline"
                                                                                                       "\"]}]"
                                                                                                       "}")));

  g_assert_cmpuint (page->n_stored, ==, 4);
  karne_store_write (store->store, name_authors_job, store, &error);
  g_assert_no_error (error);
  assert_query (store, "SELECT author FROM resource WHERE id = 'd1'", "Dr Cœline Payet");
  assert_query (store, "SELECT author FROM resource WHERE id = 'd2'", "Élise Grondin");
  assert_query (store,
                "SELECT count(*) FROM search WHERE search MATCH 'author:coeline' AND rowid = "
                "(SELECT row FROM resource WHERE id = 'd1')",
                "1");
}

typedef struct
{
  KarneTestStore *store;
  KarneNaming naming;
  guint limit;
} Part;

static gboolean
name_part_job (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Part *part = data;

  return karne_resource_name_authors (part->store->store, db, part->store->source->id,
                                      &part->naming, part->limit, error);
}

#define BY(id, author)                                                                             \
  "{\"resourceType\":\"DocumentReference\",\"id\":\"" id "\",\"author\":[{\"reference\":\"" author \
  "\"}]}"
#define ROLE(id, who)                                                                              \
  "{\"resourceType\":\"PractitionerRole\",\"id\":\"" id                                            \
  "\",\"practitioner\":{\"reference\":\"" who "\"}}"
#define WHO(id, name)                                                                              \
  "{\"resourceType\":\"Practitioner\",\"id\":\"" id "\",\"name\":[{\"text\":\"" name "\"}]}"

/* In parts of any size all get their name, no part touches more than its size, and what cannot be
 * named holds nobody up. */
static void
test_author_names_in_parts (void)
{
  for (guint limit = 1; limit <= 12; limit++)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (KarnePage) page =
          karne_test_ingest_resources (store, "DocumentReference", BY ("d1", "PractitionerRole/r1"),
                                       BY ("d2", "PractitionerRole/r1"),
                                       BY ("d3", "Practitioner/nobody"),
                                       BY ("d4", "Practitioner/nobody"),
                                       BY ("d5", "Practitioner/p1"),
                                       BY ("d6", "PractitionerRole/r2"),
                                       BY ("d7", "Practitioner/p2"), ROLE ("r1", "Practitioner/p1"),
                                       ROLE ("r2", "Practitioner/p2"), WHO ("p1", "Payet"),
                                       WHO ("p2", "Grondin"), NULL);
      Part part = { store, { NULL }, limit };
      gint64 n_left = karne_test_query_int (store, "SELECT count(*) FROM resource WHERE author IS "
                                                   "NULL AND author_ref IS NOT NULL");
      guint n_parts = 0;

      g_assert_cmpuint (page->n_stored, ==, 11);
      g_assert_cmpint (n_left, ==, 9);
      for (; !part.naming.is_done; n_parts++)
        {
          gint64 n_before = n_left;

          g_assert_true (karne_store_write (store->store, name_part_job, &part, NULL));
          n_left =
              karne_test_query_int (store, "SELECT count(*) FROM resource WHERE author IS NULL "
                                           "AND author_ref IS NOT NULL");
          g_assert_cmpint (n_before - n_left, <=, limit);
          g_assert_cmpuint (n_parts, <, 20);
        }
      karne_naming_clear (&part.naming);
      assert_query (store,
                    "SELECT group_concat(id || ' ' || coalesce(author, '-')) FROM (SELECT * FROM "
                    "resource WHERE kind = 'DocumentReference' ORDER BY id)",
                    "d1 Payet,d2 Payet,d3 -,d4 -,d5 Payet,d6 Grondin,d7 Grondin");
      g_assert_cmpint (n_left, ==, 2);
    }
}

/* A large attachment passes beside the body, and is dropped again with it. */
static void
test_diverted (void)
{
  g_autoptr (KarneTestStore) store = karne_test_store_new ();
  g_autoptr (GString) text =
      g_string_new ("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":"
                    "\"DocumentReference\",\"id\":\"d\",\"meta\":{\"versionId\":\"1\"},\"content\":"
                    "[{\"attachment\":{\"data\":\"");
  g_autoptr (KarnePage) page = NULL;
  g_autoptr (KarnePage) small = NULL;

  for (int i = 0; i < 300 * 1024; i++)
    g_string_append (text, "QUJD");
  g_string_append (text, "\",\"title\":\"Radio\"}}]}}]}");
  page = karne_test_ingest (store, "DocumentReference", KARNE_INGEST_NONE, text->str, text->len,
                            10007, NULL);
  g_assert_true (page->complete);
  g_assert_cmpuint (page->n_stored, ==, 1);
  assert_query (store, "SELECT body ->> '$.content[0].attachment.data' FROM resource",
                "karne:blob:0");
  g_assert_cmpint (
      karne_test_query_int (
          store, "SELECT size FROM content WHERE whole AND owner = (SELECT row FROM resource)"),
      ==, 300 * 1024 * 4);
  g_assert_cmpint (karne_test_query_int (store, "SELECT sum(length(bytes)) FROM piece"), ==,
                   300 * 1024 * 4);
  small = ingest (
      store, "DocumentReference",
      BUNDLE (ENTRY (
          "{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"meta\":{\"versionId\":\"2\"}}")));
  assert_query (store, "SELECT (SELECT count(*) FROM content) + (SELECT count(*) FROM piece)", "0");
}

/* A page that ends too early is no page; what came whole stands. */
static void
test_truncated (void)
{
  static const char page[] = BUNDLE (ENTRY ("{\"resourceType\":\"Task\",\"id\":\"a\"}") "," ENTRY (
      "{\"resourceType\":\"Task\",\"id\":\"b\"}"));

  for (gsize len = 0; len < strlen (page); len += 3)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (GError) flaw = NULL;
      g_autoptr (KarnePage) result =
          karne_test_ingest (store, "Task", KARNE_INGEST_NONE, page, len, 0, &flaw);

      g_assert_error (flaw, KARNE_ERROR, KARNE_ERROR_TRUNCATED);
      g_assert_false (result->complete);
      g_assert_cmpint (karne_test_query_int (store, "SELECT count(*) FROM resource"), ==,
                       result->n_stored);
    }
}

/* A hostile entry costs neither the good one beside it nor a stack. */
static void
test_deep (void)
{
  g_autofree char *open = g_strnfill (100000, '[');
  g_autofree char *close = g_strnfill (100000, ']');
  g_autofree char *text =
      g_strconcat ("{\"resourceType\":\"Bundle\",\"entry\":["
                   "{\"resource\":{\"resourceType\":\"Task\",\"id\":\"bad\",\"x\":",
                   open, close, "}},", ENTRY ("{\"resourceType\":\"Task\",\"id\":\"good\"}"), "]}",
                   NULL);

  for (gsize step = 0; step <= 14007; step += 7003)
    {
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (KarnePage) page =
          karne_test_ingest (store, "Task", KARNE_INGEST_NONE, text, strlen (text), step, NULL);

      g_assert_true (page->complete);
      g_assert_cmpuint (page->n_stored, ==, 1);
      g_assert_cmpuint (page->n_quarantined, ==, 1);
      assert_query (store, "SELECT name || ' ' || flaw FROM quarantine", "Task/bad depth");
      assert_query (store, "SELECT group_concat(id) FROM resource", "good");
    }
}

#define TOO_LARGE (50 * 1024 * 1024)

/* 50 MB between `open` and `close`, most of it the text `unit` over and over. */
static GString *
large_page (const char *open, const char *unit, const char *close)
{
  const gsize unit_len = strlen (unit);
  GString *text = g_string_sized_new (TOO_LARGE + 4096);

  g_string_append_printf (text,
                          "{\"resourceType\":\"Bundle\",\"entry\":["
                          "{\"resource\":{\"resourceType\":\"Task\",\"id\":\"bad\",%s",
                          open);
  while (text->len < TOO_LARGE + 256)
    g_string_append_len (text, unit, (gssize) unit_len);
  g_string_append_printf (text, "%s}},%s]}", close,
                          ENTRY ("{\"resourceType\":\"Task\",\"id\":\"good\"}"));
  return text;
}

static const struct
{
  const char *open;
  const char *unit;
  const char *close;
} large_entries[] = {
  { "\"text\":{\"div\":\"",
    "all of it one string, with no end in sight and not one word of use to anybody; ", "\"}" },
  { "\"note\":[0",
    ",{\"text\":\"one of very many members, each of them small and each of them good\"}", "]" },
};

/* An entry of 50 MB, closed as it should be: of it a beginning is kept, to say what it was. */
static void
test_too_large (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (large_entries); i++)
    {
      g_autoptr (GString) text =
          large_page (large_entries[i].open, large_entries[i].unit, large_entries[i].close);
      g_autoptr (KarneTestStore) store = karne_test_store_new ();
      g_autoptr (KarnePage) page = karne_test_ingest (store, "Task", KARNE_INGEST_NONE, text->str,
                                                      text->len, 64 * 1024, NULL);

      g_assert_true (page->complete);
      g_assert_cmpuint (page->n_stored, ==, 1);
      g_assert_cmpuint (page->n_quarantined, ==, 1);
      assert_query (store, "SELECT name || ' ' || flaw FROM quarantine", "Task/bad too-large");
      g_assert_cmpint (karne_test_query_int (store, "SELECT size FROM quarantine"), >, TOO_LARGE);
      g_assert_cmpint (karne_test_query_int (store, "SELECT length(bytes) FROM quarantine"), <=,
                       1024);
      assert_query (store, "SELECT group_concat(id) FROM resource", "good");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ingest/exactness", test_exactness);
  g_test_add_func ("/ingest/versions", test_versions);
  g_test_add_func ("/ingest/quarantine", test_quarantine);
  g_test_add_func ("/ingest/other-person", test_other_person);
  g_test_add_func ("/ingest/escaped-references", test_escaped_references);
  g_test_add_func ("/ingest/given-to-another", test_given_to_another);
  g_test_add_func ("/ingest/references", test_references);
  g_test_add_func ("/ingest/included-beside", test_included_beside);
  g_test_add_func ("/ingest/author-names", test_author_names);
  g_test_add_func ("/ingest/author-names/in-parts", test_author_names_in_parts);
  g_test_add_func ("/ingest/diverted", test_diverted);
  g_test_add_func ("/ingest/truncated", test_truncated);
  g_test_add_func ("/ingest/deep", test_deep);
  g_test_add_func ("/ingest/too-large", test_too_large);
  return g_test_run ();
}
