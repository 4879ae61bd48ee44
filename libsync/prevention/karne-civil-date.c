/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-civil-date-private.h"

#include <string.h>

#define FIRST_YEAR 1
#define LAST_YEAR 9999

static gboolean
is_day (KarneDay day)
{
  return day != KARNE_DAY_NONE && day != KARNE_DAY_NEVER;
}

/* Days before a year that begins in March, so that the leap day is its last. */
static KarneDay
count_days (int year, int month, int day)
{
  int y = month > 2 ? year : year - 1;
  int m = month > 2 ? month - 3 : month + 9;

  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 306;
}

static int
get_month_length (int year, int month)
{
  return g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year);
}

static void
split (KarneDay day, int *year, int *month, int *month_day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) day);
  *year = g_date_get_year (&date);
  *month = (int) g_date_get_month (&date);
  *month_day = g_date_get_day (&date);
}

KarneDay
karne_day_new (int year, int month, int day)
{
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
      day > get_month_length (year, month))
    return KARNE_DAY_NONE;
  return count_days (year, month, day);
}

KarneDay
karne_day_add_months (KarneDay day, int months)
{
  int year, month, month_day, count;

  if (!is_day (day) || months == 0)
    return day;
  split (day, &year, &month, &month_day);
  count = year * 12 + month - 1 + months;
  year = count / 12;
  month = count % 12 + 1;
  if (year < FIRST_YEAR)
    return count_days (FIRST_YEAR, 1, 1);
  if (year > LAST_YEAR)
    return KARNE_DAY_NEVER;
  return count_days (year, month, MIN (month_day, get_month_length (year, month)));
}

KarneDay
karne_day_add_days (KarneDay day, int days)
{
  return is_day (day) ? MAX (day + days, 1) : day;
}

KarneDay
karne_day_add (KarneDay day, KarneCalendarSpan span)
{
  return karne_day_add_days (karne_day_add_months (day, span.months), span.days);
}

char *
karne_day_to_text (KarneDay day, char text[KARNE_DAY_SIZE])
{
  int year, month, month_day;

  text[0] = '\0';
  if (is_day (day))
    {
      split (day, &year, &month, &month_day);
      g_snprintf (text, KARNE_DAY_SIZE, "%04d-%02d-%02d", year % 10000, month % 100,
                  month_day % 100);
    }
  return text;
}

/* Reading */

static gboolean
has_form (const char *text, gsize len)
{
  static const char form[] = "dddd-dd-dd";

  for (gsize i = 0; i < len; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  return TRUE;
}

static int
read_number (const char *text, int n_digits)
{
  int number = 0;

  for (int i = 0; i < n_digits; i++)
    number = number * 10 + (text[i] - '0');
  return number;
}

static gboolean
parse_day (const char *text, KarneDay *day)
{
  if (!has_form (text, 10))
    return FALSE;
  *day =
      karne_day_new (read_number (text, 4), read_number (text + 5, 2), read_number (text + 8, 2));
  return *day != KARNE_DAY_NONE;
}

gboolean
karne_day_parse (const char *text, KarneDay *day)
{
  return text != NULL && strlen (text) == 10 && parse_day (text, day);
}

/* Whether an instant in UTC is on the day before or after, some minutes east of it. */
static int
find_shift (const char *text, gsize len, int minutes_east)
{
  int minutes;

  if (len < 17 || text[13] != ':' || !(text[len - 1] == 'Z' || g_str_has_suffix (text, "+00:00")))
    return 0;
  minutes = read_number (text + 11, 2) * 60 + read_number (text + 14, 2) + minutes_east;
  return minutes < 0 ? -1 : minutes >= 24 * 60 ? 1 : 0;
}

gboolean
karne_days_parse (const char *text, int minutes_east, KarneDays *days)
{
  gsize len = text != NULL ? strlen (text) : 0;
  int year, month;

  days->first = KARNE_DAY_NONE;
  days->last = KARNE_DAY_NEVER;
  if (len > 10 && text[10] == 'T' && parse_day (text, &days->first))
    days->first += find_shift (text, len, minutes_east);
  else if (len == 10)
    parse_day (text, &days->first);
  if (days->first != KARNE_DAY_NONE)
    {
      days->last = days->first;
      return TRUE;
    }
  if ((len != 4 && len != 7) || !has_form (text, len))
    return FALSE;
  year = read_number (text, 4);
  month = len == 7 ? read_number (text + 5, 2) : 1;
  days->first = karne_day_new (year, month, 1);
  if (days->first == KARNE_DAY_NONE)
    return FALSE;
  days->last = karne_day_add_months (days->first, len == 7 ? 1 : 12) - 1;
  return TRUE;
}
