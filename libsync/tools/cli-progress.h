/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One line at the bottom of the terminal that is written again and again. Where the standard error
 * is no terminal, nothing is written at all. */
typedef struct _CliProgress CliProgress;

CliProgress *cli_progress_new (gboolean quiet);
/* Takes the line away. */
void cli_progress_free (CliProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliProgress, cli_progress_free)

/* `what` says it all where `total` is not known (-1). */
void cli_progress_show (CliProgress *self, const char *what, gint64 done, gint64 total);
/* Only the words. */
void cli_progress_say (CliProgress *self, const char *words);

/* What stands on the line: a pure function, for tests. */
char *cli_progress_format (const char *what, gint64 done, gint64 total, guint width);

G_END_DECLS
