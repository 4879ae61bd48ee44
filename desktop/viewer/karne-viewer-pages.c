/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-pages.h"

#include "karne-viewer-painter.h"
#include "karne-viewer-sheet.h"

#include <math.h>

#define SPACE 12
#define POINT (96.0 / 72) /* pixels at 100 % */
#define MAX_FIT 1.5       /* a page that is as wide as the window is still one to be looked at */
#define MIN_ZOOM 0.1
#define MAX_ZOOM 8.0
#define ZOOM_STEP 1.25

/**
 * KarneViewerPages:
 *
 * The pages of a document, one under the other. Only those that can be seen and their neighbours
 * are drawn and kept; the helper draws one at a time, first the ones in sight.
 *
 * The keyboard stops here once, at the page that is in sight.
 */
struct _KarneViewerPages
{
  KarneViewerBody parent_instance;

  KarneRenderer *renderer;     /* (owned) */
  KarneViewerPainter *painter; /* (owned) (nullable) */
  GCancellable *searching;     /* (owned) (nullable) */
  GtkWidget *box;
  GPtrArray *sheets; /* (unowned) of KarneViewerSheet */
  GArray *hits;      /* (owned) (nullable) of KarneHit */

  double zoom;
  gboolean fits; /* it follows the width of the window */
  guint current; /* the page in sight */
  guint update_id;
  double keep_at; /* what part of the whole stays in the middle when the zoom changes; or -1 */
};

G_DEFINE_FINAL_TYPE (KarneViewerPages, karne_viewer_pages, KARNE_TYPE_VIEWER_BODY)

enum
{
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KarneViewerSheet *
get_sheet (KarneViewerPages *self, guint page)
{
  return self->sheets->pdata[page];
}

static GtkAdjustment *
get_adjustment (KarneViewerPages *self)
{
  return karne_viewer_body_get_adjustment (KARNE_VIEWER_BODY (self), GTK_ORIENTATION_VERTICAL);
}

/* Which pages are in sight */

/* From where to where a page reaches, in what is scrolled. */
static gboolean
get_extent (KarneViewerPages *self, guint page, double *top, double *bottom)
{
  GtkWidget *sheet = GTK_WIDGET (get_sheet (self, page));
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (sheet, self->box, &bounds))
    return FALSE;
  *top = bounds.origin.y;
  *bottom = bounds.origin.y + bounds.size.height;
  return TRUE;
}

static gboolean
look (KarneViewerPages *self, KarneViewerSight *sight)
{
  double from = gtk_adjustment_get_value (get_adjustment (self));
  double until = from + gtk_adjustment_get_page_size (get_adjustment (self));
  gboolean any = FALSE;

  for (guint i = 0; i < self->sheets->len; i++)
    {
      double top, bottom;

      if (!get_extent (self, i, &top, &bottom) || bottom < from)
        continue;
      if (top > until)
        break;
      if (!any)
        sight->first = sight->middle = i;
      any = TRUE;
      sight->last = i;
      if (top <= (from + until) / 2)
        sight->middle = i;
    }
  return any;
}

static void queue_update (KarneViewerPages *self);

static double
get_wanted_scale (KarneViewerPages *self)
{
  return self->zoom * POINT * gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static void
failed_cb (KarneViewerPainter *painter, const GError *error, gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_FAILED], 0, error);
}

/* The size */

static double
get_widest (KarneViewerPages *self)
{
  double widest = 1;

  for (guint i = 0; i < self->sheets->len; i++)
    {
      double width, height;

      if (karne_renderer_get_page_size (self->renderer, i, &width, &height))
        widest = MAX (widest, width);
    }
  return widest;
}

static double
get_fitting_zoom (KarneViewerPages *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * SPACE;

  if (width <= 0)
    return self->zoom;
  return CLAMP (width / (get_widest (self) * POINT), MIN_ZOOM, MAX_FIT);
}

/* What is in the middle stays there. */
static void
keep_place (KarneViewerPages *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  double middle =
      gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) / 2;
  double whole = gtk_adjustment_get_upper (adjustment);

  self->keep_at = whole > gtk_adjustment_get_page_size (adjustment) ? middle / whole : -1;
}

static void
set_zoom (KarneViewerPages *self, double zoom)
{
  zoom = CLAMP (zoom, MIN_ZOOM, MAX_ZOOM);
  if (self->zoom == zoom)
    return;
  keep_place (self);
  self->zoom = zoom;
  for (guint i = 0; i < self->sheets->len; i++)
    karne_viewer_sheet_set_scale (get_sheet (self, i), zoom * POINT);
  queue_update (self);
}

static void
adjustment_changed_cb (GtkAdjustment *adjustment, gpointer data)
{
  KarneViewerPages *self = data;
  double keep_at = self->keep_at;

  self->keep_at = -1;
  if (keep_at >= 0)
    gtk_adjustment_set_value (adjustment, keep_at * gtk_adjustment_get_upper (adjustment) -
                                              gtk_adjustment_get_page_size (adjustment) / 2);
  queue_update (self);
}

/* Where the reader is */

/* The focus goes with the page in sight: a screen reader then reads that page. */
static void
set_current (KarneViewerPages *self, guint page)
{
  gboolean focused = gtk_widget_get_focus_child (self->box) != NULL;

  if (self->current == page)
    return;
  self->current = page;
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (get_sheet (self, page)));
  karne_viewer_body_moved (KARNE_VIEWER_BODY (self));
}

static gboolean
update_cb (gpointer data)
{
  KarneViewerPages *self = data;
  KarneViewerSight sight = { 0 };

  self->update_id = 0;
  if (self->fits)
    set_zoom (self, get_fitting_zoom (self));
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && look (self, &sight))
    {
      set_current (self, sight.middle);
      karne_viewer_painter_look_at (self->painter, &sight, get_wanted_scale (self));
    }
  return G_SOURCE_REMOVE;
}

/* Not at once: sizes cannot change while they are being given out. */
static void
queue_update (KarneViewerPages *self)
{
  if (self->update_id == 0 && self->painter != NULL)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE + 30, update_cb, self, NULL);
}

/* The body */

static void
karne_viewer_pages_zoom (KarneViewerBody *body, KarneViewerZoom zoom)
{
  KarneViewerPages *self = KARNE_VIEWER_PAGES (body);

  self->fits = zoom == KARNE_VIEWER_ZOOM_FIT;
  switch (zoom)
    {
    case KARNE_VIEWER_ZOOM_IN:
      set_zoom (self, self->zoom * ZOOM_STEP);
      break;
    case KARNE_VIEWER_ZOOM_OUT:
      set_zoom (self, self->zoom / ZOOM_STEP);
      break;
    case KARNE_VIEWER_ZOOM_FIT:
      set_zoom (self, get_fitting_zoom (self));
      break;
    }
}

static void
karne_viewer_pages_get_place (KarneViewerBody *body, guint *page, guint *n_pages)
{
  KarneViewerPages *self = KARNE_VIEWER_PAGES (body);

  *page = self->current + 1;
  *n_pages = self->sheets->len;
}

/* Searching */

static void
clear_hits (KarneViewerPages *self)
{
  g_clear_pointer (&self->hits, g_array_unref);
  for (guint i = 0; i < self->sheets->len; i++)
    karne_viewer_sheet_clear_hits (get_sheet (self, i));
}

static void
take_hits (KarneViewerPages *self, GArray *hits)
{
  clear_hits (self);
  self->hits = g_array_ref (hits);
  for (guint i = 0; i < hits->len; i++)
    {
      const KarneHit *hit = &g_array_index (hits, KarneHit, i);

      karne_viewer_sheet_add_hit (get_sheet (self, hit->page), hit);
    }
}

static guint
count_hits (GArray *hits)
{
  return hits->len == 0 ? 0 : g_array_index (hits, KarneHit, hits->len - 1).number + 1;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarneViewerPages) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean has_more = FALSE;
  g_autoptr (GArray) hits =
      karne_renderer_search_finish (KARNE_RENDERER (source), result, &has_more, &error);

  if (hits != NULL)
    {
      take_hits (self, hits);
      karne_viewer_body_found (KARNE_VIEWER_BODY (self), count_hits (hits), has_more);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
karne_viewer_pages_search (KarneViewerBody *body, const char *text)
{
  KarneViewerPages *self = KARNE_VIEWER_PAGES (body);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (*text == '\0')
    {
      clear_hits (self);
      karne_viewer_body_found (body, 0, FALSE);
      return;
    }
  self->searching = g_cancellable_new ();
  karne_renderer_search_async (self->renderer, text, self->searching, found_cb,
                               g_object_ref (self));
}

static void
reveal_hit (KarneViewerPages *self, const KarneHit *hit)
{
  double top, bottom, scale = self->zoom * POINT;

  if (get_extent (self, hit->page, &top, &bottom))
    karne_viewer_body_reveal (KARNE_VIEWER_BODY (self), top + hit->y * scale,
                              top + (hit->y + hit->height) * scale);
}

static void
karne_viewer_pages_show_hit (KarneViewerBody *body, guint number)
{
  KarneViewerPages *self = KARNE_VIEWER_PAGES (body);
  gboolean revealed = FALSE;

  for (guint i = 0; i < self->sheets->len; i++)
    karne_viewer_sheet_set_current_hit (get_sheet (self, i), number);
  for (guint i = 0; self->hits != NULL && i < self->hits->len && !revealed; i++)
    {
      const KarneHit *hit = &g_array_index (self->hits, KarneHit, i);

      revealed = hit->number == number;
      if (revealed)
        reveal_hit (self, hit);
    }
}

/* The widget */

/* In, to the page in sight; and out again. */
static gboolean
karne_viewer_pages_focus (GtkWidget *widget, GtkDirectionType direction)
{
  KarneViewerPages *self = KARNE_VIEWER_PAGES (widget);

  if (gtk_widget_get_focus_child (self->box) != NULL || self->sheets->len == 0)
    return FALSE;
  return gtk_widget_grab_focus (GTK_WIDGET (get_sheet (self, self->current)));
}

static gboolean
karne_viewer_pages_grab_focus (GtkWidget *widget)
{
  return karne_viewer_pages_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
karne_viewer_pages_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS (karne_viewer_pages_parent_class)
      ->size_allocate (widget, width, height, baseline);
  queue_update (KARNE_VIEWER_PAGES (widget));
}

static void
karne_viewer_pages_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (karne_viewer_pages_parent_class)->map (widget);
  queue_update (KARNE_VIEWER_PAGES (widget));
}

/* Ctrl with the wheel, as everywhere. */
static gboolean
wheel_cb (GtkEventControllerScroll *controller, double dx, double dy, gpointer data)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0 || dy == 0)
    return FALSE;
  karne_viewer_body_zoom (data, dy < 0 ? KARNE_VIEWER_ZOOM_IN : KARNE_VIEWER_ZOOM_OUT);
  return TRUE;
}

static void
karne_viewer_pages_dispose (GObject *object)
{
  KarneViewerPages *self = KARNE_VIEWER_PAGES (object);

  if (self->painter != NULL)
    karne_viewer_painter_stop (self->painter);
  g_clear_object (&self->painter);
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_ptr_array_set_size (self->sheets, 0);
  g_clear_pointer (&self->hits, g_array_unref);
  g_clear_object (&self->renderer);

  G_OBJECT_CLASS (karne_viewer_pages_parent_class)->dispose (object);
}

static void
karne_viewer_pages_finalize (GObject *object)
{
  g_ptr_array_unref (KARNE_VIEWER_PAGES (object)->sheets);

  G_OBJECT_CLASS (karne_viewer_pages_parent_class)->finalize (object);
}

static void
karne_viewer_pages_class_init (KarneViewerPagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KarneViewerBodyClass *body_class = KARNE_VIEWER_BODY_CLASS (klass);

  object_class->dispose = karne_viewer_pages_dispose;
  object_class->finalize = karne_viewer_pages_finalize;
  widget_class->focus = karne_viewer_pages_focus;
  widget_class->grab_focus = karne_viewer_pages_grab_focus;
  widget_class->size_allocate = karne_viewer_pages_size_allocate;
  widget_class->map = karne_viewer_pages_map;
  body_class->zoom = karne_viewer_pages_zoom;
  body_class->search = karne_viewer_pages_search;
  body_class->show_hit = karne_viewer_pages_show_hit;
  body_class->get_place = karne_viewer_pages_get_place;

  signals[SIGNAL_FAILED] = g_signal_new ("failed", KARNE_TYPE_VIEWER_PAGES, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
karne_viewer_pages_init (KarneViewerPages *self)
{
  GtkEventController *wheel =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  self->sheets = g_ptr_array_new ();
  self->zoom = 1;
  self->fits = TRUE;
  self->keep_at = -1;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACE);
  gtk_widget_add_css_class (self->box, "karne-sheets");
  karne_viewer_body_set_content (KARNE_VIEWER_BODY (self), self->box);
  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect (wheel, "scroll", G_CALLBACK (wheel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), wheel);
  g_signal_connect_object (get_adjustment (self), "value-changed", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_adjustment (self), "changed", G_CALLBACK (adjustment_changed_cb),
                           self, 0);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (queue_update), NULL);
}

GtkWidget *
karne_viewer_pages_new (KarneRenderer *renderer)
{
  KarneViewerPages *self = g_object_new (KARNE_TYPE_VIEWER_PAGES, NULL);
  guint n_pages = karne_renderer_get_n_pages (renderer);

  self->renderer = g_object_ref (renderer);
  for (guint i = 0; i < n_pages; i++)
    {
      double width, height;
      GtkWidget *sheet;

      karne_renderer_get_page_size (renderer, i, &width, &height);
      sheet = karne_viewer_sheet_new (i, n_pages, width, height);
      karne_viewer_sheet_set_scale (KARNE_VIEWER_SHEET (sheet), POINT);
      gtk_box_append (GTK_BOX (self->box), sheet);
      g_ptr_array_add (self->sheets, sheet);
    }
  self->painter = karne_viewer_painter_new (renderer, self->sheets);
  g_signal_connect_object (self->painter, "failed", G_CALLBACK (failed_cb), self, 0);
  return GTK_WIDGET (self);
}
