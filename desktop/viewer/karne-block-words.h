/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-block.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/* How the parts of a document without pages are put into words and letters, on screen and paper. */

/* runs: (element-type KarneTextRun). attributes: (out) (transfer full): bold and the like.
 * (transfer full) */
char *karne_block_words_text (GArray *runs, PangoAttrList **attributes);
/* What stands before an item: “•”, “2.”. (transfer full) */
char *karne_block_words_marker (const KarneBlock *item);
/* What a fact is, as in “Author”. */
const char *karne_block_words_fact (KarneHeadFact fact);
/* How it is, with dates in words. (transfer full) */
char *karne_block_words_value (const KarneBlock *fact);
/* Both in one line, as in “Author: Dr Durand”; the title by itself. (transfer full) */
char *karne_block_words_line (const KarneBlock *fact);
/* A text without pages as blocks that can be laid out one by one. (element-type KarneBlock)
 * (transfer full) */
GPtrArray *karne_block_words_split (const char *text);

G_END_DECLS
