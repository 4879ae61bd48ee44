/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-json-private.h"

G_BEGIN_DECLS

/* What a Bundle says of itself, beside its entries. */
typedef struct
{
  char *type;         /* (owned) (nullable) */
  char *next;         /* (owned) (nullable) the link with relation next */
  char *last_updated; /* (owned) (nullable) */
  gint64 total;       /* -1 when not said */
} KarneBundleSays;

/* Checks and reads a Bundle whose entries were left out; again, when more of it is known. Fails
 * with KARNE_ERROR_PROTOCOL where it is no JSON, or a member that is read is over 1 MiB. */
gboolean karne_bundle_says_read (KarneBundleSays *self, KarneSpan bundle, GError **error);
void karne_bundle_says_clear (KarneBundleSays *self);

G_END_DECLS
