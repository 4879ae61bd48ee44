/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-words.h"

#include "words/karne-date-words-private.h"
#include "words/karne-i18n.h"

typedef struct
{
  const char *kind; /* a FHIR resource type */
  const char *label;
} KindLabel;

/* What stands before the numbers in “Updating… (documents 12/40)”. */
static const KindLabel labels[] = {
  { "Appointment", NC_ ("before its number", "appointments") },
  { "AuditEvent", NC_ ("before its number", "accesses to the record") },
  { "CarePlan", NC_ ("before its number", "care plans") },
  { "Communication", NC_ ("before its number", "messages") },
  { "CommunicationRequest", NC_ ("before its number", "notices") },
  { "Condition", NC_ ("before its number", "health conditions") },
  { "Consent", NC_ ("before its number", "consents") },
  { "DocumentReference", NC_ ("before its number", "documents") },
  { "EpisodeOfCare", NC_ ("before its number", "episodes of care") },
  { "Immunization", NC_ ("before its number", "vaccinations") },
  { "ImmunizationRecommendation", NC_ ("before its number", "vaccine recommendations") },
  { "Observation", NC_ ("before its number", "measures") },
  { "Procedure", NC_ ("before its number", "procedures") },
  { "QuestionnaireResponse", NC_ ("before its number", "questionnaires") },
  { "RelatedPerson", NC_ ("before its number", "relatives") },
  { "Task", NC_ ("before its number", "things to do") },
};

static const char *
find_label (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].kind, kind) == 0)
      return karne_pgettext ("before its number", labels[i].label);

  return NULL;
}

static char *
say_updating (const KarneSyncSaid *said)
{
  const char *label = find_label (said->kind);

  if (label == NULL || said->received <= 0)
    return g_strdup (_ ("Updating…"));
  if (said->total < said->received)
    /* Translators: as in “Updating… (documents 12)”, when it is not known how many there are. */
    return g_strdup_printf (_ ("Updating… (%s %u)"), label, (guint) said->received);

  /* Translators: as in “Updating… (documents 12/40)”: 12 of 40 have come. */
  return g_strdup_printf (_ ("Updating… (%s %u/%u)"), label, (guint) said->received,
                          (guint) said->total);
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/* Many languages say the first day of a month in another way. */
static char *
say_day (GDateTime *day, GDateTime *now)
{
  gboolean is_first = g_date_time_get_day_of_month (day) == 1;

  if (g_date_time_get_year (day) == g_date_time_get_year (now))
    return is_first
               /* Translators: the first day of a month, as in “data of 1 March” (in French:
                * « 1er »); see g_date_time_format (). */
               ? karne_date_format (day, C_ ("first day, this year", "%-e %B"))
               /* Translators: as in “data of 3 March”; see g_date_time_format (). */
               : karne_date_format (day, C_ ("day, this year", "%-e %B"));

  return is_first
             /* Translators: the first day of a month, as in “data of 1 March 2025” (in French:
              * « 1er »); see g_date_time_format (). */
             ? karne_date_format (day, C_ ("first day, another year", "%-e %B %Y"))
             /* Translators: as in “data of 3 March 2025”; see g_date_time_format (). */
             : karne_date_format (day, C_ ("day, another year", "%-e %B %Y"));
}

/* One sentence for today, and one for any other day, where it stands as %s. */
static char *
say_since (gint64 since, gint64 now, const char *today, const char *another_day)
{
  g_autoptr (GDateTime) then_date = g_date_time_new_from_unix_local (since / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now_date = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);
  g_autofree char *day = NULL;

  if (then_date == NULL || now_date == NULL)
    return NULL;
  if (is_same_day (then_date, now_date))
    return g_date_time_format (then_date, today);
  day = say_day (then_date, now_date);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (another_day, day);
#pragma GCC diagnostic pop
}

static char *
say_up_to_date (const KarneSyncSaid *said)
{
  /* Translators: when the record was last brought up to date, today: “Up to date, 14:02”; see
   * g_date_time_format (). */
  const char *today = _ ("Up to date, %H:%M");

  /* Translators: when the record was last brought up to date: “Data of 3 March”. */
  return say_since (said->last_synced, said->now, today, _ ("Data of %s"));
}

static char *
say_offline (const KarneSyncSaid *said)
{
  /* Translators: “Offline, data of 14:02”, of today; see g_date_time_format (). */
  const char *today = _ ("Offline, data of %H:%M");

  if (said->last_synced == 0)
    return g_strdup (_ ("Offline"));
  /* Translators: “Offline, data of 3 March”. */
  return say_since (said->last_synced, said->now, today, _ ("Offline, data of %s"));
}

static char *
say_unavailable (const KarneSyncSaid *said)
{
  g_autoptr (GDateTime) next = NULL;

  if (said->next_try != 0)
    next = g_date_time_new_from_unix_local (said->next_try / G_USEC_PER_SEC);
  if (next == NULL)
    return g_strdup (_ ("Server unavailable"));
  /* Translators: “Server unavailable, next try at 14:10”; see g_date_time_format (). */
  return g_date_time_format (next, _ ("Server unavailable, next try at %H:%M"));
}

static char *
say_state (const KarneSyncSaid *said)
{
  switch (said->state)
    {
    case KARNE_SYNC_STATE_NEVER:
      return g_strdup (_ ("Nothing received yet"));
    case KARNE_SYNC_STATE_UP_TO_DATE:
      return say_up_to_date (said);
    case KARNE_SYNC_STATE_SYNCING:
      return say_updating (said);
    case KARNE_SYNC_STATE_OFFLINE:
      return say_offline (said);
    case KARNE_SYNC_STATE_WAITING_TO_SEND:
      return g_strdup_printf (ngettext ("%u change waiting to be sent",
                                        "%u changes waiting to be sent", said->n_waiting),
                              said->n_waiting);
    case KARNE_SYNC_STATE_CONFLICT:
      return g_strdup_printf (ngettext ("%u point to settle", "%u points to settle",
                                        said->n_conflicts),
                              said->n_conflicts);
    case KARNE_SYNC_STATE_SIGN_IN_NEEDED:
      return g_strdup (_ ("Sign in again"));
    case KARNE_SYNC_STATE_UNAVAILABLE:
      return say_unavailable (said);
    case KARNE_SYNC_STATE_FAILED:
      return said->error != NULL ? karne_error_to_words (said->error) : NULL;
    }
  return NULL;
}

/**
 * karne_sync_state_to_words: (skip)
 * @said: what there is to say
 *
 * Says in a few words how the copy here stands to the server.
 *
 * Returns: (transfer full): as “Up to date, 14:02” or “Updating… (documents 12/40)”
 */
char *
karne_sync_state_to_words (const KarneSyncSaid *said)
{
  char *words;

  g_return_val_if_fail (said != NULL, NULL);

  karne_words_init ();
  words = say_state (said);
  return words != NULL ? words : g_strdup ("");
}
