/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "prevention/karne-due-list.h"
#include "prevention/karne-rules-private.h"
#include "words/karne-catalogue-private.h"
#include "words/karne-voice-private.h"
#include "words/karne-words.h"

/* What nobody confirmed never stands alone. The drafts of these tests are of no language. */

#define TITLE "Influenza vaccine"
#define CONFIRMED_KEY "To be done until %s."
#define DRAFT                                                                                      \
  "msgid \"\"\n"                                                                                   \
  "msgstr \"Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n\"\n"  \
  "msgid \"" TITLE "\"\n"                                                                          \
  "msgstr \"FLU\"\n"                                                                               \
  "msgid \"To be done until %s.\"\n"                                                               \
  "msgstr \"BEFORE %s.\"\n"                                                                        \
  "msgctxt \"prevention\"\n"                                                                       \
  "msgid \"Overdue\"\n"                                                                            \
  "msgstr \"LATE\"\n"                                                                              \
  "msgctxt \"month\"\n"                                                                            \
  "msgid \"March\"\n"                                                                              \
  "msgstr \"MARS\"\n"

typedef struct
{
  char *folder;
  KarneRules *rules;
  KarneDue due;
} Fixture;

static Fixture fixture;

static void
speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
}

static void
compile (const char *folder, const char *text)
{
  g_autofree char *po = g_build_filename (folder, "draft.po", NULL);
  g_autofree char *catalogues = g_build_filename (folder, "qaa", "LC_MESSAGES", NULL);
  g_autofree char *mo = g_build_filename (catalogues, "karne.mo", NULL);
  const char *argv[] = { "msgfmt", "-o", mo, po, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_cmpint (g_mkdir_with_parents (catalogues, 0700), ==, 0);
  g_file_set_contents (po, text, -1, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
set_up (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;

  fixture.folder = g_dir_make_tmp ("karne-voice-XXXXXX", &error);
  g_assert_no_error (error);
  link = g_build_filename (fixture.folder, "fr", NULL);
  g_assert_cmpint (symlink (PO_DIR "/fr", link), ==, 0);
  compile (fixture.folder, DRAFT);
  karne_words_init ();
  bindtextdomain (GETTEXT_PACKAGE, fixture.folder);

  fixture.rules = karne_rules_new (NULL, &error);
  g_assert_no_error (error);
  fixture.due = (KarneDue){ .rule = "vacc-flu", .state = KARNE_DUE_NOW, .to = "2026-03-03" };
  fixture.due.owners[0] = G_OBJECT (fixture.rules);
}

static void
tear_down (void)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", fixture.folder);

  g_clear_object (&fixture.rules);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture.folder);
}

static void
assert_window (const char *wanted)
{
  g_autofree char *words = karne_due_window_to_words (&fixture.due);

  g_assert_cmpstr (words, ==, wanted);
}

static void
test_french (void)
{
  speak ("en");
  assert_window ("To be done until 3 March 2026.");
  karne_voice_begin (KARNE_VOICE_FRENCH);
  assert_window ("À faire jusqu’au 3 mars 2026.");
  g_assert_cmpstr (karne_due_title_to_words (&fixture.due), ==, "Vaccin contre la grippe");
  g_assert_null (karne_voice_end ());
  assert_window ("To be done until 3 March 2026.");
}

static gpointer
say_in_thread (gpointer data)
{
  return karne_due_window_to_words (&fixture.due);
}

/* What is written on paper in French leaves alone what a worker says meanwhile. */
static void
test_thread (void)
{
  g_autofree char *words = NULL;

  speak ("en");
  karne_voice_begin (KARNE_VOICE_FRENCH);
  words = g_thread_join (g_thread_new ("other", say_in_thread, NULL));
  g_assert_null (karne_voice_end ());
  g_assert_cmpstr (words, ==, "To be done until 3 March 2026.");
}

static void
test_draft (void)
{
  speak ("qaa:fr");
  assert_window ("À faire jusqu’au 3 mars 2026.\nBEFORE 3 MARS 2026. [traduction en cours]");
  g_assert_cmpstr (karne_due_title_to_words (&fixture.due), ==, "Vaccin contre la grippe");
  g_assert_cmpstr (karne_due_title_draft_to_words (&fixture.due), ==, "FLU");
  g_assert_cmpstr (karne_due_state_to_words (KARNE_DUE_OVERDUE), ==, "En retard");
  /* Of what has no draft there is the French alone. */
  g_assert_null (strchr (karne_due_text_to_words (&fixture.due), '\n'));
  speak ("fr");
  assert_window ("À faire jusqu’au 3 mars 2026.");
  g_assert_null (karne_due_title_draft_to_words (&fixture.due));
  speak ("en");
  g_assert_null (karne_due_title_draft_to_words (&fixture.due));
}

static void
test_alone (void)
{
  g_auto (GStrv) drafts = NULL;
  g_autofree char *report = NULL;

  speak ("qaa:fr");
  karne_voice_begin (KARNE_VOICE_ALONE);
  assert_window ("BEFORE 3 MARS 2026.");
  g_assert_cmpstr (karne_due_title_to_words (&fixture.due), ==, "FLU");
  drafts = karne_voice_end ();
  g_assert_nonnull (drafts);
  g_assert_true (g_strv_contains ((const char *const *) drafts, "month\004March"));
  g_assert_true (g_strv_contains ((const char *const *) drafts, TITLE));
  report = karne_unconfirmed_report_to_words ("qaa", (const char *const *) drafts);
  g_assert_nonnull (strstr (report, TITLE));
  g_assert_nonnull (strstr (report, "Vaccin contre la grippe"));
  g_assert_nonnull (strstr (report, "FLU"));
  /* Nothing of the person. */
  g_assert_null (strstr (report, "2026"));
}

/* All of a sentence is confirmed, or none of it. */
static void
test_confirmed (void)
{
  speak ("qaa:fr");
  karne_words_add_confirmed (CONFIRMED_KEY, "BEFORE %s.");
  assert_window ("À faire jusqu’au 3 mars 2026.\nBEFORE 3 MARS 2026. [traduction en cours]");
  karne_words_add_confirmed ("month\004March", "MARS");
  assert_window ("BEFORE 3 MARS 2026.");
  /* Another translation of the same message is not. */
  karne_words_add_confirmed (TITLE, "Flu");
  g_assert_cmpstr (karne_due_title_draft_to_words (&fixture.due), ==, "FLU");
  karne_words_add_confirmed (TITLE, "FLU");
  g_assert_cmpstr (karne_due_title_to_words (&fixture.due), ==, "FLU");
}

static void
test_numbers (void)
{
  static const gulong numbers[] = { 0, 1, 2, 5, 21 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneCatalogue) french =
      karne_catalogue_new (PO_DIR "/fr/LC_MESSAGES/karne.mo", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const char *words = karne_catalogue_find_number (french, "%d day ago", numbers[i]);

      g_assert_nonnull (strstr (words, "jour"));
      g_assert_true ((strstr (words, "jours") != NULL) == (numbers[i] > 1));
    }
  g_assert_null (karne_catalogue_find (french, "of no catalogue"));
  g_assert_cmpstr (karne_catalogue_find (french, "month\004March"), ==, "mars");
}

/* A file that was cut anywhere, or of which a number lies, is read within its bounds. */
static void
test_damage (void)
{
  g_autofree char *path = g_build_filename (fixture.folder, "damaged.mo", NULL);
  g_autofree char *source = g_build_filename (fixture.folder, "qaa/LC_MESSAGES/karne.mo", NULL);
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (source, &data, &size, NULL));
  for (gsize i = 0; i < 2 * size; i += 7)
    {
      g_autoptr (KarneCatalogue) cut = NULL;
      char kept = data[i / 2];

      data[i / 2] = (char) (i % 2 == 0 ? 0xff : kept);
      g_assert_true (g_file_set_contents (path, data, (gssize) (i % 2 == 0 ? size : i / 2), NULL));
      data[i / 2] = kept;
      cut = karne_catalogue_new (path, NULL);
      if (cut != NULL && karne_catalogue_find (cut, TITLE) != NULL)
        g_assert_cmpuint (strlen (karne_catalogue_find (cut, TITLE)), <, size);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_func ("/voice/french", test_french);
  g_test_add_func ("/voice/thread", test_thread);
  g_test_add_func ("/voice/draft", test_draft);
  g_test_add_func ("/voice/alone", test_alone);
  g_test_add_func ("/voice/confirmed", test_confirmed);
  g_test_add_func ("/voice/numbers", test_numbers);
  g_test_add_func ("/voice/damage", test_damage);
  status = g_test_run ();
  tear_down ();
  return status;
}
