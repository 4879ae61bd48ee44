/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-outbox.h"
#include "store/karne-store.h"

G_BEGIN_DECLS

/**
 * KarneProtection:
 * @KARNE_PROTECTION_FULL: as far as is known, the server refuses what rests on an older version
 * @KARNE_PROTECTION_DETECTED: it does not, but its history tells what was written over: that
 * becomes a conflict
 * @KARNE_PROTECTION_NONE: nobody would know: “unprotected writes”
 *
 * How far a change made here is kept from going over one made elsewhere.
 */
typedef enum
{
  KARNE_PROTECTION_FULL,
  KARNE_PROTECTION_DETECTED,
  KARNE_PROTECTION_NONE,
} KarneProtection;

KARNE_API
gboolean karne_source_can (const KarneSource *self, const char *kind, KarneOp op);
KARNE_API
KarneProtection karne_source_get_protection (const KarneSource *self);

G_END_DECLS
