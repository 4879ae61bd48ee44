/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sqlite3.h>

#include "access/karne-access-log.h"

G_BEGIN_DECLS

/* What a server is told of one row. */
typedef struct
{
  gint64 number;
  char *id;   /* (owned) */
  char *text; /* (owned) the AuditEvent */
} KarneAccessEvent;

/* How far a server was told of the access log, and what it is to be told next. */
typedef struct
{
  gboolean is_told;  /* FALSE: it is told nothing, and the rest is empty */
  gboolean by_post;  /* it gives the ids itself */
  char *trouble;     /* (owned) (nullable) nick of why rows wait */
  gint64 since;      /* this computer's time of that, seconds; 0 */
  gint64 broken;     /* number of the first row that is not as it was written; 0 none */
  GPtrArray *events; /* (owned) of KarneAccessEvent, the oldest first, none from `broken` on */
} KarneTelling;

void karne_telling_free (KarneTelling *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneTelling, karne_telling_free)

/* In a read job: at most so many. */
KarneTelling *karne_telling_load (sqlite3 *db, gint64 source, guint most, GError **error);

/* In a read job: sets `events` of each. rows: of KarneAccessRow */
gboolean karne_telling_name_events (sqlite3 *db, GPtrArray *rows, GError **error);

/* In a write job. is_told: FALSE where the person wants it no more. */
gboolean karne_telling_note_told (sqlite3 *db,
                                  gint64 source,
                                  gint64 number,
                                  gboolean by_post,
                                  gboolean *is_told,
                                  GError **error);
/* trouble: a nick; status: of the answer, 0 where there was none; at: this computer's time. */
gboolean karne_telling_note_trouble (sqlite3 *db,
                                     gint64 source,
                                     const char *trouble,
                                     guint status,
                                     gint64 at,
                                     GError **error);

G_END_DECLS
