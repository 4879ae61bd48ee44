/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether people may sign in with a browser of this computer. command: (nullable) the one that the
 * administrator gave. */
gboolean karne_browser_is_allowed (const char *command, gboolean is_shared);
/* Opens a browser at an address: by the command, with the address for its last word, else the one
 * of the desktop. process: (out) (transfer full) (nullable) what was started, to be ended by
 * whoever asked; NULL for the browser of the desktop, which is the person's. */
gboolean karne_browser_open (GtkWidget *widget,
                             const char *command,
                             const char *address,
                             GSubprocess **process,
                             GError **error);
/* (transfer full) (nullable): asks it to go. */
void karne_browser_close (GSubprocess *process);

G_END_DECLS
