/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

/* (transfer full) Appointments as an iCalendar file (RFC 5545). appointments: of KarneResource;
 * facts: for each of them, a GPtrArray of KarneFact. now: when it is written. What has no day that
 * can be read is left out: a calendar has no place for it. */
char *karne_calendar_file_write (GPtrArray *appointments, GPtrArray *facts, GDateTime *now);

G_END_DECLS
