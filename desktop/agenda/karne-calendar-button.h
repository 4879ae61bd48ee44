/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_CALENDAR_BUTTON (karne_calendar_button_get_type ())
G_DECLARE_FINAL_TYPE (KarneCalendarButton, karne_calendar_button, KARNE, CALENDAR_BUTTON, AdwBin)

/* label: what the button says that it does. */
GtkWidget *karne_calendar_button_new (const char *label);
/* What it saves: lines (nullable) of KarneResource, as they are when somebody asks for it, read
 * through view (nullable). Without any, there is no button. */
void
karne_calendar_button_set_lines (KarneCalendarButton *self, KarneView *view, GListModel *lines);

G_END_DECLS
