/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "net/karne-transport.h"

#include <string.h>

#define DATE "Sun, 06 Nov 1994 08:49:37 GMT"
#define DATE_S 784111777
#define SECOND G_USEC_PER_SEC
#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static KarneResponse *
make_response (guint status, const char *name, const char *value)
{
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GInputStream) body = g_memory_input_stream_new ();

  if (name != NULL)
    g_hash_table_insert (headers, (gpointer) name, (gpointer) value);
  return karne_response_new (status, headers, "https://fhir.test/secret-path", body);
}

typedef struct
{
  guint status;
  const char *content_type;
  int code; /* -1: no error */
} StatusRow;

static const StatusRow status_rows[] = {
  { 200, "application/fhir+json", -1 },
  { 201, NULL, -1 },
  { 204, NULL, -1 },
  { 304, "text/html", -1 },
  { 300, NULL, KARNE_ERROR_PROTOCOL },
  { 400, "application/fhir+json", KARNE_ERROR_PROTOCOL },
  { 401, "text/html", KARNE_ERROR_UNAUTHORIZED },
  { 403, NULL, KARNE_ERROR_FORBIDDEN },
  { 404, "application/fhir+json", KARNE_ERROR_NOT_FOUND },
  { 405, NULL, KARNE_ERROR_PROTOCOL },
  { 409, NULL, KARNE_ERROR_CONFLICT },
  { 410, NULL, KARNE_ERROR_GONE },
  { 412, NULL, KARNE_ERROR_CONFLICT },
  { 422, NULL, KARNE_ERROR_PROTOCOL },
  { 429, "text/html", KARNE_ERROR_THROTTLED },
  { 500, "text/html", KARNE_ERROR_SERVER },
  { 502, NULL, KARNE_ERROR_SERVER },
  { 503, "text/html", KARNE_ERROR_THROTTLED },
  { 511, "text/html", KARNE_ERROR_CAPTIVE_PORTAL },
  { 599, NULL, KARNE_ERROR_SERVER },
  { 200, "text/html", KARNE_ERROR_CAPTIVE_PORTAL },
  { 200, "Text/HTML; charset=utf-8", KARNE_ERROR_CAPTIVE_PORTAL },
  { 200, "application/xhtml+xml", KARNE_ERROR_CAPTIVE_PORTAL },
  { 200, "text/html-like", -1 },
  /* A wall's own 403 or 404 must not pass for a withdrawn document. */
  { 403, "text/html", KARNE_ERROR_CAPTIVE_PORTAL },
  { 404, "text/html;charset=iso-8859-1", KARNE_ERROR_CAPTIVE_PORTAL },
  { 410, "text/html", KARNE_ERROR_CAPTIVE_PORTAL },
};

static void
test_status (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (status_rows); i++)
    {
      const StatusRow *row = &status_rows[i];
      g_autoptr (KarneResponse) response =
          make_response (row->status, row->content_type != NULL ? "Content-Type" : NULL,
                         row->content_type);
      g_autoptr (GError) error = karne_response_to_error (response);

      g_test_message ("%u %s", row->status, row->content_type);
      if (row->code < 0)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, KARNE_ERROR, row->code);
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_proxy_wants_sign_in (void)
{
  g_autoptr (KarneResponse) response = make_response (407, NULL, NULL);
  g_autoptr (GError) error = karne_response_to_error (response);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH);
}

static void
check_start (const char *type, const char *start, int code)
{
  g_autoptr (KarneResponse) response = make_response (200, "content-type", type);
  g_autoptr (GError) error = karne_response_check_start (response, start, strlen (start));

  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, KARNE_ERROR, code);
}

static void
test_start (void)
{
  check_start ("application/fhir+json", "{\"resourceType\"", -1);
  check_start ("application/fhir+json", "", -1);
  check_start ("application/fhir+json", " \n", -1);
  check_start ("application/fhir+json", "x<html>", -1);
  check_start ("application/fhir+json", "<!DOCTYPE html>", KARNE_ERROR_CAPTIVE_PORTAL);
  check_start ("application/fhir+json", "\xef\xbb\xbf \r\n<html>", KARNE_ERROR_CAPTIVE_PORTAL);
  check_start ("application/fhir+xml", "<Bundle", KARNE_ERROR_PROTOCOL);
}

static void
test_headers (void)
{
  g_autoptr (KarneResponse) response = make_response (200, "X-Some", "Thing");

  g_assert_cmpstr (karne_response_get_header (response, "x-SOME"), ==, "Thing");
  g_assert_null (karne_response_get_header (response, "x-other"));
}

typedef struct
{
  const char *retry_after;
  const char *date;
  gint64 now_s;
  gint64 expected;
} RetryRow;

static const RetryRow retry_rows[] = {
  { NULL, NULL, 0, -1 },
  { "", NULL, 0, -1 },
  { "soon", NULL, 0, -1 },
  { "-5", NULL, 0, -1 },
  { "1.5", NULL, 0, -1 },
  { "0", NULL, 0, 0 },
  { " 120 ", NULL, 0, 120 * SECOND },
  { "86401", NULL, 0, DAY },
  { "99999999999999999999999999", NULL, 0, DAY },
  /* A year of error on this computer makes no difference where the server says its own time. */
  { "Sun, 06 Nov 1994 08:50:37 GMT", DATE, DATE_S + 31536000, 60 * SECOND },
  { "Sun, 06 Nov 1994 08:50:37 GMT", DATE, DATE_S - 31536000, 60 * SECOND },
  { "Sun, 06 Nov 1994 08:50:37 GMT", NULL, DATE_S, 60 * SECOND },
  { "Sun, 06 Nov 1994 08:48:37 GMT", DATE, DATE_S, 0 },
  { "Tue, 06 Nov 2094 08:48:37 GMT", DATE, DATE_S, DAY },
  { "Sun, 99 Foo 1994 08:48:37 GMT", DATE, DATE_S, -1 },
};

static void
test_retry_after (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (retry_rows); i++)
    {
      const RetryRow *row = &retry_rows[i];
      g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GInputStream) body = g_memory_input_stream_new ();

      if (row->retry_after != NULL)
        g_hash_table_insert (headers, "Retry-After", (gpointer) row->retry_after);
      if (row->date != NULL)
        g_hash_table_insert (headers, "Date", (gpointer) row->date);
      g_autoptr (KarneResponse) response = karne_response_new (503, headers, "https://h/", body);

      g_test_message ("Retry-After: %s", row->retry_after);
      g_assert_cmpint (karne_response_get_retry_after (response, row->now_s * SECOND), ==,
                       row->expected);
    }
}

static void
test_date (void)
{
  g_autoptr (KarneResponse) good = make_response (200, "Date", DATE);
  g_autoptr (KarneResponse) bad = make_response (200, "Date", "yesterday");
  g_autoptr (KarneResponse) none = make_response (200, NULL, NULL);

  g_assert_cmpint (karne_response_get_date (good), ==, DATE_S);
  g_assert_cmpint (karne_response_get_date (bad), ==, -1);
  g_assert_cmpint (karne_response_get_date (none), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/response/status", test_status);
  g_test_add_func ("/response/proxy-wants-sign-in", test_proxy_wants_sign_in);
  g_test_add_func ("/response/start", test_start);
  g_test_add_func ("/response/headers", test_headers);
  g_test_add_func ("/response/retry-after", test_retry_after);
  g_test_add_func ("/response/date", test_date);
  return g_test_run ();
}
