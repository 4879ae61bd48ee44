/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "cli.h"

G_BEGIN_DECLS

typedef enum
{
  CLI_HEALTH_GOOD,
  CLI_HEALTH_UNKNOWN,
  CLI_HEALTH_WARNING,
  CLI_HEALTH_BAD,
} CliHealth;

/* What `karne doctor` found. People send it to somebody who helps them: it holds no name, no id, no
 * address and no path. */
typedef struct _CliDoctor CliDoctor;

/* check: a short name that never changes, for scripts. */
void cli_doctor_say (CliDoctor *self, const char *check, CliHealth health, const char *words);
/* (transfer full) words */
void cli_doctor_take (CliDoctor *self, const char *check, CliHealth health, char *words);

/* path: where an administrator may have said what a helper may see. */
void cli_doctor_check_habilitation (CliDoctor *self, const char *path);
void cli_doctor_check_computer (CliDoctor *self);
void cli_doctor_check_space (CliDoctor *self, Cli *cli);

G_END_DECLS
