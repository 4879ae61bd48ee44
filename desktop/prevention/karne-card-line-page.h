/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-page.h"
#include "karne-vaccine-card.h"

G_BEGIN_DECLS

#define KARNE_TYPE_CARD_LINE_PAGE (karne_card_line_page_get_type ())
G_DECLARE_FINAL_TYPE (KarneCardLinePage, karne_card_line_page, KARNE, CARD_LINE_PAGE, KarnePage)

/* Opens what a vaccination card has on one line over another page of the record. id: of the line.
 */
void karne_card_line_page_open (KarnePage *over, KarneVaccineCard *card, const char *id);

G_END_DECLS
