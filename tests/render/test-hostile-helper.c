/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "render-fixture.h"

#include <string.h>

/* The helper lies in every way that it can: the app answers with an error, and goes on. */

static const guint patience = 300; /* ms: the mute one takes all of it */

static gboolean
open_lying (Fixture *fixture, const char *mode, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

  return fixture_open (fixture, bytes, mode, error);
}

static void
open_first (Fixture *fixture, const char *mode)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = open_lying (fixture, mode, &error);

  g_assert_no_error (error);
  g_assert_true (opened);
}

static guint
count_files (void)
{
  g_autoptr (GDir) files = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (files) != NULL)
    n++;
  return n;
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  const char *const modes[] = {
    "exit", "huge",       "rubbish", "nothing",  "serial",     "status",
    "type", "many-pages", "kind",    "no-pages", "sizes-none", "sizes-many",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", modes[i]);
      g_assert_false (open_lying (fixture, modes[i], &error));
      g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED);
    }
  open_first (fixture, "no lie");
}

static void
test_mute (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (open_lying (fixture, "mute", &error));
  g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_LIMIT);
}

/* Files sent along are nobody's. */
static void
test_files (Fixture *fixture, gconstpointer data)
{
  guint before = count_files ();
  g_autoptr (GError) error = NULL;

  g_assert_false (open_lying (fixture, "files", &error));
  karne_renderer_close (fixture->renderer);
  g_assert_cmpuint (count_files (), <=, before + 3); /* what waits for children may have come */
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  const char *const modes[] = { "sizes-nan", "sizes-huge", "sizes-negative" };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GError) error = NULL;
      double width, height;

      open_first (fixture, modes[i]);
      g_assert_false (karne_renderer_get_page_size (fixture->renderer, 0, &width, &height));
      g_assert_null (fixture_render (fixture, 0, 1, &error));
      g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_DAMAGED);
    }
}

static void
test_bitmap_held (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  open_first (fixture, "holds");
  g_assert_null (fixture_render (fixture, 0, 1, &error));
  g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED);
}

/* It cannot: the picture is there, as blank as it was. */
static void
test_bitmap_shrunk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  open_first (fixture, "shrinks");
  texture = fixture_render (fixture, 0, 1, &error);
  g_assert_no_error (error);
  g_assert_cmphex (texture_pixel (texture, 9, 9), ==, 0);
}

static void
test_found (Fixture *fixture, gconstpointer data)
{
  const char *const modes[] = { "found-again", "found-beyond", "found-nowhere", "found-nan" };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_auto (Answer) answer = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", modes[i]);
      open_first (fixture, modes[i]);
      karne_renderer_search_async (fixture->renderer, "x", NULL, answer_cb, &answer);
      answer_wait (&answer);
      g_assert_null (karne_renderer_search_finish (fixture->renderer, answer.result, NULL, &error));
      g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED);
    }
}

static void
test_blocks (Fixture *fixture, gconstpointer data)
{
  const char *const modes[] = { "blocks-kind", "blocks-fact" };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_auto (Answer) answer = { 0 };
      g_autoptr (GError) error = NULL;

      open_first (fixture, modes[i]);
      karne_renderer_load_blocks_async (fixture->renderer, NULL, answer_cb, &answer);
      answer_wait (&answer);
      g_assert_null (karne_renderer_load_blocks_finish (fixture->renderer, answer.result, &error));
      g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED);
    }
}

/* Numbers are brought within bounds. */
static void
test_block_numbers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) blocks = NULL;
  const KarneBlock *block;
  const KarneBlockCell *cell;

  open_first (fixture, "no lie");
  blocks = fixture_blocks (fixture);
  block = g_ptr_array_index (blocks, 0);
  cell = g_ptr_array_index ((GPtrArray *) g_ptr_array_index (block->rows, 0), 0);

  g_assert_cmpuint (block->level, ==, 6);
  g_assert_cmpuint (g_array_index (block->runs, KarneTextRun, 0).style, ==, KARNE_TEXT_ALL);
  g_assert_cmpuint (cell->columns, ==, 1000);
  g_assert_cmpuint (cell->rows, ==, 1);
}

/* What nobody asked for ends it, for whoever asks next. */
static void
test_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (open_lying (fixture, "twice", &error));
  g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED);
}

/* All that waits fails, and so does all that comes later, until something is opened. */
static void
test_dies_after (Fixture *fixture, gconstpointer data)
{
  Answer answers[4] = { 0 };

  open_first (fixture, "dies-after");
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    karne_renderer_load_text_async (fixture->renderer, 0, NULL, answer_cb, &answers[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      answer_wait (&answers[i]);
      g_assert_null (
          karne_renderer_load_text_finish (fixture->renderer, answers[i].result, &error));
      g_assert_error (error, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED);
      answer_clear (&answers[i]);
    }
  open_first (fixture, "no lie");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add (path, Fixture, GUINT_TO_POINTER (patience), fixture_set_up, function,                \
              fixture_tear_down)
  ADD ("/hostile-helper/open", test_open);
  ADD ("/hostile-helper/mute", test_mute);
  ADD ("/hostile-helper/files", test_files);
  ADD ("/hostile-helper/sizes", test_sizes);
  ADD ("/hostile-helper/bitmap-held", test_bitmap_held);
  ADD ("/hostile-helper/bitmap-shrunk", test_bitmap_shrunk);
  ADD ("/hostile-helper/found", test_found);
  ADD ("/hostile-helper/blocks", test_blocks);
  ADD ("/hostile-helper/block-numbers", test_block_numbers);
  ADD ("/hostile-helper/twice", test_twice);
  ADD ("/hostile-helper/dies-after", test_dies_after);
  return g_test_run ();
}
