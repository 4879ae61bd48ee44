/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-words.h"

#include <string.h>

#include "words/karne-date-words-private.h"
#include "words/karne-i18n.h"

static const char *const months[] = {
  NC_ ("month", "January"), NC_ ("month", "February"), NC_ ("month", "March"),
  NC_ ("month", "April"),   NC_ ("month", "May"),      NC_ ("month", "June"),
  NC_ ("month", "July"),    NC_ ("month", "August"),   NC_ ("month", "September"),
  NC_ ("month", "October"), NC_ ("month", "November"), NC_ ("month", "December"),
};

static const char *const days[] = {
  NC_ ("day of the week", "Monday"),    NC_ ("day of the week", "Tuesday"),
  NC_ ("day of the week", "Wednesday"), NC_ ("day of the week", "Thursday"),
  NC_ ("day of the week", "Friday"),    NC_ ("day of the week", "Saturday"),
  NC_ ("day of the week", "Sunday"),
};

char *
karne_date_format (GDateTime *date, const char *pattern)
{
  g_autoptr (GString) whole = g_string_new (pattern);
  int month = g_date_time_get_month (date);
  int day = g_date_time_get_day_of_week (date);

  g_string_replace (whole, "%B", karne_pgettext ("month", months[month - 1]), 0);
  g_string_replace (whole, "%A", karne_pgettext ("day of the week", days[day - 1]), 0);
  return g_date_time_format (date, whole->str);
}

/* What was sent, and no more of it than that. */

typedef enum
{
  PART_NONE, /* nothing that can be read */
  PART_YEAR,
  PART_MONTH,
  PART_DAY,
  PART_TIME,
} Part;

typedef struct
{
  const char *text; /* (nullable) as sent */
  Part part;        /* the smallest that was sent */
  GDateTime *at;    /* (owned) (nullable) of a moment, where the person is */
} Date;

static void
date_clear (Date *self)
{
  g_clear_pointer (&self->at, g_date_time_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Date, date_clear)

static gboolean
has_form (const char *text, gsize len)
{
  static const char form[] = "dddd-dd-dd";

  for (gsize i = 0; i < len; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  return TRUE;
}

/* A year, a month or a day is the one that was written, wherever that was: no zone moves it. */
static GDateTime *
parse_calendar (const char *text, gsize len)
{
  static const char rest[] = "0000-01-01T00:00:00";
  g_autofree char *whole = g_strconcat (text, rest + len, NULL);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  return has_form (text, len) ? g_date_time_new_from_iso8601 (whole, utc) : NULL;
}

/* A moment is shown where the person is; one without a zone is taken to have been there. */
static GDateTime *
parse_moment (const char *text)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (text, local);

  return at != NULL ? g_date_time_to_local (at) : NULL;
}

static Date
date_parse (const char *text)
{
  gsize len = text != NULL ? strlen (text) : 0;
  Date date = { .text = text };

  if (len == 4 || len == 7 || len == 10)
    date.at = parse_calendar (text, len);
  else if (len > 10 && text[10] == 'T' && has_form (text, 10))
    date.at = parse_moment (text);
  if (date.at != NULL)
    date.part = len == 4 ? PART_YEAR : len == 7 ? PART_MONTH : len == 10 ? PART_DAY : PART_TIME;
  return date;
}

/* Pieces. Many languages say the first day of a month in another way. */

static gboolean
is_first (const Date *date)
{
  return g_date_time_get_day_of_month (date->at) == 1;
}

static char *
say_day (const Date *date)
{
  if (is_first (date))
    /* Translators: the first day of a month, as in “1 March 2026” (in French: « 1er »); see
     * g_date_time_format (). */
    return karne_date_format (date->at, C_ ("date, first of the month", "%-e %B %Y"));

  /* Translators: as in “3 March 2026”; see g_date_time_format (). */
  return karne_date_format (date->at, C_ ("date", "%-e %B %Y"));
}

static char *
say_week_day (const Date *date)
{
  if (is_first (date))
    /* Translators: the first day of a month with that of the week, as in “Sunday 1 March 2026” (in
     * French: « 1er »); see g_date_time_format (). */
    return karne_date_format (date->at, C_ ("date, first of the month", "%A %-e %B %Y"));

  /* Translators: as in “Tuesday 3 March 2026”; see g_date_time_format (). */
  return karne_date_format (date->at, C_ ("date", "%A %-e %B %Y"));
}

static char *
say_moment (const Date *date)
{
  if (is_first (date))
    /* Translators: on the first day of a month, as in “1 March 2026 at 14:02” (in French: « 1er »);
     * see g_date_time_format (). */
    return karne_date_format (date->at, C_ ("date, first of the month", "%-e %B %Y at %H:%M"));

  /* Translators: as in “3 March 2026 at 14:02”; see g_date_time_format (). */
  return karne_date_format (date->at, C_ ("date", "%-e %B %Y at %H:%M"));
}

static char *
say_month (const Date *date)
{
  /* Translators: as in “March 2026”; see g_date_time_format (). */
  return karne_date_format (date->at, C_ ("date", "%B %Y"));
}

static char *
say_time (const Date *date)
{
  /* Translators: as in “14:02”; see g_date_time_format (). */
  return karne_date_format (date->at, C_ ("time of the day", "%H:%M"));
}

/* All that is known of it, or a day of it without its time. */
static char *
say_date (const Date *date,
          char *(*say_a_day) (const Date *),
          char *(*say_a_moment) (const Date *) )
{
  switch (date->part)
    {
    case PART_YEAR:
      return g_strdup (date->text);
    case PART_MONTH:
      return say_month (date);
    case PART_DAY:
      return say_a_day (date);
    case PART_TIME:
      return say_a_moment (date);
    case PART_NONE:
    default:
      return g_strdup (date->text != NULL ? date->text : "");
    }
}

static char *
say_long (const Date *date)
{
  return say_date (date, say_day, say_moment);
}

/**
 * karne_date_to_words:
 * @date: (nullable): a FHIR date, as it was sent: a year, a month, a day or a moment
 * @style: how much of it
 *
 * Says a date, as far as it is known: of a month no day is said.
 *
 * A year, a month or a day is the one that was sent, in any zone; a moment is said in local time.
 * What is no date comes back as it was sent, and `NULL` as the empty text.
 *
 * Returns: (transfer full) (nullable): the words; `NULL` where `KARNE_DATE_STYLE_TIME` is asked of
 * what has no time
 */
char *
karne_date_to_words (const char *date, KarneDateStyle style)
{
  g_auto (Date) parsed = date_parse (date);

  karne_words_init ();
  switch (style)
    {
    case KARNE_DATE_STYLE_DAY:
      return say_date (&parsed, say_week_day, say_week_day);
    case KARNE_DATE_STYLE_MONTH:
      return say_date (&parsed, say_month, say_month);
    case KARNE_DATE_STYLE_DATE:
      return say_date (&parsed, say_day, say_day);
    case KARNE_DATE_STYLE_TIME:
      return parsed.part == PART_TIME ? say_time (&parsed) : NULL;
    case KARNE_DATE_STYLE_LONG:
    default:
      return say_long (&parsed);
    }
}

/* Periods */

static gboolean
is_same_year (const Date *a, const Date *b)
{
  return g_date_time_get_year (a->at) == g_date_time_get_year (b->at);
}

static gboolean
is_same_month (const Date *a, const Date *b)
{
  return is_same_year (a, b) && g_date_time_get_month (a->at) == g_date_time_get_month (b->at);
}

static gboolean
is_same_day (const Date *a, const Date *b)
{
  return is_same_month (a, b) &&
         g_date_time_get_day_of_month (a->at) == g_date_time_get_day_of_month (b->at);
}

/* The beginning of a period says no more than what its end does not say. */
static char *
say_first_day (const Date *from, const Date *until)
{
  gboolean first = is_first (from);

  if (is_same_month (from, until))
    /* Translators: where a period begins that ends in the same month, as in “from 3 to 5 March
     * 2026”; in French the first is « 1er »; see g_date_time_format (). */
    return karne_date_format (from->at, first ? C_ ("beginning, first of the month", "%-e")
                                              : C_ ("beginning", "%-e"));
  if (is_same_year (from, until))
    /* Translators: where a period begins that ends in the same year, as in “from 30 March to 2
     * April 2026”; in French the first is « 1er »; see g_date_time_format (). */
    return karne_date_format (from->at, first ? C_ ("beginning, first of the month", "%-e %B")
                                              : C_ ("beginning", "%-e %B"));
  return say_day (from);
}

static char *
say_days (const Date *from, const Date *until)
{
  g_autofree char *first = say_first_day (from, until);
  g_autofree char *last = say_day (until);

  /* Translators: days, as in “from 3 to 5 March 2026”, “from 30 March to 2 April 2026”. */
  return g_strdup_printf (C_ ("days", "from %s to %s"), first, last);
}

static char *
say_months (const Date *from, const Date *until)
{
  g_autofree char *first = is_same_year (from, until)
                               /* Translators: where a period begins that ends in another month of
                                * the same year, as in “from March to May 2026”. */
                               ? karne_date_format (from->at, C_ ("beginning", "%B"))
                               : say_month (from);
  g_autofree char *last = say_month (until);

  /* Translators: months, as in “from March to May 2026”, “from December 2025 to March 2026”. */
  return g_strdup_printf (C_ ("months", "from %s to %s"), first, last);
}

static char *
say_moments (const Date *from, const Date *until)
{
  g_autofree char *first = say_moment (from);
  g_autofree char *last = say_moment (until);

  /* Translators: as in “from 3 March 2026 at 14:02 to 4 March 2026 at 09:00”. */
  return g_strdup_printf (C_ ("moments", "from %s to %s"), first, last);
}

static char *
say_hours (const Date *from, const Date *until)
{
  g_autofree char *day = say_day (from);
  g_autofree char *first = say_time (from);
  g_autofree char *last = say_time (until);

  /* Translators: a day and hours of it, as in “3 March 2026, from 14:02 to 15:00”. */
  return g_strdup_printf (_ ("%s, from %s to %s"), day, first, last);
}

/* Of two that were sent with unlike precision, or that cannot be read. */
static char *
say_pair (const Date *from, const Date *until)
{
  g_autofree char *first = say_long (from);
  g_autofree char *last = say_long (until);

  /* Translators: beginning and end of a period, as in “3 March 2026 – May 2026”. */
  return g_strdup_printf (C_ ("period", "%s – %s"), first, last);
}

static char *
say_period (const Date *from, const Date *until)
{
  if (from->part != until->part)
    return say_pair (from, until);
  switch (from->part)
    {
    case PART_YEAR:
      /* Translators: years, as in “from 2024 to 2026”. */
      return g_strdup_printf (C_ ("years", "from %s to %s"), from->text, until->text);
    case PART_MONTH:
      return say_months (from, until);
    case PART_DAY:
      return say_days (from, until);
    case PART_TIME:
      return is_same_day (from, until) ? say_hours (from, until) : say_moments (from, until);
    case PART_NONE:
    default:
      return say_pair (from, until);
    }
}

static char *
say_open_end (const Date *from)
{
  g_autofree char *words = say_long (from);

  switch (from->part)
    {
    case PART_YEAR:
      /* Translators: as in “from 2026”: a period whose end is not known. */
      return g_strdup_printf (C_ ("year", "from %s"), words);
    case PART_MONTH:
      /* Translators: as in “from March 2026”: a period whose end is not known. */
      return g_strdup_printf (C_ ("month of a year", "from %s"), words);
    case PART_DAY:
    case PART_TIME:
      /* Translators: as in “from 3 March 2026”: a period whose end is not known. */
      return g_strdup_printf (C_ ("date", "from %s"), words);
    case PART_NONE:
    default:
      return g_steal_pointer (&words);
    }
}

static char *
say_open_beginning (const Date *until)
{
  g_autofree char *words = say_long (until);

  switch (until->part)
    {
    case PART_YEAR:
      /* Translators: as in “until 2026”: a period whose beginning is not known. */
      return g_strdup_printf (C_ ("year", "until %s"), words);
    case PART_MONTH:
      /* Translators: as in “until March 2026”: a period whose beginning is not known. */
      return g_strdup_printf (C_ ("month of a year", "until %s"), words);
    case PART_DAY:
    case PART_TIME:
      /* Translators: as in “until 3 March 2026”: a period whose beginning is not known. */
      return g_strdup_printf (C_ ("date", "until %s"), words);
    case PART_NONE:
    default:
      return g_steal_pointer (&words);
    }
}

/* Nothing more is known of the end than of the beginning. */
static gboolean
is_one (const Date *from, const Date *until)
{
  return from->part == until->part && from->part != PART_NONE &&
         g_date_time_equal (from->at, until->at);
}

/**
 * karne_period_to_words:
 * @from: (nullable): its beginning, a FHIR date
 * @until: (nullable): its end, a FHIR date
 *
 * Says a period, in the manner of [func@date_to_words]; where its beginning and its end are the
 * same, it is that date.
 *
 * Returns: (transfer full): as “from 3 to 5 March 2026”, “3 March 2026, from 14:00 to 14:30”, “from
 *   March 2026”; the empty text when neither is known
 */
char *
karne_period_to_words (const char *from, const char *until)
{
  g_auto (Date) first = date_parse (from);
  g_auto (Date) last = date_parse (until);

  karne_words_init ();
  if (until == NULL)
    return say_open_end (&first);
  if (from == NULL)
    return say_open_beginning (&last);
  return is_one (&first, &last) ? say_long (&first) : say_period (&first, &last);
}
