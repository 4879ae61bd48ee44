/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-time-private.h"

gint64
karne_time_from_instant (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text == NULL ? NULL : g_date_time_new_from_iso8601 (text, utc);

  return time == NULL ? -1 : g_date_time_to_unix (time);
}

char *
karne_time_to_instant (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return time == NULL ? NULL : g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

char *
karne_time_shift (const char *text, gint64 seconds)
{
  gint64 time = karne_time_from_instant (text);

  return time < 0 ? NULL : karne_time_to_instant (time + seconds);
}
