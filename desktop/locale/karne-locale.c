/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-locale.h"

#include "karne-catalogue-folder.h"
#include "karne-paths.h"
#include "karne-po-file.h"
#include "words/karne-words.h"

#include <gtk/gtk.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#define DEFAULT_LANGUAGE "fr"
/* What the sources say: what it has no words for is not to come in French. */
#define SOURCE_LANGUAGE "en"

/* What libintl counts its caches by: raised, all strings are looked up anew. */
extern int _nl_msg_cat_cntr;

/* In the order in which they are offered. A language is there when its catalogue is: without one
 * GLib makes up its mind that GTK is not to be translated either. */
static const KarneLanguage known[] = {
  { "fr", "Français" },
  { "rcf", "Kréol rényoné" },
  { "gcf", "Kréyòl (Matinik, Gwadloup)" },
  { "gcr", "Kriyòl gwiyannen" },
  { "ht", "Kreyòl ayisyen" },
  { "en", "English" },
};

/* (owned) of KarneLanguage; ends with a code of NULL */
static GArray *languages = NULL;
static const char *current = DEFAULT_LANGUAGE;
static gboolean french_beside = TRUE;
/* (owned) (nullable) where the catalogue is that was loaded by itself */
static char *loaded_folder = NULL;

/* The locale of the C library */

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

/* Catalogues */

static void
find_languages (void)
{
  g_autofree char *folder = karne_paths_dup_locale_dir ();

  if (languages != NULL)
    return;
  languages = g_array_new (TRUE, TRUE, sizeof (KarneLanguage));
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].code, DEFAULT_LANGUAGE) ||
        karne_catalogue_folder_has (folder, known[i].code))
      g_array_append_val (languages, known[i]);
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

/* As codes were written elsewhere. */
static const char *
correct_code (const char *code)
{
  return g_strcmp0 (code, "rfc") == 0 ? "rcf" : code;
}

static const char *
find_language (const char *code)
{
  find_languages ();
  for (guint i = 0; i < languages->len; i++)
    {
      const KarneLanguage *language = &g_array_index (languages, KarneLanguage, i);

      if (g_strcmp0 (language->code, correct_code (code)) == 0)
        return language->code;
    }
  return DEFAULT_LANGUAGE;
}

/* What a language has no words for comes in French, for GTK, too. */
static char *
list_fallbacks (const char *code)
{
  if (g_str_equal (code, DEFAULT_LANGUAGE) || g_str_equal (code, SOURCE_LANGUAGE))
    return g_strdup (code);
  return g_strconcat (code, ":" DEFAULT_LANGUAGE, NULL);
}

void
karne_locale_set_language (const char *code)
{
  g_autofree char *list = NULL;

  current = find_language (code);
  list = list_fallbacks (current);
  g_setenv ("LANGUAGE", list, TRUE);
  _nl_msg_cat_cntr++;
  if (gtk_is_initialized ())
    gtk_widget_set_default_direction (gtk_get_locale_direction ());
}

const char *
karne_locale_get_language (void)
{
  return current;
}

void
karne_locale_set_french_beside (gboolean beside)
{
  french_beside = beside;
}

gboolean
karne_locale_wants_french_beside (void)
{
  return french_beside && !g_str_equal (current, DEFAULT_LANGUAGE);
}

const KarneLanguage *
karne_locale_get_languages (void)
{
  find_languages ();
  return (const KarneLanguage *) languages->data;
}

void
karne_locale_add_to_menu (GMenu *menu)
{
  for (const KarneLanguage *language = karne_locale_get_languages (); language->code != NULL;
       language++)
    {
      g_autofree char *action = g_strdup_printf ("app.language::%s", language->code);

      g_menu_append (menu, language->name, action);
    }
}

/* A catalogue by itself */

static void
add_language (const KarnePoFile *file)
{
  const KarneLanguage language = { g_intern_string (file->language), g_intern_string (file->name) };

  if (!g_str_equal (find_language (file->language), file->language))
    g_array_append_val (languages, language);
}

gboolean
karne_locale_load (const char *path, GError **error)
{
  g_autofree char *installed = karne_paths_dup_locale_dir ();
  g_autoptr (KarnePoFile) file = karne_po_file_read (path, error);

  if (file == NULL)
    return FALSE;
  loaded_folder = karne_catalogue_folder_new (installed, file->language, file->mo, error);
  if (loaded_folder == NULL)
    return FALSE;
  bindtextdomain (GETTEXT_PACKAGE, loaded_folder);
  add_language (file);
  karne_locale_set_language (file->language);
  return TRUE;
}

gboolean
karne_locale_is_loaded (void)
{
  return loaded_folder != NULL;
}

void
karne_locale_finish (void)
{
  if (loaded_folder != NULL)
    karne_catalogue_folder_remove (loaded_folder);
  g_clear_pointer (&loaded_folder, g_free);
}

void
karne_locale_init (void)
{
  /* GTK would choose again, and take the one that no language counts under. */
  if (!gtk_is_initialized ())
    gtk_disable_setlocale ();
  karne_locale_set_language (NULL);
  choose_locale ();
  bind_catalogues ();
}
