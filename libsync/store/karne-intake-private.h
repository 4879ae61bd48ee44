/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-ingest-private.h"

G_BEGIN_DECLS

/* Takes one entry after the other into the tables. Works in the store's writing worker, in whatever
 * transaction is open; never begins or ends one. */
typedef struct _KarneIntake KarneIntake;

KarneIntake *karne_intake_new (KarneStore *store,
                               sqlite3 *db,
                               const KarneSource *source,
                               const char *kind,
                               KarneIngestFlags flags);
void karne_intake_free (KarneIntake *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneIntake, karne_intake_free)

/* Whenever another job may have come between. */
void karne_intake_look_around (KarneIntake *self);

/* The three callbacks of a slicer. */
gboolean karne_intake_take_entry (KarneIntake *self, const KarneSlice *slice, GError **error);
gboolean karne_intake_take_blob (KarneIntake *self,
                                 guint n,
                                 guint64 offset,
                                 const char *text,
                                 gsize len,
                                 GError **error);
void karne_intake_note_reference (KarneIntake *self, KarneSpan value, gboolean canonical);

/* What was taken so far (borrowed), and how much of a transaction that makes. */
KarnePage *karne_intake_get_page (KarneIntake *self);
KarnePage *karne_intake_steal_page (KarneIntake *self);
guint karne_intake_get_weight (KarneIntake *self);
void karne_intake_reset_weight (KarneIntake *self);
GPtrArray *karne_intake_get_collected (KarneIntake *self);

G_END_DECLS
