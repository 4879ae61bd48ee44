/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

#include "engine/karne-document.h"

G_BEGIN_DECLS

/* Brings content n of a document here, if it is not, showing how far it is. */
gboolean cli_document_fetch (Cli *cli, gint64 source, const char *id, guint n, GError **error);

/* Is there a folder in which this file could be? */
gboolean cli_document_check_place (const char *path, GError **error);

/* Writes it to a file that only this user can read; an old file of that name is replaced, at once,
 * only with `replace`. */
gboolean cli_document_write (Cli *cli,
                             gint64 source,
                             const char *id,
                             guint n,
                             const char *path,
                             gboolean replace,
                             GError **error);

G_END_DECLS
