/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"

#include "keys/karne-key-private.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEY_FD 3

/* ---- The server ---- */

static char *
read_line (GInputStream *stream)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (stream);

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  return g_data_input_stream_read_line (lines, NULL, NULL, NULL);
}

CliServer *
cli_server_start (const char *option, ...)
{
  CliServer *self = g_new0 (CliServer, 1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  va_list args;

  g_ptr_array_add (argv, (gpointer) DEMO_SERVER_PATH);
  g_ptr_array_add (argv, (gpointer) "--data");
  g_ptr_array_add (argv, (gpointer) DEMO_DATA_PATH);
  g_ptr_array_add (argv, (gpointer) "--until-stdin-closes");
  va_start (args, option);
  for (const char *arg = option; arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);

  self->process =
      g_subprocess_newv ((const char *const *) argv->pdata,
                         G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  line = read_line (g_subprocess_get_stdout_pipe (self->process));
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "Listening on "));
  self->url = g_strdup (line + strlen ("Listening on "));

  return self;
}

void
cli_server_stop (CliServer *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_assert_true (g_subprocess_wait_check (self->process, NULL, NULL));
  g_object_unref (self->process);
  g_free (self->url);
  g_free (self);
}

/* ---- Files ---- */

void
cli_tree_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        cli_tree_remove (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

void
cli_tree_copy (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autoptr (GFile) source_file = g_file_new_for_path (source);
      g_autoptr (GFile) target_file = g_file_new_for_path (target);

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        cli_tree_copy (source, target);
      else
        g_assert_true (
            g_file_copy (source_file, target_file, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
    }
}

static gboolean
file_contains (const char *path, const char *needle)
{
  g_autofree char *content = NULL;
  gsize len = 0;

  return g_file_get_contents (path, &content, &len, NULL) &&
         memmem (content, len, needle, strlen (needle)) != NULL;
}

gboolean
cli_tree_contains (const char *folder, const char *needle)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (strstr (name, needle) != NULL)
        return TRUE;
      if (g_file_test (path, G_FILE_TEST_IS_DIR) ? cli_tree_contains (path, needle)
                                                 : file_contains (path, needle))
        return TRUE;
    }

  return FALSE;
}

/* ---- The command line ---- */

CliBox *
cli_box_new (void)
{
  CliBox *self = g_new0 (CliBox, 1);
  g_autofree char *tmp = NULL;

  self->home = g_dir_make_tmp ("karne-cli-XXXXXX", NULL);
  g_assert_nonnull (self->home);
  self->root = g_build_filename (self->home, "share", "karne", "spaces", NULL);
  self->passphrase = g_strdup (CLI_PASSPHRASE);
  tmp = g_build_filename (self->home, "tmp", NULL);
  g_mkdir (tmp, 0700);

  return self;
}

void
cli_box_free (CliBox *self)
{
  cli_tree_remove (self->home);
  g_free (self->home);
  g_free (self->root);
  g_free (self->passphrase);
  g_free (self);
}

char *
cli_box_path (CliBox *self, const char *file)
{
  return g_build_filename (self->home, file, NULL);
}

void
cli_box_create_space (CliBox *self)
{
  g_autoptr (CliRun) run = cli_box_run (self, 0, "space", "create", NULL);
  g_autofree char *path = g_build_filename (self->root, "space-1", "key.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KarneKey) key = karne_key_file_open (file, self->passphrase, NULL);

  g_assert_nonnull (run);
  g_assert_nonnull (key);
  g_assert_true (karne_key_file_change_with_costs (file, key, KARNE_KEY_HOLDER_PASSPHRASE,
                                                   self->passphrase, &karne_key_costs_least, NULL));
}

static void
give_key (GSubprocessLauncher *launcher, const char *passphrase)
{
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (fds[1], passphrase, strlen (passphrase)), ==, strlen (passphrase));
  close (fds[1]);
  g_subprocess_launcher_take_fd (launcher, fds[0], KEY_FD);
}

static void
set_folder (CliBox *self, GSubprocessLauncher *launcher, const char *variable, const char *name)
{
  g_autofree char *path = g_build_filename (self->home, name, NULL);

  g_subprocess_launcher_setenv (launcher, variable, path, TRUE);
}

GSubprocessLauncher *
cli_box_launcher_new (CliBox *self, GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_setenv (launcher, "HOME", self->home, TRUE);
  set_folder (self, launcher, "TMPDIR", "tmp");
  set_folder (self, launcher, "XDG_DATA_HOME", "share");
  set_folder (self, launcher, "XDG_CACHE_HOME", "cache");
  set_folder (self, launcher, "XDG_CONFIG_HOME", "config");
  set_folder (self, launcher, "XDG_STATE_HOME", "state");
  g_subprocess_launcher_unsetenv (launcher, "LANGUAGE");
  if (self->loud)
    g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);

  return launcher;
}

GSubprocess *
cli_box_spawn (CliBox *self, gboolean with_key, const char *const *args)
{
  g_autoptr (GSubprocessLauncher) launcher =
      cli_box_launcher_new (self, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (argv, (gpointer) CLI_PATH);
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) args[i]);
  if (with_key)
    {
      g_ptr_array_add (argv, (gpointer) "--key-fd");
      g_ptr_array_add (argv, (gpointer) G_STRINGIFY (KEY_FD));
      give_key (launcher, self->passphrase);
    }
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);

  return process;
}

static char *
bytes_to_string (GBytes *bytes)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  return data != NULL ? g_strndup (data, size) : g_strdup ("");
}

CliRun *
cli_box_wait (GSubprocess *process)
{
  CliRun *run = g_new0 (CliRun, 1);
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GBytes) err = NULL;
  g_autoptr (GError) error = NULL;

  /* As bytes: what is printed may be a document of any kind. */
  g_subprocess_communicate (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  run->out = bytes_to_string (out);
  run->err = bytes_to_string (err);
  run->exit = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process)
                                                   : -g_subprocess_get_term_sig (process);

  return run;
}

static CliRun *
run_args (CliBox *self, gboolean with_key, int expected_exit, const char *arg, va_list args)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  CliRun *run;

  for (; arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) arg);
  g_ptr_array_add (argv, NULL);

  process = cli_box_spawn (self, with_key, (const char *const *) argv->pdata);
  run = cli_box_wait (process);
  if (run->exit != expected_exit)
    /* Not as a message of the test: a sanitizer's words are looked for here. */
    g_printerr ("%s", run->err);
  g_assert_cmpint (run->exit, ==, expected_exit);

  return run;
}

CliRun *
cli_box_run (CliBox *self, int expected_exit, const char *arg, ...)
{
  va_list args;
  CliRun *run;

  va_start (args, arg);
  run = run_args (self, TRUE, expected_exit, arg, args);
  va_end (args);

  return run;
}

CliRun *
cli_box_run_without_key (CliBox *self, int expected_exit, const char *arg, ...)
{
  va_list args;
  CliRun *run;

  va_start (args, arg);
  run = run_args (self, FALSE, expected_exit, arg, args);
  va_end (args);

  return run;
}

void
cli_run_free (CliRun *self)
{
  g_free (self->out);
  g_free (self->err);
  g_free (self);
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);

  return node;
}

JsonNode *
cli_run_parse (CliRun *self)
{
  return parse (self->out);
}

char *
cli_run_dup_error_code (CliRun *self)
{
  g_autoptr (JsonNode) node = parse (self->err);
  JsonObject *error = json_object_get_object_member (json_node_get_object (node), "error");

  g_assert_cmpstr (json_object_get_string_member (error, "words"), !=, "");
  return g_strdup (json_object_get_string_member (error, "code"));
}
