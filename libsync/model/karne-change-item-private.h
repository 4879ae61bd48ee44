/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/karne-change-item.h"

G_BEGIN_DECLS

/* Makes a list one of these items (of KarneChangeItem, all of them holding the same type), touching
 * only what is new, gone, or says something else. */
void karne_change_items_become (GListStore *list, GPtrArray *items);

G_END_DECLS
