/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-string-private.h"

#include <string.h>

/* Steps over the members of one checked object, or the items of one checked array. As the text is
 * known to be JSON, finding brackets and quotes is enough. */

static const char *
skip_to_value (const char *p, const char *end)
{
  while (p < end && (g_ascii_isspace (*p) || *p == ',' || *p == ':'))
    p++;
  return p;
}

/* At the opening quote; returns what comes after the closing one. */
static const char *
skip_string (const char *p, const char *end)
{
  for (p++; (p = karne_json_skip_to_quote (p, end)) < end && *p == '\\';)
    p = MIN (p + 2, end);
  return MIN (p + 1, end);
}

static const char *
skip_scalar (const char *p, const char *end)
{
  while (p < end && *p != ',' && *p != '}' && *p != ']' && !g_ascii_isspace (*p))
    p++;
  return p;
}

static const char *
skip_container (const char *p, const char *end)
{
  gsize depth = 0;

  while (p < end)
    {
      char c = *p;

      p = c == '"' ? skip_string (p, end) : p + 1;
      if (c == '{' || c == '[')
        depth++;
      if ((c == '}' || c == ']') && --depth == 0)
        return p;
    }
  return end;
}

static const char *
skip_value (const char *p, const char *end)
{
  if (p < end && *p == '"')
    return skip_string (p, end);
  if (p < end && (*p == '{' || *p == '['))
    return skip_container (p, end);
  return skip_scalar (p, end);
}

void
karne_json_walk_init (KarneJsonWalk *self, KarneSpan container)
{
  const char *p = container.text;
  const char *end = p != NULL ? p + container.len : NULL;

  while (p < end && g_ascii_isspace (*p))
    p++;
  self->in_object = p < end && *p == '{';
  self->p = p < end && (*p == '{' || *p == '[') ? p + 1 : end;
  self->end = end;
}

gboolean
karne_json_walk_next (KarneJsonWalk *self, KarneSpan *key, KarneSpan *value)
{
  const char *p = skip_to_value (self->p, self->end);

  if (p == self->end || *p == '}' || *p == ']')
    return FALSE;
  if (self->in_object)
    {
      const char *key_end = skip_string (p, self->end);

      *key = (KarneSpan){ p + 1, (gsize) (key_end - p) - 2 };
      p = skip_to_value (key_end, self->end);
    }
  self->p = skip_value (p, self->end);
  *value = (KarneSpan){ p, (gsize) (self->p - p) };
  return TRUE;
}

gboolean
karne_json_key_is (KarneSpan key, const char *name)
{
  g_autofree char *plain = NULL;

  if (karne_span_equal (key, name))
    return TRUE;
  if (memchr (key.text, '\\', key.len) == NULL)
    return FALSE;
  plain = karne_json_unescape (key);
  return g_str_equal (plain, name);
}

gboolean
karne_json_find (KarneSpan object, const char *name, KarneSpan *value)
{
  KarneJsonWalk walk;
  KarneSpan key = { NULL, 0 };

  karne_json_walk_init (&walk, object);
  while (walk.in_object && karne_json_walk_next (&walk, &key, value))
    if (karne_json_key_is (key, name))
      return TRUE;
  return FALSE;
}

char *
karne_json_dup_string (KarneSpan value)
{
  if (value.len < 2 || value.text[0] != '"')
    return NULL;
  return karne_json_unescape ((KarneSpan){ value.text + 1, value.len - 2 });
}
