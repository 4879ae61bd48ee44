/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The FHIR name of a kind that somebody typed: that name itself in any case, or a plain word for
 * it, in English or in the language of the person. NULL: unknown. */
const char *cli_kind_parse (const char *text);
/* A plain word for a kind, in the plural. */
char *cli_kind_to_word (const char *kind);
/* Several sentences' worth: the words that are understood. */
char *cli_kind_list_words (void);

G_END_DECLS
