/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-pause-private.h"

typedef struct
{
  KarneClock *clock; /* (owned) */
  guint timeout;
  GSource *cancelled; /* (owned) (nullable) */
} Pause;

static void
pause_free (Pause *pause)
{
  if (pause->timeout != 0)
    karne_clock_remove (pause->clock, pause->timeout);
  if (pause->cancelled != NULL)
    g_source_destroy (pause->cancelled);
  g_clear_pointer (&pause->cancelled, g_source_unref);
  g_clear_object (&pause->clock);
  g_free (pause);
}

/* Whichever comes first, the end of the pause or its cancellation, ends both. */
static void
end_pause (GTask *task)
{
  Pause *pause = g_task_get_task_data (task);
  guint timeout = pause->timeout;

  pause->timeout = 0;
  if (timeout != 0)
    karne_clock_remove (pause->clock, timeout);
  g_source_destroy (pause->cancelled);
}

static gboolean
pause_over_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  end_pause (task);
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
pause_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  end_pause (task);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

void
karne_pause_async (KarneClock *clock,
                   gint64 until,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GCancellable) never = cancellable == NULL ? g_cancellable_new () : NULL;
  Pause *pause = g_new0 (Pause, 1);

  g_task_set_source_tag (task, karne_pause_async);
  g_task_set_task_data (task, pause, (GDestroyNotify) pause_free);

  pause->clock = g_object_ref (clock);
  pause->cancelled = g_cancellable_source_new (cancellable ? cancellable : never);
  g_source_set_callback (pause->cancelled, G_SOURCE_FUNC (pause_cancelled_cb), g_object_ref (task),
                         g_object_unref);
  g_source_attach (pause->cancelled, g_main_context_get_thread_default ());
  pause->timeout = karne_clock_add_timeout (clock, until - karne_clock_get_monotonic (clock),
                                            pause_over_cb, g_object_ref (task), g_object_unref);
}

gboolean
karne_pause_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
