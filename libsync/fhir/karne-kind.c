/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-kind-private.h"

#include <string.h>

#define LIFT(name) "/re/karne/Karne/sql/kinds/" name ".sql"
#define BY_PERSON(name, rank, includes)                                                            \
  {                                                                                                \
    name, KARNE_KIND_BY_PERSON, rank, FALSE, "patient", includes, LIFT (name)                      \
  }
#define REFERENCED(name, rank)                                                                     \
  {                                                                                                \
    name, KARNE_KIND_REFERENCED, rank, FALSE, NULL, NULL, LIFT (name)                              \
  }

/* By rank: what can be used first comes first. In R4, `patient` limits each of the kinds that are
 * asked for by person. `_include` is named where what it brings are people, places and devices;
 * those that could bring a kind without a row here (a CareTeam by Task:owner, a HealthcareService
 * by Appointment:actor) are left to reads. */
static const KarneKind kinds[] = {
  { "Patient", KARNE_KIND_PERSON, 0, FALSE, "_id", NULL, LIFT ("Patient") },
  BY_PERSON ("CommunicationRequest", 10, "CommunicationRequest:requester"),
  BY_PERSON ("Communication", 20, NULL),
  BY_PERSON ("Task", 30, "Task:requester"),
  BY_PERSON ("ImmunizationRecommendation", 40, NULL),
  BY_PERSON ("Immunization", 50, "Immunization:performer Immunization:location"),
  BY_PERSON ("Appointment", 60, "Appointment:practitioner Appointment:location"),
  BY_PERSON ("RelatedPerson", 70, NULL),
  BY_PERSON ("CarePlan", 80, NULL),
  BY_PERSON ("EpisodeOfCare", 90, "EpisodeOfCare:care-manager EpisodeOfCare:organization"),
  BY_PERSON ("Condition", 100, "Condition:asserter"),
  BY_PERSON ("Procedure", 110, "Procedure:performer Procedure:location"),
  BY_PERSON ("Observation", 120, "Observation:device"),
  BY_PERSON ("QuestionnaireResponse", 130, "QuestionnaireResponse:author"),
  BY_PERSON ("Consent", 140, "Consent:organization"),
  BY_PERSON ("DocumentReference",
             150,
             "DocumentReference:author DocumentReference:authenticator "
             "DocumentReference:custodian"),
  { "AuditEvent", KARNE_KIND_BY_PERSON, 160, TRUE, "patient", NULL, LIFT ("AuditEvent") },
  { "Questionnaire", KARNE_KIND_CANONICAL, 170, FALSE, NULL, NULL, LIFT ("Questionnaire") },
  REFERENCED ("PractitionerRole", 180),
  REFERENCED ("Practitioner", 190),
  REFERENCED ("Organization", 200),
  REFERENCED ("Location", 210),
  REFERENCED ("Device", 220),
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
