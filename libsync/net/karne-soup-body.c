/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "net/karne-soup-body-private.h"

struct _KarneSoupBody
{
  GInputStream parent_instance;

  GInputStream *base;          /* (owned) */
  KarneSoupExchange *exchange; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KarneSoupBody, karne_soup_body, G_TYPE_INPUT_STREAM)

/* A thread that blocks here would stop the clock of the watchdog, too. */
static gssize
karne_soup_body_read (GInputStream *stream,
                      void *buffer,
                      gsize count,
                      GCancellable *cancellable,
                      GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       "Reading an answer: only asynchronously");
  return -1;
}

static void
base_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  KarneSoupBody *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  error = karne_soup_exchange_end_wait (self->exchange, error);
  if (n <= 0)
    karne_soup_exchange_close (self->exchange);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
}

static void
karne_soup_body_read_async (GInputStream *stream,
                            void *buffer,
                            gsize count,
                            int io_priority,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  KarneSoupBody *self = KARNE_SOUP_BODY (stream);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, karne_soup_body_read_async);
  g_task_set_priority (task, io_priority);
  karne_soup_exchange_begin_wait (self->exchange, cancellable);
  g_input_stream_read_async (self->base, buffer, count, io_priority,
                             karne_soup_exchange_get_cancellable (self->exchange), base_read_cb,
                             task);
}

static gssize
karne_soup_body_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

/* Closing before the end drops the connection; libsoup reads nothing more, so this does not block.
 */
static gboolean
karne_soup_body_close (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  KarneSoupBody *self = KARNE_SOUP_BODY (stream);
  gboolean closed = g_input_stream_close (self->base, cancellable, error);

  karne_soup_exchange_close (self->exchange);
  return closed;
}

static void
karne_soup_body_close_async (GInputStream *stream,
                             int io_priority,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, karne_soup_body_close_async);
  if (karne_soup_body_close (stream, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
karne_soup_body_close_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
karne_soup_body_finalize (GObject *object)
{
  KarneSoupBody *self = KARNE_SOUP_BODY (object);

  g_clear_object (&self->base);
  g_clear_pointer (&self->exchange, karne_soup_exchange_unref);

  G_OBJECT_CLASS (karne_soup_body_parent_class)->finalize (object);
}

static void
karne_soup_body_class_init (KarneSoupBodyClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = karne_soup_body_finalize;
  stream_class->read_fn = karne_soup_body_read;
  stream_class->read_async = karne_soup_body_read_async;
  stream_class->read_finish = karne_soup_body_read_finish;
  stream_class->close_fn = karne_soup_body_close;
  stream_class->close_async = karne_soup_body_close_async;
  stream_class->close_finish = karne_soup_body_close_finish;
}

static void
karne_soup_body_init (KarneSoupBody *self)
{
}

GInputStream *
karne_soup_body_new (GInputStream *base, KarneSoupExchange *exchange)
{
  KarneSoupBody *self = g_object_new (KARNE_TYPE_SOUP_BODY, NULL);

  self->base = g_object_ref (base);
  self->exchange = karne_soup_exchange_ref (exchange);
  return G_INPUT_STREAM (self);
}
