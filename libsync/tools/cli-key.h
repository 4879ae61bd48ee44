/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A passphrase or a token on its way in: from a descriptor or from the terminal, and from nowhere
 * else. It is wiped when it goes. */
typedef char CliSecret;

void cli_secret_free (CliSecret *secret);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliSecret, cli_secret_free)

/* Up to the end of the line or of the file, then closes the descriptor. `what` is its option, for
 * the error. */
CliSecret *cli_secret_read_fd (int fd, const char *what, GError **error);
/* Asks on the terminal of this process, without showing what is typed. */
CliSecret *cli_secret_ask (const char *prompt, GError **error);
/* Asks twice. */
CliSecret *cli_secret_ask_new (GError **error);
/* Is there a terminal to ask on? */
gboolean cli_secret_can_ask (void);

/* Refuses a secret that was written into the command itself, where every program of this computer
 * can read it. */
gboolean cli_secret_check_arguments (char **argv, GError **error);

G_END_DECLS
