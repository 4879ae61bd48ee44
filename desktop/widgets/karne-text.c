/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-text.h"

#include <string.h>

#define ENDLESS_YEAR "2099"

char *
karne_text_capitalize (const char *text)
{
  g_autofree char *first = NULL;
  g_autofree char *capital = NULL;

  if (text == NULL || *text == '\0')
    return g_strdup (text);
  first = g_utf8_substring (text, 0, 1);
  capital = g_utf8_strup (first, -1);
  return g_strconcat (capital, g_utf8_next_char (text), NULL);
}

char *
karne_text_shorten (const char *text, guint max_letters)
{
  g_autofree char *beginning = NULL;

  if (text == NULL || g_utf8_strlen (text, -1) <= max_letters)
    return g_strdup (text);
  beginning = g_utf8_substring (text, 0, max_letters);
  return g_strconcat (g_strchomp (beginning), "…", NULL);
}

char *
karne_text_beside (const char *one, const char *other)
{
  if (one == NULL || *one == '\0' || other == NULL || *other == '\0')
    return g_strdup (one != NULL && *one != '\0' ? one : other);
  return g_strconcat (one, " · ", other, NULL);
}

gboolean
karne_text_is_endless (const char *date)
{
  return date != NULL && g_ascii_isdigit (*date) &&
         strncmp (date, ENDLESS_YEAR, strlen (ENDLESS_YEAR)) >= 0;
}
