/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "pdf-maker.h"

#include <cairo-pdf.h>

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_page (cairo_t *cr, const char *const *lines)
{
  cairo_select_font_face (cr, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, PDF_SIZE);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      cairo_move_to (cr, PDF_LEFT, PDF_FIRST_LINE + i * PDF_LINE);
      cairo_show_text (cr, lines[i]);
    }
  cairo_show_page (cr);
}

/* A PDF as somebody's program would make it. */
GBytes *
pdf_from_pages (double width, double height, const char *const *const *pages)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, width, height);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; pages[i] != NULL; i++)
    draw_page (cr, pages[i]);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

/* A PDF of the objects given, of which the first is the catalogue. */
GBytes *
pdf_from_objects (const char *const *objects)
{
  GString *pdf = g_string_new ("%PDF-1.7\n");
  g_autoptr (GString) table = g_string_new ("0000000000 65535 f \n");
  guint n = g_strv_length ((char **) objects);
  gsize start;

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (table, "%010" G_GSIZE_FORMAT " 00000 n \n", pdf->len);
      g_string_append_printf (pdf, "%u 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
  start = pdf->len;
  g_string_append_printf (pdf,
                          "xref\n0 %u\n%strailer\n<< /Size %u /Root 1 0 R >>\n"
                          "startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          n + 1, table->str, n + 1, start);
  return g_string_free_to_bytes (pdf);
}
