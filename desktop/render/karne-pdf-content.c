/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-content.h"
#include "karne-render-error.h"

#include <math.h>
#include <poppler.h>

/* A name of our own: poppler's may come to have one. */
typedef PopplerPage Sheet;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sheet, g_object_unref)

/* A PDF. Only what it looks like and its text: actions, scripts, forms to be sent, attachments and
 * links are in none of the calls below. */
#define KARNE_TYPE_PDF_CONTENT (karne_pdf_content_get_type ())
G_DECLARE_FINAL_TYPE (KarnePdfContent, karne_pdf_content, KARNE, PDF_CONTENT, KarneContent)

struct _KarnePdfContent
{
  KarneContent parent_instance;

  PopplerDocument *document; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarnePdfContent, karne_pdf_content, KARNE_TYPE_CONTENT)

static void
karne_pdf_content_finalize (GObject *object)
{
  g_clear_object (&KARNE_PDF_CONTENT (object)->document);

  G_OBJECT_CLASS (karne_pdf_content_parent_class)->finalize (object);
}

static PopplerPage *
get_page (KarneContent *content, guint page)
{
  return poppler_document_get_page (KARNE_PDF_CONTENT (content)->document, page);
}

static gboolean
is_length (double length)
{
  return isfinite (length) && length > 0;
}

static void
karne_pdf_content_get_page_size (KarneContent *content, guint page, double *width, double *height)
{
  g_autoptr (Sheet) sheet = get_page (content, page);

  *width = *height = 0;
  if (sheet != NULL)
    poppler_page_get_size (sheet, width, height);
  if (!is_length (*width) || !is_length (*height))
    *width = *height = 0;
}

static gboolean
karne_pdf_content_draw (KarneContent *content, guint page, cairo_t *cr)
{
  g_autoptr (Sheet) sheet = get_page (content, page);

  if (sheet == NULL)
    return FALSE;
  poppler_page_render (sheet, cr);
  return TRUE;
}

static char *
karne_pdf_content_dup_text (KarneContent *content, guint page)
{
  g_autoptr (Sheet) sheet = get_page (content, page);
  g_autofree char *text = sheet == NULL ? NULL : poppler_page_get_text (sheet);

  return text == NULL ? g_strdup ("") : g_utf8_make_valid (text, -1);
}

/* What goes on in the next line is several rectangles of one hit. */
static void
karne_pdf_content_find (KarneContent *content,
                        guint page,
                        const char *needle,
                        GVariantBuilder *found)
{
  g_autoptr (Sheet) sheet = get_page (content, page);
  double width, height;
  guint hit = 0;
  GList *places;

  if (sheet == NULL)
    return;
  poppler_page_get_size (sheet, &width, &height);
  places =
      poppler_page_find_text_with_options (sheet, needle,
                                           POPPLER_FIND_IGNORE_DIACRITICS | POPPLER_FIND_MULTILINE);
  for (GList *place = places; place != NULL; place = place->next)
    {
      PopplerRectangle *at = place->data;

      g_variant_builder_add (found, "(uudddd)", page, hit, MIN (at->x1, at->x2),
                             height - MAX (at->y1, at->y2), fabs (at->x2 - at->x1),
                             fabs (at->y2 - at->y1));
      if (!poppler_rectangle_find_get_match_continued (at))
        hit++;
    }
  g_list_free_full (places, (GDestroyNotify) poppler_rectangle_free);
}

static void
karne_pdf_content_class_init (KarnePdfContentClass *klass)
{
  KarneContentClass *content_class = KARNE_CONTENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = karne_pdf_content_finalize;
  content_class->get_page_size = karne_pdf_content_get_page_size;
  content_class->draw = karne_pdf_content_draw;
  content_class->dup_text = karne_pdf_content_dup_text;
  content_class->find = karne_pdf_content_find;
}

static void
karne_pdf_content_init (KarnePdfContent *self)
{
}

static void
translate_error (const GError *found, GError **error)
{
  if (g_error_matches (found, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_PROTECTED,
                 "Opening a PDF: it is encrypted");
  else
    g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_DAMAGED,
                 "Opening a PDF: it is damaged");
}

KarneContent *
karne_pdf_content_new (GBytes *bytes, GError **error)
{
  g_autoptr (KarnePdfContent) self = g_object_new (KARNE_TYPE_PDF_CONTENT, NULL);
  KarneContentTraits *traits = karne_content_get_traits (KARNE_CONTENT (self));
  g_autoptr (GError) found = NULL;
  int n_pages;

  self->document = poppler_document_new_from_bytes (bytes, NULL, &found);
  if (self->document == NULL)
    {
      translate_error (found, error);
      return NULL;
    }
  n_pages = poppler_document_get_n_pages (self->document);
  if (n_pages < 1)
    {
      g_set_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_DAMAGED,
                   "Opening a PDF: it has no page");
      return NULL;
    }

  traits->kind = KARNE_RENDER_KIND_PAGES;
  traits->n_pages = MIN (n_pages, KARNE_RENDER_MAX_PAGES);
  traits->more_pages = n_pages > KARNE_RENDER_MAX_PAGES;
  return KARNE_CONTENT (g_steal_pointer (&self));
}
