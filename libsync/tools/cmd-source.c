/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-key.h"
#include "cli-output.h"
#include "cli-wait.h"
#include "cli.h"

#include "engine/karne-sync.h"
#include "karne-error.h"
#include "net/karne-soup-transport.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* What the person is asked to look at before anything is pulled. */
static char *
person_to_words (const KarnePerson *person)
{
  g_autofree char *name = person->name != NULL ? cli_clean (person->name) : NULL;
  g_autofree char *birth_date = cli_date_to_words (person->birth_date);

  if (name == NULL)
    name = g_strdup (_ ("a person whose name is not given"));
  if (*birth_date == '\0')
    return g_steal_pointer (&name);

  /* Translators: a person: name, then date of birth, as in “Zoé Dupont, born on 2020-02-29”. */
  return g_strdup_printf (_ ("%s, born on %s"), name, birth_date);
}

static GPtrArray *
list_people (const char *base, const char *patient, const char *token, GError **error)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (KarneSoupTransport) transport = karne_soup_transport_new (clock);
  g_autoptr (CliWait) wait = cli_wait_new ();

  karne_people_list_async (KARNE_TRANSPORT (transport), base, patient, token, wait->cancellable,
                           cli_wait_cb, wait);
  return karne_people_list_finish (cli_wait_run (wait), error);
}

static void
print_people (GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++)
    {
      g_autofree char *words = person_to_words (g_ptr_array_index (people, i));
      g_autofree char *id = cli_clean (((KarnePerson *) g_ptr_array_index (people, i))->id);

      g_printerr ("%3u  %s  (--patient %s)\n", i + 1, words, id);
    }
}

/* Several may be visible: whose record it is, only somebody who looks can say. */
static const KarnePerson *
choose_person (GPtrArray *people, GError **error)
{
  char answer[16] = "";
  guint64 number = 0;

  if (people->len == 0)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND,
                   _ ("This server shows nobody. Signing in may be missing (--token-fd)."));
      return NULL;
    }

  g_printerr ("%s\n", _ ("This server shows:"));
  print_people (people);
  if (!cli_is_interactive ())
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("Say whose record it is with --patient. Nothing was done."));
      return NULL;
    }

  /* Translators: a question; the space at the end stays. */
  g_printerr ("%s", _ ("Whose record is it? Number: "));
  if (fgets (answer, sizeof answer, stdin) != NULL &&
      g_ascii_string_to_unsigned (g_strstrip (answer), 10, 1, people->len, &number, NULL))
    return g_ptr_array_index (people, number - 1);

  g_set_error (error, CLI_ERROR, CLI_EXIT_CANCELLED, _ ("Nothing was done."));
  return NULL;
}

/* An address can hide a password: `https://user:secret@host`. */
static gboolean
check_address (const char *address, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                 _ ("This is not the address of a server: it begins with https://"));
  else if (g_uri_get_userinfo (uri) != NULL)
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                 _ ("An address may hold neither a user nor a password: every program of this "
                    "computer could read them. Use --token-fd."));
  else
    return TRUE;

  return FALSE;
}

static void
print_added (Cli *cli, gint64 number, const KarnePerson *person)
{
  g_autoptr (JsonBuilder) json = NULL;

  if (!cli->json)
    {
      g_autofree char *words = person_to_words (person);

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

/* A space is one person's. Names are spelled in many ways, and change; a date of birth does not. */
static gboolean
check_same_person (Cli *cli, const KarnePerson *person, GError **error)
{
  KarneQuery query = { .kind = "Patient" };
  g_autoptr (GPtrArray) here = karne_view_list (cli->view, &query, error);

  for (guint i = 0; here != NULL && i < here->len; i++)
    {
      const KarneItem *item = g_ptr_array_index (here, i);

      if (item->date == NULL || person->birth_date == NULL ||
          g_str_equal (item->date, person->birth_date))
        continue;
      g_set_error (
          error, CLI_ERROR, CLI_EXIT_USAGE,
          _ ("This space holds the record of somebody born on another day, and a space is for "
             "one person. Make another one with “karne space create”. Nothing was done."));
      return FALSE;
    }
  return here != NULL;
}

/* Replaces what the server answered by what it means. */
static gboolean
say_nobody_of_id (const char *patient, GError **error)
{
  if (patient != NULL && error != NULL &&
      (g_error_matches (*error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND) ||
       g_error_matches (*error, KARNE_ERROR, KARNE_ERROR_GONE)))
    {
      g_clear_error (error);
      g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND,
                   _ ("This server shows nobody of that id."));
    }

  return FALSE;
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
  g_autoptr (GPtrArray) people = list_people (base, patient, token, error);
  g_autofree char *words = NULL;
  g_autofree char *question = NULL;
  const KarnePerson *person;
  gint64 number;

  if (people == NULL)
    return say_nobody_of_id (patient, error);

  person = patient != NULL && people->len == 1 ? g_ptr_array_index (people, 0)
                                               : choose_person (people, error);
  if (person == NULL || !check_same_person (cli, person, error))
    return FALSE;

  words = person_to_words (person);
  /* Translators: %s is a person with the date of birth. */
  question = g_strdup_printf (_ ("Bring the record of %s here?"), words);
  /* Shown also where a script said yes: its log is looked at too. */
  if (cli->yes && !cli->json)
    g_printerr ("%s\n", words);
  if (!cli_confirm (cli, question, error))
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

  if (!cli_parse (cli, &rest, entries, 1, 1, error) || !check_address (rest[1], error))
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
  guint64 number = 0;

  if (!cli_parse (cli, &rest, NULL, 1, 1, error))
    return FALSE;
  if (!g_ascii_string_to_unsigned (rest[1], 10, 1, G_MAXINT64, &number, NULL))
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("A source is named by its number: “karne source list” shows them."));
      return FALSE;
    }
  if (!cli_open_space (cli, error))
    return FALSE;

  /* Translators: %d is the number of a source. */
  question = g_strdup_printf (_ ("Forget source %d, and all that came from it?"), (int) number);
  if (!cli_confirm (cli, question, error) ||
      !karne_store_remove_source (cli_get_store (cli), (gint64) number, error))
    return FALSE;

  if (cli->json)
    g_print ("{\"removed\": %d}\n", (int) number);
  else
    g_print (_ ("Source %d was removed.\n"), (int) number);

  return TRUE;
}
