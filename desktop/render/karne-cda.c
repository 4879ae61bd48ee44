/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-cda.h"

#include "karne-cda-parts.h"
#include "karne-cda-xml.h"
#include "karne-render-error.h"

void
karne_cda_free (KarneCda *self)
{
  g_clear_pointer (&self->facts, g_variant_unref);
  g_clear_pointer (&self->body, g_variant_unref);
  g_clear_pointer (&self->embedded, g_bytes_unref);
  g_clear_pointer (&self->embedded_type, g_free);
  g_free (self);
}

static gboolean
refuse (KarneRenderError code, const char *why, GError **error)
{
  g_set_error (error, KARNE_RENDER_ERROR, code, "Reading a clinical document: %s", why);
  return FALSE;
}

static GBytes *
bytes_from_base64 (char *text)
{
  gsize size = 0;

  if (*text != '\0')
    g_base64_decode_inplace (text, &size);
  return g_bytes_new (text, size);
}

static gboolean
is_compressed (const xmlNode *text)
{
  g_autofree char *compression = karne_cda_dup_attribute (text, "compression");

  return compression != NULL;
}

/* What is only referred to is somewhere else, and is not fetched. */
static gboolean
read_embedded (KarneCda *self, const xmlNode *body, GError **error)
{
  const xmlNode *text = karne_cda_child (body, "text");
  g_autofree char *representation = karne_cda_dup_attribute (text, "representation");
  xmlChar *content;

  if (text == NULL || karne_cda_child (text, "reference") != NULL || is_compressed (text))
    return refuse (KARNE_RENDER_ERROR_UNSUPPORTED, "its content is elsewhere", error);

  content = xmlNodeGetContent (text);
  self->embedded_type = karne_cda_dup_attribute (text, "mediaType");
  if (self->embedded_type == NULL)
    self->embedded_type = g_strdup ("text/plain");
  if (g_strcmp0 (representation, "B64") == 0)
    self->embedded = bytes_from_base64 ((char *) content);
  else
    self->embedded = g_bytes_new (content, xmlStrlen (content));
  xmlFree (content);
  return TRUE;
}

static GVariant *
read_facts (const xmlNode *root)
{
  g_autoptr (KarneCdaBlocks) blocks = karne_cda_blocks_new ();

  karne_cda_add_facts (blocks, root);
  return karne_cda_blocks_end (blocks);
}

static gboolean
read_body (KarneCda *self, const xmlNode *body, GError **error)
{
  g_autoptr (KarneCdaBlocks) blocks = karne_cda_blocks_new ();

  karne_cda_add_body (blocks, body);
  if (karne_cda_blocks_is_over (blocks))
    return refuse (KARNE_RENDER_ERROR_LIMIT, "it is too long", error);

  self->body = karne_cda_blocks_end (blocks);
  return TRUE;
}

/**
 * karne_cda_read:
 * @bytes: a document, by anybody
 * @error: return location
 *
 * Takes a CDA R2 document apart: at level 1 the document that stands inside, otherwise the
 * narrative.
 *
 * What comes out is text and bytes; no address, style sheet, script or picture is followed, run or
 * fetched.
 *
 * Returns: (transfer full): its parts, or `NULL` with [error@RenderError]
 */
KarneCda *
karne_cda_read (GBytes *bytes, GError **error)
{
  g_autoptr (KarneCda) self = g_new0 (KarneCda, 1);
  g_autoptr (xmlDoc) document = karne_cda_parse (bytes, error);
  const xmlNode *root, *component, *foreign;
  gboolean read;

  if (document == NULL)
    return NULL;

  root = xmlDocGetRootElement (document);
  component = karne_cda_child (root, "component");
  foreign = karne_cda_child (component, "nonXMLBody");
  self->facts = read_facts (root);
  read = foreign != NULL ? read_embedded (self, foreign, error)
                         : read_body (self, karne_cda_child (component, "structuredBody"), error);
  return read ? g_steal_pointer (&self) : NULL;
}
