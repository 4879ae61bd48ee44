/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-box.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define PATIENT "diabete"

/* The command line on a terminal of its own, and somebody who reads and types there. */
typedef struct
{
  int terminal;         /* what somebody sees and types on */
  int program;          /* the program's end: kept, so that its settings can be looked at */
  GString *seen;        /* (owned) */
  GSubprocess *process; /* (owned) */
} Session;

static CliServer *server;

/* In the child: this terminal is the one of the session. */
static void
take_terminal (gpointer data)
{
  setsid ();
  ioctl (STDIN_FILENO, TIOCSCTTY, 0);
}

static Session *
session_new (CliBox *box, guint width, const char *const *args)
{
  Session *self = g_new0 (Session, 1);
  g_autoptr (GSubprocessLauncher) launcher = cli_box_launcher_new (box, G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  struct winsize size = { .ws_row = 24, .ws_col = (unsigned short) width };
  char name[64];

  self->terminal = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (grantpt (self->terminal), ==, 0);
  g_assert_cmpint (unlockpt (self->terminal), ==, 0);
  g_assert_cmpint (ptsname_r (self->terminal, name, sizeof name), ==, 0);
  self->program = open (name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (self->program, >=, 0);
  ioctl (self->terminal, TIOCSWINSZ, &size);
  self->seen = g_string_new (NULL);

  for (int fd = 0; fd <= 2; fd++)
    g_subprocess_launcher_take_fd (launcher, dup (self->program), fd);
  g_subprocess_launcher_set_child_setup (launcher, take_terminal, NULL, NULL);
  g_ptr_array_add (argv, (gpointer) CLI_PATH);
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) args[i]);
  g_ptr_array_add (argv, NULL);
  self->process =
      g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);

  return self;
}

/* Waits until it is seen; forgets what came before it. */
static void
see (Session *self, const char *text)
{
  char buffer[4096];
  const char *found;

  while ((found = strstr (self->seen->str, text)) == NULL)
    {
      gssize n = read (self->terminal, buffer, sizeof buffer);

      g_assert_cmpint (n, >, 0);
      g_string_append_len (self->seen, buffer, n);
    }
  g_string_erase (self->seen, 0, found + strlen (text) - self->seen->str);
}

static void
type (Session *self, const char *text)
{
  g_assert_cmpint (write (self->terminal, text, strlen (text)), ==, strlen (text));
}

static gboolean
is_loud (Session *self)
{
  struct termios settings;

  g_assert_cmpint (tcgetattr (self->program, &settings), ==, 0);
  return (settings.c_lflag & ECHO) != 0;
}

/* The rest of what it says, up to its end. */
static void
session_end (Session *self, int expected_exit, char **rest)
{
  char buffer[4096];
  gssize n;

  close (self->program);
  while ((n = read (self->terminal, buffer, sizeof buffer)) > 0)
    g_string_append_len (self->seen, buffer, n);
  g_subprocess_wait (self->process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, expected_exit);

  close (self->terminal);
  g_object_unref (self->process);
  if (rest != NULL)
    *rest = g_string_free (self->seen, FALSE);
  else
    g_string_free (self->seen, TRUE);
  g_free (self);
}

static void
test_create (void)
{
  CliBox *box = cli_box_new ();
  Session *session = session_new (box, 80, (const char *const[]){ "space", "create", NULL });
  g_autofree char *rest = NULL;

  see (session, "cannot be recovered");
  see (session, "New passphrase: ");
  g_assert_false (is_loud (session));
  type (session, CLI_PASSPHRASE "\n");
  see (session, "The same again: ");
  /* It was not shown. */
  g_assert_null (strstr (session->seen->str, CLI_PASSPHRASE));
  type (session, CLI_PASSPHRASE "\n");
  see (session, "space-1");
  g_assert_true (is_loud (session));
  session_end (session, 0, &rest);

  g_assert_null (strstr (rest, CLI_PASSPHRASE));
  g_autoptr (CliRun) status = cli_box_run (box, 0, "status", NULL);

  g_assert_nonnull (status);
  cli_box_free (box);
}

static void
test_create_differently (void)
{
  CliBox *box = cli_box_new ();
  Session *session = session_new (box, 80, (const char *const[]){ "space", "create", NULL });

  see (session, "New passphrase: ");
  type (session, "one\n");
  see (session, "The same again: ");
  type (session, "two\n");
  session_end (session, 2, NULL);

  g_assert_false (g_file_test (box->root, G_FILE_TEST_EXISTS));
  cli_box_free (box);
}

/* Ctrl+C while nothing is shown: the terminal has its voice back. */
static void
test_create_interrupted (void)
{
  CliBox *box = cli_box_new ();
  Session *session = session_new (box, 80, (const char *const[]){ "space", "create", NULL });

  see (session, "New passphrase: ");
  g_assert_false (is_loud (session));
  type (session, "\003");
  see (session, "Stopped");
  g_assert_true (is_loud (session));
  session_end (session, 130, NULL);

  g_assert_false (g_file_test (box->root, G_FILE_TEST_EXISTS));
  cli_box_free (box);
}

/* Who is visible is listed, one is chosen, name and birth date are shown, and a no is a no. */
static void
test_choose (void)
{
  static const struct
  {
    const char *answer;
    int exit;
  } answers[] = { { "n\n", 130 }, { "\n", 130 }, { "yes\n", 0 } };
  CliBox *box = cli_box_new ();

  cli_box_create_space (box);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      Session *session =
          session_new (box, 120, (const char *const[]){ "source", "add", server->url, NULL });

      see (session, "Passphrase: ");
      type (session, CLI_PASSPHRASE "\n");
      see (session, "born on");
      see (session, "Number: ");
      type (session, "1\n");
      see (session, "Bring the record of ");
      see (session, "born on");
      see (session, "[y/N] ");
      type (session, answers[i].answer);
      session_end (session, answers[i].exit, NULL);
    }

  g_autoptr (CliRun) sources = cli_box_run (box, 0, "source", "list", "--json", NULL);
  g_autoptr (JsonNode) node = cli_run_parse (sources);

  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (json_node_get_object (node), "sources")),
                    ==, 1);
  cli_box_free (box);
}

/* A line that is written again and again, never above 100 %, and gone at the end. */
static void
test_progress (void)
{
  CliServer *slow = cli_server_start ("--latency", "40", "--page", "100", NULL);
  CliBox *box = cli_box_new ();
  g_autofree char *rest = NULL;
  g_auto (GStrv) parts = NULL;
  guint n_bars = 0;

  cli_box_create_space (box);
  g_autoptr (CliRun) added =
      cli_box_run (box, 0, "source", "add", slow->url, "--patient", PATIENT, "--yes", NULL);
  Session *session = session_new (box, 60, (const char *const[]){ "sync", NULL });

  see (session, "Passphrase: ");
  type (session, CLI_PASSPHRASE "\n");
  session_end (session, 0, &rest);

  parts = g_strsplit (rest, "\r", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *percent = strstr (parts[i], "] ");

      g_assert_cmpint (g_utf8_strlen (parts[i], -1), <, 60 + 3);
      if (parts[i][0] != '[' || percent == NULL)
        continue;
      n_bars++;
      g_assert_cmpint (atoi (percent + 2), >=, 0);
      g_assert_cmpint (atoi (percent + 2), <=, 100);
    }

  g_assert_nonnull (added);
  g_assert_cmpuint (n_bars, >, 0);
  g_assert_nonnull (strstr (rest, "494 health measures"));
  cli_box_free (box);
  cli_server_stop (slow);
}

/* What is listed fits, whatever the width. */
static void
test_width (void)
{
  static const guint widths[] = { 30, 60, 100, 200 };
  CliBox *box = cli_box_new ();

  cli_box_create_space (box);
  g_autoptr (CliRun) added =
      cli_box_run (box, 0, "source", "add", server->url, "--patient", PATIENT, "--yes", NULL);
  g_autoptr (CliRun) synced = cli_box_run (box, 0, "sync", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      Session *session =
          session_new (box, widths[i], (const char *const[]){ "list", "documents", NULL });
      g_autofree char *rest = NULL;
      g_auto (GStrv) lines = NULL;

      see (session, "Passphrase: ");
      type (session, CLI_PASSPHRASE "\n");
      session_end (session, 0, &rest);
      lines = g_strsplit (rest, "\r\n", -1);
      g_assert_cmpuint (g_strv_length (lines), >=, 9);
      for (guint j = 0; lines[j] != NULL; j++)
        g_assert_cmpint (g_utf8_strlen (lines[j], -1), <=, widths[i]);
    }

  g_assert_nonnull (added);
  g_assert_nonnull (synced);
  cli_box_free (box);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = cli_server_start ("--port", "0", NULL);

  g_test_add_func ("/cli-tty/create", test_create);
  g_test_add_func ("/cli-tty/create-differently", test_create_differently);
  g_test_add_func ("/cli-tty/create-interrupted", test_create_interrupted);
  g_test_add_func ("/cli-tty/choose", test_choose);
  g_test_add_func ("/cli-tty/progress", test_progress);
  g_test_add_func ("/cli-tty/width", test_width);

  status = g_test_run ();
  cli_server_stop (server);

  return status;
}
