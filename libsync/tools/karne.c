/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-key.h"
#include "cli-output.h"
#include "cli.h"

#include "platform/karne-platform.h"
#include "words/karne-words.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const CliCommand commands[] = {
  { "space create", NULL, N_ ("Make a new, sealed space for the record of one person"),
    cmd_space_create },
  { "space list", NULL, N_ ("Name the spaces that are here"), cmd_space_list },
  { "space erase", N_ ("NAME"), N_ ("Erase a space for good"), cmd_space_erase },
  { "space change-passphrase", NULL, N_ ("Give a space another passphrase"),
    cmd_space_change_passphrase },
  { "source add", N_ ("ADDRESS"), N_ ("Add a server that holds a part of the record"),
    cmd_source_add },
  { "source list", NULL, N_ ("Say from which servers the record comes"), cmd_source_list },
  { "source remove", N_ ("NUMBER"), N_ ("Forget a server, and what came from it"),
    cmd_source_remove },
  { "source tell", N_ ("NUMBER yes|no"), N_ ("Tell a server who looks at the record here, or not"),
    cmd_source_tell },
  { "sign-in", N_ ("SOURCE | ADDRESS"), N_ ("Sign in to a server, on one’s own telephone"),
    cmd_sign_in },
  { "sign-out", N_ ("SOURCE"), N_ ("End a sign-in, here and on the server"), cmd_sign_out },
  { "sync", NULL, N_ ("Bring here what is new on the servers"), cmd_sync },
  { "status", NULL, N_ ("Say what is here, and how old it is"), cmd_status },
  { "list", N_ ("KIND"), N_ ("List what is here of one kind"), cmd_list },
  { "show", N_ ("KIND/ID | ID"), N_ ("Show one thing"), cmd_show },
  { "search", N_ ("WORDS"), N_ ("Search titles, authors and categories"), cmd_search },
  { "open", N_ ("DOCUMENT"), N_ ("Read a document, or write it to a file"), cmd_open },
  { "export", N_ ("FOLDER"), N_ ("Write the record into a folder, readable by anybody"),
    cmd_export },
  { "due", NULL, N_ ("Say what prevention asks for, now and soon"), cmd_due },
  { "why", N_ ("REMINDER"), N_ ("Say why something is due, and who says so"), cmd_why },
  { "add", N_ ("MEASURE VALUE UNIT | appointment TITLE | vaccination NAME | note DOCUMENT TEXT…"),
    N_ ("Add something to the record"), cmd_add },
  { "answer", N_ ("QUESTIONNAIRE [QUESTION=ANSWER…]"),
    N_ ("Say what a questionnaire asks, and answer it"), cmd_answer },
  { "visibility", N_ ("DOCUMENT hidden|visible|archived|current"),
    N_ ("Wish that professionals see a document or not, or put it away"), cmd_visibility },
  { "consent give", N_ ("PURPOSE"), N_ ("Agree to a use of the record, or deny it"),
    cmd_consent_give },
  { "consent withdraw", N_ ("CONSENT"), N_ ("Take a consent back"), cmd_consent_withdraw },
  { "measures import", N_ ("FILE"), N_ ("Read measures from a table, and keep them when asked"),
    cmd_measures_import },
  { "measures export", N_ ("[KIND]"), N_ ("Write measures as a table"), cmd_measures_export },
  { "measures", N_ ("[KIND]"), N_ ("List measures, and say what they come to"), cmd_measures },
  { "waiting", NULL, N_ ("Say what waits to be sent, and what was not accepted"), cmd_waiting },
  { "undo", N_ ("NUMBER"), N_ ("Take back a change that was not sent"), cmd_undo },
  { "retry", N_ ("NUMBER"), N_ ("Send again what was not accepted"), cmd_retry },
  { "conflicts", NULL, N_ ("Say what was changed here and in the record, differently"),
    cmd_conflicts },
  { "resolve", N_ ("NUMBER mine|theirs|FIELD=mine|theirs|both…"),
    N_ ("Decide what is kept of a conflict"), cmd_resolve },
  { "history", NULL, N_ ("Say what became of changes"), cmd_history },
  { "access-log verify", NULL, N_ ("Say whether what was noted is as it was written"),
    cmd_access_log_verify },
  { "access-log", NULL, N_ ("Say who did what with the record on this computer"), cmd_access_log },
  { "quarantine", NULL, N_ ("Say what could not be taken in, and why"), cmd_quarantine },
  { "unseal", N_ ("FILE"), N_ ("Read a sealed file that was taken along from another computer"),
    cmd_unseal },
  { "doctor", NULL, N_ ("Look for what is wrong on this computer"), cmd_doctor },
  { "help", N_ ("[exit-codes]"), N_ ("Say how to use this program"), cmd_help },
};

const CliCommand *
cli_get_commands (gsize *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

static void
print_help (void)
{
  g_print ("%s\n\n", _ ("Usage: karne COMMAND [OPTION…]"));
  g_print ("%s\n\n", _ ("Keeps a person’s digital health record, sealed, on this computer."));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *head = g_strdup_printf ("  %-24s", commands[i].name);

      cli_print_wrapped (head, _ (commands[i].summary));
    }
  g_print ("\n%s\n", _ ("“karne COMMAND --help” says what a command needs, “karne help exit-codes” "
                        "how commands end."));
}

gboolean
cmd_help (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);

  if (!cli_parse (cli, &rest, NULL, 0, 1, error))
    return FALSE;
  if (rest[1] == NULL)
    print_help ();
  else if (g_str_equal (rest[1], "exit-codes"))
    cli_print_exit_codes ();
  else
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("There is no help of that name: “karne help” lists the commands."));
      return FALSE;
    }

  return TRUE;
}

/* “space create” is two arguments, of which the second may be missing. */
static const CliCommand *
find_command (char **argv, guint *n_words)
{
  g_autofree char *two = NULL;

  if (argv[0] == NULL)
    return NULL;

  two = g_strjoin (" ", argv[0], argv[1], NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i].name, argv[0]))
        return *n_words = 1, &commands[i];
      if (g_str_equal (commands[i].name, two))
        return *n_words = 2, &commands[i];
    }

  return NULL;
}

static gboolean
run_command (Cli *cli, char **argv, GError **error)
{
  guint n_words = 0;
  const CliCommand *command = find_command (argv, &n_words);
  g_auto (GStrv) rest = NULL;

  if (command == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   argv[0] == NULL ? _ ("A command is missing: “karne help” lists them.")
                                   : _ ("There is no such command: “karne help” lists them."));
      return FALSE;
    }

  rest = g_strdupv (argv + n_words - 1);
  g_free (rest[0]);
  rest[0] = g_strdup (command->name);

  return command->run (cli, rest, error);
}

/* The options that stand before the command. */
static gboolean
parse_leading_options (Cli *cli, char ***argv, gboolean *done, GError **error)
{
  gboolean version = FALSE;
  gboolean help = FALSE;
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Say which version this is"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Say how to use this program"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_group (context, cli_option_group_new (cli));
  if (!g_option_context_parse_strv (context, argv, error))
    return FALSE;

  if (version)
    g_print ("karne %s\n", PACKAGE_VERSION);
  else if (help)
    print_help ();
  *done = version || help;

  return TRUE;
}

/* Also for what fails while the options are being read. */
static gboolean
wants_json (char **argv)
{
  return g_strv_contains ((const char *const *) argv, "--json");
}

static gboolean
run (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  gboolean done = FALSE;

  if (!cli_secret_check_arguments (rest, error) ||
      !parse_leading_options (cli, &rest, &done, error))
    return FALSE;

  return done || run_command (cli, rest + 1, error);
}

/* What could not be written was not said. */
static gboolean
flush_output (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_CANNOT_WRITE,
               _ ("The answer could not be written to where it was to go."));
  return FALSE;
}

static void
close_space (Cli *cli)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&cli->view);
  if (cli->space != NULL && !karne_space_close (cli->space, &error) && cli->exit == CLI_EXIT_OK)
    {
      cli_report_error (cli, error);
      cli->exit = cli_exit_for_error (error);
    }
  g_clear_object (&cli->space);
  g_clear_pointer (&cli->root_path, g_free);
  g_clear_pointer (&cli->space_name, g_free);
}

int
main (int argc, char **argv)
{
  Cli cli = { .key_fd = -1 };
  g_autoptr (GError) error = NULL;

  /* What of this could not be done, `karne doctor` says. */
  karne_platform_harden (NULL);
  setlocale (LC_ALL, "");
  karne_words_init ();
  g_set_prgname ("karne");

  cli.json = wants_json (argv);
  if (!run (&cli, argv, &error) || !flush_output (&error))
    {
      cli.exit = cli_exit_for_error (error);
      cli_report_error (&cli, error);
    }
  close_space (&cli);

  return cli.exit;
}
