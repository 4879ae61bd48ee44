/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-card-private.h"
#include "prevention/karne-due-join-private.h"
#include "store/karne-sql-private.h"
#include "store/karne-store-private.h"
#include "store/karne-view-job-private.h"
#include "store/karne-view-private.h"

/* The vaccination card out of the record: what was given, and what is due by the same moment of it.
 */

typedef struct
{
  /* Input */
  KarneRules *rules;   /* (owned) */
  KarneReader *reader; /* (owned) */
  char *on;            /* (owned) */

  /* Output */
  GPtrArray *lines; /* (owned) (nullable) */
} CardJob;

static void
card_job_free (gpointer data)
{
  CardJob *job = data;

  karne_reader_unref (job->reader);
  g_clear_object (&job->rules);
  g_free (job->on);
  g_clear_pointer (&job->lines, g_ptr_array_unref);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CardJob, card_job_free)

static CardJob *
card_job_new (KarneView *view, KarneRules *rules, const char *on)
{
  CardJob *job = g_new0 (CardJob, 1);

  job->rules = g_object_ref (rules);
  job->reader = karne_reader_ref (karne_view_get_reader (view));
  job->on = g_strdup (on);
  return job;
}

/* Which one it is, where it says so by a number. */
static guint
get_number (KarneStatement *statement, int column)
{
  g_autofree char *text = karne_sql_dup_text (statement, column);
  guint64 number;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 1, 1000, &number, NULL)
             ? (guint) number
             : 0;
}

static KarneCardDose *
dose_from_row (KarneStatement *statement)
{
  KarneCardDose *dose = g_new0 (KarneCardDose, 1);

  dose->source = karne_sql_get_int (statement, 0);
  dose->kind = karne_sql_dup_text (statement, 1);
  dose->id = karne_sql_dup_text (statement, 2);
  dose->date = karne_sql_dup_text (statement, 3);
  dose->vaccine = karne_sql_dup_text (statement, 4);
  dose->origin = karne_sql_get_int (statement, 7) != 0 ? KARNE_CARD_REPORTED : KARNE_CARD_RECORD;
  dose->check = karne_sql_get_int (statement, 8) != 0;
  dose->lot = karne_sql_dup_text (statement, 9);
  dose->author = karne_sql_dup_text (statement, 10);
  dose->dose = get_number (statement, 11);
  dose->doses = get_number (statement, 12);
  return dose;
}

static KarneCardGiven *
given_from_row (KarneRules *rules, KarneStatement *statement)
{
  KarneCardGiven *given = g_new0 (KarneCardGiven, 1);
  g_autofree char *codes = karne_sql_dup_text (statement, 5);
  g_autofree char *diseases = karne_sql_dup_text (statement, 6);
  KarneLineRead line = { .codes = codes, .diseases = diseases };
  KarneAct act = { 0 };

  given->dose = dose_from_row (statement);
  given->disease = karne_sql_dup_text (statement, 13);
  given->diseases = karne_match_diseases (rules, diseases);
  line.trace.kind = given->dose->kind;
  line.trace.title = given->dose->vaccine;
  karne_match_things (rules, &line, &act);
  for (guint i = 0; i < G_N_ELEMENTS (given->things.words); i++)
    given->things.words[i] = act.things.words[i] | act.by_name.words[i];
  return given;
}

static GPtrArray *
read_given (sqlite3 *db, CardJob *job, GError **error)
{
  g_autoptr (KarneStatement) statement = karne_sql_get (db, "prevention/vaccinations", error);
  g_autoptr (GPtrArray) given = g_ptr_array_new_with_free_func (karne_card_given_free);
  int rc;

  if (statement == NULL)
    return NULL;
  karne_reader_bind (job->reader, statement);
  while ((rc = karne_sql_step (statement, error)) == SQLITE_ROW)
    g_ptr_array_add (given, given_from_row (job->rules, statement));
  return rc == SQLITE_DONE ? g_steal_pointer (&given) : NULL;
}

static gboolean
card_in_worker (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  CardJob *job = data;
  g_autoptr (GPtrArray) given = NULL;
  g_autoptr (GPtrArray) entries =
      karne_due_read (db, job->rules, job->reader, job->on, NULL, cancellable, error);

  if (entries == NULL)
    return FALSE;
  given = read_given (db, job, error);
  if (given == NULL)
    return FALSE;
  job->lines = karne_card_make (job->rules, given, entries);
  karne_noter_note (job->reader->noter, KARNE_ACCESS_ACT_LOOK, 0, "Immunization", NULL, NULL);
  return TRUE;
}

static gpointer
take_lines (gpointer data)
{
  return g_steal_pointer (&((CardJob *) data)->lines);
}

/**
 * karne_view_list_card:
 * @self: a view
 * @rules: the rules
 * @on: the day for which it is asked (`2026-03-01`), where the person lives
 * @error: return location for an error
 *
 * Lists the vaccinations of the record, disease by disease, with what is to be done next of each.
 * Waits for the disk.
 *
 * A vaccine against several diseases stands on the line of each. What was not done or was entered
 * in error stands on none. A line without doses says that nothing of it was found in the record,
 * and never that somebody is not vaccinated.
 *
 * Fails with `KARNE_ERROR_INVALID` where @on is no day.
 *
 * Returns: (transfer full) (element-type KarneSync.CardLine): the lines, always in the same order;
 *   what the rules do not know is last
 */
GPtrArray *
karne_view_list_card (KarneView *self, KarneRules *rules, const char *on, GError **error)
{
  g_autoptr (CardJob) job = NULL;

  g_return_val_if_fail (KARNE_IS_VIEW (self) && KARNE_IS_RULES (rules) && on != NULL, NULL);

  job = card_job_new (self, rules, on);
  return karne_store_read (karne_view_get_store (self), card_in_worker, job, error)
             ? take_lines (job)
             : NULL;
}

/**
 * karne_view_list_card_async:
 * @self: a view
 * @rules: the rules
 * @on: the day for which it is asked (`2026-03-01`), where the person lives
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Like [method@View.list_card], without waiting.
 */
void
karne_view_list_card_async (KarneView *self,
                            KarneRules *rules,
                            const char *on,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KARNE_IS_VIEW (self) && KARNE_IS_RULES (rules) && on != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, karne_view_list_card_async);
  karne_store_answer_async (karne_view_get_store (self), task, card_in_worker,
                            card_job_new (self, rules, on), card_job_free, take_lines,
                            (GDestroyNotify) g_ptr_array_unref);
}

/**
 * karne_view_list_card_finish:
 * @self: a view
 * @result: the result
 * @error: return location for an error
 *
 * Finishes [method@View.list_card_async].
 *
 * Returns: (transfer full) (element-type KarneSync.CardLine): the lines; `NULL` as from
 *   [method@View.list_card]
 */
GPtrArray *
karne_view_list_card_finish (KarneView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
