/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "karne-sync.h"

/* What languages that the C library knows nothing of take from their catalogue. */

static const struct
{
  const char *language;
  const char *date;  /* 2026-02-03 */
  const char *first; /* 2026-02-01 */
  const char *day;   /* 2026-08-11, a Tuesday */
} cases[] = {
  { "gcf", "3 févriyé 2026", "févriyé 2026", "out 2026" },
  { "gcr", "3 févriyé 2026", "févriyé 2026", "out 2026" },
  { "ht", "3 fevriye 2026", "fevriye 2026", "out 2026" },
  { "rcf", "3 févrié 2026", "févrié 2026", "out 2026" },
};

static void
speak (const char *language)
{
  g_autofree char *list = g_strconcat (language, ":fr", NULL);

  g_setenv ("LANGUAGE", list, TRUE);
  setlocale (LC_ALL, "");
}

static void
test_dates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *date = NULL;
      g_autofree char *first = NULL;
      g_autofree char *day = NULL;

      speak (cases[i].language);
      date = karne_date_to_words ("2026-02-03", KARNE_DATE_STYLE_DATE);
      first = karne_date_to_words ("2026-02-01", KARNE_DATE_STYLE_DATE);
      day = karne_date_to_words ("2026-08-11", KARNE_DATE_STYLE_DAY);
      g_assert_cmpstr (date, ==, cases[i].date);
      g_assert_true (g_str_has_suffix (first, cases[i].first));
      g_assert_true (g_str_has_suffix (day, cases[i].day));
      /* No day of another language, nor what stands for one. */
      g_assert_null (strpbrk (day, "%"));
      g_assert_null (strstr (day, "Tuesday"));
      g_assert_true (g_str_has_prefix (day, karne_pgettext ("day of the week", "Tuesday")));
    }
}

static void
test_plurals (void)
{
  static const gulong numbers[] = { 0, 1, 2, 5, 21 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *one, *many;

      speak (cases[i].language);
      one = karne_ngettext ("%d day ago", "%d days ago", 1);
      many = karne_ngettext ("%d day ago", "%d days ago", 2);
      g_assert_null (strstr (many, "days ago"));
      for (guint n = 0; n < G_N_ELEMENTS (numbers); n++)
        g_assert_cmpstr (karne_ngettext ("%d day ago", "%d days ago", numbers[n]), ==,
                         numbers[n] > 1 ? many : one);
    }
}

/* A word is found as it is written without accents, as the search in reminders and in the help
 * does. */
static void
test_search (void)
{
  static const char *const titles[] = { "February", "August", "October", "December" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      speak (cases[i].language);
      for (guint n = 0; n < G_N_ELEMENTS (titles); n++)
        {
          const char *word = karne_pgettext ("month", titles[n]);
          g_autofree char *plain = g_str_to_ascii (word, "C");

          g_assert_null (strchr (plain, '?'));
          g_assert_true (g_str_match_string (plain, word, TRUE));
        }
    }
  g_assert_true (g_str_match_string ("oktob", "Oktòb", TRUE));
  g_assert_true (g_str_match_string ("lekritir", "Lékritir", TRUE));
  g_assert_true (g_str_match_string ("pwen", "Pwèn", TRUE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  karne_words_init ();
  bindtextdomain (GETTEXT_PACKAGE, PO_DIR);
  g_test_add_func ("/languages/dates", test_dates);
  g_test_add_func ("/languages/plurals", test_plurals);
  g_test_add_func ("/languages/search", test_search);
  return g_test_run ();
}
