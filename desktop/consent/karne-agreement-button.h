/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_AGREEMENT_BUTTON (karne_agreement_button_get_type ())
G_DECLARE_FINAL_TYPE (KarneAgreementButton, karne_agreement_button, KARNE, AGREEMENT_BUTTON, AdwBin)

/* session: (nullable); one without an agreement shows nothing. */
void karne_agreement_button_set_session (KarneAgreementButton *self, KarneSession *session);

/* Where there is little room. */
void karne_agreement_button_set_narrow (KarneAgreementButton *self, gboolean narrow);

G_END_DECLS
