/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-desk.h"

G_BEGIN_DECLS

#define KARNE_TYPE_END_PAGE (karne_end_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneEndPage, karne_end_page, KARNE, END_PAGE, AdwBin)

void karne_end_page_set_desk (KarneEndPage *self, KarneDesk *desk);
/* Shows what is to be decided before what is open goes. */
void karne_end_page_begin (KarneEndPage *self);
/* Erases all of it at once, as where it is locked and nothing may be shown, and shows what was
 * found when it was looked for. */
void karne_end_page_erase (KarneEndPage *self);
/* Takes all of it down. */
void karne_end_page_forget (KarneEndPage *self);

G_END_DECLS
