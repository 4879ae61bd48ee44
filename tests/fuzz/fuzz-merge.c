/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-private.h"

/* Base, mine and theirs, one a line. A line that is no resource is left out: without theirs, there
 * is nothing to merge. */

typedef struct
{
  char *base;   /* (owned) (nullable) */
  char *mine;   /* (owned) */
  char *theirs; /* (owned) */
} Texts;

static gboolean
is_valid (const char *text)
{
  KarneEntryNotes notes;
  gsize offset;

  return karne_json_check_entry (text, strlen (text), TRUE, &notes, NULL, NULL, &offset) ==
         KARNE_FLAW_NONE;
}

static char *
take_text (const char *line)
{
  return line != NULL && is_valid (line) ? g_strdup (line) : NULL;
}

static void
assert_is (const char *base, const char *mine, const char *theirs, const char *expected)
{
  g_autoptr (KarneMerge) merge = karne_merge (base, mine, theirs);

  g_assert_cmpuint (merge->overlaps->len, ==, 0);
  g_assert_cmpstr (merge->text, ==, expected);
}

static void
check_decisions (const Texts *texts)
{
  static const KarneChoice choices[] = { KARNE_CHOICE_THEIRS, KARNE_CHOICE_MINE,
                                         KARNE_CHOICE_BOTH };

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *text =
          karne_merge_resolve (texts->base, texts->mine, texts->theirs, NULL, choices[i]);

      g_assert_true (is_valid (text));
    }
}

/* What either side may be made into by a patch is that. */
static void
check_patch (const Texts *texts)
{
  static const char *const parts[] = { "status", "extension:u", NULL };
  g_autofree char *patch = karne_merge_to_patch (texts->mine, texts->theirs, parts, NULL);

  g_assert_true (patch == NULL ||
                 karne_json_check (patch, strlen (patch), NULL) == KARNE_FLAW_NONE);
}

/* What the server says in the meta of theirs counts as said in all three: without it, the sides are
 * not alike. */
static gboolean
is_versioned (const char *text)
{
  KarneSpan meta;
  KarneSpan version;

  return text == NULL ||
         (karne_json_find (karne_json_span (text), "meta", &meta) &&
          karne_json_first (meta) == '{' && karne_json_find (meta, "versionId", &version));
}

static gboolean
has_meta (const char *text)
{
  KarneSpan meta;

  return text != NULL && karne_json_find (karne_json_span (text), "meta", &meta);
}

static gboolean
are_alike (const Texts *texts)
{
  return (is_versioned (texts->base) && is_versioned (texts->mine) &&
          is_versioned (texts->theirs)) ||
         (!has_meta (texts->base) && !has_meta (texts->mine) && !has_meta (texts->theirs));
}

static void
check_merge (const Texts *texts)
{
  g_autoptr (KarneMerge) there = karne_merge (texts->base, texts->mine, texts->theirs);
  g_autoptr (KarneMerge) here = karne_merge (texts->base, texts->theirs, texts->mine);

  g_assert_true ((there->text == NULL) == (there->overlaps->len > 0));
  if (are_alike (texts))
    g_assert_cmpuint (there->overlaps->len, ==, here->overlaps->len);
  g_assert_true (there->text == NULL || is_valid (there->text));
  check_decisions (texts);
  check_patch (texts);
}

/* Nobody merges one kind with another: its id may be what an id of the other cannot. */
static gboolean
are_of_one_kind (const char *mine, const char *theirs)
{
  KarneSpan a = { NULL, 0 };
  KarneSpan b = { NULL, 0 };

  return karne_json_find (karne_json_span (mine), "resourceType", &a) &&
         karne_json_find (karne_json_span (theirs), "resourceType", &b) &&
         karne_json_is_same (a, b);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *all = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (all, "\n", 3);
  guint n = g_strv_length (lines);
  g_autofree char *base = take_text (lines[0]);
  g_autofree char *mine = n > 1 ? take_text (lines[1]) : NULL;
  g_autofree char *theirs = n > 2 ? take_text (lines[2]) : NULL;
  const Texts texts = { base, mine, theirs };

  if (mine == NULL || theirs == NULL || !are_of_one_kind (mine, theirs))
    return 0;
  check_merge (&texts);
  assert_is (base, mine, mine, mine);
  if (base != NULL)
    assert_is (base, base, theirs, theirs);
  return 0;
}
