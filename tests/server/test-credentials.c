/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-access-log.h"
#include "karne-error.h"
#include "karne-test-exchange.h"
#include "karne-test-phone.h"
#include "karne-test-server.h"
#include "karne-test-sync.h"
#include "model/karne-sync-status.h"
#include "signin/karne-credentials-private.h"
#include "signin/karne-sign-in.h"

#include <libsoup/soup.h>
#include <string.h>

#define SCOPES "patient/*.rs offline_access"
/* Letters that stand nowhere else: they are looked for. */
#define ACCESS "Zk7qAccessWvT"
#define REFRESH "Zk7qRefreshWvT"

/* A FHIR server that wants the newest token, and gives a new one to whoever comes with the newest
 * refresh token: both carry a number. */
typedef struct
{
  KarneTestSync *sync;
  KarneCredentials *credentials;
  guint number;        /* of the tokens that are good */
  guint n_renewals;    /* asked for */
  guint refuse_status; /* what a renewal is answered with; 0: well */
  const char *refuse_body;
  const char *expires_at; /* (nullable) the first request of this sort makes the token go bad */
  guint held;             /* number of the refresh token that was on the disk when one was used */
} Fixture;

static char *
tokens_json (Fixture *f)
{
  return g_strdup_printf ("{\"access_token\":\"" ACCESS "%u\",\"token_type\":\"Bearer\","
                          "\"refresh_token\":\"" REFRESH "%u\",\"expires_in\":300}",
                          f->number, f->number);
}

static void
renew (Fixture *f, KarneTestFhirReply *reply)
{
  f->n_renewals++;
  reply->content_type = g_strdup ("application/json");
  reply->status = f->refuse_status != 0 ? f->refuse_status : 200;
  if (f->refuse_status != 0)
    {
      reply->body = g_strdup (f->refuse_body);
      return;
    }
  f->number++;
  reply->body = tokens_json (f);
}

/* Rotation is on the disk before the new token is used. */
static void
look_at_disk (Fixture *f)
{
  g_autofree char *expected = g_strdup_printf (REFRESH "%u", f->number);
  g_autofree char *kept = karne_test_query (f->sync->store, "SELECT refresh FROM sign_in");

  g_assert_cmpstr (kept, ==, expected);
  f->held = f->number;
}

static gboolean
hook (KarneTestFhir *fhir,
      const char *method,
      const char *target,
      const char *token,
      KarneTestFhirReply *reply,
      gpointer data)
{
  Fixture *f = data;
  g_autofree char *good = NULL;

  if (strstr (target, "auth/token") != NULL)
    {
      g_assert_null (token);
      renew (f, reply);
      return TRUE;
    }
  if (g_str_equal (method, "INNER"))
    return FALSE;
  if (f->expires_at != NULL && strstr (target, f->expires_at) != NULL)
    {
      f->expires_at = NULL;
      reply->status = 401;
      return TRUE;
    }
  good = g_strdup_printf (ACCESS "%u", f->number);
  if (g_strcmp0 (token, good) != 0)
    {
      reply->status = 401;
      return TRUE;
    }
  look_at_disk (f);
  return FALSE;
}

static KarneCredentials *
credentials_new (Fixture *f)
{
  const char *base = karne_test_fhir_get_base (f->sync->fhir);
  g_autofree char *token = g_strconcat (base, "/auth/token", NULL);
  g_autofree char *access = g_strdup_printf (ACCESS "%u", f->number);
  g_autofree char *refresh = g_strdup_printf (REFRESH "%u", f->number);
  KarneAuthServer server = { .base = (char *) base, .issuer = (char *) base, .token = token };
  KarneAuthTokens *tokens = g_new0 (KarneAuthTokens, 1);

  tokens->access = karne_secret_new (access);
  tokens->refresh = karne_secret_new (refresh);
  tokens->scopes = g_strdup (SCOPES);
  tokens->patient = g_strdup ("p1");
  tokens->life_s = 300;
  return karne_credentials_new (f->sync->transport, KARNE_CLOCK (f->sync->clock), &server, "karne",
                                SCOPES, tokens);
}

static void
keep (KarneCredentials *credentials, KarneStore *store, gint64 source)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  karne_credentials_keep_async (credentials, store, source, NULL, karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  g_assert_true (karne_credentials_keep_finish (credentials, result, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->sync = karne_test_sync_new ();
  f->number = 1;
  f->credentials = credentials_new (f);
  keep (f->credentials, f->sync->store->store, f->sync->source);
  karne_test_fhir_set_hook (f->sync->fhir, hook, f);
  karne_test_fhir_put_many (f->sync->fhir, "Observation", 45);
  karne_sync_set_page_size (f->sync->sync, 10);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->credentials);
  karne_test_sync_free (f->sync);
}

static char *
get_token (Fixture *f, const char *refused, GError **error)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  karne_authorizer_get_token_async (KARNE_AUTHORIZER (f->credentials), refused, NULL,
                                    karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  return karne_authorizer_get_token_finish (KARNE_AUTHORIZER (f->credentials), result, error);
}

/* That the person signed in is noted, once: a renewal is nothing that anybody does. */
static void
test_noted (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneView) view = karne_view_new (f->sync->store->store, KARNE_ROLE_PERSON, NULL);
  g_autofree char *token = get_token (f, ACCESS "1", NULL);
  g_autoptr (GPtrArray) rows = karne_access_log_list (view, 0, 0, NULL);
  const KarneAccessRow *row;

  g_assert_cmpstr (token, ==, ACCESS "2");
  g_assert_cmpuint (rows->len, ==, 1);
  row = rows->pdata[0];
  g_assert_cmpint (row->act, ==, KARNE_ACCESS_ACT_SIGN_IN);
  g_assert_cmpint (row->reader, ==, KARNE_ROLE_PERSON);
  g_assert_cmpint (row->source, ==, f->sync->source);
  g_assert_cmpint (karne_access_log_verify (view, NULL), ==, 0);
}

/* 401 in the middle of the pages: renewed once, kept, and the pull goes on with that page. */
static void
test_middle_of_pull (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneSyncReport) report = NULL;

  f->expires_at = "page=2";
  report = karne_test_sync_run_well (f->sync);
  karne_test_sync_assert_equal (f->sync);
  g_assert_cmpuint (f->n_renewals, ==, 1);
  g_assert_cmpuint (f->held, ==, 2);
  g_assert_cmpuint (karne_test_fhir_count_requests (f->sync->fhir, "GET Observation"), ==, 6);
  /* The next run, with what was kept. */
  karne_test_sync_restart (f->sync);
  g_clear_pointer (&report, karne_sync_report_free);
  report = karne_test_sync_run_well (f->sync);
  g_assert_cmpuint (f->n_renewals, ==, 1);
}

/* A server that refuses the new token too is not asked again and again. */
static void
test_never_good (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint before;

  f->refuse_status = 200;
  f->refuse_body = "{\"access_token\":\"other\",\"token_type\":\"bearer\"}";
  f->number = 7;
  g_assert_null (karne_test_sync_run (f->sync, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED);
  before = karne_test_fhir_get_requests (f->sync->fhir)->len;
  g_assert_cmpuint (before, <=, 4);
  g_assert_cmpuint (f->n_renewals, ==, 1);
}

/* Before its end a token is renewed unasked. */
static void
test_ahead (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = get_token (f, NULL, &error);
  g_autofree char *second = NULL;

  g_assert_cmpstr (first, ==, ACCESS "1");
  karne_test_clock_advance (f->sync->clock, 269 * G_USEC_PER_SEC);
  g_free (first);
  first = get_token (f, NULL, &error);
  g_assert_cmpstr (first, ==, ACCESS "1");
  karne_test_clock_advance (f->sync->clock, 1 * G_USEC_PER_SEC);
  second = get_token (f, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, ==, ACCESS "2");
  g_assert_cmpuint (f->n_renewals, ==, 1);
}

/* Ten who need it at once ask once; who comes late with the old one gets the new one; who does not
 * want it any more does not wait, and spoils nothing. */
static void
test_single_flight (Fixture *f, gconstpointer data)
{
  KarneTestWait waits[10] = { { NULL } };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *late = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    karne_authorizer_get_token_async (KARNE_AUTHORIZER (f->credentials), ACCESS "1",
                                      i == 0 ? cancellable : NULL, karne_test_wait_cb, &waits[i]);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (GAsyncResult) result = karne_test_wait_for (&waits[i]);
      g_autofree char *token = karne_authorizer_get_token_finish (KARNE_AUTHORIZER (f->credentials),
                                                                  result, i == 0 ? &error : NULL);

      g_assert_cmpstr (token, ==, i == 0 ? NULL : ACCESS "2");
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  late = get_token (f, ACCESS "1", &error);
  g_assert_cmpstr (late, ==, ACCESS "2");
  g_assert_cmpuint (f->n_renewals, ==, 1);
}

/* A sign-in that has ended is a pause: said in words, all is kept, nobody is asked in vain, and it
 * goes on after the next sign-in. */
static void
test_ended (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneSyncStatus) status =
      karne_sync_status_new (f->sync->store->store, f->sync->source, f->sync->transport,
                             KARNE_CLOCK (f->sync->clock));
  g_autoptr (KarneSyncReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *refresh = NULL;
  KarneTestWait wait = { NULL };

  f->expires_at = "page=2";
  f->refuse_status = 400;
  f->refuse_body = "{\"error\":\"invalid_grant\"}";
  g_assert_null (karne_test_sync_run (f->sync, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED);
  g_clear_error (&error);
  g_assert_cmpint (karne_test_query_int (f->sync->store, "SELECT count(*) FROM resource"), >, 10);
  refresh = karne_test_query (f->sync->store, "SELECT refresh FROM sign_in");
  g_assert_null (refresh);

  karne_test_fhir_forget_requests (f->sync->fhir);
  karne_sync_status_sync_async (status, NULL, karne_test_wait_cb, &wait);
  {
    g_autoptr (GAsyncResult) result = karne_test_wait_for (&wait);

    g_assert_null (karne_sync_status_sync_finish (status, result, &error));
  }
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED);
  g_assert_cmpint (karne_sync_status_get_state (status), ==, KARNE_SYNC_STATE_SIGN_IN_NEEDED);
  g_assert_cmpstr (karne_sync_status_get_sentence (status), ==, "Sign in again");
  g_assert_cmpuint (karne_test_fhir_get_requests (f->sync->fhir)->len, ==, 0);

  f->refuse_status = 0;
  f->number = 5;
  g_clear_object (&f->credentials);
  f->credentials = credentials_new (f);
  keep (f->credentials, f->sync->store->store, f->sync->source);
  report = karne_test_sync_run_well (f->sync);
  karne_test_sync_assert_equal (f->sync);
}

/* A server that is away for a while, or fails, ends no sign-in. */
static void
test_away (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  f->refuse_status = 503;
  g_assert_null (get_token (f, ACCESS "1", &error));
  g_assert_true (karne_error_is_transient (error));
  g_clear_error (&error);
  f->refuse_status = 0;
  token = get_token (f, ACCESS "1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, ACCESS "2");
}

/* Renewed as somebody else: none of it is used. */
static void
test_other_person (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->refuse_status = 200;
  f->refuse_body = "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"patient\":\"p2\"}";
  g_assert_null (get_token (f, ACCESS "1", &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED);
}

static gboolean
file_holds (const char *path, const char *text)
{
  g_autofree char *content = NULL;
  gsize len = 0;

  return g_file_get_contents (path, &content, &len, NULL) &&
         memmem (content, len, text, strlen (text)) != NULL;
}

/* Sealed on the disk: nothing of a token can be read in any file of the record. */
static void
test_sealed (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneSyncReport) report = NULL;
  g_autoptr (GDir) dir = NULL;
  guint n = 0;

  f->expires_at = "page=2";
  report = karne_test_sync_run_well (f->sync);
  dir = g_dir_open (f->sync->store->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL; n++)
    {
      g_autofree char *path = g_build_filename (f->sync->store->folder, name, NULL);

      g_assert_false (file_holds (path, "Zk7q"));
    }
  g_assert_cmpuint (n, >=, 2);
}

/* A token of a person's own choice takes the place of a sign-in. */
static void
test_set_token (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  karne_store_set_token (f->sync->store->store, f->sync->source, ACCESS "1", &error);
  g_assert_no_error (error);
  g_assert_cmpint (karne_test_query_int (f->sync->store, "SELECT count(*) FROM sign_in"), ==, 0);
}

/* With the demonstration server */

typedef struct
{
  KarneTestServer *server;
  KarneTestSync *sync;
  KarneSignIn *sign_in;
  KarneTestWait wait;
  const char *person; /* (nullable) refuses */
  GThread *browser;
} Demo;

static void
put_person (KarneTestServer *server)
{
  g_autoptr (KarneTestAnswer) answer =
      karne_test_server_request (server, "PUT", "Patient/p1", NULL,
                                 "{\"resourceType\":\"Patient\",\"id\":\"p1\"}");

  g_assert_cmpuint (answer->status, ==, 201);
}

/* A first server fills the file, since nobody may write who has not signed in. */
static void
set_up_demo (Demo *d, gconstpointer quirk)
{
  g_autofree char *file = g_build_filename (g_get_user_data_dir (), "people.db", NULL);
  const char *plain[] = { "--db", file, NULL };
  const char *flags[] = {
    "--db", file, "--authorize", "--device-interval", "1", "--token-life", "60", "--sign-in-quirk",
    quirk,  NULL
  };

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  d->server = karne_test_server_start (plain);
  put_person (d->server);
  karne_test_server_free (d->server);
  if (quirk == NULL)
    flags[7] = NULL;
  d->server = karne_test_server_start (flags);
  d->sync = karne_test_sync_new_for_base (karne_test_server_get_base (d->server), "p1");
  d->sign_in = karne_sign_in_new (d->sync->transport, KARNE_CLOCK (d->sync->clock),
                                  karne_test_server_get_base (d->server), "karne", SCOPES);
  d->person = "p1";
}

static void
tear_down_demo (Demo *d, gconstpointer quirk)
{
  g_clear_object (&d->sign_in);
  karne_test_sync_free (d->sync);
  karne_test_server_free (d->server);
}

/* The browser waits for our own main loop: so it is somebody else. */
typedef struct
{
  char *url;
  char *person;
} Visit;

static gpointer
visit_in_thread (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Visit *visit = data;
  guint status;

  g_main_context_push_thread_default (context);
  {
    g_autoptr (KarneTestPhone) phone = karne_test_phone_new ();
    g_autoptr (KarneTestPage) page = karne_test_phone_answer (phone, visit->url, visit->person);
    g_autoptr (KarneTestPage) back =
        page->location != NULL ? karne_test_phone_open (phone, page->location, NULL) : NULL;

    status = back != NULL ? back->status : page->status;
  }
  g_main_context_pop_thread_default (context);
  g_free (visit->url);
  g_free (visit->person);
  g_free (visit);
  return GUINT_TO_POINTER (status);
}

static void
open_cb (KarneSignIn *sign_in, const char *url, gpointer data)
{
  Demo *d = data;
  Visit *visit = g_new0 (Visit, 1);

  g_assert_nonnull (strstr (url, "prompt=login"));
  g_assert_nonnull (strstr (url, "code_challenge_method=S256"));
  visit->url = g_strdup (url);
  visit->person = g_strdup (d->person);
  d->browser = g_thread_new ("browser", visit_in_thread, visit);
}

static KarneCredentials *
sign_in_by_browser (Demo *d, guint *page_status, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_signal_connect (d->sign_in, "open", G_CALLBACK (open_cb), d);
  karne_sign_in_run_browser_async (d->sign_in, NULL, karne_test_wait_cb, &d->wait);
  result = karne_test_wait_for (&d->wait);
  *page_status = d->browser != NULL ? GPOINTER_TO_UINT (g_thread_join (d->browser)) : 0;
  return karne_sign_in_run_browser_finish (d->sign_in, result, error);
}

static void
sign_out (KarneCredentials *credentials)
{
  KarneTestWait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  karne_credentials_sign_out_async (credentials, NULL, karne_test_wait_cb, &wait);
  result = karne_test_wait_for (&wait);
  g_assert_true (karne_credentials_sign_out_finish (credentials, result, &error));
  g_assert_no_error (error);
}

static guint
read_with (Demo *d, const char *token)
{
  g_autofree char *header = g_strconcat ("Authorization: Bearer ", token, NULL);
  const char *headers[] = { header, NULL };
  g_autoptr (KarneTestAnswer) answer =
      karne_test_server_request (d->server, "GET", "Patient/p1", headers, NULL);

  return answer->status;
}

/* From the browser to the end: signed in, synced, renewed, signed out there and here. */
static void
test_browser (Demo *d, gconstpointer quirk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneSyncReport) report = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  guint status = 0;
  g_autoptr (KarneCredentials) credentials = sign_in_by_browser (d, &status, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (karne_credentials_get_patient (credentials), ==, "p1");
  g_assert_nonnull (karne_credentials_get_end_session_url (credentials));
  keep (credentials, d->sync->store->store, d->sync->source);
  first = karne_test_query (d->sync->store, "SELECT token FROM source WHERE id = 2");
  report = karne_test_sync_run_well (d->sync);
  g_clear_pointer (&report, karne_sync_report_free);
  g_assert_cmpint (karne_test_query_int (d->sync->store, "SELECT count(*) FROM resource"), ==, 1);

  karne_test_clock_advance (d->sync->clock, 3600 * (gint64) G_USEC_PER_SEC);
  report = karne_test_sync_run_well (d->sync);
  second = karne_test_query (d->sync->store, "SELECT token FROM source WHERE id = 2");
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpuint (read_with (d, second), ==, 200);
}

static void
test_sign_out (Demo *d, gconstpointer quirk)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *kept = NULL;
  guint status = 0;
  g_autoptr (KarneCredentials) credentials = sign_in_by_browser (d, &status, &error);

  g_assert_no_error (error);
  keep (credentials, d->sync->store->store, d->sync->source);
  token = karne_test_query (d->sync->store, "SELECT token FROM source WHERE id = 2");
  g_assert_cmpuint (read_with (d, token), ==, 200);
  g_assert_true (karne_credentials_can_revoke (credentials));
  sign_out (credentials);
  g_assert_cmpuint (read_with (d, token), ==, 401);
  kept = karne_test_query (d->sync->store, "SELECT coalesce(token, refresh) FROM source JOIN "
                                           "sign_in ON source.id = sign_in.source");
  g_assert_null (kept);
  g_assert_null (karne_test_sync_run (d->sync, NULL, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED);
}

static void
test_browser_refused (Demo *d, gconstpointer quirk)
{
  g_autoptr (GError) error = NULL;
  guint status = 0;

  d->person = NULL;
  g_assert_null (sign_in_by_browser (d, &status, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_REFUSED);
}

/* What came back is not from who was asked: the page says so, and no code is used. */
static void
test_browser_impostor (Demo *d, gconstpointer quirk)
{
  g_autoptr (GError) error = NULL;
  guint status = 0;

  g_assert_null (sign_in_by_browser (d, &status, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_IMPOSTOR);
  g_assert_cmpuint (status, ==, 400);
}

/* What the whole server does to harm, as far as it is the same for both ways. */
static void
test_hostile (Demo *d, gconstpointer quirk)
{
  static const struct
  {
    const char *quirk;
    int code;
  } cases[] = {
    { "html", KARNE_ERROR_CAPTIVE_PORTAL },   { "huge", KARNE_ERROR_PROTOCOL },
    { "other-issuer", KARNE_ERROR_IMPOSTOR }, { "redirect", KARNE_ERROR_PROTOCOL },
    { "http", KARNE_ERROR_INSECURE },         { "more-scopes", KARNE_ERROR_TOO_MUCH },
    { "no-browser", KARNE_ERROR_NO_SIGN_IN },
  };
  g_autoptr (GError) error = NULL;
  guint status = 0;

  g_assert_null (sign_in_by_browser (d, &status, &error));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (g_str_equal (cases[i].quirk, quirk))
      {
        g_assert_error (error, KARNE_ERROR, cases[i].code);
        return;
      }
  g_assert_not_reached ();
}

static void
test_fewer_scopes (Demo *d, gconstpointer quirk)
{
  g_autoptr (GError) error = NULL;
  guint status = 0;
  g_autoptr (KarneCredentials) credentials = sign_in_by_browser (d, &status, &error);
  g_auto (GStrv) missing = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  missing = karne_credentials_list_missing_scopes (credentials);
  text = g_strjoinv (" ", missing);
  g_assert_cmpstr (text, ==, SCOPES);
  g_assert_cmpstr (karne_credentials_get_scopes (credentials), ==, "patient/Patient.rs");
}

/* On the way back, whatever else knocks is told that nothing is here, and ends nothing. */
static gpointer
knock_in_thread (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autofree char *url = data;
  g_autoptr (GHashTable) query = soup_form_decode (strchr (url, '?') + 1);
  g_autofree char *redirect = g_strdup (g_hash_table_lookup (query, "redirect_uri"));
  g_autofree char *other = g_strconcat (redirect, "/more", NULL);
  g_autofree char *renamed = NULL;

  g_main_context_push_thread_default (context);
  {
    g_autoptr (KarneTestPhone) phone = karne_test_phone_new ();
    g_autoptr (KarneTestPage) wrong_path = karne_test_phone_open (phone, other, NULL);
    g_autoptr (KarneTestPage) posted = karne_test_phone_open (phone, redirect, "state=x");
    g_autoptr (KarneTestPage) last = NULL;

    g_assert_cmpuint (wrong_path->status, ==, 404);
    g_assert_cmpuint (posted->status, ==, 404);
    renamed = g_strdup_printf ("http://localhost:%s", strrchr (redirect, ':') + 1);
    {
      g_autoptr (KarneTestPage) by_name = karne_test_phone_open (phone, renamed, NULL);

      g_assert_cmpuint (by_name->status, ==, 404);
    }
    last = karne_test_phone_open (phone, redirect, NULL);
    g_assert_cmpuint (last->status, ==, 400);
  }
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
knock_cb (KarneSignIn *sign_in, const char *url, gpointer data)
{
  Demo *d = data;

  d->browser = g_thread_new ("browser", knock_in_thread, g_strdup (url));
}

static void
test_browser_knock (Demo *d, gconstpointer quirk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (d->sign_in, "open", G_CALLBACK (knock_cb), d);
  karne_sign_in_run_browser_async (d->sign_in, NULL, karne_test_wait_cb, &d->wait);
  result = karne_test_wait_for (&d->wait);
  g_thread_join (d->browser);
  g_assert_null (karne_sign_in_run_browser_finish (d->sign_in, result, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_IMPOSTOR);
}

static void
count_open_cb (KarneSignIn *sign_in, const char *url, gpointer data)
{
  guint *n = data;

  (*n)++;
}

/* A browser that never comes back, and a person who gives up. */
static void
test_browser_waits (Demo *d, gconstpointer quirk)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint n_opened = 0;

  g_signal_connect (d->sign_in, "open", G_CALLBACK (count_open_cb), &n_opened);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      karne_sign_in_run_browser_async (d->sign_in, cancellable, karne_test_wait_cb, &d->wait);
      while (n_opened == round)
        g_main_context_iteration (NULL, TRUE);
      if (round == 0)
        karne_test_clock_advance (d->sync->clock, 600 * G_USEC_PER_SEC);
      else
        g_cancellable_cancel (cancellable);
      result = karne_test_wait_for (&d->wait);
      g_assert_null (karne_sign_in_run_browser_finish (d->sign_in, result, &error));
      if (round == 0)
        g_assert_error (error, KARNE_ERROR, KARNE_ERROR_EXPIRED);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (karne_test_clock_count_timeouts (d->sync->clock), ==, 0);
    }
}

#define ADD(path, func) g_test_add ("/credentials/" path, Fixture, NULL, set_up, func, tear_down)
#define ADD_DEMO(path, quirk, func)                                                                \
  g_test_add ("/credentials/" path, Demo, quirk, set_up_demo, func, tear_down_demo)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("noted", test_noted);
  ADD ("middle-of-pull", test_middle_of_pull);
  ADD ("never-good", test_never_good);
  ADD ("ahead", test_ahead);
  ADD ("single-flight", test_single_flight);
  ADD ("ended", test_ended);
  ADD ("away", test_away);
  ADD ("other-person", test_other_person);
  ADD ("sealed", test_sealed);
  ADD ("set-token", test_set_token);
  ADD_DEMO ("browser", NULL, test_browser);
  ADD_DEMO ("browser/refused", NULL, test_browser_refused);
  ADD_DEMO ("browser/knock", NULL, test_browser_knock);
  ADD_DEMO ("browser/waits", NULL, test_browser_waits);
  ADD_DEMO ("browser/changed-state", "changed-state", test_browser_impostor);
  ADD_DEMO ("browser/no-iss", "no-iss", test_browser_impostor);
  ADD_DEMO ("browser/other-iss", "other-iss", test_browser_impostor);
  ADD_DEMO ("hostile/html", "html", test_hostile);
  ADD_DEMO ("hostile/huge", "huge", test_hostile);
  ADD_DEMO ("hostile/other-issuer", "other-issuer", test_hostile);
  ADD_DEMO ("hostile/redirect", "redirect", test_hostile);
  ADD_DEMO ("hostile/http", "http", test_hostile);
  ADD_DEMO ("hostile/more-scopes", "more-scopes", test_hostile);
  ADD_DEMO ("hostile/no-browser", "no-browser", test_hostile);
  ADD_DEMO ("fewer-scopes", "fewer-scopes", test_fewer_scopes);
  ADD_DEMO ("no-smart", "no-smart", test_browser);
  ADD_DEMO ("sign-out", NULL, test_sign_out);
  return g_test_run ();
}
