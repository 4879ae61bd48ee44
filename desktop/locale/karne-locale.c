/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-locale.h"

#include "karne-paths.h"
#include "words/karne-words.h"

#include <gtk/gtk.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#define DEFAULT_LANGUAGE "fr"

/* What libintl counts its caches by: raised, all strings are looked up anew. */
extern int _nl_msg_cat_cntr;

static const KarneLanguage languages[] = {
  { "fr", "Français" },
  { "en", "English" },
  { NULL, NULL },
};

static const char *current = DEFAULT_LANGUAGE;

static gboolean
is_usable (const char *locale)
{
  return locale != NULL && !g_str_equal (locale, "C") && !g_str_equal (locale, "POSIX");
}

/* Any locale of this computer that has UTF-8 and is a language: LANGUAGE counts only under one. */
static char *
find_installed_locale (void)
{
  g_autofree char *said = NULL;
  g_auto (GStrv) names = NULL;

  if (!g_spawn_command_line_sync ("locale -a", &said, NULL, NULL, NULL))
    return NULL;
  names = g_strsplit (said, "\n", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *lower = g_ascii_strdown (names[i], -1);

      if (!g_str_has_prefix (lower, "c.") && !g_str_has_prefix (lower, "posix") &&
          (g_str_has_suffix (lower, ".utf8") || g_str_has_suffix (lower, ".utf-8")))
        return g_strdup (names[i]);
    }
  return NULL;
}

/* Under `C`, LANGUAGE is ignored; under C.UTF-8 it counts up to glibc 2.38 only. So these come in
 * this order, and the messages are taken from LANGUAGE in each. */
static void
choose_locale (void)
{
  g_autofree char *installed = NULL;
  const char *said = setlocale (LC_ALL, "");

  if (is_usable (said) && !g_str_has_prefix (said, "C."))
    return;
  if (setlocale (LC_ALL, "fr_FR.UTF-8") != NULL)
    return;
  installed = find_installed_locale ();
  if (installed != NULL && setlocale (LC_ALL, installed) != NULL)
    return;
  if (setlocale (LC_ALL, "C.UTF-8") == NULL)
    g_debug ("No locale with UTF-8 is installed");
}

static void
bind_catalogues (void)
{
  g_autofree char *folder = karne_paths_dup_locale_dir ();

  karne_words_init ();
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static const char *
find_language (const char *code)
{
  for (const KarneLanguage *language = languages; language->code != NULL; language++)
    if (g_strcmp0 (language->code, code) == 0)
      return language->code;
  return DEFAULT_LANGUAGE;
}

void
karne_locale_set_language (const char *code)
{
  current = find_language (code);
  g_setenv ("LANGUAGE", current, TRUE);
  _nl_msg_cat_cntr++;
  if (gtk_is_initialized ())
    gtk_widget_set_default_direction (gtk_get_locale_direction ());
}

const char *
karne_locale_get_language (void)
{
  return current;
}

const KarneLanguage *
karne_locale_get_languages (void)
{
  return languages;
}

void
karne_locale_init (void)
{
  karne_locale_set_language (NULL);
  choose_locale ();
  bind_catalogues ();
}
