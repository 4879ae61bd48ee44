/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-key.h"
#include "cli-output.h"
#include "cli.h"

#include <glib/gi18n-lib.h>

static void
print_name (Cli *cli, const char *member, const char *name, const char *words)
{
  g_autoptr (JsonBuilder) json = NULL;

  if (!cli->json)
    {
      g_print ("%s\n", words);
      return;
    }

  json = json_builder_new ();
  json_builder_begin_object (json);
  cli_json_string (json, member, name);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

/* From a descriptor, or asked for twice. */
static CliSecret *
get_new_passphrase (int fd, const char *option, GError **error)
{
  if (fd >= 0)
    return cli_secret_read_fd (fd, option, error);

  g_printerr ("%s\n", _ ("A forgotten passphrase cannot be recovered by anybody: without it the "
                         "record in this space is lost. Several words that only one person would "
                         "put together are a good one."));
  return cli_secret_ask_new (error);
}

static gboolean
make_root (GFile *root, GError **error)
{
  if (g_mkdir_with_parents (g_file_peek_path (root), 0700) == 0)
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_CANNOT_WRITE,
               _ ("The folder of the spaces cannot be made: name another one with --root."));
  return FALSE;
}

gboolean
cmd_space_create (Cli *cli, char **argv, GError **error)
{
  gboolean keyring = FALSE;
  const GOptionEntry entries[] = {
    { "keyring", 0, 0, G_OPTION_ARG_NONE, &keyring,
      N_ ("Keep the key in the password keyring of this computer, without a passphrase"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (CliSecret) passphrase = NULL;
  g_autoptr (GFile) root = NULL;
  g_autofree char *words = NULL;

  if (!cli_parse (cli, &rest, entries, 0, 0, error))
    return FALSE;
  root = cli_dup_root (cli);
  if (!cli_check_root (root, error) ||
      (!keyring && (passphrase = get_new_passphrase (cli->key_fd, "--key-fd", error)) == NULL) ||
      !make_root (root, error))
    return FALSE;

  cli->space =
      karne_space_create (root,
                          keyring ? KARNE_KEY_HOLDER_SECRET_SERVICE : KARNE_KEY_HOLDER_PASSPHRASE,
                          passphrase, error);
  if (cli->space == NULL)
    return FALSE;

  /* Translators: %s is the name of a space, as “space-1”. */
  words = g_strdup_printf (_ ("The space %s was made."), karne_space_get_name (cli->space));
  print_name (cli, "space", karne_space_get_name (cli->space), words);

  return TRUE;
}

static void
print_names_as_json (char **names)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "spaces");
  json_builder_begin_array (json);
  for (guint i = 0; names[i] != NULL; i++)
    json_builder_add_string_value (json, names[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

gboolean
cmd_space_list (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_auto (GStrv) names = NULL;
  g_autoptr (GFile) root = NULL;

  if (!cli_parse (cli, &rest, NULL, 0, 0, error))
    return FALSE;

  root = cli_dup_root (cli);
  if (!cli_check_root (root, error) || (names = karne_space_list (root, error)) == NULL)
    return FALSE;

  if (cli->json)
    print_names_as_json (names);
  else if (names[0] == NULL)
    g_print ("%s\n", _ ("There is no space yet: “karne space create” makes one."));
  for (guint i = 0; !cli->json && names[i] != NULL; i++)
    g_print ("%s\n", names[i]);

  return TRUE;
}

/* Never the only one by default: what is erased has to be named. */
gboolean
cmd_space_erase (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_auto (GStrv) names = NULL;
  g_autoptr (GFile) root = NULL;
  g_autofree char *question = NULL;
  g_autofree char *words = NULL;
  const char *name;

  if (!cli_parse (cli, &rest, NULL, cli->space_name != NULL ? 0 : 1, 1, error))
    return FALSE;

  name = rest[1] != NULL ? rest[1] : cli->space_name;
  root = cli_dup_root (cli);
  if (!cli_check_root (root, error) || (names = karne_space_list (root, error)) == NULL)
    return FALSE;
  if (!g_strv_contains ((const char *const *) names, name))
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND, _ ("There is no space of that name."));
      return FALSE;
    }

  /* Translators: %s is the name of a space, as “space-1”. */
  question = g_strdup_printf (_ ("Erase %s and the whole record in it, for good?"), name);
  if (!cli_confirm (cli, question, error) || !karne_space_erase (root, name, error))
    return FALSE;

  /* Translators: %s is the name of a space, as “space-1”. */
  words = g_strdup_printf (_ ("The space %s was erased."), name);
  print_name (cli, "erased", name, words);

  return TRUE;
}

gboolean
cmd_space_change_passphrase (Cli *cli, char **argv, GError **error)
{
  int new_key_fd = -1;
  gboolean keyring = FALSE;
  const GOptionEntry entries[] = {
    { "new-key-fd", 0, 0, G_OPTION_ARG_INT, &new_key_fd,
      N_ ("Read the new passphrase from this descriptor instead of asking"), N_ ("NUMBER") },
    { "keyring", 0, 0, G_OPTION_ARG_NONE, &keyring,
      N_ ("Keep the key in the password keyring of this computer, without a passphrase"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (CliSecret) passphrase = NULL;

  if (!cli_parse (cli, &rest, entries, 0, 0, error) || !cli_open_space (cli, error))
    return FALSE;
  if (!keyring && (passphrase = get_new_passphrase (new_key_fd, "--new-key-fd", error)) == NULL)
    return FALSE;
  if (!karne_space_change_passphrase (cli->space,
                                      keyring ? KARNE_KEY_HOLDER_SECRET_SERVICE
                                              : KARNE_KEY_HOLDER_PASSPHRASE,
                                      passphrase, error))
    return FALSE;

  print_name (cli, "space", karne_space_get_name (cli->space),
              keyring ? _ ("The key is in the password keyring of this computer now.")
                      : _ ("The passphrase was changed."));
  return TRUE;
}
