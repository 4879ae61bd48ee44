/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "keys/karne-key-private.h"
#include "keys/karne-sealed-file.h"

G_BEGIN_DECLS

/* The public function, at another cost. */
gboolean karne_sealed_file_write_with_costs (GFile *file,
                                             GBytes *content,
                                             const char *passphrase,
                                             const KarneKeyCosts *costs,
                                             GError **error);

G_END_DECLS
