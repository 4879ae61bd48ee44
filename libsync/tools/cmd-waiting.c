/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-kinds.h"
#include "cli-output.h"
#include "cli.h"

#include "store/karne-outbox.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* What the person changed and the server does not have: `waiting`, `undo`, `retry`, `history`. */

static char *
state_to_words (const KarneWaiting *change)
{
  if (change->state == KARNE_RECORD_PARKED)
    return karne_parked_to_words (change->reason, change->status);
  if (change->state == KARNE_RECORD_SENDING)
    return g_strdup (_ ("It may have arrived: the next sync looks before it sends it again."));
  return g_strdup (_ ("It is kept here, and is sent at the next sync."));
}

static const char *
state_to_nick (KarneRecordState state)
{
  static const char *const nicks[] = {
    [KARNE_RECORD_SENT] = "sent",         [KARNE_RECORD_WAITING] = "waiting",
    [KARNE_RECORD_SENDING] = "sending",   [KARNE_RECORD_PARKED] = "parked",
    [KARNE_RECORD_CONFLICT] = "conflict",
  };

  return nicks[state];
}

static void
print_change (const KarneWaiting *change)
{
  g_autofree char *kind = cli_kind_to_word (change->kind);
  g_autofree char *title = cli_clean (change->title != NULL ? change->title : change->id);
  g_autofree char *op = karne_op_to_words (change->op);
  g_autofree char *words = state_to_words (change);

  g_print ("%" G_GINT64_FORMAT "  %s  %s: %s\n", change->number, kind, op, title);
  cli_print_wrapped ("    ", words);
  if (change->words != NULL)
    {
      g_autofree char *said = cli_clean (change->words);
      /* Translators: %s is what a server said, in its own words. */
      g_autofree char *line = g_strdup_printf (_ ("The server said: %s"), said);

      cli_print_wrapped ("    ", line);
    }
}

static void
print_changes_as_json (GPtrArray *changes)
{
  static const char *const ops[] = { "create", "update", "delete" };
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "waiting");
  json_builder_begin_array (json);
  for (guint i = 0; i < changes->len; i++)
    {
      const KarneWaiting *change = changes->pdata[i];
      g_autofree char *words = state_to_words (change);

      json_builder_begin_object (json);
      cli_json_int (json, "number", change->number);
      cli_json_int (json, "source", change->source);
      cli_json_string (json, "kind", change->kind);
      cli_json_string (json, "id", change->id);
      cli_json_string (json, "op", ops[change->op]);
      cli_json_string (json, "state", state_to_nick (change->state));
      cli_json_string (json, "title", change->title);
      cli_json_int (json, "made", change->made);
      cli_json_int (json, "tries", change->tries);
      cli_json_int (json, "status", change->status);
      cli_json_string (json, "reason", change->reason);
      cli_json_string (json, "serverWords", change->words);
      cli_json_string (json, "words", words);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

gboolean
cmd_waiting (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GPtrArray) changes = NULL;

  if (!cli_parse (cli, &rest, NULL, 0, 0, error) || !cli_open_space (cli, error) ||
      (changes = karne_view_list_changes (cli->view, error)) == NULL)
    return FALSE;

  if (cli->json)
    print_changes_as_json (changes);
  else if (changes->len == 0)
    g_print ("%s\n", _ ("Nothing waits to be sent."));
  for (guint i = 0; !cli->json && i < changes->len; i++)
    print_change (changes->pdata[i]);
  return TRUE;
}

/* The number of a change, or of a conflict. */
static gboolean
parse_number (const char *text, gint64 *number, GError **error)
{
  if (g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, number, NULL))
    return TRUE;
  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
               _ ("This is no number of a change: “karne waiting” lists them."));
  return FALSE;
}

gboolean
cmd_undo (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  gint64 number;

  if (!cli_parse (cli, &rest, NULL, 1, 1, error) || !parse_number (rest[1], &number, error) ||
      !cli_open_space (cli, error) || !karne_store_undo (cli_get_store (cli), number, error))
    return FALSE;
  if (!cli->json)
    g_print ("%s\n", _ ("Undone: it is as it was before."));
  return TRUE;
}

gboolean
cmd_retry (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  gint64 number;

  if (!cli_parse (cli, &rest, NULL, 1, 1, error) || !parse_number (rest[1], &number, error) ||
      !cli_open_space (cli, error) || !karne_store_retry (cli_get_store (cli), number, error))
    return FALSE;
  if (!cli->json)
    g_print ("%s\n", _ ("It is sent again at the next sync."));
  return TRUE;
}

/* What became of changes */

static void
print_event (const KarneEvent *event)
{
  g_autofree char *kind = cli_kind_to_word (event->kind);
  g_autofree char *title = cli_clean (event->title != NULL ? event->title : event->id);
  g_autofree char *age = karne_age_to_words (event->at * G_USEC_PER_SEC, g_get_real_time ());
  g_autofree char *words = karne_event_to_words (event->what);

  g_print ("%s  %s  %s: %s\n", age, kind, title, words);
}

static void
print_history_as_json (GPtrArray *events)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "history");
  json_builder_begin_array (json);
  for (guint i = 0; i < events->len; i++)
    {
      const KarneEvent *event = events->pdata[i];

      json_builder_begin_object (json);
      cli_json_int (json, "source", event->source);
      cli_json_string (json, "kind", event->kind);
      cli_json_string (json, "id", event->id);
      cli_json_int (json, "at", event->at);
      cli_json_string (json, "what", event->what);
      cli_json_string (json, "detail", event->detail);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

gboolean
cmd_history (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GPtrArray) events = NULL;

  if (!cli_parse (cli, &rest, NULL, 0, 0, error) || !cli_open_space (cli, error) ||
      (events = karne_view_list_history (cli->view, 200, error)) == NULL)
    return FALSE;
  if (cli->json)
    print_history_as_json (events);
  else if (events->len == 0)
    g_print ("%s\n", _ ("Nothing was changed here yet."));
  for (guint i = 0; !cli->json && i < events->len; i++)
    print_event (events->pdata[i]);
  return TRUE;
}
