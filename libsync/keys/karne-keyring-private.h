/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "keys/karne-key-private.h"

G_BEGIN_DECLS

/* Store keys in the desktop's Secret Service, by a random id. All of it blocks, as long as the
 * person takes to answer a prompt of the service, and fails with KEYRING; that is also what a build
 * without libsecret says. */

gboolean karne_keyring_store (const char *id, KarneKey *key, GError **error);
KarneKey *karne_keyring_lookup (const char *id, GError **error);
/* It was not there: TRUE as well. */
gboolean karne_keyring_remove (const char *id, GError **error);

G_END_DECLS
