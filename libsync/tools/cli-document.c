/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-document.h"

#include "cli-progress.h"
#include "cli-wait.h"

#include "net/karne-soup-transport.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>

#define LOOK_INTERVAL_MS 200

/* What is being fetched, for the one who looks how far it is. */
typedef struct
{
  KarneView *view;
  gint64 source;
  const char *id;
  guint n;
  CliProgress *progress; /* (owned) */
} Fetch;

static gboolean
look_cb (gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (KarneDocumentState) state =
      karne_document_get_state (fetch->view, fetch->source, fetch->id, fetch->n, NULL);
  g_autofree char *size = state != NULL ? karne_size_to_words ((guint64) state->here) : NULL;

  if (state != NULL)
    cli_progress_show (fetch->progress, size, state->here, state->size);

  return G_SOURCE_CONTINUE;
}

gboolean
cli_document_fetch (Cli *cli, gint64 source, const char *id, guint n, GError **error)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (KarneSoupTransport) transport = karne_soup_transport_new (clock);
  g_autoptr (CliProgress) progress = cli_progress_new (cli->json);
  g_autoptr (CliWait) wait = cli_wait_new ();
  Fetch fetch = { cli->view, source, id, n, progress };
  guint look = g_timeout_add (LOOK_INTERVAL_MS, look_cb, &fetch);
  gboolean fetched;

  karne_document_fetch_async (cli->view, cli_get_store (cli), KARNE_TRANSPORT (transport), source,
                              id, n, wait->cancellable, cli_wait_cb, wait);
  fetched = karne_document_fetch_finish (cli_wait_run (wait), error);
  g_source_remove (look);

  return fetched;
}

static gboolean
set_place_error (GError **error)
{
  g_set_error (
      error, CLI_ERROR, CLI_EXIT_CANNOT_WRITE,
      _ ("No file can be written there: the folder does not exist, or writing in it is not "
         "allowed."));
  return FALSE;
}

gboolean
cli_document_check_place (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (folder != NULL &&
      g_file_query_file_type (folder, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
    return TRUE;

  return set_place_error (error);
}

/* A full disk and a name that is taken have sentences of their own. */
static gboolean
set_create_error (GError *failure, GError **error)
{
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
      g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  g_error_free (failure);
  return set_place_error (error);
}

gboolean
cli_document_write (Cli *cli,
                    gint64 source,
                    const char *id,
                    guint n,
                    const char *path,
                    gboolean replace,
                    GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileOutputStream) stream = NULL;
  GError *local_error = NULL;

  /* PRIVATE is mode 0600; replacing is writing beside, then giving it the name. */
  if (replace)
    stream = g_file_replace (file, NULL, FALSE,
                             G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                             &local_error);
  else
    stream = g_file_create (file, G_FILE_CREATE_PRIVATE, NULL, &local_error);
  if (stream == NULL)
    return set_create_error (local_error, error);

  if (karne_document_save (cli->view, source, id, n, G_OUTPUT_STREAM (stream), error) &&
      g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error))
    return TRUE;

  /* Half a document is none; an old file is still there, because the new one has no name yet. */
  g_autoptr (GCancellable) given_up = g_cancellable_new ();

  g_cancellable_cancel (given_up);
  g_output_stream_close (G_OUTPUT_STREAM (stream), given_up, NULL);
  if (!replace)
    g_file_delete (file, NULL, NULL);
  return FALSE;
}
