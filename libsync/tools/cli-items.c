/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-items.h"

#include "cli-kinds.h"
#include "cli-output.h"

#include "fhir/karne-kinds.h"
#include "karne-error.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define DAY_US ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)

/* The date, the kind, the id and the source. */
#define STIFF_COLUMNS (1 << 0 | 1 << 1 | 1 << 5 | 1 << 6)
#define FROM_COLUMN (1 << 3)

/* What is older than a day says so: nobody should take an old list for today's. */
static void
print_age (Cli *cli)
{
  gint64 checked = cli_get_freshness (cli);
  gint64 now = g_get_real_time ();

  if (checked == 0)
    g_print ("%s\n", _ ("Not everything was received yet: “karne sync” goes on."));
  else if (checked > 0 && now - checked * G_USEC_PER_SEC > DAY_US)
    {
      g_autofree char *age = karne_age_to_words (checked * G_USEC_PER_SEC, now);

      /* Translators: how old a list is, as in “As of 3 days ago.” or “As of yesterday at 14:02.” */
      g_print (_ ("As of %s.\n"), age);
    }
}

/* How things of most kinds are, unless something is the matter. */
static const char *
remarkable_status (const KarneItem *item)
{
  static const struct
  {
    const char *kind;
    const char *status;
  } usual[] = {
    { "Communication", "completed" }, { "DocumentReference", "current" },
    { "Immunization", "completed" },  { "Observation", "final" },
    { "Procedure", "completed" },     { "QuestionnaireResponse", "completed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (g_str_equal (usual[i].kind, item->kind) && g_strcmp0 (usual[i].status, item->status) == 0)
      return NULL;

  return item->status;
}

/* Only where there are several does it matter where a thing comes from. */
static gboolean
has_several_sources (Cli *cli)
{
  g_autoptr (GPtrArray) sources = karne_store_list_sources (cli_get_store (cli), NULL);

  return sources != NULL && sources->len > 1;
}

static void
add_item (CliTable *table, const KarneItem *item, const char *kind)
{
  g_autofree char *source = g_strdup_printf ("%" G_GINT64_FORMAT, item->source);
  g_autofree char *date = cli_date_to_words (item->date);
  g_autofree char *word = kind == NULL ? cli_kind_to_word (item->kind) : NULL;

  /* A measure is its value; of other things the detail says less than the author. */
  cli_table_add (table, date, word, item->title,
                 g_str_equal (item->kind, "Observation") ? item->detail : item->author,
                 remarkable_status (item), item->id, source);
}

void
cli_items_print (Cli *cli, GPtrArray *items, const char *kind)
{
  g_autoptr (CliTable) table =
      cli_table_new (STIFF_COLUMNS, g_strcmp0 (kind, "Observation") == 0 ? 0 : FROM_COLUMN,
                     C_ ("column", "Date"), C_ ("column", "Kind"), C_ ("column", "Title"),
                     g_strcmp0 (kind, "Observation") == 0 ? C_ ("column", "Value")
                                                          : C_ ("column", "From"),
                     C_ ("column", "Status"), C_ ("column", "Id"),
                     has_several_sources (cli) ? C_ ("column", "Source") : NULL, NULL);

  for (guint i = 0; i < items->len; i++)
    add_item (table, g_ptr_array_index (items, i), kind);
  if (items->len > 0)
    cli_table_print (table);
  else
    g_print ("%s\n", _ ("There is nothing of this here."));
  print_age (cli);
}

void
cli_items_print_as_json (Cli *cli, GPtrArray *items, gint64 total)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "items");
  json_builder_begin_array (json);
  for (guint i = 0; i < items->len; i++)
    cli_json_item (json, g_ptr_array_index (items, i));
  json_builder_end_array (json);
  if (total >= 0)
    cli_json_int (json, "total", total);
  cli_json_int (json, "checked", cli_get_freshness (cli));
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

static gboolean
check_only_source (Cli *cli, const KarneItem *item, GError **error)
{
  g_autoptr (GPtrArray) sources = karne_store_list_sources (cli_get_store (cli), error);

  if (sources == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    {
      KarneSource *source = g_ptr_array_index (sources, i);
      g_autoptr (KarneItem) other =
          source->id != item->source
              ? karne_view_get (cli->view, source->id, item->kind, item->id, NULL)
              : NULL;

      if (other != NULL)
        {
          g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                       _ ("Several sources have this: say which one is meant with --source (“karne "
                          "list” shows their numbers)."));
          return FALSE;
        }
    }

  return TRUE;
}

/* Ids are a server's own: two sources may have the same one. */
static KarneItem *
find_in_sources (Cli *cli, int source, const char *kind, const char *id, GError **error)
{
  g_autoptr (KarneItem) item = karne_view_get (cli->view, source, kind, id, error);

  if (item == NULL || (source == 0 && !check_only_source (cli, item, error)))
    return NULL;

  return g_steal_pointer (&item);
}

/* Two kinds may have the same one too. */
static KarneItem *
find_in_all_kinds (Cli *cli, int source, const char *id, GError **error)
{
  const char *const *names = karne_kinds_get_names ();
  g_autoptr (KarneItem) found = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (KarneItem) item = find_in_sources (cli, source, names[i], id, &local_error);

      if (item == NULL && !g_error_matches (local_error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (item != NULL && found != NULL)
        {
          g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                       _ ("Several kinds of things have this id: say KIND/ID, as in %s/…"),
                       found->kind);
          return NULL;
        }
      if (item != NULL)
        found = g_steal_pointer (&item);
    }
  if (found == NULL)
    g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND,
                 _ ("There is nothing of this id here. “karne list” and “karne search” show ids."));

  return g_steal_pointer (&found);
}

static gboolean
check_source (Cli *cli, int number, GError **error)
{
  g_autoptr (GPtrArray) sources = NULL;

  if (number == 0)
    return TRUE;
  sources = karne_store_list_sources (cli_get_store (cli), error);
  if (sources == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    if (((KarneSource *) g_ptr_array_index (sources, i))->id == number)
      return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND,
               _ ("There is no source of this number: “karne source list” shows them."));
  return FALSE;
}

KarneItem *
cli_items_find (Cli *cli, const char *name, const char *kind, int source, GError **error)
{
  const char *slash = strchr (name, '/');
  g_autofree char *typed = NULL;
  g_autoptr (KarneItem) item = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!check_source (cli, source, error))
    return NULL;
  if (slash != NULL)
    {
      const char *parsed = cli_kind_parse (typed = g_strndup (name, slash - name));

      if (parsed == NULL || (kind != NULL && !g_str_equal (kind, parsed)))
        {
          g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                       kind != NULL ? _ ("This is not a document.")
                                    : _ ("There is no kind of that name."));
          return NULL;
        }
      kind = parsed;
      name = slash + 1;
    }
  if (kind == NULL)
    return find_in_all_kinds (cli, source, name, error);

  item = find_in_sources (cli, source, kind, name, &local_error);
  if (g_error_matches (local_error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND,
                 _ ("There is nothing of this id here. “karne list” and “karne search” show ids."));
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return g_steal_pointer (&item);
}
