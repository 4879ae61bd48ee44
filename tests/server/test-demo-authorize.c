/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-fixture.h"
#include "karne-test-phone.h"

#include <libsoup/soup.h>
#include <string.h>

#define DEVICE_GRANT "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=karne"
#define REFRESH_GRANT "grant_type=refresh_token&client_id=karne"
/* RFC 7636, appendix B. */
#define VERIFIER "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

/* Two persons, read back from a file that a first server filled without asking who one is. */
static void
set_up_persons (Fixture *f, gconstpointer flags)
{
  g_autofree char *file = g_build_filename (g_get_user_data_dir (), "people.db", NULL);
  g_autofree char *more = g_strdup ((const char *) flags);
  g_auto (GStrv) words = g_strsplit (more != NULL ? more : "", " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const char *first[] = { "--db", file, NULL };

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  f->server = karne_test_server_start (first);
  put (f, "Patient/p1",
       "\"name\":[{\"family\":\"O'Hoareau & <fils>\",\"given\":[\"Marie\"]}],"
       "\"birthDate\":\"1950-02-03\"");
  put (f, "Patient/p2", "\"name\":[{\"text\":\"Jean Payet\"}]");
  karne_test_server_free (f->server);
  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (argv, (gpointer) first[i]);
  g_ptr_array_add (argv, (gpointer) "--authorize");
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (argv, words[i]);
  g_ptr_array_add (argv, NULL);
  f->server = karne_test_server_start ((const char *const *) argv->pdata);
}

static guint
post (Fixture *f, const char *path, const char *form)
{
  const char *headers[] = { "Content-Type: application/x-www-form-urlencoded", NULL };

  g_clear_pointer (&f->answer, karne_test_answer_free);
  f->answer = karne_test_server_request (f->server, "POST", path, headers, form);
  return f->answer->status;
}

static char *
member (Fixture *f, const char *name)
{
  g_autofree char *before = g_strdup_printf ("\"%s\":\"", name);
  const char *at = strstr (f->answer->body, before);

  return at != NULL ? g_strndup (at + strlen (before), strcspn (at + strlen (before), "\"")) : NULL;
}

static void
assert_error (Fixture *f, const char *form, const char *code)
{
  g_autofree char *error = NULL;

  g_assert_cmpint (post (f, "auth/token", form), >=, 400);
  error = member (f, "error");
  g_assert_cmpstr (error, ==, code);
}

static guint
read_as (Fixture *f, const char *token, const char *path)
{
  g_autofree char *said = g_strconcat ("Authorization: Bearer ", token, NULL);
  guint status;

  f->authorization = said;
  status = get (f, path);
  f->authorization = NULL;
  return status;
}

static void
test_metadata (Fixture *f, gconstpointer data)
{
  const char *base = karne_test_server_get_base (f->server);
  g_autoptr (GUri) uri = g_uri_parse (base, G_URI_FLAGS_NONE, NULL);
  g_autofree char *at_root =
      g_strdup_printf ("http://127.0.0.1:%d/.well-known/oauth-authorization-server%s",
                       g_uri_get_port (uri), g_uri_get_path (uri));
  g_autofree char *issuer = NULL;

  g_assert_cmpint (get (f, ".well-known/smart-configuration"), ==, 200);
  g_assert_cmpstr (header_of (f, "Content-Type"), ==, "application/json");
  issuer = member (f, "issuer");
  g_assert_cmpstr (issuer, ==, base);
  g_assert_true (says (f, "/auth/device_authorization\""));
  g_assert_cmpint (get (f, at_root), ==, 200);
  g_assert_true (says (f, "\"code_challenge_methods_supported\":[\"S256\"]"));
  g_assert_cmpint (get (f, "metadata"), ==, 200);
  g_assert_cmpint (get (f, "Patient"), ==, 401);
  g_assert_true (g_str_has_prefix (header_of (f, "WWW-Authenticate"), "Bearer"));
  g_assert_cmpint (read_as (f, "nothing", "Patient"), ==, 401);
}

static char *
begin_device (Fixture *f, char **page)
{
  g_assert_cmpint (post (f, "auth/device_authorization",
                         "client_id=karne&scope=patient/*.rs%20offline_access"),
                   ==, 200);
  *page = member (f, "verification_uri_complete");
  return member (f, "device_code");
}

static char *
grant_for_device (const char *device_code)
{
  return g_strdup_printf (DEVICE_GRANT "&device_code=%s", device_code);
}

static void
test_device (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneTestPhone) phone = karne_test_phone_new ();
  g_autofree char *page = NULL;
  g_autofree char *device_code = begin_device (f, &page);
  g_autofree char *form = grant_for_device (device_code);
  g_autofree char *token = NULL;
  g_autofree char *refresh = NULL;
  g_autofree char *revoke = NULL;
  g_autoptr (KarneTestPage) answer = NULL;

  assert_error (f, form, "authorization_pending");
  answer = karne_test_phone_answer (phone, page, "p1");
  g_assert_cmpint (answer->status, ==, 200);
  g_assert_cmpint (post (f, "auth/token", form), ==, 200);
  g_assert_cmpstr (header_of (f, "Cache-Control"), ==, "no-store");
  g_assert_true (says (f, "\"patient\":\"p1\""));
  token = member (f, "access_token");
  refresh = member (f, "refresh_token");
  g_assert_cmpint (read_as (f, token, "Patient/p1"), ==, 200);
  g_assert_cmpint (read_as (f, token, "Patient/p2"), >=, 400);
  g_assert_cmpint (read_as (f, refresh, "Patient/p1"), ==, 401);
  assert_error (f, form, "invalid_grant");
  revoke = g_strdup_printf ("client_id=karne&token=%s", refresh);
  g_assert_cmpint (post (f, "auth/revoke", revoke), ==, 200);
  g_assert_cmpint (read_as (f, token, "Patient/p1"), ==, 401);
}

static void
test_device_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneTestPhone) phone = karne_test_phone_new ();
  g_autofree char *page = NULL;
  g_autofree char *device_code = begin_device (f, &page);
  g_autofree char *form = grant_for_device (device_code);
  g_autoptr (KarneTestPage) answer = karne_test_phone_answer (phone, page, NULL);

  g_assert_cmpint (answer->status, ==, 200);
  assert_error (f, form, "access_denied");
}

/* The pace is the server's own clock's: two questions at once are too fast for any interval. */
static void
test_device_pace (Fixture *f, gconstpointer data)
{
  g_autofree char *page = NULL;
  g_autofree char *device_code = begin_device (f, &page);
  g_autofree char *form = grant_for_device (device_code);

  g_assert_true (says (f, "\"interval\":5"));
  assert_error (f, form, "authorization_pending");
  assert_error (f, form, "slow_down");
}

static void
test_device_expired (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneTestPhone) phone = karne_test_phone_new ();
  g_autofree char *page = NULL;
  g_autofree char *device_code = begin_device (f, &page);
  g_autofree char *form = grant_for_device (device_code);
  g_autoptr (KarneTestPage) answer = karne_test_phone_open (phone, page, NULL);

  assert_error (f, form, "expired_token");
  g_assert_cmpint (answer->status, ==, 400);
}

/* Typed as people type, in their language; and not guessed. */
static void
test_device_page (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneTestPhone) phone = karne_test_phone_new ();
  const char *english[] = { "Accept-Language: en-GB", NULL };
  g_autofree char *page = NULL;
  g_autofree char *code = NULL;
  g_autofree char *typed = NULL;
  g_autofree char *path = NULL;

  g_free (begin_device (f, &page));
  code = member (f, "user_code");
  typed = g_ascii_strdown (code, -1);
  typed[4] = ' ';
  path = g_strdup_printf ("auth/device?user_code=%s", g_strdelimit (typed, " ", '+'));
  g_assert_cmpint (get (f, path), ==, 200);
  g_assert_true (says (f, "lang=\"fr\""));
  g_assert_true (says (f, "Marie O&apos;Hoareau &amp; &lt;fils&gt;, 1950-02-03"));
  g_assert_false (says (f, "<script"));
  g_clear_pointer (&f->answer, karne_test_answer_free);
  f->answer = karne_test_server_request (f->server, "GET", path, english, NULL);
  g_assert_true (says (f, "lang=\"en\""));
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *wrong = g_strconcat (karne_test_server_get_base (f->server),
                                            "/auth/device?user_code=BBBB-BBBB", NULL);
      g_autoptr (KarneTestPage) answer = karne_test_phone_open (phone, wrong, NULL);

      g_assert_cmpint (answer->status, ==, 400);
    }
  {
    g_autoptr (KarneTestPage) answer = karne_test_phone_open (phone, page, NULL);

    g_assert_cmpint (answer->status, ==, 429);
  }
}

static char *
authorize_url (Fixture *f, const char *redirect_uri, const char *more)
{
  return g_strdup_printf ("%s/auth/authorize?client_id=karne&response_type=code&state=s1"
                          "&scope=patient/*.rs%%20offline_access&code_challenge=" CHALLENGE
                          "&redirect_uri=%s%s",
                          karne_test_server_get_base (f->server), redirect_uri, more);
}

#define S256 "&code_challenge_method=S256"
#define OURS "http://127.0.0.1:4242/karne"

static GHashTable *
sent_back_with (KarneTestPage *page)
{
  g_assert_cmpint (page->status, ==, 303);
  g_assert_true (g_str_has_prefix (page->location, OURS "?"));
  return soup_form_decode (strchr (page->location, '?') + 1);
}

static void
test_browser (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneTestPhone) browser = karne_test_phone_new ();
  g_autofree char *url = authorize_url (f, OURS, S256);
  g_autoptr (KarneTestPage) page = karne_test_phone_answer (browser, url, "p2");
  g_autoptr (GHashTable) query = sent_back_with (page);
  const char *code = g_hash_table_lookup (query, "code");
  g_autofree char *good = g_strdup_printf ("grant_type=authorization_code&client_id=karne&code=%s"
                                           "&redirect_uri=" OURS "&code_verifier=" VERIFIER,
                                           code);
  g_autofree char *bad = g_strdup_printf ("%sx", good);
  g_autofree char *token = NULL;

  g_assert_cmpstr (g_hash_table_lookup (query, "state"), ==, "s1");
  g_assert_cmpstr (g_hash_table_lookup (query, "iss"), ==, karne_test_server_get_base (f->server));
  assert_error (f, bad, "invalid_grant");
  g_assert_cmpint (post (f, "auth/token", good), ==, 200);
  token = member (f, "access_token");
  g_assert_cmpint (read_as (f, token, "Patient/p2"), ==, 200);
  /* Seen twice: nobody knows whose it is any more. */
  assert_error (f, good, "invalid_grant");
  g_assert_cmpint (read_as (f, token, "Patient/p2"), ==, 401);
}

static void
test_browser_session (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneTestPhone) browser = karne_test_phone_new ();
  g_autofree char *url = authorize_url (f, OURS, S256);
  g_autofree char *login = authorize_url (f, OURS, S256 "&prompt=login");
  g_autofree char *end =
      g_strconcat (karne_test_server_get_base (f->server), "/auth/end-session", NULL);
  g_autoptr (KarneTestPage) first = karne_test_phone_answer (browser, url, "p2");
  g_autoptr (KarneTestPage) again = karne_test_phone_open (browser, url, NULL);
  g_autoptr (KarneTestPage) asked = karne_test_phone_open (browser, login, NULL);
  g_autoptr (KarneTestPage) ended = karne_test_phone_open (browser, end, NULL);
  g_autoptr (KarneTestPage) anew = karne_test_phone_open (browser, url, NULL);

  g_assert_cmpint (first->status, ==, 303);
  g_assert_cmpint (again->status, ==, 303);
  g_assert_cmpint (asked->status, ==, 200);
  g_assert_cmpint (ended->status, ==, 200);
  g_assert_cmpint (anew->status, ==, 200);
}

static void
test_browser_refusals (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *redirect_uri, *more;
    const char *error; /* NULL: nobody is sent anywhere */
  } cases[] = {
    { "https://elsewhere.invalid/karne", S256, NULL },
    { "http://localhost:4242/karne", S256, NULL },
    { "http://127.0.0.1:4242/karne/more", S256, NULL },
    { "http://127.0.0.1:4242/karne%3Fa=b", S256, NULL },
    { "http://127.0.0.1%40elsewhere.invalid:4242/karne", S256, NULL },
    { "http://127.0.0.1.elsewhere.invalid:4242/karne", S256, NULL },
    { OURS, "&code_challenge_method=plain", "invalid_request" },
    { OURS, "", "invalid_request" },
  };
  g_autoptr (KarneTestPhone) browser = karne_test_phone_new ();
  g_autofree char *url = authorize_url (f, OURS, S256);
  g_autoptr (KarneTestPage) refused = karne_test_phone_answer (browser, url, NULL);
  g_autoptr (GHashTable) said = sent_back_with (refused);

  g_assert_cmpstr (g_hash_table_lookup (said, "error"), ==, "access_denied");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *wrong = authorize_url (f, cases[i].redirect_uri, cases[i].more);
      g_autoptr (KarneTestPage) page = karne_test_phone_open (browser, wrong, NULL);
      g_autoptr (GHashTable) query = cases[i].error != NULL ? sent_back_with (page) : NULL;

      if (query != NULL)
        g_assert_cmpstr (g_hash_table_lookup (query, "error"), ==, cases[i].error);
      else
        g_assert_cmpint (page->status, ==, 400);
      g_assert_true ((query == NULL) == (page->location == NULL));
    }
}

/* Each refresh token is good once; a copy that somebody else uses ends all of them. */
static void
test_rotation (Fixture *f, gconstpointer data)
{
  g_autoptr (KarneTestPhone) phone = karne_test_phone_new ();
  g_autofree char *page = NULL;
  g_autofree char *device_code = begin_device (f, &page);
  g_autofree char *form = grant_for_device (device_code);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *token = NULL;
  g_autofree char *use_first = NULL;
  g_autofree char *use_second = NULL;

  karne_test_page_free (karne_test_phone_answer (phone, page, "p1"));
  g_assert_cmpint (post (f, "auth/token", form), ==, 200);
  first = member (f, "refresh_token");
  use_first = g_strdup_printf (REFRESH_GRANT "&refresh_token=%s", first);
  g_assert_cmpint (post (f, "auth/token", use_first), ==, 200);
  second = member (f, "refresh_token");
  token = member (f, "access_token");
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpint (read_as (f, token, "Patient/p1"), ==, 200);
  assert_error (f, use_first, "invalid_grant");
  g_assert_cmpint (read_as (f, token, "Patient/p1"), ==, 401);
  use_second = g_strdup_printf (REFRESH_GRANT "&refresh_token=%s", second);
  assert_error (f, use_second, "invalid_grant");
}

#define ADD(path, flags, func)                                                                     \
  g_test_add ("/demo-authorize/" path, Fixture, flags, set_up_persons, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("metadata", NULL, test_metadata);
  ADD ("device", "--device-interval 0", test_device);
  ADD ("device/refused", NULL, test_device_refused);
  ADD ("device/pace", NULL, test_device_pace);
  ADD ("device/expired", "--code-life 0", test_device_expired);
  ADD ("device/page", NULL, test_device_page);
  ADD ("browser", NULL, test_browser);
  ADD ("browser/session", NULL, test_browser_session);
  ADD ("browser/refusals", NULL, test_browser_refusals);
  ADD ("rotation", NULL, test_rotation);
  return g_test_run ();
}
