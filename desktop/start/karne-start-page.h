/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-desk.h"

G_BEGIN_DECLS

#define KARNE_TYPE_START_PAGE (karne_start_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneStartPage, karne_start_page, KARNE, START_PAGE, AdwBin)

void karne_start_page_set_desk (KarneStartPage *self, KarneDesk *desk);
void karne_start_page_set_trouble (KarneStartPage *self, const char *words);
void karne_start_page_say (KarneStartPage *self, const char *words);
void karne_start_page_set_has_server (KarneStartPage *self, gboolean has_server);
void karne_start_page_open_menu (KarneStartPage *self);
/* As it is when the program starts: nothing typed, no word of what was open. */
void karne_start_page_reset (KarneStartPage *self);
void karne_start_page_look_again (KarneStartPage *self);

G_END_DECLS
