/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What somebody should know of this computer before a session: where its memory may go, and whether
 * there is room for one. (transfer full) (nullable): where there is nothing to say. Looks at the
 * disk: away from the main thread. */
char *karne_computer_notes_dup (void);

G_END_DECLS
