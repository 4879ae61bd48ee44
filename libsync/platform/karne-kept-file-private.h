/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* What an administrator says, and whoever is bound by it must not be able to change. */

/* Reads a file that nobody can change but root and `keeper`, nor put another one in its place.
 * bytes: (out) (nullable): NULL where there is nothing of that name. EXPOSED where others can;
 * whatever else can go wrong is an error, too. path: absolute. */
gboolean karne_kept_file_read (const char *path, uid_t keeper, GBytes **bytes, GError **error);

G_END_DECLS
