/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_SYNC_BUTTON (karne_sync_button_get_type ())
G_DECLARE_FINAL_TYPE (KarneSyncButton, karne_sync_button, KARNE, SYNC_BUTTON, AdwBin)

void karne_sync_button_set_session (KarneSyncButton *self, KarneSession *session);

G_END_DECLS
