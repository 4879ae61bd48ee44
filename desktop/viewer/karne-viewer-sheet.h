/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "karne-renderer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KARNE_TYPE_VIEWER_SHEET (karne_viewer_sheet_get_type ())
G_DECLARE_FINAL_TYPE (KarneViewerSheet, karne_viewer_sheet, KARNE, VIEWER_SHEET, GtkWidget)

/* number: from 0. width and height: in points; 0 for a page that cannot be read. */
GtkWidget *karne_viewer_sheet_new (guint number, guint n_pages, double width, double height);

/* How many pixels of the window a point is. */
void karne_viewer_sheet_set_scale (KarneViewerSheet *self, double scale);
/* texture: (nullable): what the page looks like, drawn for pixels of the screen, of which a point
 * is scale. */
void karne_viewer_sheet_set_texture (KarneViewerSheet *self, GdkTexture *texture, double scale);
/* 0 while there is none. */
double karne_viewer_sheet_get_texture_scale (KarneViewerSheet *self);
/* It cannot be drawn, and says so. */
void karne_viewer_sheet_set_failed (KarneViewerSheet *self);
gboolean karne_viewer_sheet_get_failed (KarneViewerSheet *self);

/* What those hear who do not see it. */
void karne_viewer_sheet_set_text (KarneViewerSheet *self, const char *text);
gboolean karne_viewer_sheet_has_text (KarneViewerSheet *self);

/* Places that were found; the one with that number stands out. */
void karne_viewer_sheet_clear_hits (KarneViewerSheet *self);
void karne_viewer_sheet_add_hit (KarneViewerSheet *self, const KarneHit *hit);
void karne_viewer_sheet_set_current_hit (KarneViewerSheet *self, guint number);

G_END_DECLS
