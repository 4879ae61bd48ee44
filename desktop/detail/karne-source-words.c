/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-source-words.h"

#include "words/karne-i18n.h"

#include <gio/gio.h>

static gboolean
is_this_computer (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

char *
karne_source_to_words (const char *base)
{
  g_autoptr (GUri) uri = base != NULL ? g_uri_parse (base, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0')
    /* Translators: where something in the record came from, when that is not known. */
    return g_strdup (_ ("An unknown server"));
  /* Translators: where something in the record came from, as in the demonstration. */
  return g_strdup (is_this_computer (host) ? _ ("A server on this computer") : host);
}
