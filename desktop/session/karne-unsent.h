/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-sync.h"

G_BEGIN_DECLS

#define KARNE_TYPE_UNSENT (karne_unsent_get_type ())
G_DECLARE_FINAL_TYPE (KarneUnsent, karne_unsent, KARNE, UNSENT, GObject)

KarneUnsent *
karne_unsent_new (KarneSpace *space, KarneChangeList *waiting, KarneChangeList *conflicts);

/* What would be lost if the record went now, and what of it is still on its way. */
guint karne_unsent_get_count (KarneUnsent *self);
guint karne_unsent_get_n_to_send (KarneUnsent *self);
/* Whether that is known yet. */
gboolean karne_unsent_get_ready (KarneUnsent *self);
/* Until it counts what was saved before, be it a moment ago. */
void
karne_unsent_settle_async (KarneUnsent *self, GAsyncReadyCallback callback, gpointer user_data);
/* FALSE where the record was closed meanwhile. */
gboolean karne_unsent_settle_finish (KarneUnsent *self, GAsyncResult *result);

G_END_DECLS
