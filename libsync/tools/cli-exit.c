/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-output.h"
#include "cli.h"

#include "karne-error.h"
#include "words/karne-words.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (karne - cli - error - quark, cli_error)

typedef struct
{
  CliExit exit;
  const char *nick;
  const char *words; /* translatable */
} ExitWords;

static const ExitWords exits[] = {
  { CLI_EXIT_OK, "ok", N_ ("Done.") },
  { CLI_EXIT_FAILED, "failed", N_ ("It failed, for a reason that is not in this list.") },
  { CLI_EXIT_USAGE, "usage", N_ ("The command was not given as it should be; nothing was done.") },
  { CLI_EXIT_OFFLINE, "offline",
    N_ ("The server could not be reached, or could not answer. What was received before can still "
        "be read.") },
  { CLI_EXIT_WRONG_KEY, "wrong-key", N_ ("The passphrase or the key does not open the space.") },
  { CLI_EXIT_NOT_FOUND, "not-found", N_ ("There is no such thing.") },
  { CLI_EXIT_PARTIAL, "partial",
    N_ ("Done in part: something could not be had, or was set aside (see “karne quarantine”).") },
  { CLI_EXIT_SIGN_IN, "sign-in", N_ ("The server wants a new sign-in, or does not give access.") },
  { CLI_EXIT_DAMAGED, "damaged",
    N_ ("A file of the space is damaged or was written by a newer version, or this computer cannot "
        "keep the record sealed.") },
  { CLI_EXIT_LOCKED, "locked", N_ ("The space is open elsewhere on this computer.") },
  { CLI_EXIT_CANNOT_WRITE, "cannot-write",
    N_ ("The disk is full, the folder cannot be written, or the file is there already.") },
  { CLI_EXIT_UNVERIFIED, "unverified",
    N_ ("A document that came is not the one that was announced.") },
  { CLI_EXIT_UNSAFE, "unsafe",
    N_ ("The server or its address cannot be trusted; nothing was sent.") },
  { CLI_EXIT_CANCELLED, "cancelled", N_ ("Stopped, as asked; what came before is kept.") },
};

static CliExit
exit_for_ours (KarneError code)
{
  switch (code)
    {
    case KARNE_ERROR_INVALID:
    case KARNE_ERROR_EMPTY:
    case KARNE_ERROR_NOT_A_NUMBER:
    case KARNE_ERROR_NEGATIVE:
    case KARNE_ERROR_NO_UNIT:
    case KARNE_ERROR_UNLIKELY:
    case KARNE_ERROR_FUTURE:
      return CLI_EXIT_USAGE;
    case KARNE_ERROR_NOT_FOUND:
    case KARNE_ERROR_GONE:
      return CLI_EXIT_NOT_FOUND;
    case KARNE_ERROR_NOT_SEALED:
    case KARNE_ERROR_CORRUPT:
    case KARNE_ERROR_TOO_NEW:
      return CLI_EXIT_DAMAGED;
    case KARNE_ERROR_WRONG_KEY:
    case KARNE_ERROR_KEYRING:
      return CLI_EXIT_WRONG_KEY;
    case KARNE_ERROR_LOCKED:
      return CLI_EXIT_LOCKED;
    case KARNE_ERROR_NO_SPACE:
    case KARNE_ERROR_READ_ONLY:
    case KARNE_ERROR_EXISTS:
      return CLI_EXIT_CANNOT_WRITE;
    case KARNE_ERROR_UNAUTHORIZED:
    case KARNE_ERROR_FORBIDDEN:
    case KARNE_ERROR_REFUSED:
    case KARNE_ERROR_EXPIRED:
    case KARNE_ERROR_NO_SIGN_IN:
    case KARNE_ERROR_OTHER_PERSON:
      return CLI_EXIT_SIGN_IN;
    case KARNE_ERROR_THROTTLED:
    case KARNE_ERROR_SERVER:
    case KARNE_ERROR_CAPTIVE_PORTAL:
    case KARNE_ERROR_TRUNCATED:
      return CLI_EXIT_OFFLINE;
    case KARNE_ERROR_CERTIFICATE:
    case KARNE_ERROR_INSECURE:
    case KARNE_ERROR_IMPOSTOR:
    case KARNE_ERROR_TOO_MUCH:
    case KARNE_ERROR_EXPOSED:
      return CLI_EXIT_UNSAFE;
    case KARNE_ERROR_UNVERIFIED:
      return CLI_EXIT_UNVERIFIED;
    case KARNE_ERROR_FAILED:
    case KARNE_ERROR_CONFLICT:
    case KARNE_ERROR_CHANGED:
    case KARNE_ERROR_PROTOCOL:
    case KARNE_ERROR_NO_MEMORY:
    case KARNE_ERROR_TOO_LARGE:
      break;
    }

  return CLI_EXIT_FAILED;
}

/* Most numbers of GIO never reach us, so there is no enum here. */
static CliExit
exit_for_io (int code)
{
  switch (code)
    {
    case G_IO_ERROR_CANCELLED:
      return CLI_EXIT_CANCELLED;
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_TIMED_OUT:
    case G_IO_ERROR_CONNECTION_CLOSED:
    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return CLI_EXIT_OFFLINE;
    case G_IO_ERROR_NOT_FOUND:
      return CLI_EXIT_NOT_FOUND;
    case G_IO_ERROR_NO_SPACE:
    case G_IO_ERROR_READ_ONLY:
    case G_IO_ERROR_PERMISSION_DENIED:
    case G_IO_ERROR_EXISTS:
      return CLI_EXIT_CANNOT_WRITE;
    default:
      return CLI_EXIT_FAILED;
    }
}

CliExit
cli_exit_for_error (const GError *error)
{
  if (error->domain == CLI_ERROR)
    return (CliExit) error->code;
  if (error->domain == G_OPTION_ERROR)
    return CLI_EXIT_USAGE;
  if (error->domain == KARNE_ERROR)
    return exit_for_ours ((KarneError) error->code);
  if (error->domain == G_IO_ERROR)
    return exit_for_io (error->code);
  if (error->domain == G_RESOLVER_ERROR)
    return CLI_EXIT_OFFLINE;
  if (error->domain == G_TLS_ERROR)
    return CLI_EXIT_UNSAFE;

  return CLI_EXIT_FAILED;
}

const char *
cli_error_to_nick (const GError *error)
{
  CliExit code = cli_exit_for_error (error);

  for (gsize i = 0; i < G_N_ELEMENTS (exits); i++)
    if (exits[i].exit == code)
      return exits[i].nick;

  return "failed";
}

/* The errors of the command line are sentences already; those of GOption are too, and name only
 * what was typed. */
char *
cli_error_to_words (const GError *error)
{
  if (error->domain == CLI_ERROR || error->domain == G_OPTION_ERROR)
    return g_strdup (error->message);

  return karne_error_to_words (error);
}

char *
cli_trouble_to_words (const char *nick)
{
  g_autoptr (GError) error = karne_error_new_for_nick (nick);

  return karne_error_to_words (error);
}

void
cli_report_error (Cli *cli, const GError *error)
{
  g_autofree char *words = cli_error_to_words (error);

  if (!cli->json)
    {
      g_printerr ("%s\n", words);
      return;
    }

  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "error");
  json_builder_begin_object (json);
  cli_json_string (json, "code", cli_error_to_nick (error));
  cli_json_string (json, "words", words);
  json_builder_end_object (json);
  json_builder_end_object (json);
  cli_json_print (json, stderr);
}

void
cli_print_exit_codes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exits); i++)
    {
      g_autofree char *head = g_strdup_printf ("%3d  %-12s  ", exits[i].exit, exits[i].nick);

      cli_print_wrapped (head, _ (exits[i].words));
    }
}
