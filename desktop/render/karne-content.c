/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-content.h"

/**
 * KarneContent:
 *
 * An open document, inside the helper.
 *
 * Some documents have pages, some are text, some are blocks; a CDA document with a PDF inside has
 * the pages of that and the facts of its own head.
 */
typedef struct
{
  KarneContentTraits traits;
  GVariant *facts; /* (owned) (nullable) */
  GVariant *body;  /* (owned) (nullable) */
} KarneContentPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (KarneContent, karne_content, G_TYPE_OBJECT)

static void
karne_content_finalize (GObject *object)
{
  KarneContentPrivate *priv = karne_content_get_instance_private (KARNE_CONTENT (object));

  g_clear_pointer (&priv->facts, g_variant_unref);
  g_clear_pointer (&priv->body, g_variant_unref);

  G_OBJECT_CLASS (karne_content_parent_class)->finalize (object);
}

static void
karne_content_get_no_size (KarneContent *self, guint page, double *width, double *height)
{
  *width = *height = 0;
}

static gboolean
karne_content_draw_nothing (KarneContent *self, guint page, cairo_t *cr)
{
  return FALSE;
}

static char *
karne_content_dup_no_text (KarneContent *self, guint page)
{
  return g_strdup ("");
}

static void
karne_content_find_nothing (KarneContent *self,
                            guint page,
                            const char *needle,
                            GVariantBuilder *found)
{
}

static void
karne_content_class_init (KarneContentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_content_finalize;
  klass->get_page_size = karne_content_get_no_size;
  klass->draw = karne_content_draw_nothing;
  klass->dup_text = karne_content_dup_no_text;
  klass->find = karne_content_find_nothing;
}

static void
karne_content_init (KarneContent *self)
{
}

KarneContent *
karne_content_new_plain (KarneRenderKind kind)
{
  KarneContent *self = g_object_new (KARNE_TYPE_CONTENT, NULL);

  karne_content_get_traits (self)->kind = kind;
  return self;
}

KarneContentTraits *
karne_content_get_traits (KarneContent *self)
{
  KarneContentPrivate *priv = karne_content_get_instance_private (self);

  return &priv->traits;
}

void
karne_content_take_blocks (KarneContent *self, GVariant *facts, GVariant *body)
{
  KarneContentPrivate *priv = karne_content_get_instance_private (self);

  priv->facts = g_variant_take_ref (facts);
  priv->body = body == NULL ? NULL : g_variant_take_ref (body);
}

GVariant *
karne_content_get_facts (KarneContent *self)
{
  KarneContentPrivate *priv = karne_content_get_instance_private (self);

  return priv->facts;
}

GVariant *
karne_content_get_body (KarneContent *self)
{
  KarneContentPrivate *priv = karne_content_get_instance_private (self);

  return priv->body;
}
