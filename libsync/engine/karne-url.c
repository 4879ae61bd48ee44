/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-url-private.h"

#define URL_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE)

char *
karne_url_resolve (const char *base, const char *kind, const char *link)
{
  g_autofree char *from = g_strdup_printf ("%s/%s", base, kind ? kind : "");
  g_autoptr (GUri) base_uri = g_uri_parse (from, URL_FLAGS, NULL);
  g_autoptr (GUri) uri = NULL;

  if (base_uri == NULL || *link == '\0')
    return NULL;

  uri = g_uri_parse_relative (base_uri, link, URL_FLAGS, NULL);
  return uri == NULL ? NULL : g_uri_to_string (uri);
}

static int
port_of (GUri *uri)
{
  int port = g_uri_get_port (uri);

  if (port > 0)
    return port;
  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

gboolean
karne_url_is_same_origin (const char *a, const char *b)
{
  g_autoptr (GUri) first = g_uri_parse (a, URL_FLAGS, NULL);
  g_autoptr (GUri) second = g_uri_parse (b, URL_FLAGS, NULL);

  if (first == NULL || second == NULL || g_uri_get_host (first) == NULL ||
      g_uri_get_host (second) == NULL)
    return FALSE;

  return g_str_equal (g_uri_get_scheme (first), g_uri_get_scheme (second)) &&
         g_ascii_strcasecmp (g_uri_get_host (first), g_uri_get_host (second)) == 0 &&
         port_of (first) == port_of (second);
}
