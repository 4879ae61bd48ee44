/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-agreement.h"
#include "karne-sync.h"
#include "karne-unsent.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SESSION (karne_session_get_type ())
G_DECLARE_FINAL_TYPE (KarneSession, karne_session, KARNE, SESSION, GObject)

KarneSession *karne_session_new (KarneSpace *space, KarneClock *clock, KarneRole role);
/* A record that somebody else looks at: all of it is read as the agreement allows. */
KarneSession *
karne_session_new_for_helper (KarneSpace *space, KarneClock *clock, KarneAgreement *agreement);

void karne_session_start_async (KarneSession *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean karne_session_start_finish (KarneSession *self, GAsyncResult *result, GError **error);
void karne_session_close_async (KarneSession *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean karne_session_close_finish (KarneSession *self, GAsyncResult *result, GError **error);

KarneSpace *karne_session_take_space (KarneSession *self);

void karne_session_sync (KarneSession *self);
void karne_session_keep_up_to_date (KarneSession *self);
void karne_session_stop (KarneSession *self);
/* In the language that was chosen meanwhile. */
void karne_session_say_again (KarneSession *self);

KarneView *karne_session_get_view (KarneSession *self);
/* (nullable) */
KarneAgreement *karne_session_get_agreement (KarneSession *self);
/* Whether what is written here may be written. */
gboolean karne_session_may_write (KarneSession *self);
/* (transfer none) (nullable): NULL once closed. */
KarneChangeList *karne_session_get_changes (KarneSession *self, KarneChangeListOf of);
KarneUnsent *karne_session_get_unsent (KarneSession *self);
KarneDues *karne_session_get_dues (KarneSession *self);
KarneSpace *karne_session_get_space (KarneSession *self);
KarneStore *karne_session_get_store (KarneSession *self);
KarneTransport *karne_session_get_transport (KarneSession *self);
/* KarneSyncStatus, one a source. */
GListModel *karne_session_get_sources (KarneSession *self);

KarneSyncState karne_session_get_state (KarneSession *self);
const char *karne_session_get_sentence (KarneSession *self);
gboolean karne_session_get_syncing (KarneSession *self);
gint64 karne_session_get_last_synced (KarneSession *self);
gboolean karne_session_has_copy (KarneSession *self);
const GError *karne_session_get_error (KarneSession *self);

G_END_DECLS
