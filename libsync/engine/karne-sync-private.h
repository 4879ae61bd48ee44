/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "engine/karne-sync.h"

G_BEGIN_DECLS

/* Until when the server asked to be left alone, on the monotonic clock; 0 when it did not. */
gint64 karne_sync_get_gate (KarneSync *self);

G_END_DECLS
