/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_HAND_OVER (karne_hand_over_get_type ())
G_DECLARE_FINAL_TYPE (KarneHandOver, karne_hand_over, KARNE, HAND_OVER, AdwBin)

/* list: (nullable) (element-type KarneLeft): what is to be in the file. */
void karne_hand_over_set_list (KarneHandOver *self, GPtrArray *list);

G_END_DECLS
