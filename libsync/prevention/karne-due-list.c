/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "karne-error.h"
#include "prevention/karne-course.h"
#include "prevention/karne-due-join-private.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"
#include "store/karne-view-job-private.h"
#include "store/karne-view-private.h"

/* The list of prevention: the record is read, the rules are asked, and both meet, all of it away
 * from the main thread. */

typedef struct
{
  GPtrArray *entries; /* (owned) of KarneDueEntry */
  GPtrArray *courses; /* (owned) of KarneCourse */
} ListAnswer;

static void
list_answer_free (gpointer data)
{
  ListAnswer *answer = data;

  g_ptr_array_unref (answer->entries);
  g_ptr_array_unref (answer->courses);
  g_free (answer);
}

typedef struct
{
  /* Input */
  KarneRules *rules;   /* (owned) */
  KarneReader *reader; /* (owned) */
  char *on;            /* (owned) */

  /* Output */
  ListAnswer *answer; /* (owned) (nullable) */
} ListJob;

static void
list_job_free (gpointer data)
{
  ListJob *job = data;

  karne_reader_unref (job->reader);
  g_clear_object (&job->rules);
  g_free (job->on);
  g_clear_pointer (&job->answer, list_answer_free);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ListJob, list_job_free)

static ListJob *
list_job_new (KarneView *view, KarneRules *rules, const char *on)
{
  ListJob *job = g_new0 (ListJob, 1);

  job->rules = g_object_ref (rules);
  job->reader = karne_reader_ref (karne_view_get_reader (view));
  job->on = g_strdup (on);
  return job;
}

/* As KarneAct is written in a Task of the person's own. */
static KarneOwnAct
get_own (const char *code)
{
  static const char *const codes[] = {
    [KARNE_OWN_DONE] = "done",
    [KARNE_OWN_PLANNED] = "planned",
    [KARNE_OWN_NOT_NOW] = "not-now",
    [KARNE_OWN_STOP] = "declined",
  };

  for (guint i = 1; code != NULL && i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i], code))
      return (KarneOwnAct) i;
  return KARNE_OWN_NONE;
}

static KarneDueNotice *
notice_from_row (KarneStatement *statement, KarneDay on)
{
  static const char *const not_done[] = { "NOT_DONE", "non réalisé", "Non réalisé", NULL };
  KarneDueNotice *notice = g_new0 (KarneDueNotice, 1);
  g_autofree char *late = karne_sql_dup_text (statement, 8);
  g_autofree char *category = karne_sql_dup_text (statement, 9);

  notice->source = karne_sql_get_int (statement, 0);
  notice->kind = karne_sql_dup_text (statement, 1);
  notice->id = karne_sql_dup_text (statement, 2);
  notice->part = (guint) karne_sql_get_int (statement, 3);
  notice->title = karne_sql_dup_text (statement, 4);
  notice->status = karne_sql_dup_text (statement, 5);
  notice->from = karne_sql_dup_text (statement, 6);
  notice->to = karne_sql_dup_text (statement, 7);
  notice->updated = karne_sql_dup_text (statement, 14);
  /* An examination of Mon espace santé that is over, and was not done. */
  notice->declined = g_strcmp0 (notice->status, "completed") == 0 && category != NULL &&
                     g_strv_contains (not_done, category);
  karne_due_notice_judge (notice, late, on);
  return notice;
}

static char *
dup_first_line (KarneStatement *statement, int column)
{
  g_autofree char *text = karne_sql_dup_text (statement, column);

  return text != NULL ? g_strndup (text, strcspn (text, "\n")) : NULL;
}

static KarneItem *
act_from_row (KarneStatement *statement)
{
  KarneItem *act = g_new0 (KarneItem, 1);

  act->source = karne_sql_get_int (statement, 0);
  act->kind = karne_sql_dup_text (statement, 1);
  act->id = karne_sql_dup_text (statement, 2);
  act->title = karne_sql_dup_text (statement, 4);
  act->status = karne_sql_dup_text (statement, 5);
  act->date = karne_sql_dup_text (statement, 6);
  act->until = karne_sql_dup_text (statement, 7);
  act->category = karne_sql_dup_text (statement, 9);
  act->code = dup_first_line (statement, 10);
  act->updated = karne_sql_dup_text (statement, 14);
  act->version = karne_sql_dup_text (statement, 15);
  act->state = (KarneRecordState) karne_sql_get_int (statement, 16);
  act->size = -1;
  return act;
}

static KarneDueLine *
line_from_row (KarneStatement *statement, KarneDay on)
{
  KarneDueLine *line = g_new0 (KarneDueLine, 1);
  g_autofree char *own = karne_sql_dup_text (statement, 12);

  line->notice = notice_from_row (statement, on);
  line->codes = karne_sql_dup_text (statement, 10);
  line->diseases = karne_sql_dup_text (statement, 11);
  line->own = get_own (own);
  line->focus = karne_sql_dup_text (statement, 13);
  line->authored = karne_sql_dup_text (statement, 17);
  if (line->own != KARNE_OWN_NONE)
    line->act = act_from_row (statement);
  return line;
}

static GPtrArray *
read_lines (sqlite3 *db, KarneReader *reader, KarneDay on, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "prevention/notices", error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (karne_due_line_free);
  int rc;

  if (statement == NULL)
    return NULL;
  karne_reader_bind (reader, statement);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    {
      KarneDueLine *line = line_from_row (statement, on);

      /* An act that the person took back says nothing. */
      if (line->own != KARNE_OWN_NONE && g_strcmp0 (line->notice->status, "entered-in-error") == 0)
        karne_due_line_free (line);
      else
        g_ptr_array_add (lines, line);
    }
  return rc == SQLITE_DONE ? g_steal_pointer (&lines) : NULL;
}

/* The last pregnancy, where the record says that it has ended, and tells of no birth. */
static const KarnePregnancy *
find_ended (KarneHistory *history, KarneDay day)
{
  const KarnePregnancy *pregnancy = karne_history_find_pregnancy (history, day);

  if (pregnancy == NULL || pregnancy->end > day)
    return NULL;
  return pregnancy->outcome == KARNE_OUTCOME_LOST || pregnancy->outcome == KARNE_OUTCOME_OVER
             ? pregnancy
             : NULL;
}

GPtrArray *
karne_due_read (sqlite3 *db,
                KarneRules *rules,
                KarneReader *reader,
                const char *on,
                KarneHistory **history,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (KarneHistory) read = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) dues = NULL;
  GPtrArray *entries;
  KarneDay day;

  if (!karne_day_parse (on, &day))
    {
      g_set_error_literal (error, KARNE_ERROR, KARNE_ERROR_INVALID,
                           "listing what is due: this is no day");
      return NULL;
    }
  read = karne_history_read (db, rules, reader, cancellable, error);
  lines = read != NULL ? read_lines (db, reader, day, error) : NULL;
  if (lines == NULL)
    return NULL;
  dues = karne_rules_evaluate (rules, read, on);
  entries = karne_due_join (rules, find_ended (read, day), dues, lines, day);
  if (history != NULL)
    *history = g_steal_pointer (&read);
  return entries;
}

static void
take_course (ListAnswer *answer, KarneCourse *course)
{
  if (course == NULL)
    return;
  karne_course_join (course, answer->entries);
  g_ptr_array_add (answer->courses, course);
}

static ListAnswer *
make_answer (ListJob *job, KarneHistory *history, GPtrArray *entries)
{
  ListAnswer *answer = g_new0 (ListAnswer, 1);

  answer->entries = g_ptr_array_ref (entries);
  answer->courses = g_ptr_array_new_with_free_func ((GDestroyNotify) karne_course_free);
  take_course (answer, karne_rules_lay_out_pregnancy (job->rules, history, job->on));
  take_course (answer, karne_rules_lay_out_childhood (job->rules, history, job->on));
  return answer;
}

static gboolean
list_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ListJob *job = data;
  g_autoptr (KarneHistory) history = NULL;
  g_autoptr (GPtrArray) entries =
      karne_due_read (db, job->rules, job->reader, job->on, &history, cancellable, error);

  if (entries == NULL)
    return FALSE;
  job->answer = make_answer (job, history, entries);
  return TRUE;
}

static gpointer
take_answer (gpointer data)
{
  return g_steal_pointer (&((ListJob *) data)->answer);
}

/* courses: (out) (optional) */
static GPtrArray *
open_answer (ListAnswer *answer, GPtrArray **courses)
{
  GPtrArray *entries = NULL;

  if (answer == NULL)
    return NULL;
  entries = g_ptr_array_ref (answer->entries);
  if (courses != NULL)
    *courses = g_ptr_array_ref (answer->courses);
  list_answer_free (answer);
  return entries;
}

/**
 * karne_view_list_due:
 * @self: a view
 * @rules: the rules
 * @on: the day for which it is asked (`2026-03-01`), where the person lives
 * @error: return location for an error
 *
 * Lists what there is to be done for prevention: what the rules make of the record, and what
 * servers say (Task, CommunicationRequest, Communication, ImmunizationRecommendation), one entry
 * for each thing, with what the person said of it. Waits for the disk.
 *
 * Fails with `KARNE_ERROR_INVALID` where @on is no day.
 *
 * Returns: (transfer full) (element-type KarneSync.DueEntry): what is to be done, the more urgent
 *   first; then what is done; then what was declined
 */
GPtrArray *
karne_view_list_due (KarneView *self, KarneRules *rules, const char *on, GError **error)
{
  g_autoptr (ListJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && KARNE_IS_RULES (rules) && on != NULL, NULL);

  job = list_job_new (self, rules, on);
  return karne_store_read (karne_view_get_store (self), list_in_worker, job, error)
             ? open_answer (take_answer (job), NULL)
             : NULL;
}

/**
 * karne_view_list_due_async:
 * @self: a view
 * @rules: the rules
 * @on: the day for which it is asked (`2026-03-01`), where the person lives
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list_due], without waiting.
 */
void
karne_view_list_due_async (KarneView *self,
                           KarneRules *rules,
                           const char *on,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (self) && KARNE_IS_RULES (rules) && on != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_view_list_due_async);
  karne_store_answer_async (karne_view_get_store (self), task, list_in_worker,
                            list_job_new (self, rules, on), list_job_free, take_answer,
                            list_answer_free);
}

/**
 * karne_view_list_due_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_due_async].
 *
 * Returns: (transfer full) (element-type KarneSync.DueEntry): the entries; `NULL` as from
 *   [method@View.list_due]
 */
GPtrArray *
karne_view_list_due_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return open_answer (g_task_propagate_pointer (G_TASK (result), error), NULL);
}

/**
 * karne_view_list_due_finish_with_courses:
 * @self: a view
 * @result: the result
 * @courses: (out) (transfer full) (element-type KarneSync.Course): the pregnancy and the childhood
 *   that there are on that day, each once at most; not set where it fails
 * @error: return location for an error
 *
 * Like [method@View.list_due_finish], with the courses of the same moment, which know what the
 * person says.
 *
 * Returns: (transfer full) (element-type KarneSync.DueEntry): the entries; `NULL` as from
 *   [method@View.list_due]
 */
GPtrArray *
karne_view_list_due_finish_with_courses (KarneView *self,
                                         GAsyncResult *result,
                                         GPtrArray **courses,
                                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self) && courses != NULL, NULL);

  return open_answer (g_task_propagate_pointer (G_TASK (result), error), courses);
}
