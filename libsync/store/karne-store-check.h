/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-store.h"

G_BEGIN_DECLS

/* Can this process keep anything sealed? */
KARNE_API
gboolean karne_store_can_seal (char **sqlite_version, char **sqlcipher_version, GError **error);
/* Reads the whole file. */
KARNE_API
gboolean karne_store_check (KarneStore *self, GError **error);

G_END_DECLS
