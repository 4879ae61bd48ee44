/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Dates of the calendar: no hour, no zone, no clock. A day is a number, so that days compare and
 * subtract; 1 is 1 January of the year 1. */
typedef gint32 KarneDay;

/* No day: nothing is known. */
#define KARNE_DAY_NONE 0
/* Later than any day: what has no end. */
#define KARNE_DAY_NEVER G_MAXINT32
/* Bytes that a day takes as text, with its end. */
#define KARNE_DAY_SIZE 11

/* What is known of a date: a year, a month or a day is all the days that it may be. */
typedef struct
{
  KarneDay first;
  KarneDay last;
} KarneDays;

/* A span of the calendar. */
typedef struct
{
  gint16 months;
  gint16 days;
} KarneCalendarSpan;

/* KARNE_DAY_NONE where there is no such day. */
KarneDay karne_day_new (int year, int month, int day);
/* One or many months later or earlier; the last day of a shorter month stands for those that it
 * does not have: the 31st, and 29 February. Never and none stay what they are. */
KarneDay karne_day_add_months (KarneDay day, int months);
KarneDay karne_day_add_days (KarneDay day, int days);
KarneDay karne_day_add (KarneDay day, KarneCalendarSpan span);
/* "2026-03-01"; empty for never and none. Returns text. */
char *karne_day_to_text (KarneDay day, char text[KARNE_DAY_SIZE]);

/* A FHIR date: "2026", "2026-03", "2026-03-01", or an instant. An instant is of the day on which it
 * was written, unless it is written in UTC: then of the day in a place so many minutes east of it.
 * FALSE, and all days, where it cannot be read. */
gboolean karne_days_parse (const char *text, int minutes_east, KarneDays *days);
/* "2026-03-01" alone. */
gboolean karne_day_parse (const char *text, KarneDay *day);

G_END_DECLS
