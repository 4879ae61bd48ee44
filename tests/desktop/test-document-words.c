/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a list says of a document. */

#include "config.h"

#include "karne-document-words.h"

#include <time.h>

#define N "\302\240"

static void
test_categories (void)
{
  g_assert_cmpstr (karne_document_words_category ("11"), ==, "Synthèse");
  g_assert_cmpstr (karne_document_words_category ("90"), ==,
                   "Autres documents déposés par le patient");
  g_assert_cmpstr (karne_document_words_category ("Prescription"), ==, "Prescription");
  /* A code that is not of that system, and nothing at all. */
  g_assert_cmpstr (karne_document_words_category ("03"), ==, "03");
  g_assert_null (karne_document_words_category (""));
  g_assert_null (karne_document_words_category (NULL));
}

static void
test_formats (void)
{
  static const struct
  {
    const char *type;
    const char *words;
    const char *icon;
  } table[] = {
    { "application/pdf", "PDF", "karne-pdf-symbolic" },
    { "Application/PDF", "PDF", "karne-pdf-symbolic" },
    { "application/pdf; version=1.7", "PDF", "karne-pdf-symbolic" },
    { "application/pdfa", "application/pdfa", "karne-documents-symbolic" },
    { "application/xml", "Structured text (XML)", "karne-letter-symbolic" },
    { "image/jpeg", "Picture", "karne-picture-symbolic" },
    { "text/plain;charset=utf-8", "Text", "karne-text-symbolic" },
    { "text/xml", "Structured text (XML)", "karne-letter-symbolic" },
    { "text", "text", "karne-documents-symbolic" },
    { "", NULL, "karne-documents-symbolic" },
    { NULL, NULL, "karne-documents-symbolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_assert_cmpstr (karne_document_words_format (table[i].type), ==, table[i].words);
      g_assert_cmpstr (karne_document_words_icon (table[i].type), ==, table[i].icon);
    }
}

static void
assert_subtitle (const char *category, const char *author, const char *date, const char *expected)
{
  KarneItem item = { .category = (char *) category,
                     .author = (char *) author,
                     .date = (char *) date };
  g_autofree char *subtitle = karne_document_words_subtitle (&item);

  g_assert_cmpstr (subtitle, ==, expected);
}

static void
test_subtitles (void)
{
  assert_subtitle ("10", "Dr Payet", "2026-03-03T22:00:00Z",
                   "Compte rendu" N "· Dr Payet" N "· 4" N "March" N "2026");
  assert_subtitle (NULL, "Dr Payet", "2026-03", "Dr Payet" N "· March" N "2026");
  assert_subtitle ("Lettre", "", NULL, "Lettre");
  assert_subtitle (NULL, NULL, NULL, "");
}

static void
assert_status (const char *status, const char *expected)
{
  g_autofree char *words = karne_document_words_status (status);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_statuses (void)
{
  assert_status ("current", NULL);
  assert_status (NULL, NULL);
  assert_status ("superseded", "Replaced");
  assert_status ("of-late", "Not understood: “of-late”");
}

static void
assert_period (KarneDocumentPeriod period, const char *since, const char *until)
{
  g_autoptr (GDateTime) today = g_date_time_new_local (2024, 2, 29, 12, 0, 0);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  karne_document_words_period (period, today, &from, &to);
  g_assert_cmpstr (from, ==, since);
  g_assert_cmpstr (to, ==, until);
}

/* Every document is in one of the last two. */
static void
test_periods (void)
{
  assert_period (KARNE_DOCUMENT_PERIOD_ALL, NULL, NULL);
  assert_period (KARNE_DOCUMENT_PERIOD_YEAR, "2023-02-28", NULL);
  assert_period (KARNE_DOCUMENT_PERIOD_FIVE_YEARS, "2019-02-28", NULL);
  assert_period (KARNE_DOCUMENT_PERIOD_OLDER, NULL, "2019-02-27");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "<+04>-04", TRUE);
  tzset ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document-words/categories", test_categories);
  g_test_add_func ("/document-words/formats", test_formats);
  g_test_add_func ("/document-words/subtitles", test_subtitles);
  g_test_add_func ("/document-words/statuses", test_statuses);
  g_test_add_func ("/document-words/periods", test_periods);

  return g_test_run ();
}
