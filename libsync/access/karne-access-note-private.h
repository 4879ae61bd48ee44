/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "access/karne-access-log.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"

G_BEGIN_DECLS

/* Who acts. Never changes. */
struct _KarneActor
{
  gatomicrefcount refs;
  KarneRole reader;
  char *role;      /* (owned) (nullable) */
  char *name;      /* (owned) (nullable) */
  char *structure; /* (owned) (nullable) */
  char *purposes;  /* (owned) (nullable) one a line */
};

KarneActor *karne_actor_new (KarneRole reader,
                             const char *role,
                             const char *name,
                             const char *structure,
                             const char *purposes);
KarneActor *karne_actor_ref (KarneActor *self);
void karne_actor_unref (KarneActor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneActor, karne_actor_unref)

/* What a row says, but its link. */
typedef enum
{
  KARNE_ACCESS_TEXT_ACT,
  KARNE_ACCESS_TEXT_READER,
  KARNE_ACCESS_TEXT_ROLE,
  KARNE_ACCESS_TEXT_NAME,
  KARNE_ACCESS_TEXT_STRUCTURE,
  KARNE_ACCESS_TEXT_PURPOSES,
  KARNE_ACCESS_TEXT_KIND,
  KARNE_ACCESS_TEXT_ID,
  KARNE_ACCESS_TEXT_DETAIL,
  KARNE_ACCESS_N_TEXTS
} KarneAccessText;

typedef struct
{
  gint64 number;
  gint64 at;
  gint64 source;
  const char *texts[KARNE_ACCESS_N_TEXTS]; /* (nullable) each */
} KarneAccessFields;

#define KARNE_ACCESS_LINK_SIZE 32

/* The link of a row: BLAKE2b of the link before it (32 zeros before the first), and of each field
 * by its length and its bytes. */
void karne_access_link (const guint8 *before, const KarneAccessFields *fields, guint8 *link);

/* Of a statement that begins with the columns of a row, so many of them: see access-log/list. */
#define KARNE_ACCESS_N_COLUMNS 14
KarneAccessRow *karne_access_row_from_statement (KarneStatement *statement);

/* In a transaction: the first row that is not as it was written, or is missing; 0 where all are. */
gboolean karne_access_find_broken (sqlite3 *db, gint64 *broken, GError **error);

/* The highest number that a row ever had and the link of the last one; 0 and zeros before the
 * first, -1 with error set. */
gint64 karne_access_find_last (sqlite3 *db, guint8 *link, GError **error);

const char *karne_access_act_to_nick (KarneAccessAct act);
KarneAccessAct karne_access_act_from_nick (const char *nick);
const char *karne_access_reader_to_nick (KarneRole reader);
KarneRole karne_access_reader_from_nick (const char *nick);

/* In a write job: one more row. actor: (nullable) the person; source 0, kind, id, detail
 * (nullable). */
gboolean karne_access_note_in_worker (sqlite3 *db,
                                      const KarneActor *actor,
                                      gint64 at,
                                      KarneAccessAct act,
                                      gint64 source,
                                      const char *kind,
                                      const char *id,
                                      const char *detail,
                                      GError **error);
/* The same for a change that has a number in the outbox, or for a conflict: what it is of is looked
 * up, so this comes before the change. */
gboolean karne_access_note_numbered_in_worker (sqlite3 *db,
                                               const KarneActor *actor,
                                               gint64 at,
                                               KarneAccessAct act,
                                               gint64 number,
                                               GError **error);

/* Notes what one reader does, behind its back: nothing waits for it. What could not be written is
 * written with the next row. From any thread. */
typedef struct _KarneNoter KarneNoter;

KarneNoter *karne_noter_new (KarneStore *store, KarneActor *actor);
KarneNoter *karne_noter_ref (KarneNoter *self);
void karne_noter_unref (KarneNoter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneNoter, karne_noter_unref)

/* (transfer full) */
KarneActor *karne_noter_ref_actor (KarneNoter *self);
void karne_noter_set_actor (KarneNoter *self, KarneActor *actor);
void karne_noter_note (KarneNoter *self,
                       KarneAccessAct act,
                       gint64 source,
                       const char *kind,
                       const char *id,
                       const char *detail);
/* From the one to the other, looks and searches are part of something that is noted as a whole. */
void karne_noter_begin (KarneNoter *self);
void karne_noter_end (KarneNoter *self);

G_END_DECLS
