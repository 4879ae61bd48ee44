/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-merge-work-private.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"

/* What the server alone says of a resource. */
static const char *const of_the_server[] = { "versionId", "_versionId", "lastUpdated",
                                             "_lastUpdated" };

static gboolean
is_of_the_server (KarneSpan key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (of_the_server); i++)
    if (karne_json_key_is (key, of_the_server[i]))
      return TRUE;
  return FALSE;
}

static KarneSpan
find (KarneSpan object, const char *name)
{
  KarneSpan value;

  return karne_json_first (object) == '{' && karne_json_find (object, name, &value)
             ? value
             : (KarneSpan){ NULL, 0 };
}

static gboolean
is_same_text (KarneSpan a, KarneSpan b)
{
  return a.len == b.len && (a.len == 0 || memcmp (a.text, b.text, a.len) == 0);
}

/* Nothing can be put into what is no object: it stays as it came. */
static gboolean
is_odd (KarneSpan meta)
{
  return meta.text != NULL && karne_json_first (meta) != '{';
}

/* Nothing of the text is to be written anew. */
static gboolean
has_identity_of (KarneSpan text, KarneSpan other, gboolean has_meta)
{
  KarneSpan meta = find (text, "meta");
  KarneSpan meta_there = find (other, "meta");
  KarneSpan id = find (text, "id");
  KarneSpan id_there = find (other, "id");

  if (meta.text != NULL && !has_meta)
    return FALSE;
  if (id.text != NULL && id_there.text != NULL && !is_same_text (id, id_there))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (of_the_server) && !is_odd (meta); i++)
    if (!is_same_text (find (meta, of_the_server[i]), find (meta_there, of_the_server[i])))
      return FALSE;
  return TRUE;
}

static void
append_member (GString *out, KarneSpan key, KarneSpan value)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  karne_span_append (out, key);
  g_string_append (out, "\":");
  karne_span_append (out, value);
}

/* What the server says of it first, then the rest. */
static char *
dup_meta (KarneSpan meta, KarneSpan meta_there)
{
  GString *out = g_string_new ("{");
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;

  for (gsize i = 0; i < G_N_ELEMENTS (of_the_server); i++)
    if ((value = find (meta_there, of_the_server[i])).text != NULL)
      append_member (out, karne_json_span (of_the_server[i]), value);
  if (karne_json_first (meta) == '{')
    {
      karne_json_walk_init (&walk, meta);
      while (karne_json_walk_next (&walk, &key, &value))
        if (!is_of_the_server (key))
          append_member (out, key, value);
    }
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

char *
karne_merge_with_identity_of (const char *text, const char *other)
{
  KarneSpan resource = karne_json_span (text);
  KarneSpan there = karne_json_span (other);
  KarneSpan meta = find (resource, "meta");
  KarneSpan id = find (there, "id");
  g_autofree char *new_meta =
      is_odd (meta) ? g_strndup (meta.text, meta.len) : dup_meta (meta, find (there, "meta"));
  /* One that holds nothing is none. */
  gboolean has_meta = !g_str_equal (new_meta, "{}");
  g_autoptr (GString) out = g_string_new ("{");
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan value;

  if (has_identity_of (resource, there, has_meta))
    return g_strdup (text);
  karne_json_walk_init (&walk, resource);
  while (karne_json_walk_next (&walk, &key, &value))
    if (karne_json_key_is (key, "id") && id.text != NULL)
      append_member (out, key, id);
    else if (!karne_json_key_is (key, "meta"))
      append_member (out, key, value);
    else if (has_meta)
      append_member (out, key, karne_json_span (new_meta));
  if (meta.text == NULL && has_meta)
    append_member (out, karne_json_span ("meta"), karne_json_span (new_meta));
  g_string_append_c (out, '}');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
karne_merge_is_same (const char *a, const char *b)
{
  g_autofree char *bare_a = karne_merge_with_identity_of (a, NULL);
  g_autofree char *bare_b = karne_merge_with_identity_of (b, NULL);

  return karne_json_is_same (karne_json_span (bare_a), karne_json_span (bare_b));
}
