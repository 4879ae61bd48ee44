/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-doctor.h"
#include "cli-key.h"
#include "cli-wait.h"

#include "engine/karne-clock.h"
#include "karne-error.h"
#include "net/karne-soup-transport.h"
#include "platform/karne-platform.h"
#include "store/karne-store-check.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define WANTED_FREE_BYTES (500 * 1000 * 1000)

/* A clock that is further off makes certificates look too old or too new sooner or later. */
#define MAX_CLOCK_ERROR_S 300

/* The folder of the spaces may not be there yet: then it is its parents' disk that counts. */
static void
check_disk (CliDoctor *self, GFile *root)
{
  g_autoptr (GFile) folder = g_object_ref (root);
  g_autofree char *size = NULL;
  guint64 n_bytes = 0;

  while (!g_file_query_exists (folder, NULL))
    {
      GFile *parent = g_file_get_parent (folder);

      if (parent == NULL)
        return;
      g_object_unref (folder);
      folder = parent;
    }
  if (!karne_platform_get_free_space (g_file_peek_path (folder), &n_bytes, NULL))
    {
      cli_doctor_say (self, "disk", CLI_HEALTH_UNKNOWN,
                      _ ("Disk: it cannot be said how much room there is."));
      return;
    }

  size = karne_size_to_words (n_bytes);
  /* Translators: %s is a size, as “25 GB”. */
  cli_doctor_take (self, "disk",
                   n_bytes >= WANTED_FREE_BYTES ? CLI_HEALTH_GOOD : CLI_HEALTH_WARNING,
                   g_strdup_printf (_ ("Disk: there is room for %s more."), size));
}

/* Is it this user's, and nobody else's to look into? */
static gboolean
is_private (const char *path)
{
  GStatBuf info;

  return g_lstat (path, &info) == 0 && info.st_uid == getuid () && (info.st_mode & 077) == 0;
}

static void
check_permissions (CliDoctor *self, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean fine = dir != NULL && is_private (folder);
  const char *name;

  while (fine && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      fine = is_private (path);
    }

  if (fine)
    cli_doctor_say (self, "permissions", CLI_HEALTH_GOOD,
                    _ ("Files of the space: nobody but this user can open them."));
  else
    cli_doctor_say (self, "permissions", CLI_HEALTH_BAD,
                    _ ("Files of the space: others than this user may open them, or they are "
                       "another user’s."));
}

static void
check_integrity (CliDoctor *self, Cli *cli)
{
  g_autoptr (GError) error = NULL;

  if (karne_store_check (cli_get_store (cli), &error))
    cli_doctor_say (self, "integrity", CLI_HEALTH_GOOD,
                    _ ("The record: each page of it is as it was written."));
  else
    cli_doctor_take (self, "integrity", CLI_HEALTH_BAD, karne_error_to_words (error));
}

static void
say_clock (CliDoctor *self, gint64 source, gint64 difference)
{
  if (ABS (difference) <= MAX_CLOCK_ERROR_S)
    cli_doctor_take (self, "clock", CLI_HEALTH_GOOD,
                     /* Translators: %d is the number of a source. */
                     g_strdup_printf (_ ("Clock: it agrees with that of source %d."),
                                      (int) source));
  else
    cli_doctor_take (self, "clock", CLI_HEALTH_WARNING,
                     /* Translators: the first %d is a number of minutes, the second that of a
                      * source. */
                     g_strdup_printf (_ ("Clock: it is %d minutes away from that of source %d. "
                                         "Nothing gets lost by it, but certificates may be "
                                         "refused."),
                                      (int) (ABS (difference) / 60), (int) source));
}

/* Any answer has a date, a refusal too; so nothing of the person is asked for. */
static void
check_clock (CliDoctor *self, const KarneSource *source)
{
  g_autoptr (KarneClock) clock = karne_system_clock_new ();
  g_autoptr (KarneSoupTransport) transport = karne_soup_transport_new (clock);
  g_autoptr (CliWait) wait = cli_wait_new ();
  g_autofree char *url = g_strconcat (source->base, "/metadata", NULL);
  g_autoptr (KarneRequest) request = karne_request_new ("GET", url);
  g_autoptr (KarneResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  gint64 date;

  karne_soup_transport_set_idle_timeout (transport, 10);
  karne_transport_send_async (KARNE_TRANSPORT (transport), request, wait->cancellable, cli_wait_cb,
                              wait);
  response = karne_transport_send_finish (KARNE_TRANSPORT (transport), cli_wait_run (wait), &error);
  date = response != NULL ? karne_response_get_date (response) : -1;
  if (date > 0)
    say_clock (self, source->id, date - g_get_real_time () / G_USEC_PER_SEC);
  else
    cli_doctor_take (self, "clock", CLI_HEALTH_UNKNOWN,
                     /* Translators: %d is the number of a source. */
                     g_strdup_printf (_ ("Clock: source %d does not answer, or does not say what "
                                         "time it is."),
                                      (int) source->id));
}

static void
check_sources (CliDoctor *self, Cli *cli)
{
  g_autoptr (GPtrArray) sources = karne_store_list_sources (cli_get_store (cli), NULL);

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const KarneSource *source = g_ptr_array_index (sources, i);

      check_clock (self, source);
      if (source->trouble != NULL)
        cli_doctor_take (self, "source", CLI_HEALTH_WARNING,
                         /* Translators: number of a source, then a short technical word, as
                          * “unauthorized”. */
                         g_strdup_printf (_ ("Source %d: its last sync did not end well (%s)."),
                                          (int) source->id, source->trouble));
    }
}

/* Somebody who cannot or does not want to give the passphrase still gets the rest. */
static gboolean
can_open (Cli *cli, GFile *key_file)
{
  KarneKeyHolder holder = KARNE_KEY_HOLDER_PASSPHRASE;

  return cli->key_fd >= 0 || cli_secret_can_ask () ||
         (karne_key_file_get_holder (key_file, &holder, NULL) &&
          holder == KARNE_KEY_HOLDER_SECRET_SERVICE);
}

static void
check_inside (CliDoctor *self, Cli *cli)
{
  g_autoptr (GError) error = NULL;

  if (cli_open_space (cli, &error))
    {
      check_integrity (self, cli);
      check_sources (self, cli);
    }
  else if (error->domain == CLI_ERROR)
    cli_doctor_say (self, "space", CLI_HEALTH_BAD, error->message);
  else
    cli_doctor_take (self, "space", CLI_HEALTH_BAD, karne_error_to_words (error));
}

void
cli_doctor_check_space (CliDoctor *self, Cli *cli)
{
  g_autoptr (GFile) root = cli_dup_root (cli);
  g_autofree char *name = cli_dup_space_name (cli, NULL);
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) key_file = NULL;

  check_disk (self, root);
  if (name == NULL)
    {
      cli_doctor_say (self, "space", CLI_HEALTH_UNKNOWN,
                      _ ("Space: there is none yet, or --space has to say which one to look at."));
      return;
    }

  folder = g_file_get_child (root, name);
  key_file = g_file_get_child (folder, "key.json");
  check_permissions (self, g_file_peek_path (folder));
  if (can_open (cli, key_file))
    check_inside (self, cli);
  else
    cli_doctor_say (self, "space", CLI_HEALTH_UNKNOWN,
                    _ ("Space: without its passphrase (--key-fd) it is not looked into."));
}
