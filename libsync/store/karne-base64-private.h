/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Decodes base64 that stands in a JSON string, as it streams: escapes and white space are seen
 * through, pieces may end anywhere. */
typedef struct
{
  int state;
  guint save;
  char escape[6]; /* an escape that began in an earlier piece */
  guint escape_len;
} KarneBase64;

/* Writes at most len bytes into out; returns how many. */
gsize karne_base64_decode (KarneBase64 *self, const char *text, gsize len, guint8 *out);

G_END_DECLS
