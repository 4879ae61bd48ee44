/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-renderer.h"

G_BEGIN_DECLS

#define KARNE_TYPE_VIEWER_PAINTER (karne_viewer_painter_get_type ())
G_DECLARE_FINAL_TYPE (KarneViewerPainter, karne_viewer_painter, KARNE, VIEWER_PAINTER, GObject)

/* Which pages are in sight. */
typedef struct
{
  guint first;
  guint last;
  guint middle;
} KarneViewerSight;

/* sheets: (element-type KarneViewerSheet): one for each page. Emits “failed” (GError) when the
 * renderer does not answer any more. */
KarneViewerPainter *karne_viewer_painter_new (KarneRenderer *renderer, GPtrArray *sheets);

/* scale: how many pixels of the screen a point is. */
void karne_viewer_painter_look_at (KarneViewerPainter *self,
                                   const KarneViewerSight *sight,
                                   double scale);
/* Nothing is asked for any more. */
void karne_viewer_painter_stop (KarneViewerPainter *self);

G_END_DECLS
