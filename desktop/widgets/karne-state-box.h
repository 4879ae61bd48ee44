/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_STATE_BOX (karne_state_box_get_type ())
G_DECLARE_FINAL_TYPE (KarneStateBox, karne_state_box, KARNE, STATE_BOX, AdwBin)

/* All texts are plain. description: (nullable) */
void karne_state_box_set_words (KarneStateBox *self, const char *title, const char *description);
void karne_state_box_set_icon (KarneStateBox *self, const char *icon_name);
/* One thing that can be done, as a button. action: (nullable) a detailed name; NULL for none. */
void karne_state_box_set_action (KarneStateBox *self, const char *label, const char *action);

G_END_DECLS
