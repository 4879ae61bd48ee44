/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-merge-private.h"

G_BEGIN_DECLS

/* One value in its three versions; text NULL where it is absent. */
typedef struct
{
  KarneSpan base;
  KarneSpan mine;
  KarneSpan theirs;
} KarneTriple;

/* One merge under way. */
typedef struct
{
  GPtrArray *merged;   /* (owned) of char* */
  GPtrArray *overlaps; /* (owned) of KarneOverlap */
  GHashTable *choices; /* (unowned) (nullable) */
  KarneChoice otherwise;
  gboolean has_base; /* FALSE: nothing says who changed what */
} KarneMergeWork;

void karne_merge_work_init (KarneMergeWork *self,
                            GHashTable *choices,
                            KarneChoice otherwise,
                            gboolean has_base);
void karne_merge_work_clear (KarneMergeWork *self);

void karne_span_append (GString *out, KarneSpan span);

/* These append what comes of one value; nothing where it is to be absent. `path` names it, `name`
 * is its element: of the items of a list, that of the list. */
void karne_merge_value (KarneMergeWork *self,
                        const char *path,
                        const char *name,
                        const KarneTriple *triple,
                        GString *out);
void karne_merge_object (KarneMergeWork *self,
                         const char *path,
                         const KarneTriple *triple,
                         GString *out);
void karne_merge_list (KarneMergeWork *self,
                       const char *path,
                       const char *name,
                       const KarneTriple *triple,
                       GString *out);
/* One side or the other: that which holds all that the other changed, where there is one. */
void
karne_merge_whole (KarneMergeWork *self, const char *path, const KarneTriple *triple, GString *out);

/* A list with what each side put in the place of the same. */
void karne_merge_list_both (const char *name, const KarneTriple *triple, GString *out);

/* Both changed it, differently: notes that, and appends what was chosen. `list`: the element, where
 * both can be kept; else NULL. */
void karne_merge_overlap (KarneMergeWork *self,
                          const char *path,
                          const char *list,
                          const KarneTriple *triple,
                          GString *out);
void karne_merge_note (KarneMergeWork *self, const char *path);

/* The plain cases: one side did nothing, or both did the same. FALSE: it is none of them. */
gboolean
karne_merge_plain (KarneMergeWork *self, const char *path, const KarneTriple *triple, GString *out);

/* Whether a concept is named as it was, apart from more names and other displays. */
gboolean karne_merge_keeps_meaning (KarneSpan base, KarneSpan side);

/* The text with version, time and id of another: these are the server's, and no edit of anybody.
 * NULL: without version and time. */
char *karne_merge_with_identity_of (const char *text, const char *other);

G_END_DECLS
