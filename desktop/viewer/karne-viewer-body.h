/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  KARNE_VIEWER_ZOOM_IN,
  KARNE_VIEWER_ZOOM_OUT,
  KARNE_VIEWER_ZOOM_FIT,
} KarneViewerZoom;

#define KARNE_TYPE_VIEWER_BODY (karne_viewer_body_get_type ())
G_DECLARE_DERIVABLE_TYPE (KarneViewerBody, karne_viewer_body, KARNE, VIEWER_BODY, AdwBin)

/**
 * KarneViewerBodyClass:
 * @zoom: larger, smaller or as wide as the window; nothing where there is no such thing
 * @search: looks for a text, takes the marks of the last one away, then emits `found`; an empty
 * text is found nowhere
 * @show_hit: brings one of the places found into sight
 * @get_place: which page the reader is at, from 1, and how many there are; nothing where there are
 * no pages
 */
struct _KarneViewerBodyClass
{
  AdwBinClass parent_class;

  void (*zoom) (KarneViewerBody *self, KarneViewerZoom zoom);
  void (*search) (KarneViewerBody *self, const char *text);
  void (*show_hit) (KarneViewerBody *self, guint hit);
  void (*get_place) (KarneViewerBody *self, guint *page, guint *n_pages);
};

gboolean karne_viewer_body_can_zoom (KarneViewerBody *self);
void karne_viewer_body_zoom (KarneViewerBody *self, KarneViewerZoom zoom);
void karne_viewer_body_search (KarneViewerBody *self, const char *text);
void karne_viewer_body_show_hit (KarneViewerBody *self, guint hit);
/* FALSE where there are no pages. */
gboolean karne_viewer_body_get_place (KarneViewerBody *self, guint *page, guint *n_pages);

/* For those that derive from it: what is scrolled, its two adjustments, and the signals. */
void karne_viewer_body_set_content (KarneViewerBody *self, GtkWidget *content);
GtkAdjustment *karne_viewer_body_get_adjustment (KarneViewerBody *self, GtkOrientation orientation);
void karne_viewer_body_found (KarneViewerBody *self, guint n_hits, gboolean has_more);
void karne_viewer_body_moved (KarneViewerBody *self);
/* Scrolls so that what is between these heights can be seen, with some room around. */
void karne_viewer_body_reveal (KarneViewerBody *self, double top, double bottom);

G_END_DECLS
