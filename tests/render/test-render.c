/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "pdf-maker.h"
#include "render-fixture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <string.h>

#define A4_WIDTH 595.0
#define A4_HEIGHT 842.0

static GBytes *
make_letter (void)
{
  const char *const first[] = { "Compte rendu", "Hémoglobine normale", NULL };
  const char *const second[] = { "Page sans rien", NULL };
  const char *const third[] = { "Hemoglobine : 12,5 g/dl", "hémoglobine glyquée", NULL };
  const char *const *const pages[] = { first, second, third, NULL };

  return pdf_from_pages (A4_WIDTH, A4_HEIGHT, pages);
}

/* ---- PDF ----------------------------------------------------------------------------------- */

static void
test_pdf_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) letter = make_letter ();
  double width, height;

  fixture_open_well (fixture, letter, "application/pdf");

  g_assert_cmpint (karne_renderer_get_kind (fixture->renderer), ==, KARNE_RENDER_KIND_PAGES);
  g_assert_cmpuint (karne_renderer_get_n_pages (fixture->renderer), ==, 3);
  g_assert_false (karne_renderer_has_more_pages (fixture->renderer));
  g_assert_false (karne_renderer_has_facts (fixture->renderer));
  g_assert_true (karne_renderer_get_page_size (fixture->renderer, 2, &width, &height));
  g_assert_cmpfloat_with_epsilon (width, A4_WIDTH, 0.5);
  g_assert_cmpfloat_with_epsilon (height, A4_HEIGHT, 0.5);
}

/* The line of text leaves ink where it stands, and nowhere above it. */
static void
test_pdf_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) letter = make_letter ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  fixture_open_well (fixture, letter, "application/pdf");
  texture = fixture_render (fixture, 0, 2.0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 2 * A4_WIDTH);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 2 * A4_HEIGHT);
  g_assert_cmpuint (texture_count_ink (texture), >, 1000);
  for (int x = 0; x < 2 * A4_WIDTH; x += 10)
    g_assert_cmphex (texture_pixel (texture, x, 2 * (PDF_FIRST_LINE - PDF_LINE)), ==, 0xFFFFFFFF);
}

static void
test_pdf_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) letter = make_letter ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  fixture_open_well (fixture, letter, "application/pdf");
  first = fixture_text (fixture, 0);
  second = fixture_text (fixture, 1);

  g_assert_nonnull (strstr (first, "Compte rendu"));
  g_assert_nonnull (strstr (first, "Hémoglobine normale"));
  g_assert_nonnull (strstr (second, "Page sans rien"));
}

static void
assert_on_line (const KarneHit *hit, guint page, guint line)
{
  double baseline = PDF_FIRST_LINE + line * PDF_LINE;

  g_assert_cmpuint (hit->page, ==, page);
  g_assert_cmpfloat (hit->x, >, PDF_LEFT - 3);
  g_assert_cmpfloat (hit->x + hit->width, <, PDF_LEFT + 200);
  g_assert_cmpfloat (hit->width, >, 4 * PDF_SIZE);
  g_assert_cmpfloat (hit->y, <, baseline - PDF_SIZE / 2);
  g_assert_cmpfloat (hit->y, >, baseline - 1.5 * PDF_SIZE);
  g_assert_cmpfloat (hit->y + hit->height, >=, baseline - 1);
  g_assert_cmpfloat (hit->y + hit->height, <, baseline + PDF_SIZE);
}

/* Neither capitals nor accents count. */
static void
test_pdf_search (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) letter = make_letter ();
  g_autoptr (GArray) hits = NULL;
  gboolean has_more = TRUE;

  fixture_open_well (fixture, letter, "application/pdf");
  hits = fixture_search (fixture, "hemoglobine", &has_more);

  g_assert_cmpuint (hits->len, ==, 3);
  g_assert_false (has_more);
  assert_on_line (&g_array_index (hits, KarneHit, 0), 0, 1);
  assert_on_line (&g_array_index (hits, KarneHit, 1), 2, 0);
  assert_on_line (&g_array_index (hits, KarneHit, 2), 2, 1);
  for (guint i = 0; i < hits->len; i++)
    g_assert_cmpuint (g_array_index (hits, KarneHit, i).number, ==, i);
}

static void
test_pdf_search_nothing (Fixture *fixture, gconstpointer data)
{
  const char *const texts[] = { "", "rougail", "(", "\\", "%s", "☃" };
  g_autoptr (GBytes) letter = make_letter ();
  g_autofree char *long_text = g_strnfill (5000, 'a');

  fixture_open_well (fixture, letter, "application/pdf");
  for (guint i = 0; i <= G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GArray) hits =
          fixture_search (fixture, i < G_N_ELEMENTS (texts) ? texts[i] : long_text, NULL);

      g_assert_cmpuint (hits->len, ==, 0);
    }
}

/* There is an end to hits, and it is said. */
static void
test_pdf_search_bounded (Fixture *fixture, gconstpointer data)
{
  const char *const line[] = { "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", NULL };
  const char *const *pages[41] = { NULL };
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GArray) hits = NULL;
  gboolean has_more = FALSE;

  for (guint i = 0; i < 40; i++)
    pages[i] = line;
  pdf = pdf_from_pages (A4_WIDTH, A4_HEIGHT, pages);
  fixture_open_well (fixture, pdf, "application/pdf");
  hits = fixture_search (fixture, "e", &has_more);

  g_assert_cmpuint (hits->len, ==, KARNE_RENDER_MAX_HITS);
  g_assert_true (has_more);
}

/* A poster at a large scale has no more pixels than the rest, in its own proportions. */
static void
test_pdf_large (Fixture *fixture, gconstpointer data)
{
  const char *const line[] = { "Affiche", NULL };
  const char *const *const pages[] = { line, NULL };
  g_autoptr (GBytes) poster = pdf_from_pages (3370, 2384, pages);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  double width, height;

  fixture_open_well (fixture, poster, "application/pdf");
  texture = fixture_render (fixture, 0, 20, &error);

  g_assert_no_error (error);
  width = gdk_texture_get_width (texture);
  height = gdk_texture_get_height (texture);
  g_assert_cmpfloat (width * height, <=, KARNE_RENDER_MAX_PIXELS);
  g_assert_cmpfloat (width * height, >, KARNE_RENDER_MAX_PIXELS * 0.9);
  g_assert_cmpfloat_with_epsilon (width / height, 3370.0 / 2384, 0.01);
}

/* ---- Pictures ------------------------------------------------------------------------------ */

/* Red on the left, blue and half transparent on the right. */
static GdkPixbuf *
make_flag (void)
{
  GdkPixbuf *flag = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 64, 32);
  g_autoptr (GdkPixbuf) right = NULL;

  gdk_pixbuf_fill (flag, 0xFF0000FF);
  right = gdk_pixbuf_new_subpixbuf (flag, 32, 0, 32, 32);
  gdk_pixbuf_fill (right, 0x0000FF80);
  return flag;
}

static void
assert_near (guint32 colour, guint32 wanted)
{
  for (guint shift = 0; shift < 32; shift += 8)
    g_assert_cmpint (abs ((int) (colour >> shift & 0xFF) - (int) (wanted >> shift & 0xFF)), <=, 8);
}

static void
check_picture (Fixture *fixture, const char *format)
{
  g_autoptr (GdkPixbuf) flag = make_flag ();
  g_autofree char *type = g_strconcat ("image/", format, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;
  char *buffer;
  gsize size;
  double width, height;

  gdk_pixbuf_save_to_buffer (flag, &buffer, &size, format, &error, NULL);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (buffer, size);
  fixture_open_well (fixture, bytes, type);

  g_assert_cmpint (karne_renderer_get_kind (fixture->renderer), ==, KARNE_RENDER_KIND_IMAGE);
  g_assert_cmpuint (karne_renderer_get_n_pages (fixture->renderer), ==, 1);
  g_assert_false (karne_renderer_has_more_pages (fixture->renderer));
  g_assert_true (karne_renderer_get_page_size (fixture->renderer, 0, &width, &height));
  g_assert_cmpfloat (width, ==, 48);
  g_assert_cmpfloat (height, ==, 24);
  texture = fixture_render (fixture, 0, 4.0 / 3, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 64);
  assert_near (texture_pixel (texture, 8, 16), 0xFFFF0000);
  if (g_str_equal (format, "png"))
    assert_near (texture_pixel (texture, 56, 16), 0xFF7F7FFF);
}

static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  check_picture (fixture, "png");
  check_picture (fixture, "jpeg");
  check_picture (fixture, "tiff");
}

/* ---- Text ---------------------------------------------------------------------------------- */

static void
test_text (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *bytes;
    gsize size;
    const char *text;
  } texts[] = {
#define TEXT(bytes, text) { bytes, sizeof (bytes) - 1, text }
    TEXT ("Brèdes, 1 assiette\r\nfin", "Brèdes, 1 assiette\nfin"),
    TEXT ("\xEF\xBB\xBF"
          "été",
          "été"),
    TEXT ("Br\xE8"
          "des \x80 5 \x93oui\x94",
          "Brèdes € 5 “oui”"),
    TEXT ("\xFF\xFE"
          "\xE9\0t\0\xE9\0",
          "été"),
    TEXT ("\xFE\xFF"
          "\0\xE9\xD8\x3D\xDE\x00",
          "é😀"),
    TEXT ("a\x1B[31mb\rc\fd", "a\xEF\xBF\xBD[31mb\nc\nd"),
    TEXT ("a\0b", "a\xEF\xBF\xBD"
                  "b"),
#undef TEXT
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i].bytes, texts[i].size);
      g_autofree char *text = NULL;

      fixture_open_well (fixture, bytes, "text/plain; charset=us-ascii");
      g_assert_cmpint (karne_renderer_get_kind (fixture->renderer), ==, KARNE_RENDER_KIND_TEXT);
      g_assert_cmpuint (karne_renderer_get_n_pages (fixture->renderer), ==, 0);
      text = fixture_text (fixture, 0);
      g_assert_cmpstr (text, ==, texts[i].text);
    }
}

/* ---- What it is ---------------------------------------------------------------------------- */

#define CDA                                                                                        \
  "<ClinicalDocument xmlns='urn:hl7-org:v3'><title>Titre</title><component><structuredBody/>"      \
  "</component></ClinicalDocument>"

/* The bytes are believed, not what is said of them. */
static void
test_sniff (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *bytes;
    const char *type;
    KarneRenderKind kind;
    KarneRenderError code;
  } cases[] = {
    { CDA, "application/pdf", KARNE_RENDER_KIND_BLOCKS, 0 },
    { "<?xml version='1.0'?>" CDA, "text/plain", KARNE_RENDER_KIND_BLOCKS, 0 },
    { " \n" CDA, "", KARNE_RENDER_KIND_BLOCKS, 0 },
    { "Bonjour", "", KARNE_RENDER_KIND_TEXT, 0 },
    { "Bonjour", "application/octet-stream", KARNE_RENDER_KIND_TEXT, 0 },
    { "< 5 g/l", "text/plain", KARNE_RENDER_KIND_TEXT, 0 },
    { "Bonjour", "application/pdf", KARNE_RENDER_KIND_NONE, KARNE_RENDER_ERROR_DAMAGED },
    { "Bonjour", "application/xml", KARNE_RENDER_KIND_NONE, KARNE_RENDER_ERROR_DAMAGED },
    { "Bonjour", "image/png", KARNE_RENDER_KIND_NONE, KARNE_RENDER_ERROR_DAMAGED },
    { "", "text/plain", KARNE_RENDER_KIND_NONE, KARNE_RENDER_ERROR_DAMAGED },
    { "\x89PNG\r\n\x1a\n", "image/png", KARNE_RENDER_KIND_NONE, KARNE_RENDER_ERROR_DAMAGED },
    { "\x01\x02", "", KARNE_RENDER_KIND_NONE, KARNE_RENDER_ERROR_UNSUPPORTED },
    { "{\"resourceType\": \"Bundle\"}", "application/fhir+json", KARNE_RENDER_KIND_NONE,
      KARNE_RENDER_ERROR_UNSUPPORTED },
    { "<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", KARNE_RENDER_KIND_NONE,
      KARNE_RENDER_ERROR_UNSUPPORTED },
    { "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml",
      KARNE_RENDER_KIND_NONE, KARNE_RENDER_ERROR_UNSUPPORTED },
    { "<html><script>x</script></html>", "text/html", KARNE_RENDER_KIND_NONE,
      KARNE_RENDER_ERROR_UNSUPPORTED },
    { "{\\rtf1 Bonjour}", "text/plain", KARNE_RENDER_KIND_NONE, KARNE_RENDER_ERROR_UNSUPPORTED },
    { "PK\x03\x04", "application/vnd.oasis.opendocument.text", KARNE_RENDER_KIND_NONE,
      KARNE_RENDER_ERROR_UNSUPPORTED },
    { "<?xml version='1.0'?><ClinicalDocument/>", "text/xml", KARNE_RENDER_KIND_NONE,
      KARNE_RENDER_ERROR_UNSUPPORTED },
    { "<?xml version='1.0'?><ClinicalDocument xmlns='urn:hl7-org:v3'>", "text/xml",
      KARNE_RENDER_KIND_NONE, KARNE_RENDER_ERROR_DAMAGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].bytes, strlen (cases[i].bytes));

      g_test_message ("%s as %s", cases[i].bytes, cases[i].type);
      if (cases[i].kind == KARNE_RENDER_KIND_NONE)
        {
          fixture_refuse (fixture, bytes, cases[i].type, cases[i].code);
          continue;
        }
      fixture_open_well (fixture, bytes, cases[i].type);
      g_assert_cmpint (karne_renderer_get_kind (fixture->renderer), ==, cases[i].kind);
    }
}

/* ---- Clinical documents of the demonstration ------------------------------------------------- */

static void
assert_block (GPtrArray *blocks, guint i, KarneBlockKind kind, guint number, const char *text)
{
  const KarneBlock *block = g_ptr_array_index (blocks, i);
  g_autofree char *words = karne_text_runs_to_text (block->runs);

  g_assert_cmpint (block->kind, ==, kind);
  g_assert_cmpuint (block->number, ==, number);
  g_assert_cmpstr (words, ==, text);
}

static void
test_cda_level_1 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes =
      demo_binary ("fort-de-france-documents.json", "documents-bin-echo-coeur");
  g_autoptr (GPtrArray) facts = NULL;
  g_autofree char *text = NULL;

  fixture_open_well (fixture, bytes, "application/xml");
  facts = fixture_facts (fixture);
  text = fixture_text (fixture, 0);

  g_assert_cmpint (karne_renderer_get_kind (fixture->renderer), ==, KARNE_RENDER_KIND_PAGES);
  g_assert_cmpuint (karne_renderer_get_n_pages (fixture->renderer), ==, 1);
  g_assert_nonnull (strstr (text, "Pas de valvulopathie."));
  g_assert_true (karne_renderer_has_facts (fixture->renderer));
  assert_block (facts, 0, KARNE_BLOCK_FACT, KARNE_HEAD_FACT_TITLE, "Échographie cardiaque");
}

static void
test_cda_level_3 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = demo_binary ("fort-de-france-documents.json", "documents-bin-vsm");
  g_autoptr (GPtrArray) facts = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  const KarneBlock *table;

  fixture_open_well (fixture, bytes, "application/xml");
  facts = fixture_facts (fixture);
  blocks = fixture_blocks (fixture);

  g_assert_cmpint (karne_renderer_get_kind (fixture->renderer), ==, KARNE_RENDER_KIND_BLOCKS);
  assert_block (facts, 2, KARNE_BLOCK_FACT, KARNE_HEAD_FACT_AUTHOR,
                "Dr Aimée Zabeth-Exemple, Cabinet médical des Alizés (démonstration)");
  g_assert_cmpuint (blocks->len, ==, 10);
  assert_block (blocks, 0, KARNE_BLOCK_HEADING, 0, "Pathologies en cours");
  assert_block (blocks, 1, KARNE_BLOCK_PARAGRAPH, 0, "Hypertension artérielle traitée.");
  table = g_ptr_array_index (blocks, 9);
  g_assert_cmpint (table->kind, ==, KARNE_BLOCK_TABLE);
  g_assert_cmpuint (table->rows->len, ==, 3);
}

/* ---- Life ------------------------------------------------------------------------------------ */

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) letter = make_letter ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  fixture_open_well (fixture, letter, "application/pdf");
  karne_renderer_close (fixture->renderer);
  texture = fixture_render (fixture, 0, 1, &error);

  g_assert_null (texture);
  g_assert_nonnull (error);
  fixture_open_well (fixture, letter, "application/pdf");
}

/* What nobody wants any more is forgotten, whether it has been asked or not; the rest goes on. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) letter = make_letter ();
  Answer answers[3] = { 0 };

  fixture_open_well (fixture, letter, "application/pdf");
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    karne_renderer_render_page_async (fixture->renderer, i, 3, i < 2 ? fixture->cancellable : NULL,
                                      answer_cb, &answers[i]);
  g_cancellable_cancel (fixture->cancellable);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkTexture) texture = NULL;

      answer_wait (&answers[i]);
      texture = karne_renderer_render_page_finish (fixture->renderer, answers[i].result, &error);
      g_assert_true ((texture != NULL) == (i == 2));
      if (i < 2)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      answer_clear (&answers[i]);
    }
  g_cancellable_reset (fixture->cancellable);
}

/* The texture is the reader's: it outlives the document. */
static void
test_texture_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) letter = make_letter ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guint ink;

  fixture_open_well (fixture, letter, "application/pdf");
  texture = fixture_render (fixture, 0, 1, &error);
  g_assert_no_error (error);
  ink = texture_count_ink (texture);
  karne_renderer_close (fixture->renderer);

  g_assert_cmpuint (texture_count_ink (texture), ==, ink);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function)                                                                  \
  g_test_add (path, Fixture, data, fixture_set_up, function, fixture_tear_down)
  ADD ("/render/pdf/pages", NULL, test_pdf_pages);
  ADD ("/render/pdf/picture", NULL, test_pdf_picture);
  ADD ("/render/pdf/text", NULL, test_pdf_text);
  ADD ("/render/pdf/search", NULL, test_pdf_search);
  ADD ("/render/pdf/search-nothing", NULL, test_pdf_search_nothing);
  ADD ("/render/pdf/search-bounded", NULL, test_pdf_search_bounded);
  ADD ("/render/pdf/large", NULL, test_pdf_large);
  ADD ("/render/pictures", NULL, test_pictures);
  ADD ("/render/text", NULL, test_text);
  ADD ("/render/sniff", NULL, test_sniff);
  ADD ("/render/cda/level-1", NULL, test_cda_level_1);
  ADD ("/render/cda/level-3", NULL, test_cda_level_3);
  ADD ("/render/closed", NULL, test_closed);
  ADD ("/render/cancelled", NULL, test_cancelled);
  ADD ("/render/texture-stays", NULL, test_texture_stays);
  return g_test_run ();
}
