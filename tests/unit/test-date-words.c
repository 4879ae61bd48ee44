/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <libintl.h>
#include <locale.h>
#include <time.h>

#include "words/karne-words.h"

/* Dates in words, on an island where midnight is not midnight in UTC, in two languages and in a
 * locale whose own months are English. */

#define N "\u00a0"

/* GNU gettext reads LANGUAGE in any locale but C itself; setlocale () makes it look anew. */
static void
speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
  karne_words_init ();
  bindtextdomain (GETTEXT_PACKAGE, PO_DIR);
}

typedef struct
{
  const char *date; /* (nullable) */
  KarneDateStyle style;
  const char *english; /* (nullable) */
  const char *french;  /* (nullable) */
} DateCase;

#define LONG KARNE_DATE_STYLE_LONG
#define DAY KARNE_DATE_STYLE_DAY
#define TIME KARNE_DATE_STYLE_TIME
#define MONTH KARNE_DATE_STYLE_MONTH
#define DATE KARNE_DATE_STYLE_DATE

static const DateCase date_cases[] = {
  { "2026-03-03", LONG, "3 March 2026", "3 mars 2026" },
  { "2026-03-03", DAY, "Tuesday 3 March 2026", "mardi 3 mars 2026" },
  { "2026-03-03", MONTH, "March 2026", "mars 2026" },
  { "2026-03-03", TIME, NULL, NULL },
  { "2026-03-03", DATE, "3 March 2026", "3 mars 2026" },
  { "2026-08-01", LONG, "1 August 2026", "1er août 2026" },
  { "2026-08-01", DAY, "Saturday 1 August 2026", "samedi 1er août 2026" },
  { "2026-08-01", MONTH, "August 2026", "août 2026" },
  { "2024-02-29", LONG, "29 February 2024", "29 février 2024" },
  { "1926-12-31", LONG, "31 December 1926", "31 décembre 1926" },

  /* No more than what was sent */
  { "2026-03", LONG, "March 2026", "mars 2026" },
  { "2026-03", DAY, "March 2026", "mars 2026" },
  { "2026-03", MONTH, "March 2026", "mars 2026" },
  { "2026-03", TIME, NULL, NULL },
  { "2026-03", DATE, "March 2026", "mars 2026" },
  { "2026", LONG, "2026", "2026" },
  { "2026", DAY, "2026", "2026" },
  { "2026", MONTH, "2026", "2026" },
  { "2026", TIME, NULL, NULL },

  /* Moments are those of the place; four hours later than in London. */
  { "2026-03-03T10:02:00Z", LONG, "3 March 2026 at 14:02", "3 mars 2026 à 14" N "h" N "02" },
  { "2026-03-03T10:02:59.999Z", TIME, "14:02", "14" N "h" N "02" },
  { "2026-03-03T09:05:00+04:00", TIME, "09:05", "9" N "h" N "05" },
  { "2026-02-28T22:00:00Z", LONG, "1 March 2026 at 02:00", "1er mars 2026 à 2" N "h" N "00" },
  { "2026-02-28T22:00:00Z", DAY, "Sunday 1 March 2026", "dimanche 1er mars 2026" },
  { "2026-02-28T22:00:00Z", DATE, "1 March 2026", "1er mars 2026" },
  { "2026-02-28T22:00:00Z", MONTH, "March 2026", "mars 2026" },
  { "2026-01-01T03:00:00+11:00", LONG, "31 December 2025 at 20:00",
    "31 décembre 2025 à 20" N "h" N "00" },
  { "2026-03-03T14:02:00", LONG, "3 March 2026 at 14:02", "3 mars 2026 à 14" N "h" N "02" },

  /* As sent */
  { "2026-13", LONG, "2026-13", "2026-13" },
  { "2026-02-30", LONG, "2026-02-30", "2026-02-30" },
  { "2026-02-30", TIME, NULL, NULL },
  { "2026-3-3", DAY, "2026-3-3", "2026-3-3" },
  { "20260303", LONG, "20260303", "20260303" },
  { "202", LONG, "202", "202" },
  { "2026-03-03T25:00:00Z", LONG, "2026-03-03T25:00:00Z", "2026-03-03T25:00:00Z" },
  { "2026-03-03T10:02", LONG, "2026-03-03T10:02", "2026-03-03T10:02" },
  { "soon", MONTH, "soon", "soon" },
  { "au printemps", LONG, "au printemps", "au printemps" },
  { "%B %A %s", LONG, "%B %A %s", "%B %A %s" },
  { "", LONG, "", "" },
  { NULL, LONG, "", "" },
  { NULL, DAY, "", "" },
  { NULL, TIME, NULL, NULL },
};

static void
test_dates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (date_cases); i++)
    {
      const DateCase *this = &date_cases[i];
      g_autofree char *english = NULL;
      g_autofree char *french = NULL;

      speak ("en");
      english = karne_date_to_words (this->date, this->style);
      g_assert_cmpstr (english, ==, this->english);
      speak ("fr");
      french = karne_date_to_words (this->date, this->style);
      g_assert_cmpstr (french, ==, this->french);
    }
}

typedef struct
{
  const char *from;  /* (nullable) */
  const char *until; /* (nullable) */
  const char *english;
  const char *french;
} PeriodCase;

static const PeriodCase period_cases[] = {
  { "2026-03-03", "2026-03-05", "from 3 to 5 March 2026", "du 3 au 5 mars 2026" },
  { "2026-03-01", "2026-03-05", "from 1 to 5 March 2026", "du 1er au 5 mars 2026" },
  { "2026-03-30", "2026-04-01", "from 30 March to 1 April 2026", "du 30 mars au 1er avril 2026" },
  { "2026-03-01", "2026-04-02", "from 1 March to 2 April 2026", "du 1er mars au 2 avril 2026" },
  { "2025-03-03", "2026-03-05", "from 3 March 2025 to 5 March 2026",
    "du 3 mars 2025 au 5 mars 2026" },
  { "2026-03-03", "2026-03-03", "3 March 2026", "3 mars 2026" },
  { "2026-04", "2026-05", "from April to May 2026", "entre avril et mai 2026" },
  { "2025-12", "2026-01", "from December 2025 to January 2026",
    "entre décembre 2025 et janvier 2026" },
  { "2026-03", "2026-03", "March 2026", "mars 2026" },
  { "2024", "2026", "from 2024 to 2026", "de 2024 à 2026" },
  { "2026", "2026", "2026", "2026" },

  /* The day ends where the person is. */
  { "2026-03-03T10:00:00Z", "2026-03-03T10:30:00Z", "3 March 2026, from 14:00 to 14:30",
    "3 mars 2026, de 14" N "h" N "00 à 14" N "h" N "30" },
  { "2026-03-03T19:00:00Z", "2026-03-03T21:00:00Z",
    "from 3 March 2026 at 23:00 to 4 March 2026 at 01:00",
    "du 3 mars 2026 à 23" N "h" N "00 au 4 mars 2026 à 1" N "h" N "00" },
  { "2026-03-03T10:00:00Z", "2026-03-03T14:00:00+04:00", "3 March 2026 at 14:00",
    "3 mars 2026 à 14" N "h" N "00" },

  { "2026-03-03", NULL, "from 3 March 2026", "à partir du 3 mars 2026" },
  { "2026-10", NULL, "from October 2026", "dès octobre 2026" },
  { "2026", NULL, "from 2026", "à partir de 2026" },
  { "2026-03-03T10:00:00Z", NULL, "from 3 March 2026 at 14:00",
    "à partir du 3 mars 2026 à 14" N "h" N "00" },
  { NULL, "2026-03-01", "until 1 March 2026", "jusqu’au 1er mars 2026" },
  { NULL, "2026-10", "until October 2026", "jusqu’en octobre 2026" },
  { NULL, "2026", "until 2026", "jusqu’en 2026" },

  /* Unlike, or unreadable */
  { "2026-03-03", "2026-05", "3 March 2026 – May 2026", "3 mars 2026 – mai 2026" },
  { "2026-03-03", "soon", "3 March 2026 – soon", "3 mars 2026 – soon" },
  { "soon", "soon", "soon – soon", "soon – soon" },
  { "soon", NULL, "soon", "soon" },
  { NULL, "soon", "soon", "soon" },
  { NULL, NULL, "", "" },
};

static void
test_periods (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (period_cases); i++)
    {
      const PeriodCase *this = &period_cases[i];
      g_autofree char *english = NULL;
      g_autofree char *french = NULL;

      speak ("en");
      english = karne_period_to_words (this->from, this->until);
      g_assert_cmpstr (english, ==, this->english);
      speak ("fr");
      french = karne_period_to_words (this->from, this->until);
      g_assert_cmpstr (french, ==, this->french);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "<+04>-04", TRUE);
  tzset ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date-words/dates", test_dates);
  g_test_add_func ("/date-words/periods", test_periods);
  return g_test_run ();
}
