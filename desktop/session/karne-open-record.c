/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-open-record.h"

typedef struct
{
  /* Input */
  KarneClock *clock;     /* (owned) */
  char *address;         /* (owned) (nullable) a source to be added */
  KarneProfile *profile; /* (owned) (nullable) NULL while it is not known whose record it is */
  KarneCredentials *credentials; /* (owned) (nullable) for the source to be added */
  gboolean lasts;                /* a new space that is to stay */

  /* In progress */
  KarneSpace *space;     /* (owned) (nullable) */
  KarneSession *session; /* (owned) (nullable) */
  GError *error;         /* (owned) (nullable) why what was made is being erased */
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->clock);
  g_free (job->address);
  g_clear_object (&job->profile);
  g_clear_object (&job->credentials);
  g_clear_object (&job->space);
  g_clear_object (&job->session);
  g_clear_error (&job->error);
  g_free (job);
}

static GTask *
make_task (KarneClock *clock,
           gpointer tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->clock = g_object_ref (clock);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  /* What was opened is handed over even to somebody who cancelled meanwhile: nobody else would
   * close it. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Giving up: a space that was made for this goes again */

static void
space_erased_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);

  /* Why it was not opened says more than that an empty space is still there. */
  karne_space_erase_finish (result, NULL);
  g_task_return_error (task, g_steal_pointer (&job->error));
}

static void
space_closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GFile) root = karne_space_get_default_root ();

  karne_space_close_finish (KARNE_SPACE (object), result, NULL);
  if (job->lasts)
    karne_space_erase_async (root, karne_space_get_name (KARNE_SPACE (object)), NULL,
                             space_erased_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&job->error));
}

/* (transfer full) task, error */
static void
give_up (GTask *task, GError *error)
{
  Job *job = g_task_get_task_data (task);

  if (job->space == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  job->error = error;
  karne_space_close_async (job->space, NULL, space_closed_cb, task);
}

/* The session */

static void
session_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_session_start_finish (KARNE_SESSION (object), result, &error))
    {
      give_up (task, error);
      return;
    }
  karne_profile_set_session (job->profile, job->session);
  g_task_return_pointer (task, g_object_ref (job->profile), g_object_unref);
  g_object_unref (task);
}

/* A child’s record is read by somebody else: what is to be hidden from them is. So is that of
 * somebody of whom nothing came yet, who may be a child. */
static KarneRole
get_role (KarneProfile *profile)
{
  return karne_profile_get_patient (profile) == NULL || karne_profile_is_minor (profile)
             ? KARNE_ROLE_REPRESENTATIVE
             : KARNE_ROLE_PERSON;
}

KarneSession *
karne_open_record_make_session (KarneSpace *space, KarneClock *clock, KarneProfile *profile)
{
  KarneAgreement *agreement = karne_profile_get_agreement (profile);

  return agreement != NULL ? karne_session_new_for_helper (space, clock, agreement)
                           : karne_session_new (space, clock, get_role (profile));
}

/* (transfer full) task */
static void
start_session (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  job->session = karne_open_record_make_session (job->space, job->clock, job->profile);
  karne_session_start_async (job->session, g_task_get_cancellable (task), session_started_cb, task);
}

/* Whose record it is, where only the record says it */

static void
person_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) people = karne_view_list_finish (KARNE_VIEW (object), result, &error);
  const KarneItem *person = people != NULL && people->len > 0 ? people->pdata[0] : NULL;

  if (people == NULL)
    {
      give_up (task, error);
      return;
    }
  job->profile = person != NULL ? karne_profile_new (person->id, person->title, person->date)
                                : karne_profile_new (NULL, NULL, NULL);
  start_session (task);
}

/* Before the session is made: how it reads depends on whose record it is. (transfer full) task */
static void
read_person (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  KarneQuery query = { .kind = "Patient", .limit = 1 };
  g_autoptr (KarneView) view =
      karne_view_new (karne_space_get_store (job->space), KARNE_ROLE_REPRESENTATIVE, NULL);

  karne_view_list_async (view, &query, g_task_get_cancellable (task), person_read_cb, task);
}

/* Where it comes from */

/* What the person signed in for is in the sealed file before the first request. */
static void
credentials_kept_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (karne_credentials_keep_finish (KARNE_CREDENTIALS (object), result, &error))
    start_session (task);
  else
    give_up (task, error);
}

static void
source_added_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  gssize source = g_task_propagate_int (G_TASK (result), &error);

  if (error != NULL)
    give_up (task, error);
  else if (job->credentials != NULL)
    karne_credentials_keep_async (job->credentials, KARNE_STORE (object), source, NULL,
                                  credentials_kept_cb, task);
  else
    start_session (task);
}

/* Before the first look, so that this one is told of, too. */
static gboolean
is_told (KarneProfile *profile)
{
  KarneAgreement *agreement = karne_profile_get_agreement (profile);

  return agreement != NULL && karne_agreement_get_tells (agreement);
}

static void
add_source_in_thread (GTask *adding, gpointer object, gpointer data, GCancellable *cancellable)
{
  const Job *job = g_task_get_task_data (data);
  GError *error = NULL;
  gint64 source = karne_store_add_source (KARNE_STORE (object), job->address,
                                          karne_profile_get_patient (job->profile), NULL, &error);

  if (source > 0 && is_told (job->profile) &&
      !karne_store_set_tells (KARNE_STORE (object), source, TRUE, &error))
    g_task_return_error (adding, error);
  else if (source > 0)
    g_task_return_int (adding, (gssize) source);
  else
    g_task_return_error (adding, error);
}

/* (transfer full) task, (transfer full) (nullable) space, error */
static void
take_space (GTask *task, KarneSpace *space, GError *error)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (GTask) adding = NULL;

  job->space = space;
  if (space == NULL)
    {
      give_up (task, error);
      return;
    }
  if (job->address == NULL)
    {
      read_person (task);
      return;
    }
  adding = g_task_new (karne_space_get_store (space), NULL, source_added_cb, task);
  g_task_set_source_tag (adding, take_space);
  g_task_set_task_data (adding, g_object_ref (task), g_object_unref);
  g_task_run_in_thread (adding, add_source_in_thread);
}

static void
ephemeral_made_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  KarneSpace *space = karne_space_create_ephemeral_finish (result, &error);

  take_space (user_data, space, error);
}

static void
new_made_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  KarneSpace *space = karne_space_create_finish (result, &error);

  take_space (user_data, space, error);
}

static void
sealed_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  KarneSpace *space = karne_space_open_finish (result, &error);

  take_space (user_data, space, error);
}

/* The three ways */

void
karne_open_record_ephemeral_async (KarneClock *clock,
                                   const char *address,
                                   KarneProfile *profile,
                                   KarneCredentials *credentials,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task =
      make_task (clock, karne_open_record_ephemeral_async, cancellable, callback, user_data);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GFile) root = karne_space_get_ephemeral_root ();

  job->address = g_strdup (address);
  job->profile = g_object_ref (profile);
  g_set_object (&job->credentials, credentials);
  karne_space_create_ephemeral_async (root, cancellable, ephemeral_made_cb, task);
}

void
karne_open_record_new_async (KarneClock *clock,
                             const char *passphrase,
                             const char *address,
                             const KarnePerson *person,
                             KarneCredentials *credentials,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = make_task (clock, karne_open_record_new_async, cancellable, callback, user_data);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GFile) root = karne_space_get_default_root ();

  job->address = g_strdup (address);
  job->profile = karne_profile_new (person->id, person->name, person->birth_date);
  g_set_object (&job->credentials, credentials);
  job->lasts = TRUE;
  karne_space_create_async (root, KARNE_KEY_HOLDER_PASSPHRASE, passphrase, cancellable, new_made_cb,
                            task);
}

void
karne_open_record_sealed_async (KarneClock *clock,
                                const char *name,
                                const char *passphrase,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = make_task (clock, karne_open_record_sealed_async, cancellable, callback, user_data);
  g_autoptr (GFile) root = karne_space_get_default_root ();

  karne_space_open_async (root, name, passphrase, cancellable, sealed_opened_cb, task);
}

KarneProfile *
karne_open_record_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
