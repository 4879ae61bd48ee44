/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-merge-private.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"

typedef struct
{
  const char *base;
  const char *from;
  const char *to;      /* the reference itself, quoted; NULL: */
  const char *instead; /* the member that stands in its place */
  const char *copied;  /* up to here, the text is in `out` */
  GString *out;
} Replacing;

/* A reference may name a version behind the id, which is then of another resource. */
static gboolean
is_reference_to (const Replacing *self, const char *reference)
{
  const char *rest = reference;

  if (self->base != NULL && g_str_has_prefix (rest, self->base))
    rest += strlen (self->base);
  return g_str_equal (rest, self->from) ||
         (g_str_has_prefix (rest, self->from) &&
          g_str_has_prefix (rest + strlen (self->from), "/_history/"));
}

static void
put_in_place (Replacing *self, KarneSpan key, KarneSpan value)
{
  const char *from = self->to != NULL ? value.text : key.text - 1;

  g_string_append_len (self->out, self->copied, from - self->copied);
  if (self->to != NULL)
    g_string_append_printf (self->out, "\"%s\"", self->to);
  else
    g_string_append (self->out, self->instead);
  self->copied = value.text + value.len;
}

/* With the comma that it leaves: something else stands beside it. */
static void
leave_out (Replacing *self, KarneSpan key, KarneSpan value)
{
  const char *from = key.text - 1;
  const char *to = value.text + value.len;
  const char *next = to;

  while (g_ascii_isspace (*next))
    next++;
  if (*next == ',')
    to = next + 1;
  else
    while (*from != ',')
      from--;
  g_string_append_len (self->out, self->copied, from - self->copied);
  self->copied = to;
}

static void
replace_in (Replacing *self, KarneSpan container)
{
  KarneJsonWalk walk;
  KarneSpan key = { NULL, 0 };
  KarneSpan value;
  KarneSpan identifier;

  karne_json_walk_init (&walk, container);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      char first = karne_json_first (value);

      if (first == '{' || first == '[')
        {
          replace_in (self, value);
        }
      else if (walk.in_object && first == '"' && karne_json_key_is (key, "reference"))
        {
          g_autofree char *reference = karne_json_dup_string (value);

          if (!is_reference_to (self, reference))
            continue;
          /* An object has one identifier, and this one names it already. */
          if (self->to == NULL && karne_json_find (container, "identifier", &identifier))
            leave_out (self, key, value);
          else
            put_in_place (self, key, value);
        }
    }
}

static char *
run (Replacing *self, const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  self->out = out;
  self->copied = text;
  replace_in (self, karne_json_span (text));
  if (self->copied == text)
    return NULL;
  g_string_append (out, self->copied);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
karne_references_replace (const char *text, const char *base, const char *from, const char *to)
{
  Replacing self = { .base = base, .from = from, .to = to };

  return run (&self, text);
}

char *
karne_references_make_logical (const char *text, const char *from, const char *uuid)
{
  g_autofree char *identifier = g_strdup_printf (
      "\"identifier\":{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:%s\"}", uuid);
  Replacing self = { .from = from, .instead = identifier };

  return run (&self, text);
}
