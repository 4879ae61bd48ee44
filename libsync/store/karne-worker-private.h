/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs jobs one after the other, in the order in which they were given: in a thread of its own, or,
 * for simulations, at once in the caller's. */
typedef struct _KarneWorker KarneWorker;

/* Runs in the worker; must return the task. */
typedef void (*KarneWorkerFunc) (GTask *task);

KarneWorker *karne_worker_new (const char *name, gboolean in_line);
/* Waits for what is queued. */
void karne_worker_free (KarneWorker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KarneWorker, karne_worker_free)

/* (transfer full) task */
void karne_worker_push (KarneWorker *self, GTask *task, KarneWorkerFunc func);
/* The same for what nobody waits for or hears of. */
void karne_worker_push_plain (KarneWorker *self, void (*func) (gpointer data), gpointer data);
/* Whether what is given runs at once, in the caller. */
gboolean karne_worker_is_in_line (KarneWorker *self);

/* For who waits until something has run: whether it may be queued at all, since it may also have to
 * run at once, in the caller; then the queueing, and the waiting. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean is_done;
} KarneWorkerWait;

gboolean karne_worker_has_thread (KarneWorker *self);
void karne_worker_begin (KarneWorker *self,
                         void (*func) (gpointer data),
                         gpointer data,
                         KarneWorkerWait *wait);
void karne_worker_wait (KarneWorkerWait *wait);
/* All of it. */
void karne_worker_run (KarneWorker *self, void (*func) (gpointer data), gpointer data);

G_END_DECLS
