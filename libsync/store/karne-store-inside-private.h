/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "access/karne-access-note-private.h"
#include "platform/karne-lock.h"
#include "store/karne-store-private.h"
#include "store/karne-store-writer-private.h"

G_BEGIN_DECLS

/* The inside of a store, for the files that it is made of. */
struct _KarneStore
{
  GObject parent_instance;

  char *path;              /* (owned) */
  KarneLock *lock;         /* (owned) (nullable) */
  GMutex lock_of_workers;  /* around taking the two that follow away, and giving them jobs */
  KarneWorker *writer;     /* (owned) (nullable) NULL once closed */
  KarneWorker *reader;     /* (owned) (nullable) NULL once it is being closed */
  KarneActor *actor;       /* (owned) (nullable) who changes what is here; under that lock, too */
  sqlite3 *writing_db;     /* (owned) the writer's alone */
  sqlite3 *reading_db;     /* (owned) the reader's alone */
  GMainContext *context;   /* (owned) where `changed` is emitted */
  GPtrArray *open_changes; /* (owned) of KarneChange: the writer's alone, told at the commit */
  gboolean is_open;        /* the writer's alone: a transaction was begun */
  gboolean must_roll_back; /* the writer's alone: what is open is not to be committed */
  guint n_lost;            /* the writer's alone: transactions that ended otherwise than wanted */

  KarneStoreOptions options; /* where ids and times come from */
};

/* What was noted since the begin is told to the listeners. */
void karne_store_tell_changes_in_worker (KarneStore *self);
/* Closes the files, and gives up the lock. */
void karne_store_close_connections (KarneStore *self);

G_END_DECLS
