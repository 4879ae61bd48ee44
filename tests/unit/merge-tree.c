/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "merge-tree.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"

struct _MergeTree
{
  char kind;         /* '{', '[' or 0 */
  char *scalar;      /* (owned) (nullable) as it is spelled */
  GPtrArray *keys;   /* (owned) of char*, as they are spelled: of an object */
  GPtrArray *values; /* (owned) of MergeTree */
};

void
merge_tree_free (MergeTree *self)
{
  g_free (self->scalar);
  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->values);
  g_free (self);
}

static MergeTree *
tree_new (char kind, char *scalar)
{
  MergeTree *self = g_new0 (MergeTree, 1);

  self->kind = kind;
  self->scalar = scalar;
  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) merge_tree_free);
  return self;
}

static MergeTree *
tree_from_span (KarneSpan span)
{
  char first = karne_json_first (span);
  MergeTree *self;
  KarneJsonWalk walk;
  KarneSpan key = { NULL, 0 };
  KarneSpan value;

  if (first != '{' && first != '[')
    return tree_new (0, g_strndup (span.text, span.len));
  self = tree_new (first, NULL);
  karne_json_walk_init (&walk, span);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      if (first == '{')
        g_ptr_array_add (self->keys, g_strndup (key.text, key.len));
      g_ptr_array_add (self->values, tree_from_span (value));
    }
  return self;
}

MergeTree *
merge_tree_parse (const char *text)
{
  return tree_from_span (karne_json_span (text));
}

MergeTree *
merge_tree_copy (const MergeTree *self)
{
  g_autofree char *text = merge_tree_write (self, FALSE);

  return merge_tree_parse (text);
}

/* Writing */

static void
write_tree (const MergeTree *self, const char *space, GString *out)
{
  if (self->kind == 0)
    {
      g_string_append (out, self->scalar);
      return;
    }
  g_string_append_printf (out, "%c%s", self->kind, space);
  for (guint i = 0; i < self->values->len; i++)
    {
      if (i > 0)
        g_string_append_printf (out, ",%s", space);
      if (self->kind == '{')
        g_string_append_printf (out, "\"%s\"%s:%s", (char *) self->keys->pdata[i], space, space);
      write_tree (self->values->pdata[i], space, out);
      g_string_append (out, space);
    }
  g_string_append_c (out, self->kind == '{' ? '}' : ']');
}

char *
merge_tree_write (const MergeTree *self, gboolean is_spaced)
{
  GString *out = g_string_new (NULL);

  write_tree (self, is_spaced ? "\n " : "", out);
  return g_string_free (out, FALSE);
}

static void
add_scalars (const MergeTree *self, GHashTable *scalars)
{
  if (self->kind == 0)
    g_hash_table_add (scalars, g_strdup (self->scalar));
  for (guint i = 0; i < self->values->len; i++)
    add_scalars (self->values->pdata[i], scalars);
}

GHashTable *
merge_tree_list_scalars (const char *text)
{
  GHashTable *scalars = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (MergeTree) tree = merge_tree_parse (text);

  add_scalars (tree, scalars);
  return scalars;
}

/* Making: $ stands for a new text, # for a new number, * for a list of one to three of what
 * follows it up to a ;. */

static guint
draw (MergeDice *dice, guint n)
{
  return (guint) g_rand_int_range (dice->rand, 0, (gint32) n);
}

static void
append_new (MergeDice *dice, GString *out)
{
  static const char *const spellings[] = { "\"%c%u\"", "\"%c%u \\u00e9\\n\"", "\"%c%u \\\"]}\"" };

  switch (draw (dice, 6))
    {
    case 0:
      g_string_append_printf (out, spellings[1], dice->side, dice->n++);
      break;
    case 1:
      g_string_append_printf (out, spellings[2], dice->side, dice->n++);
      break;
    default:
      g_string_append_printf (out, spellings[0], dice->side, dice->n++);
      break;
    }
}

static void
append_made (const char *form, const char *end, MergeDice *dice, GString *out)
{
  for (const char *p = form; p < end; p++)
    if (*p == '$')
      append_new (dice, out);
    else if (*p == '#')
      g_string_append_printf (out, "%u%d.%u0", ++dice->n, dice->side, draw (dice, 10));
    else if (*p == '*')
      {
        const char *stop = strchr (p, ';');

        g_string_append_c (out, '[');
        for (guint i = draw (dice, 3) + 1; i > 0; i--)
          {
            append_made (p + 1, stop, dice, out);
            g_string_append (out, i > 1 ? "," : "");
          }
        g_string_append_c (out, ']');
        p = stop;
      }
    else
      g_string_append_c (out, *p);
}

static const char *const forms[] = {
  "\"status\":$",
  "\"birthDate\":$,\"_birthDate\":{\"id\":$}",
  "\"valueQuantity\":{\"value\":#,\"unit\":$}",
  "\"code\":{\"coding\":[{\"system\":$,\"code\":$,\"display\":$}],\"text\":$}",
  "\"category\":*{\"coding\":[{\"system\":$,\"code\":$}],\"text\":$};",
  "\"identifier\":*{\"system\":$,\"value\":$,\"use\":$};",
  "\"extension\":*{\"url\":$,\"valueString\":$};",
  "\"extension\":[{\"url\":$,\"extension\":[{\"url\":$,\"valueCode\":$}]},{\"url\":$,\"valueCode\":"
  "$}]",
  "\"modifierExtension\":*{\"url\":$,\"valueDecimal\":#};",
  "\"note\":*{\"text\":$};",
  "\"note\":*{\"text\":$,\"authorString\":$};,\"language\":$",
  "\"component\":*{\"code\":{\"coding\":[{\"system\":$,\"code\":$}]},\"valueDecimal\":#};",
  "\"item\":*{\"linkId\":$,\"answer\":[{\"valueString\":$}],\"item\":[{\"linkId\":$,\"text\":$}]};",
  "\"item\":[{\"linkId\":$,\"answer\":[{\"valueDecimal\":#},{\"valueString\":$}]},{\"linkId\":$}]",
  "\"contained\":*{\"resourceType\":\"Device\",\"id\":$,\"lotNumber\":$};",
  "\"name\":*{\"family\":$,\"given\":[$,$]};",
  "\"address\":[{\"line\":[$],\"city\":$}],\"telecom\":*{\"system\":\"phone\",\"value\":$,\"rank\":"
  "#};",
  "\"start\":$,\"end\":$,\"minutesDuration\":#",
  "\"period\":{\"start\":$,\"end\":$}",
  "\"provision\":{\"type\":$,\"actor\":[{\"reference\":{\"reference\":$}}],\"provision\":[{"
  "\"type\":$}]}",
  "\"participant\":*{\"actor\":{\"reference\":$},\"status\":$,\"type\":[{\"text\":$}]};",
  "\"content\":*{\"attachment\":{\"contentType\":$,\"url\":$,\"size\":#},\"format\":{\"system\":$,"
  "\"code\":$}};",
  "\"interpretation\":*{\"coding\":[{\"system\":$,\"code\":$}]};,\"dataAbsentReason\":{\"text\":$}",
  "\"lotNumber\":$,\"expirationDate\":$,\"vaccineCode\":{\"coding\":[{\"system\":$,\"code\":$}]}",
  "\"protocolApplied\":*{\"series\":$,\"doseNumberString\":$};",
  "\"input\":*{\"type\":{\"coding\":[{\"system\":$,\"code\":$}]},\"valueString\":$};",
  "\"text\":{\"status\":$,\"div\":$}",
  "\"subject\":{\"reference\":$,\"display\":$}",
  "\"x-mixed\":[$,{\"id\":$,\"m\":#},[#,$],{\"m\":$},null,{\"id\":$},$]",
  "\"x-deep\":{\"a\":{\"b\":{\"c\":$,\"d\":[{\"id\":$,\"e\":{\"f\":$,\"g\":#}}]}},\"h\":$}",
  "\"x-empty\":[],\"x-none\":{},\"x-null\":null",
};

MergeTree *
merge_tree_make (MergeDice *dice)
{
  static const char meta[] =
      ",\"meta\":{\"versionId\":\"1\",\"tag\":*{\"system\":$,\"code\":$};,\"profile\":*$;}";
  static const char *const kinds[] = { "Observation", "Immunization", "Appointment",
                                       "Task",        "Consent",      "QuestionnaireResponse",
                                       "Patient",     "Basic" };
  g_autoptr (GString) text = g_string_new ("{\"resourceType\":\"");
  g_autoptr (GString) members = g_string_new (NULL);
  guint n = draw (dice, 8) + 1;
  guint at = draw (dice, G_N_ELEMENTS (forms));

  g_string_append_printf (text, "%s\",\"id\":\"a\"", kinds[draw (dice, G_N_ELEMENTS (kinds))]);
  if (draw (dice, 2) == 0)
    append_made (meta, meta + strlen (meta), dice, text);
  /* Two forms of one member do not meet: they stand beside each other. */
  for (guint i = 0; i < n; i++, at = (at + 5) % G_N_ELEMENTS (forms))
    {
      const char *end = strchr (forms[at] + 1, '"');
      g_autofree char *name = g_strndup (forms[at], (gsize) (end - forms[at]) + 1);

      if (strstr (members->str, name) != NULL)
        continue;
      g_string_append_c (members, ',');
      append_made (forms[at], forms[at] + strlen (forms[at]), dice, members);
    }
  g_string_append_printf (text, "%s}", members->str);
  return merge_tree_parse (text->str);
}

/* Editing */

static void
renew (MergeTree *self, MergeDice *dice)
{
  if (self->kind == 0)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      append_new (dice, text);
      g_free (self->scalar);
      self->scalar = g_strdup (text->str);
    }
  for (guint i = 0; i < self->values->len; i++)
    renew (self->values->pdata[i], dice);
}

static void
add (MergeTree *self, MergeDice *dice)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint at = draw (dice, self->values->len + 1);

  append_new (dice, text);
  if (self->kind == '{')
    {
      g_ptr_array_insert (self->keys, (int) at, g_strdup_printf ("x-%c%u", dice->side, dice->n++));
      g_ptr_array_insert (self->values, (int) at, tree_new (0, g_strdup (text->str)));
    }
  else if (self->values->len > 0)
    {
      MergeTree *like = merge_tree_copy (self->values->pdata[draw (dice, self->values->len)]);

      renew (like, dice);
      g_ptr_array_insert (self->values, (int) at, like);
    }
}

static void
take_away (MergeTree *self, guint at)
{
  if (self->kind == '{')
    g_ptr_array_remove_index (self->keys, at);
  g_ptr_array_remove_index (self->values, at);
}

static void
move (MergeTree *self, MergeDice *dice, guint at)
{
  guint to = draw (dice, self->values->len);
  gpointer value = self->values->pdata[at];

  self->values->pdata[at] = self->values->pdata[to];
  self->values->pdata[to] = value;
  if (self->kind != '{')
    return;
  value = self->keys->pdata[at];
  self->keys->pdata[at] = self->keys->pdata[to];
  self->keys->pdata[to] = value;
}

static void
edit_here (MergeTree *self, MergeDice *dice, guint at)
{
  MergeTree *child = self->values->pdata[at];

  switch (draw (dice, 8))
    {
    case 0:
      take_away (self, at);
      break;
    case 1:
      add (self, dice);
      break;
    case 2:
      move (self, dice, at);
      break;
    default:
      if (child->kind == 0)
        renew (child, dice);
      else
        add (child, dice);
      break;
    }
}

static gboolean
is_kept (const MergeTree *self, guint at)
{
  static const char *const kept[] = {
    "resourceType", "id", "versionId", "lastUpdated", "meta", NULL
  };

  return self->kind == '{' && g_strv_contains (kept, self->keys->pdata[at]);
}

void
merge_tree_edit (MergeTree *self, MergeDice *dice)
{
  MergeTree *here = self;
  guint at;

  for (;;)
    {
      const MergeTree *child;

      if (here->values->len == 0)
        {
          add (here, dice);
          return;
        }
      at = draw (dice, here->values->len);
      child = here->values->pdata[at];
      if (child->kind == 0 || draw (dice, 4) == 0)
        break;
      here = here->values->pdata[at];
    }
  if (is_kept (here, at))
    add (here, dice);
  else
    edit_here (here, dice, at);
}
