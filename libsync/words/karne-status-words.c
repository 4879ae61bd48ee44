/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-i18n.h"
#include "words/karne-words.h"

#include <string.h>

/* The same code says different things of different kinds: an appointment that is `cancelled` and a
 * message that is `completed` are told by what they are. */
typedef struct
{
  const char *kinds; /* with a comma after each */
  const char *status;
  const char *words;
} StatusWords;

#define APPOINTMENT "Appointment,"
#define TASK "Task,"
#define REQUEST "CommunicationRequest,"
#define MESSAGE "Communication,"
#define VACCINATION "Immunization,"
#define ADVICE "ImmunizationRecommendation,"
#define DOCUMENT "DocumentReference,"
#define MEASURE "Observation,"
#define ALL APPOINTMENT TASK REQUEST MESSAGE VACCINATION ADVICE DOCUMENT MEASURE

static const StatusWords statuses[] = {
  /* Translators: all with the context “status” say how something in the record is, alone in a
   * label. Here: an appointment that was proposed to the person. */
  { APPOINTMENT, "proposed", NC_ ("status", "Proposed") },
  /* Translators: an appointment that not everybody has agreed to yet. */
  { APPOINTMENT, "pending", NC_ ("status", "To be confirmed") },
  /* Translators: an appointment that is fixed. */
  { APPOINTMENT, "booked", NC_ ("status", "Confirmed") },
  /* Translators: the person arrived for the appointment. */
  { APPOINTMENT, "arrived", NC_ ("status", "Arrived") },
  { APPOINTMENT, "checked-in", NC_ ("status", "Arrived") },
  /* Translators: an appointment that was kept. */
  { APPOINTMENT, "fulfilled", NC_ ("status", "Kept") },
  /* Translators: an appointment to which the person did not come. */
  { APPOINTMENT, "noshow", NC_ ("status", "Not kept") },
  { APPOINTMENT, "waitlist", NC_ ("status", "On a waiting list") },

  /* Translators: something to be done that is not yet asked for. */
  { TASK REQUEST, "draft", NC_ ("status", "In preparation") },
  { MESSAGE, "preparation", NC_ ("status", "In preparation") },
  /* Translators: something that the person is asked to do. */
  { TASK, "requested", NC_ ("status", "Requested") },
  /* Translators: a request that reached the person. */
  { TASK, "received", NC_ ("status", "Received") },
  /* Translators: something that the person agreed to do. */
  { TASK, "accepted", NC_ ("status", "Accepted") },
  /* Translators: something that the person does not want to do. */
  { TASK, "rejected", NC_ ("status", "Declined") },
  /* Translators: something that can be done now. */
  { TASK, "ready", NC_ ("status", "Ready") },
  { TASK MESSAGE, "in-progress", NC_ ("status", "Under way") },
  /* Translators: a notice that holds at present. */
  { REQUEST, "active", NC_ ("status", "Active") },
  { TASK REQUEST MESSAGE, "on-hold", NC_ ("status", "Suspended") },
  /* Translators: something that was to be done and was not. */
  { TASK, "failed", NC_ ("status", "Not done") },
  { TASK, "completed", NC_ ("status", "Done") },
  /* Translators: a notice that was taken back. */
  { REQUEST, "revoked", NC_ ("status", "Withdrawn") },
  /* Translators: a notice that no longer asks for anything. */
  { REQUEST, "completed", NC_ ("status", "Ended") },
  { MESSAGE, "not-done", NC_ ("status", "Not sent") },
  { MESSAGE, "stopped", NC_ ("status", "Stopped") },
  { MESSAGE, "completed", NC_ ("status", "Sent") },

  /* Translators: a vaccine that was given to the person. */
  { VACCINATION, "completed", NC_ ("status", "Vaccine given") },
  /* Translators: a vaccine that was not given to the person. */
  { VACCINATION, "not-done", NC_ ("status", "Vaccine not given") },

  /* Translators: a vaccine that it is time for. */
  { ADVICE, "due", NC_ ("status", "Due") },
  /* Translators: a vaccine whose time is over. */
  { ADVICE, "overdue", NC_ ("status", "Overdue") },
  /* Translators: a vaccine that the person needs no more, being immune. */
  { ADVICE, "immune", NC_ ("status", "Immune") },
  { ADVICE, "contraindicated", NC_ ("status", "Contraindicated") },
  /* Translators: all doses of a vaccine were given. */
  { ADVICE, "complete", NC_ ("status", "Complete") },
  /* Translators: doses of a vaccine are missing. */
  { ADVICE, "notComplete", NC_ ("status", "Not complete") },

  /* Translators: a document that is the latest of its kind. */
  { DOCUMENT, "current", NC_ ("status", "Current") },
  /* Translators: a document instead of which there is a newer one. */
  { DOCUMENT, "superseded", NC_ ("status", "Replaced") },

  /* Translators: a measure whose result has yet to come. */
  { MEASURE, "registered", NC_ ("status", "Registered") },
  /* Translators: a measure that may still change. */
  { MEASURE, "preliminary", NC_ ("status", "Preliminary") },
  { MEASURE, "final", NC_ ("status", "Final") },
  /* Translators: a measure that was completed later. */
  { MEASURE, "amended", NC_ ("status", "Amended") },
  { MEASURE, "corrected", NC_ ("status", "Corrected") },

  { APPOINTMENT TASK MEASURE, "cancelled", NC_ ("status", "Cancelled") },
  { ALL, "entered-in-error", NC_ ("status", "Entered by mistake") },
  { REQUEST MESSAGE MEASURE, "unknown", NC_ ("status", "Status unknown") },
};

static const char *
find_words (const char *kind, const char *status)
{
  g_autofree char *sought = g_strconcat (",", kind, ",", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *kinds = g_strconcat (",", statuses[i].kinds, NULL);

      if (g_str_equal (statuses[i].status, status) && strstr (kinds, sought) != NULL)
        return karne_pgettext ("status", statuses[i].words);
    }
  return NULL;
}

/**
 * karne_status_to_words:
 * @kind: a FHIR resource type
 * @status: (nullable): its status, as sent; of an ImmunizationRecommendation, that of one of its
 *   recommendations
 *
 * Says how something in the record is, by its own word and no other: nothing is concluded from it.
 *
 * Returns: (transfer full): as “Cancelled”; what nobody knows is said to be so, with the word that
 *   was sent
 */
char *
karne_status_to_words (const char *kind, const char *status)
{
  const char *words;

  g_return_val_if_fail (kind != NULL, NULL);

  karne_words_init ();
  if (status == NULL || *status == '\0')
    return g_strdup (C_ ("status", "Status not given"));
  words = find_words (kind, status);
  if (words != NULL)
    return g_strdup (words);
  /* Translators: a status that this program does not know, as the server sent it. */
  return g_strdup_printf (C_ ("status", "Not understood: “%s”"), status);
}

/**
 * karne_notice_category_to_words:
 * @category: (nullable): the category of a notice, as sent
 *
 * Says what sort of notice it is, where that is one of those of Mon espace santé.
 *
 * Returns: (transfer full) (nullable): as “Screening reminder”; any other comes back as it was sent
 */
char *
karne_notice_category_to_words (const char *category)
{
  static const char *const words[][2] = {
    { "EXAMEN_RECOMMANDE", NC_ ("notice", "Recommended examination") },
    { "RAPPEL_RDV_PREV_VACC", NC_ ("notice", "Vaccination reminder") },
    { "RAPPEL_RDV_PREV_DEPIST", NC_ ("notice", "Screening reminder") },
    /* Translators: a notice that says something about a vaccination. */
    { "AJOUT_VACCINATION", NC_ ("notice", "Vaccination") },
  };

  karne_words_init ();
  for (guint i = 0; category != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i][0], category))
      return g_strdup (karne_pgettext ("notice", words[i][1]));
  return g_strdup (category);
}

/**
 * karne_level_to_words:
 * @level: (nullable): how much something is required, as sent
 *
 * Says whether something to be done is compulsory or recommended, in the words of the record.
 *
 * Returns: (transfer full) (nullable): the words; `NULL` where that is not said
 */
char *
karne_level_to_words (const char *level)
{
  karne_words_init ();
  if (g_strcmp0 (level, "OBLIGATOIRE") == 0)
    /* Translators: of an examination or a vaccine that the law requires. */
    return g_strdup (C_ ("level", "Compulsory"));
  if (g_strcmp0 (level, "RECOMMANDE") == 0)
    /* Translators: of an examination or a vaccine. */
    return g_strdup (C_ ("level", "Recommended"));
  return NULL;
}
