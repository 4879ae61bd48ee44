/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The server's words about an error: codes and texts of the issues of an OperationOutcome, without
 * what could be an id, an address or a number of a person. NULL where the text is none. */
char *karne_outcome_to_text (const char *json, gsize len);

G_END_DECLS
