/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KarneReminderGroup:
 * @KARNE_REMINDER_TO_DO: the server says neither that it is done nor that it is not to be done
 * @KARNE_REMINDER_DONE: the server says that it is done
 * @KARNE_REMINDER_DECLINED: the server says that it was declined, stopped or not done
 *
 * Where a reminder belongs. Nobody decides it but the server that sent it.
 */
typedef enum
{
  KARNE_REMINDER_TO_DO,
  KARNE_REMINDER_DONE,
  KARNE_REMINDER_DECLINED,
} KarneReminderGroup;

#define KARNE_REMINDER_N_GROUPS (KARNE_REMINDER_DECLINED + 1)

/**
 * KarneReminderWhen:
 * @KARNE_REMINDER_OVERDUE: its time is over
 * @KARNE_REMINDER_NOW: its time has come, or it has none
 * @KARNE_REMINDER_LATER: its time has yet to come
 *
 * How something that is to be done stands to the present. It is worked out from its dates each time
 * that it is shown, and never kept.
 */
typedef enum
{
  KARNE_REMINDER_OVERDUE,
  KARNE_REMINDER_NOW,
  KARNE_REMINDER_LATER,
} KarneReminderWhen;

/* Where a line belongs. kind: a FHIR resource type; status and category (of a Task, its business
 * status) as sent, both (nullable). */
KarneReminderGroup
karne_reminder_rules_get_group (const char *kind, const char *status, const char *category);

/* FHIR dates, all (nullable), against a moment: `late` is from when on it is overdue, where the
 * server says that; else it is when all of `until` is over. */
KarneReminderWhen karne_reminder_rules_get_when (const char *from,
                                                 const char *until,
                                                 const char *late,
                                                 GDateTime *now);

/* Seconds since 1970 of the last moment to do it: for order only. G_MAXINT64 where there is none.
 */
gint64 karne_reminder_rules_get_deadline (const char *until, const char *late);
/* Likewise its first one. G_MININT64 where there is none. */
gint64 karne_reminder_rules_get_beginning (const char *from);

G_END_DECLS
