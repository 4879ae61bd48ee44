/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

/* What `list` and `search` have in common: many things, one a line. */

/* kind: (nullable): all of this kind. */
void cli_items_print (Cli *cli, GPtrArray *items, const char *kind);
/* `total` is how many there are altogether; -1 unknown. */
void cli_items_print_as_json (Cli *cli, GPtrArray *items, gint64 total);

/* One thing that somebody named: KIND/ID, or an id that only one kind has. source: 0 where the
 * option was not given, then only one source may have it. */
KarneItem *
cli_items_find (Cli *cli, const char *name, const char *kind, int source, GError **error);

G_END_DECLS
