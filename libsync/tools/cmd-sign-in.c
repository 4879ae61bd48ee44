/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-output.h"
#include "cli-person.h"
#include "cli-wait.h"
#include "cli.h"

#include "karne-error.h"
#include "net/karne-soup-transport.h"
#include "signin/karne-sign-in.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define CLIENT "karne"
#define SCOPES_READ "launch/patient patient/*.rs offline_access"
#define SCOPES_ALL "launch/patient patient/*.cruds offline_access"

typedef struct
{
  Cli *cli;

  /* Input */
  char *base;    /* (owned) */
  char *patient; /* (owned) (nullable) of the source, or as asked for */
  gint64 source; /* 0: not there yet */
  gboolean with_browser;
  gboolean only_read;
  char *client; /* (owned) (nullable) */

  /* In progress */
  KarneTransport *transport; /* (owned) */
  KarneClock *clock;         /* (owned) */
  KarneSignIn *sign_in;      /* (owned) */
} Job;

static void
job_clear (Job *job)
{
  g_clear_object (&job->sign_in);
  g_clear_object (&job->transport);
  g_clear_object (&job->clock);
  g_free (job->base);
  g_free (job->patient);
  g_free (job->client);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* What is shown while somebody signs in */

/* “B C D F - G H J K”: letter by letter, for somebody who reads it out. */
static char *
spell_out (const char *code)
{
  GString *spelled = g_string_new (NULL);

  for (const char *p = code; *p != '\0'; p++)
    if (*p != ' ')
      g_string_append_printf (spelled, "%s%c", spelled->len > 0 ? " " : "", *p);
  return g_string_free (spelled, FALSE);
}

static char *
time_of_expiry (Job *job)
{
  gint64 left = karne_sign_in_get_expiry (job->sign_in) - karne_clock_get_monotonic (job->clock);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add (now, left);

  return g_date_time_format (then, "%H:%M");
}

static void
print_code_as_json (Job *job)
{
  gint64 left = karne_sign_in_get_expiry (job->sign_in) - karne_clock_get_monotonic (job->clock);
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  cli_json_string (json, "address", karne_sign_in_get_address (job->sign_in));
  cli_json_string (json, "completeAddress", karne_sign_in_get_complete_address (job->sign_in));
  cli_json_string (json, "code", karne_sign_in_get_user_code (job->sign_in));
  cli_json_int (json, "expiresIn", left / G_USEC_PER_SEC);
  json_builder_end_object (json);
  cli_json_print (json, stderr);
}

/* On the standard error, as all that is said on the way: what comes of it goes to the output. */
static void
code_cb (KarneSignIn *sign_in, Job *job)
{
  g_autofree char *spelled = spell_out (karne_sign_in_get_user_code (sign_in));
  g_autofree char *until = time_of_expiry (job);

  if (job->cli->json)
    {
      print_code_as_json (job);
      return;
    }
  g_printerr ("%s\n\n    %s\n\n", _ ("On a telephone or another computer, open this address:"),
              karne_sign_in_get_address (sign_in));
  g_printerr ("%s\n\n    %s\n\n", _ ("and type this code there:"), spelled);
  /* Translators: %s is a time of day, as in “14:25”. */
  g_printerr (_ ("The code is good until %s. No password is typed on this computer.\n"), until);
}

static void
open_cb (KarneSignIn *sign_in, const char *url, Job *job)
{
  if (job->cli->json)
    {
      g_autoptr (JsonBuilder) json = json_builder_new ();

      json_builder_begin_object (json);
      cli_json_string (json, "open", url);
      json_builder_end_object (json);
      cli_json_print (json, stderr);
      return;
    }
  g_printerr ("%s\n\n%s\n\n",
              _ ("In a browser of this computer that remembers nobody, open this address:"), url);
}

/* Signing in */

static KarneCredentials *
wait_for_browser (Job *job, GError **error)
{
  g_autoptr (CliWait) wait = cli_wait_new ();

  karne_sign_in_run_browser_async (job->sign_in, wait->cancellable, cli_wait_cb, wait);
  return karne_sign_in_run_browser_finish (job->sign_in, cli_wait_run (wait), error);
}

static KarneCredentials *
wait_for_device (Job *job, GError **error)
{
  g_autoptr (CliWait) wait = cli_wait_new ();

  karne_sign_in_run_device_async (job->sign_in, wait->cancellable, cli_wait_cb, wait);
  return karne_sign_in_run_device_finish (job->sign_in, cli_wait_run (wait), error);
}

/* A new code is one key away, as long as somebody is there. */
static KarneCredentials *
sign_in (Job *job, GError **error)
{
  KarneCredentials *credentials = NULL;
  GError *failure = NULL;

  if (job->with_browser)
    return wait_for_browser (job, error);
  while ((credentials = wait_for_device (job, &failure)) == NULL &&
         g_error_matches (failure, KARNE_ERROR, KARNE_ERROR_EXPIRED) && cli_is_interactive () &&
         !job->cli->yes && cli_confirm (job->cli, _ ("The code has expired. Get a new one?"), NULL))
    g_clear_error (&failure);
  if (credentials == NULL)
    g_propagate_error (error, failure);
  return credentials;
}

static char *
get_token (KarneCredentials *credentials, GError **error)
{
  g_autoptr (CliWait) wait = cli_wait_new ();

  karne_authorizer_get_token_async (KARNE_AUTHORIZER (credentials), NULL, wait->cancellable,
                                    cli_wait_cb, wait);
  return karne_authorizer_get_token_finish (KARNE_AUTHORIZER (credentials), cli_wait_run (wait),
                                            error);
}

static gboolean
sign_out (KarneCredentials *credentials, GError **error)
{
  g_autoptr (CliWait) wait = cli_wait_new ();

  karne_credentials_sign_out_async (credentials, wait->cancellable, cli_wait_cb, wait);
  return karne_credentials_sign_out_finish (credentials, cli_wait_run (wait), error);
}

static gboolean
keep (Job *job, KarneCredentials *credentials, GError **error)
{
  g_autoptr (CliWait) wait = cli_wait_new ();

  karne_credentials_keep_async (credentials, cli_get_store (job->cli), job->source,
                                wait->cancellable, cli_wait_cb, wait);
  return karne_credentials_keep_finish (credentials, cli_wait_run (wait), error);
}

/* Whose record it is */

static gboolean
check_patient (Job *job, KarneCredentials *credentials, GError **error)
{
  const char *patient = karne_credentials_get_patient (credentials);

  if (patient == NULL || job->patient == NULL || g_str_equal (patient, job->patient))
    return TRUE;
  g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_OTHER_PERSON,
                       "Signing in: the Patient is not that of the source");
  return FALSE;
}

static GPtrArray *
list_people (Job *job, KarneCredentials *credentials, const char *patient, GError **error)
{
  char *token = get_token (credentials, error);
  GPtrArray *people;

  if (token == NULL)
    return NULL;
  people = cli_people_list (job->base, patient, token, error);
  explicit_bzero (token, strlen (token));
  g_free (token);
  return people;
}

static void
say_missing (KarneCredentials *credentials)
{
  g_auto (GStrv) missing = karne_credentials_list_missing_scopes (credentials);
  g_autofree char *words = g_strjoinv (", ", missing);
  g_autofree char *clean = cli_clean (words);

  if (missing[0] != NULL)
    /* Translators: %s are technical names of rights, as in “patient/Task.c, offline_access”. */
    g_printerr (_ ("The server did not give all that was asked for. Missing: %s\n"), clean);
}

static void
print_done (Job *job, KarneCredentials *credentials, const KarnePerson *person)
{
  g_autofree char *words = cli_person_to_words (person);
  g_autoptr (JsonBuilder) json = NULL;

  if (!job->cli->json)
    {
      /* Translators: the first is a number, the second a person with the date of birth. */
      g_print (_ ("Source %d: signed in as %s. “karne sync” brings the record here.\n"),
               (int) job->source, words);
      return;
    }
  json = json_builder_new ();
  json_builder_begin_object (json);
  cli_json_int (json, "source", job->source);
  cli_json_string (json, "patient", person->id);
  cli_json_string (json, "name", person->name);
  cli_json_string (json, "birthDate", person->birth_date);
  cli_json_string (json, "scopes", karne_credentials_get_scopes (credentials));
  json_builder_end_object (json);
  cli_json_print (json, stdout);
}

static gboolean
confirm_and_keep (Job *job, KarneCredentials *credentials, GError **error)
{
  const char *signed_in = karne_credentials_get_patient (credentials);
  const char *patient = signed_in != NULL ? signed_in : job->patient;
  g_autoptr (GPtrArray) people = NULL;
  const KarnePerson *person;

  if (!check_patient (job, credentials, error))
    return FALSE;
  people = list_people (job, credentials, patient, error);
  person = people != NULL ? cli_person_choose (people, patient, error) : NULL;
  if (person == NULL || !cli_person_confirm (job->cli, person, error))
    return FALSE;
  if (job->source == 0)
    job->source =
        karne_store_add_source (cli_get_store (job->cli), job->base, person->id, NULL, error);
  if (job->source == 0 || !keep (job, credentials, error))
    return FALSE;
  print_done (job, credentials, person);
  return TRUE;
}

/* A right that nobody confirmed is given back. */
static gboolean
run_job (Job *job, GError **error)
{
  g_autoptr (KarneCredentials) credentials = NULL;

  job->clock = karne_system_clock_new ();
  job->transport = KARNE_TRANSPORT (karne_soup_transport_new (job->clock));
  job->sign_in = karne_sign_in_new (job->transport, job->clock, job->base,
                                    job->client != NULL ? job->client : CLIENT,
                                    job->only_read ? SCOPES_READ : SCOPES_ALL);
  g_signal_connect (job->sign_in, "code", G_CALLBACK (code_cb), job);
  g_signal_connect (job->sign_in, "open", G_CALLBACK (open_cb), job);
  credentials = sign_in (job, error);
  if (credentials == NULL)
    return FALSE;
  if (!job->cli->json)
    say_missing (credentials);
  if (confirm_and_keep (job, credentials, error))
    return TRUE;
  sign_out (credentials, NULL);
  return FALSE;
}

static const KarneSource *
find_source (GPtrArray *sources, gint64 number, const char *base)
{
  for (guint i = 0; i < sources->len; i++)
    {
      const KarneSource *source = g_ptr_array_index (sources, i);

      if (base != NULL ? g_str_equal (source->base, base) : source->id == number)
        return source;
    }
  return NULL;
}

static char *
dup_without_slashes (const char *address)
{
  gsize len = strlen (address);

  while (len > 0 && address[len - 1] == '/')
    len--;
  return g_strndup (address, len);
}

/* A source that is here, by number or address; else the address of a new one. */
static gboolean
choose_source (Job *job, const char *text, GError **error)
{
  gboolean is_address = strstr (text, "://") != NULL;
  g_autofree char *base = is_address ? dup_without_slashes (text) : NULL;
  g_autoptr (GPtrArray) sources = NULL;
  const KarneSource *source;
  gint64 number = 0;

  if (is_address ? !cli_check_address (text, error) : !cli_parse_source (text, &number, error))
    return FALSE;
  if (!cli_open_space (job->cli, error))
    return FALSE;
  sources = karne_store_list_sources (cli_get_store (job->cli), error);
  if (sources == NULL)
    return FALSE;
  source = find_source (sources, number, base);
  if (source == NULL && !is_address)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND,
                   _ ("There is no such source: “karne source list” shows them."));
      return FALSE;
    }
  job->source = source != NULL ? source->id : 0;
  job->base = source != NULL ? g_strdup (source->base) : g_steal_pointer (&base);
  job->patient = source != NULL ? g_strdup (source->patient) : NULL;
  return TRUE;
}

gboolean
cmd_sign_in (Cli *cli, char **argv, GError **error)
{
  g_auto (Job) job = { .cli = cli };
  const GOptionEntry entries[] = {
    { "browser", 0, 0, G_OPTION_ARG_NONE, &job.with_browser,
      N_ ("Sign in with a browser of this computer, not on a telephone"), NULL },
    { "only-read", 0, 0, G_OPTION_ARG_NONE, &job.only_read,
      N_ ("Ask for the right to read, and for no other"), NULL },
    { "client", 0, 0, G_OPTION_ARG_STRING, &job.client,
      N_ ("The name by which the server knows this program (karne)"), N_ ("NAME") },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (argv);

  return cli_parse (cli, &rest, entries, 1, 1, error) && choose_source (&job, rest[1], error) &&
         run_job (&job, error);
}

/* Signing out */

static KarneCredentials *
load (Cli *cli, gint64 source, GError **error)
{
  g_autoptr (CliWait) wait = cli_wait_new ();
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (KarneSoupTransport) transport = karne_soup_transport_new (clock);

  karne_credentials_load_async (cli_get_store (cli), source, KARNE_TRANSPORT (transport), clock,
                                wait->cancellable, cli_wait_cb, wait);
  return karne_credentials_load_finish (cli_wait_run (wait), error);
}

static void
print_signed_out (Cli *cli, gint64 source, gboolean server_knows)
{
  if (cli->json)
    g_print ("{\"source\": %d, \"serverKnows\": %s}\n", (int) source,
             server_knows ? "true" : "false");
  else if (server_knows)
    g_print (_ ("Source %d: signed out. The server knows.\n"), (int) source);
  else
    g_print (_ ("Source %d: signed out here. The server could not be told: what it gave ends by "
                "itself.\n"),
             (int) source);
}

/* Here it has ended in any case; that the server was not told is worth an exit code. */
static gboolean
sign_out_of (Cli *cli, gint64 source, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (KarneCredentials) credentials = load (cli, source, &failure);
  gboolean told;

  if (g_error_matches (failure, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    {
      if (!karne_store_set_token (cli_get_store (cli), source, NULL, error))
        return FALSE;
      print_signed_out (cli, source, FALSE);
      return TRUE;
    }
  if (credentials == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  told = sign_out (credentials, &failure);
  print_signed_out (cli, source, told && karne_credentials_can_revoke (credentials));
  if (!told)
    cli->exit = CLI_EXIT_PARTIAL;
  return TRUE;
}

gboolean
cmd_sign_out (Cli *cli, char **argv, GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  gint64 number = 0;

  return cli_parse (cli, &rest, NULL, 1, 1, error) && cli_parse_source (rest[1], &number, error) &&
         cli_open_space (cli, error) && sign_out_of (cli, number, error);
}
