/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-json-private.h"

G_BEGIN_DECLS

/* Three-way merge of FHIR resources: a pure function of their texts. It works on the spans of the
 * texts, so that whatever nobody touched stays byte for byte: number spellings, extensions, members
 * that no profile knows. All texts are objects that karne_json_check() let through. */

typedef enum
{
  KARNE_MERGE_THEIRS,   /* nothing of mine is missing in theirs: text is theirs */
  KARNE_MERGE_MINE,     /* theirs is the base: text is mine, with the meta of theirs */
  KARNE_MERGE_BOTH,     /* both changed, nothing the same: merged by itself */
  KARNE_MERGE_CONFLICT, /* both changed the same: no text */
} KarneMergeOutcome;

/* A field that both sides changed, differently. Texts are JSON, NULL where the field is absent. */
typedef struct
{
  char *path;
  char *base;
  char *mine;
  char *theirs;
  gboolean is_list; /* both can be kept */
} KarneOverlap;

typedef struct
{
  KarneMergeOutcome outcome;
  char *text;          /* (nullable) */
  GPtrArray *merged;   /* of char*: paths of what mine changed, and theirs did not */
  GPtrArray *overlaps; /* of KarneOverlap */
} KarneMerge;

void karne_merge_free (KarneMerge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneMerge, karne_merge_free)

/* base NULL: nothing is known of it; whatever differs is then an overlap. */
KarneMerge *karne_merge (const char *base, const char *mine, const char *theirs);

typedef enum
{
  KARNE_CHOICE_THEIRS,
  KARNE_CHOICE_MINE,
  KARNE_CHOICE_BOTH, /* what both have, where the field is a list; else mine */
} KarneChoice;

/* The same with a decision for each overlap: choices maps paths to GINT_TO_POINTER (KarneChoice),
 * what is not in it follows `otherwise`. Never fails. */
char *karne_merge_resolve (const char *base,
                           const char *mine,
                           const char *theirs,
                           GHashTable *choices,
                           KarneChoice otherwise);

/* Whether both say the same as resources: the order of members, white space, meta.versionId and
 * meta.lastUpdated do not count; the spelling of numbers does. */
gboolean karne_merge_is_same (const char *a, const char *b);

/* A JSON Patch (RFC 6902) that makes `to` of `from`, each operation behind a `test` of what it
 * rests on. `parts`: members that may differ, NULL-terminated; an extension is named by
 * "extension:URL", and may differ where it alone has that URL. The server's own meta.versionId and
 * meta.lastUpdated are left out. INVALID where anything else differs. */
char *
karne_merge_to_patch (const char *from, const char *to, const char *const *parts, GError **error);

/* The text with each reference to `from` ("Kind/id", also absolute under `base`, which ends in a
 * slash) made one to `to`; NULL where there is none. All else stays byte for byte. */
char *
karne_references_replace (const char *text, const char *base, const char *from, const char *to);
/* The same with a logical reference in its place, which names the identifier that we gave. */
char *karne_references_make_logical (const char *text, const char *from, const char *uuid);

G_END_DECLS
