/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-agreement.h"
#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_PROFILE (karne_profile_get_type ())
G_DECLARE_FINAL_TYPE (KarneProfile, karne_profile, KARNE, PROFILE, GObject)

KarneProfile *karne_profile_new (const char *patient, const char *name, const char *birth_date);

const char *karne_profile_get_patient (KarneProfile *self);
const char *karne_profile_get_name (KarneProfile *self);
/* (nullable) As the record has it. */
const char *karne_profile_get_birth_date (KarneProfile *self);
gboolean karne_profile_is_minor (KarneProfile *self);
KarneSession *karne_profile_get_session (KarneProfile *self);
void karne_profile_set_session (KarneProfile *self, KarneSession *session);

/* (nullable) what the person agreed to before somebody else sees its record: it outlives a session.
 */
KarneAgreement *karne_profile_get_agreement (KarneProfile *self);
void karne_profile_set_agreement (KarneProfile *self, KarneAgreement *agreement);

G_END_DECLS
