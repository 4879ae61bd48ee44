/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-render-channel.h"
#include "karne-renderer.h"

G_BEGIN_DECLS

typedef struct
{
  double width;
  double height;
} KarnePageSize;

/* What is known of the document that is open. */
struct _KarneRenderer
{
  GObject parent_instance;

  guint time_limit;
  KarneRenderChannel *channel; /* (owned) (nullable) */
  KarneRenderKind kind;
  guint n_pages;
  gboolean more_pages;
  gboolean has_facts;
  GArray *sizes; /* (owned) (element-type KarnePageSize) */
};

void karne_renderer_ask (KarneRenderer *self,
                         KarneRenderRequest request,
                         GVariant *arguments,
                         const GVariantType *result_type,
                         int file,
                         GTask *task,
                         GAsyncReadyCallback callback);
void karne_renderer_return_hostile (GTask *task);

G_END_DECLS
