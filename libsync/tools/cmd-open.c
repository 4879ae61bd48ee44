/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-document.h"
#include "cli-items.h"
#include "cli-output.h"

#include "access/karne-access-log.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

/* More than this is not for reading on a terminal. */
#define MAX_PRINTED (4 * 1024 * 1024)

typedef struct
{
  char *output; /* (owned) (nullable) */
  gboolean force;
  int content;
  int source; /* 0: not given */
} OpenOptions;

static gboolean
is_text (const KarneDocumentState *state)
{
  return state->content_type != NULL &&
         g_ascii_strncasecmp (state->content_type, "text/plain", strlen ("text/plain")) == 0;
}

/* On a terminal a text must not be able to move the cursor; a script gets each byte. */
static gboolean
print_text (Cli *cli, const KarneItem *item, guint n, GError **error)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  const char *data;
  gsize size;

  if (!karne_document_save (cli->view, item->source, item->id, n, stream, error) ||
      !g_output_stream_close (stream, NULL, error))
    return FALSE;

  data = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream));
  size = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream));
  if (isatty (STDOUT_FILENO))
    {
      g_autofree char *text = g_strndup (data, size);
      g_autofree char *clean = cli_clean_lines (text);

      g_print ("%s\n", clean);
    }
  else
    fwrite (data, 1, size, stdout);

  return TRUE;
}

/* On the standard error: the standard output may be the document itself. */
static void
say_verified (const KarneDocumentState *state)
{
  if (g_str_equal (state->verified, "hash"))
    g_printerr ("%s\n", _ ("Checked: it is the document that was announced, to the last byte."));
  else if (g_str_equal (state->verified, "size"))
    g_printerr ("%s\n", _ ("Checked by its size only: no check sum was announced."));
  else
    g_printerr ("%s\n", _ ("Not verified: neither its size nor a check sum was announced."));
}

static void
print_written (Cli *cli, const KarneDocumentState *state, const char *path)
{
  g_autofree char *size = karne_size_to_words ((guint64) MAX (state->here, 0));
  g_autoptr (JsonBuilder) json = NULL;

  if (!cli->json)
    {
      /* Translators: a size, as “25 kB”. */
      g_print (_ ("%s were written. The file is not sealed: delete it when it is no longer "
                  "needed.\n"),
               size);
      return;
    }

  json = json_builder_new ();
  json_builder_begin_object (json);
  cli_json_string (json, "output", path);
  cli_json_string (json, "contentType", state->content_type);
  cli_json_int (json, "size", state->here);
  cli_json_string (json, "verified", state->verified);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

static gboolean
check_way_out (const OpenOptions *options, const KarneDocumentState *state, GError **error)
{
  if (options->output == NULL && (!is_text (state) || state->size > MAX_PRINTED))
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                 _ ("This is not a plain text that could be shown here: name a file for it with "
                    "--output."));
  else if (options->output != NULL && !options->force &&
           g_file_test (options->output, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    g_set_error (error, CLI_ERROR, CLI_EXIT_CANNOT_WRITE,
                 _ ("There is a file of that name already. It was left as it is: choose another "
                    "name, or add --force to replace it."));
  else
    /* Before anything is brought here for it. */
    return options->output == NULL || cli_document_check_place (options->output, error);

  return FALSE;
}

static KarneDocumentState *
bring_here (Cli *cli, const KarneItem *item, guint n, KarneDocumentState *known, GError **error)
{
  g_autoptr (KarneDocumentState) state = known;

  if (state->whole)
    return g_steal_pointer (&state);
  if (!cli->json && state->size >= 0)
    {
      g_autofree char *size = karne_size_to_words ((guint64) state->size);

      /* Translators: a size, as “25 kB”. */
      g_printerr (_ ("Bringing %s here…\n"), size);
    }
  if (!cli_document_fetch (cli, item->source, item->id, n, error))
    return NULL;

  return karne_document_get_state (cli->view, item->source, item->id, n, error);
}

static gboolean
open_document (Cli *cli, const OpenOptions *options, const KarneItem *item, GError **error)
{
  guint n = (guint) options->content;
  g_autoptr (KarneDocumentState) state =
      karne_document_get_state (cli->view, item->source, item->id, n, error);

  if (state == NULL || !check_way_out (options, state, error))
    return FALSE;

  state = bring_here (cli, item, n, g_steal_pointer (&state), error);
  if (state == NULL)
    return FALSE;
  if (!cli->json)
    say_verified (state);
  if (options->output == NULL)
    return print_text (cli, item, n, error);
  if (!cli_document_write (cli, item->source, item->id, n, options->output, options->force, error))
    return FALSE;

  karne_access_log_note (cli->view, KARNE_ACCESS_ACT_EXPORT, item->source, item->kind, item->id,
                         NULL);
  print_written (cli, state, options->output);
  return TRUE;
}

gboolean
cmd_open (Cli *cli, char **argv, GError **error)
{
  OpenOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("Write the document to this file"),
      /* Translators: stands for a file in the help. */
      N_ ("FILE") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options.force, N_ ("Replace a file that is there already"),
      NULL },
    { "content", 0, 0, G_OPTION_ARG_INT, &options.content,
      N_ ("Which of its contents, where it has several (0)"), N_ ("NUMBER") },
    { "source", 0, 0, G_OPTION_ARG_INT, &options.source,
      N_ ("From this source, where several have it"), N_ ("NUMBER") },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (KarneItem) item = NULL;
  gboolean done = FALSE;

  if (cli_parse (cli, &rest, entries, 1, 1, error) && cli_open_space (cli, error) &&
      (item = cli_items_find (cli, rest[1], "DocumentReference", options.source, error)) != NULL)
    done = open_document (cli, &options, item, error);
  g_free (options.output);

  return done;
}
