/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-render-protocol.h"

#include <cairo.h>
#include <glib-object.h>

G_BEGIN_DECLS

#define KARNE_TYPE_CONTENT (karne_content_get_type ())
G_DECLARE_DERIVABLE_TYPE (KarneContent, karne_content, KARNE, CONTENT, GObject)

/* Of what a kind does not have, it says nothing. Pages are within bounds. */
struct _KarneContentClass
{
  GObjectClass parent_class;

  /* In points; 0 by 0 for a page that cannot be read. */
  void (*get_page_size) (KarneContent *self, guint page, double *width, double *height);
  /* One unit is one point. */
  gboolean (*draw) (KarneContent *self, guint page, cairo_t *cr);
  char *(*dup_text) (KarneContent *self, guint page);
  /* Adds "(uudddd)" elements. */
  void (*find) (KarneContent *self, guint page, const char *needle, GVariantBuilder *found);
};

/* What it is, set by whoever makes one. */
typedef struct
{
  KarneRenderKind kind;
  guint n_pages;
  gboolean more_pages;
} KarneContentTraits;

KarneContentTraits *karne_content_get_traits (KarneContent *self);

KarneContent *karne_content_open (GBytes *bytes, const char *content_type, GError **error);
/* The head of the document, and the body where the kind is BLOCKS. */
void karne_content_take_blocks (KarneContent *self, GVariant *facts, GVariant *body);
GVariant *karne_content_get_facts (KarneContent *self);
GVariant *karne_content_get_body (KarneContent *self);

/* The kinds. */
KarneContent *karne_content_new_plain (KarneRenderKind kind);
KarneContent *karne_image_content_new (GBytes *bytes, const char *format, GError **error);
KarneContent *karne_pdf_content_new (GBytes *bytes, GError **error);
KarneContent *karne_text_content_new (GBytes *bytes, GError **error);

G_END_DECLS
