/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-kinds.h"
#include "cli-output.h"
#include "cli.h"

#include "store/karne-outbox.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* What both sides changed: `conflicts`, `resolve`. */

#define MAX_VALUE 200

static char *
value_to_words (const char *kind, const char *path, const char *json)
{
  g_autofree char *words = karne_value_to_words (kind, path, json);
  g_autofree char *clean = words != NULL ? cli_clean (words) : NULL;

  if (clean == NULL)
    /* Translators: stands where a field has no value. */
    return g_strdup (_ ("nothing"));
  return g_utf8_strlen (clean, -1) > MAX_VALUE ? cli_text_fit (clean, MAX_VALUE)
                                               : g_steal_pointer (&clean);
}

static void
print_field (const char *kind, const KarneConflictField *field)
{
  g_autofree char *path = cli_clean (field->path);
  g_autofree char *name = karne_field_to_words (field->path);
  g_autofree char *clean_name = cli_clean (name);
  g_autofree char *mine = value_to_words (kind, field->path, field->mine);
  g_autofree char *theirs = value_to_words (kind, field->path, field->theirs);

  g_print ("    %s  %s\n", path, clean_name);
  /* Translators: two values of one field, below each other. */
  g_print ("      %s %s\n", _ ("Entered here:"), mine);
  g_print ("      %s %s\n", _ ("In the record:"), theirs);
}

static void
print_conflict (const KarneConflict *conflict)
{
  g_autofree char *kind = cli_kind_to_word (conflict->kind);
  g_autofree char *title = cli_clean (conflict->title != NULL ? conflict->title : conflict->id);
  g_autofree char *why = karne_conflict_to_words (conflict->why);

  g_print ("%" G_GINT64_FORMAT "  %s  %s\n", conflict->number, kind, title);
  cli_print_wrapped ("    ", why);
  for (guint i = 0; i < conflict->fields->len; i++)
    print_field (conflict->kind, conflict->fields->pdata[i]);
}

static void
add_fields_to_json (JsonBuilder *json, GPtrArray *fields)
{
  json_builder_set_member_name (json, "fields");
  json_builder_begin_array (json);
  for (guint i = 0; i < fields->len; i++)
    {
      const KarneConflictField *field = fields->pdata[i];

      json_builder_begin_object (json);
      cli_json_string (json, "path", field->path);
      cli_json_string (json, "base", field->base);
      cli_json_string (json, "mine", field->mine);
      cli_json_string (json, "theirs", field->theirs);
      cli_json_bool (json, "canKeepBoth", field->can_keep_both);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
print_conflicts_as_json (GPtrArray *conflicts)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "conflicts");
  json_builder_begin_array (json);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const KarneConflict *conflict = conflicts->pdata[i];
      g_autofree char *words = karne_conflict_to_words (conflict->why);

      json_builder_begin_object (json);
      cli_json_int (json, "number", conflict->number);
      cli_json_int (json, "source", conflict->source);
      cli_json_string (json, "kind", conflict->kind);
      cli_json_string (json, "id", conflict->id);
      cli_json_string (json, "why", conflict->why);
      cli_json_string (json, "words", words);
      cli_json_int (json, "found", conflict->found);
      cli_json_int (json, "decided", conflict->decided);
      cli_json_string (json, "decision", conflict->decision);
      add_fields_to_json (json, conflict->fields);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

gboolean
cmd_conflicts (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GPtrArray) conflicts = NULL;
  gboolean all = FALSE;
  const GOptionEntry entries[] = { { "all", 0, 0, G_OPTION_ARG_NONE, &all,
                                     N_ ("Those that were decided, too"), NULL },
                                   G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, &rest, entries, 0, 0, error) || !cli_open_space (cli, error) ||
      (conflicts = karne_view_list_conflicts (cli->view, all, error)) == NULL)
    return FALSE;

  if (cli->json)
    print_conflicts_as_json (conflicts);
  else if (conflicts->len == 0)
    g_print ("%s\n", _ ("Nothing is to be decided."));
  for (guint i = 0; !cli->json && i < conflicts->len; i++)
    print_conflict (conflicts->pdata[i]);
  return TRUE;
}

/* Deciding */

static gboolean
parse_keep (const char *text, KarneKeep *keep)
{
  static const char *const words[] = { "theirs", "mine", "both" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (text, words[i]) == 0)
      {
        *keep = (KarneKeep) i;
        return TRUE;
      }
  return FALSE;
}

/* mine, theirs, or FIELD=mine, FIELD=theirs, FIELD=both; fields hold = signs, too. */
static gboolean
parse_choices (char **argv, GHashTable *choices, KarneKeep *otherwise, GError **error)
{
  for (guint i = 0; argv[i] != NULL; i++)
    {
      char *equal = strrchr (argv[i], '=');
      KarneKeep keep;

      if (equal == NULL && parse_keep (argv[i], otherwise) && *otherwise != KARNE_KEEP_BOTH)
        continue;
      if (equal == NULL || equal == argv[i] || !parse_keep (equal + 1, &keep))
        {
          g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                       _ ("Say “mine” or “theirs”, or FIELD=mine, FIELD=theirs or FIELD=both."));
          return FALSE;
        }
      g_hash_table_insert (choices, g_strndup (argv[i], (gsize) (equal - argv[i])),
                           GINT_TO_POINTER (keep));
    }
  return TRUE;
}

static const KarneConflict *
find_conflict (GPtrArray *conflicts, gint64 number)
{
  for (guint i = 0; i < conflicts->len; i++)
    if (((KarneConflict *) conflicts->pdata[i])->number == number)
      return conflicts->pdata[i];
  return NULL;
}

/* Nothing is decided by default: each field is named, or the whole. */
static gboolean
check_choices (GPtrArray *conflicts,
               gint64 number,
               GHashTable *choices,
               gboolean whole,
               GError **error)
{
  const KarneConflict *conflict = find_conflict (conflicts, number);
  guint n_named = 0;

  if (conflict == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND,
                   _ ("There is no open conflict of that number: “karne conflicts” lists them."));
      return FALSE;
    }
  for (guint i = 0; i < conflict->fields->len; i++)
    {
      const KarneConflictField *field = conflict->fields->pdata[i];

      n_named += g_hash_table_contains (choices, field->path);
    }
  if (n_named != g_hash_table_size (choices))
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("One of these fields is not in question: “karne conflicts” names them."));
      return FALSE;
    }
  if (!whole && (n_named < conflict->fields->len || n_named == 0))
    {
      g_set_error (
          error, CLI_ERROR, CLI_EXIT_USAGE,
          _ ("Not every field is decided: name them all, or add “mine” or “theirs” for the "
             "others."));
      return FALSE;
    }
  return TRUE;
}

gboolean
cmd_resolve (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GHashTable) choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) conflicts = NULL;
  KarneKeep otherwise = KARNE_KEEP_BOTH;
  gint64 number;

  if (!cli_parse (cli, &rest, NULL, 2, G_MAXUINT, error))
    return FALSE;
  if (!g_ascii_string_to_signed (rest[1], 10, 1, G_MAXINT64, &number, NULL))
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("This is no number of a conflict: “karne conflicts” lists them."));
      return FALSE;
    }
  if (!parse_choices (rest + 2, choices, &otherwise, error) || !cli_open_space (cli, error) ||
      (conflicts = karne_view_list_conflicts (cli->view, FALSE, error)) == NULL ||
      !check_choices (conflicts, number, choices, otherwise != KARNE_KEEP_BOTH, error))
    return FALSE;
  if (otherwise == KARNE_KEEP_BOTH)
    otherwise = KARNE_KEEP_THEIRS;
  if (!karne_store_resolve (cli_get_store (cli), number, choices, otherwise, error))
    return FALSE;
  if (!cli->json)
    g_print ("%s\n", _ ("Decided. What was chosen is sent at the next sync."));
  return TRUE;
}
