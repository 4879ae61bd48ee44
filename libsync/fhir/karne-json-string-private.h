/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "karne-json-private.h"

#include <string.h>

G_BEGIN_DECLS

/* What stands between the quotes of a JSON string, looked at in two ways: eight bytes at a time
 * where nothing special stands, and unit by unit (an escape, a pair of surrogates, a UTF-8
 * sequence) where it does. */

#define KARNE_BYTES(byte) ((guint64) 0x0101010101010101 * (byte))

static inline guint64
karne_json_load8 (const char *p)
{
  guint64 word;

  memcpy (&word, p, sizeof word);
  return GUINT64_FROM_LE (word);
}

/* High bit set in each byte that equals `byte`; exact for the lowest such byte. */
static inline guint64
karne_json_bytes_equal (guint64 word, guint8 byte)
{
  guint64 x = word ^ KARNE_BYTES (byte);

  return (x - KARNE_BYTES (1)) & ~x & KARNE_BYTES (0x80);
}

static inline gboolean
karne_json_byte_is_plain (guint8 byte)
{
  return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/* The first byte that is not plain ASCII string content; `end` if there is none. */
static inline const char *
karne_json_skip_plain (const char *p, const char *end)
{
  for (; end - p >= 8; p += 8)
    {
      guint64 word = karne_json_load8 (p);
      guint64 special = (word | (word - KARNE_BYTES (0x20))) & KARNE_BYTES (0x80);

      special |= karne_json_bytes_equal (word, '"') | karne_json_bytes_equal (word, '\\');
      if (special != 0)
        return p + __builtin_ctzll (special) / 8;
    }
  while (p < end && karne_json_byte_is_plain ((guint8) *p))
    p++;
  return p;
}

/* The first quote or backslash; `end` if there is none. */
static inline const char *
karne_json_skip_to_quote (const char *p, const char *end)
{
  for (; end - p >= 8; p += 8)
    {
      guint64 word = karne_json_load8 (p);
      guint64 found = karne_json_bytes_equal (word, '"') | karne_json_bytes_equal (word, '\\');

      if (found != 0)
        return p + __builtin_ctzll (found) / 8;
    }
  while (p < end && *p != '"' && *p != '\\')
    p++;
  return p;
}

/* Checks the unit at `p`, which is neither plain nor a quote. Returns its length; 0 where `end`
 * cuts it (`flaw` NONE then) or where it is flawed. */
gsize karne_json_check_unit (const char *p, const char *end, KarneFlaw *flaw);

/* Checks a string that comes in pieces cut anywhere. All zero is the start. */
typedef struct
{
  char pending[12]; /* the beginning of a unit that the last piece cut */
  gsize n_pending;
  KarneFlaw flaw; /* the first one */
} KarneStringCheck;

void karne_string_check_push (KarneStringCheck *self, const char *bytes, gsize len);
KarneFlaw karne_string_check_finish (KarneStringCheck *self);

G_END_DECLS
