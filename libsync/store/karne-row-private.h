/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sqlite3.h>

#include "fhir/karne-json-private.h"
#include "fhir/karne-kind-private.h"

G_BEGIN_DECLS

/* The text of one resource as it goes into the table, whoever wrote it. */
typedef struct
{
  KarneSpan body;
  KarneSpan version; /* `text` NULL: none */
  KarneSpan updated;
  const char *base; /* address of the source with a slash behind it */
} KarneRowText;

/* What to do where its place is taken. */
typedef enum
{
  KARNE_ROW_KEEP,
  KARNE_ROW_REPLACE, /* where it is another version */
  KARNE_ROW_FORCE,
} KarneRowMode;

/* Writes one resource and the columns lifted out of it, in whatever transaction is open. The text
 * was checked before. `row`: of what is here already, 0 if nothing; then of what was written.
 * `written` is FALSE when nothing had to be. */
gboolean karne_row_write (sqlite3 *db,
                          gint64 source,
                          const KarneKind *kind,
                          const char *id,
                          const KarneRowText *text,
                          KarneRowMode mode,
                          gint64 *row,
                          gboolean *written,
                          GError **error);

G_END_DECLS
