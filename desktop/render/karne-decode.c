/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-decode.h"

#include <string.h>

#define UNKNOWN 0xFFFD

/* 0x80 to 0x9F of windows-1252; the rest of it is as in Unicode. */
static const gunichar windows_1252[32] = {
  0x20AC, UNKNOWN, 0x201A,  0x0192, 0x201E,  0x2026,  0x2020, 0x2021,  0x02C6, 0x2030, 0x0160,
  0x2039, 0x0152,  UNKNOWN, 0x017D, UNKNOWN, UNKNOWN, 0x2018, 0x2019,  0x201C, 0x201D, 0x2022,
  0x2013, 0x2014,  0x02DC,  0x2122, 0x0161,  0x203A,  0x0153, UNKNOWN, 0x017E, 0x0178,
};

static void
append_windows_1252 (GString *text, const guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      gboolean special = bytes[i] >= 0x80 && bytes[i] < 0xA0;

      g_string_append_unichar (text, special ? windows_1252[bytes[i] - 0x80] : bytes[i]);
    }
}

static gunichar2
unit_at (const guint8 *bytes, gboolean big_endian)
{
  return big_endian ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0];
}

static void
append_utf16 (GString *text, const guint8 *bytes, gsize size, gboolean big_endian)
{
  for (gsize i = 0; i + 1 < size; i += 2)
    {
      gunichar2 unit = unit_at (bytes + i, big_endian), low;

      low = i + 3 < size ? unit_at (bytes + i + 2, big_endian) : 0;
      if ((unit & 0xFC00) == 0xD800 && (low & 0xFC00) == 0xDC00)
        {
          g_string_append_unichar (text, 0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF));
          i += 2;
        }
      else
        g_string_append_unichar (text, (unit & 0xF800) == 0xD800 ? UNKNOWN : unit);
    }
}

static void
append_decoded (GString *text, const char *bytes, gsize size)
{
  if (size >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0 &&
      g_utf8_validate_len (bytes + 3, size - 3, NULL))
    g_string_append_len (text, bytes + 3, size - 3);
  else if (size >= 2 && memcmp (bytes, "\xFF\xFE", 2) == 0)
    append_utf16 (text, (const guint8 *) bytes + 2, size - 2, FALSE);
  else if (size >= 2 && memcmp (bytes, "\xFE\xFF", 2) == 0)
    append_utf16 (text, (const guint8 *) bytes + 2, size - 2, TRUE);
  else if (g_utf8_validate_len (bytes, size, NULL))
    g_string_append_len (text, bytes, size);
  else
    append_windows_1252 (text, (const guint8 *) bytes, size);
}

/* Lines end in one way, pages in none; other control characters are shown as unknown, not obeyed.
 */
static char *
normalize (const char *text, gsize size)
{
  GString *plain = g_string_sized_new (size);

  for (gsize i = 0; i < size; i++)
    {
      if (text[i] == '\r')
        {
          if (i + 1 == size || text[i + 1] != '\n')
            g_string_append_c (plain, '\n');
        }
      else if (text[i] == '\f')
        g_string_append_c (plain, '\n');
      else if ((guchar) text[i] >= ' ' || text[i] == '\n' || text[i] == '\t')
        g_string_append_c (plain, text[i]);
      else
        g_string_append_unichar (plain, UNKNOWN);
    }
  return g_string_free (plain, FALSE);
}

/**
 * karne_decode_text:
 * @bytes: text in UTF-8, in UTF-16 with a byte order mark, or else in windows-1252
 * @size: how many bytes
 *
 * Returns: (transfer full): the text in UTF-8, with lines that end in `\n`
 */
char *
karne_decode_text (const char *bytes, gsize size)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_decoded (text, bytes, size);
  return normalize (text->str, text->len);
}
