/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-person.h"

#include "cli-output.h"
#include "cli-wait.h"

#include "karne-error.h"
#include "net/karne-soup-transport.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* What the person is asked to look at before anything is pulled. */
char *
cli_person_to_words (const KarnePerson *person)
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
ask_for_people (const char *base, const char *patient, const char *token, GError **error)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (KarneSoupTransport) transport = karne_soup_transport_new (clock);
  g_autoptr (CliWait) wait = cli_wait_new ();

  karne_people_list_async (KARNE_TRANSPORT (transport), base, patient, token, wait->cancellable,
                           cli_wait_cb, wait);
  return karne_people_list_finish (cli_wait_run (wait), error);
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

GPtrArray *
cli_people_list (const char *base, const char *patient, const char *token, GError **error)
{
  GPtrArray *people = ask_for_people (base, patient, token, error);

  if (people == NULL)
    say_nobody_of_id (patient, error);
  return people;
}

static void
print_people (GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++)
    {
      g_autofree char *words = cli_person_to_words (g_ptr_array_index (people, i));
      g_autofree char *id = cli_clean (((KarnePerson *) g_ptr_array_index (people, i))->id);

      g_printerr ("%3u  %s  (--patient %s)\n", i + 1, words, id);
    }
}

/* Several may be visible: whose record it is, only somebody who looks can say. */
static const KarnePerson *
ask_whose (GPtrArray *people, GError **error)
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

const KarnePerson *
cli_person_choose (GPtrArray *people, const char *patient, GError **error)
{
  if (patient != NULL && people->len == 1)
    return g_ptr_array_index (people, 0);
  return ask_whose (people, error);
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

gboolean
cli_person_confirm (Cli *cli, const KarnePerson *person, GError **error)
{
  g_autofree char *words = cli_person_to_words (person);
  g_autofree char *question = NULL;

  if (!check_same_person (cli, person, error))
    return FALSE;
  /* Translators: %s is a person with the date of birth. */
  question = g_strdup_printf (_ ("Bring the record of %s here?"), words);
  /* Shown also where a script said yes: its log is looked at too. */
  if (cli->yes && !cli->json)
    g_printerr ("%s\n", words);
  return cli_confirm (cli, question, error);
}

/* An address can hide a password: `https://user:secret@host`. */
gboolean
cli_check_address (const char *address, GError **error)
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

gboolean
cli_parse_source (const char *text, gint64 *number, GError **error)
{
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &value, NULL))
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   _ ("A source is named by its number: “karne source list” shows them."));
      return FALSE;
    }
  *number = (gint64) value;
  return TRUE;
}
