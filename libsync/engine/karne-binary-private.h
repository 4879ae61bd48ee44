/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Takes the bytes of a document out of a Binary resource, as it streams. */
typedef struct _KarneBinary KarneBinary;

KarneBinary *karne_binary_new (void);
void karne_binary_free (KarneBinary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneBinary, karne_binary_free)

/* Appends what the piece brings to out. PROTOCOL when it is no Binary. */
gboolean karne_binary_push (KarneBinary *self,
                            const char *bytes,
                            gsize len,
                            GByteArray *out,
                            GError **error);
gboolean karne_binary_is_complete (KarneBinary *self);

G_END_DECLS
