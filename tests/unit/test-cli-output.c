/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-output.h"
#include "cli-progress.h"

#include <locale.h>
#include <string.h>

/* What a server sends must not reach the terminal as more than letters. */
static void
test_clean (void)
{
  static const struct
  {
    const char *text;
    const char *line;
    const char *lines;
  } cases[] = {
    { "Échographie", "Échographie", "Échographie" },
    { "red \033[31malert\033[0m", "red [31malert[0m", "red [31malert[0m" },
    { "two\nlines\tand\rmore", "two lines and more", "two\nlines\tand more" },
    { "bell\a and \302\233c1", "bell and c1", "bell and c1" },
    { "turned \342\200\256around", "turned around", "turned around" },
    { "isolated \342\201\246here", "isolated here", "isolated here" },
    { "not UTF-8: \377", "not UTF-8: \357\277\275", "not UTF-8: \357\277\275" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = cli_clean (cases[i].text);
      g_autofree char *lines = cli_clean_lines (cases[i].text);

      g_assert_cmpstr (line, ==, cases[i].line);
      g_assert_cmpstr (lines, ==, cases[i].lines);
    }
}

static void
test_fit (void)
{
  static const struct
  {
    const char *text;
    guint text_width;
    guint width;
    const char *fit;
  } cases[] = {
    { "abc", 3, 3, "abc" },
    { "abcd", 4, 3, "ab…" },
    { "été indien", 10, 4, "été…" },
    { "e\314\201te\314\201 indien", 10, 4, "e\314\201te\314\201…" },
    { "日本語", 6, 6, "日本語" },
    { "日本語", 6, 5, "日本…" },
    { "日本語", 6, 4, "日…" },
    { "", 0, 0, "" },
    { "a", 1, 0, "" },
    { "ab", 2, 1, "…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *fit = cli_text_fit (cases[i].text, cases[i].width);

      g_assert_cmpuint (cli_text_width (cases[i].text), ==, cases[i].text_width);
      g_assert_cmpstr (fit, ==, cases[i].fit);
      g_assert_cmpuint (cli_text_width (fit), <=, cases[i].width);
    }
}

/* The zone of these tests is that of Saint-Denis de La Réunion, four hours ahead. */
static void
test_dates (void)
{
  static const struct
  {
    const char *date;
    const char *words;
  } cases[] = {
    { NULL, "" },
    { "2026", "2026" },
    { "2026-03", "2026-03" },
    { "2026-03-01", "2026-03-01" },
    { "2026-12-31", "2026-12-31" },
    { "2026-03-01T22:30:00Z", "2026-03-02 02:30" },
    { "2026-03-01T08:15:00+04:00", "2026-03-01 08:15" },
    { "2026-03-01T08:15:00.123-10:00", "2026-03-01 22:15" },
    { "2026-02-30", "2026-02-30" },
    { "2026-13", "2026-13" },
    { "0000", "0000" },
    { "2026-03-01T", "2026-03-01T" },
    { "2026-03-01T08:15", "2026-03-01T08:15" },
    { "spring 1974", "spring 1974" },
    { "19740", "19740" },
    { "1974-3", "1974-3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = cli_date_to_words (cases[i].date);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_typed_dates (void)
{
  static const char *const good[] = { "2026", "2026-03", "2026-02-28" };
  static const char *const bad[] = {
    "", "26", "2026-", "2026-02-30", "2026-3", "yesterday", "2026-03-01T10:00:00Z", "20260301"
  };
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *expected = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *today = cli_date_parse ("today");

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *date = cli_date_parse (good[i]);

      g_assert_cmpstr (date, ==, good[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (cli_date_parse (bad[i]));
  g_assert_cmpint (strlen (today), ==, strlen (expected));
}

/* Never above 100 %, and no percentage of what is not known. */
static void
test_progress (void)
{
  g_autofree char *none = cli_progress_format ("0 documents", 0, 40, 80);
  g_autofree char *half = cli_progress_format ("20 documents", 20, 40, 80);
  g_autofree char *all = cli_progress_format ("40 documents", 40, 40, 80);
  g_autofree char *more = cli_progress_format ("41 documents", 41, 40, 80);
  g_autofree char *unknown = cli_progress_format ("12 documents", 12, -1, 80);
  g_autofree char *large = cli_progress_format ("x", G_MAXINT64 / 1000, G_MAXINT64 / 1000, 80);
  g_autofree char *narrow = cli_progress_format ("20 documents", 20, 40, 20);

  g_assert_nonnull (strstr (none, "  0 %"));
  g_assert_nonnull (strstr (half, "############            ]  50 %  20 documents"));
  g_assert_nonnull (strstr (all, "100 %"));
  g_assert_null (strchr (more, '%'));
  g_assert_null (strchr (unknown, '%'));
  g_assert_nonnull (strstr (unknown, "not known"));
  g_assert_nonnull (strstr (large, "100 %"));
  g_assert_cmpuint (cli_text_width (narrow), <, 20);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Indian/Reunion", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-output/clean", test_clean);
  g_test_add_func ("/cli-output/fit", test_fit);
  g_test_add_func ("/cli-output/dates", test_dates);
  g_test_add_func ("/cli-output/typed-dates", test_typed_dates);
  g_test_add_func ("/cli-output/progress", test_progress);

  return g_test_run ();
}
