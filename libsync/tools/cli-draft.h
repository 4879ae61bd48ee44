/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

#include "write/karne-draft.h"

G_BEGIN_DECLS

/* What commands that write have in common. */

/* Where it goes. number: 0 where the option was not given, then there may be only one. patient:
 * (out) (transfer full): id of the person there. */
gboolean cli_draft_choose_source (Cli *cli, gint64 *number, char **patient, GError **error);
/* Saves it, and says so. */
gboolean cli_draft_save (Cli *cli, KarneDraft *draft, gint64 source, GError **error);

/* Seconds since 1970. */
gint64 cli_draft_get_now (void);

/* An error of usage, with these words. Returns FALSE. */
gboolean cli_set_usage_error (GError **error, const char *words);

G_END_DECLS
