/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_LEFT_GROUP (karne_left_group_get_type ())
G_DECLARE_FINAL_TYPE (KarneLeftGroup, karne_left_group, KARNE, LEFT_GROUP, AdwBin)

/* list: (nullable) (element-type KarneLeft): NULL takes all of it down, and what was decided. */
void karne_left_group_set_list (KarneLeftGroup *self, GPtrArray *list);
/* What each of them says is known by now: that is shown, too. */
void karne_left_group_show_values (KarneLeftGroup *self);
/* All of what is listed is cared for otherwise; words: how, on each row. */
void karne_left_group_settle (KarneLeftGroup *self, const char *words);
/* How many nobody has decided about. */
guint karne_left_group_count_undecided (KarneLeftGroup *self);

G_END_DECLS
