/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-block.h"

#include <glib.h>

G_BEGIN_DECLS

/* What a page says on paper, piece by piece. All texts are plain. */
typedef struct _KarneSheets KarneSheets;

/* Adds all that there is to say, in the language of the moment: it is asked twice where the paper
 * says it in two. */
typedef void (*KarneSheetsFunc) (KarneSheets *sheets, gpointer data);

/* name, birth_date: (nullable): of the person, as the record has them.
 * (transfer full) (element-type KarneBlock): what fill said, in the language that is spoken, and
 * then in French where that is another one. */
GPtrArray *
karne_sheets_fill (const char *name, const char *birth_date, KarneSheetsFunc fill, gpointer data);

/* The first thing on paper: what it is, whose it is and of what day. */
void karne_sheets_add_title (KarneSheets *self, const char *words);
/* level: from 1. */
void karne_sheets_add_heading (KarneSheets *self, guint level, const char *words);
/* A paragraph, or an item of a list; nothing where words are NULL or empty. */
void karne_sheets_add_text (KarneSheets *self, const char *words);
void karne_sheets_take_text (KarneSheets *self, char *words);
void karne_sheets_add_item (KarneSheets *self, const char *words);
void karne_sheets_take_item (KarneSheets *self, char *words);
/* A table, and then its rows. cells: of n texts, each (nullable). */
void karne_sheets_begin_table (KarneSheets *self, const char *const *headings, guint n);
void karne_sheets_add_row (KarneSheets *self, const char *const *cells, guint n);

G_END_DECLS
