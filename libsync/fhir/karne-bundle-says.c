/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-bundle-says-private.h"

#include "karne-error.h"

#define MAX_MEMBER (1024 * 1024)

static gboolean
fail_flawed (GError **error, KarneFlaw flaw)
{
  g_set_error (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
               "Reading a FHIR page: the Bundle around the entries is flawed: %s",
               karne_flaw_to_nick (flaw));
  return FALSE;
}

static gboolean
fail_too_large (GError **error)
{
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                       "Reading a FHIR page: a member of the Bundle is too large");
  return FALSE;
}

static void
take_string (char **member, KarneSpan value)
{
  g_free (*member);
  *member = karne_json_dup_string (value);
}

static void
note_links (KarneBundleSays *self, KarneSpan links)
{
  KarneJsonWalk walk;
  KarneSpan key, link, relation, url;

  karne_json_walk_init (&walk, links);
  while (!walk.in_object && karne_json_walk_next (&walk, &key, &link))
    {
      g_autofree char *name = NULL;

      if (!karne_json_find (link, "relation", &relation) || !karne_json_find (link, "url", &url))
        continue;
      name = karne_json_dup_string (relation);
      if (g_strcmp0 (name, "next") != 0)
        continue;
      take_string (&self->next, url);
      return;
    }
}

static void
note_meta (KarneBundleSays *self, KarneSpan meta)
{
  KarneSpan updated;

  if (karne_json_find (meta, "lastUpdated", &updated))
    take_string (&self->last_updated, updated);
}

static void
note_type (KarneBundleSays *self, KarneSpan type)
{
  take_string (&self->type, type);
}

/* FHIR says unsignedInt; anything else is as good as not said. */
static void
note_total (KarneBundleSays *self, KarneSpan total)
{
  g_autofree char *digits = g_strndup (total.text, MIN (total.len, 32));
  guint64 number = 0;

  self->total = -1;
  if (g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, &number, NULL))
    self->total = (gint64) number;
}

static const struct
{
  const char *name;
  void (*note) (KarneBundleSays *self, KarneSpan value);
} noted_members[] = {
  { "type", note_type },
  { "total", note_total },
  { "link", note_links },
  { "meta", note_meta },
};

static gboolean
note_member (KarneBundleSays *self, KarneSpan key, KarneSpan value, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (noted_members); i++)
    {
      if (!karne_span_equal (key, noted_members[i].name))
        continue;
      if (value.len > MAX_MEMBER)
        return fail_too_large (error);
      noted_members[i].note (self, value);
    }
  return TRUE;
}

gboolean
karne_bundle_says_read (KarneBundleSays *self, KarneSpan text, GError **error)
{
  KarneJsonWalk walk;
  KarneSpan key, value;
  KarneFlaw flaw = karne_json_check (text.text, text.len, NULL);

  if (flaw != KARNE_FLAW_NONE)
    return fail_flawed (error, flaw);
  karne_json_walk_init (&walk, text);
  while (karne_json_walk_next (&walk, &key, &value))
    if (!note_member (self, key, value, error))
      return FALSE;
  return TRUE;
}

void
karne_bundle_says_clear (KarneBundleSays *self)
{
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->last_updated, g_free);
}
