/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-pages-print.h"

/* Pixels for each point of a page: 250 an inch. */
#define SCALE (250.0 / 72)

/**
 * KarnePagesPrint:
 *
 * Puts a document on paper as pictures of its pages, since only the helper knows what is in it.
 *
 * One page is drawn at a time, and the printer waits for it. The name of the job says nothing about
 * anybody: it stays in the list of the printer.
 */
struct _KarnePagesPrint
{
  GtkPrintOperation parent_instance;

  KarneRenderer *renderer;   /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GtkPrintContext *context;  /* (unowned) of the page that is drawn */
  GError *error;             /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarnePagesPrint, karne_pages_print, GTK_TYPE_PRINT_OPERATION)

/* Drawing */

/* As large as the paper allows, in the middle of it. */
static void
draw_surface (cairo_t *cr, cairo_surface_t *surface, double width, double height)
{
  int columns = cairo_image_surface_get_width (surface);
  int rows = cairo_image_surface_get_height (surface);
  double scale = MIN (width / columns, height / rows);

  cairo_translate (cr, (width - columns * scale) / 2, (height - rows * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
}

static void
draw_texture (KarnePagesPrint *self, GdkTexture *texture)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_texture_get_width (texture),
                                  gdk_texture_get_height (texture));

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                            (gsize) cairo_image_surface_get_stride (surface));
      cairo_surface_mark_dirty (surface);
      draw_surface (gtk_print_context_get_cairo_context (self->context), surface,
                    gtk_print_context_get_width (self->context),
                    gtk_print_context_get_height (self->context));
    }
  cairo_surface_destroy (surface);
}

/* A page that cannot be drawn stays white; the end of the helper is the end of the printing. */
static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KarnePagesPrint) self = user_data;
  GtkPrintOperation *operation = GTK_PRINT_OPERATION (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture =
      karne_renderer_render_page_finish (KARNE_RENDERER (source), result, &error);

  if (texture != NULL)
    draw_texture (self, texture);
  else if (!g_error_matches (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_DAMAGED))
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
      gtk_print_operation_cancel (operation);
    }
  gtk_print_operation_draw_page_finish (operation);
}

static void
karne_pages_print_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page)
{
  KarnePagesPrint *self = KARNE_PAGES_PRINT (operation);

  self->context = context;
  gtk_print_operation_set_defer_drawing (operation);
  karne_renderer_render_page_async (self->renderer, (guint) page, SCALE, self->cancellable,
                                    rendered_cb, g_object_ref (self));
}

/* The paper lies as the page does. */
static void
karne_pages_print_request_page_setup (GtkPrintOperation *operation,
                                      GtkPrintContext *context,
                                      int page,
                                      GtkPageSetup *setup)
{
  double width, height;

  if (karne_renderer_get_page_size (KARNE_PAGES_PRINT (operation)->renderer, (guint) page, &width,
                                    &height))
    gtk_page_setup_set_orientation (setup, width > height ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                                          : GTK_PAGE_ORIENTATION_PORTRAIT);
}

/* The object */

static void
karne_pages_print_dispose (GObject *object)
{
  KarnePagesPrint *self = KARNE_PAGES_PRINT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->renderer);

  G_OBJECT_CLASS (karne_pages_print_parent_class)->dispose (object);
}

static void
karne_pages_print_finalize (GObject *object)
{
  KarnePagesPrint *self = KARNE_PAGES_PRINT (object);

  g_object_unref (self->cancellable);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (karne_pages_print_parent_class)->finalize (object);
}

static void
karne_pages_print_class_init (KarnePagesPrintClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkPrintOperationClass *operation_class = GTK_PRINT_OPERATION_CLASS (klass);

  object_class->dispose = karne_pages_print_dispose;
  object_class->finalize = karne_pages_print_finalize;
  operation_class->draw_page = karne_pages_print_draw_page;
  operation_class->request_page_setup = karne_pages_print_request_page_setup;
}

static void
karne_pages_print_init (KarnePagesPrint *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkPrintOperation *
karne_pages_print_new (KarneRenderer *renderer)
{
  KarnePagesPrint *self =
      g_object_new (KARNE_TYPE_PAGES_PRINT, "job-name", "Karné", "allow-async", TRUE, "unit",
                    GTK_UNIT_POINTS, "n-pages", (int) karne_renderer_get_n_pages (renderer), NULL);

  self->renderer = g_object_ref (renderer);
  return GTK_PRINT_OPERATION (self);
}

const GError *
karne_pages_print_get_error (KarnePagesPrint *self)
{
  g_return_val_if_fail (KARNE_IS_PAGES_PRINT (self), NULL);

  return self->error;
}
