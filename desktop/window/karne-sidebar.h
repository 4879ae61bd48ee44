/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-desk.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SIDEBAR (karne_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (KarneSidebar, karne_sidebar, KARNE, SIDEBAR, AdwBin)

void karne_sidebar_set_desk (KarneSidebar *self, KarneDesk *desk);
void karne_sidebar_set_narrow (KarneSidebar *self, gboolean narrow);
/* (nullable) the nick of the page chosen last. */
const char *karne_sidebar_get_page (KarneSidebar *self);
/* Chooses a page, in the list or not, as if a person had. */
void karne_sidebar_choose_page (KarneSidebar *self, const char *nick);

G_END_DECLS
