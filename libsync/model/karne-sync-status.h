/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-sync.h"
#include "words/karne-words.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SYNC_STATUS (karne_sync_status_get_type ())
KARNE_API
G_DECLARE_FINAL_TYPE (KarneSyncStatus, karne_sync_status, KARNE, SYNC_STATUS, GObject)

KARNE_API
KarneSyncStatus *karne_sync_status_new (KarneStore *store,
                                        gint64 source,
                                        KarneTransport *transport,
                                        KarneClock *clock);
KARNE_API
KarneSync *karne_sync_status_get_sync (KarneSyncStatus *self);

KARNE_API
void karne_sync_status_sync_async (KarneSyncStatus *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
KARNE_API
KarneSyncReport *
karne_sync_status_sync_finish (KarneSyncStatus *self, GAsyncResult *result, GError **error);
KARNE_API
void karne_sync_status_cancel (KarneSyncStatus *self);

KARNE_API
void karne_sync_status_set_automatic (KarneSyncStatus *self, gboolean automatic);
KARNE_API
gboolean karne_sync_status_get_automatic (KarneSyncStatus *self);
KARNE_API
void karne_sync_status_set_sends_at_once (KarneSyncStatus *self, gboolean sends_at_once);
KARNE_API
gboolean karne_sync_status_get_sends_at_once (KarneSyncStatus *self);
KARNE_API
gboolean karne_sync_status_get_holds_back (KarneSyncStatus *self);

KARNE_API
KarneSyncState karne_sync_status_get_state (KarneSyncStatus *self);
KARNE_API
const char *karne_sync_status_get_sentence (KarneSyncStatus *self);
KARNE_API
void karne_sync_status_say_again (KarneSyncStatus *self);
KARNE_API
gboolean karne_sync_status_get_syncing (KarneSyncStatus *self);
KARNE_API
const GError *karne_sync_status_get_error (KarneSyncStatus *self);
KARNE_API
gboolean karne_sync_status_get_progress (KarneSyncStatus *self,
                                         const char *kind,
                                         gint64 *received,
                                         gint64 *total);

G_END_DECLS
