/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "store/karne-store-private.h"

/* What every public call that reads without waiting has in common. */

typedef struct
{
  GTask *task; /* (owned) of the call */
  KarneStoreTake take;
  GDestroyNotify free_answer;
} Answer;

static void
answer_free (Answer *answer)
{
  g_object_unref (answer->task);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static void
job_done_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Answer) answer = user_data;
  GError *error = NULL;

  if (!karne_store_job_finish (KARNE_STORE (store), result, &error))
    g_task_return_error (answer->task, error);
  else if (answer->take == NULL)
    g_task_return_boolean (answer->task, TRUE);
  else
    g_task_return_pointer (answer->task, answer->take (karne_store_job_get_data (result)),
                           answer->free_answer);
}

void
karne_store_answer_async (KarneStore *self,
                          GTask *task,
                          KarneStoreJob job,
                          gpointer data,
                          GDestroyNotify free_data,
                          KarneStoreTake take,
                          GDestroyNotify free_answer)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->task = task;
  answer->take = take;
  answer->free_answer = free_answer;
  karne_store_read_async (self, job, data, free_data, g_task_get_cancellable (task), job_done_cb,
                          answer);
}
