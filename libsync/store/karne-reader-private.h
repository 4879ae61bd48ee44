/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "access/karne-access-note-private.h"
#include "access/karne-habilitation-private.h"
#include "store/karne-sql-private.h"
#include "store/karne-view.h"

G_BEGIN_DECLS

/* Who reads, and what that one may see: goes with a read to the reading worker. Never changes. */
typedef struct
{
  gatomicrefcount refs;
  KarneRole role;
  KarneHabilitation *matrix;                /* (owned) (nullable) of a helper */
  const KarneHabilitationRole *habilitated; /* (nullable) in the matrix: NULL sees nothing */
  KarneNoter *noter;                        /* (owned) what it does is noted there */
} KarneReader;

/* `role_id` is the role of a helper in the matrix; takes the noter. */
KarneReader *karne_reader_new (KarneRole role,
                               KarneHabilitation *matrix,
                               const char *role_id,
                               KarneNoter *noter);
KarneReader *karne_reader_ref (KarneReader *self);
void karne_reader_unref (KarneReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneReader, karne_reader_unref)

/* Whether more than labels keeps something from it: the statement must ask `karne_level ()`. */
gboolean karne_reader_is_restricted (const KarneReader *self);

/* The most that it may see of anything of a kind. */
KarneAccessLevel karne_reader_get_most (const KarneReader *self, const char *kind);

/* Binds what a statement has of :hidden, :hidden_too and :reader. The reader must live until the
 * statement is released. */
void karne_reader_bind (KarneReader *self, KarneStatement *statement);

/* Gives statements the function `karne_level (:reader, kind, labels, categories)`: a
 * KarneAccessLevel. Labels are JSON arrays of Coding and CodeableConcept, one after the other;
 * categories those of a document, as JSON, NULL for any other kind. Without a reader, or where
 * anything is not understood, it is 0. */
gboolean karne_reader_install (sqlite3 *db, GError **error);

G_END_DECLS
