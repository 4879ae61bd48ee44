/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-sign-out.h"

#define AT_MOST_US (10 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  /* Input */
  KarneStore *store;         /* (owned) */
  KarneTransport *transport; /* (owned) */
  KarneClock *clock;         /* (owned) */

  /* In progress */
  GCancellable *cancellable; /* (owned) */
  guint timeout;             /* of the clock */
  GPtrArray *sources;        /* (owned) (nullable) of KarneSource */
  guint next;

  /* Output */
  GError *error; /* (owned) (nullable) the first one */
} Job;

static void
job_free (Job *job)
{
  if (job->timeout != 0)
    karne_clock_remove (job->clock, job->timeout);
  g_object_unref (job->cancellable);
  g_object_unref (job->store);
  g_object_unref (job->transport);
  g_object_unref (job->clock);
  g_clear_pointer (&job->sources, g_ptr_array_unref);
  g_clear_error (&job->error);
  g_free (job);
}

static gboolean
too_long_cb (gpointer data)
{
  Job *job = data;

  job->timeout = 0;
  g_cancellable_cancel (job->cancellable);
  return G_SOURCE_REMOVE;
}

static void sign_out_of_next (GTask *task);

/* (transfer full) (nullable) error */
static void
go_on (GTask *task, GError *error)
{
  Job *job = g_task_get_task_data (task);

  if (error != NULL && job->error == NULL)
    job->error = g_steal_pointer (&error);
  g_clear_error (&error);
  sign_out_of_next (task);
}

static void
signed_out_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  karne_credentials_sign_out_finish (KARNE_CREDENTIALS (object), result, &error);
  go_on (task, error);
}

/* A source that nobody signed in to has nothing to be taken back. */
static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KarneCredentials) credentials = karne_credentials_load_finish (result, &error);

  if (credentials != NULL)
    karne_credentials_sign_out_async (credentials, job->cancellable, signed_out_cb,
                                      g_steal_pointer (&task));
  else if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      go_on (task, NULL);
    }
  else
    go_on (task, error);
}

static void
sign_out_of_next (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  const KarneSource *source;

  if (job->next == job->sources->len)
    {
      if (job->error != NULL)
        g_task_return_error (task, g_steal_pointer (&job->error));
      else
        g_task_return_boolean (task, TRUE);
      return;
    }
  source = job->sources->pdata[job->next++];
  karne_credentials_load_async (job->store, source->id, job->transport, job->clock,
                                job->cancellable, loaded_cb, g_object_ref (task));
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->sources = karne_store_list_sources_finish (KARNE_STORE (object), result, &error);
  if (job->sources == NULL)
    g_task_return_error (task, error);
  else
    sign_out_of_next (task);
}

void
karne_sign_out_async (KarneSession *session,
                      KarneClock *clock,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  KarneStore *store;
  GTask *task;
  Job *job;

  g_return_if_fail (KARNE_IS_SESSION (session) && KARNE_IS_CLOCK (clock));

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, karne_sign_out_async);
  store = karne_session_get_store (session);
  if (store == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  job = g_new0 (Job, 1);
  job->store = g_object_ref (store);
  job->transport = g_object_ref (karne_session_get_transport (session));
  job->clock = g_object_ref (clock);
  job->cancellable = g_cancellable_new ();
  job->timeout = karne_clock_add_timeout (job->clock, AT_MOST_US, too_long_cb, job, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  karne_session_stop (session);
  karne_store_list_sources_async (store, job->cancellable, sources_listed_cb, task);
}

gboolean
karne_sign_out_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
