/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-kinds.h"

#include <string.h>

static const DemoKind kinds[] = {
  { "Account", "subject", "servicePeriod", "period" },
  { "AllergyIntolerance", "patient", "recordedDate", "date" },
  { "Appointment", "participant.actor", "start requestedPeriod", "date" },
  { "AppointmentResponse", "actor", "start", NULL },
  { "AuditEvent", "agent.who entity.what", "recorded", "date" },
  { "Basic", "subject", "created", "created" },
  { "Binary", "securityContext", NULL, NULL },
  { "CarePlan", "subject", "period", "date" },
  { "CareTeam", "subject", "period", "date" },
  { "Claim", "patient", "created", "created" },
  { "ClinicalImpression", "subject", "effectiveDateTime effectivePeriod date", "date" },
  { "Communication", "subject", "sent", "sent" },
  { "CommunicationRequest", "subject", "authoredOn", "authored" },
  { "Composition", "subject", "date", "date" },
  { "Condition", "subject", "recordedDate onsetDateTime onsetPeriod", "recorded-date" },
  { "Consent", "patient", "dateTime", "date" },
  { "Coverage", "beneficiary", "period", NULL },
  { "Device", "patient", "manufactureDate", NULL },
  { "DeviceRequest", "subject", "authoredOn", "authored-on" },
  { "DiagnosticReport", "subject", "effectiveDateTime effectivePeriod", "date" },
  { "DocumentManifest", "subject", "created", "created" },
  { "DocumentReference", "subject", "date", "date" },
  { "Encounter", "subject", "period", "date" },
  { "EpisodeOfCare", "patient", "period", "date" },
  { "FamilyMemberHistory", "patient", "date", "date" },
  { "Flag", "subject", "period", "date" },
  { "Goal", "subject", "startDate", "start-date" },
  { "HealthcareService", NULL, NULL, NULL },
  { "ImagingStudy", "subject", "started", "started" },
  { "Immunization", "patient", "occurrenceDateTime", "date" },
  { "ImmunizationRecommendation", "patient", "date", "date" },
  { "List", "subject", "date", "date" },
  { "Location", NULL, NULL, NULL },
  { "Media", "subject", "createdDateTime createdPeriod", "created" },
  { "Medication", NULL, NULL, NULL },
  { "MedicationAdministration", "subject", "effectiveDateTime effectivePeriod", "effective-time" },
  { "MedicationDispense", "subject", "whenHandedOver whenPrepared", "whenhandedover" },
  { "MedicationRequest", "subject", "authoredOn", "authoredon" },
  { "MedicationStatement", "subject", "effectiveDateTime effectivePeriod", "effective" },
  { "NutritionOrder", "patient", "dateTime", "datetime" },
  { "Observation", "subject", "effectiveDateTime effectivePeriod effectiveInstant", "date" },
  { "Organization", NULL, NULL, NULL },
  { "Patient", NULL, "birthDate", "birthdate" },
  { "Practitioner", NULL, "birthDate", NULL },
  { "PractitionerRole", NULL, "period", "date" },
  { "Procedure", "subject", "performedDateTime performedPeriod", "date" },
  { "Provenance", "target", "recorded", "recorded" },
  { "Questionnaire", NULL, "date", "date" },
  { "QuestionnaireResponse", "subject", "authored", "authored" },
  { "RelatedPerson", "patient", "birthDate", "birthdate" },
  { "RiskAssessment", "subject", "occurrenceDateTime occurrencePeriod", "date" },
  { "Schedule", NULL, "planningHorizon", "date" },
  { "ServiceRequest", "subject", "authoredOn", "authored" },
  { "Slot", NULL, "start", "start" },
  { "Specimen", "subject", "collection.collectedDateTime", "collected" },
  { "SupplyDelivery", "patient", "occurrenceDateTime", NULL },
  { "Task", "for", "authoredOn", "authored-on" },
  { "VisionPrescription", "patient", "dateWritten", "datewritten" },
};

/* The types that nothing more is known of: no person, no date. */
static const char *const other_kinds[] = {
  "ActivityDefinition",
  "AdverseEvent",
  "BiologicallyDerivedProduct",
  "BodyStructure",
  "Bundle",
  "CapabilityStatement",
  "CatalogEntry",
  "ChargeItem",
  "ChargeItemDefinition",
  "ClaimResponse",
  "CodeSystem",
  "CompartmentDefinition",
  "ConceptMap",
  "Contract",
  "CoverageEligibilityRequest",
  "CoverageEligibilityResponse",
  "DetectedIssue",
  "DeviceDefinition",
  "DeviceMetric",
  "DeviceUseStatement",
  "EffectEvidenceSynthesis",
  "Endpoint",
  "EnrollmentRequest",
  "EnrollmentResponse",
  "EventDefinition",
  "Evidence",
  "EvidenceVariable",
  "ExampleScenario",
  "ExplanationOfBenefit",
  "GraphDefinition",
  "Group",
  "GuidanceResponse",
  "ImmunizationEvaluation",
  "ImplementationGuide",
  "InsurancePlan",
  "Invoice",
  "Library",
  "Linkage",
  "Measure",
  "MeasureReport",
  "MedicationKnowledge",
  "MedicinalProduct",
  "MedicinalProductAuthorization",
  "MedicinalProductContraindication",
  "MedicinalProductIndication",
  "MedicinalProductIngredient",
  "MedicinalProductInteraction",
  "MedicinalProductManufactured",
  "MedicinalProductPackaged",
  "MedicinalProductPharmaceutical",
  "MedicinalProductUndesirableEffect",
  "MessageDefinition",
  "MessageHeader",
  "MolecularSequence",
  "NamingSystem",
  "ObservationDefinition",
  "OperationDefinition",
  "OperationOutcome",
  "OrganizationAffiliation",
  "Parameters",
  "PaymentNotice",
  "PaymentReconciliation",
  "Person",
  "PlanDefinition",
  "RequestGroup",
  "ResearchDefinition",
  "ResearchElementDefinition",
  "ResearchStudy",
  "ResearchSubject",
  "RiskEvidenceSynthesis",
  "SearchParameter",
  "SpecimenDefinition",
  "StructureDefinition",
  "StructureMap",
  "Subscription",
  "Substance",
  "SubstanceNucleicAcid",
  "SubstancePolymer",
  "SubstanceProtein",
  "SubstanceReferenceInformation",
  "SubstanceSourceMaterial",
  "SubstanceSpecification",
  "SupplyRequest",
  "TerminologyCapabilities",
  "TestReport",
  "TestScript",
  "ValueSet",
  "VerificationResult",
};

/* Stored by index in database files: append only. */
static const DemoParam params[] = {
  [DEMO_PARAM_PATIENT] = { "patient", NULL },
  { "identifier", "identifier masterIdentifier" },
  { "category", "category" },
  { "type", "type" },
  { "code", "code" },
  { "status", "status" },
  { "url", "url" },
  { "vaccine-code", "vaccineCode" },
  { "clinical-status", "clinicalStatus" },
  { "verification-status", "verificationStatus" },
  { "intent", "intent" },
  { "class", "class" },
  { "active", "active" },
  { "gender", "gender" },
  { "service-type", "serviceType" },
  { "security-label", "securityLabel" },
  { "questionnaire", "questionnaire" },
  { "_tag", "meta.tag" },
  { "_profile", "meta.profile" },
  { "_security", "meta.security" },
};

const DemoKind *
demo_kind_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      return &kinds[i];
  return NULL;
}

gboolean
demo_kind_exists (const char *name)
{
  if (demo_kind_find (name) != NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (other_kinds); i++)
    if (strcmp (other_kinds[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* A log that could be changed would prove nothing. */
gboolean
demo_kind_is_for_good (const char *name)
{
  return strcmp (name, "AuditEvent") == 0;
}

const DemoKind *
demo_kinds_get (gsize *n)
{
  *n = G_N_ELEMENTS (kinds);
  return kinds;
}

const DemoParam *
demo_params_get (gsize *n)
{
  *n = G_N_ELEMENTS (params);
  return params;
}

/* -1 when there is none of that name. */
int
demo_param_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (params); i++)
    if (strcmp (params[i].name, name) == 0)
      return (int) i;
  return -1;
}
