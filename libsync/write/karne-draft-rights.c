/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "write/karne-draft-private.h"

/* Wishes about who may see what. None of them is in force before the server has said so. */

#define HIDDEN "MASQUE_PS"
/* TRE_A07, status of visibility of a document. */
#define HIDDEN_LABEL                                                                               \
  "{\"coding\":[{\"system\":\"https://mos.esante.gouv.fr/NOS/TRE_A07-StatutVisibiliteDocument/"    \
  "FHIR/TRE-A07-StatutVisibiliteDocument\",\"code\":\"" HIDDEN "\",\"display\":\"Masqué aux "     \
  "professionnels de santé\"}]}"
#define ARCHIVED_URL                                                                               \
  "https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition/pdsm-ext-is-archived"

/* The items of a list of which the text does not hold `except`; then one more (nullable). NULL:
 * nothing is left. */
static char *
with_item (const char *json, const char *name, const char *except, const char *more)
{
  g_autoptr (GString) out = g_string_new ("[");
  KarneSpan list;
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan item;

  if (karne_json_find (karne_json_span (json), name, &list) && karne_json_first (list) == '[')
    {
      karne_json_walk_init (&walk, list);
      while (karne_json_walk_next (&walk, &key, &item))
        if (g_strstr_len (item.text, (gssize) item.len, except) == NULL)
          g_string_append_printf (out, "%s%.*s", out->len > 1 ? "," : "", (int) item.len,
                                  item.text);
    }
  if (more != NULL)
    g_string_append_printf (out, "%s%s", out->len > 1 ? "," : "", more);
  g_string_append_c (out, ']');
  return out->len > 2 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static KarneDraft *
draft_of (const char *kind, const char *json, const char *name, const char *value, GError **error)
{
  KarneSpan id;
  KarneSpan type;
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", kind);
  g_autofree char *bare = NULL;
  KarneDraft *draft;

  if (karne_json_check (json, strlen (json), NULL) != KARNE_FLAW_NONE ||
      !karne_json_find (karne_json_span (json), "resourceType", &type) ||
      strncmp (type.text, quoted, type.len) != 0 ||
      !karne_json_find (karne_json_span (json), "id", &id) ||
      (bare = karne_json_dup_string (id)) == NULL)
    {
      g_set_error (error, KARNE_ERROR, KARNE_ERROR_INVALID, "Changing a %s: this is none", kind);
      return NULL;
    }
  draft = karne_draft_new ();
  karne_draft_take (draft, kind, bare, karne_writer_put (json, name, value));
  return draft;
}

/**
 * karne_draft_new_visibility:
 * @document: the text of the DocumentReference
 * @hidden: whether professionals are not to see it
 * @error: return location for an error
 *
 * The wish that professionals see a document or not: the label MASQUE_PS (PDSm 3.1.1, TRE_A07). Its
 * other labels stay.
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_visibility (const char *document, gboolean hidden, GError **error)
{
  g_autofree char *labels =
      with_item (document, "securityLabel", "\"" HIDDEN "\"", hidden ? HIDDEN_LABEL : NULL);

  return draft_of ("DocumentReference", document, "securityLabel", labels, error);
}

/**
 * karne_draft_new_archiving:
 * @document: the text of the DocumentReference
 * @archived: whether it is put away
 * @error: return location for an error
 *
 * The wish that a document is put away, or is not any more (PDSm 3.1.1, `pdsm-ext-is-archived`).
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_archiving (const char *document, gboolean archived, GError **error)
{
  g_autofree char *extension =
      g_strdup_printf ("{\"url\":\"" ARCHIVED_URL "\",\"valueBoolean\":%s}",
                       archived ? "true" : "false");
  g_autofree char *extensions =
      with_item (document, "extension", "pdsm-ext-is-archived", extension);

  return draft_of ("DocumentReference", document, "extension", extensions, error);
}

/* provision: (transfer full): what is permitted or denied, an object. */
static KarneDraft *
draft_of_consent (const char *patient, const char *policy, const char *instant, char *provision)
{
  g_autofree char *provision_text = provision;
  KarneDraft *draft;
  KarneWriter writer;

  karne_writer_begin (&writer, "Consent", KARNE_FR_CORE "fr-core-consent");
  karne_writer_string (&writer, "status", "active");
  karne_writer_concept (&writer, "scope", "http://terminology.hl7.org/CodeSystem/consentscope",
                        "patient-privacy", NULL, NULL);
  karne_writer_raw (&writer, "category",
                    "[{\"coding\":[{\"system\":\"" KARNE_LOINC
                    "\",\"code\":\"59284-0\",\"display\":"
                    "\"Attestation de consentement\"}]}]");
  karne_writer_patient (&writer, "patient", patient);
  karne_writer_string (&writer, "dateTime", instant);
  karne_writer_concept (&writer, "policyRule", "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                        policy, NULL, NULL);
  karne_writer_raw (&writer, "provision", provision_text);
  draft = karne_draft_new ();
  karne_draft_take (draft, "Consent", NULL, karne_writer_end (&writer));
  return draft;
}

/* (transfer full) end: (nullable) */
static char *
write_period (const char *start, const char *end)
{
  KarneWriter period = { g_string_new ("{") };

  karne_writer_string (&period, "start", start);
  karne_writer_string (&period, "end", end);
  return karne_writer_end (&period);
}

/**
 * karne_draft_new_consent:
 * @patient: id of the Patient there
 * @purpose: why, as a code of HL7 v3 ActReason: `TREAT` for care
 * @permitted: whether it is agreed to
 * @start: (nullable): from when on; NULL: from now on
 * @end: (nullable): until when
 * @now: seconds since 1970
 * @error: return location for an error
 *
 * What the person agrees to, or does not, as a Consent (fr-core-consent, LOINC 59284-0).
 * [method@Draft.name_helper] says whom it is about.
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_consent (const char *patient,
                         const char *purpose,
                         gboolean permitted,
                         const char *start,
                         const char *end,
                         gint64 now,
                         GError **error)
{
  g_autofree char *code = karne_input_text (purpose, error);
  g_autofree char *instant = karne_input_instant (now);
  g_autofree char *period = NULL;
  g_autofree char *purposes = NULL;
  KarneWriter provision = { NULL };

  if (code == NULL || (start != NULL && !karne_input_date (start, G_MAXINT64, error)) ||
      (end != NULL && !karne_input_date (end, G_MAXINT64, error)))
    return NULL;
  period = write_period (start != NULL ? start : instant, end);
  purposes = g_strdup_printf (
      "[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActReason\",\"code\":\"%s\"}]",
      code);
  provision.text = g_string_new ("{");
  karne_writer_string (&provision, "type", permitted ? "permit" : "deny");
  karne_writer_raw (&provision, "period", period);
  karne_writer_raw (&provision, "purpose", purposes);
  return draft_of_consent (patient, permitted ? "OPTIN" : "OPTOUT", instant,
                           karne_writer_end (&provision));
}

/**
 * karne_draft_new_block:
 * @patient: id of the Patient there
 * @who: a Reference to the professional, JSON, as the fact `who` of an AuditEvent says it
 * @now: seconds since 1970
 * @error: return location for an error
 *
 * The wish that one professional does not see the record any more, from now on and without an end:
 * a Consent (fr-core-consent, LOINC 59284-0) that permits as before but for that actor
 * (`provision.type` deny, FHIR R4 Consent). [ctor@Draft.new_withdrawal] takes it back.
 *
 * Returns: (transfer full): the draft; %NULL with `KARNE_ERROR_INVALID` where it is not said who
 */
KarneDraft *
karne_draft_new_block (const char *patient, const char *who, gint64 now, GError **error)
{
  g_autofree char *instant = karne_input_instant (now);
  g_autofree char *period = write_period (instant, NULL);
  g_autofree char *actors = NULL;
  KarneSpan value;
  KarneWriter provision = { NULL };

  if (karne_json_check (who, strlen (who), NULL) != KARNE_FLAW_NONE ||
      karne_json_first (karne_json_span (who)) != '{' ||
      (!karne_json_find (karne_json_span (who), "reference", &value) &&
       !karne_json_find (karne_json_span (who), "identifier", &value)))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "Keeping a professional out: it is not said who");
      return NULL;
    }
  actors = g_strdup_printf ("[{\"role\":{\"coding\":[{\"system\":\"" KARNE_PARTICIPATION
                            "\",\"code\":\"IRCP\"}]},\"reference\":%s}]",
                            who);
  provision.text = g_string_new ("{");
  karne_writer_string (&provision, "type", "deny");
  karne_writer_raw (&provision, "period", period);
  karne_writer_raw (&provision, "actor", actors);
  return draft_of_consent (patient, "OPTIN", instant, karne_writer_end (&provision));
}

/**
 * karne_draft_new_withdrawal:
 * @consent: the text of the Consent
 * @error: return location for an error
 *
 * A consent taken back: it stays, and is inactive.
 *
 * Returns: (transfer full): the draft
 */
KarneDraft *
karne_draft_new_withdrawal (const char *consent, GError **error)
{
  return draft_of ("Consent", consent, "status", "\"inactive\"", error);
}
