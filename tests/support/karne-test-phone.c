/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-test-phone.h"

#include <libsoup/soup.h>
#include <string.h>

struct _KarneTestPhone
{
  SoupSession *session; /* (owned) */
};

void
karne_test_page_free (KarneTestPage *self)
{
  g_free (self->location);
  g_free (self->body);
  g_free (self);
}

KarneTestPhone *
karne_test_phone_new (void)
{
  KarneTestPhone *self = g_new0 (KarneTestPhone, 1);

  self->session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  soup_session_add_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR);
  return self;
}

void
karne_test_phone_free (KarneTestPhone *self)
{
  g_object_unref (self->session);
  g_free (self);
}

KarneTestPage *
karne_test_phone_open (KarneTestPhone *self, const char *url, const char *form)
{
  g_autoptr (SoupMessage) message = soup_message_new (form != NULL ? "POST" : "GET", url);
  g_autoptr (GBytes) sent = form != NULL ? g_bytes_new (form, strlen (form)) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  KarneTestPage *page = g_new0 (KarneTestPage, 1);

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (sent != NULL)
    soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", sent);
  bytes = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  page->status = soup_message_get_status (message);
  page->location = g_strdup (
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Location"));
  page->body = g_strndup (g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "",
                          g_bytes_get_size (bytes));
  return page;
}

static char *
cut_out (const char *text, const char *before)
{
  const char *at = strstr (text, before);

  g_assert_nonnull (at);
  at += strlen (before);
  return g_strndup (at, strcspn (at, "\""));
}

KarneTestPage *
karne_test_phone_answer (KarneTestPhone *self, const char *url, const char *person)
{
  g_autoptr (KarneTestPage) page = karne_test_phone_open (self, url, NULL);
  g_autofree char *action = NULL;
  g_autofree char *ticket = NULL;
  g_autofree char *form = NULL;

  g_assert_cmpint (page->status, ==, 200);
  action = cut_out (page->body, "method=\"post\" action=\"");
  ticket = cut_out (page->body, "name=\"ticket\" value=\"");
  form = person != NULL ? g_strdup_printf ("ticket=%s&person=%s&decision=approve", ticket, person)
                        : g_strdup_printf ("ticket=%s&decision=refuse", ticket);
  return karne_test_phone_open (self, action, form);
}
