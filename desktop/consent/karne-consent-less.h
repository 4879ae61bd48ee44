/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_CONSENT_LESS (karne_consent_less_get_type ())
G_DECLARE_FINAL_TYPE (KarneConsentLess, karne_consent_less, KARNE, CONSENT_LESS, AdwBin)

/* What the role sees by the matrix, for the person to take away from. matrix, role: (nullable).
 * What was taken away and can still be is so. */
void
karne_consent_less_set_role (KarneConsentLess *self, KarneHabilitation *matrix, const char *role);
/* kinds: (nullable): FHIR resource types that are taken away. */
void karne_consent_less_set_masked (KarneConsentLess *self, const char *const *kinds);
/* (transfer none) maybe none. “changed” is emitted when somebody decides otherwise. */
const char *const *karne_consent_less_get_masked (KarneConsentLess *self);

G_END_DECLS
