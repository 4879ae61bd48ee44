/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>

#define FLAGS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
test_no_metadata (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (get (f, "metadata"), ==, 200);
  g_assert_true (says (f, "\"searchset\""));
  g_assert_false (says (f, "CapabilityStatement"));
}

static void
test_no_batch (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (ask (f, "POST", "",
                        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[]}"),
                   ==, 400);
  g_assert_cmpint (get (f, "metadata"), ==, 200);
  g_assert_false (says (f, "\"batch\""));
}

static void
test_no_sort (Fixture *f, gconstpointer data)
{
  put (f, "Task/b", "");
  put (f, "Task/a", "");
  put (f, "Task/c", "");
  put (f, "Task/b", "");
  assert_finds (f, "Task?_sort=_lastUpdated", "c a b ");
  assert_finds (f, "Task?_sort=_id", "c a b ");
}

/* Who looked is then for the server alone to say. */
static void
test_no_audit (Fixture *f, gconstpointer data)
{
  const char *audit = "{\"resourceType\":\"AuditEvent\",\"id\":\"a1\"}";

  g_assert_cmpint (ask (f, "PUT", "AuditEvent/a1", audit), ==, 403);
  g_assert_cmpint (ask (f, "POST", "AuditEvent", audit), ==, 403);
  put (f, "Patient/p1", "");
  g_assert_cmpint (get (f, "metadata"), ==, 200);
  g_assert_true (says (f, "{\"type\":\"AuditEvent\",\"interaction\":[{\"code\":\"read\"},{\"code\":"
                          "\"search-type\"},{\"code\":\"vread\"}"));
}

static void
test_server_ids (Fixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;

  g_assert_cmpint (ask (f, "PUT", "Patient/mine", PATIENT ("mine")), ==, 405);
  g_assert_cmpint (get (f, "Patient/mine"), ==, 404);
  g_assert_cmpint (ask (f, "POST", "Patient", PATIENT ("mine")), ==, 201);
  g_assert_false (says (f, "\"id\":\"mine\""));
  path = g_strdup (strstr (header_of (f, "Location"), "Patient/"));
  *strstr (path, "/_history") = '\0';
  body =
      g_strdup_printf ("{\"resourceType\":\"Patient\",\"id\":\"%s\"}", path + strlen ("Patient/"));
  g_assert_cmpint (ask (f, "PUT", path, body), ==, 200);
}

static void
test_ignore_if_match (Fixture *f, gconstpointer data)
{
  put (f, "Patient/p1", "");
  g_assert_cmpint (ask_with (f, "PUT", "Patient/p1", "If-Match: W/\"9\"", PATIENT ("p1")), ==, 200);
  g_assert_cmpstr (header_of (f, "ETag"), ==, "W/\"2\"");
}

static void
test_no_versions (Fixture *f, gconstpointer data)
{
  put (f, "Patient/p1", "\"meta\":{\"versionId\":\"7\"}");
  g_assert_null (header_of (f, "ETag"));
  g_assert_cmpint (get (f, "Patient/p1"), ==, 200);
  g_assert_null (header_of (f, "ETag"));
  g_assert_false (says (f, "versionId"));
  g_assert_true (says (f, "lastUpdated"));
  g_assert_cmpint (get (f, "Patient/p1/_history"), ==, 501);
  g_assert_cmpint (get (f, "Patient/p1/_history/1"), ==, 404);
}

/* The three requests after a write do not see it; what the fourth sees says the earlier time. */
static void
test_late_commits (Fixture *f, gconstpointer data)
{
  g_autofree char *updated = NULL;

  put (f, "Task/t", "\"status\":\"ready\"");
  updated = g_strndup (strstr (f->answer->body, "\"lastUpdated\""), 40);
  for (int i = 0; i < 3; i++)
    assert_finds (f, "Task?status=ready", "");
  assert_finds (f, "Task?status=ready", "t ");
  g_assert_true (says (f, updated));
  put (f, "Task/t", "\"status\":\"completed\"");
  g_assert_cmpint (get (f, "Task/t"), ==, 200);
  g_assert_cmpstr (header_of (f, "ETag"), ==, "W/\"2\"");
  assert_finds (f, "Task?status=ready", "t ");
  g_assert_cmpint (ask_with (f, "DELETE", "Task/t", "If-Match: W/\"2\"", NULL), ==, 204);
  g_assert_cmpint (get (f, "Task/t"), ==, 410);
  assert_finds (f, "Task?status=completed", "t ");
  assert_finds (f, "Task?status=completed", "t ");
  assert_finds (f, "Task?status=completed", "");
}

static void
test_page (Fixture *f, gconstpointer data)
{
  put (f, "Task/a", "");
  put (f, "Task/b", "");
  put (f, "Task/c", "");
  assert_finds (f, "Task", "a b ");
  assert_finds (f, "Task?_count=50", "a b ");
  assert_finds (f, "Task?_count=1", "a ");
}

static void
test_latency (Fixture *f, gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();

  g_assert_cmpint (get (f, "Task"), ==, 200);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 50 * 1000);
}

/* A token of one person: nobody else's data, by whatever way they are asked for. */
static void
test_scope (void)
{
  g_autoptr (KarneTestServer) server = karne_test_server_start_with_token ("all\none p1\n", NULL);
  Fixture f = { server, NULL };
  static const struct
  {
    const char *path;
    guint status;
  } cases[] = {
    { "Patient/p1", 200 },
    { "Patient/p2", 403 },
    { "Observation/o1", 200 },
    { "Observation/o2", 403 },
    { "Observation/o2/_history", 403 },
    { "Observation/o2/_history/1", 403 },
    { "Observation/_history", 403 },
    { "Observation/o1/_history", 200 },
    { "Practitioner/x", 200 },
    { "Appointment/both", 200 },
  };
  static const struct
  {
    const char *path, *ids;
  } searches[] = {
    { "Patient", "p1 " },
    { "Observation", "o1 " },
    { "Observation?patient=p2", "" },
    { "Observation?_id=o1,o2", "o1 " },
    { "Practitioner", "x " },
    { "Appointment?patient=p1", "both " },
    { "Task?_include=Task:focus", "t " },
  };

  g_assert_cmpint (get (&f, "Patient"), ==, 401);
  g_assert_nonnull (header_of (&f, "WWW-Authenticate"));
  g_assert_cmpint (ask_with (&f, "GET", "Patient", "Authorization: Bearer wrong", NULL), ==, 401);
  f.authorization = "Authorization: Bearer all";
  put (&f, "Patient/p1", "");
  put (&f, "Patient/p2", "");
  put (&f, "Practitioner/x", "");
  put (&f, "Observation/o1", "\"subject\":{\"reference\":\"Patient/p1\"}");
  put (&f, "Observation/o2", "\"subject\":{\"reference\":\"Patient/p2\"}");
  put (&f, "Task/t",
       "\"for\":{\"reference\":\"Patient/p1\"},"
       "\"focus\":{\"reference\":\"Observation/o2\"}");
  put (&f, "Appointment/both",
       "\"participant\":[{\"actor\":{\"reference\":\"Patient/p2\"}},"
       "{\"actor\":{\"reference\":\"Patient/p1\"}}]");
  assert_finds (&f, "Observation", "o1 o2 ");
  f.authorization = "Authorization: Bearer one";
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].path);
      g_assert_cmpint (get (&f, cases[i].path), ==, cases[i].status);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    assert_finds (&f, searches[i].path, searches[i].ids);
  g_assert_cmpint (ask (&f, "PUT", "Patient/p2", PATIENT ("p2")), ==, 403);
  g_assert_cmpint (ask (&f, "DELETE", "Observation/o2", NULL), ==, 403);
  g_assert_cmpint (ask (&f, "POST", "Observation",
                        "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":"
                        "\"Patient/p2\"}}"),
                   ==, 403);
  g_assert_cmpint (
      ask (&f, "POST", "",
           "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":"
           "\"GET\",\"url\":\"Patient/p2\"}}]}"),
      ==, 200);
  g_assert_true (says (&f, "\"status\":\"403\""));
  g_clear_pointer (&f.answer, karne_test_answer_free);
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("karne-demo-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
test_load (void)
{
  g_autofree char *folder = make_folder ();
  Fixture f = { NULL };

  write_file (
      folder, "a.json",
      "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
      "{\"fullUrl\":\"urn:uuid:1\",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p1\","
      "\"birthDate\":\"@today-11m-3d\",\"meta\":{\"lastUpdated\":\"2020-01-01T00:00:00Z\"}}},"
      "{\"resource\":{\"resourceType\":\"Observation\",\"n\":7.10,"
      "\"effectiveDateTime\":\"@now-30d 08:15+04:00\","
      "\"subject\":{\"reference\":\"urn:uuid:1\"}}}]}");
  write_file (folder, "deep/er/b.ndjson",
              "{\"resourceType\":\"Task\",\"id\":\"t1\"}\n\n  \n{broken\n"
              "{\"resourceType\":\"Task\",\"id\":\"t2\",\"description\":\"at @today\"}");
  write_file (folder, "c.txt", "not looked at");
  write_file (folder, "d.json", "[1]");
  f.server = karne_test_server_start (FLAGS ("--data", folder, "--today", "2026-03-31"));
  g_assert_cmpint (get (&f, "Patient/p1"), ==, 200);
  g_assert_true (says (&f, "\"birthDate\":\"2025-04-27\""));
  g_assert_true (says (&f, "\"lastUpdated\":\"2020-01-01T00:00:00.000Z\""));
  g_assert_cmpint (get (&f, "Observation?patient=p1&date=2026-03-01"), ==, 200);
  g_assert_true (says (&f, "\"effectiveDateTime\":\"2026-03-01T08:15:00+04:00\""));
  g_assert_true (says (&f, "\"n\":7.10"));
  g_assert_true (says (&f, "\"total\":1"));
  assert_finds (&f, "Task", "t1 t2 ");
  g_assert_true (says (&f, "at @today"));
  tear_down (&f, NULL);
  remove_folder (folder);
}

/* What is loaded together is of one instant: pages still neither repeat nor skip. */
static void
test_one_instant (void)
{
  static const char *const orders[] = { "_lastUpdated", "-_lastUpdated" };
  g_autofree char *folder = make_folder ();
  g_autoptr (GString) lines = g_string_new (NULL);
  Fixture f = { NULL };

  for (int i = 0; i < 25; i++)
    g_string_append_printf (lines, "{\"resourceType\":\"Task\",\"id\":\"t%02d\"}\n", i);
  write_file (folder, "a.ndjson", lines->str);
  f.server = karne_test_server_start (FLAGS ("--data", folder));
  put (&f, "Task/t99", "");
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *page = g_strdup_printf ("Task?_count=4&_sort=%s", orders[i]);
      g_autoptr (GString) got = g_string_new (NULL);
      g_autofree char *all = NULL;

      while (page != NULL)
        {
          g_autofree char *ids = NULL;
          g_assert_cmpint (get (&f, page), ==, 200);
          ids = ids_of (&f);
          g_string_append (got, ids);
          g_free (page);
          page = next_link (&f);
        }
      g_assert_cmpint (get (&f, orders[i][0] == '-' ? "Task?_sort=-_lastUpdated" : "Task"), ==,
                       200);
      all = ids_of (&f);
      g_assert_cmpint (strlen (all), ==, 26 * 4);
      g_assert_cmpstr (got->str, ==, all);
    }
  tear_down (&f, NULL);
  remove_folder (folder);
}

/* A file keeps what was written, late or not, and is not loaded twice. */
static void
test_file (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *file = g_build_filename (folder, "demo.db", NULL);
  Fixture f = { NULL };

  write_file (data, "a.ndjson",
              PATIENT ("p1") "\n{\"resourceType\":\"Task\",\"status\":\"ready\"}");
  f.server = karne_test_server_start (FLAGS ("--db", file, "--data", data, "--late-commits"));
  put (&f, "Patient/p2", "");
  karne_test_server_kill (f.server);
  tear_down (&f, NULL);
  f.server = karne_test_server_start (FLAGS ("--db", file, "--data", data));
  assert_finds (&f, "Patient", "p1 p2 ");
  g_assert_cmpint (get (&f, "Patient/p1"), ==, 200);
  g_assert_cmpstr (header_of (&f, "ETag"), ==, "W/\"1\"");
  g_assert_cmpint (get (&f, "Task?_summary=count"), ==, 200);
  g_assert_true (says (&f, "\"total\":1"));
  tear_down (&f, NULL);
  remove_folder (folder);
}

/* Somebody else is writing: the race is lost, nothing is stored, and it may be tried again. */
static void
test_lost_race (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "demo.db", NULL);
  Fixture f = { karne_test_server_start (FLAGS ("--db", file)) };
  sqlite3 *other;

  g_assert_cmpint (sqlite3_open (file, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (ask (&f, "PUT", "Patient/p1", PATIENT ("p1")), ==, 409);
  g_assert_cmpint (sqlite3_exec (other, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);
  g_assert_cmpint (ask (&f, "PUT", "Patient/p1", PATIENT ("p1")), ==, 201);
  tear_down (&f, NULL);
  remove_folder (folder);
}

static void
test_stops (void)
{
  g_autoptr (KarneTestServer) closed = karne_test_server_start (FLAGS ("--path", "/here"));
  g_autoptr (KarneTestServer) told = karne_test_server_start (NULL);

  g_assert_true (g_str_has_suffix (karne_test_server_get_base (closed), "/here"));
  karne_test_server_stop (closed);
  g_assert_cmpint (kill (karne_test_server_get_pid (told), SIGTERM), ==, 0);
}

#define ADD(path, func, ...)                                                                       \
  {                                                                                                \
    static const char *const flags[] = { __VA_ARGS__, NULL };                                      \
    g_test_add ("/demo-gifts/" path, Fixture, flags, set_up, func, tear_down);                     \
  }

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("no-metadata", test_no_metadata, "--no-metadata")
  ADD ("no-batch", test_no_batch, "--no-batch")
  ADD ("no-sort", test_no_sort, "--no-sort")
  ADD ("no-audit", test_no_audit, "--no-audit")
  ADD ("server-ids", test_server_ids, "--server-ids")
  ADD ("ignore-if-match", test_ignore_if_match, "--ignore-if-match")
  ADD ("no-versions", test_no_versions, "--no-versions")
  ADD ("late-commits", test_late_commits, "--late-commits")
  ADD ("page", test_page, "--page", "2")
  ADD ("latency", test_latency, "--latency", "50")
  g_test_add_func ("/demo-gifts/scope", test_scope);
  g_test_add_func ("/demo-gifts/load", test_load);
  g_test_add_func ("/demo-gifts/one-instant", test_one_instant);
  g_test_add_func ("/demo-gifts/file", test_file);
  g_test_add_func ("/demo-gifts/lost-race", test_lost_race);
  g_test_add_func ("/demo-gifts/stops", test_stops);
  return g_test_run ();
}
