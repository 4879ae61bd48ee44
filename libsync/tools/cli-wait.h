/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Something asynchronous that a command waits for, turning the main loop. The first Ctrl+C cancels
 * it, and what came before is kept; the second one ends the program as it would any other. */
typedef struct
{
  GMainLoop *loop;           /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GAsyncResult *result;      /* (owned) (nullable) until it is there */
  guint interrupted;
  guint terminated;
} CliWait;

CliWait *cli_wait_new (void);
void cli_wait_free (CliWait *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliWait, cli_wait_free)

/* The call-back to hand over, with the wait as its data. */
void cli_wait_cb (GObject *source, GAsyncResult *result, gpointer user_data);
/* (transfer none) */
GAsyncResult *cli_wait_run (CliWait *self);

G_END_DECLS
