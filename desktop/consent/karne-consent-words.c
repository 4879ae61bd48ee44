/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-consent-words.h"

#include "karne-locale.h"

#include <glib/gi18n.h>

#define FRENCH "fr"

char *
karne_consent_words_say (KarneConsentMake make, gpointer data)
{
  const char *language = karne_locale_get_language ();
  char *words = make (data);
  g_autofree char *chosen = NULL;
  g_autofree char *french = NULL;

  if (g_str_equal (language, FRENCH))
    return words;
  chosen = words;
  karne_locale_set_language (FRENCH);
  french = make (data);
  karne_locale_set_language (language);
  return g_strdup_printf ("%s\n%s", chosen, french);
}

static char *
look_up (gpointer data)
{
  return g_strdup (gettext (data));
}

char *
karne_consent_words_say_text (const char *msgid)
{
  return karne_consent_words_say (look_up, (gpointer) msgid);
}

char *
karne_consent_words_duration (guint minutes)
{
  guint hours = minutes / 60;

  if (minutes % 60 == 0)
    /* Translators: for how long something is agreed to. */
    return g_strdup_printf (ngettext ("%u hour", "%u hours", hours), hours);
  /* Translators: for how long something is agreed to. */
  return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
}

char *
karne_consent_words_left (guint minutes)
{
  if (minutes > 60)
    /* Translators: in the header, where there is little room: up to so many hours are left. */
    return g_strdup_printf (_ ("%u h"), (minutes + 59) / 60);
  /* Translators: in the header, where there is little room: so many minutes are left. */
  return g_strdup_printf (_ ("%u min"), minutes);
}

char *
karne_consent_words_left_whole (guint minutes)
{
  return g_strdup_printf (ngettext ("Agreement: %u minute left", "Agreement: %u minutes left",
                                    minutes),
                          minutes);
}
