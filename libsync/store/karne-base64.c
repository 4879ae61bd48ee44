/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-base64-private.h"

#include <string.h>

/* The character that a whole escape stands for, as far as base64 knows it; the others are white
 * space to it. */
static char
unescape (const char *escape)
{
  if (escape[1] == '/')
    return '/';
  if (escape[1] == 'u' && strncmp (escape + 2, "00", 2) == 0)
    return (char) (g_ascii_xdigit_value (escape[4]) * 16 + g_ascii_xdigit_value (escape[5]));
  return ' ';
}

static gboolean
escape_is_whole (const KarneBase64 *self)
{
  return self->escape_len >= 2 && (self->escape[1] != 'u' || self->escape_len == 6);
}

gsize
karne_base64_decode (KarneBase64 *self, const char *text, gsize len, guint8 *out)
{
  gsize written = 0;

  for (gsize i = 0; i < len;)
    {
      gsize plain = 0;

      if (self->escape_len == 0)
        {
          const char *backslash = memchr (text + i, '\\', len - i);

          plain = backslash != NULL ? (gsize) (backslash - text) - i : len - i;
          written +=
              g_base64_decode_step (text + i, plain, out + written, &self->state, &self->save);
          i += plain;
          if (i == len)
            break;
        }
      self->escape[self->escape_len++] = text[i++];
      if (escape_is_whole (self))
        {
          char c = unescape (self->escape);

          self->escape_len = 0;
          written += g_base64_decode_step (&c, 1, out + written, &self->state, &self->save);
        }
    }
  return written;
}
