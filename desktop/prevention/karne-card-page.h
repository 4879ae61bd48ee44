/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"

G_BEGIN_DECLS

#define KARNE_TYPE_CARD_PAGE (karne_card_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneCardPage, karne_card_page, KARNE, CARD_PAGE, KarnePage)

/* Opens the vaccination card over another page of the record. */
void karne_card_page_open (KarnePage *over);

G_END_DECLS
