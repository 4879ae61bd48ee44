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
/* The same, waiting until it has run. */
void karne_worker_run (KarneWorker *self, void (*func) (gpointer data), gpointer data);

G_END_DECLS
