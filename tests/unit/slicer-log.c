/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "slicer-log.h"

#include "fhir/karne-slicer-private.h"
#include "karne-error.h"

#include <string.h>

typedef struct
{
  GString *log;
  GString *blob;
  guint n_blob;
  gsize largest_piece;
  guint fail_at; /* the entry, counted from 1, that the receiver refuses */
  guint n_entries;
} Receiver;

static void
end_blob (Receiver *self)
{
  g_autofree char *sum = NULL;

  if (self->blob->len == 0)
    return;
  sum = g_compute_checksum_for_data (G_CHECKSUM_MD5, (guint8 *) self->blob->str, self->blob->len);
  g_string_append_printf (self->log, "blob %u: %" G_GSIZE_FORMAT " %.6s\n", self->n_blob,
                          self->blob->len, sum);
  g_string_truncate (self->blob, 0);
}

static void
append_span (GString *log, KarneSpan span)
{
  g_string_append_len (log, span.text != NULL ? span.text : "-",
                       span.text != NULL ? (gssize) span.len : 1);
}

static gboolean
entry_cb (const KarneSlice *slice, gpointer data, GError **error)
{
  Receiver *self = data;

  end_blob (self);
  g_string_append_printf (self->log, "[%s ", karne_flaw_to_nick (slice->flaw));
  append_span (self->log, slice->notes.type);
  g_string_append_c (self->log, '/');
  append_span (self->log, slice->notes.id);
  g_string_append_printf (self->log, " %u] ", slice->n_blobs);
  if (slice->total_len != slice->len)
    g_string_append_printf (self->log, "of %" G_GUINT64_FORMAT ": ", slice->total_len);
  for (gsize i = 0; i < slice->len; i++)
    g_string_append_c (self->log, slice->text[i] != '\0' ? slice->text[i] : '0');
  g_string_append_c (self->log, '\n');
  if (++self->n_entries != self->fail_at)
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NO_SPACE, "refused");
  return FALSE;
}

static gboolean
blob_cb (guint n, guint64 offset, const char *text, gsize len, gpointer data, GError **error)
{
  Receiver *self = data;

  if (n != self->n_blob || offset == 0)
    end_blob (self);
  self->n_blob = n;
  self->largest_piece = MAX (self->largest_piece, len);
  g_assert_cmpuint (offset, ==, self->blob->len);
  g_string_append_len (self->blob, text, (gssize) len);
  return TRUE;
}

static void
reference_cb (KarneSpan value, gboolean canonical, gpointer data)
{
  Receiver *self = data;

  g_string_append (self->log, canonical ? "canonical " : "ref ");
  append_span (self->log, value);
  g_string_append_c (self->log, '\n');
}

static const KarneSlicerSink receiver_sink = { entry_cb, blob_cb, reference_cb };

static const char *
name_outcome (const GError *error)
{
  if (error == NULL)
    return "ok";
  g_assert_true (error->domain == KARNE_ERROR);
  if (error->code == KARNE_ERROR_TRUNCATED)
    return "truncated";
  if (error->code == KARNE_ERROR_PROTOCOL)
    return "protocol";
  return error->code == KARNE_ERROR_CAPTIVE_PORTAL ? "portal" : "callback";
}

static void
log_bundle (GString *log, KarneSlicer *slicer)
{
  static const char *const shapes[] = { "unknown", "bundle", "resource", "not-json" };

  g_string_append_printf (log, "%s type=%s next=%s total=%" G_GINT64_FORMAT " updated=%s n=%u\n",
                          shapes[karne_slicer_get_shape (slicer)],
                          karne_slicer_get_bundle_type (slicer), karne_slicer_get_next (slicer),
                          karne_slicer_get_total (slicer), karne_slicer_get_last_updated (slicer),
                          karne_slicer_get_n_entries (slicer));
}

/* Pieces of `first` bytes, then of `piece` bytes. */
char *
slicer_log_pieces (const char *text, gsize len, gsize first, gsize piece, guint fail_at)
{
  g_autoptr (GString) blob = g_string_new (NULL);
  Receiver receiver = { .log = g_string_new (NULL), .blob = blob, .fail_at = fail_at };
  g_autoptr (KarneSlicer) slicer = karne_slicer_new (&receiver_sink, &receiver);
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;

  for (gsize i = 0, n = first; i < len && ok; i += n, n = piece)
    {
      /* Each piece in memory of its own, so that reading past it is seen. */
      g_autofree char *copy = g_memdup2 (text + i, n = MIN (n, len - i));

      ok = n == 0 || karne_slicer_push (slicer, copy, n, &error);
    }
  if (ok)
    ok = karne_slicer_finish (slicer, &error);
  else
    g_assert_false (karne_slicer_finish (slicer, NULL));
  g_assert_cmpint (ok, ==, karne_slicer_is_complete (slicer));
  g_assert_cmpuint (receiver.largest_piece, <=, 64 * 1024);
  end_blob (&receiver);
  log_bundle (receiver.log, slicer);
  g_string_append (receiver.log, name_outcome (error));
  return g_string_free (receiver.log, FALSE);
}

char *
slicer_log (const char *text, gsize len)
{
  g_autofree char *whole = slicer_log_pieces (text, len, len, len, 0);

  for (gsize first = 1; first < len && len < 2000; first++)
    {
      g_autofree char *cut = slicer_log_pieces (text, len, first, len, 0);

      g_assert_cmpstr (cut, ==, whole);
    }
  for (gsize piece = len < 400000 ? 1 : 61; piece < len; piece *= len < 2000 ? 3 : 60)
    {
      g_autofree char *cut = slicer_log_pieces (text, len, piece, piece, 0);

      g_assert_cmpstr (cut, ==, whole);
    }
  return g_steal_pointer (&whole);
}

void
slicer_log_assert (const char *text, const char *expected)
{
  g_autofree char *got = slicer_log (text, strlen (text));

  g_assert_cmpstr (got, ==, expected);
}
