/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-confine.h"
#include "karne-render-answers.h"
#include "karne-render-error.h"
#include "karne-render-wire.h"

#include <fontconfig/fontconfig.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <libxml/parser.h>
#include <locale.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* karne-render: shows one document, of which nothing is trusted, to the app that started it. */

static void
load_image_format (const char *name)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (name, NULL);

  if (loader != NULL)
    gdk_pixbuf_loader_close (loader, NULL);
}

/* A letter drawn makes cairo, pixman and FreeType look around once. */
static void
draw_letter (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
  cairo_t *cr = cairo_create (surface);

  cairo_select_font_face (cr, "sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_show_text (cr, "a");
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* All that reads settings or loads code, while it still can. */
static void
prepare (void)
{
  setlocale (LC_ALL, "C.UTF-8");
  FcInit ();
  draw_letter ();
  load_image_format ("jpeg");
  load_image_format ("png");
  load_image_format ("gif");
  load_image_format ("tiff");
  load_image_format ("webp");
  xmlInitParser ();
}

static GBytes *
map_document (int file, GError **error)
{
  struct stat state;
  gpointer bytes = MAP_FAILED;

  if (file >= 0 && fstat (file, &state) == 0 && state.st_size == 0)
    return g_bytes_new (NULL, 0);
  if (file >= 0 && state.st_size <= KARNE_RENDER_MAX_DOCUMENT)
    bytes = mmap (NULL, state.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  if (bytes == MAP_FAILED)
    {
      g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_LIMIT,
                   "Opening a document: it does not fit");
      return NULL;
    }

  /* It stays mapped until this process ends. */
  return g_bytes_new_static (bytes, state.st_size);
}

static GVariant *
open_document (KarneContent **content, GVariant *arguments, int file, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (*content != NULL || !g_variant_is_of_type (arguments, G_VARIANT_TYPE_STRING))
    {
      g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED,
                   "Opening a document: there is one already");
      return NULL;
    }
  bytes = map_document (file, error);
  if (bytes == NULL)
    return NULL;

  *content = karne_content_open (bytes, g_variant_get_string (arguments, NULL), error);
  return *content == NULL ? NULL : karne_render_answer_opened (*content);
}

static GVariant *
answer (KarneContent **content, guint32 code, GVariant *arguments, int file, GError **error)
{
  if (code == KARNE_RENDER_REQUEST_OPEN)
    return open_document (content, arguments, file, error);
  if (*content != NULL)
    {
      switch ((KarneRenderRequest) code)
        {
        case KARNE_RENDER_REQUEST_OPEN:
          break;
        case KARNE_RENDER_REQUEST_SIZES:
          return karne_render_answer_sizes (*content, arguments, error);
        case KARNE_RENDER_REQUEST_RENDER:
          return karne_render_answer_render (*content, arguments, file, error);
        case KARNE_RENDER_REQUEST_TEXT:
          return karne_render_answer_text (*content, arguments, error);
        case KARNE_RENDER_REQUEST_SEARCH:
          return karne_render_answer_search (*content, arguments, error);
        case KARNE_RENDER_REQUEST_BLOCKS:
          return karne_render_answer_blocks (*content, arguments, error);
        }
    }

  g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED, "Answering: not now");
  return NULL;
}

/* Answers one request; false when there are no more. */
static gboolean
serve (KarneContent **content)
{
  guint32 serial, code, status = 0;
  int file;
  g_autoptr (GVariant) arguments =
      karne_render_wire_receive (KARNE_RENDER_FD, &serial, &code, &file);
  g_autoptr (GError) error = NULL;
  GVariant *result;

  if (arguments == NULL)
    return FALSE;

  result = answer (content, code, arguments, file, &error);
  if (file >= 0)
    close (file);
  if (result == NULL)
    {
      status = error->code + 1;
      result = g_variant_new_boolean (FALSE);
    }
  return karne_render_wire_send (KARNE_RENDER_FD, g_variant_new ("(uuv)", serial, status, result));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  KarneContent *content = NULL;

  prepare ();
  if (!karne_confine (KARNE_RENDER_FD, &error))
    {
      g_printerr ("%s\n", error->message);
      _exit (1);
    }

  while (serve (&content))
    ;
  /* Nothing is put in order: it all goes with the process. */
  _exit (0);
}
