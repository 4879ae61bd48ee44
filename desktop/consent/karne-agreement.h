/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

/**
 * KarneAgreementTerms:
 * @role: id of the helper's role in the habilitation matrix
 * @helper: (nullable): name of the helper, as the record names it
 * @structure: (nullable): where the helper works, likewise
 * @masked: (nullable): FHIR resource types that the person keeps back, though the role may see them
 * @may_write: whether the helper may write and send, with the person present
 * @tells: whether the server is told who looked at what, as far as it can be
 * @minutes: for how long
 *
 * What a person is asked to agree to.
 */
typedef struct
{
  const char *role;
  const char *helper;
  const char *structure;
  const char *const *masked;
  gboolean may_write;
  gboolean tells;
  guint minutes;
} KarneAgreementTerms;

#define KARNE_TYPE_AGREEMENT (karne_agreement_get_type ())
G_DECLARE_FINAL_TYPE (KarneAgreement, karne_agreement, KARNE, AGREEMENT, GObject)

KarneAgreement *karne_agreement_new (KarneClock *clock,
                                     KarneHabilitation *matrix,
                                     const KarneAgreementTerms *terms);

/* Its time begins, for the first time or again. */
void karne_agreement_begin (KarneAgreement *self, guint minutes);
/* Its time ends now. */
void karne_agreement_end (KarneAgreement *self);

/* The matrix, without what the person keeps back. */
KarneHabilitation *karne_agreement_get_matrix (KarneAgreement *self);
/* (nullable) */
const char *const *karne_agreement_get_masked (KarneAgreement *self);
const char *karne_agreement_get_role (KarneAgreement *self);
/* (nullable) */
const char *karne_agreement_get_helper (KarneAgreement *self);
/* (nullable) */
const char *karne_agreement_get_structure (KarneAgreement *self);
gboolean karne_agreement_may_write (KarneAgreement *self);
gboolean karne_agreement_get_tells (KarneAgreement *self);
/* What is asked of the server for it: no more than was agreed. */
const char *karne_agreement_get_scopes (KarneAgreement *self);
/* Of its time, rounded up; 0 once it is over. Notifies. */
guint karne_agreement_get_minutes_left (KarneAgreement *self);
/* (transfer full) the time of day until which it holds, as in “14:25”. */
char *karne_agreement_dup_until (KarneAgreement *self);
/* Whether the server has said that it knows. Notifies. */
gboolean karne_agreement_is_confirmed (KarneAgreement *self);

/* Writes it into the record of a person as a Consent, to be sent. */
void karne_agreement_save_async (KarneAgreement *self,
                                 KarneStore *store,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean karne_agreement_save_finish (KarneAgreement *self, GAsyncResult *result, GError **error);
/* Looks whether that has arrived. */
void karne_agreement_check (KarneAgreement *self);
/* Ends its time, and writes that it was taken back, to be sent. */
void karne_agreement_withdraw_async (KarneAgreement *self,
                                     KarneStore *store,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
karne_agreement_withdraw_finish (KarneAgreement *self, GAsyncResult *result, GError **error);

G_END_DECLS
