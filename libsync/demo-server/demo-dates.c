/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-dates.h"

#include <string.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

typedef struct
{
  int year, month, day, hour, minute, second, ms;
  int offset; /* minutes east of UTC */
} Fields;

static gboolean
read_digits (const char **at, int n, int *value)
{
  *value = 0;
  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*at)[i]))
        return FALSE;
      *value = *value * 10 + ((*at)[i] - '0');
    }
  *at += n;
  return TRUE;
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar; the year begins in March here, so that
 * the leap day comes last. */
static gint64
days_from_civil (int year, int month, int day)
{
  gint64 y = month <= 2 ? year - 1 : year;
  gint64 era = y / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

static gint64
to_ms (const Fields *f)
{
  return days_from_civil (f->year, f->month, f->day) * DAY_MS +
         ((f->hour * 60 + f->minute - f->offset) * G_GINT64_CONSTANT (60) + f->second) * 1000 +
         f->ms;
}

static gboolean
read_zone (const char **at, Fields *f)
{
  int sign, hours, minutes;

  if (**at == 'Z')
    return (*at)++, TRUE;
  /* In a query, a plus that was not escaped arrives as a space. */
  if (**at != '+' && **at != '-' && **at != ' ')
    return FALSE;
  sign = **at == '-' ? -1 : 1;
  (*at)++;
  if (!read_digits (at, 2, &hours) || *(*at)++ != ':' || !read_digits (at, 2, &minutes))
    return FALSE;
  f->offset = sign * (hours * 60 + minutes);
  return hours <= 14 && minutes < 60;
}

static void
read_fraction (const char **at, Fields *f, gint64 *precision)
{
  int scale = 100;

  (*at)++;
  *precision = 1;
  for (; g_ascii_isdigit (**at); (*at)++, scale /= 10)
    f->ms += (**at - '0') * scale;
}

static gboolean
read_time (const char **at, Fields *f, gint64 *precision)
{
  if (!read_digits (at, 2, &f->hour) || *(*at)++ != ':' || !read_digits (at, 2, &f->minute))
    return FALSE;
  *precision = 60 * 1000;
  if (**at == ':')
    {
      (*at)++;
      if (!read_digits (at, 2, &f->second))
        return FALSE;
      *precision = 1000;
      if (**at == '.')
        read_fraction (at, f, precision);
    }
  if (f->hour > 23 || f->minute > 59 || f->second > 60)
    return FALSE;
  return **at == '\0' || read_zone (at, f);
}

static gint64
start_of_next_month (Fields f)
{
  f.year += f.month / 12;
  f.month = f.month % 12 + 1;
  return to_ms (&f);
}

static gboolean
read_month (const char **at, Fields *f, DemoSpan *span)
{
  if (!read_digits (at, 2, &f->month) || f->month < 1 || f->month > 12)
    return FALSE;
  span->first = to_ms (f);
  span->last = start_of_next_month (*f) - 1;
  return TRUE;
}

static gboolean
read_day (const char **at, Fields *f, DemoSpan *span)
{
  if (!read_digits (at, 2, &f->day) || !g_date_valid_dmy (f->day, f->month, f->year))
    return FALSE;
  span->first = to_ms (f);
  span->last = span->first + DAY_MS - 1;
  return TRUE;
}

/* Reads a FHIR date, dateTime or instant; a time without a zone is taken as UTC. */
gboolean
demo_date_parse (const char *text, DemoSpan *span)
{
  Fields f = { .month = 1, .day = 1 };
  const char *at = text;
  gint64 precision = 0;

  if (!read_digits (&at, 4, &f.year) || f.year == 0)
    return FALSE;
  span->first = to_ms (&f);
  span->last = days_from_civil (f.year + 1, 1, 1) * DAY_MS - 1;
  if (*at == '\0')
    return TRUE;
  if (*at++ != '-' || !read_month (&at, &f, span))
    return FALSE;
  if (*at == '\0')
    return TRUE;
  if (*at++ != '-' || !read_day (&at, &f, span))
    return FALSE;
  if (*at == '\0')
    return TRUE;
  if (*at++ != 'T' || !read_time (&at, &f, &precision) || *at != '\0')
    return FALSE;
  span->first = to_ms (&f);
  span->last = span->first + precision - 1;
  return TRUE;
}

gboolean
demo_date_parse_prefixed (const char *text, DemoPrefix *prefix, DemoSpan *span)
{
  static const char names[][3] = { "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap" };

  *prefix = DEMO_PREFIX_EQ;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strncmp (text, names[i], 2) == 0)
      {
        *prefix = (DemoPrefix) i;
        return demo_date_parse (text + 2, span);
      }
  return demo_date_parse (text, span);
}

/* “Approximately” is within a tenth of the distance to now, as FHIR recommends. */
void
demo_date_widen (DemoSpan *span, gint64 now)
{
  gint64 gap = ABS (now - span->first) / 10;

  span->first -= gap;
  span->last += gap;
}

/* What each prefix means between two stretches of time. The same rules stand as SQL in
 * demo-search.c; a test compares the two. */
gboolean
demo_date_matches (DemoPrefix prefix, DemoSpan wanted, DemoSpan have, gint64 now)
{
  gboolean inside = have.first >= wanted.first && have.last <= wanted.last;

  switch (prefix)
    {
    case DEMO_PREFIX_NE:
      return !inside;
    case DEMO_PREFIX_GT:
      return have.last > wanted.last;
    case DEMO_PREFIX_LT:
      return have.first < wanted.first;
    case DEMO_PREFIX_GE:
      return have.last > wanted.last || inside;
    case DEMO_PREFIX_LE:
      return have.first < wanted.first || inside;
    case DEMO_PREFIX_SA:
      return have.first > wanted.last;
    case DEMO_PREFIX_EB:
      return have.last < wanted.first;
    case DEMO_PREFIX_AP:
      demo_date_widen (&wanted, now);
      return have.first <= wanted.last && have.last >= wanted.first;
    case DEMO_PREFIX_EQ:
    default:
      return inside;
    }
}

/* An instant, always spelled the same way. */
char *
demo_date_format (gint64 ms)
{
  gint64 seconds = ms / 1000 - (ms % 1000 < 0 ? 1 : 0);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S") : NULL;

  if (text == NULL)
    return g_strdup ("1970-01-01T00:00:00.000Z");
  return g_strdup_printf ("%s.%03dZ", text, (int) (ms - seconds * 1000));
}

gboolean
demo_date_parse_today (const char *text, GDate *today)
{
  int year, month, day;
  const char *at = text;

  if (!read_digits (&at, 4, &year) || *at++ != '-' || !read_digits (&at, 2, &month) ||
      *at++ != '-' || !read_digits (&at, 2, &day) || *at != '\0' ||
      !g_date_valid_dmy (day, month, year))
    return FALSE;
  g_date_set_dmy (today, day, month, year);
  return TRUE;
}

static void
add_days (GDate *date, int n)
{
  if (n >= 0)
    g_date_add_days (date, n);
  else
    g_date_subtract_days (date, -n);
}

/* A day that the month does not have becomes its last one, as g_date_add_months does. */
static void
add_months (GDate *date, int n)
{
  if (n >= 0)
    g_date_add_months (date, n);
  else
    g_date_subtract_months (date, -n);
}

static gboolean
apply_step (const char **at, GDate *date)
{
  int sign = **at == '-' ? -1 : 1, n = 0, digits = 0;

  for ((*at)++; g_ascii_isdigit (**at) && digits < 5; (*at)++, digits++)
    n = n * 10 + (**at - '0');
  n *= sign;
  switch (digits > 0 ? *(*at)++ : '\0')
    {
    case 'd':
      return add_days (date, n), TRUE;
    case 'w':
      return add_days (date, n * 7), TRUE;
    case 'm':
      return ABS (n) < 12000 && (add_months (date, n), TRUE);
    case 'y':
      return ABS (n) < 1000 && (add_months (date, n * 12), TRUE);
    default:
      return FALSE;
    }
}

static gboolean
is_time_and_zone (const char *text)
{
  g_autofree char *whole = g_strconcat ("2000-01-01T", text, NULL);
  DemoSpan span;

  return strlen (text) >= 6 && strchr (text, ' ') == NULL && g_ascii_isdigit (text[0]) &&
         text[2] == ':' && text[5] != ':' && text[5] != '\0' && demo_date_parse (whole, &span);
}

/* Replaces `@today-11m-3d` by a date, `@now-30d 08:15+04:00` by an instant; NULL when the text is
 * neither. */
char *
demo_date_resolve (const char *text, const GDate *today)
{
  gboolean now = g_str_has_prefix (text, "@now");
  const char *at = text + (now ? strlen ("@now") : strlen ("@today"));
  GDate date = *today;
  char day[16];

  if (!now && !g_str_has_prefix (text, "@today"))
    return NULL;
  while (*at == '+' || *at == '-')
    if (!apply_step (&at, &date) || !g_date_valid (&date) || g_date_get_year (&date) > 9999)
      return NULL;
  g_date_strftime (day, sizeof day, "%Y-%m-%d", &date);
  if (!now)
    return *at == '\0' ? g_strdup (day) : NULL;
  if (*at++ != ' ' || !is_time_and_zone (at))
    return NULL;
  return g_strdup_printf ("%sT%.5s:00%s", day, at, at + 5);
}
