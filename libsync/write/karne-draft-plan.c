/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "write/karne-draft-private.h"

/* What is to be done, and was: the person's acts, appointments and vaccinations. */

static KarneDraft *
draft_of (const char *kind, KarneWriter *writer)
{
  KarneDraft *draft = karne_draft_new ();

  karne_draft_take (draft, kind, NULL, karne_writer_end (writer));
  return draft;
}

/* A Task says what it is by its status; what of it is the person's own word, by businessStatus. */
static const struct
{
  const char *status;
  const char *code;
  const char *display;
} acts[] = {
  [KARNE_ACT_DONE] = { "completed", "done", "Réalisé" },
  [KARNE_ACT_PLANNED] = { "accepted", "planned", "Prévu" },
  [KARNE_ACT_NOT_NOW] = { "on-hold", "not-now", "Plus tard" },
  [KARNE_ACT_STOP] = { "rejected", "declined", "Décliné" },
};

static void
write_focus (KarneWriter *writer, const char *focus)
{
  KarneWriter reference = { NULL };
  g_autofree char *text = NULL;

  if (focus == NULL)
    return;
  reference.text = g_string_new ("{");
  karne_writer_string (&reference, "reference", focus);
  text = karne_writer_end (&reference);
  karne_writer_raw (writer, "focus", text);
}

/* When it was done is the end of its doing; when it is planned, the beginning. */
static void
write_period (KarneWriter *writer, KarneAct act, const char *date)
{
  KarneWriter period = { NULL };
  g_autofree char *text = NULL;

  if (date == NULL)
    return;
  period.text = g_string_new ("{");
  karne_writer_string (&period, "start", date);
  if (act == KARNE_ACT_DONE)
    karne_writer_string (&period, "end", date);
  text = karne_writer_end (&period);
  karne_writer_raw (writer, "executionPeriod", text);
}

/**
 * karne_draft_new_act:
 * @patient: id of the Patient there
 * @act: what the person says
 * @focus: (nullable): `Kind/id` of what the server proposes
 * @code: (nullable): `system|code` of what it is about, a rule of prevention for one
 * @title: what it is about, in words
 * @date: (nullable): when it was done, which is not in the future, or is planned
 * @reason: (nullable): why it is put off or not wanted
 * @now: seconds since 1970
 * @error: return location for an error
 *
 * What the person says of something that prevention proposes, as a Task of the person's own that
 * points at it: the server's status is left as it was sent. A thing that is done or planned has a
 * date.
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_act (const char *patient,
                     KarneAct act,
                     const char *focus,
                     const char *code,
                     const char *title,
                     const char *date,
                     const char *reason,
                     gint64 now,
                     GError **error)
{
  g_autofree char *words = karne_input_text (title, error);
  g_autofree char *system = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *authored = karne_input_instant (now);
  gboolean has_date = act == KARNE_ACT_DONE || act == KARNE_ACT_PLANNED;
  KarneWriter writer;

  if (words == NULL)
    return NULL;
  if ((has_date || date != NULL) &&
      !karne_input_date (date, act == KARNE_ACT_DONE ? now : G_MAXINT64, error))
    return NULL;
  karne_input_code (code, &system, &bare);
  karne_writer_begin (&writer, "Task", NULL);
  karne_writer_string (&writer, "status", acts[act].status);
  if (reason != NULL)
    karne_writer_concept (&writer, "statusReason", NULL, NULL, NULL, reason);
  karne_writer_concept (&writer, "businessStatus", "urn:re.karne:act", acts[act].code,
                        acts[act].display, NULL);
  karne_writer_string (&writer, "intent", "plan");
  karne_writer_concept (&writer, "code", system, bare, NULL, words);
  karne_writer_string (&writer, "description", words);
  write_focus (&writer, focus);
  karne_writer_patient (&writer, "for", patient);
  write_period (&writer, act, date);
  karne_writer_string (&writer, "authoredOn", authored);
  karne_writer_patient (&writer, "requester", patient);
  return draft_of ("Task", &writer);
}

/* Instants both, the later one last. */
static gboolean
check_hours (const char *start, const char *end, GError **error)
{
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) until = NULL;

  if (!karne_input_date (start, G_MAXINT64, error) ||
      (end != NULL && !karne_input_date (end, G_MAXINT64, error)))
    return FALSE;
  from = g_date_time_new_from_iso8601 (start, NULL);
  until = g_date_time_new_from_iso8601 (end != NULL ? end : start, NULL);
  if (from != NULL && until != NULL && g_date_time_compare (from, until) <= 0)
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                       "Writing an appointment: it has no hour, or ends before it begins");
  return FALSE;
}

/**
 * karne_draft_new_appointment:
 * @patient: id of the Patient there
 * @title: what it is
 * @start: when it begins: an instant with its zone
 * @end: (nullable): when it ends; a reminder has no end: it is said to end when it begins
 * @note: (nullable): what else is to be known
 * @error: return location for an error
 *
 * An appointment or a reminder of the person's own: an Appointment whose only participant is the
 * person, since no guide has a form for it. It books nothing.
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_appointment (const char *patient,
                             const char *title,
                             const char *start,
                             const char *end,
                             const char *note,
                             GError **error)
{
  g_autofree char *words = karne_input_text (title, error);
  g_autofree char *participant = NULL;
  KarneWriter writer;

  if (words == NULL || !check_hours (start, end, error))
    return NULL;
  participant =
      g_strdup_printf ("[{\"actor\":{\"reference\":\"Patient/%s\"},\"status\":\"accepted\"}]",
                       patient);
  karne_writer_begin (&writer, "Appointment", KARNE_FR_CORE "fr-core-appointment");
  karne_writer_string (&writer, "status", "booked");
  karne_writer_concept (&writer, "appointmentType", "urn:re.karne:appointment",
                        end != NULL ? "personal" : "reminder", end != NULL ? "Personnel" : "Rappel",
                        NULL);
  karne_writer_string (&writer, "description", words);
  karne_writer_string (&writer, "start", start);
  /* FHIR wants an end where there is a start. */
  karne_writer_string (&writer, "end", end != NULL ? end : start);
  karne_writer_string (&writer, "comment", note);
  karne_writer_raw (&writer, "participant", participant);
  return draft_of ("Appointment", &writer);
}

/* FHIR wants the number of the dose there, or that it is not known. */
static void
write_protocol (KarneWriter *writer, const char *disease, guint dose)
{
  g_autofree char *words = karne_input_text (disease, NULL);
  KarneWriter protocol;
  g_autofree char *number = NULL;
  g_autofree char *inner = NULL;
  g_autofree char *list = NULL;

  if (words == NULL && dose == 0)
    return;
  protocol = (KarneWriter){ g_string_new ("{") };
  if (words != NULL)
    {
      g_autofree char *concept = karne_writer_make_concept (NULL, NULL, NULL, words);
      g_autofree char *diseases = g_strdup_printf ("[%s]", concept);

      karne_writer_raw (&protocol, "targetDisease", diseases);
    }
  number = g_strdup_printf ("%u", dose);
  if (dose != 0)
    karne_writer_raw (&protocol, "doseNumberPositiveInt", number);
  else
    karne_writer_raw (&protocol, "_doseNumberString",
                      "{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
                      "data-absent-reason\",\"valueCode\":\"unknown\"}]}");
  inner = karne_writer_end (&protocol);
  list = g_strdup_printf ("[%s]", inner);
  karne_writer_raw (writer, "protocolApplied", list);
}

/**
 * karne_draft_new_vaccination:
 * @patient: id of the Patient there
 * @vaccine: which vaccine, or against what, in words
 * @code: (nullable): `system|code` of the vaccine
 * @disease: (nullable): what it protects against, in words
 * @dose: which dose of a series it was, from 1; 0 where that is not known
 * @date: when: a day, a month or a year, as far as it is remembered
 * @lot: (nullable): number of the lot
 * @note: (nullable): what else is to be known
 * @now: seconds since 1970
 * @error: return location for an error
 *
 * A vaccination that the person tells of: an Immunization (fr-core-immunization) whose source is
 * not who gave it.
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_vaccination (const char *patient,
                             const char *vaccine,
                             const char *code,
                             const char *disease,
                             guint dose,
                             const char *date,
                             const char *lot,
                             const char *note,
                             gint64 now,
                             GError **error)
{
  g_autofree char *words = karne_input_text (vaccine, error);
  g_autofree char *system = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *recorded = karne_input_instant (now);
  KarneWriter writer;

  if (words == NULL || !karne_input_date (date, now, error))
    return NULL;
  karne_input_code (code, &system, &bare);
  karne_writer_begin (&writer, "Immunization", KARNE_FR_CORE "fr-core-immunization");
  karne_writer_string (&writer, "status", "completed");
  karne_writer_concept (&writer, "vaccineCode", system, bare, NULL, words);
  karne_writer_patient (&writer, "patient", patient);
  karne_writer_string (&writer, "occurrenceDateTime", date);
  karne_writer_string (&writer, "recorded", recorded);
  karne_writer_boolean (&writer, "primarySource", FALSE);
  karne_writer_concept (&writer, "reportOrigin",
                        "http://terminology.hl7.org/CodeSystem/immunization-origin", "recall", NULL,
                        NULL);
  karne_writer_string (&writer, "lotNumber", lot);
  write_protocol (&writer, disease, dose);
  if (note != NULL)
    {
      KarneWriter text = { g_string_new ("{") };
      g_autofree char *inner = NULL;
      g_autofree char *list = NULL;

      karne_writer_string (&text, "text", note);
      inner = karne_writer_end (&text);
      list = g_strdup_printf ("[%s]", inner);
      karne_writer_raw (&writer, "note", list);
    }
  return draft_of ("Immunization", &writer);
}
