/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "measures/karne-table-private.h"

#include <string.h>

/* What stands in the cells of a table, as people and their devices write it. */

char *
karne_table_fold (const char *text)
{
  g_autofree char *plain = g_utf8_normalize (text != NULL ? text : "", -1, G_NORMALIZE_ALL);
  g_autofree char *lower = g_utf8_casefold (plain != NULL ? plain : "", -1);
  GString *folded = g_string_new (NULL);

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || c == 0xa0 || c == 0x202f)
        g_string_append_c (folded, ' ');
      else if (!g_unichar_ismark (c))
        g_string_append_unichar (folded, c);
    }
  return g_strstrip (g_string_free (folded, FALSE));
}

/* Dates */

#define TIME "(\\d{1,2}) ?(?:[:h] ?(\\d{2})(?: ?(?::|min) ?(\\d{2})?)?|h)(?:[.,]\\d+)? ?(am|pm)?"
#define ISO "^(\\d{4})-(\\d{2})(?:-(\\d{2}))?(?:[t ] ?(.+))?$"
#define LOCAL "^(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4}|\\d{2})(?:(?: ?,? ?a ?| ?, ?| )(\\d.*))?$"
#define WORDS "^(\\d{1,2})(?:er)? ([a-z]+)\\.? (\\d{4})(?:(?: ?,? ?a ?| ?, ?| )(\\d.*))?$"

static int
get_int (GMatchInfo *match, int n)
{
  g_autofree char *text = g_match_info_fetch (match, n);

  return text != NULL && *text != '\0' ? (int) g_ascii_strtoll (text, NULL, 10) : -1;
}

static GMatchInfo *
match (const char *pattern, const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;

  return g_regex_match (regex, text, 0, &info) ? g_steal_pointer (&info) : NULL;
}

/* “8:30”, “08:30:15”, “8h30”, “8 h”, “8:30 PM”; with what follows in `rest`. */
static gboolean
parse_time (const char *text, int *hour, int *minute, int *second, char **rest)
{
  g_autoptr (GMatchInfo) found = match ("^" TIME "(.*)$", text);
  g_autofree char *half = NULL;

  if (found == NULL)
    return FALSE;
  *hour = get_int (found, 1);
  *minute = MAX (get_int (found, 2), 0);
  *second = MAX (get_int (found, 3), 0);
  half = g_match_info_fetch (found, 4);
  *rest = g_strstrip (g_match_info_fetch (found, 5));
  if (*half != '\0' && (*hour < 1 || *hour > 12))
    return FALSE;
  if (*half != '\0')
    *hour = *hour % 12 + (*half == 'p' ? 12 : 0);
  return *hour < 24 && *minute < 60 && *second < 60;
}

/* An instant with a zone of its own, or one of `zone`. */
static char *
make_instant (int year, int month, int day, const char *time, GTimeZone *zone)
{
  int hour, minute, second;
  g_autofree char *rest = NULL;
  g_autofree char *upper = NULL;
  g_autoptr (GTimeZone) own = NULL;
  g_autoptr (GDateTime) at = NULL;

  if (!parse_time (time, &hour, &minute, &second, &rest))
    return NULL;
  upper = g_ascii_strup (rest, -1);
  if (*rest != '\0')
    own = g_time_zone_new_identifier (upper);
  if (*rest != '\0' && own == NULL)
    return NULL;
  at = g_date_time_new (own != NULL ? own : zone, year, month, day, hour, minute, second);
  if (at == NULL)
    return NULL;
  return g_date_time_format (at, "%Y-%m-%dT%H:%M:%S%:z");
}

static char *
make_date (int year, int month, int day, const char *time, GTimeZone *zone)
{
  if (year < 1900 || month < 1 || month > 12 ||
      (day >= 0 && !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year)))
    return NULL;
  if (time != NULL && *time != '\0')
    return day > 0 ? make_instant (year, month, day, time, zone) : NULL;
  return day > 0 ? g_strdup_printf ("%04d-%02d-%02d", year, month, day)
                 : g_strdup_printf ("%04d-%02d", year, month);
}

static int
find_month (const char *name)
{
  static const char *const starts[] = { "janv|january|jan",
                                        "fev|february|feb",
                                        "mars|march|mar",
                                        "avr|april|apr",
                                        "mai|may",
                                        "juin|june|jun",
                                        "juil|july|jul",
                                        "aou|august|aug",
                                        "sep",
                                        "oct",
                                        "nov",
                                        "dec" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_auto (GStrv) each = g_strsplit (starts[i], "|", -1);

      for (guint j = 0; each[j] != NULL; j++)
        if (g_str_has_prefix (name, each[j]))
          return (int) i + 1;
    }
  return 0;
}

/* The time of the cell itself, else that of the other one. */
static char *
get_time (GMatchInfo *found, const char *time)
{
  g_autofree char *own = g_match_info_fetch (found, 4);

  return own != NULL && *own != '\0' ? g_steal_pointer (&own) : karne_table_fold (time);
}

gboolean
karne_table_split_date (const char *date, int *first, int *second)
{
  g_autofree char *folded = karne_table_fold (date);
  g_autoptr (GMatchInfo) found = match (LOCAL, folded);

  *first = found != NULL ? get_int (found, 1) : 0;
  *second = found != NULL ? get_int (found, 2) : 0;
  return found != NULL;
}

/**
 * karne_table_parse_date:
 * @date: (nullable): a date as people write it: 2026-03-14, 14/03/2026, 14 mars 2026; the time may
 * stand behind it
 * @time: (nullable): the time, where it stands apart: 8:30, 8h30
 * @order: how dates with slashes, points or dashes are written
 * @zone: the zone of a time that has none of its own
 *
 * Reads a date.
 *
 * Returns: (transfer full) (nullable): the date as FHIR has it; `NULL` where it is none
 */
char *
karne_table_parse_date (const char *date, const char *time, KarneDateOrder order, GTimeZone *zone)
{
  g_autofree char *folded = karne_table_fold (date);
  g_autofree char *at = NULL;
  g_autoptr (GMatchInfo) iso = match (ISO, folded);
  g_autoptr (GMatchInfo) local = match (LOCAL, folded);
  g_autoptr (GMatchInfo) words = match (WORDS, folded);

  if (iso != NULL)
    {
      at = get_time (iso, time);
      return make_date (get_int (iso, 1), get_int (iso, 2), get_int (iso, 3), at, zone);
    }
  if (local != NULL && order != KARNE_DATE_ORDER_UNCLEAR)
    {
      gboolean month_first = order == KARNE_DATE_ORDER_MONTH_FIRST;
      g_autofree char *year = g_match_info_fetch (local, 3);
      int century = strlen (year) == 2 ? 2000 : 0;

      at = get_time (local, time);
      return make_date (century + get_int (local, 3), get_int (local, month_first ? 1 : 2),
                        get_int (local, month_first ? 2 : 1), at, zone);
    }
  if (words != NULL)
    {
      g_autofree char *month = g_match_info_fetch (words, 2);

      at = get_time (words, time);
      return make_date (get_int (words, 3), find_month (month), get_int (words, 1), at, zone);
    }
  return NULL;
}

/* Values */

static const struct
{
  const char *folded;
  const char *unit;
} units[] = {
  { "mg/dl", "mg/dL" }, { "mmol/l", "mmol/L" }, { "g/l", "g/L" }, { "mmhg", "mmHg" },
  { "mm[hg]", "mmHg" }, { "°c", "°C" },         { "kg", "kg" },   { "cm", "cm" },
  { "/min", "/min" },   { "bpm", "/min" },      { "%", "%" },
};

const char *
karne_table_find_unit (const char *title)
{
  g_autofree char *folded = karne_table_fold (title);

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strstr (folded, units[i].folded) != NULL)
      return units[i].unit;
  return NULL;
}

char *
karne_table_split_value (const char *cell, char **unit)
{
  g_autofree char *text = g_strstrip (g_strdup (cell != NULL ? cell : ""));
  gsize len = strspn (text, "0123456789.,");
  g_autofree char *rest = g_strstrip (g_strdup (text + len));

  *unit = NULL;
  if (len == 0 || *rest == '\0' || karne_table_find_unit (rest) == NULL)
    return g_steal_pointer (&text);
  *unit = g_steal_pointer (&rest);
  return g_strstrip (g_strndup (text, len));
}

/* Moments */

const char *
karne_table_find_moment (const char *words)
{
  static const struct
  {
    const char *pattern;
    const char *moment;
  } moments[] = {
    { "^(a )?jeun$|^fasting$|^au (lever|reveil)$", "fasting" },
    { "^(apres|after)[ -].*(exerci|sport|effort|marche)", "after-exercise" },
    { "^(avant|before)([ -](?!midi)|$)|^pre[ -]?prandial", "before-meal" },
    { "^(apres|after)([ -](?!midi)|$)|^post[ -]?prandial", "after-meal" },
    { "^autre|^other$|^another|coucher$|^bedtime$|^nuit$|^night$", "other" },
  };
  g_autofree char *folded = karne_table_fold (words);

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    if (g_regex_match_simple (moments[i].pattern, folded, 0, 0))
      return moments[i].moment;
  return NULL;
}
