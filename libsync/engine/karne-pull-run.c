/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

#include "engine/karne-time-private.h"
#include "karne-error.h"

/* So many kinds that fail one after the other are the server's state, not theirs. */
#define MAX_FAILED_KINDS 3

/* One run, step by step: what the server can do, what changed, what never came whole, what is gone,
 * who is referred to, what the server is to know of who looked; and then what is to be remembered
 * of it. */
typedef struct
{
  KarneRun *run;   /* (owned) */
  guint next;      /* kind that comes next, in the stage under way */
  guint n_failed;  /* kinds that failed one after the other */
  gboolean first;  /* nothing was ever pulled whole before */
  GError *error;   /* (owned) (nullable) what ended the run */
  GError *refusal; /* (owned) (nullable) what ended the sending of changes, and not the run */

  KarneTransport *transport; /* (owned) */
  KarneClock *clock;         /* (owned) */
  guint64 sent;              /* over this transport before the run */
  guint64 received;
  guint exchanges;
} Steps;

static void
steps_free (Steps *steps)
{
  g_clear_pointer (&steps->run, karne_run_free);
  g_clear_object (&steps->transport);
  g_clear_object (&steps->clock);
  g_clear_error (&steps->error);
  g_clear_error (&steps->refusal);
  g_free (steps);
}

static void run_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_gifts_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_push (GTask *task);
static void run_pushed_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_changes (GTask *task);
static void run_changes_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_next_pages (GTask *task);
static void run_pages_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_failed_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_count (GTask *task);
static void run_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_next_listing (GTask *task);
static void run_listing_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_references_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_again_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_told_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void run_end (GTask *task, GError *error);
static void run_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Where it stands */

static gboolean
load_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneRun *run = data;

  for (guint i = 0; i < run->kinds->len; i++)
    {
      KarneKindRun *kind = g_ptr_array_index (run->kinds, i);

      kind->state = karne_pull_state_load (db, run->source->id, kind->kind->name, error);
      if (kind->state == NULL)
        return FALSE;
      kind->here = karne_run_count_here (run, db, kind->kind);
    }

  return TRUE;
}

static void
run_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Steps *steps = g_task_get_task_data (task);
  KarneRun *run = steps->run;
  GError *error = NULL;

  if (!karne_store_job_finish (run->store, result, &error))
    run_end (task, error);
  else if (!run->gifts->asked)
    karne_pull_gifts_async (run, g_task_get_cancellable (task), run_gifts_cb, g_object_ref (task));
  else
    run_push (task);
}

/* What the person changed goes first: it is what could be lost. */
static void
run_push (GTask *task)
{
  Steps *steps = g_task_get_task_data (task);

  karne_push_run_async (steps->run, g_task_get_cancellable (task), run_pushed_cb,
                        g_object_ref (task));
}

/* A server that fails when it is written to may still be read. */
static gboolean
is_of_writing (const GError *error)
{
  return g_error_matches (error, KARNE_ERROR, KARNE_ERROR_SERVER) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_THROTTLED) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_PROTOCOL) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_TRUNCATED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static void
run_pushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Steps *steps = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_push_run_finish (result, &error) && !is_of_writing (error))
    {
      run_end (task, error);
      return;
    }
  steps->refusal = error;
  run_changes (task);
}

static void
run_gifts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (!karne_pull_gifts_finish (result, &error))
    run_end (task, error);
  else
    run_push (task);
}

/* What changed */

static gboolean
is_state (const KarneKindRun *kind, const char *state)
{
  return g_strcmp0 (kind->state->state, state) == 0;
}

/* A kind whose pull was cut goes on by the page; so does one that was never whole. One that was
 * refused is asked about with the changes. */
static void
sort_kinds (Steps *steps)
{
  KarneRun *run = steps->run;

  steps->first = TRUE;
  for (guint i = 0; i < run->kinds->len; i++)
    {
      KarneKindRun *kind = g_ptr_array_index (run->kinds, i);

      if (kind->state->cursor != NULL)
        steps->first = FALSE;
      kind->needs_pages =
          !karne_gifts_lacks_kind (run->gifts, kind->kind->name) &&
          !(is_state (kind, "refused") && kind->kind->access != KARNE_KIND_PERSON) &&
          (kind->state->cursor == NULL || kind->state->resume != NULL ||
           is_state (kind, "running") || is_state (kind, "failed"));
    }
}

static gboolean
has_other_than_pages (KarneRun *run)
{
  for (guint i = 0; i < run->kinds->len; i++)
    {
      KarneKindRun *kind = g_ptr_array_index (run->kinds, i);

      if (!kind->needs_pages && !karne_gifts_lacks_kind (run->gifts, kind->kind->name))
        return TRUE;
    }

  return FALSE;
}

static void
run_changes (GTask *task)
{
  Steps *steps = g_task_get_task_data (task);

  sort_kinds (steps);
  if (has_other_than_pages (steps->run))
    karne_pull_changes_async (steps->run, g_task_get_cancellable (task), run_changes_cb,
                              g_object_ref (task));
  else
    run_next_pages (task);
}

static void
run_changes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (!karne_pull_changes_finish (result, &error))
    run_end (task, error);
  else
    run_next_pages (task);
}

/* Page by page, in the order of usefulness */

static void
run_next_pages (GTask *task)
{
  Steps *steps = g_task_get_task_data (task);
  KarneRun *run = steps->run;

  while (steps->next < run->kinds->len)
    {
      KarneKindRun *kind = g_ptr_array_index (run->kinds, steps->next);

      if (kind->needs_pages)
        {
          karne_pull_pages_async (run, kind, KARNE_PAGES_ALL, g_task_get_cancellable (task),
                                  run_pages_cb, g_object_ref (task));
          return;
        }
      steps->next++;
    }

  run_count (task);
}

/* Without its Patient, a record is nobody's. */
static GError *
check_person (const KarneKindRun *kind)
{
  if (kind->kind->access != KARNE_KIND_PERSON)
    return NULL;
  if (is_state (kind, "refused") && kind->status == 403)
    return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_FORBIDDEN,
                                "Looking for the Patient: the server refuses");
  if (kind->here == 0 && !is_state (kind, "partial"))
    return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                                "Looking for the Patient: the server has none of that id");
  if (kind->here == 0)
    return g_error_new_literal (KARNE_ERROR, KARNE_ERROR_PROTOCOL,
                                "Looking for the Patient: the answer could not be read");
  return NULL;
}

/* What may be the matter of one kind: its answers are too slow, always cut, or make the server
 * fail. */
static gboolean
is_of_one_kind (const GError *error)
{
  return g_error_matches (error, KARNE_ERROR, KARNE_ERROR_SERVER) ||
         g_error_matches (error, KARNE_ERROR, KARNE_ERROR_TRUNCATED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static void
kind_failed (GTask *task, KarneKindRun *kind, GError *error)
{
  Steps *steps = g_task_get_task_data (task);
  g_autoptr (GPtrArray) kinds = g_ptr_array_new ();

  karne_run_note_reason (steps->run, kind, "failed");
  if (++steps->n_failed >= MAX_FAILED_KINDS || kind->kind->access == KARNE_KIND_PERSON)
    {
      run_end (task, error);
      return;
    }

  g_error_free (error);
  g_free (kind->state->state);
  kind->state->state = g_strdup ("failed");
  /* A link that brings nothing but failures may be an old one: the next run begins at the cursor.
   */
  if (kind->n_matches == 0)
    g_clear_pointer (&kind->state->resume, g_free);
  g_ptr_array_add (kinds, kind);
  steps->next++;
  karne_run_save_async (steps->run, kinds, g_task_get_cancellable (task), run_failed_saved_cb,
                        g_object_ref (task));
}

static void
run_failed_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Steps *steps = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_run_save_finish (steps->run, result, &error))
    run_end (task, error);
  else
    run_next_pages (task);
}

static void
run_pages_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Steps *steps = g_task_get_task_data (task);
  KarneKindRun *kind = g_ptr_array_index (steps->run->kinds, steps->next);
  GError *error = NULL;

  if (karne_pull_pages_finish (result, NULL, &error))
    error = check_person (kind);
  else if (is_of_one_kind (error))
    {
      kind_failed (task, kind, error);
      return;
    }

  if (error != NULL)
    {
      run_end (task, error);
      return;
    }
  steps->n_failed = 0;
  steps->next++;
  run_next_pages (task);
}

/* What is gone */

static gboolean
count_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KarneRun *run = data;

  for (guint i = 0; i < run->kinds->len; i++)
    {
      KarneKindRun *kind = g_ptr_array_index (run->kinds, i);

      kind->here = karne_run_count_here (run, db, kind->kind);
    }

  return TRUE;
}

static void
run_count (GTask *task)
{
  Steps *steps = g_task_get_task_data (task);

  steps->next = 0;
  karne_store_read_async (steps->run->store, count_in_worker, steps->run, NULL,
                          g_task_get_cancellable (task), run_counted_cb, g_object_ref (task));
}

static void
run_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Steps *steps = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (steps->run->store, result, &error))
    run_end (task, error);
  else
    run_next_listing (task);
}

/* A difference that stood already at the end of the last listing is no news: there are servers that
 * count what they do not show. */
static gboolean
is_listing_due (KarneRun *run, const KarneKindRun *kind)
{
  const KarnePullState *state = kind->state;
  gint64 listed = karne_time_from_instant (state->listed);

  if (kind->kind->access == KARNE_KIND_PERSON || state->cursor == NULL || state->resume != NULL ||
      !(is_state (kind, "whole") || is_state (kind, "partial")))
    return FALSE;
  if (kind->needs_listing || state->list_resume != NULL)
    return TRUE;
  if (run->now >= 0 && (listed < 0 || ABS (run->now - listed) > KARNE_TIME_DAY))
    return TRUE;

  return kind->there >= 0 && kind->there != kind->here &&
         !(kind->there == state->list_total && kind->here == state->list_here);
}

static void
run_next_listing (GTask *task)
{
  Steps *steps = g_task_get_task_data (task);
  KarneRun *run = steps->run;

  for (; steps->next < run->kinds->len; steps->next++)
    {
      KarneKindRun *kind = g_ptr_array_index (run->kinds, steps->next);

      if (is_listing_due (run, kind))
        {
          karne_pull_listing_async (run, kind, g_task_get_cancellable (task), run_listing_cb,
                                    g_object_ref (task));
          return;
        }
    }

  karne_pull_references_async (run, g_task_get_cancellable (task), run_references_cb,
                               g_object_ref (task));
}

static void
run_listing_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Steps *steps = g_task_get_task_data (task);
  KarneKindRun *kind = g_ptr_array_index (steps->run->kinds, steps->next);
  GError *error = NULL;

  if (!karne_pull_listing_finish (result, &error))
    {
      gboolean next = g_error_matches (error, KARNE_ERROR, KARNE_ERROR_SERVER) &&
                      ++steps->n_failed < MAX_FAILED_KINDS;

      if (!next)
        {
          run_end (task, error);
          return;
        }
      karne_run_note_reason (steps->run, kind, "failed");
      g_error_free (error);
    }

  steps->next++;
  run_next_listing (task);
}

static void
run_references_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Steps *steps = g_task_get_task_data (task);
  GError *error = NULL;

  /* Names are missing; the record is not. */
  if (!karne_pull_references_finish (result, &error) &&
      g_error_matches (error, KARNE_ERROR, KARNE_ERROR_SERVER))
    {
      g_clear_error (&error);
      karne_run_note_reason (steps->run, g_ptr_array_index (steps->run->kinds, 0), "names");
    }
  if (error != NULL || steps->refusal != NULL)
    run_end (task, error);
  else
    karne_push_run_async (steps->run, g_task_get_cancellable (task), run_again_cb,
                          g_object_ref (task));
}

/* What the pull merged with what it brought. */
static void
run_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Steps *steps = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_push_run_finish (result, &error) && is_of_writing (error))
    {
      steps->refusal = error;
      error = NULL;
    }
  if (error != NULL || steps->refusal != NULL)
    run_end (task, error);
  else
    karne_tell_access_async (steps->run, karne_clock_get_real (steps->clock) / G_USEC_PER_SEC,
                             g_task_get_cancellable (task), run_told_cb, g_object_ref (task));
}

/* Whoever cancels here has all of the record. */
static void
run_told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (!karne_tell_access_finish (result, &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&error);
  run_end (task, error);
}

/* The end */

typedef struct
{
  gint64 source;
  char *gifts;  /* (owned) (nullable) */
  char *pulled; /* (owned) (nullable) */
  gint64 checked;
  const char *trouble; /* (nullable) */
} Outcome;

static void
outcome_free (Outcome *outcome)
{
  g_clear_pointer (&outcome->gifts, g_free);
  g_clear_pointer (&outcome->pulled, g_free);
  g_free (outcome);
}

static gboolean
save_outcome_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Outcome *outcome = data;

  if (outcome->gifts != NULL &&
      !karne_source_save_gifts (db, outcome->source, outcome->gifts, error))
    return FALSE;

  return karne_source_save_outcome (db, outcome->source, outcome->pulled, outcome->checked,
                                    outcome->trouble, error);
}

/* Something that could be had another time is missing: the copy is not as fresh as it looks. */
static gboolean
has_failed_kinds (KarneRun *run)
{
  for (guint i = 0; i < run->kinds->len; i++)
    {
      KarneKindRun *kind = g_ptr_array_index (run->kinds, i);

      if (is_state (kind, "running") || is_state (kind, "failed") ||
          g_strcmp0 (kind->reason, "read") == 0 || g_strcmp0 (kind->reason, "failed") == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_all_pulled (KarneRun *run)
{
  for (guint i = 0; i < run->kinds->len; i++)
    {
      KarneKindRun *kind = g_ptr_array_index (run->kinds, i);

      if (kind->needs_pages)
        return FALSE;
    }

  return !has_failed_kinds (run);
}

static gboolean
is_nothing_of_this_person (Steps *steps)
{
  KarneRun *run = steps->run;

  for (guint i = 0; i < run->kinds->len; i++)
    {
      KarneKindRun *kind = g_ptr_array_index (run->kinds, i);

      if (kind->kind->access != KARNE_KIND_PERSON && kind->here > 0)
        return FALSE;
    }

  return steps->first;
}

static GStrv
name_partial_kinds (KarneRun *run)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < run->kinds->len; i++)
    {
      KarneKindRun *kind = g_ptr_array_index (run->kinds, i);

      if (kind->reason != NULL)
        {
          g_autofree char *name = g_strdup_printf ("%s:%s", kind->kind->name, kind->reason);

          g_strv_builder_add (builder, name);
        }
    }

  return g_strv_builder_end (builder);
}

static void
fill_report (Steps *steps)
{
  KarneSyncReport *report = steps->run->report;
  guint64 sent = 0, received = 0;
  guint exchanges = 0;

  karne_transport_get_bytes (steps->transport, &sent, &received, &exchanges);
  report->bytes_sent = sent - steps->sent;
  report->bytes_received = received - steps->received;
  report->exchanges = exchanges - steps->exchanges;
  report->kinds_partial = name_partial_kinds (steps->run);
  report->nothing_of_this_person = is_nothing_of_this_person (steps);
}

/* What happened is written down even when it is an error; then the error is what is said. */
static void
run_end (GTask *task, GError *error)
{
  Steps *steps = g_task_get_task_data (task);
  KarneRun *run = steps->run;
  Outcome *outcome = NULL;

  steps->error = error;
  fill_report (steps);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&steps->error));
      return;
    }

  outcome = g_new0 (Outcome, 1);
  outcome->source = run->source->id;
  outcome->gifts = run->gifts->changed ? karne_gifts_to_json (run->gifts) : NULL;
  outcome->pulled = error == NULL && run->now >= 0 && is_all_pulled (run)
                        ? karne_time_to_instant (run->now)
                        : NULL;
  outcome->checked = karne_clock_get_real (steps->clock) / G_USEC_PER_SEC;
  if (error != NULL)
    outcome->trouble = karne_error_to_nick (error);
  else if (steps->refusal != NULL)
    outcome->trouble = karne_error_to_nick (steps->refusal);
  else if (has_failed_kinds (run))
    outcome->trouble = "server";
  karne_store_write_async (run->store, save_outcome_in_worker, outcome,
                           (GDestroyNotify) outcome_free, NULL, run_ended_cb, g_object_ref (task));
}

static void
run_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Steps *steps = g_task_get_task_data (task);
  GError *error = NULL;

  karne_store_job_finish (steps->run->store, result, &error);
  if (steps->error != NULL)
    {
      g_clear_error (&error);
      g_task_return_error (task, g_steal_pointer (&steps->error));
    }
  else if (error != NULL)
    {
      g_task_return_error (task, error);
    }
  else
    {
      g_task_return_pointer (task, g_steal_pointer (&steps->run->report),
                             (GDestroyNotify) karne_sync_report_free);
    }
}

void
karne_pull_run_async (KarneRun *run,
                      KarneTransport *transport,
                      KarneClock *clock,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Steps *steps = g_new0 (Steps, 1);

  g_task_set_source_tag (task, karne_pull_run_async);
  steps->run = run;
  steps->transport = g_object_ref (transport);
  steps->clock = g_object_ref (clock);
  karne_transport_get_bytes (transport, &steps->sent, &steps->received, &steps->exchanges);
  g_task_set_task_data (task, steps, (GDestroyNotify) steps_free);

  karne_store_read_async (run->store, load_in_worker, run, NULL, cancellable, run_loaded_cb,
                          g_object_ref (task));
}

KarneSyncReport *
karne_pull_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
