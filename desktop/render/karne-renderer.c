/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-render-memory.h"
#include "karne-renderer-private.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define TIME_LIMIT_MS (20 * 1000)
#define MAX_LENGTH 1e6 /* of a page, in points */

/**
 * KarneRenderer:
 *
 * A document on its way to the screen.
 *
 * The bytes are looked at by a helper process that can do nothing else; whatever they do to it,
 * this object answers with a picture, a text, or [error@RenderError]. Once the helper is gone,
 * everything fails until a document is opened again. Errors that are not in that domain are
 * `G_IO_ERROR`, when it was cancelled. To be used from the main thread.
 */
G_DEFINE_FINAL_TYPE (KarneRenderer, karne_renderer, G_TYPE_OBJECT)

typedef enum
{
  PROP_TIME_LIMIT = 1,
} KarneRendererProperty;

static void
karne_renderer_dispose (GObject *object)
{
  karne_renderer_close (KARNE_RENDERER (object));

  G_OBJECT_CLASS (karne_renderer_parent_class)->dispose (object);
}

static void
karne_renderer_finalize (GObject *object)
{
  g_array_unref (KARNE_RENDERER (object)->sizes);

  G_OBJECT_CLASS (karne_renderer_parent_class)->finalize (object);
}

static void
karne_renderer_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KarneRenderer *self = KARNE_RENDERER (object);

  switch ((KarneRendererProperty) prop_id)
    {
    case PROP_TIME_LIMIT:
      self->time_limit = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_renderer_class_init (KarneRendererClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = karne_renderer_dispose;
  object_class->finalize = karne_renderer_finalize;
  object_class->set_property = karne_renderer_set_property;

  /**
   * KarneRenderer:time-limit:
   *
   * How many milliseconds one answer of the helper may take.
   */
  g_object_class_install_property (object_class, PROP_TIME_LIMIT,
                                   g_param_spec_uint ("time-limit", NULL, NULL, 1, G_MAXUINT,
                                                      TIME_LIMIT_MS,
                                                      G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY |
                                                          G_PARAM_STATIC_STRINGS));
}

static void
karne_renderer_init (KarneRenderer *self)
{
  self->sizes = g_array_new (FALSE, TRUE, sizeof (KarnePageSize));
}

KarneRenderer *
karne_renderer_new (void)
{
  return g_object_new (KARNE_TYPE_RENDERER, NULL);
}

/**
 * karne_renderer_close:
 * @self: a renderer
 *
 * Lets go of the document: the helper ends, and what is still asked is cancelled.
 */
void
karne_renderer_close (KarneRenderer *self)
{
  g_autoptr (KarneRenderChannel) channel = g_steal_pointer (&self->channel);

  self->kind = KARNE_RENDER_KIND_NONE;
  self->n_pages = 0;
  self->more_pages = FALSE;
  self->has_facts = FALSE;
  g_array_set_size (self->sizes, 0);
  if (channel != NULL)
    karne_render_channel_stop (channel, NULL);
}

/* Goes on in the callback, with the task. */
void
karne_renderer_ask (KarneRenderer *self,
                    KarneRenderRequest request,
                    GVariant *arguments,
                    const GVariantType *result_type,
                    int file,
                    GTask *task,
                    GAsyncReadyCallback callback)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (self->channel == NULL)
    {
      g_variant_unref (g_variant_ref_sink (arguments));
      if (file >= 0)
        close (file);
      g_task_return_new_error (task, KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED,
                               "Rendering: nothing is open");
      g_object_unref (task);
      return;
    }

  karne_render_channel_ask_async (self->channel, request, arguments, result_type, file, cancellable,
                                  callback, task);
}

/* The helper answered nonsense: it is not asked again. */
void
karne_renderer_return_hostile (GTask *task)
{
  KarneRenderer *self = g_task_get_source_object (task);
  g_autoptr (GError) error = g_error_new (KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_FAILED,
                                          "Rendering: the helper answers nonsense");

  if (self->channel != NULL)
    karne_render_channel_stop (self->channel, error);
  g_task_return_error (task, g_steal_pointer (&error));
}

/* ---- Opening ------------------------------------------------------------------------------- */

typedef struct
{
  /* Input */
  GBytes *bytes;      /* (owned) (nullable) */
  char *content_type; /* (owned) */
  /* In progress */
  int file;                    /* (owned), or -1 */
  KarneRenderChannel *channel; /* (owned) (nullable): of this opening, not of a later one */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_pointer (&opening->bytes, g_bytes_unref);
  g_free (opening->content_type);
  if (opening->file >= 0)
    close (opening->file);
  g_clear_object (&opening->channel);
  g_free (opening);
}

static void
fail_opening (GTask *task, GError *error)
{
  KarneRenderer *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);

  if (self->channel == opening->channel)
    karne_renderer_close (self);
  g_task_return_error (task, error);
}

static gboolean
take_size (KarneRenderer *self, GVariant *variant)
{
  KarnePageSize size;

  g_variant_get (variant, "(dd)", &size.width, &size.height);
  if (!isfinite (size.width) || !isfinite (size.height) || size.width <= 0 || size.height <= 0 ||
      size.width > MAX_LENGTH || size.height > MAX_LENGTH)
    size = (KarnePageSize){ 0, 0 };
  g_array_append_val (self->sizes, size);
  return TRUE;
}

static gboolean
take_sizes (KarneRenderer *self, GVariant *sizes)
{
  gsize n = g_variant_n_children (sizes);

  if (n == 0 || n > self->n_pages - self->sizes->len)
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) size = g_variant_get_child_value (sizes, i);

      take_size (self, size);
    }
  return TRUE;
}

static void ask_sizes (GTask *task);

static void
sizes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneRenderer *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) sizes = karne_render_channel_ask_finish (result, &error);

  if (sizes == NULL)
    fail_opening (task, g_steal_pointer (&error));
  else if (G_OBJECT (self->channel) != source)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Rendering: closed");
  else if (!take_sizes (self, sizes))
    karne_renderer_return_hostile (task);
  else
    ask_sizes (g_steal_pointer (&task));
}

/* The helper gives as many as take little time. */
static void
ask_sizes (GTask *task)
{
  KarneRenderer *self = g_task_get_source_object (task);

  if (self->sizes->len == self->n_pages)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  karne_renderer_ask (self, KARNE_RENDER_REQUEST_SIZES, g_variant_new_uint32 (self->sizes->len),
                      KARNE_RENDER_SIZES_TYPE, -1, task, sizes_cb);
}

static gboolean
take_traits (KarneRenderer *self, GVariant *traits)
{
  guint32 kind, n_pages;

  g_variant_get (traits, "(uubb)", &kind, &n_pages, &self->more_pages, &self->has_facts);
  self->kind = (KarneRenderKind) kind;
  self->n_pages = n_pages;
  if (kind == KARNE_RENDER_KIND_PAGES)
    return n_pages >= 1 && n_pages <= KARNE_RENDER_MAX_PAGES;
  if (kind == KARNE_RENDER_KIND_IMAGE)
    return n_pages == 1;
  return (kind == KARNE_RENDER_KIND_TEXT || kind == KARNE_RENDER_KIND_BLOCKS) && n_pages == 0;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneRenderer *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) traits = karne_render_channel_ask_finish (result, &error);

  if (traits == NULL)
    fail_opening (task, g_steal_pointer (&error));
  else if (G_OBJECT (self->channel) != source)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Rendering: closed");
  else if (!take_traits (self, traits))
    {
      karne_renderer_close (self);
      karne_renderer_return_hostile (task);
    }
  else
    ask_sizes (g_steal_pointer (&task));
}

static gboolean
start_helper (KarneRenderer *self, Opening *opening, GError **error)
{
  if (!karne_render_memory_seal_document (opening->file, error))
    return FALSE;

  karne_renderer_close (self);
  opening->channel = karne_render_channel_new (self->time_limit);
  self->channel = g_object_ref (opening->channel);
  return karne_render_channel_start (self->channel, error);
}

static void
open_written (GTask *task)
{
  g_autoptr (GTask) owned = task;
  KarneRenderer *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!start_helper (self, opening, &error))
    {
      fail_opening (task, error);
      return;
    }

  karne_renderer_ask (self, KARNE_RENDER_REQUEST_OPEN, g_variant_new_string (opening->content_type),
                      KARNE_RENDER_OPENED_TYPE, g_steal_fd (&opening->file),
                      g_steal_pointer (&owned), opened_cb);
}

static gboolean
write_all (int file, const char *bytes, gsize size)
{
  while (size > 0)
    {
      gssize n = write (file, bytes, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      bytes += n;
      size -= n;
    }
  return TRUE;
}

static void
write_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;
  gsize size;
  const char *bytes = g_bytes_get_data (opening->bytes, &size);

  opening->file = karne_render_memory_new (&error);
  if (opening->file >= 0 && !write_all (opening->file, bytes, size))
    error = g_error_new (KARNE_RENDER_ERROR, KARNE_RENDER_ERROR_LIMIT,
                         "Opening a document: there is no memory for it");
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else
    open_written (g_steal_pointer (&task));
}

static GTask *
new_opening (KarneRenderer *self,
             const char *content_type,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->content_type = g_utf8_make_valid (content_type, -1);
  opening->file = -1;
  g_task_set_task_data (task, opening, opening_free);
  return task;
}

/**
 * karne_renderer_open_bytes_async:
 * @self: a renderer
 * @bytes: a document, by anybody
 * @content_type: what is said of it; empty when nothing is
 * @cancellable: (nullable): to give up
 * @callback: when it is open
 * @user_data: for @callback
 *
 * Opens a document, instead of the one that is open.
 */
void
karne_renderer_open_bytes_async (KarneRenderer *self,
                                 GBytes *bytes,
                                 const char *content_type,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task, *writing;
  Opening *opening;

  g_return_if_fail (KARNE_IS_RENDERER (self));
  g_return_if_fail (bytes != NULL && content_type != NULL);

  task = new_opening (self, content_type, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_renderer_open_bytes_async);
  opening = g_task_get_task_data (task);
  opening->bytes = g_bytes_ref (bytes);
  /* The task data is the opening's, which waits for it. */
  writing = g_task_new (self, NULL, written_cb, task);
  g_task_set_task_data (writing, opening, NULL);
  g_task_run_in_thread (writing, write_in_worker);
  g_object_unref (writing);
}

/**
 * karne_renderer_open_memory_async:
 * @self: a renderer
 * @file: (transfer full): a file of [func@render_memory_new], with a document by anybody written to
 * it
 * @content_type: what is said of it; empty when nothing is
 * @cancellable: (nullable): to give up
 * @callback: when it is open
 * @user_data: for @callback
 *
 * Opens a document without copying it, instead of the one that is open.
 */
void
karne_renderer_open_memory_async (KarneRenderer *self,
                                  int file,
                                  const char *content_type,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_RENDERER (self));
  g_return_if_fail (file >= 0 && content_type != NULL);

  task = new_opening (self, content_type, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_renderer_open_memory_async);
  ((Opening *) g_task_get_task_data (task))->file = file;
  open_written (task);
}

/**
 * karne_renderer_open_finish:
 * @self: a renderer
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether the document is open
 */
gboolean
karne_renderer_open_finish (KarneRenderer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- What is open -------------------------------------------------------------------------- */

KarneRenderKind
karne_renderer_get_kind (KarneRenderer *self)
{
  g_return_val_if_fail (KARNE_IS_RENDERER (self), KARNE_RENDER_KIND_NONE);

  return self->kind;
}

guint
karne_renderer_get_n_pages (KarneRenderer *self)
{
  g_return_val_if_fail (KARNE_IS_RENDERER (self), 0);

  return self->n_pages;
}

/**
 * karne_renderer_has_more_pages:
 * @self: a renderer
 *
 * Returns: whether the document has pages beyond those that can be shown
 */
gboolean
karne_renderer_has_more_pages (KarneRenderer *self)
{
  g_return_val_if_fail (KARNE_IS_RENDERER (self), FALSE);

  return self->more_pages;
}

/**
 * karne_renderer_has_facts:
 * @self: a renderer
 *
 * Returns: whether the document has a head of its own
 */
gboolean
karne_renderer_has_facts (KarneRenderer *self)
{
  g_return_val_if_fail (KARNE_IS_RENDERER (self), FALSE);

  return self->has_facts;
}

/**
 * karne_renderer_get_page_size:
 * @self: a renderer
 * @page: which page, from 0
 * @width: (out): in points
 * @height: (out): in points
 *
 * Returns: whether there is such a page, and it can be read
 */
gboolean
karne_renderer_get_page_size (KarneRenderer *self, guint page, double *width, double *height)
{
  const KarnePageSize *size;

  g_return_val_if_fail (KARNE_IS_RENDERER (self), FALSE);

  *width = *height = 0;
  if (page >= self->sizes->len)
    return FALSE;
  size = &g_array_index (self->sizes, KarnePageSize, page);
  *width = size->width;
  *height = size->height;
  return size->width > 0;
}
