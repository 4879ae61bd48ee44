/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sqlite3.h>

#include "fhir/karne-json-private.h"

G_BEGIN_DECLS

/* Whether a version that a server shows is newer than what is known of the same resource. What is
 * older is known, too: by the server's own times, and for one instant by its version numbers. */
typedef enum
{
  KARNE_NEWER_NO,
  KARNE_NEWER_YES,
  KARNE_NEWER_FAILED,
} KarneNewer;

/* row: (out) of what is here; untouched where nothing is. */
KarneNewer karne_newer_than_here (sqlite3 *db,
                                  gint64 source,
                                  const char *kind,
                                  const char *id,
                                  KarneSpan version,
                                  KarneSpan updated,
                                  gint64 *row,
                                  GError **error);
/* Than what was known of it when it was deleted, by whomever. */
KarneNewer karne_newer_than_deleted (sqlite3 *db,
                                     gint64 source,
                                     const char *kind,
                                     const char *id,
                                     KarneSpan version,
                                     KarneSpan updated,
                                     GError **error);

G_END_DECLS
