/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SET_ASIDE_GROUP (karne_set_aside_group_get_type ())
G_DECLARE_FINAL_TYPE (KarneSetAsideGroup, karne_set_aside_group, KARNE, SET_ASIDE_GROUP, AdwBin)

/* set_aside: (nullable): NULL takes all down. */
void karne_set_aside_group_set_changes (KarneSetAsideGroup *self, KarneChangeList *changes);

G_END_DECLS
