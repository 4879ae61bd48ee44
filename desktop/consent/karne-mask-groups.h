/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

/* What a person thinks of as one thing, in FHIR resource types: what is kept back together. */
typedef struct
{
  const char *kinds[4]; /* ends with NULL */
  const char *words;    /* msgid, in the context “masked” */
} KarneMaskGroup;

/* All of them; the last one has no kinds. */
const KarneMaskGroup *karne_mask_groups_get_all (void);
/* What is kept back with that kind, in words, as in “measures”; of a kind that is in a group. */
const char *karne_mask_groups_find_words (const char *kind);
/* Whether a role sees anything of it. */
gboolean
karne_mask_group_is_seen (const KarneMaskGroup *group, KarneHabilitation *matrix, const char *role);
/* As in “measures, documents”: what these kinds are of. (transfer full) (nullable): nothing. kinds:
 * (nullable). */
char *karne_mask_groups_to_words (const char *const *kinds);

G_END_DECLS
