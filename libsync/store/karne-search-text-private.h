/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The FTS5 query for what a person typed: all the words, the last one possibly a beginning. NULL
 * when there is no word in it. */
char *karne_search_text_to_match (const char *text);

G_END_DECLS
