/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "render-fixture.h"

#include <json-glib/json-glib.h>

void
answer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  g_assert_null (answer->result);
  answer->result = g_object_ref (result);
}

void
answer_wait (Answer *answer)
{
  while (answer->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
answer_clear (Answer *answer)
{
  g_clear_object (&answer->result);
}

void
fixture_set_up (Fixture *fixture, gconstpointer time_limit)
{
  guint limit = GPOINTER_TO_UINT (time_limit);

  fixture->renderer = limit == 0 ? karne_renderer_new ()
                                 : g_object_new (KARNE_TYPE_RENDERER, "time-limit", limit, NULL);
  fixture->cancellable = g_cancellable_new ();
}

void
fixture_tear_down (Fixture *fixture, gconstpointer time_limit)
{
  karne_renderer_close (fixture->renderer);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->renderer);
  g_object_unref (fixture->cancellable);
}

gboolean
fixture_open (Fixture *fixture, GBytes *bytes, const char *type, GError **error)
{
  g_auto (Answer) answer = { 0 };

  karne_renderer_open_bytes_async (fixture->renderer, bytes, type, fixture->cancellable, answer_cb,
                                   &answer);
  answer_wait (&answer);
  return karne_renderer_open_finish (fixture->renderer, answer.result, error);
}

void
fixture_open_well (Fixture *fixture, GBytes *bytes, const char *type)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = fixture_open (fixture, bytes, type, &error);

  g_assert_no_error (error);
  g_assert_true (opened);
}

void
fixture_refuse (Fixture *fixture, GBytes *bytes, const char *type, KarneRenderError code)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = fixture_open (fixture, bytes, type, &error);

  g_assert_error (error, KARNE_RENDER_ERROR, (int) code);
  g_assert_false (opened);
  g_assert_cmpint (karne_renderer_get_kind (fixture->renderer), ==, KARNE_RENDER_KIND_NONE);
  g_assert_cmpuint (karne_renderer_get_n_pages (fixture->renderer), ==, 0);
}

GdkTexture *
fixture_render (Fixture *fixture, guint page, double scale, GError **error)
{
  g_auto (Answer) answer = { 0 };

  karne_renderer_render_page_async (fixture->renderer, page, scale, fixture->cancellable, answer_cb,
                                    &answer);
  answer_wait (&answer);
  return karne_renderer_render_page_finish (fixture->renderer, answer.result, error);
}

char *
fixture_text (Fixture *fixture, guint page)
{
  g_auto (Answer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  char *text;

  karne_renderer_load_text_async (fixture->renderer, page, fixture->cancellable, answer_cb,
                                  &answer);
  answer_wait (&answer);
  text = karne_renderer_load_text_finish (fixture->renderer, answer.result, &error);
  g_assert_no_error (error);
  return text;
}

GArray *
fixture_search (Fixture *fixture, const char *text, gboolean *has_more)
{
  g_auto (Answer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  GArray *hits;

  karne_renderer_search_async (fixture->renderer, text, fixture->cancellable, answer_cb, &answer);
  answer_wait (&answer);
  hits = karne_renderer_search_finish (fixture->renderer, answer.result, has_more, &error);
  g_assert_no_error (error);
  return hits;
}

static GPtrArray *
finish_blocks (Fixture *fixture, Answer *answer)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *blocks;

  answer_wait (answer);
  blocks = karne_renderer_load_blocks_finish (fixture->renderer, answer->result, &error);
  g_assert_no_error (error);
  return blocks;
}

GPtrArray *
fixture_facts (Fixture *fixture)
{
  g_auto (Answer) answer = { 0 };

  karne_renderer_load_facts_async (fixture->renderer, fixture->cancellable, answer_cb, &answer);
  return finish_blocks (fixture, &answer);
}

GPtrArray *
fixture_blocks (Fixture *fixture)
{
  g_auto (Answer) answer = { 0 };

  karne_renderer_load_blocks_async (fixture->renderer, fixture->cancellable, answer_cb, &answer);
  return finish_blocks (fixture, &answer);
}

static guint32 *
download (GdkTexture *texture)
{
  int width = gdk_texture_get_width (texture);
  guint32 *pixels = g_new (guint32, (gsize) width * gdk_texture_get_height (texture));

  gdk_texture_download (texture, (guint8 *) pixels, width * 4);
  return pixels;
}

guint32
texture_pixel (GdkTexture *texture, int x, int y)
{
  g_autofree guint32 *pixels = download (texture);

  return pixels[y * gdk_texture_get_width (texture) + x];
}

guint
texture_count_ink (GdkTexture *texture)
{
  g_autofree guint32 *pixels = download (texture);
  gsize n = (gsize) gdk_texture_get_width (texture) * gdk_texture_get_height (texture);
  guint ink = 0;

  for (gsize i = 0; i < n; i++)
    ink += pixels[i] != 0xFFFFFFFF;
  return ink;
}

static const char *
binary_data (JsonReader *reader, const char *id)
{
  json_reader_read_member (reader, "entry");
  for (int i = 0; i < json_reader_count_elements (reader); i++)
    {
      json_reader_read_element (reader, i);
      json_reader_read_member (reader, "resource");
      json_reader_read_member (reader, "id");
      if (g_strcmp0 (json_reader_get_string_value (reader), id) == 0)
        {
          json_reader_end_member (reader);
          json_reader_read_member (reader, "data");
          return json_reader_get_string_value (reader);
        }
      json_reader_end_member (reader);
      json_reader_end_member (reader);
      json_reader_end_element (reader);
    }
  return NULL;
}

/* A document of a demonstration person. */
GBytes *
demo_binary (const char *file, const char *id)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonReader) reader = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("KARNE_DEMO_DATA"), file, NULL);
  g_autoptr (GError) error = NULL;
  const char *data;
  guchar *bytes;
  gsize size;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  reader = json_reader_new (json_parser_get_root (parser));
  data = binary_data (reader, id);
  g_assert_nonnull (data);
  bytes = g_base64_decode (data, &size);
  return g_bytes_new_take (bytes, size);
}
