/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-tiff.h"

#define ENTRY_SIZE 12

typedef struct
{
  const guint8 *bytes;
  gsize size;
  gboolean big_endian;
} Tiff;

static gboolean
read_number (const Tiff *self, gsize at, guint length, guint32 *number)
{
  if (at > self->size || self->size - at < length)
    return FALSE;

  *number = 0;
  for (guint i = 0; i < length; i++)
    *number = *number << 8 | self->bytes[at + (self->big_endian ? i : length - 1 - i)];
  return TRUE;
}

/**
 * karne_tiff_has_more_pages:
 * @bytes: a TIFF file
 *
 * Looks for a page after the first, which is the only one that gdk-pixbuf shows: nobody may believe
 * that a scan of three pages has one.
 *
 * Returns: whether there is one
 */
gboolean
karne_tiff_has_more_pages (GBytes *bytes)
{
  Tiff self = { 0 };
  guint32 first, n_entries, next;

  self.bytes = g_bytes_get_data (bytes, &self.size);
  self.big_endian = self.size > 0 && self.bytes[0] == 'M';
  return read_number (&self, 4, 4, &first) && read_number (&self, first, 2, &n_entries) &&
         read_number (&self, (gsize) first + 2 + n_entries * ENTRY_SIZE, 4, &next) && next != 0;
}
