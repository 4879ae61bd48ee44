/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fhir/karne-json-private.h"
#include "store/karne-outbox-private.h"
#include "store/karne-sql-private.h"

G_BEGIN_DECLS

/* What the parts of the outbox share. */

/* A resource as its row says it. */
typedef struct
{
  gint64 row; /* 0: there is none */
  char *version;
  char *updated;
  char *text;
} KarneHere;

void karne_here_clear (KarneHere *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KarneHere, karne_here_clear)
gboolean karne_here_find (sqlite3 *db,
                          gint64 source,
                          const char *kind,
                          const char *id,
                          KarneHere *here,
                          GError **error);

/* Makes the text what readers see, under a version (nullable) of the server; says so to listeners.
 */
gboolean karne_here_put (KarneStore *store,
                         sqlite3 *db,
                         gint64 source,
                         const char *kind,
                         const char *id,
                         const char *text,
                         const char *version,
                         const char *updated,
                         GError **error);
/* The server has what was sent, as it was sent (`text`), under a version (nullable) of its own:
 * where that is what readers see, only the version is written. confirmed: (out) FALSE where
 * something else came back, or is seen: then nothing was written. */
gboolean karne_here_confirm (KarneStore *store,
                             sqlite3 *db,
                             const KarneOutboxRow *row,
                             const char *text,
                             const char *version,
                             const char *updated,
                             gboolean *confirmed,
                             GError **error);
/* Takes it away from readers. keep_for: the change that may bring it back, with its content; 0
 * none. */
gboolean karne_here_take_away (KarneStore *store,
                               sqlite3 *db,
                               gint64 source,
                               const char *kind,
                               const char *id,
                               gint64 keep_for,
                               GError **error);

/* meta.versionId and meta.lastUpdated of a text (transfer full) (nullable). */
char *karne_text_dup_version (const char *text);
char *karne_text_dup_updated (const char *text);
char *karne_text_dup_id (const char *text);
/* Whether two resources are the same bytes, apart from white space between members and the version
 * and its time. */
gboolean karne_text_is_but_version (const char *a, const char *b);

/* What the journal says. detail: JSON (nullable). */
gboolean karne_journal_note (KarneStore *store,
                             sqlite3 *db,
                             gint64 source,
                             const char *kind,
                             const char *id,
                             const char *what,
                             const char *detail,
                             GError **error);
/* A JSON array of strings (transfer full). */
char *karne_json_array_of (GPtrArray *strings);

/* A statement of outbox.sql with its first parameter. */
KarneStatement *
karne_outbox_statement (sqlite3 *db, const char *name, gint64 first, GError **error);
/* seq: (nullable) (out). */
gboolean karne_outbox_add (KarneStore *store,
                           sqlite3 *db,
                           const KarneOutboxRow *row,
                           gint64 *seq,
                           GError **error);
gboolean karne_outbox_remove (sqlite3 *db, gint64 seq, GError **error);
/* The row behind this one (transfer full) (nullable), error set on failure. */
KarneOutboxRow *karne_outbox_behind (sqlite3 *db, const KarneOutboxRow *row, GError **error);
gboolean karne_outbox_rest_on (sqlite3 *db,
                               gint64 seq,
                               const char *version,
                               const char *updated,
                               const char *base,
                               const char *body,
                               GError **error);

/* In place of the rows of a resource, a conflict; what readers see is theirs (NULL: nothing). */
gboolean karne_conflict_add (KarneStore *store,
                             sqlite3 *db,
                             const KarneOutboxRow *row,
                             const char *theirs,
                             const char *why,
                             GPtrArray *overlaps,
                             GError **error);
gboolean karne_conflict_insert (KarneStore *store,
                                sqlite3 *db,
                                gint64 source,
                                const char *kind,
                                const char *id,
                                const char *base,
                                const char *mine,
                                const char *theirs,
                                const char *why,
                                GPtrArray *overlaps,
                                GError **error);
/* A newer version of theirs: conflicts that are open speak of it. */
gboolean karne_conflict_take_theirs (sqlite3 *db,
                                     gint64 source,
                                     const char *kind,
                                     const char *id,
                                     const char *text,
                                     GError **error);
/* The change that a decision became was taken back: it is to be decided again. */
gboolean karne_conflict_reopen (KarneStore *store,
                                sqlite3 *db,
                                gint64 source,
                                gint64 change,
                                GError **error);
gboolean karne_conflict_rename (sqlite3 *db,
                                gint64 source,
                                const char *kind,
                                const char *from,
                                const char *to,
                                const char *base,
                                GError **error);

G_END_DECLS
