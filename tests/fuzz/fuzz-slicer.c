/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "fhir/karne-slicer-private.h"

#include "fuzz.h"

#include <string.h>

typedef struct
{
  GChecksum *sum; /* of all that came out */
  guint n_entries;
  guint64 n_bytes;
} Receiver;

static void
add_to_sum (Receiver *self, const char *text, gsize len)
{
  g_checksum_update (self->sum, (const guint8 *) text, (gssize) len);
}

static gboolean
take_entry (const KarneSlice *slice, gpointer data, GError **error)
{
  Receiver *self = data;

  add_to_sum (self, slice->text, slice->len);
  add_to_sum (self, karne_flaw_to_nick (slice->flaw), 4);
  if (slice->notes.id.text != NULL)
    add_to_sum (self, slice->notes.id.text, slice->notes.id.len);
  g_assert_cmpuint (slice->len, <=, KARNE_SLICER_MAX_ENTRY);
  g_assert_cmpuint (slice->len, <=, slice->total_len + slice->n_blobs * 32);
  if (slice->flaw == KARNE_FLAW_NONE)
    g_assert_cmpint (karne_json_check (slice->text, slice->len, NULL), ==, KARNE_FLAW_NONE);
  self->n_entries++;
  self->n_bytes += slice->total_len;
  return TRUE;
}

/* Pieces are cut where they may be: they count by their bytes. */
static gboolean
take_blob (guint n, guint64 offset, const char *text, gsize len, gpointer data, GError **error)
{
  add_to_sum (data, text, len);
  g_assert_cmpuint (len, <=, 64 * 1024);
  return TRUE;
}

static void
take_reference (KarneSpan value, gboolean canonical, gpointer data)
{
  add_to_sum (data, value.text, value.len);
}

static const KarneSlicerSink sink = { take_entry, take_blob, take_reference };

static gboolean
push_pieces (KarneSlicer *slicer, const char *text, gsize size, gsize piece, GError **error)
{
  for (gsize i = 0; i < size; i += piece)
    if (!karne_slicer_push (slicer, text + i, MIN (piece, size - i), error))
      return FALSE;
  return karne_slicer_finish (slicer, error);
}

/* All that came out, in one line. */
static char *
slice (const char *text, gsize size, gsize piece)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);
  Receiver receiver = { .sum = sum };
  g_autoptr (KarneSlicer) slicer = karne_slicer_new (&sink, &receiver);
  g_autoptr (GError) error = NULL;
  gboolean ok = push_pieces (slicer, text, size, piece, &error);

  g_assert_cmpint (ok, ==, error == NULL);
  g_assert_cmpint (ok, ==, karne_slicer_is_complete (slicer));
  g_assert_cmpuint (receiver.n_entries, ==, karne_slicer_get_n_entries (slicer));
  g_assert_cmpuint (receiver.n_bytes, <=, size);
  g_assert_true (!ok || karne_slicer_get_shape (slicer) != KARNE_PAGE_UNKNOWN);
  return g_strdup_printf ("%s %d %s %s %u %" G_GINT64_FORMAT, g_checksum_get_string (sum),
                          error != NULL ? error->code : -1, karne_slicer_get_next (slicer),
                          karne_slicer_get_bundle_type (slicer), receiver.n_entries,
                          karne_slicer_get_total (slicer));
}

/* The limits are far: where the first byte says so, a byte of 1 stands for 100 KiB. */
static GString *
expand (const char *text, gsize size)
{
  GString *page = g_string_new (NULL);

  for (gsize i = 0; i < size && page->len < 8 * 1024 * 1024; i++)
    {
      gsize times = text[i] == 1 ? 100 * 1024 : 1;

      g_string_set_size (page, page->len + times);
      memset (page->str + page->len - times, times > 1 ? 'A' : text[i], times);
    }
  return page;
}

static void
compare (const char *text, gsize size, gsize piece)
{
  g_autofree char *whole = slice (text, size, size);
  g_autofree char *pieces = slice (text, size, piece);

  g_assert_cmpstr (whole, ==, pieces);
}

/* However a page is cut into pieces, the same comes out. The first byte says how. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) page = NULL;

  if (size < 2)
    return 0;
  if (data[0] < 0x80)
    {
      compare ((const char *) data + 1, size - 1, 1 + data[0] % 61);
      return 0;
    }
  page = expand ((const char *) data + 1, size - 1);
  compare (page->str, page->len, 1 + (gsize) (data[0] & 0x7F) * 1000);
  return 0;
}
