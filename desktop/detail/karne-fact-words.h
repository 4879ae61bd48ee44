/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-facts.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* Adds what is said in one part of a resource (0: in the whole) to a group of lines, in words: all
 * but what has no name that a person knows, and texts, which are to be read rather than looked up.
 * facts: of KarneFact. heading: (nullable) what the whole is called, which is not said again. */
void karne_fact_words_add_to (KarneFacts *to, GPtrArray *facts, guint part, const char *heading);
/* (transfer none) (nullable) The first fact of that name in that part. */
const char *karne_fact_words_find (GPtrArray *facts, guint part, const char *name);

G_END_DECLS
