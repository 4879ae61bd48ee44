/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-key.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A bearer token can be some KiB long. */
#define MAX_SECRET (64 * 1024)

void
cli_secret_free (CliSecret *secret)
{
  if (secret == NULL)
    return;

  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/* Waits for something to read. A signal that is blocked otherwise can end the waiting, and nothing
 * else: so it cannot come just before. */
static gboolean
wait_for_input (int fd, const sigset_t *while_waiting)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

  return ppoll (&poll_fd, 1, NULL, while_waiting) == 1;
}

/* One byte at a time: what follows the line is not ours to take. No stdio, which would keep a copy.
 */
static gboolean
read_bytes (int fd, const sigset_t *while_waiting, char *buffer)
{
  for (gsize len = 0; len < MAX_SECRET; len++)
    {
      gssize n;

      if (while_waiting != NULL && !wait_for_input (fd, while_waiting))
        return FALSE;
      n = read (fd, buffer + len, 1);
      if (n < 0 || (n == 1 && buffer[len] == '\0'))
        return FALSE;
      if (n == 0 || buffer[len] == '\n')
        {
          buffer[len] = '\0';
          return TRUE;
        }
    }

  /* Cut short it would be another one. */
  return FALSE;
}

/* while_waiting: (nullable) the signals that are blocked while there is nothing to read. */
static char *
read_line (int fd, const sigset_t *while_waiting)
{
  char *buffer = g_malloc0 (MAX_SECRET + 1);
  char *line = read_bytes (fd, while_waiting, buffer) ? g_strdup (buffer) : NULL;

  explicit_bzero (buffer, MAX_SECRET);
  g_free (buffer);

  return line;
}

CliSecret *
cli_secret_read_fd (int fd, const char *what, GError **error)
{
  g_autoptr (CliSecret) secret = NULL;

  if (fcntl (fd, F_GETFD) < 0)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   /* Translators: as in “--key-fd: there is no open descriptor 9.” */
                   _ ("%s: there is no open descriptor %d."), what, fd);
      return NULL;
    }

  secret = read_line (fd, NULL);
  close (fd);
  /* Whatever asks for a descriptor next must not be given the number of a standard stream. */
  if (fd <= STDERR_FILENO && open ("/dev/null", O_RDWR) < 0)
    secret = (cli_secret_free (g_steal_pointer (&secret)), NULL);

  if (secret == NULL || *secret == '\0' || !g_utf8_validate (secret, -1, NULL))
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   /* Translators: as in “--key-fd: nothing that could be used came from
                    * descriptor 9.” */
                   _ ("%s: nothing that could be used came from descriptor %d."), what, fd);
      return NULL;
    }

  return g_steal_pointer (&secret);
}

gboolean
cli_secret_can_ask (void)
{
  int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC);

  if (fd < 0)
    return FALSE;

  close (fd);
  return TRUE;
}

static volatile sig_atomic_t was_interrupted;

static void
note_interrupt (int number)
{
  was_interrupted = 1;
}

static char *
ask_silently (int fd, const char *prompt, const struct termios *loud, const sigset_t *while_waiting)
{
  struct termios mute = *loud;
  char *line = NULL;

  mute.c_lflag &= ~(tcflag_t) ECHO;
  mute.c_lflag |= ECHONL | ICANON;
  tcsetattr (fd, TCSAFLUSH, &mute);
  if (write (fd, prompt, strlen (prompt)) == (gssize) strlen (prompt))
    line = read_line (fd, while_waiting);
  tcsetattr (fd, TCSAFLUSH, loud);

  return line;
}

/* The terminal is mute before it asks: somebody may type at once. Ctrl+C in the meantime must give
 * it its voice back first: so it only ends the reading. */
static char *
read_silently (int fd, const char *prompt)
{
  struct sigaction action = { .sa_handler = note_interrupt };
  struct sigaction action_before;
  struct termios loud;
  sigset_t interrupt;
  sigset_t before;
  char *line;

  if (tcgetattr (fd, &loud) != 0)
    return NULL;

  was_interrupted = 0;
  sigemptyset (&interrupt);
  sigaddset (&interrupt, SIGINT);
  sigprocmask (SIG_BLOCK, &interrupt, &before);
  sigaction (SIGINT, &action, &action_before);
  line = ask_silently (fd, prompt, &loud, &before);
  sigaction (SIGINT, &action_before, NULL);
  sigprocmask (SIG_SETMASK, &before, NULL);

  return line;
}

CliSecret *
cli_secret_ask (const char *prompt, GError **error)
{
  int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC);
  g_autoptr (CliSecret) secret = NULL;

  if (fd < 0)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("There is no terminal on which to ask for the passphrase: hand it over on a "
                      "descriptor, with --key-fd."));
      return NULL;
    }

  secret = read_silently (fd, prompt);
  close (fd);

  if (was_interrupted)
    g_set_error (error, CLI_ERROR, CLI_EXIT_CANCELLED, _ ("Stopped, as asked."));
  else if (secret == NULL || *secret == '\0' || !g_utf8_validate (secret, -1, NULL))
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, _ ("No passphrase was given."));
  else
    return g_steal_pointer (&secret);

  return NULL;
}

CliSecret *
cli_secret_ask_new (GError **error)
{
  /* Translators: asks for a new passphrase; the space at the end stays. */
  g_autoptr (CliSecret) first = cli_secret_ask (_ ("New passphrase: "), error);
  g_autoptr (CliSecret) second = NULL;

  if (first == NULL)
    return NULL;

  /* Translators: asks for the same passphrase a second time; the space at the end stays. */
  second = cli_secret_ask (_ ("The same again: "), error);
  if (second == NULL)
    return NULL;
  if (strcmp (first, second) != 0)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("The two passphrases are not the same. Nothing was changed."));
      return NULL;
    }

  return g_steal_pointer (&first);
}

static gboolean
is_secret_option (const char *argument)
{
  static const char *const names[] = { "token", "passphrase", "password", "passwd",
                                       "key",   "secret",     "pin" };

  while (*argument == '-')
    argument++;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize len = strlen (names[i]);

      if (g_ascii_strncasecmp (argument, names[i], len) == 0 &&
          (argument[len] == '\0' || argument[len] == '='))
        return TRUE;
    }

  return FALSE;
}

gboolean
cli_secret_check_arguments (char **argv, GError **error)
{
  for (guint i = 1; argv[i] != NULL && !g_str_equal (argv[i], "--"); i++)
    if (argv[i][0] == '-' && is_secret_option (argv[i]))
      {
        g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                     _ ("A passphrase or a token is never taken from the command itself: every "
                        "program of this computer could read it there, and the shell would keep "
                        "it. Nothing was done; consider it known to others. Hand it over on a "
                        "descriptor instead, with --key-fd or --token-fd."));
        return FALSE;
      }

  return TRUE;
}
