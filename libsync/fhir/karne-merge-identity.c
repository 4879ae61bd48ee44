/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-merge-fields-private.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"

/* What tells the items of a list apart: an id, a linkId, a url, what they refer to, a code. */

typedef enum
{
  MEMBER_ID,
  MEMBER_RESOURCE_TYPE,
  MEMBER_LINK_ID,
  MEMBER_URL,
  MEMBER_REFERENCE,
  MEMBER_FULL_URL,
  MEMBER_SYSTEM,
  MEMBER_CODE,
  MEMBER_VALUE,
  MEMBER_CODING,
  MEMBER_ACTOR,
  MEMBER_INDIVIDUAL,
  MEMBER_ITEM,
  MEMBER_WHO,
  MEMBER_TARGET,
  MEMBER_IDENTIFIER,
  MEMBER_TYPE,
  N_MEMBERS
} Member;

static const char *const names[N_MEMBERS] = {
  "id",     "resourceType", "linkId", "url",        "reference", "fullUrl",
  "system", "code",         "value",  "coding",     "actor",     "individual",
  "item",   "who",          "target", "identifier", "type",
};

typedef KarneSpan Members[N_MEMBERS];

static void
find_members (KarneSpan object, Members members)
{
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;

  memset (members, 0, sizeof (Members));
  karne_json_walk_init (&walk, object);
  while (karne_json_walk_next (&walk, &key, &value))
    for (int i = 0; i < N_MEMBERS; i++)
      if (key.len > 1 && names[i][0] == key.text[0] && names[i][1] == key.text[1] &&
          karne_span_equal (key, names[i]))
        {
          members[i] = value;
          break;
        }
}

/* NULL without the second. */
static char *
join (KarneSpan first, KarneSpan second)
{
  g_autofree char *system = NULL;
  g_autofree char *value = karne_json_dup_string (second);

  if (value == NULL)
    return NULL;
  system = karne_json_dup_string (first);
  return g_strdup_printf ("%s|%s", system != NULL ? system : "", value);
}

/* Of a CodeableConcept: that of its first coding. */
static char *
first_coding_identity (KarneSpan codings)
{
  KarneSpan key;
  KarneSpan coding;
  KarneJsonWalk walk;
  Members members;

  if (karne_json_first (codings) != '[')
    return NULL;
  karne_json_walk_init (&walk, codings);
  if (!karne_json_walk_next (&walk, &key, &coding) || karne_json_first (coding) != '{')
    return NULL;
  find_members (coding, members);
  return join (members[MEMBER_SYSTEM], members[MEMBER_CODE]);
}

/* Of what an item is about: a concept, a reference, an identifier. */
static char *
subject_identity (KarneSpan subject)
{
  Members members;
  char *identity;

  if (karne_json_first (subject) != '{')
    return NULL;
  find_members (subject, members);
  identity = first_coding_identity (members[MEMBER_CODING]);
  if (identity == NULL)
    identity = karne_json_dup_string (members[MEMBER_REFERENCE]);
  if (identity == NULL)
    identity = join (members[MEMBER_SYSTEM], members[MEMBER_VALUE]);
  return identity;
}

/* An element that is told apart by one of its members: a component by its code, a participant by
 * its actor. */
static char *
member_identity (Members members)
{
  static const Member subjects[] = { MEMBER_CODE, MEMBER_ACTOR,  MEMBER_INDIVIDUAL, MEMBER_ITEM,
                                     MEMBER_WHO,  MEMBER_TARGET, MEMBER_IDENTIFIER };
  char *identity = NULL;

  for (gsize i = 0; identity == NULL && i < G_N_ELEMENTS (subjects); i++)
    identity = subject_identity (members[subjects[i]]);
  return identity;
}

/* An answer is what was answered. */
static char *
answer_identity (KarneSpan answer)
{
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;

  karne_json_walk_init (&walk, answer);
  while (karne_json_walk_next (&walk, &key, &value))
    if (key.len > 5 && strncmp (key.text, "value", 5) == 0)
      {
        g_autoptr (GString) canon = g_string_new (NULL);
        char *text = karne_json_first (value) == '{' ? karne_field_item_identity ("value", value)
                                                     : karne_json_dup_string (value);

        if (text != NULL)
          return text;
        karne_json_canonicalize (value, canon);
        return g_string_free (g_steal_pointer (&canon), FALSE);
      }
  return NULL;
}

static char *
plain_identity (KarneSpan item)
{
  static const Member strings[] = { MEMBER_LINK_ID, MEMBER_URL, MEMBER_REFERENCE, MEMBER_FULL_URL };
  Members members;
  char *identity;

  find_members (item, members);
  identity = join (members[MEMBER_RESOURCE_TYPE], members[MEMBER_ID]);
  for (gsize i = 0; identity == NULL && i < G_N_ELEMENTS (strings); i++)
    identity = karne_json_dup_string (members[strings[i]]);
  if (identity == NULL)
    identity = join (members[MEMBER_SYSTEM], members[MEMBER_CODE]);
  if (identity == NULL)
    identity = join (members[MEMBER_SYSTEM], members[MEMBER_VALUE]);
  if (identity == NULL)
    identity = first_coding_identity (members[MEMBER_CODING]);
  return identity != NULL ? identity : member_identity (members);
}

/* What goes into a task, and comes out, is told apart by its type; what a document replaces, by
 * that document. */
static char *
subject_or_id (KarneSpan item, Member subject)
{
  Members members;
  char *identity;

  find_members (item, members);
  identity = join (members[MEMBER_RESOURCE_TYPE], members[MEMBER_ID]);
  return identity != NULL ? identity : subject_identity (members[subject]);
}

char *
karne_field_item_identity (const char *name, KarneSpan item)
{
  if (karne_json_first (item) != '{')
    return NULL;
  if (g_str_equal (name, "answer"))
    return answer_identity (item);
  if (g_str_equal (name, "input") || g_str_equal (name, "output"))
    return subject_or_id (item, MEMBER_TYPE);
  if (g_str_equal (name, "relatesTo"))
    return subject_or_id (item, MEMBER_TARGET);
  return plain_identity (item);
}
