/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-raw-server.h"
#include "karne-test-clock.h"
#include "karne-test-exchange.h"
#include "net/karne-soup-transport.h"
#include "signin/karne-auth-server-private.h"
#include "signin/karne-scopes-private.h"
#include "signin/karne-sign-in-private.h"

#include <string.h>

#define SCOPES "launch/patient patient/*.rs offline_access"

/* An authorization server that says, byte for byte, what a test tells it to; and a clock that only
 * the test moves. */
typedef struct
{
  KarneRawServer *server;
  KarneTestClock *clock;
  KarneTransport *transport;
  char *base;
  KarneSignIn *sign_in;
  GCancellable *cancellable;
  KarneTestWait wait;
  guint n_codes;
} Fixture;

static void
code_cb (KarneSignIn *sign_in, gpointer data)
{
  Fixture *f = data;

  f->n_codes++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->server = karne_raw_server_new ();
  f->clock = karne_test_clock_new (0);
  f->transport = KARNE_TRANSPORT (karne_soup_transport_new (KARNE_CLOCK (f->clock)));
  f->base = karne_raw_server_dup_url (f->server, "/fhir");
  f->sign_in = karne_sign_in_new (f->transport, KARNE_CLOCK (f->clock), f->base, "karne", SCOPES);
  f->cancellable = g_cancellable_new ();
  g_signal_connect (f->sign_in, "code", G_CALLBACK (code_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->sign_in);
  g_clear_object (&f->transport);
  karne_test_settle ();
  g_clear_object (&f->clock);
  g_clear_object (&f->cancellable);
  karne_raw_server_free (f->server);
  g_free (f->base);
}

static void
answer (Fixture *f, guint status, const char *type, const char *body)
{
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 %u Said\r\nContent-Type: %s\r\n"
                                           "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
                                           status, type, strlen (body), body);

  karne_raw_server_answer (f->server, text, -1, KARNE_RAW_CLOSE);
}

static void
answer_json (Fixture *f, guint status, const char *body)
{
  answer (f, status, "application/json", body);
}

static char *
metadata (Fixture *f, const char *issuer)
{
  return g_strdup_printf ("{\"issuer\":\"%s\",\"token_endpoint\":\"%s/token\","
                          "\"device_authorization_endpoint\":\"%s/device\"}",
                          issuer, f->base, f->base);
}

static void
answer_metadata (Fixture *f)
{
  g_autofree char *text = metadata (f, f->base);

  answer_json (f, 200, text);
}

static void
answer_code (Fixture *f, const char *more)
{
  g_autofree char *text = g_strdup_printf (
      "{\"device_code\":\"dev-1\",\"user_code\":\"BCDF-GHJK\",\"verification_uri\":\"%s/phone\","
      "\"verification_uri_complete\":\"%s/phone?user_code=BCDF-GHJK\"%s}",
      f->base, f->base, more);

  answer_json (f, 200, text);
}

static void
answer_error (Fixture *f, const char *error)
{
  g_autofree char *text = g_strdup_printf ("{\"error\":\"%s\"}", error);

  answer_json (f, 400, text);
}

#define TOKENS                                                                                     \
  "{\"access_token\":\"acc-1\",\"token_type\":\"bearer\",\"refresh_token\":\"ref-1\","             \
  "\"expires_in\":300,\"patient\":\"p1\",\"scope\":\"patient/*.rs offline_access\"}"

static void
start (Fixture *f)
{
  karne_sign_in_run_device_async (f->sign_in, f->cancellable, karne_test_wait_cb, &f->wait);
}

static KarneCredentials *
finish (Fixture *f, GError **error)
{
  g_autoptr (GAsyncResult) result = karne_test_wait_for (&f->wait);

  return karne_sign_in_run_device_finish (f->sign_in, result, error);
}

static void
assert_fails (Fixture *f, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (finish (f, &error));
  g_assert_error (error, KARNE_ERROR, code);
  g_assert_null (karne_sign_in_get_user_code (f->sign_in));
}

/* Turns until nothing but the pause of that many seconds is waited for; then lets it pass. The
 * watchdog of a request under way is a wait of 60 seconds, and never taken for one. */
static void
pass_pause (Fixture *f, guint seconds)
{
  while (karne_test_clock_count_timeouts (f->clock) != 1 ||
         karne_test_clock_get_next_delay (f->clock) != seconds * G_USEC_PER_SEC)
    {
      g_assert_null (f->wait.result);
      g_main_context_iteration (NULL, TRUE);
    }
  karne_test_clock_advance (f->clock, seconds * G_USEC_PER_SEC);
}

/* What a discovery says */

static gboolean
discover (Fixture *f, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  karne_sign_in_discover_async (f->sign_in, NULL, karne_test_wait_cb, &f->wait);
  result = karne_test_wait_for (&f->wait);
  return karne_sign_in_discover_finish (f->sign_in, result, error);
}

static void
test_discover (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;

  answer_metadata (f);
  g_assert_true (discover (f, &error));
  g_assert_no_error (error);
  g_assert_true (karne_sign_in_has_device (f->sign_in));
  g_assert_false (karne_sign_in_has_browser (f->sign_in));
  request = karne_raw_server_dup_request (f->server, 0);
  g_assert_true (g_str_has_prefix (request, "GET /fhir/.well-known/smart-configuration HTTP/1.1"));
  g_assert_null (strstr (request, "Authorization"));
}

/* RFC 8414: the well-known path goes before that of the service, and who answers is who was asked.
 */
static void
test_discover_oauth (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;

  answer_json (f, 404, "{}");
  answer_metadata (f);
  g_assert_true (discover (f, &error));
  g_assert_no_error (error);
  request = karne_raw_server_dup_request (f->server, 1);
  g_assert_true (
      g_str_has_prefix (request, "GET /.well-known/oauth-authorization-server/fhir HTTP/1.1"));

  answer_json (f, 404, "{}");
  answer_json (f, 404, "{}");
  g_assert_false (discover (f, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_NO_SIGN_IN);
  g_clear_error (&error);

  {
    g_autofree char *other = metadata (f, "https://elsewhere.invalid");

    answer_json (f, 404, "{}");
    answer_json (f, 200, other);
    g_assert_false (discover (f, &error));
    g_assert_error (error, KARNE_ERROR, KARNE_ERROR_IMPOSTOR);
  }
}

typedef struct
{
  const char *body; /* BASE stands for the address of the service */
  int code;
} Fault;

static const Fault discovery_faults[] = {
  { "", KARNE_ERROR_NO_SIGN_IN },
  { "[]", KARNE_ERROR_PROTOCOL },
  { "\"text\"", KARNE_ERROR_PROTOCOL },
  { "{\"token_endpoint\":\"BASE/a\",\"token_endpoint\":\"BASE/b\"}", KARNE_ERROR_PROTOCOL },
  { "{'token_endpoint':'BASE/a'}", KARNE_ERROR_PROTOCOL },
  { "{\"token_endpoint\":\"BASE/a\"", KARNE_ERROR_PROTOCOL },
  { "<html>Welcome to this network</html>", KARNE_ERROR_CAPTIVE_PORTAL },
  { "{\"token_endpoint\":\"BASE/a\"}", KARNE_ERROR_NO_SIGN_IN },
  { "{\"token_endpoint\":17,\"device_authorization_endpoint\":\"BASE/a\"}",
    KARNE_ERROR_NO_SIGN_IN },
  { "{\"token_endpoint\":\"http://a.invalid/t\",\"authorization_endpoint\":\"http://a.invalid/a\"}",
    KARNE_ERROR_INSECURE },
  { "{\"token_endpoint\":\"https://u:p@a.invalid/t\",\"authorization_endpoint\":\"BASE/a\"}",
    KARNE_ERROR_INSECURE },
  { "{\"token_endpoint\":\"https://\\u0430.invalid/t\",\"authorization_endpoint\":\"BASE/a\"}",
    KARNE_ERROR_INSECURE },
  { "{\"token_endpoint\":\"https://a.invalid/t\",\"authorization_endpoint\":\"https://b.invalid/"
    "a\"}",
    KARNE_ERROR_IMPOSTOR },
  { "{\"issuer\":\"https://a.invalid\",\"token_endpoint\":\"BASE/t\","
    "\"authorization_endpoint\":\"BASE/a\"}",
    KARNE_ERROR_IMPOSTOR },
  { "{\"issuer\":\"http://a.invalid\",\"token_endpoint\":\"BASE/t\","
    "\"authorization_endpoint\":\"BASE/a\"}",
    KARNE_ERROR_INSECURE },
};

static char *
fill_in (Fixture *f, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "BASE", -1);

  return g_strjoinv (f->base, parts);
}

static void
test_discovery_faults (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (discovery_faults); i++)
    {
      g_autofree char *body = fill_in (f, discovery_faults[i].body);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", discovery_faults[i].body);
      answer_json (f, 200, body);
      g_assert_false (discover (f, &error));
      g_assert_error (error, KARNE_ERROR, discovery_faults[i].code);
      g_assert_false (karne_sign_in_has_device (f->sign_in));
    }
}

static void
test_discovery_huge (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  karne_raw_server_answer_large (f->server,
                                 "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                 "Content-Length: 100000000\r\n\r\n",
                                 100000000);
  g_assert_false (discover (f, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL);
  g_assert_cmpuint (karne_raw_server_get_sent (f->server), <, 50000000);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *address, *base;
    gboolean safe;
  } cases[] = {
    { "https://a.invalid/x?y=z", "https://b.invalid/fhir", TRUE },
    { "https://xn--80ak6aa92e.invalid/", "https://b.invalid", TRUE },
    { "http://a.invalid/", "https://b.invalid", FALSE },
    { "http://127.0.0.1:80/", "http://127.0.0.1:81/fhir", TRUE },
    { "http://[::1]:80/", "http://127.0.0.1:81/fhir", TRUE },
    { "http://localhost/", "http://localhost/fhir", TRUE },
    { "http://127.0.0.1/", "https://b.invalid", FALSE },
    { "https://127.0.0.1/", "https://b.invalid", FALSE },
    { "https://localhost:1/", "https://b.invalid", FALSE },
    { "https://a.invalid@b.invalid/", "https://b.invalid", FALSE },
    { "https://a.invalid/#code", "https://b.invalid", FALSE },
    { "https://a.invalid/a b", "https://b.invalid", FALSE },
    { "https://a.invalid/\x1b[2J", "https://b.invalid", FALSE },
    { "https://a.invalid/\u202e", "https://b.invalid", FALSE },
    { "https://\u0430.invalid/", "https://b.invalid", FALSE },
    { "https://%d0%b0.invalid/", "https://b.invalid", FALSE },
    { "javascript:alert(1)", "https://b.invalid", FALSE },
    { "file:///etc/passwd", "https://b.invalid", FALSE },
    { "//a.invalid/", "https://b.invalid", FALSE },
    { "https:///a", "https://b.invalid", FALSE },
    { "", "https://b.invalid", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%u", i);
      g_assert_cmpint (karne_auth_address_is_safe (cases[i].address, cases[i].base), ==,
                       cases[i].safe);
    }
}

/* A code, and the pace at which the server is asked */

static void
test_device (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneCredentials) credentials = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *polled = NULL;
  g_auto (GStrv) missing = NULL;

  answer_metadata (f);
  answer_code (f, ",\"expires_in\":600,\"interval\":7");
  answer_error (f, "authorization_pending");
  answer_error (f, "slow_down");
  answer_error (f, "authorization_pending");
  answer_json (f, 200, TOKENS);
  start (f);
  pass_pause (f, 7);
  g_assert_cmpuint (f->n_codes, ==, 1);
  g_assert_cmpstr (karne_sign_in_get_user_code (f->sign_in), ==, "BCDF-GHJK");
  g_assert_true (g_str_has_suffix (karne_sign_in_get_address (f->sign_in), "/fhir/phone"));
  g_assert_true (
      g_str_has_suffix (karne_sign_in_get_complete_address (f->sign_in), "?user_code=BCDF-GHJK"));
  g_assert_cmpint (karne_sign_in_get_expiry (f->sign_in), ==, 600 * G_USEC_PER_SEC);
  pass_pause (f, 7);
  pass_pause (f, 12);
  pass_pause (f, 12);
  credentials = finish (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (karne_credentials_get_patient (credentials), ==, "p1");
  missing = karne_credentials_list_missing_scopes (credentials);
  g_assert_cmpuint (g_strv_length (missing), ==, 0);
  g_assert_null (karne_sign_in_get_user_code (f->sign_in));
  asked = karne_raw_server_dup_request (f->server, 1);
  g_assert_nonnull (strstr (asked, "scope=launch%2Fpatient%20patient%2F%2A.rs%20offline_access"));
  polled = karne_raw_server_dup_request (f->server, 2);
  g_assert_nonnull (strstr (polled, "device_code=dev-1"));
}

/* A network that is away for a moment: asked less often, and the code stays good. */
static void
test_device_cut (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneCredentials) credentials = NULL;
  g_autoptr (GError) error = NULL;

  answer_metadata (f);
  answer_code (f, ",\"expires_in\":600");
  karne_raw_server_answer (f->server, "", 0, KARNE_RAW_RESET);
  answer_json (f, 503, "{}");
  answer_json (f, 200, TOKENS);
  start (f);
  pass_pause (f, 5);
  pass_pause (f, 10);
  pass_pause (f, 20);
  credentials = finish (f, &error);
  g_assert_no_error (error);
}

/* Nobody answers: it ends with the code, and one act gives another one. */
static void
test_device_expiry (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneCredentials) credentials = NULL;
  g_autoptr (GError) error = NULL;

  answer_metadata (f);
  answer_code (f, ",\"expires_in\":12,\"interval\":5");
  for (guint i = 0; i < 3; i++)
    answer_error (f, "authorization_pending");
  start (f);
  pass_pause (f, 5);
  pass_pause (f, 5);
  pass_pause (f, 2);
  assert_fails (f, KARNE_ERROR_EXPIRED);
  g_assert_cmpuint (karne_test_clock_count_timeouts (f->clock), ==, 0);

  answer_code (f, ",\"expires_in\":600");
  answer_error (f, "expired_token");
  start (f);
  pass_pause (f, 5);
  assert_fails (f, KARNE_ERROR_EXPIRED);

  answer_code (f, ",\"expires_in\":600");
  answer_json (f, 200, TOKENS);
  start (f);
  pass_pause (f, 5);
  credentials = finish (f, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->n_codes, ==, 3);
}

static void
test_device_refused (Fixture *f, gconstpointer data)
{
  answer_metadata (f);
  answer_code (f, ",\"expires_in\":600");
  answer_error (f, "access_denied");
  start (f);
  pass_pause (f, 5);
  assert_fails (f, KARNE_ERROR_REFUSED);
}

static void
test_device_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  answer_metadata (f);
  answer_code (f, ",\"expires_in\":600");
  answer_error (f, "authorization_pending");
  start (f);
  pass_pause (f, 5);
  while (karne_test_clock_get_next_delay (f->clock) != 5 * G_USEC_PER_SEC)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (f->cancellable);
  g_assert_null (finish (f, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (karne_test_clock_count_timeouts (f->clock), ==, 0);
  g_assert_cmpuint (karne_raw_server_count_requests (f->server), ==, 3);
}

/* Whatever a server says, it is not asked all the time, nor for ever. */
static void
test_device_paces (Fixture *f, gconstpointer data)
{
  answer_metadata (f);
  answer_code (f, ",\"expires_in\":2147483647,\"interval\":0");
  answer_error (f, "access_denied");
  start (f);
  pass_pause (f, 1);
  assert_fails (f, KARNE_ERROR_REFUSED);
  answer_code (f, ",\"expires_in\":2147483647,\"interval\":100000");
  answer_error (f, "access_denied");
  start (f);
  while (karne_sign_in_get_user_code (f->sign_in) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (karne_sign_in_get_expiry (f->sign_in), <=, 1801 * G_USEC_PER_SEC);
  pass_pause (f, 60);
  assert_fails (f, KARNE_ERROR_REFUSED);
}

static const Fault code_faults[] = {
  { "{}", KARNE_ERROR_PROTOCOL },
  { "{\"device_code\":\"d\",\"user_code\":\"AB\\u001b[2J\",\"verification_uri\":\"BASE/p\","
    "\"expires_in\":9}",
    KARNE_ERROR_PROTOCOL },
  { "{\"device_code\":\"d\",\"user_code\":\"AB\\u202eCD\",\"verification_uri\":\"BASE/p\","
    "\"expires_in\":9}",
    KARNE_ERROR_PROTOCOL },
  { "{\"device_code\":\"d\",\"user_code\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
    "\"verification_uri\":\"BASE/p\",\"expires_in\":9}",
    KARNE_ERROR_PROTOCOL },
  { "{\"device_code\":\"d\",\"user_code\":\"AB\",\"verification_uri\":\"https://\\u0430.invalid/\","
    "\"expires_in\":9}",
    KARNE_ERROR_INSECURE },
  { "{\"device_code\":\"d\",\"user_code\":\"AB\",\"verification_uri\":\"http://a.invalid/\","
    "\"expires_in\":9}",
    KARNE_ERROR_INSECURE },
  { "{\"device_code\":\"d\",\"user_code\":\"AB\",\"verification_uri\":\"javascript:alert(1)\","
    "\"expires_in\":9}",
    KARNE_ERROR_INSECURE },
  { "{\"device_code\":\"d\",\"user_code\":\"AB\",\"verification_uri\":\"BASE/p\","
    "\"expires_in\":-9}",
    KARNE_ERROR_PROTOCOL },
};

/* What cannot be shown, or is not what it looks like, is not shown. */
static void
test_code_faults (Fixture *f, gconstpointer data)
{
  answer_metadata (f);
  for (guint i = 0; i < G_N_ELEMENTS (code_faults); i++)
    {
      g_autofree char *body = fill_in (f, code_faults[i].body);

      g_test_message ("%s", code_faults[i].body);
      answer_json (f, 200, body);
      start (f);
      assert_fails (f, code_faults[i].code);
    }
  g_assert_cmpuint (f->n_codes, ==, 0);
}

/* The address behind the QR code leads to the same server as the one that can be read. */
static void
test_code_elsewhere (Fixture *f, gconstpointer data)
{
  answer_metadata (f);
  answer_json (f, 200,
               "{\"device_code\":\"d\",\"user_code\":\"AB\",\"expires_in\":600,"
               "\"verification_uri\":\"https://a.invalid/p\","
               "\"verification_uri_complete\":\"https://b.invalid/p?c=AB\"}");
  answer_error (f, "access_denied");
  start (f);
  while (f->n_codes == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (karne_sign_in_get_complete_address (f->sign_in));
  pass_pause (f, 5);
  assert_fails (f, KARNE_ERROR_REFUSED);
}

static const Fault token_faults[] = {
  { "{\"access_token\":\"a\",\"token_type\":\"mac\"}", KARNE_ERROR_PROTOCOL },
  { "{\"access_token\":\"a\"}", KARNE_ERROR_PROTOCOL },
  { "{\"access_token\":\"\",\"token_type\":\"bearer\"}", KARNE_ERROR_PROTOCOL },
  { "{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"bearer\"}", KARNE_ERROR_PROTOCOL },
  { "{\"access_token\":\"\\u00e9\",\"token_type\":\"bearer\"}", KARNE_ERROR_PROTOCOL },
  { "{\"access_token\":7,\"token_type\":\"bearer\"}", KARNE_ERROR_PROTOCOL },
  { "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"patient\":\"../p2\"}",
    KARNE_ERROR_PROTOCOL },
  { "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"scope\":\"patient/*.cruds\"}",
    KARNE_ERROR_TOO_MUCH },
  { "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"scope\":\"user/Patient.r\"}",
    KARNE_ERROR_TOO_MUCH },
  { "<html>Welcome to this network</html>", KARNE_ERROR_CAPTIVE_PORTAL },
  { "[\"access_token\"]", KARNE_ERROR_PROTOCOL },
};

static void
test_token_faults (Fixture *f, gconstpointer data)
{
  answer_metadata (f);
  for (guint i = 0; i < G_N_ELEMENTS (token_faults); i++)
    {
      g_test_message ("%s", token_faults[i].body);
      answer_code (f, ",\"expires_in\":600");
      answer_json (f, 200, token_faults[i].body);
      start (f);
      pass_pause (f, 5);
      assert_fails (f, token_faults[i].code);
    }
}

/* What was sent stays with who was asked, whatever he says about where to go. */
static void
test_token_redirect (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneRawServer) thief = karne_raw_server_new ();
  g_autofree char *url = karne_raw_server_dup_url (thief, "/collect");
  g_autofree char *text =
      g_strdup_printf ("HTTP/1.1 307 There\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", url);

  answer_metadata (f);
  answer_code (f, ",\"expires_in\":600");
  karne_raw_server_answer (f->server, text, -1, KARNE_RAW_CLOSE);
  start (f);
  pass_pause (f, 5);
  assert_fails (f, KARNE_ERROR_PROTOCOL);
  g_assert_cmpuint (karne_raw_server_count_connections (thief), ==, 0);
}

static void
test_scopes (void)
{
  static const struct
  {
    const char *asked, *granted, *missing, *beyond;
  } cases[] = {
    { "patient/*.rs", "patient/*.rs", "", "" },
    { "patient/*.rs", "patient/*.read", "", "" },
    { "patient/*.read", "patient/*.rs", "", "" },
    { "patient/*.cruds", "patient/*.*", "", "" },
    { "patient/*.rs", "patient/Observation.rs patient/Patient.r", "patient/*.rs", "" },
    { "patient/*.rs", "patient/Observation.c", "patient/*.rs", "patient/Observation.c" },
    { "patient/A.r patient/A.s", "patient/A.rs", "", "" },
    { "patient/*.rs", "user/*.rs", "patient/*.rs", "user/*.rs" },
    { "patient/*.rs offline_access", "patient/*.rs openid profile", "offline_access", "" },
    { "launch/patient patient/*.rs", "patient/*.rs", "", "" },
    { "patient/A.rs", "patient/A.rs?status=final", "patient/A.rs", "" },
    { "patient/A.rs?status=final", "patient/A.rs", "", "patient/A.rs" },
    { "patient/A.rs", "patient/A.rz", "", "patient/A.rz" },
    { "patient/A.rs", "", "patient/A.rs", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) missing = karne_scopes_list_missing (cases[i].asked, cases[i].granted);
      g_auto (GStrv) beyond = karne_scopes_list_beyond (cases[i].asked, cases[i].granted);
      g_autofree char *missing_text = g_strjoinv (" ", missing);
      g_autofree char *beyond_text = g_strjoinv (" ", beyond);

      g_test_message ("%s / %s", cases[i].asked, cases[i].granted);
      g_assert_cmpstr (beyond_text, ==, cases[i].beyond);
      g_assert_cmpstr (missing_text, ==, cases[i].missing);
    }
}

#define ADD(path, func) g_test_add ("/sign-in/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("discover", test_discover);
  ADD ("discover/oauth", test_discover_oauth);
  ADD ("discover/faults", test_discovery_faults);
  ADD ("discover/huge", test_discovery_huge);
  g_test_add_func ("/sign-in/addresses", test_addresses);
  ADD ("device", test_device);
  ADD ("device/cut", test_device_cut);
  ADD ("device/expiry", test_device_expiry);
  ADD ("device/refused", test_device_refused);
  ADD ("device/cancelled", test_device_cancelled);
  ADD ("device/paces", test_device_paces);
  ADD ("device/code-faults", test_code_faults);
  ADD ("device/code-elsewhere", test_code_elsewhere);
  ADD ("device/token-faults", test_token_faults);
  ADD ("device/token-redirect", test_token_redirect);
  g_test_add_func ("/sign-in/scopes", test_scopes);
  return g_test_run ();
}
