/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The addresses of a sign-in that are used, opened and shown are what they look like. */

#include "config.h"

#include "signin/karne-auth-server-private.h"

#define AFAR "https://fhir.example.org/r4"
#define HERE "http://127.0.0.1:8080/r4"

typedef struct
{
  const char *address;
  const char *base;
  gboolean safe;
} Case;

static const Case cases[] = {
  { "https://id.example.org/device", AFAR, TRUE },
  { "https://id.example.org:8443/device?user_code=BCDF-GHJK", AFAR, TRUE },
  { "HTTPS://id.example.org/device", AFAR, TRUE },
  /* Not protected, or nothing of the web. */
  { "http://id.example.org/device", AFAR, FALSE },
  { "ftp://id.example.org/device", AFAR, FALSE },
  { "javascript:alert(1)", AFAR, FALSE },
  { "data:text/html,x", AFAR, FALSE },
  { "file:///etc/passwd", AFAR, FALSE },
  { "//id.example.org/device", AFAR, FALSE },
  { "id.example.org/device", AFAR, FALSE },
  { "https:///device", AFAR, FALSE },
  { "https://", AFAR, FALSE },
  { "", AFAR, FALSE },
  /* Letters of another alphabet that look like these: only as what they are, in ASCII. */
  { "https://\xd0\xb0meli.example/device", AFAR, FALSE },
  { "https://%D0%B0meli.example/device", AFAR, FALSE },
  { "https://xn--meli-63d.example/device", AFAR, TRUE },
  { "https://id.example\xef\xbc\x8forg/device", AFAR, FALSE },
  { "https://id.example.org/d\xc3\xa9vice", AFAR, FALSE },
  /* Signs that turn the text around, are not seen, or end the line. */
  { "https://id.example.org/\xe2\x80\xae"
    "ecived",
    AFAR, FALSE },
  { "https://id.example.org/\xe2\x80\x8b"
    "device",
    AFAR, FALSE },
  { "https://id.example.org/device\nhttps://other.example", AFAR, FALSE },
  { "https://id.example.org/device\r", AFAR, FALSE },
  { "https://id.example.org/\x1b[31mdevice", AFAR, FALSE },
  { "https://id.example.org/device\x7f", AFAR, FALSE },
  { "https://id.example.org/ device", AFAR, FALSE },
  { "\thttps://id.example.org/device", AFAR, FALSE },
  /* Somebody else's name in the place of a user. */
  { "https://id.example.org@evil.example/device", AFAR, FALSE },
  { "https://id.example.org:443@evil.example/", AFAR, FALSE },
  { "https://evil.example\\@id.example.org/", AFAR, FALSE },
  { "https://id.example.org/device#fragment", AFAR, FALSE },
  { "https://id.example.org/\"><script>", AFAR, FALSE },
  /* What runs on this computer, only where the service does, too. */
  { "http://127.0.0.1:8081/device", AFAR, FALSE },
  { "https://127.0.0.1/device", AFAR, FALSE },
  { "http://localhost/device", AFAR, FALSE },
  { "http://[::1]:8081/device", AFAR, FALSE },
  { "http://127.0.0.1:8081/device", HERE, TRUE },
  { "http://[::1]:8081/device", HERE, TRUE },
  { "http://127.0.0.1.evil.example/device", HERE, FALSE },
  { "http://id.example.org/device", HERE, FALSE },
};

static void
test_address (gconstpointer data)
{
  const Case *c = data;

  g_assert_cmpint (karne_auth_address_is_safe (c->address, c->base), ==, c->safe);
}

static void
test_length (void)
{
  g_autofree char *path = g_strnfill (4096, 'a');
  g_autofree char *address = g_strconcat ("https://id.example.org/", path, NULL);

  g_assert_false (karne_auth_address_is_safe (address, AFAR));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/auth-address/%u", i);

      g_test_add_data_func (path, &cases[i], test_address);
    }
  g_test_add_func ("/auth-address/length", test_length);
  return g_test_run ();
}
