/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "keys/karne-key.h"

G_BEGIN_DECLS

/* The 32 bytes, borrowed, in locked memory: never copied into ordinary memory of ours. */
const guint8 *karne_key_get_bytes (KarneKey *self);
/* From bytes, for tests and for keys unwrapped; copies. */
KarneKey *karne_key_new_from_bytes (const guint8 *bytes, GError **error);

/* What one guess of a passphrase costs, as libsodium counts it. */
typedef struct
{
  guint64 opslimit;
  guint64 memlimit;
} KarneKeyCosts;

/* Nearly nothing, so that tests of other things do not each take a second and 256 MiB. */
extern const KarneKeyCosts karne_key_costs_least;

/* The public functions, at another cost. */
KarneKey *karne_key_file_create_with_costs (GFile *file,
                                            KarneKeyHolder holder,
                                            const char *passphrase,
                                            const KarneKeyCosts *costs,
                                            GError **error);
gboolean karne_key_file_change_with_costs (GFile *file,
                                           KarneKey *key,
                                           KarneKeyHolder holder,
                                           const char *passphrase,
                                           const KarneKeyCosts *costs,
                                           GError **error);

G_END_DECLS
