/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The command line in a home of its own, and the demonstration server: real processes both. */

typedef struct
{
  GSubprocess *process; /* (owned) */
  char *url;            /* (owned) */
} CliServer;

/* With the demonstration people, at the day given by the clock; more options, NULL-terminated. */
CliServer *cli_server_start (const char *option, ...) G_GNUC_NULL_TERMINATED;
void cli_server_stop (CliServer *self);

#define CLI_PASSPHRASE "trois petits letchis verts"

typedef struct
{
  char *home;       /* (owned) HOME and all that belongs to it, TMPDIR too */
  char *root;       /* (owned) */
  char *passphrase; /* (owned) */
  gboolean loud;    /* what is started says all that it can say */
} CliBox;

CliBox *cli_box_new (void);
void cli_box_free (CliBox *self);
/* Makes space-1, and wraps its key at the least cost, so that each command takes no second. */
void cli_box_create_space (CliBox *self);
char *cli_box_path (CliBox *self, const char *file);

typedef struct
{
  int exit;
  char *out; /* (owned) */
  char *err; /* (owned) */
} CliRun;

void cli_run_free (CliRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

/* Whatever it starts has the home of the box. */
GSubprocessLauncher *cli_box_launcher_new (CliBox *self, GSubprocessFlags flags);
/* Starts `karne ARGS`, with the passphrase on descriptor 3 where `with_key`. */
GSubprocess *cli_box_spawn (CliBox *self, gboolean with_key, const char *const *args);
/* Runs it to its end; checks that it ended as it should. */
CliRun *cli_box_run (CliBox *self, int expected_exit, const char *arg, ...) G_GNUC_NULL_TERMINATED;
CliRun *cli_box_run_without_key (CliBox *self, int expected_exit, const char *arg, ...)
    G_GNUC_NULL_TERMINATED;
/* Waits for one that was spawned. */
CliRun *cli_box_wait (GSubprocess *process);

/* The one document that a run printed. */
JsonNode *cli_run_parse (CliRun *self);
/* What the JSON of an error says its code is. */
char *cli_run_dup_error_code (CliRun *self);

/* Is this, letter for letter, in one of the files below the folder? */
gboolean cli_tree_contains (const char *folder, const char *needle);
void cli_tree_remove (const char *folder);
void cli_tree_copy (const char *from, const char *to);

G_END_DECLS
