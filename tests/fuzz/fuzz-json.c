/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-private.h"

#include "fuzz.h"

static void
take_reference (KarneSpan value, gboolean canonical, gpointer data)
{
  g_autofree char *plain = karne_json_unescape (value);

  g_assert_true (g_utf8_validate (plain, -1, NULL));
}

/* Visits all of a checked text: what is found must lie in it, and must be text. */
static void
walk_through (KarneSpan container)
{
  KarneJsonWalk walk;
  KarneSpan key, value;

  karne_json_walk_init (&walk, container);
  while (karne_json_walk_next (&walk, &key, &value))
    {
      g_autofree char *string = karne_json_dup_string (value);

      g_assert_true (value.text >= container.text && value.len > 0);
      g_assert_true (value.text + value.len <= container.text + container.len);
      g_assert_true (string == NULL || g_utf8_validate (string, -1, NULL));
      g_assert_cmpint (karne_json_check (value.text, value.len, NULL), ==, KARNE_FLAW_NONE);
      if (value.text[0] == '{' || value.text[0] == '[')
        walk_through (value);
    }
}

static void
check_notes (const char *text, gsize len, gboolean lone)
{
  KarneEntryNotes notes;
  gsize offset;
  KarneFlaw flaw = karne_json_check_entry (text, len, lone, &notes, take_reference, NULL, &offset);

  g_assert_cmpuint (offset, <=, len);
  g_assert_true (flaw != KARNE_FLAW_NONE || notes.type.text == NULL || notes.type.len > 0);
  g_assert_true (notes.id.text == NULL ||
                 (notes.id.text > text && notes.id.text + notes.id.len < text + len));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = (const char *) data;
  gsize offset;
  KarneFlaw flaw = karne_json_check (text, size, &offset);

  g_assert_cmpuint (offset, <=, size);
  if (flaw == KARNE_FLAW_NONE)
    {
      g_assert_true (g_utf8_validate_len (text, size, NULL));
      if (size < 10000)
        walk_through ((KarneSpan){ text, size });
    }
  check_notes (text, size, TRUE);
  check_notes (text, size, FALSE);
  return 0;
}
