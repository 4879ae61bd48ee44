/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-kind-private.h"
#include "store/karne-intake-private.h"

G_BEGIN_DECLS

/* What the entry under way refers to: who it belongs to, and what has to be fetched beside it. */
typedef struct _KarneReferences KarneReferences;

/* `source` is borrowed. */
KarneReferences *karne_references_new (sqlite3 *db, const KarneSource *source);
void karne_references_free (KarneReferences *self);

/* The address of the source with a slash behind it. */
const char *karne_references_get_base (KarneReferences *self);

void karne_references_note (KarneReferences *self, KarneSpan value, gboolean canonical);
/* Of the next entry. */
void karne_references_forget (KarneReferences *self);

/* Whether persons are named, and this one is not among them. */
gboolean karne_references_are_of_another (KarneReferences *self);
/* Notes what is not here and should be fetched. */
gboolean karne_references_want (KarneReferences *self, const char *kind, GError **error);
/* What was stored is not wanted any more. */
gboolean karne_references_note_arrival (KarneReferences *self,
                                        const KarneKind *kind,
                                        const char *id,
                                        gint64 row,
                                        GError **error);

G_END_DECLS
