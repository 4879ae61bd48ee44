/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "words/karne-i18n.h"
#include "words/karne-words.h"

#include <string.h>

/* What a person reads instead of the name of a field of a resource, or of its type. */

typedef struct
{
  const char *name;
  const char *words;
} Named;

/* Translators: each of these names a field of something in the record: a measure, an appointment, a
 * document, a message, a vaccination, a task, a person… They are headings. */
static const Named fields[] = {
  { "actor", NC_ ("field", "Who") },
  { "address", NC_ ("field", "Address") },
  { "answer", NC_ ("field", "Answer") },
  { "appointmentType", NC_ ("field", "Type") },
  { "author", NC_ ("field", "Author") },
  { "authored", NC_ ("field", "Written on") },
  { "authoredOn", NC_ ("field", "Written on") },
  { "birthDate", NC_ ("field", "Date of birth") },
  { "bodySite", NC_ ("field", "Place on the body") },
  { "businessStatus", NC_ ("field", "Status given by the service") },
  { "category", NC_ ("field", "Category") },
  { "code", NC_ ("field", "What it is") },
  { "comment", NC_ ("field", "Remark") },
  { "communication", NC_ ("field", "Language") },
  { "component", NC_ ("field", "Part of the measure") },
  { "contact", NC_ ("field", "Contact") },
  { "content", NC_ ("field", "Content") },
  { "contentType", NC_ ("field", "Format") },
  { "context", NC_ ("field", "Circumstances") },
  { "data", NC_ ("field", "Content") },
  { "date", NC_ ("field", "Date") },
  { "dateTime", NC_ ("field", "Date") },
  { "description", NC_ ("field", "Description") },
  { "device", NC_ ("field", "Device") },
  { "docStatus", NC_ ("field", "Status of the document") },
  { "doseQuantity", NC_ ("field", "Dose") },
  { "effective[x]", NC_ ("field", "Date") },
  { "encounter", NC_ ("field", "Visit") },
  { "end", NC_ ("field", "End") },
  { "expirationDate", NC_ ("field", "Expiry date") },
  { "extension", NC_ ("field", "Additional information") },
  { "gender", NC_ ("field", "Sex") },
  { "high", NC_ ("field", "Upper limit") },
  { "identifier", NC_ ("field", "Identifier") },
  { "instruction", NC_ ("field", "Instructions") },
  { "interpretation", NC_ ("field", "Interpretation") },
  { "issued", NC_ ("field", "Published on") },
  { "item", NC_ ("field", "Question") },
  { "location", NC_ ("field", "Place") },
  { "lotNumber", NC_ ("field", "Batch") },
  { "low", NC_ ("field", "Lower limit") },
  { "manufacturer", NC_ ("field", "Manufacturer") },
  { "meta", NC_ ("field", "Labels") },
  { "method", NC_ ("field", "Method") },
  { "minutesDuration", NC_ ("field", "Duration in minutes") },
  { "name", NC_ ("field", "Name") },
  { "note", NC_ ("field", "Note") },
  { "occurrence[x]", NC_ ("field", "Date") },
  { "onset[x]", NC_ ("field", "Beginning") },
  { "participant", NC_ ("field", "Participant") },
  { "patientInstruction", NC_ ("field", "Instructions") },
  { "payload", NC_ ("field", "Message") },
  { "performed[x]", NC_ ("field", "Date") },
  { "performer", NC_ ("field", "Done by") },
  { "period", NC_ ("field", "Period") },
  { "priority", NC_ ("field", "Priority") },
  { "provision", NC_ ("field", "What is allowed") },
  { "reasonCode", NC_ ("field", "Why") },
  { "received", NC_ ("field", "Received on") },
  { "recipient", NC_ ("field", "Recipient") },
  { "referenceRange", NC_ ("field", "Reference range") },
  { "reported", NC_ ("field", "Origin") },
  { "requestedPeriod", NC_ ("field", "Period asked for") },
  { "route", NC_ ("field", "Way of giving") },
  { "securityLabel", NC_ ("field", "Confidentiality") },
  { "security", NC_ ("field", "Confidentiality") },
  { "sender", NC_ ("field", "Sender") },
  { "sent", NC_ ("field", "Sent on") },
  { "serviceType", NC_ ("field", "Kind of care") },
  { "site", NC_ ("field", "Injection site") },
  { "specialty", NC_ ("field", "Specialty") },
  { "start", NC_ ("field", "Beginning") },
  { "status", NC_ ("field", "Status") },
  { "statusReason", NC_ ("field", "Reason for the status") },
  { "subject", NC_ ("field", "Subject") },
  { "telecom", NC_ ("field", "Telephone, e-mail") },
  { "text", NC_ ("field", "Text") },
  { "time", NC_ ("field", "Date") },
  { "title", NC_ ("field", "Title") },
  { "topic", NC_ ("field", "Subject") },
  { "type", NC_ ("field", "Type") },
  { "unit", NC_ ("field", "Unit") },
  { "vaccineCode", NC_ ("field", "Vaccine") },
  { "value[x]", NC_ ("field", "Value") },
  { "8480-6", NC_ ("field", "Systolic blood pressure") },
  { "8462-4", NC_ ("field", "Diastolic blood pressure") },
};

/* Translators: each of these names one thing in the record, in the singular, as a heading. */
static const Named kinds[] = {
  { "Appointment", NC_ ("kind", "Appointment") },
  { "AuditEvent", NC_ ("kind", "Access to the record") },
  { "Binary", NC_ ("kind", "File") },
  { "CarePlan", NC_ ("kind", "Care plan") },
  { "Communication", NC_ ("kind", "Message") },
  { "CommunicationRequest", NC_ ("kind", "Notice") },
  { "Condition", NC_ ("kind", "Health condition") },
  { "Consent", NC_ ("kind", "Consent") },
  { "Device", NC_ ("kind", "Device") },
  { "DocumentReference", NC_ ("kind", "Document") },
  { "EpisodeOfCare", NC_ ("kind", "Episode of care") },
  { "Immunization", NC_ ("kind", "Vaccination") },
  { "ImmunizationRecommendation", NC_ ("kind", "Vaccine recommendation") },
  { "Location", NC_ ("kind", "Place") },
  { "Observation", NC_ ("kind", "Measure") },
  { "Organization", NC_ ("kind", "Organisation") },
  { "Patient", NC_ ("kind", "Person") },
  { "Practitioner", NC_ ("kind", "Health professional") },
  { "PractitionerRole", NC_ ("kind", "Professional position") },
  { "Procedure", NC_ ("kind", "Procedure") },
  { "Questionnaire", NC_ ("kind", "Questionnaire") },
  { "QuestionnaireResponse", NC_ ("kind", "Answered questionnaire") },
  { "RelatedPerson", NC_ ("kind", "Relative or carer") },
  { "Task", NC_ ("kind", "Thing to do") },
};

static const char *
find_words (const Named *table, gsize n, const char *context, const char *name)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (table[i].name, name) == 0)
      return karne_pgettext (context, table[i].words);
  return NULL;
}

/**
 * karne_kind_to_name:
 * @kind: FHIR resource type
 *
 * Says what one thing of a kind is called. With a number it is [func@kind_to_words].
 *
 * Returns: (transfer full): as “Measure”; what is not known comes back as it is
 */
char *
karne_kind_to_name (const char *kind)
{
  const char *words;

  g_return_val_if_fail (kind != NULL, NULL);

  karne_words_init ();
  words = find_words (kinds, G_N_ELEMENTS (kinds), "kind", kind);
  return g_strdup (words != NULL ? words : kind);
}

/* What is in square brackets behind a name tells one item of a list from the others; but “value[x]”
 * is a name. Returns where the step ends. */
static const char *
split_step (const char *step, char **name, char **identity)
{
  gsize len = strcspn (step, ".[");
  const char *end;

  if (g_str_has_prefix (step + len, "[x]"))
    len += strlen ("[x]");
  *name = g_strndup (step, len);
  end = step + len;
  if (*end == '[')
    {
      const char *close = strstr (end, "].");

      close = close != NULL ? close : end + strlen (end) - 1;
      *identity = g_strndup (end + 1, (gsize) MAX (close - end - 1, 0));
      end = close + 1;
    }
  return *end == '.' ? end + 1 : end;
}

/* Of “system|code” the code; a reference or an address says nothing to anybody. */
static const char *
get_code (const char *identity)
{
  const char *bar = identity != NULL ? strrchr (identity, '|') : NULL;
  const char *code = bar != NULL ? bar + 1 : identity;

  return code != NULL && *code != '\0' && strpbrk (code, "/:") == NULL ? code : NULL;
}

static char *
say_step (const char *name, const char *identity)
{
  const char *code = get_code (identity);
  const char *words =
      code != NULL ? find_words (fields, G_N_ELEMENTS (fields), "field", code) : NULL;

  if (words != NULL)
    return g_strdup (words);
  words = find_words (fields, G_N_ELEMENTS (fields), "field", name);
  words = words != NULL ? words : name;
  return code != NULL ? g_strdup_printf ("%s (%s)", words, code) : g_strdup (words);
}

/**
 * karne_field_to_words:
 * @path: where a field is in a resource, as [struct@ConflictField] and [struct@Event] say it
 *
 * Says what a field is called.
 *
 * Returns: (transfer full): as “Value”, or “Systolic blood pressure · Value” for a field inside
 *   another; a name that is not known comes back as it is
 */
char *
karne_field_to_words (const char *path)
{
  g_autoptr (GString) words = g_string_new (NULL);

  g_return_val_if_fail (path != NULL, NULL);

  karne_words_init ();
  while (*path != '\0')
    {
      g_autofree char *name = NULL;
      g_autofree char *identity = NULL;
      g_autofree char *said = NULL;

      path = split_step (path, &name, &identity);
      said = say_step (name, identity);
      g_string_append_printf (words, words->len > 0 ? " · %s" : "%s", said);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}
