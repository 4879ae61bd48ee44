/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-output.h"
#include "cli.h"

#include "access/karne-access-log.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* Who did what with the record on this computer, and whether that is as it was written. */

static char *
format_time (const KarneAccessRow *row)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (row->at);
  g_autofree char *instant = g_date_time_format_iso8601 (time);

  return cli_date_to_words (instant);
}

static void
add_row (CliTable *table, const KarneAccessRow *row)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, row->number);
  g_autofree char *time = format_time (row);
  g_autofree char *act = karne_access_act_to_words (row->act, NULL);
  g_autofree char *what = karne_access_row_what_to_words (row);
  g_autofree char *who = karne_access_row_who_to_words (row);

  cli_table_add (table, number, time, act, what, who, row->structure);
}

static void
print_rows (GPtrArray *rows)
{
  /* Translators: over columns: number, when, what was done, with what, by whom, and for whom that
   * one works. */
  g_autoptr (CliTable) table =
      cli_table_new (1 << 0 | 1 << 1, 1 << 5, C_ ("access log", "No."), C_ ("access log", "When"),
                     C_ ("access log", "Act"), C_ ("access log", "What"), C_ ("access log", "Who"),
                     C_ ("access log", "Structure"), NULL);

  for (guint i = 0; i < rows->len; i++)
    add_row (table, rows->pdata[i]);
  cli_table_print (table);
}

static const char *
reader_to_nick (KarneRole reader)
{
  static const char *const nicks[] = {
    [KARNE_ROLE_PERSON] = "person",
    [KARNE_ROLE_REPRESENTATIVE] = "representative",
    [KARNE_ROLE_HELPER] = "helper",
  };

  return nicks[reader];
}

static void
add_purposes (JsonBuilder *json, const char *purposes)
{
  g_auto (GStrv) list = g_strsplit (purposes != NULL ? purposes : "", "\n", -1);

  json_builder_set_member_name (json, "purposes");
  json_builder_begin_array (json);
  for (guint i = 0; list[i] != NULL; i++)
    json_builder_add_string_value (json, list[i]);
  json_builder_end_array (json);
}

static void
add_row_to_json (JsonBuilder *json, const KarneAccessRow *row)
{
  json_builder_begin_object (json);
  cli_json_int (json, "number", row->number);
  cli_json_int (json, "at", row->at);
  cli_json_string (json, "act", row->act_name);
  cli_json_string (json, "reader", reader_to_nick (row->reader));
  cli_json_string (json, "role", row->role);
  cli_json_string (json, "name", row->name);
  cli_json_string (json, "structure", row->structure);
  add_purposes (json, row->purposes);
  cli_json_int (json, "source", row->source);
  cli_json_string (json, "kind", row->kind);
  cli_json_string (json, "id", row->id);
  cli_json_string (json, "title", row->title);
  cli_json_string (json, "detail", row->detail);
  cli_json_string (json, "link", row->link);
  json_builder_end_object (json);
}

/* A row that is not as it was written is nothing that went wrong here: the command says so, and
 * ends accordingly. */
static void
add_broken_to_json (JsonBuilder *json, gint64 broken)
{
  cli_json_bool (json, "whole", broken == 0);
  json_builder_set_member_name (json, "broken");
  if (broken > 0)
    json_builder_add_int_value (json, broken);
  else
    json_builder_add_null_value (json);
}

static void
print_as_json (GPtrArray *rows, gint64 broken)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  if (rows != NULL)
    {
      json_builder_set_member_name (json, "rows");
      json_builder_begin_array (json);
      for (guint i = 0; i < rows->len; i++)
        add_row_to_json (json, rows->pdata[i]);
      json_builder_end_array (json);
    }
  add_broken_to_json (json, broken);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

static void
print_broken (FILE *stream, gint64 broken)
{
  g_autofree char *words = karne_access_log_broken_to_words (broken);

  fprintf (stream, "%s\n", words);
}

gboolean
cmd_access_log (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GPtrArray) rows = NULL;
  gboolean all = FALSE;
  gint64 broken;
  const GOptionEntry entries[] = { { "all", 0, 0, G_OPTION_ARG_NONE, &all,
                                     N_ ("All lines, rather than the newest 50"), NULL },
                                   G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, &rest, entries, 0, 0, error) || !cli_open_space (cli, error) ||
      (rows = karne_access_log_list (cli->view, 0, all ? G_MAXUINT : 0, error)) == NULL ||
      (broken = karne_access_log_verify (cli->view, error)) < 0)
    return FALSE;

  if (broken > 0)
    cli->exit = CLI_EXIT_DAMAGED;
  if (cli->json)
    print_as_json (rows, broken);
  else if (rows->len == 0)
    g_print ("%s\n", _ ("Nothing was noted on this computer yet."));
  else
    print_rows (rows);
  if (!cli->json && broken > 0)
    print_broken (stderr, broken);
  return TRUE;
}

gboolean
cmd_access_log_verify (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  gint64 broken;

  if (!cli_parse (cli, &rest, NULL, 0, 0, error) || !cli_open_space (cli, error) ||
      (broken = karne_access_log_verify (cli->view, error)) < 0)
    return FALSE;

  if (broken > 0)
    cli->exit = CLI_EXIT_DAMAGED;
  if (cli->json)
    print_as_json (NULL, broken);
  else if (broken > 0)
    print_broken (stdout, broken);
  else
    g_print ("%s\n", _ ("Each line is as it was written, and none is missing. A program that holds "
                        "the key could have made all of them anew: that is not found out here."));
  return TRUE;
}
