/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-render-answers.h"

#include "karne-render-error.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* What takes longer is answered in parts, so that one long document is no stop. */
#define MAX_WORK_US (400 * 1000)

static GVariant *
fail (KarneRenderError code, const char *why, GError **error)
{
  g_set_error (error, KARNE_RENDER_ERROR, code, "Answering: %s", why);
  return NULL;
}

static gboolean
read_arguments (GVariant *arguments, const char *type)
{
  return g_variant_is_of_type (arguments, G_VARIANT_TYPE (type));
}

static gboolean
is_page (KarneContent *content, guint page)
{
  return page < karne_content_get_traits (content)->n_pages;
}

GVariant *
karne_render_answer_opened (KarneContent *content)
{
  const KarneContentTraits *traits = karne_content_get_traits (content);

  return g_variant_new ("(uubb)", traits->kind, traits->n_pages, traits->more_pages,
                        karne_content_get_facts (content) != NULL);
}

GVariant *
karne_render_answer_sizes (KarneContent *content, GVariant *arguments, GError **error)
{
  gint64 until = g_get_monotonic_time () + MAX_WORK_US;
  GVariantBuilder sizes;
  guint page;

  if (!read_arguments (arguments, "u"))
    return fail (KARNE_RENDER_ERROR_FAILED, "no page is named", error);
  page = g_variant_get_uint32 (arguments);
  if (!is_page (content, page))
    return fail (KARNE_RENDER_ERROR_FAILED, "there is no such page", error);

  g_variant_builder_init (&sizes, KARNE_RENDER_SIZES_TYPE);
  do
    {
      double width, height;

      KARNE_CONTENT_GET_CLASS (content)->get_page_size (content, page, &width, &height);
      g_variant_builder_add (&sizes, "(dd)", width, height);
      page++;
    }
  while (is_page (content, page) && g_get_monotonic_time () < until);

  return g_variant_builder_end (&sizes);
}

/* ---- Drawing ------------------------------------------------------------------------------- */

static gboolean
is_bitmap (int file, guint width, guint height)
{
  struct stat state;

  return file >= 0 && width > 0 && height > 0 && width <= KARNE_RENDER_MAX_SIDE &&
         height <= KARNE_RENDER_MAX_SIDE && (guint64) width * height <= KARNE_RENDER_MAX_PIXELS &&
         fstat (file, &state) == 0 && state.st_size == (gint64) width * height * 4;
}

static gboolean
draw_on_white (KarneContent *content, guint page, cairo_t *cr, guint width, guint height)
{
  double page_width, page_height;

  KARNE_CONTENT_GET_CLASS (content)->get_page_size (content, page, &page_width, &page_height);
  if (page_width <= 0 || page_height <= 0)
    return FALSE;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, width / page_width, height / page_height);
  return KARNE_CONTENT_GET_CLASS (content)->draw (content, page, cr) &&
         cairo_status (cr) == CAIRO_STATUS_SUCCESS;
}

static gboolean
draw_into (KarneContent *content, guint page, guint8 *pixels, guint width, guint height)
{
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, width, height, width * 4);
  cairo_t *cr = cairo_create (surface);
  gboolean drawn = draw_on_white (content, page, cr, width, height);

  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return drawn;
}

GVariant *
karne_render_answer_render (KarneContent *content, GVariant *arguments, int file, GError **error)
{
  guint page, width, height;
  guint8 *pixels;
  gboolean drawn;

  if (!read_arguments (arguments, "(uuu)"))
    return fail (KARNE_RENDER_ERROR_FAILED, "no page is named", error);
  g_variant_get (arguments, "(uuu)", &page, &width, &height);
  if (!is_page (content, page) || !is_bitmap (file, width, height))
    return fail (KARNE_RENDER_ERROR_FAILED, "there is no such page or bitmap", error);
  pixels = mmap (NULL, (gsize) width * height * 4, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (pixels == MAP_FAILED)
    return fail (KARNE_RENDER_ERROR_LIMIT, "the bitmap does not fit", error);

  drawn = draw_into (content, page, pixels, width, height);
  munmap (pixels, (gsize) width * height * 4);
  if (!drawn)
    return fail (KARNE_RENDER_ERROR_DAMAGED, "the page cannot be drawn", error);
  return g_variant_new_boolean (TRUE);
}

/* ---- Text ---------------------------------------------------------------------------------- */

static void
cut_text (char *text)
{
  if (strlen (text) > KARNE_RENDER_MAX_TEXT)
    *g_utf8_find_prev_char (text, text + KARNE_RENDER_MAX_TEXT) = '\0';
}

GVariant *
karne_render_answer_text (KarneContent *content, GVariant *arguments, GError **error)
{
  guint page;
  char *text;

  if (!read_arguments (arguments, "u"))
    return fail (KARNE_RENDER_ERROR_FAILED, "no page is named", error);
  page = g_variant_get_uint32 (arguments);
  if (page > 0 && !is_page (content, page))
    return fail (KARNE_RENDER_ERROR_FAILED, "there is no such page", error);

  text = KARNE_CONTENT_GET_CLASS (content)->dup_text (content, page);
  cut_text (text);
  return g_variant_new_take_string (text);
}

static guint
find_from (KarneContent *content, guint page, const char *needle, GVariantBuilder *found)
{
  gint64 until = g_get_monotonic_time () + MAX_WORK_US;

  do
    KARNE_CONTENT_GET_CLASS (content)->find (content, page++, needle, found);
  while (is_page (content, page) && g_get_monotonic_time () < until);

  return is_page (content, page) ? page : 0;
}

/* Much of what is found on a page full of the letter sought is more than anybody looks at. */
static GVariant *
cut_found (GVariant *found)
{
  GVariantBuilder first;

  if (g_variant_n_children (found) <= KARNE_RENDER_MAX_HITS)
    return found;

  g_variant_builder_init (&first, G_VARIANT_TYPE ("a(uudddd)"));
  for (guint i = 0; i < KARNE_RENDER_MAX_HITS; i++)
    {
      g_autoptr (GVariant) place = g_variant_get_child_value (found, i);

      g_variant_builder_add_value (&first, place);
    }
  g_variant_unref (g_variant_ref_sink (found));
  return g_variant_builder_end (&first);
}

GVariant *
karne_render_answer_search (KarneContent *content, GVariant *arguments, GError **error)
{
  GVariantBuilder found;
  const char *needle;
  guint page, next;

  if (!read_arguments (arguments, "(su)"))
    return fail (KARNE_RENDER_ERROR_FAILED, "nothing is named", error);
  g_variant_get (arguments, "(&su)", &needle, &page);
  if (*needle == '\0' || strlen (needle) > KARNE_RENDER_MAX_NEEDLE || !is_page (content, page))
    return fail (KARNE_RENDER_ERROR_FAILED, "there is no such page or text", error);

  g_variant_builder_init (&found, G_VARIANT_TYPE ("a(uudddd)"));
  next = find_from (content, page, needle, &found);
  return g_variant_new ("(u@a(uudddd))", next, cut_found (g_variant_builder_end (&found)));
}

GVariant *
karne_render_answer_blocks (KarneContent *content, GVariant *arguments, GError **error)
{
  GVariant *blocks;

  if (!read_arguments (arguments, "b"))
    return fail (KARNE_RENDER_ERROR_FAILED, "it is not said which", error);

  blocks = g_variant_get_boolean (arguments) ? karne_content_get_facts (content)
                                             : karne_content_get_body (content);
  return blocks != NULL ? g_variant_ref (blocks)
                        : g_variant_new_array (G_VARIANT_TYPE ("(uuua(us)aa(uuba(us)))"), NULL, 0);
}
