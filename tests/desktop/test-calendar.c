/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Appointments as calendar files: what another program reads in them. */

#include "config.h"

#include "karne-calendar-file.h"

#include <libical/ical.h>
#include <string.h>
#include <time.h>

#define MAX_OCTETS 75 /* of a line, RFC 5545 §3.1 */

static KarneResource *
make_appointment (const char *id, const char *from, const char *until, const char *status)
{
  KarneItem item = { .source = 1,
                     .kind = (char *) "Appointment",
                     .id = (char *) id,
                     .title = (char *) "Consultation",
                     .date = (char *) from,
                     .until = (char *) until,
                     .status = (char *) status };

  return karne_resource_new (&item);
}

static void
add_fact (GPtrArray *facts, const char *name, const char *value)
{
  KarneFact fact = { .name = (char *) name, .value = (char *) value };

  g_ptr_array_add (facts, karne_fact_copy (&fact));
}

/* (transfer full) The text of a file with one appointment (taken). facts: (nullable) */
static char *
write_one (KarneResource *appointment, GPtrArray *facts)
{
  g_autoptr (GPtrArray) appointments = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 3, 1, 10, 0, 0);

  g_ptr_array_add (appointments, appointment);
  g_ptr_array_add (all, facts != NULL ? g_ptr_array_ref (facts) : g_ptr_array_new ());
  return karne_calendar_file_write (appointments, all, now);
}

static icalcomponent *
parse (const char *text)
{
  icalcomponent *calendar = icalparser_parse_string (text);

  g_assert_nonnull (calendar);
  g_assert_cmpint (icalcomponent_isa (calendar), ==, ICAL_VCALENDAR_COMPONENT);
  g_assert_cmpint (icalcomponent_count_errors (calendar), ==, 0);
  g_assert_true (icalrestriction_check (calendar));
  return calendar;
}

/* As it is written, with its parameters: NULL where there is none. */
static char *
dup_property (icalcomponent *calendar, icalproperty_kind kind)
{
  icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  icalproperty *property = event != NULL ? icalcomponent_get_first_property (event, kind) : NULL;

  return property != NULL ? g_strchomp (g_strdup (icalproperty_as_ical_string (property))) : NULL;
}

static void
test_times (void)
{
  static const struct
  {
    const char *from;
    const char *until;
    const char *start; /* (nullable) there is no event then */
    const char *end;   /* (nullable) */
  } table[] = {
    /* An instant is the same one in universal time. */
    { "2026-03-15T08:30:00+04:00", "2026-03-15T09:00:00+04:00", "DTSTART:20260315T043000Z",
      "DTEND:20260315T050000Z" },
    { "2026-03-15T22:30:00-04:00", NULL, "DTSTART:20260316T023000Z", NULL },
    { "2026-03-15T08:30:00Z", "2026-03-15T08:30:00Z", "DTSTART:20260315T083000Z", NULL },
    { "2026-03-15T08:30:00Z", "2026-03-14T08:30:00Z", "DTSTART:20260315T083000Z", NULL },
    /* A day is no instant, and no zone moves it; the end of a calendar comes after the last day. */
    { "2026-03-15", NULL, "DTSTART;VALUE=DATE:20260315", NULL },
    { "2026-03-15", "2026-03-15", "DTSTART;VALUE=DATE:20260315", "DTEND;VALUE=DATE:20260316" },
    { "2026-02-27", "2026-02-28", "DTSTART;VALUE=DATE:20260227", "DTEND;VALUE=DATE:20260301" },
    { "2026-03-15", "2026-03-15T10:00:00Z", "DTSTART;VALUE=DATE:20260315", NULL },
    /* No day. */
    { "2026-03", NULL, NULL, NULL },
    { "2026", "2027", NULL, NULL },
    { "in the spring", NULL, NULL, NULL },
    { NULL, NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text =
          write_one (make_appointment ("a", table[i].from, table[i].until, "booked"), NULL);
      icalcomponent *calendar = parse (text);
      g_autofree char *start = dup_property (calendar, ICAL_DTSTART_PROPERTY);
      g_autofree char *end = dup_property (calendar, ICAL_DTEND_PROPERTY);

      g_test_message ("%s – %s", table[i].from, table[i].until);
      g_assert_cmpstr (start, ==, table[i].start);
      g_assert_cmpstr (end, ==, table[i].end);
      icalcomponent_free (calendar);
    }
}

static void
test_statuses (void)
{
  static const char *const table[][2] = {
    { "booked", "STATUS:CONFIRMED" },           { "fulfilled", "STATUS:CONFIRMED" },
    { "cancelled", "STATUS:CANCELLED" },        { "noshow", "STATUS:CANCELLED" },
    { "entered-in-error", "STATUS:CANCELLED" }, { "proposed", "STATUS:TENTATIVE" },
    { "what is this", "STATUS:TENTATIVE" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text =
          write_one (make_appointment ("a", "2026-03-15", NULL, table[i][0]), NULL);
      icalcomponent *calendar = parse (text);
      g_autofree char *status = dup_property (calendar, ICAL_STATUS_PROPERTY);

      g_assert_cmpstr (status, ==, table[i][1]);
      icalcomponent_free (calendar);
    }
}

/* Whatever a server writes, another program reads the same, and nothing of it becomes a line of its
 * own. */
static void
test_texts (void)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_fact_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  icalcomponent *calendar, *event;

  add_fact (facts, "with", "Dr Éloïse; Rosine, \\Exemple");
  add_fact (facts, "place", "Centre Sud, Saint-Pierre");
  add_fact (facts, "comment",
            "Apporter les clichés précédents et la lettre d’invitation : c’est important pour "
            "comparer.\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:x\x01y");
  add_fact (facts, "specialty", "not written");
  text = write_one (make_appointment ("a", "2026-03-15", NULL, "booked"), facts);
  calendar = parse (text);
  g_assert_cmpint (icalcomponent_count_components (calendar, ICAL_VEVENT_COMPONENT), ==, 1);
  event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  g_assert_cmpstr (icalcomponent_get_location (event), ==, "Centre Sud, Saint-Pierre");
  g_assert_cmpstr (icalcomponent_get_description (event), ==,
                   "Dr Éloïse; Rosine, \\Exemple\n"
                   "Apporter les clichés précédents et la lettre d’invitation : c’est important "
                   "pour comparer. \nEND:VEVENT \nBEGIN:VEVENT\nSUMMARY:x y");
  lines = g_strsplit (text, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, MAX_OCTETS);
      g_assert_null (strpbrk (lines[i], "\r\n"));
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
    }
  icalcomponent_free (calendar);
}

/* The same appointment is the same event, and nobody reads in it what the record calls it. */
static void
test_ids (void)
{
  g_autofree char *one = write_one (make_appointment ("rdv-mammo", "2026-03-15", NULL, NULL), NULL);
  g_autofree char *same =
      write_one (make_appointment ("rdv-mammo", "2026-04-01", NULL, NULL), NULL);
  g_autofree char *other =
      write_one (make_appointment ("rdv-autre", "2026-03-15", NULL, NULL), NULL);
  icalcomponent *a = parse (one);
  icalcomponent *b = parse (same);
  icalcomponent *c = parse (other);
  g_autofree char *a_uid = dup_property (a, ICAL_UID_PROPERTY);
  g_autofree char *b_uid = dup_property (b, ICAL_UID_PROPERTY);
  g_autofree char *c_uid = dup_property (c, ICAL_UID_PROPERTY);

  g_assert_cmpstr (a_uid, ==, b_uid);
  g_assert_cmpstr (a_uid, !=, c_uid);
  g_assert_null (strstr (one, "mammo"));
  g_assert_nonnull (strstr (one, "DTSTAMP:20260301T100000Z"));
  g_assert_nonnull (strstr (one, "CLASS:PRIVATE"));
  icalcomponent_free (a);
  icalcomponent_free (b);
  icalcomponent_free (c);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "<+04>-04", TRUE);
  tzset ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/times", test_times);
  g_test_add_func ("/calendar/statuses", test_statuses);
  g_test_add_func ("/calendar/texts", test_texts);
  g_test_add_func ("/calendar/ids", test_ids);

  return g_test_run ();
}
