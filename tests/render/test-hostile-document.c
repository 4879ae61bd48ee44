/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "pdf-maker.h"
#include "render-fixture.h"

#include "karne-render-memory.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Documents that are made to do harm: each costs an error, and the next document opens. */

static GBytes *
make_letter (void)
{
  const char *const lines[] = { "Compte rendu", "Suite", NULL };
  const char *const *const pages[] = { lines, lines, lines, NULL };

  return pdf_from_pages (595, 842, pages);
}

static void
assert_still_well (Fixture *fixture)
{
  g_autoptr (GBytes) letter = make_letter ();

  fixture_open_well (fixture, letter, "application/pdf");
}

/* Whatever it is, it comes to an end, by a document or by an error of ours. */
static void
open_somehow (Fixture *fixture, GBytes *bytes, const char *type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (fixture_open (fixture, bytes, type, &error) &&
      karne_renderer_get_n_pages (fixture->renderer) > 0)
    texture = fixture_render (fixture, 0, 0.5, &error);
  if (error != NULL)
    g_assert_true (error->domain == KARNE_RENDER_ERROR);
}

/* ---- PDF
 * ----------------------------------------------------------------------------------------- */

#define PAGES "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
#define DRAWS_X                                                                                    \
  "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "                          \
  "/Resources << /XObject << /X 5 0 R >> >> >>"
#define HELLO "<< /Length 44 >>\nstream\nBT /F1 20 Tf 72 700 Td (Bonjour) Tj ET       \nendstream"
#define FONT "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"

/* It looks like what it is, and what it wants done is not done. */
static void
test_active (Fixture *fixture, gconstpointer data)
{
  const char *const objects[] = {
    "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.launchURL"
    "\\('http://127.0.0.1:9/'\\);) >> /AA << /WC << /S /Launch /F (/bin/true) >> >> "
    "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (while\\(true\\);) >>] >> >> >>",
    PAGES,
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources " FONT " /Contents 4 0 R "
    "/AA << /O << /S /Launch /Win << /F (cmd.exe) >> >> >> /Annots [ "
    "<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (http://127.0.0.1:9/) "
    ">> >> << /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /SubmitForm /F << /FS /URL "
    "/F (http://127.0.0.1:9/) >> >> >> << /Type /Annot /Subtype /FileAttachment /Rect [9 9 9 9] "
    "/FS << /F (/etc/passwd) >> >> ] >>",
    HELLO,
    NULL,
  };
  g_autoptr (GBytes) pdf = pdf_from_objects (objects);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *text = NULL;

  fixture_open_well (fixture, pdf, "application/pdf");
  texture = fixture_render (fixture, 0, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (texture_count_ink (texture), >, 100);
  text = fixture_text (fixture, 0);
  g_assert_cmpstr (text, ==, "Bonjour");
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) letter = make_letter ();
  gsize size = g_bytes_get_size (letter);

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (letter, 0, size * i / 20);

      open_somehow (fixture, part, "application/pdf");
    }
  assert_still_well (fixture);
}

static GBytes *
spoil (GBytes *bytes, GRand *rand)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 *copy = g_memdup2 (data, size);

  for (guint i = 0; i < 20; i++)
    copy[g_rand_int_range (rand, 8, size)] = g_rand_int (rand);
  return g_bytes_new_take (copy, size);
}

static void
test_spoiled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) letter = make_letter ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261127);

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GBytes) spoiled = spoil (letter, rand);

      open_somehow (fixture, spoiled, "application/pdf");
    }
  assert_still_well (fixture);
}

static GBytes *
pdf_with_page (const char *box, const char *contents)
{
  g_autofree char *page =
      g_strdup_printf ("<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R >>", box);
  const char *const objects[] = {
    "<< /Type /Catalog /Pages 2 0 R >>", PAGES, page, contents, NULL,
  };

  return pdf_from_objects (objects);
}

static void
test_pages_of_no_size (Fixture *fixture, gconstpointer data)
{
  const char *const boxes[] = {
    "0 0 100000000 100000000",
    "0 0 1e30 1e30",
    "0 0 900000 0.001",
    "0 0 0 0",
    "0 0 -595 -842",
    "",
    "0 0 nan nan",
    "0 0 0.0001 900000",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      g_autoptr (GBytes) pdf = pdf_with_page (boxes[i], "<< /Length 1 >>\nstream\nq\nendstream");

      g_test_message ("%s", boxes[i]);
      open_somehow (fixture, pdf, "application/pdf");
    }
  assert_still_well (fixture);
}

/* Ten forms, each of which draws the next ten times: a page of a few hundred bytes that is never
 * finished. */
static GBytes *
make_endless (void)
{
  const char *objects[20] = {
    "<< /Type /Catalog /Pages 2 0 R >>",
    PAGES,
    DRAWS_X,
    "<< /Length 5 >>\nstream\n/X Do\nendstream",
  };
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 12; i++)
    {
      g_ptr_array_add (
          forms,
          g_strdup_printf ("<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources "
                           "<< /XObject << /X %u 0 R >> >> /Length 60 >>\nstream\n/X Do /X Do "
                           "/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do \nendstream",
                           6 + i));
      objects[4 + i] = g_ptr_array_index (forms, i);
    }
  objects[16] = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 14 >>\nstream\n"
                "0 0 m 9 9 l S \nendstream";
  return pdf_from_objects (objects);
}

static void
test_endless (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) pdf = make_endless ();
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();

  fixture_open_well (fixture, pdf, "application/pdf");
  g_assert_null (fixture_render (fixture, 0, 1, &error));
  g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_LIMIT);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 60 * G_USEC_PER_SEC);
  assert_still_well (fixture);
}

/* An image of 9 GB in a few hundred bytes. */
static void
test_image_bomb_inside (Fixture *fixture, gconstpointer data)
{
  const char *const objects[] = {
    "<< /Type /Catalog /Pages 2 0 R >>",
    PAGES,
    DRAWS_X,
    "<< /Length 23 >>\nstream\n500 0 0 500 0 0 cm /X Do\nendstream",
    "<< /Type /XObject /Subtype /Image /Width 50000 /Height 60000 /BitsPerComponent 8 "
    "/ColorSpace /DeviceRGB /Length 3 >>\nstream\nabc\nendstream",
    NULL,
  };
  g_autoptr (GBytes) pdf = pdf_from_objects (objects);

  open_somehow (fixture, pdf, "application/pdf");
  assert_still_well (fixture);
}

/* Whatever the number of pages that it says, there is an end to what is shown. */
static void
test_many_pages (Fixture *fixture, gconstpointer data)
{
  const char *const objects[] = {
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    NULL,
  };
  g_autoptr (GBytes) pdf = pdf_from_objects (objects);

  open_somehow (fixture, pdf, "application/pdf");
  g_assert_cmpuint (karne_renderer_get_n_pages (fixture->renderer), <=, KARNE_RENDER_MAX_PAGES);
  assert_still_well (fixture);
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  const char *const objects[] = {
    "<< /Type /Catalog /Pages 2 0 R >>",
    PAGES,
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    "<< /Filter /Standard /V 1 /R 2 /P -4 "
    "/O <000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f> "
    "/U <1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100> >>",
    NULL,
  };
  g_autoptr (GBytes) plain = pdf_from_objects (objects);
  g_autofree char *text = g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
  g_auto (GStrv) halves = g_strsplit (text, "/Root 1 0 R", 2);
  g_autofree char *locked =
      g_strconcat (halves[0], "/Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>]", halves[1], NULL);
  g_autoptr (GBytes) pdf = g_bytes_new (locked, strlen (locked));

  fixture_refuse (fixture, pdf, "application/pdf", KARNE_RENDER_ERROR_PROTECTED);
}

/* ---- Pictures
 * -------------------------------------------------------------------------------------- */

#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"

/* The size is read before anything is made of it. */
static void
test_picture_bombs (Fixture *fixture, gconstpointer data)
{
  static const char png[] =
      PNG_HEAD "\0\0\x75\x30\0\0\x75\x30\x08\x06\0\0\0\x66\x27\xf8\xba"
               "\0\0\0\x0cIDAT\x78\x9c\x63\x60\x60\x60\0\0\0\x04\0\x01\xf6\x17\x38\x55";
  static const char gif[] = "GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff"
                            "\xff\xff\0\x02\x02\x44\x01\0;";
  static const char jpeg[] = "\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
                             "\xff\xc0\0\x11\x08\xff\xdc\xff\xdc\x03\x01\x11\0\x02\x11\x01\x03\x11"
                             "\x01\xff\xda\0\x0c\x03\x01\0\x02\x11\x03\x11\0\x3f\0\x00\xff\xd9";
  g_autoptr (GBytes) png_bytes = g_bytes_new_static (png, sizeof png - 1);
  g_autoptr (GBytes) gif_bytes = g_bytes_new_static (gif, sizeof gif - 1);
  g_autoptr (GBytes) jpeg_bytes = g_bytes_new_static (jpeg, sizeof jpeg - 1);

  fixture_refuse (fixture, gif_bytes, "image/gif", KARNE_RENDER_ERROR_LIMIT);
  fixture_refuse (fixture, png_bytes, "image/png", KARNE_RENDER_ERROR_LIMIT);
  open_somehow (fixture, jpeg_bytes, "image/jpeg");
  assert_still_well (fixture);
}

/* A scan of two pages, of which one can be shown, says that there are more. */
static void
test_more_pages (Fixture *fixture, gconstpointer data)
{
  static const char tiff[] = "II*\0\x08\0\0\0\x08\0"
                             "\x00\x01\x03\0\x01\0\0\0\x01\0\0\0"
                             "\x01\x01\x03\0\x01\0\0\0\x01\0\0\0"
                             "\x02\x01\x03\0\x01\0\0\0\x08\0\0\0"
                             "\x03\x01\x03\0\x01\0\0\0\x01\0\0\0"
                             "\x06\x01\x03\0\x01\0\0\0\x01\0\0\0"
                             "\x11\x01\x04\0\x01\0\0\0\x6e\0\0\0"
                             "\x16\x01\x03\0\x01\0\0\0\x01\0\0\0"
                             "\x17\x01\x04\0\x01\0\0\0\x01\0\0\0"
                             "\x70\0\0\0"
                             "\x80\0"
                             "\x00\x00";
  g_autoptr (GBytes) bytes = g_bytes_new_static (tiff, sizeof tiff - 1);

  fixture_open_well (fixture, bytes, "image/tiff");
  g_assert_cmpuint (karne_renderer_get_n_pages (fixture->renderer), ==, 1);
  g_assert_true (karne_renderer_has_more_pages (fixture->renderer));
}

/* ---- Text and XML
 * ------------------------------------------------------------------------------------ */

static void
test_xml (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *text;
    KarneRenderError code;
  } cases[] = {
    { "<?xml version='1.0'?><!DOCTYPE ClinicalDocument [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
      "<ClinicalDocument xmlns='urn:hl7-org:v3'><title>&e;</title></ClinicalDocument>",
      KARNE_RENDER_ERROR_UNSUPPORTED },
    { "<ClinicalDocument xmlns='urn:hl7-org:v3'><component><nonXMLBody><text "
      "mediaType='text/rtf' representation='B64'>e1xydGYxIEJvbmpvdXJ9</text></nonXMLBody>"
      "</component></ClinicalDocument>",
      KARNE_RENDER_ERROR_UNSUPPORTED },
    { "<ClinicalDocument xmlns='urn:hl7-org:v3'><component><nonXMLBody><text "
      "mediaType='text/xml'>&lt;?xml version='1.0'?>&lt;ClinicalDocument/></text></nonXMLBody>"
      "</component></ClinicalDocument>",
      KARNE_RENDER_ERROR_UNSUPPORTED },
    { "<ClinicalDocument xmlns='urn:hl7-org:v3'><component><nonXMLBody><text "
      "mediaType='application/pdf' representation='B64'>Qm9uam91cg==</text></nonXMLBody>"
      "</component></ClinicalDocument>",
      KARNE_RENDER_ERROR_DAMAGED },
    { "<ClinicalDocument xmlns='urn:hl7-org:v3'><title>", KARNE_RENDER_ERROR_DAMAGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].text, strlen (cases[i].text));

      g_test_message ("%s", cases[i].text);
      fixture_refuse (fixture, bytes, "text/xml", cases[i].code);
    }
}

static GBytes *
make_long (gsize size)
{
  return g_bytes_new_take (g_strnfill (size, 'a'), size);
}

static void
test_long_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) most = make_long (KARNE_RENDER_MAX_TEXT);
  g_autoptr (GBytes) more = make_long (KARNE_RENDER_MAX_TEXT + 1);
  g_autofree char *text = NULL;

  fixture_open_well (fixture, most, "text/plain");
  text = fixture_text (fixture, 0);
  g_assert_cmpuint (strlen (text), ==, KARNE_RENDER_MAX_TEXT);
  fixture_refuse (fixture, more, "text/plain", KARNE_RENDER_ERROR_LIMIT);
}

static void
test_large_file (Fixture *fixture, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  int file = karne_render_memory_new (&error);

  g_assert_no_error (error);
  g_assert_cmpint (ftruncate (file, KARNE_RENDER_MAX_DOCUMENT + 1), ==, 0);
  karne_renderer_open_memory_async (fixture->renderer, file, "text/plain", NULL, answer_cb,
                                    &answer);
  answer_wait (&answer);

  g_assert_false (karne_renderer_open_finish (fixture->renderer, answer.result, &error));
  g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_LIMIT);
}

/* ---- The helper is gone
 * -------------------------------------------------------------------------------- */

static pid_t
find_helper (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", getpid ());
  g_autofree char *children = NULL;

  g_file_get_contents (path, &children, NULL, NULL);
  return children == NULL ? 0 : g_ascii_strtoll (children, NULL, 10);
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) pdf = make_endless ();
  g_auto (Answer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_open_well (fixture, pdf, "application/pdf");
  if (find_helper () == 0)
    {
      g_test_skip ("This system does not tell which child it is");
      return;
    }
  karne_renderer_render_page_async (fixture->renderer, 0, 1, NULL, answer_cb, &answer);
  g_assert_cmpint (kill (find_helper (), SIGKILL), ==, 0);
  answer_wait (&answer);

  g_assert_null (karne_renderer_render_page_finish (fixture->renderer, answer.result, &error));
  g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED);
  assert_still_well (fixture);
}

static void
test_no_helper (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup (g_getenv ("KARNE_RENDER_PATH"));
  g_autoptr (GBytes) letter = make_letter ();
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  g_setenv ("KARNE_RENDER_PATH", "/nowhere/karne-render", TRUE);
  g_assert_false (fixture_open (fixture, letter, "application/pdf", &error));
  g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED);
  words = karne_render_error_to_words (error);
  g_assert_nonnull (strstr (words, "could not be shown"));
  g_setenv ("KARNE_RENDER_PATH", path, TRUE);
  assert_still_well (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("/hostile-document/pdf/active", test_active);
  ADD ("/hostile-document/pdf/truncated", test_truncated);
  ADD ("/hostile-document/pdf/spoiled", test_spoiled);
  ADD ("/hostile-document/pdf/pages-of-no-size", test_pages_of_no_size);
  ADD ("/hostile-document/pdf/many-pages", test_many_pages);
  ADD ("/hostile-document/pdf/image-bomb-inside", test_image_bomb_inside);
  ADD ("/hostile-document/pdf/locked", test_locked);
  ADD ("/hostile-document/picture/bombs", test_picture_bombs);
  ADD ("/hostile-document/picture/more-pages", test_more_pages);
  ADD ("/hostile-document/xml", test_xml);
  ADD ("/hostile-document/long-text", test_long_text);
  ADD ("/hostile-document/large-file", test_large_file);
  ADD ("/hostile-document/killed", test_killed);
  ADD ("/hostile-document/no-helper", test_no_helper);
  g_test_add ("/hostile-document/pdf/endless", Fixture, GUINT_TO_POINTER (1500), fixture_set_up,
              test_endless, fixture_tear_down);
  return g_test_run ();
}
