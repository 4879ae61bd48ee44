/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KARNE_TYPE_SIDEBAR_ROW (karne_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (KarneSidebarRow, karne_sidebar_row, KARNE, SIDEBAR_ROW, GtkListBoxRow)

GtkWidget *karne_sidebar_row_new (const char *icon_name, const char *text);
/* Shows a number at the end of the row, and none for 0. words: (nullable) what it counts, for
 * assistive technology and for the pointer. */
void karne_sidebar_row_set_count (KarneSidebarRow *self, guint n, const char *words);

G_END_DECLS
