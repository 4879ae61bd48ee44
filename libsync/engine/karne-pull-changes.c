/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "engine/karne-run-private.h"

#include "engine/karne-time-private.h"
#include "karne-error.h"

#include <string.h>

/* So many ids are asked for of each kind: more changes than that are pulled by the page. */
#define DELTA_SIZE 20
#define DELTA_MOST 100

typedef enum
{
  QUESTION_PERSON,  /* is the Patient there, in which version? */
  QUESTION_DELTA,   /* what changed since the cursor? */
  QUESTION_COUNT,   /* how many are there? */
  QUESTION_REFUSED, /* is a kind that was refused still refused? */
} QuestionType;

typedef struct
{
  QuestionType type;
  KarneKindRun *kind;
} Question;

/* What came of one delta. */
typedef struct
{
  KarneKindRun *kind;
  const KarneAnswer *answer; /* belongs to its ask */
  const char *cursor;

  /* Output of the worker */
  GPtrArray *unknown; /* (owned) of char* "Kind/id" */
  guint n_known;
  gboolean ignores_since;
  gboolean to_be_counted; /* there is more, probably known: the count will tell */
  gboolean needs_pages;
} Delta;

static void
delta_free (Delta *delta)
{
  g_clear_pointer (&delta->unknown, g_ptr_array_unref);
  g_free (delta);
}

typedef struct
{
  /* Input */
  KarneRun *run;

  /* In progress */
  GPtrArray *questions; /* (owned) of Question */
  GPtrArray *asks;      /* (owned) of KarneAsk, their data a Question */
  GPtrArray *deltas;    /* (owned) of Delta */
  GPtrArray *moved;     /* (owned) of KarneKindRun: whose states are to be saved */
  guint n_refused;      /* deltas that the server does not take */
} Changes;

static void
changes_free (Changes *op)
{
  g_clear_pointer (&op->deltas, g_ptr_array_unref);
  g_clear_pointer (&op->asks, g_ptr_array_unref);
  g_clear_pointer (&op->questions, g_ptr_array_unref);
  g_clear_pointer (&op->moved, g_ptr_array_unref);
  g_free (op);
}

/* Asking */

static void
ask (Changes *op, QuestionType type, KarneKindRun *kind, const char *rest)
{
  GString *url = karne_run_search (op->run, kind->kind);
  Question *question = g_new0 (Question, 1);

  question->type = type;
  question->kind = kind;
  g_ptr_array_add (op->questions, question);
  g_string_append (url, rest);
  g_ptr_array_add (op->asks, karne_ask_new (g_string_free (url, FALSE), question));
}

static const char *
elements (Changes *op)
{
  return op->run->gifts->elements ? "&_elements=id,meta" : "";
}

/* Newest first: what changed stands on the first page. */
static void
ask_delta (Changes *op, KarneKindRun *kind)
{
  KarneGifts *gifts = op->run->gifts;
  g_autofree char *count =
      gifts->count ? g_strdup_printf ("&_count=%u", DELTA_SIZE) : g_strdup ("");
  g_autofree char *rest =
      g_strdup_printf ("&_lastUpdated=ge%s%s%s%s", kind->state->cursor, elements (op), count,
                       gifts->sort ? "&_sort=-_lastUpdated" : "");

  ask (op, QUESTION_DELTA, kind, rest);
}

static void
ask_about (Changes *op, KarneKindRun *kind)
{
  KarneGifts *gifts = op->run->gifts;
  gboolean refused =
      kind->kind->access != KARNE_KIND_PERSON && g_strcmp0 (kind->state->state, "refused") == 0;

  if (kind->needs_pages || karne_gifts_lacks_kind (gifts, kind->kind->name))
    return;
  if (refused)
    ask (op, QUESTION_REFUSED, kind, gifts->count ? "&_count=1" : "");
  else if (kind->kind->access == KARNE_KIND_PERSON)
    ask (op, QUESTION_PERSON, kind, elements (op));
  else if (gifts->last_updated)
    ask_delta (op, kind);
  else
    kind->needs_listing = TRUE;
  /* Where there is none here, none can be gone. */
  if (!refused && kind->kind->access != KARNE_KIND_PERSON && kind->here > 0 && gifts->summary)
    ask (op, QUESTION_COUNT, kind, "&_summary=count");
}

static void changes_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void changes_compared_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void changes_read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void changes_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void changes_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Answers */

static gboolean
is_searchset (const KarneAsk *asked)
{
  return asked->status >= 200 && asked->status < 300 && asked->answer != NULL &&
         karne_answer_is_bundle (asked->answer, "searchset");
}

static void
set_state (KarneKindRun *kind, const char *state)
{
  g_free (kind->state->state);
  kind->state->state = g_strdup (state);
}

static void
take_count (Changes *op, const KarneAsk *asked, KarneKindRun *kind)
{
  gboolean useful =
      is_searchset (asked) && asked->answer->total >= 0 && asked->answer->entries->len == 0;

  if (useful)
    kind->there = asked->answer->total;
  else if (asked->status != 403 && asked->status != 404 && asked->status < 500)
    karne_gifts_lose (op->run->gifts, &op->run->gifts->summary);
}

static void
add_delta (Changes *op, const KarneAsk *asked, KarneKindRun *kind)
{
  Delta *delta = g_new0 (Delta, 1);

  delta->kind = kind;
  delta->answer = asked->answer;
  delta->cursor = kind->state->cursor;
  delta->unknown = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (op->deltas, delta);
}

static void
take_delta (Changes *op, const KarneAsk *asked, KarneKindRun *kind)
{
  guint status = asked->status;

  if (is_searchset (asked))
    {
      add_delta (op, asked, kind);
    }
  else if (status == 403 || status == 404)
    {
      set_state (kind, "refused");
      karne_run_note_reason (op->run, kind, "refused");
      g_ptr_array_add (op->moved, kind);
    }
  else if (status >= 400 && (status < 500 || status == 501))
    {
      kind->needs_listing = TRUE;
      op->n_refused++;
    }
  else if (status >= 500)
    {
      karne_run_note_reason (op->run, kind, "failed");
    }
  else
    {
      kind->needs_pages = TRUE;
    }
}

/* There are servers that find any id which holds the one that was asked for. */
static gboolean
is_other_person (const Changes *op, const KarneKindRun *kind, const KarneAnswerEntry *entry)
{
  return kind->kind->access == KARNE_KIND_PERSON &&
         g_strcmp0 (entry->id, op->run->source->patient) != 0;
}

static gboolean
has_person (Changes *op, const KarneAsk *asked, KarneKindRun *kind)
{
  for (guint i = 0; i < asked->answer->entries->len; i++)
    if (!is_other_person (op, kind, g_ptr_array_index (asked->answer->entries, i)))
      return TRUE;

  return FALSE;
}

static gboolean
take_person (Changes *op, const KarneAsk *asked, KarneKindRun *kind, GError **error)
{
  if (is_searchset (asked) && has_person (op, asked, kind))
    {
      add_delta (op, asked, kind);
      return TRUE;
    }
  if ((is_searchset (asked) && asked->answer->next == NULL &&
       asked->answer->total <= asked->answer->entries->len) ||
      asked->status == 404 || asked->status == 410)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_NOT_FOUND,
                           "Looking for the Patient: the server has none any more");
      return FALSE;
    }
  if (asked->status == 403)
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_FORBIDDEN,
                           "Looking for the Patient: the server refuses");
      return FALSE;
    }
  kind->needs_pages = TRUE;
  return TRUE;
}

static gboolean
take_answers (Changes *op, GError **error)
{
  guint n_deltas = 0;

  for (guint i = 0; i < op->asks->len; i++)
    {
      const KarneAsk *asked = g_ptr_array_index (op->asks, i);
      const Question *question = asked->data;

      if (question->type == QUESTION_PERSON)
        {
          if (!take_person (op, asked, question->kind, error))
            return FALSE;
        }
      else if (question->type == QUESTION_COUNT)
        {
          take_count (op, asked, question->kind);
        }
      else if (question->type == QUESTION_DELTA)
        {
          n_deltas++;
          take_delta (op, asked, question->kind);
        }
      else
        {
          question->kind->needs_pages = asked->status >= 200 && asked->status < 300;
        }
    }

  if (op->n_refused > 0 && op->n_refused == n_deltas)
    karne_gifts_lose (op->run->gifts, &op->run->gifts->last_updated);
  return TRUE;
}

/* Comparing, on the reading worker */

/* A search that names a time and brings what is older does not look at the time. */
static gboolean
is_before (const char *updated, const char *cursor)
{
  gint64 time = karne_time_from_instant (updated);

  return time >= 0 && time < karne_time_from_instant (cursor) - 1;
}

typedef struct
{
  guint n_matches;
  gboolean sorted;     /* newest first */
  gboolean last_known; /* the oldest of them is here */
  gint64 last;         /* when that one was changed */
} Comparison;

static void
compare_entry (sqlite3 *db,
               gint64 source,
               Delta *delta,
               const KarneAnswerEntry *entry,
               Comparison *comparison)
{
  const char *name = delta->kind->kind->name;

  if (delta->kind->kind->access != KARNE_KIND_PERSON && is_before (entry->updated, delta->cursor))
    delta->ignores_since = TRUE;
  comparison->n_matches++;
  comparison->last_known =
      entry->id != NULL &&
      karne_resource_is_known (db, source, name, entry->id, entry->version, entry->updated);
  if (comparison->last_known)
    delta->n_known++;
  else if (entry->id != NULL)
    g_ptr_array_add (delta->unknown, g_strdup_printf ("%s/%s", name, entry->id));
  else
    delta->needs_pages = TRUE;
}

static Comparison
compare_entries (Changes *op, sqlite3 *db, Delta *delta)
{
  Comparison comparison = { .sorted = TRUE, .last = G_MAXINT64 };

  for (guint i = 0; i < delta->answer->entries->len; i++)
    {
      const KarneAnswerEntry *entry = g_ptr_array_index (delta->answer->entries, i);
      gint64 time = karne_time_from_instant (entry->updated);

      if (g_strcmp0 (entry->type, delta->kind->kind->name) != 0 ||
          is_other_person (op, delta->kind, entry))
        continue;
      comparison.sorted = comparison.sorted && time >= 0 && time <= comparison.last;
      comparison.last = time;
      compare_entry (db, op->run->source->id, delta, entry, &comparison);
    }

  return comparison;
}

/* Fewer than these may be in order by chance, from a server that does not sort. */
#define ENOUGH_TO_SEE 10

/* When there is more than this page, and it comes newest first down to what is known, then the rest
 * is known as well if the server counts as many as are here: the overlap of the cursor makes that
 * common just after many changes at once. What was known only because it was sent from here says
 * nothing of what is older: so it must be from before the last pull began. Otherwise it is pulled
 * by the page. */
static gboolean
is_rest_countable (Changes *op, const Delta *delta, const Comparison *comparison)
{
  gint64 began = karne_time_from_instant (delta->cursor) + KARNE_TIME_OVERLAP;

  return op->run->gifts->sort && comparison->n_matches >= ENOUGH_TO_SEE && comparison->sorted &&
         comparison->last_known && comparison->last <= began && delta->answer->total >= 0;
}

static gboolean
compare_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Changes *op = data;

  for (guint i = 0; i < op->deltas->len; i++)
    {
      Delta *delta = g_ptr_array_index (op->deltas, i);
      Comparison comparison = compare_entries (op, db, delta);
      gboolean more = delta->kind->kind->access != KARNE_KIND_PERSON &&
                      (delta->answer->next != NULL || delta->answer->total > comparison.n_matches);

      if (delta->unknown->len > DELTA_MOST)
        delta->needs_pages = TRUE;
      else if (more && is_rest_countable (op, delta, &comparison))
        delta->to_be_counted = TRUE;
      else if (more)
        delta->needs_pages = TRUE;
    }

  return TRUE;
}

static gboolean
count_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Changes *op = data;

  for (guint i = 0; i < op->deltas->len; i++)
    {
      Delta *delta = g_ptr_array_index (op->deltas, i);

      if (delta->to_be_counted &&
          karne_resource_count_since (db, op->run->source->id, delta->kind->kind->name,
                                      delta->cursor) != delta->answer->total)
        delta->needs_pages = TRUE;
    }

  return TRUE;
}

static void
changes_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Changes *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_asks_run_finish (result, &error) || !take_answers (op, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  karne_store_read_async (op->run->store, compare_in_worker, op, NULL,
                          g_task_get_cancellable (task), changes_compared_cb, g_object_ref (task));
}

/* What follows from it */

static void
sort_out (Changes *op, Delta *delta, GPtrArray *references)
{
  KarneKindRun *kind = delta->kind;

  op->run->report->known += delta->n_known;
  if (delta->ignores_since)
    {
      karne_gifts_lose (op->run->gifts, &op->run->gifts->last_updated);
      kind->needs_listing = TRUE;
    }
  else if (!delta->needs_pages)
    {
      for (guint i = 0; i < delta->unknown->len; i++)
        g_ptr_array_add (references, g_strdup (g_ptr_array_index (delta->unknown, i)));
    }
}

static void
changes_compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Changes *op = g_task_get_task_data (task);
  g_autoptr (GPtrArray) references = g_ptr_array_new_with_free_func (g_free);
  GError *error = NULL;

  if (!karne_store_job_finish (op->run->store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < op->deltas->len; i++)
    sort_out (op, g_ptr_array_index (op->deltas, i), references);
  karne_pull_reads_async (op->run, references, KARNE_READS_CHANGED, g_task_get_cancellable (task),
                          changes_read_cb, g_object_ref (task));
}

static void
changes_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Changes *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_pull_reads_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  karne_store_read_async (op->run->store, count_in_worker, op, NULL, g_task_get_cancellable (task),
                          changes_counted_cb, g_object_ref (task));
}

/* The cursor moves when all that was new is in the store: cut before, the same is asked again. */
static void
move_cursor (Changes *op, Delta *delta)
{
  gint64 date = delta->answer->date;
  KarnePullState *state = delta->kind->state;

  if (date < 0)
    date = karne_time_from_instant (delta->answer->last_updated);
  if (date < 0)
    return;

  /* A server whose clock jumped ahead and came back left a hole between. */
  if (karne_time_from_instant (state->cursor) > date)
    delta->kind->needs_listing = TRUE;
  g_free (state->cursor);
  state->cursor = karne_time_to_instant (date - KARNE_TIME_OVERLAP);
  g_ptr_array_add (op->moved, delta->kind);
}

static void
changes_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Changes *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_store_job_finish (op->run->store, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < op->deltas->len; i++)
    {
      Delta *delta = g_ptr_array_index (op->deltas, i);

      if (delta->needs_pages)
        delta->kind->needs_pages = TRUE;
      /* What changed and could not be read is asked for again. */
      else if (!delta->ignores_since && !delta->kind->needs_pages &&
               g_strcmp0 (delta->kind->reason, "read") != 0)
        move_cursor (op, delta);
    }
  karne_run_save_async (op->run, op->moved, g_task_get_cancellable (task), changes_saved_cb,
                        g_object_ref (task));
}

static void
changes_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&user_data);
  Changes *op = g_task_get_task_data (task);
  GError *error = NULL;

  if (!karne_run_save_finish (op->run, result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
karne_pull_changes_async (KarneRun *run,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Changes *op = g_new0 (Changes, 1);

  g_task_set_source_tag (task, karne_pull_changes_async);
  op->run = run;
  op->questions = g_ptr_array_new_with_free_func (g_free);
  op->asks = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_ask_free);
  op->deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) delta_free);
  op->moved = g_ptr_array_new ();
  g_task_set_task_data (task, op, (GDestroyNotify) changes_free);

  for (guint i = 0; i < run->kinds->len; i++)
    ask_about (op, g_ptr_array_index (run->kinds, i));
  karne_asks_run_async (run, op->asks, KARNE_GIFTS_BATCH_MAX, cancellable, changes_asked_cb,
                        g_object_ref (task));
}

gboolean
karne_pull_changes_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
