/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-test-sync.h"

#include <string.h>

/* A fault: what is answered instead, to requests of which the target holds a text. */
typedef struct
{
  const char *part;
  guint skip;   /* so many are let through first */
  guint times;  /* how often; 0 for ever */
  guint status; /* 0: see body */
  const char *body;
  const char *content_type;
  const char *retry_after;
  guint n_seen;
} Fault;

static gboolean
fault_hook (KarneTestFhir *fhir,
            const char *method,
            const char *target,
            const char *token,
            KarneTestFhirReply *reply,
            gpointer data)
{
  Fault *fault = data;

  if (strstr (target, fault->part) == NULL || fault->n_seen++ < fault->skip ||
      (fault->times > 0 && fault->n_seen > fault->skip + fault->times))
    return FALSE;

  reply->status = fault->status ? fault->status : 200;
  reply->body = g_strdup (fault->body ? fault->body : "{\"resourceType\":\"OperationOutcome\"}");
  reply->content_type = g_strdup (fault->content_type);
  reply->retry_after = g_strdup (fault->retry_after);
  return TRUE;
}

static KarneTestSync *
world_with_fault (Fault *fault)
{
  KarneTestSync *world = karne_test_sync_new ();

  karne_test_fhir_put_many (world->fhir, "Observation", 45);
  karne_test_fhir_put_many (world->fhir, "Task", 5);
  karne_test_fhir_put_many (world->fhir, "QuestionnaireResponse", 5);
  karne_sync_set_page_size (world->sync, 10);
  karne_test_fhir_set_hook (world->fhir, fault_hook, fault);
  return world;
}

static void
again (KarneTestSync *world)
{
  karne_test_fhir_set_hook (world->fhir, NULL, NULL);
  karne_test_fhir_forget_requests (world->fhir);
  karne_test_sync_restart (world);
  karne_sync_set_page_size (world->sync, 10);
}

static void
assert_partial (const KarneSyncReport *report, const char *name)
{
  g_assert_cmpstrv (report->kinds_partial, ((const char *[]){ name, NULL }));
}

/* Tried again, with a pause, as long as the fault lasts. */
static void
test_passing (gconstpointer data)
{
  Fault fault = *(const Fault *) data;
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world);

  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (world->n_waits, ==, fault.times);
  assert_partial (report, NULL);
}

/* Whatever fails for ever ends the run with its error, after so many tries; what came is kept, and
 * the next run goes on there. */
static void
test_lasting (gconstpointer data)
{
  Fault fault = *(const Fault *) data;
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSyncReport) none = karne_test_sync_run (world, NULL, &error);
  g_autoptr (KarneSyncReport) report = NULL;
  g_autofree char *trouble = NULL;
  int code = 0;

  g_assert_null (none);
  code = fault.status == 500   ? KARNE_ERROR_SERVER
         : fault.status == 429 ? KARNE_ERROR_THROTTLED
                               : KARNE_ERROR_TRUNCATED;
  g_assert_error (error, KARNE_ERROR, code);
  trouble = karne_test_query (world->store, "SELECT trouble FROM source WHERE trouble NOT NULL");
  g_assert_cmpstr (trouble, ==, karne_error_to_nick (error));

  again (world);
  report = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpint (karne_test_query_int (world->store,
                                         "SELECT count(*) FROM source WHERE trouble NOT NULL"),
                   ==, 0);
  if (strstr (fault.part, "page=") != NULL)
    g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET Observation"), <, 5);
}

/* Pages of one kind that are always cut keep none of the kinds behind it from coming. */
static void
test_one_kind_cut (void)
{
  Fault fault = { .part = "page=2", .body = "{\"resourceType\":\"Bundle\",\"entry\":[" };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world);
  g_autoptr (KarneSyncReport) second = NULL;
  g_autofree char *trouble = NULL;

  assert_partial (report, "Observation:failed");
  g_assert_cmpint (karne_test_query_int (world->store, "SELECT count(*) FROM resource WHERE kind = "
                                                       "'QuestionnaireResponse'"),
                   ==, 5);
  trouble = karne_test_query (world->store, "SELECT trouble FROM source ORDER BY id DESC");
  g_assert_cmpstr (trouble, ==, "server");
  g_assert_cmpint (karne_test_query_int (world->store, "SELECT max(checked) FROM source"), ==, 0);

  again (world);
  second = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET Observation"), <, 5);
  g_assert_cmpuint (second->stored, >, 0);
}

static void
test_retry_after (void)
{
  Fault fault = {
    .part = "Observation?", .skip = 2, .times = 1, .status = 429, .retry_after = "30"
  };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world);

  karne_test_sync_assert_equal (world);
  assert_partial (report, NULL);
  g_assert_cmpint (world->waited, >=, 30 * G_USEC_PER_SEC);
}

/* A server that wants to be left alone for hours is: the run ends, and so does the next at once. */
static void
test_retry_after_long (void)
{
  Fault fault = { .part = "Observation?", .times = 1, .status = 503, .retry_after = "7200" };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second_error = NULL;
  guint n = 0;

  g_assert_null (karne_test_sync_run (world, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_THROTTLED);
  n = karne_test_fhir_get_requests (world->fhir)->len;
  g_assert_null (karne_test_sync_run (world, NULL, &second_error));
  g_assert_error (second_error, KARNE_ERROR, KARNE_ERROR_THROTTLED);
  g_assert_cmpuint (karne_test_fhir_get_requests (world->fhir)->len, ==, n);
}

/* Never a hot loop: the pauses grow, with jitter, up to a minute. */
static void
test_back_off (void)
{
  Fault fault = { .part = "Patient", .status = 500 };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (GError) error = NULL;

  karne_sync_set_max_retries (world->sync, 12);
  g_assert_null (karne_test_sync_run (world, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_SERVER);
  g_assert_cmpuint (world->n_waits, ==, 12);
  g_assert_cmpint (world->waited, >, 60 * G_USEC_PER_SEC);
  g_assert_cmpint (world->waited, <, 12 * 60 * G_USEC_PER_SEC);
}

/* One kind that fails does not keep the others from coming. */
static void
test_kind_fails (void)
{
  Fault fault = { .part = "Observation?", .skip = 2, .status = 500 };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world);
  g_autoptr (KarneSyncReport) second = NULL;

  assert_partial (report, "Observation:failed");
  g_assert_cmpint (karne_test_query_int (world->store,
                                         "SELECT count(*) FROM resource WHERE kind = 'Task'"),
                   ==, 5);
  g_assert_cmpint (karne_test_query_int (
                       world->store, "SELECT count(*) FROM resource WHERE kind = 'Observation'"),
                   ==, 20);
  again (world);
  second = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET Observation"), ==, 3);
}

static void
test_kind_refused (gconstpointer data)
{
  Fault fault = { .part = "Observation?", .status = GPOINTER_TO_UINT (data) };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world);
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;

  assert_partial (report, "Observation:refused");
  g_assert_cmpint (karne_test_query_int (world->store,
                                         "SELECT count(*) FROM resource WHERE kind = 'Task'"),
                   ==, 5);

  /* Still refused: nothing but the one exchange. */
  second = karne_test_sync_run_well (world);
  g_assert_cmpuint (second->exchanges, ==, 1);

  again (world);
  third = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
}

static void
test_patient_missing (gconstpointer data)
{
  Fault fault = { .part = "Patient?", .status = GPOINTER_TO_UINT (data) };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (GError) error = NULL;
  int code = fault.status == 403 ? KARNE_ERROR_FORBIDDEN : KARNE_ERROR_NOT_FOUND;

  /* Nor does the next run bring a record without its Patient. */
  for (guint i = 0; i < 2; i++)
    {
      g_clear_error (&error);
      g_assert_null (karne_test_sync_run (world, NULL, &error));
      g_assert_error (error, KARNE_ERROR, code);
      g_assert_cmpint (karne_test_query_int (world->store, "SELECT count(*) FROM resource"), ==, 0);
    }
}

static void
test_patient_empty (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (GError) error = NULL;

  karne_test_fhir_delete (world->fhir, "Patient", "p1");
  g_assert_null (karne_test_sync_run (world, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

/* A server finds somebody whose id looks alike: that is not the person. */
static void
test_patient_other (void)
{
  Fault fault = { .part = "Patient?",
                  .body = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":1,"
                          "\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"id\":"
                          "\"xp1\",\"meta\":{\"versionId\":\"1\"}}}]}" };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second_error = NULL;

  g_assert_null (karne_test_sync_run (world, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);

  again (world);
  report = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  karne_test_fhir_set_hook (world->fhir, fault_hook, &fault);
  g_assert_null (karne_test_sync_run (world, NULL, &second_error));
  g_assert_error (second_error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
}

/* The Patient goes while the record is here: said, and nothing is thrown away. */
static void
test_patient_gone (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) report = NULL;
  g_autoptr (GError) error = NULL;

  karne_test_fhir_put_many (world->fhir, "Observation", 3);
  report = karne_test_sync_run_well (world);
  karne_test_fhir_delete (world->fhir, "Patient", "p1");
  g_assert_null (karne_test_sync_run (world, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND);
  g_assert_cmpint (karne_test_query_int (world->store, "SELECT count(*) FROM resource"), ==, 4);
}

static gboolean
token_hook (KarneTestFhir *fhir,
            const char *method,
            const char *target,
            const char *token,
            KarneTestFhirReply *reply,
            gpointer data)
{
  if (g_str_equal (method, "INNER") || g_strcmp0 (token, data) == 0)
    return FALSE;
  reply->status = 401;
  return TRUE;
}

static char *
renew (KarneSync *sync, gpointer data)
{
  guint *n = data;

  (*n)++;
  return g_strdup ("new");
}

/* The token expires in the middle of paging: it is renewed once, and the pull goes on there. */
static gboolean
expiring_hook (KarneTestFhir *fhir,
               const char *method,
               const char *target,
               const char *token,
               KarneTestFhirReply *reply,
               gpointer data)
{
  if (strstr (target, "page=2") == NULL)
    return FALSE;
  return token_hook (fhir, method, target, token, reply, data);
}

static void
test_renew (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) report = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  karne_test_fhir_put_many (world->fhir, "Observation", 45);
  karne_sync_set_page_size (world->sync, 10);
  karne_store_set_token (world->store->store, world->source, "old", &error);
  g_assert_no_error (error);
  karne_test_fhir_set_hook (world->fhir, expiring_hook, (gpointer) "new");
  karne_sync_set_renew_func (world->sync, renew, &n, NULL);
  report = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET Observation"), ==, 6);
}

/* Nobody has a new token: a pause, and all is kept. */
static void
test_signed_out (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) report = NULL;
  g_autoptr (GError) error = NULL;

  karne_test_fhir_put_many (world->fhir, "Observation", 45);
  karne_sync_set_page_size (world->sync, 10);
  karne_test_fhir_set_hook (world->fhir, expiring_hook, (gpointer) "new");
  g_assert_null (karne_test_sync_run (world, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED);
  g_assert_cmpint (karne_test_query_int (world->store, "SELECT count(*) FROM resource"), ==, 21);
  g_clear_error (&error);

  karne_store_set_token (world->store->store, world->source, "new", &error);
  g_assert_no_error (error);
  karne_test_fhir_forget_requests (world->fhir);
  report = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET Observation"), ==, 3);
}

/* A resume point that the server forgot: from the cursor again, once. */
static void
test_resume_expired (gconstpointer data)
{
  Fault cut = { .part = "page=2", .status = 401 };
  Fault expired = { .part = "page=2", .times = 1, .status = GPOINTER_TO_UINT (data) };
  g_autoptr (KarneTestSync) world = world_with_fault (&cut);
  g_autoptr (KarneSyncReport) report = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_test_sync_run (world, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED);

  again (world);
  karne_test_fhir_set_hook (world->fhir, fault_hook, &expired);
  report = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  assert_partial (report, NULL);
}

/* Pages that never end */

typedef enum
{
  ENDLESS_SAME_LINK,
  ENDLESS_SAME_PAGE,
  ENDLESS_EMPTY,
} Endless;

static gboolean
endless_hook (KarneTestFhir *fhir,
              const char *method,
              const char *target,
              const char *token,
              KarneTestFhirReply *reply,
              gpointer data)
{
  static guint n;
  Endless endless = GPOINTER_TO_UINT (data);
  const char *entry = "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"same\",\"meta\":{"
                      "\"versionId\":\"1\"}}}";

  if (!g_str_has_prefix (target, "Observation?"))
    return FALSE;
  g_assert_cmpuint (n++, <, 200);
  reply->body =
      g_strdup_printf ("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{"
                       "\"relation\":\"next\",\"url\":"
                       "\"?page=%u\"}],\"entry\":[%s]}",
                       endless == ENDLESS_SAME_LINK ? 1 : n, endless == ENDLESS_EMPTY ? "" : entry);
  return TRUE;
}

static void
test_endless (gconstpointer data)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) report = NULL;

  karne_test_fhir_put_many (world->fhir, "QuestionnaireResponse", 5);
  karne_test_fhir_set_hook (world->fhir, endless_hook, (gpointer) data);
  report = karne_test_sync_run_well (world);
  assert_partial (report, "Observation:loop");
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET Observation"), <, 30);
  g_assert_cmpint (
      karne_test_query_int (world->store,
                            "SELECT count(*) FROM resource WHERE kind = 'QuestionnaireResponse'"),
      ==, 5);
}

static gboolean
elsewhere_hook (KarneTestFhir *fhir,
                const char *method,
                const char *target,
                const char *token,
                KarneTestFhirReply *reply,
                gpointer data)
{
  if (!g_str_has_prefix (target, "Observation?"))
    return FALSE;
  reply->body = g_strdup_printf (
      "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{\"relation\":\"next\","
      "\"url\":"
      "\"%s/Observation?page=2\"}],\"entry\":[{\"resource\":{\"resourceType\":\"Observation\","
      "\"id\":\"here\"}}]}",
      karne_test_fhir_get_base (data));
  return TRUE;
}

/* A link to another server is not followed; the token stays where it belongs. */
static void
test_next_elsewhere (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneTestFhir) other = karne_test_fhir_new ();
  g_autoptr (KarneSyncReport) report = NULL;

  karne_test_fhir_set_hook (world->fhir, elsewhere_hook, other);
  report = karne_test_sync_run_well (world);
  assert_partial (report, "Observation:next-elsewhere");
  g_assert_cmpuint (karne_test_fhir_get_requests (other)->len, ==, 0);
}

#define BUNDLE(total, entries)                                                                     \
  "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":" total ",\"entry\":[" entries "]}"
#define OBSERVATION(id) "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"" id "\"}}"

static void
progress_cb (KarneSync *sync, const char *kind, gint64 received, gint64 total, gpointer data)
{
  g_assert_true (total == -1 || total >= received);
}

static void
test_total (gconstpointer data)
{
  Fault fault = { .part = "Observation?", .body = data };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = NULL;
  gboolean too_many = strstr (data, "\"total\":1000") != NULL;

  g_signal_connect (world->sync, "progress", G_CALLBACK (progress_cb), NULL);
  report = karne_test_sync_run_well (world);
  assert_partial (report, too_many ? "Observation:total" : NULL);
  g_assert_cmpint (karne_test_query_int (
                       world->store, "SELECT count(*) FROM resource WHERE kind = 'Observation'"),
                   ==, 2);
}

static gboolean
offset_hook (KarneTestFhir *fhir,
             const char *method,
             const char *target,
             const char *token,
             KarneTestFhirReply *reply,
             gpointer data)
{
  const char *offset = strstr (target, "_offset=");

  if (!g_str_has_prefix (target, "Observation?"))
    return FALSE;
  if (offset == NULL)
    reply->body = g_strdup (BUNDLE ("5", OBSERVATION ("a") "," OBSERVATION ("b")));
  else if (g_str_equal (offset, "_offset=2"))
    reply->body = g_strdup (BUNDLE ("5", OBSERVATION ("c") "," OBSERVATION ("d")));
  else
    reply->body = g_strdup (BUNDLE ("5", OBSERVATION ("e")));
  return TRUE;
}

/* More than it linked to comes by number, where the server takes numbers. */
static void
test_offset (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new ();
  g_autoptr (KarneSyncReport) report = NULL;

  karne_test_fhir_set_hook (world->fhir, offset_hook, NULL);
  report = karne_test_sync_run_well (world);
  assert_partial (report, NULL);
  g_assert_cmpint (karne_test_query_int (
                       world->store, "SELECT count(*) FROM resource WHERE kind = 'Observation'"),
                   ==, 5);
}

/* A page that cannot be read to its end: what came before stands, the other kinds come. */
static void
test_page_broken (gconstpointer data)
{
  Fault fault = { .part = "Observation?", .body = data };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world);
  g_autoptr (KarneSyncReport) second = NULL;

  assert_partial (report, "Observation:page-broken");
  g_assert_cmpint (karne_test_query_int (
                       world->store, "SELECT count(*) FROM resource WHERE kind = 'Observation'"),
                   ==, strstr (data, "\"a\"") != NULL);
  g_assert_cmpint (karne_test_query_int (world->store,
                                         "SELECT count(*) FROM resource WHERE kind = 'Task'"),
                   ==, 5);

  again (world);
  second = karne_test_sync_run_well (world);
  karne_test_fhir_put (world->fhir, "Observation", "a", NULL);
  g_assert_cmpint (karne_test_query_int (
                       world->store, "SELECT count(*) FROM resource WHERE kind = 'Observation'"),
                   >=, 45);
}

/* A listing that does not come whole is not believed: nothing is taken for gone, and it is asked
 * for again. */
static void
test_listing_broken (void)
{
  Fault fault = { .part = "_elements=id,meta&_count=1000", .body = BUNDLE ("44", "{]}") };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) first = karne_test_sync_run_well (world);
  g_autoptr (KarneSyncReport) second = NULL;
  g_autoptr (KarneSyncReport) third = NULL;

  karne_test_fhir_delete (world->fhir, "Observation", "o00007");
  second = karne_test_sync_run_well (world);
  assert_partial (second, "Observation:page-broken");
  g_assert_cmpuint (second->removed, ==, 0);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "GET Observation/"), ==, 0);
  g_assert_cmpuint (karne_test_fhir_count_requests (world->fhir, "POST"), ==, 1);

  again (world);
  third = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (third->removed, ==, 1);
  g_assert_cmpuint (first->removed, ==, 0);
}

/* FHIR by another name is FHIR; a web page by whatever name is none. */
static void
test_content_type (void)
{
  Fault fault = { .part = "Observation?",
                  .body = BUNDLE ("1", OBSERVATION ("a")),
                  .content_type = "text/plain" };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world);

  assert_partial (report, NULL);
}

static void
test_captive_portal (gconstpointer data)
{
  Fault fault = { .part = "Observation?",
                  .skip = 1,
                  .body = "<!DOCTYPE html><html><body>Bienvenue</body></html>",
                  .content_type = data };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_test_sync_run (world, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL);
  g_assert_cmpuint (world->n_waits, ==, 0);

  again (world);
  report = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
}

/* A server that knows no such kind may say so with a page for people. */
static void
test_web_page_for_a_kind (void)
{
  Fault fault = { .part = "Task?",
                  .status = 404,
                  .body = "<html><body>404 Not Found</body></html>",
                  .content_type = "text/html" };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (KarneSyncReport) report = karne_test_sync_run_well (world);
  g_autoptr (KarneSyncReport) second = NULL;

  assert_partial (report, "Task:refused");
  again (world);
  second = karne_test_sync_run_well (world);
  karne_test_sync_assert_equal (world);
  g_assert_cmpuint (second->stored, ==, 5);
}

/* Nobody listens there. */
static void
test_server_down (void)
{
  g_autoptr (KarneTestSync) world = karne_test_sync_new_for_base ("http://127.0.0.1:1/fhir", "p2");
  g_autoptr (GError) error = NULL;

  g_assert_null (karne_test_sync_run (world, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_assert_cmpuint (world->n_waits, ==, 4);
}

static void
cancel_cb (KarneSync *sync, gint64 until, gpointer data)
{
  g_cancellable_cancel (data);
}

/* A pause, too, can be cancelled. */
static void
test_cancel_while_waiting (void)
{
  Fault fault = { .part = "Observation?", .status = 503, .retry_after = "60" };
  g_autoptr (KarneTestSync) world = world_with_fault (&fault);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_signal_connect (world->sync, "waiting", G_CALLBACK (cancel_cb), cancellable);
  g_assert_null (karne_test_sync_run (world, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  static const Fault passing_500 = { .part = "page=2", .times = 2, .status = 500 };
  static const Fault passing_503 = { .part = "metadata", .times = 1, .status = 503 };
  static const Fault passing_429 = { .part = "Task?", .times = 3, .status = 429 };
  static const Fault passing_cut = { .part = "page=1",
                                     .times = 4,
                                     .body = "{\"resourceType\":\"Bundle\",\"entry\":[" };
  static const Fault passing_empty = { .part = "page=1", .times = 2, .body = "" };
  static const Fault lasting_429 = { .part = "page=1", .status = 429 };
  static const Fault lasting_500 = { .part = "Patient?", .status = 500 };
  static const Fault all_500 = { .part = "?patient", .status = 500 };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/sync-faults/passing/500", &passing_500, test_passing);
  g_test_add_data_func ("/sync-faults/passing/503", &passing_503, test_passing);
  g_test_add_data_func ("/sync-faults/passing/429", &passing_429, test_passing);
  g_test_add_data_func ("/sync-faults/passing/cut", &passing_cut, test_passing);
  g_test_add_data_func ("/sync-faults/passing/empty", &passing_empty, test_passing);
  g_test_add_data_func ("/sync-faults/lasting/429", &lasting_429, test_lasting);
  g_test_add_func ("/sync-faults/lasting/one-kind-cut", test_one_kind_cut);
  g_test_add_data_func ("/sync-faults/lasting/500", &lasting_500, test_lasting);
  g_test_add_data_func ("/sync-faults/lasting/all-500", &all_500, test_lasting);
  g_test_add_func ("/sync-faults/retry-after", test_retry_after);
  g_test_add_func ("/sync-faults/retry-after-long", test_retry_after_long);
  g_test_add_func ("/sync-faults/back-off", test_back_off);
  g_test_add_func ("/sync-faults/kind-fails", test_kind_fails);
  g_test_add_data_func ("/sync-faults/kind-refused/403", GUINT_TO_POINTER (403), test_kind_refused);
  g_test_add_data_func ("/sync-faults/kind-refused/404", GUINT_TO_POINTER (404), test_kind_refused);
  g_test_add_data_func ("/sync-faults/patient/403", GUINT_TO_POINTER (403), test_patient_missing);
  g_test_add_data_func ("/sync-faults/patient/404", GUINT_TO_POINTER (404), test_patient_missing);
  g_test_add_func ("/sync-faults/patient/empty", test_patient_empty);
  g_test_add_func ("/sync-faults/patient/gone", test_patient_gone);
  g_test_add_func ("/sync-faults/patient/other", test_patient_other);
  g_test_add_func ("/sync-faults/401/renew", test_renew);
  g_test_add_func ("/sync-faults/401/signed-out", test_signed_out);
  g_test_add_data_func ("/sync-faults/resume/400", GUINT_TO_POINTER (400), test_resume_expired);
  g_test_add_data_func ("/sync-faults/resume/404", GUINT_TO_POINTER (404), test_resume_expired);
  g_test_add_data_func ("/sync-faults/resume/410", GUINT_TO_POINTER (410), test_resume_expired);
  g_test_add_data_func ("/sync-faults/endless/same-link", GUINT_TO_POINTER (ENDLESS_SAME_LINK),
                        test_endless);
  g_test_add_data_func ("/sync-faults/endless/same-page", GUINT_TO_POINTER (ENDLESS_SAME_PAGE),
                        test_endless);
  g_test_add_data_func ("/sync-faults/endless/empty", GUINT_TO_POINTER (ENDLESS_EMPTY),
                        test_endless);
  g_test_add_func ("/sync-faults/next-elsewhere", test_next_elsewhere);
  g_test_add_data_func ("/sync-faults/total/too-many",
                        BUNDLE ("1000", OBSERVATION ("a") "," OBSERVATION ("b")), test_total);
  g_test_add_data_func ("/sync-faults/total/too-few",
                        BUNDLE ("1", OBSERVATION ("a") "," OBSERVATION ("b")), test_total);
  g_test_add_func ("/sync-faults/total/offset", test_offset);
  g_test_add_data_func ("/sync-faults/page/broken",
                        "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
                        "{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"a\"}}}}}",
                        test_page_broken);
  g_test_add_data_func ("/sync-faults/page/outcome",
                        "{\"resourceType\":\"OperationOutcome\",\"issue\":[]}", test_page_broken);
  g_test_add_func ("/sync-faults/listing-broken", test_listing_broken);
  g_test_add_func ("/sync-faults/content-type", test_content_type);
  g_test_add_func ("/sync-faults/web-page-for-a-kind", test_web_page_for_a_kind);
  g_test_add_data_func ("/sync-faults/captive-portal/said", "text/html", test_captive_portal);
  g_test_add_data_func ("/sync-faults/captive-portal/hidden", "application/fhir+json",
                        test_captive_portal);
  g_test_add_func ("/sync-faults/server-down", test_server_down);
  g_test_add_func ("/sync-faults/cancel-while-waiting", test_cancel_while_waiting);

  return g_test_run ();
}
