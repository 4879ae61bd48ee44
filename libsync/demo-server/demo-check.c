/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-check.h"

#include "demo-answer.h"

#include <string.h>

typedef struct
{
  const char *kind;
  const char *statuses; /* with spaces between them */
} Rule;

/* The value sets are bound as required in R4 (https://hl7.org/fhir/R4/). */
static const Rule rules[] = {
  { "Appointment",
    "proposed pending booked arrived fulfilled cancelled noshow entered-in-error checked-in "
    "waitlist" },
  { "Communication",
    "preparation in-progress not-done on-hold stopped completed entered-in-error unknown" },
  { "Consent", "draft proposed active rejected inactive entered-in-error" },
  { "DocumentReference", "current superseded entered-in-error" },
  { "Immunization", "completed entered-in-error not-done" },
  { "Observation",
    "registered preliminary final amended corrected cancelled entered-in-error unknown" },
  { "QuestionnaireResponse", "in-progress completed amended entered-in-error stopped" },
  { "Task", "draft requested received accepted rejected ready cancelled in-progress on-hold failed "
            "completed entered-in-error" },
};

static gboolean
is_word_of (const char *words, const char *word)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) list, word);
}

gboolean
demo_check_resource (const char *kind, const DemoNode *resource, GError **error)
{
  g_autofree char *status = demo_node_dup_member (resource, "status");

  for (gsize i = 0; status != NULL && i < G_N_ELEMENTS (rules); i++)
    if (strcmp (rules[i].kind, kind) == 0 && !is_word_of (rules[i].statuses, status))
      {
        g_set_error (error, DEMO_HTTP_ERROR, 422, "%s.status is none that it can have", kind);
        return FALSE;
      }
  return TRUE;
}
