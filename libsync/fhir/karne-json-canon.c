/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-canon-private.h"

#include <string.h>

typedef struct
{
  char *key; /* (owned) unescaped */
  KarneSpan value;
} Member;

static void
clear_member (gpointer data)
{
  g_free (((Member *) data)->key);
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Member *) a)->key, ((const Member *) b)->key);
}

void
karne_json_append_string (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (out, '\\');
      if ((guchar) *p < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
write_object (KarneSpan value, GString *out)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (Member));
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan inner;

  g_array_set_clear_func (members, clear_member);
  karne_json_walk_init (&walk, value);
  while (karne_json_walk_next (&walk, &key, &inner))
    {
      Member member = { karne_json_unescape (key), inner };

      g_array_append_val (members, member);
    }
  g_array_sort (members, compare_members);
  g_string_append_c (out, '{');
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);

      karne_json_append_string (out, member->key);
      karne_json_canonicalize (member->value, out);
    }
  g_string_append_c (out, '}');
}

static void
write_array (KarneSpan value, GString *out)
{
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan inner;

  karne_json_walk_init (&walk, value);
  g_string_append_c (out, '[');
  while (karne_json_walk_next (&walk, &key, &inner))
    {
      karne_json_canonicalize (inner, out);
      g_string_append_c (out, ',');
    }
  g_string_append_c (out, ']');
}

void
karne_json_canonicalize (KarneSpan value, GString *out)
{
  switch (karne_json_first (value))
    {
    case '{':
      write_object (value, out);
      break;
    case '[':
      write_array (value, out);
      break;
    case '"':
      {
        g_autofree char *text = karne_json_dup_string (value);

        karne_json_append_string (out, text);
        break;
      }
    default:
      g_string_append_len (out, value.text, (gssize) value.len);
      break;
    }
}

/* Comparing */

static gboolean
is_same_text (KarneSpan a, KarneSpan b)
{
  return a.len == b.len && memcmp (a.text, b.text, a.len) == 0;
}

/* Two that are spelled alike as far as they go need no other form to be compared in. */
static gboolean
is_same_canon (KarneSpan a, KarneSpan b)
{
  g_autoptr (GString) canon_a = g_string_sized_new (a.len);
  g_autoptr (GString) canon_b = g_string_sized_new (b.len);

  karne_json_canonicalize (a, canon_a);
  karne_json_canonicalize (b, canon_b);
  return g_string_equal (canon_a, canon_b);
}

static gboolean
has_escapes (KarneSpan string)
{
  return memchr (string.text, '\\', string.len) != NULL;
}

/* Members in the same order, mostly; where they are not, in that of their names. */
static gboolean
is_same_inside (KarneSpan a, KarneSpan b)
{
  KarneJsonWalk walk_a;
  KarneJsonWalk walk_b;
  KarneSpan key_a = { NULL, 0 };
  KarneSpan key_b = { NULL, 0 };
  KarneSpan value_a;
  KarneSpan value_b;

  karne_json_walk_init (&walk_a, a);
  karne_json_walk_init (&walk_b, b);
  for (;;)
    {
      gboolean more_a = karne_json_walk_next (&walk_a, &key_a, &value_a);
      gboolean more_b = karne_json_walk_next (&walk_b, &key_b, &value_b);

      if (!more_a || !more_b)
        return more_a == more_b;
      if (walk_a.in_object && !is_same_text (key_a, key_b))
        return is_same_canon (a, b);
      if (!karne_json_is_same (value_a, value_b))
        return FALSE;
    }
}

gboolean
karne_json_is_same (KarneSpan a, KarneSpan b)
{
  if (a.text == NULL || b.text == NULL)
    return a.text == b.text;
  if (is_same_text (a, b))
    return TRUE;
  if (karne_json_first (a) != karne_json_first (b))
    return FALSE;
  switch (karne_json_first (a))
    {
    case '{':
    case '[':
      return is_same_inside (a, b);
    case '"':
      return (has_escapes (a) || has_escapes (b)) && is_same_canon (a, b);
    default:
      return FALSE;
    }
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

KarneSpan
karne_json_span (const char *text)
{
  KarneSpan span = { NULL, 0 };

  if (text == NULL)
    return span;
  while (is_space (*text))
    text++;
  span.text = text;
  span.len = strlen (text);
  while (span.len > 0 && is_space (text[span.len - 1]))
    span.len--;
  return span;
}

char
karne_json_first (KarneSpan value)
{
  return value.text != NULL && value.len > 0 ? value.text[0] : '\0';
}
