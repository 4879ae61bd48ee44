/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-cda.h"
#include "karne-content.h"
#include "karne-render-error.h"
#include "karne-sniff.h"

static KarneContent *open_format (GBytes *bytes, KarneFormat format, GError **error);

/* What stands inside is shown as if it had come by itself, but a CDA document inside another is not
 * looked for. */
static KarneContent *
open_embedded (const KarneCda *cda, GError **error)
{
  KarneFormat format = karne_sniff (cda->embedded, cda->embedded_type);

  return open_format (cda->embedded, format == KARNE_FORMAT_XML ? KARNE_FORMAT_UNSUPPORTED : format,
                      error);
}

static KarneContent *
open_cda (GBytes *bytes, GError **error)
{
  g_autoptr (KarneCda) cda = karne_cda_read (bytes, error);
  KarneContent *self;

  if (cda == NULL)
    return NULL;

  if (cda->embedded != NULL)
    self = open_embedded (cda, error);
  else
    self = karne_content_new_plain (KARNE_RENDER_KIND_BLOCKS);
  if (self != NULL)
    karne_content_take_blocks (self, g_variant_ref (cda->facts),
                               cda->body == NULL ? NULL : g_variant_ref (cda->body));
  return self;
}

static KarneContent *
refuse (KarneRenderError code, const char *why, GError **error)
{
  g_set_error (error, KARNE_RENDER_ERROR, code, "Opening a document: %s", why);
  return NULL;
}

static KarneContent *
open_format (GBytes *bytes, KarneFormat format, GError **error)
{
  switch (format)
    {
    case KARNE_FORMAT_UNSUPPORTED:
      return refuse (KARNE_RENDER_ERROR_UNSUPPORTED, "this kind is not shown", error);
    case KARNE_FORMAT_DAMAGED:
      return refuse (KARNE_RENDER_ERROR_DAMAGED, "it is not what it is said to be", error);
    case KARNE_FORMAT_PDF:
      return karne_pdf_content_new (bytes, error);
    case KARNE_FORMAT_PNG:
      return karne_image_content_new (bytes, "png", error);
    case KARNE_FORMAT_JPEG:
      return karne_image_content_new (bytes, "jpeg", error);
    case KARNE_FORMAT_GIF:
      return karne_image_content_new (bytes, "gif", error);
    case KARNE_FORMAT_TIFF:
      return karne_image_content_new (bytes, "tiff", error);
    case KARNE_FORMAT_WEBP:
      return karne_image_content_new (bytes, "webp", error);
    case KARNE_FORMAT_XML:
      return open_cda (bytes, error);
    case KARNE_FORMAT_TEXT:
      return karne_text_content_new (bytes, error);
    }

  g_assert_not_reached ();
}

/**
 * karne_content_open:
 * @bytes: a document, by anybody
 * @content_type: what is said of it
 * @error: return location
 *
 * Opens a document, as what its bytes are.
 *
 * Returns: (transfer full): the document, or `NULL` with [error@RenderError]
 */
KarneContent *
karne_content_open (GBytes *bytes, const char *content_type, GError **error)
{
  if (g_bytes_get_size (bytes) > KARNE_RENDER_MAX_DOCUMENT)
    return refuse (KARNE_RENDER_ERROR_LIMIT, "it is too large", error);

  return open_format (bytes, karne_sniff (bytes, content_type), error);
}
