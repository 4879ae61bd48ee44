/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sqlite3.h>

#include "platform/karne-lock.h"
#include "store/karne-store.h"

G_BEGIN_DECLS

/* How a store runs its statements. THREADS: one worker for the writing connection, one for the
 * reading one. INLINE: in the caller, for simulations. */
typedef enum
{
  KARNE_STORE_THREADS,
  KARNE_STORE_INLINE,
} KarneStoreRunner;

typedef struct
{
  KarneStoreRunner runner;
  const char *vfs; /* (nullable) name of a SQLite VFS; NULL for the system's */
  guint page_cache_kib;

  /* (nullable) Where new ids (transfer full) and this computer's time (seconds) come from: for
   * simulations. */
  char *(*make_uuid) (gpointer data);
  gint64 (*get_time) (gpointer data);
  gpointer data;
} KarneStoreOptions;

KarneStore *karne_store_create_full (const char *path,
                                     KarneKey *key,
                                     const KarneStoreOptions *options,
                                     GError **error);
KarneStore *karne_store_open_full (const char *path,
                                   KarneKey *key,
                                   const KarneStoreOptions *options,
                                   GError **error);

/* A job with a connection. In the worker's thread; sets error and returns FALSE, or returns TRUE.
 * `data` is whatever both sides agree on. */
typedef gboolean (*KarneStoreJob) (sqlite3 *db,
                                   gpointer data,
                                   GCancellable *cancellable,
                                   GError **error);

/* Runs a job in order, on the writing or the reading connection, and calls back in the caller's
 * thread-default main context. A write job runs inside a transaction of its own, committed before
 * the call-back: a failed job leaves nothing behind. `data` must live until then. */
void karne_store_write_async (KarneStore *self,
                              KarneStoreJob job,
                              gpointer data,
                              GDestroyNotify free_data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* The same for what the person did: on the disk by the time of the call-back. */
void karne_store_write_durably_async (KarneStore *self,
                                      KarneStoreJob job,
                                      gpointer data,
                                      GDestroyNotify free_data,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void karne_store_read_async (KarneStore *self,
                             KarneStoreJob job,
                             gpointer data,
                             GDestroyNotify free_data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean karne_store_job_finish (KarneStore *self, GAsyncResult *result, GError **error);
gpointer karne_store_job_get_data (GAsyncResult *result);
/* Takes what a job that went well came to out of its data. */
typedef gpointer (*KarneStoreTake) (gpointer data);
/* Answers a public call (transfer full) with what a read job came to, which `free_answer` frees
 * where nobody wants it any more; without `take`, with TRUE. Who cancelled meanwhile gets no
 * answer. */
void karne_store_answer_async (KarneStore *self,
                               GTask *task,
                               KarneStoreJob job,
                               gpointer data,
                               GDestroyNotify free_data,
                               KarneStoreTake take,
                               GDestroyNotify free_answer);
/* Either, waiting. */
gboolean karne_store_write (KarneStore *self, KarneStoreJob job, gpointer data, GError **error);
gboolean
karne_store_write_durably (KarneStore *self, KarneStoreJob job, gpointer data, GError **error);
gboolean karne_store_read (KarneStore *self, KarneStoreJob job, gpointer data, GError **error);

/* Runs a write job in its turn, in a transaction of its own, for who goes on without it: `done`
 * says in the worker what came of it, or here where the store is closed, and does away with `data`.
 * From any thread, a job too. */
typedef void (*KarneStoreDone) (gpointer data, gboolean ok);
void
karne_store_write_behind (KarneStore *self, KarneStoreJob job, gpointer data, KarneStoreDone done);

/* Who changes what is in the store, as its access log says it; (nullable) the person. */
typedef struct _KarneActor KarneActor;
void karne_store_set_actor (KarneStore *self, KarneActor *actor);
/* (transfer full) (nullable) */
KarneActor *karne_store_ref_actor (KarneStore *self);

/* Where `changed` is emitted from now on: for one that was opened in another thread than its
 * user's. Before anything can have changed. */
/* As karne_store_close () and karne_store_open (), with the lock kept in between: lock is set by
 * the one, and taken by the other unless it fails. */
gboolean karne_store_close_keeping_lock (KarneStore *self, KarneLock **lock, GError **error);
KarneStore *karne_store_open_locked (GFile *file, KarneKey *key, KarneLock **lock, GError **error);

void karne_store_set_context (KarneStore *self, GMainContext *context);

/* In a read job: a source by its number. NOT_FOUND. */
KarneSource *karne_source_load (sqlite3 *db, gint64 source, GError **error);

/* (transfer full) */
char *karne_store_make_uuid (KarneStore *self);
/* Seconds since 1970, by this computer's clock: shown, never compared. */
gint64 karne_store_get_time (KarneStore *self);

/* Says, from inside a write job, that a resource changed: told to listeners after the commit. */
void karne_store_note_change (KarneStore *self, gint64 source, const char *kind, const char *id);

G_END_DECLS
