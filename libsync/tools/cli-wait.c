/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-wait.h"

#include <glib-unix.h>
#include <signal.h>

static gboolean
interrupted_cb (gpointer user_data)
{
  CliWait *self = user_data;

  self->interrupted = 0;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static gboolean
terminated_cb (gpointer user_data)
{
  CliWait *self = user_data;

  self->terminated = 0;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

CliWait *
cli_wait_new (void)
{
  CliWait *self = g_new0 (CliWait, 1);

  self->loop = g_main_loop_new (NULL, FALSE);
  self->cancellable = g_cancellable_new ();
  self->interrupted = g_unix_signal_add (SIGINT, interrupted_cb, self);
  self->terminated = g_unix_signal_add (SIGTERM, terminated_cb, self);

  return self;
}

void
cli_wait_free (CliWait *self)
{
  g_clear_handle_id (&self->interrupted, g_source_remove);
  g_clear_handle_id (&self->terminated, g_source_remove);
  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
  g_main_loop_unref (self->loop);
  g_free (self);
}

void
cli_wait_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CliWait *self = user_data;

  self->result = g_object_ref (result);
  g_main_loop_quit (self->loop);
}

GAsyncResult *
cli_wait_run (CliWait *self)
{
  if (self->result == NULL)
    g_main_loop_run (self->loop);

  return self->result;
}
