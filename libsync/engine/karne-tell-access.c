/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

#include <string.h>

#include "access/karne-access-telling-private.h"
#include "engine/karne-time-private.h"
#include "karne-error.h"

/* A server that is told who looked at the record gets it last of all in a run: whatever becomes of
 * it, the record is synced.
 *
 * Each row is made at least once: nothing is read back, as it would be of what the person wrote.
 * Where the server takes ids of ours, the one of the row makes it once; where it gives them, a
 * repeat carries the same one inside. */

/* How many rows a run sends: what is left, the next one does. */
#define MOST 64
/* How long a server that refused is left alone with it: seconds. */
#define LEFT_ALONE KARNE_TIME_DAY
/* So much of a body is read, so that the connection is good for the next row: bytes. */
#define ENOUGH 4096

typedef struct
{
  /* Input */
  KarneRun *run; /* (unowned) */
  gint64 now;    /* this computer's time, seconds */

  /* In progress */
  KarneTelling *telling; /* (owned) (nullable) */
  guint next;            /* of its events */
  KarneTries tries;
  KarneResponse *response; /* (owned) (nullable) */
} Tell;

static void
tell_free (gpointer data)
{
  Tell *op = data;

  g_clear_pointer (&op->telling, karne_telling_free);
  g_clear_object (&op->response);
  g_free (op);
}

static void tell_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void tell_next (GTask *task);
static void tell_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void tell_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void tell_noted_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void tell_trouble_noted_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static const KarneAccessEvent *
get_event (const Tell *op)
{
  return op->telling->events->pdata[op->next];
}

/* Noting */

typedef struct
{
  gint64 source;
  gint64 number; /* of what the server has now; 0: a trouble */
  gboolean by_post;
  const char *trouble;
  guint status;
  gint64 at;

  /* Output */
  gboolean is_told;
} Note;

static gboolean
note_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Note *note = data;

  if (note->number > 0)
    return karne_telling_note_told (db, note->source, note->number, note->by_post, &note->is_told,
                                    error);
  return karne_telling_note_trouble (db, note->source, note->trouble, note->status, note->at,
                                     error);
}

static void
note_told (GTask *task)
{
  Tell *op = g_task_get_task_data (task);
  Note *note = g_new0 (Note, 1);

  note->source = op->run->source->id;
  note->number = get_event (op)->number;
  note->by_post = op->telling->by_post;
  op->run->report->told++;
  karne_store_write_async (op->run->store, note_in_worker, note, g_free,
                           g_task_get_cancellable (task), tell_noted_cb, g_object_ref (task));
}

/* What waits is kept, and said to wait. */
static void
note_trouble (GTask *task, const char *trouble, guint status)
{
  Tell *op = g_task_get_task_data (task);
  Note *note = g_new0 (Note, 1);

  g_debug ("A server is not told of the access log: %s, %u", trouble, status);
  note->source = op->run->source->id;
  note->trouble = trouble;
  note->status = status;
  note->at = op->now;
  karne_store_write_async (op->run->store, note_in_worker, note, g_free,
                           g_task_get_cancellable (task), tell_trouble_noted_cb,
                           g_object_ref (task));
}

static void
tell_trouble_noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (karne_store_job_finish (KARNE_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Where it stands */

static gboolean
load_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Tell *op = data;

  op->telling = karne_telling_load (db, op->run->source->id, MOST, error);
  return op->telling != NULL;
}

/* Whichever way the clock was set meanwhile. */
static gboolean
is_left_alone (const Tell *op)
{
  return g_strcmp0 (op->telling->trouble, "refused") == 0 &&
         ABS (op->now - op->telling->since) < LEFT_ALONE;
}

static gboolean
is_new_trouble (const Tell *op, const char *trouble)
{
  return op->telling->is_told && g_strcmp0 (op->telling->trouble, trouble) != 0;
}

static void
tell_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Tell *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (KARNE_STORE (source), result, &error))
    g_task_return_error (task, error);
  else if (!karne_gifts_can (op->run->gifts, "AuditEvent", KARNE_CAPABILITY_CREATE))
    {
      if (is_new_trouble (op, "undeclared"))
        note_trouble (task, "undeclared", 0);
      else
        g_task_return_boolean (task, TRUE);
    }
  else if (is_left_alone (op))
    g_task_return_boolean (task, TRUE);
  else
    tell_next (task);
}

/* Sending */

static gboolean
is_posted (const Tell *op)
{
  return op->telling->by_post || !karne_gifts_takes_ids (op->run->gifts, "AuditEvent");
}

static KarneRequest *
make_request (const Tell *op)
{
  const KarneAccessEvent *event = get_event (op);
  gboolean by_post = is_posted (op);
  g_autofree char *relative =
      by_post ? g_strdup ("AuditEvent") : g_strconcat ("AuditEvent/", event->id, NULL);
  g_autofree char *url = karne_run_url (op->run, relative);
  g_autoptr (GBytes) body = g_bytes_new (event->text, strlen (event->text));
  KarneRequest *request = karne_request_new (by_post ? "POST" : "PUT", url);

  karne_request_set_header (request, "Accept", "application/fhir+json");
  karne_request_set_header (request, "Prefer", "return=minimal");
  if (!by_post)
    karne_request_set_header (request, "If-None-Match", "*");
  karne_request_set_body (request, "application/fhir+json", body);
  return request;
}

static void
tell_next (GTask *task)
{
  Tell *op = g_task_get_task_data (task);
  g_autoptr (KarneRequest) request = NULL;

  if (op->next < op->telling->events->len)
    {
      request = make_request (op);
      op->tries = (KarneTries){ .once = TRUE, .page_may_refuse = TRUE };
      karne_exchange_open_async (op->run->exchange, request, &op->tries,
                                 g_task_get_cancellable (task), tell_sent_cb, g_object_ref (task));
    }
  else if (op->telling->broken > 0 && op->telling->events->len < MOST &&
           is_new_trouble (op, "broken"))
    note_trouble (task, "broken", 0);
  else
    g_task_return_boolean (task, TRUE);
}

/* That there is one of this id already is ours: nobody else can make the id. */
static gboolean
has_taken (const Tell *op, guint status)
{
  return (status >= 200 && status < 300) || (status == 412 && !is_posted (op));
}

/* What may be otherwise in a moment is no refusal: all but 408 of that comes as an error. */
static gboolean
has_refused (guint status)
{
  return (status >= 400 && status < 500 && status != 408) || status == 501;
}

static void
take_refusal (GTask *task, guint status)
{
  Tell *op = g_task_get_task_data (task);

  if (is_posted (op))
    {
      note_trouble (task, "refused", status);
      return;
    }
  /* A server that wants to give the ids says so in as many ways as there are servers. */
  op->telling->by_post = TRUE;
  tell_next (task);
}

/* What cannot be reached, or is busy, is told of it another time. Who does not let us in has just
 * let us read: it is this that we may not. */
static void
tell_failed (GTask *task, GError *error)
{
  g_autoptr (GError) owned = error;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&owned));
  else if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_UNAUTHORIZED))
    note_trouble (task, "refused", 401);
  else if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_CAPTIVE_PORTAL))
    note_trouble (task, "refused", 403);
  else
    g_task_return_boolean (task, TRUE);
}

/* The status says all: there are servers that send nothing after it, and no word that nothing
 * comes. */
static void
tell_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Tell *op = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_object (&op->response);
  op->response = karne_exchange_open_finish (result, &error);
  if (op->response == NULL)
    tell_failed (task, error);
  else
    g_input_stream_skip_async (karne_response_get_body (op->response), ENOUGH, G_PRIORITY_DEFAULT,
                               g_task_get_cancellable (task), tell_read_cb, g_object_ref (task));
}

static void
tell_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Tell *op = g_task_get_task_data (task);
  guint status = karne_response_get_status (op->response);

  g_input_stream_skip_finish (G_INPUT_STREAM (source), result, NULL);
  if (has_taken (op, status))
    note_told (task);
  else if (has_refused (status))
    take_refusal (task, status);
  else
    g_task_return_boolean (task, TRUE);
}

static void
tell_noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Tell *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (KARNE_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (!((Note *) karne_store_job_get_data (result))->is_told)
    {
      /* Somebody turned it off meanwhile. */
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_clear_pointer (&op->telling->trouble, g_free);
  op->next++;
  tell_next (task);
}

void
karne_tell_access_async (KarneRun *run,
                         gint64 now,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Tell *op = g_new0 (Tell, 1);

  g_task_set_source_tag (task, karne_tell_access_async);
  op->run = run;
  op->now = now;
  g_task_set_task_data (task, op, tell_free);
  /* What is noted while it runs is for the next one. */
  if (run->source->tells && run->source->untold > 0)
    karne_store_read_async (run->store, load_in_worker, op, NULL, cancellable, tell_loaded_cb,
                            g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
karne_tell_access_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
