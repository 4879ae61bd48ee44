/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-viewer-open.h"

#include "karne-block-words.h"

typedef struct
{
  /* Input */
  char *content_type; /* (owned) */
  /* Output */
  GPtrArray *facts;  /* (owned) (nullable) */
  GPtrArray *blocks; /* (owned) (nullable) */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->content_type);
  g_clear_pointer (&opening->facts, g_ptr_array_unref);
  g_clear_pointer (&opening->blocks, g_ptr_array_unref);
  g_free (opening);
}

/* The end of it: the blocks, or what went wrong. */
static void
return_blocks (GTask *task, GPtrArray *blocks, GError *error)
{
  Opening *opening = g_task_get_task_data (task);

  opening->blocks = blocks;
  if (blocks != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
text_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree char *text = karne_renderer_load_text_finish (KARNE_RENDERER (source), result, &error);

  return_blocks (task, text != NULL ? karne_block_words_split (text) : NULL, error);
}

static void
blocks_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *blocks = karne_renderer_load_blocks_finish (KARNE_RENDERER (source), result, &error);

  return_blocks (task, blocks, error);
}

static void
facts_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  opening->facts = karne_renderer_load_blocks_finish (KARNE_RENDERER (source), result, &error);
  if (opening->facts != NULL)
    karne_renderer_load_blocks_async (KARNE_RENDERER (source), cancellable, blocks_loaded_cb,
                                      g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
load_rest (GTask *task, KarneRenderer *renderer)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  switch (karne_renderer_get_kind (renderer))
    {
    case KARNE_RENDER_KIND_TEXT:
      karne_renderer_load_text_async (renderer, 0, cancellable, text_loaded_cb, task);
      break;
    case KARNE_RENDER_KIND_BLOCKS:
      karne_renderer_load_facts_async (renderer, cancellable, facts_loaded_cb, task);
      break;
    case KARNE_RENDER_KIND_NONE:
    case KARNE_RENDER_KIND_PAGES:
    case KARNE_RENDER_KIND_IMAGE:
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      break;
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (karne_renderer_open_finish (KARNE_RENDERER (source), result, &error))
    load_rest (g_steal_pointer (&task), KARNE_RENDERER (source));
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  const Opening *opening = g_task_get_task_data (task);
  KarneRenderer *renderer = g_task_get_source_object (task);
  GError *error = NULL;
  int file = karne_viewer_content_read_finish (KARNE_VIEWER_CONTENT (source), result, &error);

  if (file >= 0)
    karne_renderer_open_memory_async (renderer, file, opening->content_type, cancellable, opened_cb,
                                      g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

void
karne_viewer_open_async (KarneRenderer *renderer,
                         KarneViewerContent *content,
                         const char *content_type,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (renderer, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  g_task_set_source_tag (task, karne_viewer_open_async);
  opening->content_type = g_strdup (content_type != NULL ? content_type : "");
  g_task_set_task_data (task, opening, opening_free);
  karne_viewer_content_read_async (content, cancellable, read_cb, task);
}

gboolean
karne_viewer_open_finish (KarneRenderer *renderer,
                          GAsyncResult *result,
                          GPtrArray **facts,
                          GPtrArray **blocks,
                          GError **error)
{
  Opening *opening = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *facts = g_steal_pointer (&opening->facts);
  *blocks = g_steal_pointer (&opening->blocks);
  return TRUE;
}
