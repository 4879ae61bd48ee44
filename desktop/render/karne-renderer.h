/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-block.h"
#include "karne-render-error.h"
#include "karne-render-protocol.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * KarneHit:
 * @page: on which page
 * @number: which hit of the document, from 0; one that goes on in the next line has several places
 * @x: from the left edge of the page, in points
 * @y: from the top edge, in points
 * @width: in points
 * @height: in points
 *
 * A place where a text was found.
 */
typedef struct
{
  guint page;
  guint number;
  double x;
  double y;
  double width;
  double height;
} KarneHit;

#define KARNE_TYPE_RENDERER (karne_renderer_get_type ())
G_DECLARE_FINAL_TYPE (KarneRenderer, karne_renderer, KARNE, RENDERER, GObject)

KarneRenderer *karne_renderer_new (void);

void karne_renderer_open_bytes_async (KarneRenderer *self,
                                      GBytes *bytes,
                                      const char *content_type,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void karne_renderer_open_memory_async (KarneRenderer *self,
                                       int file,
                                       const char *content_type,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean karne_renderer_open_finish (KarneRenderer *self, GAsyncResult *result, GError **error);
void karne_renderer_close (KarneRenderer *self);

KarneRenderKind karne_renderer_get_kind (KarneRenderer *self);
guint karne_renderer_get_n_pages (KarneRenderer *self);
gboolean karne_renderer_has_more_pages (KarneRenderer *self);
gboolean karne_renderer_has_facts (KarneRenderer *self);
gboolean
karne_renderer_get_page_size (KarneRenderer *self, guint page, double *width, double *height);

void karne_renderer_render_page_async (KarneRenderer *self,
                                       guint page,
                                       double scale,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GdkTexture *
karne_renderer_render_page_finish (KarneRenderer *self, GAsyncResult *result, GError **error);

void karne_renderer_load_text_async (KarneRenderer *self,
                                     guint page,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *karne_renderer_load_text_finish (KarneRenderer *self, GAsyncResult *result, GError **error);

void karne_renderer_search_async (KarneRenderer *self,
                                  const char *text,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GArray *karne_renderer_search_finish (KarneRenderer *self,
                                      GAsyncResult *result,
                                      gboolean *has_more,
                                      GError **error);

void karne_renderer_load_facts_async (KarneRenderer *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void karne_renderer_load_blocks_async (KarneRenderer *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GPtrArray *
karne_renderer_load_blocks_finish (KarneRenderer *self, GAsyncResult *result, GError **error);

G_END_DECLS
