/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "look.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/* One command a line, one answer a line, over the socket that KARNE_LOOK_SOCKET names. */

void look_start (GApplication *application);

typedef struct
{
  GSocketConnection *connection; /* (owned) */
  GDataInputStream *input;       /* (owned) */
} Client;

static void read_command (Client *client);

static void
client_free (Client *client)
{
  g_object_unref (client->input);
  g_object_unref (client->connection);
  g_free (client);
}

static const char *argument = ""; /* of the command that is being answered */

static gboolean
has_argument_cb (GtkWidget *widget, gpointer found)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), argument) != NULL)
    *(gboolean *) found = TRUE;
  return !*(gboolean *) found;
}

/* Is there a line with this text? Asked from inside it costs the window nothing. */
static void
say_text (JsonBuilder *answer)
{
  gboolean found = FALSE;

  look_walk_mapped (has_argument_cb, &found);
  json_builder_set_member_name (answer, "found");
  json_builder_add_boolean_value (answer, found);
}

static gboolean
count_cb (GtkWidget *widget, gpointer n)
{
  ++*(gint64 *) n;
  return TRUE;
}

/* How many widgets there are: it stays the same once nothing is added any more. */
static void
say_count (JsonBuilder *answer)
{
  gint64 n = 0;

  look_walk_mapped (count_cb, &n);
  json_builder_set_member_name (answer, "count");
  json_builder_add_int_value (answer, n);
}

static void
reset_stall (JsonBuilder *answer)
{
  look_stall_reset ();
}

/* The ring around what has the focus, which goes by itself three seconds after a key. */
static void
hide_ring (JsonBuilder *answer)
{
  GtkWindow *window = look_find_window ();

  if (window != NULL)
    gtk_window_set_focus_visible (window, FALSE);
}

static const struct
{
  const char *name;
  void (*say) (JsonBuilder *answer);
} commands[] = {
  { "focus", look_say_focus },    { "frame", say_count },     { "idle", say_count },
  { "labels", look_say_labels },  { "size", look_say_size },  { "stall", look_say_stall },
  { "stall-reset", reset_stall }, { "text", say_text },       { "widgets", look_say_widgets },
  { "width", look_say_width },    { "hide-ring", hide_ring },
};

static char *
make_answer (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  const char *command = words[0] != NULL ? words[0] : "";
  g_autoptr (JsonBuilder) answer = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  argument = words[0] != NULL && words[1] != NULL ? words[1] : "";
  json_builder_begin_object (answer);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, command))
      commands[i].say (answer);
  json_builder_end_object (answer);
  root = json_builder_get_root (answer);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, NULL);
}

static void
answer_command (Client *client, const char *command)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (client->connection));

  look_stall_pause ();
  text = make_answer (command);
  line = g_strconcat (text, "\n", NULL);
  g_output_stream_write_all (output, line, strlen (line), NULL, NULL, NULL);
  look_stall_continue ();
}

typedef struct
{
  Client *client;
  char *command;
} Waiting;

/* What was asked for is looked at once nothing else is left to do, drawing included. */
static gboolean
idle_cb (gpointer user_data)
{
  Waiting *waiting = user_data;

  answer_command (waiting->client, waiting->command);
  read_command (waiting->client);
  g_free (waiting->command);
  g_free (waiting);
  return G_SOURCE_REMOVE;
}

static void
frame_cb (GdkFrameClock *clock, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (clock, frame_cb, user_data);
  g_idle_add_full (G_PRIORITY_LOW + 100, idle_cb, user_data, NULL);
}

/* After one more frame: what grows from frame to frame has grown by then. */
static void
answer_after_frame (Waiting *waiting)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr (GtkWidget) window = g_list_model_get_item (windows, 0);
  GdkFrameClock *clock = window != NULL ? gtk_widget_get_frame_clock (window) : NULL;

  if (clock == NULL)
    {
      g_idle_add_full (G_PRIORITY_LOW + 100, idle_cb, waiting, NULL);
      return;
    }
  g_signal_connect (clock, "after-paint", G_CALLBACK (frame_cb), waiting);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
}

static void
command_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Client *client = user_data;
  Waiting *waiting;
  char *command = g_data_input_stream_read_line_finish (client->input, result, NULL, NULL);

  if (command == NULL)
    {
      client_free (client);
      return;
    }
  waiting = g_new0 (Waiting, 1);
  waiting->client = client;
  waiting->command = command;
  if (g_str_equal (command, "frame"))
    answer_after_frame (waiting);
  else
    g_idle_add_full (G_PRIORITY_LOW + 100, idle_cb, waiting, NULL);
}

static void
read_command (Client *client)
{
  g_data_input_stream_read_line_async (client->input, G_PRIORITY_DEFAULT, NULL, command_read_cb,
                                       client);
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  Client *client = g_new0 (Client, 1);

  client->connection = g_object_ref (connection);
  client->input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  read_command (client);
  return TRUE;
}

G_MODULE_EXPORT void
look_start (GApplication *application)
{
  const char *path = g_getenv ("KARNE_LOOK_SOCKET");
  g_autoptr (GSocketAddress) address = path != NULL ? g_unix_socket_address_new (path) : NULL;
  g_autoptr (GError) error = NULL;
  GSocketService *service = g_socket_service_new (); /* lives as long as the process */

  look_stall_start ();
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), NULL);
  if (address != NULL &&
      !g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error))
    g_error ("Nobody can look: %s", error->message);
}
