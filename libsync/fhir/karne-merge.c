/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-merge-private.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-fields-private.h"
#include "fhir/karne-merge-work-private.h"

static void
overlap_free (KarneOverlap *overlap)
{
  g_free (overlap->path);
  g_free (overlap->base);
  g_free (overlap->mine);
  g_free (overlap->theirs);
  g_free (overlap);
}

void
karne_merge_free (KarneMerge *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_ptr_array_unref (self->merged);
  g_ptr_array_unref (self->overlaps);
  g_free (self);
}

void
karne_merge_work_init (KarneMergeWork *self,
                       GHashTable *choices,
                       KarneChoice otherwise,
                       gboolean has_base)
{
  self->merged = g_ptr_array_new_with_free_func (g_free);
  self->overlaps = g_ptr_array_new_with_free_func ((GDestroyNotify) overlap_free);
  self->choices = choices;
  self->otherwise = otherwise;
  self->has_base = has_base;
}

void
karne_merge_work_clear (KarneMergeWork *self)
{
  g_ptr_array_unref (self->merged);
  g_ptr_array_unref (self->overlaps);
}

void
karne_span_append (GString *out, KarneSpan span)
{
  if (span.text != NULL)
    g_string_append_len (out, span.text, (gssize) span.len);
}

static char *
dup_span (KarneSpan span)
{
  return span.text != NULL ? g_strndup (span.text, span.len) : NULL;
}

void
karne_merge_note (KarneMergeWork *self, const char *path)
{
  g_ptr_array_add (self->merged, g_strdup (path));
}

/* Decisions */

static KarneChoice
get_choice (KarneMergeWork *self, const char *path)
{
  gpointer choice;

  if (self->choices != NULL && g_hash_table_lookup_extended (self->choices, path, NULL, &choice))
    return GPOINTER_TO_INT (choice);
  return self->otherwise;
}

void
karne_merge_overlap (KarneMergeWork *self,
                     const char *path,
                     const char *list,
                     const KarneTriple *triple,
                     GString *out)
{
  KarneOverlap *overlap = g_new0 (KarneOverlap, 1);

  overlap->path = g_strdup (path);
  overlap->base = dup_span (triple->base);
  overlap->mine = dup_span (triple->mine);
  overlap->theirs = dup_span (triple->theirs);
  overlap->is_list = list != NULL && triple->mine.text != NULL && triple->theirs.text != NULL;
  g_ptr_array_add (self->overlaps, overlap);
  switch (get_choice (self, path))
    {
    case KARNE_CHOICE_THEIRS:
      karne_span_append (out, triple->theirs);
      break;
    case KARNE_CHOICE_BOTH:
      if (overlap->is_list)
        karne_merge_list_both (list, triple, out);
      else
        karne_span_append (out, triple->mine);
      break;
    case KARNE_CHOICE_MINE:
      karne_span_append (out, triple->mine);
      break;
    }
}

/* One value */

gboolean
karne_merge_plain (KarneMergeWork *self, const char *path, const KarneTriple *triple, GString *out)
{
  if (karne_json_is_same (triple->mine, triple->theirs) ||
      (self->has_base && karne_json_is_same (triple->base, triple->mine)))
    {
      karne_span_append (out, triple->theirs);
      return TRUE;
    }
  if (self->has_base && karne_json_is_same (triple->base, triple->theirs))
    {
      karne_merge_note (self, path);
      karne_span_append (out, triple->mine);
      return TRUE;
    }
  return FALSE;
}

/* Of an object, by name. */
static GHashTable *
index_members (KarneSpan object)
{
  GHashTable *members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;

  karne_json_walk_init (&walk, object);
  while (walk.in_object && karne_json_walk_next (&walk, &key, &value))
    g_hash_table_insert (members, karne_json_unescape (key), g_memdup2 (&value, sizeof value));
  return members;
}

static KarneSpan
look_up (GHashTable *members, const char *name)
{
  const KarneSpan *value = g_hash_table_lookup (members, name);

  return value != NULL ? *value : (KarneSpan){ NULL, 0 };
}

/* Whether each of `names` that `side` changed is the same in `other`. */
static gboolean
holds_changes (GHashTable *names, GHashTable *base, GHashTable *side, GHashTable *other)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!karne_json_is_same (look_up (base, name), look_up (side, name)) &&
        !karne_json_is_same (look_up (side, name), look_up (other, name)))
      return FALSE;
  return TRUE;
}

/* Whether one object changed all that the other changed, in the same way: it was written knowing
 * that, or happens to say that too. */
static gboolean
holds_all (KarneSpan base, KarneSpan side, KarneSpan other)
{
  g_autoptr (GHashTable) base_members = index_members (base);
  g_autoptr (GHashTable) side_members = index_members (side);
  g_autoptr (GHashTable) other_members = index_members (other);

  return holds_changes (base_members, base_members, side_members, other_members) &&
         holds_changes (side_members, base_members, side_members, other_members);
}

static gboolean
is_object (KarneSpan value)
{
  return karne_json_first (value) == '{';
}

void
karne_merge_whole (KarneMergeWork *self, const char *path, const KarneTriple *triple, GString *out)
{
  if (karne_merge_plain (self, path, triple, out))
    return;
  if (!self->has_base || !is_object (triple->base) || !is_object (triple->mine) ||
      !is_object (triple->theirs))
    {
      karne_merge_overlap (self, path, NULL, triple, out);
    }
  else if (holds_all (triple->base, triple->mine, triple->theirs))
    {
      karne_span_append (out, triple->theirs);
    }
  else if (holds_all (triple->base, triple->theirs, triple->mine))
    {
      karne_merge_note (self, path);
      karne_span_append (out, triple->mine);
    }
  else
    {
      karne_merge_overlap (self, path, NULL, triple, out);
    }
}

/* Concepts */

/* The set of what names them. */
static GHashTable *
list_codings (KarneSpan codings)
{
  GHashTable *identities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan coding;

  karne_json_walk_init (&walk, codings);
  while (!walk.in_object && karne_json_walk_next (&walk, &key, &coding))
    {
      char *identity = karne_field_item_identity ("coding", coding);

      g_hash_table_add (identities, identity != NULL ? identity : g_strdup (""));
    }
  return identities;
}

gboolean
karne_merge_keeps_meaning (KarneSpan base, KarneSpan side)
{
  g_autoptr (GHashTable) before = index_members (base);
  g_autoptr (GHashTable) after = index_members (side);
  g_autoptr (GHashTable) codings_before = list_codings (look_up (before, "coding"));
  g_autoptr (GHashTable) codings_after = list_codings (look_up (after, "coding"));
  GHashTableIter iter;
  gpointer identity;

  if (look_up (before, "text").text != NULL &&
      !karne_json_is_same (look_up (before, "text"), look_up (after, "text")))
    return FALSE;
  g_hash_table_iter_init (&iter, codings_before);
  while (g_hash_table_iter_next (&iter, &identity, NULL))
    if (!g_hash_table_contains (codings_after, identity))
      return FALSE;
  return TRUE;
}

static gboolean
is_concept (KarneSpan object)
{
  KarneSpan codings;

  return is_object (object) && karne_json_find (object, "coding", &codings);
}

/* Whether a side made another thing of it, of which nothing holds that the other side said of the
 * old one: a concept of another code or text, an identifier of another value. */
static gboolean
is_another (const char *name, const KarneTriple *triple)
{
  g_autofree char *base = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;

  if (is_concept (triple->base) || is_concept (triple->mine) || is_concept (triple->theirs))
    return !karne_merge_keeps_meaning (triple->base, triple->mine) ||
           !karne_merge_keeps_meaning (triple->base, triple->theirs);
  base = karne_field_item_identity (name, triple->base);
  mine = karne_field_item_identity (name, triple->mine);
  theirs = karne_field_item_identity (name, triple->theirs);
  return g_strcmp0 (base, mine) != 0 || g_strcmp0 (base, theirs) != 0;
}

/* Values of any type */

static gboolean
are_objects (const KarneTriple *triple)
{
  return is_object (triple->mine) && is_object (triple->theirs) &&
         (triple->base.text == NULL || is_object (triple->base));
}

/* What both made anew is of both only where it is a place for more of them: a group of questions.
 */
static gboolean
is_whole (const KarneMergeWork *self, const char *name, const KarneTriple *triple)
{
  if (self->has_base && triple->base.text == NULL && !g_str_equal (name, "item"))
    return TRUE;
  return karne_field_is_whole (name, triple->mine) || karne_field_is_whole (name, triple->theirs) ||
         karne_field_is_whole (name, triple->base) ||
         (triple->base.text != NULL && is_another (name, triple));
}

/* A list that is not there is an empty one. */
static gboolean
are_lists (const KarneTriple *triple)
{
  const KarneSpan sides[] = { triple->base, triple->mine, triple->theirs };

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    if (sides[i].text != NULL && karne_json_first (sides[i]) != '[')
      return FALSE;
  return TRUE;
}

void
karne_merge_value (KarneMergeWork *self,
                   const char *path,
                   const char *name,
                   const KarneTriple *triple,
                   GString *out)
{
  if (karne_merge_plain (self, path, triple, out))
    return;
  if (are_lists (triple) && self->has_base)
    karne_merge_list (self, path, name, triple, out);
  else if (are_lists (triple))
    karne_merge_overlap (self, path, name, triple, out);
  else if (!are_objects (triple))
    karne_merge_overlap (self, path, NULL, triple, out);
  else if (is_whole (self, name, triple))
    karne_merge_whole (self, path, triple, out);
  else
    karne_merge_object (self, path, triple, out);
}

/* The whole */

/* Says whether theirs is the base, too. */
static char *
run (KarneMergeWork *work,
     const char *base,
     const char *mine,
     const char *theirs,
     gboolean *is_at_base)
{
  g_autofree char *base_there = base != NULL ? karne_merge_with_identity_of (base, theirs) : NULL;
  g_autofree char *mine_there = karne_merge_with_identity_of (mine, theirs);
  KarneTriple triple = { karne_json_span (base_there), karne_json_span (mine_there),
                         karne_json_span (theirs) };
  g_autoptr (GString) out = g_string_new (NULL);

  *is_at_base = base != NULL && karne_json_is_same (triple.base, triple.theirs);
  if (karne_json_is_same (triple.mine, triple.theirs) ||
      karne_json_is_same (triple.base, triple.mine))
    return g_strdup (theirs);
  /* Also where the server's is the base: the history names the fields that changed. */
  karne_merge_object (work, "", &triple, out);
  if (*is_at_base)
    return g_steal_pointer (&mine_there);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

KarneMerge *
karne_merge (const char *base, const char *mine, const char *theirs)
{
  KarneMerge *self = g_new0 (KarneMerge, 1);
  KarneMergeWork work;
  gboolean is_at_base;
  g_autofree char *text = NULL;

  karne_merge_work_init (&work, NULL, KARNE_CHOICE_THEIRS, base != NULL);
  text = run (&work, base, mine, theirs, &is_at_base);
  self->merged = work.merged;
  self->overlaps = work.overlaps;
  if (work.overlaps->len > 0)
    {
      self->outcome = KARNE_MERGE_CONFLICT;
      return self;
    }
  if (work.merged->len == 0)
    self->outcome = KARNE_MERGE_THEIRS;
  else
    self->outcome = is_at_base ? KARNE_MERGE_MINE : KARNE_MERGE_BOTH;
  self->text = self->outcome == KARNE_MERGE_THEIRS ? g_strdup (theirs) : g_steal_pointer (&text);
  return self;
}

char *
karne_merge_resolve (const char *base,
                     const char *mine,
                     const char *theirs,
                     GHashTable *choices,
                     KarneChoice otherwise)
{
  KarneMergeWork work;
  gboolean is_at_base;
  char *text;

  karne_merge_work_init (&work, choices, otherwise, base != NULL);
  text = run (&work, base, mine, theirs, &is_at_base);
  karne_merge_work_clear (&work);
  return text;
}
