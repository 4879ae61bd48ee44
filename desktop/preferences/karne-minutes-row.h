/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_MINUTES_ROW (karne_minutes_row_get_type ())
G_DECLARE_FINAL_TYPE (KarneMinutesRow, karne_minutes_row, KARNE, MINUTES_ROW, AdwPreferencesRow)

/* key: of a number with bounds. */
void karne_minutes_row_set_settings (KarneMinutesRow *self, GSettings *settings, const char *key);

G_END_DECLS
