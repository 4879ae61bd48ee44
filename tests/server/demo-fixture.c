/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-fixture.h"

#include <string.h>

void
set_up (Fixture *f, gconstpointer flags)
{
  f->server = karne_test_server_start (flags);
}

void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->answer, karne_test_answer_free);
  karne_test_server_free (f->server);
}

guint
ask_with (Fixture *f, const char *method, const char *path, const char *header, const char *body)
{
  const char *headers[3] = { NULL };
  guint n = 0;

  if (header != NULL)
    headers[n++] = header;
  if (f->authorization != NULL)
    headers[n++] = f->authorization;

  g_clear_pointer (&f->answer, karne_test_answer_free);
  f->answer = karne_test_server_request (f->server, method, path, headers, body);
  if (f->answer->status >= 400)
    g_assert_nonnull (strstr (f->answer->body, "\"resourceType\":\"OperationOutcome\""));
  return f->answer->status;
}

guint
ask (Fixture *f, const char *method, const char *path, const char *body)
{
  return ask_with (f, method, path, NULL, body);
}

guint
get (Fixture *f, const char *path)
{
  return ask (f, "GET", path, NULL);
}

gboolean
says (Fixture *f, const char *text)
{
  return strstr (f->answer->body, text) != NULL;
}

const char *
header_of (Fixture *f, const char *name)
{
  return karne_test_answer_get_header (f->answer, name);
}

char *
next_link (Fixture *f)
{
  const char *at = strstr (f->answer->body, "\"relation\":\"next\",\"url\":\"");

  if (at == NULL)
    return NULL;
  at += strlen ("\"relation\":\"next\",\"url\":\"");
  return g_strndup (at, strcspn (at, "\""));
}

/* The ids of the matches, in order, each followed by a space. */
char *
ids_of (Fixture *f)
{
  GString *ids = g_string_new (NULL);
  const char *at = f->answer->body;

  while ((at = strstr (at, "\"fullUrl\":\"")) != NULL)
    {
      g_autofree char *url = NULL;
      at += strlen ("\"fullUrl\":\"");
      url = g_strndup (at, strcspn (at, "\""));
      g_string_append_printf (ids, "%s ", strrchr (url, '/') + 1);
    }
  return g_string_free (ids, FALSE);
}

void
assert_finds (Fixture *f, const char *path, const char *expected)
{
  g_autofree char *ids = NULL;

  g_test_message ("%s", path);
  g_assert_cmpint (get (f, path), ==, 200);
  ids = ids_of (f);
  g_assert_cmpstr (ids, ==, expected);
}

void
put (Fixture *f, const char *path, const char *members)
{
  g_auto (GStrv) steps = g_strsplit (path, "/", 2);
  g_autofree char *body = g_strdup_printf ("{\"resourceType\":\"%s\",\"id\":\"%s\"%s%s}", steps[0],
                                           steps[1], *members != '\0' ? "," : "", members);

  g_assert_cmpint (ask (f, "PUT", path, body) / 100, ==, 2);
}
