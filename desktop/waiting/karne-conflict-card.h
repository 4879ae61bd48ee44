/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_CONFLICT_CARD (karne_conflict_card_get_type ())
G_DECLARE_FINAL_TYPE (KarneConflictCard, karne_conflict_card, KARNE, CONFLICT_CARD, AdwBin)

/* Emits `save` when each field is decided and the person said so, `later` when it is left. */
GtkWidget *karne_conflict_card_new (const KarneConflict *conflict);

gint64 karne_conflict_card_get_number (KarneConflictCard *self);
/* (transfer full) What was decided of each field, by its path, as karne_store_resolve_async() takes
 * it. otherwise: (out): of what has no field. To be asked on `save` only. */
GHashTable *karne_conflict_card_dup_choices (KarneConflictCard *self, KarneKeep *otherwise);
/* As if nobody had chosen. */
void karne_conflict_card_reset (KarneConflictCard *self);
/* Says something first when the card is read out, as what came of an act, where the focus goes to
 * it. words: (nullable): NULL takes it away. */
void karne_conflict_card_announce (KarneConflictCard *self, const char *words);

G_END_DECLS
