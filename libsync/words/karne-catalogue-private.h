/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A compiled catalogue (.mo) of one language, read by itself: gettext () finds only the language of
 * the moment. Never changed once open: any thread may read it. */
typedef struct _KarneCatalogue KarneCatalogue;

/* (nullable) */
KarneCatalogue *karne_catalogue_new (const char *path, GError **error);
void karne_catalogue_free (KarneCatalogue *self);

/* What parts the context of a message from its text in a key. */
#define KARNE_CATALOGUE_CONTEXT "\004"

/* key: the text of a message, after its context and the character above where it has one. What
 * comes back lives as long as the catalogue; NULL where the message has no translation. */
const char *karne_catalogue_find (const KarneCatalogue *self, const char *key);
/* The form for a number, in a language that has one form for up to 1 and one for more, as French.
 */
const char *karne_catalogue_find_number (const KarneCatalogue *self, const char *key, gulong n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneCatalogue, karne_catalogue_free)

G_END_DECLS
