/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-kinds.h"
#include "cli-output.h"
#include "cli-progress.h"
#include "cli-wait.h"
#include "cli.h"

#include "engine/karne-sync.h"
#include "fhir/karne-kinds.h"
#include "karne-error.h"
#include "net/karne-soup-transport.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  /* Input */
  gboolean with_all;
  int retries;

  /* In progress */
  CliProgress *progress; /* (owned) */
  JsonBuilder *json;     /* (owned) (nullable) */
} SyncJob;

static void
progress_cb (KarneSync *sync, const char *kind, gint64 received, gint64 total, SyncJob *job)
{
  g_autofree char *what = karne_kind_to_words (kind, (guint) received);

  cli_progress_show (job->progress, what, received, total);
}

static void
waiting_cb (KarneSync *sync, gint64 until_us, SyncJob *job)
{
  gint64 seconds = MAX (1, (until_us - g_get_monotonic_time ()) / G_USEC_PER_SEC);
  g_autofree char *words =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                    "The server does not answer: next try in %d second.",
                                    "The server does not answer: next try in %d seconds.",
                                    (gulong) seconds),
                       (int) seconds);

  cli_progress_say (job->progress, words);
}

static gboolean
count_kinds (Cli *cli, gint64 *counts, GError **error)
{
  const char *const *names = karne_kinds_get_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      KarneQuery query = { .kind = names[i] };

      counts[i] = karne_view_count (cli->view, &query, error);
      if (counts[i] < 0)
        return FALSE;
    }

  return TRUE;
}

static void
print_added (const gint64 *added)
{
  const char *const *names = karne_kinds_get_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *words =
          added[i] > 0 ? karne_kind_to_words (names[i], (guint) added[i]) : NULL;

      if (words != NULL)
        g_print ("  %s\n", words);
    }
}

static void
print_counts (const KarneSyncReport *report)
{
  if (report->stored == 0 && report->removed == 0)
    g_print ("%s\n", _ ("Nothing has changed."));
  if (report->stored > 0)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u new or changed thing", "%u new or changed things",
                            report->stored),
               report->stored);
      g_print ("\n");
    }
  if (report->removed > 0)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u thing was removed: it is no longer there",
                            "%u things were removed: they are no longer there", report->removed),
               report->removed);
      g_print ("\n");
    }
}

static void
print_traffic (const KarneSyncReport *report, double seconds)
{
  g_autofree char *up = karne_size_to_words (report->bytes_sent);
  g_autofree char *down = karne_size_to_words (report->bytes_received);

  if (report->stored > 0 && seconds > 0)
    /* Translators: as in “1.3 seconds, 512 things a second”. */
    g_print (_ ("%.2f seconds, %.0f things a second\n"), seconds, report->stored / seconds);
  else
    g_print (_ ("%.2f seconds\n"), seconds);
  g_print (g_dngettext (GETTEXT_PACKAGE, "%u exchange with the server: %s sent, %s received",
                        "%u exchanges with the server: %s sent, %s received", report->exchanges),
           report->exchanges, up, down);
  g_print ("\n");
}

/* Why something of a kind could not be had, by the nick that the engine gives. */
static const char *
reason_to_words (const char *nick)
{
  if (g_str_equal (nick, "refused"))
    return _ ("the server does not give access to it.");
  if (g_str_equal (nick, "total"))
    return _ ("the server counts more than it sends.");
  if (g_str_equal (nick, "names"))
    return _ ("some names of people and places could not be had.");
  if (g_str_equal (nick, "read"))
    return _ ("some could not be read.");
  if (g_str_equal (nick, "loop") || g_str_equal (nick, "next-elsewhere") ||
      g_str_equal (nick, "page-broken"))
    return _ ("the pages of the server do not lead to the end.");

  return _ ("the server could not answer.");
}

static void
print_partial (const char *entry)
{
  g_auto (GStrv) parts = g_strsplit (entry, ":", 2);
  g_autofree char *kind = cli_kind_to_word (parts[0]);

  g_print ("  %s: %s\n", kind, reason_to_words (parts[1] != NULL ? parts[1] : ""));
}

static void
print_changes (const KarneSyncReport *report)
{
  if (report->sent > 0)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u change arrived on the server",
                            "%u changes arrived on the server", report->sent),
               report->sent);
      g_print ("\n");
    }
  if (report->parked > 0)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE,
                            "%u change was not accepted: “karne waiting” says why.",
                            "%u changes were not accepted: “karne waiting” says why.",
                            report->parked),
               report->parked);
      g_print ("\n");
    }
  if (report->conflicts > 0)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE,
                            "%u thing is to be decided: “karne conflicts” shows it.",
                            "%u things are to be decided: “karne conflicts” shows them.",
                            report->conflicts),
               report->conflicts);
      g_print ("\n");
    }
}

static void
print_warnings (const KarneSyncReport *report)
{
  if (report->nothing_of_this_person)
    g_print ("%s\n", _ ("The server knows this person, and nothing else came. This may be the "
                        "wrong person, or a sign-in without the rights: check before relying on "
                        "it."));
  if (report->kinds_partial != NULL && report->kinds_partial[0] != NULL)
    g_print ("%s\n", _ ("Not everything could be had:"));
  for (guint i = 0; report->kinds_partial != NULL && report->kinds_partial[i] != NULL; i++)
    print_partial (report->kinds_partial[i]);
  if (report->quarantined > 0)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE,
                            "%u thing could not be taken in: “karne quarantine” says why.",
                            "%u things could not be taken in: “karne quarantine” says why.",
                            report->quarantined),
               report->quarantined);
      g_print ("\n");
    }
}

static void
add_added_to_json (JsonBuilder *json, const gint64 *added)
{
  const char *const *names = karne_kinds_get_names ();

  json_builder_set_member_name (json, "added");
  json_builder_begin_object (json);
  for (guint i = 0; names[i] != NULL; i++)
    if (added[i] > 0)
      cli_json_int (json, names[i], added[i]);
  json_builder_end_object (json);
}

static void
add_to_json (SyncJob *job,
             gint64 source,
             const KarneSyncReport *report,
             const gint64 *added,
             double seconds)
{
  JsonBuilder *json = job->json;

  json_builder_begin_object (json);
  cli_json_int (json, "source", source);
  cli_json_int (json, "stored", report->stored);
  cli_json_int (json, "known", report->known);
  cli_json_int (json, "removed", report->removed);
  cli_json_int (json, "quarantined", report->quarantined);
  cli_json_int (json, "sent", report->sent);
  cli_json_int (json, "parked", report->parked);
  cli_json_int (json, "conflicts", report->conflicts);
  cli_json_int (json, "told", report->told);
  cli_json_bool (json, "nothingOfThisPerson", report->nothing_of_this_person);
  json_builder_set_member_name (json, "partial");
  json_builder_begin_array (json);
  for (guint i = 0; report->kinds_partial != NULL && report->kinds_partial[i] != NULL; i++)
    json_builder_add_string_value (json, report->kinds_partial[i]);
  json_builder_end_array (json);
  add_added_to_json (json, added);
  cli_json_int (json, "exchanges", report->exchanges);
  cli_json_int (json, "bytesSent", (gint64) report->bytes_sent);
  cli_json_int (json, "bytesReceived", (gint64) report->bytes_received);
  cli_json_int (json, "milliseconds", (gint64) (seconds * 1000));
  json_builder_end_object (json);
}

static void
say_report (SyncJob *job,
            gint64 source,
            const KarneSyncReport *report,
            const gint64 *added,
            double seconds)
{
  if (job->json != NULL)
    {
      add_to_json (job, source, report, added, seconds);
      return;
    }

  print_counts (report);
  print_added (added);
  print_changes (report);
  print_warnings (report);
  print_traffic (report, seconds);
}

static gboolean
is_whole (const KarneSyncReport *report)
{
  return report->quarantined == 0 && !report->nothing_of_this_person &&
         (report->kinds_partial == NULL || report->kinds_partial[0] == NULL);
}

static KarneSyncReport *
run_sync (Cli *cli, SyncJob *job, gint64 source, GError **error)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (KarneSoupTransport) transport = karne_soup_transport_new (clock);
  g_autoptr (KarneSync) sync = karne_sync_new (cli_get_store (cli), source,
                                               KARNE_TRANSPORT (transport), clock, g_random_int ());
  g_autoptr (CliWait) wait = cli_wait_new ();
  KarneSyncReport *report;

  karne_sync_set_with_on_demand (sync, job->with_all);
  if (job->retries >= 0)
    karne_sync_set_max_retries (sync, (guint) job->retries);
  job->progress = cli_progress_new (cli->json);
  g_signal_connect (sync, "progress", G_CALLBACK (progress_cb), job);
  g_signal_connect (sync, "waiting", G_CALLBACK (waiting_cb), job);

  karne_sync_run_async (sync, wait->cancellable, cli_wait_cb, wait);
  report = karne_sync_run_finish (sync, cli_wait_run (wait), error);
  g_clear_pointer (&job->progress, cli_progress_free);

  return report;
}

static gboolean
sync_source (Cli *cli, SyncJob *job, gint64 source, GError **error)
{
  guint n_kinds = g_strv_length ((char **) karne_kinds_get_names ());
  g_autofree gint64 *added = g_new0 (gint64, n_kinds);
  g_autofree gint64 *before = g_new0 (gint64, n_kinds);
  g_autoptr (KarneSyncReport) report = NULL;
  gint64 started_us;
  double seconds;

  if (!count_kinds (cli, before, error))
    return FALSE;

  started_us = g_get_monotonic_time ();
  report = run_sync (cli, job, source, error);
  seconds = (double) (g_get_monotonic_time () - started_us) / G_USEC_PER_SEC;
  if (report == NULL || !count_kinds (cli, added, error))
    return FALSE;

  for (guint i = 0; i < n_kinds; i++)
    added[i] -= before[i];
  say_report (job, source, report, added, seconds);
  if (!is_whole (report))
    cli->exit = CLI_EXIT_PARTIAL;

  return TRUE;
}

static void
add_failure_to_json (JsonBuilder *json, gint64 source, const GError *failure)
{
  g_autofree char *words = cli_error_to_words (failure);

  json_builder_begin_object (json);
  cli_json_int (json, "source", source);
  cli_json_string (json, "trouble", karne_error_to_nick (failure));
  cli_json_string (json, "words", words);
  json_builder_end_object (json);
}

/* Which of several it was. The code stays that of the failure. */
static GError *
name_source (const KarneSource *source, const GError *failure)
{
  g_autofree char *words = cli_error_to_words (failure);
  g_autofree char *base = cli_clean (source->base);

  return g_error_new (CLI_ERROR, (int) cli_exit_for_error (failure),
                      /* Translators: the number of a source, its address, and the sentence that
                       * says what went wrong, as in “Source 2 (https://…): The server cannot be
                       * reached.” */
                      _ ("Source %d (%s): %s"), (int) source->id, base, words);
}

/* Among several each failure is said where it happens; a script gets one document at the end. */
static GError *
say_failure (Cli *cli, SyncJob *job, const KarneSource *source, gboolean several, GError *failure)
{
  GError *said = several ? name_source (source, failure) : g_error_copy (failure);

  if (job->json != NULL)
    add_failure_to_json (job->json, source->id, failure);
  else if (several)
    cli_report_error (cli, said);

  return said;
}

/* One source that cannot be reached keeps none of the others from being pulled; how it ends is said
 * by the first that failed. Somebody who pressed Ctrl+C means them all. */
static gboolean
sync_sources (Cli *cli, SyncJob *job, GPtrArray *sources, GError **error)
{
  gboolean several = sources->len > 1;
  g_autoptr (GError) first_error = NULL;

  for (guint i = 0; i < sources->len; i++)
    {
      KarneSource *source = g_ptr_array_index (sources, i);
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GError) said = NULL;

      if (!cli->json && several)
        /* Translators: %d is the number of a source. */
        g_print (_ ("Source %d:\n"), (int) source->id);
      if (sync_source (cli, job, source->id, &local_error))
        continue;
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      said = say_failure (cli, job, source, several, local_error);
      if (first_error == NULL)
        first_error = g_steal_pointer (&said);
    }

  if (first_error == NULL)
    return TRUE;
  if (several && !cli->json)
    {
      cli->exit = cli_exit_for_error (first_error);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

static gboolean
run_job (Cli *cli, SyncJob *job, GError **error)
{
  g_autoptr (GPtrArray) sources = karne_store_list_sources (cli_get_store (cli), error);
  gboolean done;

  if (sources == NULL)
    return FALSE;
  if (sources->len == 0)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_NOT_FOUND,
                   _ ("There is no source yet: “karne source add” adds one."));
      return FALSE;
    }

  if (cli->json)
    {
      job->json = json_builder_new ();
      json_builder_begin_object (job->json);
      json_builder_set_member_name (job->json, "sources");
      json_builder_begin_array (job->json);
    }
  done = sync_sources (cli, job, sources, error);
  if (cli->json)
    {
      json_builder_end_array (job->json);
      json_builder_end_object (job->json);
      cli_json_print (job->json, stdout);
    }

  return done;
}

gboolean
cmd_sync (Cli *cli, char **argv, GError **error)
{
  SyncJob job = { .retries = -1 };
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &job.with_all,
      N_ ("Also what is otherwise left on the server: who looked at the record"), NULL },
    { "retries", 0, 0, G_OPTION_ARG_INT, &job.retries,
      N_ ("How often to try again where the server does not answer"), N_ ("NUMBER") },
    G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) rest = g_strdupv (argv);
  gboolean done;

  if (!cli_parse (cli, &rest, entries, 0, 0, error) || !cli_open_space (cli, error))
    return FALSE;

  done = run_job (cli, &job, error);
  g_clear_object (&job.json);

  return done;
}
