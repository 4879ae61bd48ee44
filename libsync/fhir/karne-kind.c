/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-kind-private.h"

#include <string.h>

#define LIFT(name) "/re/karne/Karne/sql/kinds/" name ".sql"
#define BY_PERSON(name, rank, includes)                                                            \
  {                                                                                                \
    name, KARNE_KIND_BY_PERSON, rank, FALSE, "patient", includes, LIFT (name)                      \
  }
#define WRITTEN(name, rank, includes, writes, identifier)                                          \
  {                                                                                                \
    name, KARNE_KIND_BY_PERSON, rank, FALSE, "patient", includes, LIFT (name), writes, identifier  \
  }
#define ALL (KARNE_KIND_CREATE | KARNE_KIND_UPDATE | KARNE_KIND_DELETE)
#define REFERENCED(name, rank)                                                                     \
  {                                                                                                \
    name, KARNE_KIND_REFERENCED, rank, FALSE, NULL, NULL, LIFT (name)                              \
  }

/* What a guide lets a person change of the index entry of a document (PDSm: ITI-105 metadata
 * update); anything else is answered 405. */
static const char *const document_parts[] = {
  "status", "securityLabel",
  "extension:https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition/"
  "pdsm-ext-is-archived",
  NULL
};

/* By rank: what can be used first comes first. In R4, `patient` limits each of the kinds that are
 * asked for by person. `_include` is named where what it brings are people, places and devices;
 * those that could bring a kind without a row here (a CareTeam by Task:owner, a HealthcareService
 * by Appointment:actor) are left to reads. */
static const KarneKind kinds[] = {
  { "Patient", KARNE_KIND_PERSON, 0, FALSE, "_id", NULL, LIFT ("Patient") },
  BY_PERSON ("CommunicationRequest", 10, "CommunicationRequest:requester"),
  WRITTEN ("Communication", 20, NULL, KARNE_KIND_CREATE, KARNE_IDENTIFIER_MANY),
  WRITTEN ("Task", 30, "Task:requester", ALL, KARNE_IDENTIFIER_MANY),
  BY_PERSON ("ImmunizationRecommendation", 40, NULL),
  WRITTEN ("Immunization",
           50,
           "Immunization:performer Immunization:location",
           ALL,
           KARNE_IDENTIFIER_MANY),
  WRITTEN ("Appointment",
           60,
           "Appointment:practitioner Appointment:location",
           ALL,
           KARNE_IDENTIFIER_MANY),
  BY_PERSON ("RelatedPerson", 70, NULL),
  BY_PERSON ("CarePlan", 80, NULL),
  BY_PERSON ("EpisodeOfCare", 90, "EpisodeOfCare:care-manager EpisodeOfCare:organization"),
  BY_PERSON ("Condition", 100, "Condition:asserter"),
  BY_PERSON ("Procedure", 110, "Procedure:performer Procedure:location"),
  WRITTEN ("Observation", 120, "Observation:device", ALL, KARNE_IDENTIFIER_MANY),
  WRITTEN ("QuestionnaireResponse", 130, "QuestionnaireResponse:author", ALL, KARNE_IDENTIFIER_ONE),
  WRITTEN ("Consent",
           140,
           "Consent:organization",
           KARNE_KIND_CREATE | KARNE_KIND_UPDATE,
           KARNE_IDENTIFIER_MANY),
  { "DocumentReference", KARNE_KIND_BY_PERSON, 150, FALSE, "patient",
    "DocumentReference:author DocumentReference:authenticator DocumentReference:custodian",
    LIFT ("DocumentReference"), KARNE_KIND_PARTS, KARNE_IDENTIFIER_MANY, document_parts },
  { "AuditEvent", KARNE_KIND_BY_PERSON, 160, TRUE, "patient", NULL, LIFT ("AuditEvent") },
  { "Questionnaire", KARNE_KIND_CANONICAL, 170, FALSE, NULL, NULL, LIFT ("Questionnaire") },
  REFERENCED ("PractitionerRole", 180),
  REFERENCED ("Practitioner", 190),
  REFERENCED ("Organization", 200),
  REFERENCED ("Location", 210),
  { "Device", KARNE_KIND_REFERENCED, 220, FALSE, NULL, NULL, LIFT ("Device"), KARNE_KIND_CREATE,
    KARNE_IDENTIFIER_MANY },
};

const KarneKind *
karne_kind_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      return &kinds[i];

  return NULL;
}

const KarneKind *
karne_kind_get_all (gsize *n_kinds)
{
  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}
