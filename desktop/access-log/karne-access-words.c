/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-access-words.h"

#include "karne-sync.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *code;
  const char *act;    /* where the time of day is not known */
  const char *act_at; /* with it */
} Act;

static const Act acts[] = {
  /* Translators: what somebody did with the record, as in “Read”, and as in “Read at 14:02”. */
  { "C", NC_ ("access", "Added"), NC_ ("access", "Added at %s") },
  { "R", NC_ ("access", "Read"), NC_ ("access", "Read at %s") },
  { "U", NC_ ("access", "Changed"), NC_ ("access", "Changed at %s") },
  { "D", NC_ ("access", "Removed"), NC_ ("access", "Removed at %s") },
  /* Translators: something else than reading, adding, changing or removing. */
  { "E", NC_ ("access", "Other act"), NC_ ("access", "Other act at %s") },
};

static const Act *
find_act (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_strcmp0 (acts[i].code, action) == 0)
      return &acts[i];
  return &acts[G_N_ELEMENTS (acts) - 1];
}

char *
karne_access_words_act (const char *action, const char *date)
{
  const Act *act = find_act (action);
  g_autofree char *time = date != NULL ? karne_date_to_words (date, KARNE_DATE_STYLE_TIME) : NULL;

  if (time == NULL)
    return g_strdup (g_dpgettext2 (NULL, "access", act->act));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (g_dpgettext2 (NULL, "access", act->act_at), time);
#pragma GCC diagnostic pop
}

char *
karne_access_words_role (const char *agent, const char *role)
{
  if (role != NULL && *role != '\0')
    return g_strdup (role);
  if (g_strcmp0 (agent, "Patient") == 0)
    return g_strdup (_ ("The person whose record it is"));
  if (g_strcmp0 (agent, "RelatedPerson") == 0)
    return g_strdup (_ ("A relative"));
  if (g_strcmp0 (agent, "Device") == 0)
    return g_strdup (_ ("A program"));
  if (g_strcmp0 (agent, "Organization") == 0)
    return g_strdup (_ ("An organization"));
  if (g_strcmp0 (agent, "Practitioner") == 0 || g_strcmp0 (agent, "PractitionerRole") == 0)
    return g_strdup (_ ("A professional"));
  return NULL;
}

char *
karne_access_words_what (const char *kind, const char *title)
{
  gboolean is_document = g_strcmp0 (kind, "DocumentReference") == 0;

  if (title != NULL && *title != '\0')
    /* Translators: what was read or changed, as in “Document: Blood test”. */
    return is_document ? g_strdup_printf (_ ("Document: %s"), title) : g_strdup (title);
  if (is_document)
    return g_strdup (_ ("A document"));
  return kind != NULL ? karne_kind_to_words (kind, 1) : NULL;
}

char *
karne_access_words_outcome (const char *outcome)
{
  if (g_strcmp0 (outcome, "0") == 0)
    return NULL;
  if (g_strcmp0 (outcome, "4") == 0 || g_strcmp0 (outcome, "8") == 0 ||
      g_strcmp0 (outcome, "12") == 0)
    /* Translators: how somebody’s access to the record ended. */
    return g_strdup (_ ("Did not succeed"));
  /* Translators: how somebody’s access to the record ended. */
  return g_strdup (_ ("Outcome not given"));
}
