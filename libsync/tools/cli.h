/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-space.h"
#include "store/karne-view.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* How a command ends. Part of what scripts rely on: numbers are never given another meaning. They
 * stand in `karne help exit-codes` and in the manual page. */
typedef enum
{
  CLI_EXIT_OK = 0,
  CLI_EXIT_FAILED = 1,
  CLI_EXIT_USAGE = 2,
  CLI_EXIT_OFFLINE = 3,
  CLI_EXIT_WRONG_KEY = 4,
  CLI_EXIT_NOT_FOUND = 5,
  CLI_EXIT_PARTIAL = 6,
  CLI_EXIT_SIGN_IN = 7,
  CLI_EXIT_DAMAGED = 8,
  CLI_EXIT_LOCKED = 9,
  CLI_EXIT_CANNOT_WRITE = 10,
  CLI_EXIT_UNVERIFIED = 11,
  CLI_EXIT_UNSAFE = 12,
  CLI_EXIT_CANCELLED = 130,
} CliExit;

/* An error whose code is a CliExit, and whose message is already the sentence for the person. */
#define CLI_ERROR (cli_error_quark ())
GQuark cli_error_quark (void);

/* What one run of the program knows: the options that all commands share, and the space it opened.
 */
typedef struct
{
  char *root_path;  /* (owned) (nullable) */
  char *space_name; /* (owned) (nullable) as asked for */
  int key_fd;       /* -1: none */
  gboolean json;
  gboolean yes;

  KarneSpace *space; /* (owned) (nullable) */
  KarneView *view;   /* (owned) (nullable) */
  CliExit exit;      /* of a command that did its work */
} Cli;

typedef struct
{
  const char *name;      /* “space create” */
  const char *arguments; /* (nullable) for the help, translatable */
  const char *summary;   /* translatable */
  gboolean (*run) (Cli *cli, char **argv, GError **error);
} CliCommand;

/* The commands, one file each. argv[0] is the name of the command; they parse the rest. */
gboolean cmd_space_create (Cli *cli, char **argv, GError **error);
gboolean cmd_space_list (Cli *cli, char **argv, GError **error);
gboolean cmd_space_erase (Cli *cli, char **argv, GError **error);
gboolean cmd_space_change_passphrase (Cli *cli, char **argv, GError **error);
gboolean cmd_source_add (Cli *cli, char **argv, GError **error);
gboolean cmd_source_list (Cli *cli, char **argv, GError **error);
gboolean cmd_source_remove (Cli *cli, char **argv, GError **error);
gboolean cmd_source_tell (Cli *cli, char **argv, GError **error);
gboolean cmd_sign_in (Cli *cli, char **argv, GError **error);
gboolean cmd_sign_out (Cli *cli, char **argv, GError **error);
gboolean cmd_sync (Cli *cli, char **argv, GError **error);
gboolean cmd_status (Cli *cli, char **argv, GError **error);
gboolean cmd_list (Cli *cli, char **argv, GError **error);
gboolean cmd_show (Cli *cli, char **argv, GError **error);
gboolean cmd_search (Cli *cli, char **argv, GError **error);
gboolean cmd_open (Cli *cli, char **argv, GError **error);
gboolean cmd_export (Cli *cli, char **argv, GError **error);
gboolean cmd_quarantine (Cli *cli, char **argv, GError **error);
gboolean cmd_due (Cli *cli, char **argv, GError **error);
gboolean cmd_why (Cli *cli, char **argv, GError **error);
gboolean cmd_add (Cli *cli, char **argv, GError **error);
gboolean cmd_answer (Cli *cli, char **argv, GError **error);
gboolean cmd_visibility (Cli *cli, char **argv, GError **error);
gboolean cmd_consent_give (Cli *cli, char **argv, GError **error);
gboolean cmd_consent_withdraw (Cli *cli, char **argv, GError **error);
gboolean cmd_measures (Cli *cli, char **argv, GError **error);
gboolean cmd_measures_export (Cli *cli, char **argv, GError **error);
gboolean cmd_measures_import (Cli *cli, char **argv, GError **error);
gboolean cmd_waiting (Cli *cli, char **argv, GError **error);
gboolean cmd_undo (Cli *cli, char **argv, GError **error);
gboolean cmd_retry (Cli *cli, char **argv, GError **error);
gboolean cmd_access_log (Cli *cli, char **argv, GError **error);
gboolean cmd_access_log_verify (Cli *cli, char **argv, GError **error);
gboolean cmd_history (Cli *cli, char **argv, GError **error);
gboolean cmd_conflicts (Cli *cli, char **argv, GError **error);
gboolean cmd_resolve (Cli *cli, char **argv, GError **error);
gboolean cmd_unseal (Cli *cli, char **argv, GError **error);
gboolean cmd_doctor (Cli *cli, char **argv, GError **error);
gboolean cmd_help (Cli *cli, char **argv, GError **error);

const CliCommand *cli_get_commands (gsize *n_commands);

/* Takes the options out of argv: those of the command (may be NULL) and those of all. What is left
 * behind the name must be `min` to `max` arguments. */
gboolean cli_parse (Cli *cli,
                    char ***argv,
                    const GOptionEntry *entries,
                    guint min,
                    guint max,
                    GError **error);
/* The options that all commands share; the entries point into `cli`. */
GOptionGroup *cli_option_group_new (Cli *cli);

GFile *cli_dup_root (Cli *cli);
/* Fails where it cannot be opened, or is no folder. It need not be there yet. */
gboolean cli_check_root (GFile *root, GError **error);
/* The space asked for, or the only one. */
char *cli_dup_space_name (Cli *cli, GError **error);
/* Opens it, asking for the passphrase where one is needed. Afterwards `space` and `view` are there.
 */
gboolean cli_open_space (Cli *cli, GError **error);
KarneStore *cli_get_store (Cli *cli);
/* The seconds of the last sync of the source that was synced the longest ago; 0: one never was; -1:
 * there is no source. */
gint64 cli_get_freshness (Cli *cli);

/* Asks a yes or no question on the terminal. Fails with USAGE where there is none and `--yes` was
 * not given, with CANCELLED when the answer is no. */
gboolean cli_confirm (Cli *cli, const char *question, GError **error);
/* Is there somebody who can be asked? */
gboolean cli_is_interactive (void);

/* What stopped the last sync of a source, as it was kept. */
char *cli_trouble_to_words (const char *nick);

CliExit cli_exit_for_error (const GError *error);
/* The sentence for the person. */
char *cli_error_to_words (const GError *error);
/* A short name of an error, for scripts. */
const char *cli_error_to_nick (const GError *error);
/* Says it on the standard error, in words or as JSON. */
void cli_report_error (Cli *cli, const GError *error);
void cli_print_exit_codes (void);

G_END_DECLS
