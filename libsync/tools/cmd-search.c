/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-items.h"
#include "cli-kinds.h"
#include "cli.h"

#include <glib/gi18n-lib.h>

gboolean
cmd_search (Cli *cli, char **argv, GError **error)
{
  g_autofree char *typed_kind = NULL;
  int limit = 50;
  const GOptionEntry entries[] = { { "kind", 0, 0, G_OPTION_ARG_STRING, &typed_kind,
                                     N_ ("Only things of this kind"), N_ ("KIND") },
                                   { "limit", 0, 0, G_OPTION_ARG_INT, &limit,
                                     N_ ("At most so many (50)"), N_ ("NUMBER") },
                                   G_OPTION_ENTRY_NULL };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) items = NULL;
  const char *kind = NULL;

  if (!cli_parse (cli, &rest, entries, 1, G_MAXINT, error))
    return FALSE;
  if (typed_kind != NULL && (kind = cli_kind_parse (typed_kind)) == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, _ ("There is no kind of that name."));
      return FALSE;
    }
  if (limit <= 0)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, _ ("This number is too small."));
      return FALSE;
    }

  text = g_strjoinv (" ", rest + 1);
  if (!cli_open_space (cli, error) ||
      (items = karne_view_search (cli->view, text, kind, (guint) limit, error)) == NULL)
    return FALSE;

  if (cli->json)
    cli_items_print_as_json (cli, items, -1);
  else
    cli_items_print (cli, items, kind);

  return TRUE;
}
