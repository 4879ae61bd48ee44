/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-record-row.h"
#include "karne-sync.h"

G_BEGIN_DECLS

/* What there is to say of the resource of a row beyond its line. facts: of KarneFact. */
typedef void (*KarneRowFactsFunc) (KarneRecordRow *row, KarneResource *resource, GPtrArray *facts);

/* Reads it, and has the row say it; nothing where the row has gone meanwhile, or where nothing
 * could be read: the line itself says enough to be found again. */
void karne_row_facts_read (KarneRecordRow *row,
                           KarneView *view,
                           KarneResource *resource,
                           KarneRowFactsFunc func);

/* (transfer none) (nullable) The first of that name, in a part (0: in the resource as a whole). */
const char *karne_row_facts_get (GPtrArray *facts, guint part, const char *name);

G_END_DECLS
