/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-worker-private.h"

struct _KarneWorker
{
  GThread *thread;    /* (nullable) NULL: in line */
  GAsyncQueue *queue; /* (owned) of KarneJob; the thread holds it too */
};

typedef struct
{
  GTask *task; /* (owned) (nullable) */
  KarneWorkerFunc func;

  void (*plain_func) (gpointer data); /* (nullable) NULL and no task: the end */
  gpointer data;
  KarneWorkerWait *wait; /* (unowned) (nullable) of who waits */
} KarneJob;

static void
tell_end (KarneWorkerWait *wait)
{
  g_mutex_lock (&wait->mutex);
  wait->is_done = TRUE;
  g_cond_signal (&wait->cond);
  g_mutex_unlock (&wait->mutex);
}

static void
run_job (KarneJob *job)
{
  if (job->task != NULL)
    {
      job->func (job->task);
      g_object_unref (job->task);
    }
  else if (job->plain_func != NULL)
    {
      job->plain_func (job->data);
      if (job->wait != NULL)
        tell_end (job->wait);
    }
  g_free (job);
}

static gpointer
worker_thread (gpointer data)
{
  g_autoptr (GAsyncQueue) queue = data;

  for (;;)
    {
      KarneJob *job = g_async_queue_pop (queue);
      gboolean is_end = job->task == NULL && job->plain_func == NULL;

      run_job (job);
      if (is_end)
        return NULL;
    }
}

KarneWorker *
karne_worker_new (const char *name, gboolean in_line)
{
  KarneWorker *self = g_new0 (KarneWorker, 1);

  self->queue = g_async_queue_new ();
  if (!in_line)
    self->thread = g_thread_new (name, worker_thread, g_async_queue_ref (self->queue));
  return self;
}

void
karne_worker_free (KarneWorker *self)
{
  if (self->thread != NULL)
    {
      g_async_queue_push (self->queue, g_new0 (KarneJob, 1));
      /* The last reference to what owns a worker may go in that worker, with its last job: then the
       * thread ends by itself. */
      if (self->thread == g_thread_self ())
        g_thread_unref (self->thread);
      else
        g_thread_join (self->thread);
    }
  g_async_queue_unref (self->queue);
  g_free (self);
}

void
karne_worker_push (KarneWorker *self, GTask *task, KarneWorkerFunc func)
{
  KarneJob *job = g_new0 (KarneJob, 1);

  job->task = task;
  job->func = func;
  if (self->thread == NULL)
    run_job (job);
  else
    g_async_queue_push (self->queue, job);
}

void
karne_worker_push_plain (KarneWorker *self, void (*func) (gpointer data), gpointer data)
{
  KarneJob *job = g_new0 (KarneJob, 1);

  job->plain_func = func;
  job->data = data;
  if (self->thread == NULL)
    run_job (job);
  else
    g_async_queue_push (self->queue, job);
}

gboolean
karne_worker_is_in_line (KarneWorker *self)
{
  return self->thread == NULL;
}

gboolean
karne_worker_has_thread (KarneWorker *self)
{
  return self->thread != NULL && self->thread != g_thread_self ();
}

void
karne_worker_begin (KarneWorker *self,
                    void (*func) (gpointer data),
                    gpointer data,
                    KarneWorkerWait *wait)
{
  KarneJob *job = g_new0 (KarneJob, 1);

  g_mutex_init (&wait->mutex);
  g_cond_init (&wait->cond);
  wait->is_done = FALSE;
  job->plain_func = func;
  job->data = data;
  job->wait = wait;
  g_async_queue_push (self->queue, job);
}

void
karne_worker_wait (KarneWorkerWait *wait)
{
  g_mutex_lock (&wait->mutex);
  while (!wait->is_done)
    g_cond_wait (&wait->cond, &wait->mutex);
  g_mutex_unlock (&wait->mutex);
  g_cond_clear (&wait->cond);
  g_mutex_clear (&wait->mutex);
}

void
karne_worker_run (KarneWorker *self, void (*func) (gpointer data), gpointer data)
{
  KarneWorkerWait wait;

  if (!karne_worker_has_thread (self))
    {
      func (data);
      return;
    }
  karne_worker_begin (self, func, data, &wait);
  karne_worker_wait (&wait);
}
