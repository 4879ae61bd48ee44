/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sqlite3.h>

#include "fhir/karne-json-canon-private.h"
#include "fhir/karne-merge-private.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 number;
  gint64 source;
  const char *kind; /* interned */
  char *id;
  char *base;           /* (nullable) */
  char *mine;           /* (nullable) NULL: deleted here */
  char *theirs;         /* (nullable) NULL: not there any more */
  char *theirs_version; /* (nullable) */
  char *why;
  char *fields; /* JSON array of paths */
  gint64 found;
  gint64 decided; /* 0: not yet */
  char *decision; /* (nullable) JSON */
} KarneConflictRow;

void karne_conflict_row_free (KarneConflictRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneConflictRow, karne_conflict_row_free)

KarneConflictRow *karne_conflict_row_from_statement (KarneStatement *statement);
KarneConflictRow *karne_conflict_load (sqlite3 *db, gint64 number, GError **error);

/* In a write job: the person decides. fields: path -> GINT_TO_POINTER (KarneChoice) (nullable);
 * what is not in it follows `otherwise`, and so does the whole where one side deleted it. What
 * comes of it is a change like any other. */
gboolean karne_conflict_resolve (KarneStore *store,
                                 sqlite3 *db,
                                 gint64 number,
                                 GHashTable *fields,
                                 KarneChoice otherwise,
                                 GError **error);

G_END_DECLS
