/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-output.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How much of YYYY-MM-DD stands at the beginning: 1 to 3 parts; 0 where it is no date. */
static int
scan_date (const char *text, int *year, int *month, int *day, gsize *len)
{
  static const char *const patterns[] = { "dddd-dd-dd", "dddd-dd", "dddd" };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      const char *pattern = patterns[i];
      gsize n = 0;

      while (pattern[n] != '\0' &&
             (pattern[n] == 'd' ? g_ascii_isdigit (text[n]) : text[n] == pattern[n]))
        n++;
      if (pattern[n] != '\0')
        continue;
      *year = atoi (text);
      *month = n >= 7 ? atoi (text + 5) : 1;
      *day = n >= 10 ? atoi (text + 8) : 1;
      *len = n;
      return *year > 0 && *month >= 1 && *month <= 12 && *day >= 1 &&
                     *day <= g_date_get_days_in_month ((GDateMonth) *month, (GDateYear) *year)
                 ? 3 - (int) i
                 : 0;
    }

  return 0;
}

/* Without a zone there is nothing to turn it by. */
static char *
format_instant (const char *text)
{
  g_autoptr (GDateTime) instant = g_date_time_new_from_iso8601 (text, NULL);
  g_autoptr (GDateTime) local = NULL;

  if (instant == NULL)
    return cli_clean (text);

  local = g_date_time_to_local (instant);
  /* Translators: a day with its time, as short as it can be; see g_date_time_format (). */
  return g_date_time_format (local, C_ ("short day and time", "%Y-%m-%d %H:%M"));
}

char *
cli_date_to_words (const char *date)
{
  int year, month, day;
  gsize len = 0;
  int parts;

  if (date == NULL)
    return g_strdup ("");

  parts = scan_date (date, &year, &month, &day, &len);
  if (parts == 3 && date[len] == 'T')
    return format_instant (date);
  if (parts < 2 || date[len] != '\0')
    return cli_clean (date);

  g_autoptr (GDateTime) at = g_date_time_new_utc (year, month, day, 0, 0, 0);

  if (at == NULL)
    return cli_clean (date);
  if (parts == 2)
    /* Translators: a month of a year, as short as it can be; see g_date_time_format (). */
    return g_date_time_format (at, C_ ("short month", "%Y-%m"));

  /* Translators: a day, as short as it can be; see g_date_time_format (). */
  return g_date_time_format (at, C_ ("short day", "%Y-%m-%d"));
}

char *
cli_date_parse (const char *text)
{
  int year, month, day;
  gsize len = 0;

  if (g_str_equal (text, "today") ||
      /* Translators: what somebody types for the current day; “today” is always understood too. */
      g_str_equal (text, C_ ("typed", "today")))
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_local ();

      return g_date_time_format (now, "%Y-%m-%d");
    }
  if (scan_date (text, &year, &month, &day, &len) > 0 && text[len] == '\0')
    return g_strdup (text);

  return NULL;
}
