/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-sheet.h"

#include "karne-a11y.h"

#include <glib/gi18n.h>
#include <math.h>

/* A4: of a page that cannot be read nobody knows how large it is. */
#define UNKNOWN_WIDTH 595
#define UNKNOWN_HEIGHT 842
/* More is for nobody to listen to at once. */
#define MAX_TEXT (32 * 1024)

/**
 * KarneViewerSheet:
 *
 * One page of a document: paper, what is drawn on it, and marks over what was found.
 *
 * Its text is its description, so that a screen reader reads the page when the focus comes to it.
 */
struct _KarneViewerSheet
{
  GtkWidget parent_instance;

  double width; /* in points */
  double height;
  double scale;
  GdkTexture *texture; /* (owned) (nullable) */
  double texture_scale;
  GtkWidget *notice; /* (nullable) in place of what cannot be drawn */
  GArray *hits;      /* (owned) of KarneHit */
  guint current_hit;
  gboolean has_text;
};

G_DEFINE_FINAL_TYPE (KarneViewerSheet, karne_viewer_sheet, GTK_TYPE_WIDGET)

/* Size */

static GtkSizeRequestMode
karne_viewer_sheet_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
karne_viewer_sheet_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  KarneViewerSheet *self = KARNE_VIEWER_SHEET (widget);
  double points = orientation == GTK_ORIENTATION_HORIZONTAL ? self->width : self->height;

  *minimum = *natural = (int) MAX (1, round (points * self->scale));
}

static void
karne_viewer_sheet_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *notice = KARNE_VIEWER_SHEET (widget)->notice;

  if (notice != NULL)
    gtk_widget_allocate (notice, width, height, baseline, NULL);
}

/* Looks */

static void
snapshot_hits (KarneViewerSheet *self, GtkSnapshot *snapshot)
{
  const GdkRGBA found = { 1.0f, 0.85f, 0.1f, 0.45f };
  const GdkRGBA current = { 1.0f, 0.5f, 0.0f, 0.55f };

  for (guint i = 0; i < self->hits->len; i++)
    {
      const KarneHit *hit = &g_array_index (self->hits, KarneHit, i);
      graphene_rect_t place = GRAPHENE_RECT_INIT ((float) (hit->x * self->scale - 1),
                                                  (float) (hit->y * self->scale - 1),
                                                  (float) (hit->width * self->scale + 2),
                                                  (float) (hit->height * self->scale + 2));

      gtk_snapshot_append_color (snapshot, hit->number == self->current_hit ? &current : &found,
                                 &place);
    }
}

/* Paper is white, whatever the colours around it. */
static void
karne_viewer_sheet_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KarneViewerSheet *self = KARNE_VIEWER_SHEET (widget);
  const GdkRGBA white = { 1, 1, 1, 1 };
  graphene_rect_t paper =
      GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));

  gtk_snapshot_push_clip (snapshot, &paper);
  if (self->notice == NULL)
    gtk_snapshot_append_color (snapshot, &white, &paper);
  if (self->texture != NULL)
    gtk_snapshot_append_texture (snapshot, self->texture, &paper);
  snapshot_hits (self, snapshot);
  gtk_snapshot_pop (snapshot);

  if (self->notice != NULL)
    gtk_widget_snapshot_child (widget, self->notice, snapshot);
}

/* The object */

static void
karne_viewer_sheet_dispose (GObject *object)
{
  KarneViewerSheet *self = KARNE_VIEWER_SHEET (object);

  g_clear_object (&self->texture);
  g_clear_pointer (&self->notice, gtk_widget_unparent);

  G_OBJECT_CLASS (karne_viewer_sheet_parent_class)->dispose (object);
}

static void
karne_viewer_sheet_finalize (GObject *object)
{
  g_array_unref (KARNE_VIEWER_SHEET (object)->hits);

  G_OBJECT_CLASS (karne_viewer_sheet_parent_class)->finalize (object);
}

static void
karne_viewer_sheet_class_init (KarneViewerSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = karne_viewer_sheet_dispose;
  object_class->finalize = karne_viewer_sheet_finalize;
  widget_class->get_request_mode = karne_viewer_sheet_get_request_mode;
  widget_class->measure = karne_viewer_sheet_measure;
  widget_class->size_allocate = karne_viewer_sheet_size_allocate;
  widget_class->snapshot = karne_viewer_sheet_snapshot;
  gtk_widget_class_set_css_name (widget_class, "sheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
karne_viewer_sheet_init (KarneViewerSheet *self)
{
  self->scale = 1;
  self->current_hit = G_MAXUINT;
  self->hits = g_array_new (FALSE, FALSE, sizeof (KarneHit));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), "karne-sheet");
}

GtkWidget *
karne_viewer_sheet_new (guint number, guint n_pages, double width, double height)
{
  KarneViewerSheet *self = g_object_new (KARNE_TYPE_VIEWER_SHEET, NULL);
  /* Translators: of a document, as in “Page 2 of 3”. */
  g_autofree char *name = g_strdup_printf (_ ("Page %u of %u"), number + 1, n_pages);

  self->width = width > 0 ? width : UNKNOWN_WIDTH;
  self->height = height > 0 ? height : UNKNOWN_HEIGHT;
  karne_a11y_name (self, name, NULL);
  if (width <= 0 || height <= 0)
    karne_viewer_sheet_set_failed (self);
  return GTK_WIDGET (self);
}

void
karne_viewer_sheet_set_scale (KarneViewerSheet *self, double scale)
{
  g_return_if_fail (KARNE_IS_VIEWER_SHEET (self));

  if (self->scale == scale)
    return;
  self->scale = scale;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
karne_viewer_sheet_set_texture (KarneViewerSheet *self, GdkTexture *texture, double scale)
{
  g_return_if_fail (KARNE_IS_VIEWER_SHEET (self));

  self->texture_scale = texture != NULL ? scale : 0;
  if (g_set_object (&self->texture, texture))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
karne_viewer_sheet_get_texture_scale (KarneViewerSheet *self)
{
  g_return_val_if_fail (KARNE_IS_VIEWER_SHEET (self), 0);

  return self->texture_scale;
}

void
karne_viewer_sheet_set_failed (KarneViewerSheet *self)
{
  const char *words = _ ("This page cannot be shown.");
  GtkWidget *notice;

  g_return_if_fail (KARNE_IS_VIEWER_SHEET (self));

  if (self->notice != NULL)
    return;
  notice = gtk_label_new (words);
  gtk_label_set_wrap (GTK_LABEL (notice), TRUE);
  gtk_label_set_justify (GTK_LABEL (notice), GTK_JUSTIFY_CENTER);
  gtk_widget_set_parent (notice, GTK_WIDGET (self));
  self->notice = notice;
  karne_viewer_sheet_set_text (self, words);
}

gboolean
karne_viewer_sheet_get_failed (KarneViewerSheet *self)
{
  g_return_val_if_fail (KARNE_IS_VIEWER_SHEET (self), FALSE);

  return self->notice != NULL;
}

/* For those who listen */

void
karne_viewer_sheet_set_text (KarneViewerSheet *self, const char *text)
{
  g_autofree char *start = NULL;

  g_return_if_fail (KARNE_IS_VIEWER_SHEET (self));

  self->has_text = TRUE;
  start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TEXT));
  if (*g_strstrip (start) != '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    start, -1);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    /* Translators: of a page that is only a picture. */
                                    _ ("There is no text on this page that could be read aloud."),
                                    -1);
}

gboolean
karne_viewer_sheet_has_text (KarneViewerSheet *self)
{
  g_return_val_if_fail (KARNE_IS_VIEWER_SHEET (self), FALSE);

  return self->has_text;
}

/* What was found */

void
karne_viewer_sheet_clear_hits (KarneViewerSheet *self)
{
  g_return_if_fail (KARNE_IS_VIEWER_SHEET (self));

  if (self->hits->len == 0)
    return;
  g_array_set_size (self->hits, 0);
  self->current_hit = G_MAXUINT;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
karne_viewer_sheet_add_hit (KarneViewerSheet *self, const KarneHit *hit)
{
  g_return_if_fail (KARNE_IS_VIEWER_SHEET (self));

  g_array_append_val (self->hits, *hit);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
karne_viewer_sheet_set_current_hit (KarneViewerSheet *self, guint number)
{
  g_return_if_fail (KARNE_IS_VIEWER_SHEET (self));

  if (self->current_hit == number)
    return;
  self->current_hit = number;
  if (self->hits->len > 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
