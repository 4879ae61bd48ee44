/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-json-string-private.h"

typedef enum
{
  HEX_OK,
  HEX_CUT,
  HEX_BAD,
} Hex;

/* Reads `\uXXXX` at `p`; what is there of it must be right even where the end cuts it. */
static Hex
read_hex_escape (const char *p, const char *end, guint *code)
{
  const char *start = "\\u";

  *code = 0;
  for (int i = 0; i < 6; i++)
    {
      if (p + i == end)
        return HEX_CUT;
      if (i < 2 ? p[i] != start[i] : !g_ascii_isxdigit (p[i]))
        return HEX_BAD;
      if (i >= 2)
        *code = *code << 4 | (guint) g_ascii_xdigit_value (p[i]);
    }
  return HEX_OK;
}

static gsize
refuse (KarneFlaw *flaw, KarneFlaw why)
{
  *flaw = why;
  return 0;
}

/* The second half of a pair, after a high surrogate. */
static gsize
check_low_surrogate (const char *p, const char *end, KarneFlaw *flaw)
{
  guint code;
  Hex hex = read_hex_escape (p, end, &code);

  if (hex == HEX_CUT)
    return 0;
  if (hex == HEX_BAD || code < 0xDC00 || code > 0xDFFF)
    return refuse (flaw, KARNE_FLAW_SURROGATE);
  return 12;
}

static gsize
check_hex_escape (const char *p, const char *end, KarneFlaw *flaw)
{
  guint code;
  Hex hex = read_hex_escape (p, end, &code);

  if (hex == HEX_CUT)
    return 0;
  if (hex == HEX_BAD)
    return refuse (flaw, KARNE_FLAW_GRAMMAR);
  if (code == 0)
    return refuse (flaw, KARNE_FLAW_NUL);
  if (code >= 0xDC00 && code <= 0xDFFF)
    return refuse (flaw, KARNE_FLAW_SURROGATE);
  if (code >= 0xD800 && code <= 0xDBFF)
    return check_low_surrogate (p + 6, end, flaw);
  return 6;
}

static gsize
check_escape (const char *p, const char *end, KarneFlaw *flaw)
{
  if (end - p < 2)
    return 0;
  if (p[1] == 'u')
    return check_hex_escape (p, end, flaw);
  if (p[1] != '\0' && strchr ("\"\\/bfnrt", p[1]) != NULL)
    return 2;
  return refuse (flaw, KARNE_FLAW_GRAMMAR);
}

/* Length of the UTF-8 sequence that `lead` begins, and the range of its second byte (RFC 3629: no
 * overlong forms, no surrogates, nothing above U+10FFFF); 0 where nothing may begin so. */
static gsize
utf8_length (guint8 lead, guint8 *low, guint8 *high)
{
  *low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  *high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF)
    return 2;
  if (lead >= 0xE0 && lead <= 0xEF)
    return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

static gsize
check_utf8 (const char *p, const char *end, KarneFlaw *flaw)
{
  guint8 low, high;
  gsize len = utf8_length ((guint8) *p, &low, &high);

  if (len == 0)
    return refuse (flaw, KARNE_FLAW_UTF8);
  for (gsize i = 1; i < len; i++, low = 0x80, high = 0xBF)
    {
      if (p + i == end)
        return 0;
      if ((guint8) p[i] < low || (guint8) p[i] > high)
        return refuse (flaw, KARNE_FLAW_UTF8);
    }
  return len;
}

gsize
karne_json_check_unit (const char *p, const char *end, KarneFlaw *flaw)
{
  *flaw = KARNE_FLAW_NONE;
  if (*p == '\\')
    return check_escape (p, end, flaw);
  if ((guint8) *p >= 0x80)
    return check_utf8 (p, end, flaw);
  return refuse (flaw, *p == '\0' ? KARNE_FLAW_NUL : KARNE_FLAW_GRAMMAR);
}

/* Byte by byte, until the unit that the last piece cut is whole. Returns where to go on. */
static const char *
complete_pending (KarneStringCheck *self, const char *p, const char *end)
{
  while (self->n_pending > 0 && p < end && self->flaw == KARNE_FLAW_NONE)
    {
      self->pending[self->n_pending++] = *p++;
      if (karne_json_check_unit (self->pending, self->pending + self->n_pending, &self->flaw) > 0)
        self->n_pending = 0;
    }
  return p;
}

void
karne_string_check_push (KarneStringCheck *self, const char *bytes, gsize len)
{
  const char *end = bytes + len;
  const char *p = complete_pending (self, bytes, end);

  while (self->flaw == KARNE_FLAW_NONE && (p = karne_json_skip_plain (p, end)) < end)
    {
      gsize unit = karne_json_check_unit (p, end, &self->flaw);

      if (unit == 0 && self->flaw == KARNE_FLAW_NONE)
        {
          self->n_pending = (gsize) (end - p);
          memcpy (self->pending, p, self->n_pending);
          return;
        }
      p += unit;
    }
}

/* What is still pending can no longer become whole: the quote came first. */
KarneFlaw
karne_string_check_finish (KarneStringCheck *self)
{
  if (self->flaw != KARNE_FLAW_NONE || self->n_pending == 0)
    return self->flaw;
  if ((guint8) self->pending[0] >= 0x80)
    return self->flaw = KARNE_FLAW_UTF8;
  return self->flaw = self->n_pending >= 6 ? KARNE_FLAW_SURROGATE : KARNE_FLAW_GRAMMAR;
}

static const char *
append_hex_escape (GString *out, const char *p, const char *end)
{
  guint code, low;

  if (read_hex_escape (p, end, &code) != HEX_OK)
    return end;
  if (code < 0xD800 || code > 0xDFFF)
    {
      g_string_append_unichar (out, code);
      return p + 6;
    }
  if (read_hex_escape (p + 6, end, &low) != HEX_OK)
    return end;
  g_string_append_unichar (out, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
  return p + 12;
}

static const char *
append_escape (GString *out, const char *p, const char *end)
{
  static const char names[] = "bfnrt";
  static const char values[] = "\b\f\n\r\t";
  const char *name;

  if (end - p < 2)
    return end;
  if (p[1] == 'u')
    return append_hex_escape (out, p, end);
  name = strchr (names, p[1]);
  g_string_append_c (out, name != NULL ? values[name - names] : p[1]);
  return p + 2;
}

char *
karne_json_unescape (KarneSpan span)
{
  GString *out = g_string_sized_new (span.len + 1);
  const char *p = span.text;
  const char *end = span.text + span.len;

  while (p < end)
    {
      const char *escape = memchr (p, '\\', (gsize) (end - p));
      const char *stop = escape != NULL ? escape : end;

      g_string_append_len (out, p, stop - p);
      p = escape != NULL ? append_escape (out, escape, end) : end;
    }
  return g_string_free (out, FALSE);
}

gboolean
karne_span_equal (KarneSpan span, const char *string)
{
  g_autofree char *unescaped = NULL;

  if (span.text == NULL)
    return FALSE;
  if (memchr (span.text, '\\', span.len) == NULL)
    return span.len == strlen (string) && memcmp (span.text, string, span.len) == 0;
  unescaped = karne_json_unescape (span);
  return g_str_equal (unescaped, string);
}
