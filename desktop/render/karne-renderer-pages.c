/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-render-memory.h"
#include "karne-renderer-private.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* ---- Pictures ------------------------------------------------------------------------------ */

typedef struct
{
  guint width;
  guint height;
  int file; /* (owned), or -1 */
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  if (picture->file >= 0)
    close (picture->file);
  g_free (picture);
}

static gsize
picture_size (const Picture *picture)
{
  return (gsize) picture->width * picture->height * 4;
}

static guint
pixels_for (double points, double scale)
{
  return CLAMP (ceil (points * scale), 1, KARNE_RENDER_MAX_SIDE);
}

/* A large page at a large scale is drawn smaller, and made larger by whoever shows it. */
static Picture *
picture_for_page (const KarnePageSize *size, double scale)
{
  Picture *picture = g_new0 (Picture, 1);
  double most = KARNE_RENDER_MAX_SIDE / MAX (size->width, size->height);
  double area = size->width * size->height;

  scale = MIN (scale, most);
  if (area * scale * scale > KARNE_RENDER_MAX_PIXELS / 2)
    scale = MIN (scale, sqrt (KARNE_RENDER_MAX_PIXELS * 0.98 / area));
  picture->width = pixels_for (size->width, scale);
  picture->height =
      MIN (pixels_for (size->height, scale), (guint) (KARNE_RENDER_MAX_PIXELS / picture->width));
  picture->file = -1;
  return picture;
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  const Picture *picture = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) drawn = karne_render_channel_ask_finish (result, &error);
  g_autoptr (GBytes) pixels = NULL;

  if (drawn != NULL)
    pixels = karne_render_memory_read_bitmap (picture->file, picture_size (picture), &error);
  if (pixels == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task,
                         gdk_memory_texture_new (picture->width, picture->height,
                                                 GDK_MEMORY_DEFAULT, pixels, picture->width * 4),
                         g_object_unref);
}

static const KarnePageSize *
find_page (GTask *task, guint page)
{
  KarneRenderer *self = g_task_get_source_object (task);
  const KarnePageSize *size;

  if (page >= self->sizes->len)
    {
      g_task_return_new_error (task, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED,
                               "Rendering: there is no such page open");
      return NULL;
    }
  size = &g_array_index (self->sizes, KarnePageSize, page);
  if (size->width <= 0)
    {
      g_task_return_new_error (task, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_DAMAGED,
                               "Rendering: the page cannot be read");
      return NULL;
    }
  return size;
}

/**
 * karne_renderer_render_page_async:
 * @self: a renderer
 * @page: which page, from 0
 * @scale: how many pixels a point is
 * @cancellable: (nullable): to give up
 * @callback: when it is drawn
 * @user_data: for @callback
 *
 * Draws a page.
 *
 * The texture has the proportions of the page; it has fewer pixels than asked for where that would
 * be too many.
 */
void
karne_renderer_render_page_async (KarneRenderer *self,
                                  guint page,
                                  double scale,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  const KarnePageSize *size;
  Picture *picture;
  GError *error = NULL;
  int file;

  g_return_if_fail (KARNE_IS_RENDERER (self));
  g_return_if_fail (isfinite (scale) && scale > 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_renderer_render_page_async);
  size = find_page (task, page);
  if (size == NULL)
    return;

  picture = picture_for_page (size, scale);
  g_task_set_task_data (task, picture, picture_free);
  picture->file = karne_render_memory_new_bitmap (picture_size (picture), &error);
  if (picture->file < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  file = fcntl (picture->file, F_DUPFD_CLOEXEC, 0);
  karne_renderer_ask (self, KARNE_RENDER_REQUEST_RENDER,
                      g_variant_new ("(uuu)", page, picture->width, picture->height),
                      G_VARIANT_TYPE_BOOLEAN, file, g_steal_pointer (&task), rendered_cb);
}

/**
 * karne_renderer_render_page_finish:
 * @self: a renderer
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: (transfer full): the page
 */
GdkTexture *
karne_renderer_render_page_finish (KarneRenderer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Text ---------------------------------------------------------------------------------- */

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;
  g_autoptr (GVariant) text = karne_render_channel_ask_finish (result, &error);

  if (text == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_variant_dup_string (text, NULL), g_free);
}

/**
 * karne_renderer_load_text_async:
 * @self: a renderer
 * @page: which page, from 0; 0 for all of a text without pages
 * @cancellable: (nullable): to give up
 * @callback: when it is here
 * @user_data: for @callback
 *
 * Reads the text of a page: for assistive technology, and to be shown where there are no pages.
 */
void
karne_renderer_load_text_async (KarneRenderer *self,
                                guint page,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_RENDERER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_renderer_load_text_async);
  karne_renderer_ask (self, KARNE_RENDER_REQUEST_TEXT, g_variant_new_uint32 (page),
                      G_VARIANT_TYPE_STRING, -1, task, text_cb);
}

/**
 * karne_renderer_load_text_finish:
 * @self: a renderer
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: (transfer full): the text
 */
char *
karne_renderer_load_text_finish (KarneRenderer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Blocks -------------------------------------------------------------------------------- */

static void
blocks_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;
  g_autoptr (GVariant) variant = karne_render_channel_ask_finish (result, &error);
  GPtrArray *blocks = variant == NULL ? NULL : karne_blocks_from_variant (variant, &error);

  if (blocks == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, blocks, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * karne_renderer_load_facts_async:
 * @self: a renderer
 * @cancellable: (nullable): to give up
 * @callback: when they are here
 * @user_data: for @callback
 *
 * Reads what the document says in its head, as blocks of the kind `FACT`.
 */
void
karne_renderer_load_facts_async (KarneRenderer *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_RENDERER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_renderer_load_facts_async);
  karne_renderer_ask (self, KARNE_RENDER_REQUEST_BLOCKS, g_variant_new_boolean (TRUE),
                      KARNE_RENDER_BLOCKS_TYPE, -1, task, blocks_cb);
}

/**
 * karne_renderer_load_blocks_async:
 * @self: a renderer
 * @cancellable: (nullable): to give up
 * @callback: when they are here
 * @user_data: for @callback
 *
 * Reads a document of the kind `BLOCKS`.
 */
void
karne_renderer_load_blocks_async (KarneRenderer *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_RENDERER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_renderer_load_blocks_async);
  karne_renderer_ask (self, KARNE_RENDER_REQUEST_BLOCKS, g_variant_new_boolean (FALSE),
                      KARNE_RENDER_BLOCKS_TYPE, -1, task, blocks_cb);
}

/**
 * karne_renderer_load_blocks_finish:
 * @self: a renderer
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: (transfer full) (element-type KarneBlock): the blocks
 */
GPtrArray *
karne_renderer_load_blocks_finish (KarneRenderer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
