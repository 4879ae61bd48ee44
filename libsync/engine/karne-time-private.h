/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Seconds that a cursor stays behind the server's time: servers commit late, and one transaction
 * gives thousands of rows one instant. */
#define KARNE_TIME_OVERLAP 120
#define KARNE_TIME_DAY (24 * 60 * 60)

/* Seconds since 1970 of a FHIR instant; -1 where it is none. */
gint64 karne_time_from_instant (const char *text);
/* FHIR instant in UTC, as short as it can be. */
char *karne_time_to_instant (gint64 seconds);
/* The same, seconds later (or earlier); NULL where text is no instant. */
char *karne_time_shift (const char *text, gint64 seconds);

G_END_DECLS
