/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-body.h"

/**
 * KarneViewerBody:
 *
 * What a document looks like, in whatever form: something to scroll through by mouse and keyboard,
 * to search in, and perhaps to enlarge.
 *
 * What has the focus inside is named and described, for those who listen; what only scrolls takes
 * no focus.
 */
typedef struct
{
  GtkScrolledWindow *scrolled;
} KarneViewerBodyPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KarneViewerBody, karne_viewer_body, ADW_TYPE_BIN)

enum
{
  SIGNAL_FOUND,
  SIGNAL_MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define GET_PRIVATE(self) ((KarneViewerBodyPrivate *) karne_viewer_body_get_instance_private (self))

/* Scrolling by keys */

static gboolean
scroll (GtkAdjustment *adjustment, double by)
{
  double before = gtk_adjustment_get_value (adjustment);

  gtk_adjustment_set_value (adjustment, before + by);
  return gtk_adjustment_get_value (adjustment) != before;
}

/* args: whether it is across; line, screen or end; how many of these. */
static gboolean
scroll_key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  const char *unit;
  gboolean across;
  int times;
  GtkAdjustment *adjustment;
  double by;

  g_variant_get (args, "(b&si)", &across, &unit, &times);
  adjustment = karne_viewer_body_get_adjustment (KARNE_VIEWER_BODY (widget),
                                                 across ? GTK_ORIENTATION_HORIZONTAL
                                                        : GTK_ORIENTATION_VERTICAL);
  switch (*unit)
    {
    case 'l':
      by = 50;
      break;
    case 's':
      by = gtk_adjustment_get_page_size (adjustment) * 0.9;
      break;
    default:
      by = gtk_adjustment_get_upper (adjustment);
    }
  return scroll (adjustment, by * times);
}

static void
bind_scroll (GtkWidgetClass *klass,
             guint key,
             GdkModifierType modifiers,
             gboolean across,
             const char *unit,
             int times)
{
  gtk_widget_class_add_binding (klass, key, modifiers, scroll_key_cb, "(bsi)", across, unit, times);
}

static void
bind_keys (GtkWidgetClass *klass)
{
  bind_scroll (klass, GDK_KEY_Down, 0, FALSE, "line", 1);
  bind_scroll (klass, GDK_KEY_Up, 0, FALSE, "line", -1);
  bind_scroll (klass, GDK_KEY_Right, 0, TRUE, "line", 1);
  bind_scroll (klass, GDK_KEY_Left, 0, TRUE, "line", -1);
  bind_scroll (klass, GDK_KEY_Page_Down, 0, FALSE, "screen", 1);
  bind_scroll (klass, GDK_KEY_Page_Up, 0, FALSE, "screen", -1);
  bind_scroll (klass, GDK_KEY_space, 0, FALSE, "screen", 1);
  bind_scroll (klass, GDK_KEY_space, GDK_SHIFT_MASK, FALSE, "screen", -1);
  bind_scroll (klass, GDK_KEY_End, 0, FALSE, "end", 1);
  bind_scroll (klass, GDK_KEY_Home, 0, FALSE, "end", -1);
}

/* Enlarging by keys: those without Ctrl, which are the size of text everywhere. */

static gboolean
zoom_key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  KarneViewerBody *self = KARNE_VIEWER_BODY (widget);

  if (!karne_viewer_body_can_zoom (self))
    return FALSE;
  karne_viewer_body_zoom (self, (KarneViewerZoom) g_variant_get_int32 (args));
  return TRUE;
}

static void
bind_zoom (GtkWidgetClass *klass, KarneViewerZoom zoom, guint key, guint keypad)
{
  gtk_widget_class_add_binding (klass, key, 0, zoom_key_cb, "i", zoom);
  gtk_widget_class_add_binding (klass, key, GDK_SHIFT_MASK, zoom_key_cb, "i", zoom);
  gtk_widget_class_add_binding (klass, keypad, 0, zoom_key_cb, "i", zoom);
}

static void
karne_viewer_body_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (karne_viewer_body_parent_class)->dispose (object);
}

static void
karne_viewer_body_class_init (KarneViewerBodyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_viewer_body_dispose;

  /**
   * KarneViewerBody::found:
   * @n_hits: how many places there are
   * @has_more: whether there are more than these
   */
  signals[SIGNAL_FOUND] = g_signal_new ("found", KARNE_TYPE_VIEWER_BODY, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
  /**
   * KarneViewerBody::moved:
   *
   * The reader is somewhere else now.
   */
  signals[SIGNAL_MOVED] = g_signal_new ("moved", KARNE_TYPE_VIEWER_BODY, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);

  bind_keys (widget_class);
  bind_zoom (widget_class, KARNE_VIEWER_ZOOM_IN, GDK_KEY_plus, GDK_KEY_KP_Add);
  bind_zoom (widget_class, KARNE_VIEWER_ZOOM_OUT, GDK_KEY_minus, GDK_KEY_KP_Subtract);
  bind_zoom (widget_class, KARNE_VIEWER_ZOOM_FIT, GDK_KEY_0, GDK_KEY_KP_0);
}

static void
karne_viewer_body_init (KarneViewerBody *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  GET_PRIVATE (self)->scrolled = GTK_SCROLLED_WINDOW (scrolled);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

/* The focus does not scroll: it follows what can be seen, not the other way round. */
void
karne_viewer_body_set_content (KarneViewerBody *self, GtkWidget *content)
{
  GtkWidget *viewport;

  g_return_if_fail (KARNE_IS_VIEWER_BODY (self));

  viewport = g_object_new (GTK_TYPE_VIEWPORT, "child", content, "scroll-to-focus", FALSE, NULL);
  gtk_scrolled_window_set_child (GET_PRIVATE (self)->scrolled, viewport);
}

GtkAdjustment *
karne_viewer_body_get_adjustment (KarneViewerBody *self, GtkOrientation orientation)
{
  GtkScrolledWindow *scrolled;

  g_return_val_if_fail (KARNE_IS_VIEWER_BODY (self), NULL);

  scrolled = GET_PRIVATE (self)->scrolled;
  return orientation == GTK_ORIENTATION_VERTICAL ? gtk_scrolled_window_get_vadjustment (scrolled)
                                                 : gtk_scrolled_window_get_hadjustment (scrolled);
}

void
karne_viewer_body_reveal (KarneViewerBody *self, double top, double bottom)
{
  GtkAdjustment *adjustment = karne_viewer_body_get_adjustment (self, GTK_ORIENTATION_VERTICAL);
  double size = gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment);

  if (top < value || bottom > value + size)
    gtk_adjustment_set_value (adjustment, (top + bottom - size) / 2);
}

void
karne_viewer_body_found (KarneViewerBody *self, guint n_hits, gboolean has_more)
{
  g_signal_emit (self, signals[SIGNAL_FOUND], 0, n_hits, has_more);
}

void
karne_viewer_body_moved (KarneViewerBody *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

/* What kinds of it do */

gboolean
karne_viewer_body_can_zoom (KarneViewerBody *self)
{
  g_return_val_if_fail (KARNE_IS_VIEWER_BODY (self), FALSE);

  return KARNE_VIEWER_BODY_GET_CLASS (self)->zoom != NULL;
}

void
karne_viewer_body_zoom (KarneViewerBody *self, KarneViewerZoom zoom)
{
  g_return_if_fail (KARNE_IS_VIEWER_BODY (self));

  if (karne_viewer_body_can_zoom (self))
    KARNE_VIEWER_BODY_GET_CLASS (self)->zoom (self, zoom);
}

void
karne_viewer_body_search (KarneViewerBody *self, const char *text)
{
  g_return_if_fail (KARNE_IS_VIEWER_BODY (self));

  KARNE_VIEWER_BODY_GET_CLASS (self)->search (self, text);
}

void
karne_viewer_body_show_hit (KarneViewerBody *self, guint hit)
{
  g_return_if_fail (KARNE_IS_VIEWER_BODY (self));

  KARNE_VIEWER_BODY_GET_CLASS (self)->show_hit (self, hit);
}

gboolean
karne_viewer_body_get_place (KarneViewerBody *self, guint *page, guint *n_pages)
{
  KarneViewerBodyClass *klass;

  g_return_val_if_fail (KARNE_IS_VIEWER_BODY (self), FALSE);

  klass = KARNE_VIEWER_BODY_GET_CLASS (self);
  if (klass->get_place == NULL)
    return FALSE;
  klass->get_place (self, page, n_pages);
  return TRUE;
}
