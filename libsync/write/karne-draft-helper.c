/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "write/karne-draft-private.h"

/* Whom a consent lets in, and to what not. */

#define HELPER_ID "helper"
#define RESOURCE_TYPES "http://hl7.org/fhir/resource-types"

static gboolean
is_consent (KarneDraft *draft)
{
  return draft != NULL && karne_draft_get_n_resources (draft) == 1 &&
         g_str_equal (karne_draft_get_kind (draft, 0), "Consent");
}

/* Whoever is let in has no account there, and so no resource of its own: it is contained. (transfer
 * full) a list of one PractitionerRole. */
static char *
write_helper (const char *name, const char *structure, const char *role)
{
  g_autofree char *concept = karne_writer_make_concept (NULL, NULL, NULL, role);
  g_autofree char *codes = role != NULL ? g_strdup_printf ("[%s]", concept) : NULL;
  g_autofree char *helper = NULL;
  KarneWriter writer;

  karne_writer_begin (&writer, "PractitionerRole", NULL);
  karne_writer_string (&writer, "id", HELPER_ID);
  karne_writer_display (&writer, "practitioner", name);
  karne_writer_display (&writer, "organization", structure);
  karne_writer_raw (&writer, "code", codes);
  helper = karne_writer_end (&writer);
  return g_strdup_printf ("[%s]", helper);
}

/* (transfer full) a list of one actor of a provision */
static char *
write_actor (const char *name, const char *structure, const char *role)
{
  const char *said[] = { name != NULL ? name : structure, name != NULL ? structure : NULL, NULL };
  g_autofree char *display = g_strjoinv (", ", (char **) said);
  g_autofree char *as = karne_writer_make_concept (KARNE_PARTICIPATION, "IRCP", NULL, role);
  g_autofree char *reference = NULL;
  g_autofree char *actor = NULL;
  KarneWriter who = { g_string_new ("{") };
  KarneWriter writer = { g_string_new ("{") };

  karne_writer_string (&who, "reference", "#" HELPER_ID);
  karne_writer_string (&who, "display", *display != '\0' ? display : role);
  reference = karne_writer_end (&who);
  karne_writer_raw (&writer, "role", as);
  karne_writer_raw (&writer, "reference", reference);
  actor = karne_writer_end (&writer);
  return g_strdup_printf ("[%s]", actor);
}

/* The provision of a consent with one member put in place of what it was. */
static void
set_in_provision (KarneDraft *consent, const char *name, const char *value)
{
  const char *json = karne_draft_get_json (consent, 0);
  g_autofree char *old = NULL;
  g_autofree char *provision = NULL;
  KarneSpan span;

  if (!karne_json_find (karne_json_span (json), "provision", &span))
    g_assert_not_reached ();
  old = g_strndup (span.text, span.len);
  provision = karne_writer_put (old, name, value);
  karne_draft_replace (consent, karne_writer_put (json, "provision", provision));
}

/**
 * karne_draft_name_helper:
 * @self: a draft of [ctor@Draft.new_consent]
 * @name: (nullable): the name of who is let in
 * @structure: (nullable): for whom that one works
 * @role: (nullable): as what that one helps, in words
 *
 * Says whom the consent is about, so that the record tells the person whom it let in.
 *
 * In FHIR R4 an actor of `Consent.provision` has a role and a reference, both required. The role is
 * of the value set security-role-type, which is extensible: `IRCP` of HL7 v3 ParticipationType, who
 * receives information, with the role in words. The reference is to a contained PractitionerRole,
 * since a helper has no resource of its own on the server; what is contained has to be referred to
 * (dom-3). `Consent.organization` stays empty: it is who manages the consent (FHIR R4 Consent), and
 * not where the helper works.
 *
 * Of somebody of whom nothing is said there is no actor.
 */
void
karne_draft_name_helper (KarneDraft *self,
                         const char *name,
                         const char *structure,
                         const char *role)
{
  g_autofree char *who = karne_input_text (name, NULL);
  g_autofree char *where = karne_input_text (structure, NULL);
  g_autofree char *what = karne_input_text (role, NULL);
  g_autofree char *contained = NULL;
  g_autofree char *actors = NULL;

  g_return_if_fail (is_consent (self));

  if (who == NULL && where == NULL && what == NULL)
    return;
  contained = write_helper (who, where, what);
  actors = write_actor (who, where, what);
  set_in_provision (self, "actor", actors);
  karne_draft_replace (self,
                       karne_writer_put (karne_draft_get_json (self, 0), "contained", contained));
}

/**
 * karne_draft_except_kinds:
 * @self: a draft of [ctor@Draft.new_consent]
 * @kinds: (array zero-terminated=1): FHIR resource types, maybe none
 *
 * Says of what the consent does not speak: in a provision within its own that denies them. Kinds
 * are codes of FHIR's own resource types, which FHIR R4 has in the value set of
 * `Consent.provision.class` (consent-content-class).
 */
void
karne_draft_except_kinds (KarneDraft *self, const char *const *kinds)
{
  g_autoptr (GString) classes = g_string_new ("[");
  g_autofree char *nested = NULL;

  g_return_if_fail (is_consent (self) && kinds != NULL);

  if (kinds[0] == NULL)
    return;
  for (guint i = 0; kinds[i] != NULL; i++)
    {
      KarneWriter class = { g_string_new ("{") };
      g_autofree char *text = NULL;

      karne_writer_string (&class, "system", RESOURCE_TYPES);
      karne_writer_string (&class, "code", kinds[i]);
      text = karne_writer_end (&class);
      g_string_append_printf (classes, "%s%s", i > 0 ? "," : "", text);
    }
  nested = g_strdup_printf ("[{\"type\":\"deny\",\"class\":%s]}]", classes->str);
  set_in_provision (self, "provision", nested);
}
