/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-test-server.h"

#include <fcntl.h>
#include <libsoup/soup.h>
#include <string.h>
#include <unistd.h>

struct _KarneTestServer
{
  GSubprocess *process; /* (owned) */
  char *base;           /* (owned) */
  gboolean stopped;
};

static char *
read_base (GSubprocess *process)
{
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = NULL;

  /* The pipe belongs to the process: closing it with this stream would break the server's. */
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  if (line == NULL || !g_str_has_prefix (line, "Listening on "))
    g_error ("the demonstration server did not start");
  return g_strdup (line + strlen ("Listening on "));
}

static GPtrArray *
make_argv (const char *const *flags, const char *token_fd)
{
  GPtrArray *argv = g_ptr_array_new ();

  g_ptr_array_add (argv, (char *) KARNE_DEMO_SERVER_PATH);
  g_ptr_array_add (argv, (char *) "--until-stdin-closes");
  if (token_fd != NULL)
    {
      g_ptr_array_add (argv, (char *) "--token-fd");
      g_ptr_array_add (argv, (char *) token_fd);
    }
  for (guint i = 0; flags != NULL && flags[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) flags[i]);
  g_ptr_array_add (argv, NULL);
  return argv;
}

static KarneTestServer *
spawn (GSubprocessLauncher *launcher, GPtrArray *argv)
{
  KarneTestServer *self = g_new0 (KarneTestServer, 1);
  g_autoptr (GError) error = NULL;

  self->process =
      g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  self->base = read_base (self->process);
  return self;
}

static GSubprocessLauncher *
new_launcher (void)
{
  GSubprocessLauncher *launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);

  /* A test provokes errors of the server; that is no warning of the test. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  return launcher;
}

KarneTestServer *
karne_test_server_start (const char *const *flags)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher ();
  g_autoptr (GPtrArray) argv = make_argv (flags, NULL);

  return spawn (launcher, argv);
}

KarneTestServer *
karne_test_server_start_with_token (const char *token, const char *const *flags)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher ();
  g_autoptr (GPtrArray) argv = make_argv (flags, "3");
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  g_assert_cmpint (write (ends[1], token, strlen (token)), ==, strlen (token));
  close (ends[1]);
  g_subprocess_launcher_take_fd (launcher, ends[0], 3);
  return spawn (launcher, argv);
}

const char *
karne_test_server_get_base (KarneTestServer *self)
{
  return self->base;
}

GPid
karne_test_server_get_pid (KarneTestServer *self)
{
  return (GPid) g_ascii_strtoll (g_subprocess_get_identifier (self->process), NULL, 10);
}

GSubprocess *
karne_test_server_get_process (KarneTestServer *self)
{
  return self->process;
}

void
karne_test_server_stop (KarneTestServer *self)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (self->process));
  self->stopped = TRUE;
}

void
karne_test_server_kill (KarneTestServer *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  self->stopped = TRUE;
}

void
karne_test_server_free (KarneTestServer *self)
{
  if (!self->stopped)
    karne_test_server_stop (self);
  g_object_unref (self->process);
  g_free (self->base);
  g_free (self);
}

static void
note_header (const char *name, const char *value, gpointer user_data)
{
  g_hash_table_insert (user_data, g_ascii_strdown (name, -1), g_strdup (value));
}

static void
set_headers (SoupMessage *message, const char *const *headers)
{
  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (headers[i], ": ", 2);
      soup_message_headers_replace (soup_message_get_request_headers (message), parts[0], parts[1]);
    }
}

static void
set_body (SoupMessage *message, const char *body)
{
  const char *type =
      soup_message_headers_get_one (soup_message_get_request_headers (message), "Content-Type");
  g_autofree char *kept = g_strdup (type != NULL ? type : "application/fhir+json");
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;

  if (bytes != NULL)
    soup_message_set_request_body_from_bytes (message, kept, bytes);
}

static KarneTestAnswer *
take_answer (SoupMessage *message, GBytes *bytes)
{
  KarneTestAnswer *answer = g_new0 (KarneTestAnswer, 1);
  gconstpointer data = g_bytes_get_data (bytes, &answer->len);

  answer->status = soup_message_get_status (message);
  answer->body = g_malloc0 (answer->len + 1);
  if (answer->len > 0)
    memcpy (answer->body, data, answer->len);
  answer->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  soup_message_headers_foreach (soup_message_get_response_headers (message), note_header,
                                answer->headers);
  return answer;
}

KarneTestAnswer *
karne_test_server_request (KarneTestServer *self,
                           const char *method,
                           const char *path,
                           const char *const *headers,
                           const char *body)
{
  /* Loopback needs no proxy, and to ask the system for one fails where a test has folders of its
   * own. */
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autofree char *url = g_str_has_prefix (path, "http://")
                             ? g_strdup (path)
                             : g_strdup_printf ("%s/%s", self->base, path);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_nonnull (message);
  set_headers (message, headers);
  set_body (message, body);
  bytes = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  return take_answer (message, bytes);
}

const char *
karne_test_answer_get_header (KarneTestAnswer *self, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->headers, lower);
}

void
karne_test_answer_free (KarneTestAnswer *self)
{
  g_hash_table_unref (self->headers);
  g_free (self->body);
  g_free (self);
}
