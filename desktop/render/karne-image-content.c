/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-content.h"
#include "karne-render-error.h"
#include "karne-tiff.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#define MAX_PIXELS (60 * 1000 * 1000)
#define MAX_SIDE 32767 /* of cairo */
#define CHUNK (64 * 1024)
/* A pixel is 1/96 of an inch, as on screen. */
#define POINTS_PER_PIXEL 0.75

/* A picture: one page. */
#define KARNE_TYPE_IMAGE_CONTENT (karne_image_content_get_type ())
G_DECLARE_FINAL_TYPE (KarneImageContent, karne_image_content, KARNE, IMAGE_CONTENT, KarneContent)

struct _KarneImageContent
{
  KarneContent parent_instance;

  cairo_surface_t *surface; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneImageContent, karne_image_content, KARNE_TYPE_CONTENT)

static void
karne_image_content_finalize (GObject *object)
{
  g_clear_pointer (&KARNE_IMAGE_CONTENT (object)->surface, cairo_surface_destroy);

  G_OBJECT_CLASS (karne_image_content_parent_class)->finalize (object);
}

static void
karne_image_content_get_page_size (KarneContent *content, guint page, double *width, double *height)
{
  KarneImageContent *self = KARNE_IMAGE_CONTENT (content);

  *width = cairo_image_surface_get_width (self->surface) * POINTS_PER_PIXEL;
  *height = cairo_image_surface_get_height (self->surface) * POINTS_PER_PIXEL;
}

static gboolean
karne_image_content_draw (KarneContent *content, guint page, cairo_t *cr)
{
  cairo_scale (cr, POINTS_PER_PIXEL, POINTS_PER_PIXEL);
  cairo_set_source_surface (cr, KARNE_IMAGE_CONTENT (content)->surface, 0, 0);
  cairo_paint (cr);
  return TRUE;
}

static void
karne_image_content_class_init (KarneImageContentClass *klass)
{
  KarneContentClass *content_class = KARNE_CONTENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = karne_image_content_finalize;
  content_class->get_page_size = karne_image_content_get_page_size;
  content_class->draw = karne_image_content_draw;
}

static void
karne_image_content_init (KarneImageContent *self)
{
}

static gboolean
is_too_large (int width, int height)
{
  return width > MAX_SIDE || height > MAX_SIDE || (gint64) width * height > MAX_PIXELS;
}

/* Before the pixels are decoded. A size of nothing ends the decoding. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  gboolean *too_large = data;

  if (is_too_large (width, height))
    {
      *too_large = TRUE;
      gdk_pixbuf_loader_set_size (loader, 0, 0);
    }
}

static gboolean
write_all (GdkPixbufLoader *loader, GBytes *bytes, const gboolean *too_large)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize done = 0; done < size && !*too_large; done += CHUNK)
    {
      if (!gdk_pixbuf_loader_write (loader, data + done, MIN (CHUNK, size - done), NULL))
        return FALSE;
    }
  return !*too_large;
}

static GdkPixbuf *
refuse (gboolean too_large, GError **error)
{
  if (too_large)
    g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_LIMIT,
                 "Decoding an image: it has too many pixels");
  else
    g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_DAMAGED,
                 "Decoding an image: it is damaged");
  return NULL;
}

/* The format is the one that the bytes are in: the loader never chooses, since some of what it
 * could choose is a language. */
static GdkPixbuf *
decode (GBytes *bytes, const char *format, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (format, NULL);
  gboolean too_large = FALSE, written;
  GdkPixbuf *pixbuf;

  if (loader == NULL)
    {
      g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_UNSUPPORTED,
                   "Decoding an image: this system does not know %s", format);
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &too_large);
  written = write_all (loader, bytes, &too_large);
  if (!gdk_pixbuf_loader_close (loader, NULL) || !written)
    return refuse (too_large, error);
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL ||
      is_too_large (gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf)))
    return refuse (pixbuf != NULL, error);

  return gdk_pixbuf_apply_embedded_orientation (pixbuf);
}

static guint32
premultiply (guint8 red, guint8 green, guint8 blue, guint8 alpha)
{
  return (guint32) alpha << 24 | (guint32) (red * alpha / 255) << 16 |
         (guint32) (green * alpha / 255) << 8 | (guint32) (blue * alpha / 255);
}

static void
copy_row (guint32 *to, const guint8 *from, int width, int channels)
{
  for (int x = 0; x < width; x++, from += channels)
    to[x] = premultiply (from[0], from[1], from[2], channels == 4 ? from[3] : 255);
}

static cairo_surface_t *
surface_from_pixbuf (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  const guint8 *from = gdk_pixbuf_read_pixels (pixbuf);
  guint8 *to = cairo_image_surface_get_data (surface);

  for (int y = 0; to != NULL && y < height; y++)
    {
      copy_row ((guint32 *) (to + (gsize) y * cairo_image_surface_get_stride (surface)),
                from + (gsize) y * gdk_pixbuf_get_rowstride (pixbuf), width,
                gdk_pixbuf_get_n_channels (pixbuf));
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

KarneContent *
karne_image_content_new (GBytes *bytes, const char *format, GError **error)
{
  g_autoptr (KarneImageContent) self = NULL;
  g_autoptr (GdkPixbuf) pixbuf = decode (bytes, format, error);
  KarneContentTraits *traits;

  if (pixbuf == NULL)
    return NULL;

  self = g_object_new (KARNE_TYPE_IMAGE_CONTENT, NULL);
  self->surface = surface_from_pixbuf (pixbuf);
  if (cairo_surface_status (self->surface) != CAIRO_STATUS_SUCCESS)
    {
      refuse (TRUE, error);
      return NULL;
    }
  traits = karne_content_get_traits (KARNE_CONTENT (self));
  traits->kind = KARNE_RENDER_KIND_IMAGE;
  traits->n_pages = 1;
  traits->more_pages = g_str_equal (format, "tiff") && karne_tiff_has_more_pages (bytes);
  return KARNE_CONTENT (g_steal_pointer (&self));
}
