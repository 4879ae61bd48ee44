/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-fixture.h"

#include <string.h>

/* What is written is read again, to the letter, until it is deleted. */
static void
test_life (Fixture *f, gconstpointer data)
{
  static const char first[] =
      "{\"resourceType\":\"Patient\",\"meta\":{\"profile\":[\"urn:x\"],\"versionId\":\"99\"},"
      "\"id\":\"p1\",\"unknown\":{\"n\":7.10,\"e\":1e-7,\"s\":\"\\u00e9\\/\"}}";

  g_assert_cmpint (ask (f, "PUT", "Patient/p1", first), ==, 201);
  g_assert_true (g_str_has_suffix (header_of (f, "Location"), "/Patient/p1/_history/1"));
  g_assert_cmpint (get (f, "Patient/p1"), ==, 200);
  g_assert_cmpstr (header_of (f, "ETag"), ==, "W/\"1\"");
  g_assert_nonnull (header_of (f, "Last-Modified"));
  g_assert_nonnull (header_of (f, "Date"));
  g_assert_true (says (f, "\"unknown\":{\"n\":7.10,\"e\":1e-7,\"s\":\"\\u00e9\\/\"}"));
  g_assert_true (says (f, "\"versionId\":\"1\""));
  g_assert_true (says (f, "\"profile\":[\"urn:x\"]"));
  g_assert_cmpint (ask_with (f, "GET", "Patient/p1", "If-None-Match: W/\"1\"", NULL), ==, 304);
  g_assert_cmpint (ask (f, "PUT", "Patient/p1", PATIENT ("p1")), ==, 200);
  g_assert_cmpint (ask (f, "DELETE", "Patient/p1", NULL), ==, 204);
  g_assert_cmpint (get (f, "Patient/p1"), ==, 410);
  g_assert_cmpint (get (f, "Patient/p1/_history/1"), ==, 200);
  g_assert_true (says (f, "7.10"));
  g_assert_cmpint (get (f, "Patient/p1/_history/3"), ==, 410);
  g_assert_cmpint (get (f, "Patient/p1/_history/4"), ==, 404);
  assert_finds (f, "Patient", "");
  g_assert_cmpint (ask (f, "PUT", "Patient/p1", PATIENT ("p1")), ==, 201);
  g_assert_cmpstr (header_of (f, "ETag"), ==, "W/\"4\"");
}

static void
test_refusals (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *method, *path, *header, *body;
    guint status;
  } cases[] = {
    { "POST", "Patient", NULL, "{bad", 400 },
    { "POST", "Patient", NULL, "", 400 },
    { "POST", "Patient", NULL, "[]", 400 },
    { "POST", "Patient", NULL, "{\"resourceType\":\"Task\"}", 400 },
    { "POST", "Patient", NULL, "{}", 400 },
    { "POST", "Patient", "Content-Type: application/fhir+xml", "<a/>", 415 },
    { "PUT", "Patient/a", NULL, PATIENT ("b"), 400 },
    { "PUT", "Patient/a", NULL, "{\"resourceType\":\"Patient\"}", 400 },
    { "PUT", "Patient/a_b", NULL, PATIENT ("a_b"), 400 },
    { "GET", "Patient/none", NULL, NULL, 404 },
    { "GET", "Patient/none/_history", NULL, NULL, 404 },
    { "DELETE", "Patient/none", NULL, NULL, 404 },
    { "GET", "Patients", NULL, NULL, 404 },
    { "GET", "Patient/a/b/c/d/e/f/g", NULL, NULL, 404 },
    { "GET", "Patient/%FF", NULL, NULL, 400 },
    { "GET", "Patient?birthdate=tomorrow", NULL, NULL, 400 },
    { "GET", "Patient?_lastUpdated=xx2026", NULL, NULL, 400 },
    { "GET", "Patient?_count=many", NULL, NULL, 400 },
    { "GET", "Patient?_page=bm90aGluZw", NULL, NULL, 400 },
    { "GET", "Patient?identifier:text=x", NULL, NULL, 400 },
    { "GET", "Patient?hat=red", "Prefer: handling=strict", NULL, 400 },
    { "GET", "Patient?_sort=hat", "Prefer: handling=strict", NULL, 400 },
    { "GET", "Patient?x=%FF", NULL, NULL, 400 },
    { "GET", "Patient/_history?_since=x", NULL, NULL, 400 },
    { "GET", "Patient/_history?_page=x", NULL, NULL, 400 },
    { "GET", "Patient/$everything", NULL, NULL, 501 },
    { "GET", "", NULL, NULL, 405 },
    { "POST", "", NULL, "{\"resourceType\":\"Patient\"}", 400 },
    { "POST", "", NULL, "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}", 400 },
    { "PATCH", "Patient/none", "Content-Type: application/json-patch+json", "[]", 404 },
    { "PATCH", "Patient/none", "Content-Type: application/fhir+json", "{}", 415 },
    { "GET", "Patient", "Accept: application/fhir+xml", NULL, 406 },
    { "POST", "Patient", "Content-Encoding: gzip", "x", 415 },
    { "POST", "Patient/_search", "Content-Type: application/json", "{}", 415 },
    { "DELETE", "Patient", NULL, NULL, 400 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].method, cases[i].path);
      g_assert_cmpint (ask_with (f, cases[i].method, cases[i].path, cases[i].header, cases[i].body),
                       ==, cases[i].status);
    }
  g_assert_cmpint (get (f, "Patient?hat=red"), ==, 200);
}

static void
test_too_large (Fixture *f, gconstpointer data)
{
  g_autofree char *body = g_malloc0 (65 * 1024 * 1024 + 1);

  memset (body, ' ', 65 * 1024 * 1024);
  g_assert_cmpint (ask (f, "POST", "Patient", body), ==, 413);
  g_assert_cmpint (get (f, "Patient"), ==, 200);
}

static void
test_history (Fixture *f, gconstpointer data)
{
  g_autofree char *next = NULL;

  put (f, "Task/t1", "\"for\":{\"reference\":\"Patient/p1\"}");
  put (f, "Task/t2", "");
  put (f, "Task/t1", "\"status\":\"ready\"");
  g_assert_cmpint (ask (f, "DELETE", "Task/t2", NULL), ==, 204);
  assert_finds (f, "Task/_history", "t2 t1 t2 t1 ");
  g_assert_true (says (f, "\"request\":{\"method\":\"DELETE\",\"url\":\"Task/t2\"}"));
  assert_finds (f, "Task/t1/_history", "t1 t1 ");
  assert_finds (f, "Task/_history?_since=2999-01-01T00:00:00Z", "");
  assert_finds (f, "Task/_history?_since=2000-01-01T00:00:00Z&_count=3", "t2 t1 t2 ");
  g_assert_true (says (f, "\"total\":4"));
  next = next_link (f);
  assert_finds (f, next, "t1 ");
  g_assert_null (next_link (f));
}

static void
test_if_match (Fixture *f, gconstpointer data)
{
  put (f, "Patient/p1", "");
  g_assert_cmpint (ask_with (f, "PUT", "Patient/p1", "If-Match: W/\"1\"", PATIENT ("p1")), ==, 200);
  g_assert_cmpint (ask_with (f, "PUT", "Patient/p1", "If-Match: W/\"1\"", PATIENT ("p1")), ==, 412);
  g_assert_cmpint (ask_with (f, "PUT", "Patient/p2", "If-Match: W/\"1\"", PATIENT ("p2")), ==, 412);
  g_assert_cmpint (ask_with (f, "DELETE", "Patient/p1", "If-Match: W/\"1\"", NULL), ==, 412);
  g_assert_cmpint (ask_with (f, "PUT", "Patient/p1", "If-None-Match: *", PATIENT ("p1")), ==, 412);
  g_assert_cmpint (get (f, "Patient/p1"), ==, 200);
  g_assert_cmpstr (header_of (f, "ETag"), ==, "W/\"2\"");
  g_assert_cmpint (ask_with (f, "DELETE", "Patient/p1", "If-Match: W/\"2\"", NULL), ==, 204);
}

static void
test_patch (Fixture *f, gconstpointer data)
{
  static const char *const stale[] = { "Content-Type: application/json-patch+json",
                                       "If-Match: W/\"9\"", NULL };
  static const char type[] = "Content-Type: application/json-patch+json";
  static const char patch[] =
      "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"superseded\"}]";
  g_autoptr (KarneTestAnswer) refused = NULL;

  put (f, "DocumentReference/d",
       "\"status\":\"current\",\"n\":7.10,\"identifier\":[{\"value\":\"i\"}]");
  refused = karne_test_server_request (f->server, "PATCH", "DocumentReference/d", stale, patch);
  g_assert_cmpint (refused->status, ==, 412);
  g_assert_cmpint (ask_with (f, "PATCH", "DocumentReference/d", type, patch), ==, 200);
  g_assert_true (says (f, "\"status\":\"superseded\",\"n\":7.10"));
  g_assert_cmpstr (header_of (f, "ETag"), ==, "W/\"2\"");
  assert_finds (f, "DocumentReference?status=superseded", "d ");
  g_assert_cmpint (ask_with (f, "PATCH", "DocumentReference?identifier=i", type,
                             "[{\"op\":\"test\",\"path\":\"/n\",\"value\":7.1}]"),
                   ==, 200);
  g_assert_cmpint (ask_with (f, "PATCH", "DocumentReference/d", type,
                             "[{\"op\":\"test\",\"path\":\"/n\",\"value\":7}]"),
                   ==, 422);
  g_assert_cmpint (ask_with (f, "PATCH", "DocumentReference/d", type,
                             "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"e\"}]"),
                   ==, 422);
  g_assert_cmpint (ask_with (f, "PATCH", "DocumentReference/d", type, "{}"), ==, 400);
}

static void
test_if_none_exist (Fixture *f, gconstpointer data)
{
  static const char body[] =
      "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"s\",\"value\":\"v\"}]}";
  static const char condition[] = "If-None-Exist: identifier=s|v";
  g_autofree char *location = NULL;

  g_assert_cmpint (ask_with (f, "POST", "Patient", condition, body), ==, 201);
  location = g_strdup (header_of (f, "Location"));
  g_assert_cmpint (ask_with (f, "POST", "Patient", condition, body), ==, 200);
  g_assert_cmpstr (header_of (f, "Location"), ==, location);
  g_assert_cmpint (ask (f, "POST", "Patient", body), ==, 201);
  g_assert_cmpint (ask_with (f, "POST", "Patient", condition, body), ==, 412);
  g_assert_cmpint (ask_with (f, "POST", "Patient", "If-None-Exist: hat=red", body), ==, 400);
  g_assert_cmpint (ask (f, "PUT", "Patient?identifier=new", body), ==, 201);
  g_assert_cmpint (ask (f, "PUT", "Patient?identifier=s|v", body), ==, 412);
}

static void
test_batch (Fixture *f, gconstpointer data)
{
  put (f, "Patient/p1", "");
  g_assert_cmpint (
      ask (f, "POST", "",
           "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
           "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/p1\"}},"
           "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/p9\"}},"
           "{\"request\":{\"method\":\"GET\",\"url\":\"Patient?_elements=id,meta&_count=20\"}},"
           "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/p1\",\"ifNoneMatch\":\"W/"
           "\\\"1\\\"\"}},"
           "{\"request\":{\"method\":\"POST\",\"url\":\"\"}},{},"
           "{\"request\":{\"method\":\"PUT\",\"url\":\"Patient/p2\"},\"resource\":" PATIENT (
               "p2") "}]}"),
      ==, 200);
  g_assert_true (says (f, "\"batch-response\""));
  g_assert_true (says (f, "\"status\":\"200\""));
  g_assert_true (says (f, "\"status\":\"404\",\"outcome\":{"));
  g_assert_true (says (f, "\"searchset\""));
  g_assert_true (says (f, "\"status\":\"304\""));
  g_assert_true (says (f, "\"status\":\"400\""));
  g_assert_true (says (f, "\"status\":\"201\""));
}

static void
test_transaction (Fixture *f, gconstpointer data)
{
  put (f, "Patient/p1", "\"identifier\":[{\"system\":\"s\",\"value\":\"v\"}]");
  g_assert_cmpint (
      ask (f, "POST", "",
           "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
           "{\"fullUrl\":\"urn:uuid:1\",\"resource\":{\"resourceType\":\"Patient\"},"
           "\"request\":{\"method\":\"POST\",\"url\":\"Patient\",\"ifNoneExist\":\"identifier=s|"
           "v\"}},"
           "{\"fullUrl\":\"urn:uuid:2\",\"resource\":{\"resourceType\":\"Observation\","
           "\"identifier\":[{\"value\":\"urn:uuid:2\"}],\"n\":5.60,"
           "\"subject\":{\"reference\":\"urn:uuid:1\"}},"
           "\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}},"
           "{\"resource\":{\"resourceType\":\"Task\",\"id\":\"t1\",\"for\":{\"reference\":"
           "\"Patient?identifier=s|v\"},\"focus\":{\"reference\":\"urn:uuid:2\"}},"
           "\"request\":{\"method\":\"PUT\",\"url\":\"Task/t1\"}}]}"),
      ==, 200);
  g_assert_true (says (f, "\"transaction-response\""));
  g_assert_cmpint (get (f, "Observation?patient=p1"), ==, 200);
  g_assert_true (says (f, "\"total\":1"));
  g_assert_true (says (f, "\"value\":\"urn:uuid:2\""));
  g_assert_true (says (f, "\"n\":5.60"));
  g_assert_cmpint (get (f, "Task/t1"), ==, 200);
  g_assert_true (says (f, "\"for\":{\"reference\":\"Patient/p1\"}"));
  g_assert_true (says (f, "\"focus\":{\"reference\":\"Observation/"));
  assert_finds (f, "Patient", "p1 ");
}

static void
test_transaction_rolls_back (Fixture *f, gconstpointer data)
{
  static const char *const second[] = {
    "{\"resource\":" PATIENT ("p1") ",\"request\":{\"method\":\"PUT\",\"url\":\"Patient/p1\","
                                    "\"ifMatch\":\"W/\\\"9\\\"\"}}",
    "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/p9\"}}",
    "{\"resource\":{\"resourceType\":\"Task\",\"for\":{\"reference\":\"Patient?identifier=no\"}},"
    "\"request\":{\"method\":\"POST\",\"url\":\"Task\"}}",
    "{\"resource\":" PATIENT ("p2") ",\"request\":{\"method\":\"PUT\",\"url\":\"Patient/p2\"}}",
  };

  put (f, "Patient/p1", "");
  for (gsize i = 0; i < G_N_ELEMENTS (second); i++)
    {
      g_autofree char *body = g_strdup_printf (
          "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{"
          "\"resource\":" PATIENT (
              "p2") ",\"request\":{\"method\":\"PUT\",\"url\":\"Patient/p2\"}},%s]}",
          second[i]);
      g_assert_cmpint (ask (f, "POST", "", body), >=, 400);
      g_assert_cmpint (get (f, "Patient/p2"), ==, 404);
    }
  g_assert_cmpint (get (f, "Patient/p1"), ==, 200);
  g_assert_cmpstr (header_of (f, "ETag"), ==, "W/\"1\"");
}

static void
test_binary (Fixture *f, gconstpointer data)
{
  const char *range[] = { "Range: bytes=6-", "If-Range: W/\"1\"", NULL };
  const char *other[] = { "Range: bytes=6-", "If-Range: W/\"2\"", NULL };
  g_autoptr (KarneTestAnswer) part = NULL;
  g_autoptr (KarneTestAnswer) whole = NULL;

  put (f, "Binary/b", "\"contentType\":\"text/plain\",\"data\":\"aGVsbG8gd29ybGQ=\"");
  g_assert_cmpint (ask_with (f, "GET", "Binary/b", "Accept: text/plain", NULL), ==, 200);
  g_assert_cmpstr (f->answer->body, ==, "hello world");
  g_assert_cmpstr (header_of (f, "Content-Type"), ==, "text/plain");
  g_assert_cmpint (ask_with (f, "GET", "Binary/b", "Accept: application/fhir+json", NULL), ==, 200);
  g_assert_true (says (f, "\"data\":\"aGVsbG8gd29ybGQ=\""));
  part = karne_test_server_request (f->server, "GET", "Binary/b", range, NULL);
  g_assert_cmpint (part->status, ==, 206);
  g_assert_cmpstr (part->body, ==, "world");
  g_assert_cmpstr (karne_test_answer_get_header (part, "Content-Range"), ==, "bytes 6-10/11");
  whole = karne_test_server_request (f->server, "GET", "Binary/b", other, NULL);
  g_assert_cmpint (whole->status, ==, 200);
  g_assert_cmpint (ask_with (f, "PUT", "Binary/c", "Content-Type: text/plain", "raw"), ==, 201);
  g_assert_cmpint (ask_with (f, "GET", "Binary/c", "Accept: */*", NULL), ==, 200);
  g_assert_cmpstr (f->answer->body, ==, "raw");
}

static void
test_metadata (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (get (f, "metadata"), ==, 200);
  g_assert_true (says (f, "\"resourceType\":\"CapabilityStatement\""));
  g_assert_true (says (f, "\"fhirVersion\":\"4.0.1\""));
  g_assert_true (says (f, "{\"code\":\"batch\"}"));
}

#define AUDIT                                                                                      \
  "{\"resourceType\":\"AuditEvent\",\"id\":\"a1\",\"type\":{\"code\":\"rest\"},\"recorded\":"      \
  "\"2026-01-01T00:00:00Z\",\"agent\":[{\"requestor\":true}],\"source\":{\"observer\":{"           \
  "\"display\":\"Karné\"}},\"entity\":[{\"what\":{\"reference\":\"Patient/p1\"}}]}"

/* Made by anybody, changed by nobody. */
static void
test_audit_event (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (ask (f, "PUT", "AuditEvent/a1", AUDIT), ==, 201);
  g_assert_cmpint (ask_with (f, "PUT", "AuditEvent/a1", "If-None-Match: *", AUDIT), ==, 412);
  g_assert_cmpint (ask (f, "PUT", "AuditEvent/a1", AUDIT), ==, 405);
  g_assert_cmpstr (header_of (f, "Allow"), ==, "GET");
  g_assert_cmpint (ask (f, "DELETE", "AuditEvent/a1", NULL), ==, 405);
  g_assert_cmpint (ask_with (f, "PATCH", "AuditEvent/a1",
                             "Content-Type: application/json-patch+json",
                             "[{\"op\":\"remove\",\"path\":\"/agent\"}]"),
                   ==, 405);
  g_assert_cmpint (ask (f, "POST", "AuditEvent", AUDIT), ==, 201);
  g_assert_cmpint (get (f, "AuditEvent/a1"), ==, 200);
  g_assert_cmpstr (header_of (f, "ETag"), ==, "W/\"1\"");
  g_assert_cmpint (get (f, "AuditEvent?patient=Patient/p1&_summary=count"), ==, 200);
  g_assert_true (says (f, "\"total\":2"));
}

#define ADD(path, func) g_test_add ("/demo-server/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("life", test_life);
  ADD ("refusals", test_refusals);
  ADD ("too-large", test_too_large);
  ADD ("history", test_history);
  ADD ("if-match", test_if_match);
  ADD ("patch", test_patch);
  ADD ("if-none-exist", test_if_none_exist);
  ADD ("batch", test_batch);
  ADD ("transaction", test_transaction);
  ADD ("transaction/rolls-back", test_transaction_rolls_back);
  ADD ("binary", test_binary);
  ADD ("audit-event", test_audit_event);
  ADD ("metadata", test_metadata);
  return g_test_run ();
}
