/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-dates.h"
#include "demo-http.h"
#include "demo-load.h"

#include <errno.h>
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_TOKENS_LENGTH 65536

typedef struct
{
  char **folders;
  char *file;
  char *path;
  char *today;
  int port;
  int token_fd;
  gboolean until_stdin_closes;
  DemoGifts gifts;
  DemoAuthOptions auth;
} Options;

static void
clear_options (Options *options)
{
  g_strfreev (options->folders);
  g_free (options->file);
  g_free (options->path);
  g_free (options->today);
  demo_auth_options_clear (&options->auth);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static GOptionGroup *
describe_gifts (DemoGifts *gifts)
{
  const GOptionEntry entries[] = {
    { "no-metadata", 0, 0, G_OPTION_ARG_NONE, &gifts->no_metadata,
      "Answer metadata with an empty searchset", NULL },
    { "no-batch", 0, 0, G_OPTION_ARG_NONE, &gifts->no_batch, "Refuse batch and transaction", NULL },
    { "no-sort", 0, 0, G_OPTION_ARG_NONE, &gifts->no_sort, "Answer in an order of its own", NULL },
    { "server-ids", 0, 0, G_OPTION_ARG_NONE, &gifts->server_ids, "Refuse ids made by clients",
      NULL },
    { "ignore-if-match", 0, 0, G_OPTION_ARG_NONE, &gifts->ignore_if_match,
      "Overwrite whatever If-Match says", NULL },
    { "no-versions", 0, 0, G_OPTION_ARG_NONE, &gifts->no_versions, "Keep and tell no versions",
      NULL },
    { "no-audit", 0, 0, G_OPTION_ARG_NONE, &gifts->no_audit, "Take no AuditEvent from clients",
      NULL },
    { "late-commits", 0, 0, G_OPTION_ARG_NONE, &gifts->late_commits,
      "Let searches see a write only 3 requests later", NULL },
    { "latency", 0, 0, G_OPTION_ARG_INT, &gifts->latency_ms, "Wait before each answer", "MS" },
    { "page", 0, 0, G_OPTION_ARG_INT, &gifts->page_size, "Default and largest page", "N" },
    { NULL },
  };
  GOptionGroup *group = g_option_group_new ("gifts", "What the server lacks:",
                                            "Show what the server can be told to lack", NULL, NULL);

  g_option_group_add_entries (group, entries);
  return group;
}

static GOptionGroup *
describe_auth (DemoAuthOptions *auth)
{
  const GOptionEntry entries[] = {
    { "authorize", 0, 0, G_OPTION_ARG_NONE, &auth->enabled,
      "Let nobody read who has not signed in as one of the persons", NULL },
    { "device-interval", 0, 0, G_OPTION_ARG_INT, &auth->interval_s,
      "Time between two questions of a device (5)", "S" },
    { "code-life", 0, 0, G_OPTION_ARG_INT, &auth->code_life_s,
      "How long a code waits for somebody (600)", "S" },
    { "token-life", 0, 0, G_OPTION_ARG_INT, &auth->token_life_s,
      "How long an access token is good (300)", "S" },
    { "sign-in-quirk", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING_ARRAY, &auth->quirk_names,
      "What the authorization server lacks, or does to harm", "NAME" },
    { NULL },
  };
  GOptionGroup *group =
      g_option_group_new ("authorize", "Signing in:", "Show how to sign in", NULL, NULL);

  g_option_group_add_entries (group, entries);
  return group;
}

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->folders,
      "Load the JSON and NDJSON of a folder", "FOLDER" },
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->file, "Keep the data in a file", "FILE" },
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, "Port on the loopback (any)", "N" },
    { "path", 0, 0, G_OPTION_ARG_STRING, &options->path, "Path of the base (random)", "PATH" },
    { "today", 0, 0, G_OPTION_ARG_STRING, &options->today, "The day that @today means",
      "YYYY-MM-DD" },
    { "token-fd", 0, 0, G_OPTION_ARG_INT, &options->token_fd,
      "Read lines of TOKEN [PATIENT] from a descriptor", "N" },
    { "until-stdin-closes", 0, 0, G_OPTION_ARG_NONE, &options->until_stdin_closes,
      "Stop at the end of the standard input", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new ("- a small FHIR R4 server with fictional persons");

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, describe_gifts (&options->gifts));
  g_option_context_add_group (context, describe_auth (&options->auth));
  if (!g_option_context_parse (context, argc, argv, error) ||
      !demo_auth_options_parse (&options->auth, error))
    return FALSE;
  if (*argc > 1 || options->port < 0 || options->port > 65535 || options->gifts.latency_ms < 0 ||
      options->gifts.page_size < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "An argument or a number does not fit; see --help");
      return FALSE;
    }
  return TRUE;
}

/* Tokens never come by the command line, which every process can read. */
static GString *
read_descriptor (int fd, GError **error)
{
  GString *text = g_string_new (NULL);
  char buffer[1024];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0 && text->len < MAX_TOKENS_LENGTH)
    g_string_append_len (text, buffer, n);
  if (n == 0)
    return text;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "The token cannot be read");
  g_string_free (text, TRUE);
  return NULL;
}

static GHashTable *
read_tokens (int fd, GError **error)
{
  g_autoptr (GString) text = read_descriptor (fd, error);
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text->str, "\n", -1) : NULL;
  GHashTable *tokens;

  if (text == NULL)
    return NULL;
  tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (lines[i]), " ", 2);
      if (words[0] != NULL && *words[0] != '\0')
        g_hash_table_insert (tokens, g_strdup (words[0]),
                             g_strdup (words[1] != NULL ? words[1] : ""));
    }
  return tokens;
}

static char *
choose_path (const char *wanted)
{
  if (wanted == NULL)
    return g_strdup_printf ("/%08x%08x", g_random_int (), g_random_int ());
  return g_strdup_printf ("%s%s", *wanted == '/' ? "" : "/", wanted);
}

static gboolean
choose_today (const char *wanted, GDate *today, GError **error)
{
  g_date_clear (today, 1);
  if (wanted == NULL)
    {
      g_date_set_time_t (today, time (NULL));
      return TRUE;
    }
  if (demo_date_parse_today (wanted, today))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--today is not a day");
  return FALSE;
}

static gboolean
load_data (const DemoServer *server, const Options *options, GError **error)
{
  DemoLoad load = { 0 };
  GDate today;

  if (!choose_today (options->today, &today, error))
    return FALSE;
  for (guint i = 0; options->folders != NULL && options->folders[i] != NULL; i++)
    if (!demo_load_folder (server, options->folders[i], &today, &load, error))
      return FALSE;
  if (options->folders != NULL)
    g_printerr ("Loaded %u resources, %u unchanged, %u refused\n", load.n_loaded, load.n_unchanged,
                load.n_refused);
  return TRUE;
}

static gboolean
stdin_cb (int fd, GIOCondition condition, gpointer user_data)
{
  char buffer[256];
  gssize n = read (fd, buffer, sizeof buffer);

  if (n > 0 || (n < 0 && errno == EINTR))
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
signal_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
run_until_told (const DemoServer *server, const Options *options)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_unix_signal_add (SIGTERM, signal_cb, loop);
  g_unix_signal_add (SIGINT, signal_cb, loop);
  if (options->until_stdin_closes)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, stdin_cb, loop);
  g_print ("Listening on %s\n", server->base);
  fflush (stdout);
  g_main_loop_run (loop);
}

static gboolean
serve (DemoServer *server, const Options *options, GError **error)
{
  g_autofree char *path = choose_path (options->path);
  g_autoptr (GHashTable) tokens = NULL;
  g_autoptr (DemoHttp) http = NULL;

  if (options->token_fd >= 0)
    {
      tokens = read_tokens (options->token_fd, error);
      if (tokens == NULL)
        return FALSE;
    }
  http = demo_http_new (server, path, g_steal_pointer (&tokens),
                        options->auth.enabled ? demo_auth_new (server, &options->auth) : NULL);
  if (!demo_http_listen (http, options->port, error) || !load_data (server, options, error))
    return FALSE;
  run_until_told (server, options);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = {
    .token_fd = -1,
    .auth = { .interval_s = 5, .code_life_s = 600, .token_life_s = 300 },
  };
  g_autoptr (GError) error = NULL;
  DemoServer server = { 0 };
  gboolean ok;

  setlocale (LC_ALL, "");
  ok = parse_options (&options, &argc, &argv, &error);
  server.gifts = options.gifts;
  if (ok)
    server.store = demo_store_open (options.file, options.gifts.late_commits, &error);
  ok = ok && server.store != NULL && serve (&server, &options, &error);
  if (!ok)
    g_printerr ("karne-demo-server: %s\n", error->message);
  g_clear_pointer (&server.store, demo_store_close);
  g_free (server.base);
  return ok ? 0 : 1;
}
