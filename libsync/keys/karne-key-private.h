/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "keys/karne-key.h"

G_BEGIN_DECLS

/* The 32 bytes, borrowed, in locked memory: never copied into ordinary memory of ours. */
const guint8 *karne_key_get_bytes (KarneKey *self);
/* From bytes, for tests and for keys unwrapped; copies. */
KarneKey *karne_key_new_from_bytes (const guint8 *bytes, GError **error);

G_END_DECLS
