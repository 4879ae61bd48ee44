/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-draft.h"
#include "cli-key.h"
#include "cli-output.h"
#include "cli-person.h"
#include "cli.h"

#include "karne-error.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static void
print_added (Cli *cli, gint64 number, const KarnePerson *person)
{
  g_autoptr (JsonBuilder) json = NULL;

  if (!cli->json)
    {
      g_autofree char *words = cli_person_to_words (person);

      /* Translators: the first is a number, the second a person with the date of birth. */
      g_print (_ ("Source %d was added: %s. “karne sync” brings the record here.\n"), (int) number,
               words);
      return;
    }

  json = json_builder_new ();
  json_builder_begin_object (json);
  cli_json_int (json, "source", number);
  cli_json_string (json, "patient", person->id);
  cli_json_string (json, "name", person->name);
  cli_json_string (json, "birthDate", person->birth_date);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

static gboolean
say_here_already (GError **error)
{
  if (error != NULL && g_error_matches (*error, KARNE_ERROR, KARNE_ERROR_EXISTS))
    {
      g_clear_error (error);
      g_set_error (error, CLI_ERROR, CLI_EXIT_CANNOT_WRITE, _ ("That source is here already."));
    }

  return FALSE;
}

static gboolean
add_source (Cli *cli, const char *base, const char *patient, const char *token, GError **error)
{
  g_autoptr (GPtrArray) people = cli_people_list (base, patient, token, error);
  const KarnePerson *person = people != NULL ? cli_person_choose (people, patient, error) : NULL;
  gint64 number;

  if (person == NULL || !cli_person_confirm (cli, person, error))
    return FALSE;

  number = karne_store_add_source (cli_get_store (cli), base, person->id, token, error);
  if (number <= 0)
    return say_here_already (error);

  print_added (cli, number, person);
  return TRUE;
}

gboolean
cmd_source_add (Cli *cli, char **argv, GError **error)
{
  g_autofree char *patient = NULL;
  int token_fd = -1;
  const GOptionEntry entries[] = {
    { "patient", 0, 0, G_OPTION_ARG_STRING, &patient,
      N_ ("Whose record it is, as the server names that person; without it, a list is shown"),
      /* Translators: stands for the name by which a server knows something. */
      N_ ("ID") },
    { "token-fd", 0, 0, G_OPTION_ARG_INT, &token_fd,
      N_ ("Read the token that the server asks for from this descriptor"), N_ ("NUMBER") },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (CliSecret) token = NULL;

  if (!cli_parse (cli, &rest, entries, 1, 1, error) || !cli_check_address (rest[1], error))
    return FALSE;
  if (token_fd >= 0 && token_fd == cli->key_fd)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("The passphrase and the token need a descriptor each."));
      return FALSE;
    }
  if (token_fd >= 0 && (token = cli_secret_read_fd (token_fd, "--token-fd", error)) == NULL)
    return FALSE;

  return cli_open_space (cli, error) && add_source (cli, rest[1], patient, token, error);
}

static void
print_sources_as_json (GPtrArray *sources)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "sources");
  json_builder_begin_array (json);
  for (guint i = 0; i < sources->len; i++)
    {
      KarneSource *source = g_ptr_array_index (sources, i);

      json_builder_begin_object (json);
      cli_json_int (json, "source", source->id);
      cli_json_string (json, "address", source->base);
      cli_json_string (json, "patient", source->patient);
      cli_json_bool (json, "signedIn", source->token != NULL);
      cli_json_string (json, "pulled", source->pulled);
      cli_json_int (json, "checked", source->checked);
      cli_json_string (json, "trouble", source->trouble);
      cli_json_tells (json, source);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

static char *
checked_to_words (const KarneSource *source)
{
  if (source->checked == 0)
    return g_strdup (_ ("never synced"));

  return karne_age_to_words (source->checked * G_USEC_PER_SEC, g_get_real_time ());
}

static void
print_sources (GPtrArray *sources)
{
  g_autoptr (CliTable) table =
      cli_table_new (1 << 0, 0, C_ ("column", "No."), C_ ("column", "Address"),
                     C_ ("column", "Person there"), C_ ("column", "Last sync"),
                     C_ ("column", "Trouble"), NULL);

  for (guint i = 0; i < sources->len; i++)
    {
      KarneSource *source = g_ptr_array_index (sources, i);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, source->id);
      g_autofree char *checked = checked_to_words (source);
      g_autofree char *trouble =
          source->trouble != NULL ? cli_trouble_to_words (source->trouble) : NULL;

      cli_table_add (table, number, source->base, source->patient, checked, trouble);
    }
  cli_table_print (table);
}

gboolean
cmd_source_list (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GPtrArray) sources = NULL;

  if (!cli_parse (cli, &rest, NULL, 0, 0, error) || !cli_open_space (cli, error))
    return FALSE;

  sources = karne_store_list_sources (cli_get_store (cli), error);
  if (sources == NULL)
    return FALSE;

  if (cli->json)
    print_sources_as_json (sources);
  else if (sources->len == 0)
    g_print ("%s\n", _ ("There is no source yet: “karne source add” adds one."));
  else
    print_sources (sources);

  return TRUE;
}

gboolean
cmd_source_remove (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autofree char *question = NULL;
  gint64 number = 0;

  if (!cli_parse (cli, &rest, NULL, 1, 1, error))
    return FALSE;
  if (!cli_parse_source (rest[1], &number, error) || !cli_open_space (cli, error))
    return FALSE;

  /* Translators: %d is the number of a source. */
  question = g_strdup_printf (_ ("Forget source %d, and all that came from it?"), (int) number);
  if (!cli_confirm (cli, question, error) ||
      !karne_store_remove_source (cli_get_store (cli), number, error))
    return FALSE;

  if (cli->json)
    g_print ("{\"removed\": %d}\n", (int) number);
  else
    g_print (_ ("Source %d was removed.\n"), (int) number);

  return TRUE;
}

static gboolean
parse_answer (const char *text, gboolean *yes, GError **error)
{
  *yes = g_str_equal (text, "yes");
  return *yes || g_str_equal (text, "no") ||
         cli_set_usage_error (error, _ ("A server is told of it, or not: “karne source tell NUMBER "
                                        "yes”."));
}

gboolean
cmd_source_tell (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  gint64 number = 0;
  gboolean tells = FALSE;

  if (!cli_parse (cli, &rest, NULL, 2, 2, error) || !cli_parse_source (rest[1], &number, error) ||
      !parse_answer (rest[2], &tells, error) || !cli_open_space (cli, error) ||
      !karne_store_set_tells (cli_get_store (cli), number, tells, error))
    return FALSE;

  if (cli->json)
    g_print ("{\"source\": %d, \"tells\": %s}\n", (int) number, tells ? "true" : "false");
  else if (tells)
    /* Translators: %d is the number of a source. */
    g_print (_ ("From now on, source %d is told who looks at the record here.\n"), (int) number);
  else
    /* Translators: %d is the number of a source. */
    g_print (_ ("Source %d is not told who looks at the record here.\n"), (int) number);

  return TRUE;
}
