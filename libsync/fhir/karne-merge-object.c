/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-merge-work-private.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-fields-private.h"

/* An object is merged field by field. A field is one member, or several that say something
 * together: these go as a unit, so that the value of one side never meets the type, or the
 * extension, or the judgement of the other. */

typedef enum
{
  SIDE_BASE,
  SIDE_MINE,
  SIDE_THEIRS,
  N_SIDES
} Side;

typedef struct
{
  Side side;
  KarneSpan key;
  KarneSpan value;
} Member;

typedef struct
{
  char *name;      /* (owned) */
  char *only;      /* (owned) as it is called where it has this member alone */
  GArray *members; /* (owned) of Member */
  guint n[N_SIDES];
  gboolean is_unit;     /* more than one member, or not the same one everywhere */
  char *texts[N_SIDES]; /* (owned) (nullable) of a unit: its members as an object */
  KarneTriple triple;   /* what is merged */
  gboolean by_mine;     /* changed, and not as theirs did */
  gboolean by_theirs;   /* changed, and not as mine did */
  GList link;           /* in the order */
} Field;

typedef struct
{
  const char *kind; /* (nullable) */
  gboolean joins;   /* what something is was changed: it goes with what is said of it */
  GHashTable *fields;
  GQueue order; /* of Field */
} Object;

static void
field_free (Field *field)
{
  g_free (field->name);
  g_free (field->only);
  g_array_unref (field->members);
  for (int side = 0; side < N_SIDES; side++)
    g_free (field->texts[side]);
  g_free (field);
}

static char *
name_field (const Object *self, const char *only)
{
  const char *with = karne_field_goes_with (self->kind, only);

  if (with == NULL && self->joins)
    with = karne_field_means_with (self->kind, only);
  return g_strdup (with != NULL ? with : only);
}

static Field *
field_new (char *name, char *only)
{
  Field *field = g_new0 (Field, 1);

  field->name = name;
  field->only = only;
  field->members = g_array_new (FALSE, FALSE, sizeof (Member));
  field->link.data = field;
  return field;
}

static void
add_member (Field *field, Side side, KarneSpan key, KarneSpan value)
{
  Member member = { side, key, value };

  if (field->members->len > 0)
    {
      KarneSpan first = g_array_index (field->members, Member, 0).key;

      field->is_unit = field->is_unit || field->n[side] > 0 || first.len != key.len ||
                       memcmp (first.text, key.text, key.len) != 0;
    }
  g_array_append_val (field->members, member);
  field->n[side]++;
}

/* In the order of what came first; what that lacks, behind what it stands behind. */
static void
sort_into_fields (Object *self, Side side, KarneSpan object)
{
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;
  GList *before = NULL;

  karne_json_walk_init (&walk, object);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      g_autofree char *only = karne_field_of_member (key);
      g_autofree char *name = name_field (self, only);
      Field *field = g_hash_table_lookup (self->fields, name);

      if (field == NULL)
        {
          field = field_new (g_steal_pointer (&name), g_steal_pointer (&only));
          g_hash_table_insert (self->fields, field->name, field);
          if (before != NULL)
            g_queue_insert_after_link (&self->order, before, &field->link);
          else
            g_queue_push_head_link (&self->order, &field->link);
        }
      before = &field->link;
      add_member (field, side, key, value);
    }
}

/* Changes */

static KarneSpan
unit_of (Field *field, Side side)
{
  GString *text;

  if (field->n[side] == 0)
    return (KarneSpan){ NULL, 0 };
  text = g_string_new ("{");
  for (guint i = 0; i < field->members->len; i++)
    {
      const Member *member = &g_array_index (field->members, Member, i);

      if (member->side != side)
        continue;
      g_string_append (text, text->len > 1 ? ",\"" : "\"");
      karne_span_append (text, member->key);
      g_string_append (text, "\":");
      karne_span_append (text, member->value);
    }
  g_string_append_c (text, '}');
  field->texts[side] = g_string_free (text, FALSE);
  return karne_json_span (field->texts[side]);
}

static KarneSpan
value_of (Field *field, Side side)
{
  for (guint i = 0; i < field->members->len; i++)
    if (g_array_index (field->members, Member, i).side == side)
      return g_array_index (field->members, Member, i).value;
  return (KarneSpan){ NULL, 0 };
}

static void
compare_sides (Field *field)
{
  KarneSpan (*get) (Field *, Side) = field->is_unit ? unit_of : value_of;

  field->triple =
      (KarneTriple){ get (field, SIDE_BASE), get (field, SIDE_MINE), get (field, SIDE_THEIRS) };
  if (karne_json_is_same (field->triple.mine, field->triple.theirs))
    return;
  field->by_mine = !karne_json_is_same (field->triple.base, field->triple.mine);
  field->by_theirs = !karne_json_is_same (field->triple.base, field->triple.theirs);
}

/* What says that the rest is not so: entered in error, not done, or meant otherwise. */

static gboolean
voids (KarneSpan value)
{
  return karne_span_equal (value, "\"entered-in-error\"") ||
         karne_span_equal (value, "\"not-done\"");
}

static gboolean
is_about_the_rest (const Object *self, const Field *field)
{
  if (g_str_equal (field->name, "modifierExtension") || g_str_equal (field->name, "implicitRules"))
    return TRUE;
  return self->kind != NULL && g_str_equal (field->name, "status") && !field->is_unit &&
         (voids (field->triple.base) || voids (field->triple.mine) || voids (field->triple.theirs));
}

/* One side changed what the rest means, while the other changed the rest. */
static gboolean
is_crossed (Object *self, const Field *field)
{
  if (field->by_mine == field->by_theirs || !is_about_the_rest (self, field))
    return FALSE;
  for (GList *l = self->order.head; l != NULL; l = l->next)
    {
      const Field *other = l->data;

      if (other != field && !g_str_equal (other->name, "meta") &&
          (field->by_mine ? other->by_theirs : other->by_mine))
        return TRUE;
    }
  return FALSE;
}

/* Writing */

static void
append_members (GString *out, const char *text, gsize len)
{
  if (len == 0)
    return;
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_len (out, text, (gssize) len);
}

static void
merge_field (KarneMergeWork *work, Object *object, const char *path, Field *field, GString *out)
{
  g_autofree char *element = karne_json_unescape (g_array_index (field->members, Member, 0).key);

  if (work->has_base && is_crossed (object, field))
    karne_merge_overlap (work, path, NULL, &field->triple, out);
  else if (field->is_unit)
    karne_merge_whole (work, path, &field->triple, out);
  else
    karne_merge_value (work, path, element, &field->triple, out);
}

static void
write_field (KarneMergeWork *work, Object *object, const char *path, Field *field, GString *out)
{
  const char *name = field->is_unit ? field->name : field->only;
  g_autofree char *field_path =
      *path != '\0' ? g_strdup_printf ("%s.%s", path, name) : g_strdup (name);
  g_autoptr (GString) value = g_string_new (NULL);
  g_autoptr (GString) member = g_string_new ("\"");

  merge_field (work, object, field_path, field, value);
  if (value->len == 0)
    return;
  if (field->is_unit)
    {
      append_members (out, value->str + 1, value->len - 2);
      return;
    }
  karne_span_append (member, g_array_index (field->members, Member, 0).key);
  g_string_append (member, "\":");
  append_members (out, member->str, member->len);
  g_string_append_len (out, value->str, (gssize) value->len);
}

/* Whether a side changed what something is, and not only how it is put. */
static gboolean
changes_what_it_is (const char *kind, const KarneTriple *triple)
{
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan base;

  if (kind == NULL || triple->base.text == NULL)
    return FALSE;
  karne_json_walk_init (&walk, triple->base);
  while (karne_json_walk_next (&walk, &key, &base))
    {
      g_autofree char *name = karne_json_unescape (key);
      KarneSpan mine = { NULL, 0 };
      KarneSpan theirs = { NULL, 0 };

      if (karne_field_means_with (kind, name) != NULL)
        return !karne_json_find (triple->mine, name, &mine) ||
               !karne_json_find (triple->theirs, name, &theirs) ||
               !karne_merge_keeps_meaning (base, mine) || !karne_merge_keeps_meaning (base, theirs);
    }
  return FALSE;
}

/* NULL where they do not agree on it, or have none. */
static char *
dup_kind (const KarneTriple *triple)
{
  KarneSpan mine;
  KarneSpan theirs;

  if (!karne_json_find (triple->mine, "resourceType", &mine) ||
      !karne_json_find (triple->theirs, "resourceType", &theirs) ||
      !karne_json_is_same (mine, theirs))
    return NULL;
  return karne_json_dup_string (theirs);
}

void
karne_merge_object (KarneMergeWork *self, const char *path, const KarneTriple *triple, GString *out)
{
  g_autofree char *kind = dup_kind (triple);
  g_autoptr (GHashTable) fields =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) field_free);
  Object object = { kind, changes_what_it_is (kind, triple), fields, G_QUEUE_INIT };
  gsize start = out->len;

  sort_into_fields (&object, SIDE_THEIRS, triple->theirs);
  sort_into_fields (&object, SIDE_MINE, triple->mine);
  sort_into_fields (&object, SIDE_BASE, triple->base);
  for (GList *l = object.order.head; l != NULL; l = l->next)
    compare_sides (l->data);
  g_string_append_c (out, '{');
  for (GList *l = object.order.head; l != NULL; l = l->next)
    write_field (self, &object, path, l->data, out);
  g_string_append_c (out, '}');
  /* FHIR knows no empty objects. */
  if (out->len == start + 2 && *path != '\0')
    g_string_truncate (out, start);
}
