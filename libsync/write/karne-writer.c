/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "write/karne-draft-private.h"

static void
append_name (KarneWriter *self, const char *name)
{
  if (self->text->str[self->text->len - 1] != '{')
    g_string_append_c (self->text, ',');
  karne_json_append_string (self->text, name);
  g_string_append_c (self->text, ':');
}

void
karne_writer_begin (KarneWriter *self, const char *kind, const char *profile)
{
  self->text = g_string_new ("{");
  karne_writer_string (self, "resourceType", kind);
  if (profile == NULL)
    return;
  append_name (self, "meta");
  g_string_append (self->text, "{\"profile\":[");
  karne_json_append_string (self->text, profile);
  g_string_append (self->text, "]}");
}

void
karne_writer_string (KarneWriter *self, const char *name, const char *value)
{
  if (value == NULL)
    return;
  append_name (self, name);
  karne_json_append_string (self->text, value);
}

void
karne_writer_boolean (KarneWriter *self, const char *name, gboolean value)
{
  karne_writer_raw (self, name, value ? "true" : "false");
}

void
karne_writer_raw (KarneWriter *self, const char *name, const char *json)
{
  if (json == NULL)
    return;
  append_name (self, name);
  g_string_append (self->text, json);
}

void
karne_writer_patient (KarneWriter *self, const char *name, const char *patient)
{
  g_autofree char *reference = g_strconcat ("Patient/", patient, NULL);

  append_name (self, name);
  g_string_append (self->text, "{\"reference\":");
  karne_json_append_string (self->text, reference);
  g_string_append_c (self->text, '}');
}

void
karne_writer_display (KarneWriter *self, const char *name, const char *display)
{
  g_autofree char *reference = NULL;
  KarneWriter writer;

  if (display == NULL)
    return;
  writer.text = g_string_new ("{");
  karne_writer_string (&writer, "display", display);
  reference = karne_writer_end (&writer);
  karne_writer_raw (self, name, reference);
}

char *
karne_writer_make_concept (const char *system,
                           const char *code,
                           const char *display,
                           const char *text)
{
  KarneWriter concept = { g_string_new ("{") };

  if (code != NULL)
    {
      KarneWriter coding = { g_string_new ("{") };
      g_autofree char *inner = NULL;
      g_autofree char *list = NULL;

      karne_writer_string (&coding, "system", system);
      karne_writer_string (&coding, "code", code);
      karne_writer_string (&coding, "display", display);
      inner = karne_writer_end (&coding);
      list = g_strdup_printf ("[%s]", inner);
      karne_writer_raw (&concept, "coding", list);
    }
  karne_writer_string (&concept, "text", text);
  return karne_writer_end (&concept);
}

void
karne_writer_concept (KarneWriter *self,
                      const char *name,
                      const char *system,
                      const char *code,
                      const char *display,
                      const char *text)
{
  g_autofree char *concept = karne_writer_make_concept (system, code, display, text);

  karne_writer_raw (self, name, concept);
}

char *
karne_writer_end (KarneWriter *self)
{
  g_string_append_c (self->text, '}');
  return g_string_free (g_steal_pointer (&self->text), FALSE);
}

char *
karne_writer_put (const char *json, const char *name, const char *value)
{
  KarneWriter writer = { g_string_new ("{") };
  KarneJsonWalk walk;
  KarneSpan key;
  KarneSpan old;
  gboolean is_written = FALSE;

  karne_json_walk_init (&walk, karne_json_span (json));
  while (karne_json_walk_next (&walk, &key, &old))
    {
      g_autofree char *member = karne_json_unescape (key);
      g_autofree char *text = g_strndup (old.text, old.len);

      if (g_str_equal (member, name))
        {
          karne_writer_raw (&writer, name, value);
          is_written = TRUE;
        }
      else
        {
          karne_writer_raw (&writer, member, text);
        }
    }
  if (!is_written)
    karne_writer_raw (&writer, name, value);
  return karne_writer_end (&writer);
}
