/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "keys/karne-guard.h"
#include "keys/karne-key-private.h"

G_BEGIN_DECLS

/* The public function, at another cost. */
KarneGuard *
karne_guard_new_with_costs (const char *code, const KarneKeyCosts *costs, GError **error);

/* Needs no code: (transfer full). */
GBytes *karne_guard_seal (KarneGuard *self, KarneKey *key);
/* opened: what karne_guard_open () gave. WRONG_KEY. */
KarneKey *karne_guard_unseal (KarneGuard *self, KarneKey *opened, GBytes *sealed, GError **error);

G_END_DECLS
