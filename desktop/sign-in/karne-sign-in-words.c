/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-sign-in-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define ACE_PREFIX "xn--"

char *
karne_sign_in_words_spell (const char *code)
{
  g_autoptr (GString) spelled = g_string_new (NULL);

  for (const char *p = code; *p != '\0'; p++)
    {
      if (*p == ' ')
        continue;
      if (spelled->len > 0)
        g_string_append_c (spelled, ' ');
      if (*p == '-')
        /* Translators: the sign “-” of a code that is read out, as in “B C D F dash G H J K”. */
        g_string_append (spelled, _ ("dash"));
      else if (*p == '0')
        /* Translators: the digit 0 of a code that is read out, which looks like a letter. */
        g_string_append (spelled, _ ("zero"));
      else
        g_string_append_c (spelled, *p);
    }
  return g_string_free (g_steal_pointer (&spelled), FALSE);
}

char *
karne_sign_in_words_describe (const char *address, const char *code)
{
  g_autofree char *spelled = karne_sign_in_words_spell (code);

  /* Translators: says what is in a picture that a telephone reads. The first is the address of a
   * web page, the second a code, letter by letter, as in “B C D F dash G H J K”. */
  return g_strdup_printf (_ ("QR code for a telephone. It opens %s with the code %s"), address,
                          spelled);
}

char *
karne_sign_in_words_say_left (gint64 left_us)
{
  guint seconds = (guint) (MAX (left_us, 0) / G_USEC_PER_SEC);
  guint minutes = (seconds + 59) / 60;

  if (seconds > 60)
    return g_strdup_printf (ngettext ("The code is good for %u more minute.",
                                      "The code is good for %u more minutes.", minutes),
                            minutes);
  return g_strdup_printf (ngettext ("The code is good for %u more second.",
                                    "The code is good for %u more seconds.", seconds),
                          seconds);
}

char *
karne_sign_in_words_dup_server (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL)
    return NULL;
  if (g_uri_get_port (uri) < 0)
    return g_strdup (host);
  return g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%d" : "%s:%d", host,
                          g_uri_get_port (uri));
}

gboolean
karne_sign_in_words_is_foreign (const char *address)
{
  g_autofree char *server = karne_sign_in_words_dup_server (address);
  g_auto (GStrv) labels = server != NULL ? g_strsplit (server, ".", -1) : NULL;

  for (guint i = 0; labels != NULL && labels[i] != NULL; i++)
    if (g_ascii_strncasecmp (labels[i], ACE_PREFIX, strlen (ACE_PREFIX)) == 0)
      return TRUE;
  return FALSE;
}
