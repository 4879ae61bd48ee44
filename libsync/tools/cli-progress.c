/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-progress.h"

#include "cli-output.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_WIDTH 24

/* More often than this nobody can read. */
#define MIN_INTERVAL_US (G_USEC_PER_SEC / 15)

struct _CliProgress
{
  gboolean visible;
  gint64 last_us;
};

CliProgress *
cli_progress_new (gboolean quiet)
{
  CliProgress *self = g_new0 (CliProgress, 1);

  self->visible = !quiet && isatty (STDERR_FILENO);

  return self;
}

static void
write_line (CliProgress *self, const char *line)
{
  /* Return to the start, write, erase to the end of the line. */
  fprintf (stderr, "\r%s\033[K", line);
  fflush (stderr);
}

void
cli_progress_free (CliProgress *self)
{
  if (self->visible)
    write_line (self, "");
  g_free (self);
}

static guint
get_width (void)
{
  struct winsize size = { 0 };

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;

  return 80;
}

char *
cli_progress_format (const char *what, gint64 done, gint64 total, guint width)
{
  g_autoptr (GString) line = g_string_new (NULL);

  /* A server whose total turns out to be too small has no total that could be shown. */
  if (total > 0 && done <= total)
    {
      guint filled = (guint) (done * BAR_WIDTH / total);

      g_string_append_c (line, '[');
      for (guint i = 0; i < BAR_WIDTH; i++)
        g_string_append_c (line, i < filled ? '#' : ' ');
      g_string_append_printf (line, "] %3d %%  %s", (int) (done * 100 / total), what);
    }
  else
    {
      /* Translators: while things are being received, as in “12 documents so far: how many there
       * are is not known”. */
      g_string_append_printf (line, _ ("%s so far: how many there are is not known"), what);
    }

  return cli_text_fit (line->str, width > 1 ? width - 1 : width);
}

void
cli_progress_show (CliProgress *self, const char *what, gint64 done, gint64 total)
{
  g_autofree char *line = NULL;
  gint64 now_us = g_get_monotonic_time ();

  if (!self->visible || now_us - self->last_us < MIN_INTERVAL_US)
    return;

  self->last_us = now_us;
  line = cli_progress_format (what, done, total, get_width ());
  write_line (self, line);
}

void
cli_progress_say (CliProgress *self, const char *words)
{
  g_autofree char *line = NULL;

  if (!self->visible)
    return;

  line = cli_text_fit (words, get_width () - 1);
  write_line (self, line);
}
