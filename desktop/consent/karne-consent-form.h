/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-agreement.h"

G_BEGIN_DECLS

#define KARNE_TYPE_CONSENT_FORM (karne_consent_form_get_type ())
G_DECLARE_FINAL_TYPE (KarneConsentForm, karne_consent_form, KARNE, CONSENT_FORM, AdwBin)

/* again: the time that was agreed is over; only a new one is asked for. */
void karne_consent_form_fill (KarneConsentForm *self,
                              KarneHabilitation *matrix,
                              const KarneAgreementTerms *terms,
                              gboolean again);
void karne_consent_form_clear (KarneConsentForm *self);
/* As it is filled in; its texts are the form's. */
KarneAgreementTerms karne_consent_form_get_terms (KarneConsentForm *self);

G_END_DECLS
