/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "measures/karne-decimal-private.h"
#include "write/karne-draft-private.h"

/* What a person typed, made into what FHIR writes, or refused. */

#define MAX_DIGITS 12
/* Clocks of two machines differ; nobody measures a minute ahead. */
#define FUTURE_MARGIN 300
/* A day begins nowhere earlier than this before it begins in UTC. */
#define EARLIEST_ZONE (14 * 60 * 60)

char *
karne_input_text (const char *text, GError **error)
{
  char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (*stripped != '\0')
    return stripped;
  g_free (stripped);
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_EMPTY, "Writing: there is no text");
  return NULL;
}

static gboolean
is_number (const char *text)
{
  const char *p = text;
  gsize n_digits = strspn (p, "0123456789");

  if (n_digits == 0)
    return FALSE;
  p += n_digits;
  if (*p == '.')
    {
      gsize n_more = strspn (p + 1, "0123456789");

      if (n_more == 0)
        return FALSE;
      n_digits += n_more;
      p += 1 + n_more;
    }
  return *p == '\0' && n_digits <= MAX_DIGITS;
}

char *
karne_input_number (const char *text, GError **error)
{
  g_autofree char *plain = g_strstrip (g_strdup (text != NULL ? text : ""));
  char *number = plain;
  gboolean is_negative = *plain == '-' || g_str_has_prefix (plain, "−");

  if (is_negative)
    number += *plain == '-' ? 1 : strlen ("−");
  g_strdelimit (number, ",", '.');
  if (!is_number (number))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_A_NUMBER,
                           "Writing a measure: this is no number");
      return NULL;
    }
  if (is_negative)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NEGATIVE,
                           "Writing a measure: it is less than nothing");
      return NULL;
    }
  /* JSON has no leading zeros; those behind the point say how exact it is, and stay. */
  while (number[0] == '0' && g_ascii_isdigit (number[1]))
    number++;
  return g_strdup (number);
}

/* Dates */

static gboolean
is_day (const char *text, gsize len)
{
  static const char form[] = "0000-00-00";

  for (gsize i = 0; i < len; i++)
    if (form[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  return TRUE;
}

/* Stricter than GLib, which also reads forms of ISO 8601 that FHIR does not know. */
static gboolean
is_instant (const char *text)
{
  return g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
                               "(\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)\\z",
                               text, 0, 0);
}

/* When it begins, at the earliest; G_MININT64 where it is none. */
static gint64
begin_of (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *day = NULL;
  gsize len = strlen (text);

  if (len > 10)
    {
      time = is_instant (text) ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
      return time != NULL ? g_date_time_to_unix (time) : G_MININT64;
    }
  if ((len != 4 && len != 7 && len != 10) || !is_day (text, len))
    return G_MININT64;
  day = g_strconcat (text, len == 4 ? "-01-01" : len == 7 ? "-01" : "", "T00:00:00Z", NULL);
  time = g_date_time_new_from_iso8601 (day, utc);
  return time != NULL ? g_date_time_to_unix (time) - EARLIEST_ZONE : G_MININT64;
}

gboolean
karne_input_date (const char *text, gint64 now, GError **error)
{
  gint64 begin = text != NULL ? begin_of (text) : G_MININT64;

  if (begin == G_MININT64)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID, "Writing: this is no date");
      return FALSE;
    }
  if (now != G_MAXINT64 && begin > now + FUTURE_MARGIN)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FUTURE,
                           "Writing: what was done is dated in the future");
      return FALSE;
    }
  return TRUE;
}

char *
karne_input_instant (gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

void
karne_input_code (const char *text, char **system, char **code)
{
  const char *bar = text != NULL ? strrchr (text, '|') : NULL;

  *system = bar != NULL && bar > text ? g_strndup (text, (gsize) (bar - text)) : NULL;
  *code = bar != NULL ? g_strdup (bar + 1) : g_strdup (text);
}

/* Decimals */

char *
karne_decimal_convert (const char *number, int shift, gint64 factor, int digits)
{
  KarneDecimal value;

  if (!karne_decimal_parse (number, &value) ||
      !karne_decimal_multiply (&value, factor, digits - shift))
    return NULL;
  return karne_decimal_to_text (factor == 1 ? value : karne_decimal_round (value, 1));
}

int
karne_decimal_compare (const char *number, gint64 tenths)
{
  KarneDecimal value;

  return karne_decimal_parse (number, &value)
             ? karne_decimal_order (value, (KarneDecimal){ tenths, 1 })
             : -1;
}
