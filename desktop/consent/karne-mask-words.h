/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-session.h"

G_BEGIN_DECLS

/* What is kept from a helper is said to be so: an empty page would tell of a record in which there
 * is nothing. */

/* session: (nullable). kind: FHIR resource type of which nothing is shown. */
gboolean karne_mask_words_is_masked (KarneSession *session, const char *kind);
/* What stands in its place: a few words, and a sentence. */
const char *karne_mask_words_title (void);
const char *karne_mask_words_sentence (void);
/* What is masked of what a page is made of; (transfer full) (nullable): nothing. session, nick:
 * (nullable). */
char *karne_mask_words_for_page (KarneSession *session, const char *nick);

G_END_DECLS
