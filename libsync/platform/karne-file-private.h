/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Small files of ours that are there whole or not at all, readable by their owner alone. */

/* Writes beside, syncs, gives it its name, syncs the folder. Over an old file: replaces it at once,
 * or fails with EXISTS. After a failure what was there before is there still, or, where it was only
 * the folder that could not be synced, the new one may be. */
gboolean karne_file_write (const char *path,
                           const void *content,
                           gsize size,
                           gboolean replace,
                           GError **error);

/* NOT_FOUND; CORRUPT over `max_size`. */
GBytes *karne_file_read (const char *path, gsize max_size, GError **error);

/* Overwrites, syncs, removes, syncs the folder. (What a disk keeps of overwritten blocks is its own
 * affair: a file whose remains matter is sealed.) */
gboolean karne_file_erase (const char *path, GError **error);

G_END_DECLS
