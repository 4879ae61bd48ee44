/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-mask-groups.h"

#include <glib/gi18n.h>

static const KarneMaskGroup groups[] = {
  /* Translators: in a list of what is masked. */
  { { "Task" }, NC_ ("masked", "reminders") },
  /* Translators: in a list of what is masked. */
  { { "Appointment" }, NC_ ("masked", "appointments") },
  /* Translators: in a list of what is masked. */
  { { "Immunization", "ImmunizationRecommendation" }, NC_ ("masked", "vaccinations") },
  /* Translators: in a list of what is masked. */
  { { "DocumentReference" }, NC_ ("masked", "documents") },
  /* Translators: in a list of what is masked, as in “Masked for this role: measures, illnesses”. */
  { { "Observation" }, NC_ ("masked", "measures") },
  /* Translators: in a list of what is masked. */
  { { "Condition", "EpisodeOfCare", "CarePlan" }, NC_ ("masked", "illnesses") },
  /* Translators: in a list of what is masked. */
  { { "Procedure" }, NC_ ("masked", "treatments") },
  /* Translators: in a list of what is masked. */
  { { "Communication", "CommunicationRequest" }, NC_ ("masked", "messages") },
  /* Translators: in a list of what is masked. */
  { { "Questionnaire", "QuestionnaireResponse" }, NC_ ("masked", "questionnaires") },
  /* Translators: in a list of what is masked: who looked at the record. */
  { { "AuditEvent" }, NC_ ("masked", "accesses to the record") },
  { { NULL }, NULL },
};

const KarneMaskGroup *
karne_mask_groups_get_all (void)
{
  return groups;
}

const char *
karne_mask_groups_find_words (const char *kind)
{
  for (const KarneMaskGroup *group = groups; group->words != NULL; group++)
    if (g_strv_contains (group->kinds, kind))
      return g_dpgettext2 (NULL, "masked", group->words);
  g_return_val_if_reached (NULL);
}

/* Of documents, what it sees of those of the class of which it sees most. */
static gboolean
sees (KarneHabilitation *matrix, const char *role, const char *kind)
{
  return karne_habilitation_get_most (matrix, role, kind) != KARNE_ACCESS_MASKED;
}

gboolean
karne_mask_group_is_seen (const KarneMaskGroup *group, KarneHabilitation *matrix, const char *role)
{
  for (guint i = 0; group->kinds[i] != NULL; i++)
    if (sees (matrix, role, group->kinds[i]))
      return TRUE;
  return FALSE;
}

char *
karne_mask_groups_to_words (const char *const *kinds)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (const KarneMaskGroup *group = groups; kinds != NULL && group->words != NULL; group++)
    if (g_strv_contains (kinds, group->kinds[0]))
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "",
                              g_dpgettext2 (NULL, "masked", group->words));
  return list->len > 0 ? g_string_free (g_steal_pointer (&list), FALSE) : NULL;
}
