/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli.h"

#include "cli-key.h"
#include "cli-output.h"

#include "access/karne-access-log.h"
#include "karne-error.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

GOptionGroup *
cli_option_group_new (Cli *cli)
{
  const GOptionEntry entries[] = {
    { "space", 0, 0, G_OPTION_ARG_STRING, &cli->space_name,
      N_ ("The space to use, where there are several"),
      /* Translators: stands for a name in the help. */
      N_ ("NAME") },
    { "root", 0, 0, G_OPTION_ARG_FILENAME, &cli->root_path, N_ ("The folder that holds the spaces"),
      /* Translators: stands for a folder in the help. */
      N_ ("FOLDER") },
    { "key-fd", 0, 0, G_OPTION_ARG_INT, &cli->key_fd,
      N_ ("Read the passphrase from this descriptor instead of asking"),
      /* Translators: stands for a number in the help. */
      N_ ("NUMBER") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Answer in JSON, for scripts"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &cli->yes, N_ ("Do not ask: the answer is yes"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionGroup *group = g_option_group_new ("common", _ ("Options that all commands know:"),
                                            _ ("Options that all commands know"), NULL, NULL);

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_group_add_entries (group, entries);

  return group;
}

static const CliCommand *
find_command (const char *name)
{
  gsize n = 0;
  const CliCommand *commands = cli_get_commands (&n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  g_assert_not_reached ();
}

gboolean
cli_parse (Cli *cli,
           char ***argv,
           const GOptionEntry *entries,
           guint min,
           guint max,
           GError **error)
{
  const CliCommand *command = find_command ((*argv)[0]);
  g_autoptr (GOptionContext) context = NULL;
  g_autofree char *prgname = g_strconcat ("karne ", command->name, NULL);
  guint n;

  g_set_prgname (prgname);
  context = g_option_context_new (command->arguments != NULL ? _ (command->arguments) : NULL);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, command->summary);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_group (context, cli_option_group_new (cli));
  if (!g_option_context_parse_strv (context, argv, error))
    return FALSE;

  /* What stands behind “--” is taken as it is, the mark itself is not. */
  n = g_strv_length (*argv);
  for (guint i = 1; i < n; i++)
    if (g_str_equal ((*argv)[i], "--"))
      {
        g_free ((*argv)[i]);
        memmove (&(*argv)[i], &(*argv)[i + 1], (n - i) * sizeof (char *));
        n--;
        break;
      }
  if (n - 1 >= min && n - 1 <= max)
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
               n - 1 < min
                   /* Translators: %s is a command, as in “karne list”. */
                   ? _ ("Something is missing: “%s --help” says what this command needs.")
                   : _ ("There is more than this command can use: “%s --help” says what it needs."),
               prgname);
  return FALSE;
}

GFile *
cli_dup_root (Cli *cli)
{
  if (cli->root_path != NULL)
    return g_file_new_for_path (cli->root_path);

  return karne_space_get_default_root ();
}

gboolean
cli_check_root (GFile *root, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (g_file_peek_path (root), 0, &local_error);

  if (dir != NULL || g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_CANNOT_WRITE,
               g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR)
                   ? _ ("The folder of the spaces is not a folder: name another one with --root.")
                   : _ ("The folder of the spaces cannot be opened: ask for the right to use it, "
                        "or name another one with --root."));
  return FALSE;
}

char *
cli_dup_space_name (Cli *cli, GError **error)
{
  g_autoptr (GFile) root = cli_dup_root (cli);
  g_auto (GStrv) names = NULL;
  guint n;

  if (!cli_check_root (root, error))
    return NULL;
  if (cli->space_name != NULL)
    return g_strdup (cli->space_name);

  names = karne_space_list (root, error);
  if (names == NULL)
    return NULL;

  n = g_strv_length (names);
  if (n == 1)
    return g_strdup (names[0]);
  if (n == 0)
    g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND,
                 _ ("There is no space yet: “karne space create” makes one."));
  else
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                 _ ("There are several spaces: say which one with --space (“karne space list” "
                    "names them)."));

  return NULL;
}

/* NULL without an error: none is needed. */
static CliSecret *
get_passphrase (Cli *cli, GFile *root, const char *name, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_child (root, name);
  g_autoptr (GFile) file = g_file_get_child (folder, "key.json");
  KarneKeyHolder holder = KARNE_KEY_HOLDER_PASSPHRASE;

  if (cli->key_fd >= 0)
    return cli_secret_read_fd (cli->key_fd, "--key-fd", error);
  if (!karne_key_file_get_holder (file, &holder, error) ||
      holder == KARNE_KEY_HOLDER_SECRET_SERVICE)
    return NULL;

  /* Translators: asks for a passphrase; the space at the end stays. */
  return cli_secret_ask (_ ("Passphrase: "), error);
}

gboolean
cli_open_space (Cli *cli, GError **error)
{
  g_autoptr (GFile) root = cli_dup_root (cli);
  g_autofree char *name = cli_dup_space_name (cli, error);
  g_autoptr (CliSecret) passphrase = NULL;
  GError *local_error = NULL;

  if (name == NULL)
    return FALSE;

  passphrase = get_passphrase (cli, root, name, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  cli->space = karne_space_open (root, name, passphrase, error);
  if (cli->space == NULL)
    return FALSE;

  cli->view = karne_view_new (karne_space_get_store (cli->space), KARNE_ROLE_PERSON, NULL);
  karne_access_log_set_acting (cli->view);
  return TRUE;
}

KarneStore *
cli_get_store (Cli *cli)
{
  return karne_space_get_store (cli->space);
}

gint64
cli_get_freshness (Cli *cli)
{
  g_autoptr (GPtrArray) sources = karne_store_list_sources (cli_get_store (cli), NULL);
  gint64 oldest = -1;

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      KarneSource *source = g_ptr_array_index (sources, i);

      if (oldest < 0 || source->checked < oldest)
        oldest = source->checked;
    }

  return oldest;
}

gboolean
cli_is_interactive (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/* The first letter counts, in the language of the person and in English. */
static gboolean
is_yes (const char *answer)
{
  /* Translators: the answers that mean “yes”, with a | between them. */
  g_auto (GStrv) words = g_strsplit (C_ ("answer", "y|yes"), "|", -1);
  g_autofree char *lower = g_utf8_strdown (answer, -1);

  return g_strv_contains ((const char *const *) words, g_strstrip (lower)) ||
         g_str_equal (lower, "y") || g_str_equal (lower, "yes");
}

gboolean
cli_confirm (Cli *cli, const char *question, GError **error)
{
  char answer[64] = "";

  if (cli->yes)
    return TRUE;
  if (!cli_is_interactive ())
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("Somebody has to say yes to this, and there is no terminal on which to ask: "
                      "add --yes if it is right. Nothing was done."));
      return FALSE;
    }

  /* Translators: behind a question; the default is no. The space at the end stays. */
  g_printerr ("%s%s", question, _ (" [y/N] "));
  if (fgets (answer, sizeof answer, stdin) != NULL && g_utf8_validate (answer, -1, NULL) &&
      is_yes (answer))
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_CANCELLED, _ ("Nothing was done."));
  return FALSE;
}
