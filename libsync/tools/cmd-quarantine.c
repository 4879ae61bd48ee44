/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-kinds.h"
#include "cli-output.h"
#include "cli.h"

#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static void
print_list (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const KarneQuarantined *entry = g_ptr_array_index (list, i);
      g_autofree char *kind =
          entry->kind != NULL ? cli_kind_to_word (entry->kind) : g_strdup (_ ("something"));
      g_autofree char *id = entry->id != NULL ? cli_clean (entry->id) : g_strdup ("–");
      g_autofree char *size = karne_size_to_words (entry->size);
      g_autofree char *reason = karne_flaw_to_words (entry->flaw);
      g_autofree char *head = g_strdup_printf ("%s  %s  %s", kind, id, size);

      g_print ("%s\n", head);
      cli_print_wrapped ("    ", reason);
    }
}

static void
print_list_as_json (GPtrArray *list)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "quarantined");
  json_builder_begin_array (json);
  for (guint i = 0; i < list->len; i++)
    {
      const KarneQuarantined *entry = g_ptr_array_index (list, i);
      g_autofree char *reason = karne_flaw_to_words (entry->flaw);

      json_builder_begin_object (json);
      cli_json_int (json, "source", entry->source);
      cli_json_string (json, "kind", entry->kind);
      cli_json_string (json, "id", entry->id);
      cli_json_string (json, "flaw", entry->flaw);
      cli_json_string (json, "words", reason);
      cli_json_int (json, "size", (gint64) entry->size);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

gboolean
cmd_quarantine (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GPtrArray) list = NULL;

  if (!cli_parse (cli, &rest, NULL, 0, 0, error) || !cli_open_space (cli, error) ||
      (list = karne_view_list_quarantined (cli->view, error)) == NULL)
    return FALSE;

  if (cli->json)
    print_list_as_json (list);
  else if (list->len == 0)
    g_print ("%s\n", _ ("Everything that came could be taken in."));
  else
    print_list (list);

  return TRUE;
}
