/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "karne-macros.h"

G_BEGIN_DECLS

/* What a person takes along, in a file that a passphrase of theirs opens. */

KARNE_API
gboolean
karne_sealed_file_write (GFile *file, GBytes *content, const char *passphrase, GError **error);
KARNE_API
GBytes *karne_sealed_file_read (GFile *file, const char *passphrase, GError **error);

KARNE_API
void karne_sealed_file_write_async (GFile *file,
                                    GBytes *content,
                                    const char *passphrase,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
KARNE_API
gboolean karne_sealed_file_write_finish (GAsyncResult *result, GError **error);

G_END_DECLS
