/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-kinds.h"

#include "cli-output.h"

#include "fhir/karne-kinds.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *kind;
  const char *words; /* translatable: with a | between them, the best one first */
} Alias;

/* Translators: the words of this list are what somebody may type for a kind of thing, as in “karne
 * list documents”, with a | between them; the first one is the one that is shown. Plain words in
 * the plural, without spaces. */
static const Alias aliases[] = {
  { "Appointment", NC_ ("typed", "appointments|agenda") },
  { "AuditEvent", NC_ ("typed", "accesses|log") },
  { "CarePlan", NC_ ("typed", "plans|careplans") },
  { "Communication", NC_ ("typed", "messages") },
  { "CommunicationRequest", NC_ ("typed", "notices|notifications") },
  { "Condition", NC_ ("typed", "conditions|problems") },
  { "Consent", NC_ ("typed", "consents") },
  { "Device", NC_ ("typed", "devices") },
  { "DocumentReference", NC_ ("typed", "documents|docs") },
  { "EpisodeOfCare", NC_ ("typed", "episodes|pregnancies") },
  { "Immunization", NC_ ("typed", "vaccinations|vaccines|immunizations") },
  { "ImmunizationRecommendation", NC_ ("typed", "recommendations") },
  { "Location", NC_ ("typed", "places|locations") },
  { "Observation", NC_ ("typed", "measures|observations") },
  { "Organization", NC_ ("typed", "organisations|organizations") },
  { "Patient", NC_ ("typed", "person|patient") },
  { "Practitioner", NC_ ("typed", "professionals|practitioners") },
  { "PractitionerRole", NC_ ("typed", "positions|roles") },
  { "Procedure", NC_ ("typed", "procedures|acts") },
  { "Questionnaire", NC_ ("typed", "questionnaires|forms") },
  { "QuestionnaireResponse", NC_ ("typed", "answers|responses") },
  { "RelatedPerson", NC_ ("typed", "relatives|family|carers") },
  { "Task", NC_ ("typed", "tasks|todo") },
};

static gboolean
is_among (const char *words, const char *folded)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *word = g_utf8_casefold (list[i], -1);

      if (g_str_equal (word, folded))
        return TRUE;
    }

  return FALSE;
}

const char *
cli_kind_parse (const char *text)
{
  const char *const *names = karne_kinds_get_names ();
  g_autofree char *folded = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return NULL;
  for (guint i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (names[i], text) == 0)
      return names[i];

  folded = g_utf8_casefold (text, -1);
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (is_among (aliases[i].words, folded) ||
        is_among (g_dpgettext2 (GETTEXT_PACKAGE, "typed", aliases[i].words), folded))
      return aliases[i].kind;

  return NULL;
}

static char *
first_word (const Alias *alias)
{
  const char *translated = g_dpgettext2 (GETTEXT_PACKAGE, "typed", alias->words);
  g_auto (GStrv) list = g_strsplit (translated, "|", 2);

  return g_strdup (list[0]);
}

char *
cli_kind_to_word (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_str_equal (aliases[i].kind, kind))
      return first_word (&aliases[i]);

  return cli_clean (kind);
}

char *
cli_kind_list_words (void)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    {
      g_autofree char *word = first_word (&aliases[i]);

      g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", word);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}
