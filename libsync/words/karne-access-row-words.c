/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-habilitation.h"
#include "words/karne-i18n.h"
#include "words/karne-words.h"

/* What a person reads in the access log. */

static const struct
{
  const char *act;
  const char *act_at;
} acts[] = {
  /* Translators: what somebody did with the record, as in “Read”, and as in “Read at 14:02”. */
  [KARNE_ACCESS_ACT_OTHER] = { NC_ ("access", "Other act"), NC_ ("access", "Other act at %s") },
  [KARNE_ACCESS_ACT_LOOK] = { NC_ ("access", "Read"), NC_ ("access", "Read at %s") },
  [KARNE_ACCESS_ACT_SEARCH] = { NC_ ("access", "Searched"), NC_ ("access", "Searched at %s") },
  [KARNE_ACCESS_ACT_EXPORT] = { NC_ ("access", "Saved outside the record"),
                                NC_ ("access", "Saved outside the record at %s") },
  [KARNE_ACCESS_ACT_PRINT] = { NC_ ("access", "Printed"), NC_ ("access", "Printed at %s") },
  [KARNE_ACCESS_ACT_ADD] = { NC_ ("access", "Added"), NC_ ("access", "Added at %s") },
  [KARNE_ACCESS_ACT_CHANGE] = { NC_ ("access", "Changed"), NC_ ("access", "Changed at %s") },
  [KARNE_ACCESS_ACT_DELETE] = { NC_ ("access", "Removed"), NC_ ("access", "Removed at %s") },
  [KARNE_ACCESS_ACT_UNDO] = { NC_ ("access", "Change taken back"),
                              NC_ ("access", "Change taken back at %s") },
  [KARNE_ACCESS_ACT_DECIDE] = { NC_ ("access", "Chosen between two versions"),
                                NC_ ("access", "Chosen between two versions at %s") },
  [KARNE_ACCESS_ACT_UNLOCK] = { NC_ ("access", "Record opened"),
                                NC_ ("access", "Record opened at %s") },
  [KARNE_ACCESS_ACT_SIGN_IN] = { NC_ ("access", "Signed in to a server"),
                                 NC_ ("access", "Signed in to a server at %s") },
};

/**
 * karne_access_act_to_words:
 * @act: what was done
 * @time: (nullable): the time of day, in words
 *
 * Says what was done with the record.
 *
 * Returns: (transfer full): as “Read” or “Read at 14:02”
 */
char *
karne_access_act_to_words (KarneAccessAct act, const char *time)
{
  g_return_val_if_fail (act < G_N_ELEMENTS (acts), NULL);

  karne_words_init ();
  if (time == NULL)
    return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "access", acts[act].act));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (g_dpgettext2 (GETTEXT_PACKAGE, "access", acts[act].act_at), time);
#pragma GCC diagnostic pop
}

/* Roles stand in the matrix that comes with the library; those of another one by their id. */
static char *
say_role (const char *id)
{
  g_autoptr (KarneHabilitation) matrix = karne_habilitation_new ();
  const char *title = karne_habilitation_get_title (matrix, id);

  return g_strdup (title != NULL ? g_dgettext (GETTEXT_PACKAGE, title) : id);
}

/**
 * karne_access_row_who_to_words:
 * @row: a row of the access log
 *
 * Says who it was.
 *
 * Returns: (transfer full): a name, or what is known instead of one
 */
char *
karne_access_row_who_to_words (const KarneAccessRow *row)
{
  g_return_val_if_fail (row != NULL, NULL);

  karne_words_init ();
  switch (row->reader)
    {
    case KARNE_ROLE_PERSON:
      return g_strdup (_ ("The person whose record it is"));
    case KARNE_ROLE_REPRESENTATIVE:
      return g_strdup (_ ("A parent or a legal representative"));
    case KARNE_ROLE_HELPER:
    default:
      break;
    }
  if (row->name != NULL)
    return g_strdup (row->name);
  return row->role != NULL ? say_role (row->role) : g_strdup (_ ("Name not given"));
}

/**
 * karne_access_row_role_to_words:
 * @row: a row of the access log
 *
 * Says in which role somebody helped.
 *
 * Returns: (transfer full) (nullable): as “Adviser at a counter”; `NULL` where who it was says it
 *   already
 */
char *
karne_access_row_role_to_words (const KarneAccessRow *row)
{
  g_return_val_if_fail (row != NULL, NULL);

  karne_words_init ();
  return row->reader == KARNE_ROLE_HELPER && row->name != NULL && row->role != NULL
             ? say_role (row->role)
             : NULL;
}

/* Each kind as a whole. */
static const struct
{
  const char *kind;
  const char *words;
} kinds[] = {
  /* Translators: each of these says what was looked at: all that there is of a kind. */
  { "Appointment", NC_ ("all of a kind", "Appointments") },
  { "AuditEvent", NC_ ("all of a kind", "Accesses to the record") },
  { "Communication", NC_ ("all of a kind", "Messages") },
  { "CommunicationRequest", NC_ ("all of a kind", "Notices") },
  { "DocumentReference", NC_ ("all of a kind", "Documents") },
  { "Immunization", NC_ ("all of a kind", "Vaccinations") },
  { "ImmunizationRecommendation", NC_ ("all of a kind", "Vaccine recommendations") },
  { "Observation", NC_ ("all of a kind", "Measures") },
  { "Task", NC_ ("all of a kind", "Things to do") },
};

static char *
say_kind (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "all of a kind", kinds[i].words));
  return karne_kind_to_name (kind);
}

static char *
say_one (const KarneAccessRow *row)
{
  gboolean is_document = g_str_equal (row->kind, "DocumentReference");

  if (row->title != NULL && *row->title != '\0')
    /* Translators: what was read or changed, as in “Document: Blood test”. */
    return is_document ? g_strdup_printf (_ ("Document: %s"), row->title) : g_strdup (row->title);
  return is_document ? g_strdup (_ ("A document")) : karne_kind_to_name (row->kind);
}

/**
 * karne_access_row_what_to_words:
 * @row: a row of the access log
 *
 * Says what it was done with.
 *
 * Returns: (transfer full) (nullable): as “Document: Blood test”; `NULL` where there is nothing to
 *   say
 */
char *
karne_access_row_what_to_words (const KarneAccessRow *row)
{
  g_return_val_if_fail (row != NULL, NULL);

  karne_words_init ();
  if (row->act == KARNE_ACCESS_ACT_SEARCH && row->detail != NULL)
    /* Translators: what was searched for, as in “Words: blood test”. */
    return g_strdup_printf (_ ("Words: %s"), row->detail);
  if (row->kind != NULL)
    /* Without an id, it is one that may not be known of any more, where it is no look. */
    return row->id != NULL || row->title != NULL ? say_one (row) : say_kind (row->kind);
  if (row->detail != NULL)
    return g_strdup (row->detail);
  return row->act == KARNE_ACCESS_ACT_EXPORT ? g_strdup (_ ("The whole record")) : NULL;
}

/**
 * karne_access_log_broken_to_words:
 * @row: number of the first row that is not as it was written
 *
 * Says that the access log is not what was written into it, what is safe, and what to do.
 *
 * Returns: (transfer full): a sentence
 */
char *
karne_access_log_broken_to_words (gint64 row)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, row);

  karne_words_init ();
  /* Translators: %s is the number of a line. */
  return g_strdup_printf (
      _ ("What was noted on this computer was changed from line %s on, or lines are missing there: "
         "the record itself is as it was, and whoever looks after this computer should be told."),
      number);
}
