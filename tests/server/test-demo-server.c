/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-test-server.h"

#include <string.h>

static const char patient[] = "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"x\":7.10}";

/* What is written is read again, to the letter, until it is deleted. */
static void
test_write_read_delete (void)
{
  g_autoptr (KarneTestServer) server = karne_test_server_start (NULL);
  g_autoptr (KarneTestAnswer) put =
      karne_test_server_request (server, "PUT", "Patient/p1", NULL, patient);
  g_autoptr (KarneTestAnswer) got =
      karne_test_server_request (server, "GET", "Patient/p1", NULL, NULL);
  g_autoptr (KarneTestAnswer) deleted =
      karne_test_server_request (server, "DELETE", "Patient/p1", NULL, NULL);
  g_autoptr (KarneTestAnswer) gone =
      karne_test_server_request (server, "GET", "Patient/p1", NULL, NULL);

  g_assert_cmpint (put->status, ==, 201);
  g_assert_cmpstr (karne_test_answer_get_header (got, "ETag"), ==, "W/\"1\"");
  g_assert_nonnull (strstr (got->body, "\"x\":7.10"));
  g_assert_cmpint (deleted->status, ==, 204);
  g_assert_cmpint (gone->status, ==, 410);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-server/write-read-delete", test_write_read_delete);
  return g_test_run ();
}
