/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-outbox.h"

G_BEGIN_DECLS

#define KARNE_TYPE_CHANGE_ITEM (karne_change_item_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneChangeItem, karne_change_item, KARNE, CHANGE_ITEM, GObject)

KARNE_API
KarneChangeItem *karne_change_item_new (GType what, gconstpointer value);

KARNE_API
const KarneWaiting *karne_change_item_get_waiting (KarneChangeItem *self);
KARNE_API
const KarneConflict *karne_change_item_get_conflict (KarneChangeItem *self);
KARNE_API
const KarneEvent *karne_change_item_get_event (KarneChangeItem *self);
KARNE_API
const KarneQuarantined *karne_change_item_get_quarantined (KarneChangeItem *self);

G_END_DECLS
