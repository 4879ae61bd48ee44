/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_SAVED_GROUP (karne_saved_group_get_type ())
G_DECLARE_FINAL_TYPE (KarneSavedGroup, karne_saved_group, KARNE, SAVED_GROUP, AdwBin)

/* files: (nullable): of GFile, saved in this session. */
void karne_saved_group_set_files (KarneSavedGroup *self, GListModel *files);
/* (transfer full) (element-type GFile): those that are to be erased. */
GPtrArray *karne_saved_group_list_to_erase (KarneSavedGroup *self);

G_END_DECLS
