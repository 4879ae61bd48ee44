/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-browser.h"

#include "karne-dialogs.h"

#include <signal.h>

/* On a shared computer a browser remembers who signed in, and the next person would enter as that
 * one: only what leaves nothing behind, as the administrator of the computer set it up. */
gboolean
karne_browser_is_allowed (const char *command, gboolean is_shared)
{
  return !is_shared || (command != NULL && *command != '\0');
}

/* No shell: what a server says is one word, whatever is in it. */
static GSubprocess *
run_command (const char *command, const char *address, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GPtrArray) line = g_ptr_array_new ();

  if (!g_shell_parse_argv (command, NULL, &words, error))
    return NULL;
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (line, words[i]);
  g_ptr_array_add (line, (char *) address);
  g_ptr_array_add (line, NULL);
  return g_subprocess_newv ((const char *const *) line->pdata,
                            G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                            error);
}

gboolean
karne_browser_open (GtkWidget *widget,
                    const char *command,
                    const char *address,
                    GSubprocess **process,
                    GError **error)
{
  *process = NULL;
  if (command == NULL || *command == '\0')
    {
      karne_dialogs_show_address (widget, address);
      return TRUE;
    }
  *process = run_command (command, address, error);
  return *process != NULL;
}

void
karne_browser_close (GSubprocess *process)
{
  if (process == NULL)
    return;
  g_subprocess_send_signal (process, SIGTERM);
  g_object_unref (process);
}
