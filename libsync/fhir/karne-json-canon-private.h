/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-json-private.h"

G_BEGIN_DECLS

/* A checked value in a form that is the same for whatever says the same: no white space, members in
 * order of their names, one way to write a character. Numbers stay as they are spelled. */
void karne_json_canonicalize (KarneSpan value, GString *out);
/* Whether both say the same; two absent ones do. */
gboolean karne_json_is_same (KarneSpan a, KarneSpan b);

/* A string as JSON writes it, quotes included. */
void karne_json_append_string (GString *out, const char *text);

/* The whole text as a value, without white space around it. */
KarneSpan karne_json_span (const char *text);
char karne_json_first (KarneSpan value); /* 0 where it is absent */

G_END_DECLS
