/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_VACCINE_CARD (karne_vaccine_card_get_type ())
G_DECLARE_FINAL_TYPE (KarneVaccineCard, karne_vaccine_card, KARNE, VACCINE_CARD, GObject)

KarneVaccineCard *karne_vaccine_card_new (KarneView *view, KarneDues *dues);

/* Signal: `changed`: another answer of the ones below. */

/* (transfer none) (nullable): of KarneCardLine; NULL while that is not known. */
GPtrArray *karne_vaccine_card_get_lines (KarneVaccineCard *self);
/* (transfer none) (nullable): what is said of one disease. */
KarneCardLine *karne_vaccine_card_find (KarneVaccineCard *self, const char *id);
/* (nullable): why it could not be read. */
const GError *karne_vaccine_card_get_error (KarneVaccineCard *self);

G_END_DECLS
