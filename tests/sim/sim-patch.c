/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "sim-patch.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"

/* The same, with another value of a member, or none. */
static char *
with_member (const char *text, const char *name, KarneSpan value)
{
  GString *out = g_string_new ("{");
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan old;

  karne_json_walk_init (&walk, karne_json_span (text));
  while (karne_json_walk_next (&walk, &key, &old))
    if (!karne_span_equal (key, name))
      g_string_append_printf (out, "%s\"%.*s\":%.*s", out->len > 1 ? "," : "", (int) key.len,
                              key.text, (int) old.len, old.text);
  if (value.text != NULL)
    g_string_append_printf (out, ",\"%s\":%.*s", name, (int) value.len, value.text);
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

static char *
apply_one (const char *text, KarneSpan operation)
{
  KarneSpan span = { NULL, 0 };
  KarneSpan now = { NULL, 0 };
  KarneSpan value = { NULL, 0 };
  g_autofree char *op = NULL;
  g_autofree char *path = NULL;
  gboolean is_there;

  op = karne_json_find (operation, "op", &span) ? karne_json_dup_string (span) : NULL;
  path = karne_json_find (operation, "path", &span) ? karne_json_dup_string (span) : NULL;
  if (op == NULL || path == NULL || *path != '/' || strchr (path + 1, '/') != NULL)
    return NULL;
  is_there = karne_json_find (karne_json_span (text), path + 1, &now);
  if (!g_str_equal (op, "remove") && !karne_json_find (operation, "value", &value))
    return NULL;
  if (!g_str_equal (op, "add") && !is_there)
    return NULL;
  if (g_str_equal (op, "test"))
    return karne_json_is_same (now, value) ? g_strdup (text) : NULL;
  return with_member (text, path + 1, value);
}

char *
sim_patch_apply (const char *text, const char *patch)
{
  g_autofree char *out = g_strdup (text);
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan operation;

  karne_json_walk_init (&walk, karne_json_span (patch));
  while (out != NULL && karne_json_walk_next (&walk, &key, &operation))
    {
      g_autofree char *before = g_steal_pointer (&out);

      out = apply_one (before, operation);
    }
  return g_steal_pointer (&out);
}
