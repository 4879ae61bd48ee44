/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-kind-private.h"
#include "karne-error.h"
#include "karne-test-server.h"
#include "karne-test-sync.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define PATIENT "grossesse"

/* A server that lacks some gifts. */
typedef struct
{
  const char *const *flags;
  guint quiet; /* exchanges when nothing changed; 0: not promised */
} Lack;

/* What the server itself shows of the person, over HTTP, page by page. */

static JsonParser *
get_json (KarneTestServer *server, const char *path)
{
  g_autoptr (KarneTestAnswer) answer = karne_test_server_request (server, "GET", path, NULL, NULL);
  JsonParser *parser = json_parser_new ();

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (json_parser_load_from_data (parser, answer->body, (gssize) answer->len, NULL));
  return parser;
}

static char *
find_next (JsonObject *bundle)
{
  JsonArray *links = json_object_has_member (bundle, "link")
                         ? json_object_get_array_member (bundle, "link")
                         : NULL;

  for (guint i = 0; links != NULL && i < json_array_get_length (links); i++)
    {
      JsonObject *link = json_array_get_object_element (links, i);

      if (g_str_equal (json_object_get_string_member (link, "relation"), "next"))
        return g_strdup (json_object_get_string_member (link, "url"));
    }

  return NULL;
}

static void
add_entries (GPtrArray *lines, JsonObject *bundle, const char *kind)
{
  JsonArray *entries = json_object_has_member (bundle, "entry")
                           ? json_object_get_array_member (bundle, "entry")
                           : NULL;

  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonObject *resource =
          json_object_get_object_member (json_array_get_object_element (entries, i), "resource");
      JsonObject *meta = json_object_get_object_member (resource, "meta");

      if (g_str_equal (json_object_get_string_member (resource, "resourceType"), kind))
        g_ptr_array_add (lines,
                         g_strdup_printf ("%s/%s %s", kind,
                                          json_object_get_string_member (resource, "id"),
                                          json_object_get_string_member_with_default (meta,
                                                                                      "versionId",
                                                                                      "0")));
    }
}

static void
list_kind (KarneTestServer *server, GPtrArray *lines, const KarneKind *kind)
{
  g_autofree char *path =
      g_strdup_printf ("%s?%s=%s%s", kind->name, kind->person_param,
                       kind->access == KARNE_KIND_PERSON ? "" : "Patient/", PATIENT);

  while (path != NULL)
    {
      g_autoptr (JsonParser) parser = get_json (server, path);
      JsonObject *bundle = json_node_get_object (json_parser_get_root (parser));

      add_entries (lines, bundle, kind->name);
      g_free (path);
      path = find_next (bundle);
    }
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
dump_server (KarneTestServer *server)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  gsize n_kinds = 0;
  const KarneKind *kinds = karne_kind_get_all (&n_kinds);

  for (gsize i = 0; i < n_kinds; i++)
    if (kinds[i].person_param != NULL && !kinds[i].on_demand)
      list_kind (server, lines, &kinds[i]);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* Of the person's own kinds: what came by reference is left out. */
static char *
dump_store (KarneTestSync *world)
{
  return karne_test_query (
      world->store, "SELECT group_concat(line, char(10)) FROM (SELECT kind || '/' || id || ' ' || "
                    "coalesce(version, 0) AS line FROM resource WHERE source = 2 AND kind NOT IN "
                    "('Practitioner', 'PractitionerRole', 'Organization', 'Location', 'Device', "
                    "'Questionnaire') ORDER BY line)");
}

static void
assert_equal (KarneTestSync *world, KarneTestServer *server)
{
  g_autofree char *here = dump_store (world);
  g_autofree char *there = dump_server (server);

  g_assert_cmpstr (here, ==, there);
  g_assert_cmpuint (strlen (here), >, 500);
}

static void
send (KarneTestServer *server, const char *method, const char *path, const char *body)
{
  const char *const headers[] = { "Content-Type: application/fhir+json", NULL };
  g_autoptr (KarneTestAnswer) answer =
      karne_test_server_request (server, method, path, headers, body);

  g_assert_cmpuint (answer->status, <, 300);
}

/* The first of a kind that the server shows, as "Kind/id". */
static char *
find_one (KarneTestServer *server, const char *kind)
{
  g_autofree char *path = g_strdup_printf ("%s?patient=Patient/%s&_count=1", kind, PATIENT);
  g_autoptr (JsonParser) parser = get_json (server, path);
  JsonArray *entries =
      json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "entry");
  JsonObject *resource =
      json_object_get_object_member (json_array_get_object_element (entries, 0), "resource");

  return g_strdup_printf ("%s/%s", kind, json_object_get_string_member (resource, "id"));
}

static void
change_one (KarneTestServer *server, const char *kind)
{
  g_autofree char *path = find_one (server, kind);
  g_autoptr (KarneTestAnswer) answer = karne_test_server_request (server, "GET", path, NULL, NULL);
  g_autofree char *changed =
      g_strconcat ("{\"language\":\"fr\",", answer->body + strcspn (answer->body, "{") + 1, NULL);

  send (server, "PUT", path, changed);
}

static void
delete_one (KarneTestServer *server, const char *kind)
{
  g_autofree char *path = find_one (server, kind);

  send (server, "DELETE", path, NULL);
}

static KarneTestServer *
start (const char *const *flags)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_strv_builder_add_many (builder, "--data", DEMO_DATA, NULL);
  for (guint i = 0; flags[i] != NULL; i++)
    g_strv_builder_add (builder, flags[i]);
  all = g_strv_builder_end (builder);

  return karne_test_server_start ((const char *const *) all);
}

/* The store equals the server, row for row, after the first pull and after what changed, came and
 * went there; and when nothing did, one exchange says so. */
static void
test_lack (gconstpointer data)
{
  const Lack *lack = data;
  g_autoptr (KarneTestServer) server = start (lack->flags);
  g_autoptr (KarneTestSync) world =
      karne_test_sync_new_for_base (karne_test_server_get_base (server), PATIENT);
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) quiet = NULL;
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;

  first = karne_test_sync_run_well (world);
  assert_equal (world, server);
  g_assert_cmpstrv (first->kinds_partial, ((const char *[]){ NULL }));
  g_assert_cmpint (karne_test_query_int (world->store, "SELECT count(*) FROM quarantine"), ==, 0);

  karne_test_sync_restart (world);
  quiet = karne_test_sync_run_well (world);
  g_assert_cmpuint (quiet->stored, ==, 0);
  if (lack->quiet > 0)
    {
      g_assert_cmpuint (quiet->exchanges, ==, lack->quiet);
      g_assert_cmpuint (quiet->bytes_sent, <, 5 * 1024);
      g_assert_cmpuint (quiet->bytes_received, <, 4 * 1024);
    }

  change_one (server, "Appointment");
  delete_one (server, "Observation");
  second = karne_test_sync_run_well (world);
  assert_equal (world, server);
  g_assert_cmpuint (second->stored, ==, 1);
  g_assert_cmpuint (second->removed, ==, 1);

  third = karne_test_sync_run_well (world);
  g_assert_cmpuint (third->stored, ==, 0);
  assert_equal (world, server);
}

/* What the server commits, and shows only later, with the time of the commit: a pull in between
 * moves the cursor past that time, and the next brings it all the same. */
static void
test_late_commits (void)
{
  const char *const flags[] = { "--late-commits", NULL };
  g_autoptr (KarneTestServer) server = start (flags);
  g_autoptr (KarneTestSync) world =
      karne_test_sync_new_for_base (karne_test_server_get_base (server), PATIENT);
  g_autoptr (KarneSyncReport) first = karne_test_sync_run_well (world);
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;
  g_autofree char *before = dump_server (server);
  g_autofree char *after = NULL;

  g_assert_cmpuint (first->stored, >, 50);
  change_one (server, "Appointment");
  second = karne_test_sync_run_well (world);
  do
    {
      g_free (after);
      after = dump_server (server);
    }
  while (g_str_equal (before, after));

  third = karne_test_sync_run_well (world);
  assert_equal (world, server);
}

/* Names of those whom the record refers to are here, and every author that can be named is. */
static void
test_names (void)
{
  const char *const none[] = { NULL };
  g_autoptr (KarneTestServer) server = start (none);
  g_autoptr (KarneTestSync) world =
      karne_test_sync_new_for_base (karne_test_server_get_base (server), PATIENT);
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world);

  g_assert_cmpuint (report->quarantined, ==, 0);
  g_assert_cmpint (karne_test_query_int (
                       world->store, "SELECT count(*) FROM resource WHERE kind = 'Practitioner'"),
                   >, 0);
  g_assert_cmpint (karne_test_query_int (world->store,
                                         "SELECT count(*) FROM wanted WHERE tries = 0"),
                   ==, 0);
  g_assert_cmpint (karne_test_query_int (world->store, "SELECT count(*) FROM resource WHERE kind = "
                                                       "'DocumentReference' AND author IS NULL"),
                   ==, 0);
}

/* The server goes away at any moment, at once, and comes back with what it had. */
static void
test_server_killed (void)
{
  const char *const none[] = { NULL };
  g_autoptr (KarneTestServer) server = start (none);
  g_autoptr (KarneTestSync) world =
      karne_test_sync_new_for_base (karne_test_server_get_base (server), PATIENT);
  g_autoptr (GError) error = NULL;

  karne_test_server_kill (server);
  g_assert_null (karne_test_sync_run (world, NULL, &error));
  g_assert_true (karne_error_is_transient (error));
}

/* With the in-process server: gifts that the demonstration server always has. */

typedef struct
{
  gsize gift; /* offset in KarneTestFhirGifts */
  gboolean value;
} Gift;

static void
test_gift (gconstpointer data)
{
  const Gift *gift = data;
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;

  G_STRUCT_MEMBER (gboolean, karne_test_fhir_get_gifts (world->fhir), gift->gift) = gift->value;
  karne_test_fhir_put_many (world->fhir, "Observation", 45);
  karne_test_fhir_put_many (world->fhir, "Task", 3);
  karne_sync_set_page_size (world->sync, 10);
  first = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);

  for (guint hours = 1; hours <= 2; hours++)
    {
      karne_test_fhir_set_now (world->fhir, karne_test_fhir_get_now (world->fhir) + 3600);
      g_clear_pointer (&second, karne_sync_report_free);
      second = karne_test_sync_run_well (world);
      g_assert_cmpuint (second->stored, ==, 0);
    }

  karne_test_fhir_set_now (world->fhir, karne_test_fhir_get_now (world->fhir) + 3600);
  karne_test_fhir_put (world->fhir, "Observation", "o00003", "\"status\":\"amended\"");
  karne_test_fhir_put (world->fhir, "Observation", "new", NULL);
  karne_test_fhir_delete (world->fhir, "Observation", "o00004");
  /* Without totals, what is gone is found the next day. */
  if (gift->gift == G_STRUCT_OFFSET (KarneTestFhirGifts, totals))
    karne_test_fhir_set_now (world->fhir, karne_test_fhir_get_now (world->fhir) + 25 * 3600);
  third = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (third->removed, ==, 1);
}

/* What the server does without is not asked for again. */
static void
test_remembered (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;

  karne_test_fhir_get_gifts (world->fhir)->metadata = FALSE;
  karne_test_fhir_get_gifts (world->fhir)->batch = FALSE;
  karne_test_fhir_get_gifts (world->fhir)->refuse_sort = TRUE;
  karne_test_fhir_put_many (world->fhir, "Observation", 5);
  first = karne_test_sync_run_well (world);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "_sort="), ==, 1);

  karne_test_sync_restart (world);
  second = karne_test_sync_run_well (world);
  karne_test_fhir_forget_requests (world->fhir);
  karne_test_sync_restart (world);
  third = karne_test_sync_run_well (world);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "_sort="), ==, 0);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "POST"), ==, 0);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "metadata"), ==, 0);
}

static gboolean
small_batch_hook (KarneTestFhir *fhir,
                  const char *method,
                  const char *target,
                  const char *token,
                  KarneTestFhirReply *reply,
                  gpointer data)
{
  guint *n = data;

  if (!g_str_equal (method, "POST"))
    return FALSE;
  /* Two batches are too large, then none is. */
  if ((*n)++ >= 2)
    return FALSE;
  reply->status = 413;
  return TRUE;
}

/* A batch that is too large is halved, and the size remembered. */
static void
test_halved (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;
  guint n = 0;

  karne_test_fhir_get_gifts (world->fhir)->metadata = FALSE;
  karne_test_fhir_put_many (world->fhir, "Observation", 5);
  first = karne_test_sync_run_well (world);
  karne_test_fhir_set_hook (world->fhir, small_batch_hook, &n);
  karne_test_fhir_put (world->fhir, "Observation", "new", NULL);
  second = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);

  karne_test_fhir_forget_requests (world->fhir);
  karne_test_sync_restart (world);
  third = karne_test_sync_run_well (world);
  g_assert_cmpuint (third->exchanges, >, 2);
  g_assert_cmpuint (third->exchanges, <, 8);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET"), <=, 1);
}

static gboolean
refused_inside_hook (KarneTestFhir *fhir,
                     const char *method,
                     const char *target,
                     const char *token,
                     KarneTestFhirReply *reply,
                     gpointer data)
{
  reply->status = 403;
  return g_str_equal (method, "INNER");
}

/* A batch that is taken, and everything in it refused: asked one by one, all is granted. */
static void
test_refused_inside (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;

  karne_test_fhir_put_many (world->fhir, "Observation", 5);
  first = karne_test_sync_run_well (world);
  karne_test_fhir_set_hook (world->fhir, refused_inside_hook, NULL);
  karne_test_fhir_put (world->fhir, "Observation", "new", NULL);
  second = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpstrv (second->kinds_partial, ((const char *[]){ NULL }));
}

/* A change with a large attachment inside does not fit into an answer held in memory. */
static void
test_large_change (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) first = NULL;
  g_autoptr (KarneSyncReport) second = NULL;
  g_autofree char *data = g_strnfill (400000, 'A');
  g_autofree char *more = g_strdup_printf (
      "\"status\":\"current\",\"subject\":{\"reference\":\"Patient/p1\"},\"content\":[{"
      "\"attachment\":{\"contentType\":\"text/plain\",\"data\":\"%s\"}}]",
      data);

  karne_test_fhir_get_gifts (world->fhir)->metadata = FALSE;
  first = karne_test_sync_run_well (world);
  karne_test_fhir_put (world->fhir, "DocumentReference", "large", more);
  karne_test_fhir_put (world->fhir, "DocumentReference", "small", NULL);
  second = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpint (karne_test_query_int (world->store, "SELECT size FROM content"), ==, 400000);
  g_assert_cmpuint (second->stored, ==, 2);
}

#define OFFSET(gift) G_STRUCT_OFFSET (KarneTestFhirGifts, gift)

int
main (int argc, char *argv[])
{
  static const char *const none[] = { NULL };
  static const char *const no_metadata[] = { "--no-metadata", NULL };
  static const char *const no_batch[] = { "--no-batch", NULL };
  static const char *const no_sort[] = { "--no-sort", NULL };
  static const char *const server_ids[] = { "--server-ids", NULL };
  static const char *const ignore_if_match[] = { "--ignore-if-match", NULL };
  static const char *const no_versions[] = { "--no-versions", NULL };
  static const char *const small_pages[] = { "--page", "3", NULL };
  static const char *const poor[] = { "--no-metadata", "--no-batch", "--no-sort", "--no-versions",
                                      "--page",        "3",          NULL };
  static const struct
  {
    const char *name;
    Lack lack;
  } lacks[] = {
    { "/sync-gifts/all", { none, 1 } },
    { "/sync-gifts/no-metadata", { no_metadata, 1 } },
    { "/sync-gifts/no-batch", { no_batch, 0 } },
    { "/sync-gifts/no-sort", { no_sort, 0 } },
    { "/sync-gifts/server-ids", { server_ids, 1 } },
    { "/sync-gifts/ignore-if-match", { ignore_if_match, 1 } },
    { "/sync-gifts/no-versions", { no_versions, 1 } },
    { "/sync-gifts/small-pages", { small_pages, 0 } },
    { "/sync-gifts/poor", { poor, 0 } },
  };
  static const struct
  {
    const char *name;
    Gift gift;
  } gifts[] = {
    { "/sync-gifts/in-process/metadata", { OFFSET (metadata), FALSE } },
    { "/sync-gifts/in-process/batch", { OFFSET (batch), FALSE } },
    { "/sync-gifts/in-process/sort", { OFFSET (sort), FALSE } },
    { "/sync-gifts/in-process/refuse-sort", { OFFSET (refuse_sort), TRUE } },
    { "/sync-gifts/in-process/versions", { OFFSET (versions), FALSE } },
    { "/sync-gifts/in-process/last-updated", { OFFSET (last_updated), FALSE } },
    { "/sync-gifts/in-process/ignore-since", { OFFSET (ignore_since), TRUE } },
    { "/sync-gifts/in-process/totals", { OFFSET (totals), FALSE } },
    { "/sync-gifts/in-process/date", { OFFSET (date), FALSE } },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (lacks); i++)
    g_test_add_data_func (lacks[i].name, &lacks[i].lack, test_lack);
  for (gsize i = 0; i < G_N_ELEMENTS (gifts); i++)
    g_test_add_data_func (gifts[i].name, &gifts[i].gift, test_gift);
  g_test_add_func ("/sync-gifts/late-commits", test_late_commits);
  g_test_add_func ("/sync-gifts/names", test_names);
  g_test_add_func ("/sync-gifts/server-killed", test_server_killed);
  g_test_add_func ("/sync-gifts/remembered", test_remembered);
  g_test_add_func ("/sync-gifts/halved", test_halved);
  g_test_add_func ("/sync-gifts/refused-inside", test_refused_inside);
  g_test_add_func ("/sync-gifts/large-change", test_large_change);

  return g_test_run ();
}
