/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-calendar-file.h"

#include <libical/ical.h>
#include <string.h>

#define PRODUCT "-//Karne//Karne desktop " PACKAGE_VERSION "//EN"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (icalcomponent, icalcomponent_free)

/* Dates. An instant is written in universal time, so that no zone has to come along; a day is that
 * of the calendar, everywhere. */

static icaltimetype
from_day (GDateTime *day)
{
  icaltimetype time = icaltime_null_date ();

  time.year = g_date_time_get_year (day);
  time.month = g_date_time_get_month (day);
  time.day = g_date_time_get_day_of_month (day);
  return time;
}

static icaltimetype
from_instant (GDateTime *instant)
{
  return icaltime_from_timet_with_zone ((time_t) g_date_time_to_unix (instant), 0,
                                        icaltimezone_get_utc_timezone ());
}

/* A month or a year is no day. */
static icaltimetype
make_time (GDateTime *date, KarnePrecision precision)
{
  if (precision == KARNE_PRECISION_TIME)
    return from_instant (date);
  return precision == KARNE_PRECISION_DAY ? from_day (date) : icaltime_null_time ();
}

static icaltimetype
make_start (KarneResource *appointment)
{
  KarnePrecision precision;
  g_autoptr (GDateTime) date = karne_resource_dup_date_time (appointment, &precision);

  return make_time (date, precision);
}

/* The last day that FHIR names is the one before that at which a calendar ends. */
static icaltimetype
make_end (KarneResource *appointment, icaltimetype start)
{
  KarnePrecision precision;
  g_autoptr (GDateTime) date = karne_resource_dup_until_time (appointment, &precision);
  icaltimetype end = make_time (date, precision);

  if (icaltime_is_null_time (end) || end.is_date != start.is_date)
    return icaltime_null_time ();
  if (end.is_date)
    icaltime_adjust (&end, 1, 0, 0, 0);
  return icaltime_compare (end, start) > 0 ? end : icaltime_null_time ();
}

/* Words */

static icalproperty_status
find_status (const char *status)
{
  static const struct
  {
    const char *fhir;
    icalproperty_status ical;
  } table[] = {
    { "booked", ICAL_STATUS_CONFIRMED },           { "arrived", ICAL_STATUS_CONFIRMED },
    { "checked-in", ICAL_STATUS_CONFIRMED },       { "fulfilled", ICAL_STATUS_CONFIRMED },
    { "cancelled", ICAL_STATUS_CANCELLED },        { "noshow", ICAL_STATUS_CANCELLED },
    { "entered-in-error", ICAL_STATUS_CANCELLED },
  };

  for (guint i = 0; status != NULL && i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].fhir, status))
      return table[i].ical;
  return ICAL_STATUS_TENTATIVE;
}

/* (transfer full) (nullable) All facts of these names, a line each. */
static char *
join_facts (GPtrArray *facts, const char *const *names)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      const KarneFact *fact = facts->pdata[i];

      if (g_strv_contains (names, fact->name))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", fact->value);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* The same one each time, so that a calendar puts a newer file over an older one; it says nothing
 * to whoever does not have the record. */
static char *
make_uid (KarneResource *appointment)
{
  g_autofree char *place = g_strdup_printf ("%s/%s", karne_resource_get_kind (appointment),
                                            karne_resource_get_id (appointment));
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, place, -1);

  return g_strdup_printf ("%s@karne", digest);
}

/* What RFC 5545 has no form for goes: of the controls, it knows the line feed alone. */
static char *
clean (const char *text)
{
  char *copy = g_utf8_make_valid (text, -1);

  for (char *at = copy; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at) && *at != '\n')
      *at = ' ';
  return copy;
}

static void
add_text (icalcomponent *event, icalproperty *(*make) (const char *), const char *text)
{
  g_autofree char *cleaned = text != NULL ? clean (text) : NULL;

  if (cleaned != NULL && *cleaned != '\0')
    icalcomponent_add_property (event, make (cleaned));
}

/* The file */

static icalcomponent *
make_event (KarneResource *appointment, GPtrArray *facts, icaltimetype start, GDateTime *now)
{
  static const char *const places[] = { "place", NULL };
  static const char *const notes[] = { "with", "comment", "instruction", "status-reason", NULL };
  const KarneItem *item = karne_resource_get_item (appointment);
  icalcomponent *event = icalcomponent_new_vevent ();
  icaltimetype end = make_end (appointment, start);
  g_autofree char *uid = make_uid (appointment);
  g_autofree char *place = join_facts (facts, places);
  g_autofree char *note = join_facts (facts, notes);

  icalcomponent_add_property (event, icalproperty_new_uid (uid));
  icalcomponent_add_property (event, icalproperty_new_dtstamp (from_instant (now)));
  icalcomponent_add_property (event, icalproperty_new_dtstart (start));
  if (!icaltime_is_null_time (end))
    icalcomponent_add_property (event, icalproperty_new_dtend (end));
  add_text (event, icalproperty_new_summary, item->title);
  add_text (event, icalproperty_new_location, place);
  add_text (event, icalproperty_new_description, note);
  icalcomponent_add_property (event, icalproperty_new_status (find_status (item->status)));
  icalcomponent_add_property (event, icalproperty_new_class (ICAL_CLASS_PRIVATE));
  return event;
}

char *
karne_calendar_file_write (GPtrArray *appointments, GPtrArray *facts, GDateTime *now)
{
  g_autoptr (icalcomponent) calendar =
      icalcomponent_vanew (ICAL_VCALENDAR_COMPONENT, icalproperty_new_version ("2.0"),
                           icalproperty_new_prodid (PRODUCT), NULL);

  g_return_val_if_fail (appointments->len == facts->len, NULL);

  for (guint i = 0; i < appointments->len; i++)
    {
      icaltimetype start = make_start (appointments->pdata[i]);

      if (!icaltime_is_null_time (start))
        icalcomponent_add_component (calendar, make_event (appointments->pdata[i], facts->pdata[i],
                                                           start, now));
    }
  return g_strdup (icalcomponent_as_ical_string (calendar));
}
