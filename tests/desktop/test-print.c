/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-card-words.h"
#include "karne-locale.h"
#include "karne-prevention-sheets.h"
#include "karne-print.h"
#include "words/karne-i18n.h"

#include <glib/gstdio.h>
#include <poppler.h>

/* What pages put on paper: whose it is, whole, and in French too where another language is spoken.
 */

/* (transfer full) All that is written on the sheets of a print. */
static char *
export_text (GtkPrintOperation *operation)
{
  g_autofree char *folder = g_dir_make_tmp ("karne-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "sheets.pdf", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *name = NULL;
  PopplerDocument *document;
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);

  g_object_get (operation, "job-name", &name, NULL);
  g_assert_cmpstr (name, ==, "Karné");
  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL,
                                            &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  document = poppler_document_new_from_file (uri, NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i < poppler_document_get_n_pages (document); i++)
    {
      PopplerPage *page = poppler_document_get_page (document, i);
      g_autofree char *words = poppler_page_get_text (page);

      g_string_append (text, words);
      g_object_unref (page);
    }
  g_object_unref (document);
  g_remove (path);
  g_rmdir (folder);
  return g_string_free (text, FALSE);
}

static guint
count (const char *text, const char *words)
{
  guint n = 0;

  for (const char *at = strstr (text, words); at != NULL; at = strstr (at + 1, words))
    n++;
  return n;
}

static void
fill (KarneSheets *sheets, gpointer data)
{
  guint *n_rows = data;
  const char *const headings[] = { _ ("Date"), _ ("Value") };

  karne_sheets_add_title (sheets, _ ("Prevention"));
  karne_sheets_add_heading (sheets, 1, C_ ("reminders", "Done"));
  karne_sheets_add_text (sheets, NULL);
  karne_sheets_add_item (sheets, "Æther & <b>œuf</b>");
  karne_sheets_begin_table (sheets, headings, 2);
  for (guint i = 0; i < *n_rows; i++)
    {
      g_autofree char *words = g_strdup_printf ("Ligne %u.", i);
      const char *const cells[] = { words, NULL };

      karne_sheets_add_row (sheets, cells, 2);
    }
}

/* Nothing is lost between the sheets, and what was sent is never taken for markup. */
static void
test_sheets (void)
{
  guint n_rows = 150;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autofree char *text = NULL;

  karne_locale_set_language ("fr");
  operation = karne_print_new ("Zoé MODÈLE", "1990-02-01", fill, &n_rows);
  text = export_text (operation);
  g_assert_cmpuint (count (text, "Prévention"), ==, 1);
  g_assert_cmpuint (count (text, "Zoé MODÈLE"), ==, 1);
  g_assert_nonnull (strstr (text, "1er février 1990"));
  g_assert_nonnull (strstr (text, "Imprimé le "));
  g_assert_nonnull (strstr (text, "Faits"));
  g_assert_nonnull (strstr (text, "Æther & <b>œuf</b>"));
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *words = g_strdup_printf ("Ligne %u.", i);

      g_assert_cmpuint (count (text, words), ==, 1);
    }
}

/* Only French is binding: it is there in whatever language the window speaks, which stays as it
 * was. */
static void
test_french (void)
{
  guint n_rows = 1;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autofree char *text = NULL;

  karne_locale_set_language ("en");
  operation = karne_print_new ("Zoé MODÈLE", "1990-02-01", fill, &n_rows);
  g_assert_cmpstr (karne_locale_get_language (), ==, "en");
  text = export_text (operation);
  g_assert_cmpuint (count (text, "Prevention"), ==, 1);
  g_assert_cmpuint (count (text, "Prévention"), ==, 1);
  g_assert_cmpuint (count (text, "The French text follows"), ==, 1);
  g_assert_cmpuint (count (text, "1 February 1990"), ==, 1);
  g_assert_cmpuint (count (text, "1er février 1990"), ==, 1);
  g_assert_cmpuint (count (text, "Ligne 0."), ==, 2);
}

/* Somebody of whom nothing is known. */
static void
test_nobody (void)
{
  guint n_rows = 0;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autofree char *text = NULL;

  karne_locale_set_language ("fr");
  operation = karne_print_new (NULL, NULL, fill, &n_rows);
  text = export_text (operation);
  g_assert_null (strstr (text, "naissance"));
  g_assert_nonnull (strstr (text, "Valeur"));
}

/* A record in memory, of which nothing but a person and two doses is known. */
static GPtrArray *
make_card (void)
{
  static const KarneCardDose doses[] = {
    { 1, (char *) "Immunization", (char *) "a", (char *) "2025-04-02", (char *) "Hexa <x>",
      (char *) "L1", (char *) "Dr Durand", 1, 3, KARNE_CARD_RECORD, FALSE, KARNE_RECORD_SENT },
    { 1, (char *) "Immunization", (char *) "b", NULL, NULL, NULL, NULL, 0, 0, KARNE_CARD_REPORTED,
      TRUE, KARNE_RECORD_SENT },
  };
  static const char *const ids[] = { "dtp", "mmr", "zoster" };
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_card_line_free);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      KarneCardLine *line = g_new0 (KarneCardLine, 1);

      line->id = g_strdup (ids[i]);
      line->asked = i < 2;
      line->doses = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_card_dose_free);
      line->next = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_due_entry_free);
      g_ptr_array_add (lines, line);
    }
  for (guint i = 0; i < G_N_ELEMENTS (doses); i++)
    g_ptr_array_add (((KarneCardLine *) lines->pdata[0])->doses, karne_card_dose_copy (&doses[i]));
  return lines;
}

/* (transfer full) Without the breaks of lines, which are those of the paper. */
static char *
print_text (KarneSheetsFunc func, gpointer data)
{
  g_autoptr (GtkPrintOperation) operation = karne_print_new ("Zoé MODÈLE", NULL, func, data);

  return g_strdelimit (export_text (operation), "\n", ' ');
}

static void
test_card (void)
{
  static const char *const wanted[] = {
    "Carnet de vaccination",
    "Zoé MODÈLE",
    "Diphtérie, tétanos, poliomyélite",
    "2 avril 2025",
    "Hexa <x>",
    "L1",
    "Dr Durand",
    "Sans date",
    "Rougeole, oreillons, rubéole",
    "Non trouvé dans le dossier",
    "Zona",
    "ne signifie pas",
  };
  g_autoptr (GPtrArray) lines = make_card ();
  g_autofree char *text = NULL;

  karne_locale_set_language ("fr");
  text = print_text (karne_card_words_print, lines);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (text, wanted[i]) == NULL)
      g_error ("“%s” is not on the card: %s", wanted[i], text);
  g_assert_null (strstr (text, "non vacciné"));
}

/* As it was worked out when another language was spoken. */
static KarneDueEntry *
make_entry (KarneRules *rules)
{
  KarneDueEntry *entry = g_new0 (KarneDueEntry, 1);
  KarneDueNotice notice = { 1, (char *) "Task", (char *) "t", 0, (char *) "Bilan <b>" };

  entry->due = g_new0 (KarneDue, 1);
  entry->due->rule = "vacc-flu";
  entry->due->title = entry->due->text = "Of another moment";
  entry->due->level = KARNE_RULE_RECOMMENDED;
  entry->due->state = entry->state = KARNE_DUE_NOW;
  entry->due->flags = KARNE_DUE_UNCONFIRMED;
  entry->due->source_name = "Calendar";
  entry->due->source_date = "2025-12";
  entry->due->on = "2026-03-03";
  entry->due->as_of = "2026-02-14T08:00:00Z";
  entry->due->why = g_ptr_array_new ();
  entry->due->owners[0] = g_object_ref (rules);
  entry->due->owners[1] = g_object_ref (rules);
  entry->due->count = 1;
  entry->notices = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_due_notice_free);
  g_ptr_array_add (entry->notices, karne_due_notice_copy (&notice));
  return entry;
}

/* What rules ask for, in the language of the paper, whatever that of the moment when it was worked
 * out; and what servers sent, as they sent it. */
static void
test_prevention (void)
{
  static const char *const wanted[] = {
    "Influenza vaccine",
    "Vaccin contre la grippe",
    "Bilan <b>",
    "À faire",
    "À confirmer avec un pro",
    "To be confirmed",
    "Dossier à la date du",
    "Calendar",
    "Déclinés",
    "décembre 2025",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneRules) rules = karne_rules_new (NULL, &error);
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) karne_due_entry_free);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (entries, make_entry (rules));
  karne_locale_set_language ("en");
  text = print_text (karne_prevention_sheets_print, entries);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (text, wanted[i]) == NULL)
      g_error ("“%s” is not on the sheets: %s", wanted[i], text);
  g_assert_null (strstr (text, "Of another moment"));
}

/* In a language of which nobody confirmed a word, each sentence of prevention has the French one
 * before it, and all of the paper is there in French once more. */
static void
test_draft (void)
{
  static const char *const wanted[] = {
    "Vaccin contre la grippe",
    "[tradiksion an kour]",
    "À confirmer avec un professionnel.",
    "Calendar",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneRules) rules = karne_rules_new (NULL, &error);
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) karne_due_entry_free);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (entries, make_entry (rules));
  karne_locale_set_language ("rcf");
  text = print_text (karne_prevention_sheets_print, entries);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (text, wanted[i]) == NULL)
      g_error ("“%s” is not on the sheets: %s", wanted[i], text);
  g_assert_cmpuint (count (text, "Vaccin contre la grippe"), ==, 2);
  g_assert_cmpstr (karne_locale_get_language (), ==, "rcf");
  g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, "rcf:fr");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  karne_locale_init ();
  gtk_init_check ();
  g_test_add_func ("/desktop/print/sheets", test_sheets);
  g_test_add_func ("/desktop/print/french", test_french);
  g_test_add_func ("/desktop/print/nobody", test_nobody);
  g_test_add_func ("/desktop/print/card", test_card);
  g_test_add_func ("/desktop/print/prevention", test_prevention);
  g_test_add_func ("/desktop/print/draft", test_draft);
  return g_test_run ();
}
