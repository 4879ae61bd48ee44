/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_HOME_GROUP (karne_home_group_get_type ())
G_DECLARE_FINAL_TYPE (KarneHomeGroup, karne_home_group, KARNE, HOME_GROUP, AdwBin)

/* (transfer floating) A GtkListBoxRow that opens a resource. */
typedef GtkWidget *(*KarneHomeRowFunc) (KarneResource *resource, gpointer data);

void karne_home_group_set_row_func (KarneHomeGroup *self, KarneHomeRowFunc func, gpointer data);
/* lines: (nullable) of KarneResource, of which the first ones are shown. state: (nullable) what has
 * the properties `loading` and `error` of a KarneList. */
void karne_home_group_set_lines (KarneHomeGroup *self, GListModel *lines, GObject *state);
/* What is said where there is nothing; plain. */
void karne_home_group_set_empty_words (KarneHomeGroup *self, const char *words);

G_END_DECLS
