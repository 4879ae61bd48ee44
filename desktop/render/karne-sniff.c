/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-sniff.h"

#include <string.h>

/* A PDF may begin after some rubbish. */
#define PDF_WITHIN 1024
#define XML_WITHIN 4096

typedef struct
{
  const char *bytes;
  gsize at;
  gsize size;
  KarneFormat format;
} Magic;

static const Magic magics[] = {
  { "\x89PNG\r\n\x1a\n", 0, 8, KARNE_FORMAT_PNG },
  { "\xFF\xD8\xFF", 0, 3, KARNE_FORMAT_JPEG },
  { "GIF8", 0, 4, KARNE_FORMAT_GIF },
  { "II*\0", 0, 4, KARNE_FORMAT_TIFF },
  { "MM\0*", 0, 4, KARNE_FORMAT_TIFF },
  { "WEBP", 8, 4, KARNE_FORMAT_WEBP },
  { "{\\rtf", 0, 5, KARNE_FORMAT_UNSUPPORTED },
  { "PK\x03\x04", 0, 4, KARNE_FORMAT_UNSUPPORTED },
  { "\xD0\xCF\x11\xE0", 0, 4, KARNE_FORMAT_UNSUPPORTED },
  { "DICM", 128, 4, KARNE_FORMAT_UNSUPPORTED },
};

static const struct
{
  const char *name;
  KarneFormat format;
} types[] = {
  { "application/pdf", KARNE_FORMAT_PDF },
  { "image/png", KARNE_FORMAT_PNG },
  { "image/jpeg", KARNE_FORMAT_JPEG },
  { "image/jpg", KARNE_FORMAT_JPEG },
  { "image/gif", KARNE_FORMAT_GIF },
  { "image/tiff", KARNE_FORMAT_TIFF },
  { "image/webp", KARNE_FORMAT_WEBP },
  { "application/xml", KARNE_FORMAT_XML },
  { "text/xml", KARNE_FORMAT_XML },
  { "application/hl7-cda+xml", KARNE_FORMAT_XML },
  { "application/hl7-v3+xml", KARNE_FORMAT_XML },
  { "text/plain", KARNE_FORMAT_TEXT },
  { "", KARNE_FORMAT_TEXT },
  { "application/octet-stream", KARNE_FORMAT_TEXT },
};

/* What is said of it: the type without its parameters. */
static KarneFormat
format_for_type (const char *content_type)
{
  g_auto (GStrv) parts = g_strsplit (content_type, ";", 2);
  const char *name = parts[0] == NULL ? "" : g_strstrip (parts[0]);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_ascii_strcasecmp (types[i].name, name) == 0)
        return types[i].format;
    }
  return KARNE_FORMAT_UNSUPPORTED;
}

static gboolean
contains (const char *bytes, gsize size, const char *word, gsize within)
{
  return bytes != NULL && memmem (bytes, MIN (size, within), word, strlen (word)) != NULL;
}

/* In UTF-8 and its relatives, or in UTF-16; with a mark or without. */
static gboolean
looks_like_xml (const char *bytes, gsize size)
{
  gsize at = 0;

  if (size >= 4 && (memcmp (bytes, "\xFF\xFE<\0", 4) == 0 || memcmp (bytes, "\xFE\xFF\0<", 4) == 0))
    return TRUE;
  if (size >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0)
    at = 3;
  while (at < size && g_ascii_isspace (bytes[at]))
    at++;
  return at < size && bytes[at] == '<' &&
         (contains (bytes + at, size - at, "<?xml", 5) ||
          contains (bytes + at, size - at, "ClinicalDocument", XML_WITHIN));
}

/* For what nobody named. */
static gboolean
looks_like_text (const char *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      if (g_ascii_iscntrl (bytes[i]) && !g_ascii_isspace (bytes[i]))
        return FALSE;
    }
  return g_utf8_validate_len (bytes, size, NULL);
}

static gboolean
format_for_bytes (const char *bytes, gsize size, KarneFormat *format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      const Magic *magic = &magics[i];

      if (size >= magic->at + magic->size &&
          memcmp (bytes + magic->at, magic->bytes, magic->size) == 0)
        {
          *format = magic->format;
          return TRUE;
        }
    }
  *format = looks_like_xml (bytes, size) ? KARNE_FORMAT_XML : KARNE_FORMAT_PDF;
  return *format == KARNE_FORMAT_XML || contains (bytes, size, "%PDF-", PDF_WITHIN);
}

/**
 * karne_sniff:
 * @bytes: a document
 * @content_type: what is said of it
 *
 * Tells the format of a document by its bytes; what is said of it counts only for text, which has
 * no sign of its own.
 *
 * Returns: the format
 */
KarneFormat
karne_sniff (GBytes *bytes, const char *content_type)
{
  KarneFormat said = format_for_type (content_type), found;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (size == 0)
    return KARNE_FORMAT_DAMAGED;
  if (format_for_bytes (data, size, &found))
    return found;
  if (said != KARNE_FORMAT_TEXT)
    return said == KARNE_FORMAT_UNSUPPORTED ? said : KARNE_FORMAT_DAMAGED;
  if (g_ascii_strncasecmp (content_type, "text/", 5) == 0 || looks_like_text (data, size))
    return KARNE_FORMAT_TEXT;

  return KARNE_FORMAT_UNSUPPORTED;
}
