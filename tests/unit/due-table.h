/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "prevention/karne-prevention.h"

G_BEGIN_DECLS

/* The tables of tests/data/prevention: see the README there. */

typedef enum
{
  COLUMN_CASE,
  COLUMN_BORN,
  COLUMN_SEX,
  COLUMN_TERRITORY,
  COLUMN_FACTS,
  COLUMN_HISTORY,
  COLUMN_ON,
  COLUMN_RULE,
  COLUMN_STATE,
  COLUMN_FROM,
  COLUMN_TO,
  COLUMN_DOSE,
  COLUMN_FLAGS,
  COLUMN_SOURCE,
  N_COLUMNS
} Column;

typedef struct
{
  char *thing; /* (owned) */
  char *date;  /* (owned) */
  char *mark;  /* (owned) (nullable) “not-done”, “error”, “subpotent”, “refused” */
} TableAct;

/* The path of a table (transfer full). */
char *due_table_path (const char *name);
/* The lines of a table, each split at its commas, without remarks and header (transfer full). */
GPtrArray *due_table_read (const char *path, guint n_columns);
/* What a column “history” says, as TableAct (transfer full). */
GPtrArray *due_table_acts (const char *history);

const char *due_table_state (KarneDueState state);
gboolean due_table_is_one_of (const char *choices, const char *text);
/* Fails the test, with the line and what came of it, where that is not what the line expects. */
void due_table_check (char **fields, GPtrArray *dues);

G_END_DECLS
