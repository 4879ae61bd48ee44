/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-draft.h"
#include "cli-output.h"

#include <glib/gi18n-lib.h>

gint64
cli_draft_get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

gboolean
cli_set_usage_error (GError **error, const char *words)
{
  g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE, words);
  return FALSE;
}

gboolean
cli_draft_choose_source (Cli *cli, gint64 *number, char **patient, GError **error)
{
  g_autoptr (GPtrArray) sources = karne_store_list_sources (cli_get_store (cli), error);

  if (sources == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    {
      const KarneSource *source = sources->pdata[i];

      if (*number != 0 ? source->id != *number : sources->len != 1)
        continue;
      *number = source->id;
      *patient = g_strdup (source->patient);
      return TRUE;
    }
  if (sources->len == 0)
    return cli_set_usage_error (error, _ ("There is no source yet: “karne source add” adds one."));
  return cli_set_usage_error (error, _ ("Say for which source it is with --source: “karne source "
                                        "list” shows their numbers."));
}

static void
print_added (Cli *cli, KarneDraft *draft, char **ids)
{
  g_autoptr (JsonBuilder) json = NULL;

  if (!cli->json)
    {
      g_print ("%s\n", _ ("Saved here. It is sent at the next sync; until then, “karne undo” takes "
                          "it back."));
      return;
    }
  json = json_builder_new ();
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "added");
  json_builder_begin_array (json);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      json_builder_begin_object (json);
      cli_json_string (json, "kind", karne_draft_get_kind (draft, i));
      cli_json_string (json, "id", ids[i]);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

gboolean
cli_draft_save (Cli *cli, KarneDraft *draft, gint64 source, GError **error)
{
  g_auto (GStrv) ids = karne_draft_save (draft, cli_get_store (cli), source, error);

  if (ids == NULL)
    return FALSE;
  print_added (cli, draft, ids);
  return TRUE;
}
