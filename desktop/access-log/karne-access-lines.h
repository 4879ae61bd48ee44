/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_ACCESS_LINES (karne_access_lines_get_type ())
G_DECLARE_FINAL_TYPE (KarneAccessLines, karne_access_lines, KARNE, ACCESS_LINES, GObject)

KarneAccessLines *karne_access_lines_new (KarneView *view);

/* Shows more lines; `loading` says when they are there. */
void karne_access_lines_load_more (KarneAccessLines *self);
/* Reads again what was noted on this computer, which nothing tells of. */
void karne_access_lines_refresh (KarneAccessLines *self);

/* What the servers tell. */
KarneList *karne_access_lines_get_theirs (KarneAccessLines *self);
/* (nullable) That of a line which was noted on this computer. */
const KarneAccessRow *karne_access_lines_get_row (KarneResource *line);
/* Takes away what came of a word being typed: of searches each of which begins the next one, only
 * the last. rows: of KarneAccessRow, the newest first. */
void karne_access_lines_fold (GPtrArray *rows);

G_END_DECLS
