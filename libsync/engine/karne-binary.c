/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-binary-private.h"

#include "fhir/karne-slicer-private.h"
#include "karne-error.h"
#include "store/karne-base64-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

struct _KarneBinary
{
  KarneSlicer *slicer; /* (owned) */
  KarneBase64 base64;
  GByteArray *out; /* during a push */
  gboolean seen;
};

static void
decode (KarneBinary *self, const char *text, gsize len)
{
  guint start = self->out->len;
  gsize n = 0;

  g_byte_array_set_size (self->out, start + (guint) len);
  n = karne_base64_decode (&self->base64, text, len, self->out->data + start);
  g_byte_array_set_size (self->out, start + (guint) n);
}

/* Content of some size is handed out while it streams… */
static gboolean
take_blob (guint n, guint64 offset, const char *text, gsize len, gpointer data, GError **error)
{
  if (n == 0)
    decode (data, text, len);
  return TRUE;
}

/* …what is smaller stands in the resource. */
static void
decode_member (KarneBinary *self, const KarneSlice *slice)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *data = NULL;

  if (!json_parser_load_from_data (parser, slice->text, (gssize) slice->len, NULL))
    return;
  data = json_object_get_member (json_node_get_object (json_parser_get_root (parser)), "data");
  if (data != NULL && json_node_get_value_type (data) == G_TYPE_STRING)
    decode (self, json_node_get_string (data), strlen (json_node_get_string (data)));
}

static gboolean
take_entry (const KarneSlice *slice, gpointer data, GError **error)
{
  KarneBinary *self = data;

  self->seen = TRUE;
  if (slice->n_blobs == 0 && slice->flaw == KARNE_FLAW_NONE)
    decode_member (self, slice);
  if (slice->flaw == KARNE_FLAW_NONE && karne_span_equal (slice->notes.type, "Binary"))
    return TRUE;

  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                       "Fetching a document: neither its bytes nor a Binary came");
  return FALSE;
}

static const KarneSlicerSink sink = { .entry = take_entry, .blob = take_blob };

KarneBinary *
karne_binary_new (void)
{
  KarneBinary *self = g_new0 (KarneBinary, 1);

  self->slicer = karne_slicer_new (&sink, self);
  return self;
}

void
karne_binary_free (KarneBinary *self)
{
  g_clear_pointer (&self->slicer, karne_slicer_free);
  g_free (self);
}

gboolean
karne_binary_push (KarneBinary *self, const char *bytes, gsize len, GByteArray *out, GError **error)
{
  self->out = out;
  return karne_slicer_push (self->slicer, bytes, len, error);
}

gboolean
karne_binary_is_complete (KarneBinary *self)
{
  return self->seen && karne_slicer_is_complete (self->slicer);
}
