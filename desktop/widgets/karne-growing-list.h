/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KARNE_TYPE_GROWING_LIST (karne_growing_list_get_type ())
G_DECLARE_FINAL_TYPE (KarneGrowingList, karne_growing_list, KARNE, GROWING_LIST, GObject)

KarneGrowingList *karne_growing_list_new (GListModel *lines, guint step);
void karne_growing_list_set_seen (KarneGrowingList *self, gboolean seen);
gboolean karne_growing_list_grow (KarneGrowingList *self);

G_END_DECLS
