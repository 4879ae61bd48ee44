/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-json-private.h"
#include "words/karne-words.h"

G_BEGIN_DECLS

/* Why something that the server sent was set aside: a sentence. */
char *karne_flaw_to_words (KarneFlaw flaw);

G_END_DECLS
