/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "store/karne-store-private.h"
#include "store/karne-worker-private.h"

G_BEGIN_DECLS

/* What the ingest shares with the store: its writing worker, and a transaction that stays open from
 * one of its jobs to the next. All of these run in the writing worker. Another write job that comes
 * between commits what is open first. */

/* (transfer full) task: returns with G_IO_ERROR_CLOSED where the store is closed. */
void karne_store_push_in_writer (KarneStore *self, GTask *task, KarneWorkerFunc func);
sqlite3 *karne_store_get_writing_db (KarneStore *self);
gboolean karne_store_begin_in_worker (KarneStore *self, GError **error);
/* Commits what is open, if anything is, and tells the listeners. On failure everything since the
 * begin is undone. */
gboolean karne_store_commit_in_worker (KarneStore *self, GError **error);
void karne_store_roll_back_in_worker (KarneStore *self);
/* How many transactions came to nothing when they were to be committed, by whomever: who leaves one
 * open between two jobs looks whether it is one more. */
guint karne_store_get_n_lost_in_worker (KarneStore *self);

G_END_DECLS
