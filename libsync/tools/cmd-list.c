/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-items.h"
#include "cli-kinds.h"
#include "cli-output.h"
#include "cli.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_LIMIT 50

/* The options of `list`, as typed. */
typedef struct
{
  char *from;     /* (owned) (nullable) */
  char *until;    /* (owned) (nullable) */
  char *status;   /* (owned) (nullable) */
  char *category; /* (owned) (nullable) */
  char *code;     /* (owned) (nullable) */
  gboolean ascending;
  int limit;
  int skip;
} ListOptions;

static void
list_options_clear (ListOptions *self)
{
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->until, g_free);
  g_clear_pointer (&self->status, g_free);
  g_clear_pointer (&self->category, g_free);
  g_clear_pointer (&self->code, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ListOptions, list_options_clear)

/* Replaces what was typed by a date of FHIR. */
static gboolean
understand_date (char **date, GError **error)
{
  char *parsed;

  if (*date == NULL)
    return TRUE;

  parsed = cli_date_parse (*date);
  if (parsed == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("A date is written as 2026, 2026-03, 2026-03-14 or today."));
      return FALSE;
    }

  g_free (*date);
  *date = parsed;
  return TRUE;
}

static gboolean
parse_options (Cli *cli, ListOptions *options, char ***argv, GError **error)
{
  const GOptionEntry entries[] = { { "from", 0, 0, G_OPTION_ARG_STRING, &options->from,
                                     N_ ("Not before this date"), N_ ("DATE") },
                                   { "until", 0, 0, G_OPTION_ARG_STRING, &options->until,
                                     N_ ("Not after this date"), N_ ("DATE") },
                                   { "status", 0, 0, G_OPTION_ARG_STRING, &options->status,
                                     N_ ("Only with this status"), N_ ("WORD") },
                                   { "category", 0, 0, G_OPTION_ARG_STRING, &options->category,
                                     N_ ("Only of this category"), N_ ("WORDS") },
                                   { "code", 0, 0, G_OPTION_ARG_STRING, &options->code,
                                     N_ ("Only with this code"), N_ ("SYSTEM|CODE") },
                                   { "oldest-first", 0, 0, G_OPTION_ARG_NONE, &options->ascending,
                                     N_ ("The oldest first, instead of the newest"), NULL },
                                   { "limit", 0, 0, G_OPTION_ARG_INT, &options->limit,
                                     N_ ("At most so many (50)"), N_ ("NUMBER") },
                                   { "skip", 0, 0, G_OPTION_ARG_INT, &options->skip,
                                     N_ ("Leave out so many first"), N_ ("NUMBER") },
                                   G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, argv, entries, 1, 1, error) || !understand_date (&options->from, error) ||
      !understand_date (&options->until, error))
    return FALSE;
  if (options->limit > 0 && options->skip >= 0)
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, _ ("This number is too small."));
  return FALSE;
}

static void
print_items (Cli *cli, GPtrArray *items, const KarneQuery *query, gint64 total)
{
  guint64 last = query->offset + items->len;

  if (cli->json)
    {
      cli_items_print_as_json (cli, items, total);
      return;
    }

  cli_items_print (cli, items, query->kind);
  if (items->len > 0 && (guint64) total > last)
    {
      /* Translators: below a list that was cut: which ones are shown, of how many. */
      g_print (_ ("%u to %u of %u: --limit and --skip show others.\n"), query->offset + 1,
               (guint) last, (guint) total);
    }
}

gboolean
cmd_list (Cli *cli, char **argv, GError **error)
{
  g_auto (ListOptions) options = { .limit = DEFAULT_LIMIT };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GPtrArray) items = NULL;
  KarneQuery query = { 0 };
  gint64 total;

  if (!parse_options (cli, &options, &rest, error))
    return FALSE;
  query = (KarneQuery){ .kind = cli_kind_parse (rest[1]),
                        .ascending = options.ascending,
                        .from = options.from,
                        .until = options.until,
                        .status = options.status,
                        .category = options.category,
                        .code = options.code,
                        .offset = (guint) options.skip,
                        .limit = (guint) options.limit };
  if (query.kind == NULL)
    {
      g_autofree char *words = cli_kind_list_words ();

      /* Translators: %s is a list of words. */
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("There is no kind of that name. There are: %s."), words);
      return FALSE;
    }
  if (!cli_open_space (cli, error) ||
      (items = karne_view_list (cli->view, &query, error)) == NULL ||
      (total = karne_view_count (cli->view, &query, error)) < 0)
    return FALSE;

  print_items (cli, items, &query, total);
  return TRUE;
}
