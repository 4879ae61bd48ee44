/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-reminder-rules.h"

#include "karne-text.h"

#include <string.h>

typedef struct
{
  const char *kind;
  const char *done[4];     /* statuses */
  const char *declined[6]; /* likewise; any other is to be done */
} KindRule;

/* An appeal to do something that was entered by mistake asks for nothing. Of a vaccination, only
 * what the server says was given counts as such. */
static const KindRule kinds[] = {
  { "Task", { "completed" }, { "rejected", "cancelled", "failed", "entered-in-error" } },
  { "CommunicationRequest", { "completed" }, { "revoked", "entered-in-error" } },
  { "Communication", { "completed" }, { "not-done", "stopped", "entered-in-error" } },
  { "ImmunizationRecommendation", { "complete", "immune" }, { "contraindicated" } },
};

/* What an examination of Mon espace santé is said to be that was not done. */
static const char *const not_done[] = { "NOT_DONE", "non réalisé", "Non réalisé", NULL };

KarneReminderGroup
karne_reminder_rules_get_group (const char *kind, const char *status, const char *category)
{
  if (g_strcmp0 (kind, "Immunization") == 0)
    return g_strcmp0 (status, "completed") == 0 ? KARNE_REMINDER_DONE : KARNE_REMINDER_DECLINED;
  for (guint i = 0; status != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (kinds[i].kind, kind) != 0)
        continue;
      if (g_strv_contains (kinds[i].declined, status))
        return KARNE_REMINDER_DECLINED;
      if (!g_strv_contains (kinds[i].done, status))
        return KARNE_REMINDER_TO_DO;
      return category != NULL && g_str_equal (kind, "Task") && g_strv_contains (not_done, category)
                 ? KARNE_REMINDER_DECLINED
                 : KARNE_REMINDER_DONE;
    }
  return KARNE_REMINDER_TO_DO;
}

/* Dates. A year, a month or a day is that of the calendar here, wherever it was written. */

static GDateTime *
parse (const char *date)
{
  static const char rest[] = "0000-01-01T00:00:00";
  gsize len = strlen (date);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autofree char *whole = NULL;

  if (len == 4 || len == 7 || len == 10)
    whole = g_strconcat (date, rest + len, NULL);
  return g_date_time_new_from_iso8601 (whole != NULL ? whole : date, local);
}

/* The first moment after all that a date names. */
static GDateTime *
parse_end (const char *date)
{
  g_autoptr (GDateTime) start = parse (date);

  if (start == NULL)
    return NULL;
  switch (strlen (date))
    {
    case 4:
      return g_date_time_add_years (start, 1);
    case 7:
      return g_date_time_add_months (start, 1);
    case 10:
      return g_date_time_add_days (start, 1);
    default:
      return g_steal_pointer (&start);
    }
}

gint64
karne_reminder_rules_get_beginning (const char *from)
{
  g_autoptr (GDateTime) start = from != NULL ? parse (from) : NULL;

  return start != NULL ? g_date_time_to_unix (start) : G_MININT64;
}

gint64
karne_reminder_rules_get_deadline (const char *until, const char *late)
{
  g_autoptr (GDateTime) end = NULL;

  if (late != NULL && !karne_text_is_endless (late))
    end = parse (late);
  if (end == NULL && until != NULL && !karne_text_is_endless (until))
    end = parse_end (until);
  return end != NULL ? g_date_time_to_unix (end) : G_MAXINT64;
}

KarneReminderWhen
karne_reminder_rules_get_when (const char *from,
                               const char *until,
                               const char *late,
                               GDateTime *now)
{
  gint64 at = g_date_time_to_unix (now);

  if (karne_reminder_rules_get_deadline (until, late) <= at)
    return KARNE_REMINDER_OVERDUE;
  return karne_reminder_rules_get_beginning (from) <= at ? KARNE_REMINDER_NOW
                                                         : KARNE_REMINDER_LATER;
}
