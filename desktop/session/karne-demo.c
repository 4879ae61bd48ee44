/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-demo.h"

#include "karne-paths.h"
#include "karne-sync.h"

#include <string.h>

/* What the server says once it can be asked, before its address. */
#define GREETING "Listening on "

/**
 * KarneDemo:
 *
 * The server of the demonstration: a process of this computer, on the loopback, with fictitious
 * people.
 *
 * It ends when its standard input does: with [method@Demo.stop], or with this program however that
 * ends.
 */
struct _KarneDemo
{
  GObject parent_instance;

  gboolean asks_to_sign_in;
  GSubprocess *server; /* (owned) (nullable) */
  char *address;       /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneDemo, karne_demo, G_TYPE_OBJECT)

static void
greeted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KarneDemo *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (object), result, NULL, &error);

  if (line != NULL && g_str_has_prefix (line, GREETING))
    {
      self->address = g_strdup (line + strlen (GREETING));
      g_task_return_boolean (task, TRUE);
      return;
    }
  karne_demo_stop (self);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, KARNE_ERROR, KARNE_ERROR_FAILED,
                             "Starting the demonstration server: it said nothing that is known");
}

void
karne_demo_start_async (KarneDemo *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *program = karne_paths_dup_demo_server ();
  g_autofree char *data = karne_paths_dup_demo_data ();
  g_autoptr (GDataInputStream) said = NULL;
  GError *error = NULL;

  g_return_if_fail (KARNE_IS_DEMO (self) && self->server == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_demo_start_async);
  self->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                       G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                   &error, program, "--data", data, "--until-stdin-closes",
                                   self->asks_to_sign_in ? "--authorize" : NULL, NULL);
  if (self->server == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  said = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->server));
  g_data_input_stream_read_line_async (said, G_PRIORITY_DEFAULT, cancellable, greeted_cb,
                                       g_steal_pointer (&task));
}

gboolean
karne_demo_start_finish (KarneDemo *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
karne_demo_get_address (KarneDemo *self)
{
  g_return_val_if_fail (KARNE_IS_DEMO (self), NULL);

  return self->address;
}

/* Ends the server by the end of its input, which is closed with the last reference to the pipe. */
void
karne_demo_stop (KarneDemo *self)
{
  g_return_if_fail (KARNE_IS_DEMO (self));

  g_clear_pointer (&self->address, g_free);
  if (self->server != NULL)
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->server), NULL, NULL);
  g_clear_object (&self->server);
}

static void
karne_demo_dispose (GObject *object)
{
  karne_demo_stop (KARNE_DEMO (object));

  G_OBJECT_CLASS (karne_demo_parent_class)->dispose (object);
}

static void
karne_demo_class_init (KarneDemoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = karne_demo_dispose;
}

static void
karne_demo_init (KarneDemo *self)
{
}

KarneDemo *
karne_demo_new (void)
{
  return g_object_new (KARNE_TYPE_DEMO, NULL);
}

KarneDemo *
karne_demo_new_with_sign_in (void)
{
  KarneDemo *self = karne_demo_new ();

  self->asks_to_sign_in = TRUE;
  return self;
}
